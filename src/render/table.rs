//! Hits as a table for people: what was found, when, in which language, and
//! the passage that answers, with its matches marked.
//! Near-duplicates are not shown, only counted.

use std::io::{self, Write};

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};

use super::{
    text::{Colours, display, excerpt, near_duplicates},
    tsv::why,
};
use crate::rank::{Hit, Likeness, Ranking, Via};

/// The narrowest table that can be read.
const NARROWEST: u16 = 40;

/// Characters of a passage that are shown.
const PASSAGE: usize = 200;

/// Topics that are named with a hit.
const TOPICS: usize = 3;

/// Reasons of one kind that are named with a hit.
const REASONS: usize = 3;

/// Writes the hits as a table of at most `width` columns; near-duplicates
/// that were passed over are only counted.
///
/// # Errors
/// Those of the writer.
pub fn write(
    out: &mut dyn Write,
    ranking: &Ranking,
    width: u16,
    colours: Colours,
) -> io::Result<()> {
    if ranking.hits.is_empty() {
        return Ok(());
    }
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width.max(NARROWEST))
        .set_header(["#", "Year", "Lang", "Document"]);
    if let Some(column) = table.column_mut(0) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for hit in &ranking.hits {
        table.add_row([
            Cell::new(hit.rank),
            Cell::new(year(hit)),
            Cell::new(hit.document.lang),
            Cell::new(document(hit, colours)),
        ]);
    }
    writeln!(out, "{table}")
}

/// The year of a hit; one that was only inferred is marked.
fn year(hit: &Hit) -> String {
    match &hit.document.year {
        Some(year) if year.confidence < 0.5 => format!("{}?", year.value),
        Some(year) => year.value.to_string(),
        None => "–".to_owned(),
    }
}

/// Title, passage, and where it is.
fn document(hit: &Hit, colours: Colours) -> String {
    let document = &hit.document;
    let mut lines = vec![colours.title(&display(&document.title))];
    if let Some(passage) = hit.passages.first() {
        // A passage that is the title says nothing new.
        if passage.text != document.title {
            lines.push(excerpt(&passage.text, &passage.highlights, PASSAGE, colours));
        }
    }
    if !hit.via.is_empty() {
        lines.push(colours.aside(&display(&format!("via: {}", via(hit)))));
    }
    let topics: Vec<&str> =
        document.topics.iter().take(TOPICS).map(|topic| topic.label.as_str()).collect();
    if let Some(likeness) = &hit.likeness {
        lines.push(related(likeness));
    } else if !topics.is_empty() {
        lines.push(colours.aside(&display(&topics.join(" · "))));
    }
    let place = hit.passages.first().map(|passage| match passage.page {
        Some(page) => format!(" page {page}"),
        None => format!(":{}", passage.line),
    });
    let place = place.filter(|_| document.part.record.is_none()).unwrap_or_default();
    lines.push(colours.aside(&format!(
        "{}{}{place}  [{}]",
        display(&document.path),
        display(&document.part.to_string()),
        display(&document.id.0)
    )));
    if hit.near_duplicates > 0 {
        lines.push(colours.aside(&format!("+{}", near_duplicates(hit.near_duplicates))));
    }
    lines.join("\n")
}

/// The names by which a hit was found, one for each that was typed: `legal
/// identity → identidad jurídica (es)`.
fn via(hit: &Hit) -> String {
    let mut names: Vec<&Via> = Vec::new();
    for via in &hit.via {
        if names.iter().all(|one| one.typed != via.typed) {
            names.push(via);
        }
    }
    let names = names.into_iter();
    let names = names.map(|via| format!("{} → {} ({})", via.typed, via.label, via.lang));
    names.collect::<Vec<_>>().join("; ")
}

/// What a hit is to the document that others like it were asked of, and why.
fn related(likeness: &Likeness) -> String {
    let (relation, score) = (likeness.relation.name(), likeness.score);
    match why(likeness, REASONS) {
        why if why.is_empty() => format!("{relation} {score:.2}"),
        why => display(&format!("{relation} {score:.2} · {why}")),
    }
}

/// Writes the counts of facets, one line each value.
///
/// # Errors
/// Those of the writer.
pub fn facets(out: &mut dyn Write, ranking: &Ranking) -> io::Result<()> {
    for facet in &ranking.facets {
        writeln!(out, "{}", facet.name)?;
        for one in &facet.counts {
            writeln!(out, "  {:>7}  {}", one.count, display(&one.value))?;
        }
    }
    Ok(())
}
