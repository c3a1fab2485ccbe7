//! The collections beside the repository: where they are, how much of them
//! is taken, how their files are read.

use std::{
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// A file or folder of the collections; none, with one visible line, where
/// there are no collections.
///
/// # Panics
/// When there are none and `IOMKB_REQUIRE_SHARED=1` asks for them.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval").join(name);
    if path.exists() {
        return Some(path);
    }
    let required = env::var("IOMKB_REQUIRE_SHARED").is_ok_and(|value| value == "1");
    assert!(!required, "IOMKB_REQUIRE_SHARED=1, but there is no {}", path.display());
    say(&format!("eval: not measured, there is no ../shared/eval/{name}\n"));
    None
}

/// Whether all of a collection is measured, not a sample.
pub(crate) fn full() -> bool {
    env::var("IOMKB_EVAL").is_ok_and(|value| value == "full")
}

/// A sample of about `count` items, evenly from all over them; all of them
/// when all are asked for.
pub(crate) fn sample<T>(items: Vec<T>, count: usize) -> Vec<T> {
    let step = if full() { 1 } else { items.len().div_ceil(count).max(1) };
    items.into_iter().step_by(step).collect()
}

/// The lines of a file, each divided at the first tab.
pub(crate) fn pairs(path: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(path).unwrap();
    let pair = |line: &str| {
        let (first, rest) = line.split_once('\t')?;
        Some((first.to_owned(), rest.to_owned()))
    };
    text.lines().filter_map(pair).collect()
}

/// The objects of a file of JSON lines.
pub(crate) fn objects(path: &Path) -> Vec<serde_json::Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Writes past the capture of the test harness, which hides what passes.
pub(crate) fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
