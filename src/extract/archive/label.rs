//! The names of entries as labels. A name in an archive may climb out of
//! folders, begin at a root or a drive and be in an unknown encoding: what is
//! left of it only says where a text was found, and never opens anything.

use crate::decode::decode;

/// The label of an entry with this name: its folders and its file divided by
/// `/`, without the parts that lead elsewhere.
pub(in crate::extract) fn label(name: &str) -> String {
    let name = name.replace('\\', "/");
    let is_drive = |part: &str| part.len() == 2 && part.ends_with(':');
    let parts: Vec<&str> = name
        .split('/')
        .map(str::trim)
        .filter(|part| !matches!(*part, "" | "." | "..") && !is_drive(part))
        .collect();
    parts.join("/").replace(char::is_control, "\u{FFFD}")
}

/// The text of a name in an encoding that is not stated.
pub(super) fn text_of(name: &[u8]) -> String {
    match std::str::from_utf8(name) {
        Ok(text) => text.to_owned(),
        Err(_) => decode(name.to_vec(), None)
            .map_or_else(|_| String::from_utf8_lossy(name).into_owned(), |found| found.text),
    }
}

/// Whether an entry is what systems leave behind beside the user's files, or
/// hidden as in a folder.
pub(super) fn is_hidden(label: &str) -> bool {
    let is_left_behind = |part: &str| {
        ["__MACOSX", "Thumbs.db", "desktop.ini"].iter().any(|name| part.eq_ignore_ascii_case(name))
    };
    label.split('/').any(|part| part.starts_with('.') || is_left_behind(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        let case = |name: &str, expected: &str| assert_eq!(label(name), expected);
        case("a/b.txt", "a/b.txt");
        case("./a//b.txt", "a/b.txt");
        case("../../etc/passwd", "etc/passwd");
        case("/etc/passwd", "etc/passwd");
        case("C:\\Users\\ä\\b.txt", "Users/ä/b.txt");
        case("a/../b.txt", "a/b.txt");
        case("a:b.txt", "a:b.txt");
        case("..", "");
        case("a\u{1b}[31m\n.txt", "a\u{FFFD}[31m\u{FFFD}.txt");
    }

    #[test]
    fn names_in_unknown_encodings() {
        assert_eq!(text_of("päätös.txt".as_bytes()), "päätös.txt");
        let russian = encoding("Отчёт о миграции за год.txt");
        assert_eq!(text_of(&russian), "Отчёт о миграции за год.txt");
    }

    /// A name in windows-1251, in which `ё` is 0xB8 and the alphabet begins
    /// at 0xC0.
    fn encoding(text: &str) -> Vec<u8> {
        let byte = |letter: char| match u32::from(letter) {
            code @ 0x410..=0x44F => u8::try_from(code - 0x410 + 0xC0).unwrap(),
            0x451 => 0xB8,
            code => u8::try_from(code).unwrap(),
        };
        text.chars().map(byte).collect()
    }

    #[test]
    fn hidden() {
        for name in ["__MACOSX/a/._b.txt", "a/.DS_Store", "Thumbs.db", "a/.git/config"] {
            assert!(is_hidden(name), "{name}");
        }
        assert!(!is_hidden("a/b.c/d.txt"));
    }
}
