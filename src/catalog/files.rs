//! The files that rows of catalogues may fit, by path, name, stem and id.
//! Names that differ only in case or in Unicode form are one. Never guesses:
//! where several fit equally well, all of them are the answer.

use std::{
    collections::HashMap,
    path::{Component, Path, PathBuf},
};

use super::key::{Kind, nfc};
use crate::{document::DocumentId, source::name};

/// The files of an ingest.
pub struct Files {
    /// Their paths, as documents carry them.
    pub(super) paths: Vec<String>,
    /// The parts of each path, the last first, as names are compared.
    parts: Vec<Vec<String>>,
    by_path: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
    by_stem: HashMap<String, Vec<usize>>,
    by_id: HashMap<String, usize>,
    /// Folders that paths may be relative to.
    bases: Vec<PathBuf>,
}

/// How well a cell fits a file, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    Path,
    Name,
    Stem,
    Id,
}

impl Files {
    /// Files with their ids; `bases` are the folders that paths may be
    /// relative to, beside that of the catalogue itself.
    pub fn new<'a>(
        files: impl Iterator<Item = (&'a Path, DocumentId)>,
        bases: Vec<PathBuf>,
    ) -> Self {
        let mut all = Self {
            paths: Vec::new(),
            parts: Vec::new(),
            by_path: HashMap::new(),
            by_name: HashMap::new(),
            by_stem: HashMap::new(),
            by_id: HashMap::new(),
            bases,
        };
        for (path, id) in files {
            all.add(path, &id);
        }
        all
    }

    fn add(&mut self, path: &Path, id: &DocumentId) {
        let place = self.paths.len();
        let written = nfc(&path.to_string_lossy());
        let parts: Vec<String> = written.rsplit('/').map(str::to_lowercase).collect();
        let file = parts.first().cloned().unwrap_or_default();
        self.by_stem.entry(stem(&file).to_owned()).or_default().push(place);
        self.by_name.entry(file).or_default().push(place);
        self.by_path.insert(written, place);
        self.by_id.insert(id.0.clone(), place);
        self.paths.push(name::written(path));
        self.parts.push(parts);
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.paths.len()
    }

    /// The files that a cell fits equally well, and how well.
    pub(super) fn fitting(
        &self,
        kind: Kind,
        value: &str,
        folder: &Path,
    ) -> Option<(Fit, Vec<usize>)> {
        match kind {
            Kind::Path => self.by_full_path(value, folder).or_else(|| self.by_parts(value)),
            Kind::Id => {
                let id = self.by_id.get(value).map(|place| (Fit::Id, vec![*place]));
                let value = value.to_lowercase();
                let stem = || self.by_stem.get(&value).or_else(|| self.by_name.get(&value));
                id.or_else(|| stem().map(|places| (Fit::Stem, places.clone())))
            }
            Kind::Doi | Kind::Address => None,
        }
    }

    /// The file at a path, relative to one of the folders.
    fn by_full_path(&self, value: &str, folder: &Path) -> Option<(Fit, Vec<usize>)> {
        let folders = std::iter::once(folder).chain(self.bases.iter().map(PathBuf::as_path));
        let mut full = folders.map(|base| nfc(&plain(&base.join(value)).to_string_lossy()));
        let place = full.find_map(|path| self.by_path.get(&path).copied())?;
        Some((Fit::Path, vec![place]))
    }

    /// The files whose paths end most like the value; else those of the same
    /// name but for the extension, as a text made of a PDF has.
    fn by_parts(&self, value: &str) -> Option<(Fit, Vec<usize>)> {
        let parts: Vec<String> = value.rsplit('/').map(str::to_lowercase).collect();
        let file = parts.first()?;
        let named = self.by_name.get(file).map(|places| (Fit::Name, places));
        let stems =
            || [file.as_str(), stem(file)].into_iter().find_map(|stem| self.by_stem.get(stem));
        let (fit, places) = named.or_else(|| stems().map(|places| (Fit::Stem, places)))?;
        let alike = |place: usize| {
            let own = self.parts[place].iter().skip(1);
            own.zip(parts.iter().skip(1)).take_while(|(one, other)| one == other).count()
        };
        let most = places.iter().map(|place| alike(*place)).max()?;
        Some((fit, places.iter().copied().filter(|place| alike(*place) == most).collect()))
    }
}

/// A name without its extension.
fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

/// A path without `.` and `..`, as far as its words tell.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_fit_files() {
        let paths = [
            "/docs/2018/a.txt",
            "/docs/2019/a.txt",
            "/docs/b.pdf",
            "/docs/Päivä.md",
            "/docs/c.d.txt",
        ];
        let named = paths.iter().enumerate();
        let named = named.map(|(at, path)| (Path::new(*path), DocumentId(format!("id{at}"))));
        let files = Files::new(named, vec![PathBuf::from("/docs")]);
        let case = |kind, value: &str, expected: Option<(Fit, &[usize])>| {
            let found = files.fitting(kind, value, Path::new("/lists"));
            assert_eq!(found, expected.map(|(fit, places)| (fit, places.to_vec())), "{value}");
        };
        case(Kind::Path, "/docs/b.pdf", Some((Fit::Path, &[2])));
        case(Kind::Path, "2019/a.txt", Some((Fit::Path, &[1])));
        case(Kind::Path, "../docs/2019/./a.txt", Some((Fit::Path, &[1])));
        case(Kind::Path, "C:/me/2018/A.TXT", Some((Fit::Name, &[0])));
        case(Kind::Path, "a.txt", Some((Fit::Name, &[0, 1])));
        case(Kind::Path, "päivä.md", Some((Fit::Name, &[3])));
        case(Kind::Path, "b.txt", Some((Fit::Stem, &[2])));
        case(Kind::Path, "c.d", Some((Fit::Stem, &[4])));
        case(Kind::Path, "none.txt", None);
        case(Kind::Id, "id3", Some((Fit::Id, &[3])));
        case(Kind::Id, "b", Some((Fit::Stem, &[2])));
        case(Kind::Id, "a", Some((Fit::Stem, &[0, 1])));
        case(Kind::Address, "b", None);
    }
}
