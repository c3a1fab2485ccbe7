//! SKOS in Turtle -> `Vocabulary`: which properties make a concept, its
//! labels and its place. Knows the properties, hides the parser.
//! What has no preferred label is no concept.

use std::{
    collections::{HashMap, HashSet},
    io::Read,
};

use oxrdf::{NamedOrBlankNode, Term};

use super::{Concept, Label, LabelKind, Vocabulary};
use crate::error::{Cause, Error};

/// The namespace of SKOS, <https://www.w3.org/TR/skos-reference/>.
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";

/// Our own property for labels that need support to count.
const GUARDED: &str = "urn:iomkb:guarded";

/// Our own property for names that texts also use in passing; the same text
/// is among the labels.
const COMMON: &str = "urn:iomkb:common";

/// Our own property for longer names in which a label means something else.
const EXCEPT: &str = "urn:iomkb:except";

/// The type property of RDF.
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// A vocabulary while its triples come in.
#[derive(Default)]
pub(super) struct Reading {
    order: Vec<String>,
    concepts: HashMap<String, Concept>,
    is_concept: HashSet<String>,
    /// IRI, language and text of common names, which may come before the
    /// labels that they are.
    common: Vec<(String, String, String)>,
}

impl Reading {
    /// Takes in a Turtle text that is compiled in.
    ///
    /// # Errors
    /// [`Error::Vocabulary`] when it is no Turtle.
    pub(super) fn read_built_in(&mut self, turtle: &str) -> crate::error::Result<()> {
        self.read(turtle.as_bytes()).map_err(|cause| Error::Vocabulary { path: None, cause })
    }

    /// Whether there is a concept with a name; where nothing is said to be a
    /// concept, everything is.
    pub(super) fn has_concept(&mut self) -> bool {
        if self.is_concept.is_empty() {
            self.is_concept.extend(self.order.iter().cloned());
        }
        let named = |concept: &Concept| {
            concept.labels.iter().any(|label| label.kind == LabelKind::Preferred)
        };
        self.is_concept.iter().any(|iri| self.concepts.get(iri).is_some_and(named))
    }

    /// Takes in all triples of a Turtle text.
    pub(super) fn read(&mut self, turtle: impl Read) -> Result<(), Cause> {
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
            } else if let (COMMON, Term::Literal(text)) = (predicate, &triple.object) {
                let lang = text.language().unwrap_or_default().to_owned();
                self.common.push((subject.as_str().to_owned(), lang, text.value().to_owned()));
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
        let label = Label { lang, text: text.value().to_owned(), kind, common: false };
        self.concept(subject).labels.push(label);
    }

    /// Gives short ids and drops what is no concept with a name.
    pub(super) fn finish(mut self) -> Vocabulary {
        for (iri, lang, text) in std::mem::take(&mut self.common) {
            let labels = &mut self.concept(&iri).labels;
            for label in labels.iter_mut().filter(|one| one.lang == lang && one.text == text) {
                label.common = true;
            }
        }
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
            if !named || !(self.is_concept.contains(iri) || self.is_concept.is_empty()) {
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
