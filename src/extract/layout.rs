//! Layout: whether a text is wrapped at a width or has a paragraph on each
//! line, and which lines belong together. Judges by how full lines are (a
//! wrapped line has no room for the next word) and whether sentences run
//! over their ends. Knows no markup and never joins lists, rows or menus.

use super::lines::{Line, Lines};

/// How the lines of a text make paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// The width in columns at which the text is wrapped; none where each
    /// line is a paragraph.
    width: Option<usize>,
    /// Whether a blank line stands between all lines, so that one of them
    /// says nothing.
    spaced: bool,
}

/// The narrowest and the widest column that a text is taken to be wrapped
/// at: typescript and mail have 55 to 80 columns, reports up to 120.
const WIDTHS: std::ops::RangeInclusive<usize> = 30..=140;

/// How many pairs of lines are looked at; a text keeps its habits.
const SAMPLE: usize = 20_000;

/// Two lines that may be one sentence.
struct Pair {
    width: usize,
    /// The width with the first word of the next line added.
    reach: usize,
    open: bool,
    next: Start,
}

/// How a line begins.
#[derive(Clone, Copy, PartialEq)]
enum Start {
    Lower,
    Upper,
    /// A letter of a script without capitals.
    Caseless,
    Other,
}

impl Layout {
    /// Judges a text.
    pub(super) fn of(text: &str) -> Self {
        let (mut tight, mut loose) = (Vec::new(), Vec::new());
        let mut last: Option<Line<'_>> = None;
        let mut gap = 0;
        for line in Lines::new(text, 1) {
            if line.text.trim().is_empty() {
                gap += 1;
                continue;
            }
            if let Some(last) = last.filter(|_| gap <= 1 && !line.parted) {
                let pairs = if gap == 0 { &mut tight } else { &mut loose };
                pairs.extend(pair(last.text, line.text));
            }
            if tight.len() + loose.len() >= SAMPLE {
                break;
            }
            (last, gap) = (Some(line), 0);
        }
        if let Some(width) = judge(&tight, 50, 25) {
            return Self { width: Some(width), spaced: false };
        }
        // Double spacing asks for stronger signs: there a mistake would join
        // headings and paragraphs that are properly divided.
        let spaced = loose.len() >= 8 && tight.len() * 50 <= loose.len();
        let width = judge(&loose, 60, 40).filter(|_| spaced);
        Self { width, spaced: width.is_some() }
    }

    /// The number of blank lines that do not end a paragraph.
    pub(super) const fn gap(self) -> u32 {
        if self.spaced { 1 } else { 0 }
    }

    /// Whether a line continues the paragraph that ends with `last`.
    /// `first` is the line that the paragraph begins with.
    pub(super) fn joins(self, first: &str, last: &str, next: &str) -> bool {
        let Some(limit) = self.width else { return false };
        let width = columns(last);
        let too_wide = limit * 13 / 10;
        if is_row(last) || is_row(next) || width > too_wide || columns(next) > too_wide {
            return false;
        }
        let open = is_open(last);
        let full = reach(width, next) * 100 >= limit * 85;
        if let Some(mark) = marker(next) {
            return mark.is_soft() && open && full && marker(first) != Some(mark);
        }
        let single = std::ptr::eq(first, last);
        let hanging = single && marker(first).is_some();
        if !open && !hanging && indent(next) >= indent(last) + 2 {
            return false;
        }
        let long = match start(next) {
            Start::Lower => width * 2 >= limit || !single || hanging,
            Start::Caseless => width * 10 >= limit * 6,
            Start::Upper | Start::Other => false,
        };
        full || (open && long)
    }
}

fn pair(last: &str, next: &str) -> Option<Pair> {
    let width = columns(last);
    if width < *WIDTHS.start() || is_row(last) || is_row(next) || marker(next).is_some() {
        return None;
    }
    let reach = reach(width, next);
    Some(Pair { width, reach, open: is_open(last), next: start(next) })
}

