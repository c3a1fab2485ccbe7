//! ZIP: its entries in the order of its directory, one unpacked at a time.
//! Believes neither the number of entries nor their sizes, and never writes
//! to disk. An archive whose end is missing is read from its beginning.

use std::io::{Cursor, Read};

use zip::{ZipArchive, read::ZipFile, result::ZipError};

use super::Visit;
use crate::source::Format;

/// What is told of an entry with a password.
pub(super) const ENCRYPTED: &str = "an encrypted file";

/// How a header of the directory begins (APPNOTE 4.3.12).
const HEADER: &[u8; 4] = b"PK\x01\x02";

/// The most headers that a directory is read with: each costs memory before
/// the first entry can be seen.
const HEADERS: usize = 100_000;

/// Hands over the entries of an archive.
///
/// # Errors
/// Says why the archive, or the rest of it, is not read.
pub(super) fn entries(bytes: &[u8], visit: Visit<'_>) -> Result<(), String> {
    let Some(mut archive) = open(bytes)? else { return salvage(bytes, visit) };
    let mut packed = 0;
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index_data(index) else { continue };
        let name = entry.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
        if entry.is_dir() || entry.is_symlink() {
            continue;
        }
        if entry.encrypted() {
            visit(&name, Err(ENCRYPTED.to_owned()))?;
            continue;
        }
        // Entries that lie in each other are the way to unpack the same
        // bytes ten thousand times.
        packed += entry.compressed_size();
        if usize::try_from(packed).is_ok_and(|packed| packed > bytes.len()) {
            return Err("its entries overlap".to_owned());
        }
        match archive.by_index(index) {
            Ok(mut file) => visit(&name, Ok(&mut file))?,
            Err(cause) => visit(&name, Err(reason(&cause)))?,
        }
    }
    Ok(())
}

/// The format of a document that is a ZIP archive inside, told by the type
/// that it states first or by the part that its format must have.
///
/// # Errors
/// Names a document of a kind that is not read.
pub(super) fn document(bytes: &[u8]) -> Result<Option<Format>, String> {
    const PARTS: [(&str, Format); 3] = [
        ("word/document.xml", Format::Docx),
        ("ppt/presentation.xml", Format::Pptx),
        ("xl/workbook.xml", Format::Xlsx),
    ];
    // A local header has 30 bytes before the name (APPNOTE 4.3.7), and the
    // type is stored as it is (OpenDocument 1.3 part 2, 3.3; EPUB OCF 4.3).
    if let Some(kind) = bytes.get(30..).and_then(|name| name.strip_prefix(b"mimetype")) {
        let kind = String::from_utf8_lossy(&kind[..kind.len().min(64)]);
        if kind.starts_with("application/epub+zip") {
            return Ok(Some(Format::Epub));
        }
        if kind.starts_with("application/vnd.oasis.opendocument.text") {
            return Ok(Some(Format::Odt));
        }
        if kind.starts_with("application/vnd.oasis.opendocument.") {
            return Err("OpenDocument files of this kind are not read".to_owned());
        }
    }
    let Some(archive) = open(bytes)? else { return Ok(None) };
    let has = |name: &str| archive.index_for_name(name).is_some();
    let found = PARTS.iter().find(|(part, _)| has(part)).filter(|_| has("[Content_Types].xml"));
    Ok(found.map(|(_, format)| *format))
}

/// Opens an archive, if it has its directory.
fn open(bytes: &[u8]) -> Result<Option<ZipArchive<Cursor<&[u8]>>>, String> {
    // Each entry has a header of 46 bytes at least.
    let may_be_many = bytes.len() / 46 > HEADERS;
    if may_be_many && bytes.windows(4).filter(|four| four == HEADER).nth(HEADERS).is_some() {
        return Err(format!("more than {HEADERS} entries"));
    }
    Ok(ZipArchive::new(Cursor::new(bytes)).ok())
}

/// Reads what is there of an archive without a directory, as a broken
/// download is.
fn salvage(bytes: &[u8], visit: Visit<'_>) -> Result<(), String> {
    const CUT: &str = "its end is missing";
    let mut rest = bytes;
    let mut found = 0;
    loop {
        let file = match zip::read::read_zipfile_from_stream(&mut rest) {
            Ok(Some(file)) => file,
            Ok(None) | Err(_) if found > 0 => return Err(CUT.to_owned()),
            Ok(None) => return Err("it is damaged: it has no directory".to_owned()),
            Err(cause) => return Err(reason(&cause)),
        };
        found += 1;
        stream_entry(file, &mut *visit)?;
    }
}

fn stream_entry(mut file: ZipFile<'_, &[u8]>, visit: Visit<'_>) -> Result<(), String> {
    let name = file.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
    match file.is_file() {
        true => visit(&name, Ok(&mut file as &mut dyn Read)),
        false => Ok(()),
    }
}

/// A cause in the words of the report.
fn reason(cause: &ZipError) -> String {
    match cause {
        ZipError::Io(cause) => super::budget::damaged(cause),
        ZipError::CompressionMethodNotSupported(method) => {
            format!("it is packed with method {method}, which is not read")
        }
        ZipError::UnsupportedArchive(what) => format!("it is not read: {}", what.to_lowercase()),
        other => format!("it is damaged: {}", other.to_string().to_lowercase()),
    }
}
