//! RIS: references of tagged lines, from `TY` to `ER`. Tags get the names
//! that other formats have for them; a tag that repeats makes a list. Lines
//! without a tag go on with the value before them.

use serde_json::Value;

use super::{
    lines::Lines,
    record::{Each, Record},
};

/// What the tags are (Research Information Systems, RIS Format
/// Specifications); a tag that is not here keeps its own name.
const TAGS: &[(&str, &str)] = &[
    ("TY", "type"),
    ("TI", "title"),
    ("T1", "title"),
    ("CT", "title"),
    ("BT", "booktitle"),
    ("AU", "author"),
    ("A1", "author"),
    ("A2", "editor"),
    ("ED", "editor"),
    ("A3", "series editor"),
    ("DA", "date"),
    ("PY", "year"),
    ("Y1", "year"),
    ("Y2", "accessed"),
    ("AB", "abstract"),
    ("N2", "abstract"),
    ("KW", "keywords"),
    ("UR", "url"),
    ("LK", "url"),
    ("L1", "file"),
    ("L2", "file"),
    ("L4", "file"),
    ("DO", "doi"),
    ("LA", "language"),
    ("PB", "publisher"),
    ("CY", "place"),
    ("JO", "journal"),
    ("JF", "journal"),
    ("T2", "container title"),
    ("JA", "journal abbreviation"),
    ("J2", "journal abbreviation"),
    ("T3", "series"),
    ("VL", "volume"),
    ("IS", "issue"),
    ("SN", "isbn"),
    ("SP", "first page"),
    ("EP", "last page"),
    ("ET", "edition"),
    ("N1", "note"),
    ("DB", "database"),
    ("DP", "database provider"),
    ("AN", "accession number"),
    ("CN", "call number"),
    ("M3", "type of work"),
    ("ST", "short title"),
    ("ID", "id"),
];

/// The kinds of work that are told apart elsewhere, in words.
const TYPES: &[(&str, &str)] = &[
    ("JOUR", "journal article"),
    ("EJOUR", "journal article"),
    ("MGZN", "magazine article"),
    ("NEWS", "newspaper article"),
    ("RPRT", "report"),
    ("GOVDOC", "report"),
    ("BOOK", "book"),
    ("EBOOK", "book"),
    ("ELEC", "webpage"),
    ("BLOG", "webpage"),
    ("CHAP", "chapter"),
    ("THES", "thesis"),
    ("CONF", "conference paper"),
    ("CPAPER", "conference paper"),
];

/// Reads the references of a file.
pub(super) fn records(text: &str, each: Each<'_>) {
    let mut open: Option<Open> = None;
    let mut number = 0;
    for line in Lines::new(text, 1) {
        match (tagged(line.text), &mut open) {
            (Some(("ER", _)), _) => close(&mut open, each),
            (Some((tag, value)), Some(open)) if tag != "TY" => open.add(tag, value),
            // One that begins has ended the one before; a file may also
            // begin without its type.
            (Some((tag, value)), _) => {
                close(&mut open, each);
                number += 1;
                let mut next = Open::new(number, line.number);
                next.add(tag, value);
                open = Some(next);
            }
            (None, Some(open)) => open.go_on(line.text),
            (None, None) if line.text.trim().is_empty() => {}
            (None, None) => {
                number += 1;
                open = Some(Open::new(number, line.number));
            }
        }
    }
    close(&mut open, each);
}

/// A reference that may go on.
struct Open {
    number: u64,
    line: u32,
    values: Vec<(String, Vec<String>)>,
}

impl Open {
    const fn new(number: u64, line: u32) -> Self {
        Self { number, line, values: Vec::new() }
    }

    fn add(&mut self, tag: &str, value: &str) {
        let name = TAGS
            .iter()
            .find(|(known, _)| *known == tag)
            .map_or_else(|| tag.to_lowercase(), |(_, name)| (*name).to_owned());
        let value = meant(tag, value.trim());
        match self.values.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => self.values.push((name, vec![value])),
        }
    }

    /// Adds a line to the value before it.
    fn go_on(&mut self, text: &str) {
        let last = self.values.last_mut().and_then(|(_, values)| values.last_mut());
        if let Some(last) = last.filter(|_| !text.trim().is_empty()) {
            last.push('\n');
            last.push_str(text.trim());
        }
    }
}

