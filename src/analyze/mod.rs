//! Makes index terms of text, alike for documents, queries, snippets and
//! topic labels: words, folded, and in one of two forms stemmed. Hides
//! spelling, orthography and stemmers behind [`Analyzer`]. Never removes a
//! word for being frequent, and knows nothing of the engine.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::language::Language;

mod clitic;
mod fold;
mod rules;
mod stem;
mod words;

pub use self::{
    fold::fold,
    stem::stem,
    words::{Word, Words, words},
};

/// Which form of a word is its term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// As it is written, folded.
    Exact,
    /// Folded and without its endings.
    Stem,
}

/// A term of a text and where its word stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The term as it is in the index, 1 to 255 bytes.
    pub text: String,
    /// The word that it was made of.
    pub word: Word,
}

/// Turns words into terms, and remembers those it has seen.
#[derive(Clone, Debug)]
pub struct Analyzer {
    language: Language,
    form: Form,
    /// Where in `terms` the term of a word is.
    memo: HashMap<Box<str>, Place, BuildHasherDefault<WordHasher>>,
    /// The remembered terms, one after the other.
    terms: String,
    /// The last term that was not remembered.
    scratch: String,
}

/// Bytes of [`Analyzer::terms`], `to` exclusive.
#[derive(Clone, Copy, Debug)]
struct Place {
    from: usize,
    to: usize,
}

/// How many words are remembered before all are forgotten: some 10 MB.
const MEMO_WORDS: usize = 100_000;

/// The longest word that is remembered, in bytes: longer ones are mostly
/// not words and do not come again.
const MEMO_BYTES: usize = 64;

impl Analyzer {
    /// Makes an analyzer; costs nothing until words come.
    #[must_use]
    pub fn new(language: Language, form: Form) -> Self {
        Self {
            language,
            form,
            memo: HashMap::default(),
            terms: String::new(),
            scratch: String::new(),
        }
    }

    /// The index term of a word that [`words`] gave: folded, or folded and
    /// stemmed. At most 255 bytes; empty only if the word is.
    pub fn term<'a>(&'a mut self, word: &str) -> &'a str {
        if self.form == Form::Exact && self.is_plain(word) {
            self.scratch.clear();
            self.scratch.push_str(word);
            self.scratch.make_ascii_lowercase();
            return &self.scratch;
        }
        if let Some(place) = self.memo.get(word).copied() {
            return &self.terms[place.from..place.to];
        }
        let term = self.make(word);
        if word.len() > MEMO_BYTES {
            self.scratch = term;
            return &self.scratch;
        }
        if self.memo.len() >= MEMO_WORDS {
            self.memo.clear();
            self.terms.clear();
        }
        let from = self.terms.len();
        self.terms.push_str(&term);
        self.memo.insert(word.into(), Place { from, to: self.terms.len() });
        &self.terms[from..]
    }

    /// All terms of a text with their words, in order.
    pub fn terms(&mut self, text: &str) -> Vec<Term> {
        words(text)
            .map(|word| {
                let text = self.term(&text[word.from..word.to]).to_owned();
                Term { text, word }
            })
            .collect()
    }

    /// Whether small letters are all that folding does to the word.
    fn is_plain(&self, word: &str) -> bool {
        self.language != Language::Turkish
            && word.len() <= fold::MAX_TERM
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }

    fn make(&self, word: &str) -> String {
        let folded = fold(word, self.language);
        let bare = clitic::bare(&folded, self.language);
        let term = match self.form {
            Form::Exact => bare.to_owned(),
            Form::Stem => stem(self.language, bare).into_owned(),
        };
        let term = if term.is_empty() { word } else { &term };
        fold::cut(term).to_owned()
    }
}

