//! How a query was read and what each part of a score is, for people.
//! The parts of a score add up to it; each names the field and the term.
//! For people: the same numbers are in the JSON form.

use std::io::{self, Write};

use super::text::display;
use crate::rank::Ranking;

/// Languages that are named.
const LANGUAGES: usize = 6;

/// Writes how the query was understood.
///
/// # Errors
/// Those of the writer.
pub fn query(out: &mut dyn Write, ranking: &Ranking) -> io::Result<()> {
    writeln!(out, "query: {}", display(&ranking.query))?;
    writeln!(out, "match: {} of the words", ranking.matched.name())?;
    let languages: Vec<String> = ranking
        .languages
        .iter()
        .take(LANGUAGES)
        .map(|one| format!("{} {:.2}", one.lang, one.weight))
        .collect();
    writeln!(out, "languages (weight of each in the score): {}", languages.join(", "))
}

/// Writes the parts of each hit's score.
///
/// # Errors
/// Those of the writer.
pub fn scores(out: &mut dyn Write, ranking: &Ranking) -> io::Result<()> {
    for hit in &ranking.hits {
        writeln!(out, "{}. {}  score {:.4}", hit.rank, display(&hit.document.id.0), hit.score)?;
        for part in &hit.parts {
            let (word, term) = (display(&part.word), display(&part.term));
            writeln!(out, "   {:>8.4}  {word} as {term}", part.score)?;
        }
    }
    Ok(())
}
