//! Front matter: YAML between two lines of three hyphens at the very top.
//! What cannot be read as such stays text, so nothing is lost; a note says
//! so where it was plainly meant as front matter.

use serde_json::{Map, Value};

use super::lines::Lines;

/// A text and what stands above it.
pub(super) struct Front<'a> {
    /// The keys, in lower case; empty where there is no front matter.
    pub(super) metadata: Map<String, Value>,
    /// The text below it.
    pub(super) body: &'a str,
    /// The number of the body's first line.
    pub(super) line: u32,
    /// Why front matter was left in the text.
    pub(super) note: Option<String>,
}

/// The longest front matter, in bytes: more is a text between two rules.
const LONGEST: usize = 64 << 10;

/// Takes the front matter off a text.
pub(super) fn read(text: &str) -> Front<'_> {
    let whole = |note| Front { metadata: Map::new(), body: text, line: 1, note };
    let Some((yaml, body, line)) = divide(text) else { return whole(None) };
    if !is_meant(yaml) {
        return whole(None);
    }
    match parse(yaml) {
        Ok(metadata) => Front { metadata, body, line, note: None },
        Err(cause) => whole(Some(format!("front matter cannot be read, kept as text: {cause}"))),
    }
}

/// Divides a text that begins with `---` at the line that ends the front
/// matter: the YAML, the rest, and the number of its first line.
fn divide(text: &str) -> Option<(&str, &str, u32)> {
    if !text.starts_with("---") {
        return None;
    }
    let mut lines = Lines::new(text, 1);
    if lines.next()?.text.trim_end() != "---" {
        return None;
    }
    let start = text.len() - lines.rest().len();
    loop {
        let end = text.len() - lines.rest().len();
        let line = lines.next()?;
        if end - start > LONGEST {
            return None;
        }
        if matches!(line.text.trim_end(), "---" | "...") {
            return Some((&text[start..end], lines.rest(), lines.number()));
        }
    }
}

/// Whether the first line that says anything is a key with a colon.
fn is_meant(yaml: &str) -> bool {
    let mut lines = yaml.lines().map(str::trim_end);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    first.and_then(|line| line.split_once(':')).is_some_and(|(key, value)| {
        let word = |letter: char| letter.is_alphanumeric() || "_-. \"'".contains(letter);
        !key.is_empty()
            && key.len() <= 60
            && key.chars().all(word)
            && (value.is_empty() || value.starts_with(' '))
    })
}

fn parse(yaml: &str) -> Result<Map<String, Value>, String> {
    let options = serde_saphyr::options! {
        duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::LastWins,
        // `lang: no` is Norwegian.
        strict_booleans: true,
        // An id such as 007 keeps its zeros.
        leading_zero_numbers_as_strings: true,
    };
    let map: Map<String, Value> =
        serde_saphyr::from_str_with_options(yaml, options).map_err(|cause| {
            let text = cause.to_string();
            text.lines().next().unwrap_or_default().trim().to_owned()
        })?;
    let named = map.into_iter().filter(|(_, value)| !value.is_null());
    Ok(named.map(|(key, value)| (key.trim().to_lowercase(), value)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front() {
        let case = |text: &str, metadata: &str, body: &str, line: u32, noted: bool| {
            let front = read(text);
            let found = serde_json::to_string(&front.metadata).unwrap();
            assert_eq!((found.as_str(), front.body, front.line), (metadata, body, line));
            assert_eq!(front.note.is_some(), noted, "{:?}", front.note);
        };
        let text = "---\nTitle: A brief\nyear: 2018\n---\nBody\n";
        case(text, r#"{"title":"A brief","year":2018}"#, "Body\n", 5, false);
        case("---\r\nlang: no\r\n...\r\nBody", r#"{"lang":"no"}"#, "Body", 4, false);
        case(
            "---\ntags: [a, b]\ndate: 2018-03-01\n---\n",
            r#"{"tags":["a","b"],"date":"2018-03-01"}"#,
            "",
            5,
            false,
        );
        case("---\na: 1\na: 2\nb:\n---\nx", r#"{"a":2}"#, "x", 6, false);
        for (text, noted) in [
            ("---\ntitle: [unclosed\n---\nBody", true),
            ("---\ntitle: a\nno end", false),
            ("---\nSome prose between rules.\n---\nBody", false),
            ("-\nWho we are\n-\n", false),
            ("--- title: x\n---\n", false),
            ("---", false),
            ("", false),
        ] {
            case(text, "{}", text, 1, noted);
        }
    }
}
