//! The numbers of the ranking, each with what set it. Changing one is
//! changing the ranking everywhere; nothing else may hold such a number.
//! A weight without a measurement says so; those of likeness and translation
//! were set on the texts that `tests/eval/similar.rs` measures.

/// The pseudo-count of the language prior: how many documents' worth the
/// background weighs in a language (DESIGN.md, section 2).
pub const PRIOR_MU: f64 = 5.0;

/// The least weight of a language beside the likeliest: a wrong guess must
/// not hide a document (DESIGN.md, section 2, gives 0.05 to 0.15).
pub const PRIOR_FLOOR: f32 = 0.1;

/// The least weight of Danish, Norwegian and Swedish beside the likeliest of
/// the three. Not tuned: half keeps a text that was filed under a neighbour
/// above one that has a word less.
pub const KIN: f32 = 0.5;

/// A surface word beside its stem, inside a language (DESIGN.md, section 2,
/// gives 0.25 to 0.4).
pub const EXACT: f32 = 0.3;

/// A word of the title, on top of its place in the text. Only titles that are
/// stated or a heading count: with titles taken from the first sentence the
/// mean nDCG@10 of the fifteen pooled collections falls from 0.882 to 0.878.
pub const TITLE: f32 = 0.3;

/// A word of the furniture: found, but below everything else (DESIGN.md,
/// section 1: 0.1 or so).
pub const FURNITURE: f32 = 0.1;

/// A word found by its beginning or by likeness instead of by inflection.
/// Not tuned: no collection asks so.
pub const EXPANDED: f32 = 0.7;

/// A name of a concept that was not typed itself, against a name that was.
/// Sets the order of such hits among themselves only, as they come after
/// those that have the words of the query (DESIGN.md, section 3).
pub const VIA: f32 = 0.5;

/// The score of the first hit by concept against that of the last direct
/// one. Not tuned: any number below 1 keeps the order.
pub const BELOW: f32 = 0.9;

/// The share of common wording from which two documents are near-duplicates.
/// Texts of 300 words that are posted again with other lines above and below
/// share 0.68 to 0.93, notices of one template with other names and numbers
/// in every sentence 0.11 to 0.36 (`tests/eval/similar.rs`).
pub const NEAR_DUPLICATE: f64 = 0.6;

/// The share of the longer's letters that a translation has at least.
pub const SAME_LENGTH: f64 = 0.6;

/// How confident a year is at least that may speak against a translation;
/// what is inferred from a text has less.
pub const SURE_YEAR: f64 = 0.5;

/// The share of the numbers of both that a translation keeps at least.
pub const SAME_NUMBERS: f64 = 2.0 / 3.0;

/// How many numbers, names and concepts of the title a document and its
/// translation share at least.
pub const MARKS_SHARED: f64 = 4.0;

/// From how many numbers on their agreement has its full weight.
pub const MANY_NUMBERS: f64 = 4.0;

/// What the agreement of names weighs beside that of many numbers.
pub const NAMES_AGREE: f64 = 0.7;

/// What the agreement of topics weighs beside that of many numbers.
pub const TOPICS_AGREE: f64 = 0.5;

/// How far a document and its translation agree at least.
pub const TRANSLATION: f64 = 0.5;

/// What the share of characteristic words weighs in similarity.
pub const SIMILAR_WORDS: f64 = 0.6;

/// What the share of topics weighs in similarity.
pub const SIMILAR_TOPICS: f64 = 0.25;

/// What the share of names and numbers weighs in similarity.
pub const SIMILAR_MARKS: f64 = 0.15;

/// How much of the words a share of topics stands for where two documents
/// have no language in common.
pub const TOPICS_FOR_WORDS: f64 = 0.5;

/// The least similarity that is shown.
pub const SIMILAR: f64 = 0.12;

/// How rare a reason is at least that is given beside others: what a quarter
/// of the documents have, as its idf, ln(1 + 3).
pub const TELLING: f64 = 1.386;
