//! The key of an entry: a word of the author or the title, the year, the id.
//! Of ASCII only and in lower case, as BibTeX wants it. Depends on one
//! document alone, so that it is the same in every call.

use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::xxh3_64;

use super::{Name, Reference};
use crate::analyze::words;

/// The longest word in a key, in characters.
const WORD: usize = 16;

/// The longest id that stands in a key as it is, in bytes.
const ID: usize = 16;

/// The shortest word of a title that tells something, in characters.
const TELLING: usize = 4;

/// Letters that Unicode does not take apart.
const LETTERS: &[(char, &str)] = &[
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('ß', "ss"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ł', "l"),
    ('ı', "i"),
];

/// The key of a reference to the document with an id.
pub(super) fn key(reference: &Reference, id: &str) -> String {
    let name = match reference.authors.first() {
        Some(Name::Person { family, .. }) => family,
        Some(Name::Whole(name)) => name,
        None => &reference.title,
    };
    let word = telling(name).unwrap_or_else(|| "doc".to_owned());
    let year = reference.issued.as_ref().map(|issued| issued.date.year.to_string());
    format!("{word}{}-{}", year.as_deref().unwrap_or("nd"), ending(id))
}

/// The first word that tells something, else the first there is.
fn telling(text: &str) -> Option<String> {
    let words: Vec<String> = words(text)
        .take(40)
        .map(|word| ascii(&text[word.from..word.to]))
        .filter(|word| !word.is_empty())
        .collect();
    let word = words.iter().find(|word| word.len() >= TELLING).or(words.first())?;
    Some(word.chars().take(WORD).collect())
}

/// The letters and digits of a word in ASCII and lower case, others left out.
fn ascii(word: &str) -> String {
    let mut found = String::new();
    for letter in word.to_lowercase().nfkd() {
        match LETTERS.iter().find(|(known, _)| *known == letter) {
            Some((_, written)) => found.push_str(written),
            None if letter.is_ascii_alphanumeric() => found.push(letter),
            None => {}
        }
    }
    found
}

/// The end of a key: the id where it can stand there, else the beginning of
/// it with a hash. Readers of BibTeX take keys that differ in case for one.
fn ending(id: &str) -> String {
    let fits = |letter: char| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_.".contains(letter)
    };
    if id.len() <= ID && !id.is_empty() && id.chars().all(fits) {
        return id.to_owned();
    }
    let start: String = ascii(id).chars().take(ID / 2).collect();
    format!("{start}-{:08x}", xxh3_64(id.as_bytes()) >> 32)
}

#[cfg(test)]
mod tests {
    use super::{super::samples::reference, Name, key};

    #[test]
    fn keys() {
        let case = |title: &str, author: Option<&str>, id: &str, expected: &str| {
            let mut one = reference();
            one.title = title.to_owned();
            one.authors = author.map(|name| Name::Whole(name.to_owned())).into_iter().collect();
            assert_eq!(key(&one, id), expected);
        };
        case("On the Move: papers", None, "kb-1", "move2021-kb-1");
        case("Ålands öar", None, "kb-1", "alands2021-kb-1");
        case("Straße", None, "kb-1", "strasse2021-kb-1");
        case("IOM", None, "kb-1", "iom2021-kb-1");
        case("المدارس", None, "kb-1", "doc2021-kb-1");
        case("A title", Some("Øst, \"the\" {x}"), "kb-1", "ost2021-kb-1");
    }

    #[test]
    fn ids_that_cannot_stand_in_a_key_are_told_apart() {
        let ending = super::ending;
        assert_eq!(ending("kb-1"), "kb-1");
        let ids =
            ["KB-1", "kb 1", "kb,1", "kb}1", "学校", "学校2", &"a".repeat(40), &"a".repeat(41)];
        let keys: std::collections::BTreeSet<String> = ids.iter().map(|id| ending(id)).collect();
        assert_eq!(keys.len(), ids.len(), "{keys:?}");
        for key in keys {
            assert!(key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{key}");
        }
    }

    #[test]
    fn a_reference_without_a_year_has_a_key() {
        let mut one = reference();
        one.issued = None;
        assert_eq!(key(&one, "kb-1"), "lindnd-kb-1");
    }
}
