//! Documents like one: reposts, translations, the same matter; and reposts
//! among the hits of a search.

use serde_json::Value;

use crate::sandbox::Sandbox;

/// A press release of six sentences.
const RELEASE: &str = "The boat left Zuwarah before dawn with ninety people on board. Its engine \
    failed after six hours, and the sea came over the side. A fishing crew from Sfax heard the \
    calls and stayed until the coast guard came. Seven children were among those brought ashore, \
    two of them without a parent. The mayor opened the sports hall, and the pupils of the town \
    carried blankets. The survivors asked for telephones first, and for news of a second boat.";

/// The same release in three frames, and a text on other things.
fn reposts() -> Sandbox {
    let sandbox = Sandbox::with(&[
        ("docs/first.txt", RELEASE),
        ("docs/chess.txt", "The knight takes the pawn. White castles, black resigns at noon."),
    ]);
    sandbox.write(
        "docs/second.txt",
        format!("Tunis, 3 May 2019 – {RELEASE}\n\nThe press desk in Tunis answers calls."),
    );
    sandbox.write(
        "docs/third.txt",
        format!("News of the week\n\n{}", RELEASE.replace("ninety", "90")),
    );
    sandbox.ingest();
    sandbox
}

/// The id of the file with the name.
fn id(sandbox: &Sandbox, name: &str) -> String {
    let found = sandbox.run(&["search", &format!("path:{name}"), "--format", "ids"]).code(0);
    found.stdout.trim().to_owned()
}

/// The relations and file names of the documents like one.
fn related(sandbox: &Sandbox, args: &[&str]) -> Vec<(String, String)> {
    let run = sandbox.run(&[&["similar", "--format", "jsonl"], args].concat());
    let text = |hit: &Value, key: &str| hit[key].as_str().unwrap().to_owned();
    let hits = run.json_lines();
    hits.iter().map(|hit| (text(hit, "relation"), text(hit, "id"))).collect()
}

#[test]
fn reposts_are_near_duplicates() {
    let sandbox = reposts();
    let first = id(&sandbox, "first.txt");
    let found = related(&sandbox, &[&first]);
    let mut ids: Vec<&str> = found.iter().map(|(_, id)| id.as_str()).collect();
    ids.sort_unstable();
    let mut expected = [id(&sandbox, "second.txt"), id(&sandbox, "third.txt")];
    expected.sort();
    assert_eq!(ids, expected);
    assert!(found.iter().all(|(relation, _)| relation == "near-duplicate"), "{found:?}");
    let all = sandbox.run(&["similar", &first, "--json"]).code(0).json();
    assert_eq!((&all["similar_to"], &all["total"]), (&first.into(), &2.into()));
}

#[test]
fn a_table_shows_one_of_the_reposts() {
    let sandbox = reposts();
    let table = sandbox.run(&["search", "boat OR knight", "--format", "table", "-n", "2"]).code(0);
    assert!(table.stdout.contains("+2 near-duplicates"), "{table:?}");
    assert!(table.stdout.contains("chess.txt"), "two distinct hits are shown: {table:?}");
    assert_eq!(
        table.stderr,
        "4 documents, 2 shown, 2 near-duplicates not shown: `iomkb similar ID` shows them\n"
    );
    assert_eq!(sandbox.found(&["boat"]).len(), 3);
    let hits = sandbox.run(&["search", "boat", "--json"]).json();
    let firsts: Vec<&Value> =
        hits["hits"].as_array().unwrap().iter().map(|hit| &hit["duplicate_of"]).collect();
    assert_eq!(firsts, [&Value::Null, &1.into(), &1.into()]);
    // Pages of a table do not overlap.
    let page = |offset: &str| {
        let args = ["search", "boat OR knight", "--format", "table", "-n", "1", "--offset", offset];
        sandbox.run(&args).code(0).stdout.contains("chess.txt")
    };
    assert_ne!(page("0"), page("1"));
    // A later page names the rank on the earlier one.
    let page = sandbox.run(&["search", "boat", "--json", "--offset", "2"]).json();
    assert_eq!(
        (&page["hits"][0]["rank"], &page["hits"][0]["duplicate_of"]),
        (&3.into(), &1.into())
    );
}

