//! Rows of catalogues joined to files and drafts: by path, name, stem or id
//! of a file before it is read; by the id, address or DOI that a draft has
//! itself after. Counts what fits, and keeps what does not for the report.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use serde_json::Value;
use xxhash_rust::xxh3::xxh3_64;

use super::{
    Catalogue, Files, Row,
    files::Fit,
    hash_of,
    key::{Key, Kind, address, doi, keys, nfc},
};
use crate::{
    column::Column,
    document::{DocumentId, Draft, Joined, texts},
};

/// Catalogues, and where their rows go.
#[derive(Default)]
pub struct Catalogues {
    matched: Vec<Matched>,
    /// The paths of those that cannot be read now.
    gone: Vec<String>,
    /// How many files there are.
    files: usize,
    /// Files that a row was joined to.
    joined: HashSet<String>,
}

/// What came of a catalogue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Its path.
    pub path: String,
    /// How many rows it has, broken ones too.
    pub rows: usize,
    /// How many of them were joined.
    pub joined: usize,
    /// Whether it was asked for, not remembered from an earlier ingest, which
    /// may have been of other files.
    pub is_asked: bool,
    /// Those that were not, by line.
    pub unfit: Vec<Unfit>,
}

/// A row that was not joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// The line of the catalogue, from 1.
    pub line: u32,
    /// The cell that should fit, or why the row cannot be read.
    pub cell: String,
    /// The files that it fits equally well; none, where it fits none.
    pub files: Vec<String>,
    /// Whether the row cannot be read.
    pub is_broken: bool,
    /// Whether a later row fits the same file at least as well.
    pub is_replaced: bool,
}

/// A catalogue with the files that its rows fit.
struct Matched {
    catalogue: Catalogue,
    /// The row for each path, with the column that fits and how well.
    by_path: HashMap<String, (usize, String, Fit)>,
    /// What rows without a file may fit, and the column that says it.
    loose: HashMap<(Kind, String), (usize, String)>,
    /// The hash of those rows.
    loose_hash: u64,
    /// Those rows, by the hash of what documents have of them.
    by_hash: HashMap<u64, usize>,
    /// Rows that fit a file, by path, name, stem or id.
    placed: HashSet<usize>,
    /// Rows that were joined.
    joined: HashSet<usize>,
    /// Files that a row fits equally well.
    ambiguous: HashMap<usize, Vec<String>>,
}

impl Catalogues {
    /// Finds which rows fit which files; the first catalogue counts most.
    /// `gone` are the paths of those that cannot be read now.
    #[must_use]
    pub fn new(catalogues: Vec<Catalogue>, gone: Vec<String>, files: &Files) -> Self {
        let matched: Vec<Matched> =
            catalogues.into_iter().map(|catalogue| Matched::new(catalogue, files)).collect();
        let joined = matched.iter().flat_map(|one| one.by_path.keys().cloned()).collect();
        Self { matched, gone, files: files.count(), joined }
    }

    /// A number that changes whenever something else could be joined to the
    /// file at a path; 0 where nothing could.
    #[must_use]
    pub fn offered(&self, path: &str) -> u64 {
        let mut all = Vec::new();
        for matched in &self.matched {
            let hash = match matched.by_path.get(path) {
                Some((row, key, _)) => hash_of(&matched.catalogue.joined(*row, key)),
                None => matched.loose_hash,
            };
            all.extend(hash.to_le_bytes());
        }
        // What one said that is gone is not what nothing said.
        all.extend(self.gone.iter().flat_map(|path| xxh3_64(path.as_bytes()).to_le_bytes()));
        if all.iter().all(|byte| *byte == 0) { 0 } else { xxh3_64(&all).max(1) }
    }

    /// Joins to a draft of the file at a path what fits it; `id` is for one
    /// that has none of its own.
    pub fn join(&mut self, draft: &mut Draft, path: &str, id: &DocumentId) {
        let own = own_keys(draft, id);
        let mut is_joined = false;
        for matched in &mut self.matched {
            let by_path = matched.by_path.get(path).filter(|_| draft.part.is_whole());
            let found = match by_path {
                Some((row, key, _)) => Some((*row, key.clone())),
                None => own.iter().find_map(|key| matched.loose.get(key)).cloned(),
            };
            if let Some((row, key)) = found {
                matched.joined.insert(row);
                draft.catalogues.push(matched.catalogue.joined(row, &key));
                is_joined = true;
            }
        }
        if is_joined {
            self.joined.insert(path.to_owned());
        }
    }

    /// Counts the rows that a file has which was not read again.
    pub fn unchanged(&mut self, path: &str, joined: &[u64]) {
        for matched in &mut self.matched {
            let rows = joined.iter().filter_map(|hash| matched.by_hash.get(hash));
            let before = matched.joined.len();
            matched.joined.extend(rows);
            if matched.joined.len() > before {
                self.joined.insert(path.to_owned());
            }
        }
    }

    /// How many files no row fits; none where there is no catalogue.
    #[must_use]
    pub fn without_row(&self) -> Option<usize> {
        (!self.matched.is_empty()).then(|| self.files.saturating_sub(self.joined.len()))
    }

    /// What came of each catalogue.
    #[must_use]
    pub fn reports(&self) -> Vec<Report> {
        self.matched.iter().map(Matched::report).collect()
    }
}

