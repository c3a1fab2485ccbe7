//! What characters mean in a query: which divide words, which are quotes,
//! which are not seen, which a backslash makes literal. The only place that
//! knows them. Never looks at more than one character.

/// A character of a word.
#[derive(Clone, Copy)]
pub(super) struct Letter {
    /// The character.
    pub(super) letter: char,
    /// Whether a backslash took its meaning.
    pub(super) literal: bool,
    /// Where it is, in characters from the start of the query; with the
    /// backslash, if there is one.
    pub(super) at: usize,
}

impl Letter {
    /// Whether it is a character with its meaning.
    pub(super) fn is(self, wanted: char) -> bool {
        self.letter == wanted && !self.literal
    }

    /// Whether it stands at the end of a word without being part of it.
    pub(super) fn is_edge(self) -> bool {
        is_edge(self.letter) && !self.literal
    }
}

/// Whether a backslash before a character makes it literal.
pub(super) fn is_special(letter: char) -> bool {
    letter.is_ascii_punctuation() || is_quote(letter)
}

/// Whether a character ends a word.
pub(super) fn divides(letter: char) -> bool {
    matches!(letter, ' ' | '(' | ')') || is_quote(letter)
}

/// A kind of quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    Straight,
    Curly,
    Pointed,
}

/// Which kind of quote a character is: straight, or as English, German,
/// French, Swedish and Finnish set it. Which of a kind opens and which
/// closes differs between languages.
pub(super) fn quote_kind(letter: char) -> Option<Quote> {
    match letter {
        '"' => Some(Quote::Straight),
        '“' | '”' | '„' | '‟' => Some(Quote::Curly),
        '«' | '»' => Some(Quote::Pointed),
        _ => None,
    }
}

/// Whether a character is a quote.
pub(super) fn is_quote(letter: char) -> bool {
    quote_kind(letter).is_some()
}

/// Whether a character is taken for a space: also controls and what steers
/// the direction of writing (Unicode Standard Annex 9), which nobody sees.
pub(super) fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character at the end of a word is none of its letters. The
/// apostrophe may be one, as in Hebrew.
pub(super) fn is_edge(letter: char) -> bool {
    letter.is_ascii_punctuation() && !matches!(letter, '\'' | '_' | '\\')
        || matches!(letter, '\u{2010}'..='\u{2017}' | '\u{2020}'..='\u{2027}' | '¡' | '¿')
        || matches!(letter, '\u{3001}' | '\u{3002}' | '！' | '，' | '：' | '；' | '？')
}
