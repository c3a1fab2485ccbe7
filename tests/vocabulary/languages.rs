//! Labels and their languages: no label on two concepts without a reason,
//! every label in the script of its language, and how many there are.

use std::collections::{BTreeMap, BTreeSet};

use iomkb::{
    analyze::{Analyzer, Form},
    language::Language,
    topic::{Label, LabelKind},
};

use crate::{built_in, topics};

/// The languages of the vocabulary, and how many labels each has at the
/// least: a figure that falls under its floor was lost by accident.
const LANGUAGES: &[(&str, usize)] = &[
    ("en", 1250),
    ("fi", 700),
    ("sv", 700),
    ("fr", 700),
    ("es", 700),
    ("ar", 450),
    ("ru", 450),
    ("zh", 350),
    ("de", 600),
];

/// Labels that two concepts share.
const SHARED: &[(&str, &str)] = &[
    ("human smuggling and trafficking", "said of both at once"),
    ("smuggling and trafficking", "said of both at once"),
    ("human trafficking and smuggling", "said of both at once"),
    ("trafficking and smuggling", "said of both at once"),
    ("människohandel och smuggling", "said of both at once"),
    ("människohandel- och smuggling", "said of both at once"),
];

/// What a text must say for the label to be found: its stems in its language.
fn stems(label: &Label) -> String {
    let language = label.lang.parse().unwrap_or(Language::Undetermined);
    let terms = Analyzer::new(language, Form::Stem).terms(&label.text);
    terms.into_iter().map(|term| term.text).collect::<Vec<_>>().join(" ")
}

#[test]
fn no_label_means_two_concepts_without_a_reason() {
    let vocabulary = built_in();
    let mut places: BTreeMap<(&str, String), BTreeSet<&str>> = BTreeMap::new();
    for concept in topics(&vocabulary) {
        for label in &concept.labels {
            places.entry((&label.lang, stems(label))).or_default().insert(&concept.id);
        }
    }
    let mut shared = BTreeSet::new();
    for concept in topics(&vocabulary) {
        for label in &concept.labels {
            let ids = &places[&(label.lang.as_str(), stems(label))];
            if ids.len() > 1 {
                let known = SHARED.iter().any(|(text, _)| *text == label.text);
                assert!(known, "\"{}\"@{} is on {ids:?}", label.text, label.lang);
                shared.insert(label.text.as_str());
            }
        }
    }
    for (text, reason) in SHARED {
        assert!(shared.contains(text), "\"{text}\" ({reason}) is no longer shared");
    }
}

#[test]
fn no_label_stands_twice_on_a_concept() {
    for concept in topics(&built_in()) {
        let mut seen = BTreeSet::new();
        for label in &concept.labels {
            let new = seen.insert((&label.lang, &label.text));
            assert!(new, "{}: \"{}\"@{}", concept.id, label.text, label.lang);
        }
    }
}

/// The script of a letter, as far as it matters here.
fn script(letter: char) -> &'static str {
    match u32::from(letter) {
        0x400..=0x52F => "Cyrillic",
        0x600..=0x6FF => "Arabic",
        0x3400..=0x9FFF => "Han",
        _ => "Latin",
    }
}

#[test]
fn every_label_is_in_the_script_of_its_language() {
    for concept in topics(&built_in()) {
        for label in concept.labels.iter().filter(|label| label.kind != LabelKind::Guarded) {
            let own = match label.lang.as_str() {
                "ru" => "Cyrillic",
                "ar" => "Arabic",
                "zh" => "Han",
                _ => "Latin",
            };
            let at = || format!("{}: \"{}\"@{}", concept.id, label.text, label.lang);
            let mut any = false;
            for word in label.text.split(|letter: char| !letter.is_alphabetic()) {
                let scripts: BTreeSet<&str> = word.chars().map(script).collect();
                assert!(scripts.len() < 2, "{} mixes scripts in one word", at());
                any |= scripts.contains(own);
                // A name in Latin letters may stand in any language.
                let fits = scripts.iter().all(|one| *one == own || *one == "Latin");
                assert!(fits, "{} is not in {own} letters", at());
            }
            assert!(any, "{} has no {own} letter", at());
            assert_eq!(label.text.trim(), label.text, "{}", at());
        }
    }
}

#[test]
fn every_language_keeps_its_labels() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for concept in topics(&built_in()) {
        for label in concept.labels.iter().filter(|label| label.kind != LabelKind::Guarded) {
            *counts.entry(label.lang.clone()).or_default() += 1;
        }
    }
    for (lang, floor) in LANGUAGES {
        let count = counts.remove(*lang).unwrap_or_default();
        assert!(count >= *floor, "{lang} has {count} labels, not {floor} or more");
    }
    assert!(counts.is_empty(), "labels in languages that nobody checks: {counts:?}");
}
