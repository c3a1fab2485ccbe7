//! BibTeX: entries between braces, with strings, joined values and the marks
//! of LaTeX. An entry that is not closed ends where the next begins, so that
//! it costs itself only. What stands between entries is no part of any.

use std::collections::HashMap;

use serde_json::Value;

use super::{
    latex::{plain, verbatim},
    record::{Each, Record},
};

/// Fields whose signs are meant as they stand.
const VERBATIM: &[&str] = &["url", "doi", "file", "eprint", "pdf", "howpublished", "local-url"];

/// Fields that are lists, with what divides them.
const KEYWORDS: &[&str] = &["keywords", "keyword", "tags"];
const NAMES: &[&str] = &["author", "editor", "translator"];

/// The kinds of entries that have other names elsewhere.
const TYPES: &[(&str, &str)] = &[
    ("techreport", "report"),
    ("online", "webpage"),
    ("electronic", "webpage"),
    ("www", "webpage"),
    ("phdthesis", "thesis"),
    ("mastersthesis", "thesis"),
    ("inproceedings", "conference paper"),
    ("incollection", "chapter"),
    ("inbook", "chapter"),
];

/// The names of months that every style defines.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads the entries of a file.
pub(super) fn records(text: &str, each: Each<'_>) {
    let mut reader = Reader { text, at: 0, strings: HashMap::new() };
    let (mut number, mut line, mut counted) = (0, 1_u32, 0);
    while let Some(start) = reader.next_entry() {
        let ends = text[counted..start].bytes().filter(|byte| *byte == b'\n').count();
        line = line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        counted = start;
        let kind = reader.word().to_lowercase();
        let close = match reader.sign("{(") {
            Some('{') => '}',
            Some(_) => ')',
            // An address of mail between entries.
            None => continue,
        };
        let read = match kind.as_str() {
            "comment" | "preamble" => {
                reader.at = start + 1;
                continue;
            }
            "string" => {
                // One that is broken is missed where it is used.
                let _ = reader.fields(close).map(|fields| reader.define(fields));
                continue;
            }
            _ => reader.entry(close),
        };
        number += 1;
        let record = Record::new(number, line);
        each(match read {
            Ok((key, fields)) => Ok(filled(record, &kind, key, &fields)),
            Err(reason) => Err(record.bad(reason)),
        });
    }
}

/// A field as it stands.
type Field = (String, String);

struct Reader<'a> {
    text: &'a str,
    at: usize,
    strings: HashMap<String, String>,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Goes to where the next entry begins, and over its sign.
    fn next_entry(&mut self) -> Option<usize> {
        let start = self.at + self.rest().find('@')?;
        self.at = start + 1;
        Some(start)
    }

    /// Steps over space.
    fn space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Takes one of some signs.
    fn sign(&mut self, of: &str) -> Option<char> {
        self.space();
        let sign = self.rest().chars().next().filter(|sign| of.contains(*sign))?;
        self.at += sign.len_utf8();
        Some(sign)
    }

    /// Takes a name: of a kind, a field or a string.
    fn word(&mut self) -> &'a str {
        self.space();
        let ends = |letter: char| letter.is_whitespace() || "{}(),=#\"@%".contains(letter);
        let rest = self.rest();
        let word = &rest[..rest.find(ends).unwrap_or(rest.len())];
        self.at += word.len();
        word
    }

    /// Takes the key and the fields of an entry.
    fn entry(&mut self, close: char) -> Result<(&'a str, Vec<Field>), String> {
        self.space();
        let rest = self.rest();
        let end = rest.find([',', '}', ')', '\n', '=']).unwrap_or(rest.len());
        let key = rest[..end].trim();
        // One without a key begins with its first field.
        if rest[end..].starts_with('=') {
            return Ok(("", self.fields(close)?));
        }
        self.at += end;
        self.sign(",");
        Ok((key, self.fields(close)?))
    }

    /// Takes fields up to the sign that closes the entry.
    fn fields(&mut self, close: char) -> Result<Vec<Field>, String> {
        let mut fields = Vec::new();
        loop {
            if self.sign(&close.to_string()).is_some() {
                return Ok(fields);
            }
            let name = self.word().to_lowercase();
            if name.is_empty() || self.sign("=").is_none() {
                return Err("an entry that is not closed, or a field without =".to_owned());
            }
            let value = self.value().ok_or_else(|| format!("the value of {name} is not closed"))?;
            fields.push((name, value));
            self.sign(",");
        }
    }

    /// Takes a value: parts joined by `#`.
    fn value(&mut self) -> Option<String> {
        let mut value = String::new();
        loop {
            match self.sign("{\"") {
                Some(open) => value.push_str(self.quoted(open)?),
                None => value.push_str(&self.named()?),
            }
            if self.sign("#").is_none() {
                return Some(value);
            }
        }
    }

    /// A number, or what a string stands for; its name, where nobody says.
    fn named(&mut self) -> Option<String> {
        let word = self.word();
        let known = self.strings.get(&word.to_lowercase());
        (!word.is_empty()).then(|| known.cloned().unwrap_or_else(|| word.to_owned()))
    }

    /// Takes a text up to what closes it; none where another entry begins
    /// before.
    fn quoted(&mut self, open: char) -> Option<&'a str> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut depth = 0_usize;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'{' => depth += 1,
                b'}' if depth > 0 => depth -= 1,
                b'}' if open == '{' => break,
                b'"' if open == '"' && depth == 0 => break,
                b'@' if self.is_entry() => return None,
                _ => {}
            }
            self.at += 1;
        }
        bytes.get(self.at)?;
        self.at += 1;
        Some(&self.text[start..self.at - 1])
    }

    /// Whether an entry begins here: at the start of a line.
    fn is_entry(&self) -> bool {
        let word = self.text[self.at + 1..]
            .trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
        self.text[..self.at].ends_with('\n')
            && word.len() < self.text.len() - self.at - 1
            && word.trim_start_matches(' ').starts_with(['{', '('])
    }

    /// Keeps what strings stand for.
    fn define(&mut self, fields: Vec<Field>) {
        self.strings.extend(fields);
    }
}

