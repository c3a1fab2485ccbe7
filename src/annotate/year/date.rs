//! `Date` and `Stamp`: dates as people write them, `3 May 2018`, `3.5.2018`,
//! `2018-05-03`, `7 päivänä maaliskuuta 1996`, `2018年5月3日`. Every reading
//! starts at a year of four digits. Never says what a date is the date of.

use super::{token::Line, words::Class};

/// A day, as a calendar has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year of the common era.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, 1 to 31.
    pub day: u8,
}

impl Date {
    /// The day, in UTC, of a time in seconds since 1970, by the civil
    /// calendar: days are counted in eras of 400 years that begin on 1 March.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Self {
        let days = seconds.div_euclid(86_400) + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self {
            year: i32::try_from(year).unwrap_or(i32::MAX),
            month: u8::try_from(month).unwrap_or(1),
            day: u8::try_from(day).unwrap_or(1),
        }
    }
}

/// A date in a line, as far as it is given, and the tokens that it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) year: i32,
    /// 1 to 12.
    pub(super) month: u8,
    /// 1 to 31.
    pub(super) day: Option<u8>,
    /// The first token.
    pub(super) from: usize,
    /// The last token.
    pub(super) to: usize,
}

impl Stamp {
    /// Whether it lies after a day; an unknown day counts as the first.
    pub(super) fn is_after(self, today: Date) -> bool {
        (self.year, self.month, self.day.unwrap_or(1)) > (today.year, today.month, today.day)
    }
}

/// Whether the calendar has such a day.
pub(super) fn exists(year: i32, month: u8, day: u8) -> bool {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=last).contains(&day)
}

/// The date whose year is at a place.
pub(super) fn read(line: &Line<'_>, at: usize) -> Option<Stamp> {
    let year = line.year(at)?;
    year_first(line, at, year)
        .or_else(|| cjk(line, at, year))
        .or_else(|| year_then_name(line, at, year))
        .or_else(|| year_last(line, at, year))
        .or_else(|| roman(line, at, year))
        .or_else(|| vietnamese(line, at, year))
        .or_else(|| name_before(line, at, year))
}

/// A date in figures whose year, at a place, has only two digits: `6/3/95`.
/// The century is the one that makes the year not later than `today`.
pub(super) fn read_short(line: &Line<'_>, at: usize, today: Date) -> Option<Stamp> {
    let (value, 2) = line.number(at)? else { return None };
    let century = today.year - today.year.rem_euclid(100);
    let year = if century + value > today.year { century - 100 + value } else { century + value };
    year_last(line, at, year)
}

/// `2018-05-03`, `2018/05/03`, `2018.05.03`, `2018. 5. 3.`
fn year_first(line: &Line<'_>, at: usize, year: i32) -> Option<Stamp> {
    let mark = line.mark(at + 1).filter(|mark| "-/.–‑".contains(*mark))?;
    let (month, day) = (line.short(at + 2)?, line.short(at + 4)?);
    let tight = (at + 1..=at + 4).all(|place| line.glued(place));
    let goes_on = line.glued(at + 5) && line.is_mark(at + 5, &[mark]) && line.glued(at + 6);
    let ends = !goes_on || line.number(at + 6).is_none();
    let fits = line.mark(at + 3) == Some(mark) && (tight || mark == '.') && ends;
    (fits && exists(year, month, day)).then_some(Stamp {
        year,
        month,
        day: Some(day),
        from: at,
        to: at + 4,
    })
}

/// `2018年5月3日`, `2018년 5월 3일`, with or without the day.
fn cjk(line: &Line<'_>, at: usize, year: i32) -> Option<Stamp> {
    let opens = |place: usize, letters: [char; 2]| {
        line.word(place).is_some_and(|word| word.starts_with(letters))
    };
    let month = line.short(at + 2).filter(|month| (1..=12).contains(month))?;
    if !opens(at + 1, ['年', '년']) || !opens(at + 3, ['月', '월']) {
        return None;
    }
    let day = line.short(at + 4).filter(|day| exists(year, month, *day));
    let day = day.filter(|_| opens(at + 5, ['日', '일']));
    let to = if day.is_some() { at + 5 } else { at + 3 };
    Some(Stamp { year, month, day, from: at, to })
}

