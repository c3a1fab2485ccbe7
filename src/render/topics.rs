//! The vocabulary for people: a tree with counts, or one concept with its
//! names in every language; and the same as JSON.
//! Follows a loop in a vocabulary only so far.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use serde_json::{Value, json};

use super::{
    json,
    layout::{Page, width, wrapped},
    text::display,
};
use crate::{
    stats::Count,
    topic::{Concept, Vocabulary},
};

/// Documents by topic.
pub type Counts = HashMap<String, u64>;

/// The documents of one concept.
pub struct Usage {
    /// How many there are.
    pub documents: u64,
    /// Documents by year, in order.
    pub years: Vec<Count>,
    /// Documents by language, the most frequent first.
    pub languages: Vec<Count>,
    /// The command that finds them.
    pub command: String,
}

/// How deep the tree is followed: a vocabulary may hold a loop.
const DEEPEST: usize = 12;

/// Writes the concepts that are shown as a tree, by name under those above;
/// of the countries that are not, only how many there are.
///
/// # Errors
/// Those of the writer.
pub fn tree(
    out: &mut dyn Write,
    vocabulary: &Vocabulary,
    shown: &dyn Fn(&&Concept) -> bool,
    counts: &Counts,
    page: Page,
) -> io::Result<()> {
    let mut below: HashMap<&str, Vec<&Concept>> = HashMap::new();
    for concept in vocabulary.concepts() {
        for above in &concept.broader {
            below.entry(above).or_default().push(concept);
        }
    }
    let mut schemes: Vec<&str> = Vec::new();
    for concept in vocabulary.tops().filter(shown) {
        if !schemes.contains(&concept.scheme.as_str()) {
            schemes.push(&concept.scheme);
        }
    }
    for scheme in schemes {
        if !scheme.is_empty() {
            writeln!(out, "{}", page.colours.title(&display(scheme)))?;
        }
        for top in vocabulary.tops().filter(|top| top.scheme == scheme) {
            branch(out, top, &below, counts, page, 1)?;
        }
    }
    let hidden = vocabulary.countries().filter(|one| !shown(one)).count();
    if hidden > 0 {
        writeln!(out, "{}", page.colours.title("countries"))?;
        let hint = format!("{hidden} states, territories and regions: iomkb topics countries");
        for line in wrapped(&hint, page.width.saturating_sub(2)) {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}

/// Writes one concept and those below it.
fn branch(
    out: &mut dyn Write,
    concept: &Concept,
    below: &HashMap<&str, Vec<&Concept>>,
    counts: &Counts,
    page: Page,
    depth: usize,
) -> io::Result<()> {
    let count = counts.get(&concept.id).copied().unwrap_or_default();
    let count = if count == 0 { String::new() } else { format!("  {count}") };
    let id = format!("[{}]", display(&concept.id));
    // Lines after the first stand two columns further in.
    let room = page.width.saturating_sub(depth * 2 + 2 + width(&count));
    let lines = wrapped(&format!("{} {id}", display(concept.label())), room);
    for (place, line) in lines.iter().enumerate() {
        let is_last = place + 1 == lines.len();
        let indent = depth * 2 + if place == 0 { 0 } else { 2 };
        let line = line.replace(&id, &page.colours.aside(&id));
        writeln!(out, "{:indent$}{line}{}", "", if is_last { &count } else { "" })?;
    }
    if depth < DEEPEST {
        for concept in below.get(concept.id.as_str()).into_iter().flatten() {
            branch(out, concept, below, counts, page, depth + 1)?;
        }
    }
    Ok(())
}

/// Writes concepts as JSON lines, each with its count.
///
/// # Errors
/// Those of the writer.
pub fn lines<'a>(
    out: &mut dyn Write,
    concepts: impl IntoIterator<Item = &'a Concept>,
    counts: &Counts,
) -> io::Result<()> {
    for concept in concepts {
        let count = counts.get(&concept.id).copied().unwrap_or_default();
        json::object(out, &value(concept, count))?;
    }
    Ok(())
}

/// Writes one concept as a JSON line, with the years and languages of its
/// documents.
///
/// # Errors
/// Those of the writer.
pub fn line(out: &mut dyn Write, concept: &Concept, usage: Option<&Usage>) -> io::Result<()> {
    let counts = |counts: &[Count]| -> Value {
        let one = |one: &Count| {
            let id = one.id.as_ref().unwrap_or(&one.label);
            json!({ "id": id, "label": one.label, "count": one.count })
        };
        counts.iter().map(one).collect()
    };
    let mut value = value(concept, usage.map_or(0, |usage| usage.documents));
    if let Some(usage) = usage {
        value["years"] = counts(&usage.years);
        value["languages"] = counts(&usage.languages);
    }
    json::object(out, &value)
}

/// A concept as a value.
fn value(concept: &Concept, count: u64) -> Value {
    let mut value: Value = json!(concept);
    value["label"] = json!(concept.label());
    value["count"] = json!(count);
    value
}
