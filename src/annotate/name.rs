//! The names of countries as texts have them: with a capital, in the endings
//! of a language, after a preposition that is written in one word with them.
//! A name is looked for by its surface words, as stems make "Dania" and
//! "data" one word in Russian; the longest counts. Hides how names are
//! inflected. Decides nothing of what a document is about.

use std::collections::{HashMap, HashSet};

use super::inflect::{forms, without_prefixes};
use crate::{
    analyze::{Analyzer, Form, Term, words},
    language::Language,
    topic::{Concept, LabelKind, Vocabulary},
};

/// The length in letters from which on a word in capitals is a shouted one,
/// so that an acronym beside it may be one too ("CONTACT US").
const SHOUTED: usize = 4;

/// One name of a country, ready to be looked for.
struct Name {
    /// The place of the concept in the vocabulary.
    concept: usize,
    /// The forms of each word, the one of the label first.
    words: Vec<Vec<String>>,
    /// The word that must begin with a capital; none in scripts without.
    capital: Option<usize>,
    /// The letters that the text must have, for acronyms.
    acronym: Option<String>,
    /// Whether it is a word of the language too.
    guarded: bool,
    /// Whether it means something else than the country.
    is_except: bool,
}

/// A country named at a place of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The place of the concept in the vocabulary.
    pub(super) concept: usize,
    /// Whether it counts only if the country is named otherwise too.
    pub(super) guarded: bool,
}

/// The names that begin at a place of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct NamedHere {
    /// The number of words of the longest; 0 when there is none.
    pub(super) length: usize,
    /// The countries that it names: none where it means something else.
    pub(super) countries: Vec<Named>,
}

/// The names of all countries, by language and the forms of the first word.
pub(super) struct Names {
    by_first: HashMap<Language, HashMap<String, Vec<usize>>>,
    names: Vec<Name>,
}

impl Names {
    /// Prepares the names of a vocabulary. A concept with others below it is
    /// a region and has no name in texts.
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let regions = vocabulary.regions();
        let mut names = Self { by_first: HashMap::new(), names: Vec::new() };
        for (place, concept) in vocabulary.concepts().iter().enumerate() {
            if concept.is_country() && !regions.contains(concept.id.as_str()) {
                names.add(place, concept);
            }
        }
        names
    }

    /// Adds the names of one country, each once in a language.
    fn add(&mut self, place: usize, concept: &Concept) {
        let labels = || concept.labels.iter().filter(|label| label.kind != LabelKind::Hidden);
        let mut seen: HashSet<(&str, &str)> = HashSet::new();
        for label in labels() {
            let Ok(language) = label.lang.parse::<Language>() else { continue };
            let kinds = || {
                let same = labels().filter(|one| one.lang == label.lang && one.text == label.text);
                same.map(|one| one.kind)
            };
            if !seen.insert((&label.lang, &label.text)) {
                continue;
            }
            let name = Name {
                concept: place,
                words: inflected(&label.text, language),
                capital: capital(&label.text),
                acronym: is_acronym(&label.text).then(|| label.text.clone()),
                guarded: kinds().any(|kind| kind == LabelKind::Guarded),
                is_except: kinds().any(|kind| kind == LabelKind::Except),
            };
            let by_first = self.by_first.entry(language).or_default();
            for first in name.words.first().into_iter().flatten() {
                by_first.entry(first.clone()).or_default().push(self.names.len());
            }
            self.names.push(name);
        }
    }

    /// The longest names that begin with the first of some surface terms;
    /// of several countries where they share one.
    pub(super) fn at(&self, language: Language, terms: &[Term], text: &str) -> NamedHere {
        let Some(names) = self.by_first.get(&self.spoken(language)) else {
            return NamedHere::default();
        };
        let Some(first) = terms.first() else { return NamedHere::default() };
        let mut fitting: Vec<(&Name, bool)> = Vec::new();
        let mut add = |bare: &str| {
            let named = names.get(bare).into_iter().flatten().map(|place| &self.names[*place]);
            let fits = named.filter(|name| name.fits(terms, text));
            fitting.extend(fits.map(|name| (name, name.is_uninflected(bare, terms))));
        };
        add(&first.text);
        without_prefixes(language, &first.text).iter().for_each(|bare| add(bare));
        let length = fitting.iter().map(|(name, _)| name.words.len()).max().unwrap_or(0);
        fitting.retain(|(name, _)| name.words.len() == length);
        NamedHere { length, countries: countries(&fitting, first.word.from, text) }
    }

    /// The language whose names stand in a text: its own, else one that
    /// spells them nearly alike, else English.
    fn spoken(&self, language: Language) -> Language {
        match language {
            known if self.by_first.contains_key(&known) => known,
            Language::Danish | Language::Norwegian => Language::Swedish,
            _ => Language::English,
        }
    }
}

