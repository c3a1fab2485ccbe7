//! A file's format by its name and its first bytes. Names every format that
//! is known but not read, so that the report can say more than "binary".
//! Never opens a file, never decodes.

use std::{fmt, path::Path, str::FromStr};

use serde_json::{Map, Value};

use crate::error::Error;

/// How many bytes from the start of a file [`format_of`] wants to see.
pub const HEAD: usize = 8192;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// A web page.
    Html,
    /// One JSON object a line, each a document.
    JsonLines,
    /// Comma-separated records with a line of column names.
    Csv,
    /// Tab-separated records with a line of column names.
    Tsv,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 6] =
        [Self::Text, Self::Markdown, Self::Html, Self::JsonLines, Self::Csv, Self::Tsv];

    /// The name, which is the usual extension.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
        }
    }

    /// Whether one file holds many documents.
    #[must_use]
    pub const fn is_records(self) -> bool {
        matches!(self, Self::JsonLines | Self::Csv | Self::Tsv)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let name = text.trim().to_ascii_lowercase();
        Self::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| Error::Value {
            what: "format",
            value: text.to_owned(),
            message: "known are txt, md, jsonl, csv and tsv".to_owned(),
            nearest: Vec::new(),
        })
    }
}

/// Tells the format of a file from its name and its first [`HEAD`] bytes (or
/// all, if it has fewer). The bytes win where they are certain: a PDF that is
/// named `.txt` is a PDF.
///
/// # Errors
///
/// Says which format it is instead, in a few words for the report.
pub fn format_of(path: &Path, head: &[u8]) -> Result<Format, String> {
    let extension =
        path.extension().and_then(|text| text.to_str()).unwrap_or_default().to_ascii_lowercase();
    if let Some(name) = known_binary(head).or_else(|| unread(&extension)) {
        return Err(name.to_owned());
    }
    match extension.as_str() {
        "md" | "markdown" | "mdown" | "mkd" => Ok(Format::Markdown),
        "html" | "htm" | "xhtml" => Ok(Format::Html),
        "jsonl" | "ndjson" | "jsonlines" => Ok(Format::JsonLines),
        "csv" => Ok(Format::Csv),
        "tsv" | "tab" => Ok(Format::Tsv),
        "json" if is_json_lines(head) => Ok(Format::JsonLines),
        "json" => Err("JSON is read only with one object a line".to_owned()),
        _ if is_html(head) => Ok(Format::Html),
        _ => text_or_not(head).map_or(Ok(Format::Text), |name| Err(name.to_owned())),
    }
}

/// Whether a file begins as a page does.
fn is_html(head: &[u8]) -> bool {
    let start = start(head);
    begins(start, "<!doctype html") || begins(start, "<html")
}

fn start(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start()
}

fn begins(start: &[u8], word: &str) -> bool {
    start.get(..word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
}

/// What a file without a telling name is, if not plain text.
fn text_or_not(head: &[u8]) -> Option<&'static str> {
    if begins(start(head), "<?xml") {
        return Some("XML is not read yet");
    }
    let [even, odd] = zeros_by_parity(head);
    // Zeros on one side only are UTF-16; a few are an accident in a text.
    (even.min(odd) > 2 + head.len() / 50).then_some("binary")
}

/// Counts the zero bytes at even and at odd places: UTF-16 has them on one
/// side, a text in another encoding hardly any, other data on both.
pub(crate) fn zeros_by_parity(bytes: &[u8]) -> [usize; 2] {
    if !bytes.contains(&0) {
        return [0, 0];
    }
    let count = |start: usize| bytes.iter().skip(start).step_by(2).filter(|b| **b == 0).count();
    [count(0), count(1)]
}

/// Whether the first line that is not blank is a JSON object of its own, or
/// goes on past the head.
fn is_json_lines(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    match head.iter().position(|byte| *byte == b'\n') {
        Some(end) => serde_json::from_slice::<Map<String, Value>>(&head[..end]).is_ok(),
        None => head.starts_with(b"{"),
    }
}

