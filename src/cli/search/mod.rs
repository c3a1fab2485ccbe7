//! `iomkb search`: flags to a query and options, a ranking to the form that
//! was asked for. Results go to standard output; what the hits do not show
//! (how many, what was not found) goes to standard error.

mod args;
mod batch;

pub(super) use args::Args;
use args::{Facet, Form, Order};

use super::{Common, Ending, terminal};
use crate::{
    error::{Error, Result},
    index::{Index, Matching, Sort},
    query::{Node, Query},
    rank::{Matched, Ranking},
    render::{
        csv, explain, json, list, table,
        text::{display, documents, near_duplicates},
        trec, tsv,
    },
    search::{SearchOptions, search},
};

/// How many hits there are where no number is asked for.
const LIMIT: usize = 10;

/// How many passages a hit carries in JSON.
const PASSAGES: usize = 3;

/// Runs the command.
pub(super) fn run(args: &Args, common: &Common) -> Result<Ending> {
    let form = form(args)?;
    if let Some(file) = &args.batch {
        return batch::run(args, common, file, form);
    }
    let query = Query::parse(&args.query.join(" "))?.and_filters(args.filters.list());
    if query.root == Node::Words(Vec::new()) {
        return Err(Error::Query {
            message: "the query is empty: give words, a filter, or * for everything".to_owned(),
            position: 0,
        });
    }
    let index = Index::open(&common.index)?;
    let ranking = search(&index, query, &options(args, form))?;
    let ending = if ranking.total > 0 { Ending::Done } else { Ending::Nothing };
    if args.quiet {
        return Ok(ending);
    }
    let is_auto = options(args, form).matching == Matching::Auto;
    if args.count {
        if ranking.total > 0 {
            tell_missing(&ranking, is_auto);
        }
        terminal::print(|out| writeln!(out, "{}", ranking.total))?;
        return Ok(ending);
    }
    let mut ranking = ranking;
    terminal::place(&mut ranking, terminal::here().as_deref());
    tell_about(&ranking, form, is_auto);
    print(args, common, &ranking, form)?;
    Ok(ending)
}

/// The form of the output: what was asked, else a table on a terminal and
/// tab-separated lines in a pipe.
///
/// # Errors
/// [`Error::Value`] when a flag does not fit the form.
fn form(args: &Args) -> Result<Form> {
    let default = match (args.batch.is_some(), terminal::is_terminal()) {
        (true, _) => Form::Jsonl,
        (false, true) => Form::Table,
        (false, false) => Form::Tsv,
    };
    let form = match args.format {
        Some(form) => form,
        None if args.json => Form::Json,
        None if args.paths => Form::Paths,
        None => default,
    };
    let lists = matches!(form, Form::Paths | Form::Ids);
    let unfit =
        |flag: &str, forms: &str| Err(Error::Usage { message: format!("{flag} needs {forms}") });
    if args.nul && !lists {
        return unfit("-0", "--format paths or ids");
    }
    if args.syntax && args.batch.is_none() {
        return unfit("--syntax", "--batch");
    }
    if args.header && form != Form::Tsv {
        return unfit("--header", "--format tsv");
    }
    let asked = args.format.is_some() || args.json || args.paths;
    if (args.count || args.quiet)
        && (asked || args.header || args.explain || !args.facets.is_empty())
    {
        let message = "--count and --quiet go with no other form of output".to_owned();
        return Err(Error::Usage { message });
    }
    if !args.facets.is_empty() && !matches!(form, Form::Table | Form::Json) {
        return unfit("--facets", "--format table or json");
    }
    if args.batch.is_some() && !matches!(form, Form::Jsonl | Form::Trec) {
        return unfit("--batch", "--format jsonl or trec");
    }
    Ok(form)
}

