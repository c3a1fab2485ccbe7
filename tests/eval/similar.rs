//! Near-duplicates told from texts of one template, and translations told
//! from texts on one matter: texts of our own, changed and translated.

use std::{fmt::Write as _, fs, path::Path};

use iomkb::{
    index::Index,
    rank::{Relation, is_duplicate},
    signature::Signature,
    similar::{SimilarOptions, similar},
};

use crate::{
    dice::Dice,
    figures::{Figures, share},
    ranking::{Text, index_of},
    shared,
};

/// A file of the repository.
fn file(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Eight texts in five languages each; the ids are `name.language`.
fn translations() -> Vec<Text> {
    let records = shared::objects(&file("tests/corpus/translations/documents.jsonl"));
    let text = |record: &serde_json::Value, key: &str| record[key].as_str().unwrap().to_owned();
    let texts = records.iter().map(|record| Text {
        id: text(record, "id"),
        title: text(record, "title"),
        text: text(record, "text"),
    });
    texts.collect()
}

/// The entries of the corpus; several are on one matter in several
/// languages, and none is a translation of another.
fn entries() -> Vec<Text> {
    let mut paths: Vec<_> =
        fs::read_dir(file("corpus")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "md" || end == "txt"));
    paths.sort();
    let text = |path: &std::path::PathBuf| {
        let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        let body = text.rsplit("\n---\n").next().unwrap_or_default();
        let (title, rest) = body.trim().split_once('\n').unwrap_or((body, ""));
        let id = path.file_name().unwrap().to_string_lossy().into_owned();
        Text { id, title: title.trim_start_matches(['#', ' ']).to_owned(), text: rest.to_owned() }
    };
    paths.iter().map(text).collect()
}

/// Whether two ids are those of one text in two languages.
fn are_translations(one: &str, other: &str) -> bool {
    let name = |id: &str| id.split_once('.').map(|(name, _)| name.to_owned());
    one != other && name(one) == name(other)
}

#[test]
fn translations_are_told_from_texts_on_one_matter() {
    let folder = tempfile::tempdir().unwrap();
    let own = translations();
    let ids: Vec<String> = own.iter().map(|text| text.id.clone()).collect();
    let texts: Vec<Text> = own.into_iter().chain(entries()).collect();
    let index = index_of(&texts, folder.path());
    let (mut right, mut wrong, mut all) = (0, 0, 0);
    for text in &texts {
        let options = SimilarOptions { limit: None, ..SimilarOptions::default() };
        let found = similar(&index, &text.id, &options).unwrap();
        let linked = found.hits.iter().filter(|hit| {
            hit.likeness.as_ref().is_some_and(|like| like.relation == Relation::Translation)
        });
        for hit in linked {
            let other = &hit.document.id.0;
            let is_right = ids.contains(&text.id) && are_translations(&text.id, other);
            right += usize::from(is_right);
            wrong += usize::from(!is_right);
            if !is_right {
                shared::say(&format!("eval: {} is no translation of {other}\n", text.id));
            }
        }
        all += ids.iter().filter(|id| are_translations(&text.id, id)).count();
    }
    let mut figures = Figures::new("translations");
    figures.hold("precision", share(right, right + wrong), 0.95);
    figures.hold("recall", share(right, all), 0.85);
    figures.check();
}

const PLACES: &[&str] = &[
    "Kabul", "Dakar", "Lima", "Tripoli", "Nairobi", "Tunis", "Quito", "Dhaka", "Manila", "Accra",
    "Bamako", "Tirana", "Amman", "Bogotá", "Colombo", "Khartoum",
];

const DONORS: &[&str] = &[
    "the Government of Japan",
    "the European Union",
    "the city of Malmö",
    "a group of banks",
    "the Kingdom of the Netherlands",
    "two private foundations",
];

