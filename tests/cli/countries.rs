//! Countries: found in texts and metadata, asked for by any name or code,
//! counted, and kept apart from topics.

use serde_json::Value;

use crate::sandbox::Sandbox;

const NORWAY: &str = "Reception in Norway\n\nNorway opened three reception centres in the north. \
    The centres in Norway have room for two hundred people each.";
const IRAK: &str = "Paluu Irakiin\n\nIrakiin palanneet perheet saivat apua. Irakissa on pulaa \
    asunnoista, ja Irakin hallitus rakentaa niitä lisää.";
const FERRY: &str = "The ferry\n\nThe ferry crosses the strait twice a day with mail and flour.";

/// Two texts on a country each, one on none, and records with metadata.
fn sandbox() -> Sandbox {
    let record = |id: &str, country: Value| {
        let text = "The school has a new roof and two teachers for the little ones.";
        serde_json::json!({ "id": id, "text": text, "country": country }).to_string() + "\n"
    };
    let records = [
        record("r-one", "Somalia; Irak".into()),
        record("r-two", "Ruritania".into()),
        record("r-iso", serde_json::json!(["KEN"])),
    ];
    let sandbox = Sandbox::with(&[
        ("docs/norway.txt", NORWAY),
        ("docs/irak.txt", IRAK),
        ("docs/ferry.txt", FERRY),
        ("docs/records.jsonl", &records.concat()),
    ]);
    sandbox.ingest();
    sandbox
}

fn sorted(mut found: Vec<String>) -> Vec<String> {
    found.sort();
    found
}

#[test]
fn asking_for_a_country_by_any_name_or_code() {
    let sandbox = sandbox();
    let case = |args: &[&str], expected: &[&str]| {
        assert_eq!(sorted(sandbox.found(args)), expected, "{args:?}");
    };
    for name in ["Iraq", "irak", "العراق", "Ирак", "IQ", "IRQ", "iso:IRQ", "368"] {
        case(&["--country", name], &["irak.txt", "r-one"]);
    }
    case(&["country:norja"], &["norway.txt"]);
    case(&["country:Noruega OR country:KE"], &["norway.txt", "r-iso"]);
    case(&["--country", "Norway", "--country", "Kenya"], &["norway.txt", "r-iso"]);
    case(&["country:iraq -country:somalia"], &["irak.txt"]);
    case(&["--country", "Sweden"], &[]);
}

#[test]
fn regions_have_the_countries_below_them() {
    let sandbox = sandbox();
    let found = |name: &str| sorted(sandbox.found(&["--country", name]));
    assert_eq!(found("Africa"), ["r-iso", "r-one"]);
    assert_eq!(found("Itä-Afrikka"), ["r-iso", "r-one"]);
    assert_eq!(found("m49:142"), ["irak.txt", "r-one"]);
    assert_eq!(found("northern-europe"), ["norway.txt"]);
}

#[test]
fn names_that_are_not_known() {
    let sandbox = sandbox();
    let run = sandbox.run(&["search", "--country", "Somlia"]).code(2);
    assert!(run.stderr.starts_with("error: unknown country 'Somlia': "), "{run:?}");
    assert!(run.stderr.contains("hint:  did you mean Somalia"), "{run:?}");
    let run = sandbox.run(&["search", "country:xyzzy"]).code(2);
    assert!(run.stderr.contains("iomkb topics countries"), "{run:?}");
    let run = sandbox.run(&["search", "--country", "Korea"]).code(2);
    assert!(run.stderr.contains("South Korea, North Korea"), "{run:?}");
    // What metadata say is found as it stands there.
    assert_eq!(sandbox.found(&["--country", "ruritania"]), ["r-two"]);
    assert_eq!(sandbox.found(&["country:Ruritania"]), ["r-two"]);
    assert_eq!(sandbox.found(&["ruritania"]), ["r-two"]);
}

#[test]
fn countries_are_no_topics() {
    let sandbox = sandbox();
    let run = sandbox.run(&["search", "--topic", "Norway"]).code(2);
    assert!(run.stderr.contains("it is a country: use --country"), "{run:?}");
    let hit = sandbox.run(&["search", "--country", "Norway", "--json"]).code(0).json();
    let topics = hit["hits"][0]["topics"].as_array().unwrap();
    assert!(topics.iter().all(|topic| topic["id"] != "NOR"), "{topics:?}");
    let country = &hit["hits"][0]["countries"][0];
    assert_eq!((&country["id"], &country["label"]), (&"NOR".into(), &"Norway".into()));
    let tree = sandbox.run(&["topics"]).code(0).stdout;
    assert!(!tree.contains("[NOR]") && tree.contains("iomkb topics countries"), "{tree}");
    let tree = sandbox.run(&["topics", "countries"]).code(0).stdout;
    assert!(
        tree.contains("Norway [NOR]  1\n") && tree.contains("  Africa [africa]  2\n"),
        "{tree}"
    );
    let run = sandbox.run(&["topics", "Norja"]).code(0);
    assert!(run.stdout.starts_with("Norway [NOR]\n\n1 document\n"), "{run:?}");
}

#[test]
fn facets_count_countries_without_regions() {
    let sandbox = sandbox();
    let run = sandbox.run(&["search", "*", "--facets", "country", "--json"]).code(0);
    let counts = run.json()["facets"]["country"].clone();
    let counted: Vec<(&str, u64)> = counts
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["value"].as_str().unwrap(), one["count"].as_u64().unwrap()))
        .collect();
    assert_eq!(counted, [("IRQ", 2), ("KEN", 1), ("NOR", 1), ("SOM", 1), ("ruritania", 1)]);
}

#[test]
fn metadata_go_before_the_text() {
    let text = format!("---\ncountry: Kenya\n---\n\n{NORWAY}\n");
    let sandbox = Sandbox::with(&[("docs/a.md", &text), ("docs/b.txt", NORWAY)]);
    let lines = sandbox.run(&["inspect", "docs"]).code(0).json_lines();
    assert_eq!(lines[0]["countries"][0]["id"], "KEN");
    assert_eq!(lines[0]["countries"][0]["evidence"][0], "metadata: Kenya");
    assert_eq!(lines[0]["countries"].as_array().unwrap().len(), 1);
    assert_eq!(lines[1]["countries"][0]["evidence"][0], "Norway");
    sandbox.ingest();
    let id = sandbox.run(&["search", "--country", "NOR", "--format", "ids"]).code(0).stdout;
    let shown = sandbox.run(&["show", id.trim()]).code(0).stdout;
    assert!(shown.contains("country    NOR Norway 0."), "{shown}");
}

#[test]
fn a_vocabulary_of_ones_own_leaves_the_countries() {
    let sandbox = Sandbox::with(&[("docs/a.txt", NORWAY)]);
    sandbox.write("crafts.ttl", include_str!("../corpus/vocabulary.ttl"));
    sandbox.run(&["ingest", "docs", "--vocabulary", "crafts.ttl"]).code(0);
    assert_eq!(sandbox.found(&["--country", "Norge"]), ["a.txt"]);
}
