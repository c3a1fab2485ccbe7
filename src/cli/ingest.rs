//! `iomkb ingest`: flags to options, events to a progress bar, notes and a
//! report file, signals to a wish to stop. What is ingested and how is
//! decided elsewhere.

use std::{
    fs::File,
    io::{self, BufWriter, IsTerminal, Write},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::{Common, Ending, terminal};
use crate::{
    catalog::Named,
    document::Part,
    error::{Error, Result},
    index::Index,
    ingest::{Event, IngestOptions, Outcome, Summary, ingest},
    language::Language,
    render::{
        catalogues, json, summary,
        text::{self, display},
    },
    source::{self, Format},
};

/// Bring files and folders into the index
///
/// The index mirrors what is ingested: new, changed and unchanged files are
/// told apart by their content, and documents whose files are gone leave the
/// index. A folder that is missing, empty or unreadable deletes nothing.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files and folders; `-` is standard input [default: corpus]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read paths from a file, one a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// Paths of --files-from are divided by NUL bytes
    #[arg(short = '0', requires = "files_from")]
    nul: bool,
    /// Leave out what fits a pattern; can be repeated
    ///
    /// Patterns are those of .gitignore, relative to each PATH: `*.tmp` and
    /// `drafts/` fit at any depth, `/old` and `2019/*.txt` from PATH on. They
    /// hold for files that are named as well. What is left out and was in the
    /// index leaves it. `!` to take a pattern back is not supported.
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Join titles, dates, languages and other metadata from a table, JSON,
    /// RIS or BibTeX to the files that its rows name; can be repeated, the
    /// first that says something counts. The index remembers it
    #[arg(long, value_name = "FILE")]
    catalog: Vec<PathBuf>,
    /// The column of the catalogue that says which file a row is about, where
    /// it is not found from the names of the columns
    #[arg(long, value_name = "COLUMN", requires = "catalog")]
    catalog_key: Option<String>,
    /// Drop the catalogues of earlier ingests
    #[arg(long)]
    no_catalog: bool,
    /// Read all files as: txt, md, jsonl, csv, tsv
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<Format>,
    /// Choose only among these languages, as in fi,sv,en
    #[arg(long, value_name = "LANGS", value_delimiter = ',')]
    languages: Option<Vec<Language>>,
    /// Take topics from a SKOS file in Turtle
    #[arg(long, value_name = "FILE.ttl")]
    vocabulary: Option<PathBuf>,
    /// Make the index anew beside the current one, then replace it
    #[arg(long)]
    rebuild: bool,
    /// Keep documents whose files are gone
    #[arg(long)]
    keep_gone: bool,
    /// Read files again that could not be read before
    ///
    /// A file that could not be read is remembered and not read again until
    /// it changes, or a newer iomkb may be able to.
    #[arg(long)]
    retry: bool,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Wait so long for another ingest to finish
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u64,
    /// Write what became of each file as JSON lines
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Say nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

/// Runs the command.
pub(super) fn run(args: &Args, common: &Common) -> Result<Ending> {
    source::check_globs(&args.exclude)?;
    let now = terminal::now();
    let options = IngestOptions {
        index: common.index.clone(),
        roots: roots(args, common)?,
        exclude: args.exclude.clone(),
        catalogues: named(&args.catalog, args.catalog_key.as_deref()),
        drop_catalogues: args.no_catalog,
        format: args.input_format,
        languages: args.languages.clone(),
        vocabulary: args.vocabulary.clone(),
        rebuild: args.rebuild,
        keep_gone: args.keep_gone,
        retry: args.retry,
        dry_run: args.dry_run,
        wait: Duration::from_secs(args.wait),
        program: terminal::program(),
        today: terminal::day(now),
        now,
    };
    let mut report = args.report.as_deref().map(Report::create).transpose()?;
    let mut progress = Progress::new(args.quiet, args.dry_run);
    let stop = signals()?;
    let mut failed = None;
    let summary = ingest(&options, &stop, &mut |event| {
        progress.tell(event);
        if let Some(report) = &mut report
            && let Err(error) = report.event(event)
        {
            failed.get_or_insert(error);
        }
    });
    progress.clear();
    let mut summary = summary?;
    let here = progress.here.clone();
    for skip in &mut summary.skipped {
        skip.path = terminal::path_from_here(&skip.path, here.as_deref());
    }
    if let Some(error) = progress.failed.take() {
        return Err(error);
    }
    if let Some(error) = failed {
        return Err(error);
    }
    if let Some(report) = report {
        report.finish(&summary)?;
    }
    if !args.quiet {
        place_catalogues(&mut summary, here.as_deref());
        terminal::tell(|out| {
            summary::write(out, &summary)?;
            if args.dry_run { writeln!(out, "nothing was written") } else { Ok(()) }
        });
    }
    Ok(if summary.skipped.is_empty() { Ending::Done } else { Ending::Skipped })
}

/// Writes the paths of catalogues, and of the files they name, as they are
/// seen from here.
fn place_catalogues(summary: &mut Summary, here: Option<&std::path::Path>) {
    for report in &mut summary.catalogues {
        terminal::place_catalogue(report, here);
    }
    for (path, _) in &mut summary.kept_catalogues {
        *path = terminal::path_from_here(path, here);
    }
}

/// The files and folders to ingest.
fn roots(args: &Args, common: &Common) -> Result<Vec<PathBuf>> {
    let mut roots = args.paths.clone();
    if let Some(list) = &args.files_from {
        let bytes = terminal::read(list)?;
        roots.extend(source::files_from(&bytes, args.nul));
    } else if roots.is_empty() && (!args.rebuild || is_new(&common.index)) {
        roots.push(PathBuf::from("corpus"));
    }
    Ok(roots)
}

/// The catalogues by their paths, each once.
pub(super) fn named(paths: &[PathBuf], key: Option<&str>) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    for one in paths.iter().map(|path| Named::new(path, key)) {
        if named.iter().all(|known| known.path != one.path) {
            named.push(one);
        }
    }
    named
}

