//! Counts over matching documents: facets, and what an index holds. Reads
//! columns only.
//! Never loads a document.

use std::{
    collections::{BTreeMap, HashMap},
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
    rank::{Facet, FacetCount},
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

/// Counts facets over the documents of a query.
pub(super) fn facets(
    searcher: &Searcher,
    query: &Engine,
    names: &[&'static str],
) -> tantivy::Result<Vec<Facet>> {
    let mut found = Vec::new();
    for name in names {
        let counts = searcher.search(query, &Counter { name })?;
        let mut counts: Vec<FacetCount> =
            counts.into_iter().map(|(value, count)| FacetCount { value, count }).collect();
        if *name != "year" {
            counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        }
        found.push(Facet { name, counts });
    }
    Ok(found)
}

/// Counts the values of one column.
struct Counter {
    name: &'static str,
}

/// A column of a segment.
enum Values {
    Texts(StrColumn),
    Numbers(Column<i64>),
    Nothing,
}

/// The counts of one segment.
struct InSegment {
    values: Values,
    counts: HashMap<u64, u64>,
    numbers: HashMap<i64, u64>,
}

impl Collector for Counter {
    type Fruit = BTreeMap<String, u64>;
    type Child = InSegment;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<InSegment> {
        let fast = segment.fast_fields();
        let values = if self.name == "year" {
            Values::Numbers(fast.i64(self.name)?)
        } else {
            fast.str(self.name)?.map_or(Values::Nothing, Values::Texts)
        };
        Ok(InSegment { values, counts: HashMap::new(), numbers: HashMap::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<BTreeMap<String, u64>>) -> tantivy::Result<Self::Fruit> {
        let mut all = BTreeMap::new();
        for (value, count) in fruits.into_iter().flatten() {
            *all.entry(value).or_default() += count;
        }
        Ok(all)
    }
}

impl SegmentCollector for InSegment {
    type Fruit = BTreeMap<String, u64>;

    fn collect(&mut self, row: DocId, _: Score) {
        match &self.values {
            Values::Texts(column) => {
                for ord in column.term_ords(row) {
                    *self.counts.entry(ord).or_default() += 1;
                }
            }
            Values::Numbers(column) => {
                for number in column.values_for_doc(row) {
                    *self.numbers.entry(number).or_default() += 1;
                }
            }
            Values::Nothing => {}
        }
    }

    fn harvest(self) -> BTreeMap<String, u64> {
        let mut named: BTreeMap<String, u64> =
            self.numbers.into_iter().map(|(number, count)| (number.to_string(), count)).collect();
        if let Values::Texts(column) = &self.values {
            for (ord, count) in self.counts {
                let mut text = String::new();
                if column.ord_to_str(ord, &mut text).unwrap_or(false) {
                    *named.entry(text).or_default() += count;
                }
            }
        }
        named
    }
}
