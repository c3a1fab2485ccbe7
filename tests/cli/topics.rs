//! Topics: found by any of their names in any language, shown with them.

use insta::assert_snapshot;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::{
    sandbox::Sandbox,
    terminal::{on_terminal, unstyled},
};

/// A vocabulary with everything that a concept can have.
const ROPES: &str = r#"
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix e: <http://e.example/> .
e:crafts a skos:Concept ; skos:prefLabel "crafts"@en ; skos:narrower e:rope-work .
e:knots a skos:Concept ; skos:prefLabel "knots"@en ; skos:broader e:rope-work .
e:harbours a skos:Concept ; skos:prefLabel "harbours"@en .
e:rope-work a skos:Concept ;
    skos:prefLabel "rope work"@en, "repslageri"@sv, "Seilarbeit"@de-AT, "ropes" ;
    skos:altLabel "splicing"@en, "cordage"@en ;
    skos:hiddenLabel "roops"@en ;
    skos:scopeNote "Making and mending ropes." ;
    skos:notation "r:1" ;
    skos:related e:harbours ;
    skos:exactMatch <http://www.yso.fi/onto/yso/p1>, <http://eurovoc.europa.eu/2> ;
    skos:closeMatch <https://other.example/3>, <http://eurovoc.europa.eu/4> .
"#;

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
    assert!(run.stdout.contains("\nFinnish    ihmiskauppa"), "{run:?}");
}

#[test]
fn the_page_of_a_concept() {
    let sandbox = Sandbox::new();
    let record = |id: &str, year: &str, lang: &str, text: &str| {
        format!(
            "{{\"id\":\"{id}\",{year}\"lang\":\"{lang}\",\"text\":\"{text}\",\"topics\":[\"rope work\"]}}\n"
        )
    };
    let records = [
        record("a", "\"year\":2016,", "en", "The ferry leaves at noon."),
        record("b", "\"year\":2018,", "en", "The ferry is late."),
        record("c", "", "sv", "Färjan går klockan tolv."),
    ];
    sandbox.write("docs/records.jsonl", records.concat());
    sandbox.write("ropes.ttl", ROPES);
    sandbox.run(&["ingest", "docs", "--vocabulary", "ropes.ttl"]).code(0);
    assert_snapshot!(sandbox.run(&["topics", "Seilarbeit"]).code(0).stdout, @r"
    rope work [rope-work]
    Making and mending ropes.

    3 documents
    years          2016: 1, 2018: 1, unknown: 1
    languages      English: 2, Swedish: 1
    search         iomkb search --topic rope-work

    broader        crafts [crafts]
    narrower       knots [knots]
    related        harbours [harbours]
    codes          r:1
    EuroVoc        http://eurovoc.europa.eu/2
                   http://eurovoc.europa.eu/4
    YSO            http://www.yso.fi/onto/yso/p1
    other.example  https://other.example/3

    English        rope work; splicing; cordage
    German (de-at) Seilarbeit
    Swedish        repslageri
    any            ropes
    ");
    let line = sandbox.run(&["topics", "rope work", "--format", "jsonl"]).code(0).json();
    assert_eq!(line["count"], 3);
    let counts = |key: &str| {
        let one = |one: &Value| format!("{}:{}", one["id"].as_str().unwrap(), one["count"]);
        line[key].as_array().unwrap().iter().map(one).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(counts("years"), "2016:1 2018:1 unknown:1");
    assert_eq!(counts("languages"), "en:2 sv:1");
    // What the page says finds what it counts.
    let page = sandbox.run(&["topics", "rope work"]).stdout;
    let command = page.lines().find_map(|line| line.strip_prefix("search ")).unwrap();
    let run = sandbox.shell(&format!("{command} -c")).code(0);
    assert_eq!(run.stdout, "3\n");
}

#[test]
fn a_page_fits_the_terminal() {
    let library = Sandbox::library();
    for columns in [50, 80] {
        for line in ["iomkb topics", "iomkb topics trafficking", "iomkb topics match"] {
            let Some(run) = on_terminal(&library, columns, line) else { return };
            for line in unstyled(&run.code(0).stdout).lines() {
                let line = line.trim_end_matches('\r');
                let is_link = line.contains("://");
                assert!(is_link || line.width() <= usize::from(columns), "{line}");
            }
        }
    }
}

#[test]
fn commas_divide_topics() {
    let library = Sandbox::library();
    assert_eq!(library.found(&["-t", "gcm:4,gcm:10"]).len(), 2);
    assert_eq!(library.found(&["topic:\"legal identity, trafficking\""]).len(), 2);
    let run = library.run(&["search", "-t", "legal identity,traficking"]).code(2);
    assert!(run.stderr.starts_with("error: unknown topic 'traficking'"), "{run:?}");
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