/// The countries of names that fit at a place, each once.
fn countries(fitting: &[(&Name, bool)], from: usize, text: &str) -> Vec<Named> {
    let others: HashSet<usize> =
        fitting.iter().filter(|(name, _)| name.is_except).map(|(name, _)| name.concept).collect();
    let mut found: Vec<Named> = Vec::new();
    for (name, is_uninflected) in fitting {
        let concept = name.concept;
        let doubtful = name.capital.is_none() || begins_sentence(&text[..from]);
        let guarded = name.guarded && *is_uninflected && doubtful;
        match found.iter_mut().find(|known| known.concept == concept) {
            Some(known) => known.guarded &= guarded,
            None if others.contains(&concept) => {}
            None => found.push(Named { concept, guarded }),
        }
    }
    if found.len() > 1 {
        found.iter_mut().for_each(|named| named.guarded = true);
    }
    found
}

impl Name {
    /// Whether it stands at the beginning of the terms; the first word is
    /// known to be right.
    fn fits(&self, terms: &[Term], text: &str) -> bool {
        let Some(here) = terms.get(..self.words.len()) else { return false };
        let rest = here.iter().zip(&self.words).skip(1);
        let written = |place: usize| &text[here[place].word.from..here[place].word.to];
        rest.into_iter().all(|(term, forms)| forms.contains(&term.text))
            && self.capital.is_none_or(|place| has_capital(written(place)))
            && self.acronym.as_ref().is_none_or(|letters| stands_as(letters, here, text))
    }

    /// Whether no word of it has an ending.
    fn is_uninflected(&self, first: &str, terms: &[Term]) -> bool {
        let label = |place: usize| self.words[place].first().map(String::as_str);
        let mut rest = terms.iter().take(self.words.len()).enumerate().skip(1);
        label(0) == Some(first) && rest.all(|(place, term)| label(place) == Some(&*term.text))
    }
}

/// Whether an acronym stands in its capitals, and neither among shouted
/// words nor as the sign of a currency.
fn stands_as(letters: &str, terms: &[Term], text: &str) -> bool {
    let (Some(first), Some(last)) = (terms.first(), terms.last()) else { return false };
    let (before, after) = (&text[..first.word.from], &text[last.word.to..]);
    let shouted = |word: Option<&str>| {
        word.is_some_and(|word| {
            word.chars().filter(|letter| letter.is_uppercase()).count() >= SHOUTED
                && !word.chars().any(char::is_lowercase)
        })
    };
    text[first.word.from..].starts_with(letters)
        && !after.starts_with('$')
        && !before.ends_with('$')
        && !shouted(before.split_whitespace().next_back())
        && !shouted(after.split_whitespace().find(|word| words(word).next().is_some()))
}

/// Whether a sentence begins after a text.
fn begins_sentence(before: &str) -> bool {
    let opened = |letter: char| letter.is_whitespace() || "\"'“”„«»‘’([¿¡*_#>".contains(letter);
    let before = before.trim_end_matches(opened);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '…', '•', '·', '-', '–', '—'])
}

/// The forms of each word of a name.
fn inflected(name: &str, language: Language) -> Vec<Vec<String>> {
    let terms = Analyzer::new(language, Form::Exact).terms(name);
    terms.iter().map(|term| forms(language, &term.text)).collect()
}

/// The word of a name that must have a capital: the last that has one, as
/// "islas Cook" and "île Maurice" are written.
fn capital(name: &str) -> Option<usize> {
    let capitals: Vec<bool> =
        words(name).map(|word| has_capital(&name[word.from..word.to])).collect();
    capitals.iter().rposition(|capital| *capital)
}

/// Whether a word begins with a capital, after an elided article or not.
fn has_capital(word: &str) -> bool {
    let begins = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    begins(word) || word.split_once(['\'', '’']).is_some_and(|(_, rest)| begins(rest))
}

