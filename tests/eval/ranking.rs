//! An index of some texts in a folder of its own, what it answers, and how
//! good that is.

use std::{
    collections::HashMap,
    fmt::Write,
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use iomkb::{
    annotate::year::Date,
    index::{Index, Request, Sort},
    ingest::{IngestOptions, ingest},
    query::Query,
    rank::Matched,
};
use serde_json::json;

/// The day of all measurements.
pub(crate) const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

/// How deep a ranking is looked at.
pub(crate) const DEPTH: usize = 10;

/// A text for the index. Its language is not told.
pub(crate) struct Text {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) text: String,
}

/// The documents that answer a question, with their grades.
pub(crate) type Relevant = HashMap<String, f64>;

/// Puts texts into a new index.
pub(crate) fn index_of(texts: &[Text], folder: &Path) -> Index {
    let mut lines = String::new();
    for Text { id, title, text } in texts {
        let record = json!({ "id": id, "title": title, "text": text });
        let _ = writeln!(lines, "{record}");
    }
    let records = folder.join("records.jsonl");
    fs::write(&records, lines).unwrap();
    let options = IngestOptions {
        index: folder.join("index"),
        roots: vec![records],
        catalogues: Vec::new(),
        drop_catalogues: false,
        exclude: Vec::new(),
        format: None,
        languages: None,
        vocabulary: None,
        rebuild: false,
        keep_gone: false,
        retry: false,
        dry_run: false,
        wait: Duration::ZERO,
        program: None,
        today: TODAY,
        now: SystemTime::UNIX_EPOCH,
    };
    let summary = ingest(&options, &|| None, &mut |_| {}).unwrap();
    assert_eq!(usize::try_from(summary.added).unwrap(), texts.len(), "{:?}", summary.skipped);
    Index::open(&options.index).unwrap()
}

/// The ids of the best documents for a question, the best first.
pub(crate) fn ask(index: &Index, question: &str) -> Vec<String> {
    let request = Request {
        query: &Query::plain(question),
        matched: Matched::Any,
        sort: Sort::Score,
        limit: Some(DEPTH),
        offset: 0,
        distinct: false,
        facets: &[],
        tallies: &[],
        explain: false,
        passages: 0,
    };
    index.best(&request).unwrap().into_iter().map(|(id, _)| id).collect()
}

/// The normalized discounted cumulative gain of the first ten, with grades
/// as gains: Järvelin and Kekäläinen, <https://doi.org/10.1145/582415.582418>.
pub(crate) fn ndcg(ids: &[String], relevant: &Relevant) -> f64 {
    let gain = |grades: &mut dyn Iterator<Item = f64>| -> f64 {
        (2_u32..)
            .zip(grades.take(DEPTH))
            .map(|(place, grade)| grade / f64::from(place).log2())
            .sum()
    };
    let mut ideal: Vec<f64> = relevant.values().copied().collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let found = &mut ids.iter().map(|id| relevant.get(id).copied().unwrap_or_default());
    gain(found) / gain(&mut ideal.into_iter())
}

/// One over the place of the first right answer, or 0.
pub(crate) fn reciprocal_rank(ids: &[String], relevant: &Relevant) -> f64 {
    let place = (1_u32..).zip(ids).find(|(_, id)| relevant.contains_key(*id));
    place.map_or(0.0, |(place, _)| f64::from(place).recip())
}

#[test]
fn gains_are_discounted() {
    let case = |ids: &[&str], expected: f64| {
        let relevant = Relevant::from([("a".to_owned(), 3.0), ("b".to_owned(), 1.0)]);
        let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
        let figure = ndcg(&ids, &relevant);
        assert!((figure - expected).abs() < 1e-4, "{ids:?} {figure}");
    };
    case(&["a", "b", "c"], 1.0);
    case(&["b", "a"], 0.7967);
    case(&["c", "a"], 0.5213);
    case(&["c"], 0.0);
    case(&["c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "a"], 0.0);
}
