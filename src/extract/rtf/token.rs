//! RTF as a row of tokens: braces, control words with their numbers, bytes
//! of text (Rich Text Format Specification 1.9.1, "RTF Syntax"). Total: any
//! bytes are tokens. Knows no word's meaning but that of `\bin`, whose bytes
//! are no tokens.

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A group opens.
    Open,
    /// A group closes.
    Close,
    /// A control word and its number.
    Word(&'a str, Option<i32>),
    /// A control symbol: a backslash and one character that is no letter.
    Symbol(u8),
    /// A byte of text.
    Byte(u8),
}

/// The tokens of a file.
pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    /// The tokens of these bytes.
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Goes past bytes that are no text.
    fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// Reads what follows a backslash.
    fn control(&mut self) -> Option<Token<'a>> {
        let length = self.rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if length == 0 {
            let (first, rest) = self.rest.split_first()?;
            self.rest = rest;
            return Some(match first {
                b'\'' => {
                    let digits = rest.get(..2).and_then(|digits| str::from_utf8(digits).ok());
                    let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                    self.skip(if byte.is_some() { 2 } else { 0 });
                    Token::Byte(byte.unwrap_or(b'\''))
                }
                // A line end after a backslash ends the paragraph.
                b'\r' | b'\n' => Token::Word("par", None),
                b'\t' => Token::Word("tab", None),
                first => Token::Symbol(*first),
            });
        }
        let (name, rest) = self.rest.split_at(length);
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = if digits == 0 { 0 } else { sign + digits };
        let number = str::from_utf8(&rest[..end]).ok().and_then(|text| text.parse().ok());
        self.rest = &rest[end..];
        if self.rest.first() == Some(&b' ') {
            self.skip(1);
        }
        if name == b"bin" {
            self.skip(number.and_then(|count: i32| usize::try_from(count).ok()).unwrap_or(0));
        }
        Some(Token::Word(str::from_utf8(name).unwrap_or_default(), number))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let (first, rest) = self.rest.split_first()?;
            self.rest = rest;
            return Some(match first {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => return self.control(),
                // Lines of the file are no lines of the text.
                b'\r' | b'\n' | 0 => continue,
                b'\t' => Token::Word("tab", None),
                byte => Token::Byte(*byte),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Token::*, Tokens};

    #[test]
    fn tokens() {
        let case = |bytes: &[u8], expected: &[super::Token<'_>]| {
            assert_eq!(Tokens::new(bytes).collect::<Vec<_>>(), expected);
        };
        case(b"{\\b1 a}", &[Open, Word("b", Some(1)), Byte(b'a'), Close]);
        case(b"\\u-10\\'e4\\~", &[Word("u", Some(-10)), Byte(0xE4), Symbol(b'~')]);
        case(b"\\par\r\nx\\\n", &[Word("par", None), Byte(b'x'), Word("par", None)]);
        case(b"\\bin3 {}{y", &[Word("bin", Some(3)), Byte(b'y')]);
        case(b"\\bin99999999 y", &[Word("bin", Some(99_999_999))]);
        case(b"\\x99999999999 y", &[Word("x", None), Byte(b'y')]);
        case(b"\\'zz\\", &[Byte(b'\''), Byte(b'z'), Byte(b'z')]);
    }
}
