//! Countries and regions by any of their names or codes. A country is looked
//! for before a region and never among topics, so that "Micronesia" is the
//! state and "Georgia" no theme. Does not look into texts.

use std::collections::{HashMap, HashSet};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{Concept, LabelKind, Vocabulary, find::nearest};
use crate::error::{Error, Result};

/// The short name of the scheme of countries and regions.
pub(super) const SCHEME: &str = "countries";

/// How well a name is that of a country: an id or a code is it for sure, a
/// country goes before a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Code,
    Preferred,
    Named,
    Region,
}

/// The places of countries and regions by what they may be called.
#[derive(Clone, Debug, Default)]
pub(super) struct ByName(HashMap<String, Vec<(Fit, usize)>>);

impl ByName {
    /// Gathers the names and codes of a vocabulary.
    fn new(vocabulary: &Vocabulary) -> Self {
        let regions = vocabulary.regions();
        let mut names = Self::default();
        for (place, concept) in vocabulary.concepts.iter().enumerate() {
            if !concept.is_country() {
                continue;
            }
            for code in concept.notations.iter().chain([&concept.id, &concept.iri]) {
                let bare = code.split_once(':').map_or(code.as_str(), |(_, bare)| bare);
                names.add(code.to_lowercase(), Fit::Code, place);
                names.add(bare.to_lowercase(), Fit::Code, place);
            }
            let is_region = regions.contains(concept.id.as_str());
            for label in concept.names() {
                let fit = match label.kind {
                    _ if is_region => Fit::Region,
                    LabelKind::Preferred => Fit::Preferred,
                    _ => Fit::Named,
                };
                names.add(key(&label.text), fit, place);
            }
        }
        names
    }

    /// Adds a name of a concept, or makes one that is known fit better.
    fn add(&mut self, name: String, fit: Fit, place: usize) {
        let known = self.0.entry(name).or_default();
        match known.iter_mut().find(|(_, other)| *other == place) {
            Some((best, _)) => *best = fit.min(*best),
            None => known.push((fit, place)),
        }
    }

    /// The concepts that a name fits best.
    fn best(&self, name: &str) -> Vec<usize> {
        let found = self.0.get(name).map_or(&[][..], Vec::as_slice);
        let best = found.iter().map(|(fit, _)| *fit).min();
        found.iter().filter(|(fit, _)| Some(*fit) == best).map(|(_, place)| *place).collect()
    }
}

impl Vocabulary {
    /// The countries and regions, in the order of the vocabulary.
    pub fn countries(&self) -> impl Iterator<Item = &Concept> {
        self.concepts.iter().filter(|concept| concept.is_country())
    }

    /// The ids of the concepts that others stand below: among countries the
    /// regions.
    #[must_use]
    pub fn regions(&self) -> HashSet<&str> {
        self.concepts.iter().flat_map(|one| &one.broader).map(String::as_str).collect()
    }

    /// Finds a country or region by its id, IRI, any of its names, a code of
    /// ISO 3166-1 or a number of UN M49, in any case, with or without
    /// accents, stops and "the".
    ///
    /// # Errors
    /// [`Error::Value`] with the nearest names when there is none, or when
    /// several countries have the name.
    pub fn find_country(&self, name: &str) -> Result<&Concept> {
        match self.named(name)[..] {
            [] => {
                let message = "no state, territory or region has this name or code";
                Err(unknown(name, message, nearest(self.countries(), &key(name))))
            }
            [one] => Ok(&self.concepts[one]),
            ref several => {
                let labels = several.iter().map(|place| self.concepts[*place].label().to_owned());
                Err(unknown(name, "several countries have this name", labels.collect()))
            }
        }
    }

    /// The one country or region that has a name, as
    /// [`Vocabulary::find_country`] finds it; for texts, as it looks for no
    /// near names.
    #[must_use]
    pub fn country(&self, name: &str) -> Option<&Concept> {
        match self.named(name)[..] {
            [one] => Some(&self.concepts[one]),
            _ => None,
        }
    }

    /// The places of the countries or regions that a name fits best.
    fn named(&self, name: &str) -> Vec<usize> {
        let names = self.by_country.get_or_init(|| ByName::new(self));
        let found = names.best(&name.trim().to_lowercase());
        if found.is_empty() { names.best(&key(name)) } else { found }
    }
}

/// The error for a name that is not of one country.
fn unknown(name: &str, message: &str, nearest: Vec<String>) -> Error {
    Error::Value { what: "country", value: name.to_owned(), message: message.to_owned(), nearest }
}

