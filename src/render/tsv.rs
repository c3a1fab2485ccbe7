//! Hits as tab-separated lines for pipelines: id, score, year, lang, topics,
//! path, title, passage. One line a hit, nothing cut; tabs, line breaks and
//! backslashes inside a value are written `\t`, `\n`, `\r`, `\\`.

use std::io::{self, Write};

use super::text::{display, no_formula};
use crate::rank::{Hit, Likeness, Ranking};

/// The names of the columns.
pub const COLUMNS: [&str; 8] =
    ["id", "score", "year", "lang", "topics", "path", "title", "passage"];

/// The names of the columns after those, where others like a document were
/// asked for.
const LIKENESS: [&str; 2] = ["relation", "why"];

/// The names of all columns of a ranking.
#[must_use]
pub fn columns(ranking: &Ranking) -> Vec<&'static str> {
    let more = if ranking.similar_to.is_some() { &LIKENESS[..] } else { &[] };
    [&COLUMNS, more].concat()
}

/// Writes the hits, with a line of column names first if asked for.
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut dyn Write, ranking: &Ranking, header: bool) -> io::Result<()> {
    if header {
        writeln!(out, "{}", columns(ranking).join("\t"))?;
    }
    for hit in &ranking.hits {
        let values: Vec<String> = values(hit).iter().map(|value| escaped(value)).collect();
        writeln!(out, "{}", values.join("\t"))?;
    }
    Ok(())
}

/// The values of a hit, in the order of [`columns`].
#[must_use]
pub fn values(hit: &Hit) -> Vec<String> {
    let document = &hit.document;
    let topics: Vec<&str> = document.topics.iter().map(|topic| topic.id.as_str()).collect();
    let passage = hit.passages.first().map_or("", |passage| &passage.text);
    let mut values = vec![
        no_formula(&document.id.0),
        format!("{:.4}", hit.score),
        document.year.as_ref().map(|year| year.value.to_string()).unwrap_or_default(),
        document.lang.to_string(),
        no_formula(&topics.join(",")),
        path_cell(&document.part.place(&document.path)),
        no_formula(&document.title),
        no_formula(passage),
    ];
    if let Some(likeness) = &hit.likeness {
        values
            .extend([likeness.relation.name().to_owned(), no_formula(&why(likeness, usize::MAX))]);
    }
    values
}

/// The reasons of a likeness: `topics: …; numbers: …; names: …; words: …`,
/// of those that there are, at most `limit` of a kind.
#[must_use]
pub fn why(likeness: &Likeness, limit: usize) -> String {
    let topics: Vec<String> = likeness.topics.iter().map(|(_, label)| label.clone()).collect();
    let list = |name: &str, all: &[String]| {
        let all = &all[..all.len().min(limit)];
        (!all.is_empty()).then(|| format!("{name}: {}", all.join(", ")))
    };
    let lists = [
        list("topics", &topics),
        list("numbers", &likeness.numbers),
        list("names", &likeness.names),
        list("words", &likeness.words),
    ];
    lists.into_iter().flatten().collect::<Vec<_>>().join("; ")
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
