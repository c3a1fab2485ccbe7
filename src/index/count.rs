//! Counts over matching documents: facets, counts by one or two columns, and
//! what an index holds. Reads columns only.
//! Never loads a document.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    time::SystemTime,
};

use tantivy::{
    DocId, Score, Searcher, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::{Column, StrColumn},
};

use super::{Index, combine::Engine, schema::Kind};
use crate::{
    error::{Error, Result},
    rank::{Axis, Facet, FacetCount, Side, Tally},
};

/// What an index holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holdings {
    /// Documents.
    pub documents: u64,
    /// Documents that the user took out.
    pub forgotten: u64,
    /// Documents without a year.
    pub undated: u64,
    /// Documents by language.
    pub languages: Vec<FacetCount>,
    /// Documents by year.
    pub years: Vec<FacetCount>,
    /// Documents by topic.
    pub topics: Vec<FacetCount>,
    /// Documents by country.
    pub countries: Vec<FacetCount>,
    /// Documents by region.
    pub regions: Vec<FacetCount>,
    /// When it was last written to.
    pub written: Option<SystemTime>,
    /// Segments on disk.
    pub segments: usize,
    /// Bytes on disk.
    pub bytes: u64,
}

impl Index {
    /// Counts what the index holds.
    ///
    /// # Errors
    /// [`Error::Damaged`] or [`Error::Read`] when it cannot be read.
    pub fn holdings(&self) -> Result<Holdings> {
        self.count_holdings().map_err(|cause| self.failed(cause))
    }

    /// [`Index::holdings`] with the engine's own errors.
    fn count_holdings(&self) -> tantivy::Result<Holdings> {
        let marked = |kind: Kind| super::combine::term_query(self.fields.kind, kind.name());
        let documents = marked(Kind::Document);
        let count = |kind| self.searcher.search(&marked(kind), &tantivy::collector::Count);
        let names = ["lang", "year", "topic", "country", "region"];
        let counted = facets(&self.searcher, &documents, &names)?;
        let [languages, years, topics, countries, regions] = <[Facet; 5]>::try_from(counted)
            .map_err(|_| tantivy::TantivyError::InternalError("five facets".to_owned()))?;
        let documents = count(Kind::Document)? as u64;
        let dated: u64 = years.counts.iter().map(|one| one.count).sum();
        Ok(Holdings {
            documents,
            forgotten: count(Kind::Forgotten)? as u64,
            undated: documents.saturating_sub(dated),
            languages: languages.counts,
            years: years.counts,
            topics: topics.counts,
            countries: countries.counts,
            regions: regions.counts,
            written: self.written(),
            segments: self.searcher.segment_readers().len(),
            bytes: self.searcher.space_usage()?.total().get_bytes(),
        })
    }

    /// When the engine last committed.
    fn written(&self) -> Option<SystemTime> {
        let meta = self.folder.join(&self.manifest.generation).join("meta.json");
        std::fs::metadata(meta).and_then(|meta| meta.modified()).ok()
    }

    /// The files whose checksums do not fit; reads all of the index.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it cannot be read at all.
    pub fn damaged_files(&self) -> Result<Vec<PathBuf>> {
        let generation = self.folder.join(&self.manifest.generation);
        let index = self.searcher.index();
        let damaged = index.validate_checksum().map_err(|cause| self.failed(cause))?;
        let mut damaged: Vec<_> = damaged.into_iter().map(|file| generation.join(file)).collect();
        damaged.extend(self.unlisted_files(&generation)?);
        let hash = self.manifest.settings.vocabulary_hash;
        damaged.extend(super::names::damaged_files(&generation, hash));
        damaged.sort();
        Ok(damaged)
    }

    /// The files of live segments that the engine's own list does not name:
    /// it verifies only what is there (FAULTS.md, row 16).
    fn unlisted_files(&self, generation: &Path) -> Result<Vec<PathBuf>> {
        let list = generation.join(".managed.json");
        let text = std::fs::read(&list).unwrap_or_default();
        let Ok(listed) = serde_json::from_slice::<Vec<PathBuf>>(&text) else {
            return Ok(vec![list]);
        };
        let segments: Vec<String> = self
            .searcher
            .segment_readers()
            .iter()
            .map(|segment| segment.segment_id().uuid_string())
            .collect();
        let entries = std::fs::read_dir(generation);
        let entries = entries.map_err(|cause| Error::read(generation, cause))?;
        let is_live = |name: &Path| {
            let name = name.to_string_lossy();
            segments.iter().any(|segment| name.starts_with(segment.as_str()))
        };
        Ok(entries
            .flatten()
            .map(|entry| PathBuf::from(entry.file_name()))
            .filter(|name| is_live(name) && !listed.contains(name))
            .map(|name| generation.join(name))
            .collect())
    }
}

/// Counts facets over the documents of a query, one after the other.
pub(super) fn facets(
    searcher: &Searcher,
    query: &Engine,
    names: &[&'static str],
) -> tantivy::Result<Vec<Facet>> {
    let facet = |name: &&'static str| {
        let tally = tally(searcher, query, &[Axis::new(name)])?;
        Ok(Facet { name, counts: tally.sides.into_iter().next().map(listed).unwrap_or_default() })
    };
    let mut found: tantivy::Result<Vec<Facet>> = names.iter().map(facet).collect();
    let years = found.iter_mut().flatten().filter(|facet| facet.name == "year");
    years.for_each(|facet| facet.counts.sort_by(|a, b| a.value.cmp(&b.value)));
    found
}