/// What a draft says itself that a row may say too.
fn own_keys(draft: &Draft, id: &DocumentId) -> Vec<(Kind, String)> {
    let values = |column: Column| {
        let values = column.values(&draft.metadata).flat_map(|(_, value)| texts(value));
        values.collect::<Vec<String>>()
    };
    let own_id = draft.metadata.get("id").into_iter().flat_map(texts).next();
    let mut keys = vec![(Kind::Id, own_id.map_or_else(|| id.0.clone(), |id| nfc(id.trim())))];
    let addresses = values(Column::Address);
    let dois = values(Column::Doi);
    keys.extend(dois.iter().chain(&addresses).filter_map(|text| Some((Kind::Doi, doi(text)?))));
    keys.extend(addresses.iter().filter_map(|text| Some((Kind::Address, address(text)?))));
    if let Some(entry) = &draft.part.entry {
        keys.push((Kind::Path, nfc(entry.rsplit('/').next().unwrap_or(entry)).to_lowercase()));
    }
    keys
}

impl Matched {
    fn new(catalogue: Catalogue, files: &Files) -> Self {
        let mut matched = Self {
            catalogue,
            by_path: HashMap::new(),
            loose: HashMap::new(),
            loose_hash: 0,
            by_hash: HashMap::new(),
            placed: HashSet::new(),
            joined: HashSet::new(),
            ambiguous: HashMap::new(),
        };
        for row in 0..matched.catalogue.rows.len() {
            matched.place(row, files);
        }
        matched.joined = matched.by_path.values().map(|(row, ..)| *row).collect();
        matched
    }

    /// Finds the files that a row fits.
    fn place(&mut self, row: usize, files: &Files) {
        let named = &self.catalogue.named;
        let keys = keys(&self.catalogue.rows[row].values, named.key.as_deref());
        let folder = named.path.parent().unwrap_or(Path::new("")).to_owned();
        for key in &keys {
            // An id says nothing where a path or a name has said it.
            if key.kind > Kind::Path && self.placed.contains(&row) {
                break;
            }
            match files.fitting(key.kind, &key.value, &folder) {
                Some((fit, places)) if places.len() == 1 => {
                    self.placed.insert(row);
                    self.offer(&files.paths[places[0]], row, &key.column, fit);
                }
                Some((_, places)) => {
                    let paths = places.iter().map(|place| files.paths[*place].clone()).collect();
                    self.ambiguous.entry(row).or_insert(paths);
                }
                None => {}
            }
        }
        if self.placed.contains(&row) {
            self.ambiguous.remove(&row);
        } else if !self.ambiguous.contains_key(&row) {
            self.set_loose(row, keys);
        }
    }

    /// Gives a file a row, unless it has one that fits better.
    fn offer(&mut self, path: &str, row: usize, key: &str, fit: Fit) {
        let better = self.by_path.get(path).is_none_or(|(_, _, known)| fit <= *known);
        if better {
            self.by_path.insert(path.to_owned(), (row, key.to_owned(), fit));
        }
    }

    /// Keeps a row that fits no file for the drafts that say the same.
    fn set_loose(&mut self, row: usize, keys: Vec<Key>) {
        for Key { column, kind, value } in keys {
            let value = match kind {
                Kind::Path => value.rsplit('/').next().unwrap_or_default().to_lowercase(),
                _ => value,
            };
            // A DOI may stand in a column of addresses.
            let kind =
                if kind == Kind::Address && doi(&value).is_some() { Kind::Doi } else { kind };
            let hash = hash_of(&self.catalogue.joined(row, &column));
            self.by_hash.insert(hash, row);
            self.loose_hash = self.loose_hash.wrapping_add(hash);
            self.loose.insert((kind, value), (row, column));
        }
    }

    fn report(&self) -> Report {
        let mut unfit: Vec<Unfit> = (0..self.catalogue.rows.len())
            .filter(|row| !self.joined.contains(row))
            .map(|row| self.unfit(row))
            .collect();
        unfit.extend(self.catalogue.broken.iter().map(|bad| Unfit {
            line: bad.line.unwrap_or_default(),
            cell: bad.reason.clone(),
            files: Vec::new(),
            is_broken: true,
            is_replaced: false,
        }));
        unfit.sort_by_key(|one| one.line);
        Report {
            path: self.catalogue.path(),
            rows: self.catalogue.rows.len() + self.catalogue.broken.len(),
            joined: self.joined.len(),
            is_asked: true,
            unfit,
        }
    }

    fn unfit(&self, row: usize) -> Unfit {
        let Row { line, values } = &self.catalogue.rows[row];
        let keys = keys(values, self.catalogue.named.key.as_deref());
        let cell = keys.first().map(|key| values.get(&key.column).unwrap_or(&Value::Null));
        let cell = cell.map(texts).unwrap_or_default().join("; ");
        let files = self.ambiguous.get(&row).cloned().unwrap_or_default();
        let is_replaced = self.placed.contains(&row);
        Unfit {
            line: *line,
            cell: cell.chars().take(120).collect(),
            files,
            is_broken: false,
            is_replaced,
        }
    }
}

/// The hashes of the rows that a document has.
#[must_use]
pub fn hashes(joined: &[Joined]) -> Vec<u64> {
    joined.iter().map(hash_of).collect()
}
