//! How one document is like another: a near-duplicate, a translation or
//! something similar, how much so, and why. Compares two documents by what
//! is in them; what is rare in the index is told, not looked up.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{duplicates::is_duplicate, marks::Marks, translation::translation, weights};
use crate::{
    analyze::{Analyzer, Form, words},
    document::Document,
    language::Language,
    signature::Signature,
};

/// How many reasons of one kind are given.
const REASONS: usize = 5;

/// What one document is to another, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// It says the same in nearly the same words.
    NearDuplicate,
    /// It says the same in another language.
    Translation,
    /// It is about the same things.
    Similar,
}

impl Relation {
    /// The name as it is printed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NearDuplicate => "near-duplicate",
            Self::Translation => "translation",
            Self::Similar => "similar",
        }
    }
}

/// How a document is like another, with the reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// What it is to the other.
    pub relation: Relation,
    /// How much so, above 0, at most 1: for near-duplicates the share of
    /// common wording; comparable within one relation.
    pub score: f64,
    /// The ids and labels of the topics of both, the rarest first.
    pub topics: Vec<(String, String)>,
    /// The numbers of both.
    pub numbers: Vec<String>,
    /// The names of both.
    pub names: Vec<String>,
    /// The characteristic words of the first that the other has too.
    pub words: Vec<String>,
}

/// A word that tells a document from others in its language.
#[derive(Clone, Debug, PartialEq)]
pub struct Characteristic {
    /// The language of its passage, `und` for those without fields of their
    /// own.
    pub lang: Language,
    /// Its stem.
    pub stem: String,
    /// The word as it stands first.
    pub word: String,
    /// How much it tells: how often it is said, times how rare it is.
    pub weight: f32,
    /// Its share of the document's words in the language.
    pub share: f32,
}

/// How much topics and names tell: more, the fewer documents have them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rarities {
    /// By the id of the topic.
    pub topics: HashMap<String, f64>,
    /// By the key of the name, in the language of the document that others
    /// are compared with.
    pub names: HashMap<String, f64>,
}

impl Rarities {
    /// How much a topic tells.
    pub(super) fn topic(&self, id: &str) -> f64 {
        self.topics.get(id).copied().unwrap_or_default()
    }

    /// How much a name tells.
    fn name(&self, key: &str) -> f64 {
        self.names.get(key).copied().unwrap_or_default()
    }
}

/// A document with all that it is compared by.
#[derive(Clone, Debug)]
pub struct Profile<'a> {
    /// The document.
    pub document: &'a Document,
    /// The sketch of its wording.
    pub signature: Option<Signature>,
    /// Its numbers and names.
    pub marks: Marks,
}

impl<'a> Profile<'a> {
    /// The profile of a document.
    #[must_use]
    pub fn of(document: &'a Document) -> Self {
        let signature = Signature::of(document);
        Self { document, signature, marks: Marks::of(document) }
    }

    /// How another document is like this one; none where it is not.
    #[must_use]
    pub fn likeness(
        &self,
        characteristic: &[Characteristic],
        other: &Profile<'_>,
        rarities: &Rarities,
    ) -> Option<Likeness> {
        let (told, words) = shared_words(characteristic, other.document);
        let similar = self.similarity(told, other, rarities);
        let (relation, score) = match self.resemblance(other) {
            same if is_duplicate(same) => (Relation::NearDuplicate, same),
            _ => match translation(self, other, rarities) {
                Some(agreement) => (Relation::Translation, agreement),
                None if similar >= weights::SIMILAR => (Relation::Similar, similar),
                None => return None,
            },
        };
        let names = shared_names(&self.marks, &other.marks, rarities);
        let is_name = |word: &&str| names.iter().any(|name| name == word);
        let few = |found: &mut dyn Iterator<Item = &str>| {
            found.take(REASONS).map(str::to_owned).collect()
        };
        Some(Likeness {
            relation,
            score,
            topics: shared_topics(self.document, other.document, rarities),
            numbers: few(&mut self.marks.shared_numbers(&other.marks)),
            words: few(&mut words.into_iter().filter(|word| !is_name(word))),
            names,
        })
    }

    /// How much of the wording is common, 0 to 1.
    fn resemblance(&self, other: &Profile<'_>) -> f64 {
        let both = self.signature.zip(other.signature);
        both.map_or(0.0, |(one, other)| one.resemblance(&other))
    }

    /// How much two documents are about the same things, 0 to 1.
    fn similarity(&self, told: Option<f64>, other: &Profile<'_>, rarities: &Rarities) -> f64 {
        let topics = share_of_topics(self.document, other.document, rarities);
        let names = self.marks.shared_names(&other.marks).count();
        let numbers = self.marks.shared_numbers(&other.marks).count();
        let all = self.marks.names.len() + self.marks.numbers.len();
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
        let marks = if all > 0 { (names + numbers) as f64 / all as f64 } else { 0.0 };
        // Where there is no word to compare, the topics stand for them.
        let words = told.unwrap_or(topics * weights::TOPICS_FOR_WORDS);
        weights::SIMILAR_WORDS * words
            + weights::SIMILAR_TOPICS * topics
            + weights::SIMILAR_MARKS * marks
    }
}

