//! Candidates for likeness: documents with a signature near a given one, and
//! those that share characteristic words, topics, names and numbers.
//! Finds them by columns and terms; whether they are alike is not decided
//! here.

use std::collections::BTreeSet;

use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, Term,
    collector::{Collector, SegmentCollector, TopDocs},
    columnar::Column,
    query::{ConstScoreQuery, TermQuery},
    schema::{Field, IndexRecordOption},
};

use super::{
    Index,
    combine::{Engine, boosted, intersection, silent, term_query, union},
    distinct,
    plan::Matches,
    schema::SIGNATURE,
    snippet::Shower,
    statistics::{self, Present},
};
use crate::{
    analyze::{Analyzer, Form},
    document::{Document, FoundTopic},
    error::Result,
    language::Language,
    query::Query,
    rank::{Characteristic, Marks, Profile, Rarities, Said, Shown, is_duplicate, stems},
    segment::frequent_words,
    signature::Signature,
};

/// How many words tell a document from others.
const CHARACTERISTIC: usize = 25;

/// The most names and numbers that are looked for.
const MARKS: usize = 40;

/// How many of a language's most frequent words are function words; words of
/// the matter come after them.
const FUNCTION_WORDS: usize = 120;

impl Index {
    /// The words that tell a document from the others in its languages, with
    /// the numbers of each language, the most telling first; at most
    /// twenty-five. What no other document has is not among them.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn characteristic(&self, document: &Document) -> Result<Vec<Characteristic>> {
        self.telling(document).map_err(|cause| self.failed(cause))
    }

    /// How much the topics of some documents tell, and the names of the one
    /// that they are compared with.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn rarities(&self, profile: &Profile<'_>, others: &[Document]) -> Result<Rarities> {
        self.tell_rarities(profile, others).map_err(|cause| self.failed(cause))
    }

    /// The documents that pass the filters whose signatures say the same as
    /// one, the nearest first.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn near_duplicates(
        &self,
        signature: Signature,
        filters: &Query,
        limit: usize,
    ) -> Result<Vec<Document>> {
        let run = || {
            let query = self.filtered(filters)?;
            let mut found = self.searcher.search(&query, &Near { signature })?;
            found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            tantivy::Result::Ok(found)
        };
        let found = run().map_err(|cause| self.failed(cause))?;
        found.into_iter().take(limit).map(|(_, address)| self.stored(address)).collect()
    }

    /// For each language, the documents in it that pass the filters and
    /// share most of the characteristic words, topics, names and numbers of
    /// a document; each document once.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn sharing(
        &self,
        profile: &Profile<'_>,
        characteristic: &[Characteristic],
        filters: &Query,
        limit: usize,
    ) -> Result<Vec<Document>> {
        let run = || {
            let selected = self.filtered(filters)?;
            let topics = self.by_topics(profile.document)?;
            let all = usize::try_from(self.searcher.num_docs()).unwrap_or(limit);
            let top = || TopDocs::with_limit(limit.min(all).max(1)).order_by_score();
            let mut found: Vec<DocAddress> = Vec::new();
            for present in statistics::present(&self.searcher, &self.fields)? {
                let mut clauses: Vec<Engine> = topics.iter().map(|one| one.box_clone()).collect();
                clauses.extend(by_words(&present, characteristic));
                clauses.extend(self.by_marks(&present, &profile.marks)?);
                let mark = term_query(self.fields.filled, present.language().code());
                let query = intersection(vec![selected.box_clone(), silent(mark), union(clauses)]);
                found.extend(self.searcher.search(&query, &top())?.into_iter().map(|(_, at)| at));
            }
            found.sort();
            found.dedup();
            tantivy::Result::Ok(found)
        };
        let found = run().map_err(|cause| self.failed(cause))?;
        found.into_iter().map(|address| self.stored(address)).collect()
    }

    /// The passages of a document that say most of some characteristic
    /// words, the first where none does; at most `limit`.
    #[must_use]
    pub fn passages(
        &self,
        document: &Document,
        characteristic: &[Characteristic],
        limit: usize,
    ) -> Vec<Shown> {
        let mut matches = Matches::default();
        for Characteristic { lang, stem, weight, .. } in characteristic {
            let words = self.fields.words_of(*lang);
            let terms = if words.stem.is_some() { &mut matches.stem } else { &mut matches.exact };
            terms.entry(*lang).or_default().insert(stem.clone(), *weight);
        }
        Shower::new(&self.fields, &matches, limit, Vec::new()).show(document)
    }

    /// [`Index::characteristic`] with the engine's own errors.
    fn telling(&self, document: &Document) -> tantivy::Result<Vec<Characteristic>> {
        let mut found = Vec::new();
        for present in statistics::present(&self.searcher, &self.fields)? {
            let field = present.words.stem.unwrap_or(present.words.exact);
            let lang = present.language();
            let frequent = frequent_stems(lang);
            for (stem, Said { word, count, share }) in stems(document, lang) {
                if frequent.contains(&stem) {
                    continue;
                }
                let documents = self.searcher.doc_freq(&Term::from_field_text(field, &stem))?;
                if documents > 1 {
                    let weight = present.rarity(documents) * (1.0 + count.ln());
                    found.push(Characteristic { lang, stem, word, weight, share });
                }
            }
        }
        found.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.stem.cmp(&b.stem)));
        found.truncate(CHARACTERISTIC);
        Ok(found)
    }

    /// [`Index::rarities`] with the engine's own errors.
    fn tell_rarities(
        &self,
        profile: &Profile<'_>,
        others: &[Document],
    ) -> tantivy::Result<Rarities> {
        let mut rarities = Rarities::default();
        for topic in others.iter().chain([profile.document]).flat_map(|one| &one.topics) {
            if !rarities.topics.contains_key(&topic.id) {
                let rarity = self.rarity(self.fields.topic, &topic.id)?;
                rarities.topics.insert(topic.id.clone(), f64::from(rarity));
            }
        }
        let lang = profile.document.lang.field();
        let present = statistics::present(&self.searcher, &self.fields)?;
        if let Some(present) = present.iter().find(|present| present.language() == lang) {
            let mut analyzer = Analyzer::new(lang, Form::Exact);
            for (key, name) in &profile.marks.names {
                let term = Term::from_field_text(present.words.exact, analyzer.term(name));
                let rarity = present.rarity(self.searcher.doc_freq(&term)?);
                rarities.names.insert(key.clone(), f64::from(rarity));
            }
        }
        Ok(rarities)
    }

    /// How much it tells to have a value in a field of all languages.
    fn rarity(&self, field: Field, value: &str) -> tantivy::Result<f32> {
        let with = self.searcher.doc_freq(&Term::from_field_text(field, value))?;
        Ok(statistics::rarity(self.searcher.num_docs(), with))
    }

    /// The documents that pass filters.
    fn filtered(&self, filters: &Query) -> tantivy::Result<Engine> {
        let present = statistics::present(&self.searcher, &self.fields)?;
        let prior = vec![1.0; present.len()];
        Ok(self.plan(filters, &present, &prior, true, false)?.query)
    }

    /// Looks for the topics of a document.
    fn by_topics(&self, document: &Document) -> tantivy::Result<Vec<Engine>> {
        let topic = |topic: &FoundTopic| -> tantivy::Result<Engine> {
            #[expect(clippy::cast_possible_truncation, reason = "a weight needs no more digits")]
            let weight = topic.score as f32 * self.rarity(self.fields.topic, &topic.id)?;
            let query = term_query(self.fields.topic, &topic.id);
            Ok(Box::new(ConstScoreQuery::new(query, weight)))
        };
        document.topics.iter().map(topic).collect()
    }

    /// Looks for names and numbers in the fields of a language.
    fn by_marks(&self, present: &Present, marks: &Marks) -> tantivy::Result<Vec<Engine>> {
        let field = present.words.stem.unwrap_or(present.words.exact);
        let mut analyzer = Analyzer::new(present.language(), Form::Stem);
        let mut terms = BTreeSet::new();
        for (key, written) in marks.names.iter().take(MARKS) {
            terms.extend([key, written].map(|name| analyzer.term(name).to_owned()));
        }
        for (digits, written) in marks.numbers.iter().take(MARKS) {
            terms.extend(ways_to_write(digits, analyzer.term(written)));
        }
        let mut found = Vec::new();
        for term in terms {
            let term = Term::from_field_text(field, &term);
            if self.searcher.doc_freq(&term)? > 0 {
                found.push(weighed(present, term, 1.0));
            }
        }
        Ok(found)
    }
}

