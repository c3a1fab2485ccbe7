//! `Vocabulary`: the concepts that documents can be about, from SKOS in
//! Turtle, with labels in many languages. Two schemes are compiled in, the
//! themes of migration management and the systems that documents name; any
//! other SKOS file can take their place. A third one, the countries, stands
//! beside either. Whether a text is about a concept is not decided here.

mod country;
mod find;
mod turtle;

use std::{collections::HashMap, fs::File, io::BufReader, path::Path, sync::OnceLock};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use self::turtle::Reading;
use crate::error::{Error, Result};

/// The schemes that are compiled in.
const BUILT_IN: [&str; 2] =
    [include_str!("../vocabulary/themes.ttl"), include_str!("../vocabulary/systems.ttl")];

/// The scheme of countries and regions, which every vocabulary has.
const COUNTRIES: &str = include_str!("../vocabulary/countries.ttl");

/// The longest acronym, in letters: longer capitals are shouted words.
const ACRONYM: usize = 8;

/// What a label is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LabelKind {
    /// The one name to show.
    Preferred,
    /// Another name, as good in a text.
    Alternative,
    /// A name that users may type but that says nothing in a text.
    Hidden,
    /// A name that is also a common word: counts in capitals, with support.
    Guarded,
    /// A longer name that has a label in it and means something else, as
    /// `drug trafficking` is no trafficking in persons.
    Except,
}

/// A name of a concept in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The language tag as the vocabulary has it; empty when it has none.
    pub lang: String,
    /// The name.
    pub text: String,
    /// What it is for.
    pub kind: LabelKind,
    /// Whether texts on other matters often have it in passing, as they have
    /// `visa`: once alone says too little.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub common: bool,
}

impl Label {
    /// The name as texts have it, without a qualifier: the words before the
    /// parenthesis of `integration (migrants)`.
    #[must_use]
    pub fn said(&self) -> &str {
        self.text.split(" (").next().unwrap_or_default().trim()
    }

    /// Whether it is an acronym: one short word in capitals or digits.
    #[must_use]
    pub fn is_acronym(&self) -> bool {
        let text = self.said();
        let mut letters = text.chars().filter(|letter| letter.is_alphabetic());
        text.chars().all(char::is_alphanumeric)
            && text.chars().count() <= ACRONYM
            && letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_uppercase)
    }

    /// Whether texts of every language have it as it is: an acronym, or a
    /// proper name, which has two or more words with capitals.
    #[must_use]
    pub fn stands_anywhere(&self) -> bool {
        let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
        self.is_acronym() || self.said().split_whitespace().filter(capital).count() >= 2
    }
}

/// One concept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concept {
    /// The short name: the last part of the IRI, or all of it where two
    /// concepts share that.
    pub id: String,
    /// The IRI.
    pub iri: String,
    /// The short name of its scheme; empty when it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scheme: String,
    /// Its names.
    pub labels: Vec<Label>,
    /// The ids of the concepts right above it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub broader: Vec<String>,
    /// The ids of concepts that it has to do with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<String>,
    /// What it covers, in English or else any language.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Codes such as `gcm:4` or `sdg:10.7`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notations: Vec<String>,
    /// The IRIs of concepts of other vocabularies that it corresponds to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<String>,
}

impl Concept {
    /// The preferred, alternative, hidden and guarded names: those that mean
    /// it.
    pub fn names(&self) -> impl Iterator<Item = &Label> {
        self.labels.iter().filter(|label| label.kind != LabelKind::Except)
    }

    /// The preferred name in English, else in any language, else the id.
    #[must_use]
    pub fn label(&self) -> &str {
        let preferred = || self.labels.iter().filter(|label| label.kind == LabelKind::Preferred);
        preferred()
            .find(|label| label.lang.starts_with("en"))
            .or_else(|| preferred().next())
            .map_or(&self.id, |label| &label.text)
    }

    /// Whether it is a country or a region, and no topic.
    #[must_use]
    pub fn is_country(&self) -> bool {
        self.scheme == country::SCHEME
    }
}

/// Concepts by id.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    concepts: Vec<Concept>,
    by_id: HashMap<String, usize>,
    /// Countries by name, gathered when the first is asked for.
    by_country: OnceLock<country::ByName>,
}

impl Vocabulary {
    /// The vocabulary that is compiled in.
    ///
    /// # Errors
    /// [`Error::Vocabulary`] when it is broken, which a test rules out.
    pub fn built_in() -> Result<Self> {
        let mut draft = Reading::default();
        for turtle in BUILT_IN {
            draft.read_built_in(turtle)?;
        }
        draft.read_built_in(COUNTRIES)?;
        Ok(draft.finish())
    }

