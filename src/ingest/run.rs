//! One ingest while it runs: files in, documents written, commits made when
//! they are due.
//! Keeps the order of the files, whatever order they were read in.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use super::{Event, IngestOptions, Outcome, STDIN, Summary, parallel::parallel};
use crate::{
    annotate::{Annotated, Annotator, Origin},
    document::{Document, DocumentId, Draft, Role},
    error::{Error, Result},
    extract::BadRecord,
    index::{Ledger, Mark, Writer},
    intake::{self, Bytes, Intake},
    source::{Root, RootState, SourceFile, Walk, name},
};

/// Commit after so many documents, so many bytes of text, or so long
/// (FAULTS.md, commit protocol).
const COMMIT_DOCUMENTS: u64 = 1_000;
const COMMIT_BYTES: usize = 64 << 20;
const COMMIT_TIME: Duration = Duration::from_secs(10);

/// Files that are read together, and how many bytes they may have together:
/// memory does not grow with the corpus.
const BATCH_FILES: usize = 256;
const BATCH_BYTES: u64 = 16 << 20;

/// Drafts that are annotated together.
const BATCH_DRAFTS: usize = 256;

/// One ingest while it runs.
pub(super) struct Run<'a> {
    pub(super) options: &'a IngestOptions,
    annotator: Annotator,
    pub(super) writer: Writer,
    tell: &'a mut dyn FnMut(&Event<'_>),
    stop: &'a dyn Fn() -> Option<i32>,
    summary: Summary,
    /// Ids written in this run, with where they came from.
    pub(super) seen: HashMap<DocumentId, (String, Option<u64>)>,
    bytes: usize,
    since: Instant,
    documents: u64,
}

/// One file that was read, and where its documents go.
struct Taken<'a> {
    file: &'a SourceFile,
    path: String,
    id: DocumentId,
    intake: std::result::Result<Intake, String>,
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
            options,
            annotator,
            writer,
            tell,
            stop,
            summary: Summary::default(),
            seen: HashMap::new(),
            bytes: 0,
            since: Instant::now(),
            documents: 0,
        }
    }
}

