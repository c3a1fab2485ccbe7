//! Running headers, footers and page numbers: lines at the top or bottom of
//! pages that come again at the same place, numbers aside. Looks only at the
//! outermost lines, so that a sentence repeated within the text stays.

use std::collections::HashMap;

/// A line of a page as far as it matters here.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    /// The text.
    pub(super) text: String,
    /// Where it stands, downwards.
    pub(super) y: f32,
    /// The size of the font.
    pub(super) size: f32,
    /// Whether the file itself says that it is no content.
    pub(super) artifact: bool,
}

/// How many lines at the top and at the bottom of a page may be furniture.
const DEPTH: usize = 4;
/// How far apart, in points, lines at the same place may stand.
const SAME_PLACE: f32 = 2.5;
/// The longest running header, in characters.
const LONGEST: usize = 160;

/// Tells for every line of every page whether it is furniture; lines come
/// from top to bottom.
pub(super) fn mark(pages: &[Vec<Edge>]) -> Vec<Vec<bool>> {
    let repeats = Repeats::of(pages);
    let mut marks: Vec<Vec<bool>> = Vec::with_capacity(pages.len());
    for (page, lines) in pages.iter().enumerate() {
        let mut marked: Vec<bool> = lines.iter().map(|line| line.artifact).collect();
        let (top, bottom) = edges(lines.len());
        // From the outside in: what stands inside content is content.
        for range in [Vec::from_iter(top), bottom.rev().collect()] {
            for at in range {
                marked[at] |= repeats.has(pages, page, at);
                if !marked[at] {
                    break;
                }
            }
        }
        marks.push(marked);
    }
    mark_same_place(pages, &mut marks);
    marks
}

/// The positions of the lines at the top and at the bottom; none is both.
fn edges(lines: usize) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
    let top = DEPTH.min(lines.div_ceil(2));
    (0..top, lines.saturating_sub(DEPTH).max(top)..lines)
}

/// The lines at the edges of all pages by their text without numbers.
struct Repeats {
    places: HashMap<String, Vec<(usize, f32)>>,
}

impl Repeats {
    fn of(pages: &[Vec<Edge>]) -> Self {
        let mut places: HashMap<String, Vec<(usize, f32)>> = HashMap::new();
        for (page, lines) in pages.iter().enumerate() {
            let (top, bottom) = edges(lines.len());
            for line in top.chain(bottom).map(|at| &lines[at]) {
                places.entry(key(&line.text)).or_default().push((page, line.y));
            }
        }
        Self { places }
    }

    /// Whether a line comes again on another page, or is the number of its
    /// page.
    fn has(&self, pages: &[Vec<Edge>], page: usize, at: usize) -> bool {
        let line = &pages[page][at];
        let key = key(&line.text);
        if key.chars().count() > LONGEST {
            return false;
        }
        let outermost = at == 0 || at + 1 == pages[page].len();
        if folio(&line.text).is_some() || !key.chars().any(char::is_alphabetic) {
            return outermost && (runs_on(pages, page, line) || is_own_number(line, page, pages));
        }
        let places = self.places.get(&key).map_or(&[][..], Vec::as_slice);
        let near = |(other, y): &&(usize, f32)| *other != page && (y - line.y).abs() <= SAME_PLACE;
        let fewest = if pages.len() < 4 || outermost { 1 } else { 2 };
        places.iter().filter(near).nth(fewest - 1).is_some() || is_own_number(line, page, pages)
    }
}

/// Whether a number goes on with the pages: as much more on a page near by,
/// at the same place, as that is later.
fn runs_on(pages: &[Vec<Edge>], page: usize, line: &Edge) -> bool {
    let Some(number) = folio(&line.text) else { return false };
    (-4_i64..=4).filter(|later| *later != 0).any(|later| {
        let other = isize::try_from(later).ok().and_then(|later| page.checked_add_signed(later));
        let lines = other.and_then(|other| pages.get(other));
        let outer = lines.into_iter().flat_map(|lines| [lines.first(), lines.last()]).flatten();
        outer.into_iter().any(|edge| {
            (edge.y - line.y).abs() <= SAME_PLACE * 2.0 && folio(&edge.text) == Some(number + later)
        })
    })
}

