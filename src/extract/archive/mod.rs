//! Archives: their entries, unpacked in memory one at a time and read as
//! files are, to a limited depth and size. Hides how each kind of archive is
//! laid out. Never writes to disk, never follows a name, and believes no
//! size that is stated.

mod budget;
mod label;
mod tar;
mod unread;
mod zip;

use std::{
    io::{self, Read},
    path::Path,
    rc::Rc,
};

use flate2::read::MultiGzDecoder;

use self::budget::Trouble;
pub(super) use self::{budget::Budget, label::label, unread::Unread};
use super::{BadPart, Loss, Task, extract, limits};
use crate::{
    document::Part,
    source::{Format, format_of},
};

/// Takes the entries of an archive: the name, and what its bytes are read
/// from or why they cannot be. An error ends the archive.
type Visit<'a> = &'a mut dyn FnMut(&str, Result<&mut dyn Read, String>) -> Result<(), String>;

/// Hands over the drafts of the entries of an archive.
///
/// # Errors
/// Says why nothing of the archive can be read. What ends it later is told
/// as a bad part.
pub(super) fn read(bytes: Vec<u8>, format: Format, task: &mut Task<'_>) -> Result<(), String> {
    if format == Format::Zip
        && let Some(inner) = zip::document(&bytes)?
    {
        return extract(bytes, inner, task);
    }
    if task.depth >= limits::NESTED {
        return Err(format!("archives deeper than {} in each other are not read", limits::NESTED));
    }
    task.depth += 1;
    let size = bytes.len();
    let budget = Rc::clone(task.budget.get_or_insert_with(|| Rc::new(Budget::new(size))));
    let earlier = task.told;
    let mut reading = Reading { task, budget: &budget, unread: Unread::default() };
    let result = match format {
        Format::Gzip => reading.gzip(&bytes),
        Format::Zip => zip::entries(&bytes, &mut |name, from| match from {
            Ok(from) => reading.entry(name, Ok(&mut budget.meter(from))),
            Err(reason) => reading.entry(name, Err(reason)),
        }),
        _ => tar::entries(&mut &bytes[..], &mut |name, from| reading.entry(name, from)),
    };
    let Reading { unread, .. } = reading;
    task.depth -= 1;
    finish(task, earlier, unread, result)
}

/// Tells what was not read, once all else is: as the archive's error where
/// nothing was read.
fn finish(
    task: &mut Task<'_>,
    earlier: u32,
    unread: Unread,
    result: Result<(), String>,
) -> Result<(), String> {
    let kinds = unread.note(["entry", "entries"]);
    if task.told == earlier {
        result?;
        return kinds.map_or_else(|| Err("it has no files".to_owned()), Err);
    }
    if let Some(kinds) = kinds {
        task.bad(kinds, Loss::Kinds);
    }
    if let Err(reason) = result {
        task.bad(format!("{reason}: the rest is not read"), Loss::Rest);
    }
    Ok(())
}

/// An archive while it is read.
struct Reading<'a, 'b> {
    task: &'a mut Task<'b>,
    budget: &'a Budget,
    unread: Unread,
}

impl Reading<'_, '_> {
    /// Reads one entry of an archive, if it is one that is read.
    fn entry(&mut self, name: &str, from: Result<&mut dyn Read, String>) -> Result<(), String> {
        self.budget.count()?;
        let label = label(name);
        if label.is_empty() || label::is_hidden(&label) {
            return Ok(());
        }
        if from.as_ref().is_err_and(|reason| reason == zip::ENCRYPTED) {
            self.unread.add(zip::ENCRYPTED);
            return Ok(());
        }
        let found = from.map_err(Trouble::Entry).and_then(|from| {
            let head = self.budget.head(from)?;
            match format_of(Path::new(&label), &head) {
                _ if head.is_empty() => self.unread.add("an empty file"),
                Err(kind) => self.unread.add(&kind),
                Ok(format) if self.task.begin(&label, format) => {
                    let bytes = self.budget.rest(head, from)?;
                    self.task.entry(&label, bytes, format);
                }
                Ok(_) => {}
            }
            Ok(())
        });
        match found {
            Ok(()) => Ok(()),
            Err(Trouble::Archive(reason)) => Err(reason),
            Err(Trouble::Entry(reason)) => {
                let part = Part::default().inside(&label);
                self.task.draft(Err(BadPart { part, line: None, reason, loss: Loss::Part }));
                Ok(())
            }
        }
    }

    /// Reads what a file packs: an archive, or one file that stands for it.
    fn gzip(&mut self, bytes: &[u8]) -> Result<(), String> {
        let name = unpacked_name(&self.task.name);
        let mut decoder = Members { decoder: MultiGzDecoder::new(bytes), some: false };
        let mut from = self.budget.meter(&mut decoder);
        let reason = |trouble| match trouble {
            Trouble::Entry(reason) | Trouble::Archive(reason) => reason,
        };
        let head = self.budget.head(&mut from).map_err(reason)?;
        let format = format_of(Path::new(&name), &head)?;
        if format == Format::Tar {
            let (budget, mut all) = (self.budget, head.chain(from));
            let result = tar::entries(&mut all, &mut |name, from| self.entry(name, from));
            // What the reader of archives says of it hides the limit.
            return budget.reached().map_or(result, Err);
        }
        let bytes = self.budget.rest(head, &mut from).map_err(reason)?;
        let outer = std::mem::replace(&mut self.task.name, name);
        let result = extract(bytes, format, self.task);
        self.task.name = outer;
        result
    }
}

/// The name of what a file of a name packs: `a.txt` of `a.txt.gz`, `b.tar` of
/// `b.tgz`.
fn unpacked_name(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, end)) if end.eq_ignore_ascii_case("tgz") => format!("{stem}.tar"),
        Some((stem, end)) if end.eq_ignore_ascii_case("gz") => stem.to_owned(),
        _ => name.to_owned(),
    }
}

/// What the members of a gzip file unpack to. What stands behind them and is
/// none, as the zeros of tapes are, ends them.
struct Members<'a> {
    decoder: MultiGzDecoder<&'a [u8]>,
    some: bool,
}

impl Read for Members<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.decoder.read(buffer) {
            Ok(read) => {
                self.some |= read > 0;
                Ok(read)
            }
            Err(cause) if self.some && cause.kind() == io::ErrorKind::InvalidInput => Ok(0),
            Err(cause) => Err(cause),
        }
    }
}
