//! HTML: a page as blocks, its content told from its frame, with the
//! metadata that it carries about itself. Nothing that a reader sees is
//! lost: what is not content is furniture, in reading order. Never follows
//! a link, never runs a script.

mod charset;
mod content;
mod date;
mod depth;
mod dom;
mod frame;
mod linked;
mod metadata;
mod runs;
mod seen;
mod table;
mod title;

pub(super) use self::charset::charset;
use crate::document::{Block, Draft, Role};

use self::{
    dom::{Dom, Id},
    runs::{Kind, Run},
};

/// Letters below which a page is one that shows nothing without scripts or
/// frames, and what it shows then is looked at.
const LEAST: usize = 60;

/// Reads a page.
pub(super) fn draft(text: &str) -> Draft {
    // The parser counts the two characters of a line end as two lines.
    let text = if text.contains('\r') { &text.replace("\r\n", "\n") } else { text };
    let dom = Dom::parse(text);
    let mut found = runs::runs(&dom);
    let mut content = content::content(&dom, &found);
    let shown = found.iter().filter(|run| run.hidden.is_none()).map(|run| run.letters);
    if shown.sum::<usize>() < LEAST {
        for (run, is_content) in instead(&dom) {
            found.push(run);
            content.push(is_content);
        }
    }
    let headline =
        found.iter().zip(&content).find(|(run, content)| **content && run.kind == Kind::Heading(1));
    let metadata = metadata::metadata(&dom, headline.map(|(run, _)| run.text.as_str()));
    let hint = dom
        .elements(0, "html")
        .find_map(|id| dom.attribute(id, "lang").or_else(|| dom.attribute(id, "xml:lang")));
    let hint = hint.map(str::to_owned);
    let blocks = blocks(found, &content);
    let dates = date::dates(&dom);
    Draft { metadata, dates, blocks, hint, framed: true, ..Draft::default() }
}

/// What a page shows where there are no scripts or no frames.
fn instead(dom: &Dom) -> Vec<(Run, bool)> {
    let is_such = |id: &Id| matches!(dom.name(*id), "noscript" | "noframes");
    let mut found = Vec::new();
    for id in dom.inside(0).filter(is_such) {
        let inner = Dom::parse(&dom.text(id));
        let runs = runs::runs(&inner);
        let content = content::content(&inner, &runs);
        found.extend(runs.into_iter().zip(content).map(|(run, content)| {
            let line = run.line + dom.node(id).line - 1;
            (Run { line, ..run }, content)
        }));
    }
    found
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
