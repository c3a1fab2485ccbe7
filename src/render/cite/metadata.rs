//! `Document` -> `Reference`: which of its values an entry is made of, by
//! what the names of its metadata stand for. Takes no value for more than it says: a name is
//! a person's only where the family name is told apart.

use serde_json::Value;

use super::{Issued, Kind, Name, Place, Reference, key};
use crate::{
    annotate::year::{Date, Stated, stated},
    column::Column,
    document::{Document, FoundYear, Provenance},
    normalize::normalize,
    render::text::display,
};

/// What the words of a stated type say; the first that is there counts.
const TYPES: &[(&str, Kind)] = &[
    ("article", Kind::Article),
    ("report", Kind::Report),
    ("rapport", Kind::Report),
    ("raportti", Kind::Report),
    ("informe", Kind::Report),
    ("book", Kind::Book),
    ("webpage", Kind::Webpage),
];

/// Words that the names of bodies have and those of people do not.
const OF_BODIES: &[&str] = &["of", "for", "on", "the", "and", "för", "och", "pour", "para", "für"];

/// Below this confidence a year is doubtful, as in the table of hits.
const SURE: f64 = 0.5;

/// The most words that the name of a body has: more is a sentence.
const NAME: usize = 10;

/// Reads what is known of a document.
pub(super) fn reference(document: &Document, place: Option<Place>, today: Date) -> Reference {
    let text = |column| text(document, column);
    let source = text(Column::Source);
    let publisher = text(Column::Publisher).or_else(|| source.clone().filter(|text| is_name(text)));
    let authors = authors(document);
    let urls = [document.url.as_deref(), source.as_deref()];
    let url = urls.into_iter().flatten().find_map(address);
    let doi = text(Column::Doi).or_else(|| url.clone()).as_deref().and_then(doi);
    let (journal, series, isbn) = (text(Column::Journal), text(Column::Series), text(Column::Isbn));
    let stated_kind = text(Column::Type).and_then(|text| kind_of(&text));
    // Web sites call any page an article.
    let stated_kind = stated_kind.filter(|kind| *kind != Kind::Article || journal.is_some());
    let kind = stated_kind.unwrap_or({
        if journal.is_some() {
            Kind::Article
        } else if isbn.is_some() {
            Kind::Book
        } else if series.is_some() {
            Kind::Report
        } else if url.is_some() {
            Kind::Webpage
        } else {
            Kind::Document
        }
    });
    let mut reference = Reference {
        key: String::new(),
        kind,
        // A body that publishes what nobody signs is its author.
        publisher: publisher.clone().filter(|_| !authors.is_empty()),
        authors: if authors.is_empty() {
            publisher.into_iter().map(Name::Whole).collect()
        } else {
            authors
        },
        title: clean(&document.title),
        title_note: title_note(document.title_source),
        issued: document.year.as_ref().map(|year| issued(year, today)),
        container: journal.or(series),
        number: text(Column::Number),
        volume: text(Column::Volume),
        isbn,
        pages: text(Column::Pages),
        doi,
        accessed: text(Column::Accessed)
            .filter(|_| url.is_some())
            .and_then(|text| stated(&text, today)),
        url,
        lang: document.lang,
        file: file(document),
        place: place.map(|place| Place { quote: place.quote.as_deref().map(display), ..place }),
    };
    reference.key = key::key(&reference, &document.id.0);
    reference
}

/// A foreign text on one line, safe to show.
fn clean(text: &str) -> String {
    display(&normalize(text))
}

/// The first of the values that says anything, as one text.
fn text(document: &Document, column: Column) -> Option<String> {
    column.values(&document.metadata).find_map(|(_, value)| {
        let text = match value {
            Value::String(text) => clean(text),
            Value::Number(number) => number.to_string(),
            Value::Array(values) => {
                let texts = values.iter().filter_map(Value::as_str).map(clean);
                texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ")
            }
            _ => String::new(),
        };
        (!text.is_empty()).then_some(text)
    })
}

/// The authors that the metadata state.
fn authors(document: &Document) -> Vec<Name> {
    let values = Column::Author.values(&document.metadata);
    let mut lists = values.map(|(_, value)| match value {
        Value::String(text) => divided(&clean(text)),
        Value::Array(values) => values.iter().filter_map(author).collect(),
        other => author(other).into_iter().collect(),
    });
    lists.find(|names| !names.is_empty()).unwrap_or_default()
}