/// The width at which these lines are wrapped, if they are: a share of them,
/// in percent, must be full to it, and of the full ones half must end within
/// a sentence and a share go on with a small letter.
fn judge(pairs: &[Pair], full_share: usize, lower_share: usize) -> Option<usize> {
    let mut widths: Vec<usize> =
        pairs.iter().map(|pair| pair.width).filter(|width| WIDTHS.contains(width)).collect();
    widths.sort_unstable();
    let width = *widths.get(widths.len() * 9 / 10)?;
    let is_full = |pair: &&Pair| pair.width * 100 <= width * 115 && pair.reach * 100 >= width * 85;
    let full: Vec<&Pair> = pairs.iter().filter(is_full).collect();
    let count = |test: fn(&Pair) -> bool| full.iter().filter(|pair| test(pair)).count();
    let lower = count(|pair| pair.next == Start::Lower);
    let cased = lower + count(|pair| pair.next == Start::Upper);
    let goes_on = if cased * 2 > full.len() {
        let share = if full.len() < 4 { 50 } else { lower_share };
        lower * 100 >= cased * share
    } else {
        full.len() >= 4
    };
    let open = count(|pair| pair.open) * 2 >= full.len();
    (open && goes_on && full.len() * 100 >= pairs.len() * full_share).then_some(width)
}

/// The width in columns, wide East Asian characters counted as two; the
/// count stops where no layout is that wide.
pub(super) fn columns(line: &str) -> usize {
    line.trim().chars().take(400).map(|letter| if is_wide(letter) { 2 } else { 1 }).sum()
}

/// The blocks of Unicode that hold ideographs, kana, Hangul and full-width
/// forms (UAX #11, roughly).
const fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}'
        | '\u{20000}'..='\u{3FFFD}')
}

/// How wide a line would be with the first word of the next.
fn reach(width: usize, next: &str) -> usize {
    let next = next.trim_start();
    match next.chars().next() {
        Some(first) if is_wide(first) => width + 2,
        _ => width + 1 + next.split_whitespace().next().map_or(0, columns),
    }
}

fn indent(line: &str) -> usize {
    let spaces = line.chars().take_while(|letter| letter.is_whitespace());
    spaces.map(|space| if matches!(space, '\t' | '\u{3000}') { 4 } else { 1 }).sum()
}

fn start(line: &str) -> Start {
    match line.trim_start().chars().next() {
        Some(letter) if letter.is_lowercase() => Start::Lower,
        Some(letter) if letter.is_uppercase() => Start::Upper,
        Some(letter) if letter.is_alphabetic() => Start::Caseless,
        _ => Start::Other,
    }
}

/// Whether a line ends within a sentence.
pub(super) fn is_open(line: &str) -> bool {
    const QUOTES: &[char] = &['"', '\'', '”', '’', '»', '“', ')', ']', '」', '』', '）', '*', '_'];
    let last = line.trim_end().trim_end_matches(QUOTES).chars().next_back();
    !last.is_none_or(|last| {
        matches!(
            last,
            '.' | '!'
                | '?'
                | '…'
                | ':'
                | ';'
                | '。'
                | '！'
                | '？'
                | '：'
                | '؟'
                | '۔'
                | '؛'
                | '।'
                | '॥'
                | '։'
                | '።'
        )
    })
}

/// Whether a line is a row of a table, of a table of contents or of figures:
/// columns divided by tabs, bars or runs of spaces, dot leaders, no letters.
pub(super) fn is_row(line: &str) -> bool {
    let line = line.trim();
    // Only the width of a row can be one; this also bounds the search.
    if line.len() > 2000 {
        return false;
    }
    line.contains('\t')
        || line.contains("   ")
        || line.matches('|').count() >= 2
        || line.contains("....")
        || line.contains(". . . .")
        || line.contains("____")
        || !line.chars().any(char::is_alphabetic)
}

/// What an item of a list begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// A bullet that is nothing else.
    Bullet,
    /// A dash, star or plus, which a sentence may have too.
    Sign(char),
    /// `1.` or `1)`.
    Number,
    /// `(1)`, `(a)`, `(iv)` or `a)`.
    Letter,
}

