//! What of a text survives translation: numbers, acronyms and names. Hides
//! how languages write thousands, decimals and inflected names.
//! Reads the title and the content; furniture never counts.

use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::{
    analyze::{Analyzer, Form, Word, words},
    document::{Document, Role},
    language::Language,
};

/// The shortest name that is no acronym, in letters.
const SHORTEST_NAME: usize = 3;

/// The letters that two forms of one name have in common at least.
const COMMON_LETTERS: usize = 4;

/// The years that a number of four digits is taken for.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;

/// Numbers below this one are often written as words.
const SMALLEST: u32 = 10;

/// The numbers and names of a document, each with its key, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Numbers by their digits alone, so that `2,500`, `2.500` and `2 500`
    /// are one; without years and what is often written as a word.
    pub numbers: BTreeMap<String, String>,
    /// Acronyms and words with a capital inside a sentence, by their letters
    /// in small and without accents.
    pub names: BTreeMap<String, String>,
}

impl Marks {
    /// The marks of a document.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let mut marks = Self::default();
        marks.read(&document.title, document.lang, false);
        for passage in document.content() {
            marks.read(&passage.text, passage.lang, passage.role == Role::Heading);
        }
        marks
    }

    /// The names that another document has too, in whatever inflection: the
    /// key and the name.
    pub fn shared_names<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let is_there = |key: &str| other.names.keys().any(|name| is_one_name(key, name));
        let shared = self.names.iter().filter(move |(key, _)| is_there(key));
        shared.map(|(key, name)| (key.as_str(), name.as_str()))
    }

    /// The numbers that another document has too.
    pub fn shared_numbers<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a str> {
        let shared = self.numbers.iter().filter(|(key, _)| other.numbers.contains_key(*key));
        shared.map(|(_, number)| number.as_str())
    }

    /// Takes in a text; in headings every word may have a capital, and in
    /// titles of some habits every word has.
    fn read(&mut self, text: &str, language: Language, is_heading: bool) {
        let is_heading = is_heading || is_title_case(text);
        let mut exact = Analyzer::new(language, Form::Exact);
        let mut number: Option<Number> = None;
        for word in words(text) {
            let written = &text[word.from..word.to];
            let term = exact.term(written);
            if is_number(term) {
                let digits: String = term.chars().filter(char::is_ascii_digit).collect();
                match &mut number {
                    Some(number) if number.goes_on(text, word.from, &digits) => {
                        number.digits.push_str(&digits);
                        number.to = word.to;
                    }
                    _ => {
                        self.count(text, number.take());
                        number = Some(Number { digits, from: word.from, to: word.to });
                    }
                }
                continue;
            }
            let acronym = written.chars().filter(|letter| letter.is_uppercase()).count() >= 2;
            let capital = term_begins_with_capital(written, term);
            let inside = !is_heading && !begins_sentence(&text[..word.from]);
            let key = plain(term);
            if acronym || (capital && inside && key.chars().count() >= SHORTEST_NAME) {
                self.names.entry(key).or_insert_with(|| joined_to(written).to_owned());
            }
        }
        self.count(text, number);
    }

    /// Counts a number that is at its end.
    fn count(&mut self, text: &str, number: Option<Number>) {
        let Some(Number { digits, from, to }) = number else { return };
        let is_year = digits.len() == 4 && digits.parse().is_ok_and(|year| YEARS.contains(&year));
        let is_small = digits.parse().is_ok_and(|number: u32| number < SMALLEST);
        if !is_year && !is_small {
            self.numbers.entry(digits).or_insert_with(|| text[from..to].to_owned());
        }
    }
}

/// A number on its way: its digits and the bytes that it stands on.
struct Number {
    digits: String,
    from: usize,
    to: usize,
}

impl Number {
    /// Whether three more digits after a space belong to it: `2 500`.
    fn goes_on(&self, text: &str, from: usize, digits: &str) -> bool {
        let between = text.get(self.to..from).unwrap_or_default();
        let mut between = between.chars();
        let one_space = between.next().is_some_and(char::is_whitespace) && between.next().is_none();
        let whole =
            self.digits.len() <= 3 || text[self.from..self.to].contains(char::is_whitespace);
        one_space && whole && digits.len() == 3
    }
}

/// Whether a term is a number: digits, with marks between them.
fn is_number(term: &str) -> bool {
    term.starts_with(|letter: char| letter.is_ascii_digit())
        && term.chars().all(|letter| letter.is_ascii_digit() || ".,".contains(letter))
}

