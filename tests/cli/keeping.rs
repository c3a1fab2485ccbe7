//! Keeping up with folders that change: files that move, files that cannot
//! be read, what is left out, and what an ingest would do.

use std::path::Path;

use serde_json::Value;

use crate::sandbox::{Run, Sandbox};

const FERRY: &str = "The ferry is late.";
const PIER: &str = "The pier is long.";

/// The line with the numbers.
fn counts(run: &Run) -> &str {
    let line = run.stderr.lines().find(|line| line.starts_with("documents: ")).unwrap();
    line.trim_start_matches("documents: ")
}

/// Two documents, ingested.
fn two() -> Sandbox {
    let sandbox = Sandbox::with(&[("docs/a.txt", FERRY), ("docs/b.txt", PIER)]);
    sandbox.ingest();
    sandbox
}

fn rename(sandbox: &Sandbox, from: &str, to: &str) {
    let to = sandbox.path(to);
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::rename(sandbox.path(from), to).unwrap();
}

/// What an ingest of `docs` reports of each document, with the path that it
/// moved from.
fn report(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    sandbox.run(&[&["ingest", "--report", "report"], args].concat());
    let name = |path: &Value| {
        path.as_str().map(|path| Path::new(path).file_name().unwrap().to_str().unwrap().to_owned())
    };
    let text = std::fs::read_to_string(sandbox.path("report")).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines
        .filter(|line| line["outcome"].is_string())
        .map(|line| {
            let from = name(&line["from"]).map(|from| format!(" from {from}")).unwrap_or_default();
            let path = name(&line["path"]).unwrap();
            format!("{} {path}{from}", line["outcome"].as_str().unwrap())
        })
        .collect()
}

#[test]
fn a_file_that_moves_is_not_new() {
    let sandbox = two();
    rename(&sandbox, "docs/a.txt", "docs/sub/z.txt");
    assert_eq!(report(&sandbox, &["docs"]), ["unchanged b.txt", "moved z.txt from a.txt"]);
    assert_eq!(sandbox.found(&["ferry"]), ["z.txt"]);
    assert_eq!(sandbox.found(&["*"]).len(), 2);
    assert_eq!(counts(&sandbox.ingest()), "0 added, 0 changed, 2 unchanged; skipped: 0");
}

#[test]
fn what_has_moved_is_what_reading_it_would_give() {
    let sandbox = Sandbox::with(&[
        ("docs/old/a.txt", "A ferry\n\nIt was late in 1999, and nobody knew."),
        ("docs/old/empty-title.csv", "id,text\nr1,A pier\nr2,A crane\n"),
        ("docs/old/m.md", "---\ntitle: Buoys\ndate: 2011\n---\nA buoy."),
        ("docs/b.txt", PIER),
    ]);
    sandbox.ingest();
    rename(&sandbox, "docs/old", "docs/2019");
    let run = sandbox.ingest();
    assert_eq!(counts(&run), "0 added, 0 changed, 1 unchanged, 4 moved; skipped: 0");
    let shown = |id: &str| sandbox.run(&["show", "--json", id]).code(0).stdout;
    let ids = sandbox.run(&["search", "*", "--format", "ids"]).code(0).stdout;
    let moved: Vec<String> = ids.lines().map(shown).collect();
    sandbox.run(&["ingest", "--rebuild", "docs"]).code(0);
    let made: Vec<String> = ids.lines().map(shown).collect();
    assert_eq!(moved, made);
    assert_eq!(sandbox.found(&["ferry", "--year", "2019"]), ["a.txt"]);
    assert_eq!(sandbox.found(&["buoy", "--year", "2011"]), ["m.md"]);
}

#[test]
fn moves_between_roots_and_swapped_names() {
    let sandbox = two();
    sandbox.write("more/c.txt", "The crane is tall.");
    sandbox.run(&["ingest", "more"]).code(0);
    rename(&sandbox, "docs/a.txt", "more/a.txt");
    let run = sandbox.run(&["ingest", "docs", "more"]).code(0);
    assert_eq!(counts(&run), "0 added, 0 changed, 2 unchanged, 1 moved; skipped: 0");
    rename(&sandbox, "more/a.txt", "x");
    rename(&sandbox, "more/c.txt", "more/a.txt");
    rename(&sandbox, "x", "more/c.txt");
    let run = sandbox.run(&["ingest", "more"]).code(0);
    assert_eq!(counts(&run), "0 added, 2 changed, 0 unchanged; skipped: 0");
    assert_eq!(sandbox.found(&["ferry"]), ["c.txt"]);
}

