//! Hits as comma-separated values (RFC 4180) for spreadsheets, with the
//! names of the columns in the first line. The columns are those of `tsv`.
//! Nothing is cut, and no cell can start a formula.

use std::io::{self, Write};

use super::{text::display_lines, tsv};
use crate::rank::Ranking;

/// Writes the hits.
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut dyn Write, ranking: &Ranking) -> io::Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(tsv::columns(ranking))?;
    for hit in &ranking.hits {
        writer.write_record(tsv::values(hit).iter().map(|value| display_lines(value)))?;
    }
    writer.flush()
}
