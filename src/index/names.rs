//! `Names`: which concepts the words of a query name, answered from a small
//! file beside the vocabulary, so that a search reads neither Turtle nor all
//! of the vocabulary. Names are found by their stems, as documents are.
//! Knows which words name what; what to do with it is the caller's.

use std::{
    fs::{self, File},
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use xxhash_rust::xxh3::xxh3_64;

use crate::{
    analyze::{Analyzer, Form, fold, words},
    error::{Error, Result},
    language::Language,
    topic::{Concept, LabelKind, Vocabulary},
};

/// The names, in the folder of a generation: a line with the codes of their
/// languages, a tab and the hash of the rest, then one line a name, sorted: the code, a space, the stems,
/// a tab, the name, a tab, `!` where it must be typed so and `=` where it
/// must be but for the case, a tab, and where the concept stands in
/// [`VOCABULARY`], in bytes, the end exclusive.
const NAMES: &str = "names.tsv";

/// The compact form of the vocabulary, in the folder of a generation.
const VOCABULARY: &str = "vocabulary.json";

/// The most words of a query that are looked up together.
const LONGEST: usize = 12;

/// The shortest name that is no acronym, in characters: `en` is a juniper
/// in Swedish and a word of every other text.
const SHORTEST: usize = 3;

/// How many letters two forms of a word have in common at least.
const BEGINNING: usize = 4;

/// The longest ending of a form, in letters: `refugee` and `refugees`,
/// `flykting` and `flyktingarna` (measured on the 6,000 to 8,000 most frequent
/// words of five languages: two thirds of the chance namings fall away).
const ENDING: usize = 4;

/// The same where endings follow each other: `ihmiskauppa`,
/// `ihmiskauppaankin`.
const LONG_ENDING: usize = 7;

/// The names of a vocabulary, opened for lookups.
pub struct Names {
    generation: PathBuf,
    /// The whole file; what is not UTF-8 is never found.
    bytes: Vec<u8>,
    /// Where its second line starts.
    start: usize,
    languages: Vec<Language>,
}

/// Writes a vocabulary and its names.
///
/// # Errors
/// [`Error::Write`] when a file cannot be written.
pub(super) fn write(generation: &Path, vocabulary: &Vocabulary) -> Result<()> {
    let mut lines: Vec<String> = Vec::new();
    let mut languages: Vec<Language> = Vec::new();
    let mut compact = String::from("[");
    for concept in vocabulary.concepts() {
        if compact.len() > 1 {
            compact.push_str(",\n");
        }
        let from = compact.len();
        compact.push_str(&serde_json::to_string(concept).unwrap_or_default());
        for (language, name) in names_of(concept, from, compact.len()) {
            lines.push(name);
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
    }
    compact.push(']');
    lines.sort_unstable();
    lines.dedup();
    let codes: Vec<&str> = languages.iter().map(|language| language.code()).collect();
    let lines = lines.join("\n") + "\n";
    let text = format!("{}\t{:016x}\n{lines}", codes.join(" "), xxh3_64(lines.as_bytes()));
    super::manifest::write_whole(&generation.join(VOCABULARY), compact.as_bytes())?;
    super::manifest::write_whole(&generation.join(NAMES), text.as_bytes())
}

/// The lines of a concept's names with their languages; the concept stands
/// at these bytes of the vocabulary.
fn names_of(concept: &Concept, from: usize, to: usize) -> Vec<(Language, String)> {
    let mut lines = Vec::new();
    for label in concept.names() {
        let said = label.said();
        if said.chars().count() < SHORTEST && !label.is_acronym() {
            continue;
        }
        let language = label.lang.parse().unwrap_or(Language::Undetermined);
        let key = key(language, said);
        let is_code = concept.is_country() && label.is_acronym();
        let exactly = match label.kind {
            LabelKind::Guarded => "!",
            _ if is_code => "!",
            // Stems of countries are those of other words: `argent`.
            _ if concept.is_country() => "=",
            _ => "",
        };
        let said = said.replace(['\t', '\n'], " ");
        lines.push((language, format!("{key}\t{said}\t{exactly}\t{from}-{to}")));
    }
    lines
}

/// What a name is looked up by.
fn key(language: Language, name: &str) -> String {
    format!("{language}{}", stems(language, &[name]).concat())
}

/// The stems of each of some texts, a space before every one.
fn stems(language: Language, texts: &[&str]) -> Vec<String> {
    let mut analyzer = Analyzer::new(language, Form::Stem);
    let stems = |text: &&str| -> String {
        analyzer.terms(text).into_iter().flat_map(|term| [" ".to_owned(), term.text]).collect()
    };
    texts.iter().map(stems).collect()
}

/// Reads the vocabulary that a generation keeps.
///
/// # Errors
/// [`Error::Damaged`] when it cannot be read.
pub(super) fn vocabulary(generation: &Path) -> Result<Vocabulary> {
    let path = generation.join(VOCABULARY);
    let text = fs::read_to_string(&path).map_err(|cause| damaged(&path, &cause))?;
    Vocabulary::from_json(&text).map_err(|cause| damaged(&path, &cause))
}

/// The files of the vocabulary that do not hold what was written; the hash is
/// that of [`Vocabulary::hash`].
pub(super) fn damaged_files(generation: &Path, hash: u64) -> Vec<PathBuf> {
    let mut damaged = Vec::new();
    if vocabulary(generation).map_or(true, |found| found.hash() != hash) {
        damaged.push(generation.join(VOCABULARY));
    }
    if Names::open(generation).is_err() {
        damaged.push(generation.join(NAMES));
    }
    damaged
}

impl Names {
    /// Opens the names of a generation.
    ///
    /// # Errors
    /// [`Error::Damaged`] when they cannot be read.
    pub(super) fn open(generation: &Path) -> Result<Self> {
        let path = generation.join(NAMES);
        let bytes = fs::read(&path).map_err(|cause| damaged(&path, &cause))?;
        let newline = bytes.iter().position(|byte| *byte == b'\n');
        let newline = newline.ok_or_else(|| damaged(&path, &"it is empty"))?;
        let head = String::from_utf8_lossy(&bytes[..newline]);
        let (codes, hash) = head.split_once('\t').unwrap_or_default();
        if hash != format!("{:016x}", xxh3_64(&bytes[newline + 1..])) {
            return Err(damaged(&path, &"its checksum does not fit"));
        }
        let languages = codes.split_whitespace().filter_map(|code| code.parse().ok()).collect();
        Ok(Self { generation: generation.to_owned(), bytes, start: newline + 1, languages })
    }

    /// The concepts that the longest beginning of some words names, and how
    /// many words that is; none where no beginning names any. A name that is
    /// typed as it is written goes before those with the same stems.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the vocabulary cannot be read.
    pub fn longest(&self, words: &[&str]) -> Result<Option<(usize, Vec<Concept>)>> {
        let words = &words[..words.len().min(LONGEST)];
        let stems = self.languages.iter().map(|language| stems(*language, words));
        let stems: Vec<Vec<String>> = stems.collect();
        for count in (1..=words.len()).rev() {
            let typed = words[..count].join(" ");
            let mut found: Vec<(bool, &str)> = Vec::new();
            for (language, stems) in self.languages.iter().zip(&stems) {
                let key = format!("{language}{}", stems[..count].concat());
                for (name, exactly, place) in self.lines_of(&key) {
                    let is_it = match exactly {
                        "!" => name == typed,
                        "=" => same(name, &typed),
                        _ => agree(*language, name, &typed),
                    };
                    if is_it {
                        found.push((same(name, &typed), place));
                    }
                }
            }
            let written = found.iter().any(|(same, _)| *same);
            let mut places: Vec<&str> =
                found.into_iter().filter(|(same, _)| *same == written).map(|one| one.1).collect();
            places.sort_unstable();
            places.dedup();
            if !places.is_empty() {
                let concepts: Result<Vec<Concept>> =
                    places.into_iter().map(|place| self.concept(place)).collect();
                return Ok(Some((count, concepts?)));
            }
        }
        Ok(None)
    }

    /// The lines with a key: the name, how exactly it must be typed, and where
    /// its concept stands.
    fn lines_of(&self, key: &str) -> impl Iterator<Item = (&str, &str, &str)> {
        let lines = self.bytes[self.first_from(key)..].split(|byte| *byte == b'\n');
        lines.map_while(move |line| {
            let rest = line.strip_prefix(key.as_bytes())?.strip_prefix(b"\t")?;
            let mut columns = std::str::from_utf8(rest).ok()?.split('\t');
            let (name, exactly, place) = (columns.next()?, columns.next()?, columns.next()?);
            Some((name, exactly, place))
        })
    }

    /// Where the first line stands whose key is not before a key, in bytes.
    fn first_from(&self, key: &str) -> usize {
        let bytes = &self.bytes;
        let (mut low, mut high) = (self.start, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let before = bytes[low..middle].iter().rposition(|byte| *byte == b'\n');
            let start = before.map_or(low, |newline| low + newline + 1);
            let length = bytes[start..].iter().position(|byte| *byte == b'\n');
            let end = length.map_or(bytes.len(), |length| start + length);
            let own = bytes[start..end].split(|byte| *byte == b'\t').next().unwrap_or_default();
            // Lines are sorted with the tab, which is below every letter.
            if own < key.as_bytes() {
                low = (end + 1).min(bytes.len());
            } else {
                high = start;
            }
        }
        low
    }

    /// The concept that stands at a place of the vocabulary.
    fn concept(&self, place: &str) -> Result<Concept> {
        let path = self.generation.join(VOCABULARY);
        let read = || -> std::result::Result<Concept, crate::error::Cause> {
            let (from, to) = place.split_once('-').unwrap_or_default();
            let (from, to): (u64, u64) = (from.parse()?, to.parse()?);
            let mut file = File::open(&path)?;
            file.seek(SeekFrom::Start(from))?;
            let mut text = String::new();
            file.take(to.saturating_sub(from)).read_to_string(&mut text)?;
            Ok(serde_json::from_str(&text)?)
        };
        read().map_err(|cause| damaged(&path, &cause))
    }
}

/// Whether a name and what was typed, which have the same stems, may be forms
/// of one another. Of one word alone the stem is not enough: `traité` is no
/// `traite`, and `deporte` no deportation. They must begin alike and differ in
/// an ending only, which is short but in languages that put several endings
/// one after the other; and what was typed has no accents of its own.
fn agree(language: Language, name: &str, typed: &str) -> bool {
    if words(name).nth(1).is_some() || same(name, typed) {
        return true;
    }
    let bare = |text: &str| -> Vec<char> {
        text.nfd()
            .filter(|letter| !is_combining_mark(*letter))
            .flat_map(char::to_lowercase)
            .collect()
    };
    let marks = |text: &str| text.nfd().filter(|letter| is_combining_mark(*letter)).count();
    let (one, other) = (bare(name), bare(typed));
    let common = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let endings = match language {
        Language::Finnish | Language::Hungarian | Language::Turkish => LONG_ENDING,
        _ => ENDING,
    };
    let alike = one.len() - common <= ENDING && other.len() - common <= endings;
    alike && common >= BEGINNING && (marks(typed) <= marks(name) || language == Language::Finnish)
}

/// Whether a name is written as it was typed, but for the case.
fn same(name: &str, typed: &str) -> bool {
    fold(name, Language::Undetermined) == fold(typed, Language::Undetermined)
}

/// The error for a file that does not hold what was written.
fn damaged(path: &Path, cause: &dyn std::fmt::Display) -> Error {
    Error::Damaged { path: path.to_owned(), message: cause.to_string() }
}

#[cfg(test)]
mod tests {
    use super::{Names, write};
    use crate::topic::Vocabulary;

    /// The number of words and the ids of the concepts that some words name.
    fn named(names: &Names, words: &str) -> (usize, String) {
        let words: Vec<&str> = words.split(' ').collect();
        let found = names.longest(&words).unwrap();
        found.map_or((0, String::new()), |(count, concepts)| {
            let ids: Vec<String> = concepts.into_iter().map(|concept| concept.id).collect();
            (count, ids.join(" "))
        })
    }

    #[test]
    fn words_name_concepts_in_any_language_and_inflection() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &Vocabulary::built_in().unwrap()).unwrap();
        let names = Names::open(folder.path()).unwrap();
        let case = |words, count, id: &str| {
            assert_eq!(named(&names, words), (count, id.to_owned()), "{words}");
        };
        case("ihmiskaupan uhrit", 2, "trafficking");
        case("Legal Identities of refugees", 2, "legal-identity");
        case("dtm", 1, "dtm");
        case("Сомали", 1, "SOM");
        case("贩运人口", 1, "trafficking");
        case("rowing boat", 0, "");
        // A name that is a word too must be typed as it is written.
        case("WHO", 1, "who");
        case("who", 0, "");
        case("match", 0, "");
        case("us", 0, "");
        case("US", 1, "USA");
        // Words with the stem of a name that are no forms of it.
        case("traité", 0, "");
        case("tratado", 0, "");
        case("visit", 0, "");
        case("argent", 0, "");
        case("refugies", 1, "refugees");
        case("flyktingarnas", 1, "refugees");
        // What is no name of the concept does not name it.
        case("drug trafficking", 0, "");
        // Nothing names nothing.
        case("", 0, "");
    }

    #[test]
    fn every_line_is_found_by_its_key() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &Vocabulary::built_in().unwrap()).unwrap();
        let names = Names::open(folder.path()).unwrap();
        let text = std::str::from_utf8(&names.bytes[names.start..]).unwrap();
        let mut lines = 0;
        for line in text.lines() {
            let (key, rest) = line.split_once('\t').unwrap();
            let name = rest.split('\t').next().unwrap();
            assert!(names.lines_of(key).any(|found| found.0 == name), "{line}");
            lines += 1;
        }
        assert!(lines > 5_000, "{lines}");
    }
}
