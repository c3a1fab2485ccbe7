//! `Query` -> hits: runs what was planned, orders it, and loads the
//! documents that are shown. Equal scores are ordered by id.
//! Decides nothing about words or weights: that is the plan's.

use tantivy::{
    DocAddress, DocSet, Order, TERMINATED, TantivyError,
    collector::{
        Count, TopDocs,
        sort_key::{SortByStaticFastValue, SortByString},
    },
    query::{EnableScoring, Weight},
};

use super::{
    Index,
    combine::Engine,
    count, expand, ledger,
    plan::{Clause, Matches, Planner},
    snippet,
    statistics::{self, Present},
};
use crate::{
    analyze::{Analyzer, Form, words},
    error::Result,
    query::Query,
    rank::{Axis, Facet, FacetCount, Hit, Likelihood, Matched, Part, Tally},
};

/// How many near words are offered for one that was not found.
const NEAR_WORDS: usize = 3;

/// The shortest word that has near ones, in characters: of two letters
/// nearly every other word is near.
const SHORTEST: usize = 3;

/// In which order hits come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best first.
    #[default]
    Score,
    /// The oldest first; without a year last.
    Year,
    /// The newest first; without a year last.
    YearDescending,
    /// By title.
    Title,
    /// By path.
    Path,
}

/// Whether all words must match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// Every word.
    All,
    /// Any word.
    Any,
    /// Every word; any only where no document has them all.
    Auto,
}

/// What is asked of the index.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The query; the topics in it are ids.
    pub query: &'a Query,
    /// Whether words must all match; `Auto` is decided by the caller.
    pub matched: Matched,
    /// The order.
    pub sort: Sort,
    /// How many hits; none is all.
    pub limit: Option<usize>,
    /// How many hits to leave out first.
    pub offset: usize,
    /// The facets to count.
    pub facets: &'a [&'static str],
    /// What to count by, one or two axes each.
    pub tallies: &'a [Vec<Axis>],
    /// Whether hits carry the parts of their scores.
    pub explain: bool,
    /// How many passages a hit shows at most.
    pub passages: usize,
}

/// What the index answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// How many documents match.
    pub total: u64,
    /// The hits that were asked for.
    pub hits: Vec<Hit>,
    /// The facets that were asked for.
    pub facets: Vec<Facet>,
    /// The counts that were asked for.
    pub tallies: Vec<Tally>,
    /// The languages of the query, the likeliest first.
    pub languages: Vec<Likelihood>,
}

/// A planned query.
struct Planned {
    query: Engine,
    clauses: Vec<Clause>,
    matches: Matches,
    languages: Vec<Likelihood>,
}

impl Index {
    /// Answers a request.
    ///
    /// # Errors
    /// [`crate::error::Error::Damaged`] or `Read` when the index cannot be
    /// read.
    pub fn search(&self, request: &Request<'_>) -> Result<Answer> {
        self.answer(request).map_err(|cause| self.failed(cause))?
    }

    /// [`Index::search`] with the engine's own errors outside.
    fn answer(&self, request: &Request<'_>) -> tantivy::Result<Result<Answer>> {
        let planned = self.planned(request.query, request.matched == Matched::All)?;
        let (total, places) = self.places(&planned.query, request)?;
        let mut facets = count::facets(&self.searcher, &planned.query, request.facets)?;
        for facet in facets.iter_mut().filter(|facet| facet.name == "year") {
            let dated: u64 = facet.counts.iter().map(|one| one.count).sum();
            if dated < total {
                let value = "unknown".to_owned();
                facet.counts.push(FacetCount { value, count: total - dated });
            }
        }
        let tallies = request.tallies.iter();
        let tallies = tallies.map(|axes| count::tally(&self.searcher, &planned.query, axes));
        let tallies = tallies.collect::<tantivy::Result<Vec<Tally>>>()?;
        let mut shown = snippet::Shower::new(
            &self.fields,
            &planned.matches,
            request.passages,
            request.query.languages(),
        );
        let mut hits = Vec::with_capacity(places.len());
        for (place, (score, address)) in places.into_iter().enumerate() {
            let document = match self.stored(address) {
                Ok(document) => document,
                Err(error) => return Ok(Err(error)),
            };
            let parts =
                if request.explain { self.parts(&planned.clauses, address)? } else { Vec::new() };
            let passages = shown.show(&document);
            let rank = request.offset + place + 1;
            hits.push(Hit { rank, score, document, passages, duplicate_of: None, parts });
        }
        Ok(Ok(Answer { total, hits, facets, tallies, languages: planned.languages }))
    }

