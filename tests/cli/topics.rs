//! Topics: found by any of their names in any language, shown with them.

use crate::sandbox::Sandbox;

#[test]
fn a_topic_has_many_names() {
    let library = Sandbox::library();
    let case = |name: &str, id: &str| {
        let run = library.run(&["topics", name, "--format", "jsonl"]).code(0);
        assert_eq!(run.json()["id"], id, "{name}");
    };
    case("trafficking in persons", "trafficking");
    case("Human Trafficking", "trafficking");
    case("ihmiskauppa", "trafficking");
    case("människohandel", "trafficking");
    case("legal-identity", "legal-identity");
    case("gcm:4", "legal-identity");
    case("GCM:21", "return-and-reintegration");
    case("DTM", "dtm");
    case("displacement tracking matrix", "dtm");
    case("GCM", "gcm");
}

#[test]
fn searching_by_any_name_of_a_topic() {
    let library = Sandbox::library();
    for name in ["trafficking", "ihmiskauppa", "människohandel", "Human Trafficking", "gcm:10"] {
        assert_eq!(library.found(&["--topic", name]), ["route-en.txt"], "{name}");
        assert_eq!(library.found(&[&format!("topic:\"{name}\"")]), ["route-en.txt"], "{name}");
    }
    assert_eq!(library.found(&["-t", "gcm:4"]), ["identity-en.md"]);
    // Those above it in the tree have it too; several are alternatives.
    assert_eq!(library.found(&["-t", "gcm:4", "-t", "gcm:10"]).len(), 2);
    let above = library.found(&["-t", "forced migration"]);
    assert!(above.contains(&"advice-fi-sv.txt".to_owned()), "{above:?}");
}

#[test]
fn a_topic_that_is_not_known_offers_near_ones() {
    let library = Sandbox::library();
    let run = library.run(&["search", "--topic", "traficking"]);
    assert_eq!((run.status, &*run.stdout), (2, ""), "{run:?}");
    assert!(run.stderr.starts_with("error: unknown topic 'traficking': "), "{run:?}");
    assert!(run.stderr.contains("hint:  did you mean trafficking"), "{run:?}");
    assert_eq!(library.run(&["topics", "trafiking"]).code(2).stdout, "");
}

#[test]
fn the_tree_counts_documents() {
    let library = Sandbox::library();
    let run = library.run(&["topics"]).code(0);
    let line = |id: &str| run.stdout.lines().find(|line| line.contains(id)).unwrap();
    assert!(line("[legal-identity]").ends_with("[legal-identity]  1"), "{run:?}");
    assert!(line("[legal-identity]").starts_with("    "), "{run:?}");
    assert!(line("[dtm]").ends_with("[dtm]"), "{run:?}");
    let lines = library.run(&["topics", "--format", "jsonl"]).code(0).json_lines();
    assert!(lines.len() > 80, "{}", lines.len());
}

#[test]
fn topics_are_there_without_an_index() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["topics", "ihmiskauppa"]).code(0);
    assert!(run.stdout.starts_with("trafficking in persons [trafficking]\n"), "{run:?}");
    assert!(run.stdout.contains("\nfi   ihmiskauppa"), "{run:?}");
}

#[test]
fn a_vocabulary_of_ones_own() {
    let sandbox = Sandbox::with(&[
        (
            "docs/a.txt",
            "Women learned weaving in the camp. The loom work was sold in the town, and weaving fed the families.",
        ),
        ("docs/b.txt", "Human trafficking is a crime. Victims of trafficking get help."),
        (
            "docs/c.txt",
            "Kvinnorna lärde sig vävning i lägret. Vävning gav familjerna en inkomst, och byn köpte tyget.",
        ),
    ]);
    sandbox.write("crafts.ttl", include_str!("../corpus/vocabulary.ttl"));
    sandbox.run(&["ingest", "docs", "--vocabulary", "crafts.ttl"]).code(0);
    let mut found = sandbox.found(&["--topic", "kutominen"]);
    found.sort();
    assert_eq!(found, ["a.txt", "c.txt"]);
    assert_eq!(sandbox.run(&["topics", "c1", "--format", "jsonl"]).code(0).json()["count"], 2);
    sandbox.run(&["search", "--topic", "trafficking"]).code(2);
    // Later ingests keep to it, and another one needs a rebuild.
    sandbox.remove("crafts.ttl");
    sandbox.ingest();
    sandbox.write(
        "other.ttl",
        include_str!("../corpus/vocabulary.ttl").replace("weaving", "knitting"),
    );
    let run = sandbox.run(&["ingest", "docs", "--vocabulary", "other.ttl"]).code(2);
    assert!(run.stderr.contains("--rebuild"), "{run:?}");
    sandbox.run(&["ingest", "--rebuild", "--vocabulary", "other.ttl"]).code(0);
    assert_eq!(sandbox.found(&["--topic", "knitting"]).len(), 2);
    sandbox.run(&["search", "--topic", "weaving"]).code(2);
}

#[test]
fn vocabularies_that_cannot_be_used() {
    let sandbox = Sandbox::with(&[
        ("docs/a.txt", "A ferry."),
        ("bad.ttl", "this is { not turtle"),
        ("empty.ttl", ""),
    ]);
    for file in ["bad.ttl", "empty.ttl", "none.ttl"] {
        let run = sandbox.run(&["ingest", "docs", "--vocabulary", file]).code(2);
        assert!(run.stderr.contains(file), "{run:?}");
        sandbox.run(&["search", "ferry"]).code(4);
    }
}