/// Whether there is no index yet.
fn is_new(index: &std::path::Path) -> bool {
    matches!(Index::open(index), Err(Error::NoIndex { .. }))
}

/// Watches for signals: the first asks to stop after what is in hand, the
/// second stops at once.
fn signals() -> Result<impl Fn() -> Option<i32>> {
    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        flag,
    };
    let seen = Arc::new(AtomicUsize::new(0));
    let again = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let failed = |cause: io::Error| Error::Internal { message: cause.to_string() };
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        let number = usize::try_from(signal).unwrap_or_default();
        // The order matters: the second signal finds `again` already set.
        flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&again))
            .map_err(failed)?;
        flag::register(signal, Arc::clone(&again)).map_err(failed)?;
        flag::register_usize(signal, Arc::clone(&seen), number).map_err(failed)?;
    }
    Ok(move || match seen.load(Ordering::Relaxed) {
        0 => None,
        signal => i32::try_from(signal).ok(),
    })
}

/// What is shown while an ingest runs.
struct Progress {
    bar: Option<ProgressBar>,
    quiet: bool,
    /// Whether what would become of each document is the result.
    dry: bool,
    here: Option<PathBuf>,
    failed: Option<Error>,
}

impl Progress {
    fn new(quiet: bool, dry: bool) -> Self {
        let bar = (!quiet && io::stderr().is_terminal()).then(|| {
            let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files  {msg}");
            ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Self { bar, quiet, dry, here: terminal::here(), failed: None }
    }

    /// Shows an event.
    fn tell(&mut self, event: &Event<'_>) {
        match event {
            Event::Found { files } => {
                if let Some(bar) = &self.bar {
                    bar.set_length(*files as u64);
                }
            }
            Event::Done { path, part, outcome, notes, .. } => {
                if let Some(bar) = &self.bar
                    && (part.record.is_none_or(|record| record == 1)
                        || *outcome == Outcome::Skipped)
                {
                    bar.inc(1);
                }
                self.notes(path, part, notes);
                if self.dry && !self.quiet {
                    self.plan(event);
                }
            }
            Event::Committed { documents } => {
                if let Some(bar) = &self.bar {
                    bar.set_message(format!("{} committed", text::documents(*documents)));
                } else if !self.quiet {
                    terminal::tell(|out| {
                        writeln!(out, "committed {}", text::documents(*documents))
                    });
                }
            }
        }
    }

    /// Prints what would become of a document: the outcome, the path, and
    /// where it moves from or why it is skipped.
    fn plan(&mut self, event: &Event<'_>) {
        let Event::Done { path, part, outcome, from, reason, .. } = event else { return };
        if *outcome == Outcome::Unchanged {
            return;
        }
        let near = |path: &str| terminal::path_from_here(path, self.here.as_deref());
        let from = from.map(|from| format!("from {}", near(from)));
        let why = from.or_else(|| reason.map(str::to_owned));
        let why = why.map(|why| format!("\t{}", display(&why))).unwrap_or_default();
        let path = format!("{}{part}", near(path));
        let print =
            || terminal::print(|out| writeln!(out, "{}\t{}{why}", outcome.name(), display(&path)));
        let printed = match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        };
        if let Err(error) = printed {
            self.failed.get_or_insert(error);
        }
    }

    /// Shows what the user should know of a document.
    fn notes(&self, path: &str, part: &Part, notes: &[String]) {
        if self.quiet {
            return;
        }
        let path = format!("{}{part}", terminal::path_from_here(path, self.here.as_deref()));
        let print = || {
            terminal::tell(|out| {
                notes.iter().try_for_each(|note| {
                    writeln!(out, "note {}: {}", display(&path), display(note))
                })
            });
        };
        match &self.bar {
            Some(bar) if !notes.is_empty() => bar.suspend(print),
            _ => print(),
        }
    }

    /// Takes the bar away.
    fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// The report as JSON lines.
struct Report {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Report {
    fn create(path: &std::path::Path) -> Result<Self> {
        let file = File::create(path).map_err(|cause| Error::write(path, cause))?;
        Ok(Self { path: path.to_owned(), file: BufWriter::new(file) })
    }

    /// Writes what became of a file or record.
    fn event(&mut self, event: &Event<'_>) -> Result<()> {
        let Event::Done { path, part, id, outcome, from, reason, as_before, notes } = event else {
            return Ok(());
        };
        let value = json!({
            "path": path,
            "entry": part.entry,
            "record": part.record,
            "id": id,
            "outcome": outcome.name(),
            "from": from,
            "reason": reason,
            "as_before": as_before,
            "notes": notes,
        });
        json::object(&mut self.file, &value).map_err(|cause| Error::write(&self.path, cause))
    }

    /// Writes what came of catalogues, and the summary as the last line.
    fn finish(mut self, summary: &Summary) -> Result<()> {
        for report in &summary.catalogues {
            catalogues::line(&mut self.file, report)
                .map_err(|cause| Error::write(&self.path, cause))?;
        }
        let (furniture, all) = summary.furniture;
        let value = json!({
            "summary": {
                "added": summary.added,
                "changed": summary.changed,
                "unchanged": summary.unchanged,
                "moved": summary.moved,
                "gone": summary.gone,
                "excluded": summary.excluded,
                "kept": summary.kept,
                "forgotten": summary.forgotten,
                "skipped": summary.skipped.len(),
                "as_before": summary.skipped.iter().filter(|skip| skip.as_before).count(),
                "undated": summary.undated,
                "furniture_bytes": furniture,
                "text_bytes": all,
            }
        });
        json::object(&mut self.file, &value)
            .and_then(|()| self.file.flush())
            .map_err(|cause| Error::write(&self.path, cause))
    }
}
