//! Conditions that the dictionaries cannot answer: exact phrases are checked
//! in the stored text, on candidates that have all the words.
//! Costs a read of stored text for each candidate, so it comes last.

use std::{fmt, sync::Arc};

use tantivy::{
    DocId, SegmentReader, TantivyDocument,
    query::{
        Weight,
        doc_predicate_query::{
            ConstOrVariableSegmentPredicate, DocPredicate, DocPredicateQuery, SegmentDocPredicate,
        },
    },
    schema::{Field, Value},
    store::StoreReader,
};

use crate::{
    analyze::{Analyzer, Form},
    document::{Document, Passage, Provenance, Role, texts},
    language::Language,
};

/// Blocks of stored text kept while candidates are checked.
const CACHED_BLOCKS: usize = 8;

/// What must stand in a document's text.
#[derive(Clone, Debug)]
pub(crate) struct Sequence {
    /// The surface words, one after the other.
    pub(crate) terms: Vec<String>,
    /// How many other words may stand among them; then in any order.
    pub(crate) slop: u32,
    /// The language that the passage must be in; none for furniture.
    pub(crate) language: Option<Language>,
    /// Whether the languages without own fields are meant by `und`.
    pub(crate) own_field: bool,
}

impl Sequence {
    /// Whether the document has the words, one after the other, in one
    /// passage of the right kind, in its title, or in its metadata.
    pub(crate) fn is_in(&self, document: &Document) -> bool {
        let passages = document.passages.iter().filter(|passage| self.may_hold(passage));
        passages.into_iter().any(|passage| self.is_said(&passage.text, passage.lang))
            || self.is_in_title(document)
            || self.is_in_metadata(document)
    }

    /// Whether a title that does not stand in the text has the words.
    fn is_in_title(&self, document: &Document) -> bool {
        let (title, lang) = (&document.title, document.lang);
        document.title_source == Provenance::Metadata
            && self.is_language(lang)
            && self.is_said(title, lang)
    }

    /// Whether metadata, which is searched like furniture, has the words.
    fn is_in_metadata(&self, document: &Document) -> bool {
        let mut texts = document.metadata.values().flat_map(texts);
        self.language.is_none() && texts.any(|text| self.is_said(&text, Language::Undetermined))
    }

    /// Whether a text has the words.
    fn is_said(&self, text: &str, language: Language) -> bool {
        let terms = Analyzer::new(language, Form::Exact).terms(text);
        let said = |term: &crate::analyze::Term, wanted: &String| term.text == *wanted;
        if self.slop > 0 {
            let width = self.terms.len() + usize::try_from(self.slop).unwrap_or(usize::MAX - 64);
            let width = width.min(terms.len()).max(1);
            return terms.windows(width).any(|window| {
                self.terms.iter().all(|wanted| window.iter().any(|term| said(term, wanted)))
            });
        }
        terms
            .windows(self.terms.len())
            .any(|window| window.iter().zip(&self.terms).all(|(term, wanted)| said(term, wanted)))
    }

    /// Whether the passage is of the right kind.
    fn may_hold(&self, passage: &Passage) -> bool {
        match self.language {
            None => passage.role == Role::Furniture,
            Some(_) => passage.role != Role::Furniture && self.is_language(passage.lang),
        }
    }

    /// Whether a language is the one that is meant, or among those without
    /// fields of their own.
    fn is_language(&self, language: Language) -> bool {
        match self.language {
            None => false,
            Some(wanted) if self.own_field => language == wanted,
            Some(_) => !language.has_own_field(),
        }
    }
}

/// Documents among the candidates that have the sequence.
pub(crate) fn holding(
    candidates: Box<dyn Weight>,
    document: Field,
    sequence: Sequence,
) -> DocPredicateQuery {
    Holding { candidates: candidates.into(), document, sequence }.into()
}

/// The predicate of [`holding`].
struct Holding {
    candidates: Arc<dyn Weight>,
    document: Field,
    sequence: Sequence,
}

impl fmt::Debug for Holding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sequence.fmt(f)
    }
}

impl DocPredicate for Holding {
    type SegmentDocPredicate = InSegment;

    fn doc_predicate(
        &self,
        segment: &SegmentReader,
    ) -> tantivy::Result<ConstOrVariableSegmentPredicate<InSegment>> {
        let candidates = self.candidates.scorer(segment, 1.0)?;
        Ok(ConstOrVariableSegmentPredicate::Variable {
            predicate: InSegment {
                store: segment.get_store_reader(CACHED_BLOCKS)?,
                document: self.document,
                sequence: self.sequence.clone(),
            },
            necessary_condition: candidates,
        })
    }
}

/// The predicate within one segment.
struct InSegment {
    store: StoreReader,
    document: Field,
    sequence: Sequence,
}

impl SegmentDocPredicate for InSegment {
    fn eval(&mut self, row: DocId) -> bool {
        let Ok(row) = self.store.get::<TantivyDocument>(row) else { return false };
        let stored = row.get_first(self.document).and_then(|value| value.as_bytes());
        let document = stored.and_then(|bytes| serde_json::from_slice::<Document>(bytes).ok());
        document.is_some_and(|document| self.sequence.is_in(&document))
    }
}
