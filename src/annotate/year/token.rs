//! `Line`: a line of text as words, numbers and marks with their places, the
//! only form in which the rules of this room look at text. Knows digits of
//! several scripts and web addresses, which are one token and never looked
//! into. Takes time in proportion to the text, however long its words are.

use super::{
    numeral,
    words::{Meaning, meaning},
};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A run of digits: its value and how many digits it has.
    Number(u64, usize),
    /// A run of letters; a character of Chinese or Japanese stands alone.
    Word,
    /// Any other character.
    Mark(char),
    /// A web address.
    Address,
}

/// A piece of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// Where it ends, in bytes, exclusive.
    pub(super) end: usize,
}

/// A line and its tokens. Places of tokens are numbered from 0; a place
/// outside the line is allowed everywhere and has nothing.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// Its tokens, ascending, white space left out.
    pub(super) tokens: Vec<Token>,
}

impl<'a> Line<'a> {
    /// Cuts a line into tokens.
    pub(super) fn new(text: &'a str) -> Self {
        let mut tokens = Vec::new();
        let mut at = 0;
        while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let rest = text.get(at..).unwrap_or_default();
            let (kind, length) = match read(first, rest) {
                (Kind::Number(value, digits), length) => {
                    let before = text.get(..at).unwrap_or_default();
                    (Kind::Number(numeral::common_era(before, value, digits), digits), length)
                }
                other => other,
            };
            if !first.is_whitespace() {
                tokens.push(Token { kind, start: at, end: at + length });
            }
            at += length;
        }
        Self { text, tokens }
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// What the token is.
    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// The text from one token to another, both included.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'a str {
        let start = self.tokens.get(from).map(|token| token.start);
        let end = self.tokens.get(to).map(|token| token.end);
        start.zip(end).and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }

    /// The word at a place.
    pub(super) fn word(&self, at: usize) -> Option<&'a str> {
        (self.kind(at)? == Kind::Word).then(|| self.slice(at, at))
    }

    /// The character at a place, when it is neither word nor number.
    pub(super) fn mark(&self, at: usize) -> Option<char> {
        match self.kind(at)? {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    /// Whether one of these characters is at a place.
    pub(super) fn is_mark(&self, at: usize, marks: &[char]) -> bool {
        self.mark(at).is_some_and(|mark| marks.contains(&mark))
    }

    /// The number at a place and how many digits it has.
    pub(super) fn number(&self, at: usize) -> Option<(i32, usize)> {
        match self.kind(at)? {
            Kind::Number(value, digits) => Some((i32::try_from(value).ok()?, digits)),
            _ => None,
        }
    }

    /// The number at a place when it has one or two digits.
    pub(super) fn short(&self, at: usize) -> Option<u8> {
        let (value, digits) = self.number(at)?;
        (digits <= 2).then(|| u8::try_from(value).ok()).flatten()
    }

    /// The number at a place when it has four digits and 1500 to 2100 as its
    /// value, the years that texts are searched for.
    pub(super) fn year(&self, at: usize) -> Option<i32> {
        let (value, digits) = self.number(at)?;
        (digits == 4 && (1500..=2100).contains(&value)).then_some(value)
    }

    /// Whether nothing stands between a token and the one before it.
    pub(super) fn glued(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let here = self.tokens.get(at);
        before.zip(here).is_some_and(|(before, here)| before.end == here.start)
    }

    /// What the word at a place can mean; nothing for what is no word.
    pub(super) fn meaning(&self, at: usize) -> Meaning {
        self.word(at).map(meaning).unwrap_or_default()
    }

    /// Whether the word at a place begins with a capital.
    pub(super) fn capital(&self, at: usize) -> bool {
        self.word(at).and_then(|word| word.chars().next()).is_some_and(char::is_uppercase)
    }
}

/// Reads the token that the rest of a line begins with; its length in bytes.
fn read(first: char, rest: &str) -> (Kind, usize) {
    if digit(first).is_some() {
        return number(rest);
    }
    if stands_alone(first)
        && let Some((value, digits, length)) = numeral::read(rest)
    {
        return (Kind::Number(value, digits), length);
    }
    if let Some(length) = address(first, rest) {
        return (Kind::Address, length);
    }
    if first.is_alphabetic() && !stands_alone(first) {
        let inside = |next: char| next.is_alphabetic() && !stands_alone(next) || is_bound(next);
        return (Kind::Word, run(rest, inside));
    }
    let kind = if first.is_alphabetic() { Kind::Word } else { Kind::Mark(first) };
    (kind, first.len_utf8())
}

/// A run of digits of any script that [`digit`] knows.
fn number(rest: &str) -> (Kind, usize) {
    let mut value = 0_u64;
    let mut digits = 0;
    let mut length = 0;
    for (next, figure) in rest.chars().map_while(|next| Some((next, digit(next)?))) {
        value = value.saturating_mul(10).saturating_add(u64::from(figure));
        digits += 1;
        length += next.len_utf8();
    }
    (Kind::Number(value, digits), length)
}

/// The length of a web address that the rest of a line begins with. It ends
/// at white space, a bracket, a quote or the first character beyond ASCII.
fn address(first: char, rest: &str) -> Option<usize> {
    if !matches!(first, 'h' | 'H' | 'w' | 'W' | 'd' | 'D') {
        return None;
    }
    let opens = |scheme: &str| {
        rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let found = ["https://", "http://", "www.", "doi:", "doi.org/"].into_iter().any(opens);
    found.then(|| run(rest, |next| next.is_ascii_graphic() && !"<>()[]\"|".contains(next)))
}

/// How many bytes the longest run of such characters at the start has.
fn run(rest: &str, inside: impl Fn(char) -> bool) -> usize {
    rest.find(|next| !inside(next)).unwrap_or(rest.len())
}

/// The value of a digit: ASCII, Arabic-Indic, Persian, Devanagari, Bengali
/// and full width.
pub(super) fn digit(character: char) -> Option<u8> {
    let zeros = ['0', '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}', '\u{FF10}'];
    let value = |zero: char| u32::from(character).checked_sub(u32::from(zero));
    let small = |value: u32| u8::try_from(value).ok().filter(|value| *value < 10);
    zeros.into_iter().filter_map(value).find_map(small)
}

/// Characters that are words of their own: Chinese and Japanese.
fn stands_alone(character: char) -> bool {
    matches!(character, '〇' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}')
}

/// Marks that stand on a letter and so belong to its word.
fn is_bound(character: char) -> bool {
    // In the scripts of India and in Thai some are no letters themselves.
    let is_sign = |low: u32| matches!(low, 0x3C | 0x4D);
    let indic =
        ('\u{900}'..='\u{D7F}').contains(&character) && is_sign(u32::from(character) & 0x7F);
    let thai = ('\u{E47}'..='\u{E4E}').contains(&character);
    let marks = matches!(character, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}');
    marks || indic || thai || matches!(character, '\u{640}' | '\u{AD}')
}

#[cfg(test)]
mod tests {
    use super::{Kind, Line};

    fn case(text: &str, expected: &[&str]) {
        let line = Line::new(text);
        let found: Vec<&str> = (0..line.len()).map(|at| line.slice(at, at)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_line_falls_into_words_numbers_and_marks() {
        case("May 3rd, 2018", &["May", "3", "rd", ",", "2018"]);
        case("1990-luvulla", &["1990", "-", "luvulla"]);
        case("2021年3月", &["2021", "年", "3", "月"]);
        case(
            "см. https://a.b/2019/x_1 (2018)",
            &["см", ".", "https://a.b/2019/x_1", "(", "2018", ")"],
        );
        case(" \t ", &[]);
    }

    #[test]
    fn digits_of_other_scripts_count() {
        for text in ["2019", "٢٠١٩", "۲۰۱۹", "२०१९", "２０１９"] {
            assert_eq!(Line::new(text).kind(0), Some(Kind::Number(2019, 4)), "{text}");
        }
    }

    #[test]
    fn a_number_of_any_length_is_read() {
        let line = "9".repeat(1000);
        assert_eq!(Line::new(&line).kind(0), Some(Kind::Number(u64::MAX, 1000)));
    }
}
