//! `Query` -> hits: runs what was planned, first for the words themselves,
//! then for the other names of the concepts that they name, and loads the
//! documents that are shown. Decides nothing about words or weights: that is
//! the plan's.

use tantivy::{DocAddress, collector::Count};

use super::{
    Index,
    combine::{Engine, difference},
    count,
    distinct::Place,
    plan::{Clause, Matches, Other, Planner},
    snippet,
    statistics::{self, Present},
};
use crate::{
    analyze::words,
    error::Result,
    query::Query,
    rank::{Axis, Facet, FacetCount, Hit, Likelihood, Matched, Part, Tally, Via, weights},
};

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Matching {
    /// Every word.
    All,
    /// Any word.
    Any,
    /// Every word; any only where no document has them all.
    #[default]
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
    /// Whether near-duplicates of earlier hits are passed over.
    pub distinct: bool,
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
    /// How many of them have the words of the query themselves.
    pub direct: u64,
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
pub(super) struct Planned {
    /// What has the words of the query.
    direct: Plan,
    /// What has them or other names of the concepts that they name; none
    /// where they name none.
    wide: Option<Plan>,
    languages: Vec<Likelihood>,
}

/// A query of the engine, and what it is made of.
pub(super) struct Plan {
    pub(super) query: Engine,
    clauses: Vec<Clause>,
    matches: Matches,
    others: Vec<Other>,
}

/// A document that was found.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) score: f32,
    pub(super) address: DocAddress,
    /// By how much the score of the wide plan was multiplied; none for a
    /// direct hit.
    scale: Option<f32>,
}

impl Planned {
    /// Everything that is found.
    pub(super) fn whole(&self) -> &Engine {
        self.wide.as_ref().map_or(&self.direct.query, |wide| &wide.query)
    }

