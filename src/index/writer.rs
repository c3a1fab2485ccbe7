//! `Document` -> index: add, replace, remove, forget, commit. One writer at
//! a time; a document is replaced whole or not at all; what a commit said is
//! safe stays safe. A rebuild goes to a new generation beside the current
//! one and becomes visible when it is finished, never before.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use tantivy::{IndexWriter, Searcher, TantivyDocument, TantivyError, Term};

use super::{
    analyzer,
    ledger::{self, Failure, Ledger, Mark},
    lock,
    manifest::{self, Manifest, Settings, free_generation, sweep},
    names, row,
    schema::{Fields, Kind},
};
use crate::{
    document::{Document, DocumentId},
    error::{Error, Result},
    furniture::frame::Frame,
    topic::Vocabulary,
};

/// Threads that write segments: two give 0.6 of the time of one on two
/// cores, more gain nothing there (PERFORMANCE.md, section 3d).
const THREADS: usize = 2;

/// Memory of the writing threads together, in bytes: 50 MB a thread; 15 MB
/// cost 1.55 times the time (PERFORMANCE.md, section 7).
const MEMORY: usize = THREADS * 50_000_000;

/// What a writer is opened for.
pub struct WriterOptions {
    /// Whether everything is to be written anew, beside what there is.
    pub rebuild: bool,
    /// Whether nothing is to be written at all: changes are counted and
    /// dropped. Then no lock is taken, and an index need not be there.
    pub dry: bool,
    /// How long to wait for another writer.
    pub wait: Duration,
}

/// Writes documents to the index of one folder.
pub struct Writer {
    pub(super) folder: PathBuf,
    pub(super) manifest: Manifest,
    /// The generation that is replaced when this one is finished.
    pub(super) replaces: Option<Manifest>,
    pub(super) fields: Fields,
    /// None when nothing is to be written.
    pub(super) tantivy: Option<IndexWriter>,
    pub(super) vocabulary: Arc<Vocabulary>,
    pub(super) ledger: Ledger,
    /// What the ledger was read from; none where there is no index yet.
    pub(super) searcher: Option<Searcher>,
    pub(super) pending: u64,
    pub(super) written: bool,
    /// Held until the writer is dropped; signed with the first change, as a
    /// run without changes writes nothing.
    pub(super) lock: Option<File>,
}

impl Writer {
    /// Opens the index of a folder for writing, making it where there is
    /// none. `choose` is given the settings of the index that is there, none
    /// where there is none, and returns the settings and the vocabulary to
    /// work with.
    ///
    /// # Errors
    /// [`Error::Busy`] when another writer has it, [`Error::ForeignIndex`]
    /// when the folder holds something else, [`Error::Damaged`] and
    /// [`Error::Write`] as they say; whatever `choose` returns.
    pub fn open(
        folder: &Path,
        options: &WriterOptions,
        choose: impl FnOnce(Option<&Open<'_>>) -> Result<(Settings, Vocabulary)>,
    ) -> Result<Self> {
        if !manifest::is_free(folder) && !manifest::is_there(folder) {
            // What is something else is left as it is.
            Manifest::read(folder)?;
        }
        let lock = if options.dry {
            None
        } else {
            fs::create_dir_all(folder).map_err(|cause| Error::write(folder, cause))?;
            Some(lock::take(folder, options.wait)?)
        };
        let current = match Manifest::read(folder) {
            Ok(manifest) => Some(manifest),
            Err(Error::NoIndex { .. }) => None,
            Err(Error::ForeignIndex { .. } | Error::Damaged { .. })
                if options.rebuild && manifest::is_there(folder) =>
            {
                None
            }
            Err(error) => return Err(error),
        };
        let open = current.as_ref().map(|manifest| Open { folder, manifest });
        let (settings, vocabulary) = choose(open.as_ref())?;
        let is_new = options.rebuild || current.is_none();
        let (manifest, replaces) = match current {
            Some(current) if !options.rebuild => (Manifest { settings, ..current }, None),
            other => (Manifest::new(free_generation(folder), settings), other),
        };
        let Some(lock) = lock else {
            return Self::look(folder, manifest, vocabulary, is_new);
        };
        if let Some(replaces) = &replaces {
            // What an interrupted rebuild has left.
            sweep(folder, &replaces.generation);
        }
        Self::start(folder, manifest, replaces, vocabulary, lock, is_new)
    }

    /// Opens the generation of the manifest, making it where it is not.
    fn start(
        folder: &Path,
        manifest: Manifest,
        replaces: Option<Manifest>,
        vocabulary: Vocabulary,
        lock: File,
        is_new: bool,
    ) -> Result<Self> {
        let generation = folder.join(&manifest.generation);
        let (schema, fields) = Fields::build();
        // A generation that the manifest names and that is not whole is
        // damaged; it is never begun anew in silence.
        fs::create_dir_all(&generation).map_err(|cause| Error::write(&generation, cause))?;
        let directory = tantivy::directory::MmapDirectory::open(&generation)
            .map_err(|cause| Error::write(&generation, cause))?;
        let mut index = if is_new {
            tantivy::Index::create(directory, schema, tantivy::IndexSettings::default())
        } else {
            tantivy::Index::open(directory)
        }
        .map_err(|cause| super::engine_error(&generation, cause))?;
        index.set_tokenizers(analyzer::tokenizers(&fields));
        let failed = |cause| super::engine_error(&generation, cause);
        let tantivy = index.writer_with_num_threads(THREADS, MEMORY).map_err(failed)?;
        let searcher = super::reader_of(&index).map_err(failed)?.searcher();
        let ledger = Ledger::read(&searcher).map_err(failed)?;
        if is_new {
            names::write(&generation, &vocabulary)?;
        }
        if replaces.is_none() && is_new {
            manifest.write(folder)?;
        }
        Ok(Self {
            folder: folder.to_owned(),
            manifest,
            replaces,
            fields,
            tantivy: Some(tantivy),
            vocabulary: Arc::new(vocabulary),
            ledger,
            searcher: Some(searcher),
            pending: 0,
            written: false,
            lock: Some(lock),
        })
    }

    /// What the index knew of each file when the writer was opened.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The vocabulary of the index.
    #[must_use]
    pub fn vocabulary(&self) -> Arc<Vocabulary> {
        Arc::clone(&self.vocabulary)
    }

    /// The settings of the index.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.manifest.settings
    }

