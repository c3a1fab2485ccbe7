//! Characters that are no text: a font without a readable encoding yields
//! private-use letters, controls, `(cid:12)` or codes shifted by a constant.
//! Bullets of symbol fonts become bullets, ligatures their letters. Judges
//! single runs; whether a page is readable is the caller's sum.

use unicode_normalization::UnicodeNormalization;

/// The text without what cannot be read; what is left out is counted.
pub(super) fn readable(text: &str, unreadable: &mut usize) -> String {
    if text.is_ascii()
        && !text.bytes().any(|byte| byte.is_ascii_control())
        && !text.contains("(cid:")
    {
        return text.to_owned();
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some(length) = cid(rest) {
            *unreadable += 1;
            rest = &rest[length..];
            continue;
        }
        rest = &rest[letter.len_utf8()..];
        match letter {
            '\t' | '\n' | '\r' => kept.push(' '),
            '\u{f0a7}' | '\u{f0b7}' | '\u{f0d8}' | '\u{f0fc}' | '\u{f06e}' | '\u{f076}' => {
                kept.push('•');
            }
            // Ligatures and the forms that Arabic letters take: to the shape
            // of a font, not to the text.
            '\u{fb00}'..='\u{fb4f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
                kept.extend(std::iter::once(letter).nfkc());
            }
            _ if is_unreadable(letter) => *unreadable += 1,
            _ => kept.push(letter),
        }
    }
    kept
}

/// The length in bytes of a `(cid:12)` at the start of a text.
fn cid(text: &str) -> Option<usize> {
    let digits = text.strip_prefix("(cid:")?;
    let length = digits.bytes().take(6).take_while(u8::is_ascii_digit).count();
    (length > 0 && digits[length..].starts_with(')')).then_some("(cid:".len() + length + 1)
}

fn is_unreadable(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}'
            | '\u{fff0}'..='\u{ffff}')
}

/// Whether a text whose characters are only guessed looks like no words:
/// mostly signs, or letters of scripts that do not stand together.
pub(super) fn is_doubtful(text: &str) -> bool {
    let (mut signs, mut all) = (0, 0);
    for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
        all += 1;
        signs += usize::from(!letter.is_alphanumeric());
    }
    all == 0 || signs * 3 > all || !text.chars().any(is_vowel)
}

fn is_vowel(letter: char) -> bool {
    matches!(letter.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
        || (letter.is_alphabetic() && !letter.is_ascii())
}

/// Whether a text as a whole is unreadable: so many characters could not be
/// read beside those that could.
pub(super) fn is_mostly(unreadable: usize, readable: usize) -> bool {
    unreadable > 20 && unreadable > readable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unreadable_characters_go() {
        let case = |text: &str, expected: &str, count: usize| {
            let mut unreadable = 0;
            assert_eq!((readable(text, &mut unreadable), unreadable), (expected.into(), count));
        };
        case("migration", "migration", 0);
        case("of\u{fb01}ce", "office", 0);
        case("\u{fefb}\u{feb3}", "لاس", 0);
        case("\u{f0b7} one", "• one", 0);
        case("\u{e001}\u{e002}a\u{fffd}\u{1}", "a", 4);
        case("(cid:12)(cid:345)x (cid:) (cid:1", "x (cid:) (cid:1", 2);
        case("col\u{ad}lapse", "col\u{ad}lapse", 0);
    }

    #[test]
    fn guessed_words() {
        let case = |text: &str, expected: bool| assert_eq!(is_doubtful(text), expected, "{text}");
        case("migration in 2020", false);
        case("7KLV LV WKH", true);
        case("#$%&' ()", true);
        case("法律", false);
        case("", true);
    }
}
