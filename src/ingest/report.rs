//! What happens in an ingest and what came of it, as values; how they are
//! shown is the edge's.
//! No advice and no wording: a new kind of outcome is one name here.

use crate::{
    catalog::Report,
    document::{DocumentId, Part},
};

/// What became of a file or record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    Added,
    /// It replaces an earlier version.
    Changed,
    /// It is as it was.
    Unchanged,
    /// Its file is at another path now.
    Moved,
    /// Its file is gone, and it left the index.
    Gone,
    /// Its file is there and was to be left out: it left the index.
    Excluded,
    /// Its file is gone, and it was kept.
    Kept,
    /// The user took it out, and it has not changed since.
    Forgotten,
    /// It could not be read.
    Skipped,
}

impl Outcome {
    /// The name as it is printed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Moved => "moved",
            Self::Gone => "gone",
            Self::Excluded => "excluded",
            Self::Kept => "kept",
            Self::Forgotten => "forgotten",
            Self::Skipped => "skipped",
        }
    }
}

/// What happens, as it happens.
pub enum Event<'a> {
    /// The files were found.
    Found {
        /// How many.
        files: usize,
    },
    /// A file or record is done.
    Done {
        /// Its path.
        path: &'a str,
        /// Which part of the file it is.
        part: &'a Part,
        /// Its id, where it has one.
        id: Option<&'a DocumentId>,
        /// What became of it.
        outcome: Outcome,
        /// The path that it has moved from.
        from: Option<&'a str>,
        /// Why it was skipped.
        reason: Option<&'a str>,
        /// Whether it was skipped before, and is not read again until it
        /// changes.
        as_before: bool,
        /// What the user should know of it.
        notes: &'a [String],
    },
    /// Everything so far is safe.
    Committed {
        /// How many documents were written in this run.
        documents: u64,
    },
}

/// A file or a part of one that was skipped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skip {
    /// Its path, and which part of the file it is.
    pub path: String,
    /// Why.
    pub reason: String,
    /// Whether it was skipped before, and is not read again until it changes.
    pub as_before: bool,
}

/// What an ingest did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// How many documents had which outcome.
    pub added: u64,
    /// See [`Outcome::Changed`].
    pub changed: u64,
    /// See [`Outcome::Unchanged`].
    pub unchanged: u64,
    /// See [`Outcome::Moved`].
    pub moved: u64,
    /// See [`Outcome::Gone`].
    pub gone: u64,
    /// See [`Outcome::Excluded`].
    pub excluded: u64,
    /// See [`Outcome::Kept`].
    pub kept: u64,
    /// See [`Outcome::Forgotten`].
    pub forgotten: u64,
    /// Files and records that could not be read, with the reasons.
    pub skipped: Vec<Skip>,
    /// Written documents without a year.
    pub undated: u64,
    /// Characters of the written documents that are furniture, and all.
    pub furniture: (u64, u64),
    /// What came of each catalogue.
    pub catalogues: Vec<Report>,
    /// Files that no row of a catalogue fits, where there is a catalogue.
    pub without_row: Option<usize>,
    /// Catalogues of earlier ingests that cannot be read now, with the
    /// reasons; documents keep what they said.
    pub kept_catalogues: Vec<(String, String)>,
}
