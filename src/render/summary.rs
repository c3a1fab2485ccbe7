//! What an ingest did, for people: one paragraph, then what was skipped.
//! Short enough to be read after every run; a report file has the rest.
//! Counts documents, not files: a record file holds many.

use std::io::{self, Write};

use super::{catalogues, text::display};
use crate::ingest::{Skip, Summary};

/// Skipped files that are named; a report file has them all.
const NAMED: usize = 20;

/// Writes the summary.
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
    let counts = [
        ("added", summary.added),
        ("changed", summary.changed),
        ("unchanged", summary.unchanged),
        ("moved", summary.moved),
        ("gone", summary.gone),
        ("excluded", summary.excluded),
        ("kept", summary.kept),
        ("forgotten", summary.forgotten),
    ];
    let always = ["added", "changed", "unchanged"];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(name, count)| *count > 0 || always.contains(name))
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    let skipped = summary.skipped.len();
    let before = summary.skipped.iter().filter(|skip| skip.as_before).count();
    let before = match before {
        0 => String::new(),
        all if all == skipped => ", as before (--retry reads again)".to_owned(),
        some => format!(", {some} as before (--retry reads again)"),
    };
    writeln!(out, "documents: {}; skipped: {skipped}{before}", parts.join(", "))?;
    let written = summary.added + summary.changed;
    if written > 0 {
        let (furniture, all) = summary.furniture;
        writeln!(
            out,
            "of those written: {} without a year; furniture {}.{} % of the text",
            summary.undated,
            furniture * 100 / all.max(1),
            furniture * 1000 / all.max(1) % 10
        )?;
    }
    summary.catalogues.iter().try_for_each(|report| catalogues::write(out, report))?;
    if let Some(files @ 1..) = summary.without_row {
        writeln!(out, "files without a row in a catalogue: {files}")?;
    }
    for (path, reason) in &summary.kept_catalogues {
        let (path, reason) = (display(path), display(reason));
        writeln!(out, "catalogue {path}: {reason}; documents keep what it said")?;
    }
    for Skip { path, reason, as_before } in summary.skipped.iter().take(NAMED) {
        let before = if *as_before { " (as before)" } else { "" };
        writeln!(out, "skipped {}: {}{before}", display(path), display(reason))?;
    }
    if skipped > NAMED {
        writeln!(out, "and {} more; --report FILE lists them all", skipped - NAMED)?;
    }
    Ok(())
}
