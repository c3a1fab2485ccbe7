//! What goes in: which files are taken, how records are read, what is
//! reported.

use insta::assert_snapshot;
use serde_json::Value;

use crate::sandbox::Sandbox;

#[test]
fn what_an_ingest_says() {
    let sandbox =
        Sandbox::with(&[("docs/a.txt", "The ferry crosses the strait."), ("docs/b.txt", "")]);
    assert_snapshot!(sandbox.run(&["ingest", "docs"]).all(), @"
    status 3
    --- stderr
    committed 1 document
    documents: 1 added, 0 changed, 0 unchanged; skipped: 1
    of those written: 1 without a year; furniture 0.0 % of the text
    skipped docs/b.txt: empty: it has no text
    ");
}

#[test]
fn silence() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "A ferry."), ("docs/b.txt", "")]);
    let run = sandbox.run(&["ingest", "docs", "--quiet"]).code(3);
    assert_eq!((&*run.stdout, &*run.stderr), ("", ""));
}

#[test]
fn the_folder_corpus_is_the_default() {
    let sandbox = Sandbox::with(&[("corpus/a.txt", "A ferry.")]);
    sandbox.run(&["ingest"]).code(0);
    assert_eq!(sandbox.found(&["ferry"]), ["a.txt"]);
}

#[test]
fn hidden_and_ignored_files_stay_out() {
    let sandbox = Sandbox::with(&[
        ("docs/a.txt", "A ferry."),
        ("docs/.hidden.txt", "A ferry."),
        ("docs/.git/b.txt", "A ferry."),
        ("docs/drafts/c.txt", "A ferry."),
        ("docs/d.tmp.txt", "A ferry."),
        ("docs/e.txt", "A ferry."),
        ("docs/.gitignore", "drafts/\n"),
        ("docs/.ignore", "e.txt\n"),
    ]);
    sandbox.run(&["ingest", "docs", "--exclude", "*.tmp.txt"]).code(0);
    assert_eq!(sandbox.found(&["ferry"]), ["a.txt"]);
    // What is named is taken.
    sandbox.run(&["ingest", "docs/.hidden.txt"]).code(0);
    assert_eq!(sandbox.found(&["ferry"]).len(), 2);
    sandbox.run(&["ingest", "docs", "--exclude", "["]).code(2);
}

#[test]
fn paths_from_a_list() {
    let sandbox =
        Sandbox::with(&[("a.txt", "A ferry."), ("b b.txt", "A ferry."), ("c.txt", "A ferry.")]);
    sandbox.write("list", "a.txt\nb b.txt\n");
    sandbox.run(&["ingest", "--files-from", "list"]).code(0);
    assert_eq!(sandbox.found(&["ferry"]).len(), 2);
    sandbox.feed(&["ingest", "--files-from", "-", "-0"], "b b.txt\0c.txt\0").code(0);
    assert_eq!(sandbox.found(&["ferry"]).len(), 3);
    // An empty list is no order to read `corpus`.
    let run = sandbox.feed(&["ingest", "--files-from", "-"], "").code(0);
    assert!(run.stderr.contains("0 added"), "{run:?}");
    sandbox.run(&["ingest", "--files-from", "none"]).code(2);
}

#[test]
fn standard_input_as_text_and_as_records() {
    let sandbox = Sandbox::new();
    sandbox.feed(&["ingest", "-"], "The lighthouse keeper went home.").code(0);
    let hit = sandbox.run(&["search", "lighthouse", "--json"]).json()["hits"][0].clone();
    assert_eq!(hit["path"], "-");
    // The same text again is the same document, and others stay.
    let again = sandbox.feed(&["ingest", "-"], "The lighthouse keeper went home.").code(0);
    assert!(again.stderr.contains("0 added, 0 changed, 1 unchanged"), "{again:?}");
    let records =
        "{\"id\":\"r1\",\"text\":\"A second lighthouse.\"}\n{\"id\":\"r2\",\"text\":\"A pier.\"}\n";
    sandbox.feed(&["ingest", "-", "--input-format", "jsonl"], records).code(0);
    assert_eq!(sandbox.found(&["lighthouse"]).len(), 2);
    sandbox.run(&["show", "r2"]).code(0);
}

#[test]
fn comma_separated_records() {
    let sandbox = Sandbox::with_corpus("records");
    let run = sandbox.run(&["ingest", "docs/catalogue.csv"]).code(3);
    assert!(
        run.stderr.contains("catalogue.csv#2: line 3: 3 fields where the header has 6"),
        "{run:?}"
    );
    assert_eq!(sandbox.found(&["harbour"]), ["c-1"]);
    assert_eq!(sandbox.found(&["metsä"]), ["c-3"]);
    let shown = sandbox.run(&["show", "c-1", "--json"]).code(0).json();
    assert_eq!(shown["title"], "Boats, nets and papers");
    assert_eq!(shown["metadata"]["shelf"], "A 12");
    assert_eq!((&shown["year"]["value"], &shown["record"]), (&2014.into(), &1.into()));
    assert!(shown["passages"][0]["text"].as_str().unwrap().contains("the \"papers\" its crew"));
}

