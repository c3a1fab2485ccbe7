//! `Query` -> index -> `Statistics`: how many of the matching documents have
//! which topic, system, year, language, source or country, or two of these
//! crossed. Names the values by the vocabulary kept with the index and puts
//! them in order. Neither counts itself nor prints.

mod order;

use std::{collections::HashSet, fmt, str::FromStr};

pub use self::order::{decades, timeline};
use crate::{
    error::{Error, Result},
    index::{Index, Matching},
    language::Language,
    query::Query,
    rank::{Axis, Ranking, Tally},
    search::{Expansion, SearchOptions, search},
    topic::{Concept, Vocabulary},
};

/// The scheme of programmes, frameworks and bodies.
const SYSTEMS: &str = "systems";

/// What documents can be counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Concepts, but for systems and countries.
    Topic,
    /// Programmes, frameworks, data systems and bodies.
    System,
    /// The year of publication.
    Year,
    /// The languages of the passages.
    Lang,
    /// Publisher or site, as metadata says.
    Source,
    /// Countries.
    Country,
}

impl Dimension {
    /// All of them, in the order of help texts.
    pub const ALL: [Self; 6] =
        [Self::Topic, Self::System, Self::Year, Self::Lang, Self::Source, Self::Country];

    /// The name as it is typed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::System => "system",
            Self::Year => "year",
            Self::Lang => "lang",
            Self::Source => "source",
            Self::Country => "country",
        }
    }

    /// What documents without a value are called, `unknown` for the year as
    /// filters take it.
    #[must_use]
    pub const fn absent(self) -> &'static str {
        match self {
            Self::Year => "unknown",
            _ => "none",
        }
    }

    /// The field of the index that is counted.
    const fn field(self) -> &'static str {
        match self {
            Self::System => Self::Topic.name(),
            other => other.name(),
        }
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Dimension {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text).ok_or_else(|| Error::Value {
            what: "dimension",
            value: text.to_owned(),
            message: format!("count by {}", Self::ALL.map(Self::name).join(", ")),
            nearest: Vec::new(),
        })
    }
}

/// How documents are counted.
#[derive(Clone, Debug, Default)]
pub struct StatsOptions {
    /// Whether words must all match.
    pub matching: Matching,
    /// By which other names the concepts of the query are looked for.
    pub expansion: Expansion,
    /// The tables: one dimension each, or two that are crossed, and how many
    /// of the values of the first are kept; none is all.
    pub tables: Vec<(Vec<Dimension>, Option<usize>)>,
}

/// One value and how many documents have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// The value as filters take it; none for documents without a value.
    pub id: Option<String>,
    /// What people call it.
    pub label: String,
    /// Documents.
    pub count: u64,
    /// Whether it stands above others, whose documents it counts too.
    pub is_area: bool,
    /// Documents by the columns of its table; none where it has no columns.
    pub cells: Vec<u64>,
}

/// Counts by one dimension, or by two of them crossed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The dimensions, one or two.
    pub by: Vec<Dimension>,
    /// The values of the first: the most frequent first, years in order, then
    /// areas, and what has no value last.
    pub rows: Vec<Count>,
    /// The values of the second, in the same order.
    pub columns: Vec<Count>,
    /// How many values of the first were left out, the least frequent ones,
    /// and how many areas.
    pub more: [usize; 2],
    /// Documents without a value, by dimension.
    pub without: Vec<u64>,
}

/// What was counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Statistics {
    /// The ranking of the query, without hits.
    pub ranking: Ranking,
    /// The counts, in the order that was asked for.
    pub tables: Vec<Table>,
}

/// Counts the documents that match a query.
///
/// # Errors
/// [`Error::Usage`] for systems where the vocabulary has none, and what
/// [`search`] says.
pub fn stats(index: &Index, query: Query, options: &StatsOptions) -> Result<Statistics> {
    let vocabulary = index.vocabulary()?;
    let axes = |(by, _): &(Vec<Dimension>, _)| -> Result<Vec<Axis>> {
        by.iter().map(|dimension| axis(*dimension, vocabulary)).collect()
    };
    let tallies: Result<Vec<Vec<Axis>>> = options.tables.iter().map(axes).collect();
    let asked = SearchOptions {
        matching: options.matching,
        expansion: options.expansion,
        limit: Some(0),
        tallies: tallies?,
        ..SearchOptions::default()
    };
    let mut ranking = search(index, query, &asked)?;
    let tallies = std::mem::take(&mut ranking.tallies);
    let tables = options.tables.iter().zip(&tallies);
    let tables = tables.map(|((by, limit), tally)| table(by, *limit, tally, vocabulary)).collect();
    Ok(Statistics { ranking, tables })
}