impl Marker {
    /// Whether a line may begin with it by accident of wrapping.
    pub(super) const fn is_soft(self) -> bool {
        !matches!(self, Self::Bullet)
    }

    /// Whether it counts, as that of a numbered heading does.
    pub(super) const fn counts(self) -> bool {
        matches!(self, Self::Number | Self::Letter)
    }
}

/// The mark that a line begins with as an item of a list.
pub(super) fn marker(line: &str) -> Option<Marker> {
    let word = line.split_whitespace().next()?;
    let first = word.chars().next()?;
    if matches!(first, '•' | '▪' | '‣' | '◦' | '●' | '○' | '■' | '□' | '➢' | '➤' | '✓' | '✔' | '∙')
    {
        return Some(Marker::Bullet);
    }
    if matches!(word, "-" | "–" | "—" | "*" | "+" | "·" | "o") {
        return Some(Marker::Sign(first));
    }
    if word.len() > 6 {
        return None;
    }
    let short = |text: &str, most: usize| {
        (1..=most).contains(&text.chars().count()) && text.chars().all(char::is_alphanumeric)
    };
    if let Some(inner) = word.strip_prefix('(').and_then(|word| word.strip_suffix(')')) {
        return short(inner, 4).then_some(Marker::Letter);
    }
    let inner = word.strip_suffix(['.', ')'])?;
    let digits = inner.bytes().all(|byte| byte.is_ascii_digit()) && (1..=3).contains(&inner.len());
    if digits {
        return Some(Marker::Number);
    }
    (word.ends_with(')') && short(inner, 3)).then_some(Marker::Letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers() {
        let case = |line: &str, expected: Option<Marker>| assert_eq!(marker(line), expected);
        case("• one", Some(Marker::Bullet));
        case("•one", Some(Marker::Bullet));
        case("- one", Some(Marker::Sign('-')));
        case("-", Some(Marker::Sign('-')));
        case("-one", None);
        case("12. one", Some(Marker::Number));
        case("1951. one", None);
        case("(a) one", Some(Marker::Letter));
        case("(iv) one", Some(Marker::Letter));
        case("b) one", Some(Marker::Letter));
        case("i. one", None);
        case("(EU) 2016/679", Some(Marker::Letter));
        case("", None);
    }

    #[test]
    fn open_ends() {
        let case = |line: &str, expected: bool| assert_eq!(is_open(line), expected, "{line}");
        case("the law", true);
        case("the law,", true);
        case("the law.", false);
        case("the law.”", false);
        case("(the law)", true);
        case("القانون؟", false);
        case("法律。", false);
        case("", false);
    }

    #[test]
    fn rows() {
        let case = |line: &str, expected: bool| assert_eq!(is_row(line), expected, "{line}");
        case("Name\tShare", true);
        case("Name   Share", true);
        case("Aims ....... 5", true);
        case("12 345  678", true);
        case("\tan indented line", false);
        case("either | or", false);
        case("two  spaces", false);
    }

    #[test]
    fn widths() {
        let case = |line: &str, expected: usize| assert_eq!(columns(line), expected);
        case(" abc ", 3);
        case("難民", 4);
        case("åäö", 3);
    }

    #[test]
    fn wrapped_or_not() {
        let case = |text: &str, expected: Option<usize>| {
            assert_eq!(Layout::of(text).width, expected, "{text}");
        };
        case("", None);
        case("One line only, however long it may be, says nothing.", None);
        case("The first line of a text goes on in the next one, as the\nsecond shows.", Some(56));
        case("The Agency Opens an Office in the Capital\nThe City Pays for All of Its Costs", None);
        let arabic = "يحق لكل شخص أن يلتمس اللجوء في بلدان أخرى هربا\n".repeat(6);
        assert!(Layout::of(&arabic).width.is_some());
        let titles = "Migrants Return to the Coast\nOffice Opens in the Capital of the Republic\n";
        case(&titles.repeat(20), None);
    }
}
