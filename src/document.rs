//! `Document`: what ingest makes of one file or record, and `Passage`: a run
//! of its text in one language. Values only: each annotation carries where
//! it came from. Knows nothing of files on disk or of the index.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{column::Column, language::Language, year::Year};

/// A document's name in the index: a record's own id, or a short hash of a
/// file's path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(pub String);

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What a piece of text is in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A heading, or the line that gave the title.
    Heading,
    /// Running text, a list item or a table cell.
    Body,
    /// Menus, notices, repeats: found by its words, used for nothing else.
    Furniture,
}

/// A piece of text on its way from a file to passages: a paragraph, a
/// heading or a line. Extraction makes blocks, normalization cleans them,
/// furniture splits and marks them, segmentation turns them into passages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// The text; lines of a wrapped paragraph are kept, divided by `\n`,
    /// until normalization joins them.
    pub text: String,
    /// The line of the source that it starts on, from 1.
    pub line: u32,
    /// The page that it stands on, from 1, where the format has pages.
    pub page: Option<u32>,
}

/// Which part of its file a document is; the default is the whole file.
/// Prints as what stands behind the path: `!/letters/may.pdf`, `#3`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The name inside an archive or a mail, those of nested ones divided by
    /// `!/`. A label only, never a path that is opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// The number of the record in its file or entry, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
}

impl Part {
    /// The record of a number, from 1.
    #[must_use]
    pub const fn record(number: u64) -> Self {
        Self { entry: None, record: Some(number) }
    }

    /// The same part, inside the entry of a name.
    #[must_use]
    pub fn inside(self, name: &str) -> Self {
        let entry = match self.entry {
            Some(inner) => format!("{name}{ENTRY}{inner}"),
            None => name.to_owned(),
        };
        Self { entry: Some(entry), ..self }
    }

    /// Where the document stands whose file has this path: the path, and the
    /// name inside it. The number of a record is left out.
    #[must_use]
    pub fn place(&self, path: &str) -> String {
        match &self.entry {
            Some(entry) => format!("{path}{ENTRY}{entry}"),
            None => path.to_owned(),
        }
    }

    /// Whether it is the whole file.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.entry.is_none() && self.record.is_none()
    }
}

/// What stands between the path of an archive and the name of an entry, as
/// in the addresses of archives (`jar:` URLs).
pub const ENTRY: &str = "!/";

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(entry) = &self.entry {
            write!(f, "{ENTRY}{entry}")?;
        }
        self.record.map_or(Ok(()), |record| write!(f, "#{record}"))
    }
}

/// What extraction found in one file or a part of it, before anything is
/// inferred.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Which part of the file it is.
    pub part: Part,
    /// Columns of the record or keys of the front matter, by lower-case name,
    /// the text itself not among them.
    pub metadata: Map<String, Value>,
    /// The dates that the format states, those of one kind in order of trust.
    pub dates: Vec<StatedDate>,
    /// What catalogues say of it, the one that counts most first.
    #[serde(default)]
    pub catalogues: Vec<Joined>,
    /// The text in reading order.
    pub blocks: Vec<Block>,
    /// Whether the format itself tells furniture from content, as the tree
    /// of a page does; the form of lines then says nothing more.
    pub framed: bool,
    /// The language that the format says it is in, as it stands there: a
    /// hint for what is too short to tell, as templates are seldom right.
    pub hint: Option<String>,
    /// What the user should know: bytes replaced, an assumed encoding,
    /// front matter that cannot be read.
    pub notes: Vec<String>,
}

/// A date that a file states of itself, as it stands there; it may turn out
/// to be none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedDate {
    /// What it is the date of.
    pub kind: DateKind,
    /// The name that it goes by, such as `article:published_time`.
    pub name: String,
    /// The exact words.
    pub text: String,
}

/// What a date that a file states is the date of, the most trusted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DateKind {
    /// The publication, as the format's metadata states it.
    Published,
    /// The making of the file or page, as the metadata states it.
    Created,
    /// A web address that has a date in it.
    Address,
    /// Shown to readers where dates are shown.
    Shown,
    /// A short text near the heading, which may be a date.
    Near,
    /// A date in a script that draws the page.
    Embedded,
    /// Shown beside the content, where the dates of other pages stand too.
    Beside,
    /// The last change.
    Modified,
    /// A line of copyright.
    Copyright,
}

/// A row of a catalogue that was joined to a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Joined {
    /// The path of the catalogue, written as those of documents are.
    pub path: String,
    /// The name of the column whose cell fits the document.
    pub key: String,
    /// What the row says, by the names of its columns, as it stands.
    pub row: Map<String, Value>,
}

/// A run of text in one language, the unit that hits show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// What it is.
    pub role: Role,
    /// Its language; furniture is always undetermined.
    pub lang: Language,
    /// The normalized text.
    pub text: String,
    /// The line of the source that it starts on, from 1.
    pub line: u32,
    /// The page, from 1, where the format has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// A language of a document and how much of its text is in it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LanguageShare {
    /// The language.
    pub lang: Language,
    /// Its share of the characters outside furniture, 0 to 1.
    pub share: f64,
}

