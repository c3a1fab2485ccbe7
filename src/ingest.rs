//! source -> decode -> extract -> normalize -> furniture -> segment ->
//! annotate -> index, for all files below some roots. Tells new, changed,
//! unchanged and gone files apart; one bad file is reported, never fatal;
//! what cannot be seen deletes nothing.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

use crate::{
    annotate::{Annotated, Annotator, Origin, year::Date},
    document::{Document, DocumentId, Draft, Role},
    error::{Error, Result},
    index::{Index, Ledger, Mark, Open, Settings, Writer, WriterOptions},
    intake::{self, Bytes, Intake},
    language::Language,
    source::{Format, Root, RootState, SourceFile, Walk, WalkOptions, name, walk},
    topic::Vocabulary,
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

/// The path of standard input.
const STDIN: &str = "-";

/// What an ingest is asked to do.
pub struct IngestOptions {
    /// The index folder.
    pub index: PathBuf,
    /// Files, folders, or `-`; none with `rebuild` stands for all that the
    /// index was made of.
    pub roots: Vec<PathBuf>,
    /// Globs of what to leave out.
    pub exclude: Vec<String>,
    /// The format of all files, instead of what their names say.
    pub format: Option<Format>,
    /// A closed choice of languages.
    pub languages: Option<Vec<Language>>,
    /// A vocabulary file instead of the one that is compiled in.
    pub vocabulary: Option<PathBuf>,
    /// Whether to write everything anew, beside the current index.
    pub rebuild: bool,
    /// Whether documents stay whose files are gone.
    pub keep_gone: bool,
    /// How long to wait for another ingest.
    pub wait: Duration,
    /// The date that the clock shows.
    pub today: Date,
    /// The time that the clock shows.
    pub now: SystemTime,
}

/// What became of a file or record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    Added,
    /// It replaces an earlier version.
    Changed,
    /// It is as it was.
    Unchanged,
    /// Its file is gone, and it left the index.
    Gone,
    /// Its file is gone, and it was kept.
    Kept,
    /// The user took it out, and it has not changed since.
    Forgotten,
    /// It could not be read.
    Skipped,
}

impl Outcome {
    /// The name as it is printed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Gone => "gone",
            Self::Kept => "kept",
            Self::Forgotten => "forgotten",
            Self::Skipped => "skipped",
        }
    }
}

/// What happens, as it happens.
pub enum Event<'a> {
    /// The files were found.
    Found {
        /// How many.
        files: usize,
    },
    /// A file or record is done.
    Done {
        /// Its path.
        path: &'a str,
        /// The number of the record, from 1.
        record: Option<u64>,
        /// Its id, where it has one.
        id: Option<&'a DocumentId>,
        /// What became of it.
        outcome: Outcome,
        /// Why it was skipped.
        reason: Option<&'a str>,
        /// What the user should know of it.
        notes: &'a [String],
    },
    /// Everything so far is safe.
    Committed {
        /// How many documents were written in this run.
        documents: u64,
    },
}

/// What an ingest did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// How many documents had which outcome.
    pub added: u64,
    /// See [`Outcome::Changed`].
    pub changed: u64,
    /// See [`Outcome::Unchanged`].
    pub unchanged: u64,
    /// See [`Outcome::Gone`].
    pub gone: u64,
    /// See [`Outcome::Kept`].
    pub kept: u64,
    /// See [`Outcome::Forgotten`].
    pub forgotten: u64,
    /// Files and records that could not be read, with the reasons.
    pub skipped: Vec<(String, String)>,
    /// Written documents without a year.
    pub undated: u64,
    /// Characters of the written documents that are furniture, and all.
    pub furniture: (u64, u64),
}

