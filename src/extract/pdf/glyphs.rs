//! What stands where on a page: runs of glyphs with their place and size,
//! out of the PDF library, in one upright frame whatever way the page or its
//! text is turned. Pages with right-to-left letters come glyph by glyph, as
//! the library's own runs have them in no reliable order. Never joins lines.

use pdf_oxide::{
    PdfDocument,
    fonts::MappingProvenance,
    layout::{TextChar, TextSpan},
};

use super::{garbage, order::is_rtl};

/// A run of glyphs on one line. Lengths are points (1/72 inch).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    /// The text, from left to right as it stands on the page.
    pub(super) text: String,
    /// The left edge.
    pub(super) x: f32,
    /// The line it stands on, downwards.
    pub(super) y: f32,
    /// The width.
    pub(super) width: f32,
    /// The size of the font.
    pub(super) size: f32,
    /// Whether the font is bold.
    pub(super) bold: bool,
    /// Whether the file itself says that it is no content.
    pub(super) artifact: bool,
}

impl Run {
    /// The right edge.
    pub(super) fn right(&self) -> f32 {
        self.x + self.width
    }
}

/// The runs of one page; those that are turned another way than most of the
/// page stand apart, each way by itself.
#[derive(Debug, Default)]
pub(super) struct Glyphs {
    /// The runs by the way they are turned, most of the page first.
    pub(super) frames: Vec<Vec<Run>>,
    /// Characters that the file has no readable encoding for.
    pub(super) unreadable: usize,
    /// Whether lines run from right to left.
    pub(super) rtl: bool,
}

/// Reads a page, numbered from 0.
///
/// # Errors
/// What the library says.
pub(super) fn read(pdf: &PdfDocument, page: usize) -> Result<Glyphs, String> {
    let spans = pdf.extract_spans(page).map_err(|error| error.to_string())?;
    let letters = |rtl: bool| {
        let letters = spans.iter().flat_map(|span| span.text.chars());
        letters.filter(|letter| letter.is_alphabetic() && is_rtl(*letter) == rtl).count()
    };
    let (right, left) = (letters(true), letters(false));
    let mut glyphs = Glyphs { rtl: right > left, ..Glyphs::default() };
    let mut turned: Vec<(i32, Vec<Run>)> = Vec::new();
    if right == 0 {
        for span in &spans {
            let (turn, run) = of_span(span, &mut glyphs.unreadable);
            add(&mut turned, turn, run);
        }
    } else {
        let chars = pdf.extract_chars(page).map_err(|error| error.to_string())?;
        for glyph in &chars {
            let (turn, run) = of_char(glyph, &mut glyphs.unreadable);
            add(&mut turned, turn, run);
        }
    }
    turned.sort_by_key(|(_, runs)| std::cmp::Reverse(runs.len()));
    glyphs.frames = turned.into_iter().map(|(_, runs)| runs).collect();
    Ok(glyphs)
}

fn add(turned: &mut Vec<(i32, Vec<Run>)>, turn: i32, run: Run) {
    let numbers = [run.x, run.y, run.width, run.size];
    if run.text.is_empty() || !numbers.iter().all(|number| number.is_finite()) {
        return;
    }
    match turned.iter_mut().find(|(of, _)| *of == turn) {
        Some((_, runs)) => runs.push(run),
        None => turned.push((turn, vec![run])),
    }
}

/// The fourth of a turn that is nearest to an angle in degrees, as 0, 90,
/// 180 or 270.
fn quarter(degrees: f32) -> i32 {
    let degrees = degrees.rem_euclid(360.0);
    match degrees {
        45.0..135.0 => 90,
        135.0..225.0 => 180,
        225.0..315.0 => 270,
        _ => 0,
    }
}

/// Turns a place upright: `x` to the right, `y` downwards.
fn upright(turn: i32, x: f32, y: f32) -> (f32, f32) {
    match turn {
        90 => (y, x),
        180 => (-x, y),
        270 => (-y, -x),
        _ => (x, -y),
    }
}

fn of_span(span: &TextSpan, unreadable: &mut usize) -> (i32, Run) {
    let applied = span.page_rotation_applied != 0;
    // A column of vertical writing is a line that runs downwards.
    let vertical = span.wmode == 1;
    let turn = match () {
        () if vertical => 270,
        () if applied => 0,
        () => quarter(span.rotation_degrees),
    };
    let (x, y) = upright(turn, span.bbox.x, span.bbox.y);
    let width = if vertical { span.bbox.height } else { span.bbox.width };
    let invented = span.provenance == Some(MappingProvenance::Fallback);
    let text = if invented && garbage::is_doubtful(&span.text) {
        *unreadable += span.text.chars().count();
        String::new()
    } else {
        garbage::readable(&span.text, unreadable)
    };
    let run = Run {
        text,
        x,
        y,
        width: width.max(0.0),
        size: span.font_size.abs().max(1.0),
        bold: span.font_weight.is_bold(),
        artifact: span.artifact_type.is_some(),
    };
    (turn, run)
}

fn of_char(glyph: &TextChar, unreadable: &mut usize) -> (i32, Run) {
    let turn = quarter(-glyph.rotation_degrees);
    let (x, y) = upright(turn, glyph.bbox.x, glyph.bbox.y);
    let mut buffer = [0; 4];
    let run = Run {
        text: garbage::readable(glyph.char.encode_utf8(&mut buffer), unreadable),
        x,
        y,
        width: glyph.bbox.width.max(0.0),
        size: glyph.font_size.abs().max(1.0),
        bold: glyph.font_weight.is_bold(),
        artifact: false,
    };
    (turn, run)
}
