//! `Hit` and `Ranking`: what a search answers with. Values and their order
//! only; how a score comes about is the engine's, how it looks the edge's.
//! A ranking is complete: the edge needs nothing else to print it.

pub mod weights;

mod duplicates;
mod likeness;
mod marks;
mod tally;
mod translation;

pub use self::{
    duplicates::{duplicates, is_duplicate},
    likeness::{Characteristic, Likeness, Profile, Rarities, Relation, Said, stems},
    marks::Marks,
    tally::{Axis, Side, Tally},
    translation::translation,
};

use crate::{
    document::{Document, DocumentId},
    language::Language,
};

/// A passage that answers, with its matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Its language.
    pub lang: Language,
    /// Its text.
    pub text: String,
    /// The line of the source that it starts on, from 1.
    pub line: u32,
    /// The page, from 1, where there are pages.
    pub page: Option<u32>,
    /// The matches: ranges of characters in `text`, the end exclusive,
    /// ascending, not overlapping.
    pub highlights: Vec<(usize, usize)>,
}

/// One part of a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The word of the query.
    pub word: String,
    /// The field and term that it was looked for as.
    pub term: String,
    /// What it adds to the score.
    pub score: f32,
}

/// A name of a concept by which a document was found, in place of the one
/// that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Via {
    /// The words of the query that name the concept.
    pub typed: String,
    /// The concept's id in the vocabulary.
    pub concept: String,
    /// The name that the document has.
    pub label: String,
    /// The language of that name.
    pub lang: Language,
}

/// One document that answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its place, from 1.
    pub rank: usize,
    /// Its score; higher is better, comparable only within one ranking.
    pub score: f32,
    /// The document.
    pub document: Document,
    /// The names of concepts by which it was found, preferred ones first;
    /// empty for a direct hit, which has the words of the query.
    pub via: Vec<Via>,
    /// The best passages, the best first; at least one if there is any.
    pub passages: Vec<Shown>,
    /// The rank of an earlier hit that is a near-duplicate.
    pub duplicate_of: Option<usize>,
    /// How many near-duplicates of it were passed over.
    pub near_duplicates: usize,
    /// How it is like the document that others like it were asked of.
    pub likeness: Option<Likeness>,
    /// The parts of the score, where they were asked for.
    pub parts: Vec<Part>,
}

/// Whether a ranking has all words of the query or the best that there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matched {
    /// Every hit has all words.
    All,
    /// Hits have any of the words.
    Any,
}

impl Matched {
    /// The name as it is printed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Any => "any",
        }
    }
}

/// A word of the query that no document has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The word as it was typed.
    pub word: String,
    /// Words that the index does have, the nearest first.
    pub nearest: Vec<String>,
}

/// How many documents have a value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// The value; for topics and countries the id.
    pub value: String,
    /// How many of all matching documents have it.
    pub count: u64,
}

/// The counts of one facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The name: `topic`, `year`, `lang` or `country`.
    pub name: &'static str,
    /// The counts, the highest first, years ascending.
    pub counts: Vec<FacetCount>,
}

/// How likely the query is in a language.
#[derive(Clone, Debug, PartialEq)]
pub struct Likelihood {
    /// The language; `und` stands for all without fields of their own.
    pub lang: Language,
    /// 1 for the likeliest, never below [`weights::PRIOR_FLOOR`].
    pub weight: f32,
}

/// What a search answers with.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// The document that others like it were asked of; none for a search.
    pub similar_to: Option<DocumentId>,
    /// The query as it was understood.
    pub query: String,
    /// How many documents match.
    pub total: u64,
    /// How many of them have the words of the query themselves.
    pub direct: u64,
    /// Whether they have all words.
    pub matched: Matched,
    /// The hits that were asked for.
    pub hits: Vec<Hit>,
    /// The words that nothing was found for.
    pub missing: Vec<Missing>,
    /// What the user should know of how the query was read.
    pub notes: Vec<String>,
    /// The facets that were asked for.
    pub facets: Vec<Facet>,
    /// The counts that were asked for.
    pub tallies: Vec<Tally>,
    /// Which languages the query was taken for, the likeliest first.
    pub languages: Vec<Likelihood>,
}
