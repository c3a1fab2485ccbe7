//! Foreign text made safe to show, styled, and cut to size. Text from
//! documents can never drive the terminal: what would is shown as its code.
//! Every other file of this room goes through here for such text.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

/// A match.
const MATCH: Style = AnsiColor::Yellow.on_default().bold();

/// A title.
const TITLE: Style = Style::new().bold();

/// What is beside the matter.
const ASIDE: Style = Style::new().dimmed();

/// Whether output is styled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colours(pub bool);

impl Colours {
    /// Styles a match.
    #[must_use]
    pub fn matched(self, text: &str) -> String {
        self.styled(MATCH, text)
    }

    /// Styles a title.
    #[must_use]
    pub fn title(self, text: &str) -> String {
        self.styled(TITLE, text)
    }

    /// Styles what is beside the matter.
    #[must_use]
    pub fn aside(self, text: &str) -> String {
        self.styled(ASIDE, text)
    }

    /// Puts a style around a text.
    fn styled(self, style: Style, text: &str) -> String {
        if self.0 { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// Whether a character could drive a terminal or reorder a line: C0, DEL,
/// C1, bidirectional controls, line and paragraph separators (FAULTS.md,
/// "Output").
#[must_use]
pub fn is_unsafe(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
}

/// The text with every unsafe character shown as its code, `\u{1b}`; line
/// breaks are unsafe too.
#[must_use]
pub fn display(text: &str) -> String {
    if !text.contains(is_unsafe) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if is_unsafe(letter) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(letter));
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// As [`display`], for text of several lines: line breaks stay.
#[must_use]
pub fn display_lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(display).collect();
    lines.join("\n")
}

/// A number of documents in words: `1 document`, `2 documents`.
#[must_use]
pub fn documents(count: u64) -> String {
    format!("{count} document{}", if count == 1 { "" } else { "s" })
}

/// A number of near-duplicates in words.
#[must_use]
pub fn near_duplicates(count: usize) -> String {
    format!("{count} near-duplicate{}", if count == 1 { "" } else { "s" })
}

/// A cell of a table that a spreadsheet must not take for a formula: an
/// apostrophe is put before what begins with `=`, `+`, `-`, `@`, tab or
/// carriage return (OWASP, CSV injection).
#[must_use]
pub fn no_formula(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A text with its matches styled, cut to about `limit` characters around
/// the matches, never inside a word or a match. `highlights` are ranges of
/// characters, the end exclusive.
#[must_use]
pub fn excerpt(
    text: &str,
    highlights: &[(usize, usize)],
    limit: usize,
    colours: Colours,
) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (from, to) = window(&letters, highlights, limit);
    let part = |from: usize, to: usize| -> String { letters[from..to].iter().collect() };
    let mut shown = String::new();
    if from > 0 {
        shown.push('…');
    }
    let mut at = from;
    for (start, end) in highlights {
        let (start, end) = ((*start).max(at), (*end).min(to));
        if start >= end {
            continue;
        }
        shown.push_str(&display(&part(at, start)));
        shown.push_str(&colours.matched(&display(&part(start, end))));
        at = end;
    }
    shown.push_str(&display(&part(at, to)));
    if to < letters.len() {
        shown.push('…');
    }
    shown
}

/// The window of a text to show: the one with the most matches, begun and
/// ended at words.
fn window(letters: &[char], highlights: &[(usize, usize)], limit: usize) -> (usize, usize) {
    let length = letters.len();
    if length <= limit {
        return (0, length);
    }
    let within = |start: usize| {
        highlights.iter().filter(|(from, to)| *from >= start && *to <= start + limit).count()
    };
    // Ties go to the first; a third of the window stands before the match.
    let starts = highlights.iter().map(|(from, _)| from.saturating_sub(limit / 3));
    let start = starts.rev().max_by_key(|start| within(*start)).unwrap_or(0);
    let start = start.min(length - limit);
    let is_inside = |place: usize| highlights.iter().any(|(from, to)| *from < place && place < *to);
    let from = (start..length.min(start + limit / 4))
        .find(|place| *place == 0 || (letters[*place - 1].is_whitespace() && !is_inside(*place)))
        .unwrap_or_else(|| (0..=start).rev().find(|place| !is_inside(*place)).unwrap_or(0));
    let end = (from + limit).min(length);
    let to = (end.saturating_sub(limit / 4)..=end)
        .rev()
        .find(|place| *place == length || (letters[*place].is_whitespace() && !is_inside(*place)))
        .unwrap_or_else(|| (end..=length).find(|place| !is_inside(*place)).unwrap_or(length));
    (from, to)
}

#[cfg(test)]
mod tests {
    use super::{Colours, display, excerpt, no_formula};

    #[test]
    fn what_drives_a_terminal_is_shown_as_its_code() {
        let case = |text, shown: &str| assert_eq!(display(text), shown);
        case("plain ä 中", "plain ä 中");
        case("\u{1b}[31mred", "\\u{1b}[31mred");
        case("a\tb\nc\u{7f}\u{9b}", "a\\u{9}b\\u{a}c\\u{7f}\\u{9b}");
        case("\u{202e}txt", "\\u{202e}txt");
    }

    #[test]
    fn cells_are_no_formulas() {
        let case = |text, shown: &str| assert_eq!(no_formula(text), shown);
        case("=1+1", "'=1+1");
        case("-x", "'-x");
        case("plain", "plain");
    }

    #[test]
    fn excerpts_keep_matches_and_words_whole() {
        let text = "one two three four five six seven eight nine ten eleven twelve";
        let from = text.find("eight").unwrap();
        let shown = excerpt(text, &[(from, from + 5)], 24, Colours(false));
        assert!(shown.contains("eight"), "{shown}");
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        for word in shown.trim_matches('…').split_whitespace() {
            assert!(text.split(' ').any(|known| known == word), "{word} in {shown}");
        }
    }

    #[test]
    fn excerpts_of_any_text_stay_inside_it() {
        for text in ["", "ä", "国际移民组织国际移民组织国际移民组织", &"x".repeat(500)]
        {
            let length = text.chars().count();
            for limit in [0, 1, 5, 50] {
                let shown = excerpt(text, &[(0, length.min(3))], limit, Colours(false));
                assert!(shown.chars().count() <= length + 2);
            }
        }
    }
}
