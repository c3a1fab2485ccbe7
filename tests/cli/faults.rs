//! What must not break it: files that are no texts, and strange folders.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read},
    process::Command,
    time::Instant,
};

use serde_json::Value;

use crate::sandbox::{Sandbox, not_tested};

/// The length of the long line, in MB. With 50 it is that of the promise.
fn long_line() -> usize {
    let stated = std::env::var("IOMKB_TEST_LONG_LINE_MB").ok();
    stated.and_then(|text| text.parse().ok()).unwrap_or(2)
}

/// Makes a folder of ten texts and much that is none.
#[cfg(unix)]
fn rubbish() -> Sandbox {
    let sandbox = Sandbox::new();
    for number in 0..10 {
        sandbox.write(
            &format!("docs/good-{number}.txt"),
            format!("The lighthouse, number {number}, is lit.\n"),
        );
    }
    sandbox.write("docs/empty.txt", "");
    sandbox.write("docs/blank.txt", " \n\t\n");
    let noise: Vec<u8> =
        (0..4096_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    sandbox.write("docs/noise.txt", &noise);
    sandbox.write("docs/image.png", [b"\x89PNG\r\n\x1a\n", &noise[..]].concat());
    sandbox.write("docs/program", [b"\x7fELF\x02\x01\x01\0\0\0", &noise[..]].concat());
    sandbox.write("docs/records.jsonl", "{\"text\": \n[1, 2]\n\n");
    std::os::unix::fs::symlink("..", sandbox.path("docs/loop")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", sandbox.path("docs/outside")).unwrap();
    let fifo = Command::new("mkfifo").arg(sandbox.path("docs/fifo")).status().unwrap();
    assert!(fifo.success());
    sandbox
}

#[cfg(unix)]
#[test]
fn a_folder_of_rubbish() {
    let sandbox = rubbish();
    let started = Instant::now();
    let run = sandbox.run(&["ingest", "docs", "--report", "report.jsonl"]).code(3);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    assert!(
        run.stderr.contains("documents: 10 added, 0 changed, 0 unchanged; skipped: 10"),
        "{}",
        run.stderr
    );
    assert_eq!(sandbox.found(&["lighthouse"]).len(), 10);
    let text = std::fs::read_to_string(sandbox.path("report.jsonl")).unwrap();
    let reasons: BTreeMap<String, String> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|line| line["outcome"] == "skipped")
        .map(|line| {
            let name = line["path"].as_str().unwrap().rsplit('/').next().unwrap();
            (format!("{name} {}", line["record"]), line["reason"].as_str().unwrap().to_owned())
        })
        .collect();
    insta::assert_debug_snapshot!(reasons, @r#"
    {
        "blank.txt null": "empty: it has no text",
        "empty.txt null": "empty: it has no text",
        "fifo null": "not a regular file (FIFO)",
        "image.png null": "an image",
        "loop null": "symlink loop",
        "noise.txt null": "binary",
        "outside null": "symlink out of the folder, not followed",
        "program null": "a program",
        "records.jsonl 1": "line 1: not JSON at column 8: EOF while parsing a value",
        "records.jsonl 2": "line 2: not a JSON object",
    }
    "#);
    // Again, with nothing lost and nothing new.
    let run = sandbox.run(&["ingest", "docs"]).code(3);
    assert!(run.stderr.contains("0 added, 0 changed, 10 unchanged"), "{}", run.stderr);
}

#[test]
fn one_very_long_line() {
    let sandbox = Sandbox::with(&[("docs/good.txt", "The lighthouse is lit.")]);
    let unit = "The ferry crosses the strait and carries salt and letters. ";
    let mut line = unit.repeat((long_line() << 20) / unit.len());
    line.push_str("The last word is zanzibar.");
    sandbox.write("docs/long.txt", line);
    let started = Instant::now();
    let run = sandbox.run(&["ingest", "docs"]);
    assert!(run.status == 0 || run.status == 3, "{run:?}");
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
    assert_eq!(sandbox.found(&["lighthouse"]), ["good.txt"]);
    if run.status == 0 {
        assert_eq!(sandbox.found(&["zanzibar"]), ["long.txt"]);
        let shown = sandbox.run(&["search", "zanzibar"]).code(0);
        assert!(shown.stdout.len() < 10_000, "a passage of {} bytes", shown.stdout.len());
    }
}

#[test]
fn one_very_long_word() {
    let sandbox = Sandbox::with(&[("docs/good.txt", "The lighthouse is lit.")]);
    sandbox.write("docs/long.txt", "x".repeat(256 << 10) + " ferry");
    let run = sandbox.run(&["ingest", "docs"]);
    assert!(run.status == 0 || run.status == 3, "{run:?}");
    assert_eq!(sandbox.found(&["lighthouse"]), ["good.txt"]);
}

#[cfg(unix)]
#[test]
fn files_that_cannot_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::with(&[("docs/a.txt", "A ferry."), ("docs/b.txt", "A pier.")]);
    let rights = std::fs::Permissions::from_mode(0o000);
    std::fs::set_permissions(sandbox.path("docs/b.txt"), rights).unwrap();
    if std::fs::read(sandbox.path("docs/b.txt")).is_ok() {
        not_tested("root can read every file");
    } else {
        let run = sandbox.run(&["ingest", "docs"]).code(3);
        assert!(run.stderr.contains("docs/b.txt: "), "{run:?}");
    }
    for path in ["/dev/zero", "/dev/null", "/proc/kmsg"] {
        let run = sandbox.run(&["ingest", path]).code(3);
        assert!(run.stderr.contains(&format!("skipped {path}: ")), "{run:?}");
    }
}

#[cfg(unix)]
#[test]
fn each_file_once() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "A ferry.")]);
    std::os::unix::fs::symlink("a.txt", sandbox.path("docs/link.txt")).unwrap();
    std::os::unix::fs::symlink("docs", sandbox.path("other")).unwrap();
    sandbox.run(&["ingest", "docs", "other", "docs/a.txt", "./docs/../docs"]).code(0);
    assert_eq!(sandbox.found(&["ferry"]), ["a.txt"]);
}