/// Ingests files.
///
/// # Errors
/// What opening and writing an index says; [`Error::Interrupted`] when
/// `stop` names a signal. Files that cannot be read are no error.
pub fn ingest(
    options: &IngestOptions,
    stop: &dyn Fn() -> Option<i32>,
    tell: &mut dyn FnMut(&Event<'_>),
) -> Result<Summary> {
    let old = options.rebuild.then(|| Index::open(&options.index)).and_then(Result::ok);
    let writer_options = WriterOptions { rebuild: options.rebuild, wait: options.wait };
    let writer = Writer::open(&options.index, &writer_options, |open| choose(options, open))?;
    let roots = match &old {
        Some(old) if options.roots.is_empty() => old.settings().roots.clone(),
        _ => options.roots.clone(),
    };
    let never = std::fs::canonicalize(&options.index).ok().into_iter().collect();
    let exclude = options.exclude.clone();
    let walk = walk(&roots, &WalkOptions { exclude, never, now: Some(options.now) });
    tell(&Event::Found { files: walk.files.len() });
    let vocabulary = writer.vocabulary();
    let annotator =
        Annotator::new(&vocabulary, writer.settings().languages.as_deref(), options.today);
    let mut run = Run {
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
    };
    run.report_unreadable(&walk);
    run.files(&walk.files)?;
    run.gone(&walk)?;
    if let Some(old) = &old {
        run.carry_over(old, &walk)?;
    }
    run.finish(&walk)
}

/// The settings and the vocabulary to work with: those of the index that is
/// there, or those asked for.
fn choose(options: &IngestOptions, open: Option<&Open<'_>>) -> Result<(Settings, Vocabulary)> {
    let asked = options.vocabulary.as_deref().map(Vocabulary::from_turtle).transpose()?;
    let known = open.map(|open| open.settings().clone());
    if let (Some(open), Some(known), false) = (open, &known, options.rebuild) {
        let other_vocabulary =
            asked.as_ref().is_some_and(|asked| asked.hash() != known.vocabulary_hash);
        let other_languages = options.languages.is_some() && options.languages != known.languages;
        if other_vocabulary || other_languages {
            return Err(Error::Value {
                what: "setting",
                value: if other_vocabulary { "--vocabulary" } else { "--languages" }.to_owned(),
                message: "the index was made with another; add --rebuild to make it anew"
                    .to_owned(),
                nearest: Vec::new(),
            });
        }
        return Ok((known.clone(), open.vocabulary()?));
    }
    let known = known.unwrap_or_default();
    let (file, vocabulary) = match (asked, &options.vocabulary, &known.vocabulary) {
        (Some(asked), file, _) => (file.clone(), asked),
        (None, _, Some(file)) => (Some(file.clone()), Vocabulary::from_turtle(file)?),
        (None, _, None) => (None, Vocabulary::built_in()?),
    };
    let file = file.map(|file| std::path::absolute(&file).unwrap_or(file));
    let settings = Settings {
        languages: options.languages.clone().or(known.languages),
        vocabulary: file,
        vocabulary_hash: vocabulary.hash(),
        roots: known.roots,
    };
    Ok((settings, vocabulary))
}

/// One ingest while it runs.
struct Run<'a> {
    options: &'a IngestOptions,
    annotator: Annotator,
    writer: Writer,
    tell: &'a mut dyn FnMut(&Event<'_>),
    stop: &'a dyn Fn() -> Option<i32>,
    summary: Summary,
    /// Ids written in this run, with where they came from.
    seen: HashMap<DocumentId, String>,
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

