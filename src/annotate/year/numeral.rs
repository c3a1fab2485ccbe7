//! Years and days that are written otherwise than in figures of the common
//! era: Chinese numerals, Japanese eras and the Republican calendar, the
//! Buddhist era of Thai. Reads a numeral only where a sign of the calendar
//! follows; never guesses at a calendar.

use super::token::digit;

/// Eras and the year before their first: Meiji to Reiwa, and the Republic.
/// Sources: the Imperial edicts that name each era; 1912 is year 1 of the
/// Republican calendar.
const ERAS: [(&str, u64); 7] = [
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
    ("民國", 1911),
    ("民国", 1911),
];

/// A number that a text begins with: its value, how many digits it stands
/// for, and its length in bytes.
pub(super) fn read(rest: &str) -> Option<(u64, usize, usize)> {
    era(rest).or_else(|| year(rest)).or_else(|| small(rest))
}

/// `令和元年`, `平成30年`, `民國一〇七年`; the sign for the year is left.
fn era(rest: &str) -> Option<(u64, usize, usize)> {
    let (name, before) = ERAS.into_iter().find(|(name, _)| rest.starts_with(name))?;
    let tail = rest.get(name.len()..)?;
    let end = tail.find('年').filter(|end| *end <= 12)?;
    let number = tail.get(..end)?.trim();
    let value = if number == "元" { 1 } else { value(number)? };
    (1..150).contains(&value).then_some((before + value, 4, name.len() + end))
}

/// `二〇一八年`; the sign for the year is left.
fn year(rest: &str) -> Option<(u64, usize, usize)> {
    let signs: Vec<char> = rest.chars().take(5).collect();
    let (digits, next) = signs.split_at_checked(4)?;
    let digits: Vec<u64> = digits.iter().map(|sign| single(*sign)).collect::<Option<_>>()?;
    let length = signs.iter().take(4).map(|sign| sign.len_utf8()).sum();
    let value = digits.iter().fold(0, |value, digit| value * 10 + digit);
    (next.first() == Some(&'年')).then_some((value, 4, length))
}

/// `三月`, `二十八日`: up to three signs before that of a month or a day.
fn small(rest: &str) -> Option<(u64, usize, usize)> {
    single(rest.chars().next()?).map(drop).or_else(|| rest.starts_with('十').then_some(()))?;
    let end = rest.find(['月', '日', '號', '号']).filter(|end| *end <= 9)?;
    let value = tens(rest.get(..end)?)?;
    (1..32).contains(&value).then_some((value, 2, end))
}

/// The value of figures or of Chinese signs.
fn value(text: &str) -> Option<u64> {
    let figures = || {
        let digits = text.chars().map(digit).collect::<Option<Vec<_>>>()?;
        Some(digits.into_iter().fold(0, |value, digit| value * 10 + u64::from(digit)))
    };
    let signs = || {
        let digits = text.chars().map(single).collect::<Option<Vec<_>>>()?;
        Some(digits.into_iter().fold(0, |value, digit| value * 10 + digit))
    };
    let known = !text.is_empty() && text.chars().count() <= 3;
    known.then(|| figures().or_else(|| tens(text)).or_else(signs)).flatten()
}

/// `三`, `十二`, `二十`, `三十一`
fn tens(text: &str) -> Option<u64> {
    let one = |text: &str| {
        let mut signs = text.chars();
        let value = single(signs.next()?)?;
        signs.next().is_none().then_some(value)
    };
    match text.split_once('十') {
        None => one(text),
        Some((high, low)) => {
            let high = if high.is_empty() { 1 } else { one(high)? };
            let low = if low.is_empty() { 0 } else { one(low)? };
            Some(high * 10 + low)
        }
    }
}

/// The value of one Chinese sign.
fn single(sign: char) -> Option<u64> {
    let signs = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let found = signs.iter().position(|one| *one == sign);
    let found = found.or((matches!(sign, '零' | '○' | 'Ｏ')).then_some(0))?;
    u64::try_from(found).ok()
}

/// The year of the common era of a number that follows Thai letters: the
/// Buddhist era of Thailand is 543 years ahead.
pub(super) fn common_era(before: &str, value: u64, digits: usize) -> u64 {
    let thai = before.trim_end().chars().next_back();
    let is_thai = thai.is_some_and(|letter| ('\u{E00}'..='\u{E7F}').contains(&letter))
        || before.trim_end().ends_with("พ.ศ.");
    if is_thai && digits == 4 && (2400..2643).contains(&value) { value - 543 } else { value }
}

#[cfg(test)]
mod tests {
    use super::{common_era, read};

    #[test]
    fn numerals() {
        let case = |text: &str, expected: u64| {
            assert_eq!(read(text).map_or(0, |(value, _, _)| value), expected, "{text}");
        };
        case("二〇一八年三月", 2018);
        case("一九五一年", 1951);
        case("三月", 3);
        case("十二日", 12);
        case("二十日", 20);
        case("三十一日", 31);
        case("令和元年5月", 2019);
        case("平成30年", 2018);
        case("平成三十年", 2018);
        case("民國107年", 2018);
        case("令和 新しい", 0);
        case("一人", 0);
        case("二〇一八", 0);
    }

    #[test]
    fn thai_years() {
        assert_eq!(common_era("12 มีนาคม ", 2561, 4), 2018);
        assert_eq!(common_era("พ.ศ. ", 2561, 4), 2018);
        assert_eq!(common_era("in ", 2561, 4), 2561);
    }
}
