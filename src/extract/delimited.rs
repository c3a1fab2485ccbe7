//! Delimited text: rows of fields, quoted or not, with the line each begins
//! on. Differs from a plain CSV reader in what it does with a quote that
//! never closes: it is taken as a letter, so that one bad row does not
//! swallow all the rows after it.

use std::borrow::Cow;

/// A field and the line of the file that it starts on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) line: u32,
}

/// The rows of a text; blank lines are none.
pub(super) struct Rows<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    delimiter: u8,
    /// No quote before this place is ever closed.
    unclosed: usize,
}

impl<'a> Rows<'a> {
    pub(super) const fn new(text: &'a str, delimiter: u8, line: u32) -> Self {
        Self { text, at: 0, line, delimiter, unclosed: 0 }
    }

    fn field(&mut self) -> Field<'a> {
        let line = self.line;
        let text = self.quoted().unwrap_or_else(|| Cow::Borrowed(self.bare()));
        Field { text, line }
    }

    /// A field up to the next delimiter or line end.
    fn bare(&mut self) -> &'a str {
        let rest = &self.text.as_bytes()[self.at..];
        let ends = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\n' | b'\r');
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        let text = &self.text[self.at..self.at + length];
        self.at += length;
        text
    }

    /// A field in quotes, if one begins here and is closed.
    fn quoted(&mut self) -> Option<Cow<'a, str>> {
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) != Some(&b'"') || self.at < self.unclosed {
            return None;
        }
        let start = self.at + 1;
        let (end, lines, doubled) = match self.closing(start) {
            Ok(found) => found,
            Err(place) => {
                // What one search has passed in vain no other passes again.
                self.unclosed = place;
                return None;
            }
        };
        self.at = end + 1;
        self.line = self.line.saturating_add(lines);
        let text = &self.text[start..end];
        Some(if doubled { text.replace("\"\"", "\"").into() } else { text.into() })
    }

    /// Finds the quote that closes a field: one before a delimiter or line
    /// end. A quote elsewhere is a letter, unless it opens a field of a later
    /// row; then the field was never closed, as is known from there.
    fn closing(&self, start: usize) -> Result<(usize, u32, bool), usize> {
        let bytes = self.text.as_bytes();
        let (mut at, mut lines, mut doubled) = (start, 0_u32, false);
        loop {
            let Some(next) = bytes.get(at) else { return Err(at) };
            let after = bytes.get(at + 1).copied();
            match next {
                b'\n' => lines += 1,
                b'\r' if after != Some(b'\n') => lines += 1,
                b'"' if after == Some(b'"') => {
                    doubled = true;
                    at += 1;
                }
                b'"' if after.is_none_or(|byte| self.ends_field(byte)) => {
                    return Ok((at, lines, doubled));
                }
                b'"' if lines > 0 && self.ends_field(bytes[at - 1]) => return Err(at),
                _ => {}
            }
            at += 1;
        }
    }

    const fn ends_field(&self, byte: u8) -> bool {
        byte == self.delimiter || matches!(byte, b'\n' | b'\r')
    }

    /// Steps over line ends, counting them.
    fn line_ends(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(byte @ (b'\n' | b'\r')) = bytes.get(self.at) {
            let pair = *byte == b'\r' && bytes.get(self.at + 1) == Some(&b'\n');
            self.at += if pair { 2 } else { 1 };
            self.line = self.line.saturating_add(1);
        }
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Vec<Field<'a>>;

    fn next(&mut self) -> Option<Vec<Field<'a>>> {
        self.line_ends();
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        let mut row = vec![self.field()];
        while bytes.get(self.at) == Some(&self.delimiter) {
            self.at += 1;
            row.push(self.field());
        }
        Some(row)
    }
}

/// The delimiter that a header line uses most outside quotes, of those given;
/// the first where it uses none.
pub(super) fn delimiter(text: &str, of: &[u8]) -> u8 {
    let first = of.first().copied().unwrap_or(b',');
    let width = |delimiter: u8| Rows::new(text, delimiter, 1).next().map_or(0, |row| row.len());
    of.iter().copied().rev().max_by_key(|delimiter| width(*delimiter)).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows() {
        let case = |text: &str, expected: &[&[(&str, u32)]]| {
            let found: Vec<Vec<_>> = Rows::new(text, b',', 1)
                .map(|row| {
                    row.into_iter().map(|field| (field.text.into_owned(), field.line)).collect()
                })
                .collect();
            let expected: Vec<Vec<_>> = expected
                .iter()
                .map(|row| row.iter().map(|(text, line)| ((*text).to_owned(), *line)).collect())
                .collect();
            assert_eq!(found, expected, "{text:?}");
        };
        case("", &[]);
        case("a,b\nc,d", &[&[("a", 1), ("b", 1)], &[("c", 2), ("d", 2)]]);
        case("a,\r\n\r\n,b\r\n", &[&[("a", 1), ("", 1)], &[("", 3), ("b", 3)]]);
        case("\"a,\nb\",c\nd", &[&[("a,\nb", 1), ("c", 2)], &[("d", 3)]]);
        case("\"say \"\"so\"\"\",x", &[&[("say \"so\"", 1), ("x", 1)]]);
        case("\"\",x", &[&[("", 1), ("x", 1)]]);
        case("a 5\" disk,x", &[&[("a 5\" disk", 1), ("x", 1)]]);
        // Quotes within that are not doubled, as spreadsheets never write.
        case("\"he said \"no\" twice\",x", &[&[("he said \"no\" twice", 1), ("x", 1)]]);
        // One that never closes costs its own row only.
        case("\"a,b\nc,\"d\",e", &[&[("\"a", 1), ("b", 1)], &[("c", 2), ("d", 2), ("e", 2)]]);
        case("x,\"a", &[&[("x", 1), ("\"a", 1)]]);
    }

    #[test]
    fn delimiters() {
        let case = |text: &str, expected: u8| {
            assert_eq!(delimiter(text, b",;\t"), expected, "{text:?}");
        };
        case("id,title,text\n", b',');
        case("id;title;text\n1;a,b,c,d;e", b';');
        case("id\ttitle\ttext\n", b'\t');
        case("\"a,b\";c;d\n", b';');
        case("text\n", b',');
    }
}
