//! `Filter`: a condition on a field of a document, the table of the names
//! of fields, and how the value of each is read. Adding a field is adding a
//! row. Does not know which values there are in an index.

use super::Node;
use crate::{
    error::{Error, Result},
    language::Language,
    year::YearSet,
};

/// A condition on a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// The title has words; within it no other fields.
    Title(Box<Node>),
    /// It is about a topic, by name or id.
    Topic(String),
    /// It is of one of some years.
    Year(YearSet),
    /// It speaks of one of some years.
    Mentions(YearSet),
    /// It has a passage in one of some languages.
    Lang(Vec<Language>),
    /// Where it was published.
    Source(String),
    /// A part of its path, or a pattern.
    Path(String),
    /// Its id.
    Id(String),
    /// The country it is about.
    Country(String),
}

/// How the value of a field is read.
pub(super) type Reader = fn(&str) -> Result<Filter>;

/// The fields: name, how the value is read (none for a title, whose value is
/// part of the grammar), and an example.
const FIELDS: &[(&str, Option<Reader>, &str)] = &[
    ("title", None, "title:migration"),
    ("topic", Some(|value| Ok(Filter::Topic(value.to_owned()))), "topic:\"legal identity\""),
    ("year", Some(|value| Ok(Filter::Year(value.parse()?))), "year:2018..2021"),
    ("mentions", Some(|value| Ok(Filter::Mentions(value.parse()?))), "mentions:2015"),
    ("lang", Some(languages), "lang:sv,fi"),
    ("source", Some(|value| Ok(Filter::Source(value.to_owned()))), "source:unhcr.org"),
    ("path", Some(|value| Ok(Filter::Path(value.to_owned()))), "path:reports/2018"),
    ("id", Some(|value| Ok(Filter::Id(value.to_owned()))), "id:5f2c"),
    ("country", Some(|value| Ok(Filter::Country(value.to_owned()))), "country:FI"),
];

/// How many letters may be changed in a name that is near to another.
const NEAR: usize = 2;

/// A row of the table of fields.
pub(super) struct Field {
    /// The name, in small letters.
    pub(super) name: &'static str,
    /// How the value is read; none for a title.
    pub(super) reader: Option<Reader>,
    /// A field with a value.
    pub(super) example: &'static str,
}

/// The field with a name, in any case.
pub(super) fn named(name: &str) -> Option<Field> {
    let row = FIELDS.iter().find(|row| row.0.eq_ignore_ascii_case(name))?;
    Some(Field { name: row.0, reader: row.1, example: row.2 })
}

/// The note for a name that is not a field.
pub(super) fn unknown(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let far = |known: &str| strsim::osa_distance(known, &lower);
    let nearest = FIELDS.iter().map(|row| row.0).min_by_key(|known| far(known));
    let nearest = nearest.filter(|known| far(known) <= NEAR.min(lower.len() / 2));
    let meant = nearest.map(|known| format!(" (did you mean '{known}'?)")).unwrap_or_default();
    let names: Vec<&str> = FIELDS.iter().map(|row| row.0).collect();
    let names = names.join(", ");
    format!("'{name}' is not a field{meant}: searched as words; fields are {names}")
}

/// Reads languages divided by commas.
fn languages(value: &str) -> Result<Filter> {
    let mut all: Vec<Language> = Vec::new();
    for part in value.split(',') {
        let language = part.parse()?;
        if !all.contains(&language) {
            all.push(language);
        }
    }
    Ok(Filter::Lang(all))
}

/// What is wrong with a value, in one sentence.
pub(super) fn wrong(error: &Error) -> String {
    let Error::Value { what, value, message, nearest } = error else { return error.to_string() };
    let near: Vec<&str> = nearest.iter().take(3).map(String::as_str).collect();
    let meant =
        if near.is_empty() { String::new() } else { format!(" (perhaps {})", near.join(", ")) };
    let article = if what.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("'{}' is not {article} {what}{meant}: {message}", clipped(value))
}

/// The start of a text, at most 60 characters, for messages.
pub(super) fn clipped(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

impl Filter {
    /// The name of its field.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Title(_) => "title",
            Self::Topic(_) => "topic",
            Self::Year(_) => "year",
            Self::Mentions(_) => "mentions",
            Self::Lang(_) => "lang",
            Self::Source(_) => "source",
            Self::Path(_) => "path",
            Self::Id(_) => "id",
            Self::Country(_) => "country",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FIELDS, clipped, named, unknown};
    use crate::query::{Node, Query};

    #[test]
    fn every_example_is_read_as_its_field() {
        for (name, _, example) in FIELDS {
            match Query::parse(example).unwrap().root {
                Node::Field(filter) => assert_eq!(filter.name(), *name),
                other => panic!("{example}: {other:?}"),
            }
        }
    }

    #[test]
    fn names_are_found_in_any_case() {
        let case = |name, found: bool| assert_eq!(named(name).is_some(), found, "{name}");
        case("year", true);
        case("Year", true);
        case("years", false);
        case("", false);
    }

    #[test]
    fn near_names_are_offered() {
        let case = |name, near: Option<&str>| {
            let note = unknown(name);
            match near {
                Some(near) => assert!(note.contains(&format!("did you mean '{near}'")), "{note}"),
                None => assert!(!note.contains("did you mean"), "{note}"),
            }
        };
        case("yaer", Some("year"));
        case("Language", None);
        case("topics", Some("topic"));
        case("author", None);
        case("to", None);
        case("contry", Some("country"));
    }

    #[test]
    fn long_texts_are_clipped_between_characters() {
        assert_eq!(clipped(&"ä".repeat(60)), "ä".repeat(60));
        assert_eq!(clipped(&"ä".repeat(61)), "ä".repeat(60) + "…");
    }
}
