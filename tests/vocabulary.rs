//! The vocabulary that is compiled in, checked as data: what stands on it is
//! complete, nothing is ambiguous without a reason, nothing is out of place.
//! Never asks how labels are matched, only that words that look like names
//! are not taken for them.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail at once")]

#[path = "vocabulary/guard.rs"]
mod guard;
#[path = "vocabulary/languages.rs"]
mod languages;
#[path = "vocabulary/shape.rs"]
mod shape;
#[path = "vocabulary/systems.rs"]
mod systems;

use iomkb::topic::{Concept, Vocabulary};

/// The vocabulary that is compiled in.
fn built_in() -> Vocabulary {
    Vocabulary::built_in().unwrap()
}

/// The concepts of the themes and systems; the countries have tests of their
/// own where they are looked up.
fn topics(vocabulary: &Vocabulary) -> Vec<&Concept> {
    vocabulary.concepts().iter().filter(|concept| !concept.is_country()).collect()
}
