//! All collections in one index, the language not told: as good as each
//! alone in an index of its own with its own stemmer.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    figures::{Figures, mean},
    ranking::{Relevant, Text, ask, index_of, ndcg},
    shared,
};

/// The collections; `lawtitle` is none of them, as its whole laws are no
/// passages.
const COLLECTIONS: [&str; 15] = [
    "cranfield",
    "med",
    "squad_sv",
    "tydiqa/en",
    "tydiqa/ru",
    "xquad/ar",
    "xquad/de",
    "xquad/el",
    "xquad/en",
    "xquad/es",
    "xquad/hi",
    "xquad/ro",
    "xquad/ru",
    "xquad/tr",
    "xquad/zh",
];

/// How many questions a collection are asked.
const QUESTIONS: usize = 60;

/// A question with its answers.
struct Question {
    text: String,
    relevant: Relevant,
}

#[test]
fn one_index_of_all_collections() {
    let Some(folder) = shared::find("retrieval") else { return };
    let folders: Vec<PathBuf> = COLLECTIONS.iter().map(|name| folder.join(name)).collect();
    let texts: Vec<Text> = folders.iter().flat_map(|folder| texts(folder)).collect();
    let place = tempfile::tempdir().unwrap();
    let index = index_of(&texts, place.path());
    let mut figures = Figures::new("nDCG@10, all collections in one index");
    let (mut found, mut expected) = (Vec::new(), Vec::new());
    for (name, folder) in COLLECTIONS.iter().zip(&folders) {
        let each = shared::sample(questions(folder), QUESTIONS);
        let score = |question: &Question| ndcg(&ask(&index, &question.text), &question.relevant);
        found.push(mean(&each.iter().map(score).collect::<Vec<_>>()));
        expected.push(alone(folder));
        let (figure, alone) = (found[found.len() - 1], expected[expected.len() - 1]);
        figures.show(&format!("{name:<20} alone, stemmed {alone:.4}"), figure);
    }
    // A sample of questions is off by as much as this from all of them.
    let margin = if shared::full() { 0.01 } else { 0.03 };
    figures.hold("mean", mean(&found), mean(&expected) - margin);
    figures.check();
}

/// The texts of a collection.
fn texts(folder: &Path) -> Vec<Text> {
    let field = |value: &serde_json::Value, name: &str| value[name].as_str().unwrap().to_owned();
    let text = |value: serde_json::Value| Text {
        id: field(&value, "id"),
        title: field(&value, "title"),
        text: field(&value, "text"),
    };
    let all = shared::objects(&folder.join("docs.jsonl")).into_iter().map(text);
    // Two of cranfield's have neither text nor title, and answer nothing.
    all.filter(|text| !(text.title.is_empty() && text.text.is_empty())).collect()
}

/// The questions of a collection that have an answer.
fn questions(folder: &Path) -> Vec<Question> {
    let mut answers: HashMap<String, Relevant> = HashMap::new();
    for line in fs::read_to_string(folder.join("qrels.txt")).unwrap().lines() {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let grade: f64 = columns[3].parse().unwrap();
        if grade > 0.0 {
            answers.entry(columns[0].to_owned()).or_default().insert(columns[2].to_owned(), grade);
        }
    }
    let asked = shared::pairs(&folder.join("queries.tsv")).into_iter();
    let question = |(id, rest): (String, String)| {
        let text = rest.split('\t').next().unwrap().to_owned();
        Some(Question { text, relevant: answers.remove(&id)? })
    };
    asked.filter_map(question).collect()
}

/// What the collection has alone, with its own stemmer.
fn alone(folder: &Path) -> f64 {
    let text = fs::read_to_string(folder.join("BM25.json")).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    value["stem"]["ndcg10"].as_f64().unwrap()
}
