//! The year in a date column or a value of front matter. Stricter than the
//! reading of running text: what is no date gives nothing, never a part of
//! it, so `2024-02-30` is not the year 2024.

use std::fmt;

use super::{
    date::{self, Date},
    token::{Kind, Line},
};
use crate::year::Year;

/// A date as far as it is stated. Prints as `2021`, `2021-03` or
/// `2021-03-18`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The year.
    pub year: Year,
    /// The month, 1 to 12.
    pub month: Option<u8>,
    /// The day of the month, 1 to 31; none without a month.
    pub day: Option<u8>,
}

impl fmt::Display for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.year)?;
        let parts = [self.month, self.day].into_iter().map_while(|part| part);
        parts.into_iter().try_for_each(|part| write!(f, "-{part:02}"))
    }
}

/// Reads a date of metadata as far as it is stated. Of `3/12/2018`, which is
/// a day in March or in December, only the year is taken. None for a date
/// after `today`, and for what is no date.
#[must_use]
pub fn stated(value: &str, today: Date) -> Option<Stated> {
    let found = year(value.trim(), today)?;
    if found > (today.year, today.month, today.day) {
        return None;
    }
    let (year, month, day) = (Year::new(found.0)?, found.1, found.2);
    let month = (month > 0 && !is_ambiguous(value)).then_some(month);
    Some(Stated { year, month, day: month.and((day > 0).then_some(day)) })
}

/// Whether a value is of two numbers that may both be a month, divided by a
/// mark that does not tell which is, and a year.
fn is_ambiguous(value: &str) -> bool {
    let line = Line::new(value.trim());
    let month = |at| line.short(at).filter(|number| (1..=12).contains(number));
    let divided = line.is_mark(1, &['/', '-']) && line.is_mark(3, &['/', '-']);
    match (month(0), month(2)) {
        (Some(first), Some(second)) => divided && first != second,
        _ => false,
    }
}

/// The year of a value, or why it has none, as a note for the user. An empty
/// value gives neither.
pub(super) fn read(value: &str, today: Date) -> Option<Result<i32, String>> {
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    let shown: String = value.chars().take(40).collect();
    Some(match year(value, today) {
        None => Err(format!("date '{shown}' is not a date: ignored")),
        Some(order) if order > (today.year, today.month, today.day) => {
            Err(format!("date '{shown}' is in the future: ignored"))
        }
        Some((year, _, _)) => Ok(year),
    })
}

/// Year, month and day of a value, 0 for what it does not say.
pub(super) fn year(value: &str, today: Date) -> Option<(i32, u8, u8)> {
    // A date is short; of a long value only the start could be one.
    let end = value.char_indices().nth(120).map_or(value.len(), |(end, _)| end);
    let line = Line::new(value.get(..end)?);
    let stamp = (0..line.len())
        .filter_map(|at| date::read(&line, at))
        .max_by_key(|stamp| (stamp.year, stamp.month, stamp.day));
    let short = || (0..line.len()).find_map(|at| date::read_short(&line, at, today));
    stamp
        .or_else(|| short().filter(|stamp| stamp.from == 0 && stamp.to + 1 == line.len()))
        .map(|stamp| (stamp.year, stamp.month, stamp.day.unwrap_or(0)))
        .or_else(|| packed(value))
        .or_else(|| partial(&line))
}

/// `20180312`, `20180312T101500Z`, `D:20180312101500+02'00'` (a PDF's)
fn packed(value: &str) -> Option<(i32, u8, u8)> {
    let value = value.strip_prefix("D:").unwrap_or(value);
    let digits = value.split(|letter: char| !letter.is_ascii_digit()).next()?;
    let (year, month, day) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?);
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let fits = matches!(digits.len(), 8 | 12 | 14) && (1500..=2100).contains(&year);
    (fits && date::exists(year, month, day)).then_some((year, month, day))
}

