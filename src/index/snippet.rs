//! Which passages of a hit to show, and where the matches are in them. A
//! passage is the better the more of the query's words it has, rare ones
//! before common ones. Furniture is never shown.

use std::collections::{HashMap, HashSet};

use super::{
    plan::{Matches, NameMatch},
    schema::Fields,
};
use crate::{
    analyze::{Analyzer, Form, words},
    document::{Document, Passage, Role},
    language::Language,
    rank::Shown,
};

/// What the second and later occurrences of a word are worth against the
/// first: enough to break ties, not to win.
const REPEATED: f32 = 0.1;

/// What a heading is worth against running text with the same words: it
/// names the matter, it does not answer.
const HEADING: f32 = 0.5;

/// Chooses passages for one query; remembers stems between documents.
pub(super) struct Shower<'a> {
    fields: &'a Fields,
    matches: &'a Matches,
    limit: usize,
    /// The languages that the query filters by.
    wanted: Vec<Language>,
    analyzers: HashMap<(Language, Form), Analyzer>,
}

impl<'a> Shower<'a> {
    /// For the terms of a query, at most `limit` passages a document.
    pub(super) fn new(
        fields: &'a Fields,
        matches: &'a Matches,
        limit: usize,
        wanted: Vec<Language>,
    ) -> Self {
        Self { fields, matches, limit, wanted, analyzers: HashMap::new() }
    }

    /// The best passages of a document, the best first; the first passage
    /// where no word matches.
    pub(super) fn show(&mut self, document: &Document) -> Vec<Shown> {
        let mut scored: Vec<(f32, Shown)> = Vec::new();
        for passage in document.content() {
            let (mut score, ranges) = self.look_at(passage);
            if passage.role == Role::Heading {
                score *= HEADING;
            }
            if score > 0.0 {
                scored.push((score, shown(passage, &ranges)));
            }
        }
        if scored.is_empty() {
            // A heading alone would say no more than the title does.
            let body = || document.content().filter(|passage| passage.role == Role::Body);
            let wanted = body().find(|passage| self.wanted.contains(&passage.lang));
            let first = wanted.or_else(|| body().next()).or_else(|| document.content().next());
            return first.map(|passage| shown(passage, &[])).into_iter().collect();
        }
        // A stable sort keeps the reading order of equal passages.
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        scored.into_iter().take(self.limit).map(|(_, shown)| shown).collect()
    }

    /// What a passage is worth, and its matches in bytes, ascending.
    fn look_at(&mut self, passage: &Passage) -> (f32, Vec<(usize, usize)>) {
        let language = self.fields.words_of(passage.lang).language;
        let stems = self.matches.stem.get(&language);
        let exact = self.matches.exact.get(&language);
        let names = self.matches.names.get(&language);
        let mut ranges = Vec::new();
        if stems.is_none() && exact.is_none() && names.is_none() {
            return (0.0, ranges);
        }
        let mut seen = HashSet::new();
        let mut score = 0.0;
        for word in words(&passage.text) {
            let text = &passage.text[word.from..word.to];
            let found = [(stems, Form::Stem), (exact, Form::Exact)].into_iter().find_map(
                |(terms, form)| {
                    let analyzer = self
                        .analyzers
                        .entry((passage.lang, form))
                        .or_insert_with(|| Analyzer::new(passage.lang, form));
                    let term = terms.map(|terms| (terms, analyzer.term(text)))?;
                    term.0.get_key_value(term.1)
                },
            );
            let Some((term, worth)) = found else { continue };
            score += if seen.insert(term.as_str()) { *worth } else { *worth * REPEATED };
            ranges.push((word.from, word.to));
        }
        if let Some(names) = names {
            score += self.look_for_names(passage, names, &mut ranges);
            ranges.sort_unstable();
        }
        (score, ranges)
    }

    /// What the names of concepts in a passage are worth, the worthiest of
    /// each concept before its others; adds where they stand.
    fn look_for_names(
        &mut self,
        passage: &Passage,
        names: &[NameMatch],
        ranges: &mut Vec<(usize, usize)>,
    ) -> f32 {
        let analyzer = self
            .analyzers
            .entry((passage.lang, Form::Stem))
            .or_insert_with(|| Analyzer::new(passage.lang, Form::Stem));
        let terms = analyzer.terms(&passage.text);
        let mut best: HashMap<&str, f32> = HashMap::new();
        let mut all = 0.0;
        for NameMatch { concept, stems, worth } in names {
            for run in terms.windows(stems.len()) {
                if run.iter().zip(stems).all(|(term, stem)| term.text == *stem) {
                    ranges.push((run[0].word.from, run[run.len() - 1].word.to));
                    let best = best.entry(concept).or_default();
                    *best = best.max(*worth);
                    all += worth;
                }
            }
        }
        let best: f32 = best.values().sum();
        best + (all - best) * REPEATED
    }
}

/// A passage as it is shown: byte ranges become character ranges, and
/// ranges that touch or overlap (character pairs) become one.
fn shown(passage: &Passage, ranges: &[(usize, usize)]) -> Shown {
    let mut highlights: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
    let (mut byte, mut character) = (0, 0);
    let mut joined: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
    for (from, to) in ranges {
        match joined.last_mut() {
            Some(last) if *from <= last.1 => last.1 = last.1.max(*to),
            _ => joined.push((*from, *to)),
        }
    }
    let mut at = |place: usize| {
        character += passage.text[byte..place].chars().count();
        byte = place;
        character
    };
    for (from, to) in joined {
        let from = at(from);
        highlights.push((from, at(to)));
    }
    Shown {
        lang: passage.lang,
        text: passage.text.clone(),
        line: passage.line,
        page: passage.page,
        highlights,
    }
}
