//! Weighs a text against the profiles of its script: words, affixes and
//! letters first, trigrams only where those leave doubt, as they cost the
//! most. Every weight is a natural logarithm of odds. Decides nothing.
//!
//! The constants were fitted by hand on public sentences in 75 languages
//! and the Universal Declaration of Human Rights in 448.

use super::{
    profile::{self, Mark, Profile, Table},
    script::Script,
    trigram::Trigrams,
};
use crate::language::{Class, Language};

/// What similarity 1 of one trigram is worth.
const TRIGRAM: f32 = 0.7;
/// More trigrams than this say no more: they are not independent.
const MOST_TRIGRAMS: f32 = 150.0;
/// The share of a language's usual similarity that speaks neither for it
/// nor against it.
const USUAL: f32 = 0.65;
/// How far a language that whatlang does not know stays behind a neighbour.
const NEAR: f32 = 0.03;
/// A lead after which trigrams are not asked.
const CERTAIN: f32 = 7.0;
/// The same when the sentence before was in that language.
const LIKELY: f32 = 3.0;
/// What an unlisted word says for undetermined.
const UNLISTED: f32 = -0.2;
/// What each of the first unlisted words says for it besides, and for a
/// language outside the table: they need a text of some length.
const EARLY: f32 = -1.0;
const DECOY: f32 = 0.6;
/// How many unlisted words count as the first.
const PATIENCE: f32 = 6.0;
/// How much a letter without a mark counts: text is often typed without.
const PLAIN: f32 = 0.3;
/// How much letters and words count, and how much in what may be a name.
const LETTER: f32 = 0.6;
const LETTER_OF_NAME: f32 = 0.3;
const WORD_OF_NAME: f32 = 0.6;
/// The longest affix looked for, in characters.
const AFFIX: usize = 10;

/// The sum of the evidence for each profile of one script.
pub(super) struct Tally<'a> {
    table: &'a Table,
    script: Script,
    scores: Vec<f32>,
    background: f32,
    /// How many words nobody lists.
    unlisted: f32,
    /// How many letters have no mark, as far as they count.
    plain: f32,
    /// The last word in which an affix of the profile was counted.
    counted: Vec<u32>,
}

impl<'a> Tally<'a> {
    pub(super) fn new(table: &'a Table, script: Script) -> Self {
        let count = table.profiles.len();
        Self {
            table,
            script,
            scores: vec![0.0; count],
            background: 0.0,
            unlisted: 0.0,
            plain: 0.0,
            counted: vec![0; count],
        }
    }

    /// Weighs a text, `before` being the language of the one before it; the
    /// score of each language against undetermined.
    pub(super) fn weigh(mut self, text: &str, before: Option<Language>) -> Vec<(Language, f32)> {
        for (score, profile) in self.scores.iter_mut().zip(&self.table.profiles) {
            *score += prior(profile.language);
        }
        self.add_words(text);
        let (best, lead) = self.lead();
        if lead < if before == Some(best) { LIKELY } else { CERTAIN } {
            self.add_trigrams(text);
        }
        self.by_language()
    }

    /// Adds what the words say.
    fn add_words(&mut self, text: &str) {
        let shouted = !text.chars().any(char::is_lowercase);
        let mut number = 0;
        let script = self.script;
        let mut word = String::new();
        for chunk in text.split_whitespace() {
            for raw in chunk.split(|c| !profile::in_word(c, script)) {
                if raw.is_empty() {
                    continue;
                }
                number += 1;
                word.clear();
                word.extend(raw.chars().filter_map(profile::fold));
                let capital = raw.chars().next().is_some_and(char::is_uppercase);
                self.add_word(&word, capital && number > 1 && !shouted, number);
            }
        }
        self.add_missing();
    }

    /// Adds what one word says: a name says little.
    fn add_word(&mut self, word: &str, name: bool, number: u32) {
        let table = self.table;
        self.add_letters(word, if name { LETTER_OF_NAME } else { LETTER });
        if let Some(mark) = table.words.get(word) {
            self.add_mark(mark, if name { WORD_OF_NAME } else { 1.0 });
            return;
        }
        if name || word.chars().nth(1).is_none() {
            return;
        }
        self.unlisted += 1.0;
        self.add_affixes(word, number);
    }

