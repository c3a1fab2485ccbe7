//! `iomkb topics`: the vocabulary as a tree, or one concept. Takes it from
//! the index, with counts; where there is none, the vocabulary that is
//! compiled in is shown without counts.

use std::path::Path;

use super::{
    Common, Ending,
    report::{index_flag, shell_word},
    terminal,
};
use crate::{
    error::{Error, Result},
    index::Index,
    query::{Filter, Node, Query},
    render::{
        concept,
        layout::Page,
        topics::{self, Counts, Usage},
    },
    stats::{Dimension, StatsOptions, stats},
    topic::{Concept, Vocabulary},
};

/// Show the topics, or one of them with its names in every language
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Any name of a topic in any language, an acronym, a code such as
    /// gcm:4 or sdg:10.7, or an id
    name: Vec<String>,
    /// The form of the output
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

/// The forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// A tree, or a page for one topic
    Text,
    /// One JSON object a topic
    Jsonl,
}

/// Runs the command; without an index nothing is counted.
pub(super) fn run(args: &Args, common: &Common) -> Result<Ending> {
    let index = match Index::open(&common.index) {
        Ok(index) => Some(index),
        Err(Error::NoIndex { .. }) => None,
        Err(error) => return Err(error),
    };
    let vocabulary = index.as_ref().map_or_else(Vocabulary::built_in, Index::vocabulary)?;
    let page = page(common);
    if args.name.is_empty() {
        let counted = index.map(|index| index.holdings()).transpose()?.unwrap_or_default();
        let counts: Counts = counted.topics.into_iter().map(|one| (one.value, one.count)).collect();
        terminal::print(|out| match args.format {
            Form::Text => topics::tree(out, &vocabulary, &counts, page),
            Form::Jsonl => topics::lines(out, vocabulary.concepts(), &counts),
        })?;
        return Ok(Ending::Done);
    }
    let found = vocabulary.find(&args.name.join(" "))?;
    let usage = index.map(|index| usage(&index, found, &common.index)).transpose()?;
    terminal::print(|out| match args.format {
        Form::Text => concept::write(out, &vocabulary, found, usage.as_ref(), page),
        Form::Jsonl => topics::line(out, found, usage.as_ref()),
    })?;
    Ok(Ending::Done)
}

/// The page: as wide as the terminal; in a pipe lines stay whole.
fn page(common: &Common) -> Page {
    let width = if terminal::is_terminal() { terminal::width() } else { u16::MAX };
    Page::new(width, terminal::is_unicode(), terminal::colours(common.color))
}

/// The documents of a concept.
fn usage(index: &Index, concept: &Concept, folder: &Path) -> Result<Usage> {
    let root = Node::Field(Filter::Topic(concept.id.clone()));
    let tables = [Dimension::Year, Dimension::Lang].map(|one| (vec![one], None)).to_vec();
    let options = StatsOptions { tables, ..StatsOptions::default() };
    let counted = stats(index, Query { root, notes: Vec::new() }, &options)?;
    let mut tables = counted.tables.into_iter().map(|table| table.rows);
    Ok(Usage {
        documents: counted.ranking.total,
        years: tables.next().unwrap_or_default(),
        languages: tables.next().unwrap_or_default(),
        command: format!("iomkb search{} --topic {}", index_flag(folder), shell_word(&concept.id)),
    })
}
