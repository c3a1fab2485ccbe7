//! Record files: JSON lines and delimited tables, one document a record.
//! One column is the text, all others are metadata as they stand. A bad
//! record is told by number and line, and the next one is read.

use serde_json::{Map, Value};

use crate::document::{Draft, Part};

use super::{
    BadPart, Loss,
    delimited::{Field, Rows, delimiter},
    lines::{Line, Lines},
    text::blocks,
};

/// The columns that can be the text, the first that has any wins.
const TEXT: [&str; 7] =
    ["text", "body", "content", "fulltext", "abstract", "description", "summary"];

/// The column that stands for the text where there is none.
const TITLE: &str = "title";

type Each<'a> = &'a mut dyn FnMut(Result<Draft, BadPart>);

/// Reads one JSON object a line.
pub(super) fn json_lines(text: &str, each: Each<'_>) {
    let mut record = 0;
    for Line { text, number, .. } in physical(text) {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        record += 1;
        let bad = |reason| bad(record, number, reason);
        each(object(text).and_then(|map| json_draft(map, record, number)).map_err(bad));
    }
}

/// A record that cannot be a document.
fn bad(record: u64, line: u32, reason: String) -> BadPart {
    BadPart { part: Part::record(record), line: Some(line), reason, loss: Loss::Rest }
}

/// The lines as JSON has them: U+2028 and the like may stand in a string.
fn physical(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut rest = Some(text);
    let mut number = 0_u32;
    std::iter::from_fn(move || {
        let current = rest?;
        number = number.saturating_add(1);
        let bytes = current.as_bytes();
        let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let line = &current[..end.unwrap_or(current.len())];
        rest = end.map(|end| {
            let pair = bytes[end..].starts_with(b"\r\n");
            &current[end + if pair { 2 } else { 1 }..]
        });
        Some(Line { text: line, number, page: 1, parted: false })
    })
}

fn object(line: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(line) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err("not a JSON object".to_owned()),
        Err(cause) => {
            let text = cause.to_string();
            // Its line is always 1 here.
            let text = text.split(" at line").next().unwrap_or_default();
            Err(format!("not JSON at column {}: {text}", cause.column()))
        }
    }
}

fn json_draft(map: Map<String, Value>, record: u64, line: u32) -> Result<Draft, String> {
    let mut metadata = Map::new();
    for (key, value) in map {
        insert(&mut metadata, &key, value);
    }
    let found = TEXT.iter().find_map(|column| {
        let text = metadata.get(*column).and_then(text_of)?;
        Some((*column, text))
    });
    let mut draft = Draft { part: Part::record(record), ..Draft::default() };
    if let Some((column, text)) = found {
        metadata.shift_remove(column);
        draft.blocks = blocks(&text, 1);
        // The lines within a JSON string are not lines of the file.
        draft.blocks.iter_mut().for_each(|block| block.line = line);
    }
    draft.metadata = metadata;
    finished(draft)
}

/// Adds a value unless it says nothing or its name is taken.
fn insert(metadata: &mut Map<String, Value>, name: &str, value: Value) {
    let name = name.trim().to_lowercase();
    let empty = match &value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    };
    if !empty && !metadata.contains_key(&name) {
        metadata.insert(name, value);
    }
}

/// A text, or paragraphs in a list.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => {
            let parts: Option<Vec<&str>> = parts.iter().map(Value::as_str).collect();
            parts.map(|parts| parts.join("\n\n")).filter(|text| !text.trim().is_empty())
        }
        _ => None,
    }
}

/// A draft that says something.
fn finished(draft: Draft) -> Result<Draft, String> {
    let titled = draft.metadata.get(TITLE).is_some_and(|title| match title {
        Value::String(text) => !text.trim().is_empty(),
        other => other.is_number(),
    });
    if draft.blocks.is_empty() && !titled {
        return Err("no text and no title".to_owned());
    }
    Ok(draft)
}

/// Reads comma-separated records, or what its header says instead.
///
/// # Errors
///
/// Names the columns where none is a text or a title.
pub(super) fn csv(text: &str, each: Each<'_>) -> Result<(), String> {
    let (text, line, stated) = stated_delimiter(text);
    let delimiter = stated.unwrap_or_else(|| delimiter(text, b",;\t|"));
    table(Rows::new(text, delimiter, line), each)
}

/// Reads tab-separated records.
///
/// # Errors
///
/// Names the columns where none is a text or a title.
pub(super) fn tsv(text: &str, each: Each<'_>) -> Result<(), String> {
    table(Rows::new(text, b'\t', 1), each)
}

/// Reads the line `sep=;` that spreadsheets put first.
fn stated_delimiter(text: &str) -> (&str, u32, Option<u8>) {
    let mut lines = Lines::new(text, 1);
    let first = lines.next().map_or("", |line| line.text.trim_matches('"'));
    match first.strip_prefix("sep=").map(str::as_bytes) {
        Some([delimiter]) => (lines.rest(), 2, Some(*delimiter)),
        _ => (text, 1, None),
    }
}

fn table(mut rows: Rows<'_>, each: Each<'_>) -> Result<(), String> {
    let Some(header) = rows.next() else { return Ok(()) };
    let columns: Vec<String> =
        header.iter().map(|field| field.text.trim().to_lowercase()).collect();
    if !columns.iter().any(|name| name == TITLE || TEXT.contains(&name.as_str())) {
        let shown: Vec<String> = columns.iter().take(20).map(|name| shorten(name)).collect();
        return Err(format!(
            "no column of text: found {}; expected one of {}, {TITLE}",
            shown.join(", "),
            TEXT.join(", "),
        ));
    }
    for (record, row) in (1..).zip(rows) {
        let line = row.first().map_or(1, |field| field.line);
        let bad = |reason| bad(record, line, reason);
        each(row_draft(&columns, &row, record).map_err(bad));
    }
    Ok(())
}