    /// Adds a document, or replaces the one with its id.
    ///
    /// # Errors
    /// [`Error::Write`] when a segment cannot be written.
    pub fn add(&mut self, document: &Document, mark: Mark, frame: &Frame) -> Result<()> {
        if self.tantivy.is_none() {
            self.pending += 1;
            return Ok(());
        }
        let new = row::of(&self.fields, &self.vocabulary, document, mark, frame)?;
        self.put(&document.id, new)
    }

    /// Remembers what of a file could not be read.
    ///
    /// # Errors
    /// [`Error::Write`] when a segment cannot be written.
    pub fn add_failure(&mut self, path: &str, failure: &Failure) -> Result<()> {
        let id = ledger::failed_row(path);
        let new = row::failed(&self.fields, &id, path, failure)?;
        self.put(&id, new)
    }

    /// Remembers no longer that a file could not be read.
    pub fn remove_failure(&mut self, path: &str) {
        if self.ledger.failed.contains_key(path) {
            self.remove(&ledger::failed_row(path));
        }
    }

    /// Notes a file that is not a document itself: it holds records, or
    /// nothing that could be indexed.
    ///
    /// # Errors
    /// [`Error::Write`] when a segment cannot be written.
    pub fn add_file(&mut self, path: &str, mark: Mark) -> Result<()> {
        let id = ledger::file_row(path);
        let new = row::bare(&self.fields, Kind::File, &id, path, mark);
        self.put(&id, new)
    }

    /// Takes a document out and keeps it out until its content changes.
    ///
    /// # Errors
    /// [`Error::Write`] when a segment cannot be written.
    pub fn forget(&mut self, id: &DocumentId) -> Result<()> {
        let path = self.ledger.owners.get(id).cloned().unwrap_or_default();
        let entry = self.ledger.files.get(&path);
        let hash = entry.and_then(|entry| entry.documents.get(id)).copied().unwrap_or_default();
        self.remove(id);
        self.forget_as(id, hash)
    }

    /// Keeps a document out as long as its content has the hash.
    ///
    /// # Errors
    /// [`Error::Write`] when a segment cannot be written.
    pub fn forget_as(&mut self, id: &DocumentId, hash: u64) -> Result<()> {
        self.ledger.forgotten.insert(id.clone(), hash);
        let id = ledger::forgotten_row(id);
        let mark = Mark { hash, ..Mark::default() };
        let new = row::bare(&self.fields, Kind::Forgotten, &id, "", mark);
        self.put(&id, new)
    }

