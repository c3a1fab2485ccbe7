//! One document for people: its metadata with where each value came from,
//! and its passages with their languages; or its text alone.
//! Furniture is shown apart and left out of the bare text.

use std::io::{self, Write};

use serde_json::Value;

use super::text::{Colours, display};
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
    line("title", &format!("{} ({})", document.title, document.title_source.name()))?;
    line("path", &format!("{}{}", document.path, document.part))?;
    if let Some(url) = &document.url {
        line("url", url)?;
    }
    match &document.year {
        Some(year) => line(
            "year",
            &format!(
                "{} ({}, confidence {:.1}: \"{}\")",
                year.value,
                year.source.name(),
                year.confidence,
                year.evidence
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
        line(key, &text(value))?;
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

/// A value of the metadata as people write it; several texts on one line.
fn text(value: &Value) -> String {
    let texts = value.as_array().map(|all| all.iter().map(Value::as_str).collect::<Vec<_>>());
    match texts.and_then(|texts| texts.into_iter().collect::<Option<Vec<&str>>>()) {
        Some(texts) => texts.join("; "),
        None => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
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
