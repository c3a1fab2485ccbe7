//! The examples of the README are real. In a block of ```console, a line
//! `$ iomkb …` is run, all of them in order beside a copy of `corpus`, and
//! the lines below it are all that it writes; a line `...` stands for any
//! lines. Other commands are not run. An index of the corpus is there from
//! the start, unless the first command is an ingest.

use std::{fs, path::Path, process::Command};

use super::{files, none, root};

/// The clock of the examples: 22 November 2026.
const CLOCK: &str = "1795305600";

/// The fewest documents that the corpus may have.
const ENTRIES: usize = 24;

/// Runs a command line in a folder, sealed from the user's settings; answers
/// with all that it writes and whether it succeeded.
fn run(line: &str, folder: &Path) -> (String, bool) {
    let program = Path::new(env!("CARGO_BIN_EXE_iomkb"));
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", program.parent().unwrap().display());
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1; {line}")])
        .current_dir(folder)
        .env_clear()
        .envs([("PATH", path.as_str()), ("SOURCE_DATE_EPOCH", CLOCK), ("LC_ALL", "C.UTF-8")])
        .output()
        .unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.success())
}

/// The examples of a text: in blocks of ```console, each command with the
/// lines that it answers.
fn examples(text: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            found.push((command.to_owned(), Vec::new()));
        } else if inside && let Some((_, answer)) = found.last_mut() {
            answer.push(line.trim_end().to_owned());
        }
    }
    found
}

/// Whether lines are as expected, where `...` stands for any lines.
fn is_like(expected: &[String], lines: &[&str]) -> bool {
    match expected.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first == "..." => {
            (0..=lines.len()).any(|skipped| is_like(rest, &lines[skipped..]))
        }
        Some((first, rest)) => {
            lines.split_first().is_some_and(|(line, lines)| line == first && is_like(rest, lines))
        }
    }
}

#[test]
fn the_examples_of_the_readme_are_real() {
    let text = fs::read_to_string(root().join("README.md")).unwrap_or_default();
    let examples: Vec<_> =
        examples(&text).into_iter().filter(|(line, _)| line.starts_with("iomkb ")).collect();
    assert!(
        examples.iter().any(|(line, _)| line.starts_with("iomkb search ")),
        "the README has no `$ iomkb search` in a block of ```console"
    );
    // A copy, because ids come from paths as seen from the index folder.
    let folder = tempfile::tempdir().unwrap();
    for path in files(&root().join("corpus"), "") {
        let copy = folder.path().join(path.strip_prefix(root()).unwrap());
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(path, copy).unwrap();
    }
    if !examples[0].0.starts_with("iomkb ingest") {
        let (output, good) = run("iomkb ingest corpus", folder.path());
        assert!(good, "{output}");
    }
    let mut found = Vec::new();
    for (line, expected) in &examples {
        let (output, _) = run(line, folder.path());
        let lines: Vec<&str> = output.trim_end().lines().map(str::trim_end).collect();
        let end = expected.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
        if !is_like(&expected[..end], &lines) {
            found.push(format!("README.md: `$ {line}` answers\n{}", lines.join("\n")));
        }
    }
    none(&found);
}

#[test]
fn the_corpus_can_be_read() {
    let (output, good) = run("iomkb inspect --format jsonl corpus", root());
    assert!(good, "{output}");
    let entries: Vec<&str> = output.lines().collect();
    assert!(entries.len() >= ENTRIES, "{} entries", entries.len());
    let broken = |entry: &&&str| entry.contains("\"notes\":[\"front matter");
    none(&entries.iter().filter(broken).map(|entry| (*entry).to_owned()).collect::<Vec<_>>());
}
