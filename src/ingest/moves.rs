//! Files that are not where they were: a file that is gone at one path and
//! new at another with the same content has moved, and its document is
//! written under the new path without being made anew. Never takes a copy
//! for a move: the old file must be gone.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    path::Path,
};

use super::{
    Event, Outcome, STDIN,
    run::{Run, id_of},
};
use crate::{
    annotate::year,
    document::{DocumentId, Part, Provenance},
    error::Result,
    index::{Ledger, Mark},
    intake,
    source::{SourceFile, Walk},
};

/// What can have moved in a run.
#[derive(Default)]
pub(super) struct Moves {
    /// Paths of files that are gone, by the hash of their bytes.
    by_hash: HashMap<u64, BTreeSet<String>>,
    /// The same by stamp: a folder that is renamed changes no file in it.
    by_stamp: HashMap<u64, String>,
    /// Documents that the user took out and whose files are not there, by the
    /// hash of their bytes.
    forgotten: HashMap<u64, DocumentId>,
    /// The old paths of those that have moved.
    pub(super) done: HashSet<String>,
}

impl Moves {
    /// The moves that the files which are gone allow.
    pub(super) fn new<'a>(ledger: &Ledger, gone: impl Iterator<Item = &'a String>) -> Self {
        let mut moves = Self::default();
        for path in gone.filter(|path| *path != STDIN) {
            let Some(entry) = ledger.files.get(path) else { continue };
            // A file that was not read to its end has no mark.
            if entry.mark.hash != 0 && !entry.documents.is_empty() {
                moves.by_hash.entry(entry.mark.hash).or_default().insert(path.clone());
                moves.by_stamp.insert(entry.mark.stamp, path.clone());
            }
        }
        moves.by_stamp.remove(&0);
        moves
    }

    /// Notes what was taken out and is not there any more.
    pub(super) fn note_forgotten(&mut self, home: Option<&Path>, ledger: &Ledger, walk: &Walk) {
        if ledger.forgotten.is_empty() {
            return;
        }
        let there: HashSet<DocumentId> =
            walk.files.iter().map(|file| id_of(home, &file.path, None)).collect();
        let lost = ledger.forgotten.iter().filter(|(id, _)| !there.contains(*id));
        self.forgotten = lost.map(|(id, hash)| (*hash, id.clone())).collect();
    }

    /// Whether a file with such bytes is gone.
    pub(super) fn has(&self, hash: u64) -> bool {
        self.by_hash.contains_key(&hash)
    }

    /// The old path of a file with such bytes, the one with the same name
    /// before others; each only once.
    fn claim(&mut self, path: &str, hash: u64) -> Option<String> {
        let known = self.by_hash.get_mut(&hash)?;
        let name = |path: &str| path.rsplit('/').next().map(str::to_owned);
        let same = known.iter().find(|old| name(old) == name(path)).cloned();
        let old = same.or_else(|| known.first().cloned())?;
        known.remove(&old);
        self.done.insert(old.clone());
        Some(old)
    }

    /// Gives a claimed path back.
    fn give_back(&mut self, path: String, hash: u64) {
        self.done.remove(&path);
        self.by_hash.entry(hash).or_default().insert(path);
    }

    /// The document that the user took out while its file was elsewhere.
    pub(super) fn take_forgotten(&mut self, hash: u64) -> Option<DocumentId> {
        self.forgotten.remove(&hash)
    }
}

impl Run<'_> {
    /// Moves the document of a file that has the stamp of one that is gone;
    /// false when it must be read.
    pub(super) fn moved_unread(&mut self, file: &SourceFile, path: &str) -> Result<bool> {
        let Some(old) = self.moves.by_stamp.get(&file.stamp).cloned() else { return Ok(false) };
        if self.moves.done.contains(&old) || self.writer.ledger().files.contains_key(path) {
            return Ok(false);
        }
        let hash = self.writer.ledger().files[&old].mark.hash;
        let Some(known) = self.moves.by_hash.get_mut(&hash) else { return Ok(false) };
        known.remove(&old);
        self.moves.done.insert(old.clone());
        if self.relocate(file, path, &old)? {
            return Ok(true);
        }
        self.moves.give_back(old, hash);
        Ok(false)
    }

    /// Takes a new file that has the bytes of one that is gone: moves its
    /// document, or makes it anew where its path says something of it.
    pub(super) fn moved(&mut self, file: &SourceFile, path: String, hash: u64) -> Result<()> {
        let old = self.moves.claim(&path, hash);
        if let Some(old) = &old
            && self.relocate(file, &path, old)?
        {
            return Ok(());
        }
        let (read, offered) = (intake::read(&file.path), self.catalogues.offered(&path));
        let mut taken = self.reading().drafts(file, path, offered, read);
        self.from = old;
        self.join(&mut taken);
        let outcome = self.take(taken);
        self.from = None;
        outcome
    }

    /// Writes the stored document of a file under its new path; false where
    /// that would not be what reading the file would give.
    fn relocate(&mut self, file: &SourceFile, path: &str, old: &str) -> Result<bool> {
        let ledger = self.writer.ledger();
        let Some(entry) = ledger.files.get(old).filter(|entry| !entry.has_parts) else {
            return Ok(false);
        };
        let ending = |path: &str| Path::new(path).extension().map(std::ffi::OsStr::to_owned);
        let id = id_of(self.home.as_deref(), &file.path, None);
        let is_plain = entry.documents.len() == 1
            && ending(path) == ending(old)
            // What catalogues say goes by the path.
            && self.earlier.is_none()
            && (entry.mark.offered, self.catalogues.offered(path)) == (0, 0)
            && entry.joined.is_empty()
            && self.options.format.is_none()
            && !ledger.failed.contains_key(old)
            && !ledger.forgotten.contains_key(&id);
        let (hash, known) = (entry.mark.hash, entry.documents.keys().next().cloned());
        let Some(known) = known.filter(|_| is_plain) else { return Ok(false) };
        let Some((mut document, mut frame)) = self.writer.stored(&known)? else {
            return Ok(false);
        };
        let stated = document.year.as_ref().is_some_and(|it| it.source == Provenance::Metadata);
        if document.title_source == Provenance::FileName
            || !stated && !year::is_same_in_paths(old, path, self.options.today)
        {
            return Ok(false);
        }
        (document.id, document.path) = (id, path.to_owned());
        frame.group = intake::group(path, &document.part, document.url.as_deref());
        let (id, part) = (document.id.clone(), Part::default());
        self.writer.add(&document, Mark { stamp: file.stamp, hash, offered: 0 }, &frame)?;
        self.seen.insert(id.clone(), (path.to_owned(), part.clone()));
        self.documents += 1;
        self.summary.moved += 1;
        let (outcome, notes) = (Outcome::Moved, &[]);
        (self.tell)(&Event::Done {
            path,
            part: &part,
            id: Some(&id),
            outcome,
            from: Some(old),
            reason: None,
            as_before: false,
            notes,
        });
        self.commit_if_due()?;
        Ok(true)
    }
}
