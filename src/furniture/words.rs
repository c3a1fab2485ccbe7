//! Words of a line or sentence as furniture rules compare them: lower case,
//! letters and digits only; on demand a word glued to its neighbour
//! (`WebReport`, `theGlobal`) is taken apart. For comparing only: nothing of
//! this is ever stored or shown.

use std::{hash::Hasher, ops::Range};

/// The words of a text, in order.
#[derive(Debug)]
pub(super) struct Words<'a> {
    text: &'a str,
    ranges: Vec<Range<usize>>,
    hashes: Vec<u64>,
}

impl<'a> Words<'a> {
    /// Takes a text apart.
    pub(super) fn of(text: &'a str) -> Self {
        Self::first(text, usize::MAX)
    }

    /// Takes the first words of a text apart.
    pub(super) fn first(text: &'a str, most: usize) -> Self {
        let ranges: Vec<Range<usize>> = ranges(text, Glue::Keep).take(most).collect();
        let hashes = ranges.iter().map(|range| hash(&text[range.clone()])).collect();
        Self { text, ranges, hashes }
    }

    /// The number of words.
    pub(super) fn len(&self) -> usize {
        self.hashes.len()
    }

    /// The word at a position, from 0, as it is written.
    pub(super) fn get(&self, at: usize) -> Option<&'a str> {
        self.text.get(self.ranges.get(at)?.clone())
    }

    /// The hash of the word at a position.
    pub(super) fn hash_at(&self, at: usize) -> Option<u64> {
        self.hashes.get(at).copied()
    }

    /// The hashes of all words.
    pub(super) fn hashes(&self) -> &[u64] {
        &self.hashes
    }
}

/// A word's hash in lower case, marks aside; its lowest bit says whether the
/// word holds a digit. Collisions only cost a rule its precision.
pub(super) fn hash(word: &str) -> u64 {
    // FNV-1a over characters, with its published 64-bit constants.
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    let mut digit = false;
    let mut add = |ch: char| state = (state ^ u64::from(ch)).wrapping_mul(0x0100_0000_01b3);
    for ch in word.chars() {
        if ch.is_ascii() {
            digit |= ch.is_ascii_digit();
            add(ch.to_ascii_lowercase());
        } else if !is_mark(ch) {
            ch.to_lowercase().for_each(&mut add);
        }
    }
    ((state ^ (state >> 32)) & !1) | u64::from(digit)
}

/// Tells whether a word's hash is that of one with a digit.
pub(super) fn is_number(hash: u64) -> bool {
    hash & 1 == 1
}

/// Mixes the hashes of several words in order into one.
pub(super) fn mix(hashes: &[u64]) -> u64 {
    hashes.iter().fold(0, |mixed: u64, &hash| {
        (mixed.rotate_left(23) ^ hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

/// Passes hashes on as they are: what is hashed here is a hash already.
#[derive(Clone, Debug, Default)]
pub(super) struct Unhashed(u64);

impl Hasher for Unhashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |state, &byte| state.rotate_left(8) ^ u64::from(byte));
    }

    fn write_u64(&mut self, hash: u64) {
        // The map takes its control bits from the top.
        self.0 = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// A map by hashes of words.
pub(super) type HashesMap<V> =
    std::collections::HashMap<u64, V, std::hash::BuildHasherDefault<Unhashed>>;

/// What to do with a capital right after a small letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glue {
    /// One word, as in `LinkedIn`.
    Keep,
    /// Two words, as in `theGlobal`.
    Split,
}

/// The byte ranges of the words of a text.
pub(super) fn ranges(text: &str, glue: Glue) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let mut chars = text.get(from..)?.char_indices();
        let (at, first) = chars.find(|&(_, ch)| ch.is_alphanumeric())?;
        let start = from + at;
        let (mut end, mut last) = (start + first.len_utf8(), first);
        from = end;
        if is_alone(first) {
            return Some(start..end);
        }
        for ch in text.get(end..)?.chars() {
            let glued = glue == Glue::Split && last.is_lowercase() && ch.is_uppercase();
            if !(ch.is_alphanumeric() || is_mark(ch)) || glued || is_alone(ch) {
                break;
            }
            (end, last) = (end + ch.len_utf8(), ch);
        }
        from = end;
        Some(start..end)
    })
}

/// Characters that are words of their own: Han and kana.
fn is_alone(ch: char) -> bool {
    matches!(ch,
        '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Marks that writers put in or leave out: combining accents, Arabic vowel
/// signs and tatweel, the joiners.
fn is_mark(ch: char) -> bool {
    matches!(ch, '\u{300}'..='\u{36f}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{200c}' | '\u{200d}')
}

/// Tells whether a line ends as a sentence does, closing quotes and brackets
/// apart.
pub(super) fn ends_sentence(text: &str) -> bool {
    let closing = ['"', '\'', '”', '’', '»', '“', ')', ']', ' '];
    text.trim_end_matches(closing)
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।', '։'])
}

/// Tells whether a year from 1900 to 2099 stands in the text as a number of
/// its own.
pub(super) fn has_year(text: &str) -> bool {
    ranges(text, Glue::Keep).any(|range| {
        let word = &text[range];
        word.len() == 4
            && word.bytes().all(|byte| byte.is_ascii_digit())
            && (word.starts_with("19") || word.starts_with("20"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both have the same words.
    #[track_caller]
    fn case(input: &str, expected: &str) {
        let expected: Vec<u64> = expected.split_whitespace().map(hash).collect();
        assert_eq!(Words::of(input).hashes(), expected);
    }

    #[test]
    fn folds_and_takes_apart() {
        case("The State's DUTY, 2 parts", "the state s duty 2 parts");
        case("LinkedIn (EU)and more", "linkedin eu and more");
        case("Keitä OLEMMEKansain", "keitä olemmekansain");
        case("الهِجـرة", "الهجرة");
        case("難民2人", "難 民 2 人");
        case(" – ", "");
    }

    #[test]
    fn takes_glued_words_apart() {
        let text = "WebReport and theGlobal IOMs";
        let words: Vec<&str> = ranges(text, Glue::Split).map(|range| &text[range]).collect();
        assert_eq!(words, ["Web", "Report", "and", "the", "Global", "IOMs"]);
    }

    #[test]
    fn knows_sentence_ends_and_years() {
        assert!(ends_sentence("He left.”"));
        assert!(!ends_sentence("Our work"));
        assert!(has_year("IOM, June 2005"));
        assert!(!has_year("Tel. 20051234, 1850"));
    }
}