impl Run<'_> {
    /// Reports what the walk could not read.
    pub(super) fn report_unreadable(&mut self, walk: &Walk) {
        for root in &walk.roots {
            let path = name::written(&root.given);
            match &root.state {
                RootState::Missing => self.skipped(&path, None, "no such file or folder"),
                RootState::Unreadable(reason) => self.skipped(&path, None, reason),
                RootState::Empty => self.skipped(&path, None, "the folder has no files"),
                RootState::Walked => {}
            }
        }
        for skipped in &walk.skipped {
            self.skipped(&name::written(&skipped.path), None, &skipped.reason);
        }
    }

    /// Reports a file or record that is skipped.
    fn skipped(&mut self, path: &str, record: Option<u64>, reason: &str) {
        let shown = record.map_or_else(|| path.to_owned(), |record| format!("{path}#{record}"));
        self.summary.skipped.push((shown, reason.to_owned()));
        self.done(path, record, None, Outcome::Skipped, Some(reason), &[]);
    }

    /// Tells what became of a file or record, and counts it.
    pub(super) fn done(
        &mut self,
        path: &str,
        record: Option<u64>,
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
        (self.tell)(&Event::Done { path, record, id, outcome, reason, notes });
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
            let same = known.is_some_and(|known| file.stamp != 0 && known.mark.stamp == file.stamp);
            if same {
                self.unchanged(&path);
            } else {
                open.push((file, path));
            }
        }
        let ledger = self.writer.ledger();
        let format = self.options.format;
        let base = self.options.index.as_path();
        let read = parallel(open, |(file, path)| {
            let intake = match intake::read(&file.path) {
                Ok(bytes) if is_same(ledger, &path, &bytes) => return (path, None),
                Ok(bytes) => intake::drafts(&file.path, bytes, format),
                Err(reason) => Err(reason),
            };
            let id = id_of(base, file, intake.as_ref().ok());
            (path.clone(), Some(Taken { file, path, id, intake }))
        });
        for (path, taken) in read {
            match taken {
                Some(taken) => self.take(taken)?,
                None => self.unchanged(&path),
            }
        }
        Ok(())
    }

    /// Reports the documents of a file that has not changed.
    fn unchanged(&mut self, path: &str) {
        let documents = self.writer.ledger().files.get(path).map(|entry| entry.documents.len());
        let count = documents.unwrap_or_default();
        let id = None;
        for _ in 0..count {
            self.summary.unchanged += 1;
        }
        if count > 0 {
            let (outcome, reason) = (Outcome::Unchanged, None);
            (self.tell)(&Event::Done { path, record: None, id, outcome, reason, notes: &[] });
        }
    }

    /// Writes the documents of one file.
    fn take(&mut self, taken: Taken<'_>) -> Result<()> {
        let Taken { file, path, id, intake } = taken;
        let intake = match intake {
            Ok(intake) => intake,
            Err(reason) => {
                self.skipped(&path, None, &reason);
                return Ok(());
            }
        };
        let mark = Mark { stamp: file.stamp, hash: intake.hash };
        let mut left: HashSet<DocumentId> = self
            .writer
            .ledger()
            .files
            .get(&path)
            // What came through standard input before is not replaced by it.
            .filter(|_| path != STDIN)
            .map(|entry| entry.documents.keys().cloned().collect())
            .unwrap_or_default();
        let mut drafts = intake.drafts.into_iter().peekable();
        while drafts.peek().is_some() {
            let batch: Vec<_> = drafts.by_ref().take(BATCH_DRAFTS).collect();
            self.drafts(batch, &path, &id, intake.is_records, mark, &mut left)?;
        }
        if intake.is_records && path != STDIN {
            self.writer.add_file(&path, mark)?;
        }
        for id in left {
            // A record that an earlier file of this run has moved there.
            if self.seen.contains_key(&id) {
                continue;
            }
            self.writer.remove(&id);
            self.done(&path, None, Some(&id), Outcome::Gone, None, &[]);
        }
        self.commit_if_due()
    }

    /// Annotates drafts together and writes them in order.
    pub(super) fn drafts(
        &mut self,
        drafts: Vec<std::result::Result<Draft, BadRecord>>,
        path: &str,
        id: &DocumentId,
        is_records: bool,
        mark: Mark,
        left: &mut HashSet<DocumentId>,
    ) -> Result<()> {
        let vocabulary = self.writer.vocabulary();
        let annotator = &self.annotator;
        let annotated = parallel(drafts, |draft| {
            let draft = draft?;
            let id = match draft.record {
                Some(record) => DocumentId(format!("{id}-{record}")),
                None => id.clone(),
            };
            Ok(annotator.annotate(draft, &Origin { path, id }, &vocabulary))
        });
        for one in annotated {
            match one {
                Ok(annotated) => self.document(annotated, is_records, mark, left)?,
                Err(BadRecord { record, line, reason }) => {
                    self.skipped(path, Some(record), &format!("line {line}: {reason}"));
                }
            }
        }
        Ok(())
    }

    /// Writes one document.
    fn document(
        &mut self,
        annotated: Annotated,
        is_record: bool,
        mark: Mark,
        left: &mut HashSet<DocumentId>,
    ) -> Result<()> {
        let Annotated { document, mut notes } = annotated;
        let (path, record, id) = (document.path.clone(), document.record, document.id.clone());
        if document.passages.is_empty() && !is_record {
            self.skipped(&path, record, "empty: it has no text");
            return Ok(());
        }
        let mark = if is_record { Mark { stamp: 0, hash: content_hash(&document) } } else { mark };
        left.remove(&id);
        if self.writer.ledger().forgotten.get(&id) == Some(&mark.hash) {
            self.done(&path, record, Some(&id), Outcome::Forgotten, None, &notes);
            return Ok(());
        }
        let earlier = self.seen.insert(id.clone(), (path.clone(), record));
        if let Some((other, number)) = &earlier {
            let number = number.map(|number| format!(" record {number}")).unwrap_or_default();
            let other = if *other == path { String::new() } else { format!(" {other}") };
            notes.push(format!("the id {id} stands twice: this replaces{other}{number}"));
        }
        let ledger = self.writer.ledger();
        if let Some(owner) = ledger.owners.get(&id).filter(|owner| **owner != path) {
            notes.push(format!("the id {id} was that of {owner}: this replaces it"));
        }
        let known = ledger.owners.get(&id).and_then(|owner| ledger.files.get(owner));
        let outcome = match known.and_then(|entry| entry.documents.get(&id)) {
            _ if earlier.is_some() => Outcome::Changed,
            Some(hash) if *hash == mark.hash => Outcome::Unchanged,
            Some(_) => Outcome::Changed,
            None => Outcome::Added,
        };
        // A record that says the same may stand on another line now.
        if outcome != Outcome::Unchanged || is_record {
            if self.writer.ledger().forgotten.contains_key(&id) {
                self.writer.remember(&id);
            }
            if outcome != Outcome::Unchanged {
                self.measure(&document);
            }
            self.writer.add(&document, mark)?;
        }
        self.done(&path, record, Some(&id), outcome, None, &notes);
        self.commit_if_due()
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
        let due = self.writer.pending() >= COMMIT_DOCUMENTS
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
    fn commit(&mut self) -> Result<()> {
        if self.writer.pending() > 0 {
            self.writer.commit()?;
            (self.tell)(&Event::Committed { documents: self.documents });
        }
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
        Ok(self.summary)
    }
}

/// Whether the bytes of a file are those that the index has.
fn is_same(ledger: &Ledger, path: &str, bytes: &Bytes) -> bool {
    path != STDIN && ledger.files.get(path).is_some_and(|known| known.mark.hash == bytes.hash)
}

/// The id of a file: a hash of its path, as seen from where the index folder
/// stands, so that a folder with its index can move; of the content of
/// standard input.
pub(super) fn id_of(index: &Path, file: &SourceFile, intake: Option<&Intake>) -> DocumentId {
    if file.path == Path::new(STDIN) {
        let hash = intake.map_or(0, |intake| intake.hash);
        return intake::file_id(&format!("-{hash:x}"));
    }
    let home = std::path::absolute(index).ok();
    let home = home.as_deref().and_then(Path::parent).and_then(|home| home.canonicalize().ok());
    let seen = home.as_deref().and_then(|home| file.path.strip_prefix(home).ok());
    intake::file_id(&name::written(seen.unwrap_or(&file.path)))
}

/// The hash of what a record says, wherever it stands.
pub(super) fn content_hash(document: &Document) -> u64 {
    let mut said = document.clone();
    said.record = None;
    said.path.clear();
    for passage in &mut said.passages {
        passage.line = 0;
    }
    let text = serde_json::to_string(&said).unwrap_or_default();
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}
