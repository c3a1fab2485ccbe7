//! Text -> tokens: words with their operators, phrases, filters,
//! parentheses, `AND`, `OR`, `NOT`. Hides quotes, backslashes and what may
//! stand around a word. Knows nothing of what may stand beside what.

use super::{
    Filter, Phrase, Word, WordForm,
    field::{self, Field},
    letter::{Letter, divides, is_blank, is_quote, is_special, quote_kind},
    word,
};
use crate::error::{Error, Result};

/// The most notes on a query; further ones would say the same.
const NOTES: usize = 5;
/// The most places that the words of a phrase may be moved.
const SLOP: u32 = 1000;

/// A part of a query.
#[derive(Debug)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// Where it starts, in characters.
    pub(super) at: usize,
}

/// What a token is.
#[derive(Debug)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    /// `NOT`, or `-` before what it excludes.
    Not,
    /// `*`.
    Everything,
    Word(Word),
    Phrase(Phrase),
    /// `title:`; the value follows.
    Title,
    /// A field with its value, and how many values that is.
    Filter(Filter, usize),
    /// A name before a colon that is not a field; something follows.
    Unknown(Word),
}

/// Reads tokens.
pub(super) struct Lexer {
    letters: Vec<char>,
    next: usize,
    /// What was read so far, also after an error.
    pub(super) tokens: Vec<Token>,
    /// What the reader should know.
    pub(super) notes: Vec<String>,
}

impl Lexer {
    /// Starts to read a text.
    pub(super) fn new(text: &str) -> Self {
        let letters = text.chars().map(|letter| if is_blank(letter) { ' ' } else { letter });
        Self { letters: letters.collect(), next: 0, tokens: Vec::new(), notes: Vec::new() }
    }

    /// Whether there is nothing but spaces.
    pub(super) fn is_blank(&self) -> bool {
        self.letters.iter().all(|letter| *letter == ' ')
    }

    /// Reads to the end.
    pub(super) fn run(&mut self) -> Result<()> {
        while let Some(letter) = self.peek() {
            let at = self.next;
            match letter {
                ' ' => self.next += 1,
                '(' => self.push(Kind::Open, 1),
                ')' => self.push(Kind::Close, 1),
                '-' if self.excludes() => self.exclusion(at)?,
                _ => match self.operator() {
                    Some((kind, length)) => self.push(kind, length),
                    None => self.operand()?,
                },
            }
        }
        Ok(())
    }

    /// The next character.
    fn peek(&self) -> Option<char> {
        self.letters.get(self.next).copied()
    }

    /// Adds a token of some characters.
    fn push(&mut self, kind: Kind, length: usize) {
        self.tokens.push(Token { kind, at: self.next });
        self.next += length;
    }

    /// Whether the `-` that is next stands before what it excludes, and not
    /// within or after a word.
    fn excludes(&self) -> bool {
        let before = self.next.checked_sub(1).map_or(' ', |before| self.letters[before]);
        let after = self.letters.get(self.next + 1).copied().unwrap_or(' ');
        matches!(before, ' ' | '(') && !matches!(after, ' ' | ')' | '-')
    }

    /// Reads `-` and what it excludes.
    fn exclusion(&mut self, at: usize) -> Result<()> {
        let before = self.tokens.len();
        self.next += 1;
        if self.peek() == Some('(') {
            self.tokens.push(Token { kind: Kind::Not, at });
            return Ok(());
        }
        self.operand()?;
        if self.tokens.len() > before {
            self.tokens.insert(before, Token { kind: Kind::Not, at });
        }
        Ok(())
    }

    /// The operator that is next, and its length.
    fn operator(&self) -> Option<(Kind, usize)> {
        let rest = &self.letters[self.next..];
        let length = rest.iter().take(4).take_while(|letter| letter.is_ascii_uppercase()).count();
        if rest.get(length).is_some_and(|letter| !divides(*letter)) {
            return None;
        }
        let kind = match rest[..length] {
            ['A', 'N', 'D'] => Kind::And,
            ['O', 'R'] => Kind::Or,
            ['N', 'O', 'T'] => Kind::Not,
            _ => return None,
        };
        Some((kind, length))
    }

