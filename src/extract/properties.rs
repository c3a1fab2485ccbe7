//! The properties that a document states of itself, by the names that other
//! rooms know: title, author, date and so on. Each format says which of its
//! elements are which; what programs fill in by themselves (their own name,
//! the date of their template) is left out here. Judges no date.

use serde_json::{Map, Value};

use super::{
    title,
    xml::{Event, Xml},
};

/// What an element or a key states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Property {
    /// The title.
    Title,
    /// A person or body that wrote it.
    Author,
    /// Who saved it last; the author where no other is stated.
    Editor,
    /// When it was made or published.
    Created,
    /// When it was saved last; the date where no other is stated.
    Modified,
    /// The language, which is no more than a hint.
    Language,
    /// Keywords, divided by commas or semicolons.
    Keywords,
    /// What it is about, in a phrase.
    Subject,
    /// An abstract or a comment.
    Description,
    /// The body that published it.
    Publisher,
    /// A number or an address that names it.
    Identifier,
    /// How many pages it has.
    Pages,
}

/// The properties of one document as they stand.
#[derive(Debug, Default)]
pub(super) struct Properties(Vec<(Property, String)>);

/// Authors that are programs, accounts or placeholders, in lower case.
const NOT_AUTHORS: &[&str] = &[
    "admin",
    "administrator",
    "apache poi",
    "author",
    "microsoft",
    "microsoft office user",
    "none",
    "openpyxl",
    "owner",
    "pandoc",
    "python-docx",
    "steve canny",
    "un-named",
    "unknown",
    "user",
    "utilisateur",
    "usuario",
    "windows user",
    "windows-bruger",
    "windows-användare",
    "windows-käyttäjä",
    "käyttäjä",
    "пользователь",
    "пользователь windows",
];

/// Times of templates and of clocks that were never set: those of
/// python-docx 1.1, of python-pptx 1.0, and the epochs of Windows, Unix and
/// ZIP.
const NOT_DATES: &[&str] = &[
    "2013-12-23T23:15:00",
    "2013-01-27T09:14:16",
    "2013-01-27T09:15:58",
    "1601-01-01",
    "1970-01-01",
    "1980-01-01",
];

/// Reads the elements of a part that state properties, by their local names.
/// A part that is damaged states what stands before the damage.
pub(super) fn read(part: &str, text: &str, names: &[(&str, Property)]) -> Properties {
    let mut found = Properties::default();
    let mut xml = Xml::new(part, text);
    while let Ok(Some(event)) = xml.next() {
        let Event::Open(tag) = event else { continue };
        let Some((_, property)) = names.iter().find(|(name, _)| *name == tag.name()) else {
            continue;
        };
        let property = match (property, tag.attribute("event").as_deref()) {
            // EPUB 2 says of each date what happened then.
            (Property::Created, Some("modification")) => Property::Modified,
            _ => *property,
        };
        let Ok(text) = xml.text() else { break };
        found.put(property, &text);
    }
    found
}

impl Properties {
    /// Adds a value; an empty one is none.
    pub(super) fn put(&mut self, property: Property, value: &str) {
        let value = value.trim();
        let low = value.to_lowercase();
        let none = match property {
            Property::Author | Property::Editor => NOT_AUTHORS.contains(&low.as_str()),
            Property::Created | Property::Modified => {
                NOT_DATES.iter().any(|date| value.starts_with(date))
            }
            _ => false,
        };
        if !value.is_empty() && !none && self.0.iter().all(|one| *one != (property, value.into())) {
            self.0.push((property, value.to_owned()));
        }
    }

    /// The first value of a property.
    pub(super) fn first(&self, property: Property) -> Option<&str> {
        self.all(property).next()
    }

