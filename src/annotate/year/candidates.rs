//! Every year that a document could have, the first that counts in front:
//! the order of DESIGN.md, section 1, is the order of [`candidates`] and of
//! nothing else. Hides that some sources give several. Never decides whether
//! a number in running text is a year.

use super::{
    Read, YearClues,
    date::Date,
    imprint::{self, Clue},
    infer,
    number::{self, Numbered},
    place, stated,
    token::Line,
    words::Class,
};
use crate::document::{DateKind, Provenance};

/// The years that a document could have, the best first, but for the date of
/// a record, which goes before all.
pub(super) fn candidates(clues: &YearClues<'_>, lines: &[Read<'_>], today: Date) -> Vec<Clue> {
    // What an archive took on a day was published by then.
    let capture = addresses(clues).find_map(place::capture);
    let today = capture.map_or(today, |capture| capture.min(today));
    let stated = |kinds: &[DateKind]| stated::clues(clues.dates, kinds, today);
    let path = place::from_path(clues.path, today);
    let urls = addresses(clues).filter_map(|address| place::from_url(address, today));
    let (strong, weak): (Vec<_>, Vec<_>) =
        path.into_iter().chain(urls).partition(|place| place.strong);
    let title = clues.title.map(|title| title.lines().next().unwrap_or_default()).map(Line::new);

    let mut found = stated(&[DateKind::Published]);
    found.extend(strong.into_iter().map(|place| place.clue));
    found.extend(stated(&[DateKind::Shown, DateKind::Near]));
    found.extend(issued(lines, title.as_ref(), today));
    found.extend(stated(&[DateKind::Embedded]));
    found.extend(copyright(lines, today));
    // Programs date a file when they write it, from a template or anew: what
    // its own text says of its issue is better.
    found.extend(stated(&[DateKind::Created]));
    found.extend(weak.into_iter().map(|place| place.clue));
    found.extend(title.and_then(|title| infer::from_title(&title, today)));
    found.extend(stated(&[DateKind::Beside, DateKind::Modified, DateKind::Copyright]));
    let texts = lines.iter().map(|read| (&read.line, read.mentions.as_slice()));
    found.extend(infer::from_text(texts, today));
    found.extend(capture.map(place::captured));
    found
}

/// The web addresses of a document: its own, then those that it states.
fn addresses<'a>(clues: &YearClues<'a>) -> impl Iterator<Item = &'a str> {
    let stated = clues.dates.iter().filter(|date| date.kind == DateKind::Address);
    clues.url.into_iter().chain(stated.map(|date| date.text.as_str()))
}

/// The date in the name of a law, then the datelines and imprints, the latest
/// first: those of a law also tell of later versions.
fn issued(lines: &[Read<'_>], title: Option<&Line<'_>>, today: Date) -> Vec<Clue> {
    let first = lines.iter().take(2).map(|read| &read.line);
    let mut headers = title.into_iter().chain(first);
    let header = headers.find_map(|line| imprint::header(line, today));
    let waits = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| lines.get(before));
        before.is_some_and(|read| imprint::is_label(&read.line))
    };
    let figure = |at: Option<usize>| {
        at.and_then(|at| lines.get(at)).is_some_and(|read| imprint::is_figure(&read.line))
    };
    // A year between other figures is the head of a column.
    let cell = |at: usize| {
        figure(Some(at)) && !waits(at) && (figure(at.checked_sub(1)) || figure(Some(at + 1)))
    };
    let imprints = lines.iter().enumerate().filter(|(at, _)| !cell(*at) && !goes_on(lines, *at));
    let mut imprints: Vec<Clue> = imprints
        .filter_map(|(at, read)| imprint::read(&read.line, read.zone, waits(at), today))
        .collect();
    // Of equals the last in the text comes first.
    imprints.reverse();
    imprints.sort_by_key(|clue| std::cmp::Reverse(clue.order));
    let mut numbers = numbers(lines, today);
    let act = numbers.iter().position(|number| number.is_act).map(|at| numbers.remove(at));
    let act = act.map(|number| of_number(number, 0.8));
    let others = numbers.into_iter().map(|number| of_number(number, 0.7));
    header.into_iter().chain(act).chain(imprints).chain(others).collect()
}

/// Whether the line before breaks off in a date: `el 15 de octubre de`.
fn goes_on(lines: &[Read<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| lines.get(before)).map(|read| &read.line);
    before.is_some_and(|line| {
        let last = line.len().saturating_sub(1);
        let meaning = line.meaning(last);
        let open = meaning.is(Class::Joint) || meaning.month.is_some();
        open && line.len() > 6 && !line.capital(last)
    })
}

/// How many lines at the start of a text can be the number of the document.
const OPENING: usize = 12;

/// The numbers of documents that stand on lines of their own at the start.
pub(super) fn numbers(lines: &[Read<'_>], today: Date) -> Vec<Numbered> {
    lines.iter().take(OPENING).filter_map(|read| number::of_line(&read.line, today)).collect()
}

/// The clue that the number of a document is.
fn of_number(number: Numbered, confidence: f64) -> Clue {
    let Numbered { year, evidence, .. } = number;
    Clue { year, order: (year, 0, 0), source: Provenance::Imprint, evidence, confidence }
}

/// The copyright lines, the latest first.
fn copyright(lines: &[Read<'_>], today: Date) -> Vec<Clue> {
    let clues = lines.iter().filter_map(|read| imprint::copyright(&read.line, today));
    let mut clues: Vec<Clue> = clues.collect();
    clues.reverse();
    clues.sort_by_key(|clue| std::cmp::Reverse(clue.year));
    clues
}
