//! One line of a column: its text in reading order, where it begins and
//! ends, and how it is set. Hides which way the page is written: a line
//! starts where reading starts, on the right in Arabic.

use super::{
    super::layout,
    columns::{self, Piece},
    glyphs::Run,
    order::{self, Writing},
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
    /// The line that some pieces are; `cells` are the places where cells of a
    /// table begin.
    pub(super) fn of(pieces: &[Piece], writing: Writing, cells: &[f32]) -> Self {
        let runs: Vec<Run> = pieces.iter().flat_map(|piece| piece.runs.iter().cloned()).collect();
        let text = order::text(&runs, writing, cells).trim().to_owned();
        let inked = || runs.iter().filter(|run| !run.text.trim().is_empty());
        let left = inked().map(|run| run.x).fold(f32::MAX, f32::min);
        let right = inked().map(ink_end).fold(f32::MIN, f32::max);
        let main = pieces.iter().max_by(|a, b| (a.right - a.left).total_cmp(&(b.right - b.left)));
        let (y, size) = main.map_or((0.0, 1.0), |piece| (piece.y, piece.size));
        let (start, end) = if writing.rtl { (-right, -left) } else { (left, right) };
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
pub(super) fn of_column(column: Vec<Piece>, writing: Writing) -> Vec<Line> {
    let runs = column.into_iter().flat_map(|piece| piece.runs).collect();
    let rows = columns::lines(runs);
    let gaps: Vec<Vec<Gap>> = rows.iter().map(|row| gaps(row)).collect();
    let lines = rows.iter().enumerate().map(|(at, row)| {
        let others = [at.checked_sub(1), Some(at + 1)];
        let others: Vec<&Gap> =
            others.into_iter().flatten().filter_map(|at| gaps.get(at)).flatten().collect();
        let divides = |gap: &&Gap| {
            let above = others.iter().any(|other| other.from < gap.to && gap.from < other.to);
            gap.wide >= LONE_CELL || gap.wide >= CELL && above
        };
        let cells: Vec<f32> = gaps[at].iter().filter(divides).map(|gap| gap.to).collect();
        Line::of(row, writing, &cells)
    });
    lines.filter(|line| !line.text.is_empty()).collect()
}

/// A gap that divides cells of a table, in parts of the size of the font,
/// with another above or below it, and without. Lines that are spread to
/// the width of a narrow column have gaps of this kind too, but by accident.
const CELL: f32 = 1.8;
const LONE_CELL: f32 = 6.0;

/// A wide gap in a line.
struct Gap {
    from: f32,
    to: f32,
    /// Its width in parts of the size of the font.
    wide: f32,
}

/// The wide gaps of a line but for that after the mark of an item.
fn gaps(row: &[Piece]) -> Vec<Gap> {
    let marked = |piece: &Piece| {
        let text: String = piece.runs.iter().map(|run| run.text.as_str()).collect();
        let text = text.trim();
        layout::marker(text).is_some() && text.chars().count() <= 6
    };
    let pairs = row.windows(2).enumerate().filter(|(at, pair)| *at > 0 || !marked(&pair[0]));
    let gap = |pair: &[Piece]| {
        let (from, to) = (pair[0].right, pair[1].left);
        Gap { from, to, wide: (to - from) / pair[0].size.max(pair[1].size) }
    };
    pairs.map(|(_, pair)| gap(pair)).filter(|gap| gap.wide >= CELL * 0.6).collect()
}
