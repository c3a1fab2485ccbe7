//! `Document` -> `Signature`: 64 bytes that tell how much of their wording
//! two documents share, without a look at either text. Hides hashing.
//! Furniture takes no part, repeats inside a document count once, and a
//! document without words has no signature. Never says what is the same.

use xxhash_rust::xxh3::xxh3_64;

use crate::{analyze::words, document::Document, language::Class};

/// How many words make one shingle: five tell wordings apart (Broder, "On
/// the resemblance and containment of documents", 1997, has runs of such
/// length).
const SHINGLE: usize = 5;

/// How many words make one shingle of a short text, where one changed word
/// would spoil most of the longer ones.
const SHORT_SHINGLE: usize = 3;

/// The number of words up to which a text is short.
const SHORT: usize = 25;

/// The number of parts that each hold a sample of the shingles.
const BINS: usize = 128;

/// The bits that are kept of a sample. For the same 64 bytes, 128 samples of
/// 4 bits err half as much as 32 of 16: 0.037 instead of 0.071 at a
/// resemblance of 0.8 (Li and König, "b-bit minwise hashing", 2010).
const BITS: u32 = 4;

/// The chance that two samples agree without a reason.
const CHANCE: f64 = 1.0 / 16.0;

/// The sketch of a document's wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Signature(pub [u64; Signature::PARTS]);

impl Signature {
    /// How many numbers of 64 bits it has.
    pub const PARTS: usize = 8;

    /// The signature of a document's content; none where it has no words.
    ///
    /// One hash puts a shingle into a bin, and the least hash of each bin is
    /// its sample; an empty bin borrows from another that is found by the
    /// same walk in every document, which keeps the estimate without bias
    /// also for short texts (Li, Owen and Zhang, "One permutation hashing",
    /// 2012; Shrivastava, "Optimal densification for fast and accurate
    /// minwise hashing", 2017).
    #[must_use]
    pub fn of(document: &Document) -> Option<Self> {
        let mut hashes = Vec::new();
        for passage in document.content() {
            let text = &passage.text;
            if matches!(passage.lang.class(), Class::Unspaced | Class::Unknown) {
                hashes.extend(words(text).map(|word| folded(&text[word.from..word.to])));
            } else {
                // A third of the time of `words`, and as good for shingles.
                let runs = text.split(|letter: char| !letter.is_alphanumeric());
                hashes.extend(runs.filter(|run| !run.is_empty()).map(folded));
            }
        }
        let samples = samples(&hashes)?;
        let mut parts = [0; Self::PARTS];
        for (place, sample) in samples.iter().enumerate() {
            let bits = sample & ((1 << BITS) - 1);
            parts[place * Self::PARTS / BINS] |= bits << (place % 16 * 4);
        }
        Some(Self(parts))
    }

    /// The share of shingles that two documents have in common, of all that
    /// either has (the Jaccard index), estimated; 0 to 1. The standard error
    /// is at most 0.05.
    #[must_use]
    pub fn resemblance(&self, other: &Self) -> f64 {
        let pairs = self.0.iter().zip(&other.0);
        let differing: u32 = pairs.map(|(one, other)| differing(one ^ other)).sum();
        let agreeing = 1.0 - f64::from(differing) / 128.0;
        ((agreeing - CHANCE) / (1.0 - CHANCE)).max(0.0)
    }

    /// The signature cut into pieces of three samples: of two documents that
    /// share six tenths of their wording, one pair in 70,000 has none in
    /// common, and of two that share nothing, one in a hundred has one.
    pub fn pieces(&self) -> impl Iterator<Item = u64> {
        self.0.into_iter().flat_map(|part| (0..5).map(move |piece| part >> (12 * piece) & 0xfff))
    }
}

/// The hash of a word in whatever case.
fn folded(word: &str) -> u64 {
    let mut small = [0; 32];
    match small.get_mut(..word.len()) {
        Some(small) if word.is_ascii() => {
            small.copy_from_slice(word.as_bytes());
            small.make_ascii_lowercase();
            xxh3_64(small)
        }
        _ => xxh3_64(word.to_lowercase().as_bytes()),
    }
}

/// How many of the samples in one number are not zero.
fn differing(mixed: u64) -> u32 {
    let pairs = mixed | (mixed >> 2);
    ((pairs | (pairs >> 1)) & 0x1111_1111_1111_1111).count_ones()
}