    /// Lets a document in again that was forgotten.
    pub fn remember(&mut self, id: &DocumentId) {
        self.remove(&ledger::forgotten_row(id));
    }

    /// Takes the document with the id out.
    pub fn remove(&mut self, id: &DocumentId) {
        if let Some(lock) = self.lock.as_ref().filter(|_| self.pending == 0 && !self.written) {
            lock::sign(lock);
        }
        if let Some(tantivy) = &self.tantivy {
            tantivy.delete_term(Term::from_field_text(self.fields.id, &id.0));
        }
        self.pending += 1;
    }

    /// Takes the row of a file out.
    pub fn remove_file(&mut self, path: &str) {
        self.remove(&ledger::file_row(path));
    }

    /// Replaces the row with the id.
    fn put(&mut self, id: &DocumentId, row: TantivyDocument) -> Result<()> {
        self.remove(id);
        if let Some(tantivy) = &self.tantivy {
            tantivy.add_document(row).map_err(|cause| self.failed(cause))?;
        }
        Ok(())
    }

    /// Whether anything was committed.
    #[must_use]
    pub fn has_written(&self) -> bool {
        self.written
    }

    /// How many changes wait for the next commit.
    #[must_use]
    pub fn pending(&self) -> u64 {
        self.pending
    }

    /// Makes all changes so far durable; does nothing when there are none.
    ///
    /// # Errors
    /// [`Error::Write`] when they cannot be written; what was committed
    /// before stays.
    pub fn commit(&mut self) -> Result<()> {
        let Some(tantivy) = self.tantivy.as_mut().filter(|_| self.pending > 0) else {
            return Ok(());
        };
        let committed = tantivy.commit();
        committed.map_err(|cause| self.failed(cause))?;
        // Tantivy returns before the rename of its meta file is durable.
        manifest::sync_folder(&self.folder.join(&self.manifest.generation))?;
        self.pending = 0;
        self.written = true;
        Ok(())
    }

    /// Commits, and writes every segment anew that still holds the text of
    /// documents that were taken out.
    ///
    /// # Errors
    /// [`Error::Write`] when it cannot be written.
    pub fn purge(&mut self) -> Result<()> {
        self.commit()?;
        let generation = self.folder.join(&self.manifest.generation);
        let failed = |cause| super::engine_error(&generation, cause);
        let Some(tantivy) = &mut self.tantivy else { return Ok(()) };
        let segments = tantivy.index().searchable_segment_metas().map_err(failed)?;
        for segment in segments.iter().filter(|segment| segment.has_deletes()) {
            tantivy.merge(&[segment.id()]).wait().map_err(failed)?;
        }
        tantivy.garbage_collect_files().wait().map_err(failed)?;
        manifest::sync_folder(&self.folder.join(&self.manifest.generation))
    }

    /// Commits, waits for merges, notes the roots, and makes a rebuilt
    /// generation the current one.
    ///
    /// # Errors
    /// [`Error::Write`] when any of it cannot be written.
    pub fn finish(mut self, roots: &[PathBuf]) -> Result<()> {
        self.commit()?;
        if self.tantivy.is_none() {
            return Ok(());
        }
        let known = self.manifest.settings.roots.len();
        for root in roots {
            if !self.manifest.settings.roots.contains(root) {
                self.manifest.settings.roots.push(root.clone());
            }
        }
        let Self { folder, manifest, replaces, tantivy, written, lock, .. } = self;
        let generation = folder.join(&manifest.generation);
        if let Some(tantivy) = tantivy.filter(|_| written) {
            tantivy
                .wait_merging_threads()
                .map_err(|cause| super::engine_error(&generation, cause))?;
        }
        if manifest.settings.roots.len() > known
            || Manifest::read(&folder).ok() != Some(manifest.clone())
        {
            manifest.write(&folder)?;
        }
        if replaces.is_some() {
            sweep(&folder, &manifest.generation);
        }
        drop(lock);
        Ok(())
    }

    /// The error for a failed change.
    pub(super) fn failed(&self, cause: TantivyError) -> Error {
        super::engine_error(&self.folder.join(&self.manifest.generation), cause)
    }
}

/// An index that is there already, for the choice of settings.
pub struct Open<'a> {
    folder: &'a Path,
    manifest: &'a Manifest,
}

impl Open<'_> {
    /// Its settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.manifest.settings
    }

    /// Its vocabulary.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it cannot be read.
    pub fn vocabulary(&self) -> Result<Vocabulary> {
        names::vocabulary(&self.folder.join(&self.manifest.generation))
    }
}
