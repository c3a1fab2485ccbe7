//! Suggestions: words of the index near a word of the query that no document
//! has. Looks at dictionaries only, in every language that is present.
//! Offers words, never changes a query.

use super::{
    Index, expand,
    statistics::{self, Present},
};
use crate::{
    analyze::{Analyzer, Form},
    error::Result,
};

/// How many near words are offered for one that was not found.
const NEAR_WORDS: usize = 3;

/// The shortest word that has near ones, in characters: of two letters
/// nearly every other word is near.
const SHORTEST: usize = 3;

impl Index {
    /// Words of the index near a word that no document has; none when some
    /// document has it. A word is near when at most two letters differ, one
    /// in words of up to five letters.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn near_words(&self, word: &str) -> Result<Option<Vec<String>>> {
        self.near(word).map_err(|cause| self.failed(cause))
    }

    /// [`Index::near_words`] with the engine's own errors.
    fn near(&self, word: &str) -> tantivy::Result<Option<Vec<String>>> {
        let mut known: Vec<expand::Known> = Vec::new();
        let is_long = word.chars().count() >= SHORTEST;
        for present in statistics::present(&self.searcher, &self.fields)? {
            if self.has(&present, word)? {
                return Ok(None);
            }
            let text = Analyzer::new(present.language(), Form::Exact).term(word).to_owned();
            if !is_long {
                continue;
            }
            let distance = if text.chars().count() > 5 { 2 } else { 1 };
            let field = present.words.exact;
            known.extend(expand::fuzzy(&self.searcher, field, &text, distance, NEAR_WORDS * 4)?);
        }
        let furniture = Analyzer::new(crate::language::Language::Undetermined, Form::Exact)
            .term(word)
            .to_owned();
        let term = tantivy::Term::from_field_text(self.fields.furniture, &furniture);
        if self.searcher.doc_freq(&term)? > 0 {
            return Ok(None);
        }
        known.sort_by(|a, b| {
            let likeness = |known: &expand::Known| strsim::osa_distance(&known.text, &furniture);
            let by_letters = likeness(a).cmp(&likeness(b));
            by_letters.then(b.documents.cmp(&a.documents)).then_with(|| a.text.cmp(&b.text))
        });
        let mut near: Vec<String> = Vec::new();
        for known in known {
            if !near.contains(&known.text) && near.len() < NEAR_WORDS {
                near.push(known.text);
            }
        }
        Ok(Some(near))
    }

    /// Whether a document of the language has the word in any inflection.
    fn has(&self, present: &Present, word: &str) -> tantivy::Result<bool> {
        let forms = [(present.words.stem, Form::Stem), (Some(present.words.exact), Form::Exact)];
        for (field, form) in forms {
            let Some(field) = field else { continue };
            let text = Analyzer::new(present.language(), form).term(word).to_owned();
            let term = tantivy::Term::from_field_text(field, &text);
            if self.searcher.doc_freq(&term)? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
