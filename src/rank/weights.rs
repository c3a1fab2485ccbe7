//! The numbers of the ranking, each with what set it. Changing one is
//! changing the ranking everywhere; nothing else may hold such a number.
//! A weight without a measurement says so.

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
