//! `iomkb search`.

use std::{
    io::{self, Read},
    path::PathBuf,
};

use super::{Common, Ending, terminal};
use crate::{
    error::{Error, Result},
    index::{Index, Matching, Request, Sort},
    language::Language,
    query::{Filter, Query},
    rank::{Matched, Ranking},
    render::{csv, explain, json, list, table, text::display, trec, tsv},
    search::{SearchOptions, resolve_topics, search},
    year::YearSet,
};

/// How many hits there are where no number is asked for.
const LIMIT: usize = 10;

/// How many passages a hit carries in JSON.
const PASSAGES: usize = 3;

/// The query language, as `--help` shows it.
const LANGUAGE: &str = "\
Query language:
  legal identity        all words, in any inflection, in any order
  \"legal identity\"      the phrase, in any inflection
  \"legal identity\"~5    the words near each other
  ident*  identiti~1    words that begin so, words that are like it
  =word  =\"two words\"   exactly as it is written
  -word  NOT word       without it
  a OR b  a AND b  ( )  either, both, grouping
  *                     everything
  title: topic: year: mentions: lang: source: path: id: country:
                        fields, as in year:2018..2021 lang:fi,sv";

/// Find documents
///
/// Prints a table on a terminal and tab-separated lines into a pipe.
#[derive(Debug, clap::Args)]
#[command(after_help = LANGUAGE)]
pub(super) struct Args {
    /// What to look for
    #[arg(value_name = "QUERY", allow_hyphen_values = false)]
    query: Vec<String>,
    /// Only documents with a topic: any name of it, or its id; can be repeated
    #[arg(short, long, value_name = "TOPIC", help_heading = "Filters")]
    topic: Vec<String>,
    /// Only these years: 2018, 2018..2021, ..2015, >=2020, unknown
    #[arg(short, long, value_name = "YEARS", help_heading = "Filters")]
    year: Vec<YearSet>,
    /// Only documents with passages in these languages, found there
    #[arg(
        long,
        value_name = "LANGS",
        value_delimiter = ',',
        visible_alias = "language",
        help_heading = "Filters"
    )]
    lang: Vec<Language>,
    /// Only documents that mention these years
    #[arg(long, value_name = "YEARS", help_heading = "Filters")]
    mentions: Vec<YearSet>,
    /// Only paths with this text, or of this pattern with * and ?
    #[arg(long, value_name = "TEXT", help_heading = "Filters")]
    path: Vec<String>,
    /// Only documents whose metadata name this country
    #[arg(long, value_name = "COUNTRY", help_heading = "Filters")]
    country: Vec<String>,
    /// Which words must match; auto: all, or the best there is
    #[arg(long = "match", value_name = "WHICH", value_enum)]
    matching: Option<Which>,
    /// The order of the hits
    #[arg(long, value_enum, default_value = "score", allow_hyphen_values = true)]
    sort: Order,
    /// How many hits; 0 is all [default: 10; paths and ids: all]
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<usize>,
    /// Leave out the first hits
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
    /// The form of the output
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<Form>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format", help_heading = "Output")]
    json: bool,
    /// The same as --format paths
    #[arg(short = 'l', long, conflicts_with_all = ["format", "json"], help_heading = "Output")]
    paths: bool,
    /// End paths and ids with NUL bytes
    #[arg(short = '0', help_heading = "Output")]
    nul: bool,
    /// Begin TSV with the names of the columns
    #[arg(long, help_heading = "Output")]
    header: bool,
    /// Print only how many documents match
    #[arg(short, long, help_heading = "Output")]
    count: bool,
    /// Also count the matching documents by topic, year, lang
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_enum, help_heading = "Output")]
    facets: Vec<Facet>,
    /// Print nothing; the exit status says whether something was found
    #[arg(short, long, help_heading = "Output")]
    quiet: bool,
    /// Say how the query was read and what each score is made of
    #[arg(long, help_heading = "Output")]
    explain: bool,
    /// Run many queries, one a line: id, tab, words; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "count", "quiet", "explain"], help_heading = "Batch")]
    batch: Option<PathBuf>,
    /// Read the queries of --batch in the query language
    #[arg(long, requires = "batch", help_heading = "Batch")]
    syntax: bool,
}

/// Which words must match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Which {
    /// All words
    All,
    /// Any word
    Any,
    /// All words, or the best hits where no document has them all
    Auto,
}

/// The orders of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Order {
    /// The best first
    Score,
    /// The oldest first
    Year,
    /// The newest first
    #[value(name = "-year")]
    Newest,
    /// By title
    Title,
    /// By path
    Path,
}

/// The forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people
    Table,
    /// Tab-separated, one line a hit
    Tsv,
    /// Comma-separated, for spreadsheets
    Csv,
    /// One JSON object
    Json,
    /// One JSON object a hit
    Jsonl,
    /// One path a line
    Paths,
    /// One id a line
    Ids,
    /// TREC run lines
    Trec,
}

/// What can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Facet {
    /// Topics
    Topic,
    /// Years
    Year,
    /// Languages
    Lang,
}