/// The record of an entry.
fn filled(mut record: Record, kind: &str, key: &str, fields: &[Field]) -> Record {
    let known = TYPES.iter().find(|(name, _)| *name == kind);
    record.insert("type", Value::String(known.map_or(kind, |(_, name)| name).to_owned()));
    record.insert("id", Value::String(key.to_owned()));
    let get = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    if get("date").is_none()
        && let (Some(year), Some(month)) = (get("year"), get("month").and_then(|text| month(text)))
    {
        let day = get("day").and_then(|day| plain(day).trim().parse::<u8>().ok());
        let day = day.map(|day| format!("-{day:02}")).unwrap_or_default();
        let date = format!("{}-{month:02}{day}", plain(year).trim());
        record.insert("date", Value::String(date));
    }
    for (name, value) in fields {
        record.insert(name, said(name, value));
    }
    record
}

/// A value as other formats have it.
fn said(name: &str, value: &str) -> Value {
    let texts = |parts: Vec<String>| -> Value {
        parts.into_iter().filter(|part| !part.is_empty()).map(Value::String).collect()
    };
    if NAMES.contains(&name) {
        return texts(
            divided(value).into_iter().filter(|part| *part != "others").map(person).collect(),
        );
    }
    if KEYWORDS.contains(&name) {
        let plain = plain(value);
        return texts(plain.split([',', ';']).map(|part| part.trim().to_owned()).collect());
    }
    let text = if VERBATIM.contains(&name) { verbatim(value) } else { plain(value) };
    Value::String(text.split('\n').map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned())
}

/// The number of a month by its name or number.
fn month(text: &str) -> Option<usize> {
    let text = plain(text).trim().to_lowercase();
    let named = MONTHS.iter().position(|name| text.starts_with(name)).map(|at| at + 1);
    named.or_else(|| text.parse().ok().filter(|month| (1..=12).contains(month)))
}

/// The names of a list, divided at `and` outside braces.
fn divided(value: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    let bytes = value.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            byte if depth == 0 && byte.is_ascii_whitespace() => {
                let after = value[at..].trim_start();
                let is_and = after.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("and"))
                    && after[3..].starts_with(|letter: char| letter.is_whitespace());
                if is_and && at >= from {
                    parts.push(value[from..at].trim());
                    from = value.len() - after.len() + 3;
                }
            }
            _ => {}
        }
    }
    parts.push(value[from..].trim());
    parts
}

/// A name with its family name first; one in braces is that of a body.
fn person(name: &str) -> String {
    let text = plain(name);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let words: Vec<&str> = text.split(' ').collect();
    if name.starts_with('{') && name.ends_with('}') || text.contains(',') || words.len() < 2 {
        return text;
    }
    // `Jan van der Berg`: the family name begins with the small words.
    let small = |word: &&str| word.starts_with(char::is_lowercase);
    let first = words.iter().skip(1).position(small).map_or(words.len() - 1, |at| at + 1);
    format!("{}, {}", words[first..].join(" "), words[..first].join(" "))
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
    fn entries() {
        case(
            "% a comment\n@string{iom = \"IOM \" # {Press}}\n\n@TechReport(lind18,\n  Title = {Boats {\\&} {N}ets},\n  \
             author = \"Maria Lind and {Harbour and Sea Office} and van der Berg, Jan and others\",\n  \
             year = 2018, month = mar,\n  publisher = iom # {, Turku},\n  keywords = {sea, law},\n  \
             url = {https://a.example/~x\\_y},\n)\nnot an entry\n@book{x, title={\u{e4}}}",
            &[
                "1@4 {\"type\":\"report\",\"id\":\"lind18\",\"date\":\"2018-03\",\"title\":\"Boats & Nets\",\
                 \"author\":[\"Lind, Maria\",\"Harbour and Sea Office\",\"van der Berg, Jan\"],\"year\":\"2018\",\
                 \"month\":\"mar\",\"publisher\":\"IOM Press, Turku\",\"keywords\":[\"sea\",\"law\"],\
                 \"url\":\"https://a.example/~x_y\"}",
                "2@13 {\"type\":\"book\",\"id\":\"x\",\"title\":\"\u{e4}\"}",
            ],
        );
    }

    #[test]
    fn what_is_broken() {
        case(
            "@book{a, title = {never closed,\n@book{b, title = {x}}\n@book{c, title}\nmail@a.example\n\
             @comment{@book{d, title = {y}}}\n@misc{, title={z}",
            &[
                "bad #1@1: the value of title is not closed",
                "2@2 {\"type\":\"book\",\"id\":\"b\",\"title\":\"x\"}",
                "bad #3@3: an entry that is not closed, or a field without =",
                "4@5 {\"type\":\"book\",\"id\":\"d\",\"title\":\"y\"}",
                "bad #5@6: an entry that is not closed, or a field without =",
            ],
        );
    }

    #[test]
    fn names() {
        let case = |name: &str, expected: &str| assert_eq!(person(name), expected);
        case("Ludwig van Beethoven", "van Beethoven, Ludwig");
        case("Maria  Lind", "Lind, Maria");
        case("H{\\\"a}m\\\"al\\\"ainen, P.", "Hämäläinen, P.");
        case("{IOM Finland}", "IOM Finland");
        case("IOM", "IOM");
    }
}
