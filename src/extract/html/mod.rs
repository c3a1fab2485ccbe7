//! HTML: a page to a draft. Finds the text that a reader sees, with the line
//! where it stands. Hides the parser. Never follows a link and never runs a
//! script.

mod depth;
mod dom;

use self::dom::Dom;
use crate::document::Draft;

/// Makes a draft of a page.
pub(super) fn draft(html: &str) -> Draft {
    let dom = Dom::parse(html);
    super::text::draft(&dom.text(0))
}
