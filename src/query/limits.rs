//! How large a query may be. Checked before it is parsed, so that no query
//! can exhaust the stack, the memory or the time of a search. Counts what is
//! written; what an engine makes of it is bounded elsewhere.

use super::lex::{Kind, Token};
use crate::error::{Error, Result};

/// The longest query, in bytes.
pub(super) const LENGTH: usize = 16 * 1024;
/// The deepest nesting: parentheses, `NOT` and `-` each are a level.
const LEVELS: usize = 100;
/// The most words, phrases, filters and values of filters.
pub(super) const CLAUSES: usize = 1024;
/// The most words in a phrase.
const PHRASE: usize = 64;
/// The longest word, in bytes.
pub(super) const WORD: usize = 255;

/// The start of a text that is within the longest query, and whether that is
/// all of it.
pub(super) fn start(text: &str) -> (&str, bool) {
    let mut end = text.len().min(LENGTH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (&text[..end], end == text.len())
}

/// The error for a query that is too long; `position` in characters.
pub(super) fn too_long(position: usize) -> Error {
    Error::Query { message: format!("query longer than {} KiB", LENGTH / 1024), position }
}

/// Checks how deep a query is nested.
pub(super) fn nesting(tokens: &[Token]) -> Result<()> {
    let (mut open, mut before, mut levels) = (Vec::new(), 0, 0);
    let mut after_not = false;
    for token in tokens {
        match token.kind {
            Kind::Not => before += 1,
            Kind::Open => {
                open.push(before + 1);
                levels += before + 1;
                before = 0;
            }
            Kind::Close => {
                levels -= open.pop().unwrap_or(0);
                before = 0;
            }
            // What is excluded is a group of the name and its value.
            Kind::Unknown(_) => before += usize::from(after_not),
            Kind::Title => {}
            _ => before = 0,
        }
        after_not = matches!(token.kind, Kind::Not);
        if levels + before > LEVELS {
            let message = format!("query is nested deeper than {LEVELS} levels");
            return Err(Error::Query { message, position: token.at });
        }
    }
    Ok(())
}

/// Checks the number of clauses and the size of each.
pub(super) fn clauses(tokens: &[Token]) -> Result<()> {
    let mut count = 0;
    for token in tokens {
        let wrong = |message| Err(Error::Query { message, position: token.at });
        count += match &token.kind {
            Kind::Word(word) => {
                if longest(&word.text) > WORD {
                    return wrong(format!("word longer than {WORD} bytes"));
                }
                pieces(&word.text).count()
            }
            Kind::Phrase(phrase) => {
                if longest(&phrase.text) > WORD {
                    return wrong(format!("word longer than {WORD} bytes in a phrase"));
                }
                if pieces(&phrase.text).count() > PHRASE {
                    return wrong(format!("phrase of more than {PHRASE} words"));
                }
                1
            }
            Kind::Filter(_, values) => *values,
            Kind::Unknown(_) | Kind::Everything => 1,
            Kind::Open | Kind::Close | Kind::And | Kind::Or | Kind::Not | Kind::Title => 0,
        };
        if count > CLAUSES {
            return wrong(format!("query has more than {CLAUSES} clauses"));
        }
    }
    Ok(())
}

/// The words in a word or phrase, near to what an analyzer sees.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let divides = |letter: char| letter.is_whitespace() || letter.is_ascii_punctuation();
    text.split(divides).filter(|piece| !piece.is_empty())
}

/// The length of the longest word, in bytes; characters of scripts that are
/// written without spaces are words of their own.
pub(super) fn longest(text: &str) -> usize {
    let divided = pieces(text).flat_map(|piece| piece.split(is_unspaced));
    divided.map(str::len).max().unwrap_or(0)
}

