//! `Query`: what was asked, as a tree that prints back to the same text.
//! `parse.rs` reads the language of DESIGN.md, section 3. Hides the grammar
//! and its limits. Never sees an index, a vocabulary or an analyzer: what a
//! word or the name of a topic stands for is decided elsewhere.

mod field;
mod group;
mod letter;
mod lex;
mod limits;
mod named;
mod parse;
mod print;
mod word;

pub use field::Filter;
pub use named::{Name, Named};

use crate::error::Result;

/// What was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The whole of it; [`Node::Words`] of nothing for a blank text.
    pub root: Node,
    /// What was read otherwise than it may have been meant: one sentence
    /// each, without a final stop.
    pub notes: Vec<String>,
}

/// A part of a query. Nested at most 100 levels deep when it was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Everything: `*`.
    All,
    /// A word.
    Word(Word),
    /// Words beside each other, in quotes.
    Phrase(Phrase),
    /// A condition on a field.
    Field(Filter),
    /// All of them: `a AND b`. Two or more.
    And(Vec<Node>),
    /// Parts without an operator between them. Filters and exclusions hold;
    /// of the others all or any, as the caller decides. Two or more, but for
    /// [`Query::plain`] and a blank text.
    Words(Vec<Node>),
    /// Any of them: `a OR b`. Two or more.
    Or(Vec<Node>),
    /// All documents but these: `-a`, `NOT a`. Never directly in another.
    Not(Box<Node>),
    /// Words or a phrase that name a concept. Never read from a text: who
    /// knows the vocabulary puts it in place of what was typed.
    Named(Named),
}

/// A word of a query. Where it stands is no part of what is asked: words
/// that differ in `at` only are equal.
#[derive(Clone, Debug)]
pub struct Word {
    /// The word without operators; has a letter or digit, and may be several
    /// words to an analyzer, as `A/RES/73/195`.
    pub text: String,
    /// Which forms of it are meant.
    pub form: WordForm,
    /// Where it starts, in characters from the start of the query.
    pub at: usize,
}

impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        (&self.text, self.form) == (&other.text, other.form)
    }
}

/// Which forms of a word are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordForm {
    /// Any inflection: `word`.
    Inflected,
    /// As it is written: `=word`.
    Exact,
    /// Words that begin with it: `word*`.
    Prefix,
    /// Words like it, with at most so many letters changed, 1 or 2:
    /// `word~1`.
    Fuzzy(u8),
}

/// Words beside each other. Phrases that differ in `at` only are equal.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// The words, without quotes, divided by single spaces.
    pub text: String,
    /// Whether the words are meant as they are written: `="two words"`.
    pub exact: bool,
    /// How many places the words may be moved in all, 0 to 1,000: the number
    /// of `"two words"~5`.
    pub slop: u32,
    /// Where it starts, in characters from the start of the query.
    pub at: usize,
}

impl PartialEq for Phrase {
    fn eq(&self, other: &Self) -> bool {
        (&self.text, self.exact, self.slop) == (&other.text, other.exact, other.slop)
    }
}

impl Query {
    /// Reads a query. A text without anything but spaces asks for no words.
    ///
    /// # Errors
    /// [`crate::error::Error::Query`] with the place of what cannot be read,
    /// and for a text that is beyond the limits: 16 KiB, 100 levels, 1,024
    /// clauses, 64 words in a phrase, 255 bytes in a word.
    pub fn parse(text: &str) -> Result<Self> {
        let (root, notes) = parse::parse(text)?;
        Ok(Self { root, notes })
    }

    /// Takes a text as plain words, without any syntax. What is beyond the
    /// limits of [`Query::parse`] is left out, with a note.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let (words, notes) = word::plain(text);
        Self { root: Node::Words(words.into_iter().map(Node::Word).collect()), notes }
    }

    /// Whether it looks for any word or phrase; filters, titles and what is
    /// excluded do not count.
    #[must_use]
    pub fn has_words(&self) -> bool {
        !self.words().is_empty()
    }

    /// Narrows it by filters, which mean the same as fields beside its
    /// words: a repeated field is any of its values, different ones are all.
    #[must_use]
    pub fn and_filters(self, filters: Vec<Filter>) -> Self {
        Self { root: group::narrowed(self.root, filters), notes: self.notes }
    }

    /// The texts of the words and phrases that it looks for, in order; not
    /// those of titles or of what is excluded.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.root.gather(&mut found);
        found
    }

    /// Whether some of its words were put in place as names of concepts.
    #[must_use]
    pub fn names_concepts(&self) -> bool {
        fn names(node: &Node) -> bool {
            match node {
                Node::Named(_) => true,
                Node::And(nodes) | Node::Words(nodes) | Node::Or(nodes) => nodes.iter().any(names),
                _ => false,
            }
        }
        names(&self.root)
    }

    /// Whether it asks for every document there is.
    #[must_use]
    pub fn everything(&self) -> bool {
        self.root == Node::All
    }
}

impl Query {
    /// The languages that it filters by, anywhere but in exclusions.
    #[must_use]
    pub fn languages(&self) -> Vec<crate::language::Language> {
        fn gather(node: &Node, found: &mut Vec<crate::language::Language>) {
            match node {
                Node::Field(Filter::Lang(languages)) => found.extend(languages),
                Node::And(nodes) | Node::Words(nodes) | Node::Or(nodes) => {
                    nodes.iter().for_each(|node| gather(node, found));
                }
                _ => {}
            }
        }
        let mut found = Vec::new();
        gather(&self.root, &mut found);
        found
    }
}

impl Node {
    /// Whether it only narrows what is found: filters other than a title's,
    /// exclusions, and groups of nothing else.
    #[must_use]
    pub fn narrows(&self) -> bool {
        match self {
            Self::Field(filter) => !matches!(filter, Filter::Title(_)),
            Self::Not(_) => true,
            Self::And(nodes) | Self::Words(nodes) | Self::Or(nodes) => {
                !nodes.is_empty() && nodes.iter().all(Self::narrows)
            }
            Self::All | Self::Word(_) | Self::Phrase(_) | Self::Named(_) => false,
        }
    }

    /// Adds the texts that are looked for.
    fn gather<'a>(&'a self, found: &mut Vec<&'a str>) {
        match self {
            Self::Word(word) => found.push(&word.text),
            Self::Phrase(phrase) => found.push(&phrase.text),
            Self::And(nodes) | Self::Words(nodes) | Self::Or(nodes) => {
                nodes.iter().for_each(|node| node.gather(found));
            }
            Self::Named(named) => named.typed.iter().for_each(|node| node.gather(found)),
            Self::All | Self::Field(_) | Self::Not(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Query;

    #[test]
    fn words_are_those_that_are_looked_for() {
        let case = |text: &str, expected: &[&str]| {
            let query = Query::parse(text).unwrap();
            assert_eq!(query.words(), expected, "{text}");
            assert_eq!(query.has_words(), !expected.is_empty(), "{text}");
        };
        case("a \"b c\" (d OR =e) -f g*", &["a", "b c", "d", "e", "g"]);
        case("title:a topic:b year:2018", &[]);
        case("-a", &[]);
        case("*", &[]);
        case("", &[]);
    }

    #[test]
    fn everything_is_everything() {
        let case =
            |text: &str, all| assert_eq!(Query::parse(text).unwrap().everything(), all, "{text}");
        case("*", true);
        case("(*)", true);
        case("* a", false);
        case("* lang:sv", false);
        case("", false);
    }
}