fn shorten(name: &str) -> String {
    name.chars().take(40).collect()
}

fn row_draft(columns: &[String], row: &[Field<'_>], record: u64) -> Result<Draft, String> {
    if row.len() != columns.len() {
        return Err(format!("{} fields where the header has {}", row.len(), columns.len()));
    }
    let mut draft = Draft { part: Part::record(record), ..Draft::default() };
    let filled = |name: &&str| {
        let field = |(column, field): (&String, &Field<'_>)| {
            column == name && !field.text.trim().is_empty()
        };
        columns.iter().zip(row).position(field)
    };
    let text = TEXT.iter().find_map(filled);
    if let Some(field) = text.and_then(|at| row.get(at)) {
        draft.blocks = blocks(&field.text, field.line);
    }
    for (at, (name, field)) in columns.iter().zip(row).enumerate() {
        if Some(at) != text {
            insert(&mut draft.metadata, name, Value::String(field.text.trim().to_owned()));
        }
    }
    finished(draft)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = fn(&str, Each<'_>) -> Result<(), String>;

    fn json(text: &str, each: Each<'_>) -> Result<(), String> {
        json_lines(text, each);
        Ok(())
    }

    /// A record as `record:line|metadata|blocks with their lines`.
    fn records(read: Read, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        read(text, &mut |record| {
            found.push(match record {
                Ok(draft) => {
                    let blocks = draft.blocks.iter().map(|b| format!("{}:{}", b.line, b.text));
                    let metadata = serde_json::to_string(&draft.metadata).unwrap();
                    let blocks = blocks.collect::<Vec<_>>().join("/");
                    format!("{} {metadata} {blocks}", draft.part.record.unwrap())
                }
                Err(bad) => format!(
                    "bad {}@{}: {}",
                    bad.part.record.unwrap(),
                    bad.line.unwrap(),
                    bad.reason
                ),
            });
        })
        .unwrap();
        found
    }

    #[test]
    fn json_records() {
        let case = |text: &str, expected: &[&str]| assert_eq!(records(json, text), expected);
        case(r#"{"id":1,"Text":"Hello","n":null}"#, &[r#"1 {"id":1} 1:Hello"#]);
        case("{\"text\":\"a\"}\r\n\r\n{\"text\":\"b\"}", &["1 {} 1:a", "2 {} 3:b"]);
        case(r#"{"text":"","abstract":"x","summary":"y"}"#, &[r#"1 {"summary":"y"} 1:x"#]);
        case(r#"{"body":["a","b"],"tags":["c"]}"#, &[r#"1 {"tags":["c"]} 1:a/1:b"#]);
        case("{\"text\":\"one\\n\\ntwo\u{2028}three\"}", &["1 {} 1:one/1:two/1:three"]);
        case(r#"{"title":"Only"}"#, &[r#"1 {"title":"Only"} "#]);
        case("[1]\n{\"text\":\"a\"}", &["bad 1@1: not a JSON object", "2 {} 2:a"]);
        case("{\"id\":1}", &["bad 1@1: no text and no title"]);
        case(
            "{\"text\":\n{\"text\":\"a\"}",
            &["bad 1@1: not JSON at column 8: EOF while parsing a value", "2 {} 2:a"],
        );
        case("", &[]);
    }

    #[test]
    fn tables() {
        let case = |text: &str, expected: &[&str]| assert_eq!(records(csv, text), expected);
        case(
            "ID, Text ,n\n1,Hello,\n",
            &[r#"1 {"id":"1"} 1:Hello"#.replace("1:H", "2:H").as_str()],
        );
        case("id;text\n1;a,b\n", &[r#"1 {"id":"1"} 2:a,b"#]);
        case("sep=|\nid|text\n1|a\n", &[r#"1 {"id":"1"} 3:a"#]);
        case(
            "text,id\n\"one\n\ntwo\",1\nx,2\n",
            &[r#"1 {"id":"1"} 2:one/4:two"#, r#"2 {"id":"2"} 5:x"#],
        );
        case(
            "text,id\na\nb,2\n",
            &["bad 1@2: 1 fields where the header has 2", r#"2 {"id":"2"} 3:b"#],
        );
        case("title,text\n,\nA,\n", &["bad 1@2: no text and no title", r#"2 {"title":"A"} "#]);
        case("text,summary\na,b\n", &[r#"1 {"summary":"b"} 2:a"#]);
        case("text", &[]);
        case("", &[]);
    }

    #[test]
    fn tabs() {
        let case = |text: &str, expected: &[&str]| assert_eq!(records(tsv, text), expected);
        case(
            "id\ttext\n1\ta \"b\n2\t\"c\td\n3\t\"e\tf\"\n",
            &[
                r#"1 {"id":"1"} 2:a "b"#,
                "bad 2@3: 3 fields where the header has 2",
                r#"3 {"id":"3"} 4:e	f"#,
            ],
        );
    }

    #[test]
    fn no_text() {
        let found = csv("id,name\n1,x\n", &mut |_| {});
        assert!(
            found
                .unwrap_err()
                .starts_with("no column of text: found id, name; expected one of text")
        );
    }
}
