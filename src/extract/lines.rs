//! The lines of a text with their numbers and pages. Knows every way to end
//! a line: LF, CR LF, CR, and the breaks that are not lines of the file to
//! an editor (vertical tab, form feed, U+0085, U+2028, U+2029), which divide
//! the text and leave the number as it is.

/// A line without its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// The number in the file, from 1.
    pub(super) number: u32,
    /// The page, from 1, counting form feeds.
    pub(super) page: u32,
    /// Whether a form feed or paragraph separator stands before it.
    pub(super) parted: bool,
}

/// All lines, blank ones too.
#[derive(Clone)]
pub(super) struct Lines<'a> {
    rest: Option<&'a str>,
    number: u32,
    page: u32,
    parted: bool,
}

/// What ends a line.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Line,
    Soft,
    Paragraph,
    Page,
}

impl<'a> Lines<'a> {
    /// The lines of a text whose first line has this number.
    pub(super) fn new(text: &'a str, number: u32) -> Self {
        Self { rest: Some(text), number, page: 1, parted: false }
    }

    /// What has not been handed out yet.
    pub(super) fn rest(&self) -> &'a str {
        self.rest.unwrap_or_default()
    }

    /// The number of the next line.
    pub(super) const fn number(&self) -> u32 {
        self.number
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let rest = self.rest?;
        let (number, page, parted) = (self.number, self.page, self.parted);
        self.parted = false;
        let text = match find_end(rest) {
            None => {
                self.rest = None;
                rest
            }
            Some((at, length, end)) => {
                self.rest = Some(&rest[at + length..]);
                self.number = self.number.saturating_add(u32::from(end == End::Line));
                self.page = self.page.saturating_add(u32::from(end == End::Page));
                self.parted = matches!(end, End::Page | End::Paragraph);
                &rest[..at]
            }
        };
        Some(Line { text, number, page, parted })
    }
}

/// Finds the first line end: where it is, its length in bytes, its kind.
fn find_end(text: &str) -> Option<(usize, usize, End)> {
    let bytes = text.as_bytes();
    let mut from = 0;
    loop {
        let ends = |byte: &u8| matches!(byte, b'\n'..=b'\r' | 0xC2 | 0xE2);
        let at = from + bytes[from..].iter().position(ends)?;
        let found = match &bytes[at..] {
            [b'\r', b'\n', ..] => Some((2, End::Line)),
            [b'\n' | b'\r', ..] => Some((1, End::Line)),
            [0x0B, ..] => Some((1, End::Soft)),
            [0x0C, ..] => Some((1, End::Page)),
            [0xC2, 0x85, ..] => Some((2, End::Soft)),
            [0xE2, 0x80, 0xA8, ..] => Some((3, End::Soft)),
            [0xE2, 0x80, 0xA9, ..] => Some((3, End::Paragraph)),
            _ => None,
        };
        if let Some((length, end)) = found {
            return Some((at, length, end));
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends() {
        let case = |text: &str, expected: &[(&str, u32, u32)]| {
            let found: Vec<_> =
                Lines::new(text, 1).map(|line| (line.text, line.number, line.page)).collect();
            assert_eq!(found, expected, "{text:?}");
        };
        case("", &[("", 1, 1)]);
        case("a\nb\r\nc\rd", &[("a", 1, 1), ("b", 2, 1), ("c", 3, 1), ("d", 4, 1)]);
        case("a\n\rb", &[("a", 1, 1), ("", 2, 1), ("b", 3, 1)]);
        case("a\u{2028}b\u{85}c\u{2029}d", &[("a", 1, 1), ("b", 1, 1), ("c", 1, 1), ("d", 1, 1)]);
        case("a\n\u{c}b", &[("a", 1, 1), ("", 2, 1), ("b", 2, 2)]);
        case("“é” …\n", &[("“é” …", 1, 1), ("", 2, 1)]);
    }
}
