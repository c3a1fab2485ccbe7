//! Hits as a list of paths or ids, one a line or divided by NUL bytes. Paths
//! are written byte for byte, so that other programs can open them; where a
//! line would break, `-0` is the form to use.

use std::io::{self, Write};

use crate::{rank::Ranking, source::name};

/// Writes the path of each hit's file, each once, in the order of the hits.
///
/// # Errors
/// Those of the writer.
pub fn paths(out: &mut dyn Write, ranking: &Ranking, nul: bool) -> io::Result<()> {
    let mut seen = std::collections::HashSet::new();
    for hit in &ranking.hits {
        if seen.insert(&hit.document.path) {
            let path = name::opened(&hit.document.path);
            out.write_all(path.as_os_str().as_encoded_bytes())?;
            end(out, nul)?;
        }
    }
    Ok(())
}

/// Writes the path of each hit's file for people: what could drive the
/// terminal is shown as its code.
///
/// # Errors
/// Those of the writer.
pub fn shown_paths(out: &mut dyn Write, ranking: &Ranking) -> io::Result<()> {
    let mut raw = Vec::new();
    paths(&mut raw, ranking, true)?;
    let entries = raw.split(|byte| *byte == 0).filter(|entry| !entry.is_empty());
    for entry in entries {
        writeln!(out, "{}", super::text::display(&String::from_utf8_lossy(entry)))?;
    }
    Ok(())
}

/// Writes the id of each hit.
///
/// # Errors
/// Those of the writer.
pub fn ids(out: &mut dyn Write, ranking: &Ranking, nul: bool) -> io::Result<()> {
    for hit in &ranking.hits {
        out.write_all(super::text::display(&hit.document.id.0).as_bytes())?;
        end(out, nul)?;
    }
    Ok(())
}

/// Ends an entry.
fn end(out: &mut dyn Write, nul: bool) -> io::Result<()> {
    out.write_all(if nul { b"\0" } else { b"\n" })
}
