//! JSON files: a list of objects, one object, or an object that holds such a
//! list as the exports of ReliefWeb, Zotero and search engines do. Elements
//! are found without reading them, so that a broken one costs itself only
//! and each has its line. Never recursive over the file.

use std::ops::Range;

use serde_json::{Map, Value};

use super::{
    BadPart, flat,
    record::{Each, Record},
    records,
};

/// Keys of an export under which its records stand.
const LISTS: &[&str] =
    &["data", "items", "results", "records", "documents", "docs", "entries", "rows", "hits"];

/// Keys of an element under which what it says stands: those of ReliefWeb,
/// Zotero, JSON:API and Elasticsearch.
const INNER: &[&str] = &["fields", "data", "attributes", "_source"];

/// Reads the records of a file.
///
/// # Errors
///
/// Says so where it is neither a list nor an object.
pub(super) fn file(text: &str, each: Each<'_>) -> Result<(), String> {
    let start = text.len() - text.trim_start().len();
    let (list, end) = match text.as_bytes().get(start) {
        Some(b'[') => members(text, start),
        Some(b'{') => {
            let (members, end) = members(text, start);
            if text[end..].trim_start().starts_with('{') {
                // One object after the other.
                records::json_lines(text, each);
                return Ok(());
            }
            let inside = members.iter().filter_map(|member| list_of(text, member.clone()));
            let one = || std::iter::once(start..end).collect();
            (inside.max_by_key(Vec::len).unwrap_or_else(one), text.len())
        }
        _ => return Err("not JSON: neither a list nor an object".to_owned()),
    };
    if !text[end..].trim().is_empty() {
        return Err("not JSON: something stands after its end".to_owned());
    }
    let (mut line, mut counted) = (1, 0);
    for (number, element) in (1..).zip(list) {
        line += line_ends(&text[counted..element.start]);
        counted = element.start;
        each(record(&text[element], number, line));
    }
    Ok(())
}

/// How many lines end in a text.
fn line_ends(text: &str) -> u32 {
    let count = text.bytes().filter(|byte| *byte == b'\n').count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The elements of the list that a member of an object is, if its key says
/// that they are records and the first looks like one.
fn list_of(text: &str, member: Range<usize>) -> Option<Vec<Range<usize>>> {
    let rest = text[member.clone()].strip_prefix('"')?;
    let key = LISTS
        .iter()
        .find(|key| rest.strip_prefix(**key).is_some_and(|rest| rest.starts_with('"')))?;
    let after = member.start + key.len() + 2;
    let value = text[after..member.end].trim_start().strip_prefix(':')?.trim_start();
    let start = member.end - value.len();
    let elements = value.starts_with('[').then(|| members(text, start).0)?;
    elements.first().is_some_and(|first| text[first.clone()].starts_with('{')).then_some(elements)
}

/// Where the members of the list or object stand that begins at a place, and
/// where it ends: at the end of the text, if it is never closed.
fn members(text: &str, start: usize) -> (Vec<Range<usize>>, usize) {
    let bytes = text.as_bytes();
    let (mut found, mut depth, mut from) = (Vec::new(), 0_usize, start + 1);
    let mut at = start;
    let mut add = |range: Range<usize>| {
        let member = &text[range.clone()];
        let from = range.start + (member.len() - member.trim_start().len());
        if !member.trim().is_empty() {
            found.push(from..from + member.trim().len());
        }
    };
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = string_end(bytes, at),
            b'[' | b'{' => depth += 1,
            b']' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    add(from..at);
                    return (found, at + 1);
                }
            }
            b',' if depth == 1 => {
                add(from..at);
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    add(from.min(text.len())..text.len());
    (found, text.len())
}

/// The place of the quote that ends the string which begins at a place.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Reads one object.
pub(super) fn record(text: &str, number: u64, line: u32) -> Result<Record, BadPart> {
    let mut record = Record::new(number, line);
    let object = object(text).map_err(|reason| record.bad(reason))?;
    for (name, value) in flat::flat(unwrapped(object)) {
        record.insert(&name, value);
    }
    Ok(record)
}

fn object(text: &str) -> Result<Map<String, Value>, String> {
    match serde_json::from_str(text) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err("not a JSON object".to_owned()),
        Err(cause) => {
            let text = cause.to_string();
            // Lines are counted from the start of the object.
            let text = text.split(" at line").next().unwrap_or_default();
            let line = match cause.line() {
                0 | 1 => String::new(),
                line => format!(" of its line {line}"),
            };
            Err(format!("not JSON at column {}{line}: {text}", cause.column()))
        }
    }
}

/// What an element says, taken out of what it is wrapped in.
fn unwrapped(mut object: Map<String, Value>) -> Map<String, Value> {
    for key in INNER {
        if let Some(Value::Object(inner)) = object.get_mut(*key) {
            let mut inner = std::mem::take(inner);
            object.shift_remove(*key);
            for (key, value) in object {
                inner.entry(key).or_insert(value);
            }
            return inner;
        }
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Records as `number@line values`.
    fn found(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        let read = file(text, &mut |record| {
            found.push(match record {
                Ok(record) => {
                    let values = serde_json::to_string(&record.values).unwrap();
                    format!("{}@{} {values}", record.number, record.line)
                }
                Err(bad) => format!("bad {}@{}: {}", bad.part, bad.line.unwrap(), bad.reason),
            });
        });
        found.extend(read.err());
        found
    }

    #[test]
    fn lists_and_objects() {
        let case = |text: &str, expected: &[&str]| assert_eq!(found(text), expected, "{text}");
        case(
            r#"[{"a":1},
                 {"a":"]}\""}]"#,
            &[r#"1@1 {"a":1}"#, r#"2@2 {"a":"]}\""}"#],
        );
        case("\n{\"title\":\n\"x\"}\n", &[r#"1@2 {"title":"x"}"#]);
        case(
            "{\"total\":2,\n\"data\":[{\"id\":\"7\",\"fields\":{\"title\":\"x\"}}]}",
            &[r#"1@2 {"title":"x","id":"7"}"#],
        );
        case(
            r#"{"items":[{"key":"K","data":{"title":"x"}}],"data":[1]}"#,
            &[r#"1@1 {"title":"x","key":"K"}"#],
        );
        case("{\"a\":1}\n{\"a\":2}", &[r#"1@1 {"a":1}"#, r#"2@2 {"a":2}"#]);
        case("[]", &[]);
    }

    #[test]
    fn broken_elements_cost_themselves() {
        let case = |text: &str, expected: &[&str]| assert_eq!(found(text), expected, "{text}");
        case(
            "[{\"a\":x},\n{\"a\":2}]",
            &["bad #1@1: not JSON at column 6: expected value", r#"2@2 {"a":2}"#],
        );
        case("[1,{\"a\":2}]", &["bad #1@1: not a JSON object", r#"2@1 {"a":2}"#]);
        case("[{\"a\":2},", &[r#"1@1 {"a":2}"#]);
        case("[{\"a\":\"b", &["bad #1@1: not JSON at column 7: EOF while parsing a string"]);
        case("[] x", &["not JSON: something stands after its end"]);
        case("x", &["not JSON: neither a list nor an object"]);
        let deep = "[".repeat(100_000);
        assert!(found(&deep)[0].starts_with("bad #1@1: not JSON at column 128: recursion limit"));
    }
}
