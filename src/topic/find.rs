//! Topics by any of their names or codes, and the names nearest to one that
//! is not known. Countries are no topics: they have names and codes of their
//! own, which are compared more loosely. Does not look into texts.

use super::{Concept, Vocabulary};
use crate::error::{Error, Result};

/// How many near names an unknown one is answered with.
const NEAREST: usize = 3;

impl Vocabulary {
    /// Finds a topic by its id, IRI, code or any of its names, in any case,
    /// with spaces or hyphens between words. Countries are no topics; see
    /// [`Vocabulary::find_country`].
    ///
    /// # Errors
    /// [`Error::Value`] with the nearest names when there is none, or for a
    /// country.
    pub fn find(&self, name: &str) -> Result<&Concept> {
        let wanted = key(name);
        let topics = || self.concepts.iter().filter(|one| !one.is_country());
        let by = |test: &dyn Fn(&Concept) -> bool| topics().find(|one| test(one));
        by(&|concept| key(&concept.id) == wanted || concept.iri == name)
            .or_else(|| by(&|concept| concept.notations.iter().any(|code| key(code) == wanted)))
            .or_else(|| by(&|concept| key(concept.label()) == wanted))
            .or_else(|| by(&|concept| concept.names().any(|label| key(&label.text) == wanted)))
            .ok_or_else(|| match self.country(name) {
                Some(_) => Error::Value {
                    what: "topic",
                    value: name.to_owned(),
                    message: "it is a country: use --country or country:".to_owned(),
                    nearest: Vec::new(),
                },
                None => Error::Value {
                    what: "topic",
                    value: name.to_owned(),
                    message: "no concept has this id, code or name".to_owned(),
                    nearest: nearest(topics(), &wanted),
                },
            })
    }
}

/// The names of concepts nearest to one that is not known, the nearest first;
/// the ids of countries are codes, which are near to anything.
pub(super) fn nearest<'a>(
    concepts: impl Iterator<Item = &'a Concept>,
    wanted: &str,
) -> Vec<String> {
    let mut near: Vec<(f64, &str)> = Vec::new();
    for concept in concepts {
        let best = concept
            .names()
            .map(|label| label.text.as_str())
            .chain((!concept.is_country()).then_some(&*concept.id))
            .map(|name| (strsim::jaro_winkler(wanted, &key(name)), name))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        near.extend(best.filter(|(likeness, _)| *likeness > 0.8));
    }
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.iter().take(NEAREST).map(|(_, name)| (*name).to_owned()).collect()
}

/// A name as it is compared: lower case, words divided by one space.
fn key(name: &str) -> String {
    let words: Vec<String> = name
        .split(|letter: char| letter.is_whitespace() || letter == '-' || letter == '_')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}