/// The stems of a language's function words, which tell nothing in an index
/// of whatever size.
fn frequent_stems(language: Language) -> BTreeSet<String> {
    let mut analyzer = Analyzer::new(language, Form::Stem);
    let words = frequent_words(language).take(FUNCTION_WORDS);
    words.map(|word| analyzer.term(word).to_owned()).collect()
}

/// Looks for characteristic words in the fields of a language.
fn by_words<'a>(
    present: &'a Present,
    characteristic: &'a [Characteristic],
) -> impl Iterator<Item = Engine> + 'a {
    let field = present.words.stem.unwrap_or(present.words.exact);
    let here = characteristic.iter().filter(|one| one.lang == present.language());
    here.map(move |one| weighed(present, Term::from_field_text(field, &one.stem), one.weight))
}

/// A term with a language's numbers.
fn weighed(present: &Present, term: Term, boost: f32) -> Engine {
    boosted(present.weigh(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))), boost)
}

/// The terms that a number may stand as, by the habits of languages, given
/// its digits and its own term: with a comma or a stop, grouped or not; the
/// last group alone where spaces divide it.
fn ways_to_write(digits: &str, term: &str) -> Vec<String> {
    let mut ways = vec![term.to_owned(), term.replace(',', "."), term.replace('.', ",")];
    if let Some((first, last)) = digits.split_at_checked(digits.len().saturating_sub(3))
        && !first.is_empty()
    {
        ways.push(last.to_owned());
        ways.extend([",", ".", ""].map(|mark| format!("{first}{mark}{last}")));
    }
    ways
}