    /// What is found by concept only.
    fn by_concept(&self) -> Option<Engine> {
        let wide = self.wide.as_ref()?;
        Some(difference(vec![wide.query.box_clone()], vec![self.direct.query.box_clone()]))
    }
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
        let (total, places) = self.places(&planned, request)?;
        let direct = match planned.wide {
            Some(_) => self.searcher.search(&planned.direct.query, &Count)? as u64,
            None => total,
        };
        let mut facets = count::facets(&self.searcher, planned.whole(), request.facets)?;
        for facet in facets.iter_mut().filter(|facet| facet.name == "year") {
            let dated: u64 = facet.counts.iter().map(|one| one.count).sum();
            if dated < total {
                let value = "unknown".to_owned();
                facet.counts.push(FacetCount { value, count: total - dated });
            }
        }
        let tallies = request.tallies.iter();
        let tallies = tallies.map(|axes| count::tally(&self.searcher, planned.whole(), axes));
        let tallies = tallies.collect::<tantivy::Result<Vec<Tally>>>()?;
        let shower = |plan| {
            let wanted = request.query.languages();
            snippet::Shower::new(&self.fields, plan, request.passages, wanted)
        };
        let mut directly = shower(&planned.direct.matches);
        let mut by_concept = planned.wide.as_ref().map(|wide| shower(&wide.matches));
        let mut hits = Vec::with_capacity(places.len());
        for Place { rank, found, duplicate_of, passed_over } in places {
            let document = match self.stored(found.address) {
                Ok(document) => document,
                Err(error) => return Ok(Err(error)),
            };
            let (plan, shower) = match (found.scale, &planned.wide, &mut by_concept) {
                (Some(_), Some(wide), Some(shower)) => (wide, shower),
                _ => (&planned.direct, &mut directly),
            };
            let parts = if request.explain { self.parts(plan, found)? } else { Vec::new() };
            let via = self.via(plan, found)?;
            let mut passages = shower.show(&document);
            let is_bare = passages.iter().all(|passage| passage.highlights.is_empty());
            if let (true, Some(by_concept)) = (is_bare, &mut by_concept) {
                // Its words stand in the furniture, which is never shown.
                passages = by_concept.show(&document);
            }
            hits.push(Hit {
                rank,
                score: found.score,
                document,
                via,
                passages,
                duplicate_of,
                near_duplicates: passed_over,
                likeness: None,
                parts,
            });
        }
        Ok(Ok(Answer { total, direct, hits, facets, tallies, languages: planned.languages }))
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
            let places = self.ranked(&planned, limit)?;
            places.into_iter().map(|place| Ok((self.id_at(place.address)?, place.score))).collect()
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
        let direct = self.plan(query, &present, &prior, all, false)?;
        let wide = query.names_concepts().then(|| self.plan(query, &present, &prior, all, true));
        let wide = wide.transpose()?.filter(|wide| !wide.others.is_empty());
        Ok(Planned { direct, wide, languages })
    }

    /// Plans a query for its words, or also for other names of concepts.
    pub(super) fn plan(
        &self,
        query: &Query,
        present: &[Present],
        prior: &[f32],
        all: bool,
        wide: bool,
    ) -> tantivy::Result<Plan> {
        let mut planner = Planner {
            searcher: &self.searcher,
            fields: &self.fields,
            present,
            prior: prior.to_vec(),
            all,
            wide,
            clauses: Vec::new(),
            matches: Matches::default(),
            others: Vec::new(),
        };
        let query = planner.plan(&query.root)?;
        let Planner { clauses, matches, others, .. } = planner;
        Ok(Plan { query, clauses, matches, others })
    }

    /// The first documents in the order that was asked for.
    pub(super) fn ordered(
        &self,
        planned: &Planned,
        request: &Request<'_>,
        wanted: usize,
    ) -> tantivy::Result<Vec<Found>> {
        if wanted == 0 {
            Ok(Vec::new())
        } else if request.sort == Sort::Score && request.query.has_words() {
            self.ranked(planned, wanted)
        } else {
            self.otherwise(planned, request.sort, wanted)
        }
    }

    /// The best documents: direct hits, and after them what is found by
    /// concept only, whose scores are brought below.
    fn ranked(&self, planned: &Planned, wanted: usize) -> tantivy::Result<Vec<Found>> {
        let direct = self.top(&planned.direct.query, wanted)?;
        let mut places: Vec<Found> = direct
            .into_iter()
            .map(|(score, address)| Found { score, address, scale: None })
            .collect();
        let Some(by_concept) = planned.by_concept().filter(|_| places.len() < wanted) else {
            return Ok(places);
        };
        let others = self.top(&by_concept, wanted - places.len())?;
        let scale = below(places.last().map(|one| one.score), others.first().map(|one| one.0));
        places.extend(others.into_iter().map(|(score, address)| Found {
            score: score * scale,
            address,
            scale: Some(scale),
        }));
        Ok(places)
    }

    /// Documents in another order than by score, direct or not.
    fn otherwise(
        &self,
        planned: &Planned,
        sort: Sort,
        wanted: usize,
    ) -> tantivy::Result<Vec<Found>> {
        let addresses = self.sorted(planned.whole(), sort, wanted)?;
        let direct = self.scores(&planned.direct.query, &addresses)?;
        let wide = planned.wide.as_ref().map(|wide| self.scores(&wide.query, &addresses));
        let wide = wide.transpose()?.unwrap_or_default();
        let last = direct.values().copied().reduce(f32::min);
        let others = wide.iter().filter(|(address, _)| !direct.contains_key(address));
        let scale = below(last, others.map(|(_, score)| *score).reduce(f32::max));
        let place = |address: DocAddress| match direct.get(&address) {
            Some(score) => Found { score: *score, address, scale: None },
            None => {
                let score = wide.get(&address).copied().unwrap_or_default() * scale;
                Found { score, address, scale: Some(scale) }
            }
        };
        Ok(addresses.into_iter().map(place).collect())
    }

    /// The names of concepts by which a document was found, preferred ones
    /// first, then those that add most to its score; none for a direct hit.
    fn via(&self, plan: &Plan, found: Found) -> tantivy::Result<Vec<Via>> {
        if found.scale.is_none() {
            return Ok(Vec::new());
        }
        let mut names: Vec<(f32, &Other)> = Vec::new();
        for other in &plan.others {
            let weight = self.weight(&other.query)?;
            if let Some(score) = self.score_at(&*weight, found.address)? {
                names.push((score, other));
            }
        }
        names.sort_by(|a, b| b.1.preferred.cmp(&a.1.preferred).then_with(|| b.0.total_cmp(&a.0)));
        let mut told: Vec<Via> = Vec::new();
        for (_, Other { via, .. }) in names {
            if !told.contains(via) {
                told.push(via.clone());
            }
        }
        Ok(told)
    }

    /// The parts of one document's score, the largest first.
    fn parts(&self, plan: &Plan, found: Found) -> tantivy::Result<Vec<Part>> {
        let mut parts = Vec::new();
        for clause in &plan.clauses {
            let weight = self.weight(&clause.query)?;
            if let Some(score) = self.score_at(&*weight, found.address)? {
                let (word, term) = (clause.word.clone(), clause.term.clone());
                parts.push(Part { word, term, score: score * found.scale.unwrap_or(1.0) });
            }
        }
        parts.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(parts)
    }
}

/// What brings the scores of hits by concept below those of direct ones: the
/// lowest of these, and the highest of the others.
fn below(last: Option<f32>, first: Option<f32>) -> f32 {
    match (last, first) {
        (Some(last), Some(first)) if first > last * weights::BELOW => last * weights::BELOW / first,
        _ => 1.0,
    }
}
