//! How the number of a cell is shown: as a date, a percentage or a decimal
//! number, by the format of its style. Formats are read only for what they
//! are of; how they are written out is the same for all: dates as ISO 8601
//! has them, numbers without marks between thousands.

use std::collections::HashMap;

use super::super::xml::{Event, Xml};

/// The formats of the styles of a workbook.
#[derive(Default)]
pub(super) struct Formats {
    /// The kind of format of each style, by its place.
    styles: Vec<Kind>,
    /// Whether days are counted from 1904.
    pub(super) is_1904: bool,
}

/// What a format shows a number as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A number, with so many decimals where the format says it.
    Number(Option<usize>),
    /// A share of a hundred.
    Percent(usize),
    Date,
    Time,
    DateTime,
}

impl Formats {
    /// Reads the part of the styles, as far as it can be read.
    pub(super) fn read(part: &str, text: &str) -> Self {
        let mut own: HashMap<u32, Kind> = HashMap::new();
        let mut styles = Vec::new();
        let mut of_cells = false;
        let mut xml = Xml::new(part, text);
        while let Ok(Some(event)) = xml.next() {
            let Event::Open(tag) = event else { continue };
            let id = || tag.attribute("numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
            match tag.name() {
                "numFmt" => {
                    own.insert(id(), kind(&tag.attribute("formatCode").unwrap_or_default()));
                }
                "cellXfs" => of_cells = true,
                "cellStyles" | "dxfs" => of_cells = false,
                "xf" if of_cells => {
                    styles.push(own.get(&id()).copied().unwrap_or_else(|| built_in(id())));
                }
                _ => {}
            }
        }
        Self { styles, is_1904: false }
    }

    /// A number as the style at a place shows it; what is no number stays.
    pub(super) fn shown(&self, style: usize, value: &str) -> String {
        let Ok(number) = value.parse::<f64>() else { return value.to_owned() };
        let kind = self.styles.get(style).copied().unwrap_or(Kind::Number(None));
        let dated = |with_day, with_time| {
            date(number, self.is_1904, with_day, with_time).unwrap_or_else(|| general(number))
        };
        match kind {
            Kind::Number(None) => general(number),
            Kind::Number(Some(decimals)) => format!("{number:.decimals$}"),
            Kind::Percent(decimals) => format!("{:.decimals$}%", number * 100.0),
            Kind::Date => dated(true, false),
            Kind::Time => dated(false, true),
            Kind::DateTime => dated(true, true),
        }
    }
}

/// The formats that have numbers only ([ECMA-376] part 1, 18.8.30).
fn built_in(id: u32) -> Kind {
    match id {
        1 | 3 | 37 | 38 => Kind::Number(Some(0)),
        2 | 4 | 39 | 40 => Kind::Number(Some(2)),
        9 => Kind::Percent(0),
        10 => Kind::Percent(2),
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Kind::Date,
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Kind::Time,
        22 => Kind::DateTime,
        _ => Kind::Number(None),
    }
}

/// What a format is of: letters of dates and times count outside quotes and
/// brackets, and only in its first part.
fn kind(code: &str) -> Kind {
    let mut bare = String::new();
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                letters.by_ref().find(|letter| *letter == '"');
            }
            // [h] counts hours; other brackets hold colours and languages.
            '[' => {
                let inner: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                bare.push_str(if inner.eq_ignore_ascii_case("h") { "h" } else { "" });
            }
            '\\' | '_' | '*' => {
                letters.next();
            }
            ';' => break,
            letter => bare.extend(letter.to_lowercase()),
        }
    }
    let decimals = bare.split_once('.').map_or(0, |(_, after)| {
        after.chars().take_while(|letter| matches!(letter, '0' | '#' | '?')).count()
    });
    let has = |letters: &[char]| bare.contains(letters);
    match (has(&['y', 'd', 'e']) && !bare.contains("general"), has(&['h', 's'])) {
        _ if bare.contains('%') => Kind::Percent(decimals),
        // A power of ten.
        _ if bare.contains("e+") || bare.contains("general") => Kind::Number(None),
        (true, true) => Kind::DateTime,
        (true, false) => Kind::Date,
        (false, true) => Kind::Time,
        (false, false) if bare.contains('m') => Kind::Date,
        (false, false) if bare.contains(['0', '#']) => Kind::Number(Some(decimals)),
        (false, false) => Kind::Number(None),
    }
}

