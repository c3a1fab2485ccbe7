//! HTML: a page as blocks, its content told from its frame, with the
//! metadata that it carries about itself. Nothing that a reader sees is
//! lost: what is not content is furniture, in reading order. Never follows
//! a link, never runs a script.

mod content;
mod depth;
mod dom;
mod frame;
mod linked;
mod metadata;
mod runs;
mod seen;
mod table;
mod title;

use crate::document::{Block, Draft, Role};

use self::{
    dom::Dom,
    runs::{Kind, Run},
};

/// Reads a page.
pub(super) fn draft(text: &str) -> Draft {
    let dom = Dom::parse(text);
    let found = runs::runs(&dom);
    let content = content::content(&dom, &found);
    let headline =
        found.iter().zip(&content).find(|(run, content)| **content && run.kind == Kind::Heading(1));
    let metadata = metadata::metadata(&dom, headline.map(|(run, _)| run.text.as_str()));
    let hint = dom
        .elements(0, "html")
        .find_map(|id| dom.attribute(id, "lang").or_else(|| dom.attribute(id, "xml:lang")));
    let hint = hint.map(str::to_owned);
    let blocks = blocks(found, &content);
    Draft { metadata, blocks, hint, framed: true, ..Draft::default() }
}

fn blocks(runs: Vec<Run>, content: &[bool]) -> Vec<Block> {
    let block = |(run, content): (Run, &bool)| Block {
        role: if *content { run.kind.role() } else { Role::Furniture },
        text: run.text,
        line: run.line,
        page: None,
    };
    runs.into_iter().zip(content).map(block).collect()
}