/// A text without its numbers, in small letters.
fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
        if letter.is_numeric() {
            if !key.ends_with('#') {
                key.push('#');
            }
        } else {
            key.extend(letter.to_lowercase());
        }
    }
    key
}

/// The page number that a line is and nothing else: `12`, `- 12 -`, `xii`.
fn folio(text: &str) -> Option<i64> {
    let bare = text.trim_matches(|letter: char| !letter.is_alphanumeric());
    if bare.is_empty() || bare.len() > 8 {
        return None;
    }
    let digits: Option<String> = bare
        .chars()
        .map(|letter| letter.to_digit(10).or_else(|| eastern(letter)))
        .map(|digit| digit.and_then(|digit| char::from_digit(digit, 10)))
        .collect();
    digits.and_then(|digits| digits.parse().ok()).or_else(|| roman(bare))
}

/// The value of an Arabic-Indic digit.
fn eastern(letter: char) -> Option<u32> {
    let code = u32::from(letter);
    [0x660, 0x6f0].into_iter().find_map(|zero| code.checked_sub(zero).filter(|digit| *digit < 10))
}

/// The value of a roman number up to 89.
fn roman(text: &str) -> Option<i64> {
    let mut total = 0;
    let mut before = 0;
    for letter in text.chars().rev() {
        let value = match letter.to_ascii_lowercase() {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            _ => return None,
        };
        total += if value < before { -value } else { value };
        before = before.max(value);
    }
    Some(total)
}

/// Whether a line says the number of its own page and little else: `3`,
/// `Page 3 of 12`, `3 (12)`. Alone it must be apart from the text.
fn is_own_number(line: &Edge, page: usize, pages: &[Vec<Edge>]) -> bool {
    let numbers: Vec<i64> =
        line.text.split(|letter: char| !letter.is_numeric()).filter_map(folio).collect();
    let is = |number: i64, value: usize| i64::try_from(value).is_ok_and(|value| value == number);
    let apart = || {
        let gap = |other: Option<&Edge>| {
            other.is_none_or(|other| (other.y - line.y).abs() > 1.6 * line.size.max(other.size))
        };
        let lines = &pages[page];
        let at = lines.iter().position(|other| (other.y - line.y).abs() < f32::EPSILON);
        at.is_some_and(|at| match at {
            0 => gap(lines.get(1)),
            _ => gap(lines.get(at - 1)),
        })
    };
    match *numbers.as_slice() {
        [number] => folio(&line.text).is_some() && is(number, page + 1) && apart(),
        [number, all] => {
            let short = line.text.split_whitespace().count() <= 5;
            short && is(number, page + 1) && is(all, pages.len()) && apart()
        }
        _ => false,
    }
}

/// Marks the outermost lines that stand apart from the text at a place where
/// those of most pages do: the header names the chapter, or left and right
/// pages have each their own.
fn mark_same_place(pages: &[Vec<Edge>], marks: &mut [Vec<bool>]) {
    if pages.len() < 2 {
        return;
    }
    let mut places: Vec<(f32, usize)> = Vec::new();
    for line in pages.iter().flat_map(|lines| outermost(lines)).map(|(_, line)| line) {
        match places.iter_mut().find(|(y, _)| (y - line.y).abs() <= SAME_PLACE) {
            Some((_, count)) => *count += 1,
            None => places.push((line.y, 1)),
        }
    }
    places.retain(|(_, count)| *count * 3 >= pages.len() * 2);
    for (lines, marked) in pages.iter().zip(marks) {
        for (at, line) in outermost(lines) {
            marked[at] |= places.iter().any(|(y, _)| (y - line.y).abs() <= SAME_PLACE);
        }
    }
}