/// Whether a name is written in capitals alone.
fn is_acronym(name: &str) -> bool {
    let letters = || name.chars().filter(|letter| letter.is_alphabetic());
    letters().count() >= 2 && letters().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::{
        analyze::{Analyzer, Form},
        language::Language,
        topic::Vocabulary,
    };

    /// The countries named in each text, those that need support in brackets.
    fn cases(language: Language, texts: &[(&str, &str)]) {
        let vocabulary = Vocabulary::built_in().unwrap();
        let names = Names::new(&vocabulary);
        for (text, expected) in texts {
            let terms = Analyzer::new(language, Form::Exact).terms(text);
            let (mut found, mut next) = (Vec::new(), 0);
            while next < terms.len() {
                let here = names.at(language, &terms[next..], text);
                found.extend(here.countries.iter().map(|named| {
                    let id = &vocabulary.concepts()[named.concept].id;
                    if named.guarded { format!("({id})") } else { id.clone() }
                }));
                next += here.length.max(1);
            }
            assert_eq!(found.join(" "), *expected, "{text}");
        }
    }

    #[test]
    fn the_longest_name_counts() {
        cases(
            Language::English,
            &[
                ("from Niger to Nigeria", "NER NGA"),
                ("in Equatorial Guinea, Papua New Guinea and Guinea-Bissau", "GNQ PNG GNB"),
                ("in South Sudan and Sudan", "SSD SDN"),
                ("in the Democratic Republic of the Congo", "COD"),
                ("in Northern Ireland and in Ireland", "GBR IRL"),
                ("in New Mexico by Lake Chad, the Gulf of Guinea and the Indian Ocean", ""),
            ],
        );
    }

    #[test]
    fn words_that_are_also_names() {
        cases(
            Language::English,
            &[
                ("a turkey with chile peppers on china", ""),
                ("Turkey is roasted. In Turkey it is not.", "(TUR) TUR"),
                ("the rivers of Congo and the music of Korea", "(COD) (COG) (KOR) (PRK)"),
            ],
        );
        cases(
            Language::Finnish,
            &[
                ("Oman talon hinta, ja oman työn.", "(OMN)"),
                ("Malta vielä. Maltalla ja Perussa odotetaan.", "(MLT) MLT PER"),
                ("Suomeksi ja ruotsiksi", ""),
            ],
        );
        cases(Language::Russian, &[("Данные за год. Того же года малый бизнес.", "(TGO)")]);
        cases(Language::Arabic, &[("دعم مالي للأسر", "(MLI)")]);
        cases(Language::French, &[("Maurice et Dominique ont mangé du chili.", "")]);
        cases(Language::Spanish, &[("Celebraron en Granada la Reunión Anual.", "")]);
    }

    #[test]
    fn names_in_their_inflections() {
        cases(
            Language::Finnish,
            &[
                ("Somaliassa, Irakiin, Libanonista, Ruotsin", "SOM IRQ LBN SWE"),
                ("Yhdysvalloissa, Alankomaista, Filippiineille", "USA NLD PHL"),
                ("Uudessa-Seelannissa ja Saudi-Arabiassa", "NZL SAU"),
            ],
        );
        cases(Language::Swedish, &[("Sveriges och Iraks gränser, Turkiets", "SWE IRQ TUR")]);
        cases(Language::French, &[("de l’Irak, du Mali et d'Haïti", "IRQ MLI HTI")]);
        cases(Language::Spanish, &[("del Perú a los EE. UU.", "PER USA")]);
        cases(Language::Arabic, &[("إلى العراق وسوريا ولبنان وبالأردن", "IRQ SYR LBN JOR")]);
        cases(Language::Russian, &[("из Сирии в Саудовскую Аравию", "SYR SAU")]);
        cases(Language::German, &[("Österreichs Grenze zu Ungarn", "AUT HUN")]);
        cases(Language::Chinese, &[("难民从索马里前往印度尼西亚", "SOM IDN")]);
        cases(Language::Norwegian, &[("fra Sverige til Danmark", "SWE DNK")]);
        cases(Language::Undetermined, &[("Somalia iyo Kenya", "SOM KEN")]);
    }

    #[test]
    fn acronyms_stand_in_capitals_among_small_letters() {
        cases(
            Language::English,
            &[
                ("the US and the UK, the DRC and the UAE", "USA GBR COD ARE"),
                ("tell us about it", ""),
                ("CONTACT US", ""),
                ("US$ 5 million, or 5 million US dollars", ""),
                ("the U.S. government", "USA"),
            ],
        );
    }

    #[test]
    fn regions_have_no_name_in_texts() {
        cases(Language::English, &[("in Africa, Europe and the Caribbean", "")]);
    }
}