    /// Reads a word, a phrase or a field; nothing for what has no letter or
    /// digit.
    fn operand(&mut self) -> Result<()> {
        while let Some((name, length)) = self.name() {
            if let Some(field) = field::named(&name) {
                return self.field(&field, length);
            }
            self.unknown(name, length);
            if self.peek() == Some('(') {
                return Ok(());
            }
        }
        let before = self.tokens.len();
        self.atom()?;
        // Nothing of the value is left: the name stands for itself.
        if self.tokens.len() == before
            && let Some(Token { kind, .. }) = self.tokens.last_mut()
            && let Kind::Unknown(word) = kind
        {
            *kind = Kind::Word(word.clone());
        }
        Ok(())
    }

    /// The name before a colon that is next, with its length, if what follows
    /// can be the value of a field. `12:30`, `http://…`, `a::b`, `IOM:n` and
    /// the end of a sentence are words.
    fn name(&self) -> Option<(String, usize)> {
        let rest = &self.letters[self.next..];
        let length = rest.iter().take_while(|letter| letter.is_ascii_alphabetic()).count();
        if length == 0 || rest.get(length) != Some(&':') {
            return None;
        }
        let name: String = rest[..length].iter().collect();
        let value = &rest[length + 1..];
        if value.starts_with(&['/', '/']) {
            return None;
        }
        let acronym = rest[..length].iter().all(char::is_ascii_uppercase);
        let empty = value.first().is_none_or(|letter| matches!(letter, ' ' | ')' | ':'));
        (field::named(&name).is_some() || !acronym && !empty).then_some((name, length))
    }

    /// Reads a name that is not a field, with its colon.
    fn unknown(&mut self, name: String, length: usize) {
        self.note(field::unknown(&field::clipped(&name)));
        let word = Word { text: name, form: WordForm::Inflected, at: self.next };
        self.push(Kind::Unknown(word), length + 1);
    }

