//! The engine: the index on disk, the only room that imports Tantivy. Hands
//! out documents, rankings and counts in the nouns of the house. Opening it
//! for reading changes nothing on disk.

mod analyzer;
mod combine;
mod concept;
mod count;
mod distinct;
mod exclude;
mod expand;
mod filter;
mod frames;
mod known;
mod ledger;
mod lock;
mod manifest;
mod names;
mod near;
mod order;
mod phrase;
mod plan;
mod predicate;
mod reader;
mod row;
mod schema;
mod similar;
mod snippet;
mod statistics;
mod writer;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use tantivy::{
    DocAddress, IndexReader, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term,
    collector::{DocSetCollector, TopDocs},
    directory::{
        Advice, MmapDirectory,
        error::{LockError, OpenReadError},
    },
    query::TermQuery,
    schema::{IndexRecordOption, Value},
};

pub use self::{
    count::Holdings,
    ledger::{Entry, Failure, Ledger, Mark},
    manifest::Settings,
    names::Names,
    reader::{Answer, Matching, Request, Sort},
    writer::{Open, Writer, WriterOptions},
};
use self::{manifest::Manifest, schema::Fields};
use crate::{
    document::Document,
    error::{Error, Result},
    furniture::frame::Frame,
    topic::Vocabulary,
};

/// How many ids near an unknown one are offered.
const NEAREST: usize = 3;

/// An index, opened for reading, as it was at that moment.
pub struct Index {
    folder: PathBuf,
    manifest: Manifest,
    fields: Fields,
    searcher: Searcher,
    /// Read when they are asked for first.
    vocabulary: OnceLock<Vocabulary>,
    names: OnceLock<Names>,
}

impl Index {
    /// Opens the index of a folder.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::ForeignIndex`] and [`Error::Damaged`] as
    /// they say, [`Error::Read`] when it may not be read.
    pub fn open(folder: &Path) -> Result<Self> {
        let manifest = Manifest::read(folder)?;
        let generation = folder.join(&manifest.generation);
        let failed = |cause| engine_error(&generation, cause);
        // Eight times faster on a cold disk, the same on a warm one
        // (PERFORMANCE.md, section 3c).
        let directory = MmapDirectory::open_with_madvice(&generation, Advice::Random)
            .map_err(|cause| failed(cause.into()))?;
        let index = tantivy::Index::open(directory).map_err(failed)?;
        let searcher = reader_of(&index).map_err(failed)?.searcher();
        let (_, fields) = Fields::build();
        let (vocabulary, names) = (OnceLock::new(), OnceLock::new());
        Ok(Self { folder: folder.to_owned(), manifest, fields, searcher, vocabulary, names })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The settings that it was made with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.manifest.settings
    }

    /// The vocabulary that it was made with.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it cannot be read.
    pub fn vocabulary(&self) -> Result<&Vocabulary> {
        if let Some(known) = self.vocabulary.get() {
            return Ok(known);
        }
        let read = names::vocabulary(&self.folder.join(&self.manifest.generation))?;
        Ok(self.vocabulary.get_or_init(|| read))
    }

    /// The names of the vocabulary's concepts, for lookups.
    ///
    /// # Errors
    /// [`Error::Damaged`] when they cannot be read.
    pub fn names(&self) -> Result<&Names> {
        if let Some(known) = self.names.get() {
            return Ok(known);
        }
        let read = Names::open(&self.folder.join(&self.manifest.generation))?;
        Ok(self.names.get_or_init(|| read))
    }

    /// Whether a document has a country by the id, or by what its metadata
    /// state, in small letters.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::Read`] when it cannot be read.
    pub fn has_country(&self, country: &str) -> Result<bool> {
        let term = Term::from_field_text(self.fields.country, country);
        let documents = self.searcher.doc_freq(&term).map_err(|cause| self.failed(cause))?;
        Ok(documents > 0)
    }

    /// The document with the id, or with the only id that begins so.
    ///
    /// # Errors
    /// [`Error::NoDocument`] when there is none, [`Error::Damaged`] when it
    /// cannot be read.
    pub fn document(&self, id: &str) -> Result<Document> {
        if let Some(address) = self.address(id)? {
            return self.stored(address);
        }
        let near = self.ids_near(id, NEAREST + 1)?;
        match near.as_slice() {
            [only] if !id.is_empty() && only.starts_with(id) => {
                let address = self.address(only)?;
                address.map_or_else(|| Err(no_document(id, Vec::new())), |at| self.stored(at))
            }
            _ => Err(no_document(id, near)),
        }
    }

    /// The document with exactly the id, with its frame.
    ///
    /// # Errors
    /// As [`Index::document`].
    pub fn framed(&self, id: &str) -> Result<(Document, Frame)> {
        let at = self.address(id)?.ok_or_else(|| no_document(id, Vec::new()))?;
        let frame = frames::frame(&self.searcher, at).map_err(|cause| self.failed(cause))?;
        Ok((self.stored(at)?, frame))
    }

    /// What the index knows of each file.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::Read`] when it cannot be read.
    pub fn ledger(&self) -> Result<Ledger> {
        Ledger::read(&self.searcher).map_err(|cause| self.failed(cause))
    }

