//! Counts as records, one a line: what is counted, what it is called, and
//! how many documents there are. For pipelines and spreadsheets; no cell can
//! start a formula.

use std::io::{self, Write};

use super::{Statistics, id};
use crate::{
    render::{
        text::{display_lines, no_formula},
        tsv,
    },
    stats::{Count, Dimension, Table},
};

/// Writes the counts as tab-separated lines, with the names of the columns
/// first if asked for.
///
/// # Errors
/// Those of the writer.
pub fn tsv(out: &mut dyn Write, statistics: &Statistics, header: bool) -> io::Result<()> {
    let records = records(statistics);
    let mut records = records.iter().skip(usize::from(!header));
    records.try_for_each(|record| {
        let values: Vec<String> = record.iter().map(|value| tsv::escaped(value)).collect();
        writeln!(out, "{}", values.join("\t"))
    })
}

/// Writes the counts as comma-separated values (RFC 4180), with the names of
/// the columns first.
///
/// # Errors
/// Those of the writer.
pub fn csv(out: &mut dyn Write, statistics: &Statistics) -> io::Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    for record in records(statistics) {
        writer.write_record(record.iter().map(|value| display_lines(value)))?;
    }
    writer.flush()
}

/// The names of the columns, then the counts. Where there are several tables
/// the first column says which one it is.
fn records(statistics: &Statistics) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    match &statistics.tables[..] {
        [table] => {
            let names = table.by.iter().flat_map(|one| [one.to_string(), format!("{one}_label")]);
            records.push(names.chain(["count".to_owned()]).collect());
            records.extend(rows(table));
        }
        tables => {
            records.push(["by", "id", "label", "count"].map(str::to_owned).to_vec());
            for table in tables {
                let name = table.by[0].to_string();
                records.extend(rows(table).map(|row| [vec![name.clone()], row].concat()));
            }
        }
    }
    records
}

/// The counts of a table: one a row, or one for each pair that occurs.
fn rows(table: &Table) -> impl Iterator<Item = Vec<String>> {
    table.rows.iter().flat_map(move |row| match &table.by[..] {
        [first, second] => {
            let cells = table.columns.iter().zip(&row.cells).filter(|(_, count)| **count > 0);
            let cells = cells.map(|(column, count)| {
                let values = [value(*first, row), value(*second, column)].concat();
                [values, vec![count.to_string()]].concat()
            });
            cells.collect()
        }
        by => vec![[value(by[0], row), vec![row.count.to_string()]].concat()],
    })
}

/// The id and the name of a value.
fn value(dimension: Dimension, value: &Count) -> Vec<String> {
    vec![no_formula(id(dimension, value)), no_formula(&value.label)]
}