/// The first and the last line of a page, if they stand apart from the text
/// and are set smaller than it or are short.
fn outermost(lines: &[Edge]) -> impl Iterator<Item = (usize, &Edge)> {
    let step = |a: &Edge, b: &Edge| (b.y - a.y).abs() / a.size.max(b.size);
    let mut steps: Vec<f32> = lines.windows(2).map(|pair| step(&pair[0], &pair[1])).collect();
    steps.sort_by(f32::total_cmp);
    let usual = steps.get(steps.len().saturating_sub(1) / 2).copied().unwrap_or(0.0);
    let mut sizes: Vec<f32> = lines.iter().map(|line| line.size).collect();
    sizes.sort_by(f32::total_cmp);
    let text = sizes.get(sizes.len() / 2).copied().unwrap_or(0.0);
    let ends = [(0, 1), (lines.len().wrapping_sub(1), lines.len().wrapping_sub(2))];
    ends.into_iter().filter_map(move |(at, next)| {
        let (line, next) = (lines.get(at)?, lines.get(next)?);
        let apart = step(line, next) > usual * 1.7;
        let small = line.size < text * 0.94;
        let short = line.text.chars().count() <= if small { LONGEST } else { LONGEST / 2 };
        (apart && short && (small || lines.len() > 8)).then_some((at, line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pages of lines 12 points apart, the first and last further from the
    /// text; returns what is marked.
    fn case(pages: &[&[&str]], expected: &[&str]) {
        let edge = |text: &&str, at: usize, last: usize| {
            let y: f32 = (0..at).map(|_| 12.0).sum();
            let y = match at {
                0 => -20.0,
                at if at == last => 700.0,
                _ => y,
            };
            let size = if at == 0 { 8.0 } else { 10.0 };
            Edge { text: (*text).to_owned(), y, size, artifact: false }
        };
        let pages: Vec<Vec<Edge>> = pages
            .iter()
            .map(|lines| {
                let last = lines.len() - 1;
                lines.iter().enumerate().map(|(at, text)| edge(text, at, last)).collect()
            })
            .collect();
        let marked = mark(&pages);
        let found: Vec<&str> = pages
            .iter()
            .zip(&marked)
            .flat_map(|(lines, marks)| lines.iter().zip(marks))
            .filter(|(_, marked)| **marked)
            .map(|(line, _)| line.text.as_str())
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn headers_and_numbers() {
        case(
            &[
                &["Report", "one text", "more words", "Page 1 of 3"],
                &["Report", "two text", "some", "Page 2 of 3"],
                &["Report", "text", "end", "Page 3 of 3"],
            ],
            &["Report", "Page 1 of 3", "Report", "Page 2 of 3", "Report", "Page 3 of 3"],
        );
    }

    #[test]
    fn left_and_right_pages_and_chapters() {
        case(
            &[
                &["Annual report", "a", "b", "c", "1"],
                &["Chapter one", "d", "e", "f", "2"],
                &["Annual report", "g", "h", "i", "3"],
                &["Chapter one", "j", "k", "l", "4"],
                &["Annual report", "m", "n", "o", "5"],
                &["Chapter two", "p", "q", "r", "6"],
            ],
            &[
                "Annual report",
                "1",
                "Chapter one",
                "2",
                "Annual report",
                "3",
                "Chapter one",
                "4",
                "Annual report",
                "5",
                "Chapter two",
                "6",
            ],
        );
    }

    #[test]
    fn figures_of_a_table_are_no_page_numbers() {
        case(&[&["Text", "a", "b", "120"], &["More", "c", "d", "95"]], &[]);
        case(&[&["Text", "a", "b", "c", "1"]], &["1"]);
        case(&[&["iii", "a", "b"], &["iv", "c", "d"]], &["iii", "iv"]);
    }

    #[test]
    fn the_text_of_one_page_stays() {
        case(&[&["Title", "text", "the end"]], &[]);
        case(&[&["Title", "text", "the end"], &["Other", "text", "words"]], &[]);
    }
}
