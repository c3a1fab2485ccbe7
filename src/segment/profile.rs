//! Profiles of languages, read from `words.txt`: words, affixes and letters
//! with how strongly each speaks for a language. Profiles of languages
//! outside the table are kept too, so that their text is not taken for a
//! neighbour. Weights are natural logarithms of odds; nothing is decided
//! here.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use super::script::{Script, is_mark, script_of};
use crate::language::Language;

/// The marks of each language; the format stands at its head.
const WORDS: &str = include_str!("words.txt");

/// How often a word comes up in a language that does not list it.
const WORD_FLOOR: f32 = 1.5e-4;
/// How often a letter comes up in a language that does not list it.
const LETTER_FLOOR: f32 = 5.0e-4;
/// The share of a listed word's or letter's likelihood that text in a
/// language without a profile gives it.
const BACKGROUND: f32 = 0.05;
/// The same for the weight of an affix.
const BACKGROUND_AFFIX: f32 = 0.1;

/// The most frequent words of a language, the most frequent first; none for
/// a language without a list.
pub fn frequent_words(language: Language) -> impl Iterator<Item = &'static str> {
    let lines = WORDS.lines().skip_while(move |line| {
        let code = line.strip_prefix("@ ").and_then(|line| line.split(' ').next());
        code != Some(language.code())
    });
    let lines = lines.skip(1).take_while(|line| !line.starts_with(['@', '#']));
    lines.flat_map(str::split_whitespace).filter(|word| !word.contains('-'))
}

/// One profile: its language and what it expects of words it does not list.
pub(super) struct Profile {
    /// The language, undetermined for one outside the table.
    pub(super) language: Language,
    /// The weight of a word that nobody lists.
    pub(super) unlisted: f32,
    /// The weight of a letter without a mark.
    pub(super) plain: f32,
    /// The weight of an unlisted word without a listed affix.
    pub(super) bare: f32,
    /// The trigram similarity that is usual for a text in it, 0 to 1.
    pub(super) similarity: f32,
    /// Languages whose letter sequences it resembles.
    pub(super) near: Vec<Language>,
}

/// Something that profiles list, with its weight in each over the floor, and
/// the weight that the background has over the floor.
#[derive(Default)]
pub(super) struct Mark {
    pub(super) weights: Vec<(usize, f32)>,
    pub(super) background: f32,
}

/// A map that is built once from a fixed list and asked for every word.
pub(super) type Lookup<K> = HashMap<K, Mark, BuildHasherDefault<ShortKey>>;

/// A hasher for short keys from a fixed list (FNV-1a, 64 bits).
pub(super) struct ShortKey(u64);

impl Default for ShortKey {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Hasher for ShortKey {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The profiles of one script.
#[derive(Default)]
pub(super) struct Table {
    pub(super) profiles: Vec<Profile>,
    pub(super) words: Lookup<Box<str>>,
    pub(super) endings: Lookup<Box<str>>,
    pub(super) beginnings: Lookup<Box<str>>,
    pub(super) letters: Lookup<char>,
}

/// Lower-cases a letter and joins letters that are written in two ways:
/// Turkish dotted I, Romanian cedillas. A mark that only colours a letter
/// gives none.
pub(super) fn fold(c: char) -> Option<char> {
    match c {
        'İ' => Some('i'),
        'ş' | 'Ş' | 'Ș' => Some('ș'),
        'ţ' | 'Ţ' | 'Ț' => Some('ț'),
        '\u{0307}' | '\u{064B}'..='\u{0652}' | '\u{0640}' => None,
        _ if c.is_ascii() => Some(c.to_ascii_lowercase()),
        _ => c.to_lowercase().next(),
    }
}

/// Whether a character can stand inside a word of a script.
pub(super) fn in_word(c: char, script: Script) -> bool {
    is_mark(c) || script_of(c) == Some(script)
}

/// Reads all profiles, by script.
pub(super) fn read() -> HashMap<Script, Table> {
    let mut tables: HashMap<Script, Table> = HashMap::new();
    let body = WORDS.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    for entry in body.split('@').skip(1) {
        let (head, list) = entry.split_once('\n').unwrap_or((entry, ""));
        let Some(script) = list.chars().find_map(script_of) else { continue };
        let table = tables.entry(script).or_default();
        table.add(head, list, script);
    }
    for table in tables.values_mut() {
        table.finish();
    }
    tables
}

/// Shares of a total by rank, falling as words of a language do (Zipf).
fn shares(total: f32, count: usize) -> impl Iterator<Item = f32> {
    let weight = |rank: u16| 1.0 / (f32::from(rank) + 3.0).powf(0.9);
    let count = u16::try_from(count).unwrap_or(u16::MAX);
    let sum: f32 = (0..count).map(weight).sum();
    (0..count).map(move |rank| total * weight(rank) / sum)
}

impl Table {
    /// Adds one profile: the line that opens it and its list.
    fn add(&mut self, head: &str, list: &str, script: Script) {
        let mut head = head.split_whitespace();
        let code = head.next().unwrap_or_default();
        let mut number = || head.next().and_then(|text| text.parse::<f32>().ok()).unwrap_or(0.0);
        let (cover, rate) = (number() / 100.0, number() / 1000.0);
        let similarity = number() / 100.0;
        let letters = head.next().unwrap_or_default();
        let index = self.profiles.len();
        let affixes = self.add_words(index, cover, list, script);
        self.add_letters(index, rate, letters);
        self.profiles.push(Profile {
            language: code.parse().unwrap_or(Language::Undetermined),
            unlisted: (1.0 - cover).ln(),
            plain: (1.0 - rate).ln(),
            bare: -(0.015 * affixes).min(0.5),
            similarity,
            near: head.filter_map(|code| code.parse().ok()).collect(),
        });
    }

