//! Numerals in which lists are counted: digits, letters, Roman numerals.
//! Total: every number is written, in digits where no other way is short.
//! Knows no format of documents.

/// A way to write a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numerals {
    /// 1, 2, 3
    Digits,
    /// a, b, c … z, aa, bb
    Letters,
    /// A, B, C
    Capitals,
    /// i, ii, iii
    Roman,
    /// I, II, III
    RomanCapitals,
}

/// Writes a number; one that letters or Roman numerals would make long, and
/// zero, in digits.
pub(super) fn numeral(number: u32, numerals: Numerals) -> String {
    let written = match numerals {
        Numerals::Digits => None,
        Numerals::Letters => letters(number),
        Numerals::Capitals => letters(number).map(|text| text.to_uppercase()),
        Numerals::Roman => roman(number),
        Numerals::RomanCapitals => roman(number).map(|text| text.to_uppercase()),
    };
    written.unwrap_or_else(|| number.to_string())
}

/// The letter of a number; after z it is doubled, then trebled.
fn letters(number: u32) -> Option<String> {
    const LONGEST: u32 = 4;
    let (round, place) = (number.checked_sub(1)? / 26, (number - 1) % 26);
    let letter = char::from_u32(u32::from(b'a') + place)?;
    let times = usize::try_from(round + 1).ok().filter(|_| round < LONGEST)?;
    Some(letter.to_string().repeat(times))
}

fn roman(number: u32) -> Option<String> {
    const SIGNS: &[(u32, &str)] = &[
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while (1..4000).contains(&number) && rest >= *value {
            out.push_str(sign);
            rest -= value;
        }
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::{Numerals, numeral};

    #[test]
    fn numerals() {
        let case = |number, numerals, expected: &str| {
            assert_eq!(numeral(number, numerals), expected);
        };
        case(12, Numerals::Digits, "12");
        case(1, Numerals::Letters, "a");
        case(28, Numerals::Capitals, "BB");
        case(4_000_000, Numerals::Letters, "4000000");
        case(1994, Numerals::Roman, "mcmxciv");
        case(7, Numerals::RomanCapitals, "VII");
        case(0, Numerals::Roman, "0");
        case(9999, Numerals::Roman, "9999");
    }
}
