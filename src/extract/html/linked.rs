//! Linked data in a page (JSON-LD): the objects that it states, those about
//! texts first. Takes what is broken for absent, never follows an address,
//! and never walks deeper than the objects of a page go.

use serde_json::{Map, Value};

use super::dom::Dom;

/// An object of linked data.
pub(super) type Object = Map<String, Value>;

/// The most objects that are looked at.
const MOST: usize = 500;

/// Keys under which objects stand that are the page, or that it is about.
const WITHIN: &[&str] = &["@graph", "mainEntity", "mainEntityOfPage"];

/// Types of what is written (schema.org), or the ends of their names.
const TEXTS: &[&str] =
    &["Article", "Posting", "Report", "CreativeWork", "Book", "Legislation", "WebPage"];

/// The objects of a page, those about texts first.
pub(super) fn objects(dom: &Dom) -> Vec<Object> {
    let is_linked = |id: &usize| {
        let kind = dom.attribute(*id, "type").unwrap_or_default();
        kind.to_ascii_lowercase().contains("ld+json")
    };
    let read = |id: usize| serde_json::from_str::<Value>(cleaned(&dom.text(id))).ok();
    let mut rest: Vec<Value> =
        dom.elements(0, "script").filter(is_linked).filter_map(read).collect();
    rest.reverse();
    let mut objects = Vec::new();
    while let Some(value) = rest.pop() {
        match value {
            Value::Array(values) => rest.extend(values.into_iter().rev()),
            Value::Object(mut object) if objects.len() < MOST => {
                rest.extend(WITHIN.iter().rev().filter_map(|key| object.remove(*key)));
                objects.push(object);
            }
            _ => {}
        }
    }
    objects.sort_by_key(|object| TEXTS.iter().position(|one| is_a(object, one)).unwrap_or(99));
    objects
}

/// Whether an object is of a type, or one whose name ends like it.
pub(super) fn is_a(object: &Object, name: &str) -> bool {
    match object.get("@type") {
        Some(Value::String(kind)) => kind.ends_with(name),
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).any(|kind| kind.ends_with(name))
        }
        _ => false,
    }
}

/// The texts of a value: of a list all, of an object its name.
pub(super) fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(values) => values.iter().filter_map(text).collect(),
        value => text(value).into_iter().collect(),
    }
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        value => value.get("name")?.as_str(),
    }
}

/// A script without what hides it from old browsers.
fn cleaned(script: &str) -> &str {
    let script = script.trim();
    let script = script.strip_prefix("<!--").unwrap_or(script);
    let script = script.trim().trim_start_matches("//").trim_start_matches("<![CDATA[");
    let script = script.trim_end_matches("-->").trim_end().trim_end_matches("]]>");
    script.trim_end().trim_end_matches("//").trim().trim_end_matches(';')
}
