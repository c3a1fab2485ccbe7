//! `iomkb forget`: documents out of the index, with their text, until they
//! change. All of the ids or none: one that is not known stops it before
//! anything is written.

use std::time::Duration;

use super::{Common, Ending, terminal};
use crate::{
    error::Result,
    index::{Index, Open, Writer, WriterOptions},
    render::text::display,
};

/// Take documents out of the index until their content changes
///
/// Their text leaves the index folder at once. The files stay where they are;
/// the next ingest leaves them out as long as they say the same.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The ids
    #[arg(required = true)]
    ids: Vec<String>,
    /// Wait so long for another ingest to finish
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u64,
}

/// Runs the command: all of the ids, or none when one is not known.
pub(super) fn run(args: &Args, common: &Common) -> Result<Ending> {
    let index = Index::open(&common.index)?;
    let documents: Result<Vec<_>> = args.ids.iter().map(|id| index.document(id)).collect();
    let documents = documents?;
    let options =
        WriterOptions { rebuild: false, dry: false, wait: Duration::from_secs(args.wait) };
    let mut writer = Writer::open(&common.index, &options, |open| {
        let vocabulary = open.map_or_else(|| index.vocabulary().cloned(), Open::vocabulary)?;
        let settings = open.map_or_else(|| index.settings(), Open::settings);
        Ok((settings.clone(), vocabulary))
    })?;
    for document in &documents {
        writer.forget(&document.id)?;
    }
    writer.purge()?;
    writer.finish(&[])?;
    terminal::tell(|out| {
        documents.iter().try_for_each(|document| {
            writeln!(out, "forgotten: {} {}", display(&document.id.0), display(&document.title))
        })
    });
    Ok(Ending::Done)
}
