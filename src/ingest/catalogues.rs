//! The catalogues of an ingest: those asked for and those of earlier
//! ingests, which an index remembers. What one said that cannot be read now
//! is taken from the documents that have it.

use std::path::{Path, PathBuf};

use super::{
    IngestOptions,
    read::Taken,
    run::{Run, id_of},
};
use crate::{
    catalog::{Catalogue, Catalogues, Files, Named},
    document::{DocumentId, Draft},
    error,
    extract::BadPart,
    index::Index,
    intake,
    source::{self, Walk, name},
};

/// The catalogues of an ingest.
pub(super) struct Ready {
    /// With their rows joined to the files of the walk.
    pub(super) catalogues: Catalogues,
    /// Those that cannot be read now, with the reasons.
    pub(super) gone: Vec<(String, String)>,
    /// What those said.
    pub(super) earlier: Option<Earlier>,
}

/// What documents have of catalogues that cannot be read now.
pub(super) struct Earlier {
    index: Index,
    gone: Vec<String>,
}

impl Earlier {
    /// Joins to a draft what its document has of such catalogues.
    pub(super) fn join(&self, draft: &mut Draft, id: &DocumentId) {
        let own = draft.metadata.get("id").and_then(|id| id.as_str());
        let id = own.map_or_else(|| id.0.clone(), |id| id.trim().to_owned());
        let Ok(document) = self.index.document(&id) else { return };
        // An index also knows documents by the start of their id.
        if document.id.0 == id {
            let rows = document.catalogues.into_iter();
            draft.catalogues.extend(rows.filter(|row| self.gone.contains(&row.path)));
        }
    }
}

impl Run<'_> {
    /// Joins to the drafts of a file what catalogues say of them.
    pub(super) fn join(&mut self, taken: &mut Taken<'_>) {
        let Ok(intake) = &mut taken.intake else { return };
        self.join_drafts(&mut intake.drafts, &taken.path, &taken.id);
    }

    /// Joins to drafts what catalogues say of them; what those said that
    /// cannot be read now is that of the file where it was before.
    pub(super) fn join_drafts(
        &mut self,
        drafts: &mut [Result<Draft, BadPart>],
        path: &str,
        id: &DocumentId,
    ) {
        let old = self.from.as_deref().map(name::opened);
        let old = old.map(|old| id_of(self.home.as_deref(), &old, None));
        let before = old.as_ref().unwrap_or(id);
        for draft in drafts.iter_mut().flatten() {
            self.catalogues.join(draft, path, &intake::part_id(id, &draft.part));
            if let Some(earlier) = &self.earlier {
                earlier.join(draft, &intake::part_id(before, &draft.part));
            }
        }
    }
}

/// The catalogues that an index is to remember: those asked for first.
pub(super) fn remembered(options: &IngestOptions, known: &[Named]) -> Vec<Named> {
    let mut all = options.catalogues.clone();
    if !options.drop_catalogues {
        let is_new = |one: &&Named| options.catalogues.iter().all(|asked| asked.path != one.path);
        all.extend(known.iter().filter(is_new).cloned());
    }
    all
}

/// Reads what is remembered and was not asked for, and joins all to the
/// files of a walk, out of which the catalogues themselves are taken.
pub(super) fn ready(
    options: &IngestOptions,
    asked: Vec<Catalogue>,
    remembered: &[Named],
    walk: &mut Walk,
    home: Option<&Path>,
) -> Ready {
    let (mut read, mut gone) = (asked, Vec::new());
    for named in remembered.iter().skip(read.len()) {
        match Catalogue::read(named) {
            Ok(catalogue) => read.push(catalogue),
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                let reason = cause.unwrap_or_else(|| error.to_string());
                gone.push((name::written(&named.path), reason));
            }
        }
    }
    // A catalogue is a document only where it is named as one.
    let Walk { roots, files, .. } = walk;
    let is_document = |path: &PathBuf| {
        let is_catalogue = remembered.iter().any(|named| named.path == *path);
        !is_catalogue || roots.iter().any(|root| root.path == *path)
    };
    files.retain(|file| is_document(&file.path));
    let ids = files.iter().map(|file| (&*file.path, id_of(home, &file.path, None)));
    let mut bases: Vec<PathBuf> = roots.iter().map(|root| root.path.clone()).collect();
    bases.push(source::canonical(Path::new(".")));
    bases.extend(home.map(Path::to_owned));
    let paths: Vec<String> = gone.iter().map(|(path, _)| path.clone()).collect();
    let catalogues = Catalogues::new(read, paths.clone(), &Files::new(ids, bases));
    let index =
        (!paths.is_empty()).then(|| Index::open(&options.index)).and_then(error::Result::ok);
    let earlier = index.map(|index| Earlier { index, gone: paths });
    Ready { catalogues, gone, earlier }
}