/// `2018`, `c. 2018`, `[2018]`, `Spring 2018`, `2018-03`, `03/2018`,
/// `2018-2019`, `2018/19`
fn partial(line: &Line<'_>) -> Option<(i32, u8, u8)> {
    let numbers: Vec<usize> =
        (0..line.len()).filter(|at| matches!(line.kind(*at), Some(Kind::Number(..)))).collect();
    let words = (0..line.len()).filter(|at| line.word(*at).is_some()).count();
    let signed = line.is_mark(0, &['-', '−', '+']);
    if words > 4 || signed {
        return None;
    }
    match *numbers.as_slice() {
        [at] => line.year(at).map(|year| (year, 0, 0)),
        [first, last] if last == first + 2 && words == 0 => pair(line, first, last),
        _ => None,
    }
}

/// Two numbers with a mark between them.
fn pair(line: &Line<'_>, first: usize, last: usize) -> Option<(i32, u8, u8)> {
    line.mark(first + 1).filter(|mark| "-/.–—".contains(*mark))?;
    match (line.year(first), line.year(last)) {
        (Some(start), Some(end)) => (start <= end).then_some((end, 0, 0)),
        (Some(year), None) => match line.short(last)? {
            month @ 1..=12 => Some((year, month, 0)),
            end if i32::from(end) == (year + 1).rem_euclid(100) => Some((year + 1, 0, 0)),
            _ => None,
        },
        (None, Some(year)) => {
            line.short(first).filter(|month| (1..=12).contains(month)).map(|month| (year, month, 0))
        }
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, read, stated};

    fn case(value: &str, expected: i32) {
        let today = Date { year: 2026, month: 11, day: 22 };
        let found = read(value, today).and_then(Result::ok).unwrap_or_default();
        assert_eq!(found, expected, "{value}");
    }

    #[test]
    fn dates_in_every_form() {
        case("2018", 2018);
        case("2018-03-12", 2018);
        case("2018-03-12T23:59:59+02:00", 2018);
        case("2018-03", 2018);
        case("12.3.2018", 2018);
        case("3/12/2018", 2018);
        case("20180312", 2018);
        case("Mon, 12 Mar 2018 10:00:00 GMT", 2018);
        case("March 12, 2018", 2018);
        case("12 mars 2018", 2018);
        case("maaliskuu 2018", 2018);
        case("Spring 2018", 2018);
        case("c. 1998", 1998);
        case("[2005]", 2005);
        case("2018-2019", 2019);
        case("2018/19", 2019);
        case("2018年3月", 2018);
        case("٢٠١٨", 2018);
        case("1864-07-13", 1864);
    }

    #[test]
    fn what_is_no_date_gives_a_note() {
        let today = Date { year: 2026, month: 11, day: 22 };
        for value in [
            "0000",
            "9999",
            "-5",
            "-2018",
            "2024-02-30",
            "19999",
            "n.d.",
            "2018-13",
            "2027",
            "13/13/2018",
            "1546300800",
        ] {
            let note = read(value, today).unwrap().unwrap_err();
            assert!(note.contains(value) && note.ends_with("ignored"), "{value}: {note}");
        }
        assert_eq!(read("  ", today), None);
    }

    #[test]
    fn dates_are_read_as_far_as_they_are_stated() {
        let today = Date { year: 2026, month: 11, day: 22 };
        let case = |value, expected: &str| {
            let found = stated(value, today).map(|date| date.to_string());
            assert_eq!(found.unwrap_or_default(), expected, "{value}");
        };
        case("2018", "2018");
        case("2018-03", "2018-03");
        case(" 2018-03-12T23:59:59+02:00", "2018-03-12");
        case("12.3.2018", "2018-03-12");
        case("20180312", "2018-03-12");
        case("12 mars 2018", "2018-03-12");
        case("Spring 2018", "2018");
        case("2018-2019", "2019");
        case("3/12/2018", "2018");
        case("3/12/18", "2018");
        case("13/12/2018", "2018-12-13");
        case("3/3/2018", "2018-03-03");
        case("2027-01-01", "");
        case("2024-02-30", "");
        case("", "");
    }
}