/// Collects the documents whose signatures say the same as one.
struct Near {
    signature: Signature,
}

/// Those of one segment.
struct NearInSegment {
    signature: Signature,
    segment: SegmentOrdinal,
    column: Column<u64>,
    found: Vec<(f64, DocAddress)>,
}

impl Collector for Near {
    type Fruit = Vec<(f64, DocAddress)>;
    type Child = NearInSegment;

    fn for_segment(
        &self,
        ordinal: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<NearInSegment> {
        let column = segment.fast_fields().u64(SIGNATURE)?;
        let signature = self.signature;
        Ok(NearInSegment { signature, segment: ordinal, column, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        Ok(fruits.concat())
    }
}

impl SegmentCollector for NearInSegment {
    type Fruit = Vec<(f64, DocAddress)>;

    fn collect(&mut self, row: DocId, _: Score) {
        let Some(signature) = distinct::signature_at(&self.column, row) else { return };
        let resemblance = self.signature.resemblance(&signature);
        if is_duplicate(resemblance) {
            self.found.push((resemblance, DocAddress::new(self.segment, row)));
        }
    }

    fn harvest(self) -> Self::Fruit {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::ways_to_write;

    #[test]
    fn numbers_are_written_in_many_ways() {
        let case = |digits, term, expected: &[&str]| {
            let ways = ways_to_write(digits, term);
            for way in expected {
                assert!(ways.iter().any(|one| one == way), "{way} not in {ways:?}");
            }
        };
        case("2500", "2,500", &["2,500", "2.500", "2500", "500"]);
        case("2500", "2 500", &["2,500", "2.500", "2500", "500"]);
        case("137", "13.7", &["13.7", "13,7"]);
        case("7", "7", &["7"]);
    }
}
