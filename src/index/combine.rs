//! Queries of the engine put together: any, all, all but. Short names for
//! what plans need, so that they read like the query they plan; flat where
//! they can be, as the engine skips best in flat unions.

use tantivy::{
    Term,
    query::{BooleanQuery, BoostQuery, EmptyQuery, Occur, TermQuery, TermSetQuery},
    schema::{Field, IndexRecordOption},
};

use super::{exclude::Excluded, expand};

/// A query of the engine.
pub(super) type Engine = Box<dyn tantivy::query::Query>;

/// Documents with any of some words, none where there are none.
pub(super) fn any_of<'a>(
    field: Field,
    known: impl Iterator<Item = &'a expand::Known>,
) -> Option<Engine> {
    let terms: Vec<Term> = known.map(|known| Term::from_field_text(field, &known.text)).collect();
    (!terms.is_empty()).then(|| silent(Box::new(TermSetQuery::new(terms))))
}

/// A term that only selects.
pub(super) fn term_query(field: Field, text: &str) -> Engine {
    let term = Term::from_field_text(field, text);
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

/// A query that selects and adds nothing to the score.
pub(super) fn silent(query: Engine) -> Engine {
    Box::new(tantivy::query::ConstScoreQuery::new(query, 0.0))
}

/// A query with a weight.
pub(super) fn boosted(query: Engine, boost: f32) -> Engine {
    Box::new(BoostQuery::new(query, boost))
}

/// Any of the queries.
pub(super) fn union(mut queries: Vec<Engine>) -> Engine {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.swap_remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// All of the queries.
pub(super) fn intersection(mut queries: Vec<Engine>) -> Engine {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.swap_remove(0),
        _ => Box::new(BooleanQuery::intersection(queries)),
    }
}

/// All of some queries and none of others.
pub(super) fn difference(must: Vec<Engine>, must_not: Vec<Engine>) -> Engine {
    let must = must.into_iter().map(|query| (Occur::Must, query));
    let excluded = |query| -> Engine { Box::new(Excluded(query)) };
    let must_not = must_not.into_iter().map(|query| (Occur::MustNot, excluded(query)));
    Box::new(BooleanQuery::new(must.chain(must_not).collect()))
}
