//! `Record`: a row of a table, an object of JSON, an entry of a reference
//! file, with the columns as they stand, and how one becomes a draft. One
//! column is the text, all others are metadata. Infers nothing.

use serde_json::{Map, Value};

use crate::{
    column::{Column, folded},
    document::{Block, Draft, Part},
};

use super::{BadPart, Loss, html, text::blocks};

/// A record as its file states it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Its number in the file, from 1.
    pub number: u64,
    /// The line of the file that it starts on, from 1.
    pub line: u32,
    /// What it says, by the names of the columns as they stand; nothing that
    /// is empty.
    pub values: Map<String, Value>,
    /// The lines of the values, where they are lines of the file.
    pub(super) lines: Vec<u32>,
}

/// Where records go.
pub(super) type Each<'a> = &'a mut dyn FnMut(Result<Record, BadPart>);

impl Record {
    /// A record that says nothing yet.
    pub(super) fn new(number: u64, line: u32) -> Self {
        Self { number, line, ..Self::default() }
    }

    /// Adds a value unless it says nothing or its name is taken.
    pub(super) fn insert(&mut self, name: &str, value: Value) {
        let name = name.trim().trim_start_matches('\u{feff}');
        let empty = match &value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(values) => values.is_empty(),
            _ => false,
        };
        if !empty && !self.values.contains_key(name) {
            self.values.insert(name.to_owned(), value);
        }
    }

    /// What is wrong with it.
    pub(super) fn bad(&self, reason: impl Into<String>) -> BadPart {
        let (part, reason) = (Part::record(self.number), reason.into());
        BadPart { part, line: Some(self.line), reason, loss: Loss::Rest }
    }

    /// Makes a draft: one column is the text, the others are metadata by
    /// their names in lower case.
    pub(super) fn draft(self) -> Result<Draft, BadPart> {
        let text = self.text();
        let mut draft = Draft { part: Part::record(self.number), ..Draft::default() };
        if let Some((name, text)) = &text {
            draft.blocks = self.blocks(name, text);
        }
        let titled = Column::Title.values(&self.values).any(|(_, title)| says(title));
        if draft.blocks.is_empty() && !titled {
            return Err(self.bad("no text and no title"));
        }
        let taken = text.map(|(name, _)| folded(&name)).unwrap_or_default();
        // ReliefWeb gives the same text twice, once with tags.
        let same = |name: &str| name == taken || format!("{name} html") == taken;
        for (name, value) in self.values {
            let key = name.to_lowercase();
            if !same(&folded(&name)) && !draft.metadata.contains_key(&key) {
                draft.metadata.insert(key, value);
            }
        }
        Ok(draft)
    }

    /// The column that is the text, and its text.
    fn text(&self) -> Option<(String, String)> {
        let (name, text) = Column::Text
            .values(&self.values)
            .find_map(|(name, value)| Some((name, text_of(value)?)))?;
        let tagged = format!("{} html", folded(name));
        let tagged = self.values.iter().find(|(name, _)| folded(name) == tagged);
        match tagged.and_then(|(name, value)| Some((name.clone(), text_of(value)?))) {
            Some(found) => Some(found),
            None => Some((name.to_owned(), text)),
        }
    }

    /// The blocks of the text.
    fn blocks(&self, name: &str, text: &str) -> Vec<Block> {
        let at = self.values.keys().position(|key| key == name);
        let line = at.and_then(|at| self.lines.get(at));
        let tagged = has_tags(text);
        if let (Some(line), false) = (line, tagged) {
            return blocks(text, *line);
        }
        let mut found = if tagged { html::draft(text).blocks } else { blocks(text, 1) };
        // The lines within a value are not lines of the file.
        let line = line.copied().unwrap_or(self.line);
        found.iter_mut().for_each(|block| block.line = line);
        found
    }
}

/// Whether a text has tags of HTML, those that no text has by accident.
fn has_tags(text: &str) -> bool {
    const TAGS: &[&str] = &["</p>", "<p>", "<br>", "<br/>", "<br />", "</a>", "</li>", "</div>"];
    text.contains('<') && TAGS.iter().any(|tag| text.contains(tag))
}

/// Whether a value can be a title.
fn says(title: &Value) -> bool {
    match title {
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(values) => values.iter().any(says),
        other => other.is_number(),
    }
}

/// A text, or paragraphs in a list.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            let parts: Option<Vec<&str>> = parts.iter().map(Value::as_str).collect();
            parts?.join("\n\n")
        }
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}
