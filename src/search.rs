//! Query -> index -> rank -> `Ranking`: resolves what only the vocabulary
//! knows, decides between all and any of the words, says which words found
//! nothing. Neither scores nor prints.

use crate::{
    error::Result,
    index::{Answer, Index, Matching, Request, Sort},
    query::{Filter, Node, Query},
    rank::{Axis, Matched, Missing, Ranking, mark_duplicates},
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
    /// The facets to count: `topic`, `year`, `lang`.
    pub facets: Vec<&'static str>,
    /// What to count by, one or two axes each.
    pub tallies: Vec<Vec<Axis>>,
    /// Whether hits carry the parts of their scores.
    pub explain: bool,
    /// How many passages a hit shows at most.
    pub passages: usize,
}

/// Searches an index.
///
/// # Errors
/// [`crate::error::Error::Value`] for a topic that is not known, and what
/// [`Index::search`] says.
pub fn search(index: &Index, mut query: Query, options: &SearchOptions) -> Result<Ranking> {
    let text = query.to_string();
    resolve_topics(&mut query, index)?;
    let (matched, answer) = answer(index, &query, options)?;
    let missing = if answer.total == 0 || matched == Matched::Any {
        missing(index, &query)?
    } else {
        Vec::new()
    };
    let Answer { total, mut hits, facets, tallies, languages } = answer;
    mark_duplicates(&mut hits);
    Ok(Ranking {
        query: text,
        total,
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

/// Replaces the names of topics in a query by their ids, several divided by
/// commas by any of them. The vocabulary is read only when there are some.
///
/// # Errors
/// [`crate::error::Error::Value`] for a topic that is not known.
pub fn resolve_topics(query: &mut Query, index: &Index) -> Result<()> {
    let mut vocabulary = None;
    resolve(&mut query.root, &mut |names| {
        if vocabulary.is_none() {
            vocabulary = Some(index.vocabulary()?);
        }
        let known: Option<&Vocabulary> = vocabulary.as_ref();
        known.map_or_else(|| Ok(vec![names.to_owned()]), |all| ids(all, names))
    })
}

/// Replaces the names of topics below a node.
fn resolve(node: &mut Node, ids_of: &mut dyn FnMut(&str) -> Result<Vec<String>>) -> Result<()> {
    match node {
        Node::Field(Filter::Topic(names)) => {
            let ids = ids_of(names)?.into_iter();
            let mut nodes: Vec<Node> = ids.map(|id| Node::Field(Filter::Topic(id))).collect();
            *node = if nodes.len() == 1 { nodes.remove(0) } else { Node::Or(nodes) };
            Ok(())
        }
        Node::And(nodes) | Node::Words(nodes) | Node::Or(nodes) => {
            nodes.iter_mut().try_for_each(|node| resolve(node, ids_of))
        }
        Node::Not(node) => resolve(node, ids_of),
        Node::All | Node::Word(_) | Node::Phrase(_) | Node::Field(_) => Ok(()),
    }
}

/// The ids of topics whose names are divided by commas. A name may have
/// commas itself, so the longest one that is known is taken each time.
fn ids(vocabulary: &Vocabulary, names: &str) -> Result<Vec<String>> {
    let parts: Vec<&str> = names.split(',').collect();
    let mut ids = Vec::new();
    let mut from = 0;
    while from < parts.len() {
        let known = (from + 1..=parts.len()).rev().find_map(|to| {
            let concept = vocabulary.find(&parts[from..to].join(",")).ok()?;
            Some((concept.id.clone(), to))
        });
        let Some((id, to)) = known else {
            // Where nothing of it is known, it was meant as one name.
            let is_list = parts.iter().any(|part| vocabulary.find(part).is_ok());
            let name = if is_list { parts[from].trim() } else { names };
            return vocabulary.find(name).map(|concept| vec![concept.id.clone()]);
        };
        ids.push(id);
        from = to;
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use super::ids;
    use crate::topic::Vocabulary;

    #[test]
    fn commas_divide_topics_but_not_names() {
        let vocabulary = Vocabulary::built_in().unwrap();
        let case = |names, expected: &[&str]| {
            assert_eq!(ids(&vocabulary, names).unwrap(), expected, "{names}");
        };
        case("remittances", &["remittances"]);
        case("remittances, gcm:4", &["remittances", "legal-identity"]);
        case("ihmiskauppa,GCM", &["trafficking", "gcm"]);
        case("Mainstreaming, Acceleration and Policy Support", &["maps"]);
        case(
            "diaspora,mainstreaming, acceleration and policy support,DTM",
            &["diaspora", "maps", "dtm"],
        );
        let error = |names| ids(&vocabulary, names).unwrap_err().to_string();
        assert!(error("nothing, such").contains("'nothing, such'"));
        assert!(error("diaspora, dispora").contains("'dispora'"));
        assert!(error("dispora,diaspora").contains("'dispora'"));
        assert!(error("diaspora,").contains("''"));
    }
}
