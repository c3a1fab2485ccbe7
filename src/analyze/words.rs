//! Cuts text into words, the same way for every language: runs of letters,
//! digits and their marks, and overlapping pairs of characters in scripts
//! that are written without spaces. Hides Unicode classes and what may stand
//! inside a word (apostrophes, decimal signs, the colon of `IOM:n`). Never
//! changes or copies text, and never allocates.

use unicode_normalization::char::is_combining_mark;

/// A word: where it stands in its text, never empty.
///
/// Words come in ascending order of `from`; only the character pairs of
/// unspaced scripts overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The byte that it starts at.
    pub from: usize,
    /// The byte after its last one.
    pub to: usize,
}

/// The words of a text; made by [`words`].
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    /// The next byte to look at.
    at: usize,
    /// The last character of an unspaced run that goes on at `at`.
    run: Option<Run>,
}

/// A place in a run of unspaced characters.
#[derive(Clone, Copy, Debug)]
struct Run {
    last: Word,
    paired: bool,
}

/// What a character does to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// A letter of a script without spaces.
    Unspaced,
    /// Belongs to the character before it.
    Mark,
    /// Not written, only tells how to write: soft hyphen, joiners,
    /// direction marks.
    Ignorable,
    Other,
}

/// Cuts a text into words.
///
/// A word is a run of letters, digits and combining marks. Inside it may
/// stand: an apostrophe before a letter; a full stop or comma between digits,
/// unless exactly four digits follow it (the year of `12.5.2018`); the colon
/// of an inflected acronym or number with up to six small letters after it
/// (`EU:lle`, as Finnish and Swedish orthography has it); gershayim in a
/// Hebrew acronym; soft hyphens and zero-width characters. Superscript digits
/// divide, as most are numbers of notes.
///
/// A run of Han, kana, Thai, Lao, Khmer or Burmese gives each two characters
/// that stand side by side, or its only one.
#[must_use]
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0, run: None }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        loop {
            if let Some(run) = self.run.take()
                && let Some(word) = self.pair(run)
            {
                return Some(word);
            }
            let (start, class) = self.start()?;
            if class == Class::Unspaced {
                let to = self.cluster_end(start);
                self.at = to;
                self.run = Some(Run { last: Word { from: start, to }, paired: false });
            } else {
                let to = Spaced::new(self.text, start).end();
                self.at = to;
                return Some(Word { from: start, to });
            }
        }
    }
}

impl Words<'_> {
    /// The first byte at or after `at` that can begin a word, and its class.
    fn start(&mut self) -> Option<(usize, Class)> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        while let Some(byte) = bytes.get(at) {
            if byte.is_ascii() {
                if byte.is_ascii_alphanumeric() {
                    return Some((at, Class::Letter));
                }
                at += 1;
                continue;
            }
            let found = char_at(self.text, at)?;
            match class(found) {
                class @ (Class::Letter | Class::Digit | Class::Unspaced) => {
                    return Some((at, class));
                }
                _ => at += found.len_utf8(),
            }
        }
        self.at = at;
        None
    }

    /// The next word of an unspaced run: the last character with the one
    /// after it, or by itself when the run had no other.
    fn pair(&mut self, run: Run) -> Option<Word> {
        let goes_on = char_at(self.text, self.at).is_some_and(|c| class(c) == Class::Unspaced);
        if !goes_on {
            return (!run.paired).then_some(run.last);
        }
        let next = Word { from: self.at, to: self.cluster_end(self.at) };
        self.at = next.to;
        self.run = Some(Run { last: next, paired: true });
        Some(Word { from: run.last.from, to: next.to })
    }

    /// The end of the character at `from` with the marks that belong to it,
    /// and, in Khmer and Burmese, the letters stacked below it.
    fn cluster_end(&self, from: usize) -> usize {
        let mut stacks = false;
        for (offset, found) in self.text[from..].char_indices() {
            let belongs = match class(found) {
                Class::Mark | Class::Ignorable => true,
                Class::Unspaced => offset == 0 || stacks,
                _ => false,
            };
            if !belongs {
                return from + offset;
            }
            stacks = matches!(found, '\u{17D2}' | '\u{1039}');
        }
        self.text.len()
    }
}

/// A word of a spaced script while its end is looked for.
struct Spaced<'a> {
    text: &'a str,
    from: usize,
    /// The end of what surely belongs to the word.
    to: usize,
    /// The last letter or digit of it.
    last: char,
}

impl<'a> Spaced<'a> {
    fn new(text: &'a str, from: usize) -> Self {
        Self { text, from, to: from, last: ' ' }
    }

