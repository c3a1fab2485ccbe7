//! Passages of our own writing with the topics that an indexer gave them:
//! how many of the topics that are found are right, and how many of the right
//! ones are found. `dev` is what rules and labels were made with, `test` is
//! not.

use std::{collections::BTreeSet, fs, path::Path};

use iomkb::{
    annotate::{Annotator, Origin},
    document::{Block, DocumentId, Draft, Role},
    topic::Vocabulary,
};
use serde_json::Value;

use crate::{
    figures::{Figures, share},
    ranking::TODAY,
};

/// Topics that were found, that are right, and that are both.
#[derive(Clone, Copy, Default)]
struct Tally {
    found: usize,
    right: usize,
    both: usize,
}

impl Tally {
    fn add(&mut self, found: &BTreeSet<String>, right: &BTreeSet<String>) {
        self.found += found.len();
        self.right += right.len();
        self.both += found.intersection(right).count();
    }
}

#[test]
fn topics_of_labelled_passages() {
    let vocabulary = Vocabulary::built_in().unwrap();
    let annotator = Annotator::new(&vocabulary, None, TODAY);
    let mut figures = Figures::new("topics of labelled passages");
    for (part, precision, recall) in [("dev", 0.9, 0.62), ("test", 0.8, 0.57)] {
        let mut all = Tally::default();
        let mut languages: Vec<(String, Tally)> = Vec::new();
        for passage in passages(part) {
            let right = ids(&passage["topics"]);
            let may_be = ids(&passage["maybe"]);
            let found: BTreeSet<String> = topics(&annotator, &vocabulary, &passage)
                .into_iter()
                .filter(|id| !may_be.contains(id))
                .collect();
            all.add(&found, &right);
            let lang = passage["lang"].as_str().unwrap().to_owned();
            match languages.iter_mut().find(|(known, _)| *known == lang) {
                Some((_, tally)) => tally.add(&found, &right),
                None => {
                    languages.push((lang, Tally::default()));
                    languages.last_mut().unwrap().1.add(&found, &right);
                }
            }
        }
        figures.hold(&format!("{part}: precision"), share(all.both, all.found), precision);
        figures.hold(&format!("{part}: recall"), share(all.both, all.right), recall);
        for (lang, tally) in languages {
            figures.show(&format!("{part}, {lang}: precision"), share(tally.both, tally.found));
            figures.show(&format!("{part}, {lang}: recall"), share(tally.both, tally.right));
        }
    }
    figures.check();
}

/// The passages of a part.
fn passages(part: &str) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/topics");
    let text = fs::read_to_string(folder.join(format!("{part}.jsonl"))).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The ids of a list.
fn ids(list: &Value) -> BTreeSet<String> {
    let list = list.as_array().into_iter().flatten();
    list.map(|id| id.as_str().unwrap().to_owned()).collect()
}

/// The topics that a passage is given.
fn topics(annotator: &Annotator, vocabulary: &Vocabulary, passage: &Value) -> Vec<String> {
    let mut draft = Draft::default();
    for key in ["title", "lang"] {
        if let Some(text) = passage[key].as_str() {
            draft.metadata.insert(key.to_owned(), text.into());
        }
    }
    let text = passage["text"].as_str().unwrap().to_owned();
    draft.blocks.push(Block { role: Role::Body, text, line: 1, page: None });
    let id = passage["id"].as_str().unwrap();
    let origin = Origin { path: id, id: DocumentId(id.to_owned()) };
    let document = annotator.annotate(draft, &origin, vocabulary).document;
    document.topics.into_iter().map(|topic| topic.id).collect()
}
