//! Document -> index -> rank -> `Ranking` of the documents like it: gathers
//! candidates, compares each with the document, orders them. Across
//! languages, near-duplicates first, then translations, then what is about
//! the same things. Neither scores nor prints.

use crate::{
    document::Document,
    error::Result,
    index::Index,
    query::{Filter, Node, Query},
    rank::{Characteristic, Hit, Likeness, Matched, Profile, Ranking},
    search::{Expansion, resolve},
};

/// How many candidates are compared in each language.
const MOST: usize = 300;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct SimilarOptions {
    /// What the documents must pass.
    pub filters: Vec<Filter>,
    /// How many hits; none is all near-duplicates, and all others that are
    /// among the three hundred closest in their language.
    pub limit: Option<usize>,
    /// How many passages a hit shows at most.
    pub passages: usize,
}

/// Finds the documents like one, which is given by its id or the only
/// beginning of one.
///
/// # Errors
/// [`crate::error::Error::NoDocument`] when there is none with the id, and
/// what [`Index::search`] says.
pub fn similar(index: &Index, id: &str, options: &SimilarOptions) -> Result<Ranking> {
    let document = index.document(id)?;
    let everything = Query { root: Node::All, notes: Vec::new() };
    let mut filters = everything.and_filters(options.filters.clone());
    let query = filters.to_string();
    resolve(&mut filters, index, Expansion::None)?;
    let profile = Profile::of(&document);
    let characteristic = index.characteristic(&document)?;
    let candidates = candidates(index, &profile, &characteristic, &filters, options.limit)?;
    let found = alike(index, &profile, &characteristic, candidates)?;
    let total = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let shown = found.into_iter().take(options.limit.unwrap_or(usize::MAX)).enumerate();
    let hits = shown.map(|(place, (likeness, document))| Hit {
        rank: place + 1,
        #[expect(clippy::cast_possible_truncation, reason = "a score needs no more digits")]
        score: likeness.score as f32,
        passages: index.passages(&document, &characteristic, options.passages),
        document,
        via: Vec::new(),
        duplicate_of: None,
        near_duplicates: 0,
        likeness: Some(likeness),
        parts: Vec::new(),
    });
    let hits = hits.collect();
    Ok(Ranking {
        similar_to: Some(document.id.clone()),
        query,
        total,
        direct: total,
        matched: Matched::Any,
        hits,
        missing: Vec::new(),
        notes: Vec::new(),
        facets: Vec::new(),
        tallies: Vec::new(),
        languages: Vec::new(),
    })
}

/// The documents that may be like one, itself not among them.
fn candidates(
    index: &Index,
    profile: &Profile<'_>,
    characteristic: &[Characteristic],
    filters: &Query,
    limit: Option<usize>,
) -> Result<Vec<Document>> {
    let mut found = index.sharing(profile, characteristic, filters, MOST)?;
    if let Some(signature) = profile.signature {
        // Beyond what is shown they are told by their number only, up to here.
        let limit = limit.map_or(usize::MAX, |limit| limit.max(MOST));
        found.extend(index.near_duplicates(signature, filters, limit.saturating_add(1))?);
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found.dedup_by(|a, b| a.id == b.id);
    found.retain(|document| document.id != profile.document.id);
    Ok(found)
}

/// Those of some documents that are like one, the closest first.
fn alike(
    index: &Index,
    profile: &Profile<'_>,
    characteristic: &[Characteristic],
    candidates: Vec<Document>,
) -> Result<Vec<(Likeness, Document)>> {
    let rarities = index.rarities(profile, &candidates)?;
    let mut found: Vec<(Likeness, Document)> = Vec::new();
    for document in candidates {
        let other = Profile::of(&document);
        if let Some(likeness) = profile.likeness(characteristic, &other, &rarities) {
            found.push((likeness, document));
        }
    }
    found.sort_by(|(a, one), (b, other)| {
        let by_score = b.score.total_cmp(&a.score).then_with(|| one.id.cmp(&other.id));
        a.relation.cmp(&b.relation).then(by_score)
    });
    Ok(found)
}
