//! The page of one concept: what it covers, the documents on it, the
//! concepts around it, the same concept in other vocabularies, and its names
//! in every language. Wrapped to the width of the page; links stay whole.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use super::{
    layout::{Page, left, width, wrapped},
    text::{display, documents},
    topics::Usage,
};
use crate::{
    language::Language,
    stats::Count,
    topic::{Concept, LabelKind, Vocabulary},
};

/// The vocabularies that concepts are mapped to, by the start of their
/// addresses, as each of them publishes it.
const VOCABULARIES: &[(&str, &str)] = &[
    ("eurovoc.europa.eu/", "EuroVoc"),
    ("www.yso.fi/onto/yso/", "YSO"),
    ("metadata.un.org/thesaurus/", "UNBIS"),
    ("metadata.un.org/sdg/", "SDG"),
    ("www.wikidata.org/entity/", "Wikidata"),
    ("id.loc.gov/authorities/subjects/", "LCSH"),
    ("aims.fao.org/aos/agrovoc/", "AGROVOC"),
    ("www.eionet.europa.eu/gemet/", "GEMET"),
];

/// The narrowest column of names, in columns of the page.
const NARROWEST: usize = 10;

/// Writes the page of a concept; without an index its documents are not
/// known.
///
/// # Errors
/// Those of the writer.
pub fn write(
    out: &mut dyn Write,
    vocabulary: &Vocabulary,
    concept: &Concept,
    usage: Option<&Usage>,
    page: Page,
) -> io::Result<()> {
    let id = format!("[{}]", display(&concept.id));
    for line in wrapped(&format!("{} {id}", display(concept.label())), page.width) {
        let (label, id) = line.strip_suffix(&id).map_or((&*line, ""), |label| (label, &id));
        writeln!(out, "{}{}", page.colours.title(label), page.colours.aside(id))?;
    }
    for line in wrapped(&display(&concept.note), page.width) {
        writeln!(out, "{line}")?;
    }
    let labels = labels(concept);
    let names = labels.iter().map(|labels| width(&labels.language));
    let list = List { names: names.max().unwrap_or_default().max(NARROWEST) + 1, page };
    if let Some(usage) = usage {
        writeln!(out, "\n{}", documents(usage.documents))?;
        list.entry(out, "years", &counts(&usage.years))?;
        list.entry(out, "languages", &counts(&usage.languages))?;
        list.entry(out, "search", &usage.command)?;
    }
    writeln!(out)?;
    let narrower: Vec<String> =
        vocabulary.narrower(&concept.id).map(|one| one.id.clone()).collect();
    list.entry(out, "broader", &named(vocabulary, &concept.broader))?;
    list.entry(out, "narrower", &named(vocabulary, &narrower))?;
    list.entry(out, "related", &named(vocabulary, &concept.related))?;
    list.entry(out, "codes", &concept.notations.join(", "))?;
    for (name, links) in links(concept) {
        list.lines(out, &display(&name), links.into_iter().map(display))?;
    }
    writeln!(out)?;
    labels.iter().try_for_each(|labels| list.labels(out, labels))
}

/// Counts in one line, none of them apart from what it counts.
fn counts(counts: &[Count]) -> String {
    let one = |one: &Count| format!("{}:\u{a0}{}", one.label, one.count);
    counts.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Concepts with their ids.
fn named(vocabulary: &Vocabulary, ids: &[String]) -> String {
    let one = |id: &String| {
        let label = vocabulary.concept(id).map_or(id.as_str(), Concept::label);
        format!("{label} [{id}]")
    };
    ids.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The addresses of the concept in other vocabularies, by the names of
/// these; the host where the vocabulary is not known.
fn links(concept: &Concept) -> BTreeMap<String, Vec<&str>> {
    let mut links: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for link in &concept.matches {
        let after = link.split_once("://").map_or(link.as_str(), |(_, after)| after);
        let known = VOCABULARIES.iter().find(|(start, _)| after.starts_with(start));
        let host = || after.split(['/', ':']).next().unwrap_or(after);
        links.entry(known.map_or_else(host, |known| known.1).to_owned()).or_default().push(link);
    }
    links
}

/// The labels of one language.
struct Labels {
    language: String,
    preferred: Option<String>,
    others: Vec<String>,
}

/// The labels that people may see, by the names of their languages.
fn labels(concept: &Concept) -> Vec<Labels> {
    let mut tags: Vec<&str> = concept.labels.iter().map(|label| label.lang.as_str()).collect();
    tags.sort_unstable();
    tags.dedup();
    let mut all: Vec<Labels> = Vec::new();
    for tag in tags {
        let of = |kind: LabelKind| {
            let labels = concept.labels.iter();
            let labels = labels.filter(move |label| label.lang == tag && label.kind == kind);
            labels.map(|label| display(&label.text))
        };
        let preferred = of(LabelKind::Preferred).next();
        let others = of(LabelKind::Preferred).skip(1);
        let others = others.chain(of(LabelKind::Alternative)).chain(of(LabelKind::Guarded));
        let others: Vec<String> = others.collect();
        if preferred.is_some() || !others.is_empty() {
            all.push(Labels { language: language(tag), preferred, others });
        }
    }
    all.sort_by(|a, b| a.language.cmp(&b.language));
    all
}

/// The English name of a language tag, with the tag where that says more.
fn language(tag: &str) -> String {
    match tag.parse::<Language>() {
        _ if tag.is_empty() => "any".to_owned(),
        Ok(language) if language.code() == tag => language.name().to_owned(),
        Ok(language) => format!("{} ({})", language.name(), display(tag)),
        Err(_) => display(tag),
    }
}

/// A list of names with what they name, which is indented.
struct List {
    names: usize,
    page: Page,
}

impl List {
    /// Writes a name and a text; nothing where the text is empty.
    fn entry(&self, out: &mut dyn Write, name: &str, text: &str) -> io::Result<()> {
        self.lines(out, name, wrapped(&display(text), self.room()).into_iter())
    }

    /// Writes the labels of a language, the preferred one styled.
    fn labels(&self, out: &mut dyn Write, labels: &Labels) -> io::Result<()> {
        let preferred = labels.preferred.as_deref().unwrap_or_default();
        let all = labels.preferred.iter().chain(&labels.others).map(String::as_str);
        let text = all.collect::<Vec<_>>().join("; ");
        let mut rest = preferred.to_owned();
        let lines = wrapped(&text, self.room()).into_iter().map(|line| {
            if let Some(after) = line.strip_prefix(&rest) {
                let styled = self.page.colours.title(&std::mem::take(&mut rest));
                return format!("{styled}{after}");
            }
            // The label goes on in the next line.
            rest = rest.strip_prefix(&line).unwrap_or_default().trim_start().to_owned();
            self.page.colours.title(&line)
        });
        self.lines(out, &labels.language, lines)
    }

    /// Writes a name and lines beside it.
    fn lines(
        &self,
        out: &mut dyn Write,
        name: &str,
        lines: impl Iterator<Item = String>,
    ) -> io::Result<()> {
        let names = [name].into_iter().chain(std::iter::repeat(""));
        for (line, name) in lines.zip(names) {
            writeln!(out, "{}{line}", self.page.colours.aside(&left(name, self.names)))?;
        }
        Ok(())
    }

    /// The columns beside the names.
    fn room(&self) -> usize {
        self.page.width.saturating_sub(self.names)
    }
}
