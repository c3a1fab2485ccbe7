//! Cells that say which file a row is about: paths, names, identifiers and
//! addresses, in the forms that spreadsheets and reference managers write.
//! Reads the cells; knows no file.

use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization;

use crate::{
    column::{Column, folded},
    document::texts,
};

/// A cell that may fit a file or a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// The name of its column.
    pub(super) column: String,
    /// What the cell may be.
    pub(super) kind: Kind,
    /// The value, as it is compared.
    pub(super) value: String,
}

/// What a cell says of a file, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// Its path or its name.
    Path,
    /// An identifier: that of a document, or the stem of a name.
    Id,
    /// The DOI of a document.
    Doi,
    /// The address of a document.
    Address,
}

/// The cells of a row that may fit a file, the surest first; only those of
/// one column where it is named.
pub(super) fn keys(row: &Map<String, Value>, only: Option<&str>) -> Vec<Key> {
    let mut keys = Vec::new();
    for (name, value) in row {
        let kinds = match only {
            Some(only) if folded(only) == folded(name) => {
                vec![Kind::Path, Kind::Id, Kind::Doi, Kind::Address]
            }
            Some(_) => continue,
            None => Column::meant(name).into_iter().filter_map(kind).collect(),
        };
        let texts = texts(value);
        for kind in kinds {
            let values = texts.iter().flat_map(|text| values(kind, text));
            keys.extend(values.map(|value| Key { column: name.clone(), kind, value }));
        }
    }
    keys.sort_by_key(|key| key.kind);
    keys
}

/// What a column may say of a file.
fn kind(column: Column) -> Option<Kind> {
    Some(match column {
        Column::Path | Column::FileName => Kind::Path,
        Column::Id => Kind::Id,
        Column::Doi => Kind::Doi,
        Column::Address => Kind::Address,
        _ => return None,
    })
}

/// The values of a cell as they are compared.
fn values(kind: Kind, text: &str) -> Vec<String> {
    match kind {
        Kind::Path => paths(text),
        Kind::Id => Some(nfc(text.trim())).filter(|id| !id.is_empty()).into_iter().collect(),
        Kind::Doi => doi(text).into_iter().collect(),
        Kind::Address => match text.trim().strip_prefix("file:") {
            Some(_) => Vec::new(),
            None => doi(text).or_else(|| address(text)).into_iter().collect(),
        },
    }
}

/// The paths of a cell: the whole, else the attachments of a reference
/// manager, divided by semicolons, each with a label and a type around it.
fn paths(text: &str) -> Vec<String> {
    let whole = path(text);
    let mut found: Vec<String> = whole.into_iter().collect();
    if text.contains([';', '\n']) {
        found.extend(text.split([';', '\n']).filter_map(attachment));
    } else if text.contains(':') {
        found.extend(attachment(text));
    }
    found.dedup();
    found
}

/// The path of an attachment: `Label:path:type` as Zotero and JabRef have
/// it, with `\:` for a colon of the path.
fn attachment(text: &str) -> Option<String> {
    const ESCAPED: char = '\u{1}';
    let text = text.replace("\\:", "\u{1}").replace("\\;", ";");
    let parts: Vec<&str> = text.split(':').collect();
    let is_type = |part: &str| {
        !part.is_empty()
            && part.len() < 80
            && part.chars().all(|letter| letter.is_ascii_alphanumeric() || "/.+-".contains(letter))
    };
    match parts.as_slice() {
        [_, inner @ .., last] if !inner.is_empty() && is_type(last) => {
            path(&inner.join(":").replace(ESCAPED, ":"))
        }
        _ => path(&text.replace(ESCAPED, ":")),
    }
}

/// A path with `/` between its parts, NFC, without what stands around it.
fn path(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['"', '\'']).trim();
    let text = match text.strip_prefix("file://") {
        Some(rest) => decoded(rest.strip_prefix("localhost").unwrap_or(rest)),
        None => text.to_owned(),
    };
    let text = text.replace('\\', "/");
    let text = text.trim_start_matches("./").trim_end_matches('/');
    (!text.is_empty() && text.len() <= 4096 && !text.contains(['\0', '\n'])).then(|| nfc(text))
}

/// A text with `%41` as `A`.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let code = after
            .get(..2)
            .filter(|_| *byte == b'%')
            .and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(code) => {
                bytes.push(code);
                rest = &after[2..];
            }
            None => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The DOI of a text, in lower case, as DOIs differ by no case (ISO 26324).
pub(super) fn doi(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let start = ["doi.org/", "doi:"].iter().find_map(|label| Some(text.find(label)? + label.len()));
    let doi = text[start.unwrap_or(0)..].trim();
    (doi.starts_with("10.") && doi.contains('/')).then(|| doi.to_owned())
}

/// An address without what may differ where it means the same: scheme,
/// `www.`, a slash at its end and the place on the page.
pub(super) fn address(text: &str) -> Option<String> {
    let (scheme, rest) = text.trim().split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| format!("{host}{}", path.trim_end_matches('/')))
}

/// A text in the form in which names are compared.
pub(super) fn nfc(text: &str) -> String {
    text.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::{address, doi, paths};

    #[test]
    fn cells_with_paths() {
        let case = |text: &str, expected: &[&str]| assert_eq!(paths(text), expected, "{text:?}");
        case(" docs/a.pdf ", &["docs/a.pdf"]);
        case("\"./a.pdf\"", &["a.pdf"]);
        case("cafe\u{301}.txt", &["café.txt"]);
        case("C:\\Users\\me\\a b.pdf", &["C:/Users/me/a b.pdf"]);
        case(
            "/z/storage/A1/a.pdf; /z/storage/B2/b.html",
            &[
                "/z/storage/A1/a.pdf; /z/storage/B2/b.html",
                "/z/storage/A1/a.pdf",
                "/z/storage/B2/b.html",
            ],
        );
        case(
            "Full Text:files/12/a.pdf:application/pdf",
            &["Full Text:files/12/a.pdf:application/pdf", "files/12/a.pdf"],
        );
        case(":a.pdf:PDF", &[":a.pdf:PDF", "a.pdf"]);
        case(
            "PDF:C\\:/x/a.pdf:application/pdf",
            &["PDF:C/:/x/a.pdf:application/pdf", "C:/x/a.pdf"],
        );
        case("file:///docs/a%20b.pdf", &["/docs/a b.pdf"]);
        case("a\nb", &["a", "b"]);
        case("a\0b", &[]);
        case("", &[]);
    }

    #[test]
    fn addresses() {
        let case = |text: &str, expected: &str| {
            assert_eq!(address(text).unwrap_or_default(), expected, "{text}");
        };
        case("https://www.A.example/x/", "a.example/x");
        case("http://a.example/x#top", "a.example/x");
        case("ftp://a.example", "");
        case("none", "");
        assert_eq!(doi("https://doi.org/10.1/ABC").as_deref(), Some("10.1/abc"));
        assert_eq!(doi("DOI: 10.1/x").as_deref(), Some("10.1/x"));
        assert_eq!(doi("10.1"), None);
    }
}
