//! The script of a letter, and the script that most of a text is written
//! in. Some scripts name their language; the others have profiles of the
//! languages that share them. Knows nothing of words.

use crate::language::Language;

/// A script, as far as it matters for telling languages apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Hebrew,
    Devanagari,
    Ethiopic,
    /// Chinese characters, which Chinese and Japanese share.
    Han,
    /// Hiragana and katakana, which only Japanese has.
    Kana,
    /// A script of one language of the table.
    Of(Language),
    /// A script of no language of the table.
    Foreign,
}

/// First and last code point of a run, and its script; ascending. Unicode 16
/// block names, joined where the script is the same.
const RUNS: &[(u32, u32, Script)] = &[
    (0x0041, 0x024F, Script::Latin),
    (0x0250, 0x02AF, Script::Latin),
    (0x0370, 0x03FF, Script::Of(Language::Greek)),
    (0x0400, 0x052F, Script::Cyrillic),
    (0x0531, 0x058F, Script::Of(Language::Armenian)),
    (0x0591, 0x05F4, Script::Hebrew),
    (0x0600, 0x06FF, Script::Arabic),
    (0x0700, 0x074F, Script::Foreign),
    (0x0750, 0x077F, Script::Arabic),
    (0x0780, 0x089F, Script::Foreign),
    (0x08A0, 0x08FF, Script::Arabic),
    (0x0900, 0x097F, Script::Devanagari),
    (0x0980, 0x09FF, Script::Of(Language::Bengali)),
    (0x0A00, 0x0A7F, Script::Of(Language::Punjabi)),
    (0x0A80, 0x0AFF, Script::Of(Language::Gujarati)),
    (0x0B00, 0x0B7F, Script::Of(Language::Oriya)),
    (0x0B80, 0x0BFF, Script::Of(Language::Tamil)),
    (0x0C00, 0x0C7F, Script::Of(Language::Telugu)),
    (0x0C80, 0x0CFF, Script::Of(Language::Kannada)),
    (0x0D00, 0x0D7F, Script::Of(Language::Malayalam)),
    (0x0D80, 0x0DFF, Script::Of(Language::Sinhala)),
    (0x0E00, 0x0E7F, Script::Of(Language::Thai)),
    (0x0E80, 0x0FFF, Script::Foreign),
    (0x1000, 0x109F, Script::Of(Language::Burmese)),
    (0x10A0, 0x10FF, Script::Of(Language::Georgian)),
    (0x1100, 0x11FF, Script::Of(Language::Korean)),
    (0x1200, 0x139F, Script::Ethiopic),
    (0x13A0, 0x177F, Script::Foreign),
    (0x1780, 0x17FF, Script::Of(Language::Khmer)),
    (0x1800, 0x1C7F, Script::Foreign),
    (0x1C80, 0x1C8F, Script::Cyrillic),
    (0x1C90, 0x1CBF, Script::Of(Language::Georgian)),
    (0x1E00, 0x1EFF, Script::Latin),
    (0x1F00, 0x1FFF, Script::Of(Language::Greek)),
    (0x2C00, 0x2C5F, Script::Foreign),
    (0x2C60, 0x2C7F, Script::Latin),
    (0x2C80, 0x2CFF, Script::Foreign),
    (0x2D00, 0x2D2F, Script::Of(Language::Georgian)),
    (0x2D30, 0x2D7F, Script::Foreign),
    (0x2D80, 0x2DDF, Script::Ethiopic),
    (0x2E80, 0x2FDF, Script::Han),
    (0x3005, 0x3007, Script::Han),
    (0x3041, 0x30FF, Script::Kana),
    (0x3100, 0x312F, Script::Han),
    (0x3130, 0x318F, Script::Of(Language::Korean)),
    (0x31F0, 0x31FF, Script::Kana),
    (0x3400, 0x9FFF, Script::Han),
    (0xA000, 0xABFF, Script::Foreign),
    (0xAC00, 0xD7FF, Script::Of(Language::Korean)),
    (0xF900, 0xFAFF, Script::Han),
    (0xFB1D, 0xFB4F, Script::Hebrew),
    (0xFB50, 0xFDFF, Script::Arabic),
    (0xFE70, 0xFEFC, Script::Arabic),
    (0xFF21, 0xFF5A, Script::Latin),
    (0xFF66, 0xFF9F, Script::Kana),
    (0x1_0000, 0x1_CFFF, Script::Foreign),
    (0x1_E100, 0x1_EFFF, Script::Foreign),
    (0x2_0000, 0x3_FFFF, Script::Han),
];

