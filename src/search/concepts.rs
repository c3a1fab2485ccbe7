//! What of a query only the vocabulary knows: the topics that filters name,
//! and the words that name concepts, beside which the concepts' other names
//! are put. Reads the vocabulary only where there is need.

use crate::{
    error::Result,
    index::{Index, Names},
    language::Language,
    normalize::normalize,
    query::{Filter, Name, Named, Node, Query, WordForm},
    topic::{Concept, LabelKind, Vocabulary},
};

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
/// [`crate::error::Error::Value`] for a topic or country that is not known,
/// [`crate::error::Error::Usage`] for a topic that is a country, and
/// [`crate::error::Error::Damaged`] when the vocabulary cannot be read.
pub fn resolve(query: &mut Query, index: &Index, expansion: Expansion) -> Result<()> {
    let mut resolver = Resolver { index, expansion, names: None, vocabulary: None };
    resolver.filters(&mut query.root)?;
    if expansion != Expansion::None {
        resolver.concepts(&mut query.root)?;
    }
    Ok(())
}

/// What a query is resolved with; opened when it is needed first.
struct Resolver<'a> {
    index: &'a Index,
    expansion: Expansion,
    names: Option<Names>,
    vocabulary: Option<Vocabulary>,
}

impl Resolver<'_> {
    /// Replaces the names of topics and countries below a node.
    fn filters(&mut self, node: &mut Node) -> Result<()> {
        match node {
            Node::Field(Filter::Topic(names)) => {
                let ids = ids(self.vocabulary()?, names)?.into_iter();
                let mut nodes: Vec<Node> = ids.map(|id| Node::Field(Filter::Topic(id))).collect();
                *node = if nodes.len() == 1 { nodes.remove(0) } else { Node::Or(nodes) };
                Ok(())
            }
            Node::Field(Filter::Country(name)) => {
                let index = self.index;
                *name = country(name, self.vocabulary()?, index)?;
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
    fn concepts(&mut self, node: &mut Node) -> Result<()> {
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
    fn beside_each_other(&mut self, nodes: &[Node]) -> Result<Vec<Node>> {
        let mut found = Vec::with_capacity(nodes.len());
        let mut rest = nodes;
        while let Some(first) = rest.first() {
            let words: Vec<&str> = rest.iter().map_while(inflected).collect();
            let named = if words.is_empty() { None } else { self.longest(&words)? };
            let (typed, after) = rest.split_at(named.as_ref().map_or(1, |(count, _)| *count));
            rest = after;
            if let Some((_, names)) = named {
                found.push(Node::Named(Named { typed: typed.to_vec(), names }));
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
    fn longest(&mut self, words: &[&str]) -> Result<Option<(usize, Vec<Name>)>> {
        if self.names.is_none() {
            self.names = Some(self.index.names()?);
        }
        let Some(names) = &self.names else { return Ok(None) };
        let Some((count, mut concepts)) = names.longest(words)? else { return Ok(None) };
        if self.expansion == Expansion::Narrower {
            concepts = with_narrower(self.vocabulary()?, concepts);
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

    /// The vocabulary of the index.
    fn vocabulary(&mut self) -> Result<&Vocabulary> {
        let known = match self.vocabulary.take() {
            Some(known) => known,
            None => self.index.vocabulary()?,
        };
        Ok(self.vocabulary.insert(known))
    }
}

/// The text of a word that is meant in any inflection.
fn inflected(node: &Node) -> Option<&str> {
    match node {
        Node::Word(word) if word.form == WordForm::Inflected => Some(&word.text),
        _ => None,
    }
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
    concept.labels.iter().filter(move |label| says_it(label.kind)).map(|label| Name {
        concept: concept.id.clone(),
        text: label.said().to_owned(),
        lang: label.lang.parse().unwrap_or(Language::Undetermined),
        preferred: label.kind == LabelKind::Preferred,
        anywhere: label.stands_anywhere(),
    })
}

/// The ids of topics whose names are divided by commas. A name may have
/// commas itself, so the longest one that is known is taken each time.
fn ids(vocabulary: &Vocabulary, names: &str) -> Result<Vec<String>> {
    let parts: Vec<&str> = names.split(',').collect();
    let mut ids = Vec::new();
    let mut from = 0;
    while from < parts.len() {
        let known = (from + 1..=parts.len()).rev().find_map(|to| {
            let concept = vocabulary.find(&parts[from..to].join(",")).ok()?;
            Some((concept.id.clone(), to))
        });
        let Some((id, to)) = known else {
            // Where nothing of it is known, it was meant as one name.
            let is_list = parts.iter().any(|part| vocabulary.find(part).is_ok());
            let name = if is_list { parts[from].trim() } else { names };
            return vocabulary.find(name).map(|concept| vec![concept.id.clone()]);
        };
        ids.push(id);
        from = to;
    }
    Ok(ids)
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
    use super::ids;
    use crate::topic::Vocabulary;

    #[test]
    fn commas_divide_topics_but_not_names() {
        let vocabulary = Vocabulary::built_in().unwrap();
        let case = |names, expected: &[&str]| {
            assert_eq!(ids(&vocabulary, names).unwrap(), expected, "{names}");
        };
        case("remittances", &["remittances"]);
        case("remittances, gcm:4", &["remittances", "legal-identity"]);
        case("ihmiskauppa,GCM", &["trafficking", "gcm"]);
        case("Mainstreaming, Acceleration and Policy Support", &["maps"]);
        case(
            "diaspora,mainstreaming, acceleration and policy support,DTM",
            &["diaspora", "maps", "dtm"],
        );
        let error = |names| ids(&vocabulary, names).unwrap_err().to_string();
        assert!(error("nothing, such").contains("'nothing, such'"));
        assert!(error("diaspora, dispora").contains("'dispora'"));
        assert!(error("dispora,diaspora").contains("'dispora'"));
        assert!(error("diaspora,").contains("''"));
    }
}