/// Whether most words of a text that is no sentence have a capital.
fn is_title_case(text: &str) -> bool {
    let begins = |word: Word| text[word.from..word.to].chars().next().unwrap_or_default();
    let letters = words(text).map(begins).filter(|letter| letter.is_alphabetic());
    let (capitals, others): (Vec<char>, Vec<char>) = letters.partition(|one| one.is_uppercase());
    capitals.len() > others.len() && !text.ends_with(['.', '!', '?'])
}

/// Whether a word has a capital where its term begins: the `I` of `l'Irak`.
fn term_begins_with_capital(written: &str, term: &str) -> bool {
    let first = term.chars().next();
    let is_first = |letter: &char| letter.to_lowercase().next() == first;
    written.chars().find(is_first).is_some_and(char::is_uppercase)
}

/// Whether what stands before a word is the end of a sentence, or nothing.
fn begins_sentence(before: &str) -> bool {
    let before = before.trim_end_matches(|letter: char| {
        letter.is_whitespace() || "\"'“”„«»‘’([-–—•*¿¡".contains(letter)
    });
    before.is_empty() || before.ends_with(['.', '!', '?', ':', ';', '…', '؟', '。'])
}

/// A word without what an apostrophe joins to it: `Denmark's`, `d'Ivoire`.
fn joined_to(word: &str) -> &str {
    word.split(['\'', '’', '´']).max_by_key(|part| part.len()).unwrap_or(word)
}

/// A term without accents and without what an apostrophe joins to it.
fn plain(term: &str) -> String {
    joined_to(term).nfd().filter(|letter| !is_combining_mark(*letter)).collect()
}

/// Whether two keys are one name: the same, or the same but for an ending
/// (`kabul`, `kabulissa`; `geneva`, `geneve`).
fn is_one_name(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let common = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let shorter = one.chars().count().min(other.chars().count());
    // Seven tenths of the shorter one.
    common >= COMMON_LETTERS && common * 10 >= shorter * 7
}

#[cfg(test)]
mod tests {
    use super::Marks;
    use crate::{document::tests::document, language::Language};

    fn marks(language: Language, text: &str) -> Marks {
        let mut document = document("", text);
        document.lang = language;
        document.passages[0].lang = language;
        Marks::of(&document)
    }

    #[test]
    fn numbers_are_their_digits() {
        let case = |language, text: &str, expected: &[&str]| {
            let found = marks(language, text);
            assert_eq!(found.numbers.keys().collect::<Vec<_>>(), expected, "{text}");
        };
        case(Language::English, "2,500 people and 13.7 per cent", &["137", "2500"]);
        case(Language::Finnish, "2 500 ihmistä ja 13,7 prosenttia", &["137", "2500"]);
        case(Language::Spanish, "2.500 personas y el 13,7 %", &["137", "2500"]);
        case(Language::English, "12 345 678 and 10 12 14", &["10", "12", "12345678", "14"]);
        case(Language::English, "In 2015 300 came, 7 left", &["300"]);
        case(Language::English, "on the 30th, form B2B", &[]);
        case(Language::Arabic, "وصل ٣٥٠ مهاجرا", &["350"]);
    }

    #[test]
    fn names_have_capitals_inside_sentences() {
        let case = |language, text: &str, expected: &[&str]| {
            let found = marks(language, text);
            assert_eq!(found.names.keys().collect::<Vec<_>>(), expected, "{text}");
        };
        case(Language::English, "The IOM went to Geneva. They met Ann.", &["ann", "geneva", "iom"]);
        case(Language::Finnish, "Siellä IOM:n toimisto on Kabulissa.", &["iom", "kabulissa"]);
        case(Language::English, "It is Denmark's choice. Denmark chose.", &["denmark"]);
        case(Language::English, "IOM Convenes States on the Plight", &["iom"]);
        case(Language::French, "Le train de l’Irak à Genève", &["geneve", "irak"]);
    }

    #[test]
    fn names_are_one_in_other_languages() {
        let case = |one, other, same| assert_eq!(super::is_one_name(one, other), same, "{one}");
        case("kabul", "kabulissa", true);
        case("geneva", "geneve", true);
        case("iom", "ion", false);
        case("mali", "malta", false);
        case("nigeria", "niger", true);
    }
}
