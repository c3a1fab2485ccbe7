//! The flags that choose documents, and those that say how words are looked
//! for, alike for every command that has them.
//! They mean the same as the fields of a query; what these mean is said in
//! `query`. The help texts are these doc comments.

use crate::{index::Matching, language::Language, query::Filter, search::Expansion, year::YearSet};

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
    /// Only documents about a country or region: any name of it, or a code;
    /// can be repeated, or several divided by commas
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

/// The flags that say how words are looked for.
#[derive(Debug, clap::Args)]
pub(super) struct Words {
    /// Which words must match; auto: all, or the best there is
    #[arg(long = "match", value_name = "WHICH", value_enum)]
    which: Option<Which>,
    /// Find only the words themselves, not other names of what they name
    #[arg(long)]
    no_expand: bool,
    /// Also find the names of narrower concepts
    #[arg(long, conflicts_with = "no_expand")]
    narrower: bool,
}

impl Words {
    /// Which words must match; none where it was not said.
    pub(super) fn matching(&self) -> Option<Matching> {
        self.which.map(Which::matching)
    }

    /// By which names concepts are looked for.
    pub(super) const fn expansion(&self) -> Expansion {
        match (self.no_expand, self.narrower) {
            (true, _) => Expansion::None,
            (false, true) => Expansion::Narrower,
            (false, false) => Expansion::Names,
        }
    }
}

/// Which words must match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Which {
    /// All words
    All,
    /// Any word
    Any,
    /// All words, or the best hits where no document has them all
    Auto,
}

impl Which {
    /// What it is to the index.
    const fn matching(self) -> Matching {
        match self {
            Self::All => Matching::All,
            Self::Any => Matching::Any,
            Self::Auto => Matching::Auto,
        }
    }
}
