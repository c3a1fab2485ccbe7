//! What a writer knows of the index that it writes to, as of its opening or
//! the last look: the ledger, stored documents, what groups of files repeat;
//! and a writer that only looks and drops every change.
//! Changes nothing.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use tantivy::{
    TantivyDocument, TantivyError, Term,
    collector::TopDocs,
    query::TermQuery,
    schema::{IndexRecordOption, Value},
};

use super::{Index, Writer, frames, ledger::Ledger, manifest::Manifest, schema::Fields};
use crate::{
    document::{Document, DocumentId},
    error::Result,
    furniture::frame::{Frame, Repeats},
    topic::Vocabulary,
};

impl Writer {
    /// A writer that writes nothing.
    pub(super) fn look(
        folder: &Path,
        manifest: Manifest,
        vocabulary: Vocabulary,
        is_new: bool,
    ) -> Result<Self> {
        let index = if is_new { None } else { Some(Index::open(folder)?) };
        let ledger = index.as_ref().map(Index::ledger).transpose()?.unwrap_or_default();
        Ok(Self {
            folder: folder.to_owned(),
            manifest,
            replaces: None,
            fields: Fields::build().1,
            tantivy: None,
            vocabulary: Arc::new(vocabulary),
            ledger,
            searcher: index.map(|index| index.searcher),
            pending: 0,
            written: false,
            lock: None,
        })
    }

    /// A document of the ledger as it was stored, with its frame.
    ///
    /// # Errors
    /// [`crate::error::Error::Damaged`] when it cannot be read.
    pub fn stored(&self, id: &DocumentId) -> Result<Option<(Document, Frame)>> {
        let Some(searcher) = &self.searcher else { return Ok(None) };
        let stored = || {
            let term = Term::from_field_text(self.fields.id, &id.0);
            let query = TermQuery::new(term, IndexRecordOption::Basic);
            let top = TopDocs::with_limit(1).order_by_score();
            let Some((_, at)) = searcher.search(&query, &top)?.pop() else { return Ok(None) };
            let row: TantivyDocument = searcher.doc(at)?;
            let bytes = row.get_first(self.fields.document).and_then(|value| value.as_bytes());
            let read = bytes.map(serde_json::from_slice).transpose();
            let document = read.map_err(|cause| TantivyError::InternalError(cause.to_string()))?;
            let frame = frames::frame(searcher, at)?;
            Ok(document.map(|document| (document, frame)))
        };
        stored().map_err(|cause| self.failed(cause))
    }

    /// What each group of documents repeats, by the ledger's state of the
    /// index.
    ///
    /// # Errors
    /// [`crate::error::Error::Damaged`] when it cannot be read.
    pub fn repeats(&self) -> Result<Repeats> {
        let repeats = self.searcher.as_ref().map(frames::repeats).transpose();
        Ok(repeats.map_err(|cause| self.failed(cause))?.unwrap_or_default())
    }

    /// The paths of the files of which documents were written when their
    /// groups repeated something else, by the ledger's state of the index.
    ///
    /// # Errors
    /// [`crate::error::Error::Damaged`] when it cannot be read.
    pub fn outdated(&self, repeats: &Repeats) -> Result<BTreeSet<String>> {
        let paths = self.searcher.as_ref().map(|searcher| frames::outdated(searcher, repeats));
        Ok(paths.transpose().map_err(|cause| self.failed(cause))?.unwrap_or_default())
    }

    /// Reads the ledger anew, as of the last commit.
    ///
    /// # Errors
    /// [`crate::error::Error::Damaged`] when it cannot be read.
    pub fn refresh(&mut self) -> Result<()> {
        let Some(tantivy) = &self.tantivy else { return Ok(()) };
        let read = || {
            let searcher = super::reader_of(tantivy.index())?.searcher();
            Ok((Ledger::read(&searcher)?, searcher))
        };
        let (ledger, searcher) = read().map_err(|cause| self.failed(cause))?;
        (self.ledger, self.searcher) = (ledger, Some(searcher));
        Ok(())
    }
}
