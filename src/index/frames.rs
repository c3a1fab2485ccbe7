//! What each group of documents repeats at its ends, counted from the
//! columns of the index whenever it is asked for: kept nowhere else, it
//! cannot differ from what is indexed, and does not depend on the order in
//! which documents came. Memory is bounded however many there are.

use std::collections::BTreeSet;

use tantivy::{DocAddress, Searcher, columnar::Column};

use super::ledger::first;
use crate::furniture::frame::{Frame, Repeats, repeated};

/// The columns of one segment.
struct Columns {
    group: Column<u64>,
    frame: Column<u64>,
}

/// Where a document stands in the index.
type Place = (usize, u32);

/// The columns of all segments.
fn columns(searcher: &Searcher) -> tantivy::Result<Vec<Columns>> {
    let segments = searcher.segment_readers().iter();
    segments
        .map(|segment| {
            let column = |name| {
                let column = segment.fast_fields().column_opt::<u64>(name)?;
                Ok(column.unwrap_or_else(|| Column::build_empty_column(segment.max_doc())))
            };
            column("group").and_then(|group| Ok(Columns { group, frame: column("frame")? }))
        })
        .collect()
}

/// Counts what each group repeats.
pub(super) fn repeats(searcher: &Searcher) -> tantivy::Result<Repeats> {
    let columns = columns(searcher)?;
    let mut places: Vec<(u64, Place)> = Vec::new();
    for (ord, segment) in searcher.segment_readers().iter().enumerate() {
        for row in segment.doc_ids_alive() {
            let group = columns[ord].group.first(row).unwrap_or_default();
            if group != 0 {
                places.push((group, (ord, row)));
            }
        }
    }
    places.sort_unstable();
    let mut repeats = Repeats::default();
    for members in places.chunk_by(|one, next| one.0 == next.0) {
        let found = repeated(members.len(), |count| {
            for (_, (ord, row)) in members {
                columns[*ord].frame.values_for_doc(*row).for_each(&mut *count);
            }
        });
        repeats.add(members[0].0, found);
    }
    Ok(repeats)
}

/// The paths of the documents that were written when their groups repeated
/// something else than they do now.
pub(super) fn outdated(
    searcher: &Searcher,
    repeats: &Repeats,
) -> tantivy::Result<BTreeSet<String>> {
    let columns = columns(searcher)?;
    let mut paths = BTreeSet::new();
    for (ord, segment) in searcher.segment_readers().iter().enumerate() {
        let Columns { group, frame } = &columns[ord];
        let Some(path) = segment.fast_fields().str("path")? else { continue };
        for row in segment.doc_ids_alive() {
            let repeated = repeats.of(group.first(row).unwrap_or_default());
            let differs = |hash: u64| (hash & 1 == 1) != repeated.contains(&(hash & !1));
            if frame.values_for_doc(row).any(differs) {
                paths.insert(first(&path, row)?);
            }
        }
    }
    Ok(paths)
}

/// The frame of the document at an address.
pub(super) fn frame(searcher: &Searcher, at: DocAddress) -> tantivy::Result<Frame> {
    let fast = searcher.segment_reader(at.segment_ord).fast_fields();
    let values = |name| -> tantivy::Result<Option<Vec<u64>>> {
        let column = fast.column_opt::<u64>(name)?;
        Ok(column.map(|column| column.values_for_doc(at.doc_id).collect()))
    };
    let group = values("group")?.and_then(|group| group.first().copied()).unwrap_or_default();
    let blocks = values("frame")?.unwrap_or_default();
    Ok(Frame { group, blocks })
}
