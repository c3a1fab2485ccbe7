//! `Year`, `YearRange` and `YearSet`: how a year and a choice of years are
//! written and read. Says nothing about which year a document has.
//! Round-trips: what is printed reads back.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// A year of the common era, [`Year::MIN`] to [`Year::MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct Year(i32);

impl Year {
    /// The first year that is taken for one: texts about migration that are
    /// older do not occur, numbers of three digits do.
    pub const MIN: Self = Self(1000);
    /// The last year that is taken for one: far enough for plans.
    pub const MAX: Self = Self(2199);

    /// Makes a year, or nothing when the number is out of bounds.
    #[must_use]
    pub fn new(number: i32) -> Option<Self> {
        (Self::MIN.0..=Self::MAX.0).contains(&number).then_some(Self(number))
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl From<Year> for i32 {
    fn from(year: Year) -> Self {
        year.0
    }
}

impl TryFrom<i32> for Year {
    type Error = Error;

    fn try_from(number: i32) -> Result<Self, Error> {
        Self::new(number).ok_or_else(|| wrong(&number.to_string()))
    }
}

impl FromStr for Year {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let four = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = four.then(|| text.parse().ok()).flatten();
        number.and_then(Self::new).ok_or_else(|| wrong(text))
    }
}

/// A run of years, both ends included; an open end is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearRange {
    /// The first year.
    pub from: Option<Year>,
    /// The last year.
    pub to: Option<Year>,
}

impl YearRange {
    /// Whether the year is in the range.
    #[must_use]
    pub fn contains(self, year: Year) -> bool {
        self.from.is_none_or(|from| from <= year) && self.to.is_none_or(|to| year <= to)
    }
}

impl fmt::Display for YearRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (Some(from), Some(to)) => write!(f, "{from}..{to}"),
            (Some(from), None) => write!(f, "{from}.."),
            (None, Some(to)) => write!(f, "..{to}"),
            (None, None) => write!(f, ".."),
        }
    }
}

/// Reads `2018`, `2018..2021`, `2018-2021`, `2018–2021`, `2018..`, `..2015`,
/// `>=2018`, `>2018`, `<=2018`, `<2018`.
///
/// # Errors
/// [`Error::Value`] when it is none of these or its end is before its start.
impl FromStr for YearRange {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let open = |part: &str| match part.trim() {
            "" => Ok(None),
            part => part.parse().map(Some),
        };
        let near = |part: &str, step: i32| Year::try_from(part.parse::<Year>()?.0 + step);
        let range = if let Some(part) = text.strip_prefix(">=") {
            Self { from: Some(near(part, 0)?), to: None }
        } else if let Some(part) = text.strip_prefix('>') {
            Self { from: Some(near(part, 1)?), to: None }
        } else if let Some(part) = text.strip_prefix("<=") {
            Self { from: None, to: Some(near(part, 0)?) }
        } else if let Some(part) = text.strip_prefix('<') {
            Self { from: None, to: Some(near(part, -1)?) }
        } else if let Some((from, to)) = text.split_once("..") {
            Self { from: open(from)?, to: open(to)? }
        } else if let Some((from, to)) = text.split_once(['-', '–', '—']) {
            Self { from: Some(from.parse()?), to: Some(to.parse()?) }
        } else {
            let year = text.parse()?;
            Self { from: Some(year), to: Some(year) }
        };
        let nothing = range.from.is_none() && range.to.is_none();
        let backwards = matches!((range.from, range.to), (Some(from), Some(to)) if to < from);
        if nothing || backwards { Err(wrong(text)) } else { Ok(range) }
    }
}

/// A choice of years: ranges, and perhaps the documents without a year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct YearSet {
    /// The ranges, in the order given.
    pub ranges: Vec<YearRange>,
    /// Whether documents without a year belong to it.
    pub unknown: bool,
}

impl fmt::Display for YearSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unknown = self.unknown.then(|| "unknown".to_owned());
        let parts: Vec<String> =
            self.ranges.iter().map(YearRange::to_string).chain(unknown).collect();
        f.write_str(&parts.join(","))
    }
}

/// Reads ranges divided by commas; `unknown` stands for no year.
///
/// # Errors
/// As [`YearRange`].
impl FromStr for YearSet {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut set = Self::default();
        for part in text.split(',').map(str::trim) {
            if part.eq_ignore_ascii_case("unknown") {
                set.unknown = true;
            } else {
                set.ranges.push(part.parse()?);
            }
        }
        Ok(set)
    }
}

/// The error for text that is not a year, a range or a choice.
fn wrong(text: &str) -> Error {
    Error::Value {
        what: "year",
        value: text.to_owned(),
        message: format!(
            "write 2018, 2018..2021, 2018,2020, ..2015, >=2020 or unknown, between {} and {}",
            Year::MIN,
            Year::MAX
        ),
        nearest: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Year, YearRange, YearSet};

    fn case(text: &str, prints: &str) {
        assert_eq!(text.parse::<YearSet>().unwrap().to_string(), prints, "{text}");
    }

    #[test]
    fn every_form_of_the_design_is_read() {
        case("2018", "2018");
        case("2018..2021", "2018..2021");
        case("2018-2021", "2018..2021");
        case("2018,2020", "2018,2020");
        case("..2015", "..2015");
        case(">=2020", "2020..");
        case(">2020", "2021..");
        case("<2020", "..2019");
        case("<=2020", "..2020");
        case("unknown", "unknown");
        case("2018.., unknown", "2018..,unknown");
    }

    #[test]
    fn what_is_printed_reads_back() {
        for text in ["2018..2021,1999,unknown", "..1950", "1951.."] {
            let set: YearSet = text.parse().unwrap();
            assert_eq!(set.to_string().parse::<YearSet>().unwrap(), set);
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["[", "", "..", "19999", "-5", "0000", "2021..2018", "20180", "2018-"] {
            assert!(text.parse::<YearSet>().is_err(), "{text}");
        }
    }

    #[test]
    fn both_ends_are_inside() {
        let range: YearRange = "2018..2020".parse().unwrap();
        let inside = |number| range.contains(Year::new(number).unwrap());
        assert!(inside(2018) && inside(2020) && !inside(2017) && !inside(2021));
    }
}