/// The samples of a text's shingles, given the hashes of its words.
fn samples(words: &[u64]) -> Option<[u64; BINS]> {
    let length = if words.len() > SHORT { SHINGLE } else { SHORT_SHINGLE };
    let mut bins = [u64::MAX; BINS];
    for shingle in words.windows(length.min(words.len()).max(1)) {
        let joined = shingle.iter().fold(0_u64, |sum, word| sum.rotate_left(13) ^ word);
        let hash = mixed(joined);
        let bin = &mut bins[place(hash)];
        *bin = hash.min(*bin);
    }
    if words.is_empty() {
        return None;
    }
    let filled = bins;
    for (place_of_bin, bin) in bins.iter_mut().enumerate().filter(|(_, bin)| **bin == u64::MAX) {
        let mut at = place_of_bin;
        let mut step = place_of_bin as u64;
        while filled[at] == u64::MAX {
            step = mixed(step.wrapping_add(1));
            at = place(step);
        }
        *bin = filled[at];
    }
    Some(bins)
}

/// The bin of a hash: its upper bits.
fn place(hash: u64) -> usize {
    usize::from(hash.to_be_bytes()[0] >> 1)
}

/// Spreads a number over all bits (the last step of SplitMix64).
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::{SHINGLE, Signature, mixed};
    use crate::document::tests::document;

    /// A text of words of which each is one of many.
    fn text(words: impl Iterator<Item = u64>) -> String {
        let words: Vec<String> = words.map(|word| format!("w{}", mixed(word) % 5_000)).collect();
        words.join(" ")
    }

    fn of(text: &str) -> Signature {
        Signature::of(&document("a", text)).unwrap()
    }

    /// The true share of common shingles.
    fn jaccard(one: &str, other: &str) -> f64 {
        let set = |text: &str| -> HashSet<Vec<String>> {
            let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
            words.windows(SHINGLE).map(<[String]>::to_vec).collect()
        };
        let (one, other) = (set(one), set(other));
        let common = u32::try_from(one.intersection(&other).count()).unwrap();
        f64::from(common) / f64::from(u32::try_from(one.union(&other).count()).unwrap())
    }

    #[test]
    fn estimates_are_near_the_true_share() {
        let (mut square, mut count) = (0.0, 0.0);
        for length in [60, 150, 400, 3_000] {
            for kept in 0..=20 {
                for seed in 0..5 {
                    let from = 1_000_000 * (seed + 1);
                    let shared = length * kept / 20;
                    let one = text(from..from + length);
                    let other = text(
                        (from..from + shared)
                            .chain(from + 500_000..from + 500_000 + length - shared),
                    );
                    let error = of(&one).resemblance(&of(&other)) - jaccard(&one, &other);
                    assert!(error.abs() < 0.2, "{length} {kept}: {error}");
                    square += error * error;
                    count += 1.0;
                }
            }
        }
        let error: f64 = f64::sqrt(square / count);
        assert!(error < 0.05, "the mean error is {error}");
    }

    #[test]
    fn repeats_count_once_and_furniture_never() {
        let once = text(0..200);
        let repeated = format!("{once} {once} {once}");
        assert!(of(&once).resemblance(&of(&repeated)) > 0.9);
        let mut framed = document("a", &once);
        let mut menu = framed.passages[0].clone();
        menu.role = crate::document::Role::Furniture;
        menu.text = "Home About Contact".to_owned();
        framed.passages.insert(0, menu);
        assert_eq!(Signature::of(&framed), Some(of(&once)));
    }

    #[test]
    fn short_texts_have_signatures_too() {
        assert_eq!(Signature::of(&document("a", "– … –")), None);
        assert_eq!(of("Legal identity").resemblance(&of("legal IDENTITY")), 1.0);
        assert!(of("Legal identity").resemblance(&of("Legal aid")) < 0.3);
        assert!(of("One").resemblance(&of("Two")) < 0.3);
        let one = "Return of migrants from Libya to Niger by charter flight on a Monday";
        assert!(of(one).resemblance(&of(&one.replace("Monday", "Friday"))) > 0.7);
        assert!(of(one).resemblance(&of(&one.replace("Niger", "Mali"))) < 0.7);
    }

    #[test]
    fn pieces_hold_nearly_all_of_it() {
        let one = of(&text(0..100));
        assert_eq!(one.pieces().count(), 40);
        let rebuilt = one.pieces().take(5).enumerate();
        let rebuilt: u64 = rebuilt.map(|(place, piece)| piece << (12 * place)).sum();
        assert_eq!(rebuilt, one.0[0] & 0x0fff_ffff_ffff_ffff);
    }

    proptest! {
        #[test]
        fn the_same_text_has_the_same_signature(text in "\\PC{0,300}", other in "\\PC{0,300}") {
            let (one, again) = (document("a", &text), document("b", &text));
            prop_assert_eq!(Signature::of(&one), Signature::of(&again));
            if let (Some(one), Some(other)) = (Signature::of(&one), Signature::of(&document("c", &other))) {
                prop_assert!((0.0..=1.0).contains(&one.resemblance(&other)));
                prop_assert_eq!(one.resemblance(&other), other.resemblance(&one));
                prop_assert_eq!(one.resemblance(&one), 1.0);
            }
        }
    }
}
