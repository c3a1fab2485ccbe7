//! What ingest would make of a file or record, as JSON lines: annotations
//! with their evidence, passages and furniture, which together are the whole
//! normalized text in reading order. For people only what decided about
//! concepts and the year; the rest is written as documents are.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{json, text::display};
use crate::{
    annotate::{Annotated, topic::Considered, year::Rejected},
    column::Column,
    document::{Document, FoundYear, Passage, Role},
};

/// Writes a document as one line; with every concept that it names and every
/// year that it could have had if that is to be explained.
///
/// # Errors
/// Those of the writer.
pub fn line(out: &mut dyn Write, found: &Annotated, explain: bool) -> io::Result<()> {
    let mut value = value(&found.document, &found.notes);
    if explain {
        value["considered"] = json!(found.considered);
        value["year_rejected"] = json!(found.rejected);
    }
    json::object(out, &value)
}

/// Writes every concept that a document names, with what its names are worth
/// and how much is needed.
///
/// # Errors
/// Those of the writer.
pub fn considered(out: &mut dyn Write, considered: &[Considered]) -> io::Result<()> {
    for concept in considered {
        let Considered { id, kept, strength, needed, supported, words, .. } = concept;
        let verdict = match (kept, supported) {
            (true, _) => "kept",
            (false, true) => "not kept",
            (false, false) => "not kept, needs another name beside it",
        };
        let id = display(id);
        writeln!(out, "  {id}: {strength:.2}, needs {needed:.2}: {verdict}")?;
        for said in words {
            let times =
                if said.times > 1 { format!(" {} times", said.times) } else { String::new() };
            writeln!(out, "    {:.2}  {}{times}", said.worth, display(&said.text))?;
        }
    }
    Ok(())
}

/// Writes why a document has its year, and why it has none of the others.
///
/// # Errors
/// Those of the writer.
pub fn years(out: &mut dyn Write, found: &Annotated) -> io::Result<()> {
    match &found.document.year {
        Some(FoundYear { value, source, evidence, confidence }) => {
            let source = source.name();
            let evidence = display(evidence);
            writeln!(
                out,
                "  {value}: taken from {source}, confidence {confidence:.2}: \"{evidence}\""
            )?;
        }
        None => writeln!(out, "  no year: nothing says when it was published")?,
    }
    for Rejected { value, source, evidence, reason, times } in &found.rejected {
        let quoted = source.is_some() || !reason.contains(evidence.as_str());
        let evidence = if quoted { format!(": \"{evidence}\"") } else { String::new() };
        let times = if *times > 1 { format!(" ({times} times)") } else { String::new() };
        writeln!(out, "  {value}: {}{times}{}", display(reason), display(&evidence))?;
    }
    Ok(())
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
    if let Some(entry) = &document.part.entry {
        value["entry"] = json!(entry);
    }
    if let Some(record) = document.part.record {
        value["record"] = json!(record);
    }
    let evidence = document.year.as_ref().map(|year| year.evidence.as_str());
    if let Some((_, name)) = evidence.and_then(|text| document.stated_by(Column::Date, text)) {
        value["year"]["column"] = json!(name);
    }
    if !document.catalogues.is_empty() {
        value["catalogues"] = json!(document.catalogues);
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
