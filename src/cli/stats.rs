//! `iomkb stats`: flags to a query and tables of counts, and these to the
//! form that was asked for. What the counts do not say (how many documents
//! there are in all, what was not found) goes to standard error where the
//! form has no place for it.

use super::{
    Common, Ending,
    filters::{Filters, Words},
    search::tell_missing,
    terminal,
};
use crate::{
    error::{Error, Result},
    index::{Index, Matching},
    query::{Node, Query},
    render::{layout::Page, stats as render},
    stats::{Dimension, Statistics, StatsOptions, stats},
};

/// What is counted where nothing is named.
const DEFAULT: [Dimension; 3] = [Dimension::Topic, Dimension::Year, Dimension::Lang];

/// How many values there are of each where nothing is named.
const OVERVIEW: usize = 10;

/// How counts are to be read, as `--help` shows it.
const READING: &str = "\
How to read the counts:
  Counts are documents. One with several topics, languages, sources or
  countries counts once in each of them, so counts add up to more than there
  are documents; sums in a table count each document once.
  A document on a topic is also on the topics above it. Those at the top of
  the tree, such as forced migration, would come before all others, so they
  stand by themselves after them (in JSON they have \"area\": true).
  Documents without a year are counted as unknown.

Examples:
  iomkb stats --by year \"legal identity\"
  iomkb stats --by topic,lang --year 2018..
  iomkb stats --by system,year --format csv > systems.csv";

/// Count documents by topic, system, year, language, source or country
///
/// Counts all documents, or those that match a query. Draws bars on a
/// terminal (a table where two things are crossed) and prints tab-separated
/// lines into a pipe: id, label, count.
#[derive(Debug, clap::Args)]
#[command(after_help = READING)]
pub(super) struct Args {
    /// Count only documents that match, in the language of search
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// What to count by, or two of them crossed, as in topic,lang
    /// [default: topic, year and lang, one after the other]
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = dimensions())]
    by: Vec<Dimension>,
    /// How many values, the most frequent; of two, of the first; 0 is all
    /// [default: all; without --by 10 topics and languages]
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    words: Words,
    #[command(flatten)]
    filters: Filters,
    /// The form of the output
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<Form>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format", help_heading = "Output")]
    json: bool,
    /// Begin TSV with the names of the columns
    #[arg(long, help_heading = "Output")]
    header: bool,
}

/// The forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people: one bar a value, years as a histogram
    Bars,
    /// For people: numbers only
    Table,
    /// Tab-separated, one line a count
    Tsv,
    /// Comma-separated, for spreadsheets
    Csv,
    /// One JSON object
    Json,
}

/// Reads the name of a dimension.
fn dimensions() -> impl clap::builder::TypedValueParser<Value = Dimension> {
    use clap::builder::{PossibleValuesParser, TypedValueParser as _};
    PossibleValuesParser::new(Dimension::ALL.map(Dimension::name))
        .try_map(|name| name.parse::<Dimension>())
}

/// Runs the command.
pub(super) fn run(args: &Args, common: &Common) -> Result<Ending> {
    let form = form(args)?;
    let mut query = Query::parse(&args.query.join(" "))?;
    if query.root == Node::Words(Vec::new()) {
        query.root = Node::All;
    }
    let options = StatsOptions {
        matching: args.words.matching().unwrap_or_default(),
        expansion: args.words.expansion(),
        tables: tables(args),
    };
    let index = Index::open(&common.index)?;
    let counted = stats(&index, query.and_filters(args.filters.list()), &options)?;
    tell_missing(&counted.ranking, options.matching == Matching::Auto);
    print(args, common, &counted, form)?;
    Ok(if counted.ranking.total > 0 { Ending::Done } else { Ending::Nothing })
}

/// The form of the output: what was asked, else bars or a table on a terminal
/// and tab-separated lines in a pipe.
///
/// # Errors
/// [`Error::Usage`] when a flag does not fit the form, or what is counted
/// does not go together.
fn form(args: &Args) -> Result<Form> {
    let wrong = |message: &str| Err(Error::Usage { message: message.to_owned() });
    let crossed = args.by.len() > 1;
    let form = match args.format {
        Some(form) => form,
        None if args.json => Form::Json,
        None if !terminal::is_terminal() => Form::Tsv,
        None if crossed => Form::Table,
        None => Form::Bars,
    };
    match &args.by[..] {
        [one, other] if one == other => wrong("--by names the same twice"),
        [_, _, _, ..] => wrong("--by takes at most two names"),
        _ if crossed && form == Form::Bars => wrong("--format bars needs one name in --by"),
        _ if args.header && form != Form::Tsv => wrong("--header needs --format tsv"),
        _ => Ok(form),
    }
}

/// The tables that are asked for, with their limits.
fn tables(args: &Args) -> Vec<(Vec<Dimension>, Option<usize>)> {
    let limit = |default| match args.limit {
        Some(0) => None,
        Some(limit) => Some(limit),
        None => default,
    };
    if args.by.is_empty() {
        // A line of time says little when it is cut.
        let cut = |one| limit((one != Dimension::Year).then_some(OVERVIEW));
        return DEFAULT.map(|one| (vec![one], cut(one))).to_vec();
    }
    vec![(args.by.clone(), limit(None))]
}

/// Prints the counts; nothing for people where no document matches.
fn print(args: &Args, common: &Common, counted: &Statistics, form: Form) -> Result<()> {
    let is_empty = counted.ranking.total == 0;
    if !is_empty && matches!(form, Form::Tsv | Form::Csv) {
        terminal::tell(|out| render::totals(out, counted));
    }
    let colours = terminal::colours(common.color);
    let page = Page::new(terminal::width(), terminal::is_unicode(), colours);
    terminal::print(|out| match form {
        Form::Bars | Form::Table if is_empty => Ok(()),
        Form::Bars => render::bars(out, counted, page),
        Form::Table => render::table(out, counted, page),
        Form::Tsv => render::tsv(out, counted, args.header),
        Form::Csv => render::csv(out, counted),
        Form::Json => render::json(out, counted),
    })
}
