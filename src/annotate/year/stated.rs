//! Dates that a file states of itself: metadata of a page or a PDF, what is
//! shown where dates are shown. Reads each as its kind allows, strictly what
//! metadata says and leniently a byline. Never looks at the text itself.

use crate::document::{DateKind, Provenance, StatedDate};

use super::{
    date::{self, Date, Stamp},
    imprint::{self, Clue, Zone},
    metadata,
    token::Line,
    words::Class,
};

/// The earliest year of a date that is shown on a page.
const EARLIEST: i32 = 1900;

/// The clues that the dates of these kinds give, kind after kind.
pub(super) fn clues(dates: &[StatedDate], kinds: &[DateKind], today: Date) -> Vec<Clue> {
    let of = |kind: &DateKind| {
        let kind = *kind;
        dates.iter().filter_map(move |date| read(date, kind, today))
    };
    kinds.iter().flat_map(of).collect()
}

/// The clue of a date, if it counts as one of this kind: what is shown and
/// says that it is of a change counts as that.
fn read(date: &StatedDate, kind: DateKind, today: Date) -> Option<Clue> {
    let shown = matches!(date.kind, DateKind::Shown | DateKind::Near);
    let line = Line::new(&date.text);
    let actual = if shown && tells_of_change(&line) { DateKind::Modified } else { date.kind };
    if actual != kind {
        return None;
    }
    let clue = match kind {
        DateKind::Near => imprint::read(&line, Zone::Head, false, today)?,
        DateKind::Copyright => imprint::copyright(&line, today).or_else(|| strict(date, today))?,
        DateKind::Published | DateKind::Created | DateKind::Embedded => strict(date, today)?,
        DateKind::Shown | DateKind::Beside | DateKind::Modified => {
            lenient(date, &line, today).or_else(|| strict(date, today))?
        }
        DateKind::Address => return None,
    };
    let (source, confidence) = standing(kind, &clue);
    let known = clue.order <= (today.year, today.month, today.day);
    // What is shown may hold another number that reads as a year.
    let modern = clue.year >= EARLIEST || matches!(kind, DateKind::Published | DateKind::Created);
    // Systems write the first second of Unix time for "not known".
    (known && modern && clue.order != (1970, 1, 1)).then_some(Clue { source, confidence, ..clue })
}

/// Where a date of a kind comes from, and how sure it is.
fn standing(kind: DateKind, clue: &Clue) -> (Provenance, f64) {
    match kind {
        DateKind::Published => (Provenance::Metadata, 0.95),
        DateKind::Created => (Provenance::Metadata, 0.85),
        DateKind::Address => (Provenance::Url, 0.85),
        DateKind::Shown => (Provenance::Dateline, 0.85),
        DateKind::Near => (clue.source, clue.confidence),
        DateKind::Embedded => (Provenance::Metadata, 0.7),
        DateKind::Beside => (Provenance::Dateline, 0.4),
        DateKind::Modified => (Provenance::Metadata, 0.5),
        DateKind::Copyright => (Provenance::Copyright, 0.35),
    }
}

/// `Updated 3 May 2018`, `Last modified: 3.5.2018`, with nothing before it
/// that says otherwise.
fn tells_of_change(line: &Line<'_>) -> bool {
    let first = (0..line.len()).find(|at| {
        let meaning = line.meaning(*at);
        meaning.is(Class::Label) || meaning.is(Class::Change) || line.number(*at).is_some()
    });
    first.is_some_and(|at| line.meaning(at).is(Class::Change))
}

/// A value that is a date and nothing else.
fn strict(date: &StatedDate, today: Date) -> Option<Clue> {
    let order = metadata::year(&date.text, today).or_else(|| {
        let day = seconds(&date.text)?;
        Some((day.year, day.month, day.day))
    })?;
    Some(clue(date, order))
}

/// The first date of a text, a whole one before one without a day.
fn lenient(date: &StatedDate, line: &Line<'_>, today: Date) -> Option<Clue> {
    let stamps = || (0..line.len()).filter_map(|at| date::read(line, at));
    let short = || (0..line.len()).find_map(|at| date::read_short(line, at, today));
    let stamp: Stamp =
        stamps().find(|stamp| stamp.day.is_some()).or_else(short).or_else(|| stamps().next())?;
    Some(clue(date, (stamp.year, stamp.month, stamp.day.unwrap_or(0))))
}

/// Seconds or milliseconds of Unix time, from 1989 on.
fn seconds(text: &str) -> Option<Date> {
    let value: i64 = text.trim().parse().ok()?;
    let value = if value >= 100_000_000_000 { value / 1000 } else { value };
    (600_000_000..10_000_000_000).contains(&value).then(|| Date::from_unix(value))
}

/// A clue whose evidence is the words of the date.
fn clue(date: &StatedDate, order: (i32, u8, u8)) -> Clue {
    Clue {
        year: order.0,
        order,
        source: Provenance::Metadata,
        evidence: date.text.chars().take(80).collect(),
        confidence: 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, DateKind, StatedDate, clues};

    const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

    fn case(kind: DateKind, text: &str, expected: i32) {
        let date = StatedDate { kind, name: String::new(), text: text.to_owned() };
        let found = clues(&[date], &[kind], TODAY);
        assert_eq!(found.first().map_or(0, |clue| clue.year), expected, "{kind:?} {text}");
    }

    #[test]
    fn metadata_is_read_strictly() {
        case(DateKind::Published, "2018-03-12T10:00:00+02:00", 2018);
        case(DateKind::Published, "1520812800", 2018);
        case(DateKind::Published, "1520812800000", 2018);
        case(DateKind::Published, "D:20180312101500+02'00'", 2018);
        case(DateKind::Published, "201803121015", 2018);
        case(DateKind::Published, "1970-01-01T00:00:00Z", 0);
        case(DateKind::Published, "2031-01-01", 0);
        case(DateKind::Published, "2018-02-30", 0);
        case(DateKind::Published, "MIT Press", 0);
    }

    #[test]
    fn what_is_shown_is_read_leniently() {
        case(DateKind::Shown, "By A. Virta | 12 March 2018, 10:15", 2018);
        case(DateKind::Shown, "10:15 12.03.18", 2018);
        case(DateKind::Shown, "12 March", 0);
        case(DateKind::Shown, "Updated: 12 March 2018", 0);
        case(DateKind::Modified, "Päivitetty 12.3.2018", 2018);
        case(DateKind::Near, "Julkaistu 12.3.2018", 2018);
        case(DateKind::Near, "in March 2018 the office was opened by two", 0);
        case(DateKind::Copyright, "© 2011-2019 Office", 2019);
    }

    #[test]
    fn a_shown_date_of_a_change_counts_as_that() {
        let date = StatedDate {
            kind: DateKind::Shown,
            name: "time".to_owned(),
            text: "Last updated 3 May 2018".to_owned(),
        };
        let found = clues(&[date], &[DateKind::Modified], TODAY);
        assert_eq!(found[0].year, 2018);
    }
}
