//! What cannot be done: what is said, where the fault is, and the exit
//! status. Standard output stays empty.

use insta::assert_snapshot;

use crate::sandbox::{Run, Sandbox};

/// Runs something that must fail in this way and print nothing.
#[track_caller]
fn fails(sandbox: &Sandbox, args: &[&str], status: i32) -> Run {
    let run = sandbox.run(args).code(status);
    assert_eq!(run.stdout, "", "{args:?}");
    assert!(run.stderr.starts_with("error: "), "{args:?}: {run:?}");
    assert!(run.stderr.len() <= 1000, "{args:?}: {} bytes", run.stderr.len());
    run
}

#[test]
fn queries_that_cannot_be_read_say_where() {
    let library = Sandbox::library();
    let case = |query: &str, position: &str| {
        let run = fails(&library, &["search", query], 2);
        assert!(run.stderr.contains(position), "{query}: {}", run.stderr);
    };
    case("(boats", "(position 1)");
    case("boats)", "(position 6)");
    case("boats \"at sea", "(position 7)");
    case("boats year:[", "(position 12)");
    case("boats OR", "(position 7)");
    case("lang:klingon", "(position 6)");
    case("???", "(position 1)");
}

#[test]
fn a_wrong_year_says_what_would_be_right() {
    let library = Sandbox::library();
    assert_snapshot!(fails(&library, &["search", "boats year:20l8"], 2).stderr, @"
    error: '20l8' is not a year: write 2018, 2018..2021, 2018,2020, ..2015, >=2020 or unknown, between 1000 and 2199 (position 12)
    hint:  `iomkb search --help` shows the query language
    ");
}

#[test]
fn queries_that_are_too_large() {
    let library = Sandbox::library();
    let case = |query: &str, said: &str| {
        let run = fails(&library, &["search", query], 2);
        assert!(run.stderr.contains(said), "{}", run.stderr);
    };
    case(&"(".repeat(10_000), "nested deeper than 100 levels (position 101)");
    case(&"boat ".repeat(4_000), "longer than 16 KiB");
    case(&"b".repeat(300), "longer than 255 bytes");
}

#[test]
fn flags_that_do_not_fit_are_errors() {
    let library = Sandbox::library();
    for args in [
        &["-0"][..],
        &["--header", "--format", "json"],
        &["--facets", "year"],
        &["--json", "--format", "tsv"],
        &["--batch", "-", "--format", "table"],
        &["--batch", "-", "--count"],
        &["--syntax"],
        &["--limit", "-1"],
        &["--limit", "many"],
        &["--year", "2018..2016"],
        &["--lang", "klingon"],
        &["--format", "yaml"],
        &["--colour", "always"],
    ] {
        let run = library.run(&[&["search", "boats"], args].concat());
        assert_eq!((run.status, &*run.stdout), (2, ""), "{args:?}: {run:?}");
    }
    fails(&library, &["show", "kb-1", "--raw", "--json"], 2);
    fails(&library, &["ingest", "-0", "docs"], 2);
    fails(&library, &["search", "boats", "--header", "--format", "paths"], 2);
    fails(&library, &["search", "boats", "--count", "--json"], 2);
    fails(&library, &["search", "boats", "--count", "--header"], 2);
}

#[test]
fn a_search_without_an_index() {
    let sandbox = Sandbox::new();
    assert_snapshot!(fails(&sandbox, &["search", "boats"], 4).all(), @"
    status 4
    --- stderr
    error: no index at index
    hint:  make one with `iomkb ingest FOLDER`
    ");
    for args in [&["show", "kb-1"][..], &["check"], &["forget", "kb-1"]] {
        fails(&sandbox, args, 4);
    }
    // Asking makes nothing.
    assert!(!sandbox.path("index").exists());
}

#[test]
fn a_folder_that_is_no_index_is_left_alone() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "A boat."), ("mine/notes.txt", "keep")]);
    fails(&sandbox, &["search", "--index", "mine", "boats"], 4);
    fails(&sandbox, &["ingest", "--index", "mine", "docs"], 4);
    fails(&sandbox, &["ingest", "--index", "docs/a.txt", "docs"], 4);
    let left = std::fs::read_dir(sandbox.path("mine")).unwrap().count();
    assert_eq!(left, 1, "a file was made in a folder that is not ours");
    assert_eq!(std::fs::read_to_string(sandbox.path("docs/a.txt")).unwrap(), "A boat.");
}