/// Hashes words: short strings from a text that is not an adversary's choice
/// of keys, as the table is bounded.
#[derive(Clone, Copy, Debug, Default)]
struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    /// The end of a string; there is only one in a key.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Analyzer, Form, words};
    use crate::language::Language;

    fn case(language: Language, form: Form, text: &str, expected: &[&str]) {
        let terms = Analyzer::new(language, form).terms(text);
        let terms: Vec<&str> = terms.iter().map(|term| term.text.as_str()).collect();
        assert_eq!(terms, expected, "{text}");
    }

    #[test]
    fn words_become_terms() {
        case(Language::French, Form::Exact, "L’été des RÉFUGIÉES", &["été", "des", "réfugiées"]);
        case(Language::French, Form::Stem, "L’été des RÉFUGIÉES", &["ete", "de", "refugi"]);
        case(Language::English, Form::Stem, "Identity’s 10.7", &["ident", "10.7"]);
        case(Language::Finnish, Form::Exact, "IOM:n raportti", &["iom", "raportti"]);
        case(Language::Chinese, Form::Exact, "移民政策 ＩＯＭ", &["移民", "民政", "政策", "iom"]);
        case(Language::Ukrainian, Form::Stem, "Мігранти", &["мігранти"]);
        case(Language::English, Form::Exact, "km² B2B 2018", &["km", "b2b", "2018"]);
    }

    #[test]
    fn a_term_is_the_same_the_second_time() {
        let mut analyzer = Analyzer::new(Language::Swedish, Form::Stem);
        let first = analyzer.term("flyktingarna").to_owned();
        assert_eq!(analyzer.term("invandrare"), "invandr");
        assert_eq!(analyzer.term("flyktingarna"), first);
        assert_eq!(analyzer.clone().term("flyktingarna"), first);
    }

    #[test]
    fn the_memo_is_bounded() {
        let mut analyzer = Analyzer::new(Language::Finnish, Form::Stem);
        for number in 0..super::MEMO_WORDS + 10 {
            analyzer.term(&format!("sana{number}"));
        }
        assert!(analyzer.memo.len() <= super::MEMO_WORDS);
        assert_eq!(analyzer.term("sana7"), "sana7");
    }

    #[test]
    fn long_words_are_cut() {
        let mut analyzer = Analyzer::new(Language::Greek, Form::Stem);
        assert!(analyzer.term(&"ω".repeat(9_000)).len() <= 255);
        assert_eq!(analyzer.term(&"7".repeat(9_000)).len(), 255);
    }

    /// Words of all scripts, to be changed at random.
    const SEEDS: &[&str] = &[
        "αντιθετε",
        "αντίθετε",
        "ισα",
        "ισαισα",
        "ΠΡΟΣΦΥΓΕΣ",
        "والمهاجرين",
        "للاجئين",
        "الهُوِيّـة",
        "kotouttamislain",
        "IOM:n",
        "1990:ssä",
        "flyktingarna",
        "asylsökandenas",
        "l’été",
        "qu'",
        "Straße",
        "Fluechtlinge",
        "беженцами",
        "ребёнок",
        "м’ята",
        "göçmenlerin",
        "İSTANBUL'un",
        "refugiaţilor",
        "migrações",
        "हिन्दी",
        "அகதிகளின்",
        "移民政策",
        "データ",
        "ผู้ลี้ภัย",
        "ខ្មែរ",
        "이주민",
        "צה״ל",
        "ﷺ",
        "ﬃ",
        "Ǆ",
        "ŉ",
        "ẞ",
        "ͺ",
        "\u{1D7D8}",
        "ᾳ",
        "'s",
        "10.7",
        "½",
        "ªº",
        "col·lectiu",
        "\u{FEFF}",
        "\u{301}",
        "ie",
        "ue",
        "ete",
        "nnen",
        "enen",
        "sssss",
        "ytyt",
        "ات",
    ];

    /// A random number below `bound`; the same ones in every run.
    fn random(state: &mut u64, bound: usize) -> usize {
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(*state >> 33).unwrap() % bound
    }

    /// Two seeds mixed, with characters taken out, doubled or exchanged.
    fn mutated(state: &mut u64) -> String {
        let mut text: Vec<char> = SEEDS[random(state, SEEDS.len())].chars().collect();
        let other: Vec<char> = SEEDS[random(state, SEEDS.len())].chars().collect();
        for _ in 0..random(state, 5) {
            let at = random(state, text.len() + 1);
            match random(state, 4) {
                0 => text.insert(at, other[random(state, other.len())]),
                1 if at < text.len() => drop(text.remove(at)),
                2 if at < text.len() => text.insert(at, text[at]),
                _ => text.truncate(at.max(1)),
            }
        }
        if random(state, 3) == 0 {
            text.extend(&other);
        }
        text.into_iter().collect()
    }

    #[test]
    fn no_word_of_any_script_stops_any_language() {
        let rounds = std::env::var("IOMKB_TEST_ROUNDS").ok().and_then(|text| text.parse().ok());
        let mut state = 42;
        let mut all: Vec<Analyzer> = Language::ALL
            .iter()
            .flat_map(|l| [Analyzer::new(*l, Form::Exact), Analyzer::new(*l, Form::Stem)])
            .collect();
        for _ in 0..rounds.unwrap_or(300) {
            let text = mutated(&mut state);
            let mut last = 0;
            for word in words(&text) {
                assert!(last <= word.from && word.from < word.to, "{text:?}");
                last = word.from;
                let word = &text[word.from..word.to];
                for analyzer in &mut all {
                    let term = analyzer.term(word);
                    assert!((1..=255).contains(&term.len()), "{word:?}: {term:?}");
                }
            }
            for analyzer in &mut all {
                assert_eq!(analyzer.term(&text).is_empty(), text.is_empty(), "{text:?}");
            }
        }
    }
}
