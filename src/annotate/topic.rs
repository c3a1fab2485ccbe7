//! Which topics a document has: the labels of the vocabulary are looked for
//! as sequences of stems in the language of each passage, the longest first.
//! A topic is kept when its labels say so often enough for the length of the
//! text, with the words that earned it. Furniture never counts.

use std::collections::HashMap;

use serde::Serialize;

use super::{
    country::{self, Mention},
    name::Names,
};
use crate::{
    analyze::{Analyzer, Form},
    document::{Document, FoundTopic, Passage, Role},
    language::Language,
    topic::{Concept, LabelKind, Vocabulary},
};

/// What a label in the title is worth against one in the running text.
const TITLE_WEIGHT: f64 = 3.0;

/// What a label in a heading is worth against one in the running text.
const HEADING_WEIGHT: f64 = 2.0;

/// What a label is worth that texts on other matters have in passing: two
/// make one. Set on the sixty passages of `tests/corpus/topics/dev.jsonl`.
const COMMON: f64 = 0.5;

/// The length, in words, up to which one label in the text makes a topic;
/// longer texts need more of them, by the square root of their length.
const SHORT_TEXT: f64 = 500.0;

/// The shortest label that is no acronym, in letters: shorter ones are
/// function words of some language (`en` is a juniper in Swedish).
const SHORTEST: usize = 3;

/// How many words are kept as evidence of one topic.
const EVIDENCE: usize = 5;

/// One label, ready to be looked for.
struct Pattern {
    /// The place of the concept in the vocabulary.
    concept: usize,
    /// The terms after the first.
    rest: Vec<String>,
    /// The capitals that the text must have, for acronyms.
    capitals: Option<String>,
    /// Whether it counts only beside another label of the concept.
    guarded: bool,
    /// What it is worth, 0 for what means another thing.
    worth: f64,
}

impl Pattern {
    /// How many words it has.
    fn length(&self) -> usize {
        self.rest.len() + 1
    }
}

/// Labels by language and first term; names that stand in any language are
/// under `und` by their surface words.
type Patterns = HashMap<(Language, String), Vec<Pattern>>;

/// Looks for the labels of a vocabulary.
pub struct Matcher {
    patterns: Patterns,
    names: Names,
    concepts: Vec<Named>,
}

/// A concept as it is found.
struct Named {
    id: String,
    label: String,
    is_system: bool,
}

/// What a text is about.
#[derive(Debug, Default)]
pub struct Found {
    /// The topics, the highest score first.
    pub topics: Vec<FoundTopic>,
    /// The countries, the highest score first.
    pub countries: Vec<FoundTopic>,
    /// Every concept that was named, also those that it is not about, the
    /// strongest first.
    pub considered: Vec<Considered>,
}

/// A concept that a text names, and what its names are worth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Considered {
    /// The concept's id in the vocabulary.
    pub id: String,
    /// Its preferred English label, or the first there is.
    pub label: String,
    /// Whether the text is about it.
    pub kept: bool,
    /// What the names are worth together: one in running text 1, in a heading
    /// 2, in the title 3; half of that for a name that texts have in passing.
    pub strength: f64,
    /// The strength that is needed in a text of this length.
    pub needed: f64,
    /// Whether one of the names needs no support by another.
    pub supported: bool,
    /// The words that stood there, the worthiest first.
    pub words: Vec<SaidWords>,
}

/// Words of a text that name a concept.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SaidWords {
    /// The words as they stand there.
    pub text: String,
    /// How often.
    pub times: usize,
    /// What they are worth together.
    pub worth: f64,
}

/// What was named in a text.
#[derive(Default)]
struct Seen {
    topics: HashMap<usize, Tally>,
    countries: Vec<Mention>,
}

/// What a document says of one concept.
#[derive(Default)]
pub(super) struct Tally {
    /// The sum of what its labels are worth.
    pub(super) strength: f64,
    /// Whether a label was found that needs no support.
    pub(super) supported: bool,
    /// How often each of the words stood there, and what that is worth.
    pub(super) words: HashMap<String, (usize, f64)>,
}

impl Tally {
    /// Counts a label with the words that it stood there with.
    pub(super) fn count(&mut self, words: &str, weight: f64, supports: bool) {
        self.strength += weight;
        self.supported |= supports;
        let (times, worth) = self.words.entry(words.to_owned()).or_default();
        *times += 1;
        *worth += weight;
    }
}

