//! source -> decode -> extract -> normalize -> furniture -> segment ->
//! annotate -> index, for all files below some roots. Tells new, changed,
//! unchanged and gone files apart; one bad file is reported, never fatal;
//! what cannot be seen deletes nothing.

mod catalogues;
mod failures;
mod frames;
mod gone;
mod moves;
mod parallel;
mod read;
mod report;
mod run;
mod write;

use std::{
    path::PathBuf,
    time::{Duration, SystemTime},
};

pub use self::report::{Event, Outcome, Skip, Summary};
use self::{
    catalogues::remembered,
    run::{Run, home_of},
};
use crate::{
    annotate::{Annotator, year::Date},
    catalog::{Catalogue, Named},
    error::{Error, Result},
    index::{Index, Open, Settings, Writer, WriterOptions},
    language::Language,
    source::{Format, WalkOptions, walk},
    topic::Vocabulary,
};

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
    /// Catalogues to join, the one that counts most first; those of earlier
    /// ingests come after them.
    pub catalogues: Vec<Named>,
    /// Whether the catalogues of earlier ingests are dropped.
    pub drop_catalogues: bool,
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
    /// Whether files are read again that could not be read before.
    pub retry: bool,
    /// Whether to write nothing, and only to tell what would be done.
    pub dry_run: bool,
    /// How long to wait for another ingest.
    pub wait: Duration,
    /// This program, to be started for formats that are not read in this
    /// process; without it all are.
    pub program: Option<PathBuf>,
    /// The date that the clock shows.
    pub today: Date,
    /// The time that the clock shows.
    pub now: SystemTime,
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
    if options.rebuild && options.roots.is_empty() {
        // Without the old index nobody knows what to make the new one of.
        Index::open(&options.index)?;
    }
    // What is asked for must be there before anything is written.
    let asked: Vec<Catalogue> =
        options.catalogues.iter().map(Catalogue::read).collect::<Result<_>>()?;
    let (rebuild, dry, wait) = (options.rebuild, options.dry_run, options.wait);
    let writer_options = WriterOptions { rebuild, dry, wait };
    let writer = Writer::open(&options.index, &writer_options, |open| choose(options, open))?;
    // Only now, as nobody else can write to it any more.
    let old = options.rebuild.then(|| Index::open(&options.index)).and_then(Result::ok);
    let roots = match &old {
        Some(old) if options.roots.is_empty() => old.settings().roots.clone(),
        _ => options.roots.clone(),
    };
    let never = std::fs::canonicalize(&options.index).ok().into_iter().collect();
    let exclude = options.exclude.clone();
    let mut walk = walk(&roots, &WalkOptions { exclude, never, now: Some(options.now) });
    let remembered = &writer.settings().catalogues;
    let home = home_of(&options.index);
    let ready = catalogues::ready(options, asked, remembered, &mut walk, home.as_deref());
    tell(&Event::Found { files: walk.files.len() });
    let vocabulary = writer.vocabulary();
    let annotator =
        Annotator::new(&vocabulary, writer.settings().languages.as_deref(), options.today);
    let mut run = Run::new(options, annotator, writer, tell, stop);
    (run.catalogues, run.earlier) = (ready.catalogues, ready.earlier);
    run.summary.kept_catalogues = ready.gone;
    if let Some(old) = &old {
        run.keep_out(old)?;
    }
    run.look_for_absent(&walk);
    run.report_unreadable(&walk);
    run.files(&walk.files)?;
    run.gone(&walk)?;
    if let Some(old) = &old {
        run.carry_over(old, &walk)?;
    }
    run.settle()?;
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
            let flag = if other_vocabulary { "--vocabulary" } else { "--languages" };
            return Err(Error::Usage {
                message: format!(
                    "the index was made with another {flag}; add --rebuild to make it anew"
                ),
            });
        }
        let catalogues = remembered(options, &known.catalogues);
        return Ok((Settings { catalogues, ..known.clone() }, open.vocabulary()?));
    }
    let known = known.unwrap_or_default();
    let (file, vocabulary) = match (asked, &options.vocabulary, &known.vocabulary) {
        (Some(asked), file, _) => (file.clone(), asked),
        (None, _, Some(file)) => (Some(file.clone()), Vocabulary::from_turtle(file)?),
        (None, _, None) => (None, Vocabulary::built_in()?),
    };
    let catalogues = remembered(options, &known.catalogues);
    let file = file.map(|file| std::path::absolute(&file).unwrap_or(file));
    let settings = Settings {
        languages: options.languages.clone().or(known.languages),
        vocabulary: file,
        vocabulary_hash: vocabulary.hash(),
        roots: known.roots,
        catalogues,
    };
    Ok((settings, vocabulary))
}
