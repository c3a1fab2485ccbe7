//! `iomkb check`: what is in the index, how old, from where, and whether it
//! is sound. Reads only; what to do about damage is said on standard error,
//! so that the output stays the same for programs.

use super::{Common, Ending, terminal};
use crate::{
    error::Result,
    index::Index,
    render::check::{self, Findings},
};

/// Say what is in the index and whether it is sound
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Read all of the index and verify every checksum
    #[arg(long)]
    full: bool,
    /// The form of the output
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
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
    let index = Index::open(&common.index)?;
    let damaged = args.full.then(|| index.damaged_files()).transpose()?;
    let ending = match &damaged {
        Some(damaged) if !damaged.is_empty() => Ending::Damaged,
        _ => Ending::Done,
    };
    let holdings = index.holdings()?;
    let findings = Findings {
        folder: index.folder().to_owned(),
        written: holdings.written.map(terminal::date),
        holdings,
        skipped: skipped(&index)?,
        settings: index.settings().clone(),
        damaged,
    };
    terminal::print(|out| match args.format {
        Form::Text => check::write(out, &findings),
        Form::Json => check::object(out, &findings),
    })?;
    if ending == Ending::Damaged {
        let hint = "hint:  make it anew with `iomkb ingest --rebuild FOLDER`";
        terminal::tell(|out| std::io::Write::write_fmt(out, format_args!("{hint}\n")));
    }
    Ok(ending)
}

/// What the index remembers as not readable, with the reasons.
fn skipped(index: &Index) -> Result<Vec<(String, String)>> {
    let failed = index.ledger()?.failed;
    let parts = failed.into_iter().flat_map(|(path, failure)| {
        failure.bad.into_iter().map(move |bad| (format!("{path}{}", bad.part), bad.reason))
    });
    Ok(parts.collect())
}