/// A number with as many digits as a cell shows, which are eleven.
fn general(number: f64) -> String {
    const DIGITS: f64 = 10.0;
    if number == 0.0 {
        return "0".to_owned();
    }
    let size = number.abs().log10().floor();
    let decimals = (0..20).take_while(|count| f64::from(*count) < DIGITS - size).count();
    let text = format!("{number:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// The day and the minute that a number counts to; none where the calendar
/// of the format ends (the year 10000) or has not begun.
fn date(number: f64, is_1904: bool, with_day: bool, with_time: bool) -> Option<String> {
    const LAST: f64 = 2_958_466.0;
    if !(0.0..LAST).contains(&number) {
        return None;
    }
    let minutes = (number * 1440.0).round();
    let day = (minutes / 1440.0).floor();
    let within = minutes - day * 1440.0;
    let time = || {
        let (hour, minute) = ((within / 60.0).floor(), within % 60.0);
        format!("{hour:02.0}:{minute:02.0}")
    };
    let is_whole = within == 0.0;
    if !with_day {
        return Some(time());
    }
    let day: i64 = format!("{day:.0}").parse().ok()?;
    // Day 1 is 1 January 1900, or 1904 is day 0; day 60 is a day that was
    // not, kept from an older program.
    let since_epoch = match (is_1904, day) {
        (true, day) => day - 24_107,
        (false, 0) => return None,
        (false, day) if day < 60 => day - 25_568,
        (false, day) => day - 25_569,
    };
    let (year, month, day) = civil(since_epoch);
    let date = format!("{year:04}-{month:02}-{day:02}");
    Some(if with_time && !is_whole { format!("{date} {}", time()) } else { date })
}

/// Year, month and day of a day counted from 1 January 1970, in the
/// Gregorian calendar: eras of 400 years have 146,097 days, and years are
/// taken to begin in March so that a leap day is their last.
fn civil(day: i64) -> (i64, i64, i64) {
    const ERA: i64 = 146_097;
    let day = day + 719_468;
    let (era, day) = (day.div_euclid(ERA), day.rem_euclid(ERA));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        let case = |code: &str, expected: Kind| assert_eq!(kind(code), expected, "{code}");
        case("General", Kind::Number(None));
        case("0.00", Kind::Number(Some(2)));
        case("#,##0;[Red]-#,##0", Kind::Number(Some(0)));
        case("0.0%", Kind::Percent(1));
        case("d.m.yyyy", Kind::Date);
        case("[$-40B]d. mmmm yyyy;@", Kind::Date);
        case("mmm-yy", Kind::Date);
        case("yyyy-mm-dd hh:mm", Kind::DateTime);
        case("[h]:mm", Kind::Time);
        case("0.00E+00", Kind::Number(None));
        case("0 \"days\"", Kind::Number(Some(0)));
        case("@", Kind::Number(None));
    }

    #[test]
    fn shown() {
        let styles = vec![
            Kind::Number(None),
            Kind::Date,
            Kind::DateTime,
            Kind::Percent(1),
            Kind::Number(Some(2)),
            Kind::Time,
        ];
        let mut formats = Formats { styles, is_1904: false };
        let case = |formats: &Formats, style, value: &str, expected: &str| {
            assert_eq!(formats.shown(style, value), expected);
        };
        case(&formats, 0, "2019", "2019");
        case(&formats, 0, "0.30000000000000004", "0.3");
        case(&formats, 0, "1E+20", "100000000000000000000");
        case(&formats, 0, "-12.5", "-12.5");
        case(&formats, 0, "1.5E-7", "0.00000015");
        case(&formats, 99, "7", "7");
        case(&formats, 1, "43831", "2020-01-01");
        case(&formats, 1, "1", "1900-01-01");
        case(&formats, 1, "61", "1900-03-01");
        case(&formats, 1, "-1", "-1");
        case(&formats, 1, "text", "text");
        case(&formats, 2, "43831.5", "2020-01-01 12:00");
        case(&formats, 2, "43830.99999", "2020-01-01");
        case(&formats, 3, "0.125", "12.5%");
        case(&formats, 4, "3.14159", "3.14");
        case(&formats, 5, "0.75", "18:00");
        formats.is_1904 = true;
        case(&formats, 1, "42369", "2020-01-01");
    }
}
