//! `iomkb search --batch`: many queries in one run, answered one after the
//! other in the order of the file. A line that cannot be read is noted, and
//! the others run.

use std::path::Path;

use super::{Args, Form};
use crate::{
    cli::{Common, Ending, terminal},
    error::{Error, Result},
    index::{Index, Matching, Request, Sort},
    query::{Node, Query},
    rank::{Matched, Ranking},
    render::{json, text::display, trec},
    search::{SearchOptions, resolve, search},
};

/// Runs the queries of a file. Words of a batch are plain words of which any
/// may match, unless `--match` says otherwise: questions are asked, not
/// filters.
pub(super) fn run(args: &Args, common: &Common, file: &Path, form: Form) -> Result<Ending> {
    let bytes = terminal::read(file)?;
    let text = String::from_utf8_lossy(&bytes);
    let index = Index::open(&common.index)?;
    let mut options = super::options(args, form);
    if args.words.matching().is_none() && !args.syntax {
        options.matching = Matching::Any;
    }
    let here = terminal::here();
    let mut found = false;
    let mut failed = None;
    terminal::print(|out| {
        for (number, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let answered = batch_query(args, line).and_then(|(id, query)| {
                answer(&index, query, &options, form).map(|answer| (id, answer))
            });
            match answered {
                Ok((id, Answered::Ids(hits))) => {
                    found |= !hits.is_empty();
                    trec::write(out, &id, &hits)?;
                }
                Ok((id, Answered::Ranking(mut ranking))) => {
                    found |= ranking.total > 0;
                    terminal::place(&mut ranking, here.as_deref());
                    json::batch_line(out, &id, &ranking)?;
                }
                Err(error @ (Error::Query { .. } | Error::Value { .. })) => {
                    let line = number + 1;
                    let error = display(&error.to_string());
                    terminal::tell(|out| writeln!(out, "note line {line}: {error}"));
                }
                // Damage must not look like a query without hits.
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
        }
        Ok(())
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    Ok(if found { Ending::Done } else { Ending::Nothing })
}

/// What a query of a batch is answered with.
enum Answered {
    /// Ids and scores.
    Ids(Vec<(String, f32)>),
    /// Everything.
    Ranking(Box<Ranking>),
}

/// The id and the query of one line of a batch: id, tab, words; what comes
/// after another tab is not read.
fn batch_query(args: &Args, line: &str) -> Result<(String, Query)> {
    let mut columns = line.split('\t');
    let id = columns.next().unwrap_or_default().trim().to_owned();
    let words = columns.next().ok_or_else(|| Error::Query {
        message: "a line of a batch is an id, a tab and a query".to_owned(),
        position: 0,
    })?;
    let query = if args.syntax { Query::parse(words)? } else { Query::plain(words) };
    if query.root == Node::Words(Vec::new()) {
        let message = "there are no words in the query".to_owned();
        return Err(Error::Query { message, position: 0 });
    }
    Ok((id, query.and_filters(args.filters.list())))
}

/// Answers one query of a batch; run lines need no documents.
fn answer(
    index: &Index,
    mut query: Query,
    options: &SearchOptions,
    form: Form,
) -> Result<Answered> {
    if form == Form::Trec && options.sort == Sort::Score && options.offset == 0 {
        resolve(&mut query, index, options.expansion)?;
        let best = |matched| {
            index.best(&Request {
                query: &query,
                matched,
                sort: Sort::Score,
                limit: options.limit,
                offset: 0,
                distinct: false,
                facets: &[],
                tallies: &[],
                explain: false,
                passages: 0,
            })
        };
        let first = if options.matching == Matching::Any { Matched::Any } else { Matched::All };
        let mut hits = best(first)?;
        if hits.is_empty() && options.matching == Matching::Auto {
            hits = best(Matched::Any)?;
        }
        return Ok(Answered::Ids(hits));
    }
    let ranking = search(index, query, options)?;
    if form == Form::Trec {
        let hits = ranking.hits.into_iter();
        return Ok(Answered::Ids(hits.map(|hit| (hit.document.id.0, hit.score)).collect()));
    }
    Ok(Answered::Ranking(Box::new(ranking)))
}