    fn all(&self, property: Property) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |one| one.0 == property).map(|one| one.1.as_str())
    }

    /// The values by the keys of metadata.
    pub(super) fn metadata(&self) -> Map<String, Value> {
        let mut out = Map::new();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                out.insert(key.to_owned(), value);
            }
        };
        let text = |value: &str| Some(Value::String(value.to_owned()));
        let first = |one, other| self.first(one).or_else(|| self.first(other)).and_then(text);
        put("title", self.all(Property::Title).find_map(title::real).map(Value::String));
        let authors: Vec<&str> = self.all(Property::Author).collect();
        put(
            "author",
            match authors.as_slice() {
                [] => self.first(Property::Editor).and_then(text),
                [one] => text(one),
                many => Some(many.iter().copied().map(Value::from).collect()),
            },
        );
        put("date", first(Property::Created, Property::Modified));
        put("lang", self.first(Property::Language).and_then(text));
        let keywords =
            self.all(Property::Keywords).flat_map(|all| all.split([',', ';', '،', '、']));
        let keywords = keywords.map(str::trim).filter(|word| !word.is_empty());
        let keywords: Vec<Value> =
            keywords.chain(self.all(Property::Subject)).map(Value::from).collect();
        put("keywords", (!keywords.is_empty()).then_some(Value::Array(keywords)));
        put("description", self.first(Property::Description).and_then(text));
        put("publisher", self.first(Property::Publisher).and_then(text));
        for identifier in self.all(Property::Identifier) {
            if let Some((key, value)) = named(identifier) {
                put(key, text(value));
            }
        }
        out
    }
}

/// The key that an identifier goes by: an ISBN, a DOI, an address or another
/// name; none for a number that a program drew.
fn named(identifier: &str) -> Option<(&'static str, &str)> {
    let low = identifier.to_ascii_lowercase();
    let after = |start: &str| low.starts_with(start).then(|| &identifier[start.len()..]);
    let isbn = after("urn:isbn:").or_else(|| after("isbn:")).or_else(|| after("isbn "));
    let digits = identifier.bytes().filter(u8::is_ascii_digit).count();
    let is_isbn = matches!(digits, 12 | 13)
        && low.starts_with("978")
        && low.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'x' | b' '));
    let random = low.starts_with("urn:uuid:")
        || low.starts_with("uuid:")
        || low.starts_with("calibre:")
        || (low.len() >= 32 && low.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-'));
    if let Some(isbn) = isbn.or(is_isbn.then_some(identifier)) {
        Some(("isbn", isbn.trim()))
    } else if let Some(doi) = after("doi:").or_else(|| after("urn:doi:")) {
        Some(("doi", doi.trim()))
    } else if low.starts_with("http://") || low.starts_with("https://") {
        Some(("url", identifier))
    } else {
        (!random).then_some(("identifier", identifier))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The metadata of some properties, as JSON.
    fn case(properties: &[(Property, &str)], expected: &str) {
        let mut found = Properties::default();
        properties.iter().for_each(|(property, value)| found.put(*property, value));
        assert_eq!(Value::Object(found.metadata()).to_string(), expected);
    }

    #[test]
    fn metadata() {
        use Property::*;
        case(&[], "{}");
        case(&[(Title, "Document1"), (Title, "On return")], r#"{"title":"On return"}"#);
        case(&[(Author, "A"), (Author, "B"), (Author, "A")], r#"{"author":["A","B"]}"#);
        case(&[(Author, "Windows User"), (Editor, "C")], r#"{"author":"C"}"#);
        case(&[(Modified, "2019-01-02"), (Created, "2018-01-02")], r#"{"date":"2018-01-02"}"#);
        case(&[(Created, "2013-12-23T23:15:00Z")], "{}");
        case(&[(Keywords, "a, b;c"), (Subject, "d, e")], r#"{"keywords":["a","b","c","d, e"]}"#);
        case(&[(Identifier, "urn:isbn:978-92-9068-1")], r#"{"isbn":"978-92-9068-1"}"#);
        case(&[(Identifier, "urn:uuid:0a1b")], "{}");
        case(&[(Identifier, "https://iom.int/a")], r#"{"url":"https://iom.int/a"}"#);
    }

    #[test]
    fn elements() {
        let text = "<m><dc:title>A &amp; B</dc:title><dc:date event='modification'>2019</dc:date>";
        let found = read("m", text, &[("title", Property::Title), ("date", Property::Created)]);
        assert_eq!(found.first(Property::Title), Some("A & B"));
        assert_eq!(found.first(Property::Modified), Some("2019"));
    }
}
