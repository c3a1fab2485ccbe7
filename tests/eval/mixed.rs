//! Texts that change their language: how many of their characters are said
//! to be in the right one. Made of articles of the Universal Declaration of
//! Human Rights, in runs of paragraphs or a sentence inside another.

use std::collections::BTreeMap;

use iomkb::{
    document::{Block, Role},
    language::Language,
    segment::{Detector, segment},
};

use crate::{
    dice::Dice,
    figures::{Figures, share},
    shared,
};

/// Paragraphs of a text, before and after the last change too.
const PARAGRAPHS: usize = 14;

/// The articles of each language, by the languages of the table with fields
/// of their own.
type Articles = BTreeMap<Language, Vec<String>>;

/// A text: paragraphs of pieces, each in one language.
type Text = Vec<Vec<(Language, String)>>;

#[test]
fn paragraphs_and_quotations() {
    let Some(path) = shared::find("langid/udhr/articles.tsv") else { return };
    let mut articles = Articles::new();
    for (code, text) in shared::pairs(&path) {
        let Ok(language) = code.parse::<Language>() else { continue };
        if language.has_own_field() {
            articles.entry(language).or_default().push(text);
        }
    }
    let detector = Detector::new(None);
    let texts = if shared::full() { 1_000 } else { 100 };
    let measure = |make: &dyn Fn(&Articles, &mut Dice) -> Text| {
        let (mut right, mut all) = (0, 0);
        for seed in 1..=texts {
            let (good, length) = score(&make(&articles, &mut Dice::new(seed)), &detector);
            (right, all) = (right + good, all + length);
        }
        share(right, all)
    };
    let mut figures = Figures::new("characters of mixed texts in the right language");
    figures.hold("paragraphs in runs", measure(&runs), 0.97);
    figures.hold("an article quoted inside a paragraph", measure(&quotations), 0.9);
    figures.check();
}

/// A text whose paragraphs change their language after each one to five.
fn runs(articles: &Articles, dice: &mut Dice) -> Text {
    let languages: Vec<Language> = articles.keys().copied().collect();
    let mut text = Text::new();
    while text.len() < PARAGRAPHS {
        let language = *dice.pick(&languages);
        for _ in 0..=dice.below(5) {
            text.push(vec![(language, dice.pick(&articles[&language]).clone())]);
        }
    }
    text
}

/// A text in one language with articles in another, each in the middle of a
/// paragraph.
fn quotations(articles: &Articles, dice: &mut Dice) -> Text {
    let languages: Vec<Language> = articles.keys().copied().collect();
    let (own, foreign) = (*dice.pick(&languages), *dice.pick(&languages));
    let mut text = Text::new();
    for number in 0..PARAGRAPHS {
        let mut paragraph = Vec::new();
        let order = if number % 3 == 0 { &[own, foreign, own][..] } else { &[own, own] };
        for language in order {
            paragraph.push((*language, dice.pick(&articles[language]).clone()));
        }
        text.push(paragraph);
    }
    text
}

/// How many characters of a text are in the right language, and of how many.
fn score(text: &Text, detector: &Detector) -> (usize, usize) {
    let mut expected = Vec::new();
    let mut blocks = Vec::new();
    for (line, paragraph) in (1..).zip(text) {
        let pieces: Vec<&str> = paragraph.iter().map(|(_, piece)| piece.as_str()).collect();
        blocks.push(Block { role: Role::Body, text: pieces.join(" "), line, page: None });
        expected.extend(paragraph.iter().flat_map(|(language, piece)| letters(piece, *language)));
    }
    let found: Vec<_> = segment(blocks, None, detector)
        .iter()
        .flat_map(|passage| letters(&passage.text, passage.lang).collect::<Vec<_>>())
        .collect();
    assert_eq!(found.len(), expected.len(), "characters were lost");
    (found.iter().zip(&expected).filter(|(a, b)| a == b).count(), expected.len())
}

/// The characters of a text that are no space, with its language.
fn letters(text: &str, language: Language) -> impl Iterator<Item = (char, Language)> {
    text.chars().filter(|letter| !letter.is_whitespace()).map(move |letter| (letter, language))
}
