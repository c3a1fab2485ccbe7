//! The manifest: the small file beside the index that says what it is and
//! which generation is current. It is read before anything else, carries a
//! checksum, and is replaced whole, so that a rebuild becomes visible in one
//! step. Its absence means that there is no index.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_64;

use crate::{
    catalog::Named,
    error::{Error, Result},
    language::Language,
};

/// The layout of the index; raised with every change of the field table or
/// of what is stored.
pub(crate) const FORMAT: u64 = 4;

/// The analysis: words, folding, stems; raised when terms change.
pub(crate) const ANALYSIS: u64 = 1;

/// The name of the manifest in the index folder.
const NAME: &str = "iomkb.json";

/// How the folders of generations begin.
const GENERATION: &str = "generation-";

/// What was chosen when the index was made; later ingests keep to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The closed choice of languages, where one was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<Language>>,
    /// The vocabulary file, where it is not the one that is compiled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vocabulary: Option<PathBuf>,
    /// The hash of the vocabulary.
    pub vocabulary_hash: u64,
    /// The files and folders that were ingested, each once.
    #[serde(default)]
    pub roots: Vec<PathBuf>,
    /// The catalogues that are joined, the one that counts most first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub catalogues: Vec<Named>,
}

/// The manifest of an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// The layout; see [`FORMAT`].
    pub(crate) format: u64,
    /// The analysis; see [`ANALYSIS`].
    pub(crate) analysis: u64,
    /// The program that wrote it.
    pub(crate) created_by: String,
    /// The folder of the current generation.
    pub(crate) generation: String,
    /// The settings.
    pub(crate) settings: Settings,
}

impl Manifest {
    /// A manifest of this build for a generation.
    pub(crate) fn new(generation: String, settings: Settings) -> Self {
        Self {
            format: FORMAT,
            analysis: ANALYSIS,
            created_by: concat!("iomkb ", env!("CARGO_PKG_VERSION")).to_owned(),
            generation,
            settings,
        }
    }

    /// Reads the manifest of the index folder.
    ///
    /// # Errors
    /// [`Error::NoIndex`] when there is none, [`Error::ForeignIndex`] when
    /// another version wrote it or the folder holds something else,
    /// [`Error::Damaged`] when its checksum does not fit.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(NAME);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(cause) if is_absent(&cause) => return Err(absent(folder)),
            Err(cause) => return Err(Error::read(path, cause)),
        };
        let damaged =
            |message: &str| Error::Damaged { path: path.clone(), message: message.to_owned() };
        let value: Value =
            serde_json::from_slice(&text).map_err(|_| damaged("it is not readable"))?;
        let body = value.get("manifest").ok_or_else(|| damaged("it has no manifest"))?;
        let stated = value.get("checksum").and_then(Value::as_str).unwrap_or_default();
        if stated != checksum(body) {
            return Err(damaged("its checksum does not fit"));
        }
        check_versions(folder, body)?;
        serde_json::from_value(body.clone()).map_err(|_| damaged("it is not complete"))
    }

    /// Writes the manifest, whole or not at all, and makes it durable.
    ///
    /// # Errors
    /// [`Error::Write`] when the folder cannot be written.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let path = folder.join(NAME);
        let body = json!(self);
        let text = json!({ "checksum": checksum(&body), "manifest": body });
        let text = serde_json::to_string_pretty(&text).unwrap_or_default() + "\n";
        write_whole(&path, text.as_bytes())
    }
}

/// Writes a file beside its place, makes it durable and moves it there.
///
/// # Errors
/// [`Error::Write`] when any of the steps fails.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = path.with_extension("new");
    let write = || {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(|cause| Error::write(path, cause))?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes the names in a folder durable: a rename is not until then.
///
/// # Errors
/// [`Error::Write`] when the folder cannot be opened or synchronized.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|cause| Error::write(folder, cause))
}