    /// The byte after the word.
    fn end(mut self) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = self.from;
        loop {
            while let Some(byte) = bytes.get(at)
                && byte.is_ascii_alphanumeric()
            {
                self.last = char::from(*byte);
                at += 1;
                self.to = at;
            }
            let Some(found) = char_at(self.text, at) else { return self.to };
            let next = at + found.len_utf8();
            match class(found) {
                Class::Letter | Class::Digit => {
                    self.last = found;
                    self.to = next;
                }
                Class::Mark => self.to = next,
                Class::Ignorable => {}
                Class::Unspaced => return self.to,
                Class::Other if self.joins(found, next) => {}
                Class::Other => return self.to,
            }
            at = next;
        }
    }

    /// Whether a sign that is no letter goes on with the word; `next` is the
    /// byte after it.
    fn joins(&self, sign: char, next: usize) -> bool {
        let after = char_at(self.text, next);
        let letter = || after.is_some_and(|c| class(c) == Class::Letter);
        match sign {
            '.' | ',' | '\u{66B}' | '\u{66C}' => {
                class(self.last) == Class::Digit && self.decimals_at(next)
            }
            ':' => self.suffix_at(next),
            '"' | '\u{5F4}' | '\u{201D}' => is_hebrew(self.last) && after.is_some_and(is_hebrew),
            // Catalan `col·lectiu`.
            '\u{B7}' => is_l(self.last) && after.is_some_and(is_l),
            _ => is_apostrophe(sign) && letter(),
        }
    }

    /// Whether digits stand at `at` that can follow a decimal or thousands
    /// sign: any number of them but four, which is a year.
    fn decimals_at(&self, at: usize) -> bool {
        let digits = self.text[at..].chars().take_while(|c| class(*c) == Class::Digit);
        !matches!(digits.take(5).count(), 0 | 4)
    }

    /// Whether the case suffix of an acronym or a number stands at `at`.
    fn suffix_at(&self, at: usize) -> bool {
        let inflected = self.last.is_uppercase() || class(self.last) == Class::Digit;
        if !inflected || self.text[self.from..self.to].contains(':') {
            return false;
        }
        let rest = &self.text[at..];
        let letters = rest.chars().take_while(|c| c.is_lowercase()).take(SUFFIX_LETTERS + 1);
        let (count, bytes) = letters.fold((0, 0), |(n, b), c| (n + 1, b + c.len_utf8()));
        let ends = |c| c != ':' && !matches!(class(c), Class::Letter | Class::Digit | Class::Mark);
        (1..=SUFFIX_LETTERS).contains(&count) && rest[bytes..].chars().next().is_none_or(ends)
    }
}

/// The longest case suffix after a colon, in letters: Finnish `-ssään`
/// has five, `-lleen` with a clitic six.
const SUFFIX_LETTERS: usize = 6;

/// Whether the character is written for an apostrophe inside words.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2019}'
            | '\u{2BC}'
            | '\u{2018}'
            | '\u{2BB}'
            | '\u{2032}'
            | '\u{FF07}'
            | '`'
            | '\u{B4}'
            | '\u{5F3}'
            | '\u{55A}'
    )
}

/// Whether the character is only a hint for writing the others: it stays in
/// the span of a word and is no part of its term.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The value of a decimal digit of any script, 0 to 9; subscript digits are
/// digits, superscript ones are not.
pub(super) fn digit(c: char) -> Option<u32> {
    let code = u32::from(c);
    let zero = ZEROS[..ZEROS.partition_point(|zero| *zero <= code)].last()?;
    (code - zero < 10).then(|| code - zero)
}

/// The zeros of the runs of ten digits in the Basic Multilingual Plane:
/// `Nd` in Unicode 16, and the subscripts.
const ZEROS: &[u32] = &[
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
    0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0x2080, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
    0xFF10,
];

fn is_l(c: char) -> bool {
    matches!(c, 'l' | 'L')
}

fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5D0}'..='\u{5EA}')
}

/// Whether the letters of the script stand without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0xE00..=0xEFF // Thai, Lao
        | 0x1000..=0x109F | 0xA9E0..=0xA9FF | 0xAA60..=0xAA7F // Burmese
        | 0x1780..=0x17FF // Khmer
        | 0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3021..=0x3029 | 0x3038..=0x303C // Han
        | 0x3040..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9F // kana
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF // Han
        | 0x1B000..=0x1B16F | 0x20000..=0x323AF)
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

