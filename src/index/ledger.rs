//! The ledger: what the index knows of each file, read from its columns when
//! an ingest begins. It is how new, changed, unchanged and gone files are
//! told apart; it is kept nowhere but in the index, so that it cannot differ
//! from it.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use tantivy::{Searcher, TantivyDocument, columnar::StrColumn, schema::Value};

use super::schema::Kind;
use crate::{document::DocumentId, extract::BadPart};

/// What is known of a file or a record: enough to see whether it changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Changes whenever the file's size or times do; 0 is never trusted.
    pub stamp: u64,
    /// The hash of the bytes.
    pub hash: u64,
    /// What catalogues had for it; 0 is nothing.
    pub offered: u64,
}

/// What of a file could not be read, and by what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The mark of the file.
    #[serde(skip)]
    pub mark: Mark,
    /// The version of extraction that could not read it.
    pub version: u32,
    /// The format that it was to be read as, where the user said so.
    pub format: Option<String>,
    /// The parts that could not be read, with the reasons.
    pub bad: Vec<BadPart>,
}

/// One file in the ledger.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The mark of the whole file.
    pub mark: Mark,
    /// Whether its documents are parts of it: records, or entries.
    pub has_parts: bool,
    /// Its documents with the hashes of their bytes.
    pub documents: HashMap<DocumentId, u64>,
    /// The hashes of the rows of catalogues that they have.
    pub joined: Vec<u64>,
}

/// All files that the index knows, by path.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The files.
    pub files: HashMap<String, Entry>,
    /// The paths of the documents.
    pub owners: HashMap<DocumentId, String>,
    /// Documents that the user took out, with the hash they had then.
    pub forgotten: HashMap<DocumentId, u64>,
    /// Files that could not be read, or not all of them, by path; such a file
    /// may have documents all the same.
    pub failed: BTreeMap<String, Failure>,
}

/// The columns of one segment that the ledger is made of.
struct Columns {
    kind: StrColumn,
    id: StrColumn,
    path: StrColumn,
    stamp: tantivy::columnar::Column<u64>,
    hash: tantivy::columnar::Column<u64>,
    offered: tantivy::columnar::Column<u64>,
    joined: tantivy::columnar::Column<u64>,
}

impl Ledger {
    /// Reads the ledger of an index.
    pub(crate) fn read(searcher: &Searcher) -> tantivy::Result<Self> {
        let mut ledger = Self::default();
        let failure = searcher.schema().get_field("failure")?;
        for segment in searcher.segment_readers() {
            let fast = segment.fast_fields();
            let (Some(kind), Some(id), Some(path)) =
                (fast.str("kind")?, fast.str("id")?, fast.str("path")?)
            else {
                continue;
            };
            let columns = Columns {
                kind,
                id,
                path,
                stamp: fast.u64("stamp")?,
                hash: fast.u64("hash")?,
                offered: fast.u64("offered")?,
                joined: fast.u64("joined")?,
            };
            let store = segment.get_store_reader(1)?;
            let failure = |row| {
                let row: TantivyDocument = store.get(row)?;
                let bytes = row.get_first(failure).and_then(|value| value.as_bytes());
                let read = bytes.and_then(|bytes| serde_json::from_slice(bytes).ok());
                // What cannot be read back is tried again.
                Ok(read.unwrap_or_default())
            };
            for row in segment.doc_ids_alive() {
                ledger.take(&columns, row, failure)?;
            }
        }
        Ok(ledger)
    }

    /// Takes one row in.
    fn take(
        &mut self,
        columns: &Columns,
        row: u32,
        failure: impl Fn(u32) -> tantivy::Result<Failure>,
    ) -> tantivy::Result<()> {
        let id = DocumentId(first(&columns.id, row)?);
        let path = first(&columns.path, row)?;
        let stamp = columns.stamp.first(row).unwrap_or_default();
        let hash = columns.hash.first(row).unwrap_or_default();
        let offered = columns.offered.first(row).unwrap_or_default();
        let mark = Mark { stamp, hash, offered };
        let kind = first(&columns.kind, row)?;
        if kind == Kind::Forgotten.name() {
            self.forgotten.insert(forgotten_id(&id), hash);
        } else if kind == Kind::Failed.name() {
            self.failed.insert(path, Failure { mark, ..failure(row)? });
        } else if kind == Kind::File.name() {
            let entry = self.files.entry(path).or_default();
            entry.mark = mark;
            entry.has_parts = true;
        } else {
            let entry = self.files.entry(path.clone()).or_default();
            entry.documents.insert(id.clone(), hash);
            entry.joined.extend(columns.joined.values_for_doc(row));
            // A record has no stamp: its file has a row of its own.
            if stamp != 0 || entry.mark == Mark::default() {
                entry.mark = mark;
            }
            self.owners.insert(id, path);
        }
        Ok(())
    }
}

/// The first value of a text column in a row; empty when it has none.
pub(crate) fn first(column: &StrColumn, row: u32) -> tantivy::Result<String> {
    let mut text = String::new();
    if let Some(ord) = column.ords().first(row) {
        column.ord_to_str(ord, &mut text)?;
    }
    Ok(text)
}

/// How the ids of rows begin that are no documents; no document's id has a
/// control character.
pub(crate) const ROW: char = '\u{1}';

/// The mark of rows that keep a document out.
const FORGOTTEN: &str = "\u{1}forgotten:";

/// The id of the row that keeps a document out of the index.
pub(crate) fn forgotten_row(id: &DocumentId) -> DocumentId {
    DocumentId(format!("{FORGOTTEN}{id}"))
}

/// The id of the document that such a row keeps out.
fn forgotten_id(row: &DocumentId) -> DocumentId {
    DocumentId(row.0.strip_prefix(FORGOTTEN).unwrap_or(&row.0).to_owned())
}

/// The id of the row of a file that is not a document itself.
pub(crate) fn file_row(path: &str) -> DocumentId {
    DocumentId(format!("{ROW}file:{path}"))
}

/// The id of the row that remembers a file that could not be read.
pub(crate) fn failed_row(path: &str) -> DocumentId {
    DocumentId(format!("{ROW}failed:{path}"))
}