/// Runs the command.
pub(super) fn run(args: &Args, common: &Common) -> Result<Ending> {
    let form = form(args)?;
    if let Some(file) = &args.batch {
        return batch(args, common, file, form);
    }
    let query = Query::parse(&args.query.join(" "))?.and_filters(filters(args));
    let index = Index::open(&common.index)?;
    let ranking = search(&index, query, &options(args, form))?;
    let ending = if ranking.total > 0 { Ending::Done } else { Ending::Nothing };
    if args.quiet {
        return Ok(ending);
    }
    if args.count {
        terminal::print(|out| writeln!(out, "{}", ranking.total))?;
        return Ok(ending);
    }
    let mut ranking = ranking;
    let here = terminal::here();
    for hit in &mut ranking.hits {
        hit.document.path = terminal::path_from_here(&hit.document.path, here.as_deref());
    }
    tell_about(&ranking, form);
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
    let unfit = |flag: &str, forms: &str| {
        Err(Error::Value {
            what: "combination",
            value: flag.to_owned(),
            message: format!("it needs {forms}"),
            nearest: Vec::new(),
        })
    };
    if args.nul && !lists {
        return unfit("-0", "--format paths or ids");
    }
    if args.header && !matches!(form, Form::Tsv | Form::Csv) {
        return unfit("--header", "--format tsv");
    }
    if !args.facets.is_empty() && !matches!(form, Form::Table | Form::Json) {
        return unfit("--facets", "--format table or json");
    }
    if args.batch.is_some() && !matches!(form, Form::Jsonl | Form::Trec) {
        return unfit("--batch", "--format jsonl or trec");
    }
    Ok(form)
}

/// The filters that flags ask for.
fn filters(args: &Args) -> Vec<Filter> {
    let mut filters: Vec<Filter> = args.topic.iter().cloned().map(Filter::Topic).collect();
    filters.extend(args.year.iter().cloned().map(Filter::Year));
    filters.extend(args.mentions.iter().cloned().map(Filter::Mentions));
    filters.extend(args.path.iter().cloned().map(Filter::Path));
    filters.extend(args.country.iter().cloned().map(Filter::Country));
    if !args.lang.is_empty() {
        filters.push(Filter::Lang(args.lang.clone()));
    }
    filters
}

/// How the search is run.
fn options(args: &Args, form: Form) -> SearchOptions {
    let lists = matches!(form, Form::Paths | Form::Ids);
    let nothing_shown = args.count || args.quiet;
    SearchOptions {
        matching: match args.matching {
            Some(Which::All) => Matching::All,
            Some(Which::Any) => Matching::Any,
            Some(Which::Auto) | None => Matching::Auto,
        },
        sort: sort(args.sort),
        limit: match args.limit {
            _ if nothing_shown => Some(0),
            Some(0) => None,
            Some(limit) => Some(limit),
            None if lists => None,
            None => Some(LIMIT),
        },
        offset: args.offset,
        facets: facets(args),
        explain: args.explain,
        passages: if matches!(form, Form::Json | Form::Jsonl) { PASSAGES } else { 1 },
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
    };
    args.facets.iter().map(name).collect()
}

/// Tells on standard error what the hits do not show: how many there are,
/// what was not found, how the query was read.
fn tell_about(ranking: &Ranking, form: Form) {
    terminal::tell(|out| {
        for note in &ranking.notes {
            writeln!(out, "note: {}", display(note))?;
        }
        if ranking.matched == Matched::Any && ranking.total > 0 && !ranking.missing.is_empty() {
            writeln!(out, "no document has all the words; these have some of them")?;
        } else if ranking.matched == Matched::Any && ranking.total > 0 {
            writeln!(out, "no document has all the words together; these have some of them")?;
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
        if form == Form::Table && ranking.total > 0 {
            let shown = ranking.hits.len();
            writeln!(out, "{} documents, {shown} shown", ranking.total)?;
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

/// Runs the queries of a file. Words of a batch are plain words of which any
/// may match, unless `--match` says otherwise: questions are asked, not
/// filters.
fn batch(args: &Args, common: &Common, file: &PathBuf, form: Form) -> Result<Ending> {
    let failed = |cause: io::Error| Error::read(file, cause);
    let mut bytes = Vec::new();
    if file.as_os_str() == "-" {
        io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
    } else {
        bytes = std::fs::read(file).map_err(failed)?;
    }
    let text = String::from_utf8_lossy(&bytes);
    let index = Index::open(&common.index)?;
    let mut options = options(args, form);
    if args.matching.is_none() && !args.syntax {
        options.matching = Matching::Any;
    }
    let here = terminal::here();
    let mut found = false;
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
                    for hit in &mut ranking.hits {
                        let path = terminal::path_from_here(&hit.document.path, here.as_deref());
                        hit.document.path = path;
                    }
                    json::batch_line(out, &id, &ranking)?;
                }
                Err(error) => terminal::tell(|out| {
                    writeln!(out, "note line {}: {}", number + 1, display(&error.to_string()))
                }),
            }
        }
        Ok(())
    })?;
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
    Ok((id, query.and_filters(filters(args))))
}

/// Answers one query of a batch; run lines need no documents.
fn answer(
    index: &Index,
    mut query: Query,
    options: &SearchOptions,
    form: Form,
) -> Result<Answered> {
    if form == Form::Trec && options.sort == Sort::Score && options.offset == 0 {
        resolve_topics(&mut query, index)?;
        let best = |matched| {
            index.best(&Request {
                query: &query,
                matched,
                sort: Sort::Score,
                limit: options.limit,
                offset: 0,
                facets: &[],
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
