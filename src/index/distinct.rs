//! Which of the ranked documents are near-duplicates of an earlier one, told
//! by the column of signatures; for tables, those are passed over until
//! there are enough others.
//! Loads no document.

use tantivy::{DocAddress, DocId, Searcher, columnar::Column};

use super::{
    Index,
    reader::{Found, Planned, Request},
    schema::SIGNATURE,
};
use crate::{rank::duplicates, signature::Signature};

/// How many hits are looked at for near-duplicates at least: those of a hit
/// that is shown stand near to it and may still be beyond the limit.
const FEWEST: usize = 100;

/// How far a search for distinct hits goes: this many times as many hits as
/// were asked for.
const FARTHEST: usize = 1_024;

/// How many times more hits are looked at in each round.
const GROWTH: usize = 4;

/// A document's place in the order of hits.
pub(super) struct Place {
    /// From 1.
    pub(super) rank: usize,
    pub(super) found: Found,
    /// The rank of an earlier hit that says the same.
    pub(super) duplicate_of: Option<usize>,
    /// How many later hits that say the same were passed over.
    pub(super) passed_over: usize,
}

impl Index {
    /// How many documents match, and the places of those that were asked
    /// for, in order.
    pub(super) fn places(
        &self,
        planned: &Planned,
        request: &Request<'_>,
    ) -> tantivy::Result<(u64, Vec<Place>)> {
        let total = self.searcher.search(planned.whole(), &tantivy::collector::Count)?;
        let limit = request.limit.unwrap_or(total).min(total);
        let asked = limit.saturating_add(request.offset).min(total);
        let farthest = asked.saturating_mul(FARTHEST).min(total);
        let signatures = Signatures::of(&self.searcher)?;
        let mut wanted = match (limit, request.distinct) {
            (0, _) => 0,
            (_, true) => asked.max(FEWEST).min(total),
            (_, false) => asked,
        };
        loop {
            let found = self.ordered(planned, request, wanted)?;
            let mut places = marked(found, &signatures);
            if request.distinct {
                pass_over(&mut places);
            }
            if !request.distinct || places.len() >= asked || wanted >= farthest {
                places.drain(..request.offset.min(places.len()));
                places.truncate(limit);
                return Ok((total as u64, places));
            }
            wanted = wanted.saturating_mul(GROWTH).min(farthest);
        }
    }
}

/// The places of documents in order, near-duplicates marked.
fn marked(found: Vec<Found>, signatures: &Signatures) -> Vec<Place> {
    let sketches: Vec<_> = found.iter().map(|found| signatures.at(found.address)).collect();
    let places = found.into_iter().zip(duplicates(&sketches)).enumerate();
    places
        .map(|(place, (found, first))| Place {
            rank: place + 1,
            found,
            duplicate_of: first.map(|first| first + 1),
            passed_over: 0,
        })
        .collect()
}

/// Takes near-duplicates out and counts them at the hits that they repeat.
fn pass_over(places: &mut Vec<Place>) {
    let firsts: Vec<usize> = places.iter().filter_map(|place| place.duplicate_of).collect();
    for first in firsts {
        places[first - 1].passed_over += 1;
    }
    places.retain(|place| place.duplicate_of.is_none());
}

/// The signatures of all documents.
pub(super) struct Signatures {
    /// By segment.
    columns: Vec<Column<u64>>,
}

impl Signatures {
    /// Opens the columns.
    pub(super) fn of(searcher: &Searcher) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers().iter();
        let columns = segments.map(|segment| segment.fast_fields().u64(SIGNATURE));
        Ok(Self { columns: columns.collect::<tantivy::Result<_>>()? })
    }

    /// The signature of a document; none where it has no words.
    pub(super) fn at(&self, address: DocAddress) -> Option<Signature> {
        let column = self.columns.get(usize::try_from(address.segment_ord).ok()?)?;
        signature_at(column, address.doc_id)
    }
}

/// The signature in a row of a column; none where the row has none.
pub(super) fn signature_at(column: &Column<u64>, row: DocId) -> Option<Signature> {
    let mut parts = [0; Signature::PARTS];
    let mut values = column.values_for_doc(row);
    for part in &mut parts {
        *part = values.next()?;
    }
    Some(Signature(parts))
}