/// A name as it is compared: small letters without marks, words divided by
/// one space.
fn key(name: &str) -> String {
    let marked = |letter: &char| is_combining_mark(*letter) || "'’.".contains(*letter);
    let letters: String =
        name.nfd().filter(|letter| !marked(letter)).flat_map(char::to_lowercase).collect();
    let words: Vec<&str> = letters
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.strip_prefix(&["the"]).unwrap_or(&words).join(" ")
}

#[cfg(test)]
mod tests {
    use super::{HashMap, HashSet, Vocabulary, key};
    use crate::error::Error;

    /// Looks for each name in the vocabulary that is compiled in.
    fn cases(names: &[(&str, &str)]) {
        let vocabulary = Vocabulary::built_in().unwrap();
        for (name, id) in names {
            match vocabulary.find_country(name) {
                Ok(found) => assert_eq!(found.id, *id, "{name}"),
                Err(error) => panic!("{name}: {error}"),
            }
        }
    }

    #[test]
    fn countries_have_many_names() {
        cases(&[
            ("Somalia", "SOM"),
            ("الصومال", "SOM"),
            ("сомали", "SOM"),
            ("Suomi", "FIN"),
            ("FINLANDE", "FIN"),
            ("cote d'ivoire", "CIV"),
            ("Norsunluurannikko", "CIV"),
            ("Turkey", "TUR"),
            ("turkiye", "TUR"),
            ("the Netherlands", "NLD"),
            ("U.S.A.", "USA"),
            ("Iran (Islamic Republic of)", "IRN"),
            ("Iran, Islamic Republic of", "IRN"),
            ("Congo, Democratic Republic of the", "COD"),
            ("Congo", "COG"),
            ("Guinea-Bissau", "GNB"),
            ("Kosovo", "XKX"),
            ("Micronesia", "FSM"),
        ]);
    }

    #[test]
    fn codes_of_both_standards() {
        cases(&[
            ("so", "SOM"),
            ("SOM", "SOM"),
            ("iso:so", "SOM"),
            ("706", "SOM"),
            ("m49:706", "SOM"),
            ("xk", "XKX"),
            ("urn:iomkb:country:SOM", "SOM"),
        ]);
    }

    #[test]
    fn regions_have_names_too() {
        cases(&[
            ("Africa", "africa"),
            ("Afrikka", "africa"),
            ("002", "africa"),
            ("eastern-africa", "eastern-africa"),
            ("East Africa", "eastern-africa"),
            ("Latinalainen Amerikka", "latin-america-and-the-caribbean"),
        ]);
    }

    #[test]
    fn topics_and_countries_are_apart() {
        let vocabulary = Vocabulary::built_in().unwrap();
        assert!(vocabulary.find("Somalia").is_err());
        assert!(vocabulary.find_country("trafficking").is_err());
        let Err(Error::Value { nearest, .. }) = vocabulary.find_country("Korea") else { panic!() };
        assert_eq!(nearest.len(), 2, "{nearest:?}");
    }

    #[test]
    fn every_country_has_a_region_and_a_name_in_nine_languages() {
        let vocabulary = Vocabulary::built_in().unwrap();
        let regions = vocabulary.regions();
        let mut count = 0;
        for concept in vocabulary.countries() {
            for lang in ["en", "fi", "sv", "fr", "es", "ar", "ru", "de", "zh"] {
                let named = concept.labels.iter().any(|label| label.lang == lang);
                assert!(named, "{} has no name in {lang}", concept.id);
            }
            if !regions.contains(concept.id.as_str()) {
                count += 1;
                let ids = vocabulary.with_ancestors(&concept.id);
                assert!(ids.len() > 1 || concept.id == "ATA", "{} has no region", concept.id);
                assert!(ids.iter().all(|id| vocabulary.concept(id).is_some()), "{ids:?}");
            }
        }
        assert_eq!(count, 250);
    }

    #[test]
    fn names_of_two_countries_are_few_and_known() {
        let vocabulary = Vocabulary::built_in().unwrap();
        let mut owners: HashMap<(&str, String), HashSet<&str>> = HashMap::new();
        for concept in vocabulary.countries() {
            let matched =
                |kind| !matches!(kind, super::LabelKind::Hidden | super::LabelKind::Except);
            for label in concept.labels.iter().filter(|label| matched(label.kind)) {
                owners.entry((&label.lang, key(&label.text))).or_default().insert(&concept.id);
            }
        }
        let regions = vocabulary.regions();
        let mut shared: Vec<&str> = owners
            .iter()
            .filter(|(_, ids)| ids.iter().filter(|id| !regions.contains(**id)).count() > 1)
            .map(|((_, name), _)| name.as_str())
            .collect();
        shared.sort_unstable();
        shared.dedup();
        let known = ["congo", "coree", "corea", "kongo", "korea", "saint martin", "san martin"];
        let unknown: Vec<&&str> =
            shared.iter().filter(|name| name.is_ascii() && !known.contains(name)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
