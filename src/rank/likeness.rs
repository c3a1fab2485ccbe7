//! Near-duplicates among hits: documents whose content says the same, up to
//! a few words. Marks them; never removes one.
//! Looks at the text that a hit carries, at no index.

use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::Hit;
use crate::{analyze::words, document::Document};

/// How many words make one shingle; five tell wordings apart (Broder 1997
/// used runs of such length for near-duplicate pages).
const SHINGLE: usize = 5;

/// The share of common shingles from which two texts say the same.
const SAME: f64 = 0.9;

/// Words looked at of each document: enough to tell, cheap for any length.
const WORDS: usize = 2_000;

/// Marks each hit whose text an earlier hit has already shown.
pub fn mark_duplicates(hits: &mut [Hit]) {
    let shingles: Vec<HashSet<u64>> = hits.iter().map(|hit| shingles(&hit.document)).collect();
    for later in 1..hits.len() {
        let first = (0..later)
            .filter(|earlier| hits[*earlier].duplicate_of.is_none())
            .find(|earlier| likeness(&shingles[*earlier], &shingles[later]) >= SAME);
        hits[later].duplicate_of = first.map(|earlier| hits[earlier].rank);
    }
}

/// The runs of words of a document's content, hashed.
fn shingles(document: &Document) -> HashSet<u64> {
    let mut hashes = Vec::new();
    for passage in document.content() {
        for word in words(&passage.text).take(WORDS - hashes.len().min(WORDS)) {
            let folded = passage.text[word.from..word.to].to_lowercase();
            hashes.push(xxh3_64_with_seed(folded.as_bytes(), 0));
        }
    }
    let run = |run: &[u64]| run.iter().fold(0_u64, |sum, hash| sum.rotate_left(7) ^ hash);
    if hashes.len() < SHINGLE {
        return (!hashes.is_empty()).then(|| run(&hashes)).into_iter().collect();
    }
    hashes.windows(SHINGLE).map(run).collect()
}

/// The share of shingles that two texts have in common, 0 to 1.
fn likeness(one: &HashSet<u64>, other: &HashSet<u64>) -> f64 {
    let common = one.intersection(other).count();
    let all = one.len() + other.len() - common;
    #[expect(clippy::cast_precision_loss, reason = "at most a few thousand")]
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}