    /// Adds a note, once.
    fn note(&mut self, note: String) {
        if self.notes.len() < NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Reads a field whose name has some letters.
    fn field(&mut self, field: &Field, length: usize) -> Result<()> {
        let at = self.next;
        self.next += length + 1;
        let start = self.next;
        let Some(reader) = field.reader else { return self.title(field, at) };
        let value = match self.peek() {
            Some('(') => return Err(one_value(field, start)),
            Some(letter) if is_quote(letter) => self.quoted()?,
            _ => self.bare().iter().map(|letter| letter.letter).collect(),
        };
        let value = value.trim();
        if value.is_empty() {
            return Err(no_value(field, start));
        }
        let filter = reader(value)
            .map_err(|error| Error::Query { message: field::wrong(&error), position: start })?;
        let values = match filter {
            Filter::Year(_) | Filter::Mentions(_) | Filter::Lang(_) => value.split(',').count(),
            _ => 1,
        };
        self.tokens.push(Token { kind: Kind::Filter(filter, values), at });
        Ok(())
    }

    /// Reads the value of a title, unless it is in parentheses.
    fn title(&mut self, field: &Field, at: usize) -> Result<()> {
        self.tokens.push(Token { kind: Kind::Title, at });
        let (start, before) = (self.next, self.tokens.len());
        if self.peek() != Some('(') {
            self.atom()?;
            if self.tokens.len() == before {
                return Err(no_value(field, start));
            }
        }
        Ok(())
    }

    /// Reads a word or a phrase; nothing for what has no letter or digit.
    fn atom(&mut self) -> Result<()> {
        let at = self.next;
        let exact = self.peek() == Some('=');
        self.next += usize::from(exact);
        match self.peek() {
            Some('(') if exact => {
                let message = "'=' stands before a word or a phrase".to_owned();
                Err(Error::Query { message, position: at })
            }
            Some(letter) if is_quote(letter) => self.phrase(at, exact),
            _ => self.word(at, exact),
        }
    }

    /// Reads a phrase with its slop.
    fn phrase(&mut self, at: usize, exact: bool) -> Result<()> {
        let text = self.quoted()?;
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        let slop = self.slop()?;
        if text.contains(char::is_alphanumeric) {
            let kind = Kind::Phrase(Phrase { text, exact, slop, at });
            self.tokens.push(Token { kind, at });
        }
        Ok(())
    }

    /// Reads the number after `~`, if there is one.
    fn slop(&mut self) -> Result<u32> {
        if self.peek() != Some('~') {
            return Ok(0);
        }
        let position = self.next;
        let rest = &self.letters[position + 1..];
        let digits: String = rest.iter().take_while(|letter| letter.is_ascii_digit()).collect();
        self.next += 1 + digits.len();
        digits.parse().ok().filter(|slop| *slop <= SLOP).ok_or_else(|| {
            let message = format!("'~' after a phrase takes a number of words, 0 to {SLOP}");
            Error::Query { message, position }
        })
    }

    /// Reads what is in quotes. A quote ends what one of its kind began, and
    /// if there is none of its kind, what any other began.
    fn quoted(&mut self) -> Result<String> {
        let position = self.next;
        let kind = self.peek().and_then(quote_kind);
        self.next += 1;
        let start = self.next;
        let alike = self.until(|letter| quote_kind(letter) == kind);
        let text = alike.or_else(|| {
            self.next = start;
            self.until(is_quote)
        });
        if let Some(text) = text {
            return Ok(text);
        }
        let message = "the quote has no end; write \\\" for a quote that is meant".to_owned();
        Err(Error::Query { message, position })
    }

    /// Reads up to a character and past it; none if there is no such.
    fn until(&mut self, is_end: impl Fn(char) -> bool) -> Option<String> {
        let mut text = String::new();
        while let Some(letter) = self.literal() {
            if is_end(letter.letter) && !letter.literal {
                return Some(text);
            }
            text.push(letter.letter);
        }
        None
    }

    /// Reads a character, with the backslash before it.
    fn literal(&mut self) -> Option<Letter> {
        let at = self.next;
        let letter = self.peek()?;
        let after = self.letters.get(at + 1).copied();
        let (letter, literal) = match after.filter(|after| is_special(*after)) {
            Some(after) if letter == '\\' => (after, true),
            _ => (letter, false),
        };
        self.next += 1 + usize::from(literal);
        Some(Letter { letter, literal, at })
    }

    /// Reads up to a space, parenthesis or quote.
    fn bare(&mut self) -> Vec<Letter> {
        let mut letters = Vec::new();
        while self.peek().is_some_and(|letter| !divides(letter)) {
            letters.extend(self.literal());
        }
        letters
    }

    /// Reads a word with its operators; nothing for what has no letter or
    /// digit.
    fn word(&mut self, at: usize, exact: bool) -> Result<()> {
        let letters = self.bare();
        if !exact && word::is_star(&letters) {
            self.tokens.push(Token { kind: Kind::Everything, at });
        } else if let Some(mut word) = word::read(&letters)? {
            if exact {
                word.at = at;
                if word.form == WordForm::Inflected {
                    word.form = WordForm::Exact;
                }
            }
            if word::has_lost_star(&letters) {
                self.note("'*' has a meaning only at the end of a word".to_owned());
            }
            let at = word.at;
            self.tokens.push(Token { kind: Kind::Word(word), at });
        }
        Ok(())
    }
}

/// The error for a field without a value.
fn no_value(field: &Field, position: usize) -> Error {
    let message = format!("'{}:' has no value; write it as in {}", field.name, field.example);
    Error::Query { message, position }
}

/// The error for a field with a group.
fn one_value(field: &Field, position: usize) -> Error {
    let Field { name, example, .. } = field;
    let message = format!("'{name}:' has one value, as in {example}; repeat it for more");
    Error::Query { message, position }
}
