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
    /// Portable Document Format.
    Pdf,
    /// A Word document (Office Open XML).
    Docx,
    /// A text document of OpenDocument.
    Odt,
    /// A presentation (Office Open XML).
    Pptx,
    /// A spreadsheet (Office Open XML).
    Xlsx,
    /// An electronic book.
    Epub,
    /// Rich Text Format.
    Rtf,
    /// One mail, or a web archive in the form of one.
    Eml,
    /// Many mails.
    Mbox,
    /// One file, packed, which may be an archive.
    Gzip,
    /// An archive.
    Zip,
    /// An archive without compression of its own.
    Tar,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 18] = [
        Self::Text,
        Self::Markdown,
        Self::Html,
        Self::JsonLines,
        Self::Csv,
        Self::Tsv,
        Self::Pdf,
        Self::Docx,
        Self::Odt,
        Self::Pptx,
        Self::Xlsx,
        Self::Epub,
        Self::Rtf,
        Self::Eml,
        Self::Mbox,
        Self::Gzip,
        Self::Zip,
        Self::Tar,
    ];

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
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Pptx => "pptx",
            Self::Xlsx => "xlsx",
            Self::Epub => "epub",
            Self::Rtf => "rtf",
            Self::Eml => "eml",
            Self::Mbox => "mbox",
            Self::Gzip => "gz",
            Self::Zip => "zip",
            Self::Tar => "tar",
        }
    }

    /// Whether one file holds many documents, each with a number.
    #[must_use]
    pub const fn is_records(self) -> bool {
        matches!(self, Self::JsonLines | Self::Csv | Self::Tsv | Self::Mbox)
    }

    /// Whether it is made of characters, and so read in this process.
    #[must_use]
    pub const fn is_text(self) -> bool {
        matches!(
            self,
            Self::Text | Self::Markdown | Self::Html | Self::JsonLines | Self::Csv | Self::Tsv
        )
    }

    /// The format that an extension stands for, in lower case.
    fn of_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "md" | "markdown" | "mdown" | "mkd" => Self::Markdown,
            "html" | "htm" | "xhtml" | "xht" => Self::Html,
            "jsonl" | "ndjson" | "jsonlines" => Self::JsonLines,
            "csv" => Self::Csv,
            "tsv" | "tab" => Self::Tsv,
            "pdf" => Self::Pdf,
            "docx" | "docm" | "dotx" => Self::Docx,
            "odt" | "ott" => Self::Odt,
            "pptx" | "pptm" | "ppsx" => Self::Pptx,
            "xlsx" | "xlsm" => Self::Xlsx,
            "epub" => Self::Epub,
            "rtf" => Self::Rtf,
            "eml" | "mht" | "mhtml" => Self::Eml,
            "mbox" | "mbx" => Self::Mbox,
            "gz" | "tgz" => Self::Gzip,
            "zip" => Self::Zip,
            "tar" => Self::Tar,
            _ => return None,
        })
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
            message: format!("known are {}", Self::ALL.map(Self::name).join(", ")),
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
    let named = Format::of_extension(&extension);
    match signature(head) {
        // Many formats are ZIP archives inside: the name says which.
        Some(Signature::Read(Format::Zip)) => {
            return Ok(named.filter(|named| !named.is_text()).unwrap_or(Format::Zip));
        }
        Some(Signature::Read(format)) => return Ok(format),
        Some(Signature::Unread(name)) => return Err(name.to_owned()),
        None => {}
    }
    match (named, extension.as_str()) {
        (Some(format), _) if format.is_text() || format == Format::Pdf => Ok(format),
        (Some(format @ (Format::Eml | Format::Mbox | Format::Tar)), _) => Ok(format),
        (Some(format), _) => Err(format!("named .{extension}, but it is no {format} file")),
        (None, "json") if is_json_lines(head) => Ok(Format::JsonLines),
        (None, "json") => Err("JSON is read only with one object a line".to_owned()),
        (None, extension) => match unread(extension) {
            Some(name) => Err(name.to_owned()),
            None => plain(head),
        },
    }
}

