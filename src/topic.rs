//! `Vocabulary`: the concepts that documents can be about, from SKOS in
//! Turtle, with labels in many languages. Two schemes are compiled in, the
//! themes of migration management and the systems that documents name; any
//! other SKOS file can take their place. A third one, the countries, stands
//! beside either. Whether a text is about a concept is not decided here.

mod country;
mod find;

use std::{
    collections::{HashMap, HashSet},
    fs::File,
    io::{BufReader, Read},
    path::Path,
    sync::OnceLock,
};

use oxrdf::{NamedOrBlankNode, Term};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::error::{Error, Result};

/// The schemes that are compiled in.
const BUILT_IN: [&str; 2] =
    [include_str!("vocabulary/themes.ttl"), include_str!("vocabulary/systems.ttl")];

/// The scheme of countries and regions, which every vocabulary has.
const COUNTRIES: &str = include_str!("vocabulary/countries.ttl");

/// The namespace of SKOS, <https://www.w3.org/TR/skos-reference/>.
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";

/// Our own property for labels that need support to count.
const GUARDED: &str = "urn:iomkb:guarded";

/// Our own property for longer names in which a label means something else.
const EXCEPT: &str = "urn:iomkb:except";

/// The type property of RDF.
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

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
    /// A name that has a label in it and means something else.
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
    /// The preferred name in English, else in any language, else the id.
    #[must_use]
    pub fn label(&self) -> &str {
        let preferred = || self.labels.iter().filter(|label| label.kind == LabelKind::Preferred);
        preferred()
            .find(|label| label.lang.starts_with("en"))
            .or_else(|| preferred().next())
            .map_or(&self.id, |label| &label.text)
    }

    /// The preferred, alternative, hidden and guarded names: those that mean
    /// it.
    fn names(&self) -> impl Iterator<Item = &str> {
        let labels = self.labels.iter().filter(|label| label.kind != LabelKind::Except);
        labels.map(|label| label.text.as_str())
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

/// A vocabulary while its triples come in.
#[derive(Default)]
struct Reading {
    order: Vec<String>,
    concepts: HashMap<String, Concept>,
    is_concept: HashSet<String>,
}

impl Reading {
    /// Takes in a Turtle text that is compiled in.
    fn read_built_in(&mut self, turtle: &str) -> Result<()> {
        self.read(turtle.as_bytes()).map_err(|cause| Error::Vocabulary { path: None, cause })
    }

    /// Whether there is a concept with a name; where nothing is said to be a
    /// concept, everything is.
    fn has_concept(&mut self) -> bool {
        if self.is_concept.is_empty() {
            self.is_concept.extend(self.order.iter().cloned());
        }
        let named = |concept: &Concept| {
            concept.labels.iter().any(|label| label.kind == LabelKind::Preferred)
        };
        self.is_concept.iter().any(|iri| self.concepts.get(iri).is_some_and(named))
    }

    /// Takes in all triples of a Turtle text.
    fn read(&mut self, turtle: impl Read) -> std::result::Result<(), crate::error::Cause> {
        for triple in oxttl::TurtleParser::new().for_reader(turtle) {
            let triple = triple?;
            let NamedOrBlankNode::NamedNode(subject) = triple.subject else { continue };
            let predicate = triple.predicate.as_str();
            if let Some(property) = predicate.strip_prefix(SKOS) {
                self.take(subject.as_str(), property, &triple.object);
            } else if predicate == GUARDED {
                self.label(subject.as_str(), LabelKind::Guarded, &triple.object);
            } else if predicate == EXCEPT {
                self.label(subject.as_str(), LabelKind::Except, &triple.object);
            } else if predicate == TYPE
                && matches!(&triple.object, Term::NamedNode(kind)
                    if kind.as_str().strip_prefix(SKOS) == Some("Concept"))
            {
                self.is_concept.insert(subject.as_str().to_owned());
            }
        }
        Ok(())
    }

    /// The concept of an IRI, made when it is seen first.
    fn concept(&mut self, iri: &str) -> &mut Concept {
        if !self.concepts.contains_key(iri) {
            self.order.push(iri.to_owned());
        }
        let new = || Concept { iri: iri.to_owned(), ..Concept::default() };
        self.concepts.entry(iri.to_owned()).or_insert_with(new)
    }

    /// Takes in one SKOS property.
    fn take(&mut self, subject: &str, property: &str, object: &Term) {
        match (property, object) {
            ("prefLabel", _) => self.label(subject, LabelKind::Preferred, object),
            ("altLabel", _) => self.label(subject, LabelKind::Alternative, object),
            ("hiddenLabel", _) => self.label(subject, LabelKind::Hidden, object),
            ("broader" | "broaderTransitive", Term::NamedNode(above)) => {
                add(&mut self.concept(subject).broader, above.as_str());
            }
            ("narrower", Term::NamedNode(below)) => {
                add(&mut self.concept(below.as_str()).broader, subject);
            }
            ("related", Term::NamedNode(other)) => {
                add(&mut self.concept(subject).related, other.as_str());
            }
            ("inScheme" | "topConceptOf", Term::NamedNode(scheme)) => {
                self.concept(subject).scheme = local_name(scheme.as_str()).to_owned();
            }
            ("scopeNote" | "definition", Term::Literal(text)) => {
                let english = text.language().is_none_or(|lang| lang.starts_with("en"));
                let concept = self.concept(subject);
                if english || concept.note.is_empty() {
                    text.value().clone_into(&mut concept.note);
                }
            }
            ("notation", Term::Literal(code)) => {
                add(&mut self.concept(subject).notations, code.value());
            }
            (
                "exactMatch" | "closeMatch" | "broadMatch" | "narrowMatch" | "relatedMatch",
                Term::NamedNode(other),
            ) => add(&mut self.concept(subject).matches, other.as_str()),
            _ => {}
        }
    }

    /// Takes in a name.
    fn label(&mut self, subject: &str, kind: LabelKind, object: &Term) {
        let Term::Literal(text) = object else { return };
        let lang = text.language().unwrap_or_default().to_owned();
        let label = Label { lang, text: text.value().to_owned(), kind };
        self.concept(subject).labels.push(label);
    }

    /// Gives short ids and drops what is no concept with a name.
    fn finish(mut self) -> Vocabulary {
        self.has_concept();
        let mut ids: HashMap<String, String> = HashMap::new();
        let mut taken: HashSet<String> = HashSet::new();
        for iri in &self.order {
            let short = local_name(iri);
            let id = if taken.insert(short.to_owned()) { short } else { iri };
            ids.insert(iri.clone(), id.to_owned());
        }
        let mut concepts = Vec::new();
        for iri in &self.order {
            let Some(mut concept) = self.concepts.remove(iri) else { continue };
            let named = concept.labels.iter().any(|label| label.kind == LabelKind::Preferred);
            if !named || !self.is_concept.contains(iri) {
                continue;
            }
            concept.id = ids.get(iri).cloned().unwrap_or_default();
            for list in [&mut concept.broader, &mut concept.related] {
                list.retain(|other| other != iri);
                for other in list.iter_mut() {
                    if let Some(id) = ids.get(other) {
                        id.clone_into(other);
                    }
                }
            }
            concepts.push(concept);
        }
        Vocabulary::of(concepts)
    }
}

/// Adds what is not there yet.
fn add(list: &mut Vec<String>, value: &str) {
    if !list.iter().any(|known| known == value) {
        list.push(value.to_owned());
    }
}

/// The last part of an IRI, after `/`, `#` or `:`.
fn local_name(iri: &str) -> &str {
    let cut = iri.trim_end_matches('/').rsplit(['/', '#', ':']).next();
    cut.filter(|name| !name.is_empty()).unwrap_or(iri)
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
