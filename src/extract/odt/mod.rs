//! ODT: the paragraphs of an OpenDocument text. Footnotes stand after the
//! paragraph that refers to them, endnotes at the end; headers, footers,
//! indexes and comments are furniture. What is deleted is no text. Never
//! reads a linked file.

mod lists;
mod story;
mod styles;

use self::{story::Story, styles::Styles};
use super::{
    package::{ENCRYPTED, Package},
    paragraphs::{add_once, keep_pages, number},
    properties::{self, Property},
    xml::{Event, Xml},
};
use crate::document::Draft;

/// The elements of the metadata ([ODF 1.3] part 3, 4.3).
const META: &[(&str, Property)] = &[
    ("title", Property::Title),
    ("initial-creator", Property::Author),
    ("creator", Property::Editor),
    ("creation-date", Property::Created),
    ("date", Property::Modified),
    ("language", Property::Language),
    ("keyword", Property::Keywords),
    ("subject", Property::Subject),
    ("description", Property::Description),
];

/// Makes a draft of a document.
///
/// # Errors
/// Why it cannot be read, in a few words.
pub(super) fn draft(bytes: &[u8]) -> Result<Draft, String> {
    let mut package = Package::open(bytes)?;
    let mut draft = Draft::default();
    let manifest = package.extra("META-INF/manifest.xml", &mut draft.notes);
    if manifest.is_some_and(|text| is_encrypted(&text)) {
        return Err(ENCRYPTED.to_owned());
    }
    let mut pages = None;
    if let Some(text) = package.extra("meta.xml", &mut draft.notes) {
        draft.metadata = properties::read("meta.xml", &text, META).metadata();
        pages = pages_of(&text);
    }
    let content = package.part("content.xml")?.ok_or("damaged: there is no content.xml")?;
    let outside = package.extra("styles.xml", &mut draft.notes).unwrap_or_default();
    let mut styles = Styles::default();
    styles.read("styles.xml", &outside);
    styles.read("content.xml", &content);

    let mut story = Story::new(&styles);
    let mut headers = Vec::new();
    let mut footers = Vec::new();
    let mut xml = Xml::new("styles.xml", &outside);
    while let Ok(Some(event)) = xml.next() {
        let Event::Open(tag) = event else { continue };
        let frame = match tag.name() {
            "header" | "header-left" | "header-first" if tag.prefix() != "text" => &mut headers,
            "footer" | "footer-left" | "footer-first" if tag.prefix() != "text" => &mut footers,
            _ => continue,
        };
        let mut found = Vec::new();
        let read = story.inside(&mut xml, &mut found);
        add_once(frame, found);
        if read.is_err() {
            break;
        }
    }

    let mut story = Story::new(&styles);
    let mut body = story.whole(&mut Xml::new("content.xml", &content))?;
    keep_pages(&mut body, story.breaks, pages);
    let mut blocks = headers;
    blocks.append(&mut body);
    blocks.append(&mut story.endnotes);
    add_once(&mut footers, std::mem::take(&mut story.comments));
    blocks.append(&mut footers);
    number(&mut draft, blocks);
    Ok(draft)
}

/// Whether a manifest says that its content is encrypted.
fn is_encrypted(manifest: &str) -> bool {
    let mut xml = Xml::new("manifest.xml", manifest);
    let mut content = false;
    while let Ok(Some(event)) = xml.next() {
        let Event::Open(tag) = event else { continue };
        match tag.name() {
            "file-entry" => {
                let path = tag.attribute("full-path").unwrap_or_default();
                content = matches!(path.as_str(), "content.xml" | "encrypted-package");
            }
            "encryption-data" if content => return true,
            _ => {}
        }
    }
    false
}

/// The number of pages that the program counted.
fn pages_of(meta: &str) -> Option<u32> {
    let mut xml = Xml::new("meta.xml", meta);
    while let Ok(Some(event)) = xml.next() {
        if let Event::Open(tag) = event
            && tag.name() == "document-statistic"
        {
            return tag.attribute("page-count")?.parse().ok();
        }
    }
    None
}
