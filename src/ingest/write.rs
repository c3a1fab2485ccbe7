//! Documents of a run into the index: what became of each, and commits when
//! enough has gathered. A part of a file is judged by what it says, a file by its
//! bytes.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use super::{Event, Outcome, STDIN, Summary, frames::Framed, run::Run};
use crate::{
    annotate::Annotated,
    catalog::hashes,
    document::{Document, DocumentId, Part, Role},
    error::{Error, Result},
    extract::{BadPart, Loss},
    index::Mark,
    source::{Root, RootState, Walk},
};

/// Commit after so many documents, so many bytes of text, or so long
/// (FAULTS.md, commit protocol).
const COMMIT_DOCUMENTS: u64 = 1_000;
const COMMIT_BYTES: usize = 64 << 20;
const COMMIT_TIME: Duration = Duration::from_secs(10);

impl Run<'_> {
    /// Writes one document.
    pub(super) fn document(
        &mut self,
        (annotated, frame): Framed,
        is_part: bool,
        mark: Mark,
        left: &mut HashSet<DocumentId>,
    ) -> Result<()> {
        let Annotated { document, mut notes, .. } = annotated;
        let (path, part, id) = (document.path.clone(), document.part.clone(), document.id.clone());
        if document.passages.is_empty() && part.record.is_none() {
            let reason = "empty: it has no text".to_owned();
            self.bad_part(&path, &BadPart { part, line: None, reason, loss: Loss::Part }, false);
            return Ok(());
        }
        let mark =
            if is_part { Mark { stamp: 0, hash: content_hash(&document), ..mark } } else { mark };
        left.remove(&id);
        if self.is_forgotten(&id, is_part, mark.hash)? {
            self.done(&path, &part, Some(&id), Outcome::Forgotten, &notes);
            return Ok(());
        }
        let earlier = self.seen.insert(id.clone(), (path.clone(), part.clone()));
        if let Some((other, earlier)) = &earlier {
            let other = if *other == path { "" } else { other };
            notes.push(format!("the id {id} stands twice: this replaces {other}{earlier}"));
        }
        let ledger = self.writer.ledger();
        let owner = ledger.owners.get(&id);
        let has_moved = owner.is_none_or(|owner| self.from.as_ref() == Some(owner));
        if let Some(owner) = owner.filter(|owner| **owner != path && !has_moved) {
            notes.push(format!("the id {id} was that of {owner}: this replaces it"));
        }
        let is_own = ledger.owners.get(&id).is_some_and(|owner| *owner == path);
        let known = ledger.owners.get(&id).and_then(|owner| ledger.files.get(owner));
        // What a part says includes what catalogues say of it.
        let rows = hashes(&document.catalogues);
        let same_rows = is_part || known.is_some_and(|entry| entry.joined == rows);
        let same_offer = known.is_some_and(|entry| entry.mark.offered == mark.offered);
        let outcome = match known.and_then(|entry| entry.documents.get(&id)) {
            _ if earlier.is_some() => Outcome::Changed,
            _ if has_moved && self.from.is_some() => Outcome::Moved,
            Some(hash) if *hash == mark.hash && is_own && same_rows => Outcome::Unchanged,
            Some(_) => Outcome::Changed,
            None => Outcome::Added,
        };
        // A part that says the same may stand at another place now.
        if outcome != Outcome::Unchanged || is_part || !same_offer {
            if self.writer.ledger().forgotten.contains_key(&id) {
                self.writer.remember(&id);
            }
            if outcome != Outcome::Unchanged {
                self.measure(&document);
            }
            self.writer.add(&document, mark, &frame)?;
        }
        self.done(&path, &part, Some(&id), outcome, &notes);
        self.commit_if_due()
    }

    /// Whether the user took a document out that has not changed since; one
    /// whose file has moved stays out as well.
    fn is_forgotten(&mut self, id: &DocumentId, is_part: bool, hash: u64) -> Result<bool> {
        let ledger = self.writer.ledger();
        if ledger.forgotten.get(id) == Some(&hash) {
            return Ok(true);
        }
        if is_part || ledger.owners.contains_key(id) {
            return Ok(false);
        }
        let Some(old) = self.moves.take_forgotten(hash) else { return Ok(false) };
        self.writer.remember(&old);
        self.writer.forget_as(id, hash)?;
        Ok(true)
    }

    /// Counts what the summary says of a written document.
    pub(super) fn measure(&mut self, document: &Document) {
        self.documents += 1;
        self.summary.undated += u64::from(document.year.is_none());
        for passage in &document.passages {
            let length = passage.text.len();
            self.bytes += length;
            self.summary.furniture.1 += length as u64;
            if passage.role == Role::Furniture {
                self.summary.furniture.0 += length as u64;
            }
        }
    }

    /// Commits when enough has gathered; stops when the user asked to.
    pub(super) fn commit_if_due(&mut self) -> Result<()> {
        let due = self.documents - self.safe >= COMMIT_DOCUMENTS
            || self.writer.pending() >= 4 * COMMIT_DOCUMENTS
            || self.bytes >= COMMIT_BYTES
            || (self.writer.pending() > 0 && self.since.elapsed() >= COMMIT_TIME);
        let signal = (self.stop)();
        if due || signal.is_some() {
            self.commit()?;
        }
        match signal {
            Some(signal) => Err(Error::Interrupted {
                signal,
                message: format!("{} committed; run again to continue", self.documents),
            }),
            None => Ok(()),
        }
    }

    /// Makes everything so far safe.
    pub(super) fn commit(&mut self) -> Result<()> {
        if self.writer.pending() > 0 && !self.options.dry_run {
            self.writer.commit()?;
            (self.tell)(&Event::Committed { documents: self.documents });
        }
        self.safe = self.documents;
        self.bytes = 0;
        self.since = Instant::now();
        Ok(())
    }

    /// Commits the rest and closes the index.
    pub(super) fn finish(mut self, walk: &Walk) -> Result<Summary> {
        self.commit()?;
        let walked =
            |root: &&Root| root.state == RootState::Walked && root.path != Path::new(STDIN);
        let roots: Vec<PathBuf> =
            walk.roots.iter().filter(walked).map(|root| root.path.clone()).collect();
        self.writer.finish(&roots)?;
        self.summary.catalogues = self.catalogues.reports();
        for (place, report) in self.summary.catalogues.iter_mut().enumerate() {
            report.is_asked = place < self.options.catalogues.len();
        }
        self.summary.without_row = self.catalogues.without_row();
        Ok(self.summary)
    }
}

/// The hash of what a part says, wherever it stands.
pub(super) fn content_hash(document: &Document) -> u64 {
    let mut said = document.clone();
    said.part = Part::default();
    said.path.clear();
    for passage in &mut said.passages {
        passage.line = 0;
    }
    let text = serde_json::to_string(&said).unwrap_or_default();
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}
