//! What came of a catalogue: a line of counts with the rows that fit nothing
//! below it for people, an object with all of them for programs. Of one that
//! is only remembered people see the counts. Decides nothing; paths are shown as they are given.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{json, text::display};
use crate::catalog::{Report, Unfit};

/// Rows that are named; a report file has them all.
const NAMED: usize = 10;

/// Writes the counts, and the first rows that fit no file, or two.
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let count = |wanted: Why| report.unfit.iter().filter(|one| why(one) == wanted).count();
    let counts = [
        (count(Why::NoFile), "fits no file", "fit no file"),
        (count(Why::Several), "fits several files", "fit several files"),
        (count(Why::Replaced), "gives way to another", "give way to others"),
        (count(Why::Broken), "is broken", "are broken"),
    ];
    let rows = if report.rows == 1 { "row" } else { "rows" };
    let path = display(&report.path);
    write!(out, "catalogue {path}: {} {rows}, {} joined", report.rows, report.joined)?;
    for (count, one, many) in counts {
        match count {
            0 => {}
            1 => write!(out, ", 1 {one}")?,
            count => write!(out, ", {count} {many}")?,
        }
    }
    writeln!(out)?;
    if !report.is_asked {
        return Ok(());
    }
    for one in report.unfit.iter().take(NAMED) {
        writeln!(out, "  line {}: {}", one.line, reason(one))?;
    }
    match report.unfit.len() {
        more @ 11.. => writeln!(out, "  and {} more", more - NAMED),
        _ => Ok(()),
    }
}

/// Writes all of it as one line of JSON.
///
/// # Errors
/// Those of the writer.
pub fn line(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let unfit = |one: &Unfit| {
        let why = match why(one) {
            Why::NoFile => "no-file",
            Why::Several => "several-files",
            Why::Replaced => "replaced",
            Why::Broken => "broken",
        };
        json!({ "line": one.line, "why": why, "cell": one.cell, "files": one.files })
    };
    let value = json!({
        "catalogue": report.path,
        "rows": report.rows,
        "joined": report.joined,
        "not_joined": report.unfit.iter().map(unfit).collect::<Value>(),
    });
    json::object(out, &value)
}

/// Why a row was not joined.
#[derive(PartialEq)]
enum Why {
    NoFile,
    Several,
    Replaced,
    Broken,
}

fn why(one: &Unfit) -> Why {
    match one {
        Unfit { is_broken: true, .. } => Why::Broken,
        Unfit { is_replaced: true, .. } => Why::Replaced,
        Unfit { files, .. } if files.is_empty() => Why::NoFile,
        Unfit { .. } => Why::Several,
    }
}

/// The reason in words.
fn reason(one: &Unfit) -> String {
    let cell = display(&one.cell);
    match why(one) {
        Why::Broken => cell,
        Why::NoFile if one.cell.is_empty() => "names no file".to_owned(),
        Why::NoFile => format!("'{cell}' fits no file"),
        Why::Replaced => format!("'{cell}' fits a file that another row fits better or later"),
        Why::Several => {
            let files: Vec<String> = one.files.iter().take(3).map(|path| display(path)).collect();
            format!("'{cell}' fits {}", files.join(" and "))
        }
    }
}
