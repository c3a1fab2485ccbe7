//! Near-duplicates among hits: documents whose content says the same up to
//! a few words, as reposted press releases do. Looks at signatures only.
//! Marks, and never removes: what is shown of them is for others to say.

use std::collections::HashMap;

use super::weights;
use crate::signature::Signature;

/// For each of some signatures, the place of the first earlier one that says
/// the same; what has none is a near-duplicate of nothing.
#[must_use]
pub fn duplicates(signatures: &[Option<Signature>]) -> Vec<Option<usize>> {
    let mut firsts: HashMap<(usize, u64), Vec<usize>> = HashMap::new();
    let mut found = Vec::with_capacity(signatures.len());
    for (place, signature) in signatures.iter().enumerate() {
        let Some(signature) = signature else {
            found.push(None);
            continue;
        };
        let is_same = |first: &&usize| {
            signatures[**first].is_some_and(|first| is_duplicate(first.resemblance(signature)))
        };
        let pieces = || signature.pieces().enumerate();
        let near = pieces().filter_map(|piece| firsts.get(&piece)).flatten().filter(is_same);
        let first = near.min().copied();
        if first.is_none() {
            pieces().for_each(|piece| firsts.entry(piece).or_default().push(place));
        }
        found.push(first);
    }
    found
}

/// Whether two documents that resemble each other so are near-duplicates.
#[must_use]
pub fn is_duplicate(resemblance: f64) -> bool {
    resemblance >= weights::NEAR_DUPLICATE
}

#[cfg(test)]
mod tests {
    use super::duplicates;
    use crate::{document::tests::document, signature::Signature};

    #[test]
    fn the_first_of_its_kind_is_no_duplicate() {
        let text =
            |topic: &str| format!("The minister spoke on {topic} at the summit in the town.");
        let texts = [
            text("ports"),
            text("schools and clinics"),
            text("ports"),
            String::new(),
            text("ports"),
        ];
        let signatures = texts.map(|text| Signature::of(&document("a", &text)));
        assert_eq!(duplicates(&signatures), [None, None, Some(0), None, Some(0)]);
    }

    #[test]
    fn documents_without_words_are_not_the_same() {
        assert_eq!(duplicates(&[None, None]), [None, None]);
    }
}
