//! `iomkb inspect`.

use std::path::{Path, PathBuf};

use super::{Common, Ending, terminal};
use crate::{
    annotate::{Annotator, Origin},
    document::DocumentId,
    error::Result,
    intake,
    language::Language,
    render::{document, inspect, text::display},
    source::{Format, RootState, WalkOptions, name, walk},
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
    /// Read all files as: txt, md, jsonl, csv, tsv
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<Format>,
    /// Choose only among these languages, as in fi,sv,en
    #[arg(long, value_name = "LANGS", value_delimiter = ',')]
    languages: Option<Vec<Language>>,
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
    let today = terminal::day(terminal::now());
    let annotator = Annotator::new(&vocabulary, args.languages.as_deref(), today);
    let found = walk(&args.paths, &WalkOptions::default());
    let mut skipped = 0;
    let mut skip = |path: &Path, record: Option<u64>, reason: &str| {
        skipped += 1;
        let record = record.map(|record| format!("#{record}")).unwrap_or_default();
        let path = display(&name::written(path));
        terminal::tell(|out| writeln!(out, "skipped {path}{record}: {}", display(reason)));
    };
    for root in &found.roots {
        match &root.state {
            RootState::Missing => skip(&root.given, None, "no such file or folder"),
            RootState::Unreadable(reason) => skip(&root.given, None, reason),
            RootState::Empty | RootState::Walked => {}
        }
    }
    for one in &found.skipped {
        skip(&one.path, None, &one.reason);
    }
    let here = terminal::here();
    let form =
        args.format.unwrap_or(if terminal::is_terminal() { Form::Text } else { Form::Jsonl });
    let colours = terminal::colours(common.color);
    for file in &found.files {
        let path = terminal::path_from_here(&name::written(&file.path), here.as_deref());
        let read = intake::read(&file.path)
            .and_then(|bytes| intake::drafts(&file.path, bytes, args.input_format));
        let drafts = match read {
            Ok(read) => read.drafts,
            Err(reason) => {
                skip(&file.path, None, &reason);
                continue;
            }
        };
        for draft in drafts {
            let draft = match draft {
                Ok(draft) => draft,
                Err(bad) => {
                    skip(&file.path, Some(bad.record), &bad.reason);
                    continue;
                }
            };
            let id = intake::file_id(&path);
            let id = draft.record.map_or(id.clone(), |record| DocumentId(format!("{id}-{record}")));
            let origin = Origin { path: &path, id };
            let found = annotator.annotate(draft, &origin, &vocabulary);
            terminal::print(|out| match form {
                Form::Jsonl => inspect::line(out, &found.document, &found.notes),
                Form::Text => {
                    document::write(out, &found.document, colours)?;
                    writeln!(out)
                }
            })?;
        }
    }
    Ok(if skipped == 0 { Ending::Done } else { Ending::Skipped })
}
