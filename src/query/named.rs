//! `Named`: words of a query that name a concept, beside the other names of
//! that concept. Holds both, what was typed and what it stands for; which
//! words name a concept is decided by who knows the vocabulary.

use super::Node;
use crate::language::Language;

/// Words or a phrase that name concepts.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// What was typed: inflected words beside each other, or one phrase.
    pub typed: Vec<Node>,
    /// The other names of the concepts; none for words that only bind others,
    /// such as `the`, which say nothing in another language.
    pub names: Vec<Name>,
}

impl Named {
    /// The words that were typed, divided by single spaces.
    #[must_use]
    pub fn text(&self) -> String {
        let mut texts = Vec::new();
        self.typed.iter().for_each(|node| node.gather(&mut texts));
        texts.join(" ")
    }
}

/// A name of a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The concept's id in the vocabulary.
    pub concept: String,
    /// The name, one or more words.
    pub text: String,
    /// Its language.
    pub lang: Language,
    /// Whether it is the name to show in its language.
    pub preferred: bool,
    /// Whether texts of every language have it as it is: an acronym, or a
    /// proper name.
    pub anywhere: bool,
}