/// How a document says one stem.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The word as it stands first.
    pub word: String,
    /// How often.
    pub count: f32,
    /// Its share of the document's words in the language.
    pub share: f32,
}

/// The stems that the content of a document says in the language of some
/// fields.
#[must_use]
pub fn stems(document: &Document, language: Language) -> HashMap<String, Said> {
    let mut analyzer = Analyzer::new(language, Form::Stem);
    let mut found: HashMap<String, Said> = HashMap::new();
    let mut all = 0.0_f32;
    for passage in document.content().filter(|passage| passage.lang.field() == language) {
        for word in words(&passage.text) {
            let written = &passage.text[word.from..word.to];
            let stem = analyzer.term(written);
            let new = || Said { word: written.to_owned(), count: 0.0, share: 0.0 };
            found.entry(stem.to_owned()).or_insert_with(new).count += 1.0;
            all += 1.0;
        }
    }
    found.values_mut().for_each(|said| said.share = said.count / all);
    found
}

/// The share of the weight of characteristic words that a document has, none
/// where it has no passage in their languages, and the words. A word counts
/// less where it is said less often for the length of the text, by the
/// square root: a long text has nearly every word somewhere.
fn shared_words<'a>(
    characteristic: &'a [Characteristic],
    other: &Document,
) -> (Option<f64>, Vec<&'a str>) {
    let languages: HashSet<Language> = characteristic.iter().map(|one| one.lang).collect();
    let stems: HashMap<Language, HashMap<String, Said>> =
        languages.into_iter().map(|language| (language, stems(other, language))).collect();
    if stems.values().all(HashMap::is_empty) {
        return (None, Vec::new());
    }
    let (mut told, mut all) = (0.0, 0.0);
    let mut found = Vec::new();
    for one in characteristic {
        all += one.weight;
        if let Some(said) = stems.get(&one.lang).and_then(|stems| stems.get(&one.stem)) {
            told += one.weight * (said.share / one.share).min(1.0).sqrt();
            found.push(one.word.as_str());
        }
    }
    (Some(f64::from(told / all)), found)
}

/// The topics of both documents, those that tell most first.
fn shared_topics(one: &Document, other: &Document, rarities: &Rarities) -> Vec<(String, String)> {
    let both = one.topics.iter().filter_map(|topic| {
        let also = other.topics.iter().find(|also| also.id == topic.id)?;
        let rarity = rarities.topic(&topic.id);
        Some((rarity, rarity * topic.score.min(also.score), (&topic.id, &topic.label)))
    });
    let telling = telling(both.collect()).into_iter();
    telling.map(|(id, label)| (id.clone(), label.clone())).collect()
}

/// The names of both documents, those that tell most first.
fn shared_names(one: &Marks, other: &Marks, rarities: &Rarities) -> Vec<String> {
    let both = one.shared_names(other).map(|(key, name)| {
        let rarity = rarities.name(key);
        (rarity, rarity, name)
    });
    telling(both.collect()).into_iter().map(str::to_owned).collect()
}

/// Some reasons, those that tell most first, given how rare each is and how
/// much it tells here; what more than a quarter of documents have only where
/// there is nothing else.
fn telling<T>(mut reasons: Vec<(f64, f64, T)>) -> Vec<T> {
    reasons.sort_by(|a, b| b.1.total_cmp(&a.1));
    let reasons = reasons.into_iter().enumerate();
    let telling = reasons.filter(|(place, (rarity, ..))| *place == 0 || *rarity > weights::TELLING);
    telling.take(REASONS).map(|(_, (_, _, reason))| reason).collect()
}

/// The share of their topics that two documents have in common, by score and
/// rarity, 0 to 1.
pub(super) fn share_of_topics(one: &Document, other: &Document, rarities: &Rarities) -> f64 {
    let score = |document: &Document, id: &str| {
        document.topics.iter().find(|topic| topic.id == id).map_or(0.0, |topic| topic.score)
    };
    // In a fixed order, so that the sums are the same in every run.
    let ids: BTreeSet<&str> =
        one.topics.iter().chain(&other.topics).map(|topic| topic.id.as_str()).collect();
    let (mut common, mut all) = (0.0, 0.0);
    for id in ids {
        let rarity = rarities.topic(id);
        let (here, there) = (score(one, id), score(other, id));
        common += rarity * here.min(there);
        all += rarity * here.max(there);
    }
    if all > 0.0 { common / all } else { 0.0 }
}
