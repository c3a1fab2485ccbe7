//! Counts by topic, year, language and so on: bars and tables for people,
//! records for spreadsheets, JSON described by `stats.schema.json`. Every
//! form says how many documents there are and how many have no value, but
//! for records, where the edge does.

mod bars;
mod records;
mod table;

use std::io::{self, Write};

use serde_json::{Value, json};

pub use self::{bars::bars, records::csv, records::tsv, table::table};
use super::{
    json::{self, SCHEMA_VERSION},
    layout::Page,
    text::documents,
};
use crate::stats::{Count, Dimension, Statistics, Table};

/// What the values of a dimension are called.
const fn title(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Topic => "Topics",
        Dimension::System => "Systems",
        Dimension::Year => "Years",
        Dimension::Lang => "Languages",
        Dimension::Source => "Sources",
        Dimension::Country => "Countries",
    }
}

/// Writes how many documents match, and how many of them are not counted in
/// each table.
///
/// # Errors
/// Those of the writer.
pub fn totals(out: &mut dyn Write, statistics: &Statistics) -> io::Result<()> {
    write!(out, "{}", documents(statistics.ranking.total))?;
    for table in &statistics.tables {
        for (dimension, without) in table.by.iter().zip(&table.without) {
            if *without > 0 {
                write!(out, "; {without} without a {}", singular(*dimension))?;
            }
        }
    }
    writeln!(out)
}

/// What one value of a dimension is called.
const fn singular(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Lang => "language",
        other => other.name(),
    }
}

/// Rows of a table under a heading of their own.
struct Section<'a> {
    title: String,
    rows: Vec<&'a Count>,
    /// How many were left out.
    more: usize,
}

/// The rows of a table in sections: values, then the areas above them.
fn sections<'a>(table: &Table, rows: &'a [Count]) -> Vec<Section<'a>> {
    let of = |is_area| rows.iter().filter(move |row| row.is_area == is_area).collect::<Vec<_>>();
    let name = title(table.by[0]);
    let [values, areas] = table.more;
    let above = format!("{name} at the top, with all below");
    let mut sections = vec![
        Section { title: name.to_owned(), rows: of(false), more: values },
        Section { title: above, rows: of(true), more: areas },
    ];
    sections.retain(|section| !section.rows.is_empty());
    sections
}

/// Writes how many values were left out.
fn more(out: &mut dyn Write, more: usize, page: Page) -> io::Result<()> {
    if more == 0 {
        return Ok(());
    }
    let more = format!("and {more} more; --limit 0 shows all");
    writeln!(out, "{}", page.colours.aside(&more))
}

/// Writes the counts as one JSON object.
///
/// # Errors
/// Those of the writer.
pub fn json(out: &mut dyn Write, statistics: &Statistics) -> io::Result<()> {
    let ranking = &statistics.ranking;
    let by: Vec<&str> =
        statistics.tables.iter().flat_map(|table| &table.by).map(|one| one.name()).collect();
    let mut value = json!({
        "schema_version": SCHEMA_VERSION,
        "query": ranking.query,
        "total": ranking.total,
        "match": ranking.matched.name(),
        "by": by,
        "counts": [],
    });
    let mut counts = Vec::new();
    for table in &statistics.tables {
        counts.extend(table.rows.iter().map(|row| counted(table, row)));
        for (dimension, without) in table.by.iter().zip(&table.without) {
            value["without"][dimension.name()] = json!(without);
        }
        value["more"][table.by[0].name()] = json!(table.more.iter().sum::<usize>());
        if let [_, second] = &table.by[..] {
            let columns = table.columns.iter().map(|column| one(*second, column, column.count));
            value["columns"] = columns.collect();
        }
    }
    value["counts"] = counts.into();
    json::object(out, &value)
}

/// A row as a value, with the cells that are not empty.
fn counted(table: &Table, row: &Count) -> Value {
    let mut value = one(table.by[0], row, row.count);
    if let [_, second] = &table.by[..] {
        let cells = table.columns.iter().zip(&row.cells).filter(|(_, count)| **count > 0);
        value["counts"] = cells.map(|(column, count)| one(*second, column, *count)).collect();
    }
    value
}

/// A value and a count.
fn one(dimension: Dimension, value: &Count, count: u64) -> Value {
    let id = id(dimension, value);
    let id = if id.is_empty() { Value::Null } else { id.into() };
    let mut one = json!({ "by": dimension.name(), "id": id, "label": value.label, "count": count });
    if value.is_area {
        one["area"] = json!(true);
    }
    one
}

/// The id of a value for programs: `unknown` for documents without a year,
/// nothing for those without another value.
fn id(dimension: Dimension, value: &Count) -> &str {
    match &value.id {
        Some(id) => id,
        None if dimension == Dimension::Year => dimension.absent(),
        None => "",
    }
}
