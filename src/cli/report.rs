//! Error -> message, hint and exit code. Every kind of error is matched here,
//! so that a new one forces a decision. Messages are lower case, without a
//! final stop, safe to show, and never longer than some lines.

use std::{error::Error as _, path::Path};

use super::terminal::tell;
use crate::{error::Error, render::text::display, source::name};

/// The longest message, in characters (FAULTS.md: at most 800 bytes).
const LONGEST: usize = 300;

/// Prints an error; returns the exit code.
pub(super) fn report(error: &Error, index: &Path) -> u8 {
    tell(|out| {
        writeln!(out, "error: {}", shortened(&error.to_string()))?;
        let mut cause = error.source();
        while let Some(one) = cause {
            writeln!(out, "cause: {}", shortened(&one.to_string()))?;
            cause = one.source();
        }
        match hint(error, index) {
            Some(hint) => writeln!(out, "hint:  {}", shortened(&hint)),
            None => Ok(()),
        }
    });
    exit_code(error, index)
}

/// A message made safe and short.
fn shortened(message: &str) -> String {
    let message = display(message);
    if message.chars().count() <= LONGEST {
        return message;
    }
    let cut: String = message.chars().take(LONGEST).collect();
    format!("{cut}…")
}

/// The exit code of an error; DESIGN.md, section 3.
fn exit_code(error: &Error, index: &Path) -> u8 {
    match error {
        Error::Read { path, .. } if is_below(path, index) => 4,
        Error::Query { .. }
        | Error::Usage { .. }
        | Error::Value { .. }
        | Error::Vocabulary { .. }
        | Error::Read { .. } => 2,
        Error::NoDocument { .. } | Error::NoPassage { .. } => 1,
        Error::NoIndex { .. } | Error::ForeignIndex { .. } => 4,
        Error::Damaged { .. } => 5,
        Error::Busy { .. } => 6,
        Error::Write { .. } => 7,
        Error::Internal { .. } => 8,
        Error::Interrupted { signal, .. } => u8::try_from(128 + signal).unwrap_or(130),
    }
}

/// Whether a path is in the index folder, however either is written.
fn is_below(path: &Path, index: &Path) -> bool {
    let full = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    full(path).starts_with(full(index))
}

/// The flag that names the index in a command to copy, after a space; none
/// for the folder that is taken anyway.
pub(super) fn index_flag(index: &Path) -> String {
    let index = name::written(index);
    if index == "index" { String::new() } else { format!(" --index {}", shell_word(&index)) }
}

/// A word of a command to copy, in single quotes where a shell would take it
/// apart (POSIX, Shell Command Language, 2.2.2).
pub(super) fn shell_word(word: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_./:,+@%=".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// What helps.
fn hint(error: &Error, index: &Path) -> Option<String> {
    let flag = index_flag(index);
    let near = |nearest: &[String]| {
        (!nearest.is_empty()).then(|| format!("did you mean {}?", nearest.join(", ")))
    };
    match error {
        Error::NoIndex { .. } => Some(format!("make one with `iomkb ingest{flag} FOLDER`")),
        Error::ForeignIndex { message, .. } if message.starts_with("an older iomkb") => {
            Some(format!("make it anew with `iomkb ingest --rebuild{flag} FOLDER`"))
        }
        Error::ForeignIndex { message, .. } if message.starts_with("a newer iomkb") => {
            Some("use the newer iomkb".to_owned())
        }
        Error::ForeignIndex { .. } => Some("name another folder with --index".to_owned()),
        Error::Damaged { .. } => Some(format!(
            "`iomkb check --full{flag}` says what is damaged; `iomkb ingest --rebuild{flag} FOLDER` makes it anew"
        )),
        Error::Busy { .. } => Some("wait for it, or give --wait SECONDS".to_owned()),
        Error::Value { nearest, what: "topic", .. } => {
            near(nearest).or_else(|| Some("`iomkb topics` lists them".to_owned()))
        }
        Error::Value { nearest, what: "country", .. } => {
            near(nearest).or_else(|| Some("`iomkb topics countries` lists them".to_owned()))
        }
        Error::NoDocument { nearest, .. } => near(nearest).or_else(|| {
            Some("`iomkb search path:TEXT --format ids` lists the ids of files".to_owned())
        }),
        Error::NoPassage { id, .. } => Some(format!("`iomkb show{flag} {id}` lists its passages")),
        Error::Value { nearest, .. } => near(nearest),
        Error::Internal { .. } => Some("this is a fault of iomkb: please report it".to_owned()),
        Error::Query { .. } => Some("`iomkb search --help` shows the query language".to_owned()),
        Error::Write { .. } => Some("free space or rights there, then run it again".to_owned()),
        Error::Usage { .. }
        | Error::Read { .. }
        | Error::Vocabulary { .. }
        | Error::Interrupted { .. } => None,
    }
}
