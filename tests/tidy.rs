//! The rules of the house that no compiler checks: which room may import
//! which, where files and the clock are touched, how long a file may be,
//! and that the examples of the README are real.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a harness may fail at once")]

#[path = "tidy/examples.rs"]
mod examples;
#[path = "tidy/rust.rs"]
mod rust;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use rust::{bare, line_at, paths, without_tests};

/// What stands beside the dot files at the top of the repository.
const TOP: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "corpus",
    "index",
    "src",
    "tests",
];

/// Crates with a job of their own, and the rooms that may name them.
const CRATES: &[(&str, &[&str])] = &[
    ("tantivy", &["index"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("indicatif", &["cli"]),
    ("terminal_size", &["cli"]),
    ("signal_hook", &["cli"]),
    ("whatlang", &["segment"]),
    ("rust_stemmers", &["analyze"]),
    ("frostem", &["analyze"]),
    ("comfy_table", &["render"]),
    ("oxttl", &["topic"]),
    ("oxrdf", &["topic"]),
    ("encoding_rs", &["decode"]),
    ("chardetng", &["decode"]),
    ("ignore", &["source"]),
    ("csv", &["extract", "render"]),
    ("serde_saphyr", &["extract"]),
    ("pdf_oxide", &["extract"]),
    ("pdf_extract", &["extract"]),
    ("flate2", &["extract"]),
    ("html5ever", &["extract"]),
    ("mail_parser", &["extract"]),
    ("pdf_extract", &["extract"]),
    ("pdf_oxide", &["extract"]),
    ("quick_xml", &["extract"]),
    ("rustix", &["extract"]),
    ("tar", &["extract"]),
    ("zip", &["extract"]),
];

/// Words that touch the world, and the rooms that may use them.
const TOUCHES: &[(&str, &[&str])] = &[
    ("fs::", &["source", "topic", "index", "cli"]),
    ("File::", &["source", "topic", "index", "cli"]),
    (".canonicalize()", &["source", "topic", "index", "cli"]),
    (".exists()", &["source", "topic", "index", "cli"]),
    (".read_dir()", &["source", "topic", "index", "cli"]),
    (".spawn()?", &["extract"]),
    ("stdin()", &["source", "cli"]),
    ("stdout()", &["cli"]),
    ("stderr()", &["cli"]),
    ("print!", &["cli"]),
    ("println!", &["cli"]),
    ("eprint!", &["cli"]),
    ("eprintln!", &["cli"]),
    ("env::", &["cli"]),
    ("SystemTime::now", &["cli"]),
    ("Instant::now", &["cli"]),
];

/// Where a room may touch what is another's, and why. One that is no longer
/// needed is an error.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("ingest", "fs::", "the index folder is never walked, under whatever name"),
    ("ingest", ".canonicalize()", "ids are seen from where the index folder stands"),
    ("ingest", "Instant::now", "how long ago the last commit was, no date"),
    ("index", "Instant::now", "how long to wait for another writer, no date"),
];

/// What no code outside tests contains.
const NEVER: &[&str] = &[".unwrap()", "todo!", "unimplemented!", "dbg!"];

/// The longest file without its tests, in lines.
const LONGEST: usize = 400;

/// A source file of the crate.
struct Source {
    /// Its path below `src`.
    name: String,
    /// The room that it belongs to; `main` and `lib` are none.
    room: String,
    /// All of it.
    text: String,
    /// Its code: comments, literals and tests blanked, lines kept.
    code: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder whose names end so, sorted.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, end));
        } else if path.to_string_lossy().ends_with(end) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        let room = name.split(['/', '.']).next().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let code = without_tests(&bare(&text));
        Source { name, room, text, code }
    };
    files(&src, ".rs").into_iter().map(read).collect()
}

/// The files that belong to the repository: those that git has or would add,
/// else all but hidden and built ones.
fn tracked() -> Vec<String> {
    let arguments = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let git = Command::new("git").args(arguments).current_dir(root()).output();
    if let Ok(git) = git
        && git.status.success()
        && !git.stdout.is_empty()
    {
        let text = String::from_utf8(git.stdout).unwrap();
        return text.lines().filter(|name| root().join(name).exists()).map(str::to_owned).collect();
    }
    let name = |path: PathBuf| path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
    let built = |name: &String| name.starts_with("target/") || name.starts_with(".git/");
    files(root(), "").into_iter().map(name).filter(|name| !built(name)).collect()
}

