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
    document::{Document, Passage, Role},
    language::Language,
};

/// Blocks of stored text kept while candidates are checked.
const CACHED_BLOCKS: usize = 8;

/// What must stand in a document's text.
#[derive(Clone, Debug)]
pub(crate) struct Sequence {
    /// The surface words, one after the other.
    pub(crate) terms: Vec<String>,
    /// The language that the passage must be in; none for furniture.
    pub(crate) language: Option<Language>,
    /// Whether the languages without own fields are meant by `und`.
    pub(crate) own_field: bool,
}

impl Sequence {
    /// Whether the document has the words, one after the other, in one
    /// passage of the right kind.
    pub(crate) fn is_in(&self, document: &Document) -> bool {
        document.passages.iter().filter(|passage| self.may_hold(passage)).any(|passage| {
            let terms = Analyzer::new(passage.lang, Form::Exact).terms(&passage.text);
            let wanted = self.terms.len();
            terms.windows(wanted).any(|window| {
                window.iter().zip(&self.terms).all(|(term, wanted)| term.text == *wanted)
            })
        })
    }

    /// Whether the passage is of the right kind.
    fn may_hold(&self, passage: &Passage) -> bool {
        match self.language {
            None => passage.role == Role::Furniture,
            Some(_) if passage.role == Role::Furniture => false,
            Some(language) if self.own_field => passage.lang == language,
            Some(_) => !passage.lang.has_own_field(),
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