    /// Adds what words without a listing and letters without a mark say.
    fn add_missing(&mut self) {
        let early = self.unlisted.min(PATIENCE);
        for (score, profile) in self.scores.iter_mut().zip(&self.table.profiles) {
            *score += (profile.unlisted + profile.bare) * self.unlisted;
            if profile.language == Language::Undetermined {
                *score -= DECOY * early;
            }
            *score += profile.plain * self.plain;
        }
        self.background += UNLISTED * self.unlisted + EARLY * early;
    }

    fn add_mark(&mut self, mark: &Mark, factor: f32) {
        for &(index, weight) in &mark.weights {
            self.scores[index] += weight * factor;
        }
        self.background += mark.background * factor;
    }

    /// Adds what marked letters say, and how many letters have no mark.
    fn add_letters(&mut self, word: &str, factor: f32) {
        let table = self.table;
        let mut plain = 0.0;
        for c in word.chars() {
            let mark = if c.is_ascii() { None } else { table.letters.get(&c) };
            match mark {
                Some(mark) => self.add_mark(mark, factor),
                None => plain += 1.0,
            }
        }
        self.plain += plain * factor * PLAIN;
    }

    /// Adds the longest ending and beginning of an unlisted word that each
    /// profile lists.
    fn add_affixes(&mut self, word: &str, number: u32) {
        let table = self.table;
        let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(1).collect();
        let last = &starts[starts.len().saturating_sub(AFFIX)..];
        let endings = last.iter().filter_map(|&at| table.endings.get(&word[at..]));
        self.add_longest(endings, number * 2);
        let first = &starts[..starts.len().min(AFFIX)];
        let beginnings = first.iter().rev().filter_map(|&at| table.beginnings.get(&word[..at]));
        self.add_longest(beginnings, number * 2 + 1);
    }

    fn add_longest<'m>(&mut self, marks: impl Iterator<Item = &'m Mark>, number: u32) {
        let mut background: f32 = 0.0;
        for mark in marks {
            for &(index, weight) in &mark.weights {
                if self.counted[index] != number {
                    self.counted[index] = number;
                    self.scores[index] += weight;
                }
            }
            background = background.max(mark.background);
        }
        self.background += background;
    }

    /// The best language and how far it is before the next.
    fn lead(&self) -> (Language, f32) {
        let mut scores = self.by_language();
        scores.sort_by(|a, b| b.1.total_cmp(&a.1));
        match scores.as_slice() {
            [best, next, ..] => (best.0, best.1 - next.1),
            _ => (Language::Undetermined, 0.0),
        }
    }

    /// Adds what trigrams say.
    fn add_trigrams(&mut self, text: &str) {
        let Some(trigrams) = Trigrams::of(text) else { return };
        let table = self.table;
        let surplus =
            |profile: &Profile| trigrams.similarity(profile.language) - USUAL * profile.similarity;
        for (score, profile) in self.scores.iter_mut().zip(&table.profiles) {
            let near = table.profiles.iter().filter(|p| profile.near.contains(&p.language));
            let surplus = if profile.language == Language::Undetermined {
                near.map(surplus).reduce(f32::max).map_or(0.0, |best| best - NEAR)
            } else {
                surplus(profile)
            };
            *score += TRIGRAM * trigrams.count.min(MOST_TRIGRAMS) * surplus;
        }
    }

    /// The best score of each language against undetermined.
    fn by_language(&self) -> Vec<(Language, f32)> {
        let mut best: Vec<(Language, f32)> = vec![(Language::Undetermined, self.background)];
        for (&score, profile) in self.scores.iter().zip(&self.table.profiles) {
            match best.iter_mut().find(|found| found.0 == profile.language) {
                Some(found) => found.1 = found.1.max(score),
                None => best.push((profile.language, score)),
            }
        }
        let undetermined = best[0].1;
        for found in &mut best {
            found.1 -= undetermined;
        }
        best
    }
}

/// The weight of a language before any evidence: the searched ones first,
/// then languages of nearby countries, then the rest.
fn prior(language: Language) -> f32 {
    use Language as L;
    match language.class() {
        _ if language == L::Norwegian => 0.8,
        Class::Stemmed | Class::Unspaced => 1.5,
        Class::Unknown => -0.5,
        Class::Unstemmed => match language {
            L::Akan | L::Shona | L::Zulu | L::Javanese | L::Turkmen | L::Uzbek => -1.0,
            L::Latin | L::Esperanto | L::Welsh | L::Afrikaans | L::Tagalog => -0.5,
            _ => 0.0,
        },
    }
}
