//! Query -> index -> rank -> `Ranking`: resolves what only the vocabulary
//! knows, decides between all and any of the words, says which words found
//! nothing. Neither scores nor prints.

mod concepts;

use crate::{
    error::Result,
    index::{Answer, Index, Matching, Request, Sort},
    query::Query,
    rank::{Axis, Matched, Missing, Ranking},
};

pub use self::concepts::{Expansion, resolve};

/// How a search is run.
#[derive(Clone, Debug, Default)]
pub struct SearchOptions {
    /// Whether words must all match.
    pub matching: Matching,
    /// The order of hits.
    pub sort: Sort,
    /// How many hits; none is all.
    pub limit: Option<usize>,
    /// How many hits to leave out first.
    pub offset: usize,
    /// Whether near-duplicates of earlier hits are passed over.
    pub distinct: bool,
    /// The facets to count: `topic`, `year`, `lang`, `country`.
    pub facets: Vec<&'static str>,
    /// What to count by, one or two axes each.
    pub tallies: Vec<Vec<Axis>>,
    /// Whether hits carry the parts of their scores.
    pub explain: bool,
    /// How many passages a hit shows at most.
    pub passages: usize,
    /// By which other names the concepts of the query are looked for.
    pub expansion: Expansion,
}

/// Searches an index.
///
/// # Errors
/// What [`resolve`] and [`Index::search`] say.
pub fn search(index: &Index, mut query: Query, options: &SearchOptions) -> Result<Ranking> {
    let text = query.to_string();
    resolve(&mut query, index, options.expansion)?;
    let (matched, answer) = answer(index, &query, options)?;
    let missing = if answer.direct == 0 || matched == Matched::Any {
        missing(index, &query)?
    } else {
        Vec::new()
    };
    let Answer { total, direct, hits, facets, tallies, languages } = answer;
    Ok(Ranking {
        similar_to: None,
        query: text,
        total,
        direct,
        matched,
        hits,
        missing,
        notes: query.notes,
        facets,
        tallies,
        languages,
    })
}

/// Asks for all of the words, and for any where no document has them all.
fn answer(index: &Index, query: &Query, options: &SearchOptions) -> Result<(Matched, Answer)> {
    let ask = |matched| {
        index.search(&Request {
            query,
            matched,
            sort: options.sort,
            limit: options.limit,
            offset: options.offset,
            distinct: options.distinct,
            facets: &options.facets,
            tallies: &options.tallies,
            explain: options.explain,
            passages: options.passages,
        })
    };
    let first = if options.matching == Matching::Any { Matched::Any } else { Matched::All };
    let answer = ask(first)?;
    let several = query.words().iter().flat_map(|text| text.split_whitespace()).nth(1).is_some();
    if answer.total == 0 && options.matching == Matching::Auto && several {
        let any = ask(Matched::Any)?;
        if any.total > 0 {
            return Ok((Matched::Any, any));
        }
    }
    Ok((first, answer))
}

/// The words of the query that no document has, with near ones.
fn missing(index: &Index, query: &Query) -> Result<Vec<Missing>> {
    let mut found: Vec<Missing> = Vec::new();
    for text in query.words() {
        for word in crate::analyze::words(text).map(|word| &text[word.from..word.to]) {
            if found.iter().any(|known| known.word == word) {
                continue;
            }
            if let Some(nearest) = index.near_words(word)? {
                found.push(Missing { word: word.to_owned(), nearest });
            }
        }
    }
    Ok(found)
}