impl Matcher {
    /// Prepares the labels of a vocabulary.
    #[must_use]
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let mut patterns = Patterns::new();
        for (place, concept) in vocabulary.concepts().iter().enumerate() {
            if !concept.is_country() {
                add_concept(&mut patterns, place, concept);
            }
        }
        for candidates in patterns.values_mut() {
            candidates.sort_by_key(|pattern| std::cmp::Reverse(pattern.rest.len()));
        }
        let concepts = vocabulary.concepts().iter();
        let concepts = concepts.map(|one| Named {
            id: one.id.clone(),
            label: one.label().to_owned(),
            is_system: one.scheme == "systems",
        });
        let concepts = concepts.collect();
        Self { patterns, names: Names::new(vocabulary), concepts }
    }

    /// The topics and countries of a text; the title only where it does not
    /// stand among the passages.
    #[must_use]
    pub fn find(&self, title: Option<(&str, Language)>, passages: &[Passage]) -> Found {
        let mut seen = Seen::default();
        let mut length = 0;
        if let Some((title, language)) = title {
            self.scan(title, language, TITLE_WEIGHT, None, &mut seen);
        }
        for (order, passage) in passages.iter().enumerate() {
            let weight = match passage.role {
                Role::Furniture => continue,
                Role::Heading => HEADING_WEIGHT,
                Role::Body => 1.0,
            };
            length += self.scan(&passage.text, passage.lang, weight, Some(order), &mut seen);
        }
        let title = title.map_or("", |(title, _)| title);
        let about = country::about(&seen.countries, title, passages, length);
        let usual = needed(length, SHORT_TEXT);
        let topics = self.considered(seen.topics, usual);
        let countries = self.considered(about.tallies, about.needed);
        Found {
            topics: kept(&topics, usual),
            countries: kept(&countries, about.needed),
            considered: [topics, countries].concat(),
        }
    }

    /// What was named, the strongest first. A concept is kept when it was
    /// named often enough; one naming of a system is enough, as it is a name.
    fn considered(&self, tallies: HashMap<usize, Tally>, needed: f64) -> Vec<Considered> {
        let mut all: Vec<Considered> = tallies
            .into_iter()
            .map(|(place, tally)| {
                let concept = &self.concepts[place];
                let enough = if concept.is_system { 1.0 } else { needed };
                let Tally { strength, supported, words } = tally;
                let words = words.into_iter();
                let mut words: Vec<SaidWords> =
                    words.map(|(text, (times, worth))| SaidWords { text, times, worth }).collect();
                words.sort_by(|a, b| b.worth.total_cmp(&a.worth).then_with(|| a.text.cmp(&b.text)));
                let kept = supported && strength >= enough;
                let (id, label) = (concept.id.clone(), concept.label.clone());
                Considered { id, label, kept, strength, needed: enough, supported, words }
            })
            .collect();
        all.sort_by(|a, b| b.strength.total_cmp(&a.strength).then_with(|| a.id.cmp(&b.id)));
        all
    }

    /// Looks through one text; returns how many words it has.
    fn scan(
        &self,
        text: &str,
        language: Language,
        weight: f64,
        passage: Option<usize>,
        seen: &mut Seen,
    ) -> usize {
        let stems = Analyzer::new(language, Form::Stem).terms(text);
        let surface = Analyzer::new(language, Form::Exact).terms(text);
        let mut next = 0;
        while next < stems.len() {
            let mut found = self.longest(language, &stems[next..], text);
            found.extend(self.longest(Language::Undetermined, &surface[next..], text));
            let named = self.names.at(language, &surface[next..], text);
            let length = found.iter().map(|pattern| pattern.length()).max().unwrap_or(0);
            let length = length.max(named.length);
            if length == 0 {
                next += 1;
                continue;
            }
            let (from, to) = (stems[next].word.from, stems[next + length - 1].word.to);
            let span = &text[from..to];
            let countries = named.countries.into_iter().filter(|_| named.length == length);
            let mention = |named| Mention { named, weight, passage, span: from..to };
            seen.countries.extend(countries.map(mention));
            let mut counted = Vec::new();
            for pattern in found.into_iter().filter(|pattern| pattern.length() == length) {
                // A name is among the stems and among the names.
                if pattern.worth > 0.0 && !counted.contains(&pattern.concept) {
                    counted.push(pattern.concept);
                    let tally = seen.topics.entry(pattern.concept).or_default();
                    tally.count(span, weight * pattern.worth, !pattern.guarded);
                }
            }
            next += length;
        }
        stems.len()
    }

    /// The longest labels that begin with the first of the terms; several
    /// where concepts share one.
    fn longest(
        &self,
        language: Language,
        terms: &[crate::analyze::Term],
        text: &str,
    ) -> Vec<&Pattern> {
        let Some(first) = terms.first() else { return Vec::new() };
        let Some(candidates) = self.patterns.get(&(language, first.text.clone())) else {
            return Vec::new();
        };
        let fits = |pattern: &&Pattern| {
            let rest = terms.get(1..=pattern.rest.len());
            let same = rest.is_some_and(|rest| {
                rest.iter().zip(&pattern.rest).all(|(term, label)| term.text == *label)
            });
            let from = &text[first.word.from..];
            same && pattern.capitals.as_ref().is_none_or(|capitals| from.starts_with(capitals))
        };
        let mut fitting = candidates.iter().filter(fits).peekable();
        let length = fitting.peek().map_or(0, |pattern| pattern.length());
        fitting.take_while(|pattern| pattern.length() == length).collect()
    }
}

