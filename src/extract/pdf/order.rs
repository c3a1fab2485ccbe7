//! Letters in the order of the page -> text in the order of reading. Lines of
//! right-to-left scripts are turned round, numbers and foreign words within
//! them stay as they are, marks follow their letter. Works on glyphs with
//! places, so that it does not matter in which order a file draws them.

use super::glyphs::Run;

/// Whether a letter belongs to a script written from right to left.
pub(super) const fn is_rtl(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && !is_arabic_digit(letter)
}

const fn is_arabic_digit(letter: char) -> bool {
    matches!(letter, '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}')
}

/// Marks of Hebrew and Arabic, which have a place of their own in a line but
/// belong to a letter.
const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}'
        | '\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}'
        | '\u{6ea}'..='\u{6ed}')
}

/// A gap between two runs, in parts of the size of the font, from which on
/// it is a space. Fonts have spaces of 0.2 to 0.35, letters hardly any gap.
const SPACE: f32 = 0.16;
/// How a page is written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Writing {
    /// Whether lines run from right to left.
    pub(super) rtl: bool,
    /// Whether the file draws right-to-left letters as if they ran from left
    /// to right: so do programs that know nothing of such scripts.
    unturned: bool,
    /// From the place of a mark to the middle of its shape, in parts of the
    /// size of the font.
    shift: f32,
}

/// The text of the runs of one line, which come from left to right. `cells`
/// are the places where cells of a table begin.
pub(super) fn text(runs: &[Run], writing: Writing, cells: &[f32]) -> String {
    if runs.iter().any(|run| run.text.chars().any(is_rtl)) {
        let mut units = units(runs, writing, cells);
        match writing {
            Writing { unturned: true, .. } => {}
            Writing { rtl: true, .. } => turn_line(&mut units),
            Writing { rtl: false, .. } => turn_words(&mut units),
        }
        return units.into_iter().map(|unit| unit.text).collect();
    }
    // A line of figures or foreign words on such a page keeps its order.
    let mut text = String::new();
    for (at, run) in runs.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &runs[at]);
        match before.and_then(|before| between(before, run, cells)) {
            Some('\t') => {
                text.truncate(text.trim_end().len());
                text.push('\t');
            }
            Some(space) => text.push(space),
            None => {}
        }
        for letter in run.text.chars() {
            // What looks like columns may only be a line spread wide.
            if !(letter == ' ' && text.ends_with([' ', '\t'])) {
                text.push(letter);
            }
        }
    }
    text
}

/// What the gap between two runs stands for.
fn between(before: &Run, next: &Run, cells: &[f32]) -> Option<char> {
    let gap = (next.x - before.right()) / before.size.max(next.size);
    if cells.iter().any(|cell| (next.x - cell).abs() < f32::EPSILON) {
        return Some('\t');
    }
    let unspaced = |letter: Option<char>| letter.is_some_and(is_unspaced);
    let tight = unspaced(before.text.chars().next_back()) && unspaced(next.text.chars().next());
    let spaced = before.text.ends_with(' ') || next.text.starts_with(' ');
    (gap >= SPACE && !tight && !spaced).then_some(' ')
}

/// Letters of scripts without spaces, their signs, and quotation marks, which
/// fonts of theirs set wide.
const fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}' | '\u{e00}'..='\u{e7f}' | '“' | '”' | '‘' | '’' | '—' | '…' | '·'
        | '\u{20000}'..='\u{3ffff}')
}

/// One or more letters that keep their order.
struct Unit {
    text: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Right,
    Left,
    Digit,
    Neutral,
}

fn kind(text: &str) -> Kind {
    match text.chars().next() {
        Some(letter) if is_rtl(letter) => Kind::Right,
        Some(letter) if letter.is_numeric() || matches!(letter, '%' | '٪') => Kind::Digit,
        Some(letter) if letter.is_alphabetic() => Kind::Left,
        _ => Kind::Neutral,
    }
}

/// The letters of a line with their marks, and a space for every gap.
fn units(runs: &[Run], writing: Writing, cells: &[f32]) -> Vec<Unit> {
    let marks_of = marks(runs, writing.shift);
    let least = least_space(runs);
    let mut units: Vec<Unit> = Vec::new();
    let mut before: Option<&Run> = None;
    for (at, run) in runs.iter().enumerate() {
        let blank = run.text.trim().is_empty();
        let is_mark = run.text.chars().all(is_mark);
        if is_mark || (blank && run.width < least) {
            continue;
        }
        let gap = before.and_then(|before| between(before, run, cells)).or(blank.then_some(' '));
        if let Some(space) = gap {
            let spaced = units.last().is_none_or(|unit| unit.text.trim().is_empty());
            if !spaced || space == '\t' {
                units.push(Unit { text: space.into(), kind: Kind::Neutral });
            }
        }
        if !blank {
            let mut text = run.text.clone();
            marks_of.iter().filter(|(of, _)| *of == at).for_each(|(_, mark)| text.push_str(mark));
            let kind = kind(&text);
            units.push(Unit { text, kind });
        }
        before = Some(run);
    }
    units
}