#[test]
fn a_copy_is_no_move() {
    let sandbox = two();
    sandbox.write("docs/c.txt", FERRY);
    assert_eq!(counts(&sandbox.ingest()), "1 added, 0 changed, 2 unchanged; skipped: 0");
    sandbox.remove("docs/a.txt");
    assert_eq!(counts(&sandbox.ingest()), "0 added, 0 changed, 2 unchanged, 1 gone; skipped: 0");
    // One of two copies has moved, the other is new.
    rename(&sandbox, "docs/c.txt", "docs/d.txt");
    sandbox.write("docs/e.txt", FERRY);
    let run = sandbox.ingest();
    assert_eq!(counts(&run), "1 added, 0 changed, 1 unchanged, 1 moved; skipped: 0");
}

#[test]
fn what_was_forgotten_stays_out_when_it_moves() {
    let sandbox = two();
    let id = sandbox.run(&["search", "ferry", "--format", "ids"]).code(0).stdout;
    sandbox.run(&["forget", id.trim()]).code(0);
    rename(&sandbox, "docs/a.txt", "docs/z.txt");
    for _ in 0..2 {
        let run = sandbox.ingest();
        assert_eq!(counts(&run), "0 added, 0 changed, 1 unchanged, 1 forgotten; skipped: 0");
    }
    sandbox.write("docs/z.txt", "The ferry is early.");
    sandbox.ingest();
    assert_eq!(sandbox.found(&["ferry"]), ["z.txt"]);
}

