//! A language's own BM25 numbers, and the prior on a query's language.
//! Tantivy computes idf and mean length over all documents of the index,
//! also those without the field, which ruins a field that only some
//! documents fill (DESIGN.md, section 2: nDCG@10 0.585 against 0.814).

use std::sync::Arc;

use tantivy::{
    Searcher, Term,
    query::{Bm25StatisticsProvider, EnableScoring, Query, Weight},
    schema::Field,
};

use super::schema::{Fields, Words};
use crate::{
    analyze::{Analyzer, Form},
    language::Language,
    rank::weights,
};

/// BM25 numbers of the documents that fill one language's fields.
pub(crate) struct LanguageStatistics {
    searcher: Searcher,
    documents: u64,
}

impl Bm25StatisticsProvider for LanguageStatistics {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.documents)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        // Tantivy asserts that no term is in more documents than there are.
        Ok(self.searcher.doc_freq(term)?.min(self.documents))
    }
}

/// A query that is weighed with the numbers of one language.
pub(crate) struct InLanguage {
    inner: Box<dyn Query>,
    statistics: Arc<LanguageStatistics>,
}

impl Clone for InLanguage {
    fn clone(&self) -> Self {
        Self { inner: self.inner.box_clone(), statistics: Arc::clone(&self.statistics) }
    }
}

impl std::fmt::Debug for InLanguage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.inner.fmt(f)
    }
}

impl Query for InLanguage {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        match scoring {
            EnableScoring::Enabled { searcher, .. } => self.inner.weight(
                EnableScoring::enabled_from_statistics_provider(&*self.statistics, searcher),
            ),
            disabled @ EnableScoring::Disabled { .. } => self.inner.weight(disabled),
        }
    }
}

/// One language of an index that has documents in it.
#[derive(Clone)]
pub(crate) struct Present {
    /// The language's fields.
    pub(crate) words: Words,
    /// Its BM25 numbers.
    statistics: Arc<LanguageStatistics>,
}

impl Present {
    /// The language; `und` stands for all without fields of their own.
    pub(crate) fn language(&self) -> Language {
        self.words.language
    }

    /// How much a term says that so many documents have: its idf.
    pub(crate) fn rarity(&self, documents: u64) -> f32 {
        rarity(self.statistics.documents, documents)
    }

    /// The query, weighed with this language's numbers.
    pub(crate) fn weigh(&self, inner: Box<dyn Query>) -> Box<dyn Query> {
        Box::new(InLanguage { inner, statistics: Arc::clone(&self.statistics) })
    }
}

/// How much it says to have what so many of all documents have: the idf.
pub(super) fn rarity(all: u64, documents: u64) -> f32 {
    let (all, with) = (count(all), count(documents));
    let odds = (all - with).max(0.0) + 0.5;
    #[expect(clippy::cast_possible_truncation, reason = "a weight needs no more digits")]
    let idf = (1.0 + odds / (with + 0.5)).ln() as f32;
    idf
}

/// The languages that the index has documents in.
pub(crate) fn present(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Vec<Present>> {
    let mut found = Vec::new();
    for words in fields.words() {
        let mark = Term::from_field_text(fields.filled, words.language.code());
        let documents = searcher.doc_freq(&mark)?;
        if documents > 0 {
            let statistics = Arc::new(LanguageStatistics { searcher: searcher.clone(), documents });
            found.push(Present { words: *words, statistics });
        }
    }
    Ok(found)
}

/// How likely each language is the query's, 1 for the likeliest, never below
/// [`weights::PRIOR_FLOOR`]; in the order of `present`.
///
/// For each language the sum over the query's words t of
/// log((df_lang(t) + μ·b(t)) / (N_lang + μ)), where b(t) is the share of all
/// documents that have the surface word; DESIGN.md, section 2. Without b a
/// language with twenty documents wins every query.
pub(crate) fn prior(
    searcher: &Searcher,
    present: &[Present],
    pieces: &[&str],
) -> tantivy::Result<Vec<f32>> {
    let all: u64 = present.iter().map(|one| one.statistics.documents).sum();
    let mut sums = vec![0.0_f64; present.len()];
    for piece in pieces {
        let mut everywhere = 0;
        let mut here = Vec::with_capacity(present.len());
        for one in present {
            let surface = Analyzer::new(one.language(), Form::Exact).term(piece).to_owned();
            let with_surface =
                searcher.doc_freq(&Term::from_field_text(one.words.exact, &surface))?;
            everywhere += with_surface;
            here.push(match one.words.stem {
                None => with_surface,
                Some(field) => {
                    let stem = Analyzer::new(one.language(), Form::Stem).term(piece).to_owned();
                    searcher.doc_freq(&Term::from_field_text(field, &stem))?
                }
            });
        }
        let background = (count(everywhere) + 0.5) / (count(all) + 1.0);
        for ((one, here), sum) in present.iter().zip(here).zip(&mut sums) {
            let mass = count(here) + weights::PRIOR_MU * background;
            *sum += (mass / (count(one.statistics.documents) + weights::PRIOR_MU)).ln();
        }
    }
    let best = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut weights: Vec<f32> = sums.iter().map(|sum| soften((sum - best).exp())).collect();
    let is_kin = |one: &Present| KIN.contains(&one.language());
    let nordic = present.iter().zip(&weights).filter(|(one, _)| is_kin(one));
    let nordic = nordic.map(|(_, weight)| weight * weights::KIN).fold(0.0, f32::max);
    for (one, weight) in present.iter().zip(&mut weights) {
        if is_kin(one) {
            *weight = weight.max(nordic);
        }
    }
    Ok(weights)
}

/// Languages that detectors take for each other in short texts: 13 to 18 %
/// of Norwegian and Danish sentences swap (CRATES.md, section 2). A text
/// filed under the neighbour must not be lost to a query.
const KIN: [Language; 3] = [Language::Danish, Language::Norwegian, Language::Swedish];

/// A likelihood relative to the best, with the floor.
fn soften(likelihood: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "a weight needs no more digits")]
    let likelihood = likelihood as f32;
    likelihood.max(weights::PRIOR_FLOOR)
}

/// A count as a number to calculate with.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn count(number: u64) -> f64 {
    number as f64
}