#[test]
fn words_that_broke_stemmers() {
    let text = "αντιθετε αντίθετε ισαισα. Οι πρόσφυγες έφτασαν στο λιμάνι και οι εθελοντές τους έδωσαν νερό.";
    let sandbox = Sandbox::with(&[("docs/a.txt", text)]);
    sandbox.ingest();
    for word in ["αντιθετε", "ισαισα", "πρόσφυγας"] {
        assert_eq!(sandbox.found(&[word]), ["a.txt"], "{word}");
    }
}

#[test]
fn years_that_are_none() {
    let records = ["0000", "9999", "-5", "19999", "2024-02-30", "later"];
    let records: String = records
        .iter()
        .enumerate()
        .map(|(n, date)| format!("{{\"id\":\"y{n}\",\"text\":\"A ferry.\",\"date\":\"{date}\"}}\n"))
        .collect();
    let sandbox = Sandbox::with(&[("docs/a.jsonl", &records)]);
    sandbox.ingest();
    let found = sandbox.found(&["--year", "unknown"]);
    assert!(
        ["y0", "y1", "y2", "y3", "y5"].iter().all(|id| found.iter().any(|one| one == id)),
        "{found:?}"
    );
    assert_eq!(sandbox.found(&["ferry"]).len(), 6);
}

