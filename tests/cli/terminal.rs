//! What a person sees: a table in the width of the terminal, colours only
//! there. `script` of util-linux is the terminal; without it these tests say
//! so and look at nothing.

use std::sync::atomic::{AtomicUsize, Ordering};

use unicode_width::UnicodeWidthStr;

use crate::sandbox::{Run, Sandbox, not_tested};

/// Runs a line of shell on a terminal of so many columns.
pub(crate) fn on_terminal(sandbox: &Sandbox, columns: u16, line: &str) -> Option<Run> {
    let script = std::process::Command::new("script").arg("--version").output();
    if script.is_err() {
        not_tested("`script` is not there to simulate a terminal");
        return None;
    }
    let program = env!("CARGO_BIN_EXE_iomkb");
    // Tests that share a sandbox run at once.
    static LINES: AtomicUsize = AtomicUsize::new(0);
    let script = format!("line-{}.sh", LINES.fetch_add(1, Ordering::Relaxed));
    sandbox.write(
        &script,
        format!("stty cols {columns} rows 40\niomkb() {{ '{program}' \"$@\"; }}\n{line}\n"),
    );
    Some(sandbox.shell(&format!("script -qec 'sh {script}' /dev/null")))
}

/// A text without the styles that `Colours` writes.
pub(crate) fn unstyled(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').unwrap_or(("", part)).1)
}

#[test]
fn a_table_fits_the_terminal() {
    let library = Sandbox::library();
    for columns in [60, 80, 132] {
        let Some(run) = on_terminal(
            &library,
            columns,
            "iomkb search 'legal identity OR 学习 OR المدارس OR säsongsarbetare'",
        ) else {
            return;
        };
        let text = unstyled(&run.code(0).stdout);
        for line in text.lines() {
            let width = line.trim_end_matches('\r').width();
            assert!(width <= usize::from(columns), "{width} columns: {line}");
        }
        assert!(text.contains("Birth registration"), "{text}");
        assert!(text.contains("documents, 5 shown"), "{text}");
    }
}

#[test]
fn every_match_is_seen_in_a_table() {
    let long = format!(
        "{} needle {} thread {}",
        "hay ".repeat(80),
        "straw ".repeat(10),
        "hay ".repeat(80)
    );
    let sandbox = Sandbox::with(&[("docs/a.txt", &format!("A barn\n\n{long}\n"))]);
    sandbox.ingest();
    let Some(run) = on_terminal(&sandbox, 80, "iomkb search needle thread") else { return };
    let shown = run.code(0).stdout;
    for word in ["needle", "thread"] {
        assert!(shown.contains(&format!("\u{1b}[33m{word}\u{1b}[0m")), "{word}: {shown}");
    }
    assert!(!unstyled(&shown).contains(&"hay ".repeat(70)), "the passage is cut");
}

#[test]
fn colours_are_for_terminals() {
    let library = Sandbox::library();
    let styled = |line: &str| {
        on_terminal(&library, 80, line).map(|run| run.code(0).stdout.contains('\u{1b}'))
    };
    let Some(plain) = styled("iomkb search smugglers") else { return };
    assert!(plain);
    assert_eq!(styled("NO_COLOR=1 iomkb search smugglers"), Some(false));
    assert_eq!(styled("TERM=dumb iomkb search smugglers"), Some(false));
    assert_eq!(styled("iomkb search smugglers --color never"), Some(false));
    assert_eq!(styled("NO_COLOR=1 iomkb search smugglers --color always"), Some(true));
    assert_eq!(styled("iomkb search smugglers | cat"), Some(false));
}

#[test]
fn copies_are_counted_once_in_the_table_and_listed_elsewhere() {
    let text = "The ferry crosses the strait twice a day and carries traders, pupils and those who return home.";
    let sandbox = Sandbox::with(&[
        ("docs/a.txt", text),
        ("docs/b.txt", text),
        ("docs/c.txt", "A ferry sank in the strait."),
    ]);
    sandbox.ingest();
    let table = sandbox.run(&["search", "ferry", "--format", "table"]).code(0);
    assert!(table.stdout.contains("+1 near-duplicate"), "{table:?}");
    let lines = sandbox.run(&["search", "ferry"]).code(0);
    assert_eq!(lines.stdout.lines().count(), 3);
    let json = sandbox.run(&["search", "ferry", "--json"]).json();
    let copies =
        json["hits"].as_array().unwrap().iter().filter(|hit| hit.get("duplicate_of").is_some());
    assert_eq!(copies.count(), 1);
}

#[test]
fn a_progress_bar_leaves_nothing_behind_in_a_pipe() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "A ferry.")]);
    let run = sandbox.ingest();
    assert!(!run.stderr.contains(['\r', '\u{1b}']), "{run:?}");
}
