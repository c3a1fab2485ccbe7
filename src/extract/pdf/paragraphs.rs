//! Lines -> paragraphs: by the space above a line, its indent, its size, and
//! by whether the line before had room for its first word. A paragraph that
//! runs over the end of a column or page is put together again. Keeps line
//! ends, so that broken words are joined where all formats have them joined.

use crate::document::Role;

use super::{super::layout, lines::Line};

/// A paragraph, heading, item or row with the lines that it has.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    /// What it is.
    pub(super) role: Role,
    /// Its lines.
    pub(super) lines: Vec<Line>,
    /// The page, from 1.
    pub(super) page: u32,
    /// The first line's number in the file, from 1.
    pub(super) number: u32,
    /// Where the lines of its column end.
    edge: f32,
    /// Whether its first line is indented.
    indented: bool,
}

impl Paragraph {
    /// A paragraph of furniture.
    pub(super) fn furniture(line: Line, page: u32, number: u32) -> Self {
        let edge = line.end;
        Self { role: Role::Furniture, lines: vec![line], page, number, edge, indented: false }
    }

    /// The text, its lines divided by `\n`.
    pub(super) fn text(&self) -> String {
        let texts: Vec<&str> = self.lines.iter().map(|line| line.text.as_str()).collect();
        texts.join("\n")
    }

    fn is_row(&self) -> bool {
        matches!(self.lines.as_slice(), [line] if is_row(&line.text))
    }
}

/// How the text of a document is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    /// The size of most of the text.
    size: f32,
    /// Whether most of the text is bold.
    bold: bool,
    /// From one line to the next, in parts of the size.
    leading: f32,
}

impl Setting {
    /// Judges the lines of all columns.
    pub(super) fn of(columns: &[&[Line]]) -> Self {
        let lines = || columns.iter().flat_map(|lines| lines.iter());
        let weight = |line: &Line| line.text.len();
        let mut sizes: Vec<(f32, usize)> = lines().map(|line| (line.size, weight(line))).collect();
        let size = median(&mut sizes).unwrap_or(10.0);
        let total: usize = lines().map(weight).sum();
        let bold: usize = lines().filter(|line| line.bold).map(weight).sum();
        let pairs = columns.iter().flat_map(|lines| lines.windows(2));
        let steps = pairs.filter(|pair| pair[0].is_like(&pair[1]));
        let steps = steps.map(|pair| (pair[1].y - pair[0].y) / pair[0].size);
        let mut steps: Vec<f32> = steps.filter(|step| (0.8..3.2).contains(step)).collect();
        steps.sort_by(f32::total_cmp);
        Self { size, bold: bold * 2 > total, leading: usual(&steps).unwrap_or(1.2) }
    }
}

/// The middle of weighed values.
fn median(values: &mut [(f32, usize)]) -> Option<f32> {
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = values.iter().map(|(_, weight)| weight).sum::<usize>() / 2;
    let mut sum = 0;
    values
        .iter()
        .find(|(_, weight)| {
            sum += weight;
            sum > half
        })
        .map(|(value, _)| *value)
}

/// The smallest of sorted values that a good part of them have.
fn usual(steps: &[f32]) -> Option<f32> {
    let near = |from: f32| {
        let end = steps.partition_point(|step| *step < from + 0.08);
        end - steps.partition_point(|step| *step < from)
    };
    let often = steps.iter().find(|step| near(**step) * 5 >= steps.len());
    often.or(steps.get(steps.len() / 2)).copied()
}

/// Divides the lines of one column into paragraphs; `number` is that of its
/// first line.
pub(super) fn of_column(
    lines: Vec<Line>,
    setting: Setting,
    page: u32,
    number: u32,
) -> Vec<Paragraph> {
    let edge = lines.iter().map(|line| line.end).fold(f32::MIN, f32::max);
    let mut found: Vec<Paragraph> = Vec::new();
    let mut number = number;
    for chunk in chunks(lines, setting) {
        let form = Form::of(&chunk, edge);
        let from = found.len();
        for line in chunk {
            let indented = form.indents(&line);
            let joined = found.get_mut(from..).and_then(<[_]>::last_mut);
            match joined {
                Some(open) if goes_on(open, &line, &form) => open.lines.push(line),
                _ => found.push(Paragraph {
                    role: Role::Body,
                    lines: vec![line],
                    page,
                    number,
                    edge,
                    indented,
                }),
            }
            number = number.saturating_add(1);
        }
    }
    for paragraph in &mut found {
        if is_heading(paragraph, setting) {
            paragraph.role = Role::Heading;
        }
    }
    found
}

/// Divides lines where the space, the size or the weight changes.
fn chunks(lines: Vec<Line>, setting: Setting) -> Vec<Vec<Line>> {
    let mut chunks: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        let before = chunks.last().and_then(|chunk| chunk.last());
        let fits = before.is_some_and(|before| {
            let step = (line.y - before.y) / before.size.max(line.size);
            let most = (setting.leading * 1.18).max(setting.leading + 0.12);
            before.is_like(&line)
                && (before.bold == line.bold || !stands_out(before) && !stands_out(&line))
                && step > 0.0
                && step <= most
        });
        match chunks.last_mut().filter(|_| fits) {
            Some(chunk) => chunk.push(line),
            None => chunks.push(vec![line]),
        }
    }
    chunks
}

/// Whether a line is bold as headings are: with letters, and not within a
/// sentence that goes on.
fn stands_out(line: &Line) -> bool {
    line.bold && line.text.chars().any(char::is_alphabetic)
}

