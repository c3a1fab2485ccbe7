//! The characters of a word -> `Word`: which operators stand at its end,
//! which signs around it are none of its letters. Also cuts plain text into
//! words. Does not know where in a query a word may stand.

use super::{
    Word, WordForm,
    letter::{Letter, is_blank, is_edge, is_quote},
    limits,
};
use crate::error::{Error, Result};

/// Whether a word consists of `*` only.
pub(super) fn is_star(letters: &[Letter]) -> bool {
    !letters.is_empty() && letters.iter().all(|letter| letter.is('*'))
}

/// Whether a word has a `*` that is not at its end.
pub(super) fn has_lost_star(letters: &[Letter]) -> bool {
    let stars = letters.iter().enumerate().filter(|(_, letter)| letter.is('*'));
    let first = stars.map(|(place, _)| place).next().unwrap_or(letters.len());
    letters[first..].iter().any(|letter| letter.letter.is_alphanumeric())
}

/// Reads a word with the operators at its end; none if it has no letter or
/// digit.
///
/// # Errors
/// [`Error::Query`] for a distance that is neither 1 nor 2.
pub(super) fn read(letters: &[Letter]) -> Result<Option<Word>> {
    let (letters, form) = form(unescaped(letters))?;
    let letters = trimmed(letters, |letter| letter.is_edge());
    let text: String = letters.iter().map(|letter| letter.letter).collect();
    let Some(first) = letters.first().filter(|_| text.contains(char::is_alphanumeric)) else {
        return Ok(None);
    };
    Ok(Some(Word { text, form, at: first.at }))
}

/// The form that the end of a word asks for, and the word without it.
fn form(letters: &[Letter]) -> Result<(&[Letter], WordForm)> {
    let letters = trimmed(letters, |letter| letter.is_edge() && !"*~".contains(letter.letter));
    let plain = Ok((letters, WordForm::Inflected));
    if letters.last().is_some_and(|last| last.is('*')) {
        return Ok((letters, WordForm::Prefix));
    }
    let digits = letters.iter().rev().take_while(|letter| letter.letter.is_ascii_digit()).count();
    let (start, number) = letters.split_at(letters.len() - digits);
    let Some((tilde, base)) = start.split_last().filter(|(last, _)| last.is('~')) else {
        return plain;
    };
    // A range of numbers, as `10~20`, has no distance.
    let in_number = base.last().is_none_or(|last| last.letter.is_ascii_digit());
    if !base.iter().any(|letter| letter.letter.is_alphanumeric()) || digits > 1 && in_number {
        return plain;
    }
    match number {
        [] | [Letter { letter: '1', .. }] => Ok((base, WordForm::Fuzzy(1))),
        [Letter { letter: '2', .. }] => Ok((base, WordForm::Fuzzy(2))),
        _ => {
            let message = "'~' after a word takes 1 or 2, the letters that may differ".to_owned();
            Err(Error::Query { message, position: tilde.at })
        }
    }
}

/// Letters without those at both ends that pass a test.
fn trimmed(letters: &[Letter], is_edge: fn(Letter) -> bool) -> &[Letter] {
    let inner = |letter: &Letter| !is_edge(*letter);
    let start = letters.iter().position(inner).unwrap_or(letters.len());
    let end = letters.iter().rposition(inner).map_or(start, |last| last + 1);
    &letters[start..end]
}

/// A word without the backslash that keeps it from being `AND`, `OR` or
/// `NOT`.
fn unescaped(letters: &[Letter]) -> &[Letter] {
    let Some((Letter { letter: '\\', literal: false, .. }, rest)) = letters.split_first() else {
        return letters;
    };
    let word: String = rest.iter().map(|letter| letter.letter).collect();
    if matches!(word.as_str(), "AND" | "OR" | "NOT") { rest } else { letters }
}

/// Cuts a text into plain words within the limits, with notes on what is
/// left out.
pub(super) fn plain(text: &str) -> (Vec<Word>, Vec<String>) {
    let (mut start, mut whole) = limits::start(text);
    if !whole {
        start = start.rfind(is_blank).map_or(start, |end| &start[..end]);
    }
    let (mut words, mut count, mut all_short) = (Vec::new(), 0, true);
    for word in start.split(is_blank).scan(0, |at, part| Some(plain_word(part, at))).flatten() {
        count += limits::pieces(&word.text).count();
        if count > limits::CLAUSES {
            whole = false;
            break;
        }
        let is_short = limits::longest(&word.text) <= limits::WORD;
        all_short &= is_short;
        words.extend(is_short.then_some(word));
    }
    let mut notes = Vec::new();
    if !whole {
        notes.push("the query is too long: only its start is searched".to_owned());
    }
    if !all_short {
        notes.push(format!("words longer than {} bytes are left out", limits::WORD));
    }
    (words, notes)
}

/// A plain word without the signs around it; none if it has no letter or
/// digit. Moves `at` to the start of the next one.
fn plain_word(part: &str, at: &mut usize) -> Option<Word> {
    let edge = |letter| is_edge(letter) || is_quote(letter) || letter == '\\';
    let rest = part.trim_start_matches(edge);
    let from = *at + part[..part.len() - rest.len()].chars().count();
    *at += part.chars().count() + 1;
    let text = rest.trim_end_matches(edge);
    text.contains(char::is_alphanumeric).then(|| Word {
        text: text.to_owned(),
        form: WordForm::Inflected,
        at: from,
    })
}

#[cfg(test)]
mod tests {
    use crate::query::{Node, Query, WordForm};

    /// Plain words with their places.
    fn case(text: &str, expected: &[(&str, usize)]) {
        let Node::Words(nodes) = Query::plain(text).root else { panic!("{text}") };
        let found: Vec<(&str, usize)> = nodes
            .iter()
            .map(|node| match node {
                Node::Word(word) if word.form == WordForm::Inflected => (&word.text[..], word.at),
                _ => panic!("{text}"),
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn plain_words_have_no_syntax() {
        case("", &[]);
        case(" ?! ", &[]);
        case("border", &[("border", 0)]);
        case("NOT år (year:2018)", &[("NOT", 0), ("år", 4), ("year:2018", 8)]);
        case("\"a b\" -c d* e~1", &[("a", 1), ("b", 3), ("c", 7), ("d", 9), ("e~1", 12)]);
        case("EU:lle „Grenze“?", &[("EU:lle", 0), ("Grenze", 8)]);
    }

    #[test]
    fn plain_words_have_limits() {
        let many = Query::plain(&"a ".repeat(5_000));
        assert_eq!((many.words().len(), many.notes.len()), (1024, 1));
        let long = Query::plain(&format!("{} b", "a".repeat(300)));
        assert_eq!((long.words(), long.notes.len()), (vec!["b"], 1));
        let cut = Query::plain(&format!("b {}", "abcdefgh ".repeat(100_000)));
        assert!(cut.words().iter().skip(1).all(|word| *word == "abcdefgh"));
        assert_eq!(cut.notes.len(), 1);
    }
}