#[test]
fn what_cannot_be_read_is_remembered() {
    let sandbox = two();
    sandbox.write("docs/c.txt", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00");
    sandbox.write("docs/d.jsonl", "{\"id\":\"r1\",\"text\":\"A crane.\"}\n{\n");
    let run = sandbox.run(&["ingest", "docs"]).code(3);
    assert_eq!(counts(&run), "1 added, 0 changed, 2 unchanged; skipped: 2");
    let again = sandbox.run(&["ingest", "docs"]).code(3);
    let said = "0 added, 0 changed, 3 unchanged; skipped: 2, as before (--retry reads again)";
    assert_eq!(counts(&again), said);
    let reasons = |run: &Run| {
        let lines = run.stderr.lines().filter(|line| line.starts_with("skipped "));
        lines.map(|line| line.replace(" (as before)", "")).collect::<Vec<_>>()
    };
    assert_eq!(reasons(&again), reasons(&run));
    assert_eq!(again.stderr.matches(" (as before)").count(), 2, "{again:?}");
    let checked = sandbox.run(&["check", "--format", "json"]).code(0).json();
    assert_eq!(checked["skipped"].as_array().unwrap().len(), 2, "{checked}");
    let retried = sandbox.run(&["ingest", "docs", "--retry"]).code(3);
    assert_eq!(counts(&retried), "0 added, 0 changed, 3 unchanged; skipped: 2");
    // What is mended is read, and what is gone is not told any more.
    sandbox.write("docs/c.txt", "The crane is tall.");
    sandbox.remove("docs/d.jsonl");
    let run = sandbox.run(&["ingest", "docs"]).code(0);
    assert_eq!(counts(&run), "1 added, 0 changed, 2 unchanged, 1 gone; skipped: 0");
    let checked = sandbox.run(&["check", "--format", "json"]).code(0).json();
    assert_eq!(checked["skipped"].as_array().unwrap().len(), 0, "{checked}");
}

#[test]
fn another_format_is_another_try() {
    let sandbox = two();
    sandbox.write("docs/c.jsonl", "A crane\n");
    sandbox.run(&["ingest", "docs"]).code(3);
    sandbox.run(&["ingest", "docs/c.jsonl", "--input-format", "txt"]).code(0);
    assert_eq!(sandbox.found(&["crane"]).len(), 1);
}

#[test]
fn what_is_left_out_leaves() {
    let sandbox = two();
    sandbox.write("docs/drafts/c.txt", "A crane.");
    sandbox.ingest();
    let run = sandbox.run(&["ingest", "docs", "--exclude", "drafts/", "--exclude", "b.*"]).code(0);
    assert_eq!(counts(&run), "0 added, 0 changed, 1 unchanged, 2 excluded; skipped: 0");
    assert_eq!(sandbox.found(&["*"]), ["a.txt"]);
    // Also where it is named.
    sandbox.run(&["ingest", "docs/drafts/c.txt", "--exclude", "drafts/"]).code(0);
    assert_eq!(sandbox.found(&["*"]), ["a.txt"]);
    assert_eq!(counts(&sandbox.ingest()), "2 added, 0 changed, 1 unchanged; skipped: 0");
    let run = sandbox.run(&["ingest", "docs", "--exclude", "!b.txt"]).code(2);
    assert!(run.stderr.contains("'!' is not supported"), "{run:?}");
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    let sandbox = Sandbox::with(&[("docs/a.txt", FERRY), ("docs/b.txt", PIER)]);
    let run = sandbox.run(&["ingest", "docs", "--dry-run"]).code(0);
    assert_eq!(run.stdout, "added\tdocs/a.txt\nadded\tdocs/b.txt\n");
    assert!(run.stderr.ends_with("nothing was written\n"), "{run:?}");
    assert!(!sandbox.path("index").exists());
    sandbox.ingest();
    rename(&sandbox, "docs/b.txt", "docs/d.txt");
    sandbox.write("docs/a.txt", "The ferry is early.");
    sandbox.write("docs/c.txt", "");
    let planned = sandbox.run(&["ingest", "docs", "--dry-run"]).code(3);
    assert_eq!(
        planned.stdout,
        "changed\tdocs/a.txt\nskipped\tdocs/c.txt\tempty: it has no text\n\
         moved\tdocs/d.txt\tfrom docs/b.txt\n"
    );
    assert_eq!(sandbox.found(&["late"]), ["a.txt"]);
    let done = sandbox.run(&["ingest", "docs"]).code(3);
    assert_eq!(counts(&done), counts(&planned));
}

/// The files of a site: a menu and a foot around a text of each one's own.
fn site() -> Vec<(String, String)> {
    let page = |name: &&str| {
        let text = format!(
            "Etusivu\n\nMuuttajien palvelut\n\nSuomen toimisto\n\nOta yhteyttä\n\n\
             News of the {name}\n\nThe {name} crew said that the old pier would be rebuilt with \
             stone from the quarry.\n\nThe families came back to the {name} when it was done.\n\n\
             Lue lisää aiheesta\n\nTilaa kirje\n\nSaavutettavuus\n"
        );
        (format!("docs/{name}.txt"), text)
    };
    ["ferry", "crane", "buoy", "sail", "oar"].iter().map(page).collect()
}

/// All that the index says of every document.
fn all(sandbox: &Sandbox) -> Vec<String> {
    let ids = sandbox.run(&["search", "*", "--format", "ids", "--sort", "path"]).code(0).stdout;
    let shown = |id: &str| sandbox.run(&["show", "--json", id]).code(0).stdout;
    ids.lines().map(shown).collect()
}

#[test]
fn what_a_folder_repeats_is_furniture_whatever_comes_first() {
    let together = Sandbox::new();
    site().iter().for_each(|(path, text)| together.write(path, text));
    together.ingest();
    assert_eq!(together.found(&["palvelut"]).len(), 5);
    let hit = together.run(&["search", "ferry", "--json"]).code(0).json()["hits"][0].clone();
    assert_eq!((&hit["title"], &hit["lang"]), (&"News of the ferry".into(), &"en".into()));
    assert!(!hit["passages"].to_string().contains("palvelut"), "{hit}");
    // One after the other, the last first, and one that leaves again.
    let apart = Sandbox::new();
    apart.write("docs/aaa.txt", "Etusivu\n\nA page that is not of the site and says little.");
    for (path, text) in site().iter().rev() {
        apart.write(path, text);
        apart.run(&["ingest", path]).code(0);
    }
    apart.ingest();
    apart.remove("docs/aaa.txt");
    apart.ingest();
    assert_eq!(all(&apart), all(&together));
    let again = apart.ingest();
    assert!(!again.stderr.contains("committed"), "{again:?}");
    // `inspect` says the same.
    let lines = together.run(&["inspect", "docs"]).code(0).json_lines();
    let furniture = |line: &Value| line["furniture"].as_array().unwrap().len();
    assert_eq!(lines.iter().map(furniture).collect::<Vec<_>>(), [7; 5]);
}

#[test]
fn too_few_files_repeat_nothing() {
    let sandbox = Sandbox::new();
    site().iter().take(3).for_each(|(path, text)| sandbox.write(path, text));
    sandbox.ingest();
    let furniture = || {
        let all = all(&sandbox);
        all.iter().filter(|shown| shown.contains("\"furniture\"")).count()
    };
    let before = furniture();
    sandbox.remove("docs/buoy.txt");
    sandbox.ingest();
    let docs = all(&sandbox);
    assert_eq!((before, docs.len()), (3, 2));
    let repeated = |shown: &&String| {
        let shown: Value = serde_json::from_str(shown).unwrap();
        let passages = shown["passages"].as_array().unwrap().clone();
        passages.iter().any(|it| it["text"] == "Saavutettavuus" && it["role"] == "furniture")
    };
    assert_eq!(docs.iter().filter(repeated).count(), 0, "{docs:?}");
}

#[test]
fn what_a_catalogue_says_goes_with_a_file_that_moves() {
    let sandbox = Sandbox::with(&[
        ("docs/a.txt", FERRY),
        ("docs/b.txt", PIER),
        ("list.csv", "file,title,date\na.txt,Late boats,2014\n"),
    ]);
    sandbox.run(&["ingest", "docs", "--catalog", "list.csv"]).code(0);
    rename(&sandbox, "docs/a.txt", "docs/sub/a.txt");
    let run = sandbox.ingest();
    assert!(counts(&run).starts_with("0 added, 0 changed, 1 unchanged, 1 moved;"), "{run:?}");
    assert_eq!(sandbox.found(&["title:boats", "--year", "2014"]), ["a.txt"]);
    // The row is of another file now.
    rename(&sandbox, "docs/sub/a.txt", "docs/z.txt");
    sandbox.ingest();
    assert_eq!(sandbox.found(&["title:boats"]), [""; 0]);
    rename(&sandbox, "docs/z.txt", "docs/a.txt");
    sandbox.ingest();
    // What a catalogue said stays when it is gone, wherever the file goes.
    sandbox.remove("list.csv");
    rename(&sandbox, "docs/a.txt", "docs/y.txt");
    sandbox.ingest();
    assert_eq!(sandbox.found(&["title:boats", "--year", "2014"]), ["y.txt"]);
}

#[test]
fn parts_that_cannot_be_read_wait_for_the_catalogue() {
    let sandbox = Sandbox::with(&[
        ("docs/r.jsonl", "{\"id\":\"r1\",\"text\":\"A crane.\"}\n{\n"),
        ("list.csv", "id,title\nr1,Tall things\n"),
    ]);
    sandbox.run(&["ingest", "docs"]).code(3);
    sandbox.run(&["ingest", "docs", "--catalog", "list.csv"]).code(3);
    assert_eq!(sandbox.found(&["title:tall"]), ["r1"]);
}

#[test]
fn files_of_one_site_are_known_by_their_address() {
    let sandbox = Sandbox::new();
    let mut list = "file,url,publisher\n".to_owned();
    for (path, text) in site() {
        let name = path.trim_start_matches("docs/").trim_end_matches(".txt");
        sandbox.write(&format!("docs/{name}/{name}.txt"), text);
        list += &format!("{name}.txt,https://www.harbour.example/{name},The harbour\n");
    }
    sandbox.ingest();
    let framed = || all(&sandbox).iter().filter(|shown| shown.contains("\"furniture\"")).count();
    assert_eq!(framed(), 0);
    sandbox.write("list.csv", list);
    sandbox.run(&["ingest", "docs", "--catalog", "list.csv"]).code(0);
    assert_eq!(framed(), 5);
    // What the catalogue said stays when it is gone and documents are made
    // anew because others are.
    sandbox.remove("list.csv");
    sandbox.remove("docs/oar/oar.txt");
    sandbox.remove("docs/sail/sail.txt");
    sandbox.remove("docs/buoy/buoy.txt");
    sandbox.ingest();
    assert_eq!(framed(), 0);
    assert_eq!(sandbox.found(&["source:harbour"]).len(), 2);
}
