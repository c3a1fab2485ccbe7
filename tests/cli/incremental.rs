//! Ingesting again: new, changed, unchanged and gone files, and what must
//! never be lost.

use std::{collections::BTreeMap, path::Path, time::SystemTime};

use crate::sandbox::{Run, Sandbox, not_tested};

fn ferry_and_pier() -> Sandbox {
    let sandbox = Sandbox::with(&[
        ("docs/a.txt", "The ferry is late."),
        ("docs/sub/b.txt", "The pier is long."),
    ]);
    sandbox.ingest();
    sandbox
}

/// The line with the numbers.
fn counts(run: &Run) -> &str {
    let line = run.stderr.lines().find(|line| line.starts_with("documents: ")).unwrap();
    line.trim_start_matches("documents: ")
}

/// Every file below a folder with its size and time.
fn listing(folder: &Path) -> BTreeMap<String, (u64, SystemTime)> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let metadata = entry.metadata().unwrap();
        if metadata.is_dir() {
            all.extend(listing(&entry.path()));
        }
        let path = entry.path().display().to_string();
        all.insert(path, (metadata.len(), metadata.modified().unwrap()));
    }
    all
}

#[test]
fn new_changed_unchanged_and_gone() {
    let sandbox = ferry_and_pier();
    sandbox.write("docs/a.txt", "The ferry is early.");
    sandbox.write("docs/c.txt", "The crane is tall.");
    assert_eq!(counts(&sandbox.ingest()), "1 added, 1 changed, 1 unchanged; skipped: 0");
    assert_eq!(sandbox.found(&["late"]), [""; 0]);
    assert_eq!(sandbox.found(&["early"]), ["a.txt"]);
    sandbox.remove("docs/sub/b.txt");
    assert_eq!(counts(&sandbox.ingest()), "0 added, 0 changed, 2 unchanged, 1 gone; skipped: 0");
    assert_eq!(sandbox.found(&["*"]).len(), 2);
    assert_eq!(sandbox.found(&["pier"]), [""; 0]);
}

#[test]
fn nothing_is_written_where_nothing_changed() {
    let sandbox = ferry_and_pier();
    let before = listing(&sandbox.path("index"));
    assert_eq!(counts(&sandbox.ingest()), "0 added, 0 changed, 2 unchanged; skipped: 0");
    assert_eq!(listing(&sandbox.path("index")), before);
    // A file that is only touched says the same.
    let file = std::fs::File::options().append(true).open(sandbox.path("docs/a.txt")).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    assert_eq!(counts(&sandbox.ingest()), "0 added, 0 changed, 2 unchanged; skipped: 0");
    assert_eq!(listing(&sandbox.path("index")), before);
}

#[test]
fn a_change_is_seen_whatever_the_clock_says() {
    // Long after the files were written, so that their times are trusted.
    let later = "4102444800";
    let sandbox = Sandbox::with(&[("docs/a.txt", "The ferry is late."), ("docs/b.txt", "A pier.")]);
    let ingest = || {
        sandbox.finish(sandbox.command().args(["ingest", "docs"]).env("SOURCE_DATE_EPOCH", later))
    };
    ingest().code(0);
    let before = listing(&sandbox.path("index"));
    assert_eq!(counts(&ingest()), "0 added, 0 changed, 2 unchanged; skipped: 0");
    assert_eq!(listing(&sandbox.path("index")), before);
    // The same size as before.
    sandbox.write("docs/a.txt", "The ferry is lost.");
    assert_eq!(counts(&ingest()), "0 added, 1 changed, 1 unchanged; skipped: 0");
    assert_eq!(sandbox.found(&["lost"]), ["a.txt"]);
}

#[test]
fn a_root_that_is_missing_deletes_nothing() {
    let sandbox = ferry_and_pier();
    std::fs::rename(sandbox.path("docs"), sandbox.path("away")).unwrap();
    let run = sandbox.run(&["ingest", "docs"]).code(3);
    assert!(run.stderr.contains("skipped docs: no such file or folder"), "{run:?}");
    assert_eq!(sandbox.found(&["*"]).len(), 2);
}

#[test]
fn a_root_that_is_empty_deletes_nothing() {
    let sandbox = ferry_and_pier();
    std::fs::remove_dir_all(sandbox.path("docs")).unwrap();
    std::fs::create_dir(sandbox.path("docs")).unwrap();
    let run = sandbox.run(&["ingest", "docs"]).code(3);
    assert!(run.stderr.contains("skipped docs: the folder has no files"), "{run:?}");
    assert_eq!(sandbox.found(&["*"]).len(), 2);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_deletes_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = ferry_and_pier();
    let sub = sandbox.path("docs/sub");
    let rights =
        |mode| std::fs::set_permissions(&sub, std::fs::Permissions::from_mode(mode)).unwrap();
    rights(0o000);
    let is_root = std::fs::read_dir(&sub).is_ok();
    let run = sandbox.run(&["ingest", "docs"]);
    rights(0o755);
    if is_root {
        not_tested("root can read every folder");
        return;
    }
    run.code(3);
    assert_eq!(sandbox.found(&["pier"]), ["b.txt"]);
}

