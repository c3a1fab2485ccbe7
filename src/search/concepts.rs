//! What of a query only the vocabulary knows: the topics that filters name,
//! and the words that name concepts, beside which the concepts' other names
//! are put. Reads the vocabulary only where there is need.

use crate::{
    error::Result,
    index::Index,
    language::Language,
    normalize::normalize,
    query::{Filter, Name, Named, Node, Query, WordForm},
    segment::frequent_words,
    topic::{Concept, Label, LabelKind, Vocabulary},
};

/// How many of a language's most frequent words only bind others.
const FUNCTION_WORDS: usize = 60;

/// By which names a concept is looked for that the query names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expansion {
    /// Only by the words that were typed.
    None,
    /// Also by its other names, in every language.
    #[default]
    Names,
    /// Also by those of all concepts below it.
    Narrower,
}

/// Replaces the names of topics and countries by their ids, topics divided by
/// commas by any of them, and puts the other names of
/// concepts beside the words and phrases that name them. What is excluded is
/// meant as it was typed, and so is an exact, cut or fuzzy word.
///
/// # Errors
/// [`crate::error::Error::Value`] for a topic or country that is not known, and
/// [`crate::error::Error::Damaged`] when the vocabulary cannot be read.
pub fn resolve(query: &mut Query, index: &Index, expansion: Expansion) -> Result<()> {
    let resolver = Resolver { index, expansion };
    resolver.filters(&mut query.root)?;
    if expansion != Expansion::None {
        resolver.concepts(&mut query.root)?;
    }
    Ok(())
}

/// What a query is resolved with.
struct Resolver<'a> {
    index: &'a Index,
    expansion: Expansion,
}

impl Resolver<'_> {
    /// Replaces the names of topics and countries below a node.
    fn filters(&self, node: &mut Node) -> Result<()> {
        match node {
            Node::Field(Filter::Topic(names)) => {
                let vocabulary = self.index.vocabulary()?;
                let find = |name: &str| vocabulary.find(name).map(|concept| concept.id.clone());
                *node = any_of(divided(names, &find)?, Filter::Topic);
                Ok(())
            }
            Node::Field(Filter::Country(names)) => {
                let index = self.index;
                let vocabulary = self.index.vocabulary()?;
                let find = |name: &str| country(name, vocabulary, index);
                *node = any_of(divided(names, &find)?, Filter::Country);
                Ok(())
            }
            Node::And(nodes) | Node::Words(nodes) | Node::Or(nodes) => {
                nodes.iter_mut().try_for_each(|node| self.filters(node))
            }
            Node::Not(node) => self.filters(node),
            Node::All | Node::Word(_) | Node::Phrase(_) | Node::Field(_) | Node::Named(_) => Ok(()),
        }
    }

    /// Puts names beside the words and phrases below a node that have some.
    fn concepts(&self, node: &mut Node) -> Result<()> {
        match node {
            Node::And(nodes) | Node::Words(nodes) => {
                *nodes = self.beside_each_other(nodes)?;
                Ok(())
            }
            Node::Or(nodes) => nodes.iter_mut().try_for_each(|node| self.concepts(node)),
            Node::Word(_) => {
                let found = self.beside_each_other(std::slice::from_ref(node))?;
                found.into_iter().for_each(|found| *node = found);
                Ok(())
            }
            Node::Phrase(phrase) if !phrase.exact && phrase.slop == 0 => {
                let words: Vec<&str> = phrase.text.split(' ').collect();
                if let Some((count, names)) = self.longest(&words)?
                    && count == words.len()
                {
                    *node = Node::Named(Named { typed: vec![node.clone()], names });
                }
                Ok(())
            }
            Node::All | Node::Phrase(_) | Node::Field(_) | Node::Not(_) | Node::Named(_) => Ok(()),
        }
    }

    /// Nodes beside each other with the longest runs of words that name
    /// concepts put together, from left to right.
    fn beside_each_other(&self, nodes: &[Node]) -> Result<Vec<Node>> {
        let mut found = Vec::with_capacity(nodes.len());
        let mut rest = nodes;
        while let Some(first) = rest.first() {
            let words: Vec<&str> = rest.iter().map_while(inflected).collect();
            let named = if words.is_empty() { None } else { self.longest(&words)? };
            let named = named.filter(|(count, _)| *count > 1 || !only_binds(words[0]));
            let (typed, after) = rest.split_at(named.as_ref().map_or(1, |(count, _)| *count));
            rest = after;
            if let Some((_, names)) = named {
                found.push(Node::Named(Named { typed: typed.to_vec(), names }));
            } else if inflected(first).is_some_and(only_binds) {
                found.push(Node::Named(Named { typed: typed.to_vec(), names: Vec::new() }));
            } else {
                let mut node = first.clone();
                if !matches!(node, Node::Word(_)) {
                    self.concepts(&mut node)?;
                }
                found.push(node);
            }
        }
        Ok(found)
    }

    /// How many words from the first on name a concept, at most, and its
    /// other names; none where there are none.
    fn longest(&self, words: &[&str]) -> Result<Option<(usize, Vec<Name>)>> {
        let found = self.index.names()?.longest(words)?;
        let Some((count, mut concepts)) = found else { return Ok(None) };
        if self.expansion == Expansion::Narrower {
            concepts = with_narrower(self.index.vocabulary()?, concepts);
        }
        let typed = words[..count].join(" ").to_lowercase();
        let mut other: Vec<Name> = Vec::new();
        for name in concepts.iter().flat_map(names_of) {
            let is_new = !other.iter().any(|one| one.text == name.text && one.lang == name.lang);
            if is_new && name.text.to_lowercase() != typed {
                other.push(name);
            }
        }
        Ok(Some((count, other)))
    }
}