impl Run<'_> {
    /// Reports what the walk could not read.
    fn report_unreadable(&mut self, walk: &Walk) {
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
    fn done(
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
    fn files(&mut self, files: &[SourceFile]) -> Result<()> {
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
            self.writer.remove(&id);
            self.done(&path, None, Some(&id), Outcome::Gone, None, &[]);
        }
        self.commit_if_due()
    }

    /// Annotates drafts together and writes them in order.
    fn drafts(
        &mut self,
        drafts: Vec<std::result::Result<Draft, crate::extract::BadRecord>>,
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
                Err(crate::extract::BadRecord { record, line, reason }) => {
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
        let here = record.map_or_else(|| path.clone(), |record| format!("{path}#{record}"));
        if let Some(earlier) = self.seen.insert(id.clone(), here) {
            notes.push(format!("the id {id} stands twice: this replaces {earlier}"));
        }
        let ledger = self.writer.ledger();
        let known = ledger.owners.get(&id).and_then(|owner| ledger.files.get(owner));
        let outcome = match known.and_then(|entry| entry.documents.get(&id)) {
            Some(hash) if *hash == mark.hash => Outcome::Unchanged,
            Some(_) => Outcome::Changed,
            None => Outcome::Added,
        };
        if outcome != Outcome::Unchanged {
            if self.writer.ledger().forgotten.contains_key(&id) {
                self.writer.remember(&id);
            }
            self.measure(&document);
            self.writer.add(&document, mark)?;
        }
        self.done(&path, record, Some(&id), outcome, None, &notes);
        self.commit_if_due()
    }

    /// Counts what the summary says of a written document.
    fn measure(&mut self, document: &Document) {
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
    fn commit_if_due(&mut self) -> Result<()> {
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
                message: format!("{} documents committed; run again to continue", self.documents),
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

    /// Takes out the documents whose files are gone: those below a root that
    /// was walked, not below a folder that could not be read, and not of a
    /// file that is there but was skipped.
    fn gone(&mut self, walk: &Walk) -> Result<()> {
        let there: HashSet<String> = walk
            .files
            .iter()
            .map(|file| name::written(&file.path))
            .chain(walk.skipped.iter().map(|skipped| name::written(&skipped.path)))
            .collect();
        let ledger = self.writer.ledger();
        let mut gone: Vec<(String, Vec<DocumentId>)> = Vec::new();
        for (path, entry) in &ledger.files {
            if !there.contains(path) && is_known_below(&name::opened(path), walk) {
                gone.push((path.clone(), entry.documents.keys().cloned().collect()));
            }
        }
        gone.sort();
        for (path, ids) in gone {
            let outcome = if self.options.keep_gone { Outcome::Kept } else { Outcome::Gone };
            for id in ids {
                // A record that another file has in this run stays.
                if self.seen.contains_key(&id) {
                    continue;
                }
                if outcome == Outcome::Gone {
                    self.writer.remove(&id);
                }
                self.done(&path, None, Some(&id), outcome, None, &[]);
            }
            if outcome == Outcome::Gone {
                self.writer.remove_file(&path);
            }
            self.commit_if_due()?;
        }
        Ok(())
    }

    /// Brings documents of the old generation into the new one whose sources
    /// this run did not see: standard input, roots that are missing.
    fn carry_over(&mut self, old: &Index, walk: &Walk) -> Result<()> {
        for (id, hash) in old.ledger()?.forgotten {
            self.writer.forget_as(&id, hash)?;
        }
        for document in old.documents()? {
            let document = document?;
            if self.seen.contains_key(&document.id)
                || is_known_below(&name::opened(&document.path), walk)
            {
                continue;
            }
            let mark = Mark { stamp: 0, hash: content_hash(&document) };
            self.measure(&document);
            self.writer.add(&document, mark)?;
            let (path, id) = (document.path.clone(), document.id.clone());
            self.done(&path, document.record, Some(&id), Outcome::Kept, None, &[]);
            self.commit_if_due()?;
        }
        Ok(())
    }

    /// Commits the rest and closes the index.
    fn finish(mut self, walk: &Walk) -> Result<Summary> {
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
fn id_of(index: &Path, file: &SourceFile, intake: Option<&Intake>) -> DocumentId {
    if file.path == Path::new(STDIN) {
        let hash = intake.map_or(0, |intake| intake.hash);
        return intake::file_id(&format!("-{hash:x}"));
    }
    let home = std::path::absolute(index).ok();
    let home = home.as_deref().and_then(Path::parent).and_then(|home| home.canonicalize().ok());
    let seen = home.as_deref().and_then(|home| file.path.strip_prefix(home).ok());
    intake::file_id(&name::written(seen.unwrap_or(&file.path)))
}

/// The hash of what a record says.
fn content_hash(document: &Document) -> u64 {
    let text = serde_json::to_string(document).unwrap_or_default();
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}

/// Whether the walk would have seen a file at the path.
fn is_known_below(path: &Path, walk: &Walk) -> bool {
    let walked = walk
        .roots
        .iter()
        .any(|root| root.state == RootState::Walked && path.starts_with(&root.path));
    walked && !walk.unreadable.iter().any(|folder| path.starts_with(folder))
}

/// Runs a function over items on all processors; the results come in the
/// order of the items.
fn parallel<T: Send, R: Send>(items: Vec<T>, run: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    if items.len() < 2 || threads < 2 {
        return items.into_iter().map(run).collect();
    }
    let slots: Vec<Mutex<(Option<T>, Option<R>)>> =
        items.into_iter().map(|item| Mutex::new((Some(item), None))).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(slots.len()) {
            scope.spawn(|| {
                while let Some(slot) = slots.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let item = slot.lock().ok().and_then(|mut slot| slot.0.take());
                    if let Some(result) = item.map(&run)
                        && let Ok(mut slot) = slot.lock()
                    {
                        slot.1 = Some(result);
                    }
                }
            });
        }
    });
    slots.into_iter().filter_map(|slot| slot.into_inner().ok().and_then(|slot| slot.1)).collect()
}