/// Whether a character is of a script that is written without spaces: Thai,
/// Lao, Burmese, Khmer, kana and Han, by blocks of Unicode 16.
fn is_unspaced(letter: char) -> bool {
    matches!(letter,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use crate::query::Query;

    /// The message with the place, or nothing for a query that is read.
    /// Reading must do with the stack of a thread of 2 MiB.
    fn message(text: String) -> String {
        let read = move || match Query::parse(&text) {
            Ok(query) => {
                assert_eq!(Query::parse(&query.to_string()).unwrap().root, query.root);
                String::new()
            }
            Err(error) => error.to_string(),
        };
        std::thread::Builder::new().stack_size(2 << 20).spawn(read).unwrap().join().unwrap()
    }

    fn case(text: String, expected: &str) {
        let start: String = text.chars().take(20).collect();
        assert_eq!(message(text), expected, "{start}");
    }

    #[test]
    fn nesting_ends_at_a_hundred_levels() {
        let deep = |place| format!("query is nested deeper than 100 levels (position {place})");
        let nested =
            |n: usize, open: &str, close: &str| format!("{}a{}", open.repeat(n), close.repeat(n));
        case(nested(100, "(", ")"), "");
        case(nested(101, "(", ")"), &deep(101));
        case(nested(100_000, "(", ")"), &deep(101));
        case("(".repeat(100_000), &deep(101));
        case(nested(100, "NOT ", ""), "");
        case(nested(100_000, "NOT ", ""), &deep(401));
        case(nested(50, "-(", ")"), "");
        case(nested(100_000, "-(", ")"), &deep(101));
        case(nested(100, "(a OR ", ")"), "");
        case(nested(100, "(b a OR c AND ", ")"), "");
        case(nested(100_000, "(a OR ", ")"), &deep(601));
        case(nested(50, "NOT(a ", ")"), "");
        case(nested(1_000, "x:(", ")"), &deep(303));
        case(nested(99, "a (b) ", ""), "");
        case("(a) ".repeat(500), "");
        case(format!("\"{}\"", "( ".repeat(500)) + " a", "");
    }

    #[test]
    fn a_query_has_an_end() {
        let long = "query longer than 16 KiB (position 16385)";
        case("a".repeat(1 << 20), long);
        case("a ".repeat(100_000), long);
        case(format!("\"{}\"", "a ".repeat(100_000)), long);
        case("\"".repeat(16_385), long);
        case("ä".repeat(1 << 19), "query longer than 16 KiB (position 8193)");
        case(format!("a{}", "あ".repeat(1 << 19)), "query longer than 16 KiB (position 5463)");
        case(format!("a{}", " ".repeat(16_383)), "");
    }

    #[test]
    fn the_parts_are_counted() {
        case("a ".repeat(1024), "");
        case("a ".repeat(1025), "query has more than 1024 clauses (position 2049)");
        case("a OR ".repeat(1023) + "a", "");
        case("a/".repeat(120).repeat(9), "query has more than 1024 clauses (position 1)");
        case("a:".repeat(1024) + "b", "query has more than 1024 clauses (position 2049)");
        case("-".to_owned() + &"a:".repeat(1023) + "b", "");
        case(
            format!("year:{}2018", "2018,".repeat(1024)),
            "query has more than 1024 clauses (position 1)",
        );
        case(format!("\"{}\"", "a ".repeat(64)), "");
        case(format!("\"{}\"", "a ".repeat(65)), "phrase of more than 64 words (position 1)");
    }

    #[test]
    fn a_word_has_an_end() {
        case("a".repeat(255), "");
        case("b ".to_owned() + &"a".repeat(256), "word longer than 255 bytes (position 3)");
        case("a".repeat(256) + "~2", "word longer than 255 bytes (position 1)");
        case(
            format!("\"b {}\"", "a".repeat(256)),
            "word longer than 255 bytes in a phrase (position 1)",
        );
        case("移民".repeat(200), "");
        case("http://x.org/".to_owned() + &"a/".repeat(200), "");
    }

    #[test]
    fn a_query_that_is_too_large_is_refused_at_once() {
        let texts = ["(", "NOT ", "-(", "a ", "\"", "a:", "a~ ", "\\", "=", "title:(", "-a:"];
        let started = std::time::Instant::now();
        for text in texts {
            assert!(Query::parse(&text.repeat((1 << 20) / text.len())).is_err(), "{text}");
            let _ = Query::plain(&text.repeat((1 << 20) / text.len()));
        }
        let each = started.elapsed().as_millis() / (2 * texts.len() as u128);
        assert!(each < 50, "{each} ms for a query");
    }
}
