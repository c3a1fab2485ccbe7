//! One document for people: its metadata with where each value came from,
//! and its passages with their languages; or its text alone.
//! Furniture is shown apart and left out of the bare text.

use std::io::{self, Write};

use serde_json::Value;

use super::text::{Colours, display};
use crate::column::Column;
use crate::document::{Document, Passage, Role};

/// Writes a document with all that is known of it.
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut dyn Write, document: &Document, colours: Colours) -> io::Result<()> {
    let mut line = |name: &str, value: &str| {
        writeln!(out, "{} {}", colours.aside(&format!("{name:<10}")), display(value))
    };
    line("id", &document.id.0)?;
    let (title, source) = (&document.title, document.title_source.name());
    line("title", &format!("{title} ({source}{})", column(document, Column::Title, title)))?;
    line("path", &format!("{}{}", document.path, document.part))?;
    if let Some(url) = &document.url {
        line("url", url)?;
    }
    match &document.year {
        Some(year) => line(
            "year",
            &format!(
                "{} ({}, confidence {:.1}: \"{}\"{})",
                year.value,
                year.source.name(),
                year.confidence,
                year.evidence,
                column(document, Column::Date, &year.evidence)
            ),
        )?,
        None => line("year", "unknown")?,
    }
    if !document.mentions.is_empty() {
        let years: Vec<String> = document.mentions.iter().map(ToString::to_string).collect();
        line("mentions", &years.join(", "))?;
    }
    let languages: Vec<String> = document
        .languages
        .iter()
        .map(|one| format!("{} {:.0} %", one.lang, one.share * 100.0))
        .collect();
    line("languages", &languages.join(", "))?;
    for topic in &document.topics {
        let evidence = topic.evidence.join("; ");
        line("topic", &format!("{} {:.2} ({evidence})", topic.id, topic.score))?;
    }
    for country in &document.countries {
        let evidence = country.evidence.join("; ");
        let name = format!("{} {}", country.id, country.label);
        line("country", &format!("{name} {:.2} ({evidence})", country.score))?;
    }
    for (key, value) in &document.metadata {
        line(key, &readable(value))?;
    }
    for joined in &document.catalogues {
        line("catalogue", &format!("{} (by {})", joined.path, joined.key))?;
    }
    for passage in &document.passages {
        writeln!(out, "\n{}", colours.aside(&place(passage)))?;
        let text = display(&passage.text);
        match passage.role {
            Role::Heading => writeln!(out, "{}", colours.title(&text))?,
            Role::Body => writeln!(out, "{text}")?,
            Role::Furniture => writeln!(out, "{}", colours.aside(&text))?,
        }
    }
    Ok(())
}

/// The column of a catalogue that says a text, for what stands in brackets.
fn column(document: &Document, column: Column, text: &str) -> String {
    let stated = document.stated_by(column, text);
    stated.map(|(_, name)| format!(", column {name}")).unwrap_or_default()
}

/// A value of the metadata on one line.
fn readable(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(readable).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

/// Where a passage stands and what it is.
fn place(passage: &Passage) -> String {
    let page = passage.page.map(|page| format!(", page {page}")).unwrap_or_default();
    let kind = match passage.role {
        Role::Furniture => "furniture".to_owned(),
        _ => passage.lang.to_string(),
    };
    format!("[line {}{page}, {kind}]", passage.line)
}

/// Writes the text of a document, a passage a line, furniture left out.
///
/// # Errors
/// Those of the writer.
pub fn raw(out: &mut dyn Write, document: &Document) -> io::Result<()> {
    document.content().try_for_each(|passage| writeln!(out, "{}", display(&passage.text)))
}
