//! The bytes of files, read on all processors: which the index has already,
//! which have moved, and drafts of the rest.
//! Writes nothing and tells nobody.

use std::path::Path;

use super::{
    IngestOptions, STDIN,
    moves::Moves,
    parallel::parallel,
    run::{Run, id_of},
};
use crate::{
    document::DocumentId,
    extract::{VERSION, Workers},
    index::{Failure, Ledger},
    intake::{self, Bytes, Intake},
    source::SourceFile,
};

/// One file that was read, and where its documents go.
pub(super) struct Taken<'a> {
    pub(super) file: &'a SourceFile,
    pub(super) path: String,
    pub(super) id: DocumentId,
    /// The hash of its bytes, where they could be read.
    pub(super) hash: Option<u64>,
    pub(super) intake: Result<Intake, String>,
    /// What catalogues have for it.
    pub(super) offered: u64,
}

/// What a look at the bytes of a file has shown.
pub(super) enum Look<'a> {
    /// The index has them, and what catalogues have for the file.
    Same(String, u64, u64),
    /// A file that is gone had them.
    Moved(&'a SourceFile, String, u64),
    /// They are new, or cannot be read.
    New(Taken<'a>),
}

/// What is needed to read files.
pub(super) struct Reading<'a> {
    options: &'a IngestOptions,
    ledger: &'a Ledger,
    moves: &'a Moves,
    home: Option<&'a Path>,
    workers: &'a Workers,
}

impl<'a> Run<'a> {
    /// What is needed to read files.
    pub(super) fn reading(&self) -> Reading<'_> {
        Reading {
            options: self.options,
            ledger: self.writer.ledger(),
            moves: &self.moves,
            home: self.home.as_deref(),
            workers: &self.workers,
        }
    }
}

impl Reading<'_> {
    /// Looks at the bytes of files, and makes drafts of those that are new.
    pub(super) fn looks<'f>(&self, files: Vec<(&'f SourceFile, String, u64)>) -> Vec<Look<'f>> {
        parallel(files, |(file, path, offered)| {
            let read = intake::read(&file.path);
            match &read {
                Ok(bytes) if self.knows(&path, bytes.hash, offered) => {
                    Look::Same(path, bytes.hash, offered)
                }
                Ok(bytes) if self.has_moved(&path, bytes.hash) => {
                    Look::Moved(file, path, bytes.hash)
                }
                _ => Look::New(self.drafts(file, path, offered, read)),
            }
        })
    }

    /// Makes drafts of a file.
    pub(super) fn drafts<'f>(
        &self,
        file: &'f SourceFile,
        path: String,
        offered: u64,
        read: Result<Bytes, String>,
    ) -> Taken<'f> {
        let hash = read.as_ref().ok().map(|bytes| bytes.hash);
        let format = self.options.format;
        let intake = read.and_then(|bytes| intake::drafts(&file.path, bytes, format, self.workers));
        let id = id_of(self.home, &file.path, intake.as_ref().ok());
        Taken { file, path, id, hash, intake, offered }
    }

    /// Whether the index has the bytes of a file, or remembers that they
    /// cannot be read.
    fn knows(&self, path: &str, hash: u64, offered: u64) -> bool {
        let failure = self.ledger.failed.get(path);
        let known = self.ledger.files.get(path).filter(|known| known.mark.hash == hash);
        let joined = known.is_none_or(|known| known.mark.offered == offered);
        let failed = failure.is_some_and(|failure| failure.mark.hash == hash);
        let due = failure.is_some_and(|failure| is_due(self.options, failure));
        path != STDIN && !due && joined && (known.is_some() || failed)
    }

    /// Whether a file is new and one with its bytes is gone.
    fn has_moved(&self, path: &str, hash: u64) -> bool {
        self.moves.has(hash) && !self.ledger.files.contains_key(path)
    }
}

/// Whether what could not be read of a file is to be tried again.
pub(super) fn is_due(options: &IngestOptions, failure: &Failure) -> bool {
    options.retry || failure.version != VERSION || failure.format != forced_format(options)
}

/// The format that all files are read as, where the user says so.
pub(super) fn forced_format(options: &IngestOptions) -> Option<String> {
    options.format.map(|format| format.to_string())
}
