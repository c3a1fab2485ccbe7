//! What is stated of a document, by catalogues first and then by its own
//! metadata: values taken by what their columns stand for, and the rest. A
//! value of the document that a catalogue states otherwise is kept under
//! another name, as words that are found.

use serde_json::{Map, Value};

use super::year::{Date, stated};
use crate::{
    column::Column,
    document::{DocumentId, Joined},
    language::Language,
    normalize::normalize,
};

/// How deep values of the metadata may be nested.
const DEEPEST: usize = 16;

/// Values by source, the one that counts most first.
pub(super) struct Stated {
    sources: Vec<Map<String, Value>>,
    /// What was taken, and from which source.
    taken: Vec<(Column, usize)>,
    id: Option<DocumentId>,
}

impl Stated {
    /// What catalogues and the document itself state.
    pub(super) fn new(mut metadata: Map<String, Value>, catalogues: &[Joined]) -> Self {
        // Only its own id names a document; that of a catalogue's row is the
        // catalogue's.
        let id = metadata.get("id").and_then(text_of).map(DocumentId);
        if id.is_some() {
            metadata.remove("id");
        }
        let mut sources: Vec<Map<String, Value>> = catalogues.iter().map(row).collect();
        sources.push(metadata);
        Self { sources, taken: Vec::new(), id }
    }

    /// The id that the document has of its own.
    pub(super) fn id(&mut self) -> Option<DocumentId> {
        self.id.take()
    }

    /// Takes the first value that says anything as one text.
    pub(super) fn text(&mut self, column: Column) -> Option<String> {
        self.take(column, |_| true)
    }

    /// Takes the language, as far as it is one that is known.
    pub(super) fn language(&mut self) -> Option<Language> {
        let text = self.take(Column::Language, |text| language(text).is_some());
        language(&text?)
    }

    /// Takes the first date that can be read, else the first that is there.
    pub(super) fn date(&mut self, today: Date) -> Option<String> {
        let date = self.take(Column::Date, |text| stated(text, today).is_some());
        date.or_else(|| self.text(Column::Date))
    }

    /// Takes the first value that says anything as a list of texts; a text
    /// is divided at commas, semicolons and bars.
    pub(super) fn texts(&mut self, column: Column) -> Vec<String> {
        for (place, source) in self.sources.iter_mut().enumerate() {
            let first = column.values(source).next().map(|(name, _)| name.to_owned());
            let texts: Vec<String> = match first.and_then(|name| source.shift_remove(&name)) {
                Some(Value::String(text)) => {
                    text.split([',', ';', '|', '\n']).map(str::to_owned).collect()
                }
                Some(Value::Array(values)) => {
                    values.iter().filter_map(Value::as_str).map(str::to_owned).collect()
                }
                _ => continue,
            };
            self.taken.push((column, place));
            return texts
                .iter()
                .map(|text| normalize(text))
                .filter(|text| !text.is_empty())
                .collect();
        }
        Vec::new()
    }

    /// Takes the first value that is wanted.
    fn take(&mut self, column: Column, wanted: impl Fn(&str) -> bool) -> Option<String> {
        let said = |(name, value): (&str, &Value)| Some((name.to_owned(), text_of(value)?));
        let mut found = self.sources.iter().enumerate().filter_map(|(place, source)| {
            let mut said = column.values(source).filter_map(said);
            said.find(|(_, text)| wanted(text)).map(|(name, text)| (place, name, text))
        });
        let (place, name, text) = found.next()?;
        drop(found);
        self.sources[place].shift_remove(&name);
        self.taken.push((column, place));
        Some(text)
    }

    /// All that was not taken, by names in lower case.
    pub(super) fn rest(self) -> Map<String, Value> {
        let mut rest = Map::new();
        let mut known = self.taken;
        for (place, source) in self.sources.into_iter().enumerate() {
            for (name, value) in source {
                let mut name = name.to_lowercase();
                let meant = Column::meant(&name);
                let is_less =
                    known.iter().any(|(column, from)| *from < place && meant.contains(column));
                if is_less || rest.contains_key(&name) {
                    name = format!("{name} of the document");
                }
                known.extend(meant.into_iter().map(|column| (column, place)));
                rest.entry(name).or_insert_with(|| shallow(value));
            }
        }
        rest
    }
}

/// The language of a cell, of several the first.
fn language(text: &str) -> Option<Language> {
    let mut parts = text.split([',', ';', '|', '/']);
    text.parse().ok().or_else(|| parts.find_map(|part| part.parse().ok()))
}

/// What a row says of its document: all but what only says which it is.
fn row(joined: &Joined) -> Map<String, Value> {
    let says = |name: &str| {
        let meant = Column::meant(name);
        let is_file = meant.contains(&Column::Path) || meant.contains(&Column::FileName);
        let is_address = meant.contains(&Column::Address) || meant.contains(&Column::Doi);
        // `name` may also be a title; where it names the file it is none.
        !(is_file && (name == joined.key || meant.len() == 1))
            && (name != joined.key || is_address || meant == [Column::Id])
    };
    let named = |(name, value): (&String, &Value)| {
        let lower = name.to_lowercase();
        let name = if lower == "id" { "catalogue id".to_owned() } else { lower };
        (name, value.clone())
    };
    joined.row.iter().filter(|(name, _)| says(name)).map(named).collect()
}

/// A value as one text: of a list its first.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => normalize(text),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => values.iter().find_map(|value| match value {
            Value::Array(_) => None,
            value => text_of(value),
        })?,
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A value of the metadata that can be stored: one that is nested deeper
/// than any reader needs becomes its JSON text.
fn shallow(value: Value) -> Value {
    fn depth(value: &Value) -> usize {
        match value {
            Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or(0),
            Value::Object(values) => 1 + values.values().map(depth).max().unwrap_or(0),
            _ => 0,
        }
    }
    if depth(&value) > DEEPEST { Value::String(value.to_string()) } else { value }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

    fn map(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn what_is_taken_and_what_is_left() {
        let joined = Joined {
            path: "list.csv".to_owned(),
            key: "Name".to_owned(),
            row: map(&json!({
                "Name": "a.pdf", "Titel": "A", "Date": "n.d.", "Year": "2018", "ID": "7", "Odd": "x",
            })),
        };
        let own =
            map(&json!({ "id": "kb", "title": "B", "date": "2001", "odd": "y", "author": "C" }));
        let mut stated = Stated::new(own, &[joined]);
        assert_eq!(stated.text(Column::Title).as_deref(), Some("A"));
        // A cell that is no date does not hide one that is.
        assert_eq!(stated.date(TODAY).as_deref(), Some("2018"));
        assert_eq!(stated.id().map(|id| id.0).as_deref(), Some("kb"));
        let left = json!({
            "date": "n.d.", "catalogue id": "7", "odd": "x", "title of the document": "B",
            "date of the document": "2001", "odd of the document": "y", "author": "C",
        });
        assert_eq!(Value::Object(stated.rest()), left);
    }

    #[test]
    fn languages() {
        let case = |value: Value, expected: Option<Language>| {
            let mut stated = Stated::new(map(&json!({ "language": value })), &[]);
            assert_eq!(stated.language(), expected);
        };
        case(json!("fi; sv"), Some(Language::Finnish));
        case(json!(["Swedish", "English"]), Some(Language::Swedish));
        case(json!("en-GB"), Some(Language::English));
        case(json!("none known"), None);
    }
}