    /// The ids and scores of the best documents for a query of words, any of
    /// which may match; loads no document.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn best(&self, request: &Request<'_>) -> Result<Vec<(String, f32)>> {
        let run = || -> tantivy::Result<Vec<(String, f32)>> {
            let planned = self.planned(request.query, request.matched == Matched::All)?;
            let limit = request.limit.unwrap_or(usize::MAX);
            let places = self.top(&planned.query, limit)?;
            places.into_iter().map(|(score, address)| Ok((self.id_at(address)?, score))).collect()
        };
        run().map_err(|cause| self.failed(cause))
    }

    /// Plans a query.
    fn planned(&self, query: &Query, all: bool) -> tantivy::Result<Planned> {
        let present = statistics::present(&self.searcher, &self.fields)?;
        let texts = query.words();
        let pieces: Vec<&str> = texts
            .iter()
            .flat_map(|text| words(text).map(|piece| &text[piece.from..piece.to]))
            .collect();
        let prior = statistics::prior(&self.searcher, &present, &pieces)?;
        let mut languages: Vec<Likelihood> = present
            .iter()
            .zip(&prior)
            .map(|(one, weight)| Likelihood { lang: one.language(), weight: *weight })
            .collect();
        languages.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.lang.cmp(&b.lang)));
        let mut planner = Planner {
            searcher: &self.searcher,
            fields: &self.fields,
            present: &present,
            prior,
            all,
            clauses: Vec::new(),
            matches: Matches::default(),
        };
        let query = planner.plan(&query.root)?;
        let Planner { clauses, matches, .. } = planner;
        Ok(Planned { query, clauses, matches, languages })
    }

    /// How many documents match, and the scores and places of those that
    /// were asked for, in order.
    fn places(
        &self,
        query: &Engine,
        request: &Request<'_>,
    ) -> tantivy::Result<(u64, Vec<(f32, DocAddress)>)> {
        let total = self.searcher.search(query, &Count)?;
        let limit = request.limit.unwrap_or(total).min(total);
        let wanted = limit.saturating_add(request.offset).min(total);
        let found = if wanted == 0 {
            Vec::new()
        } else if request.sort == Sort::Score && request.query.has_words() {
            self.top(query, wanted)?
        } else {
            self.sorted(query, request.sort, wanted)?
        };
        Ok((total as u64, found.into_iter().skip(request.offset).collect()))
    }

    /// The best documents, equal scores ordered by id also where the limit
    /// cuts through them.
    fn top(&self, query: &Engine, wanted: usize) -> tantivy::Result<Vec<(f32, DocAddress)>> {
        let all = usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX);
        let wanted = wanted.min(all);
        if wanted == 0 {
            return Ok(Vec::new());
        }
        let mut asked = wanted + 1;
        let mut found = loop {
            let found =
                self.searcher.search(query, &TopDocs::with_limit(asked).order_by_score())?;
            let last = found.last().map(|last| last.0);
            let cut_through = found.len() == asked && last == Some(found[wanted - 1].0);
            if !cut_through || asked > all {
                break found;
            }
            asked = asked.saturating_mul(2).min(all + 1);
        };
        let mut named = Vec::with_capacity(found.len());
        for (score, address) in found.drain(..) {
            named.push((score, self.id_at(address)?, address));
        }
        named.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        named.truncate(wanted);
        Ok(named.into_iter().map(|(score, _, address)| (score, address)).collect())
    }

    /// Documents in another order than by score, equal ones by id.
    fn sorted(
        &self,
        query: &Engine,
        sort: Sort,
        wanted: usize,
    ) -> tantivy::Result<Vec<(f32, DocAddress)>> {
        let top = TopDocs::with_limit(wanted);
        let by_id = || (SortByString::for_field("id"), Order::Asc);
        let by_year = || SortByStaticFastValue::<i64>::for_field("year");
        let text = |field: &str| (SortByString::for_field(field), Order::Asc);
        let addresses: Vec<DocAddress> = match sort {
            Sort::Score => places(self.searcher.search(query, &top.order_by(by_id()))?),
            Sort::Year => {
                let order = ((by_year(), Order::Asc), by_id());
                places(self.searcher.search(query, &top.order_by(order))?)
            }
            Sort::YearDescending => {
                let order = ((by_year(), Order::Desc), by_id());
                places(self.searcher.search(query, &top.order_by(order))?)
            }
            Sort::Title => {
                let order = (text("title_key"), by_id());
                places(self.searcher.search(query, &top.order_by(order))?)
            }
            Sort::Path => {
                let order = (text("path"), by_id());
                places(self.searcher.search(query, &top.order_by(order))?)
            }
        };
        let weight = query.weight(EnableScoring::enabled_from_searcher(&self.searcher))?;
        addresses
            .into_iter()
            .map(|address| Ok((self.score_at(&*weight, address)?.unwrap_or_default(), address)))
            .collect()
    }

    /// The score of one document; none when it does not match.
    fn score_at(&self, weight: &dyn Weight, address: DocAddress) -> tantivy::Result<Option<f32>> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let mut scorer = weight.scorer(segment, 1.0)?;
        if scorer.doc() < address.doc_id {
            scorer.seek(address.doc_id);
        }
        let there = scorer.doc() != TERMINATED && scorer.doc() == address.doc_id;
        Ok(there.then(|| scorer.score()))
    }

    /// The parts of one document's score, the largest first.
    fn parts(&self, clauses: &[Clause], address: DocAddress) -> tantivy::Result<Vec<Part>> {
        let mut parts = Vec::new();
        for clause in clauses {
            let scoring = EnableScoring::enabled_from_searcher(&self.searcher);
            let weight = clause.query.weight(scoring)?;
            if let Some(score) = self.score_at(&*weight, address)? {
                let (word, term) = (clause.word.clone(), clause.term.clone());
                parts.push(Part { word, term, score });
            }
        }
        parts.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(parts)
    }

    /// The id of the document at an address.
    fn id_at(&self, address: DocAddress) -> tantivy::Result<String> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let column = segment.fast_fields().str("id")?;
        let column =
            column.ok_or_else(|| TantivyError::InternalError("the index has no ids".to_owned()))?;
        ledger::first(&column, address.doc_id)
    }

    /// Words of the index near a word that no document has; none when some
    /// document has it. A word is near when at most two letters differ, one
    /// in words of up to five letters.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn near_words(&self, word: &str) -> Result<Option<Vec<String>>> {
        self.near(word).map_err(|cause| self.failed(cause))
    }

    /// [`Index::near_words`] with the engine's own errors.
    fn near(&self, word: &str) -> tantivy::Result<Option<Vec<String>>> {
        let mut known: Vec<expand::Known> = Vec::new();
        let is_long = word.chars().count() >= SHORTEST;
        for present in statistics::present(&self.searcher, &self.fields)? {
            if self.has(&present, word)? {
                return Ok(None);
            }
            let text = Analyzer::new(present.language(), Form::Exact).term(word).to_owned();
            if !is_long {
                continue;
            }
            let distance = if text.chars().count() > 5 { 2 } else { 1 };
            let field = present.words.exact;
            known.extend(expand::fuzzy(&self.searcher, field, &text, distance, NEAR_WORDS * 4)?);
        }
        let furniture = Analyzer::new(crate::language::Language::Undetermined, Form::Exact)
            .term(word)
            .to_owned();
        let term = tantivy::Term::from_field_text(self.fields.furniture, &furniture);
        if self.searcher.doc_freq(&term)? > 0 {
            return Ok(None);
        }
        known.sort_by(|a, b| {
            let likeness = |known: &expand::Known| strsim::osa_distance(&known.text, &furniture);
            let by_letters = likeness(a).cmp(&likeness(b));
            by_letters.then(b.documents.cmp(&a.documents)).then_with(|| a.text.cmp(&b.text))
        });
        let mut near: Vec<String> = Vec::new();
        for known in known {
            if !near.contains(&known.text) && near.len() < NEAR_WORDS {
                near.push(known.text);
            }
        }
        Ok(Some(near))
    }

    /// Whether a document of the language has the word in any inflection.
    fn has(&self, present: &Present, word: &str) -> tantivy::Result<bool> {
        let forms = [(present.words.stem, Form::Stem), (Some(present.words.exact), Form::Exact)];
        for (field, form) in forms {
            let Some(field) = field else { continue };
            let text = Analyzer::new(present.language(), form).term(word).to_owned();
            let term = tantivy::Term::from_field_text(field, &text);
            if self.searcher.doc_freq(&term)? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The places of sorted documents.
fn places<K>(found: Vec<(K, DocAddress)>) -> Vec<DocAddress> {
    found.into_iter().map(|(_, address)| address).collect()
}