/// The text of a word that is meant in any inflection.
fn inflected(node: &Node) -> Option<&str> {
    match node {
        Node::Word(word) if word.form == WordForm::Inflected => Some(&word.text),
        _ => None,
    }
}

/// Whether a word is among the most frequent ones of a language: `the`, `los`.
/// What is typed in capitals is an acronym.
fn only_binds(word: &str) -> bool {
    if word.chars().all(char::is_uppercase) {
        return false;
    }
    let word = word.to_lowercase();
    Language::ALL.iter().any(|language| {
        let mut frequent = frequent_words(*language).take(FUNCTION_WORDS);
        frequent.any(|known| known == word)
    })
}

/// Concepts and all concepts below them, each once.
fn with_narrower(vocabulary: &Vocabulary, mut concepts: Vec<Concept>) -> Vec<Concept> {
    let mut next = 0;
    while next < concepts.len() {
        let below = vocabulary.narrower(&concepts[next].id).cloned().collect::<Vec<_>>();
        for concept in below {
            if concepts.iter().all(|known| known.id != concept.id) {
                concepts.push(concept);
            }
        }
        next += 1;
    }
    concepts
}

/// The names of a concept that say it in a text.
fn names_of(concept: &Concept) -> impl Iterator<Item = Name> {
    let says_it = |kind| matches!(kind, LabelKind::Preferred | LabelKind::Alternative);
    // What is also a word of its language, or said in passing, finds too much.
    let is_word = |label: &Label| {
        let same = |other: &Label| other.kind == LabelKind::Guarded && other.text == label.text;
        label.common
            || concept.labels.iter().any(same)
            || (concept.is_country() && label.is_acronym())
    };
    let labels = concept.labels.iter();
    labels.filter(move |label| says_it(label.kind) && !is_word(label)).map(|label| Name {
        concept: concept.id.clone(),
        text: label.said().to_owned(),
        lang: label.lang.parse().unwrap_or(Language::Undetermined),
        preferred: label.kind == LabelKind::Preferred,
        anywhere: label.stands_anywhere(),
    })
}

/// The ids of concepts whose names are divided by commas. A name may have
/// commas itself, so the longest one that is known is taken each time.
fn divided(names: &str, find: &dyn Fn(&str) -> Result<String>) -> Result<Vec<String>> {
    let parts: Vec<&str> = names.split(',').collect();
    let mut ids = Vec::new();
    let mut from = 0;
    while from < parts.len() {
        let known = (from + 1..=parts.len()).rev().find_map(|to| {
            let id = find(parts[from..to].join(",").trim()).ok()?;
            Some((id, to))
        });
        let Some((id, to)) = known else {
            // Where nothing of it is known, it was meant as one name.
            let is_list = parts.iter().any(|part| find(part.trim()).is_ok());
            let name = if is_list { parts[from].trim() } else { names };
            return find(name).map(|id| vec![id]);
        };
        ids.push(id);
        from = to;
    }
    Ok(ids)
}

/// Filters by any of some ids.
fn any_of(ids: Vec<String>, filter: fn(String) -> Filter) -> Node {
    let mut nodes: Vec<Node> = ids.into_iter().map(|id| Node::Field(filter(id))).collect();
    if nodes.len() == 1 { nodes.remove(0) } else { Node::Or(nodes) }
}

/// The id of a country or region; a name that is not known stays as it is
/// where metadata of some document have it.
fn country(name: &str, vocabulary: &Vocabulary, index: &Index) -> Result<String> {
    let found = vocabulary.find_country(name).map(|concept| concept.id.clone());
    found.or_else(|error| {
        let stated = normalize(name).to_lowercase();
        if index.has_country(&stated)? { Ok(stated) } else { Err(error) }
    })
}

#[cfg(test)]
mod tests {
    use super::divided;
    use crate::topic::Vocabulary;

    #[test]
    fn commas_divide_topics_but_not_names() {
        let vocabulary = Vocabulary::built_in().unwrap();
        let find = |name: &str| vocabulary.find(name).map(|concept| concept.id.clone());
        let case = |names, expected: &[&str]| {
            assert_eq!(divided(names, &find).unwrap(), expected, "{names}");
        };
        case("remittances", &["remittances"]);
        case("remittances, gcm:4", &["remittances", "legal-identity"]);
        case("ihmiskauppa,GCM", &["trafficking", "gcm"]);
        case("Mainstreaming, Acceleration and Policy Support", &["maps"]);
        case(
            "diaspora,mainstreaming, acceleration and policy support,DTM",
            &["diaspora", "maps", "dtm"],
        );
        let error = |names| divided(names, &find).unwrap_err().to_string();
        assert!(error("nothing, such").contains("'nothing, such'"));
        assert!(error("diaspora, dispora").contains("'dispora'"));
        assert!(error("dispora,diaspora").contains("'dispora'"));
        assert!(error("diaspora,").contains("''"));
    }
}
