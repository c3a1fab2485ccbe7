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
    index::{Holdings, Index},
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
///
/// `iomkb topics countries` shows the countries and regions.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Any name of a topic or country in any language, an acronym, a code
    /// such as gcm:4 or sdg:10.7, an id, or the name of a scheme
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
    let vocabulary = match &index {
        Some(index) => index.vocabulary()?.clone(),
        None => Vocabulary::built_in()?,
    };
    let page = page(common);
    let name = args.name.join(" ");
    let is_scheme = vocabulary.concepts().iter().any(|one| !name.is_empty() && one.scheme == name);
    if name.is_empty() || is_scheme {
        let counted = index.map(|index| index.holdings()).transpose()?.unwrap_or_default();
        let Holdings { topics, countries, regions, .. } = counted;
        let counted = topics.into_iter().chain(countries).chain(regions);
        let counts: Counts = counted.map(|one| (one.value, one.count)).collect();
        let shown = |one: &&Concept| if is_scheme { one.scheme == name } else { !one.is_country() };
        terminal::print(|out| match args.format {
            Form::Text => topics::tree(out, &vocabulary, &shown, &counts, page),
            Form::Jsonl => topics::lines(out, vocabulary.concepts().iter().filter(shown), &counts),
        })?;
        return Ok(Ending::Done);
    }
    let found = concept(&vocabulary, &name)?;
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
    let id = concept.id.clone();
    let (flag, filter) = if concept.is_country() {
        ("--country", Filter::Country(id))
    } else {
        ("--topic", Filter::Topic(id))
    };
    let root = Node::Field(filter);
    let tables = [Dimension::Year, Dimension::Lang].map(|one| (vec![one], None)).to_vec();
    let options = StatsOptions { tables, ..StatsOptions::default() };
    let counted = stats(index, Query { root, notes: Vec::new() }, &options)?;
    let mut tables = counted.tables.into_iter().map(|table| table.rows);
    Ok(Usage {
        documents: counted.ranking.total,
        years: tables.next().unwrap_or_default(),
        languages: tables.next().unwrap_or_default(),
        command: format!("iomkb search{} {flag} {}", index_flag(folder), shell_word(&concept.id)),
    })
}

/// The topic or country with a name.
///
/// # Errors
/// [`Error::Value`] when there is none, with near names of either.
fn concept<'a>(vocabulary: &'a Vocabulary, name: &str) -> Result<&'a Concept> {
    let offers =
        |error: &Error| matches!(error, Error::Value { nearest, .. } if !nearest.is_empty());
    vocabulary.find(name).or_else(|topic| {
        let country = vocabulary.find_country(name);
        country.map_err(|country| if offers(&country) && !offers(&topic) { country } else { topic })
    })
}