/// The concepts that were kept, in the order that they came in; what is
/// needed for a concept in a text of this length is worth a third.
fn kept(considered: &[Considered], needed: f64) -> Vec<FoundTopic> {
    let kept = considered.iter().filter(|one| one.kept);
    kept.map(|one| {
        let score = one.strength / (one.strength + 2.0 * needed);
        FoundTopic {
            id: one.id.clone(),
            label: one.label.clone(),
            score: (score * 1000.0).round() / 1000.0,
            evidence: one.words.iter().take(EVIDENCE).map(|words| words.text.clone()).collect(),
        }
    })
    .collect()
}

/// How many labels in the text make a topic; more in texts longer than some
/// words, by the square root of their length.
pub(super) fn needed(length: usize, short: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "no text has 2^52 words")]
    let length = length as f64;
    (length / short).sqrt().max(1.0)
}

/// Adds all labels of a concept.
fn add_concept(patterns: &mut Patterns, concept: usize, from: &Concept) {
    for label in &from.labels {
        if label.kind == LabelKind::Hidden {
            continue;
        }
        let guarded = label.kind == LabelKind::Guarded;
        let text = label.said();
        let capitals = label.is_acronym().then(|| text.to_owned());
        if capitals.is_none() && text.chars().count() < SHORTEST {
            continue;
        }
        let language = label.lang.parse().unwrap_or(Language::Undetermined);
        let everywhere = guarded || label.stands_anywhere();
        let places = [(language, Form::Stem), (Language::Undetermined, Form::Exact)];
        for (language, form) in places.into_iter().take(if everywhere { 2 } else { 1 }) {
            let mut terms = Analyzer::new(language, form).terms(text).into_iter();
            let Some(first) = terms.next() else { continue };
            patterns.entry((language, first.text)).or_default().push(Pattern {
                concept,
                rest: terms.map(|term| term.text).collect(),
                capitals: if guarded { Some(text.to_owned()) } else { capitals.clone() },
                guarded,
                worth: match label.kind {
                    LabelKind::Except => 0.0,
                    _ if label.common => COMMON,
                    _ => 1.0,
                },
            });
        }
    }
}

/// Puts the topics that metadata states before those that were found.
pub(crate) fn stated(document: &mut Document, vocabulary: &Vocabulary, names: &[String]) {
    let mut stated: Vec<FoundTopic> = Vec::new();
    for name in names {
        let Ok(concept) = vocabulary.find(name) else { continue };
        if stated.iter().all(|topic| topic.id != concept.id) {
            stated.push(FoundTopic {
                id: concept.id.clone(),
                label: concept.label().to_owned(),
                score: 1.0,
                evidence: vec![format!("metadata: {name}")],
            });
        }
    }
    document.topics.retain(|found| stated.iter().all(|topic| topic.id != found.id));
    document.topics.splice(0..0, stated);
}

#[cfg(test)]
mod tests {
    use super::Matcher;
    use crate::{
        document::{Passage, Role},
        language::Language,
        topic::Vocabulary,
    };

    fn topics(language: Language, role: Role, text: &str) -> Vec<String> {
        let matcher = Matcher::new(&Vocabulary::built_in().unwrap());
        let passage = Passage { role, lang: language, text: text.to_owned(), line: 1, page: None };
        matcher.find(None, &[passage]).topics.into_iter().map(|topic| topic.id).collect()
    }

    fn case(language: Language, text: &str, topic: &str) {
        let found = topics(language, Role::Body, text);
        assert!(found.iter().any(|id| id == topic), "{topic} not in {found:?} for {text}");
    }

    #[test]
    fn inflected_labels_are_found_in_their_language() {
        case(Language::English, "Victims of human trafficking need help.", "trafficking");
        case(Language::Finnish, "Ihmiskaupan uhreja autettiin.", "trafficking");
        case(Language::Swedish, "Offer för människohandel får stöd.", "trafficking");
        case(Language::English, "Proof of legal identities was missing.", "legal-identity");
    }

    #[test]
    fn names_are_found_in_any_language() {
        case(Language::Finnish, "Displacement Tracking Matrix kerää tietoa.", "dtm");
        case(Language::Swedish, "DTM samlar uppgifter.", "dtm");
        case(Language::Finnish, "IOM:n toimisto on Helsingissä.", "iom");
    }

    #[test]
    fn acronyms_count_in_capitals_only() {
        assert!(
            !topics(Language::English, Role::Body, "the maps match").iter().any(|id| id == "maps")
        );
        let alone = topics(Language::English, Role::Body, "A MATCH was played.");
        assert!(!alone.iter().any(|id| id == "match"), "{alone:?}");
    }

    #[test]
    fn furniture_never_counts() {
        let found = topics(Language::English, Role::Furniture, "human trafficking");
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn a_long_text_needs_more_than_one_word() {
        let long = format!("Legal identity. {}", "Nothing of that kind here today. ".repeat(600));
        assert!(topics(Language::English, Role::Body, &long).is_empty());
    }
}
