//! `Names`: which concepts the words of a query name, answered from a small
//! file beside the vocabulary, so that a search reads neither Turtle nor all
//! of the vocabulary. Names are found by their stems, as documents are.
//! Knows which words name what; what to do with it is the caller's.

use std::{
    fs::{self, File},
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use crate::{
    analyze::{Analyzer, Form, fold},
    error::{Error, Result},
    language::Language,
    topic::{Concept, LabelKind, Vocabulary},
};

/// The names, in the folder of a generation: a line with the codes of their
/// languages, then one line a name, sorted: the code, a space, the stems,
/// a tab, the name, a tab, `!` where it must be typed so, a tab, and where
/// the concept stands in [`VOCABULARY`], in bytes, the end exclusive.
const NAMES: &str = "names.tsv";

/// The compact form of the vocabulary, in the folder of a generation.
const VOCABULARY: &str = "vocabulary.json";

/// The most words of a query that are looked up together.
const LONGEST: usize = 12;

/// The shortest name that is no acronym, in characters: `en` is a juniper
/// in Swedish and a word of every other text.
const SHORTEST: usize = 3;

/// The names of a vocabulary, opened for lookups.
pub struct Names {
    generation: PathBuf,
    lines: String,
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
    let text = format!("{}\n{}\n", codes.join(" "), lines.join("\n"));
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
        let key = key(language, &[said]);
        let exactly = if label.kind == LabelKind::Guarded { "!" } else { "" };
        let said = said.replace(['\t', '\n'], " ");
        lines.push((language, format!("{key}\t{said}\t{exactly}\t{from}-{to}")));
    }
    lines
}

/// What a name is looked up by.
fn key(language: Language, words: &[&str]) -> String {
    let mut analyzer = Analyzer::new(language, Form::Stem);
    let mut key = language.code().to_owned();
    for term in words.iter().flat_map(|word| analyzer.terms(word)) {
        key.push(' ');
        key.push_str(&term.text);
    }
    key
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

impl Names {
    /// Opens the names of a generation.
    ///
    /// # Errors
    /// [`Error::Damaged`] when they cannot be read.
    pub(super) fn open(generation: &Path) -> Result<Self> {
        let path = generation.join(NAMES);
        let text = fs::read_to_string(&path).map_err(|cause| damaged(&path, &cause))?;
        let (codes, lines) = text.split_once('\n').ok_or_else(|| damaged(&path, &"it is empty"))?;
        let languages = codes.split_whitespace().filter_map(|code| code.parse().ok()).collect();
        Ok(Self { generation: generation.to_owned(), lines: lines.to_owned(), languages })
    }

    /// The concepts that the longest beginning of some words names, and how
    /// many words that is; none where no beginning names any. A name that is
    /// typed as it is written goes before those with the same stems.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the vocabulary cannot be read.
    pub fn longest(&self, words: &[&str]) -> Result<Option<(usize, Vec<Concept>)>> {
        for count in (1..=words.len().min(LONGEST)).rev() {
            let typed = words[..count].join(" ");
            let mut found: Vec<(bool, &str)> = Vec::new();
            for language in &self.languages {
                let key = key(*language, &words[..count]);
                for (name, exactly, place) in self.lines_of(&key) {
                    if !exactly || name == typed {
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

    /// The lines with a key: the name, whether it must be typed so, and
    /// where its concept stands.
    fn lines_of(&self, key: &str) -> impl Iterator<Item = (&str, bool, &str)> {
        let start = self.first_from(key);
        self.lines[start..].lines().map_while(move |line| {
            let rest = line.strip_prefix(key)?.strip_prefix('\t')?;
            let mut columns = rest.split('\t');
            let (name, exactly, place) = (columns.next()?, columns.next()?, columns.next()?);
            Some((name, exactly == "!", place))
        })
    }

    /// Where the first line stands whose key is not before a key, in bytes.
    fn first_from(&self, key: &str) -> usize {
        let bytes = self.lines.as_bytes();
        let start_of_line = |at: usize| {
            bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1)
        };
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let start = start_of_line(low + (high - low) / 2);
            let length = bytes[start..].iter().position(|byte| *byte == b'\n');
            let end = length.map_or(bytes.len(), |length| start + length);
            let line = &bytes[start..end];
            let own = line.split(|byte| *byte == b'\t').next().unwrap_or_default();
            // Lines are sorted with the tab, which is below every letter.
            if own < key.as_bytes() {
                low = end + 1;
            } else {
                high = start;
            }
        }
        low.min(bytes.len())
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

/// Whether a name is written as it was typed, but for the case.
fn same(name: &str, typed: &str) -> bool {
    fold(name, Language::Undetermined) == fold(typed, Language::Undetermined)
}

/// The error for a file that does not hold what was written.
fn damaged(path: &Path, cause: &dyn std::fmt::Display) -> Error {
    Error::Damaged { path: path.to_owned(), message: cause.to_string() }
}