/// Half the width of a usual space of the line: a narrower one only moves
/// two letters apart.
fn least_space(runs: &[Run]) -> f32 {
    let blank = runs.iter().filter(|run| run.text.trim().is_empty());
    let mut widths: Vec<f32> = blank.map(|run| run.width / run.size).collect();
    widths.sort_by(f32::total_cmp);
    let size = runs.first().map_or(0.0, |run| run.size);
    widths.get(widths.len() / 2).map_or(0.0, |width| width * size * 0.55)
}

/// The marks of a line by the position of the letter that each stands over.
fn marks(runs: &[Run], shift: f32) -> Vec<(usize, String)> {
    let marks = runs.iter().filter(|run| is_mark_run(run));
    let found = marks.filter_map(|mark| {
        let letters = runs.iter().enumerate().filter(|(_, run)| takes_marks(run));
        let distance = |run: &Run| off_middle(mark, run, shift);
        let (letter, _) = letters.min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)))?;
        Some((letter, mark.text.clone()))
    });
    found.collect()
}

fn is_mark_run(run: &Run) -> bool {
    !run.text.is_empty() && run.text.chars().all(is_mark)
}

fn takes_marks(run: &Run) -> bool {
    run.text.chars().any(|letter| is_rtl(letter) && letter.is_alphabetic() && !is_mark(letter))
}

/// How far a mark stands from the middle of a letter, in parts of the width
/// of the letter or so.
fn off_middle(mark: &Run, letter: &Run, shift: f32) -> f32 {
    let at = mark.x + mark.width / 2.0 + shift * mark.size;
    (at - (letter.x + letter.width / 2.0)).abs() / (letter.width + 0.2 * letter.size)
}

impl Writing {
    /// Judges a page by its lines.
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a [Run]> + Clone, rtl: bool) -> Self {
        // Fonts place marks before, over or after where they are drawn.
        const SHIFTS: [f32; 5] = [0.0, 0.26, -0.26, 0.5, -0.5];
        let off = |shift: f32| -> f32 {
            let lines = lines.clone().filter(|runs| runs.iter().any(is_mark_run));
            let off = lines.take(60).map(|runs| {
                let marks = runs.iter().filter(|run| is_mark_run(run));
                let nearest = |mark: &Run| {
                    let letters = runs.iter().filter(|run| takes_marks(run));
                    letters.map(|letter| off_middle(mark, letter, shift)).fold(1.0, f32::min)
                };
                marks.map(nearest).sum::<f32>()
            });
            off.sum()
        };
        let shift = SHIFTS.into_iter().min_by(|a, b| off(*a).total_cmp(&off(*b)));
        let writing = Self { rtl, unturned: false, shift: shift.unwrap_or_default() };
        let turned = well_formed(lines.clone(), writing);
        let unturned = Self { unturned: true, ..writing };
        if well_formed(lines, unturned) > turned { unturned } else { writing }
    }
}

/// How many words of a page have a form that words must have, less those
/// with one that they cannot have: the Arabic article and the round ta, the
/// last forms of Hebrew letters.
fn well_formed<'a>(lines: impl Iterator<Item = &'a [Run]>, writing: Writing) -> i32 {
    let mut sum = 0;
    let lines = lines.filter(|runs| runs.iter().any(|run| run.text.chars().any(is_rtl)));
    for line in lines.take(60) {
        for word in text(line, writing, &[]).split(|letter: char| !letter.is_alphabetic()) {
            let last = |letter: char| matches!(letter, 'ة' | 'ى' | 'ם' | 'ן' | 'ץ' | 'ף' | 'ך');
            let long = word.chars().nth(3).is_some();
            let good = word.ends_with(last) || long && word.starts_with("ال");
            let bad = word.starts_with(last) || long && word.ends_with("لا");
            sum += i32::from(good) - i32::from(bad);
        }
    }
    sum
}

/// Turns a line that is written from right to left: all of it, and then what
/// runs from left to right within it back.
fn turn_line(units: &mut [Unit]) {
    units.reverse();
    turn_runs(units, |kind| matches!(kind, Kind::Left | Kind::Digit), Kind::Right);
    mirror(units);
}

/// Turns the words of right-to-left scripts within a line of another.
fn turn_words(units: &mut [Unit]) {
    turn_runs(units, |kind| kind == Kind::Right, Kind::Left);
}

/// Reverses every run of the units that belong together, with the neutral
/// ones between them; between digits only marks of numbers.
fn turn_runs(units: &mut [Unit], belongs: fn(Kind) -> bool, other: Kind) {
    let mut at = 0;
    while at < units.len() {
        if !belongs(units[at].kind) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        let mut next = end;
        while next < units.len() && units[next].kind != other {
            let unit = &units[next];
            if belongs(unit.kind) && joins(&units[end - 1..=next]) {
                end = next + 1;
            } else if unit.text == "\t" {
                break;
            }
            next += 1;
        }
        units[at..end].reverse();
        at = end;
    }
}