#[test]
fn a_folder_with_dot_files_alone_is_an_empty_index() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "A boat."), ("index/.gitkeep", "")]);
    fails(&sandbox, &["search", "boats"], 4);
    sandbox.ingest();
    sandbox.run(&["search", "boat"]).code(0);
}

#[test]
fn the_index_is_where_it_is_said_to_be() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "A boat.")]);
    sandbox.run(&["ingest", "docs", "--index", "deep/er index"]).code(0);
    sandbox.run(&["search", "boat", "--index", "deep/er index"]).code(0);
    let mut command = sandbox.command();
    sandbox.finish(command.args(["search", "boat"]).env("IOMKB_INDEX", "deep/er index")).code(0);
    fails(&sandbox, &["search", "boat"], 4);
}

#[test]
fn an_edited_manifest_is_damage() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "A boat.")]);
    sandbox.ingest();
    let manifest = std::fs::read_to_string(sandbox.path("index/iomkb.json")).unwrap();
    sandbox.write("index/iomkb.json", manifest.replace("generation-1", "generation-2"));
    assert_snapshot!(fails(&sandbox, &["search", "boat"], 5).all(), @"
    status 5
    --- stderr
    error: the index is damaged: index/iomkb.json: its checksum does not fit
    hint:  `iomkb check --full` says what is damaged; `iomkb ingest --rebuild FOLDER` makes it anew
    ");
    fails(&sandbox, &["ingest", "docs"], 5);
    // The way out that the hint names.
    sandbox.run(&["ingest", "--rebuild", "docs"]).code(0);
    sandbox.run(&["search", "boat"]).code(0);
}

#[test]
fn a_newer_format_is_not_read() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "A boat.")]);
    sandbox.ingest();
    let manifest = std::fs::read(sandbox.path("index/iomkb.json")).unwrap();
    let mut manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    manifest["manifest"]["format"] = 99.into();
    let body = manifest["manifest"].to_string();
    let checksum = xxhash_rust::xxh3::xxh3_64(body.as_bytes());
    manifest["checksum"] = format!("{checksum:016x}").into();
    sandbox.write("index/iomkb.json", manifest.to_string());
    let run = fails(&sandbox, &["search", "boat"], 4);
    assert!(run.stderr.contains("a newer iomkb wrote it: format 99"), "{run:?}");
}

#[test]
fn a_second_ingest_names_the_first() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "A boat."), ("docs/b.txt", "A net.")]);
    sandbox.ingest();
    let lock = std::fs::File::create(sandbox.path("index/.lock")).unwrap();
    lock.lock().unwrap();
    let run = fails(&sandbox, &["ingest", "docs"], 6);
    assert!(run.stderr.contains("index is being written by "), "{run:?}");
    assert!(run.stderr.contains("hint:  wait for it, or give --wait SECONDS"), "{run:?}");
    fails(&sandbox, &["forget", "x"], 1);
    // Searching goes on.
    sandbox.run(&["search", "boat"]).code(0);
    drop(lock);
    sandbox.ingest();
}

#[test]
fn waiting_for_the_first_ingest() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "A boat.")]);
    sandbox.ingest();
    let lock = std::fs::File::create(sandbox.path("index/.lock")).unwrap();
    lock.lock().unwrap();
    let run = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| sandbox.run(&["ingest", "docs", "--wait", "60"]));
        std::thread::sleep(std::time::Duration::from_millis(300));
        lock.unlock().unwrap();
        waiting.join().unwrap()
    });
    run.code(0);
}

