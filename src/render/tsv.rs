//! Hits as tab-separated lines for pipelines: id, score, year, lang, topics,
//! path, title, passage. One line a hit, nothing cut; tabs, line breaks and
//! backslashes inside a value are written `\t`, `\n`, `\r`, `\\`.

use std::io::{self, Write};

use super::text::{display, no_formula};
use crate::rank::{Hit, Ranking};

/// The names of the columns.
pub const COLUMNS: [&str; 8] =
    ["id", "score", "year", "lang", "topics", "path", "title", "passage"];

/// Writes the hits, with a line of column names first if asked for.
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut dyn Write, ranking: &Ranking, header: bool) -> io::Result<()> {
    if header {
        writeln!(out, "{}", COLUMNS.join("\t"))?;
    }
    for hit in &ranking.hits {
        let values = values(hit).map(|value| escaped(&value));
        writeln!(out, "{}", values.join("\t"))?;
    }
    Ok(())
}

/// The values of a hit, in the order of [`COLUMNS`].
#[must_use]
pub fn values(hit: &Hit) -> [String; 8] {
    let document = &hit.document;
    let topics: Vec<&str> = document.topics.iter().map(|topic| topic.id.as_str()).collect();
    let passage = hit.passages.first().map_or("", |passage| &passage.text);
    [
        no_formula(&document.id.0),
        format!("{:.4}", hit.score),
        document.year.as_ref().map(|year| year.value.to_string()).unwrap_or_default(),
        document.lang.to_string(),
        no_formula(&topics.join(",")),
        path_cell(&document.path),
        no_formula(&document.title),
        no_formula(passage),
    ]
}

/// A path as a cell: it must open, so what a spreadsheet would take for a
/// formula is written from the working folder on.
fn path_cell(path: &str) -> String {
    if path.starts_with(['=', '+', '@']) { format!("./{path}") } else { path.to_owned() }
}

/// A value without what would end it.
pub(super) fn escaped(value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('\t', "\\t");
    let value = value.replace('\n', "\\n").replace('\r', "\\r");
    display(&value)
}
