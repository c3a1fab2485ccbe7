//! `iomkb topics`: the vocabulary as a tree, or one concept. Takes it from
//! the index, with counts; where there is none, the vocabulary that is
//! compiled in is shown without counts.

use super::{Common, Ending, terminal};
use crate::{
    error::{Error, Result},
    index::Index,
    render::topics,
    topic::Vocabulary,
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

/// Runs the command; without an index the counts are none.
pub(super) fn run(args: &Args, common: &Common) -> Result<Ending> {
    let (vocabulary, counts) = match Index::open(&common.index) {
        Ok(index) => {
            let counted = index.holdings()?.topics;
            let counts = counted.into_iter().map(|one| (one.value, one.count)).collect();
            (index.vocabulary()?, counts)
        }
        Err(Error::NoIndex { .. }) => (Vocabulary::built_in()?, topics::Counts::new()),
        Err(error) => return Err(error),
    };
    let colours = terminal::colours(common.color);
    if args.name.is_empty() {
        terminal::print(|out| match args.format {
            Form::Text => topics::tree(out, &vocabulary, &counts, colours),
            Form::Jsonl => topics::lines(out, vocabulary.concepts(), &counts),
        })?;
        return Ok(Ending::Done);
    }
    let concept = vocabulary.find(&args.name.join(" "))?;
    let count = counts.get(&concept.id).copied().unwrap_or_default();
    terminal::print(|out| match args.format {
        Form::Text => topics::concept(out, &vocabulary, concept, count, colours),
        Form::Jsonl => topics::lines(out, [concept], &counts),
    })?;
    Ok(Ending::Done)
}
