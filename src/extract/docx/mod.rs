//! DOCX: the paragraphs of a text document. Footnotes stand after the
//! paragraph that refers to them, endnotes at the end; headers, footers,
//! tables of contents and comments are furniture. What is deleted, hidden or
//! an instruction of a field is no text. Never reads a linked file.

mod numbers;
mod story;
mod styles;

use std::collections::BTreeMap;

use self::{numbers::Numbers, story::Story, styles::Styles};
use super::{
    ooxml::Outside,
    package::Package,
    paragraphs::{add_once, keep_pages, number},
    xml::{Event, Xml},
};
use crate::document::{Block, Draft};

/// Notes by their ids.
type Notes = BTreeMap<i64, Vec<Block>>;

/// Makes a draft of a document.
///
/// # Errors
/// Why it cannot be read, in a few words.
pub(super) fn draft(bytes: &[u8]) -> Result<Draft, String> {
    let mut package = Package::open(bytes)?;
    let mut draft = Draft::default();
    let outside = Outside::read(&mut package, "word/document.xml", &mut draft)?;
    let mut extra = |kind: &'static str| {
        let name = outside.targets(kind).next()?;
        Some((name, package.extra(name, &mut draft.notes)?))
    };
    let styles = extra("styles").map(|(name, text)| Styles::read(name, &text)).unwrap_or_default();
    let numbers =
        extra("numbering").map(|(name, text)| Numbers::read(name, &text)).unwrap_or_default();
    let mut story = Story::new(&styles, numbers);
    let [footnotes, endnotes, comments] = ["footnotes", "endnotes", "comments"].map(|kind| {
        let found = extra(kind).map(|(name, text)| notes(name, &text, kind, &mut story));
        found.unwrap_or_default()
    });
    story.footnotes = footnotes;
    let mut frames = [Vec::new(), Vec::new()];
    for (frame, kind) in frames.iter_mut().zip(["header", "footer"]) {
        for name in outside.targets(kind) {
            let Some(text) = package.extra(name, &mut draft.notes) else { continue };
            add_once(frame, story.whole(&mut Xml::new(name, &text)).unwrap_or_default());
        }
    }
    let [headers, footers] = frames;

    let main = &outside.main;
    let text = package.part(main)?.ok_or_else(|| format!("damaged: there is no {main}"))?;
    story.breaks = 0;
    let mut body = story.whole(&mut Xml::new(main, &text))?;
    keep_pages(&mut body, story.breaks, outside.pages);
    if story.has_chunks {
        draft.notes.push("text that another program embedded is not read".to_owned());
    }
    let mut blocks = headers;
    blocks.append(&mut body);
    // Notes that nothing refers to are text as well.
    blocks.extend(std::mem::take(&mut story.footnotes).into_values().flatten());
    blocks.extend(endnotes.into_values().flatten());
    let mut furniture = Vec::new();
    add_once(&mut furniture, footers);
    add_once(&mut furniture, comments.into_values().flatten().collect());
    blocks.append(&mut furniture);
    number(&mut draft, blocks);
    Ok(draft)
}

/// The notes of a part by their ids, without those that only divide.
fn notes(part: &str, text: &str, kind: &str, story: &mut Story<'_>) -> Notes {
    let element = kind.trim_end_matches('s');
    let mut found = Notes::new();
    let mut xml = Xml::new(part, text);
    while let Ok(Some(event)) = xml.next() {
        let Event::Open(tag) = event else { continue };
        if tag.name() != element {
            continue;
        }
        let divides = tag.attribute("type").is_some_and(|kind| kind != "normal");
        let id = tag.attribute("id").and_then(|id| id.parse().ok());
        let mut blocks = Vec::new();
        let read = story.inside(&mut xml, &mut blocks);
        if let Some(id) = id.filter(|_| !divides) {
            found.insert(id, blocks);
        }
        if read.is_err() {
            break;
        }
    }
    found
}
