//! `iomkb topics`: the vocabulary as a tree, or one concept. Takes it from
//! the index, with counts; where there is none, the vocabulary that is
//! compiled in is shown without counts.

use super::{Common, Ending, terminal};
use crate::{
    error::{Error, Result},
    index::{Holdings, Index},
    render::topics,
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

/// Runs the command; without an index the counts are none.
pub(super) fn run(args: &Args, common: &Common) -> Result<Ending> {
    let (vocabulary, counts) = match Index::open(&common.index) {
        Ok(index) => {
            let Holdings { topics, countries, regions, .. } = index.holdings()?;
            let counted = topics.into_iter().chain(countries).chain(regions);
            let counts = counted.map(|one| (one.value, one.count)).collect();
            (index.vocabulary()?, counts)
        }
        Err(Error::NoIndex { .. }) => (Vocabulary::built_in()?, topics::Counts::new()),
        Err(error) => return Err(error),
    };
    let colours = terminal::colours(common.color);
    let name = args.name.join(" ");
    let is_scheme = vocabulary.concepts().iter().any(|one| !name.is_empty() && one.scheme == name);
    if name.is_empty() || is_scheme {
        let shown = |one: &&Concept| if is_scheme { one.scheme == name } else { !one.is_country() };
        terminal::print(|out| match args.format {
            Form::Text => topics::tree(out, &vocabulary, &shown, &counts, colours),
            Form::Jsonl => topics::lines(out, vocabulary.concepts().iter().filter(shown), &counts),
        })?;
        return Ok(Ending::Done);
    }
    let concept = concept(&vocabulary, &name)?;
    let count = counts.get(&concept.id).copied().unwrap_or_default();
    terminal::print(|out| match args.format {
        Form::Text => topics::concept(out, &vocabulary, concept, count, colours),
        Form::Jsonl => topics::lines(out, [concept], &counts),
    })?;
    Ok(Ending::Done)
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