/// Whether a line is a row of a table or of a table of contents. Figures
/// alone may be the end of a sentence.
fn is_row(text: &str) -> bool {
    text.contains('\t') || layout::is_row(text) && text.chars().any(char::is_alphabetic)
}

/// Whether a line goes on with an open paragraph of the same chunk.
fn goes_on(open: &Paragraph, line: &Line, form: &Form) -> bool {
    let Form { start, own_edge, edge, .. } = *form;
    let [.., last] = open.lines.as_slice() else { return false };
    if is_row(&last.text) || is_row(&line.text) {
        return false;
    }
    let unfinished = layout::is_open(&last.text);
    let first = &open.lines[0];
    let mark = layout::marker(&first.text);
    if let Some(next) = layout::marker(&line.text) {
        let within = next.is_soft() && unfinished && !last.has_room(line, edge);
        return within && mark != Some(next);
    }
    let low = line.text.starts_with(char::is_lowercase);
    let hanging = mark.is_some() && !form.indents(first);
    let begins = match form.hanging {
        true => !form.indents(line) && form.indents(last),
        false => form.indents(line) && !hanging,
    };
    if begins && !(low && unfinished) {
        return false;
    }
    if unfinished && low {
        return !last.has_room(line, edge) || (own_edge - last.end) * 2.0 < own_edge - start;
    }
    // How wide a word is, is only known about.
    !last.has_room(line, if unfinished { own_edge - 1.2 * line.size } else { edge })
}

/// Where the lines of a chunk start and end.
struct Form {
    /// Where the first to start does.
    start: f32,
    /// Where the last to end does.
    own_edge: f32,
    /// Where the lines of the column end.
    edge: f32,
    /// Whether all lines of a paragraph but the first are indented.
    hanging: bool,
}

impl Form {
    fn of(chunk: &[Line], edge: f32) -> Self {
        let start = chunk.iter().map(|line| line.start).fold(f32::MAX, f32::min);
        let own_edge = chunk.iter().map(|line| line.end).fold(f32::MIN, f32::max);
        let mut form = Self { start, own_edge, edge, hanging: false };
        let indented = chunk.iter().filter(|line| form.indents(line)).count();
        form.hanging = indented * 2 > chunk.len();
        form
    }

    fn indents(&self, line: &Line) -> bool {
        line.start > self.start + 0.7 * line.size
    }
}

/// Puts a paragraph that begins a column after those before it: as part of
/// the one that the column before broke off, or as a new one.
pub(super) fn append(all: &mut Vec<Paragraph>, mut column: Vec<Paragraph>, setting: Setting) {
    let from = column.iter().position(|next| next.role != Role::Furniture);
    if let Some(at) = from
        && let Some(open) = broken_off(all, &column[at], setting)
    {
        let next = column.remove(at);
        all[open].edge = next.edge;
        all[open].lines.extend(next.lines);
    }
    all.append(&mut column);
}

/// The most notes and lines of furniture between the parts of a paragraph.
const LOOK_BACK: usize = 200;

/// The paragraph that breaks off at the end of the last column and goes on
/// with `next`: the last one that is set like it, notes in smaller type and
/// furniture aside.
fn broken_off(all: &[Paragraph], next: &Paragraph, setting: Setting) -> Option<usize> {
    let first = next.lines.first()?;
    if next.role != Role::Body || next.is_row() {
        return None;
    }
    let small = |line: &Line| line.size < first.size * 0.94 && line.size < setting.size * 0.94;
    let aside =
        |one: &Paragraph| one.role == Role::Furniture || one.lines.first().is_some_and(small);
    let recent = all.len().saturating_sub(LOOK_BACK);
    let at = recent + all[recent..].iter().rposition(|one| !aside(one))?;
    let open = &all[at];
    let last = open.lines.last()?;
    let far = next.page > open.page.saturating_add(1) && open.lines.len() < 2;
    if open.role != Role::Body || open.is_row() || !last.is_like(first) || far {
        return None;
    }
    let unfinished = layout::is_open(&last.text);
    let room = last.has_room(first, open.edge);
    let low = first.text.starts_with(char::is_lowercase);
    let marked = layout::marker(&first.text).is_some();
    let goes_on = match () {
        () if marked => unfinished && !room && low,
        () if unfinished && low => true,
        () => !room && !next.indented,
    };
    goes_on.then_some(at)
}

/// The most lines and characters of a heading.
const LONGEST: (usize, usize) = (4, 220);

/// Whether a paragraph is set as a heading: larger than the text, or bold
/// beside text that is not, short, and not a whole sentence.
fn is_heading(paragraph: &Paragraph, setting: Setting) -> bool {
    let Some(first) = paragraph.lines.first() else { return false };
    let characters: usize = paragraph.lines.iter().map(|line| line.text.chars().count()).sum();
    let short = paragraph.lines.len() <= LONGEST.0 && characters <= LONGEST.1;
    let last = paragraph.lines.last().map_or("", |line| line.text.as_str());
    let ends_open = layout::is_open(last) || last.ends_with(['?', '؟', '？', '!']);
    let letters = first.text.chars().any(char::is_alphabetic);
    let large = first.size >= setting.size * 1.12;
    let bold = first.bold && !setting.bold && first.size >= setting.size * 0.94;
    let bullet = layout::marker(&first.text).is_some_and(|mark| !mark.counts());
    short && letters && ends_open && (large || bold) && !bullet && !paragraph.is_row()
}
