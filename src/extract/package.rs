//! A package: the ZIP archive that an office document or a book is, its
//! parts opened by name and in memory. Sizes that headers state are never
//! trusted: what is read is counted. Never writes a file, and never reads a
//! part that nobody asked for.

use std::{
    collections::HashMap,
    io::{Cursor, Read},
};

use zip::{ZipArchive, result::ZipError};

use super::limits;
use crate::decode::decode;

/// The largest part, in bytes: it and what becomes of it must fit into the
/// memory of a worker.
const PART: u64 = 128 << 20;

/// An open package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The numbers of the entries by the key of their names.
    names: HashMap<String, usize>,
    /// The size of the package, in bytes.
    size: u64,
    /// How many bytes may still be read.
    left: u64,
}

/// The beginning of a part.
pub(super) struct Beginning {
    /// The text.
    pub(super) text: String,
    /// Whether there is more.
    pub(super) cut: bool,
}

impl<'a> Package<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// Why it cannot be read, in a few words.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        // Each entry has such a header; the list is bounded before it is read.
        let headers = bytes.windows(4).filter(|four| *four == b"PK\x01\x02");
        if headers.zip(1_u32..).any(|(_, count)| count > limits::ENTRIES) {
            return Err(format!("more than {} entries", limits::ENTRIES));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| UNREADABLE)?;
        let names = archive.file_names_raw().enumerate();
        let names = names.map(|(at, name)| (key(&String::from_utf8_lossy(name)), at)).collect();
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Ok(Self { archive, names, size, left: limits::UNPACKED })
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&key(name))
    }

    /// The text of a part; none where there is no such part.
    ///
    /// # Errors
    /// Why it cannot be read, in a few words.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, String> {
        let Some((bytes, cut)) = self.read(name, PART)? else { return Ok(None) };
        if cut {
            return Err(format!("{name} expands beyond {} MiB", PART >> 20));
        }
        text(bytes, name).map(Some)
    }

    /// The beginning of a part, at most `limit` bytes of it.
    ///
    /// # Errors
    /// As [`Self::part`].
    pub(super) fn beginning(
        &mut self,
        name: &str,
        limit: u64,
    ) -> Result<Option<Beginning>, String> {
        let Some((bytes, cut)) = self.read(name, limit.min(PART))? else { return Ok(None) };
        Ok(Some(Beginning { text: text(bytes, name)?, cut }))
    }

    /// The text of a part that the document can do without: one that is not
    /// there is none, one that cannot be read a note.
    pub(super) fn extra(&mut self, name: &str, notes: &mut Vec<String>) -> Option<String> {
        self.part(name).unwrap_or_else(|reason| {
            notes.push(format!("left out: {reason}"));
            None
        })
    }

    fn read(&mut self, name: &str, limit: u64) -> Result<Option<(Vec<u8>, bool)>, String> {
        let Some(&at) = self.names.get(&key(name)) else { return Ok(None) };
        let file = self.archive.by_index(at).map_err(|error| told(&error, name))?;
        let packed = file.compressed_size().min(self.size);
        let tight = packed.saturating_mul(limits::RATIO).saturating_add(limits::RATIO_FREE);
        let most = limit.min(tight).min(self.left);
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes).map_err(|_| damaged(name))?;
        let read = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if read <= most {
            self.left -= read;
            return Ok(Some((bytes, false)));
        }
        if most == self.left {
            return Err(format!("expands beyond {} GiB", limits::UNPACKED >> 30));
        }
        if most == tight {
            return Err(format!("{name} expands more than {} times", limits::RATIO));
        }
        bytes.pop();
        self.left -= most;
        Ok(Some((bytes, true)))
    }
}

