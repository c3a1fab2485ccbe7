//! Counts as horizontal bars, years as a histogram. Bars are drawn in eighths
//! of a column where the page can show them, else with `#`. The longest one
//! fills the page; a value that occurs has a bar, however short.

use std::io::{self, Write};

use super::{Statistics, more, sections, totals};
use crate::{
    render::{
        layout::{Page, left, right, width},
        text::display,
    },
    stats::{Count, Dimension, Table, timeline},
};

/// Bars by their width in eighths of a column.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Writes the counts as bars.
///
/// # Errors
/// Those of the writer.
pub fn bars(out: &mut dyn Write, statistics: &Statistics, page: Page) -> io::Result<()> {
    totals(out, statistics)?;
    for table in &statistics.tables {
        let rows = rows(table);
        let shape = Shape::of(&rows, page);
        for section in sections(table, &rows) {
            writeln!(out, "\n{}", page.colours.title(&page.cut(&section.title, page.width)))?;
            section.rows.into_iter().try_for_each(|row| shape.line(out, row, page))?;
            more(out, section.more, page)?;
        }
    }
    Ok(())
}

/// The rows that are shown: all of the time between years, unless only some
/// years were asked for.
fn rows(table: &Table) -> Vec<Count> {
    match &table.by[..] {
        [Dimension::Year] if table.more == [0, 0] => timeline(&table.rows),
        _ => table.rows.clone(),
    }
}

/// The widths of the columns, and the count that fills the last one.
struct Shape {
    labels: usize,
    counts: usize,
    bars: usize,
    most: u64,
}

impl Shape {
    /// The widths for some rows; labels have half of the page at most.
    fn of(rows: &[Count], page: Page) -> Self {
        let labels = rows.iter().map(|row| width(&display(&row.label)));
        let labels = labels.max().unwrap_or_default().min(page.width / 2);
        let most = rows.iter().map(|row| row.count).max().unwrap_or_default();
        let counts = most.to_string().len();
        let bars = page.width.saturating_sub(labels + counts + 3);
        Self { labels, counts, bars, most: most.max(1) }
    }

    /// Writes a label, its count and its bar.
    fn line(&self, out: &mut dyn Write, row: &Count, page: Page) -> io::Result<()> {
        let label = left(&page.cut(&display(&row.label), self.labels), self.labels);
        let count = right(&row.count.to_string(), self.counts);
        let bar = bar(row.count, self.most, self.bars, page.is_unicode);
        writeln!(out, "{}", format!("{label}  {count} {bar}").trim_end())
    }
}

/// A bar that is as long beside `columns` as `count` is beside `most`, which
/// is not 0.
fn bar(count: u64, most: u64, columns: usize, is_unicode: bool) -> String {
    let parts = if is_unicode { 8 } else { 1 };
    let all = u64::try_from(columns).unwrap_or(0) * parts;
    let length = (count * all).div_ceil(most).min(all);
    let place = |number: u64| usize::try_from(number).unwrap_or(0);
    if !is_unicode {
        return "#".repeat(place(length));
    }
    format!("{}{}", "█".repeat(place(length / 8)), EIGHTHS[place(length % 8)])
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn bars_are_as_long_as_counts_are_high() {
        let case = |count, most, is_unicode, shown: &str| {
            assert_eq!(bar(count, most, 4, is_unicode), shown, "{count} of {most}");
        };
        case(8, 8, true, "████");
        case(4, 8, true, "██");
        case(5, 8, true, "██▌");
        case(1, 1000, true, "▏");
        case(0, 8, true, "");
        case(8, 8, false, "####");
        case(5, 8, false, "###");
        case(1, 1000, false, "#");
        case(0, 8, false, "");
        case(u64::from(u32::MAX), u64::from(u32::MAX), true, "████");
    }
}