#[test]
fn a_flipped_bit_is_noticed_by_a_full_check() {
    let sandbox = Sandbox::with_corpus("library");
    sandbox.ingest();
    let generation = sandbox.path("index/generation-1");
    let files = std::fs::read_dir(generation).unwrap().map(|entry| entry.unwrap().path());
    let store =
        files.into_iter().find(|path| path.extension().is_some_and(|end| end == "store")).unwrap();
    let mut bytes = std::fs::read(&store).unwrap();
    bytes[20] ^= 1;
    std::fs::write(&store, bytes).unwrap();
    let run = sandbox.run(&["check", "--full"]).code(5);
    assert!(run.stdout.contains("damaged  "), "{run:?}");
    assert!(run.stdout.contains(".store"), "{run:?}");
    assert!(run.stderr.contains("--rebuild"), "{run:?}");
}

#[test]
fn a_vocabulary_that_is_damaged_is_noticed() {
    let sandbox = Sandbox::with_corpus("library");
    sandbox.ingest();
    sandbox.run(&["check", "--full"]).code(0);
    for name in ["names.tsv", "vocabulary.json"] {
        let path = sandbox.path("index/generation-1").join(name);
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        let run = sandbox.run(&["check", "--full"]).code(5);
        assert!(run.stdout.contains(name), "{run:?}");
        let run = sandbox.run(&["search", "--topic", "dtm", "ihmiskauppa"]);
        assert_eq!((run.status, &*run.stdout), (5, ""), "{run:?}");
        std::fs::write(&path, whole).unwrap();
    }
}

#[test]
fn an_index_file_that_is_cut_or_missing() {
    for end in ["term", "store", "idx"] {
        let sandbox = Sandbox::with_corpus("library");
        sandbox.ingest();
        let files = std::fs::read_dir(sandbox.path("index/generation-1")).unwrap();
        let files = files.map(|entry| entry.unwrap().path());
        let mut files = files.filter(|path| path.extension().is_some_and(|found| found == end));
        std::fs::write(files.next().unwrap(), "").unwrap();
        let run = sandbox.run(&["search", "identity"]);
        assert_eq!((run.status, &*run.stdout), (5, ""), "{end}: {run:?}");
    }
}

/// An ingest that runs, and what it says.
#[cfg(unix)]
fn started(sandbox: &Sandbox) -> (std::process::Child, BufReader<std::process::ChildStderr>) {
    let mut command = sandbox.command();
    command.args(["ingest", "docs"]).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    let said = BufReader::new(child.stderr.take().unwrap());
    (child, said)
}

#[cfg(unix)]
#[test]
fn a_killed_ingest_is_finished_by_the_next() {
    let records: String =
        (0..1200).map(|n| format!("{{\"id\":\"r{n}\",\"text\":\"lit\"}}\n")).collect();
    let sandbox = Sandbox::with(&[("docs/all.jsonl", &records)]);
    let (mut child, mut said) = started(&sandbox);
    // After the first thousand is safe.
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert_eq!(line, "committed 1000 documents\n");
    child.kill().unwrap();
    child.wait().unwrap();
    let count = || sandbox.run(&["search", "lit", "--count"]).stdout.trim().parse::<u32>().unwrap();
    assert!(count() >= 1000);
    sandbox.ingest();
    assert_eq!(count(), 1200);
    sandbox.run(&["check", "--full"]).code(0);
}

#[cfg(unix)]
#[test]
fn an_interrupted_ingest_says_what_is_safe() {
    for (signal, status) in [("INT", 130), ("TERM", 143)] {
        // Two records with one id give an early sign that it runs.
        let records: String = (0..4000_u32)
            .map(|n| format!("{{\"id\":\"r{}\",\"text\":\"lit\"}}\n", n.max(1)))
            .collect();
        let sandbox = Sandbox::with(&[("docs/all.jsonl", &records)]);
        let (mut child, mut said) = started(&sandbox);
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        assert!(line.starts_with("note "), "{line}");
        let kill = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
        assert!(kill.unwrap().success());
        let mut rest = String::new();
        said.read_to_string(&mut rest).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(status), "{rest}");
        assert!(rest.contains(" committed; run again to continue"), "{rest}");
        sandbox.run(&["search", "lit", "-q"]).code(0);
        sandbox.run(&["check", "--full"]).code(0);
    }
}
