//! The flags that choose documents, alike for every command that has them.
//! They mean the same as the fields of a query; what these mean is said in
//! `query`. The help texts are these doc comments.

use crate::{index::Matching, language::Language, query::Filter, year::YearSet};

/// The flags that choose documents.
#[derive(Debug, clap::Args)]
pub(super) struct Filters {
    /// Only documents with a topic: any name of it, or its id; can be
    /// repeated, or several divided by commas
    #[arg(short, long, value_name = "TOPIC", help_heading = "Filters")]
    topic: Vec<String>,
    /// Only these years: 2018, 2018..2021, ..2015, >=2020, unknown
    #[arg(short, long, value_name = "YEARS", help_heading = "Filters")]
    year: Vec<YearSet>,
    /// Only documents with passages in these languages, found there
    #[arg(
        long,
        value_name = "LANGS",
        value_delimiter = ',',
        visible_alias = "language",
        help_heading = "Filters"
    )]
    lang: Vec<Language>,
    /// Only documents that mention these years
    #[arg(long, value_name = "YEARS", help_heading = "Filters")]
    mentions: Vec<YearSet>,
    /// Only paths with this text, or of this pattern with * and ?
    #[arg(long, value_name = "TEXT", help_heading = "Filters")]
    path: Vec<String>,
    /// Only documents whose metadata name this country
    #[arg(long, value_name = "COUNTRY", help_heading = "Filters")]
    country: Vec<String>,
}

impl Filters {
    /// The filters that the flags ask for.
    pub(super) fn list(&self) -> Vec<Filter> {
        let mut filters: Vec<Filter> = self.topic.iter().cloned().map(Filter::Topic).collect();
        filters.extend(self.year.iter().cloned().map(Filter::Year));
        filters.extend(self.mentions.iter().cloned().map(Filter::Mentions));
        filters.extend(self.path.iter().cloned().map(Filter::Path));
        filters.extend(self.country.iter().cloned().map(Filter::Country));
        if !self.lang.is_empty() {
            filters.push(Filter::Lang(self.lang.clone()));
        }
        filters
    }
}

/// Which words must match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Which {
    /// All words
    All,
    /// Any word
    Any,
    /// All words, or the best hits where no document has them all
    Auto,
}

impl Which {
    /// What it is to the index.
    pub(super) const fn matching(self) -> Matching {
        match self {
            Self::All => Matching::All,
            Self::Any => Matching::Any,
            Self::Auto => Matching::Auto,
        }
    }
}