/// Fails with all that was found, one a line.
fn none(found: &[String]) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// Where code has a word, not as the end of a longer one.
fn calls<'a>(code: &'a str, needle: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    code.match_indices(needle)
        .map(|(at, _)| at)
        .filter(move |at| needle.starts_with('.') || !code[..*at].ends_with(is_word))
}

/// The rooms in the order of the map, by its lines: nouns, write path and so
/// on.
fn rooms(lib: &str) -> Vec<Vec<String>> {
    let map = lib.split("//! # Map").nth(1).unwrap().split("//! # Invariants").next().unwrap();
    let declared: BTreeSet<String> = modules(lib).into_iter().flatten().collect();
    let mut seen = BTreeSet::new();
    let lines = map.split("//! - ").skip(1);
    let mut is_new = |word: &&str| declared.contains(*word) && seen.insert((*word).to_owned());
    lines
        .map(|line| line.split("//!\n").next().unwrap())
        .map(|line| line.split('`').skip(1).step_by(2))
        .map(|words| words.filter(&mut is_new).map(str::to_owned).collect())
        .collect()
}

/// The modules as they are declared, by groups divided by empty lines.
fn modules(lib: &str) -> Vec<Vec<String>> {
    let code = bare(lib);
    let name = |line: &str| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned());
    let groups = code.split("\n\n").map(|group| group.lines().filter_map(name).collect());
    groups.filter(|group: &Vec<String>| !group.is_empty()).collect()
}

#[test]
fn the_map_is_the_modules() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let sorted = |mut rooms: Vec<String>| {
        rooms.sort();
        rooms
    };
    let map: Vec<Vec<String>> = rooms(&lib).into_iter().map(sorted).collect();
    assert_eq!(map, modules(&lib), "the map and the `mod` lines of src/lib.rs differ");
}

#[test]
fn no_room_imports_one_below_it() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let order = rooms(&lib).concat();
    let place = |room: &str| order.iter().position(|known| known == room);
    let mut found = Vec::new();
    for source in sources() {
        let Some(here) = place(&source.room) else { continue };
        for (path, at) in paths(&source.code) {
            let where_ = format!("src/{}:{}", source.name, line_at(&source.code, at));
            let mut segments = path.split("::");
            let first = segments.next().unwrap();
            let next = segments.next().unwrap_or_default();
            if first == "crate" && place(next).is_none_or(|there| there > here) {
                found.push(format!("{where_}: {path} is not above {}", source.room));
            }
            let up = path.split("::").take_while(|segment| *segment == "super").count();
            let depth = source.name.trim_end_matches("/mod.rs").matches('/').count();
            if up > depth {
                found.push(format!("{where_}: {path} leaves the room, write crate::"));
            }
        }
    }
    none(&found);
}

#[test]
fn a_crate_with_a_job_is_named_in_its_room() {
    let mut found = Vec::new();
    let mut used = BTreeSet::new();
    for source in sources() {
        for (path, at) in paths(&source.code) {
            let first = path.split("::").next().unwrap();
            let rooms = CRATES.iter().find(|(name, _)| *name == first).map(|(_, rooms)| *rooms);
            used.insert(first.to_owned());
            if rooms.is_some_and(|rooms| !rooms.contains(&source.room.as_str())) {
                let line = line_at(&source.code, at);
                found.push(format!("src/{}:{line}: {path} in {}", source.name, source.room));
            }
        }
    }
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let table = manifest.split("[dependencies]\n").nth(1).unwrap();
    for line in table.lines().take_while(|line| !line.starts_with('[') && !line.is_empty()) {
        let name = line.split(['=', ' ', '.']).next().unwrap();
        if !used.contains(&name.replace('-', "_")) {
            found.push(format!("Cargo.toml: nothing names {name}"));
        }
    }
    none(&found);
}

