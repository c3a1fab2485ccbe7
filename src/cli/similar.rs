//! `iomkb similar`: the documents like one, in any language, each with what
//! it is to that one and why. Prints through the forms of search, with the
//! relation and the reasons added.

use super::{Common, Ending, filters::Filters, terminal};
use crate::{
    error::{Error, Result},
    index::Index,
    rank::Ranking,
    render::{csv, json, list, table, text::documents, tsv},
    similar::{SimilarOptions, similar},
};

/// How many hits there are where no number is asked for.
const LIMIT: usize = 10;

/// How many passages a hit carries in JSON.
const PASSAGES: usize = 3;

/// Find documents like one, in any language
///
/// Near-duplicates come first, then translations, then documents about the
/// same things; each with the reasons.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The id of the document, or the beginning of only one
    id: String,
    #[command(flatten)]
    filters: Filters,
    /// How many hits; 0 is all that are close [default: 10]
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<usize>,
    /// The form of the output
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<Form>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format", help_heading = "Output")]
    json: bool,
    /// End paths and ids with NUL bytes
    #[arg(short = '0', help_heading = "Output")]
    nul: bool,
    /// Begin TSV with the names of the columns
    #[arg(long, help_heading = "Output")]
    header: bool,
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
}

/// Runs the command.
pub(super) fn run(args: &Args, common: &Common) -> Result<Ending> {
    let form = form(args)?;
    let index = Index::open(&common.index)?;
    let mut ranking = similar(&index, &args.id, &options(args, form))?;
    terminal::place(&mut ranking, terminal::here().as_deref());
    if ranking.hits.is_empty() {
        terminal::tell(|out| writeln!(out, "nothing like it found"));
    }
    print(args, common, &ranking, form)?;
    if form == Form::Table && !ranking.hits.is_empty() {
        let shown = ranking.hits.len();
        let like = documents(ranking.total);
        terminal::tell(|out| writeln!(out, "{like} like it, {shown} shown"));
    }
    Ok(if ranking.hits.is_empty() { Ending::Nothing } else { Ending::Done })
}

/// The form of the output.
///
/// # Errors
/// [`Error::Usage`] when a flag does not fit the form.
fn form(args: &Args) -> Result<Form> {
    let default = if terminal::is_terminal() { Form::Table } else { Form::Tsv };
    let form = args.format.unwrap_or(if args.json { Form::Json } else { default });
    let unfit =
        |flag: &str, forms: &str| Err(Error::Usage { message: format!("{flag} needs {forms}") });
    if args.nul && !matches!(form, Form::Paths | Form::Ids) {
        return unfit("-0", "--format paths or ids");
    }
    if args.header && form != Form::Tsv {
        return unfit("--header", "--format tsv");
    }
    Ok(form)
}

/// What is asked for.
fn options(args: &Args, form: Form) -> SimilarOptions {
    SimilarOptions {
        filters: args.filters.list(),
        limit: match args.limit.unwrap_or(LIMIT) {
            0 => None,
            limit => Some(limit),
        },
        passages: if matches!(form, Form::Json | Form::Jsonl) { PASSAGES } else { 1 },
    }
}

/// Prints the hits.
fn print(args: &Args, common: &Common, ranking: &Ranking, form: Form) -> Result<()> {
    let (colours, width) = (terminal::colours(common.color), terminal::width());
    terminal::print(|out| match form {
        Form::Table => table::write(out, ranking, width, colours),
        Form::Tsv => tsv::write(out, ranking, args.header),
        Form::Csv => csv::write(out, ranking),
        Form::Json => json::write(out, ranking),
        Form::Jsonl => json::lines(out, ranking),
        Form::Paths if terminal::is_terminal() && !args.nul => list::shown_paths(out, ranking),
        Form::Paths => list::paths(out, ranking, args.nul),
        Form::Ids => list::ids(out, ranking, args.nul),
    })
}