/// A press release as another site posts it again: its own dateline, its own
/// lines above and below, a word changed here and there.
fn reposted(text: &Text, dice: &mut Dice) -> String {
    let (place, day, year) = (dice.pick(PLACES), 1 + dice.below(28), 2015 + dice.below(10));
    let mut out = format!("{place}, {day} May {year} – ");
    for word in text.text.split(' ') {
        let changed = dice.below(100) == 0;
        let _ = write!(out, "{} ", if changed { *dice.pick(PLACES) } else { word });
    }
    let _ = write!(
        out,
        "\n\nPosted by the {place} office on {day}.5.{year}. For more information please call \
         the desk in {} or write to the press service there.",
        dice.pick(PLACES)
    );
    out
}

/// A notice of which only the sentences are always the same.
fn notice(dice: &mut Dice) -> String {
    let (from, to, donor) = (dice.pick(PLACES), dice.pick(PLACES), dice.pick(DONORS));
    let mut number = || 10 + dice.below(900);
    format!(
        "{from}, {} May {}. A charter flight with {} migrants on board left {from} for {to} on \
         {} at noon. Among the passengers were {} women, {} children and {} people in need of \
         medical care. Staff gave all of them travel documents, a health check and {} dollars \
         for the journey home. Since the start of the programme {} people have returned to {to} \
         with its help, {} of them this year. On arrival they were met by staff in {to}, who \
         offer training in {} trades over the coming {} months. The flight was paid for by \
         {donor}. In the past week {} migrants in {from} asked for such a journey.",
        number(),
        2015 + number() % 10,
        number(),
        number(),
        number(),
        number(),
        number(),
        number(),
        number(),
        number(),
        number(),
        number(),
        number()
    )
}

/// The resemblances of each first text to its second.
fn resemblances(pairs: &[(String, String)]) -> Vec<f64> {
    let folder = tempfile::tempdir().unwrap();
    let text =
        |id: String, text: &String| Text { id, title: "A text".to_owned(), text: text.clone() };
    let texts: Vec<Text> = pairs
        .iter()
        .enumerate()
        .flat_map(|(n, (one, other))| [text(format!("a{n}"), one), text(format!("b{n}"), other)])
        .collect();
    let index: Index = index_of(&texts, folder.path());
    let signature = |id: String| Signature::of(&index.document(&id).unwrap()).unwrap();
    let pair = |n| signature(format!("a{n}")).resemblance(&signature(format!("b{n}")));
    let mut found: Vec<f64> = (0..pairs.len()).map(pair).collect();
    found.sort_by(f64::total_cmp);
    let shown = |place: usize| format!("{:.2}", found[place * (found.len() - 1) / 20]);
    shared::say(&format!(
        "eval: resemblance 0, 5, 10, 50, 90, 95, 100 %: {}\n",
        [0, 1, 2, 10, 18, 19, 20].map(shown).join(" ")
    ));
    found
}

#[test]
fn near_duplicates_are_told_from_texts_of_one_template() {
    let mut dice = Dice::new(7);
    let own = translations();
    let short: Vec<(String, String)> = own
        .iter()
        .step_by(2)
        .map(|text| (reposted(text, &mut dice), reposted(text, &mut dice)))
        .collect();
    let once: Vec<(String, String)> = entries()
        .iter()
        .step_by(2)
        .map(|text| (text.text.clone(), reposted(text, &mut dice)))
        .collect();
    let twice: Vec<(String, String)> = entries()
        .iter()
        .step_by(3)
        .map(|text| (reposted(text, &mut dice), reposted(text, &mut dice)))
        .collect();
    let notices: Vec<(String, String)> =
        (0..40).map(|_| (notice(&mut dice), notice(&mut dice))).collect();
    let joined = |pairs: &[(String, String)]| {
        let found = resemblances(pairs);
        share(found.iter().filter(|like| is_duplicate(**like)).count(), found.len())
    };
    let mut figures = Figures::new("near-duplicates");
    figures.show("texts of 80 words posted twice, joined", joined(&short));
    figures.hold("texts of 300 words posted again, joined", joined(&once), 0.9);
    figures.show("texts of 300 words posted twice, joined", joined(&twice));
    figures.hold("notices of one template kept apart", 1.0 - joined(&notices), 0.99);
    figures.check();
}
