//! One ingest while it runs: files in, documents written, commits made when
//! they are due.
//! Keeps the order of the files, whatever order they were read in.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    time::Instant,
};

use super::{
    Event, IngestOptions, Outcome, STDIN, Summary, catalogues::Earlier, parallel::parallel,
};
use crate::{
    annotate::{Annotator, Origin},
    catalog::Catalogues,
    document::{DocumentId, Draft, Part},
    error::Result,
    extract::{BadPart, Loss, Workers},
    index::{Ledger, Mark, Writer},
    intake::{self, Bytes, Intake},
    source::{Format, RootState, SourceFile, Walk, name},
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
    pub(super) bytes: usize,
    pub(super) since: Instant,
    pub(super) documents: u64,
    /// How many of them were committed.
    pub(super) safe: u64,
}

/// One file that was read, and where its documents go.
struct Taken<'a> {
    file: &'a SourceFile,
    path: String,
    id: DocumentId,
    intake: std::result::Result<Intake, String>,
    /// What catalogues have for it.
    offered: u64,
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

    /// Reports a part that cannot be a document.
    fn bad_part(&mut self, path: &str, bad: &BadPart) {
        let BadPart { part, line, reason, .. } = bad;
        let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
        self.skipped(path, part, &format!("{line}{reason}"));
    }

    /// Reports a file or a part of one that is skipped.
    pub(super) fn skipped(&mut self, path: &str, part: &Part, reason: &str) {
        self.summary.skipped.push((format!("{path}{part}"), reason.to_owned()));
        self.done(path, part, None, Outcome::Skipped, Some(reason), &[]);
    }

    /// Tells what became of a file or record, and counts it.
    pub(super) fn done(
        &mut self,
        path: &str,
        part: &Part,
        id: Option<&DocumentId>,
        outcome: Outcome,
        reason: Option<&str>,
        notes: &[String],
    ) {
        let counter = match outcome {
            Outcome::Added => &mut self.summary.added,
            Outcome::Changed => &mut self.summary.changed,
            Outcome::Unchanged => &mut self.summary.unchanged,
            Outcome::Gone => &mut self.summary.gone,
            Outcome::Kept => &mut self.summary.kept,
            Outcome::Forgotten => &mut self.summary.forgotten,
            Outcome::Skipped => &mut 0,
        };
        *counter += 1;
        (self.tell)(&Event::Done { path, part, id, outcome, reason, notes });
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
            let known = self.writer.ledger().files.get(&path);
            let offered = self.catalogues.offered(&path);
            let same = known.is_some_and(|known| {
                let Mark { stamp, offered: before, .. } = known.mark;
                file.stamp != 0 && stamp == file.stamp && before == offered
            });
            if same {
                self.unchanged(&path);
            } else {
                open.push((file, path, offered));
            }
        }
        let ledger = self.writer.ledger();
        let format = self.options.format;
        let (home, workers) = (self.home.as_deref(), &self.workers);
        let read = parallel(open, |(file, path, offered)| {
            let intake = match intake::read(&file.path) {
                Ok(bytes) if is_same(ledger, &path, &bytes, offered) => {
                    let bad = bad_parts(ledger, &path, file, bytes, format, workers);
                    return (path, Err(bad));
                }
                Ok(bytes) => intake::drafts(&file.path, bytes, format, workers),
                Err(reason) => Err(reason),
            };
            let id = id_of(home, file, intake.as_ref().ok());
            (path.clone(), Ok(Taken { file, path, id, intake, offered }))
        });
        for (path, taken) in read {
            match taken {
                Ok(taken) => self.take(taken)?,
                Err(bad) => {
                    self.unchanged(&path);
                    bad.iter().for_each(|bad| self.bad_part(&path, bad));
                }
            }
        }
        Ok(())
    }

    /// Reports the documents of a file that has not changed.
    fn unchanged(&mut self, path: &str) {
        let Some(entry) = self.writer.ledger().files.get(path) else { return };
        self.catalogues.unchanged(path, &entry.joined);
        let count = entry.documents.len();
        let id = None;
        self.summary.unchanged += count as u64;
        if count > 0 {
            let (outcome, reason) = (Outcome::Unchanged, None);
            let part = &Part::default();
            (self.tell)(&Event::Done { path, part, id, outcome, reason, notes: &[] });
        }
    }

    /// Writes the documents of one file.
    fn take(&mut self, taken: Taken<'_>) -> Result<()> {
        let Taken { file, path, id, intake, offered } = taken;
        let intake = match intake {
            Ok(intake) => intake,
            Err(reason) => {
                self.skipped(&path, &Part::default(), &reason);
                return Ok(());
            }
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
        let lost = |which: fn(Loss) -> bool| {
            intake.drafts.iter().any(|draft| draft.as_ref().is_err_and(|bad| which(bad.loss)))
        };
        let is_whole = !lost(|loss| loss != Loss::Kinds);
        let is_known = !lost(|loss| loss == Loss::Rest);
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
        // What cannot be read deletes nothing, and is told every time: without
        // a stamp the file is looked at again.
        let mark = if is_whole { mark } else { Mark { stamp: 0, ..mark } };
        if !is_known {
            left.clear();
        }
        if has_row {
            self.writer.add_file(&path, mark)?;
        }
        for id in left {
            // A record that an earlier file of this run has moved there.
            if self.seen.contains_key(&id) {
                continue;
            }
            self.writer.remove(&id);
            self.done(&path, &Part::default(), Some(&id), Outcome::Gone, None, &[]);
        }
        self.commit_if_due()
    }

    /// Annotates drafts together and writes them in order.
    pub(super) fn drafts(
        &mut self,
        mut drafts: Vec<std::result::Result<Draft, BadPart>>,
        path: &str,
        id: &DocumentId,
        has_parts: bool,
        mark: Mark,
        left: &mut HashSet<DocumentId>,
    ) -> Result<()> {
        for draft in drafts.iter_mut().flatten() {
            let id = intake::part_id(id, &draft.part);
            self.catalogues.join(draft, path, &id);
            if let Some(earlier) = &self.earlier {
                earlier.join(draft, &id);
            }
        }
        let vocabulary = self.writer.vocabulary();
        let annotator = &self.annotator;
        let annotated = parallel(drafts, |draft| {
            let draft = draft?;
            let id = intake::part_id(id, &draft.part);
            Ok::<_, BadPart>(annotator.annotate(draft, &Origin { path, id }, &vocabulary))
        });
        for one in annotated {
            match one {
                Ok(annotated) => self.document(annotated, has_parts, mark, left)?,
                Err(bad) => {
                    left.remove(&intake::part_id(id, &bad.part));
                    self.bad_part(path, &bad);
                }
            }
        }
        Ok(())
    }
}