#[test]
fn translations_come_before_texts_on_the_same_matter() {
    let sandbox = Sandbox::with_corpus("translations");
    sandbox.ingest();
    let found = related(&sandbox, &["reception.fi"]);
    let translated: Vec<&str> = found
        .iter()
        .filter(|(relation, _)| relation == "translation")
        .map(|(_, id)| id.as_str())
        .collect();
    let mut sorted = translated.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, ["reception.en", "reception.es", "reception.fr", "reception.sv"]);
    assert_eq!(found[..4].iter().map(|(_, id)| id.as_str()).collect::<Vec<_>>(), translated);
    // The report of another year has another year's numbers.
    let reports = related(&sandbox, &["returns-a.en", "-n", "0"]);
    let other = |(relation, id): &&(String, String)| relation != "similar" && id.contains("-b.");
    assert_eq!(reports.iter().find(other), None);
    let only = related(&sandbox, &["reception.fi", "--lang", "sv,fr", "-n", "2"]);
    assert!(only.iter().all(|(_, id)| id.ends_with(".sv") || id.ends_with(".fr")), "{only:?}");
    assert_eq!(only.len(), 2);
}

#[test]
fn each_hit_says_why() {
    let sandbox = Sandbox::with_corpus("translations");
    sandbox.ingest();
    let hit =
        &sandbox.run(&["similar", "hotline.sv", "--json", "-n", "1"]).code(0).json()["hits"][0];
    let numbers = hit["why"]["numbers"].as_array().unwrap();
    assert!(numbers.contains(&"1 140".into()), "{hit}");
    assert!(hit["why"]["names"].as_array().unwrap().contains(&"HAART".into()), "{hit}");
    assert_eq!(hit["why"]["topics"][0]["id"], "trafficking", "{hit}");
    let lines = sandbox.run(&["similar", "hotline.sv", "-n", "1", "--header"]).code(0).stdout;
    let rows: Vec<Vec<&str>> = lines.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(rows[0][8..], ["relation", "why"]);
    assert_eq!(rows[1][8], "translation");
    assert!(rows[1][9].starts_with("topics: trafficking in persons; numbers: "), "{lines}");
    let table = sandbox.run(&["similar", "hotline.sv", "--format", "table"]).code(0);
    assert!(table.stdout.contains("translation 0."), "{table:?}");
    let csv = sandbox.run(&["similar", "hotline.sv", "--format", "csv"]).code(0).stdout;
    assert!(
        csv.starts_with("id,score,year,lang,topics,path,title,passage,relation,why\r\n")
            || csv.starts_with("id,score,year,lang,topics,path,title,passage,relation,why\n"),
        "{csv}"
    );
    let ids = sandbox.run(&["similar", "hotline.sv", "-n", "4", "--format", "ids"]).code(0).stdout;
    assert!(ids.lines().all(|id| id.starts_with("hotline.")), "{ids}");
}

#[test]
fn nothing_like_it() {
    let sandbox = reposts();
    let chess = id(&sandbox, "chess.txt");
    let run = sandbox.run(&["similar", &chess]).code(1);
    assert_eq!((&*run.stdout, &*run.stderr), ("", "nothing like it found\n"));
    let run = sandbox.run(&["similar", &chess, "--json"]).code(1);
    assert_eq!(run.json()["hits"], Value::Array(Vec::new()));
}

#[test]
fn ids_that_are_not_known_and_flags_that_do_not_fit() {
    let sandbox = Sandbox::with_corpus("translations");
    sandbox.ingest();
    let run = sandbox.run(&["similar", "hotlin.sv"]).code(1);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("did you mean hotline.sv"), "{run:?}");
    sandbox.run(&["similar", "cyclone.e"]).code(1);
    sandbox.run(&["similar", "cyclone.en", "--header", "--format", "csv"]).code(2);
    sandbox.run(&["similar", "cyclone.en", "-0"]).code(2);
    sandbox.run(&["similar", "cyclone.en", "--lang", "klingon"]).code(2);
    sandbox.run(&["similar"]).code(2);
}
