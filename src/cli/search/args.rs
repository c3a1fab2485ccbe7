//! The flags of `iomkb search`, as they are typed. What they mean together
//! is said in the module above; nothing else in the program sees them. The
//! help texts are these doc comments.

use std::path::PathBuf;

use crate::cli::filters::{Filters, Words};

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
pub(in crate::cli) struct Args {
    /// What to look for
    #[arg(value_name = "QUERY", allow_hyphen_values = false)]
    pub(super) query: Vec<String>,
    #[command(flatten)]
    pub(super) filters: Filters,
    #[command(flatten)]
    pub(super) words: Words,
    /// The order of the hits
    #[arg(long, value_enum, default_value = "score", allow_hyphen_values = true)]
    pub(super) sort: Order,
    /// How many hits; 0 is all [default: 10; paths and ids: all]
    #[arg(short = 'n', long, value_name = "N")]
    pub(super) limit: Option<usize>,
    /// Leave out the first hits
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) offset: usize,
    /// The form of the output
    #[arg(long, value_enum, help_heading = "Output")]
    pub(super) format: Option<Form>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format", help_heading = "Output")]
    pub(super) json: bool,
    /// The same as --format paths
    #[arg(short = 'l', long, conflicts_with_all = ["format", "json"], help_heading = "Output")]
    pub(super) paths: bool,
    /// End paths and ids with NUL bytes
    #[arg(short = '0', help_heading = "Output")]
    pub(super) nul: bool,
    /// Begin TSV with the names of the columns
    #[arg(long, help_heading = "Output")]
    pub(super) header: bool,
    /// Print only how many documents match
    #[arg(short, long, help_heading = "Output")]
    pub(super) count: bool,
    /// Also count the matching documents by topic, year, lang, country
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_enum, help_heading = "Output")]
    pub(super) facets: Vec<Facet>,
    /// Print nothing; the exit status says whether something was found
    #[arg(short, long, help_heading = "Output")]
    pub(super) quiet: bool,
    /// Say how the query was read and what each score is made of
    #[arg(long, help_heading = "Output")]
    pub(super) explain: bool,
    /// Run many queries, one a line: id, tab, words; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "count", "quiet", "explain"], help_heading = "Batch")]
    pub(super) batch: Option<PathBuf>,
    /// Read the queries of --batch in the query language
    #[arg(long, requires = "batch", help_heading = "Batch")]
    pub(super) syntax: bool,
}

/// The orders of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Order {
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
pub(super) enum Form {
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
pub(super) enum Facet {
    /// Topics
    Topic,
    /// Years
    Year,
    /// Languages
    Lang,
    /// Countries
    Country,
}
