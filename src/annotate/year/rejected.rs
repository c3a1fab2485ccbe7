//! Why a document does not have the years that it could have had: a weaker
//! source, a name, a law, a founding, a mention. For people who ask why.
//! Never changes which year is taken.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    Read, context,
    date::Date,
    imprint::{Clue, excerpt},
    mention::{Form, Mention},
    token::Line,
};
use crate::{document::Provenance, year::Year};

/// A year that a document could have had, and why it does not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rejected {
    /// The year.
    pub value: Year,
    /// Where it stands; none for a year that the text only names.
    pub source: Option<Provenance>,
    /// The words that name it.
    pub evidence: String,
    /// The reason, in a few words, without a final stop.
    pub reason: String,
    /// How often it stands there for this reason.
    pub times: usize,
}

/// The years that are not taken: other sources in their order, then what the
/// text names, by year, one entry for each reason.
pub(super) fn rejected(found: &[Clue], lines: &[Read<'_>], today: Date) -> Vec<Rejected> {
    let chosen = found.first();
    let mut list: Vec<Rejected> = Vec::new();
    for clue in found.iter().skip(1).filter(|clue| chosen.is_some_and(|one| one.year != clue.year))
    {
        let Some(value) = Year::new(clue.year) else { continue };
        match list.iter_mut().find(|one| one.value == value) {
            Some(known) => known.times += usize::from(known.source == Some(clue.source)),
            None => list.push(Rejected {
                value,
                source: Some(clue.source),
                evidence: clue.evidence.clone(),
                reason: weaker(clue, chosen),
                times: 1,
            }),
        }
    }
    let taken: Vec<Year> = list
        .iter()
        .map(|one| one.value)
        .chain(chosen.and_then(|one| Year::new(one.year)))
        .collect();
    list.extend(named(lines, today).into_iter().filter(|one| !taken.contains(&one.value)));
    list
}

/// Why a clue does not count beside the one that does.
fn weaker(clue: &Clue, chosen: Option<&Clue>) -> String {
    let source = clue.source.name();
    match chosen {
        Some(chosen) if chosen.source != clue.source => format!("weaker source ({source})"),
        Some(chosen) if chosen.order > clue.order => format!("an earlier {source}"),
        _ => format!("another {source} goes before it"),
    }
}

/// The years that the text names, each with the reasons why it is none of a
/// document.
fn named(lines: &[Read<'_>], today: Date) -> Vec<Rejected> {
    let mut all: BTreeMap<(i32, &'static str), Rejected> = BTreeMap::new();
    let mentions = lines.iter().flat_map(|read| read.mentions.iter().map(|one| (&read.line, one)));
    for (line, mention) in mentions {
        let (reason, evidence) = reason(line, mention, today);
        let Some(value) = Year::new(mention.year) else { continue };
        let new = || {
            let quoted = format!("{reason} '{evidence}'");
            let reason = if QUOTED.contains(&reason) { quoted } else { reason.to_owned() };
            Rejected { value, source: None, evidence, reason, times: 0 }
        };
        all.entry((mention.year, reason)).or_insert_with(new).times += 1;
    }
    all.into_values().collect()
}

const NAME: &str = "part of a name";
const LAW: &str = "the number of a law";
const FOUNDING: &str = "when something began";
const RANGE: &str = "the end of a range";
const FUTURE: &str = "in the future";
const AHEAD: &str = "the text looks ahead to it";
const MENTION: &str = "mentioned only";

/// Reasons that quote the words they are about.
const QUOTED: [&str; 4] = [NAME, LAW, FOUNDING, RANGE];

/// Why a year in running text is none of the document, and the words.
fn reason(line: &Line<'_>, mention: &Mention, today: Date) -> (&'static str, String) {
    let (from, to) = (mention.from, mention.to);
    // A few words of the same sentence.
    let around = |before: usize, after: usize| {
        let start = context::back(line, from).take(before).last().unwrap_or(from);
        quoted(line, start, to + after)
    };
    match mention {
        _ if mention.form == Form::Law => (LAW, number(line, from)),
        Mention { named: true, .. } => (NAME, name(line, mention)),
        Mention { titled: true, .. } => (NAME, around(1, 1)),
        Mention { founding: true, .. } => (FOUNDING, around(3, 0)),
        _ if mention.year > today.year => (FUTURE, around(3, 0)),
        _ if mention.form == Form::End => (RANGE, around(2, 0)),
        Mention { ahead: true, .. } => (AHEAD, around(3, 0)),
        _ => (MENTION, around(4, 0)),
    }
}

/// The year with the noun that makes it part of a name; of a range both ends.
fn name(line: &Line<'_>, mention: &Mention) -> String {
    let (from, to) = (mention.from, mention.to);
    let noun = context::noun(line, from, to).unwrap_or(from);
    let range = if matches!(mention.form, Form::Start(_)) { 2 } else { 0 };
    quoted(line, noun.min(from), noun.max(to + range))
}

/// The whole number of which a year is a part: `2011/95/EU`.
fn number(line: &Line<'_>, at: usize) -> String {
    let glued = |place: &usize| line.glued(*place);
    let start = (1..=at).rev().take_while(glued).last().map_or(at, |place| place - 1);
    let end = (at + 1..line.len()).take_while(glued).last().unwrap_or(at);
    quoted(line, start, end)
}

/// The words between two places, without the marks around them.
fn quoted(line: &Line<'_>, from: usize, to: usize) -> String {
    let text = excerpt(line, from, to.min(line.len().saturating_sub(1)));
    text.trim_matches(|one: char| !one.is_alphanumeric()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{super::mention::mentions, *};
    use crate::annotate::year::imprint::Zone;

    const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

    fn case(text: &str, expected: &[&str]) {
        let line = Line::new(text);
        let mentions = mentions(&line);
        let lines = [Read { line, mentions, zone: Zone::Head }];
        let found: Vec<String> = named(&lines, TODAY)
            .iter()
            .map(|one| format!("{}: {}", one.value, one.reason))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn reasons() {
        case("the 2030 Agenda", &["2030: part of a name '2030 Agenda'"]);
        case("the Refugee Convention of 1951", &["1951: part of a name 'Convention of 1951'"]);
        case("In 2019 people came.", &["2019: mentioned only"]);
        case("at work since 1951 here", &["1951: when something began 'at work since 1951'"]);
        case("it will be 2041 then", &["2041: in the future"]);
        case(
            "from 2015 to 2018",
            &["2015: mentioned only", "2018: the end of a range '2015 to 2018'"],
        );
        case("(301/2004)", &["2004: the number of a law '301/2004'"]);
    }
}