/// Whether the bytes of a file are those that the index has.
fn is_same(ledger: &Ledger, path: &str, bytes: &Bytes, offered: u64) -> bool {
    let known = ledger.files.get(path).map(|known| known.mark);
    path != STDIN && known.is_some_and(|mark| (mark.hash, mark.offered) == (bytes.hash, offered))
}

/// The bad parts of an unchanged file that may have some.
fn bad_parts(
    ledger: &Ledger,
    path: &str,
    file: &SourceFile,
    bytes: Bytes,
    format: Option<Format>,
    workers: &Workers,
) -> Vec<BadPart> {
    let known = ledger.files.get(path);
    if !known.is_some_and(|known| known.has_parts && known.mark.stamp == 0) {
        return Vec::new();
    }
    let intake = intake::drafts(&file.path, bytes, format, workers);
    let drafts = intake.map(|intake| intake.drafts).unwrap_or_default();
    drafts.into_iter().filter_map(std::result::Result::err).collect()
}

/// The folder where the index stands.
pub(super) fn home_of(index: &Path) -> Option<PathBuf> {
    std::path::absolute(index).ok()?.parent()?.canonicalize().ok()
}

/// The id of a file: a hash of its path, as seen from where the index folder
/// stands, so that a folder with its index can move; of the content of
/// standard input.
pub(super) fn id_of(home: Option<&Path>, file: &SourceFile, intake: Option<&Intake>) -> DocumentId {
    if file.path == Path::new(STDIN) {
        let hash = intake.map_or(0, |intake| intake.hash);
        return intake::file_id(&format!("-{hash:x}"));
    }
    let seen = home.and_then(|home| file.path.strip_prefix(home).ok());
    intake::file_id(&name::written(seen.unwrap_or(&file.path)))
}
