//! Passages -> `Document`: the title, the languages with their shares, the
//! year, the topics and the countries, each with where it came from. What
//! metadata states goes before what the text says. Reads no file and asks no
//! clock: the date of today is given.

pub mod country;
mod inflect;
mod name;
mod stated;
pub mod topic;
pub mod year;

use serde_json::{Map, Value};

use self::stated::Stated;
use crate::{
    analyze::words,
    column::Column,
    document::{Document, DocumentId, Draft, LanguageShare, Passage, Provenance, Role},
    furniture::furniture,
    language::{Class, Language},
    normalize::normalize_blocks,
    segment::{Detector, segment},
    topic::Vocabulary,
};

/// The longest title taken from running text, in characters.
const TITLE_LENGTH: usize = 120;

/// The longest title that is a line of its own, in characters: those of
/// treaties name every party.
const HEADING_LENGTH: usize = 450;

/// How many characters a first line has that is a title and yet no heading.
const HEADED: usize = 90;

/// Words from which on a passage is long enough to contradict a stated
/// language that is not among those it can be told from.
const SHORT: usize = 8;

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
    /// Every year that it could have had, with the reason why it has not.
    pub rejected: Vec<year::Rejected>,
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
        let Draft { part, metadata, catalogues, dates, blocks, framed, hint: weak, mut notes } =
            draft;
        let mut stated = Stated::new(metadata, &catalogues);
        let stated_title = stated.text(Column::Title);
        let hint = stated.language();
        let date = stated.date(self.today);
        let url = stated.text(Column::Address);
        let topics = stated.texts(Column::Topics);
        let id = stated.id().unwrap_or_else(|| origin.id.clone());
        let mut metadata = stated.rest();

        let blocks = furniture(normalize_blocks(blocks), framed);
        let mut passages = segment(blocks, hint, &self.detector);
        if let Some(stated) = hint {
            passages.iter_mut().for_each(|passage| settle(passage, stated));
        }
        let weak = weak.and_then(|code| code.parse::<Language>().ok());
        if let Some(weak) = weak.filter(|weak| hint.is_none() && agrees(&passages, *weak)) {
            passages.iter_mut().for_each(|passage| settle(passage, weak));
        }
        let languages = shares(&passages, hint);
        let lang = languages.first().map_or(Language::Undetermined, |share| share.lang);
        let (title, title_source) = title(stated_title, &passages, &part.place(origin.path));
        let said = (title_source != Provenance::FileName).then_some(title.as_str());
        let found = year::find_year(&year::YearClues {
            metadata: date.as_deref(),
            path: &part.place(origin.path),
            dates: &dates,
            url: url.as_deref(),
            title: said,
            passages: &passages,
            today: self.today,
        });
        notes.extend(found.notes);
        if let Some((symbol, said)) = found.symbol {
            keep_symbol(&mut metadata, symbol, said);
        }
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
            metadata,
            catalogues,
            passages,
        };
        topic::stated(&mut document, vocabulary, &topics);
        keep_topics(&mut document, vocabulary, topics);
        Annotated { document, notes, considered: about.considered, rejected: found.rejected }
    }
}

/// The web address that is stated of a draft, by catalogues first.
#[must_use]
pub fn address(draft: &Draft) -> Option<&str> {
    let rows = draft.catalogues.iter().map(|joined| &joined.row);
    let mut values =
        rows.chain([&draft.metadata]).flat_map(|source| Column::Address.values(source));
    values.find_map(|(_, value)| value.as_str())
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

/// Whether a language is the main one of the passages, or none is known.
fn agrees(passages: &[Passage], language: Language) -> bool {
    shares(passages, None)
        .first()
        .is_none_or(|main| [language, Language::Undetermined].contains(&main.lang))
}

/// Keeps what the symbol of a document says, unless it is stated already.
fn keep_symbol(metadata: &mut Map<String, Value>, symbol: String, said: year::Symbol) {
    let mut keep = |key: &str, value: Value| {
        metadata.entry(key).or_insert(value);
    };
    keep("symbol", Value::String(symbol));
    keep("body", Value::from(said.body.name()));
    if let Some(session) = said.session {
        keep("session", Value::from(session));
    }
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
    if let Some(first) = content().next().filter(|first| is_long_title(&first.text)) {
        return (cut(first.text.trim(), HEADING_LENGTH), Provenance::Heading);
    }
    // A heading far down names a part of the text, not the whole.
    let heading = content().take(3).find(|passage| passage.role == Role::Heading);
    if let Some(heading) = heading {
        return (cut(unmarked(&heading.text), HEADING_LENGTH), Provenance::Heading);
    }
    match content().next() {
        Some(first) => (shortened(&first.text), Provenance::Inferred),
        None => (file_name(path), Provenance::FileName),
    }
}

/// Whether the first piece of a text is a title that is too long to be told
/// as a heading by its form alone, as those of laws and treaties are: it says
/// more than a heading does and does not end as a sentence does.
fn is_long_title(text: &str) -> bool {
    let text = text.trim();
    let length = text.chars().count();
    let closes = text.ends_with(['.', '!', '?', ':', ';', ',', '。', '؟', '।', '…']);
    let opens =
        text.chars().next().is_some_and(|first| first.is_alphabetic() && !first.is_lowercase());
    opens && !closes && !text.contains('\n') && (HEADED..=HEADING_LENGTH).contains(&length)
}

/// A heading without the marks of emphasis around it. What is emphasised
/// after the heading was a line of its own.
fn unmarked(text: &str) -> &str {
    let first = text.split(" **").next().map(|first| first.trim_matches(['*', ' ']));
    first.filter(|first| !first.is_empty()).unwrap_or(text)
}

/// The first sentence of a text, cut at a word when it is long.
fn shortened(text: &str) -> String {
    let text = unmarked(text);
    let first = crate::sentence::sentences(text).into_iter().next();
    cut(first.map_or(text, |range| &text[range]).trim(), TITLE_LENGTH)
}

/// A text cut at a word when it has more than `longest` characters.
fn cut(text: &str, longest: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(longest) else { return text.to_owned() };
    let start = &text[..end];
    let end = start.rfind(' ').unwrap_or(start.len());
    format!("{}…", start[..end].trim_end_matches([',', ';', ':', ' ']))
}

/// The last part of a path without its extension.
fn file_name(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.')
        .map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
        .to_owned()
}
