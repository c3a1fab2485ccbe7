//! `Axis` and `Tally`: what matching documents are counted by, and how many
//! there are of each. Values are those of the index; what they are called
//! and in which order they stand is decided elsewhere.

use std::collections::{BTreeMap, HashSet};

/// What is counted: a field of the index, and which of its values count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// The name of the field.
    pub name: &'static str,
    /// Values that do not count.
    pub left_out: HashSet<String>,
}

impl Axis {
    /// Makes an axis of all values of a field.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self { name, left_out: HashSet::new() }
    }
}

/// Documents by value; none is the documents without a value that counts. A
/// document with several values counts once in each.
pub type Side = BTreeMap<Option<String>, u64>;

/// Documents by the values of one axis or of two crossed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The counts of each axis by itself.
    pub sides: Vec<Side>,
    /// The counts of the pairs that occur, where there are two axes.
    pub cells: BTreeMap<(Option<String>, Option<String>), u64>,
}