/// What a dimension is to the index: topics and systems stand in one field.
fn axis(dimension: Dimension, vocabulary: &Vocabulary) -> Result<Axis> {
    let is_counted: &dyn Fn(&Concept) -> bool = match dimension {
        Dimension::Topic => &|concept| concept.scheme != SYSTEMS && !concept.is_country(),
        Dimension::System => &|concept| concept.scheme == SYSTEMS,
        _ => return Ok(Axis::new(dimension.field())),
    };
    if !vocabulary.concepts().iter().any(is_counted) {
        let message =
            format!("the vocabulary of this index has no {dimension}s; `iomkb topics` shows it");
        return Err(Error::Usage { message });
    }
    let left_out = vocabulary.concepts().iter().filter(|concept| !is_counted(concept));
    let left_out: HashSet<String> = left_out.map(|concept| concept.id.clone()).collect();
    Ok(Axis { name: dimension.field(), left_out })
}

/// A table of counts with names, in order.
fn table(by: &[Dimension], limit: Option<usize>, tally: &Tally, vocabulary: &Vocabulary) -> Table {
    let areas = areas(vocabulary);
    let sides = by.iter().zip(&tally.sides).map(|(dimension, side)| {
        let values = side.iter().map(|(value, count)| {
            let id = value.as_deref();
            let is_area = id.is_some_and(|id| is_concept(*dimension) && areas.contains(id));
            let label = id.map_or(dimension.absent(), |id| label(*dimension, id, vocabulary));
            let (id, label) = (value.clone(), label.to_owned());
            Count { id, label, count: *count, is_area, cells: Vec::new() }
        });
        let mut values: Vec<Count> = values.collect();
        order::sort(*dimension, &mut values);
        values
    });
    let mut sides = sides.collect::<Vec<_>>().into_iter();
    let (mut rows, columns) = (sides.next().unwrap_or_default(), sides.next().unwrap_or_default());
    for row in &mut rows {
        let cell = |column: &Count| tally.cells.get(&(row.id.clone(), column.id.clone()));
        row.cells = columns.iter().map(|column| cell(column).copied().unwrap_or(0)).collect();
    }
    // A year is always one of a list, the other values are not: that a topic
    // is not there is told beside the counts.
    if by.len() == 1 && by != [Dimension::Year] {
        rows.retain(|row| row.id.is_some());
    }
    let without = tally.sides.iter().map(|side| side.get(&None).copied().unwrap_or_default());
    let more = limit.map_or([0, 0], |limit| order::cut(&mut rows, limit));
    Table { by: by.to_vec(), rows, columns, more, without: without.collect() }
}

/// Whether the values of a dimension are concepts.
const fn is_concept(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::Topic | Dimension::System | Dimension::Country)
}

/// The concepts that have others below them and stand at the top of the
/// tree; of countries every concept that has others below it.
fn areas(vocabulary: &Vocabulary) -> HashSet<&str> {
    let above = vocabulary.concepts().iter().flat_map(|concept| &concept.broader);
    let mut areas: HashSet<&str> = above.map(String::as_str).collect();
    areas.retain(|id| {
        vocabulary
            .concept(id)
            .is_some_and(|concept| concept.broader.is_empty() || concept.is_country())
    });
    areas
}

/// What people call a value.
fn label<'a>(dimension: Dimension, id: &'a str, vocabulary: &'a Vocabulary) -> &'a str {
    match dimension {
        Dimension::Lang => id.parse().map_or(id, |language: Language| language.name()),
        _ if is_concept(dimension) => vocabulary.concept(id).map_or(id, Concept::label),
        _ => id,
    }
}
