//! How much an archive may unpack to: bytes in all, bytes an entry, entries,
//! and how deep archives may lie in each other. Counts what really comes out;
//! what headers say is never believed.

use std::{
    cell::Cell,
    io::{self, Read},
};

use crate::{extract::limits, source::HEAD};

/// The largest entry, in bytes, as of a file that stands by itself
/// (FAULTS.md, limits).
const ENTRY: usize = 256 << 20;

/// What is left of the limits while one file is read, the archives in it
/// counted together.
pub(in crate::extract) struct Budget {
    bytes: Cell<u64>,
    entries: Cell<u32>,
    reached: Cell<bool>,
}

/// What is told when more comes out of a file than may.
const EXPANDS: &str = "expands beyond 1 GiB or 200 times its size";

/// Why the bytes of an entry are not there.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The entry cannot be read, those after it can.
    Entry(String),
    /// A limit of the whole file is reached.
    Archive(String),
}

impl Budget {
    /// What a file of so many bytes may ask for.
    pub(in crate::extract) fn new(size: usize) -> Self {
        let size = u64::try_from(size).unwrap_or(u64::MAX);
        let bytes = size.saturating_mul(limits::RATIO).clamp(limits::RATIO_FREE, limits::UNPACKED);
        let entries = Cell::new(limits::ENTRIES);
        Self { bytes: Cell::new(bytes), entries, reached: Cell::new(false) }
    }

    /// Counts one entry.
    ///
    /// # Errors
    /// Says so where it is one too many.
    pub(super) fn count(&self) -> Result<(), String> {
        match self.entries.get().checked_sub(1) {
            Some(left) => {
                self.entries.set(left);
                Ok(())
            }
            None => Err("more than 10,000 entries".to_owned()),
        }
    }

    /// A reader that counts what comes out of another.
    pub(super) fn meter<'a>(&'a self, inner: &'a mut dyn Read) -> Metered<'a> {
        Metered { inner, budget: self }
    }

    /// The limit that ended a reader, if one did.
    pub(super) fn reached(&self) -> Option<String> {
        self.reached.get().then(|| EXPANDS.to_owned())
    }

    /// Reads as much as tells the format.
    ///
    /// # Errors
    /// As [`Self::rest`].
    pub(super) fn head(&self, from: &mut dyn Read) -> Result<Vec<u8>, Trouble> {
        let mut head = Vec::new();
        let most = u64::try_from(HEAD).unwrap_or(u64::MAX);
        match from.take(most).read_to_end(&mut head) {
            // What is wrong comes again with the rest.
            Err(cause) if head.is_empty() => Err(self.trouble(&cause)),
            _ => Ok(head),
        }
    }

    /// Reads to the end, after the bytes that were read before.
    ///
    /// # Errors
    /// Says whether the entry or the whole file is beyond a limit, or why it
    /// cannot be unpacked.
    pub(super) fn rest(&self, mut bytes: Vec<u8>, from: &mut dyn Read) -> Result<Vec<u8>, Trouble> {
        let mut piece = vec![0; 64 << 10];
        loop {
            let read = match from.read(&mut piece) {
                Ok(0) => return Ok(bytes),
                Ok(read) => read,
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
                Err(cause) => return Err(self.trouble(&cause)),
            };
            if bytes.len() + read > ENTRY {
                return Err(Trouble::Entry("larger than 256 MB".to_owned()));
            }
            if bytes.try_reserve(read).is_err() {
                return Err(Trouble::Entry("too large for memory".to_owned()));
            }
            bytes.extend_from_slice(&piece[..read]);
        }
    }

    /// What a failed read means.
    pub(super) fn trouble(&self, cause: &io::Error) -> Trouble {
        self.reached().map_or_else(|| Trouble::Entry(damaged(cause)), Trouble::Archive)
    }
}

/// Says in a few words why data cannot be unpacked.
pub(super) fn damaged(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::UnexpectedEof => "it is cut short".to_owned(),
        _ => format!("it is damaged: {}", cause.to_string().to_lowercase()),
    }
}

/// A reader whose bytes are counted.
pub(super) struct Metered<'a> {
    inner: &'a mut dyn Read,
    budget: &'a Budget,
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let left =
            u64::try_from(read).ok().and_then(|read| self.budget.bytes.get().checked_sub(read));
        match left {
            Some(left) => {
                self.budget.bytes.set(left);
                Ok(read)
            }
            None => {
                self.budget.reached.set(true);
                Err(io::Error::other(EXPANDS))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_counted() {
        let budget = Budget::new(1);
        assert!((0..limits::ENTRIES).all(|_| budget.count().is_ok()));
        assert!(budget.count().is_err());
    }

    #[test]
    fn what_comes_out_is_counted() {
        let case = |size: usize, out: u64, fits: bool| {
            let budget = Budget::new(size);
            let mut zeros = io::repeat(0).take(out);
            let read = io::copy(&mut budget.meter(&mut zeros), &mut io::sink());
            assert_eq!((read.is_ok(), budget.reached().is_none()), (fits, fits), "{size} {out}");
        };
        case(10, limits::RATIO_FREE, true);
        case(10, limits::RATIO_FREE + 1, false);
        case(1 << 20, 200 << 20, true);
        case(1 << 20, (200 << 20) + 1, false);
    }

    #[test]
    fn an_entry_has_a_largest_size() {
        let budget = Budget::new(ENTRY);
        let mut zeros = io::repeat(0).take(300 << 20);
        let found = budget.rest(Vec::new(), &mut zeros);
        assert_eq!(found.unwrap_err(), Trouble::Entry("larger than 256 MB".to_owned()));
    }
}
