//! Text in columns: how wide it is on a terminal, cut, padded and wrapped to
//! so many columns. Counts columns, not characters: a Chinese one takes two,
//! a combining mark none. What is given must be safe to show already.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::text::Colours;

/// The narrowest page that can be read, in columns.
const NARROWEST: usize = 40;

/// What a page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Its width, in columns.
    pub width: usize,
    /// Whether it can show more than ASCII.
    pub is_unicode: bool,
    /// Whether it is styled.
    pub colours: Colours,
}

impl Page {
    /// Makes a page for a terminal; one that is too narrow to be read is
    /// made wider.
    #[must_use]
    pub fn new(width: u16, is_unicode: bool, colours: Colours) -> Self {
        Self { width: usize::from(width).max(NARROWEST), is_unicode, colours }
    }

    /// The text in at most so many columns, the end replaced by an ellipsis
    /// where it is cut.
    #[must_use]
    pub fn cut(self, text: &str, columns: usize) -> String {
        if text.width() <= columns {
            return text.to_owned();
        }
        let ellipsis = if self.is_unicode { "…" } else { "..." };
        let room = columns.saturating_sub(ellipsis.width());
        let mut shown = String::new();
        for letter in text.graphemes(true) {
            if shown.width() + letter.width() > room {
                break;
            }
            shown.push_str(letter);
        }
        format!("{}{ellipsis}", shown.trim_end())
    }

    /// A line of so many columns.
    #[must_use]
    pub fn rule(self, columns: usize) -> String {
        if self.is_unicode { "─" } else { "-" }.repeat(columns)
    }
}

/// The width of a text, in columns.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text with spaces behind it, up to so many columns.
#[must_use]
pub fn left(text: &str, columns: usize) -> String {
    format!("{text}{:pad$}", "", pad = columns.saturating_sub(text.width()))
}

/// The text with spaces before it, up to so many columns.
#[must_use]
pub fn right(text: &str, columns: usize) -> String {
    format!("{:pad$}{text}", "", pad = columns.saturating_sub(text.width()))
}

/// The lines of a text that is wrapped at its spaces, at so many columns; a
/// word that is longer stands alone. No-break spaces become plain ones.
#[must_use]
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let word = &*word.replace('\u{a0}', " ");
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Colours, Page, left, right, wrapped};

    #[test]
    fn texts_are_cut_by_columns() {
        let case = |text, columns, is_unicode, shown: &str| {
            let page = Page::new(80, is_unicode, Colours(false));
            assert_eq!(page.cut(text, columns), shown, "{text}");
        };
        case("return", 6, true, "return");
        case("returns", 6, true, "retur…");
        case("returns", 6, false, "ret...");
        case("a b c d", 5, true, "a b…");
        case("移民移民", 8, true, "移民移民");
        case("移民移民", 7, true, "移民移…");
        case("移民移民", 6, true, "移民…");
        case("e\u{301}e\u{301}e\u{301}", 2, true, "e\u{301}…");
    }

    #[test]
    fn columns_are_filled() {
        assert_eq!(left("移", 4), "移  ");
        assert_eq!(right("12", 4), "  12");
        assert_eq!(right("12345", 4), "12345");
    }

    #[test]
    fn lines_are_wrapped_between_words() {
        let case = |text, columns, lines: &[&str]| assert_eq!(wrapped(text, columns), lines);
        case("one two three", 7, &["one two", "three"]);
        case("one two three", 3, &["one", "two", "three"]);
        case("one\u{a0}two three", 5, &["one two", "three"]);
        case("", 7, &[]);
    }
}