/// The characters of a part, by the encoding that it declares where its
/// bytes do not say.
fn text(bytes: Vec<u8>, part: &str) -> Result<String, String> {
    const HEAD: usize = 200;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let head = head.split("?>").next().filter(|head| head.trim_start().starts_with("<?xml"));
    let declared = head.and_then(|head| head.split("encoding=").nth(1));
    let declared = declared.and_then(|rest| rest.split(['"', '\'']).nth(1)).map(str::to_owned);
    decode(bytes, declared.as_deref()).map(|found| found.text).map_err(|_| damaged(part))
}

const UNREADABLE: &str = "damaged: not a complete ZIP archive";

fn damaged(part: &str) -> String {
    format!("damaged: {part} cannot be unpacked")
}

/// What a failure to open a part means.
fn told(error: &ZipError, part: &str) -> String {
    match error {
        ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED => {
            ENCRYPTED.to_owned()
        }
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
            format!("{part} is packed in a way that is not read")
        }
        _ => damaged(part),
    }
}

/// The form in which names are compared: producers differ in case, in the
/// slash they write and in whether one leads.
fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// Why a file with a password is not read.
pub(super) const ENCRYPTED: &str = "encrypted with a password";

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    /// A package of these parts.
    pub(in crate::extract) fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn read(bytes: &[u8], name: &str) -> Result<Option<String>, String> {
        Package::open(bytes)?.part(name)
    }

    #[test]
    fn parts_by_name() {
        let bytes = packed(&[("word/document.xml", "<a/>"), ("\\Odd.XML", "\u{feff}b")]);
        assert_eq!(read(&bytes, "/word/Document.xml"), Ok(Some("<a/>".to_owned())));
        assert_eq!(read(&bytes, "odd.xml"), Ok(Some("b".to_owned())));
        assert_eq!(read(&bytes, "none"), Ok(None));
        let (encoding, body) = ("<?xml version='1.0' encoding='windows-1251'?>", b"\xC4\xE0");
        let bytes = [encoding.as_bytes(), body].concat();
        assert!(text(bytes, "a").unwrap().ends_with("Да"));
    }

    #[test]
    fn what_expands_too_much_is_told() {
        let bytes = packed(&[("a", &" ".repeat(24 << 20)), ("b", &"x".repeat(7 << 20))]);
        assert_eq!(read(&bytes, "a"), Err("a expands more than 200 times".to_owned()));
        assert_eq!(read(&bytes, "b").unwrap().unwrap().len(), 7 << 20);
        let mut package = Package::open(&bytes).unwrap();
        let beginning = package.beginning("a", 100).unwrap().unwrap();
        assert!(beginning.cut && beginning.text.len() == 100);
        package.left = 1 << 20;
        assert_eq!(package.part("b"), Err("expands beyond 1 GiB".to_owned()));
    }

    #[test]
    fn sizes_that_headers_state_are_not_trusted() {
        let mut bytes = packed(&[("a", &"x".repeat(1 << 20))]);
        // The size that the central header states, before and after packing.
        let at = bytes.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
        bytes[at + 24..at + 28].copy_from_slice(&9_u32.to_le_bytes());
        let read = read(&bytes, "a");
        assert!(read.is_err() || read.is_ok_and(|text| text.unwrap().len() <= 1 << 20));
    }

    #[test]
    fn what_is_no_package_is_told() {
        let case = |bytes: &[u8], expected: &str| {
            assert_eq!(Package::open(bytes).err().as_deref(), Some(expected));
        };
        case(b"", UNREADABLE);
        let bytes = packed(&[("a", "text"), ("b", "text")]);
        case(&bytes[..bytes.len() - 30], UNREADABLE);
        case(&bytes[..40], UNREADABLE);
        case(&b"PK\x01\x02".repeat(10_001), "more than 10000 entries");
    }

    #[test]
    fn a_part_that_is_not_needed_is_left_out_with_a_note() {
        let bytes = packed(&[("a", &" ".repeat(24 << 20))]);
        let mut notes = Vec::new();
        assert_eq!(Package::open(&bytes).unwrap().extra("a", &mut notes), None);
        assert_eq!(notes, ["left out: a expands more than 200 times"]);
    }
}