    /// Adds the words and affixes of a list; the number of affixes.
    fn add_words(&mut self, index: usize, cover: f32, list: &str, script: Script) -> f32 {
        let mut words: Vec<String> = Vec::new();
        let mut affixes = 0.0;
        for item in list.split_whitespace() {
            let letters: String = item.chars().filter_map(fold).collect();
            let affix = letters.trim_matches('-');
            if letters.starts_with('-') {
                add_affix(&mut self.endings, affix, index);
                affixes += 1.0;
            } else if letters.ends_with('-') {
                add_affix(&mut self.beginnings, affix, index);
                affixes += 1.0;
            } else {
                for word in letters.split(|c| !in_word(c, script)).filter(|word| !word.is_empty()) {
                    if !words.iter().any(|known| known == word) {
                        words.push(word.to_owned());
                    }
                }
            }
        }
        for (word, share) in words.iter().zip(shares(cover, words.len())) {
            let mark = self.words.entry(word.as_str().into()).or_default();
            mark.weights.push((index, share));
        }
        affixes
    }

    /// Adds the letters of a profile, which make up `rate` of its text.
    fn add_letters(&mut self, index: usize, rate: f32, letters: &str) {
        let mut distinct: Vec<char> = Vec::new();
        for c in letters.chars().filter(|&c| c != '-').filter_map(fold) {
            if !distinct.contains(&c) {
                distinct.push(c);
            }
        }
        for (&c, share) in distinct.iter().zip(shares(rate, distinct.len())) {
            self.letters.entry(c).or_default().weights.push((index, share));
        }
    }

    /// Turns shares into weights over the floor.
    fn finish(&mut self) {
        let weigh = |mark: &mut Mark, floor: f32| {
            let best = mark.weights.iter().map(|found| found.1).fold(0.0, f32::max);
            mark.background = ((BACKGROUND * best + floor) / floor).ln();
            for (_, share) in &mut mark.weights {
                *share = ((*share + floor) / floor).ln();
            }
        };
        self.words.values_mut().for_each(|mark| weigh(mark, WORD_FLOOR));
        self.letters.values_mut().for_each(|mark| weigh(mark, LETTER_FLOOR));
    }
}

/// Lists an affix for a profile; the longer it is, the more it says.
fn add_affix(affixes: &mut Lookup<Box<str>>, affix: &str, index: usize) {
    let length = u8::try_from(affix.chars().count()).unwrap_or(u8::MAX);
    let weight = (0.3 + 0.4 * f32::from(length)).min(2.2);
    let mark = affixes.entry(affix.into()).or_default();
    mark.weights.push((index, weight));
    mark.background = BACKGROUND_AFFIX * weight;
}

#[cfg(test)]
mod tests {
    use super::{fold, in_word, read};
    use crate::{language::Language, segment::script::Script};

    #[test]
    fn every_profile_is_read() {
        let tables = read();
        let latin = &tables[&Script::Latin];
        for language in [Language::English, Language::Finnish, Language::Swedish] {
            let profile = latin.profiles.iter().find(|profile| profile.language == language);
            assert!(profile.is_some_and(|profile| profile.similarity > 0.2), "{language}");
        }
        let listed = |word: &str, language| {
            latin.words.get(word).is_some_and(|mark| {
                mark.weights
                    .iter()
                    .any(|&(at, weight)| latin.profiles[at].language == language && weight > 1.0)
            })
        };
        assert!(listed("och", Language::Swedish));
        assert!(!listed("och", Language::English));
        assert!(listed("și", Language::Romanian));
    }

    #[test]
    fn letters_written_in_two_ways_are_joined() {
        let case = |text: &str, expected: &str| {
            assert_eq!(text.chars().filter_map(fold).collect::<String>(), expected);
        };
        case("ŞİMDİ", "șimdi");
        case("Țară ţară", "țară țară");
        case("كتَــاب", "كتاب");
        assert!(in_word('\u{94d}', Script::Devanagari));
        assert!(!in_word('-', Script::Latin));
    }
}
