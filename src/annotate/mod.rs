//! Passages -> `Document`: the title, the languages with their shares, the
//! year, the topics and the countries, each with where it came from. What
//! metadata states goes before what the text says. Reads no file and asks no
//! clock: the date of today is given.

pub mod country;
mod inflect;
mod name;
pub mod topic;
pub mod year;

use serde_json::{Map, Value};

use crate::{
    analyze::words,
    document::{Document, DocumentId, Draft, LanguageShare, Passage, Provenance, Role},
    furniture::furniture,
    language::{Class, Language},
    normalize::{normalize, normalize_blocks},
    segment::{Detector, segment},
    topic::Vocabulary,
};

/// The longest title taken from the text, in characters.
const TITLE_LENGTH: usize = 120;

/// Words from which on a passage is long enough to contradict a stated
/// language that is not among those it can be told from.
const SHORT: usize = 8;

/// How deep values of the metadata may be nested.
const DEEPEST: usize = 16;

/// Names of columns and keys, the first that is there counts. The names are
/// those of Dublin Core, CSL-JSON, ReliefWeb exports and common use.
const TITLE: &[&str] = &["title", "headline", "name", "dc:title"];
const LANGUAGE: &[&str] = &["lang", "language", "dc:language", "langue", "kieli", "språk"];
const DATE: &[&str] = &[
    "date",
    "year",
    "published",
    "publication_date",
    "date_published",
    "pubdate",
    "issued",
    "created",
    "dc:date",
];
const ADDRESS: &[&str] = &["url", "link", "uri", "source_url", "canonical"];
const TOPICS: &[&str] = &["topics", "topic", "subjects", "subject", "keywords", "tags"];

/// Turns drafts into documents.
pub struct Annotator {
    detector: Detector,
    matcher: topic::Matcher,
    today: year::Date,
}

/// Where a draft is from.
pub struct Origin<'a> {
    /// The path as documents carry it.
    pub path: &'a str,
    /// The id of the file, for what has none of its own.
    pub id: DocumentId,
}

/// A document and what the user should know of it.
pub struct Annotated {
    /// The document.
    pub document: Document,
    /// Notes, each a sentence without a final stop.
    pub notes: Vec<String>,
    /// Every concept that the text names, also those that it is not about.
    pub considered: Vec<topic::Considered>,
}

impl Annotator {
    /// An annotator for a vocabulary and a choice of languages.
    #[must_use]
    pub fn new(vocabulary: &Vocabulary, allowed: Option<&[Language]>, today: year::Date) -> Self {
        Self { detector: Detector::new(allowed), matcher: topic::Matcher::new(vocabulary), today }
    }

    /// Turns a draft into a document.
    #[must_use]
    pub fn annotate(
        &self,
        draft: Draft,
        origin: &Origin<'_>,
        vocabulary: &Vocabulary,
    ) -> Annotated {
        let Draft { part, mut metadata, blocks, mut notes } = draft;
        let stated_title = take_text(&mut metadata, TITLE);
        let stated_language = take_text(&mut metadata, LANGUAGE);
        let date = take_text(&mut metadata, DATE);
        let url = take_text(&mut metadata, ADDRESS);
        let topics = take_texts(&mut metadata, TOPICS);
        let id = take_text(&mut metadata, &["id"]).map_or_else(|| origin.id.clone(), DocumentId);
        let hint = stated_language.as_deref().and_then(|code| code.parse::<Language>().ok());

        let blocks = furniture(normalize_blocks(blocks));
        let mut passages = segment(blocks, hint, &self.detector);
        if let Some(stated) = hint {
            passages.iter_mut().for_each(|passage| settle(passage, stated));
        }
        let languages = shares(&passages, hint);
        let lang = languages.first().map_or(Language::Undetermined, |share| share.lang);
        let (title, title_source) = title(stated_title, &passages, origin.path);
        let said = (title_source != Provenance::FileName).then_some(title.as_str());
        let found = year::find_year(&year::YearClues {
            metadata: date.as_deref(),
            path: origin.path,
            url: url.as_deref(),
            title: said,
            passages: &passages,
            today: self.today,
        });
        notes.extend(found.notes);
        let in_text = title_source != Provenance::Metadata;
        let topics_of_title = said.filter(|_| !in_text).map(|title| (title, lang));
        let about = self.matcher.find(topics_of_title, &passages);
        let stated = country::stated(&metadata, vocabulary);
        let mut document = Document {
            id,
            path: origin.path.to_owned(),
            part,
            topics: about.topics,
            countries: if stated.is_empty() { about.countries } else { stated },
            title,
            title_source,
            url,
            lang,
            languages,
            year: found.year,
            mentions: found.mentions,
            metadata: metadata.into_iter().map(|(key, value)| (key, shallow(value))).collect(),
            passages,
        };
        topic::stated(&mut document, vocabulary, &topics);
        keep_topics(&mut document, vocabulary, topics);
        Annotated { document, notes, considered: about.considered }
    }
}