/// Hands over what was open.
fn close(open: &mut Option<Open>, each: Each<'_>) {
    let Some(Open { number, line, values }) = open.take() else { return };
    let mut record = Record::new(number, line);
    if values.is_empty() {
        each(Err(record.bad("a line without a tag: a reference begins with TY")));
        return;
    }
    for (name, mut values) in values {
        values.retain(|value| !value.is_empty());
        let is_list = matches!(name.as_str(), "author" | "editor" | "keywords");
        match values.len() {
            0 => {}
            1 if !is_list => record.insert(&name, Value::String(values.remove(0))),
            // Titles and abstracts that stand twice are the same.
            _ if matches!(name.as_str(), "title" | "abstract" | "year" | "doi") => {
                record.insert(&name, Value::String(values.remove(0)));
            }
            _ => record.insert(&name, values.into_iter().map(Value::String).collect()),
        }
    }
    each(Ok(record));
}

/// The value of a tag as other formats have it.
fn meant(tag: &str, value: &str) -> String {
    match tag {
        "TY" => {
            let known = TYPES.iter().find(|(code, _)| *code == value);
            known.map_or_else(|| value.to_lowercase(), |(_, name)| (*name).to_owned())
        }
        // `2018/03/12/`, and `2018///` where only the year is known.
        "DA" | "PY" | "Y1" | "Y2" if value.contains('/') => date(value),
        _ => value.to_owned(),
    }
}

/// Year, month and day of `2018/03/12/other`, as far as they are there.
fn date(value: &str) -> String {
    let parts: Vec<&str> = value.splitn(4, '/').map(str::trim).collect();
    let day: Vec<&str> = parts.iter().take(3).copied().filter(|part| !part.is_empty()).collect();
    let other = parts.get(3).copied().unwrap_or_default();
    format!("{} {other}", day.join("-")).trim().to_owned()
}

/// The tag and the value of a line: two characters, two spaces, a hyphen.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    let (tag, rest) = line.split_at_checked(2)?;
    let is_tag = tag.starts_with(|letter: char| letter.is_ascii_uppercase())
        && tag.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit());
    let value = rest.strip_prefix("  -").or_else(|| rest.strip_prefix(" -"))?;
    (is_tag && (value.is_empty() || value.starts_with(' '))).then_some((tag, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        records(text, &mut |record| {
            found.push(match record {
                Ok(record) => {
                    let values = serde_json::to_string(&record.values).unwrap();
                    format!("{}@{} {values}", record.number, record.line)
                }
                Err(bad) => format!("bad {}@{}: {}", bad.part, bad.line.unwrap(), bad.reason),
            });
        });
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn references() {
        case(
            "\u{feff}TY  - RPRT\r\nTI  - Boats\r\nAU  - Lind, Maria\r\nPY  - 2018\r\n\
             DA  - 2018/03/12/\r\nKW  - sea\r\nKW  - law\r\nC1  - odd\r\nER  - \r\n\r\n\
             TY  - GEN\r\nT1  - Two\r\nER  -\r\n",
            &[
                "1@1 {\"type\":\"report\",\"title\":\"Boats\",\"author\":[\"Lind, Maria\"],\"year\":\"2018\",\
                 \"date\":\"2018-03-12\",\"keywords\":[\"sea\",\"law\"],\"c1\":\"odd\"}",
                "2@11 {\"type\":\"gen\",\"title\":\"Two\"}",
            ],
        );
    }

    #[test]
    fn what_is_broken() {
        // Wrapped lines, an end that is missing, lines before the first.
        case(
            "TY  - GEN\nAB  - one\ntwo\nTY  - GEN\nTI  - x",
            &[
                "1@1 {\"type\":\"gen\",\"abstract\":\"one\\ntwo\"}",
                "2@4 {\"type\":\"gen\",\"title\":\"x\"}",
            ],
        );
        case(
            "hello\nworld\nTY  - GEN\nER  - \n",
            &[
                "bad #1@1: a line without a tag: a reference begins with TY",
                "2@3 {\"type\":\"gen\"}",
            ],
        );
        case("Y1  - 2018///Spring\nER  - ", &["1@1 {\"year\":\"2018 Spring\"}"]);
        case("", &[]);
    }
}
