//! `iomkb inspect`: what ingest would make of files, one after the other,
//! without an index. Takes the same steps as ingest does, so that what it
//! shows is what would be indexed.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use super::{Common, Ending, terminal};
use crate::{
    annotate::{Annotator, Origin},
    catalog::{Catalogue, Catalogues, Files},
    document::{DocumentId, Draft, Part},
    error::Result,
    extract::Workers,
    furniture::frame::{self, Repeats},
    intake::{self, Intake},
    language::Language,
    render::{
        catalogues, document, inspect,
        text::{Colours, display},
    },
    source::{Format, RootState, Walk, WalkOptions, name, walk},
    topic::Vocabulary,
};

/// Show what ingest would make of files, without an index
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files and folders; `-` is standard input
    #[arg(value_name = "PATH", default_value = "-")]
    paths: Vec<PathBuf>,
    /// The form of the output: text on a terminal, else JSON lines
    #[arg(long, value_enum)]
    format: Option<Form>,
    /// Join metadata from a table, JSON, RIS or BibTeX to the files that its
    /// rows name, as ingest does; can be repeated
    #[arg(long, value_name = "FILE")]
    catalog: Vec<PathBuf>,
    /// The column of the catalogue that says which file a row is about
    #[arg(long, value_name = "COLUMN", requires = "catalog")]
    catalog_key: Option<String>,
    /// Read all files as: txt, md, html, csv, jsonl, pdf, docx ...
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<Format>,
    /// Choose only among these languages, as in fi,sv,en
    #[arg(long, value_name = "LANGS", value_delimiter = ',')]
    languages: Option<Vec<Language>>,
    /// Say why this year and no other, what each name of a topic or country
    /// is worth, and how much is needed
    #[arg(long)]
    explain: bool,
    /// Take topics from a SKOS file in Turtle
    #[arg(long, value_name = "FILE.ttl")]
    vocabulary: Option<PathBuf>,
}

/// The forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people
    Text,
    /// One JSON object a line
    Jsonl,
}

/// Runs the command.
pub(super) fn run(args: &Args, common: &Common) -> Result<Ending> {
    let vocabulary = match &args.vocabulary {
        Some(file) => Vocabulary::from_turtle(file)?,
        None => Vocabulary::built_in()?,
    };
    let named = super::ingest::named(&args.catalog, args.catalog_key.as_deref());
    let read = named.iter().map(Catalogue::read).collect::<Result<Vec<_>>>()?;
    let found = walk(&args.paths, &WalkOptions::default());
    let catalogues = Catalogues::new(read, Vec::new(), &files(&found));
    let today = terminal::day(terminal::now());
    let default = if terminal::is_terminal() { Form::Text } else { Form::Jsonl };
    let mut inspection = Inspection {
        annotator: Annotator::new(&vocabulary, args.languages.as_deref(), today),
        vocabulary: &vocabulary,
        input_format: args.input_format,
        explain: args.explain,
        form: args.format.unwrap_or(default),
        colours: terminal::colours(common.color),
        here: terminal::here(),
        workers: Workers::new(terminal::program()),
        catalogues,
        repeats: Repeats::default(),
        skipped: 0,
    };
    for root in &found.roots {
        match &root.state {
            RootState::Missing => {
                inspection.skip(&root.given, &Part::default(), "no such file or folder");
            }
            RootState::Unreadable(reason) => inspection.skip(&root.given, &Part::default(), reason),
            RootState::Empty | RootState::Walked => {}
        }
    }
    for one in &found.skipped {
        inspection.skip(&one.path, &Part::default(), &one.reason);
    }
    let is_catalogue = |path: &Path| named.iter().any(|named| named.path == path);
    let is_root = |path: &Path| found.roots.iter().any(|root| root.path == path);
    let files = found.files.iter().map(|file| &*file.path);
    let files: Vec<&Path> = files.filter(|path| !is_catalogue(path) || is_root(path)).collect();
    inspection.count(&files);
    files.iter().try_for_each(|file| inspection.file(file))?;
    for mut report in inspection.catalogues.reports() {
        terminal::place_catalogue(&mut report, inspection.here.as_deref());
        terminal::tell(|out| catalogues::write(out, &report));
    }
    Ok(if inspection.skipped == 0 { Ending::Done } else { Ending::Skipped })
}