/// Whether two units and what stands between them are one run: anything
/// between letters, but between two numbers only a mark of numbers. A dash
/// is none: `16–23` stands the other way round on such a page (UAX #9).
fn joins(units: &[Unit]) -> bool {
    let [first, inner @ .., last] = units else { return true };
    let numbers = first.kind == Kind::Digit && last.kind == Kind::Digit;
    let mark = |unit: &Unit| matches!(unit.text.as_str(), "." | "," | ":" | "/" | "٫" | "٬");
    !numbers || inner.is_empty() || inner.len() == 1 && mark(&inner[0])
}

/// Turns brackets round where the file has them as they look: the first of a
/// line then closes.
fn mirror(units: &mut [Unit]) {
    let side = |text: &str| match text {
        "(" | "[" | "{" | "«" | "<" => 1,
        ")" | "]" | "}" | "»" | ">" => -1,
        _ => 0,
    };
    let sides: Vec<i32> =
        units.iter().map(|unit| side(&unit.text)).filter(|side| *side != 0).collect();
    let wrong = sides.windows(2).filter(|pair| pair == &[-1, 1]).count();
    let right = sides.windows(2).filter(|pair| pair == &[1, -1]).count();
    let lonely = sides.len() == 1;
    if wrong <= right && !lonely || lonely && !opens_wrong(units, side) {
        return;
    }
    for unit in units.iter_mut().filter(|unit| side(&unit.text) != 0) {
        unit.text = match unit.text.as_str() {
            "(" => ")",
            ")" => "(",
            "[" => "]",
            "]" => "[",
            "{" => "}",
            "}" => "{",
            "«" => "»",
            "»" => "«",
            "<" => ">",
            _ => "<",
        }
        .to_owned();
    }
}

/// Whether a lonely bracket has its space on the wrong side: after one that
/// opens, or before one that closes.
fn opens_wrong(units: &[Unit], side: impl Fn(&str) -> i32) -> bool {
    let blank = |at: Option<usize>| {
        at.and_then(|at| units.get(at)).is_none_or(|unit| unit.text.trim().is_empty())
    };
    let Some(at) = units.iter().position(|unit| side(&unit.text) != 0) else { return false };
    let (before, after) = (blank(at.checked_sub(1)), blank(Some(at + 1)));
    before != after && (side(&units[at].text) == 1) == after
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One run a letter, from left to right as they stand on the page; a
    /// letter is half as wide as it is high, a mark has no width.
    fn runs(page: &str) -> Vec<Run> {
        let mut x = 0.0;
        let run = |letter: char| {
            let width = if is_mark(letter) { 0.0 } else { 5.0 };
            x += width;
            let (x, text) = (x - width, letter.to_string());
            Run { text, x, y: 0.0, width, size: 10.0, bold: false, artifact: false }
        };
        page.chars().map(run).collect()
    }

    /// Reads a line of a page that is written from right to left.
    fn case(page: &str, expected: &str) {
        let runs = runs(page);
        let writing = Writing::of(std::iter::once(runs.as_slice()), true);
        assert_eq!(text(&runs, writing, &[]), expected);
    }

    #[test]
    fn lines_are_turned_round() {
        case("םירוגמ רתיה", "היתר מגורים");
        case("ةرجهلا", "الهجرة");
        // Numbers and foreign words keep their order.
        case("2018 ماع IOM ةمظنم", "منظمة IOM عام 2018");
        case("1,250.5 ةرجهلا", "الهجرة 1,250.5");
        // A dash is no part of a number.
        case("2020–2018 ةرجهلا", "الهجرة 2018–2020");
        // Brackets come as they look.
        case(")IOM( ةرجهلا", "الهجرة (IOM)");
    }

    #[test]
    fn lines_that_nobody_turned_stay() {
        case("היתר מגורים", "היתר מגורים");
    }

    #[test]
    fn marks_follow_their_letter() {
        let mut line = runs("بتك");
        line.push(Run { text: "\u{64f}".into(), x: 12.5, width: 0.0, ..line[0].clone() });
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
        let writing = Writing::of(std::iter::once(line.as_slice()), true);
        assert_eq!(text(&line, writing, &[]), "ك\u{64f}تب");
    }

    #[test]
    fn spaces_are_gaps() {
        let run = |text: &str, x: f32, width: f32| Run {
            text: text.to_owned(),
            x,
            y: 0.0,
            width,
            size: 10.0,
            bold: false,
            artifact: false,
        };
        let plain = Writing::default();
        let line = [run("legal ", 0.0, 30.0), run("iden", 30.0, 20.0), run("tity", 50.5, 20.0)];
        assert_eq!(text(&line, plain, &[]), "legal identity");
        let row = [run("Name", 0.0, 20.0), run("Share", 60.0, 20.0)];
        assert_eq!(text(&row, plain, &[]), "Name Share");
        assert_eq!(text(&row, plain, &[60.0]), "Name\tShare");
        let chinese = [run("移民“", 0.0, 30.0), run("工人", 33.0, 20.0), run("IOM", 56.0, 20.0)];
        assert_eq!(text(&chinese, plain, &[]), "移民“工人 IOM");
    }
}