/// An author of a list: a text, or the parts of a name as CSL-JSON has them.
fn author(value: &Value) -> Option<Name> {
    let part = |keys: &[&str]| {
        let text = keys.iter().find_map(|key| value.get(*key)?.as_str()).map(clean);
        text.filter(|text| !text.is_empty())
    };
    if let Some(text) = value.as_str().map(clean).filter(|text| !text.is_empty()) {
        return Some(name(&text));
    }
    match (part(&["family", "last"]), part(&["given", "first"])) {
        (Some(family), Some(given)) => Some(Name::Person { family, given }),
        (one, other) => one.or(other).or_else(|| part(&["literal", "name"])).map(Name::Whole),
    }
}

/// The authors of one text: divided at semicolons; at `and` or `&` only
/// where all parts are names of people, as those of bodies have these too.
fn divided(text: &str) -> Vec<Name> {
    let names = |parts: &mut dyn Iterator<Item = &str>| -> Vec<Name> {
        parts.map(str::trim).filter(|part| !part.is_empty()).map(name).collect()
    };
    if text.contains(';') {
        return names(&mut text.split(';'));
    }
    let joined = text.replace(" & ", " and ");
    let people = names(&mut joined.split(" and "));
    let all = people.iter().all(|name| matches!(name, Name::Person { .. }));
    if all { people } else { vec![name(text)] }
}

/// A name; `Lind, Maria` is a person's.
fn name(text: &str) -> Name {
    let whole = || Name::Whole(text.to_owned());
    let Some((family, given)) = text.split_once(',') else { return whole() };
    let (family, given) = (family.trim(), given.trim());
    let is_part = |part: &str| {
        let letters = part.chars().all(|letter| {
            letter.is_alphabetic() || " .-'’".contains(letter) || letter == '\u{301}'
        });
        let mut words = part.split_whitespace();
        let of_body = words.clone().any(|word| OF_BODIES.contains(&word));
        letters && !of_body && words.next().is_some() && words.count() < 3
    };
    if is_part(family) && is_part(given) {
        Name::Person { family: family.to_owned(), given: given.to_owned() }
    } else {
        whole()
    }
}

/// Whether a source is the name of a body and no address or sentence.
fn is_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let is_address = text.contains("://") || text.starts_with("www.");
    words <= NAME && !is_address && !text.contains(';') && !text.contains(". ")
}

/// The kind that a stated type means.
fn kind_of(text: &str) -> Option<Kind> {
    let text = text.to_lowercase();
    let has = |word: &str| text.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
    TYPES.iter().find(|(word, _)| has(word)).map(|(_, kind)| *kind)
}

/// A web address that can be opened, what would end it written as a code.
fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://")?;
    let known = ["http", "https", "ftp"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    if !known || rest.is_empty() || rest.contains(char::is_whitespace) {
        return None;
    }
    let mut written = String::with_capacity(text.len());
    for letter in display(text).chars() {
        match letter {
            '{' | '}' | '\\' | '"' | '<' | '>' | '^' | '`' | '|' => {
                written.push_str(&format!("%{:02X}", u32::from(letter)));
            }
            _ => written.push(letter),
        }
    }
    Some(written)
}

/// The DOI of a text: bare, with its label, or as an address.
fn doi(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let labels = [
        "https://doi.org/",
        "http://doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
        "doi:",
    ];
    let label =
        labels.iter().find(|label| lower.starts_with(**label)).map_or(0, |found| found.len());
    let doi = text.get(label..)?.trim();
    let is_doi = doi.starts_with("10.") && doi.contains('/');
    (is_doi && !doi.contains([' ', '{', '}', '\\'])).then(|| doi.to_owned())
}

/// When a document was published: the day where metadata or a dateline state
/// it, else the year.
fn issued(found: &FoundYear, today: Date) -> Issued {
    let year = Stated { year: found.value, month: None, day: None };
    // A title says what a work is about: `Report 2022` may be of 2021.
    if found.confidence < SURE || found.source == Provenance::Title {
        return Issued { date: year, doubt: Some(doubt(found.source)) };
    }
    let is_stated = matches!(found.source, Provenance::Metadata | Provenance::Dateline);
    let date = is_stated.then(|| stated(&found.evidence, today)).flatten();
    Issued { date: date.filter(|date| date.year == found.value).unwrap_or(year), doubt: None }
}