/// Names the binary format that begins with these bytes. The signatures are
/// those of the formats' own specifications; only ones that no text can
/// begin with are listed.
pub(crate) fn known_binary(head: &[u8]) -> Option<&'static str> {
    const SIGNATURES: &[(usize, &[u8], &str)] = &[
        (0, b"%PDF-", "PDF is not read yet"),
        (0, b"{\\rtf", "RTF is not read yet"),
        (0, b"PK\x03\x04", "a ZIP archive or office document is not read yet"),
        (0, b"PK\x05\x06", "a ZIP archive or office document is not read yet"),
        (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old office document is not read"),
        (0, b"\x1F\x8B", "a gzip archive is not read yet"),
        (0, b"BZh91AY&SY", "a bzip2 archive is not read"),
        (0, b"\xFD7zXZ\0", "an xz archive is not read"),
        (0, b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive is not read"),
        (0, b"Rar!\x1A\x07", "a RAR archive is not read"),
        (0, b"\x28\xB5\x2F\xFD", "a zstd archive is not read"),
        (257, b"ustar", "a tar archive is not read yet"),
        (0, b"\x89PNG\r\n\x1A\n", "an image"),
        (0, b"\xFF\xD8\xFF", "an image"),
        (0, b"GIF87a", "an image"),
        (0, b"GIF89a", "an image"),
        (0, b"II*\0", "an image"),
        (0, b"MM\0*", "an image"),
        (8, b"WEBP", "an image"),
        (8, b"WAVE", "audio"),
        (8, b"AVI ", "video"),
        (4, b"ftyp", "video"),
        (0, b"OggS\0", "audio or video"),
        (0, b"\x1A\x45\xDF\xA3", "video"),
        (0, b"ID3\x03", "audio"),
        (0, b"ID3\x04", "audio"),
        (0, b"\x7FELF", "a program"),
        (0, b"\xCA\xFE\xBA\xBE", "a program"),
        (0, b"\xCF\xFA\xED\xFE", "a program"),
        (0, b"\0asm", "a program"),
        (0, b"SQLite format 3\0", "a database"),
    ];
    let found = SIGNATURES
        .iter()
        .find(|(offset, bytes, _)| head.get(*offset..).is_some_and(|from| from.starts_with(bytes)));
    found.filter(|(offset, ..)| is_container(*offset, head)).map(|(.., name)| *name)
}

/// A signature that is not at the start could be a word of a text: such a
/// file must also have the start, or the zeros, that its format has.
fn is_container(offset: usize, head: &[u8]) -> bool {
    match offset {
        0 => true,
        8 => head.starts_with(b"RIFF"),
        _ => head.contains(&0),
    }
}

/// Names the format that an extension stands for and that is not read.
fn unread(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "mht" | "mhtml" => "HTML in an archive is not read yet",
        "pdf" => "PDF is not read yet",
        "docx" | "docm" => "DOCX is not read yet",
        "odt" => "ODT is not read yet",
        "rtf" => "RTF is not read yet",
        "epub" => "EPUB is not read yet",
        "eml" | "mbox" => "mail is not read yet",
        "msg" => "Outlook mail is not read",
        "doc" | "dot" => "old Word documents are not read",
        "xlsx" | "xls" | "ods" => "spreadsheets are not read",
        "pptx" | "ppt" | "odp" => "presentations are not read",
        "xml" | "rdf" | "owl" => "XML is not read yet",
        "zip" | "gz" | "tgz" | "tar" => "archives are not read yet",
        "bz2" | "xz" | "7z" | "rar" | "zst" => "archives of this kind are not read",
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "tif" | "tiff" | "bmp" | "svg" | "ico"
        | "heic" => "an image",
        "mp3" | "wav" | "ogg" | "m4a" | "flac" => "audio",
        "mp4" | "mkv" | "avi" | "mov" | "webm" => "video",
        "exe" | "dll" | "so" | "dylib" | "o" | "class" | "jar" => "a program",
        "sqlite" | "db" | "mdb" | "parquet" => "a database",
        "ttf" | "otf" | "woff" | "woff2" => "a font",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse::<Format>().unwrap(), format);
        }
        assert!("pdf".parse::<Format>().is_err());
    }

    #[test]
    fn formats() {
        let case = |path: &str, head: &[u8], expected: Result<Format, &str>| {
            let found = format_of(Path::new(path), head);
            assert_eq!(found, expected.map_err(str::to_owned), "{path}");
        };
        case("a.txt", b"hello", Ok(Format::Text));
        case("README", b"hello", Ok(Format::Text));
        case("report.2016-final", b"hello", Ok(Format::Text));
        case("a.MD", b"# x", Ok(Format::Markdown));
        case("a.ndjson", b"{}", Ok(Format::JsonLines));
        case("a.csv", b"id,text", Ok(Format::Csv));
        case("a.tsv", b"id\ttext", Ok(Format::Tsv));
        case("a.json", b"{\"id\": 1}\n{\"id\": 2}\n", Ok(Format::JsonLines));
        case("a.json", b"{\n \"id\": 1\n}\n", Err("JSON is read only with one object a line"));
        case("a.json", b"[1]", Err("JSON is read only with one object a line"));
        case("a.pdf", b"hello", Err("PDF is not read yet"));
        case("a.txt", b"%PDF-1.4\n", Err("PDF is not read yet"));
        case("a.txt", b"", Ok(Format::Text));
        case("page.txt", b"\n<!DOCTYPE HTML><html>", Ok(Format::Html));
        case("a.html", b"", Ok(Format::Html));
        case("photo", b"\xFF\xD8\xFF\xE0", Err("an image"));
        case("data.bin", &[0, 0, 1, 0, 0, 0, 7, 0, 0, 0, 0, 0], Err("binary"));
        case("a.txt", b"h\0e\0l\0l\0o\0", Ok(Format::Text));
        case("a.txt", b"the ftyp of it", Ok(Format::Text));
    }
}
