//! Runs -> pieces of lines -> columns in reading order. A column is told by
//! the empty strip beside it: where pieces of lines stand on both sides and
//! none crosses. Tables have such strips too, but narrow cells. Never makes
//! paragraphs.

use super::glyphs::Run;

/// A part of a line without wide gaps.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    /// Its runs from left to right.
    pub(super) runs: Vec<Run>,
    /// The left edge.
    pub(super) left: f32,
    /// The right edge.
    pub(super) right: f32,
    /// Where the line stands, downwards.
    pub(super) y: f32,
    /// The size of most of its text.
    pub(super) size: f32,
}

impl Piece {
    fn of(runs: Vec<Run>) -> Self {
        let left = runs.iter().map(|run| run.x).fold(f32::MAX, f32::min);
        let right = runs.iter().map(Run::right).fold(f32::MIN, f32::max);
        let main = runs.iter().max_by(|a, b| a.width.total_cmp(&b.width));
        let (y, size) = main.map_or((0.0, 1.0), |run| (run.y, run.size));
        Self { runs, left, right, y, size }
    }

    fn width(&self) -> f32 {
        self.right - self.left
    }
}

/// A gap between two runs, in parts of the size of the font, that may be a
/// strip between columns.
const STRIP: f32 = 0.8;
/// How far apart, in parts of the size, runs of one line may stand up and
/// down: raised figures, small type.
const SAME_LINE: f32 = 0.45;
/// The fewest lines on each side of a strip.
const FEWEST_LINES: usize = 3;
/// The least mean width of the lines of a column, in parts of the size; a
/// column of text has some 20 letters and more, each half the size.
const NARROWEST: f32 = 9.0;
/// How deep columns may be nested.
const DEEPEST: usize = 6;
/// The most strips that are looked at.
const MOST_STRIPS: usize = 24;

/// The lines of a page from top to bottom, each as its pieces from left to
/// right.
pub(super) fn lines(mut runs: Vec<Run>) -> Vec<Vec<Piece>> {
    runs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let mut lines: Vec<(f32, f32, Vec<Run>)> = Vec::new();
    for run in runs {
        // The last few lines: raised and lowered runs come out of order.
        let recent = lines.len().saturating_sub(3);
        let near = |(y, size, _): &&mut (f32, f32, Vec<Run>)| {
            (run.y - *y).abs() <= SAME_LINE * size.max(run.size)
        };
        match lines[recent..].iter_mut().rev().find(near) {
            Some((y, size, line)) => {
                if run.size > *size {
                    (*y, *size) = (run.y, run.size);
                }
                line.push(run);
            }
            None => lines.push((run.y, run.size, vec![run])),
        }
    }
    lines.into_iter().map(|(_, _, line)| pieces(line)).filter(|line| !line.is_empty()).collect()
}

/// Divides a line at its wide gaps; drops what is drawn twice.
fn pieces(mut line: Vec<Run>) -> Vec<Piece> {
    line.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut pieces = Vec::new();
    let mut open: Vec<Run> = Vec::new();
    let mut right = f32::MIN;
    for run in line {
        let again = |other: &Run| {
            other.text == run.text
                && (other.x - run.x).abs() < 0.12 * run.size
                && (other.y - run.y).abs() < 0.12 * run.size
        };
        if open.iter().rev().take(4).any(again) && !run.text.trim().is_empty() {
            continue;
        }
        if !open.is_empty() && run.x - right > STRIP * run.size {
            pieces.push(Piece::of(std::mem::take(&mut open)));
        }
        right = run.right().max(if open.is_empty() { f32::MIN } else { right });
        open.push(run);
    }
    if !open.is_empty() {
        pieces.push(Piece::of(open));
    }
    pieces.retain(|piece| piece.runs.iter().any(|run| !run.text.trim().is_empty()));
    pieces
}

/// Puts the pieces of a page into columns, in reading order; `rtl` pages
/// begin on the right.
pub(super) fn columns(pieces: Vec<Piece>, rtl: bool) -> Vec<Vec<Piece>> {
    let mut columns = Vec::new();
    divide(pieces, rtl, DEEPEST, &mut columns);
    columns
}

fn divide(pieces: Vec<Piece>, rtl: bool, depth: usize, out: &mut Vec<Vec<Piece>>) {
    let best = if depth > 0 { best_zone(&pieces) } else { None };
    let Some(Zone { strip, top, bottom }) = best else {
        if !pieces.is_empty() {
            out.push(pieces);
        }
        return;
    };
    let mut parts: [Vec<Piece>; 4] = Default::default();
    for piece in pieces {
        let at = match () {
            () if piece.y < top => 0,
            () if piece.y > bottom => 3,
            () if (piece.left + piece.right) / 2.0 < strip => 1 + usize::from(rtl),
            () => 2 - usize::from(rtl),
        };
        parts[at].push(piece);
    }
    for part in parts {
        divide(part, rtl, depth - 1, out);
    }
}

/// Where pieces stand on both sides of a strip and none crosses it.
struct Zone {
    strip: f32,
    top: f32,
    bottom: f32,
}

