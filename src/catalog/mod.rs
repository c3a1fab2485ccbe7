//! Catalogues: metadata that stand beside the files, in a table, JSON, RIS
//! or BibTeX, and are joined to the drafts of those files. Finds which row
//! fits which file; what two files fit is joined to neither, and told. What
//! the columns mean is decided where drafts are annotated.

mod files;
mod join;
mod key;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use xxhash_rust::xxh3::xxh3_64;

pub use self::{
    files::Files,
    join::{Catalogues, Report, Unfit, hashes},
};
use crate::{
    column::folded,
    decode::decode,
    document::Joined,
    error::{Error, Result},
    extract::{BadPart, records},
    source::{self, HEAD, format_of, name},
};

/// The largest catalogue that is read, in bytes.
const LARGEST: u64 = 256 << 20;

/// Which file is a catalogue, and how its rows fit files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The file, canonical.
    pub path: PathBuf,
    /// The column whose cells fit files; none where it is found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

impl Named {
    /// A catalogue by its path as it is given.
    #[must_use]
    pub fn new(path: &Path, key: Option<&str>) -> Self {
        Self { path: source::canonical(path), key: key.map(str::to_owned) }
    }
}

/// A catalogue that was read.
pub struct Catalogue {
    named: Named,
    rows: Vec<Row>,
    broken: Vec<BadPart>,
}

/// A row of a catalogue.
struct Row {
    line: u32,
    values: Map<String, Value>,
}

impl Catalogue {
    /// Reads a catalogue.
    ///
    /// # Errors
    /// [`Error::Read`] where it cannot be read, [`Error::Usage`] where it has
    /// no column of the name that was given.
    pub fn read(named: &Named) -> Result<Self> {
        let failed = |reason: String| Error::read(&named.path, reason);
        let bytes = source::read(&named.path, LARGEST).map_err(|skipped| failed(skipped.reason))?;
        let format = format_of(&named.path, &bytes[..bytes.len().min(HEAD)]).map_err(failed)?;
        let text = decode(bytes, None).map_err(failed)?.text;
        let (mut rows, mut broken) = (Vec::new(), Vec::new());
        records(&text, format, &mut |record| match record {
            Ok(record) => rows.push(Row { line: record.line, values: record.values }),
            Err(bad) => broken.push(bad),
        })
        .map_err(failed)?;
        let catalogue = Self { named: named.clone(), rows, broken };
        catalogue.check_key().map(|()| catalogue)
    }

    /// Checks that the column is there whose cells are to fit files.
    fn check_key(&self) -> Result<()> {
        let Some(key) = &self.named.key else { return Ok(()) };
        let mut columns: Vec<&str> = Vec::new();
        for name in self.rows.iter().flat_map(|row| row.values.keys()) {
            if folded(name) == folded(key) {
                return Ok(());
            }
            if columns.len() < 20 && !columns.contains(&name.as_str()) {
                columns.push(name);
            }
        }
        let (path, found) = (name::written(&self.named.path), columns.join(", "));
        let message = format!("{path} has no column '{key}' with a value; it has {found}");
        Err(Error::Usage { message })
    }

    /// The path as documents carry it.
    fn path(&self) -> String {
        name::written(&self.named.path)
    }

    /// A row as documents carry it, joined by a cell of a column.
    fn joined(&self, row: usize, key: &str) -> Joined {
        Joined { path: self.path(), key: key.to_owned(), row: self.rows[row].values.clone() }
    }
}

/// The hash of a joined row, never 0.
#[must_use]
pub fn hash_of(joined: &Joined) -> u64 {
    let text = serde_json::to_vec(joined).unwrap_or_default();
    xxh3_64(&text).max(1)
}
