//! HTML: a page as blocks, its content told from its frame, with the
//! metadata that it carries about itself. Nothing that a reader sees is
//! lost: what is not content is furniture, in reading order. Never follows
//! a link, never runs a script.

mod content;
mod depth;
mod dom;
mod frame;
mod runs;
mod seen;
mod table;

use crate::document::{Block, Draft, Role};

use self::dom::Dom;

/// Reads a page.
pub(super) fn draft(text: &str) -> Draft {
    let dom = Dom::parse(text);
    let runs = runs::runs(&dom);
    let content = content::content(&dom, &runs);
    let blocks = runs.into_iter().zip(content).map(|(run, content)| Block {
        role: if content { run.kind.role() } else { Role::Furniture },
        text: run.text,
        line: run.line,
        page: None,
    });
    Draft { blocks: blocks.collect(), ..Draft::default() }
}
