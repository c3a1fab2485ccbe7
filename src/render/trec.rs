//! Hits as TREC run lines: `query-id Q0 document-id rank score iomkb`, the
//! form that `trec_eval` and its kin read.
//! Takes ids and scores, as no more is needed.

use std::io::{self, Write};

use super::text::display;

/// Writes the ids and scores of one query's hits.
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut dyn Write, query_id: &str, hits: &[(String, f32)]) -> io::Result<()> {
    let query_id = token(query_id);
    for (place, (id, score)) in hits.iter().enumerate() {
        writeln!(out, "{query_id} Q0 {} {} {score:.6} iomkb", token(id), place + 1)?;
    }
    Ok(())
}

/// A value without the spaces that divide the columns.
fn token(text: &str) -> String {
    let text = display(text);
    if text.contains(char::is_whitespace) { text.replace(char::is_whitespace, "_") } else { text }
}
