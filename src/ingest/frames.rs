//! What the files of a folder or site repeat around their text, during an
//! ingest: guessed from the index and the files in hand, and set right in
//! the end, when all that there is has been counted. So the order of files
//! and the size of batches change nothing.

use std::collections::HashMap;

use super::{
    parallel::parallel,
    read::Taken,
    run::{Run, id_of},
    write::content_hash,
};
use crate::{
    annotate::{Annotated, Annotator, Origin},
    document::{DocumentId, Draft},
    error::{Error, Result},
    furniture::frame::{Frame, Repeats, counted, mark},
    index::Mark,
    intake,
    source::name,
    topic::Vocabulary,
};

/// Files that are made anew together, and after how many of them a commit
/// comes.
const BATCH: usize = 64;
const COMMIT: usize = 16 * BATCH;

/// A document with the frame that is counted.
pub(super) type Framed = (Annotated, Frame);

/// Turns a draft into a document, its frame marked.
pub(super) fn annotate(
    mut draft: Draft,
    path: &str,
    id: &DocumentId,
    repeats: &Repeats,
    (annotator, vocabulary): (&Annotator, &Vocabulary),
) -> Framed {
    let group = intake::group_of(path, &draft);
    let frame = Frame::new(group, &draft.blocks, repeats.of(group));
    mark(&mut draft.blocks, repeats.of(group));
    let id = intake::part_id(id, &draft.part);
    (annotator.annotate(draft, &Origin { path, id }, vocabulary), frame)
}

impl Run<'_> {
    /// Guesses what groups repeat from the files in hand.
    pub(super) fn guess<'a>(&mut self, files: impl Iterator<Item = &'a Taken<'a>>) -> Result<()> {
        let mut groups: HashMap<u64, Vec<Vec<u64>>> = HashMap::new();
        for taken in files {
            let drafts = taken.intake.iter().flat_map(|intake| &intake.drafts).flatten();
            for draft in drafts {
                let group = intake::group_of(&taken.path, draft);
                groups.entry(group).or_default().push(counted(&draft.blocks));
            }
        }
        if groups.is_empty() {
            return Ok(());
        }
        if !std::mem::replace(&mut self.has_counted, true) {
            self.repeats = self.writer.repeats()?;
        }
        self.repeats.extend(Repeats::of_groups(groups));
        Ok(())
    }

    /// Makes the documents anew that were written when less was known, or
    /// more, of what their groups repeat.
    pub(super) fn settle(&mut self) -> Result<()> {
        if self.options.dry_run {
            return Ok(());
        }
        self.commit()?;
        if self.writer.has_written() {
            self.writer.refresh()?;
        }
        let repeats = self.writer.repeats()?;
        let outdated: Vec<String> = self.writer.outdated(&repeats)?.into_iter().collect();
        self.repeats = repeats;
        for batch in outdated.chunks(COMMIT) {
            batch.chunks(BATCH).try_for_each(|batch| self.settle_files(batch))?;
            self.writer.commit()?;
            if let Some(signal) = (self.stop)() {
                let message = "all is committed; run again to continue".to_owned();
                return Err(Error::Interrupted { signal, message });
            }
        }
        Ok(())
    }

    /// Makes the documents of some files anew; those of a file that is not
    /// as the index has it stay.
    fn settle_files(&mut self, paths: &[String]) -> Result<()> {
        let (ledger, workers, format) = (self.writer.ledger(), &self.workers, self.options.format);
        let read = parallel(paths.iter().collect(), |path: &String| {
            let known = ledger.files.get(path)?;
            let file = name::opened(path);
            let bytes = intake::read(&file).ok().filter(|read| read.hash == known.mark.hash)?;
            let intake = intake::drafts(&file, bytes, format, workers).ok()?;
            Some((path, known.mark, intake))
        });
        let mut open = Vec::new();
        for (path, mark, mut intake) in read.into_iter().flatten() {
            let id = id_of(self.home.as_deref(), &name::opened(path), None);
            self.join_drafts(&mut intake.drafts, path, &id);
            let drafts = intake.drafts.into_iter().flatten();
            open.extend(drafts.map(|draft| (path, id.clone(), mark, intake.has_parts, draft)));
        }
        let vocabulary = self.writer.vocabulary();
        let tools = (&self.annotator, &*vocabulary);
        let framed = parallel(open, |(path, id, mark, has_parts, draft)| {
            let framed = annotate(draft, path, &id, &self.repeats, tools);
            (path, mark, has_parts, framed)
        });
        for (path, mark, has_parts, (Annotated { document, .. }, frame)) in framed {
            if self.writer.ledger().owners.get(&document.id) != Some(path) {
                continue;
            }
            let part = Mark { stamp: 0, hash: content_hash(&document), ..mark };
            self.writer.add(&document, if has_parts { part } else { mark }, &frame)?;
        }
        Ok(())
    }
}