/// What a file without a telling name is.
fn plain(head: &[u8]) -> Result<Format, String> {
    let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let begins = |word: &str| {
        start.get(..word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
    };
    if begins("<!doctype html") || begins("<html") {
        return Ok(Format::Html);
    }
    if begins("<?xml") {
        return Err("XML is not read".to_owned());
    }
    if begins_message(start) {
        return Ok(Format::Mbox);
    }
    if is_message(start) {
        return Ok(Format::Eml);
    }
    let [even, odd] = zeros_by_parity(head);
    // Zeros on one side only are UTF-16; a few are an accident in a text.
    if even.min(odd) > 2 + head.len() / 50 {
        return Err("binary".to_owned());
    }
    Ok(Format::Text)
}

/// Whether a message of a mailbox begins here: a line with `From `, a time
/// and a year (RFC 4155, appendix A), and below it a header of a mail. A
/// sentence may have all but the header.
pub(crate) fn begins_message(bytes: &[u8]) -> bool {
    if !bytes.starts_with(b"From ") {
        return false;
    }
    // Longer lines are none: an address and a date.
    let Some(end) = bytes.iter().take(512).position(|byte| *byte == b'\n') else { return false };
    let words = || bytes[..end].split(u8::is_ascii_whitespace);
    let is_time = |word: &[u8]| {
        word.len() >= 4 && word.contains(&b':') && word.iter().all(|b| matches!(b, b'0'..=b':'))
    };
    let is_year = |word: &[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    words().any(is_time) && words().any(is_year) && header_name(&bytes[end + 1..]).is_some()
}

/// Whether a file begins with the headers of a mail, some of which no person
/// writes.
fn is_message(head: &[u8]) -> bool {
    const MACHINES: [&str; 4] = ["received", "return-path", "message-id", "mime-version"];
    let names: Vec<String> = head
        .split(|byte| *byte == b'\n')
        .take_while(|line| !line.trim_ascii().is_empty())
        .filter(|line| !line.starts_with(b" ") && !line.starts_with(b"\t"))
        .map_while(header_name)
        .collect();
    let has = |name: &str| names.iter().any(|found| found == name);
    has("from") && has("date") && MACHINES.iter().any(|name| has(name))
}

/// The name of the header that begins here, in lower case.
fn header_name(bytes: &[u8]) -> Option<String> {
    let name: Vec<u8> =
        bytes.iter().copied().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').collect();
    let is_header = !name.is_empty() && name.len() < 80 && bytes.get(name.len()) == Some(&b':');
    is_header.then(|| String::from_utf8_lossy(&name).to_ascii_lowercase())
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

/// Names the binary format that begins with these bytes.
pub(crate) fn known_binary(head: &[u8]) -> Option<&'static str> {
    signature(head).map(|signature| match signature {
        Signature::Read(format) => format.name(),
        Signature::Unread(name) => name,
    })
}

/// What the first bytes of a file prove it to be.
#[derive(Clone, Copy)]
enum Signature {
    /// A format that is read.
    Read(Format),
    /// One that is not, with the words for the report.
    Unread(&'static str),
}

/// What these bytes prove. The signatures are those of the formats' own
/// specifications; only ones that no text can begin with are listed.
fn signature(head: &[u8]) -> Option<Signature> {
    use Signature::{Read, Unread};
    const SIGNATURES: &[(usize, &[u8], Signature)] = &[
        (0, b"%PDF-", Read(Format::Pdf)),
        (0, b"{\\rtf", Read(Format::Rtf)),
        (0, b"PK\x03\x04", Read(Format::Zip)),
        (0, b"PK\x05\x06", Read(Format::Zip)),
        (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Unread("an old office document is not read")),
        (0, b"\x1F\x8B", Read(Format::Gzip)),
        (0, b"BZh91AY&SY", Unread("a bzip2 archive is not read")),
        (0, b"\xFD7zXZ\0", Unread("an xz archive is not read")),
        (0, b"7z\xBC\xAF\x27\x1C", Unread("a 7-Zip archive is not read")),
        (0, b"Rar!\x1A\x07", Unread("a RAR archive is not read")),
        (0, b"\x28\xB5\x2F\xFD", Unread("a zstd archive is not read")),
        (257, b"ustar", Read(Format::Tar)),
        (0, b"\x89PNG\r\n\x1A\n", Unread("an image")),
        (0, b"\xFF\xD8\xFF", Unread("an image")),
        (0, b"GIF87a", Unread("an image")),
        (0, b"GIF89a", Unread("an image")),
        (0, b"II*\0", Unread("an image")),
        (0, b"MM\0*", Unread("an image")),
        (8, b"WEBP", Unread("an image")),
        (8, b"WAVE", Unread("audio")),
        (8, b"AVI ", Unread("video")),
        (4, b"ftyp", Unread("video")),
        (0, b"OggS\0", Unread("audio or video")),
        (0, b"\x1A\x45\xDF\xA3", Unread("video")),
        (0, b"ID3\x03", Unread("audio")),
        (0, b"ID3\x04", Unread("audio")),
        (0, b"\x7FELF", Unread("a program")),
        (0, b"\xCA\xFE\xBA\xBE", Unread("a program")),
        (0, b"\xCF\xFA\xED\xFE", Unread("a program")),
        (0, b"\0asm", Unread("a program")),
        (0, b"SQLite format 3\0", Unread("a database")),
    ];
    let found = SIGNATURES
        .iter()
        .find(|(offset, bytes, _)| head.get(*offset..).is_some_and(|from| from.starts_with(bytes)));
    found.filter(|(offset, ..)| is_container(*offset, head)).map(|(.., found)| *found)
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
        "msg" => "Outlook mail is not read",
        "doc" | "dot" => "old Word documents are not read",
        "xls" | "xlsb" | "ods" => "spreadsheets of this kind are not read",
        "ppt" | "odp" => "presentations of this kind are not read",
        "xml" | "rdf" | "owl" => "XML is not read",
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
        assert!("doc".parse::<Format>().is_err());
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
        case("a.pdf", b"hello", Ok(Format::Pdf));
        case("a.txt", b"%PDF-1.4\n", Ok(Format::Pdf));
        case("a.docx", b"PK\x03\x04", Ok(Format::Docx));
        case("a.docx", b"hello", Err("named .docx, but it is no docx file"));
        case(
            "a.docx",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            Err("an old office document is not read"),
        );
        case("a.txt", b"PK\x03\x04", Ok(Format::Zip));
        case("a", b"\x1F\x8B", Ok(Format::Gzip));
        case("a.txt", b"", Ok(Format::Text));
        case("page.txt", b"\n<!DOCTYPE HTML><html>", Ok(Format::Html));
        case("a.html", b"", Ok(Format::Html));
        let separator = "From a@b.org Thu Nov  6 08:30:00 2014\n";
        case("Inbox", format!("{separator}X-A: b\n").as_bytes(), Ok(Format::Mbox));
        case("a.txt", format!("{separator}was a hot day.\n").as_bytes(), Ok(Format::Text));
        case("a.txt", b"From the sea\nSubject: none\n", Ok(Format::Text));
        case("1.M2", b"Received: x\n\ty\nFrom: a\nDate: b\n\nText", Ok(Format::Eml));
        case("a.txt", b"From: the office\nDate: today\n\nText", Ok(Format::Text));
        case("photo", b"\xFF\xD8\xFF\xE0", Err("an image"));
        case("data.bin", &[0, 0, 1, 0, 0, 0, 7, 0, 0, 0, 0, 0], Err("binary"));
        case("a.txt", b"h\0e\0l\0l\0o\0", Ok(Format::Text));
        case("a.txt", b"the ftyp of it", Ok(Format::Text));
    }
}
