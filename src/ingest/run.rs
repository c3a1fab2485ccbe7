//! One ingest while it runs: files in, documents written, commits made when
//! they are due.
//! Keeps the order of the files, whatever order they were read in.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::{Path, PathBuf},
    time::Instant,
};

use super::{
    Event, IngestOptions, Outcome, STDIN, Summary,
    catalogues::Earlier,
    frames::annotate,
    gone::Absence,
    moves::Moves,
    parallel::parallel,
    read::{Look, Taken},
};
use crate::{
    annotate::Annotator,
    catalog::Catalogues,
    document::{DocumentId, Draft, Part},
    error::Result,
    extract::{BadPart, Loss, Workers},
    furniture::frame::Repeats,
    index::{Mark, Writer},
    intake::{self, Intake},
    source::{RootState, SourceFile, Walk, name},
};

/// Files that are read together, and how many bytes they may have together:
/// memory does not grow with the corpus.
const BATCH_FILES: usize = 256;
const BATCH_BYTES: u64 = 16 << 20;

/// Drafts that are annotated together.
const BATCH_DRAFTS: usize = 256;

/// One ingest while it runs.
pub(super) struct Run<'a> {
    pub(super) options: &'a IngestOptions,
    /// The folder where the index stands.
    pub(super) home: Option<PathBuf>,
    pub(super) annotator: Annotator,
    pub(super) workers: Workers,
    pub(super) catalogues: Catalogues,
    /// What catalogues said that cannot be read now.
    pub(super) earlier: Option<Earlier>,
    pub(super) writer: Writer,
    pub(super) tell: &'a mut dyn FnMut(&Event<'_>),
    pub(super) stop: &'a dyn Fn() -> Option<i32>,
    pub(super) summary: Summary,
    /// Ids written in this run, with where they came from.
    pub(super) seen: HashMap<DocumentId, (String, Part)>,
    /// Files that the index knows and this run does not see.
    pub(super) absent: BTreeMap<String, Absence>,
    pub(super) moves: Moves,
    /// Where the file in hand was before.
    pub(super) from: Option<String>,
    /// What of the file in hand could not be read.
    pub(super) bad: Vec<BadPart>,
    /// What groups of files repeat, as far as is known.
    pub(super) repeats: Repeats,
    /// Whether the index was asked for it.
    pub(super) has_counted: bool,
    pub(super) bytes: usize,
    pub(super) since: Instant,
    pub(super) documents: u64,
    /// How many of them were committed.
    pub(super) safe: u64,
}

impl<'a> Run<'a> {
    /// A run at its beginning.
    pub(super) fn new(
        options: &'a IngestOptions,
        annotator: Annotator,
        writer: Writer,
        tell: &'a mut dyn FnMut(&Event<'_>),
        stop: &'a dyn Fn() -> Option<i32>,
    ) -> Self {
        Self {
            home: home_of(&options.index),
            options,
            workers: Workers::new(options.program.clone()),
            catalogues: Catalogues::default(),
            earlier: None,
            annotator,
            writer,
            tell,
            stop,
            summary: Summary::default(),
            seen: HashMap::new(),
            absent: BTreeMap::new(),
            moves: Moves::default(),
            from: None,
            bad: Vec::new(),
            repeats: Repeats::default(),
            has_counted: false,
            bytes: 0,
            since: Instant::now(),
            documents: 0,
            safe: 0,
        }
    }
}