fn class(c: char) -> Class {
    if c.is_ascii() {
        return match c {
            'a'..='z' | 'A'..='Z' => Class::Letter,
            '0'..='9' => Class::Digit,
            _ => Class::Other,
        };
    }
    // What is common is decided first, for speed.
    match c {
        '\u{C0}'..='\u{24F}' | '\u{410}'..='\u{44F}' | '\u{621}'..='\u{64A}' => {
            return if matches!(c, '×' | '÷') { Class::Other } else { Class::Letter };
        }
        '\u{388}'..='\u{3CE}' | '\u{5D0}'..='\u{5EA}' => return Class::Letter,
        '\u{2010}'..='\u{2017}' | '\u{201C}'..='\u{2026}' => return Class::Other,
        '\u{4E00}'..='\u{9FFF}' => return Class::Unspaced,
        '\u{AC00}'..='\u{D7A3}' => return Class::Letter,
        // Squared letters are symbols.
        '\u{1F100}'..='\u{1F1FF}' => return Class::Other,
        _ if is_apostrophe(c) => return Class::Other,
        _ => {}
    }
    let unspaced = is_unspaced(c);
    if c.is_alphabetic() && !unspaced {
        Class::Letter
    } else if digit(c).is_some() {
        Class::Digit
    } else if is_combining_mark(c) || matches!(c, '\u{FF9E}' | '\u{FF9F}') {
        // Half-width voicing marks are letters to Unicode, but follow a kana.
        Class::Mark
    } else if is_ignorable(c) {
        Class::Ignorable
    } else if unspaced && c.is_alphabetic() {
        Class::Unspaced
    } else {
        Class::Other
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    fn case(text: &str, expected: &[&str]) {
        let found: Vec<&str> = words(text).map(|word| &text[word.from..word.to]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn punctuation_divides_and_symbols_are_nothing() {
        case("Asylum-seekers, and/or refugees!", &["Asylum", "seekers", "and", "or", "refugees"]);
        case("see note_3 (p. 7)", &["see", "note", "3", "p", "7"]);
        case("🙂 ok 👩‍👩‍👧 🇫🇮 → ✓", &["ok"]);
        case("", &[]);
        case("  \u{301}\u{200d} ", &[]);
    }

    #[test]
    fn numbers_keep_their_signs_and_years_stand_alone() {
        case("10.7 1,200.50 3.", &["10.7", "1,200.50", "3"]);
        case("12.5.2018", &["12.5", "2018"]);
        case("2015,2016", &["2015", "2016"]);
        case("1.5.a", &["1.5", "a"]);
        case("٣٫٥ ٢٠١٨", &["٣٫٥", "٢٠١٨"]);
        case("return¹ 2018² CO₂", &["return", "2018", "CO₂"]);
    }

    #[test]
    fn apostrophes_stay_before_letters() {
        case("l’été d'une", &["l’été", "d'une"]);
        case("migrants’ rights 'now'", &["migrants", "rights", "now"]);
        case("the 1990’s, 2018'de", &["the", "1990’s", "2018'de"]);
        case("м’ята oʻzbek", &["м’ята", "oʻzbek"]);
        case("צה״ל ארה\"ב \"שלום\"", &["צה״ל", "ארה\"ב", "שלום"]);
        case("col·lectiu a·b", &["col·lectiu", "a", "b"]);
    }

    #[test]
    fn a_colon_joins_a_suffix_to_an_acronym_or_number() {
        case("IOM:n EU:lle FN:s", &["IOM:n", "EU:lle", "FN:s"]);
        case("1990:ssä MoU:ta", &["1990:ssä", "MoU:ta"]);
        case("IOM:N 12:30 note:see", &["IOM", "N", "12", "30", "note", "see"]);
        case("EU:migration EU:n:n", &["EU", "migration", "EU", "n", "n"]);
    }

    #[test]
    fn marks_and_invisible_signs_stay_inside() {
        case("mi\u{AD}grant e\u{301}te\u{301}", &["mi\u{AD}grant", "e\u{301}te\u{301}"]);
        case("हिन्दी में", &["हिन्दी", "में"]);
        case("அகதிகள் உரிமை", &["அகதிகள்", "உரிமை"]);
        case("می\u{200c}خواهم", &["می\u{200c}خواهم"]);
        case("IOM\u{200f} هُوِيّة", &["IOM", "هُوِيّة"]);
    }

    #[test]
    fn unspaced_scripts_give_pairs() {
        case("移民政策", &["移民", "民政", "政策"]);
        case("人 と", &["人", "と"]);
        case("2018年IOM報告", &["2018", "年", "IOM", "報告"]);
        case("データ・ｶﾞｽ", &["デー", "ータ", "ｶﾞｽ"]);
        case("ผู้ลี้ภัย", &["ผู้ลี้", "ลี้ภั", "ภัย"]);
        case("ខ្មែរ", &["ខ្មែរ"]);
        case("이주민 정책", &["이주민", "정책"]);
    }
}
