//! `iomkb show`: one document with all that is known of it, for people, as
//! JSON, or its text alone. Reads what the index has stored, not the file,
//! which may have moved.

use super::{Common, Ending, terminal};
use crate::{
    error::Result,
    index::Index,
    render::{document, json},
};

/// Show one document
///
/// With all that is known of it and where each value came from.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The id, or the beginning of only one
    id: String,
    /// The text alone, a passage a line, without furniture
    #[arg(long, conflicts_with_all = ["json", "format"])]
    raw: bool,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// The form of the output
    #[arg(long, value_enum)]
    format: Option<Form>,
}

/// The forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people
    Text,
    /// One JSON object
    Json,
}

/// Runs the command.
pub(super) fn run(args: &Args, common: &Common) -> Result<Ending> {
    let mut found = Index::open(&common.index)?.document(&args.id)?;
    found.path = terminal::path_from_here(&found.path, terminal::here().as_deref());
    let colours = terminal::colours(common.color);
    terminal::print(|out| match args.format {
        _ if args.raw => document::raw(out, &found),
        _ if args.json => json::object(out, &found),
        Some(Form::Json) => json::object(out, &found),
        Some(Form::Text) | None => document::write(out, &found, colours),
    })?;
    Ok(Ending::Done)
}