/// The web address that metadata state.
#[must_use]
pub fn address(metadata: &Map<String, Value>) -> Option<&str> {
    ADDRESS.iter().find_map(|key| metadata.get(*key)?.as_str())
}

/// Gives a short passage the stated language where its own was not found,
/// or only one that is seldom meant: a few words are too few to contradict.
fn settle(passage: &mut Passage, stated: Language) {
    let doubtful = matches!(passage.lang.class(), Class::Unknown | Class::Unstemmed);
    let short = words(&passage.text).nth(SHORT).is_none();
    let is_text = passage.role != Role::Furniture && words(&passage.text).next().is_some();
    if doubtful && short && is_text {
        passage.lang = stated;
    }
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

/// Keeps the stated topics that no concept has as metadata, so that their
/// words find the document.
fn keep_topics(document: &mut Document, vocabulary: &Vocabulary, names: Vec<String>) {
    let unknown: Vec<Value> = names
        .into_iter()
        .filter(|name| vocabulary.find(name).is_err())
        .map(Value::String)
        .collect();
    if !unknown.is_empty() {
        document.metadata.insert("topics".to_owned(), Value::Array(unknown));
    }
}

/// Takes the first of the keys that has a text or a number.
fn take_text(metadata: &mut Map<String, Value>, keys: &[&str]) -> Option<String> {
    let key = keys.iter().find(|key| metadata.get(**key).is_some_and(is_text))?;
    let value = metadata.remove(*key)?;
    let text = match value {
        Value::String(text) => normalize(&text),
        other => other.to_string(),
    };
    (!text.is_empty()).then_some(text)
}

/// Whether a value can be read as one text.
fn is_text(value: &Value) -> bool {
    matches!(value, Value::Number(_)) || value.as_str().is_some_and(|text| !text.trim().is_empty())
}

/// Takes the first of the keys that is there as a list of texts; a text is
/// divided at commas, semicolons and bars.
fn take_texts(metadata: &mut Map<String, Value>, keys: &[&str]) -> Vec<String> {
    let Some(key) = keys.iter().find(|key| metadata.contains_key(**key)) else {
        return Vec::new();
    };
    let texts: Vec<String> = match metadata.remove(*key) {
        Some(Value::String(text)) => text.split([',', ';', '|']).map(str::to_owned).collect(),
        Some(Value::Array(values)) => {
            values.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    texts.iter().map(|text| normalize(text)).filter(|text| !text.is_empty()).collect()
}

/// The languages with their shares of the characters outside furniture, the
/// largest first; the stated language when there is no text.
fn shares(passages: &[Passage], hint: Option<Language>) -> Vec<LanguageShare> {
    let mut counts: Vec<(Language, usize)> = Vec::new();
    for passage in passages.iter().filter(|passage| passage.role != Role::Furniture) {
        let length = passage.text.chars().filter(|letter| !letter.is_whitespace()).count();
        match counts.iter_mut().find(|(language, _)| *language == passage.lang) {
            Some((_, count)) => *count += length,
            None => counts.push((passage.lang, length)),
        }
    }
    let total: usize = counts.iter().map(|(_, count)| count).sum();
    if total == 0 {
        return hint.map(|lang| LanguageShare { lang, share: 1.0 }).into_iter().collect();
    }
    // What is undetermined is never the main language beside a known one.
    counts.sort_by_key(|(language, count)| {
        (*language == Language::Undetermined, std::cmp::Reverse(*count), *language)
    });
    #[expect(clippy::cast_precision_loss, reason = "no text has 2^52 characters")]
    let share = |count: usize| (count as f64 / total as f64 * 1000.0).round() / 1000.0;
    counts.into_iter().map(|(lang, count)| LanguageShare { lang, share: share(count) }).collect()
}

/// The title: stated, else the first heading, else the beginning of the
/// text, else the file's name.
fn title(stated: Option<String>, passages: &[Passage], path: &str) -> (String, Provenance) {
    if let Some(title) = stated {
        return (title, Provenance::Metadata);
    }
    let content = || passages.iter().filter(|passage| passage.role != Role::Furniture);
    // A heading far down names a part of the text, not the whole.
    let heading = content().take(3).find(|passage| passage.role == Role::Heading);
    if let Some(heading) = heading {
        return (shortened(&heading.text), Provenance::Heading);
    }
    match content().next() {
        Some(first) => (shortened(&first.text), Provenance::Inferred),
        None => (file_name(path), Provenance::FileName),
    }
}

/// The first sentence of a text, cut at a word when it is long.
fn shortened(text: &str) -> String {
    let first = crate::sentence::sentences(text).into_iter().next();
    let sentence = first.map_or(text, |range| &text[range]).trim();
    if sentence.chars().count() <= TITLE_LENGTH {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(TITLE_LENGTH).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', ' ']))
}

/// The last part of a path without its extension.
fn file_name(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.')
        .map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
        .to_owned()
}
