//! Words of the index near a word of the query: those that begin with it,
//! those that are like it. Reads the dictionaries of fields; weighs nothing.
//! Sums over segments, so that the answer does not depend on their number.

use std::collections::HashMap;

use tantivy::{Searcher, Term, query::FuzzyTermQuery, schema::Field, termdict::TermStreamer};

/// A word of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// The term.
    pub(crate) text: String,
    /// How many documents have it, deleted ones counted.
    pub(crate) documents: u64,
}

/// Terms of one field looked at for one word, so that `a*` in an index of
/// millions of words stays quick.
pub(crate) const LOOKED_AT: usize = 20_000;

/// The terms of a field that begin with a text, the most frequent first.
pub(crate) fn prefix(
    searcher: &Searcher,
    field: Field,
    start: &str,
    limit: usize,
) -> tantivy::Result<Vec<Known>> {
    let mut found = HashMap::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut terms = inverted.terms().range().ge(start.as_bytes()).into_stream()?;
        let mut looked_at = 0;
        while looked_at < LOOKED_AT && terms.advance() {
            if !terms.key().starts_with(start.as_bytes()) {
                break;
            }
            looked_at += 1;
            take(&mut found, terms.key(), terms.value().doc_freq);
        }
    }
    Ok(most_frequent(found, limit))
}

/// The terms of a field at most `distance` letters away from a word (a
/// letter put in, left out, changed, or two swapped), the most frequent
/// first.
pub(crate) fn fuzzy(
    searcher: &Searcher,
    field: Field,
    word: &str,
    distance: u8,
    limit: usize,
) -> tantivy::Result<Vec<Known>> {
    let query = FuzzyTermQuery::new(Term::from_field_text(field, word), distance, true);
    let mut found = HashMap::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut terms: TermStreamer<'_, _> =
            inverted.terms().search(query.automaton()?).into_stream()?;
        while terms.advance() {
            take(&mut found, terms.key(), terms.value().doc_freq);
        }
    }
    Ok(most_frequent(found, limit))
}

/// Counts a term.
fn take(found: &mut HashMap<String, u64>, key: &[u8], documents: u32) {
    if let Ok(text) = std::str::from_utf8(key) {
        *found.entry(text.to_owned()).or_default() += u64::from(documents);
    }
}

/// The most frequent of the terms, equal ones by letter.
fn most_frequent(found: HashMap<String, u64>, limit: usize) -> Vec<Known> {
    let mut known: Vec<Known> =
        found.into_iter().map(|(text, documents)| Known { text, documents }).collect();
    known.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.text.cmp(&b.text)));
    known.truncate(limit);
    known
}
