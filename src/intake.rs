//! One file -> drafts: read, tell the format, extract. Shared by
//! ingest and inspect, so that both see the same text. Contains no rule of
//! its own beyond the order of the steps.

use std::{ffi::OsStr, path::Path};

use xxhash_rust::xxh3::xxh3_64;

use crate::{
    annotate::address,
    document::{DocumentId, Draft, ENTRY, Part, host},
    extract::{BadPart, Workers},
    source::{self, Format, HEAD, compound, format_of},
};

/// The largest file that is read, in bytes (FAULTS.md, limits).
pub const LARGEST: u64 = 256 << 20;

/// What one file holds.
pub struct Intake {
    /// The hash of its bytes.
    pub hash: u64,
    /// Whether its documents are parts of it: records, or entries.
    pub has_parts: bool,
    /// The drafts, or what is wrong with a part, in order.
    pub drafts: Vec<Result<Draft, BadPart>>,
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
/// its first bytes say. What could hurt is read by one of the workers.
///
/// # Errors
/// Why the file is skipped, in a few words.
pub fn drafts(
    path: &Path,
    read: Bytes,
    format: Option<Format>,
    workers: &Workers,
) -> Result<Intake, String> {
    let Bytes { bytes, hash } = read;
    let format = match format {
        Some(format) => format,
        None => format_of(path, &bytes[..bytes.len().min(HEAD)])
            .map_err(|reason| compound(&bytes).map_or(reason, str::to_owned))?,
    };
    let mut drafts = Vec::new();
    let name = path.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
    workers.extract(bytes, &name, format, &mut |draft| drafts.push(draft))?;
    // A file of records may have none, as a table of only a head has.
    if drafts.is_empty() && !format.is_records() {
        return Err("empty: it has no text".to_owned());
    }
    let has_parts = format.is_records()
        || drafts.iter().any(|draft| match draft {
            Ok(draft) => !draft.part.is_whole(),
            Err(bad) => !bad.part.is_whole(),
        });
    Ok(Intake { hash, has_parts, drafts })
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

/// The id of a part of a file, for one that has none of its own: an entry's
/// depends on its name and not on its neighbours, a record's on its number.
#[must_use]
pub fn part_id(file: &DocumentId, part: &Part) -> DocumentId {
    let id = match &part.entry {
        Some(entry) => file_id(&format!("{file}{ENTRY}{entry}")),
        None => file.clone(),
    };
    match part.record {
        Some(record) => DocumentId(format!("{id}-{record}")),
        None => id,
    }
}

/// The group of files that a draft is counted in when it comes to what they
/// repeat; see [`group`].
#[must_use]
pub fn group_of(path: &str, draft: &Draft) -> u64 {
    group(path, &draft.part, address(draft))
}

/// The hash of the group of a document: the host of its web address, else
/// its folder. Standard input and records without an address have none: 0.
#[must_use]
pub fn group(path: &str, part: &Part, url: Option<&str>) -> u64 {
    let name = match url.and_then(host) {
        Some(host) => host,
        None if path == "-" || part.record.is_some() => return 0,
        None => {
            let whole = format!("{path}{part}");
            // A name with a slash is no host.
            whole
                .rsplit_once('/')
                .map_or_else(|| "/".to_owned(), |(folder, _)| format!("{folder}/"))
        }
    };
    xxh3_64(name.as_bytes()).max(1)
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