/// Whether nothing is there, as opposed to something unreadable.
fn is_absent(cause: &std::io::Error) -> bool {
    matches!(cause.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

/// The error for a folder without a manifest: no index, or something else.
fn absent(folder: &Path) -> Error {
    if is_free(folder) {
        return Error::NoIndex { path: folder.to_owned() };
    }
    let message = if folder.is_dir() {
        "the folder holds other files and no iomkb.json".to_owned()
    } else {
        "it is a file".to_owned()
    };
    Error::ForeignIndex { path: folder.to_owned(), message }
}

/// Whether there is a manifest, whatever it says.
pub(crate) fn is_there(folder: &Path) -> bool {
    folder.join(NAME).is_file()
}

/// Whether an index may be made here: nothing there but dot files.
pub(crate) fn is_free(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return !folder.exists() };
    // A generation without a manifest is what an interrupted first ingest
    // leaves behind.
    entries.flatten().all(|entry| {
        let name = entry.file_name();
        [&b"."[..], GENERATION.as_bytes()]
            .iter()
            .any(|start| name.as_encoded_bytes().starts_with(start))
    })
}

/// Refuses what this build does not read; says which side is newer.
fn check_versions(folder: &Path, body: &Value) -> Result<()> {
    let number = |key| body.get(key).and_then(Value::as_u64).unwrap_or_default();
    let (format, analysis) = (number("format"), number("analysis"));
    if format == FORMAT && analysis == ANALYSIS {
        return Ok(());
    }
    let newer = format > FORMAT || analysis > ANALYSIS;
    let advice = if newer { "a newer iomkb wrote it" } else { "an older iomkb wrote it" };
    Err(Error::ForeignIndex {
        path: folder.to_owned(),
        message: format!(
            "{advice}: format {format}.{analysis}, this build reads {FORMAT}.{ANALYSIS}"
        ),
    })
}

/// The checksum of the manifest's body as it is written.
fn checksum(body: &Value) -> String {
    format!("{:016x}", xxh3_64(body.to_string().as_bytes()))
}

/// A name for a generation that no folder has yet.
pub(crate) fn free_generation(folder: &Path) -> String {
    let mut number = 1;
    while folder.join(format!("{GENERATION}{number}")).exists() {
        number += 1;
    }
    format!("{GENERATION}{number}")
}

/// Removes all generations but the current one; a reader that still has one
/// open keeps its files until it is done.
pub(crate) fn sweep(folder: &Path, current: &str) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(GENERATION) && name != current {
            // What cannot be removed now is removed after the next rebuild.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Manifest, Settings, is_free};
    use crate::error::Error;

    fn written() -> (tempfile::TempDir, Manifest) {
        let folder = tempfile::tempdir().unwrap();
        let manifest = Manifest::new("g1".to_owned(), Settings::default());
        manifest.write(folder.path()).unwrap();
        (folder, manifest)
    }

    #[test]
    fn what_is_written_reads_back() {
        let (folder, manifest) = written();
        assert_eq!(Manifest::read(folder.path()).unwrap(), manifest);
    }

    #[test]
    fn one_changed_letter_is_noticed() {
        let (folder, _) = written();
        let path = folder.path().join("iomkb.json");
        let text = std::fs::read_to_string(&path).unwrap().replace("\"g1\"", "\"g2\"");
        std::fs::write(&path, text).unwrap();
        assert!(matches!(Manifest::read(folder.path()), Err(Error::Damaged { .. })));
    }

    #[test]
    fn a_newer_format_is_foreign_not_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let mut manifest = Manifest::new("g1".to_owned(), Settings::default());
        manifest.format = 99;
        manifest.write(folder.path()).unwrap();
        assert!(matches!(Manifest::read(folder.path()), Err(Error::ForeignIndex { .. })));
    }

    #[test]
    fn dot_files_alone_leave_a_folder_free() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(".gitkeep"), "").unwrap();
        assert!(is_free(folder.path()));
        assert!(matches!(Manifest::read(folder.path()), Err(Error::NoIndex { .. })));
        std::fs::write(folder.path().join("notes.txt"), "").unwrap();
        assert!(!is_free(folder.path()));
        assert!(matches!(Manifest::read(folder.path()), Err(Error::ForeignIndex { .. })));
    }
}
