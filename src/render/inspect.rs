//! What ingest would make of a file or record, as JSON lines: annotations
//! with their evidence, passages and furniture, which together are the whole
//! normalized text in reading order.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::json;
use crate::document::{Document, Passage, Role};

/// Writes a document as one line.
///
/// # Errors
/// Those of the writer.
pub fn line(out: &mut dyn Write, document: &Document, notes: &[String]) -> io::Result<()> {
    json::object(out, &value(document, notes))
}

/// A document as a value.
fn value(document: &Document, notes: &[String]) -> Value {
    let numbered = || document.passages.iter().enumerate();
    let content = numbered().filter(|(_, passage)| passage.role != Role::Furniture);
    let furniture = numbered().filter(|(_, passage)| passage.role == Role::Furniture);
    let mut value = json!({
        "id": document.id,
        "path": document.path,
        "title": document.title,
        "title_source": document.title_source,
        "url": document.url,
        "lang": document.lang,
        "languages": document.languages,
        "year": document.year,
        "mentions": document.mentions,
        "topics": document.topics,
        "countries": document.countries,
        "metadata": document.metadata,
        "passages": content.map(|(order, one)| piece(order, one)).collect::<Value>(),
        "furniture": furniture.map(|(order, one)| piece(order, one)).collect::<Value>(),
    });
    if let Some(record) = document.record {
        value["record"] = json!(record);
    }
    if !notes.is_empty() {
        value["notes"] = json!(notes);
    }
    value
}

/// A piece of text; `order` is its place in reading order, from 1, among
/// passages and furniture together.
fn piece(order: usize, passage: &Passage) -> Value {
    let Passage { role, lang, text, line, page } = passage;
    let mut value = json!({ "text": text, "line": line, "page": page, "order": order + 1 });
    if *role != Role::Furniture {
        value["lang"] = json!(lang);
    }
    value
}