#[test]
fn only_the_rooms_that_may_touch_the_world() {
    let mut found = Vec::new();
    let mut used = BTreeSet::new();
    for source in sources() {
        let barred = TOUCHES.iter().filter(|(_, rooms)| !rooms.contains(&source.room.as_str()));
        for (needle, _) in barred {
            for at in calls(&source.code, needle) {
                let known = |one: &&(&str, &str, &str)| (one.0, one.1) == (&*source.room, *needle);
                if let Some(exception) = EXCEPTIONS.iter().find(known) {
                    used.insert(exception);
                } else {
                    let line = line_at(&source.code, at);
                    found.push(format!("src/{}:{line}: {needle} in {}", source.name, source.room));
                }
            }
        }
    }
    let stale = EXCEPTIONS.iter().filter(|one| !used.contains(*one));
    found.extend(stale.map(|(room, needle, _)| format!("{room} has no {needle} any more")));
    none(&found);
}

#[test]
fn every_file_says_what_it_is_for_and_ends() {
    let mut found = Vec::new();
    for source in sources() {
        let docs = source.text.lines().take_while(|line| line.starts_with("//!")).count();
        if docs < 3 {
            found.push(format!("src/{}:1: {docs} lines of //! instead of 3 or more", source.name));
        }
        let lines = source.text.split("\nmod tests {").next().unwrap().lines().count();
        if lines > LONGEST {
            found.push(format!("src/{}:{lines}: {lines} lines without tests", source.name));
        }
    }
    for path in files(&root().join("tests"), ".rs") {
        if !fs::read_to_string(&path).unwrap().starts_with("//!") {
            found.push(format!("{}:1: does not open with //!", path.display()));
        }
    }
    none(&found);
}

#[test]
fn nothing_panics_on_purpose() {
    let mut found = Vec::new();
    for source in sources() {
        let mut tell = |at: usize, what: &str| {
            found.push(format!("src/{}:{}: {what}", source.name, line_at(&source.code, at)));
        };
        for needle in NEVER {
            source.code.match_indices(needle).for_each(|(at, _)| tell(at, needle));
        }
        for (at, _) in source.code.match_indices(".expect(") {
            let from = source.code[..at].rfind("#[expect(clippy::expect_used").unwrap_or(0);
            // The attribute stands on the statement, or on a short function.
            if from == 0 || line_at(&source.code, at) - line_at(&source.code, from) > 12 {
                tell(at, ".expect( without #[expect(clippy::expect_used, reason = …)]");
            }
        }
    }
    let folders = ["src", "tests"].map(|folder| files(&root().join(folder), ".rs"));
    for path in folders.iter().flatten() {
        let code = bare(&fs::read_to_string(path).unwrap());
        for needle in ["#[ignore", "#[should_panic"] {
            if let Some(at) = code.find(needle) {
                found.push(format!("{}:{}: {needle}]", path.display(), line_at(&code, at)));
            }
        }
    }
    none(&found);
}

#[test]
fn the_top_of_the_repository_is_known() {
    let top: BTreeSet<String> = tracked()
        .iter()
        .map(|name| name.split('/').next().unwrap().to_owned())
        .filter(|name| !name.starts_with('.'))
        .collect();
    assert_eq!(top.iter().map(String::as_str).collect::<Vec<_>>(), TOP);
}

#[test]
fn no_text_knows_a_machine() {
    // Divided, so that this file does not have them.
    let needles = [
        concat!("/wo", "rk/"),
        concat!("/fa", "rm"),
        concat!("/ro", "ot/"),
        concat!("/tmp/", "scratch"),
        concat!("sparse+", "http"),
        concat!("index.", "crates.io"),
        concat!("static.", "crates.io"),
    ];
    let mut found = Vec::new();
    for name in tracked() {
        let Ok(text) = fs::read_to_string(root().join(&name)) else { continue };
        for needle in needles {
            for (at, _) in text.match_indices(needle) {
                // A path of a web address is no path of a machine.
                let before = text[..at].chars().next_back().unwrap_or(' ');
                if !(needle.starts_with('/') && (before.is_alphanumeric() || before == '.')) {
                    found.push(format!("{name}:{}: {needle}", line_at(&text, at)));
                }
            }
        }
    }
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let home = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    let foreign = |line: &&str| line.starts_with("source = ") && *line != home;
    found.extend(lock.lines().filter(foreign).map(|line| format!("Cargo.lock: {line}")));
    none(&found);
}