#[test]
fn other_roots_are_left_alone() {
    let sandbox = ferry_and_pier();
    sandbox.write("more/c.txt", "The crane is tall.");
    let run = sandbox.run(&["ingest", "more"]).code(0);
    assert_eq!(counts(&run), "1 added, 0 changed, 0 unchanged; skipped: 0");
    assert_eq!(sandbox.found(&["*"]).len(), 3);
}

#[test]
fn gone_documents_can_be_kept() {
    let sandbox = ferry_and_pier();
    sandbox.remove("docs/a.txt");
    let run = sandbox.run(&["ingest", "docs", "--keep-gone"]).code(0);
    assert_eq!(counts(&run), "0 added, 0 changed, 1 unchanged, 1 kept; skipped: 0");
    let hit = sandbox.run(&["search", "ferry", "--json"]).code(0).json()["hits"][0].clone();
    assert_eq!(hit["passages"][0]["text"], "The ferry is late.");
    assert_eq!(counts(&sandbox.ingest()), "0 added, 0 changed, 1 unchanged, 1 gone; skipped: 0");
}

#[test]
fn a_file_that_becomes_unreadable_keeps_its_document() {
    let sandbox = ferry_and_pier();
    sandbox.write("docs/a.txt", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00");
    let run = sandbox.run(&["ingest", "docs"]).code(3);
    assert!(run.stderr.contains("a.txt: "), "{run:?}");
    assert_eq!(sandbox.found(&["ferry"]), ["a.txt"]);
}

#[test]
fn a_folder_with_its_index_can_move() {
    let sandbox = Sandbox::with(&[("home/docs/a.txt", "The ferry is late.")]);
    sandbox.shell("cd home && iomkb ingest docs").code(0);
    let id = sandbox.shell("cd home && iomkb search ferry --format ids").code(0).stdout;
    std::fs::rename(sandbox.path("home"), sandbox.path("house")).unwrap();
    sandbox.shell("cd house && iomkb ingest docs").code(0);
    assert_eq!(sandbox.shell("cd house && iomkb search ferry --format ids").code(0).stdout, id);
}

#[test]
fn a_rebuild_answers_the_same_from_a_new_generation() {
    let sandbox = Sandbox::with_corpus("library");
    sandbox.ingest();
    let answers =
        || sandbox.run(&["search", "legal identity OR flykting OR 学习", "--json"]).code(0).stdout;
    let before = answers();
    assert!(sandbox.path("index/generation-1").exists());
    sandbox.run(&["ingest", "--rebuild", "docs"]).code(0);
    assert_eq!(answers(), before);
    assert!(!sandbox.path("index/generation-1").exists());
    assert!(sandbox.path("index/generation-2").exists());
    // Without a path it takes what the index was made of.
    sandbox.remove("docs/route-en.txt");
    sandbox.run(&["ingest", "--rebuild"]).code(0);
    assert_eq!(sandbox.found(&["*"]).len(), 8);
}

#[test]
fn a_rebuild_keeps_what_it_cannot_see() {
    let sandbox = ferry_and_pier();
    sandbox.feed(&["ingest", "-"], "A buoy from standard input.").code(0);
    sandbox.run(&["ingest", "--rebuild", "docs"]).code(0);
    assert_eq!(sandbox.found(&["buoy"]), ["-"]);
    assert_eq!(sandbox.found(&["*"]).len(), 3);
}

#[test]
fn forgotten_documents_stay_out_until_they_change() {
    let sandbox = ferry_and_pier();
    let id = sandbox.run(&["search", "ferry", "--format", "ids"]).code(0).stdout;
    let run = sandbox.run(&["forget", id.trim()]).code(0);
    assert!(run.stderr.starts_with("forgotten: "), "{run:?}");
    assert_eq!(sandbox.found(&["ferry"]), [""; 0]);
    let run = sandbox.ingest();
    assert!(counts(&run).contains("1 forgotten"), "{run:?}");
    assert_eq!(sandbox.found(&["ferry"]), [""; 0]);
    sandbox.run(&["ingest", "--rebuild", "docs"]).code(0);
    assert_eq!(sandbox.found(&["ferry"]), [""; 0]);
    sandbox.write("docs/a.txt", "The ferry is early.");
    sandbox.ingest();
    assert_eq!(sandbox.found(&["ferry"]), ["a.txt"]);
}

#[test]
fn a_forgotten_record_stays_out() {
    let sandbox = Sandbox::with_corpus("library");
    sandbox.ingest();
    sandbox.run(&["forget", "kb-1", "kb-2"]).code(0);
    sandbox.write(
        "docs/records.jsonl",
        std::fs::read_to_string(sandbox.path("docs/records.jsonl")).unwrap() + "\n",
    );
    sandbox.ingest();
    let mut left = sandbox.found(&["path:records"]);
    left.sort();
    assert_eq!(left, ["kb-3", "kb-4"]);
    // All or none.
    sandbox.run(&["forget", "kb-3", "kb-9"]).code(1);
    sandbox.run(&["show", "kb-3"]).code(0);
}

#[cfg(unix)]
#[test]
fn the_index_inside_the_folder_is_not_read() {
    let sandbox = Sandbox::with(&[("a.txt", "The ferry is late.")]);
    sandbox.run(&["ingest", "."]).code(0);
    let run = sandbox.run(&["ingest", "."]).code(0);
    assert_eq!(counts(&run), "0 added, 0 changed, 1 unchanged; skipped: 0");
}