    /// Reads a SKOS file in Turtle, and the countries that are compiled in.
    ///
    /// # Errors
    /// [`Error::Read`] when the file cannot be opened, [`Error::Vocabulary`]
    /// when it is not Turtle or has no concept with a label.
    pub fn from_turtle(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|cause| Error::read(path, cause))?;
        let failed = |cause| Error::Vocabulary { path: Some(path.to_owned()), cause };
        let mut draft = Reading::default();
        draft.read(BufReader::new(file)).map_err(failed)?;
        if !draft.has_concept() {
            return Err(failed("it has no SKOS concept with a label".into()));
        }
        draft.read_built_in(COUNTRIES)?;
        Ok(draft.finish())
    }

    /// The compact form that is kept with an index.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.concepts).unwrap_or_default()
    }

    /// Reads the compact form.
    ///
    /// # Errors
    /// When it is not what [`Vocabulary::to_json`] writes.
    pub fn from_json(text: &str) -> std::result::Result<Self, serde_json::Error> {
        Ok(Self::of(serde_json::from_str(text)?))
    }

    /// A number that changes when the vocabulary does.
    #[must_use]
    pub fn hash(&self) -> u64 {
        xxh3_64(self.to_json().as_bytes())
    }

    /// Indexes concepts by their ids.
    fn of(concepts: Vec<Concept>) -> Self {
        let by_id = concepts
            .iter()
            .enumerate()
            .map(|(place, concept)| (concept.id.clone(), place))
            .collect();
        Self { concepts, by_id, by_country: OnceLock::new() }
    }

    /// All concepts, in the order of the vocabulary.
    #[must_use]
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// The concept with the id.
    #[must_use]
    pub fn concept(&self, id: &str) -> Option<&Concept> {
        self.by_id.get(id).map(|place| &self.concepts[*place])
    }

    /// The concepts right below one.
    pub fn narrower<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Concept> {
        self.concepts.iter().filter(move |concept| concept.broader.iter().any(|above| above == id))
    }

    /// The concepts that have none above them.
    pub fn tops(&self) -> impl Iterator<Item = &Concept> {
        self.concepts
            .iter()
            .filter(|concept| !concept.broader.iter().any(|above| self.by_id.contains_key(above)))
    }

    /// The id and those of all concepts above it, each once.
    #[must_use]
    pub fn with_ancestors<'a>(&'a self, id: &'a str) -> Vec<&'a str> {
        let mut found = vec![id];
        let mut next = 0;
        while next < found.len() {
            let above = self.concept(found[next]).map_or(&[][..], |concept| &concept.broader);
            for id in above {
                if !found.contains(&id.as_str()) {
                    found.push(id);
                }
            }
            next += 1;
        }
        found
    }
}
#[cfg(test)]
mod tests {
    use super::{LabelKind, Reading, Vocabulary};

    fn read(turtle: &str) -> Vocabulary {
        let mut reading = Reading::default();
        let head =
            "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix e: <http://e/> .";
        reading.read(format!("{head}{turtle}").as_bytes()).unwrap();
        reading.finish()
    }

    #[test]
    fn concepts_are_found_by_any_name() {
        let vocabulary = read(
            "e:a a skos:Concept ; skos:prefLabel \"legal identity\"@en, \"juridisk identitet\"@sv ;
             skos:hiddenLabel \"papers\"@en ; skos:notation \"gcm:4\" .",
        );
        for name in
            ["a", "Legal  identity", "legal-identity", "JURIDISK IDENTITET", "gcm:4", "papers"]
        {
            assert_eq!(vocabulary.find(name).unwrap().id, "a", "{name}");
        }
        assert!(vocabulary.find("legal entity").is_err());
    }

    #[test]
    fn ancestors_follow_broader_and_narrower_and_survive_a_loop() {
        let vocabulary = read(
            "e:a a skos:Concept ; skos:prefLabel \"a\"@en ; skos:narrower e:b .
             e:b a skos:Concept ; skos:prefLabel \"b\"@en ; skos:narrower e:c .
             e:c a skos:Concept ; skos:prefLabel \"c\"@en ; skos:narrower e:a .",
        );
        assert_eq!(vocabulary.with_ancestors("c"), ["c", "b", "a"]);
    }

    #[test]
    fn the_compact_form_reads_back() {
        let vocabulary = Vocabulary::built_in().unwrap();
        let again = Vocabulary::from_json(&vocabulary.to_json()).unwrap();
        assert_eq!(again.concepts(), vocabulary.concepts());
        assert_eq!(again.hash(), vocabulary.hash());
    }

    #[test]
    fn two_concepts_with_one_last_part_keep_their_iris() {
        let vocabulary = read(
            "e:a a skos:Concept ; skos:prefLabel \"one\"@en .
             <http://f/a> a skos:Concept ; skos:prefLabel \"two\"@en .",
        );
        let ids: Vec<&str> = vocabulary.concepts().iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["a", "http://f/a"]);
    }

    #[test]
    fn no_theme_lacks_one_of_the_five_languages() {
        let vocabulary = Vocabulary::built_in().unwrap();
        for concept in vocabulary.concepts().iter().filter(|one| one.scheme == "themes") {
            for lang in ["en", "fi", "sv", "fr", "es"] {
                let has = concept
                    .labels
                    .iter()
                    .any(|label| label.kind == LabelKind::Preferred && label.lang == lang);
                assert!(has, "{} has no {lang} label", concept.id);
            }
        }
    }
}
