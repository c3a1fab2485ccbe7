//! The language of one sentence that stands alone.

use std::collections::BTreeMap;

use iomkb::{
    language::{Class, Language},
    segment::Detector,
};

use crate::{
    figures::{Figures, mean, share},
    shared,
};

/// The languages with a floor.
const FLOORED: [&str; 9] = ["en", "fi", "sv", "fr", "es", "ar", "ru", "zh", "de"];

/// Languages that iomkb does not tell apart, of scripts that it does.
const FOREIGN: [&str; 8] = ["eu", "ga", "is", "mi", "so", "sq", "sw", "yo"];

/// How many sentences a language are taken, with a floor and without.
const SENTENCES: (usize, usize) = (400, 100);

/// What a figure of so few may be off from that of all sentences: half of
/// the interval that has it nine times in ten, at 0.96.
const MARGIN: f64 = 0.015;

/// Of the sentences in a language, how many are found to be.
type Counts = BTreeMap<String, (usize, usize)>;

#[test]
fn sentences() {
    let Some(path) = shared::find("langid/sentences.tsv") else { return };
    let detector = Detector::new(None);
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (code, text) in shared::pairs(&path) {
        texts.entry(code).or_default().push(text);
    }
    let mut counts = Counts::new();
    for (code, texts) in texts {
        let foreign = FOREIGN.contains(&code.as_str());
        let language = match code.parse::<Language>() {
            Ok(language) => language,
            Err(_) if foreign => Language::Undetermined,
            Err(_) => continue,
        };
        let floored = FLOORED.contains(&code.as_str());
        let count = if floored { SENTENCES.0 } else { SENTENCES.1 };
        for text in shared::sample(texts, count) {
            let found = detector.detect(&text);
            let key = if foreign { "other languages are undetermined" } else { language.code() };
            let count = counts.entry(key.to_owned()).or_default();
            *count = (count.0 + usize::from(found == language), count.1 + 1);
        }
    }
    table(&counts).check();
}

/// The figures: those with a floor, then the other languages with fields of
/// their own, then the rest together.
fn table(counts: &Counts) -> Figures {
    let of = |code: &str| counts.get(code).map_or(f64::NAN, |count| share(count.0, count.1));
    let mut figures = Figures::new("languages of sentences");
    let margin = if shared::full() { 0.0 } else { MARGIN };
    figures.hold("mean of these", mean(&FLOORED.map(of)), 0.97);
    for code in FLOORED {
        figures.hold(code, of(code), 0.95 - margin);
    }
    let mut rest = Vec::new();
    for code in counts.keys().filter(|code| !FLOORED.contains(&code.as_str())) {
        match code.parse::<Language>().map(Language::class) {
            Ok(Class::Unstemmed) => rest.push(of(code)),
            _ => figures.show(code, of(code)),
        }
    }
    figures.show("mean of the others", mean(&rest));
    figures
}
