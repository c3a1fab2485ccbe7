//! One line of a column: its text in reading order, where it begins and
//! ends, and how it is set. Hides which way the page is written: a line
//! starts where reading starts, on the right in Arabic.

use super::{
    columns::{self, Piece},
    glyphs::Run,
    order,
};

/// A line of a column. Lengths are points; `start` and `end` grow in the
/// direction of reading.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The text; cells of a table are divided by tabs.
    pub(super) text: String,
    /// Where it starts.
    pub(super) start: f32,
    /// Where it ends.
    pub(super) end: f32,
    /// Where it stands, downwards.
    pub(super) y: f32,
    /// The size of the font of most of it.
    pub(super) size: f32,
    /// Whether all of it is bold.
    pub(super) bold: bool,
    /// The width of its first word.
    pub(super) first: f32,
}

impl Line {
    /// The line that some pieces of one line are.
    pub(super) fn of(pieces: &[Piece], rtl: bool) -> Self {
        let runs: Vec<Run> = pieces.iter().flat_map(|piece| piece.runs.iter().cloned()).collect();
        let text = order::text(&runs, rtl).trim().to_owned();
        let inked = || runs.iter().filter(|run| !run.text.trim().is_empty());
        let left = inked().map(|run| run.x).fold(f32::MAX, f32::min);
        let right = inked().map(ink_end).fold(f32::MIN, f32::max);
        let main = pieces.iter().max_by(|a, b| (a.right - a.left).total_cmp(&(b.right - b.left)));
        let (y, size) = main.map_or((0.0, 1.0), |piece| (piece.y, piece.size));
        let (start, end) = if rtl { (-right, -left) } else { (left, right) };
        let share =
            count(text.split_whitespace().next().unwrap_or_default()) / count(&text).max(1.0);
        let bold = inked().all(|run| run.bold);
        Self { text, start, end, y, size, bold, first: (end - start) * share }
    }

    /// Whether there would have been room for the first word of the next
    /// line before `edge`, which is where the lines of the column end.
    pub(super) fn has_room(&self, next: &Self, edge: f32) -> bool {
        self.end + next.first + 0.6 * self.size < edge
    }

    /// Whether two lines are set in the same size.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        (self.size - other.size).abs() < 0.06 * self.size.max(other.size)
    }
}

/// The right edge of a run without the space at its end.
fn ink_end(run: &Run) -> f32 {
    let trimmed = run.text.trim_end();
    if trimmed.len() == run.text.len() {
        return run.right();
    }
    run.x + run.width * count(trimmed) / count(&run.text)
}

/// The number of characters, as a length.
fn count(text: &str) -> f32 {
    text.chars().fold(0.0, |count, _| count + 1.0)
}

/// The lines of a column from top to bottom.
pub(super) fn of_column(column: Vec<Piece>, rtl: bool) -> Vec<Line> {
    let runs = column.into_iter().flat_map(|piece| piece.runs).collect();
    let lines = columns::lines(runs).into_iter();
    lines.map(|pieces| Line::of(&pieces, rtl)).filter(|line| !line.text.is_empty()).collect()
}
