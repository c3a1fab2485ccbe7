//! Documents whose files this run did not see: those that are gone or left
//! out leave, those of which nothing is known stay.
//! Deletes nothing below what could not be seen in full.

use std::collections::HashSet;

use super::{
    Outcome,
    moves::Moves,
    run::{Run, id_of},
};
use crate::{
    document::{DocumentId, Part},
    error::Result,
    index::{Index, Mark},
    intake,
    source::{Excluded, RootState, Walk, name},
};

/// Why a file that the index knows is not among those of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absence {
    /// It is not there.
    Gone,
    /// The user leaves it out.
    Excluded,
}

impl Run<'_> {
    /// Finds the files that the index knows and this run does not see: those
    /// below a root that was walked, not below a folder that could not be
    /// read, and not a file that is there but was skipped.
    pub(super) fn look_for_absent(&mut self, walk: &Walk) {
        let there = there(walk);
        let excluded = Excluded::new(&walk.roots, &self.options.exclude);
        let ledger = self.writer.ledger();
        let known = ledger.files.keys().chain(ledger.failed.keys());
        let absent = known.filter(|path| !there.contains(*path)).filter_map(|path| {
            self.absence(path, walk, &excluded).map(|absence| (path.clone(), absence))
        });
        self.absent = absent.collect();
        let gone = self.absent.iter().filter(|(_, absence)| **absence == Absence::Gone);
        let ledger = self.writer.ledger();
        self.moves = Moves::new(ledger, gone.map(|(path, _)| path));
        self.moves.note_forgotten(self.home.as_deref(), ledger, walk);
    }

    /// Takes out the documents whose files are absent.
    pub(super) fn gone(&mut self, walk: &Walk) -> Result<()> {
        let mut freed = HashSet::new();
        for (path, absence) in std::mem::take(&mut self.absent) {
            let outcome = match absence {
                Absence::Excluded => Outcome::Excluded,
                Absence::Gone if self.options.keep_gone => Outcome::Kept,
                Absence::Gone => Outcome::Gone,
            };
            let has_moved = self.moves.done.contains(&path);
            let entry = self.writer.ledger().files.get(&path);
            let mut ids: Vec<DocumentId> =
                entry.iter().flat_map(|entry| entry.documents.keys().cloned()).collect();
            ids.sort();
            for id in ids {
                // A record that another file has in this run stays.
                if self.seen.contains_key(&id) {
                    continue;
                }
                if has_moved {
                    self.writer.remove(&id);
                    continue;
                }
                if outcome != Outcome::Kept {
                    self.writer.remove(&id);
                    freed.insert(id.clone());
                }
                self.done(&path, &Part::default(), Some(&id), outcome, &[]);
            }
            if outcome != Outcome::Kept || has_moved {
                self.writer.remove_file(&path);
                self.writer.remove_failure(&path);
            }
            self.commit_if_due()?;
        }
        self.bring_back(&freed, walk)
    }

    /// Reads again what other record files have under the ids of records
    /// that have left: of two records with one id the later had won.
    fn bring_back(&mut self, freed: &HashSet<DocumentId>, walk: &Walk) -> Result<()> {
        if freed.is_empty() {
            return Ok(());
        }
        for file in &walk.files {
            let path = name::written(&file.path);
            let known = self.writer.ledger().files.get(&path);
            let Some(mark) = known.filter(|known| known.has_parts).map(|known| known.mark) else {
                continue;
            };
            let read = intake::read(&file.path).and_then(|bytes| {
                intake::drafts(&file.path, bytes, self.options.format, &self.workers)
            });
            let Ok(mut intake) = read else { continue };
            intake.drafts.retain(|draft| {
                let id = draft.as_ref().ok().and_then(|draft| draft.metadata.get("id"));
                let id = id.map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
                id.is_some_and(|id| freed.contains(&DocumentId(id)))
            });
            let id = id_of(self.home.as_deref(), &file.path, Some(&intake));
            let mut drafts = std::mem::take(&mut intake.drafts);
            self.join_drafts(&mut drafts, &path, &id);
            self.drafts(drafts, &path, &id, true, mark, &mut HashSet::new())?;
        }
        Ok(())
    }

    /// Keeps out of the new generation what is kept out of the old one.
    pub(super) fn keep_out(&mut self, old: &Index) -> Result<()> {
        for (id, hash) in old.ledger()?.forgotten {
            self.writer.forget_as(&id, hash)?;
        }
        Ok(())
    }

    /// Brings documents of the old generation into the new one whose sources
    /// this run did not see: standard input, roots that are missing, files
    /// that cannot be read now.
    pub(super) fn carry_over(&mut self, old: &Index, walk: &Walk) -> Result<()> {
        let there = there(walk);
        let excluded = Excluded::new(&walk.roots, &self.options.exclude);
        for (path, entry) in old.ledger()?.files {
            let absence = self.absence(&path, walk, &excluded).filter(|_| !there.contains(&path));
            match absence {
                Some(Absence::Gone) if self.options.keep_gone => {}
                Some(_) => continue,
                None => {}
            }
            for (id, hash) in entry.documents {
                if self.seen.contains_key(&id) {
                    continue;
                }
                match old.framed(&id.0) {
                    Ok((document, frame)) => {
                        self.measure(&document);
                        self.writer.add(&document, Mark { hash, ..Mark::default() }, &frame)?;
                        self.done(&path, &document.part, Some(&id), Outcome::Kept, &[]);
                    }
                    // Damage is what rebuilds are for: the others go on.
                    Err(error) => self.skipped(&path, &Part::default(), &error.to_string()),
                }
                self.commit_if_due()?;
            }
        }
        Ok(())
    }

    /// Why a file that the walk has not found is not there; none when that
    /// cannot be told.
    fn absence(&self, path: &str, walk: &Walk, excluded: &Excluded) -> Option<Absence> {
        if excluded.has(&name::opened(path)) {
            return Some(Absence::Excluded);
        }
        self.is_known_below(path, walk).then_some(Absence::Gone)
    }

    /// Whether the walk would have seen a file at the path. A file that was
    /// named by itself before may be one that walks leave out.
    fn is_known_below(&self, path: &str, walk: &Walk) -> bool {
        let path = name::opened(path);
        let was_named = self.writer.settings().roots.contains(&path);
        if was_named && !walk.roots.iter().any(|root| root.path == path) {
            return false;
        }
        let walked = walk
            .roots
            .iter()
            .any(|root| root.state == RootState::Walked && path.starts_with(&root.path));
        walked && !walk.unreadable.iter().any(|folder| path.starts_with(folder))
    }
}

/// The paths that are there, readable or not.
fn there(walk: &Walk) -> HashSet<String> {
    let files = walk.files.iter().map(|file| &file.path);
    files
        .chain(walk.skipped.iter().map(|skipped| &skipped.path))
        .map(|path| name::written(path))
        .collect()
}
