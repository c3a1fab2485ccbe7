//! References as CSL-JSON, one array, for citation processors and Zotero. A
//! year that is not sure is marked `circa`. What has no variable of its own
//! goes to `note`, a quotation to `annote`.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{Issued, Kind, Name, Reference};
use crate::{annotate::year::Stated, language::Language, render::json};

/// Writes references as one array.
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut dyn Write, references: &[Reference]) -> io::Result<()> {
    json::object(out, &references.iter().map(item).collect::<Vec<Value>>())
}

/// A reference as an item.
fn item(one: &Reference) -> Value {
    let names: Vec<Value> = one.authors.iter().map(name).collect();
    let container = match one.kind {
        Kind::Article | Kind::Webpage => "container-title",
        _ => "collection-title",
    };
    let number = match one.kind {
        Kind::Article => "issue",
        Kind::Book => "collection-number",
        _ => "number",
    };
    let item = [
        ("id", Some(json!(one.key))),
        ("type", Some(json!(kind(one.kind)))),
        ("author", (!names.is_empty()).then_some(Value::Array(names))),
        ("title", Some(json!(one.title))),
        ("issued", one.issued.as_ref().map(issued)),
        (container, one.container.as_ref().map(|text| json!(text))),
        ("volume", one.volume.as_ref().map(|text| json!(text))),
        (number, one.number.as_ref().map(|text| json!(text))),
        ("publisher", one.publisher.as_ref().map(|text| json!(text))),
        ("ISBN", one.isbn.as_ref().map(|text| json!(text))),
        ("number-of-pages", one.pages.as_ref().map(|text| json!(text))),
        ("DOI", one.doi.as_ref().map(|text| json!(text))),
        ("URL", one.url.as_ref().map(|text| json!(text))),
        ("accessed", one.accessed.map(date)),
        ("page", one.page().map(|page| json!(page.to_string()))),
        ("language", (one.lang != Language::Undetermined).then(|| json!(one.lang))),
        ("note", one.note().map(|text| json!(text))),
        ("annote", one.quote().map(|text| json!(text))),
    ];
    let known = item.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(known.collect::<Map<_, _>>())
}

/// The type of an item.
fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "article-journal",
        Kind::Book => "book",
        Kind::Report => "report",
        Kind::Webpage => "webpage",
        Kind::Document => "document",
    }
}

/// A name.
fn name(name: &Name) -> Value {
    match name {
        Name::Person { family, given } => json!({ "family": family, "given": given }),
        Name::Whole(name) => json!({ "literal": name }),
    }
}

/// When it was published.
fn issued(issued: &Issued) -> Value {
    let mut value = date(issued.date);
    if issued.doubt.is_some() {
        value["circa"] = json!(true);
    }
    value
}

/// A date, as far as it is known.
fn date(date: Stated) -> Value {
    let mut parts = vec![json!(date.year)];
    parts.extend(date.month.map(|month| json!(month)));
    parts.extend(date.day.map(|day| json!(day)));
    json!({ "date-parts": [parts] })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{
        super::samples::{full, reference},
        write,
    };

    fn written(references: &[super::Reference]) -> Value {
        let mut out = Vec::new();
        write(&mut out, references).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn a_full_item() {
        assert_eq!(
            written(&[full()]),
            json!([{
                "id": "lind2021-kb-1",
                "type": "report",
                "author": [
                    { "family": "Lind", "given": "Maria" },
                    { "literal": "Harbour & Sons" },
                ],
                "title": "IOM in Finland",
                "issued": { "date-parts": [[2021, 3, 18]] },
                "collection-title": "Papers of the Harbour",
                "number": "7",
                "publisher": "Harbour Press",
                "ISBN": "978-1",
                "number-of-pages": "12",
                "DOI": "10.1/x%y",
                "URL": "https://a.example/x_y?z=%20&a#b",
                "accessed": { "date-parts": [[2024, 5, 1]] },
                "page": "4",
                "language": "en",
                "note": "line 13 of a.md",
                "annote": "Nets {and} boats_100 %",
            }])
        );
    }

    #[test]
    fn a_doubtful_year_is_about_then() {
        let mut one = reference();
        if let Some(issued) = &mut one.issued {
            issued.doubt = Some("year inferred from the text");
        }
        let items = written(&[one.clone(), one]);
        assert_eq!(items[1]["issued"], json!({ "date-parts": [[2021]], "circa": true }));
        assert_eq!(items[1]["note"], "year inferred from the text");
        assert_eq!(written(&[]), json!([]));
    }
}
