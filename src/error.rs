//! What can go wrong, as data: a kind, the path it happened on, and the
//! first cause. Carries no advice and prints nothing; `cli/report.rs` turns
//! a kind into a message, a hint and an exit code. Foreign causes are boxed,
//! so this room names no crate.

use std::{fmt, path::PathBuf};

/// The result of everything in the library that can fail.
pub type Result<T> = std::result::Result<T, Error>;

/// A cause from another crate, kept for the `cause:` line.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// What failed, on what, and why.
#[derive(Debug)]
pub enum Error {
    /// A file or folder could not be read.
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The first cause.
        cause: Cause,
    },
    /// Something could not be written: the index, a report or the output.
    Write {
        /// The file or folder; `-` for standard output.
        path: PathBuf,
        /// The first cause.
        cause: Cause,
    },
    /// A query cannot be read.
    Query {
        /// What is wrong, in one sentence without a final stop.
        message: String,
        /// Where it is wrong, in characters from the start of the query.
        position: usize,
    },
    /// A value of a flag or a field cannot be read.
    Value {
        /// What the value is of: `language`, `year`, `topic` …
        what: &'static str,
        /// The value as given.
        value: String,
        /// What is wrong with it or what would be right.
        message: String,
        /// Known values close to it, best first.
        nearest: Vec<String>,
    },
    /// What was asked for does not go together.
    Usage {
        /// What does not, in one sentence without a final stop.
        message: String,
    },
    /// A vocabulary file cannot be used.
    Vocabulary {
        /// The file; `None` for the vocabulary that is compiled in.
        path: Option<PathBuf>,
        /// The first cause.
        cause: Cause,
    },
    /// There is no index in the folder.
    NoIndex {
        /// The index folder.
        path: PathBuf,
    },
    /// The folder holds something that this build cannot read as an index.
    ForeignIndex {
        /// The index folder.
        path: PathBuf,
        /// What was found there instead.
        message: String,
    },
    /// The index is damaged.
    Damaged {
        /// The damaged file, or the index folder.
        path: PathBuf,
        /// What does not fit.
        message: String,
    },
    /// Somebody else is writing to the index.
    Busy {
        /// The index folder.
        path: PathBuf,
        /// Who holds it, as far as is known.
        holder: String,
    },
    /// A document id is not in the index.
    NoDocument {
        /// The id as given.
        id: String,
        /// Ids close to it.
        nearest: Vec<String>,
    },
    /// A document has no such place.
    NoPassage {
        /// The id of the document.
        id: String,
        /// What it has instead, in one sentence without a final stop.
        message: String,
    },
    /// The user asked to stop.
    Interrupted {
        /// The signal number: 2 for an interrupt, 15 for termination.
        signal: i32,
        /// What is safe and what is not, in one sentence.
        message: String,
    },
    /// A mistake of the program.
    Internal {
        /// What happened.
        message: String,
    },
}

impl Error {
    /// Makes an [`Error::Read`].
    pub fn read(path: impl Into<PathBuf>, cause: impl Into<Cause>) -> Self {
        Self::Read { path: path.into(), cause: cause.into() }
    }

    /// Makes an [`Error::Write`].
    pub fn write(path: impl Into<PathBuf>, cause: impl Into<Cause>) -> Self {
        Self::Write { path: path.into(), cause: cause.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, .. } => write!(f, "cannot read {}", path.display()),
            Self::Write { path, .. } => write!(f, "cannot write {}", path.display()),
            Self::Query { message, position } => {
                write!(f, "{message} (position {})", position + 1)
            }
            Self::Value { what, value, message, .. } => {
                write!(f, "unknown {what} '{value}': {message}")
            }
            Self::Usage { message } => f.write_str(message),
            Self::Vocabulary { path: Some(path), .. } => {
                write!(f, "cannot use the vocabulary {}", path.display())
            }
            Self::Vocabulary { path: None, .. } => {
                write!(f, "cannot use the vocabulary that is compiled in")
            }
            Self::NoIndex { path } => write!(f, "no index at {}", path.display()),
            Self::ForeignIndex { path, message } => {
                write!(f, "{} is not an index that this build reads: {message}", path.display())
            }
            Self::Damaged { path, message } => {
                write!(f, "the index is damaged: {}: {message}", path.display())
            }
            Self::Busy { path, holder } => {
                write!(f, "{} is being written by {holder}", path.display())
            }
            Self::NoDocument { id, .. } => write!(f, "no document '{id}' in the index"),
            Self::NoPassage { id, message } => write!(f, "cannot cite '{id}': {message}"),
            Self::Interrupted { message, .. } => write!(f, "interrupted: {message}"),
            Self::Internal { message } => write!(f, "internal error: {message}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { cause, .. }
            | Self::Write { cause, .. }
            | Self::Vocabulary { cause, .. } => Some(cause.as_ref()),
            _ => None,
        }
    }
}