/// `2019. március 5.`, `2019 m. kovo 5 d.`, `2019-Mar-05`
fn year_then_name(line: &Line<'_>, at: usize, year: i32) -> Option<Stamp> {
    let mut place = at + 1;
    while place < at + 3 && (line.is_mark(place, &['.', '-']) || line.word(place) == Some("m")) {
        place += 1;
    }
    let month = line.meaning(place).month?;
    let skip = usize::from(line.is_mark(place + 1, &['-', '.']));
    let to = place + 1 + skip;
    let day = line.short(to).filter(|day| exists(year, month, *day))?;
    // `In 2019 May 12, 2018` is not a date of 2019.
    let other = line.year(to + 1).or_else(|| line.year(to + 2));
    other.is_none().then_some(Stamp { year, month, day: Some(day), from: at, to })
}

/// `3.5.2018`, `3/10/2007`, `03-10-2007`, `12. 3. 2018`
fn year_last(line: &Line<'_>, at: usize, year: i32) -> Option<Stamp> {
    let from = at.checked_sub(4)?;
    let mark = line.mark(from + 1).filter(|mark| "-/.–‑".contains(*mark))?;
    let (first, second) = (line.short(from)?, line.short(from + 2)?);
    let tight = (from + 1..=at).all(|place| line.glued(place));
    let goes_on = from > 0 && line.glued(from) && line.is_mark(from - 1, &['-', '/', '.', ':']);
    if line.mark(from + 3) != Some(mark) || !(tight || mark == '.') || goes_on {
        return None;
    }
    let (day, month) = if exists(year, second, first) { (first, second) } else { (second, first) };
    exists(year, month, day).then_some(Stamp { year, month, day: Some(day), from, to: at })
}

/// `12.III.2019`, `12 III 2019`
fn roman(line: &Line<'_>, at: usize, year: i32) -> Option<Stamp> {
    const NUMERALS: [&str; 12] =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let back = |place: usize| {
        let before = place.checked_sub(1)?;
        if line.is_mark(before, &['.', '-', '/']) { before.checked_sub(1) } else { Some(before) }
    };
    let place = back(at)?;
    let word = line.word(place)?;
    let index = NUMERALS.iter().position(|numeral| *numeral == word)?;
    let month = u8::try_from(index + 1).ok()?;
    let from = back(place)?;
    let day = line.short(from).filter(|day| exists(year, month, *day))?;
    Some(Stamp { year, month, day: Some(day), from, to: at })
}

/// `ngày 12 tháng 3 năm 2018`, `tháng 3/2018`, `tháng 3 năm 2018`
fn vietnamese(line: &Line<'_>, at: usize, year: i32) -> Option<Stamp> {
    let joint = at.checked_sub(3)?;
    let joined = line.word(joint + 2) == Some("năm") || line.is_mark(joint + 2, &['/']);
    let named = line.word(joint).is_some_and(|word| word.to_lowercase() == "tháng");
    let month = line.short(joint + 1).filter(|month| (1..=12).contains(month))?;
    let day = joint.checked_sub(1).and_then(|place| line.short(place));
    let day = day.filter(|day| exists(year, month, *day));
    let from = if day.is_some() { joint - 1 } else { joint };
    (joined && named).then_some(Stamp { year, month, day, from, to: at })
}

/// `3 May 2018`, `May 3rd, 2018`, `May 2018`, `3 de mayo de 2018`
fn name_before(line: &Line<'_>, at: usize, year: i32) -> Option<Stamp> {
    let last = skip_back(line, at.checked_sub(1)?)?;
    if let Some((month, first)) = month_at(line, last) {
        let found = day_before(line, first).filter(|(day, _)| exists(year, month, *day));
        let (day, from) = found.map_or((None, first), |(day, from)| (Some(day), from));
        let certain = day.is_some() || is_certain(line, last);
        return certain.then_some(Stamp { year, month, day, from, to: at });
    }
    let (day, place) = day_at(line, last)?;
    let (month, from) = month_at(line, skip_back(line, place.checked_sub(1)?)?)?;
    exists(year, month, day).then_some(Stamp { year, month, day: Some(day), from, to: at })
}

/// Whether the name of a month stands for nothing else, as `may` does.
fn is_certain(line: &Line<'_>, at: usize) -> bool {
    !line.meaning(at).is(Class::Weak) || line.capital(at) || line.is_mark(at + 1, &['.'])
}

/// The last token at or before a place that is more than a joint of a date.
fn skip_back(line: &Line<'_>, mut place: usize) -> Option<usize> {
    for _ in 0..3 {
        let joint = line.is_mark(place, &[',', '.', '\'', '’', '-', '–', '/', '،', '*', ':']);
        let meaning = line.meaning(place);
        if !joint && (!meaning.is(Class::Joint) || meaning.month.is_some()) {
            return Some(place);
        }
        place = place.checked_sub(1)?;
    }
    Some(place)
}