/// The values of one side, the most frequent first; no value is none of them.
fn listed(side: Side) -> Vec<FacetCount> {
    let counts = side.into_iter().filter_map(|(value, count)| Some((value?, count)));
    let mut counts: Vec<FacetCount> =
        counts.map(|(value, count)| FacetCount { value, count }).collect();
    counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    counts
}

/// Counts the documents of a query by one column or by two of them crossed,
/// in one pass.
pub(super) fn tally(searcher: &Searcher, query: &Engine, axes: &[Axis]) -> tantivy::Result<Tally> {
    searcher.search(query, &Counter { axes })
}

/// Counts the values of columns.
struct Counter<'a> {
    axes: &'a [Axis],
}

/// A column of a segment.
enum Values {
    Texts(StrColumn),
    Numbers(Column<i64>),
    Nothing,
}

/// What stands for no value; no column has so many values.
const NOTHING: u64 = u64::MAX;

/// One axis in one segment.
struct Counted {
    values: Values,
    /// Whether a value counts, by its place in the dictionary.
    counts: Vec<bool>,
    found: HashMap<u64, u64>,
    /// The values of the row that is looked at.
    here: Vec<u64>,
}

/// The counts of one segment.
struct InSegment {
    sides: Vec<Counted>,
    cells: HashMap<(u64, u64), u64>,
}

impl Collector for Counter<'_> {
    type Fruit = Tally;
    type Child = InSegment;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<InSegment> {
        let sides = self.axes.iter().map(|axis| Counted::open(axis, segment));
        Ok(InSegment { sides: sides.collect::<tantivy::Result<_>>()?, cells: HashMap::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Tally>) -> tantivy::Result<Tally> {
        let mut all = Tally { sides: vec![Side::new(); self.axes.len()], ..Tally::default() };
        for Tally { sides, cells } in fruits {
            for (all, side) in all.sides.iter_mut().zip(sides) {
                side.into_iter().for_each(|(value, count)| *all.entry(value).or_default() += count);
            }
            for (cell, count) in cells {
                *all.cells.entry(cell).or_default() += count;
            }
        }
        Ok(all)
    }
}

impl Counted {
    /// The column of an axis.
    fn open(axis: &Axis, segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let values = if axis.name == "year" {
            Values::Numbers(fast.i64(axis.name)?)
        } else {
            fast.str(axis.name)?.map_or(Values::Nothing, Values::Texts)
        };
        let mut counts = Vec::new();
        if let Values::Texts(column) = &values
            && !axis.left_out.is_empty()
        {
            let mut terms = column.dictionary().stream()?;
            while terms.advance() {
                let text = std::str::from_utf8(terms.key()).unwrap_or_default();
                counts.push(!axis.left_out.contains(text));
            }
        }
        Ok(Self { values, counts, found: HashMap::new(), here: Vec::new() })
    }

    /// Looks at a row: its values, each once, or [`NOTHING`].
    fn look(&mut self, row: DocId) {
        self.here.clear();
        match &self.values {
            Values::Texts(column) => self.here.extend(column.term_ords(row)),
            Values::Numbers(column) => {
                self.here.extend(column.values_for_doc(row).map(i64::cast_unsigned));
            }
            Values::Nothing => {}
        }
        let counts = &self.counts;
        let place = |key: u64| usize::try_from(key).unwrap_or(usize::MAX);
        self.here.retain(|key| counts.get(place(*key)).copied().unwrap_or(true));
        self.here.sort_unstable();
        self.here.dedup();
        if self.here.is_empty() {
            self.here.push(NOTHING);
        }
        for key in &self.here {
            *self.found.entry(*key).or_default() += 1;
        }
    }

    /// The values that were found, by what stands for them.
    fn values(&self) -> HashMap<u64, Option<String>> {
        self.found.keys().map(|key| (*key, self.value(*key))).collect()
    }

    /// The value that a key stands for.
    fn value(&self, key: u64) -> Option<String> {
        match &self.values {
            _ if key == NOTHING => None,
            Values::Texts(column) => {
                let mut text = String::new();
                column.ord_to_str(key, &mut text).unwrap_or(false).then_some(text)
            }
            Values::Numbers(_) => Some(key.cast_signed().to_string()),
            Values::Nothing => None,
        }
    }
}

impl SegmentCollector for InSegment {
    type Fruit = Tally;

    fn collect(&mut self, row: DocId, _: Score) {
        self.sides.iter_mut().for_each(|side| side.look(row));
        if let [first, second] = &self.sides[..] {
            for one in &first.here {
                for other in &second.here {
                    *self.cells.entry((*one, *other)).or_default() += 1;
                }
            }
        }
    }

    fn harvest(self) -> Tally {
        // Looking a value up costs more than counting it: each once.
        let named: Vec<HashMap<u64, Option<String>>> =
            self.sides.iter().map(Counted::values).collect();
        let value = |side: usize, key: &u64| named[side].get(key).cloned().flatten();
        let sides = self.sides.iter().enumerate().map(|(side, counted)| {
            counted.found.iter().map(|(key, count)| (value(side, key), *count)).collect()
        });
        let cells = self.cells.iter();
        let cells = cells.map(|((one, other), count)| ((value(0, one), value(1, other)), *count));
        Tally { sides: sides.collect(), cells: cells.collect() }
    }
}
