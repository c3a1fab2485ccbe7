//! One file -> drafts: read, tell the format, decode, extract. Shared by
//! ingest and inspect, so that both see the same text. Contains no rule of
//! its own beyond the order of the steps.

use std::path::Path;

use xxhash_rust::xxh3::xxh3_64;

use crate::{
    decode::{Decoded, decode},
    document::{DocumentId, Draft},
    extract::{BadRecord, extract},
    source::{self, Format, HEAD, format_of},
};

/// The largest file that is read, in bytes (FAULTS.md, limits).
pub const LARGEST: u64 = 256 << 20;

/// What one file holds.
pub struct Intake {
    /// The hash of its bytes.
    pub hash: u64,
    /// Whether its documents are records with a number.
    pub is_records: bool,
    /// The drafts, or what is wrong with a record, in order.
    pub drafts: Vec<Result<Draft, BadRecord>>,
}

/// The bytes of a file, before anything is made of them.
pub struct Bytes {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Their hash.
    pub hash: u64,
}

/// Reads a file; `-` is standard input.
///
/// # Errors
/// Why the file is skipped, in a few words.
pub fn read(path: &Path) -> Result<Bytes, String> {
    let read = if path == Path::new("-") {
        source::read_stdin(LARGEST)
    } else {
        source::read(path, LARGEST)
    };
    let bytes = read.map_err(|skipped| skipped.reason)?;
    let hash = xxh3_64(&bytes);
    Ok(Bytes { bytes, hash })
}

/// Makes drafts of the bytes of a file. `format` overrides what its name and
/// its first bytes say.
///
/// # Errors
/// Why the file is skipped, in a few words.
pub fn drafts(path: &Path, read: Bytes, format: Option<Format>) -> Result<Intake, String> {
    let Bytes { bytes, hash } = read;
    let format = match format {
        Some(format) => format,
        None => format_of(path, &bytes[..bytes.len().min(HEAD)])?,
    };
    let Decoded { text, encoding, replaced, assumed } = decode(bytes)?;
    if text.trim().is_empty() {
        return Err("empty: it has no text".to_owned());
    }
    let mut drafts = Vec::new();
    extract(&text, format, &mut |draft| drafts.push(draft))?;
    if let Some(Ok(first)) = drafts.first_mut() {
        if assumed {
            first.notes.push(format!("the encoding is not stated: read as {encoding}"));
        }
        if replaced > 0 {
            first.notes.push(format!("{replaced} undecodable places became U+FFFD"));
        }
    }
    Ok(Intake { hash, is_records: format.is_records(), drafts })
}

/// The id of a file: 60 bits of the hash of its path in the 32 letters and
/// digits that are not mistaken for each other (Crockford's base 32, lower
/// case). A million files share one with a chance of one in two million.
#[must_use]
pub fn file_id(path: &str) -> DocumentId {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    const LENGTH: usize = 12;
    let hash = xxh3_64(path.as_bytes());
    let letter = |place: usize| {
        let bits = (hash >> (5 * place)).to_le_bytes()[0] & 31;
        char::from(LETTERS[usize::from(bits)])
    };
    DocumentId((0..LENGTH).map(letter).collect())
}

#[cfg(test)]
mod tests {
    use super::file_id;

    #[test]
    fn ids_are_short_stable_and_differ() {
        assert_eq!(file_id("corpus/a.txt"), file_id("corpus/a.txt"));
        assert_ne!(file_id("corpus/a.txt"), file_id("corpus/b.txt"));
        assert_eq!(file_id("corpus/a.txt").0.len(), 12);
    }
}