/// Why a year is doubtful.
fn doubt(source: Provenance) -> &'static str {
    match source {
        Provenance::Title => "year inferred from the title",
        Provenance::FileName => "year inferred from the name of the file",
        Provenance::Url => "year inferred from the address",
        _ => "year inferred from the text",
    }
}

/// Why a title is not one that the document states.
fn title_note(source: Provenance) -> Option<&'static str> {
    match source {
        Provenance::Inferred => Some("title taken from the first sentence"),
        Provenance::FileName => Some("title taken from the name of the file"),
        _ => None,
    }
}

/// The name of the file, with the entry and the number of the record in it.
fn file(document: &Document) -> String {
    let name = match document.path.rsplit('/').next() {
        Some("-") | None => "standard input".to_owned(),
        Some(name) => display(name),
    };
    let name = match &document.part.entry {
        Some(entry) => format!("{} in {name}", display(entry)),
        None => name,
    };
    match document.part.record {
        Some(record) => format!("record {record} of {name}"),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Date, Kind, Name, Provenance, Reference, reference};
    use crate::{
        document::{Document, FoundYear},
        year::Year,
    };

    const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

    /// A document with such metadata.
    fn document(metadata: &Value) -> Document {
        Document {
            path: "docs/a.md".to_owned(),
            title: "On the move".to_owned(),
            title_source: Provenance::Metadata,
            metadata: metadata.as_object().unwrap().clone(),
            passages: Vec::new(),
            ..crate::document::tests::document("kb-1", "")
        }
    }

    fn cited(metadata: &Value) -> Reference {
        reference(&document(metadata), None, TODAY)
    }

    #[test]
    fn authors() {
        let case = |value: Value, expected: &[&str]| {
            let cited = cited(&json!({ "author": value }));
            let shown = |name: &Name| match name {
                Name::Person { family, given } => format!("{family}|{given}"),
                Name::Whole(name) => name.clone(),
            };
            assert_eq!(cited.authors.iter().map(shown).collect::<Vec<_>>(), expected);
        };
        case(json!("Lind, Maria"), &["Lind|Maria"]);
        case(json!("Lind, Maria; Omar, Ali"), &["Lind|Maria", "Omar|Ali"]);
        case(json!("Lind, M. and Omar, A."), &["Lind|M.", "Omar|A."]);
        case(json!("Maria Lind"), &["Maria Lind"]);
        case(json!("Ministry of Labour and Family"), &["Ministry of Labour and Family"]);
        case(json!("Office of Nets, Boats, Oars"), &["Office of Nets, Boats, Oars"]);
        case(json!("Ministry of Labour, Finland"), &["Ministry of Labour, Finland"]);
        case(json!("van der Berg, Jan"), &["van der Berg|Jan"]);
        case(json!("Unit 4, Harbour"), &["Unit 4, Harbour"]);
        case(json!(["Omar, Ali", "IOM", ""]), &["Omar|Ali", "IOM"]);
        case(
            json!([{ "family": "Lind", "given": "M." }, { "literal": "IOM" }]),
            &["Lind|M.", "IOM"],
        );
        case(json!({ "name": "IOM" }), &["IOM"]);
        case(json!("A\u{1b}[31m\nB"), &["A[31m B"]);
        case(json!("  "), &[]);
        case(json!(7), &[]);
    }

    #[test]
    fn a_body_signs_what_nobody_else_does() {
        let case = |metadata: Value, author: &[&str], publisher: Option<&str>| {
            let cited = cited(&metadata);
            let names: Vec<Name> = author.iter().map(|name| Name::Whole((*name).into())).collect();
            assert_eq!(
                (cited.authors, cited.publisher.as_deref()),
                (names, publisher),
                "{metadata}"
            );
        };
        case(json!({ "publisher": "IOM" }), &["IOM"], None);
        case(json!({ "source": "IOM" }), &["IOM"], None);
        case(json!({ "author": "A Unit", "publisher": "IOM" }), &["A Unit"], Some("IOM"));
        case(
            json!({ "source": "Written in 2026 from public facts; the date is a day" }),
            &[],
            None,
        );
        case(json!({ "source": "https://a.example/x" }), &[], None);
        case(json!({}), &[], None);
        case(json!({ "source": "IOM/UNHCR" }), &["IOM/UNHCR"], None);
        case(json!({ "source": "www.a.example" }), &[], None);
    }

    #[test]
    fn kinds() {
        let case = |metadata: Value, kind| assert_eq!(cited(&metadata).kind, kind, "{metadata}");
        case(json!({}), Kind::Document);
        case(json!({ "source": "https://a.example/x" }), Kind::Webpage);
        case(json!({ "journal": "Nets" }), Kind::Article);
        case(json!({ "isbn": "978-1" }), Kind::Book);
        case(json!({ "series": "Papers", "number": 7 }), Kind::Report);
        case(json!({ "format": "Situation Report", "url": "https://a.example" }), Kind::Report);
        case(json!({ "format": "Markdown" }), Kind::Document);
        case(json!({ "type": "notebook" }), Kind::Document);
        case(json!({ "type": "article", "source": "https://a.example/x" }), Kind::Webpage);
        case(json!({ "type": "article", "journal": "Nets" }), Kind::Article);
    }

    #[test]
    fn addresses() {
        let case = |text, expected: &str| {
            assert_eq!(super::address(text).unwrap_or_default(), expected, "{text}");
        };
        case("https://a.example/x_y?z=%20#b", "https://a.example/x_y?z=%20#b");
        case("HTTP://a.example", "HTTP://a.example");
        case("https://a.example/{x}\\", "https://a.example/%7Bx%7D%5C");
        case("javascript:alert(1)", "");
        case("file:///etc/x", "");
        case("https://a.example/a b", "");
        case("none", "");
        let doi = |text| super::doi(text).unwrap_or_default();
        assert_eq!(doi("https://doi.org/10.1000/xyz"), "10.1000/xyz");
        assert_eq!(doi("DOI: 10.1000/xyz"), "10.1000/xyz");
        assert_eq!(doi("10.1000"), "");
        assert_eq!(doi("https://a.example/10.1/x"), "");
    }

    #[test]
    fn years_are_as_sure_as_they_are() {
        let case = |source, evidence: &str, confidence, shown: &str, doubt: Option<&str>| {
            let mut document = document(&json!({}));
            let value = Year::try_from(2018).unwrap();
            document.year =
                Some(FoundYear { value, source, evidence: evidence.into(), confidence });
            let issued = reference(&document, None, TODAY).issued.unwrap();
            assert_eq!((&*issued.date.to_string(), issued.doubt), (shown, doubt), "{evidence}");
        };
        case(Provenance::Metadata, "2018-03-12", 1.0, "2018-03-12", None);
        case(Provenance::Metadata, "3/12/2018", 1.0, "2018", None);
        case(Provenance::Dateline, "Turku, 3 May 2018", 0.9, "2018-05-03", None);
        case(Provenance::Imprint, "June 2018", 0.8, "2018", None);
        let doubt = Some("year inferred from the title");
        case(Provenance::Title, "2018", 0.5, "2018", doubt);
        let doubt = Some("year inferred from the text");
        case(Provenance::Inferred, "launched 3 May 2018", 0.3, "2018", doubt);
        // Words of another year say nothing of this one.
        case(Provenance::Dateline, "Turku, 3 May 2017", 0.9, "2018", None);
    }

    #[test]
    fn an_address_is_seen_on_a_day() {
        let seen = |metadata: Value| cited(&metadata).accessed.map(|date| date.to_string());
        let url = "https://a.example/x";
        assert_eq!(
            seen(json!({ "source": url, "accessed": "1 May 2024" })).as_deref(),
            Some("2024-05-01")
        );
        assert_eq!(seen(json!({ "accessed": "2024-05-01" })), None);
        assert_eq!(seen(json!({ "source": url, "accessed": "soon" })), None);
    }

    #[test]
    fn files_and_records_have_names() {
        let mut one = document(&json!({}));
        assert_eq!(reference(&one, None, TODAY).file, "a.md");
        one.part = crate::document::Part::record(3);
        assert_eq!(reference(&one, None, TODAY).file, "record 3 of a.md");
        one.path = "-".to_owned();
        assert_eq!(reference(&one, None, TODAY).file, "record 3 of standard input");
    }
}