/// Where a year, a title or a topic came from; the first that has one wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provenance {
    /// A column of a record or a key of the front matter.
    Metadata,
    /// The name of the file.
    FileName,
    /// The address of the document.
    Url,
    /// A line that says where and when the text was issued.
    Dateline,
    /// A copyright line.
    Copyright,
    /// A line that names the edition.
    Imprint,
    /// The title.
    Title,
    /// A heading or the first line.
    Heading,
    /// Inferred from the text.
    Inferred,
}

impl Provenance {
    /// The name as it is printed and stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::FileName => "file-name",
            Self::Url => "url",
            Self::Dateline => "dateline",
            Self::Copyright => "copyright",
            Self::Imprint => "imprint",
            Self::Title => "title",
            Self::Heading => "heading",
            Self::Inferred => "inferred",
        }
    }
}

/// The year of publication with the reason for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundYear {
    /// The year.
    pub value: Year,
    /// Where it was found.
    pub source: Provenance,
    /// The words that say so, exactly as they stand there.
    pub evidence: String,
    /// How sure it is, 0 to 1.
    pub confidence: f64,
}

/// A topic or a country of a document with the reason for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundTopic {
    /// The concept's id in the vocabulary.
    pub id: String,
    /// Its preferred English label, or the first there is.
    pub label: String,
    /// How much the document is about it, above 0, at most 1.
    pub score: f64,
    /// The distinct words of the document that earned it, those that are
    /// worth most first.
    pub evidence: Vec<String>,
}

/// One document: text, annotations and where all of it came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The id.
    pub id: DocumentId,
    /// The path of its file as it can be opened, bytes that are not UTF-8
    /// written `\xNN`; `-` for standard input.
    pub path: String,
    /// Which part of the file it is.
    #[serde(flatten)]
    pub part: Part,
    /// The title, never empty.
    pub title: String,
    /// Where the title came from.
    pub title_source: Provenance,
    /// The web address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The main language: the largest share.
    pub lang: Language,
    /// All languages, the largest share first.
    pub languages: Vec<LanguageShare>,
    /// The year of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<FoundYear>,
    /// Every year the text names, ascending, each once.
    pub mentions: Vec<Year>,
    /// The topics, the highest score first.
    pub topics: Vec<FoundTopic>,
    /// The countries that it is about, the highest score first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<FoundTopic>,
    /// Metadata that has no place of its own.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub metadata: Map<String, Value>,
    /// The rows of catalogues that its metadata are from, the one that counts
    /// most first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub catalogues: Vec<Joined>,
    /// The whole text in reading order, furniture included.
    pub passages: Vec<Passage>,
}

impl Document {
    /// The passages that are content.
    pub fn content(&self) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(|passage| passage.role != Role::Furniture)
    }

    /// The row of a catalogue whose column of a kind says a text, with the
    /// name of the column.
    #[must_use]
    pub fn stated_by(&self, column: Column, text: &str) -> Option<(&Joined, &str)> {
        let same = |value: &Value| match value {
            Value::String(found) => found.trim() == text,
            Value::Array(values) => values.iter().any(|one| one.as_str() == Some(text)),
            other => texts(other).iter().any(|one| one == text),
        };
        self.catalogues.iter().find_map(|joined| {
            let mut values = column.values(&joined.row);
            values.find(|(_, value)| same(value)).map(|(name, _)| (joined, name))
        })
    }

    /// The passages that are furniture.
    pub fn furniture(&self) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(|passage| passage.role == Role::Furniture)
    }
}

/// The texts and numbers of a value of the metadata, in order.
#[must_use]
pub fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Object(values) => values.values().flat_map(texts).collect(),
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

/// The host of a web address, lower case, without `www.` and a port.
#[must_use]
pub fn host(url: &str) -> Option<String> {
    let after = url.split_once("://")?.1;
    let host = after.split(['/', '?', '#']).next()?.rsplit('@').next()?;
    let host = host.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Document, DocumentId, Language, Part, Passage, Provenance, Role};

    /// A document of one passage in English.
    pub(crate) fn document(id: &str, text: &str) -> Document {
        let lang = Language::English;
        let text = text.to_owned();
        Document {
            id: DocumentId(id.to_owned()),
            path: format!("{id}.txt"),
            part: Part::default(),
            title: id.to_owned(),
            title_source: Provenance::FileName,
            url: None,
            lang,
            languages: Vec::new(),
            year: None,
            mentions: Vec::new(),
            topics: Vec::new(),
            countries: Vec::new(),
            metadata: serde_json::Map::new(),
            catalogues: Vec::new(),
            passages: vec![Passage { role: Role::Body, lang, text, line: 1, page: None }],
        }
    }
}
