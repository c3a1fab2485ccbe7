//! Counts as a table for people, crossed or not. Sums count documents, each
//! once, so that a row may add up to more. Columns that do not fit the page
//! are told, years are put together to decades before any is left out.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use super::{Statistics, more, sections, totals};
use crate::{
    render::{
        layout::{Page, left, right, width},
        text::display,
    },
    stats::{Count, Dimension, Table, decades},
};

/// The widest heading of a column, in columns of the page.
const WIDEST: usize = 14;

/// The heading of the sums.
const ALL: &str = "all";

/// Writes the counts as tables.
///
/// # Errors
/// Those of the writer.
pub fn table(out: &mut dyn Write, statistics: &Statistics, page: Page) -> io::Result<()> {
    totals(out, statistics)?;
    for table in &statistics.tables {
        match &table.by[..] {
            [_, second] => crossed(out, table, *second, statistics.ranking.total, page)?,
            _ => list(out, table, page)?,
        }
    }
    Ok(())
}

/// Writes the values of one dimension with their counts.
fn list(out: &mut dyn Write, table: &Table, page: Page) -> io::Result<()> {
    let grid = Grid::of(table, &[], page);
    for section in sections(table, &table.rows) {
        writeln!(out, "\n{}", page.colours.title(&page.cut(&section.title, page.width)))?;
        section.rows.into_iter().try_for_each(|row| grid.line(out, row, page))?;
        more(out, section.more, page)?;
    }
    Ok(())
}

/// Writes the values of one dimension by those of another.
fn crossed(
    out: &mut dyn Write,
    table: &Table,
    second: Dimension,
    total: u64,
    page: Page,
) -> io::Result<()> {
    let table = &*fitted(table, second, page);
    let headings: Vec<String> =
        table.columns.iter().map(|column| column_heading(second, column, page)).collect();
    let grid = Grid::of(table, &headings, page);
    for section in sections(table, &table.rows) {
        let names = grid.columns.iter().zip(&headings).map(|(columns, name)| right(name, *columns));
        let names: Vec<String> = names.chain([right(ALL, grid.counts)]).collect();
        let title = left(&page.cut(&section.title, grid.labels), grid.labels);
        writeln!(out, "\n{}", page.colours.title(&format!("{title}{}", names.concat())))?;
        section.rows.into_iter().try_for_each(|row| grid.line(out, row, page))?;
        more(out, section.more, page)?;
    }
    writeln!(out, "{}", page.colours.aside(&page.rule(grid.width())))?;
    let cells = table.columns.iter().map(|column| column.count).collect();
    let sums = Count { label: ALL.to_owned(), count: total, cells, ..Count::default() };
    grid.line(out, &sums, page)?;
    let left_out = table.columns.len() - grid.columns.len();
    if left_out > 0 {
        let told = format!("{left_out} more columns do not fit; --format csv has them");
        writeln!(out, "{}", page.colours.aside(&told))?;
    }
    Ok(())
}

/// The table, its years put together to decades where they do not fit.
fn fitted(table: &Table, second: Dimension, page: Page) -> Cow<'_, Table> {
    let headings: Vec<String> =
        table.columns.iter().map(|column| column_heading(second, column, page)).collect();
    let fits = Grid::of(table, &headings, page).columns.len() == headings.len();
    if fits || second != Dimension::Year {
        return Cow::Borrowed(table);
    }
    Cow::Owned(decades(table))
}

/// The heading of a column: short where values have short names.
fn column_heading(second: Dimension, column: &Count, page: Page) -> String {
    let name = match (second, &column.id) {
        (Dimension::Lang, Some(id)) => id,
        _ => &column.label,
    };
    page.cut(&display(name), WIDEST)
}

/// The widths of a table.
struct Grid {
    labels: usize,
    /// The columns that fit, each with the space before it.
    columns: Vec<usize>,
    counts: usize,
}

impl Grid {
    /// The widths for a table; labels have two fifths of the page at most,
    /// or what the columns leave.
    fn of(table: &Table, headings: &[String], page: Page) -> Self {
        let labels = table.rows.iter().map(|row| width(&display(&row.label)));
        let labels = labels.max().unwrap_or_default().max(width(super::title(table.by[0])));
        let sums = table.rows.iter().chain(&table.columns).map(|row| row.count.to_string().len());
        let counts = sums.max().unwrap_or_default().max(ALL.len()) + 2;
        let widths = table
            .columns
            .iter()
            .zip(headings)
            .map(|(column, heading)| width(heading).max(column.count.to_string().len()) + 2);
        let mut columns: Vec<usize> = widths.collect();
        let free = page.width.saturating_sub(columns.iter().sum::<usize>() + counts);
        let labels = labels.min(free.max(page.width * 2 / 5));
        let mut room = page.width.saturating_sub(labels + counts);
        let fitting = columns.iter().take_while(|columns| {
            let fits = **columns <= room;
            room = room.saturating_sub(**columns);
            fits
        });
        columns.truncate(fitting.count());
        Self { labels, columns, counts }
    }

    /// The width of all of it.
    fn width(&self) -> usize {
        self.labels + self.columns.iter().sum::<usize>() + self.counts
    }

    /// Writes a row; no document is shown as a point.
    fn line(&self, out: &mut dyn Write, row: &Count, page: Page) -> io::Result<()> {
        let label = left(&page.cut(&display(&row.label), self.labels), self.labels);
        let none = if page.is_unicode { "·" } else { "." };
        let cell = |count: u64| if count == 0 { none.to_owned() } else { count.to_string() };
        let cells = self.columns.iter().zip(&row.cells);
        let cells: Vec<String> =
            cells.map(|(columns, count)| right(&cell(*count), *columns)).collect();
        let sum = right(&row.count.to_string(), self.counts);
        writeln!(out, "{label}{}{sum}", cells.concat())
    }
}