/// The month whose name ends at a place, and where the name begins. In
/// Arabic two names of one month are often given together.
fn month_at(line: &Line<'_>, at: usize) -> Option<(u8, usize)> {
    let pair = || {
        let before = at.checked_sub(1)?;
        let joined = format!("{}_{}", line.word(before)?, line.word(at)?);
        Some((super::words::meaning(&joined).month?, before))
    };
    let (month, first) = line.meaning(at).month.map(|month| (month, at)).or_else(pair)?;
    let slash = first.checked_sub(1).filter(|slash| line.is_mark(*slash, &['/']));
    let twin = slash.and_then(|slash| month_at_single(line, slash.checked_sub(1)?));
    Some((month, twin.unwrap_or(first)))
}

/// Where the single name of a month before a slash begins.
fn month_at_single(line: &Line<'_>, at: usize) -> Option<usize> {
    if line.meaning(at).month.is_some() {
        return Some(at);
    }
    let before = at.checked_sub(1)?;
    let joined = format!("{}_{}", line.word(before)?, line.word(at)?);
    super::words::meaning(&joined).month.map(|_| before)
}

/// The day before the name of a month, and where it begins.
fn day_before(line: &Line<'_>, month: usize) -> Option<(u8, usize)> {
    day_at(line, skip_back(line, month.checked_sub(1)?)?)
}

/// The day at a place; of `12–14` the first place is given.
fn day_at(line: &Line<'_>, at: usize) -> Option<(u8, usize)> {
    let day = line.short(at).filter(|day| (1..=31).contains(day))?;
    let range = at.checked_sub(2).filter(|first| {
        line.is_mark(first + 1, &['-', '–', '—', '/']) && line.short(*first).is_some()
    });
    Some((day, range.unwrap_or(at)))
}

#[cfg(test)]
mod tests {
    use super::{Date, Line, read, read_short};

    fn case(text: &str, expected: &str) {
        let line = Line::new(text);
        let stamp = (0..line.len()).rev().find_map(|at| read(&line, at));
        let found = stamp.map_or_else(String::new, |stamp| {
            format!("{}-{}-{}", stamp.year, stamp.month, stamp.day.unwrap_or(0))
        });
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn figures() {
        case("2018-05-03", "2018-5-3");
        case("2018-05-03T10:00:00Z", "2018-5-3");
        case("3.5.2018", "2018-5-3");
        case("3. 5. 2018", "2018-5-3");
        case("3/12/2018", "2018-12-3");
        case("12/31/2018", "2018-12-31");
        case("2019. 03. 12.", "2019-3-12");
        case("12.III.2019", "2019-3-12");
        case("2024-02-30", "");
        case("13/13/2018", "");
        case("2018-05-03-07", "");
    }

    #[test]
    fn names_of_months() {
        case("Tue, 12 Mar 2019 10:00:00 +0200", "2019-3-12");
        case("May 3rd, 2018", "2018-5-3");
        case("the 12th of June, 2019", "2019-6-12");
        case("June 12–14, 2019", "2019-6-14");
        case("3 de mayo de 2018", "2018-5-3");
        case("Setiembre 12 de 1985", "1985-9-12");
        case("1er janvier 2020", "2020-1-1");
        case("le 30 août 2016", "2016-8-30");
        case("7 päivänä maaliskuuta 1996", "1996-3-7");
        case("toukokuussa 2017", "2017-5-0");
        case("den 3 maj 2018", "2018-5-3");
        case("3. Dezember 1994", "1994-12-3");
        case("12 марта 2019 года", "2019-3-12");
        case("12 مارس 2019", "2019-3-12");
        case("١٢ آذار/مارس ٢٠١٩", "2019-3-12");
        case("5 كانون الثاني/يناير 2020", "2020-1-5");
        case("2021年3月5日", "2021-3-5");
        case("二〇一八年三月十二日", "2018-3-12");
        case("令和元年5月1日", "2019-5-1");
        case("12 มีนาคม 2561", "2018-3-12");
        case("ngày 12 tháng 3 năm 2018", "2018-3-12");
        case("12 मार्च 2018", "2018-3-12");
        case("12 במרץ 2018", "2018-3-12");
        case("12 Agustus 2018", "2018-8-12");
        case("2019. március 5.", "2019-3-5");
        case("what may 2000 say", "");
        case("In May 2000", "2000-5-0");
    }

    #[test]
    fn years_of_two_digits_are_not_in_the_future() {
        let today = Date { year: 2026, month: 11, day: 22 };
        let year = |text| read_short(&Line::new(text), 4, today).map(|stamp| stamp.year);
        assert_eq!(year("6/3/95"), Some(1995));
        assert_eq!(year("6.3.24"), Some(2024));
        assert_eq!(year("6/33/95"), None);
    }
}