#[test]
fn what_cannot_be_written() {
    let library = Sandbox::library();
    for line in [
        "iomkb search boats > /dev/full",
        "iomkb search boats --json > /dev/full",
        "iomkb search boats --count > /dev/full",
        "iomkb show kb-1 > /dev/full",
        "iomkb topics > /dev/full",
        "iomkb inspect docs > /dev/full",
        "iomkb check > /dev/full",
        "iomkb man > /dev/full",
        "iomkb completions bash > /dev/full",
    ] {
        let run = library.shell(line).code(7);
        assert!(run.stderr.contains("error: cannot write "), "{line}: {run:?}");
    }
    let sandbox = Sandbox::with(&[("docs/a.txt", "A boat."), ("file", "")]);
    fails(&sandbox, &["ingest", "docs", "--index", "file/index"], 7);
    fails(&sandbox, &["ingest", "docs", "--report", "none/report.jsonl"], 7);
}

#[test]
fn a_reader_that_has_had_enough_is_no_error() {
    // More than a pipe holds.
    let long = "lighthouse ".repeat(60);
    let records: String = (0..150).map(|n| format!("{{\"text\":\"{long} {n}.\"}}\n")).collect();
    let sandbox = Sandbox::with(&[("docs/all.jsonl", &records)]);
    sandbox.ingest();
    for command in ["search lighthouse -n 0", "search lighthouse -n 0 --json", "inspect docs"] {
        let line =
            format!("{{ iomkb {command}; echo $? > status; }} | head -c 1 > /dev/null; cat status");
        let run = sandbox.shell(&line);
        assert_eq!((&*run.stdout, &*run.stderr), ("0\n", ""), "{command}");
    }
}

#[test]
fn documents_that_are_not_there() {
    let library = Sandbox::library();
    let run = fails(&library, &["show", "zz-7"], 1);
    assert!(run.stderr.contains("no document 'zz-7' in the index"), "{run:?}");
    let run = fails(&library, &["show", "kb-7"], 1);
    assert!(run.stderr.contains("did you mean kb-"), "{run:?}");
}

#[test]
fn commands_that_are_not_there() {
    let sandbox = Sandbox::new();
    for args in [&["serch", "boats"][..], &[], &["search", "--nope"], &["completions", "dos"]] {
        assert_eq!(sandbox.run(args).status, 2, "{args:?}");
    }
}

#[test]
fn flags_that_a_command_cannot_honour() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "A ferry.")]);
    sandbox.ingest();
    let refused = |args: &[&str], flag: &str| {
        let run = sandbox.run(args).code(2);
        assert_eq!(run.stderr, format!("error: {flag} is not for `iomkb {}`\n", args[0]));
        // Before the command it means the same.
        let before = [&args[args.len() - 2..], &args[..args.len() - 2]].concat();
        assert_eq!(sandbox.run(&before).code(2).stderr, run.stderr);
    };
    refused(&["man", "--index", "index"], "--index");
    refused(&["completions", "bash", "--index", "x"], "--index");
    refused(&["inspect", "docs", "--index", "index"], "--index");
    for command in [&["man"][..], &["completions", "zsh"], &["check"], &["ingest", "docs"]] {
        refused(&[command, &["--color", "always"]].concat(), "--color always");
        sandbox.run(&[command, &["--color", "never"]].concat()).code(0);
    }
    let mut man = sandbox.command();
    sandbox.finish(man.env("IOMKB_INDEX", "elsewhere").arg("man")).code(0);
    let topics = sandbox.run(&["topics", "gcm:4", "--color", "always"]).code(0);
    assert!(topics.stdout.starts_with("\u{1b}[1mlegal identity"), "{topics:?}");
}
