//! Record files of lines: JSON lines and delimited tables. A bad record is
//! told by number and line, and the next one is read. Knows nothing of what
//! the columns mean, but that a table of documents has a text or a title.

use serde_json::Value;

use crate::column::Column;

use super::{
    delimited::{Field, Rows, delimiter},
    json,
    lines::{Line, Lines},
    record::{Each, Record},
};

/// Reads one JSON object a line.
pub(super) fn json_lines(text: &str, each: Each<'_>) {
    let mut number = 0;
    for Line { text, number: line, .. } in physical(text) {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        number += 1;
        each(json::record(text, number, line));
    }
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

/// Reads comma-separated records, or what its header says instead.
///
/// # Errors
///
/// Names the columns where `wanted` does not want them.
pub(super) fn csv(text: &str, wanted: Wanted, each: Each<'_>) -> Result<(), String> {
    let (text, line, stated) = stated_delimiter(text);
    let delimiter = stated.unwrap_or_else(|| delimiter(text, b",;\t|"));
    table(Rows::new(text, delimiter, line), wanted, each)
}

/// Reads tab-separated records.
///
/// # Errors
///
/// Names the columns where `wanted` does not want them.
pub(super) fn tsv(text: &str, wanted: Wanted, each: Each<'_>) -> Result<(), String> {
    table(Rows::new(text, b'\t', 1), wanted, each)
}

/// Which tables are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Those with a column of text or a title.
    Documents,
    /// All.
    Any,
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

fn table(mut rows: Rows<'_>, wanted: Wanted, each: Each<'_>) -> Result<(), String> {
    let Some(header) = rows.next() else { return Ok(()) };
    let columns: Vec<&str> = header.iter().map(|field| field.text.trim()).collect();
    if wanted == Wanted::Documents && !columns.iter().any(|name| says(name)) {
        let shown: Vec<String> = columns.iter().take(20).map(|name| shorten(name)).collect();
        return Err(format!(
            "no column of text: found {}; expected one such as text, body, content, abstract, \
             summary, title",
            shown.join(", "),
        ));
    }
    for (number, row) in (1..).zip(rows) {
        let mut record = Record::new(number, row.first().map_or(1, |field| field.line));
        if row.len() == columns.len() {
            fill(&mut record, &columns, row);
            each(Ok(record));
        } else {
            let (found, expected) = (row.len(), columns.len());
            each(Err(record.bad(format!("{found} fields where the header has {expected}"))));
        }
    }
    Ok(())
}

/// Whether a column holds what a document says; `name` could be that of
/// anything.
fn says(column: &str) -> bool {
    let meant = Column::meant(column);
    let is_title = meant.contains(&Column::Title) && !meant.contains(&Column::FileName);
    is_title || meant.contains(&Column::Text)
}

fn shorten(name: &str) -> String {
    name.chars().take(40).collect()
}

/// Fills a record with the fields of a row.
fn fill(record: &mut Record, columns: &[&str], row: Vec<Field<'_>>) {
    for (name, field) in columns.iter().zip(row) {
        let before = record.values.len();
        // The lines of a text are counted from its start.
        let is_text = Column::meant(name).contains(&Column::Text);
        let text = if is_text { &field.text } else { field.text.trim() };
        record.insert(name, Value::String(text.to_owned()));
        if record.values.len() > before {
            record.lines.push(field.line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = fn(&str, Each<'_>) -> Result<(), String>;

    fn json(text: &str, each: Each<'_>) -> Result<(), String> {
        json_lines(text, each);
        Ok(())
    }

    fn commas(text: &str, each: Each<'_>) -> Result<(), String> {
        csv(text, Wanted::Documents, each)
    }

    fn tabbed(text: &str, each: Each<'_>) -> Result<(), String> {
        tsv(text, Wanted::Documents, each)
    }

    /// A record as `record:line|metadata|blocks with their lines`.
    fn records(read: Read, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        read(text, &mut |record| {
            found.push(match record.and_then(Record::draft) {
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
        let case = |text: &str, expected: &[&str]| assert_eq!(records(commas, text), expected);
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
        let case = |text: &str, expected: &[&str]| assert_eq!(records(tabbed, text), expected);
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
        let found = commas("id,name\n1,x\n", &mut |_| {});
        assert!(
            found
                .unwrap_err()
                .starts_with("no column of text: found id, name; expected one such as text")
        );
    }
}