#[test]
fn tab_separated_records() {
    let sandbox = Sandbox::with_corpus("records");
    sandbox.run(&["ingest", "docs/wells.tsv"]).code(0);
    assert_eq!(sandbox.found(&["wells", "--year", "2012"]), ["t-1"]);
    assert_eq!(sandbox.found(&["path:wells"]).len(), 2);
}

#[test]
fn of_two_records_with_one_id_the_later_wins() {
    let sandbox = Sandbox::with_corpus("records");
    let run = sandbox.run(&["ingest", "docs/notes.jsonl"]).code(3);
    let (note, rest) = run.stderr.split_once('\n').unwrap();
    let said = "note docs/notes.jsonl#4: the id n-1 stands twice: this replaces ";
    assert!(note.starts_with(said) && !note.contains("  "), "{note}");
    assert_snapshot!(rest, @"
    committed 3 documents
    documents: 2 added, 1 changed, 0 unchanged; skipped: 2
    of those written: 3 without a year; furniture 0.0 % of the text
    skipped docs/notes.jsonl#3: line 3: not JSON at column 2: expected ident
    skipped docs/notes.jsonl#5: line 5: no text and no title
    ");
    assert_eq!(sandbox.found(&["kite"]), ["n-1"]);
    assert_eq!(sandbox.found(&["lantern"]), [""; 0]);
    assert_eq!(sandbox.found(&["festival"]), ["n-1"]);
    assert_eq!(sandbox.found(&["tailors"]), ["n-2"]);
    let again = sandbox.run(&["ingest", "docs/notes.jsonl"]);
    assert!(again.stderr.contains("0 added, 0 changed"), "{again:?}");
    assert_eq!(sandbox.found(&["kite"]), ["n-1"]);
}

#[test]
fn records_come_and_go_with_their_file() {
    let record = |id: &str, text: &str| format!("{{\"id\":\"{id}\",\"text\":\"{text}\"}}\n");
    let sandbox = Sandbox::new();
    sandbox.write("docs/r.jsonl", record("a", "A ferry.") + &record("b", "A pier."));
    sandbox.ingest();
    sandbox.write("docs/r.jsonl", record("a", "A ferry.") + &record("c", "A crane."));
    let run = sandbox.ingest();
    assert!(run.stderr.contains("1 added, 0 changed, 1 unchanged, 1 gone"), "{run:?}");
    assert_eq!(sandbox.found(&["ferry OR pier OR crane"]).len(), 2);
    sandbox.remove("docs/r.jsonl");
    sandbox.write("docs/x.txt", "A sail.");
    sandbox.ingest();
    assert_eq!(sandbox.found(&["*"]), ["x.txt"]);
}

#[test]
fn a_report_tells_all() {
    let sandbox = Sandbox::with_corpus("records");
    sandbox.write("docs/empty.txt", "");
    sandbox.run(&["ingest", "docs", "--report", "report.jsonl", "--quiet"]).code(3);
    let text = std::fs::read_to_string(sandbox.path("report.jsonl")).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let count = |outcome: &str| lines.iter().filter(|line| line["outcome"] == outcome).count();
    assert_eq!((count("added"), count("skipped")), (6, 4));
    let summary = &lines.last().unwrap()["summary"];
    assert_eq!((&summary["added"], &summary["skipped"]), (&6.into(), &4.into()));
    let bad =
        lines.iter().find(|line| line["record"] == 3 && line["outcome"] == "skipped").unwrap();
    assert!(bad["reason"].as_str().unwrap().starts_with("line 3: not JSON"), "{bad}");
    let twice = lines.iter().find(|line| line["id"] == "n-1" && line["record"] == 4).unwrap();
    assert!(twice["notes"][0].as_str().unwrap().contains("stands twice"), "{twice}");
}

#[test]
fn a_closed_choice_of_languages() {
    let sandbox = Sandbox::with(&[(
        "docs/a.txt",
        "Kvinden gik hjem til sin familie i byen, og børnene ventede på hende ved huset.",
    )]);
    sandbox.run(&["ingest", "docs", "--languages", "sv,fi"]).code(0);
    let lang = sandbox.run(&["search", "familie", "--json"]).json()["hits"][0]["lang"].clone();
    assert!(lang == "sv" || lang == "und", "{lang}");
    sandbox.run(&["ingest", "docs", "--languages", "da"]).code(2);
    sandbox.run(&["ingest", "docs", "--languages", "da", "--rebuild"]).code(0);
    let lang = sandbox.run(&["search", "familie", "--json"]).json()["hits"][0]["lang"].clone();
    assert_eq!(lang, "da");
}

#[test]
fn furniture_is_found_and_never_shown() {
    let frame =
        "Hyppää sisältöön\nEtusivu\nYhteystiedot\nTilaa uutiskirje\nSeuraa meitä Facebookissa\n\n";
    let text = "The ferry pier was rebuilt with the help of returning builders. Trade came back to the harbour, and so did the families.\n";
    let sandbox = Sandbox::with(&[("docs/a.txt", &format!("{frame}{text}"))]);
    sandbox.ingest();
    let run = sandbox.run(&["search", "uutiskirje", "--json"]).code(0);
    let hit = run.json()["hits"][0].clone();
    assert_eq!(hit["lang"], "en");
    assert_eq!(hit["languages"].as_array().unwrap().len(), 1, "{hit}");
    assert!(!hit["passages"].to_string().contains("uutiskirje"), "{hit}");
}