impl Run<'_> {
    /// Reports what the walk could not read.
    pub(super) fn report_unreadable(&mut self, walk: &Walk) {
        let whole = &Part::default();
        for root in &walk.roots {
            let path = name::written(&root.given);
            match &root.state {
                RootState::Missing => self.skipped(&path, whole, "no such file or folder"),
                RootState::Unreadable(reason) => self.skipped(&path, whole, reason),
                RootState::Empty => self.skipped(&path, whole, "the folder has no files"),
                RootState::Walked => {}
            }
        }
        for skipped in &walk.skipped {
            self.skipped(&name::written(&skipped.path), whole, &skipped.reason);
        }
    }

    /// Tells what became of a file or record, and counts it.
    pub(super) fn done(
        &mut self,
        path: &str,
        part: &Part,
        id: Option<&DocumentId>,
        outcome: Outcome,
        notes: &[String],
    ) {
        let counter = match outcome {
            Outcome::Added => &mut self.summary.added,
            Outcome::Changed => &mut self.summary.changed,
            Outcome::Unchanged => &mut self.summary.unchanged,
            Outcome::Moved => &mut self.summary.moved,
            Outcome::Gone => &mut self.summary.gone,
            Outcome::Excluded => &mut self.summary.excluded,
            Outcome::Kept => &mut self.summary.kept,
            Outcome::Forgotten => &mut self.summary.forgotten,
            Outcome::Skipped => &mut 0,
        };
        *counter += 1;
        let from = self.from.as_deref().filter(|_| outcome == Outcome::Moved);
        let (reason, as_before) = (None, false);
        (self.tell)(&Event::Done { path, part, id, outcome, from, reason, as_before, notes });
    }

    /// Ingests files in batches.
    pub(super) fn files(&mut self, files: &[SourceFile]) -> Result<()> {
        let mut rest = files;
        while !rest.is_empty() {
            let mut bytes = 0;
            let fits = |file: &&SourceFile| {
                bytes += file.size;
                bytes <= BATCH_BYTES
            };
            let count = rest.iter().take(BATCH_FILES).take_while(fits).count().max(1);
            let (batch, after) = rest.split_at(count);
            self.batch(batch)?;
            rest = after;
        }
        Ok(())
    }

    /// Reads a batch of files, and writes their documents in order.
    fn batch(&mut self, files: &[SourceFile]) -> Result<()> {
        let mut open = Vec::new();
        for file in files {
            let path = name::written(&file.path);
            let same = |mark: &Mark| file.stamp != 0 && mark.stamp == file.stamp;
            let offered = self.catalogues.offered(&path);
            if !self.stands(&path, offered, same) && !self.moved_unread(file, &path)? {
                open.push((file, path, offered));
            }
        }
        let mut looks = self.reading().looks(open);
        for look in &mut looks {
            if let Look::New(taken) = look {
                self.join(taken);
            }
        }
        let taken = looks.iter().filter_map(|look| match look {
            Look::New(taken) => Some(taken),
            Look::Same(..) | Look::Moved(..) => None,
        });
        self.guess(taken)?;
        for look in looks {
            match look {
                Look::Same(path, hash, offered) => {
                    self.stands(&path, offered, |mark| mark.hash == hash);
                }
                Look::Moved(file, path, hash) => self.moved(file, path, hash)?,
                Look::New(taken) => self.take(taken)?,
            }
        }
        Ok(())
    }

    /// Reports the documents of a file that has not changed.
    pub(super) fn unchanged(&mut self, path: &str) {
        let Some(entry) = self.writer.ledger().files.get(path) else { return };
        self.catalogues.unchanged(path, &entry.joined);
        let count = entry.documents.len();
        if count > 0 {
            self.done(path, &Part::default(), None, Outcome::Unchanged, &[]);
            self.summary.unchanged += count as u64 - 1;
        }
    }

    /// Writes the documents of one file.
    pub(super) fn take(&mut self, taken: Taken<'_>) -> Result<()> {
        let Taken { file, path, id, hash, intake, offered } = taken;
        let intake = match intake {
            Ok(intake) => intake,
            Err(reason) => return self.failed(&path, file.stamp, hash, &reason),
        };
        let mark = Mark { stamp: file.stamp, hash: intake.hash, offered };
        let mut left: HashSet<DocumentId> = self
            .writer
            .ledger()
            .files
            .get(&path)
            // What came through standard input before is not replaced by it.
            .filter(|_| path != STDIN)
            .map(|entry| entry.documents.keys().cloned().collect())
            .unwrap_or_default();
        let names_itself = |draft: &Draft| draft.metadata.contains_key("id");
        // The file has a row of its own where its documents may belong to
        // another file later; without a mark until all of it is in.
        let has_row =
            path != STDIN && (intake.has_parts || intake.drafts.iter().flatten().any(names_itself));
        if has_row {
            self.writer.add_file(&path, Mark::default())?;
        }
        let mut drafts = intake.drafts.into_iter().peekable();
        while drafts.peek().is_some() {
            let batch: Vec<_> = drafts.by_ref().take(BATCH_DRAFTS).collect();
            self.drafts(batch, &path, &id, intake.has_parts, mark, &mut left)?;
        }
        let bad = std::mem::take(&mut self.bad);
        // What is not known to be gone stays.
        if bad.iter().any(|bad| bad.loss == Loss::Rest) {
            left.clear();
        }
        // Without a mark the file is read again.
        let is_settled = self.remember(&path, mark, bad)?;
        if has_row {
            self.writer.add_file(&path, if is_settled { mark } else { Mark::default() })?;
        }
        for id in left {
            // A record that an earlier file of this run has moved there.
            if self.seen.contains_key(&id) {
                continue;
            }
            self.writer.remove(&id);
            self.done(&path, &Part::default(), Some(&id), Outcome::Gone, &[]);
        }
        self.commit_if_due()
    }

    /// Annotates drafts together and writes them in order.
    pub(super) fn drafts(
        &mut self,
        drafts: Vec<std::result::Result<Draft, BadPart>>,
        path: &str,
        id: &DocumentId,
        has_parts: bool,
        mark: Mark,
        left: &mut HashSet<DocumentId>,
    ) -> Result<()> {
        let vocabulary = self.writer.vocabulary();
        let tools = (&self.annotator, &*vocabulary);
        let framed = parallel(drafts, |draft| {
            Ok::<_, BadPart>(annotate(draft?, path, id, &self.repeats, tools))
        });
        for one in framed {
            match one {
                Ok(framed) => self.document(framed, has_parts, mark, left)?,
                Err(bad) => {
                    left.remove(&intake::part_id(id, &bad.part));
                    self.bad_part(path, &bad, false);
                }
            }
        }
        Ok(())
    }
}

/// The folder where the index stands.
pub(super) fn home_of(index: &Path) -> Option<PathBuf> {
    std::path::absolute(index).ok()?.parent()?.canonicalize().ok()
}

/// The id of a file: a hash of its path, as seen from where the index folder
/// stands, so that a folder with its index can move; of the content of
/// standard input.
pub(super) fn id_of(home: Option<&Path>, path: &Path, intake: Option<&Intake>) -> DocumentId {
    if path == Path::new(STDIN) {
        let hash = intake.map_or(0, |intake| intake.hash);
        return intake::file_id(&format!("-{hash:x}"));
    }
    let seen = home.and_then(|home| path.strip_prefix(home).ok());
    intake::file_id(&name::written(seen.unwrap_or(path)))
}
