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
    text::{Colours, display, documents},
};
use crate::topic::{Concept, LabelKind, Vocabulary};

/// Documents by topic.
pub type Counts = HashMap<String, u64>;

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
    colours: Colours,
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
            writeln!(out, "{}", colours.title(&display(scheme)))?;
        }
        for top in vocabulary.tops().filter(|top| top.scheme == scheme) {
            branch(out, top, &below, counts, colours, 1)?;
        }
    }
    let hidden = vocabulary.countries().filter(|one| !shown(one)).count();
    if hidden > 0 {
        let hint = format!("{hidden} states, territories and regions: iomkb topics countries");
        writeln!(out, "{}\n  {hint}", colours.title("countries"))?;
    }
    Ok(())
}

/// Writes one concept and those below it.
fn branch(
    out: &mut dyn Write,
    concept: &Concept,
    below: &HashMap<&str, Vec<&Concept>>,
    counts: &Counts,
    colours: Colours,
    depth: usize,
) -> io::Result<()> {
    let count = counts.get(&concept.id).copied().unwrap_or_default();
    let count = if count == 0 { String::new() } else { format!("  {count}") };
    let id = colours.aside(&format!("[{}]", display(&concept.id)));
    writeln!(out, "{:indent$}{} {id}{count}", "", display(concept.label()), indent = depth * 2)?;
    if depth < DEEPEST {
        for concept in below.get(concept.id.as_str()).into_iter().flatten() {
            branch(out, concept, below, counts, colours, depth + 1)?;
        }
    }
    Ok(())
}

/// Writes one concept with its names in every language.
///
/// # Errors
/// Those of the writer.
pub fn concept(
    out: &mut dyn Write,
    vocabulary: &Vocabulary,
    concept: &Concept,
    count: u64,
    colours: Colours,
) -> io::Result<()> {
    let title = colours.title(&display(concept.label()));
    writeln!(out, "{title} {}", colours.aside(&format!("[{}]", display(&concept.id))))?;
    if !concept.note.is_empty() {
        writeln!(out, "{}", display(&concept.note))?;
    }
    writeln!(out, "\n{}", documents(count))?;
    let named = |ids: &[String]| -> String {
        let names = ids.iter().map(|id| vocabulary.concept(id).map_or(id.as_str(), Concept::label));
        names.collect::<Vec<_>>().join("; ")
    };
    let narrower: Vec<String> =
        vocabulary.narrower(&concept.id).map(|one| one.id.clone()).collect();
    for (name, value) in [
        ("broader", named(&concept.broader)),
        ("narrower", named(&narrower)),
        ("related", named(&concept.related)),
        ("codes", concept.notations.join(", ")),
        ("matches", concept.matches.join(" ")),
    ] {
        if !value.is_empty() {
            writeln!(out, "{} {}", colours.aside(&format!("{name:<9}")), display(&value))?;
        }
    }
    writeln!(out)?;
    let mut languages: Vec<&str> = concept.labels.iter().map(|label| label.lang.as_str()).collect();
    languages.sort_unstable();
    languages.dedup();
    for language in languages {
        let of = |kind: LabelKind| {
            let labels = concept.labels.iter();
            labels.filter(move |label| label.lang == language && label.kind == kind)
        };
        let preferred = of(LabelKind::Preferred).map(|label| colours.title(&display(&label.text)));
        let others = of(LabelKind::Alternative).chain(of(LabelKind::Guarded));
        let names: Vec<String> =
            preferred.chain(others.map(|label| display(&label.text))).collect();
        if !names.is_empty() {
            writeln!(out, "{} {}", colours.aside(&format!("{language:<4}")), names.join("; "))?;
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
        let mut value: Value = json!(concept);
        value["label"] = json!(concept.label());
        value["count"] = json!(counts.get(&concept.id).copied().unwrap_or_default());
        json::object(out, &value)?;
    }
    Ok(())
}