/// How the search is run.
fn options(args: &Args, form: Form) -> SearchOptions {
    let lists = matches!(form, Form::Paths | Form::Ids);
    let nothing_shown = args.count || args.quiet;
    SearchOptions {
        matching: args.words.matching().unwrap_or_default(),
        sort: sort(args.sort),
        limit: match args.limit {
            _ if nothing_shown => Some(0),
            Some(0) => None,
            Some(limit) => Some(limit),
            None if lists => None,
            None => Some(LIMIT),
        },
        offset: args.offset,
        distinct: form == Form::Table,
        facets: facets(args),
        tallies: Vec::new(),
        explain: args.explain,
        passages: if matches!(form, Form::Json | Form::Jsonl) { PASSAGES } else { 1 },
        expansion: args.words.expansion(),
    }
}

/// The order of the hits.
fn sort(order: Order) -> Sort {
    match order {
        Order::Score => Sort::Score,
        Order::Year => Sort::Year,
        Order::Newest => Sort::YearDescending,
        Order::Title => Sort::Title,
        Order::Path => Sort::Path,
    }
}

/// The facets by name.
fn facets(args: &Args) -> Vec<&'static str> {
    let name = |facet: &Facet| match facet {
        Facet::Topic => "topic",
        Facet::Year => "year",
        Facet::Lang => "lang",
        Facet::Country => "country",
    };
    args.facets.iter().map(name).collect()
}

/// Tells on standard error what the hits do not show: how many there are,
/// what was not found, how the query was read.
fn tell_about(ranking: &Ranking, form: Form, is_auto: bool) {
    tell_missing(ranking, is_auto);
    if form == Form::Table && ranking.total > 0 {
        let (total, shown) = (documents(ranking.total), ranking.hits.len());
        let hidden = ranking.hits.iter().map(|hit| hit.near_duplicates).sum();
        terminal::tell(|out| {
            write!(out, "{total}, {shown} shown")?;
            if hidden > 0 {
                let hidden = near_duplicates(hidden);
                write!(out, ", {hidden} not shown: `iomkb similar ID` shows them")?;
            }
            writeln!(out)
        });
    }
}

/// Tells how the query was read and what was not found.
pub(super) fn tell_missing(ranking: &Ranking, is_auto: bool) {
    let fell_back = is_auto && ranking.matched == Matched::Any && ranking.total > 0;
    terminal::tell(|out| {
        for note in &ranking.notes {
            writeln!(out, "note: {}", display(note))?;
        }
        if fell_back && !ranking.missing.is_empty() {
            writeln!(out, "no document has all the words; these have some of them")?;
        } else if fell_back {
            writeln!(out, "no document has all the words together; these have some of them")?;
        }
        if ranking.matched == Matched::All && ranking.direct == 0 && ranking.total > 0 {
            writeln!(out, "no document has these words themselves; these have other names")?;
        }
        for missing in &ranking.missing {
            write!(out, "nothing has '{}'", display(&missing.word))?;
            if missing.nearest.is_empty() {
                writeln!(out)?;
            } else {
                writeln!(out, "; did you mean {}?", display(&missing.nearest.join(", ")))?;
            }
        }
        if ranking.total == 0 && ranking.missing.is_empty() {
            writeln!(out, "nothing found")?;
        }
        Ok(())
    });
}

/// Prints the hits.
fn print(args: &Args, common: &Common, ranking: &Ranking, form: Form) -> Result<()> {
    if args.explain {
        terminal::tell(|out| explain::query(out, ranking));
    }
    let (colours, width) = (terminal::colours(common.color), terminal::width());
    terminal::print(|out| match form {
        Form::Table => {
            table::write(out, ranking, width, colours)?;
            table::facets(out, ranking)
        }
        Form::Tsv => tsv::write(out, ranking, args.header),
        Form::Csv => csv::write(out, ranking),
        Form::Json => json::write(out, ranking),
        Form::Jsonl => json::lines(out, ranking),
        Form::Paths if terminal::is_terminal() && !args.nul => list::shown_paths(out, ranking),
        Form::Paths => list::paths(out, ranking, args.nul),
        Form::Ids => list::ids(out, ranking, args.nul),
        Form::Trec => {
            let hits = ranking.hits.iter();
            let hits: Vec<(String, f32)> =
                hits.map(|hit| (hit.document.id.0.clone(), hit.score)).collect();
            trec::write(out, "query", &hits)
        }
    })?;
    if args.explain {
        terminal::tell(|out| explain::scores(out, ranking));
    }
    Ok(())
}
