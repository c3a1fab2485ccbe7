//! What single words can mean to the rules of this room: months, labels,
//! units and so on, read once from `words.txt`. Hides how words are folded
//! before they are compared. Never looks at more than one word.

use std::{collections::HashMap, sync::OnceLock};

const WORDS: &str = include_str!("words.txt");

/// The sections of `words.txt`, but for the months; the order is that of
/// [`SECTIONS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A month that is also another word.
    Weak,
    /// Stands between the parts of a date.
    Joint,
    /// A day of the week.
    Weekday,
    /// Opens a line that says when the text was issued.
    Label,
    /// Says that a year is that of a founding.
    Founding,
    /// Says that something began in the year and goes on.
    Since,
    /// A noun for an instrument.
    Name,
    /// What amounts are counted in.
    Unit,
    /// Stands before an amount.
    About,
    /// Stands between [`Class::About`] and the number.
    Than,
    /// Stands before the number of a page, a paragraph, a telephone.
    Number,
    /// Stands before a year.
    Cue,
    /// Stands between the two years of a range.
    Until,
    /// Says that the year is still to come.
    Ahead,
    /// A document that looks ahead.
    Plan,
    /// Says that a copyright is a picture's.
    Photo,
    /// Stands before the date in a name.
    Dated,
    /// A place of printing.
    City,
    /// Says that a date is that of a change.
    Change,
}

const SECTIONS: [(&str, Class); 19] = [
    ("weak", Class::Weak),
    ("joint", Class::Joint),
    ("weekday", Class::Weekday),
    ("label", Class::Label),
    ("founding", Class::Founding),
    ("since", Class::Since),
    ("name", Class::Name),
    ("unit", Class::Unit),
    ("about", Class::About),
    ("than", Class::Than),
    ("number", Class::Number),
    ("cue", Class::Cue),
    ("until", Class::Until),
    ("ahead", Class::Ahead),
    ("plan", Class::Plan),
    ("photo", Class::Photo),
    ("dated", Class::Dated),
    ("city", Class::City),
    ("change", Class::Change),
];

/// Everything that a word can mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    /// The month, 1 to 12.
    pub(super) month: Option<u8>,
    classes: u32,
}

impl Meaning {
    /// Whether the word can mean this.
    pub(super) fn is(self, class: Class) -> bool {
        self.classes & (1 << class as u16) != 0
    }

    fn add(&mut self, other: Self) {
        self.month = self.month.or(other.month);
        self.classes |= other.classes;
    }
}

/// What a word can mean.
pub(super) fn meaning(word: &str) -> Meaning {
    // Longer words are in no list; folding them would be for nothing.
    if word.len() > 80 {
        return Meaning::default();
    }
    let folded = fold(word);
    let table = table();
    let mut found = table.whole.get(&folded).copied().unwrap_or_default();
    for pattern in &table.patterns {
        if pattern.fits(&folded) {
            found.add(pattern.meaning);
        }
    }
    found
}

/// A word of the list with a star at one or both ends.
#[derive(Debug)]
struct Pattern {
    part: String,
    open_start: bool,
    open_end: bool,
    meaning: Meaning,
}

impl Pattern {
    fn fits(&self, word: &str) -> bool {
        match (self.open_start, self.open_end) {
            (true, true) => word.contains(&self.part),
            (true, false) => word.ends_with(&self.part),
            _ => word.starts_with(&self.part),
        }
    }
}

#[derive(Debug, Default)]
struct Table {
    whole: HashMap<String, Meaning>,
    patterns: Vec<Pattern>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table::default();
        let mut section = Meaning::default();
        for line in WORDS.lines().filter(|line| !line.starts_with('#')) {
            match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                Some(name) => section = section_meaning(name),
                None => line.split_whitespace().skip(1).for_each(|word| table.add(word, section)),
            }
        }
        table
    })
}

impl Table {
    fn add(&mut self, word: &str, meaning: Meaning) {
        let part = fold(word.trim_matches('*'));
        let (open_start, open_end) = (word.starts_with('*'), word.ends_with('*'));
        if open_start || open_end {
            self.patterns.push(Pattern { part, open_start, open_end, meaning });
        } else {
            self.whole.entry(part).or_default().add(meaning);
        }
    }
}

/// What the words of a section mean.
fn section_meaning(name: &str) -> Meaning {
    let month = name.strip_prefix("month ").and_then(|number| number.parse().ok());
    let class = SECTIONS.iter().find(|(known, _)| *known == name);
    Meaning { month, classes: class.map_or(0, |(_, class)| 1 << *class as u16) }
}

/// Lower case without the accents that are often left out, so that a word
/// in capitals is the same word. The letters å ä ö ø ü, which are not
/// accents to those who write them, stay.
fn fold(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).filter_map(plain).collect()
}

fn plain(letter: char) -> Option<char> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ı' => 'i',
        'ò' | 'ó' | 'ô' | 'õ' => 'o',
        'ù' | 'ú' | 'û' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        'ё' => 'е',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' => 'υ',
        'ώ' => 'ω',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{640}' | '\u{AD}' => return None,
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::{Class, SECTIONS, WORDS, meaning};

    fn case(word: &str, month: u8) {
        assert_eq!(meaning(word).month, Some(month), "{word}");
    }

    #[test]
    fn months_are_known_in_every_case_and_script() {
        case("tammikuuta", 1);
        case("Tammikuussa", 1);
        case("FÉVRIER", 2);
        case("FEVRIER", 2);
        case("maaliskuun", 3);
        case("Setiembre", 9);
        case("марта", 3);
        case("Ιουνίου", 6);
        case("أيار", 5);
        case("ایار", 5);
    }

    #[test]
    fn every_section_has_a_meaning() {
        for (name, class) in SECTIONS {
            assert!(WORDS.contains(&format!("[{name}]")), "{name} is missing");
            assert!((class as usize) < 32);
        }
        for line in WORDS.lines().filter(|line| line.starts_with('[')) {
            let name = line.trim_matches(['[', ']']);
            let known = SECTIONS.iter().any(|(known, _)| *known == name);
            assert!(known || name.starts_with("month "), "{name} means nothing");
        }
    }

    #[test]
    fn compounds_are_names() {
        for word in ["pakolaissopimuksen", "Flüchtlingskonvention", "utlänningslagen", "Конвенция"]
        {
            assert!(meaning(word).is(Class::Name), "{word}");
        }
        assert!(!meaning("migration").is(Class::Name));
    }
}
