//! HTML: the text of a page and the dates that it states. Hides the parser.
//! Never runs a script and never asks for anything that the page names;
//! takes all text as it stands, the frame of the page too.

mod date;
mod depth;
mod dom;

use crate::document::{Block, Draft, Role};
use dom::{Data, Dom};

/// Reads a whole page.
pub(super) fn draft(html: &str) -> Draft {
    let dom = Dom::parse(html);
    let mut blocks = Vec::new();
    for id in dom.inside(0) {
        let Data::Text(text) = &dom.node(id).data else { continue };
        let parent = dom.name(dom.node(id).parent);
        if text.trim().is_empty() || matches!(parent, "script" | "style" | "noscript" | "title") {
            continue;
        }
        let role = if parent == "h1" { Role::Heading } else { Role::Body };
        blocks.push(Block {
            role,
            text: text.trim().to_owned(),
            line: dom.node(id).line,
            page: None,
        });
    }
    Draft { blocks, dates: date::dates(&dom), ..Draft::default() }
}
