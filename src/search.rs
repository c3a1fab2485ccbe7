//! Query -> index -> rank -> `Ranking`: resolves what only the vocabulary
//! knows, decides between all and any of the words, says which words found
//! nothing. Neither scores nor prints.

use crate::{
    error::Result,
    index::{Answer, Index, Matching, Request, Sort},
    normalize::normalize,
    query::{Filter, Node, Query},
    rank::{Matched, Missing, Ranking, mark_duplicates},
    topic::Vocabulary,
};

/// How a search is run.
#[derive(Clone, Debug)]
pub struct SearchOptions {
    /// Whether words must all match.
    pub matching: Matching,
    /// The order of hits.
    pub sort: Sort,
    /// How many hits; none is all.
    pub limit: Option<usize>,
    /// How many hits to leave out first.
    pub offset: usize,
    /// The facets to count: `topic`, `year`, `lang`, `country`.
    pub facets: Vec<&'static str>,
    /// Whether hits carry the parts of their scores.
    pub explain: bool,
    /// How many passages a hit shows at most.
    pub passages: usize,
}

/// Searches an index.
///
/// # Errors
/// What [`resolve_topics`] and [`Index::search`] say.
pub fn search(index: &Index, mut query: Query, options: &SearchOptions) -> Result<Ranking> {
    let text = query.to_string();
    resolve_topics(&mut query, index)?;
    let (matched, answer) = answer(index, &query, options)?;
    let missing = if answer.total == 0 || matched == Matched::Any {
        missing(index, &query)?
    } else {
        Vec::new()
    };
    let Answer { total, mut hits, facets, languages } = answer;
    mark_duplicates(&mut hits);
    Ok(Ranking {
        query: text,
        total,
        matched,
        hits,
        missing,
        notes: query.notes,
        facets,
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
            facets: &options.facets,
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

/// Replaces the names of topics and countries in a query by their ids. The
/// vocabulary is read only when there are some.
///
/// # Errors
/// [`crate::error::Error::Value`] for a topic or country that is not known,
/// [`crate::error::Error::Usage`] for a topic that is a country.
pub fn resolve_topics(query: &mut Query, index: &Index) -> Result<()> {
    let mut vocabulary = None;
    resolve(&mut query.root, &mut |filter| {
        if vocabulary.is_none() {
            vocabulary = Some(index.vocabulary()?);
        }
        let Some(known): Option<&Vocabulary> = vocabulary.as_ref() else { return Ok(()) };
        match filter {
            Filter::Topic(name) => known.find(name)?.id.clone_into(name),
            Filter::Country(name) => *name = country(name, known, index)?,
            _ => {}
        }
        Ok(())
    })
}

/// The id of a country or region; a name that is not known stays as it is
/// where metadata of some document have it.
fn country(name: &str, vocabulary: &Vocabulary, index: &Index) -> Result<String> {
    let found = vocabulary.find_country(name).map(|concept| concept.id.clone());
    found.or_else(|error| {
        let stated = normalize(name).to_lowercase();
        if index.has_country(&stated)? { Ok(stated) } else { Err(error) }
    })
}

/// Hands the names of topics and countries below a node over.
fn resolve(node: &mut Node, named: &mut dyn FnMut(&mut Filter) -> Result<()>) -> Result<()> {
    match node {
        Node::Field(filter @ (Filter::Topic(_) | Filter::Country(_))) => named(filter),
        Node::And(nodes) | Node::Words(nodes) | Node::Or(nodes) => {
            nodes.iter_mut().try_for_each(|node| resolve(node, named))
        }
        Node::Not(node) => resolve(node, named),
        Node::All | Node::Word(_) | Node::Phrase(_) | Node::Field(_) => Ok(()),
    }
}
