//! Dates in JSON-LD: those of the object that the page is about, at any
//! depth and in `@graph`. Skips what is about other things, such as comments
//! and lists. A script that is no JSON is read by its keys alone.

use serde_json::{Map, Value};

use super::{Dates, embedded, kind_of};
use crate::extract::html::dom::Dom;

/// Keys under which the objects are not the page itself.
const OTHERS: &[&str] = &[
    "comment",
    "review",
    "itemListElement",
    "hasPart",
    "mentions",
    "citation",
    "isBasedOn",
    "acceptedAnswer",
    "suggestedAnswer",
    "relatedLink",
    "author",
    "publisher",
    "image",
    "breadcrumb",
    "potentialAction",
    "isPartOf",
    "about",
];

/// The dates of every JSON-LD script.
pub(super) fn dates(dom: &Dom, found: &mut Dates) {
    let is_ld = |id: &usize| {
        dom.attribute(*id, "type").is_some_and(|kind| kind.to_lowercase().contains("ld+json"))
    };
    let mut objects = Vec::new();
    for script in dom.elements(0, "script").filter(is_ld) {
        let text = dom.text(script);
        let text = text.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
        match serde_json::from_str::<Value>(text.trim().trim_end_matches(';')) {
            Ok(value) => collect(value, &mut objects),
            Err(_) => embedded::by_keys(text, found),
        }
    }
    // An article is what the page is about; an organisation is not.
    objects.sort_by_key(|object| !is_work(object));
    for object in &objects {
        for (key, value) in object {
            let (Some(kind), Some(text)) = (kind_of(key), scalar(value)) else { continue };
            found.add(kind, key, &text);
        }
    }
}

/// Every object that can be the page, outer ones first.
fn collect(value: Value, objects: &mut Vec<Map<String, Value>>) {
    let mut rest = std::collections::VecDeque::from([value]);
    while let Some(value) = rest.pop_front() {
        match value {
            Value::Array(values) => rest.extend(values),
            Value::Object(mut object) => {
                let nested = object.iter_mut().filter(|(key, value)| {
                    (value.is_object() || value.is_array()) && !OTHERS.contains(&key.as_str())
                });
                rest.extend(nested.map(|(_, value)| value.take()));
                objects.push(object);
            }
            _ => {}
        }
    }
}

/// Whether an object is of a type that is written or made and published.
fn is_work(object: &Map<String, Value>) -> bool {
    const WORKS: &[&str] = &[
        "Article",
        "Posting",
        "Report",
        "CreativeWork",
        "Book",
        "Dataset",
        "Question",
        "Legislation",
    ];
    // The types of an object with several were taken as values of their own.
    let kind = object.get("@type").and_then(Value::as_str).unwrap_or_default();
    WORKS.iter().any(|work| kind.contains(work))
        || object.get("headline").is_some_and(Value::is_string)
}

/// A text or a number.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    fn case(json: &str, expected: &[&str]) {
        let html = format!("<script type=\"application/ld+json\">{json}</script>");
        assert_eq!(found(&html), expected, "{json}");
    }

    #[test]
    fn the_page_goes_before_what_it_is_part_of() {
        case(
            r#"{"@graph":[{"@type":"WebSite","datePublished":"2001-01-01"},
                {"@type":"NewsArticle","datePublished":"2018-03-12","dateModified":"2019-01-01",
                "comment":[{"datePublished":"2020-01-01"}]}]}"#,
            &[
                "Published datePublished=2018-03-12",
                "Modified dateModified=2019-01-01",
                "Published datePublished=2001-01-01",
            ],
        );
        case(
            r#"[{"@type":"VideoObject","uploadDate":"2017-05-01T10:00"}]"#,
            &["Created uploadDate=2017-05-01T10:00"],
        );
    }

    #[test]
    fn broken_json_is_read_by_its_keys() {
        case(r#"{"datePublished" : "2018-03-12", }"#, &["Published datePublished=2018-03-12"]);
        case(r#"{"headline": "x", "datePublished": }"#, &[]);
    }
}
