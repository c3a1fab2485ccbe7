//! What is in an index and whether it is sound, for people and as JSON.
//! Says what is there in both forms; what to do about it is the edge's.
//! Counts come from the index, not from a walk over its files.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use serde_json::json;

use super::{json, text::display};
use crate::{
    index::{Holdings, Settings},
    rank::FacetCount,
    source::name,
};

/// Values of a list that are named.
const NAMED: usize = 8;

/// What a check found.
pub struct Findings {
    /// The index folder.
    pub folder: PathBuf,
    /// What it holds.
    pub holdings: Holdings,
    /// The day on which it was last written to, `2026-11-22`.
    pub written: Option<String>,
    /// What was skipped, with the reasons.
    pub skipped: Vec<(String, String)>,
    /// The settings.
    pub settings: Settings,
    /// The files whose checksums do not fit, where they were verified.
    pub damaged: Option<Vec<PathBuf>>,
}

/// Writes the findings for people.
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut dyn Write, findings: &Findings) -> io::Result<()> {
    let Findings { folder, holdings, written, skipped, settings, damaged } = findings;
    writeln!(out, "index      {}", display(&name::written(folder)))?;
    writeln!(
        out,
        "documents  {} ({} without a year, {} forgotten)",
        holdings.documents, holdings.undated, holdings.forgotten
    )?;
    writeln!(out, "languages  {}", listed(&holdings.languages))?;
    let (first, last) = (holdings.years.first(), holdings.years.last());
    if let (Some(first), Some(last)) = (first, last) {
        writeln!(out, "years      {} to {}", first.value, last.value)?;
    }
    writeln!(out, "topics     {}", listed(&holdings.topics))?;
    writeln!(out, "size       {} bytes in {} segments", holdings.bytes, holdings.segments)?;
    if let Some(written) = written {
        writeln!(out, "written    {written}")?;
    }
    for root in &settings.roots {
        writeln!(out, "from       {}", display(&name::written(root)))?;
    }
    for (path, reason) in skipped.iter().take(NAMED) {
        writeln!(out, "skipped    {}: {}", display(path), display(reason))?;
    }
    if skipped.len() > NAMED {
        writeln!(out, "           and {} more", skipped.len() - NAMED)?;
    }
    match damaged {
        None => writeln!(out, "sound      opens; checksums were not verified (--full does)"),
        Some(damaged) if damaged.is_empty() => writeln!(out, "sound      every checksum fits"),
        Some(damaged) => damaged
            .iter()
            .try_for_each(|file| writeln!(out, "damaged    {}", display(&name::written(file)))),
    }
}

/// Writes the findings as JSON.
///
/// # Errors
/// Those of the writer.
pub fn object(out: &mut dyn Write, findings: &Findings) -> io::Result<()> {
    let Findings { folder, holdings, written, skipped, settings, damaged } = findings;
    let counts = |list: &[FacetCount]| -> serde_json::Value {
        list.iter().map(|one| json!({ "value": one.value, "count": one.count })).collect()
    };
    let files = |list: &[PathBuf]| list.iter().map(|file| name::written(file)).collect::<Vec<_>>();
    let value = json!({
        "index": name::written(folder),
        "documents": holdings.documents,
        "undated": holdings.undated,
        "forgotten": holdings.forgotten,
        "languages": counts(&holdings.languages),
        "years": counts(&holdings.years),
        "topics": counts(&holdings.topics),
        "bytes": holdings.bytes,
        "segments": holdings.segments,
        "written": written,
        "skipped": skipped
            .iter()
            .map(|(path, reason)| json!({ "path": path, "reason": reason }))
            .collect::<serde_json::Value>(),
        "roots": files(&settings.roots),
        "damaged": damaged.as_deref().map(files),
    });
    json::object(out, &value)
}

/// The first values of a list with their counts.
fn listed(counts: &[FacetCount]) -> String {
    let named = counts.iter().take(NAMED);
    let mut parts: Vec<String> =
        named.map(|one| format!("{} {}", display(&one.value), one.count)).collect();
    if counts.len() > NAMED {
        parts.push(format!("and {} more", counts.len() - NAMED));
    }
    parts.join(", ")
}