/// The script of a letter; none for anything else.
pub(super) fn script_of(c: char) -> Option<Script> {
    if c.is_ascii() {
        return c.is_ascii_alphabetic().then_some(Script::Latin);
    }
    if !c.is_alphabetic() {
        return None;
    }
    let code = u32::from(c);
    let at = RUNS.partition_point(|&(_, last, _)| last < code);
    RUNS.get(at).filter(|run| run.0 <= code).map(|run| run.2)
}

/// Whether a character is part of a word without being a letter: vowel
/// signs and points that follow their letter.
pub(super) fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x0483..=0x0487 | 0x0591..=0x05C7
        | 0x064B..=0x065F | 0x0670 | 0x0900..=0x0DFF)
        && !matches!(c, '\u{0964}' | '\u{0965}' | '\u{05BE}')
        && !c.is_numeric()
}

/// How many letters of an alphabet one sign of a script is worth.
fn worth(script: Script) -> u32 {
    match script {
        Script::Han | Script::Kana | Script::Of(Language::Korean) => 3,
        Script::Ethiopic => 2,
        _ => 1,
    }
}

/// The letters of a text by script.
#[derive(Default)]
pub(super) struct Census {
    counts: Vec<(Script, u32)>,
}

impl Census {
    /// Counts the letters of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut census = Self::default();
        let latin = text.bytes().filter(u8::is_ascii_alphabetic).count();
        let latin = u32::try_from(latin).unwrap_or(u32::MAX);
        census.counts.push((Script::Latin, latin));
        for script in text.chars().filter(|c| !c.is_ascii()).filter_map(script_of) {
            census.add(script);
        }
        census
    }

    fn add(&mut self, script: Script) {
        let worth = worth(script);
        match self.counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count = count.saturating_add(worth),
            None => self.counts.push((script, worth)),
        }
    }

    /// How much of a script there is, in letters of an alphabet.
    pub(super) fn count(&self, script: Script) -> u32 {
        self.counts.iter().find(|(known, _)| *known == script).map_or(0, |found| found.1)
    }

    /// The script with the most letters and how many; kana count as Han,
    /// as Japanese mixes them. None when there is no letter.
    pub(super) fn main(&self) -> Option<(Script, u32)> {
        let han = self.count(Script::Han) + self.count(Script::Kana);
        self.counts
            .iter()
            .map(|&(script, count)| match script {
                Script::Han | Script::Kana => (Script::Han, han),
                _ => (script, count),
            })
            .max_by_key(|&(_, count)| count)
            .filter(|&(_, count)| count > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Census, RUNS, Script, script_of};
    use crate::language::Language;

    #[test]
    fn runs_ascend() {
        assert!(RUNS.windows(2).all(|pair| pair[0].0 <= pair[0].1 && pair[0].1 < pair[1].0));
    }

    #[test]
    fn letters_have_a_script() {
        let case = |c, script| assert_eq!(script_of(c), script, "{c}");
        case('a', Some(Script::Latin));
        case('Ö', Some(Script::Latin));
        case('×', None);
        case('7', None);
        case('ж', Some(Script::Cyrillic));
        case('λ', Some(Script::Of(Language::Greek)));
        case('の', Some(Script::Kana));
        case('国', Some(Script::Han));
        case('٣', None);
        case('😀', None);
    }

    #[test]
    fn the_main_script_has_the_most_letters() {
        let case = |text, script| assert_eq!(Census::of(text).main().map(|m| m.0), script);
        case("", None);
        case("12 / 34", None);
        case("IOM Україна допомагає", Some(Script::Cyrillic));
        case("IOM の活動です", Some(Script::Han));
    }
}
