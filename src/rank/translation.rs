//! Whether one document is a translation of another: told by what survives
//! translation, never by words. Numbers, names and topics must agree, and
//! the texts be of about one length.
//! Texts on one matter are not translations: they share topics and the
//! names that all of them have, and differ in numbers.

use super::{
    likeness::{Profile, Rarities, share_of_topics},
    marks::Marks,
    weights,
};
use crate::{document::Document, language::Class};

/// How much longer in letters a text is in a language with letters than in
/// one with characters for syllables or words (UDHR: 2.5 to 3.5 times).
const LETTERS: f64 = 3.0;

/// How far two documents agree as a document and its translation do, 0 to 1;
/// none where they are not one.
///
/// - They are in different main languages, and the shorter has at least
///   [`weights::SAME_LENGTH`] of the longer's letters.
/// - Where both have a year that is no mere guess, these are the same or
///   beside each other.
/// - Of the numbers that either has, [`weights::SAME_NUMBERS`] are in both;
///   years count for nothing.
/// - Numbers, names and concepts of the title in both are at least
///   [`weights::MARKS_SHARED`].
/// - The mean of the shares of numbers, names and topics in both is at least
///   [`weights::TRANSLATION`]; numbers weigh the more the more there are.
#[must_use]
pub fn translation(one: &Profile<'_>, other: &Profile<'_>, rarities: &Rarities) -> Option<f64> {
    let (document, translated) = (one.document, other.document);
    if document.lang == translated.lang
        || years_apart(document, translated)
        || shorter(length(document), length(translated)) < weights::SAME_LENGTH
    {
        return None;
    }
    let numbers = shared(one.marks.shared_numbers(&other.marks));
    let all = count(one.marks.numbers.len() + other.marks.numbers.len()) - numbers;
    let of_numbers = if all > 0.0 { numbers / all } else { 0.0 };
    if all > 0.0 && of_numbers < weights::SAME_NUMBERS {
        return None;
    }
    let (names, of_names) = names(&one.marks, &other.marks);
    if numbers + names + in_titles(document, translated) < weights::MARKS_SHARED {
        return None;
    }
    let weight = all.min(weights::MANY_NUMBERS) / weights::MANY_NUMBERS;
    let sum = weight * of_numbers
        + weights::NAMES_AGREE * of_names
        + weights::TOPICS_AGREE * share_of_topics(document, translated, rarities);
    let agreement = sum / (weight + weights::NAMES_AGREE + weights::TOPICS_AGREE);
    (agreement >= weights::TRANSLATION).then_some(agreement)
}

/// Whether two documents are known to be of years that are not neighbours.
fn years_apart(one: &Document, other: &Document) -> bool {
    let year = |document: &Document| {
        let found = document.year.as_ref().filter(|year| year.confidence >= weights::SURE_YEAR);
        found.map(|year| year.value.number())
    };
    year(one).zip(year(other)).is_some_and(|(one, other)| (one - other).abs() > 1)
}

/// How many names two documents share, and which share of their names.
fn names(one: &Marks, other: &Marks) -> (f64, f64) {
    let (here, there) = (shared(one.shared_names(other)), shared(other.shared_names(one)));
    let all = count(one.names.len() + other.names.len());
    (here.min(there), if all > 0.0 { (here + there) / all } else { 0.0 })
}

/// How many concepts the titles of two documents share.
fn in_titles(one: &Document, other: &Document) -> f64 {
    let titled = |document: &Document, id: &str| {
        let title = document.title.to_lowercase();
        let topic = document.topics.iter().find(|topic| topic.id == id);
        topic.is_some_and(|topic| {
            topic.evidence.iter().any(|words| title.contains(&words.to_lowercase()))
        })
    };
    let topics = one.topics.iter();
    shared(topics.filter(|topic| titled(one, &topic.id) && titled(other, &topic.id)))
}

/// How many letters the content of a document has, were it in an alphabet.
fn length(document: &Document) -> f64 {
    let passages = document.content();
    passages
        .map(|passage| {
            let letters = passage.text.chars().filter(|letter| letter.is_alphanumeric()).count();
            let weight = if passage.lang.class() == Class::Unspaced { LETTERS } else { 1.0 };
            count(letters) * weight
        })
        .sum()
}

/// The share of the longer that the shorter has; 0 where there is nothing.
fn shorter(one: f64, other: f64) -> f64 {
    let longer = one.max(other);
    if longer > 0.0 { one.min(other) / longer } else { 0.0 }
}

/// How many there are.
fn shared<T>(items: impl Iterator<Item = T>) -> f64 {
    count(items.count())
}

/// A count as a number to calculate with.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn count(number: usize) -> f64 {
    number as f64
}