    /// All documents, in the order of the index.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::Read`] when it cannot be read.
    pub fn documents(&self) -> Result<impl Iterator<Item = Result<Document>>> {
        let every = combine::term_query(self.fields.kind, schema::Kind::Document.name());
        let found = self.searcher.search(&every, &DocSetCollector);
        let mut addresses: Vec<DocAddress> =
            found.map_err(|cause| self.failed(cause))?.into_iter().collect();
        addresses.sort();
        Ok(addresses.into_iter().map(|address| self.stored(address)))
    }

    /// Where the document with exactly this id is.
    fn address(&self, id: &str) -> Result<Option<DocAddress>> {
        let term = Term::from_field_text(self.fields.id, id);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let top = TopDocs::with_limit(1).order_by_score();
        let found = self.searcher.search(&query, &top).map_err(|cause| self.failed(cause))?;
        for (_, address) in found {
            if self.stored_bytes(address)?.is_some() {
                return Ok(Some(address));
            }
        }
        Ok(None)
    }

    /// The ids of documents that begin with a text; where there are none,
    /// those like it.
    fn ids_near(&self, start: &str, limit: usize) -> Result<Vec<String>> {
        let (searcher, field) = (&self.searcher, self.fields.id);
        let mut terms = expand::prefix(searcher, field, start, limit);
        if matches!(&terms, Ok(terms) if terms.is_empty()) {
            terms = expand::fuzzy(searcher, field, start, 2, limit);
        }
        let terms = terms.map_err(|cause| self.failed(cause))?;
        Ok(terms
            .into_iter()
            .map(|term| term.text)
            .filter(|id| !id.starts_with(ledger::ROW))
            .collect())
    }

    /// The stored document at an address.
    fn stored(&self, address: DocAddress) -> Result<Document> {
        let broken = |message: String| Error::Damaged {
            path: self.folder.join(&self.manifest.generation),
            message,
        };
        let bytes = self
            .stored_bytes(address)?
            .ok_or_else(|| broken("a row has no document".to_owned()))?;
        serde_json::from_slice(&bytes)
            .map_err(|cause| broken(format!("a stored document cannot be read: {cause}")))
    }

    /// The stored bytes of a row, none for what is not a document.
    fn stored_bytes(&self, address: DocAddress) -> Result<Option<Vec<u8>>> {
        let row: TantivyDocument =
            self.searcher.doc(address).map_err(|cause| self.failed(cause))?;
        Ok(row
            .get_first(self.fields.document)
            .and_then(|value| value.as_bytes())
            .map(<[u8]>::to_vec))
    }

    /// The error for a failed read.
    fn failed(&self, cause: TantivyError) -> Error {
        let path = self.folder.join(&self.manifest.generation);
        match cause {
            TantivyError::IoError(cause) if is_broken(&cause) => {
                Error::Damaged { path, message: cause.to_string() }
            }
            TantivyError::IoError(cause) => Error::Read { path, cause: root_cause(&cause) },
            other => engine_error(&path, other),
        }
    }
}

/// The error for an id that is not known.
fn no_document(id: &str, nearest: Vec<String>) -> Error {
    Error::NoDocument { id: id.to_owned(), nearest }
}

/// A reader that looks at the index once, without watching it.
fn reader_of(index: &tantivy::Index) -> tantivy::Result<IndexReader> {
    index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()
}

/// What an error of the engine is to the user.
pub(crate) fn engine_error(path: &Path, cause: TantivyError) -> Error {
    let path = path.to_owned();
    match cause {
        TantivyError::LockFailure(LockError::IoError(cause), _) => {
            Error::Read { path, cause: root_cause(&cause) }
        }
        TantivyError::LockFailure(..) => Error::Busy { path, holder: "another process".to_owned() },
        TantivyError::IoError(cause) => Error::Write { path, cause: root_cause(&cause) },
        TantivyError::OpenWriteError(cause) => Error::Write { path, cause: Box::new(cause) },
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath })
            if is_broken(&io_error) =>
        {
            Error::Damaged { path: path.join(filepath), message: io_error.to_string() }
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath }) => {
            Error::Read { path: path.join(filepath), cause: root_cause(&io_error) }
        }
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => {
            Error::Damaged { path: path.join(file), message: "the file is missing".to_owned() }
        }
        TantivyError::OpenDirectoryError(cause) => {
            Error::Damaged { path, message: cause.to_string() }
        }
        TantivyError::InternalError(message) | TantivyError::SystemError(message) => {
            Error::Internal { message }
        }
        other => Error::Damaged { path, message: other.to_string() },
    }
}

/// Whether bytes were read that are not what was written.
fn is_broken(cause: &std::io::Error) -> bool {
    use std::io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    matches!(cause.kind(), InvalidData | InvalidInput | UnexpectedEof)
        || (cause.raw_os_error().is_none() && cause.kind() == std::io::ErrorKind::Other)
}

/// The first cause of a failed operation, which wrappers hide.
fn root_cause(cause: &Arc<std::io::Error>) -> crate::error::Cause {
    match cause.raw_os_error() {
        Some(code) => Box::new(std::io::Error::from_raw_os_error(code)),
        None => Box::new(std::io::Error::new(cause.kind(), cause.to_string())),
    }
}