/// The zone with the most lines.
fn best_zone(pieces: &[Piece]) -> Option<Zone> {
    let mut found: Option<(usize, Zone)> = None;
    for strip in strips(pieces) {
        for (lines, zone) in zones(pieces, strip) {
            if found.as_ref().is_none_or(|(most, _)| lines > *most) {
                found = Some((lines, zone));
            }
        }
    }
    found.map(|(_, zone)| zone)
}

/// The middles of the gaps between neighbours of a page, those that come
/// often first. Neighbours need not stand on the same line.
fn strips(pieces: &[Piece]) -> Vec<f32> {
    let mut counted: Vec<(usize, f32)> = Vec::new();
    let mut lefts: Vec<f32> = pieces.iter().map(|piece| piece.left).collect();
    lefts.sort_by(f32::total_cmp);
    for piece in pieces {
        let from = lefts.partition_point(|left| *left < piece.right + STRIP * 0.5 * piece.size);
        let Some(next) = lefts.get(from) else { continue };
        let middle = (piece.right + next) / 2.0;
        let same = |(_, strip): &&mut (usize, f32)| (strip - middle).abs() < 0.4 * piece.size;
        if let Some((count, _)) = counted.iter_mut().find(same) {
            *count += 1;
        } else if counted.len() < 400 {
            counted.push((1, middle));
        }
    }
    counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    counted.into_iter().take(MOST_STRIPS).map(|(_, strip)| strip).collect()
}

/// The stretches of a page in which nothing crosses a strip and both sides
/// are columns of text, with the number of lines.
fn zones(pieces: &[Piece], strip: f32) -> Vec<(usize, Zone)> {
    let crosses = |piece: &Piece| {
        piece.left < strip - 0.1 * piece.size && piece.right > strip + 0.1 * piece.size
    };
    let mut sorted: Vec<&Piece> = pieces.iter().collect();
    sorted.sort_by(|a, b| a.y.total_cmp(&b.y));
    sorted
        .split(|piece| crosses(piece))
        .filter_map(|inside| {
            let side = |left: bool| {
                inside.iter().copied().filter(move |piece| (piece.left < strip) == left)
            };
            let (left, right) = (side(true).count(), side(false).count());
            let fits =
                left.min(right) >= FEWEST_LINES && is_text(side(true)) && is_text(side(false));
            // A full line above or below may reach into the zone by a part
            // of a line: the zone ends where its own lines do.
            let (first, last) = (inside.first()?, inside.last()?);
            let zone = Zone { strip, top: first.y, bottom: last.y };
            fits.then_some((left + right, zone))
        })
        .collect()
}

/// Whether pieces are lines of text rather than cells of a table, which are
/// narrow.
fn is_text<'a>(pieces: impl Iterator<Item = &'a Piece>) -> bool {
    let (mut width, mut count) = (0.0, 0.0);
    for piece in pieces {
        width += piece.width() / piece.size;
        count += 1.0;
    }
    width >= NARROWEST * count
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines as `x y text`; a letter is 5 points wide.
    fn page(lines: &[(f32, f32, &str)]) -> Vec<Run> {
        let run = |&(x, y, text): &(f32, f32, &str)| Run {
            text: text.to_owned(),
            x,
            y,
            width: text.chars().map(|_| 5.0).sum(),
            size: 10.0,
            bold: false,
            artifact: false,
        };
        lines.iter().map(run).collect()
    }

    fn read(runs: Vec<Run>, rtl: bool) -> Vec<String> {
        let pieces = lines(runs).into_iter().flatten().collect();
        let text = |column: &Vec<Piece>| {
            let runs = column.iter().flat_map(|piece| &piece.runs);
            runs.map(|run| run.text.chars().take(2).collect::<String>())
                .collect::<Vec<_>>()
                .join(" ")
        };
        columns(pieces, rtl).iter().map(text).collect()
    }

    const LEFT: &str = "aa is a line of the left";
    const RIGHT: &str = "bb is a line of the right";

    #[test]
    fn two_columns_under_a_heading() {
        let mut runs = page(&[(50.0, 10.0, "hh heading over both of the columns on this page")]);
        for y in [30.0, 42.0, 54.0, 66.0] {
            runs.extend(page(&[(50.0, y, LEFT), (200.0, y + 1.0, RIGHT)]));
        }
        assert_eq!(read(runs.clone(), false), ["hh", "aa aa aa aa", "bb bb bb bb"]);
        assert_eq!(read(runs, true), ["hh", "bb bb bb bb", "aa aa aa aa"]);
    }

    #[test]
    fn a_table_stays_in_rows() {
        let mut runs = Vec::new();
        for y in [30.0, 42.0, 54.0, 66.0] {
            runs.extend(page(&[(50.0, y, "aa name"), (200.0, y, "bb 12"), (300.0, y, "cc 13")]));
        }
        assert_eq!(read(runs, false), ["aa bb cc aa bb cc aa bb cc aa bb cc"]);
    }

    #[test]
    fn what_is_drawn_twice_stands_once() {
        let runs = page(&[(50.0, 10.0, LEFT), (50.4, 10.2, LEFT), (50.0, 22.0, LEFT)]);
        assert_eq!(read(runs, false), ["aa aa"]);
    }
}
