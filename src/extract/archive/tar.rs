//! TAR: its entries in order, read from a stream that need not be in memory.
//! Only regular files are handed over: links, devices and sparse files have
//! no text of their own. Never writes to disk.

use std::io::{self, Read};

use tar::Archive;

use super::{Visit, label};

/// Hands over the entries of an archive.
///
/// # Errors
/// Says why the archive, or the rest of it, is not read.
pub(super) fn entries(from: &mut dyn Read, visit: Visit<'_>) -> Result<(), String> {
    let mut archive = Archive::new(from);
    let entries = archive.entries().map_err(|cause| reason(&cause))?;
    for entry in entries {
        let entry = entry.map_err(|cause| reason(&cause))?;
        let kind = entry.header().entry_type();
        if !(kind.is_file() || kind.is_contiguous()) {
            continue;
        }
        let name = label::text_of(&entry.path_bytes());
        let mut whole = Whole { left: entry.size(), entry };
        visit(&name, Ok(&mut whole))?;
    }
    Ok(())
}

/// A cause in the words of the report.
fn reason(cause: &io::Error) -> String {
    super::budget::damaged(cause)
}

/// An entry that ends where its header says, or fails.
struct Whole<R> {
    entry: R,
    left: u64,
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.entry.read(buffer)?;
        if read == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left = self.left.saturating_sub(u64::try_from(read).unwrap_or(u64::MAX));
        Ok(read)
    }
}