/// The files that rows of catalogues may fit.
fn files(found: &Walk) -> Files {
    let here = terminal::here();
    let id = |path: &Path| {
        intake::file_id(&terminal::path_from_here(&name::written(path), here.as_deref()))
    };
    let mut bases: Vec<PathBuf> = found.roots.iter().map(|root| root.path.clone()).collect();
    bases.extend(here.clone());
    Files::new(found.files.iter().map(|file| (&*file.path, id(&file.path))), bases)
}

/// What is needed to look at one file after the other.
struct Inspection<'a> {
    annotator: Annotator,
    vocabulary: &'a Vocabulary,
    input_format: Option<Format>,
    explain: bool,
    form: Form,
    colours: Colours,
    here: Option<PathBuf>,
    workers: Workers,
    catalogues: Catalogues,
    /// What the files repeat, by folder or site.
    repeats: Repeats,
    skipped: usize,
}

impl Inspection<'_> {
    /// Reports a file or record that is skipped.
    fn skip(&mut self, path: &Path, part: &Part, reason: &str) {
        self.skipped += 1;
        let path = format!("{}{part}", name::written(path));
        terminal::tell(|out| writeln!(out, "skipped {}: {}", display(&path), display(reason)));
    }

    /// Counts what the files repeat, in a first reading; two files repeat
    /// nothing, and standard input can be read once.
    fn count(&mut self, files: &[&Path]) {
        if files.len() <= 2 {
            return;
        }
        let mut groups: HashMap<u64, Vec<Vec<u64>>> = HashMap::new();
        for file in files.iter().filter(|file| **file != Path::new("-")) {
            let drafts = self.read(file).map(|read| read.drafts).unwrap_or_default();
            for draft in drafts.iter().flatten() {
                let group = intake::group_of(&name::written(file), draft);
                groups.entry(group).or_default().push(frame::counted(&draft.blocks));
            }
        }
        self.repeats = Repeats::of_groups(groups);
    }

    /// Reads a file, and joins to its drafts what catalogues say.
    fn read(&mut self, file: &Path) -> std::result::Result<Intake, String> {
        let mut read = intake::read(file)
            .and_then(|bytes| intake::drafts(file, bytes, self.input_format, &self.workers))?;
        let id = self.id(file);
        for draft in read.drafts.iter_mut().flatten() {
            let id = intake::part_id(&id, &draft.part);
            self.catalogues.join(draft, &name::written(file), &id);
        }
        Ok(read)
    }

    /// The path of a file as it is shown.
    fn path(&self, file: &Path) -> String {
        terminal::path_from_here(&name::written(file), self.here.as_deref())
    }

    /// The id of a file, as seen from here.
    fn id(&self, file: &Path) -> DocumentId {
        intake::file_id(&self.path(file))
    }

    /// Prints what one file becomes.
    fn file(&mut self, file: &Path) -> Result<()> {
        let drafts = match self.read(file) {
            Ok(read) => read.drafts,
            Err(reason) => {
                self.skip(file, &Part::default(), &reason);
                return Ok(());
            }
        };
        for draft in drafts {
            match draft {
                Ok(draft) => self.draft(draft, file)?,
                Err(bad) => self.skip(file, &bad.part, &bad.reason),
            }
        }
        Ok(())
    }

    /// Prints what one draft becomes.
    fn draft(&self, mut draft: Draft, file: &Path) -> Result<()> {
        let group = intake::group_of(&name::written(file), &draft);
        frame::mark(&mut draft.blocks, self.repeats.of(group));
        let id = intake::part_id(&self.id(file), &draft.part);
        let path = &self.path(file);
        let found = self.annotator.annotate(draft, &Origin { path, id }, self.vocabulary);
        terminal::print(|out| match self.form {
            Form::Jsonl => inspect::line(out, &found, self.explain),
            Form::Text => {
                document::write(out, &found.document, self.colours)?;
                if self.explain {
                    writeln!(out, "\n{}", self.colours.aside("[year]"))?;
                    inspect::years(out, &found)?;
                    writeln!(out, "\n{}", self.colours.aside("[topics and countries]"))?;
                    inspect::considered(out, &found.considered)?;
                }
                writeln!(out)
            }
        })
    }
}
