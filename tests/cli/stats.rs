//! Counts: right ones, in every form, for people and for programs.

use std::sync::{Arc, Mutex, Weak};

use insta::assert_snapshot;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::{
    output::fits,
    sandbox::{Run, Sandbox},
    terminal::{on_terminal, unstyled},
};

/// Records whose topics, years, languages and sources are stated.
const RECORDS: &str = r#"
{"id":"a","title":"One","text":"The ferry leaves at noon.","lang":"en","year":2016,"topics":["legal-identity","dtm"],"source":"=Harbour"}
{"id":"b","title":"Two","text":"The ferry is late again.","lang":"en","year":2018,"topics":["legal-identity","refugees"],"source":"Press","publisher":"press"}
{"id":"c","title":"Tre","text":"Färjan går klockan tolv.","lang":"sv","year":2018,"topics":["refugees"],"source":"Press"}
{"id":"d","title":"Quatre","text":"Le bateau part à midi.","lang":"fr","topics":["legal-identity"]}
{"id":"e","title":"Five","text":"A barn stands by the road.","lang":"en","year":2020}
"#;

/// A sandbox with the records and their index.
fn records() -> Arc<Sandbox> {
    static INDEXED: Mutex<Weak<Sandbox>> = Mutex::new(Weak::new());
    Sandbox::shared(&INDEXED, || {
        let sandbox = Sandbox::with(&[("docs/records.jsonl", RECORDS)]);
        sandbox.ingest();
        sandbox
    })
}

fn stats(args: &[&str]) -> Run {
    records().run(&[&["stats"], args].concat())
}

/// Counts by id.
fn counts(args: &[&str]) -> String {
    let run = stats(&[&["--json"], args].concat());
    let counts = run.json()["counts"].clone();
    let one = |one: &Value| format!("{}:{}", one["id"].as_str().unwrap(), one["count"]);
    counts.as_array().unwrap().iter().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn everything_is_counted_by_each_dimension() {
    let case = |by: &str, expected: &str| assert_eq!(counts(&["--by", by]), expected, "{by}");
    case("lang", "en:3 fr:1 sv:1");
    case("year", "2016:1 2018:2 2020:1 unknown:1");
    case("system", "dtm:1 data-systems:1");
    // A source that is named twice in a document counts once.
    case("source", "press:2 =harbour:1");
    let topics = counts(&["--by", "topic"]);
    assert!(topics.starts_with("legal-identity:3 refugees:2 "), "{topics}");
    assert!(!topics.contains("dtm"), "{topics}");
}

#[test]
fn topics_above_others_stand_behind_them() {
    let run = stats(&["--by", "topic", "--json"]).code(0).json();
    let counts = run["counts"].as_array().unwrap();
    let areas = counts.iter().skip_while(|one| one.get("area").is_none());
    assert!(areas.clone().count() > 1);
    assert!(areas.clone().all(|one| one["area"] == true), "{run:#}");
    let area = areas.clone().find(|one| one["id"] == "forced-migration").unwrap();
    assert_eq!((&area["count"], &area["label"]), (&2.into(), &"forced migration".into()));
}

#[test]
fn a_query_and_filters_choose_what_is_counted() {
    let case = |args: &[&str], expected: &str| {
        assert_eq!(counts(&[args, &["--by", "lang"]].concat()), expected, "{args:?}");
    };
    case(&["ferry"], "en:2");
    case(&["lang:sv"], "sv:1");
    case(&["--topic", "gcm:4"], "en:2 fr:1");
    case(&["ferry", "--year", "2018"], "en:1");
    case(&["--year", "unknown"], "fr:1");
    case(&["ferry färjan", "--match", "any"], "en:2 sv:1");
    // As in a search, the best there is.
    case(&["ferry färjan"], "en:2 sv:1");
    let run = stats(&["ferry färjan", "--match", "all", "--by", "lang"]).code(1);
    assert_eq!((&*run.stdout, &*run.stderr), ("", "nothing found\n"));
    let run = stats(&["windmill", "--json"]).code(1);
    assert_eq!(run.json()["total"], 0);
}

#[test]
fn lines_for_pipelines() {
    let run = stats(&["--by", "lang", "--header"]).code(0);
    assert_snapshot!(run.all(), @r"
    status 0
    --- stdout
    lang	lang_label	count
    en	English	3
    fr	French	1
    sv	Swedish	1
    --- stderr
    5 documents
    ");
    let run = stats(&["--by", "lang,year", "ferry OR färjan"]).code(0);
    assert_snapshot!(run.all(), @r"
    status 0
    --- stdout
    en	English	2016	2016	1
    en	English	2018	2018	1
    sv	Swedish	2018	2018	1
    --- stderr
    3 documents
    ");
    let run = stats(&["legal"]).code(1);
    assert_eq!(run.stdout, "");
    let first = |line: &str| line.split('\t').next().unwrap().to_owned();
    let mut names: Vec<String> = stats(&[]).code(0).stdout.lines().map(first).collect();
    names.dedup();
    assert_eq!(names, ["topic", "year", "lang"]);
}

#[test]
fn no_cell_is_a_formula() {
    for format in ["tsv", "csv"] {
        let run = stats(&["--by", "source,lang", "--format", format]).code(0);
        assert!(run.stdout.contains("'=harbour"), "{run:?}");
    }
    let csv = stats(&["--by", "source", "--format", "csv"]).stdout;
    assert_snapshot!(csv, @r"
    source,source_label,count
    press,press,2
    '=harbour,'=harbour,1
    ");
}

#[test]
fn tables_have_sums_that_count_each_document_once() {
    let run = stats(&["--by", "lang,year", "--format", "table"]).code(0);
    assert_snapshot!(run.stdout, @r"
    5 documents; 1 without a year

    Languages  2016  2018  2020  unknown  all
    English       1     1     1        .    3
    French        .     .     .        1    1
    Swedish       .     1     .        .    1
    -----------------------------------------
    all           1     2     1        1    5
    ");
    let run = stats(&["--by", "source,lang", "--format", "table"]).code(0);
    assert_snapshot!(run.stdout, @r"
    5 documents; 2 without a source

    Sources   en  fr  sv  all
    press      1   .   1    2
    =harbour   1   .   .    1
    none       1   1   .    2
    -------------------------
    all        3   1   1    5
    ");
}

#[test]
fn bars_and_years_without_gaps() {
    let run = stats(&["--by", "year", "--format", "bars"]).code(0);
    assert_snapshot!(run.stdout, @r"
    5 documents; 1 without a year

    Years
    2016     1 ###################################
    2017     0
    2018     2 #####################################################################
    2019     0
    2020     1 ###################################
    unknown  1 ###################################
    ");
    let run = stats(&["--by", "lang", "--format", "bars", "-n", "1"]).code(0);
    assert_snapshot!(run.stdout, @r"
    5 documents

    Languages
    English  3 #####################################################################
    and 2 more; --limit 0 shows all
    ");
}

#[test]
fn bars_and_tables_fit_the_terminal() {
    for columns in [50, 80] {
        for (line, sign) in [
            ("LC_ALL=en_US.UTF-8 iomkb stats", '█'),
            ("LC_ALL=C iomkb stats", '#'),
            ("LANG=fi_FI.utf8 iomkb stats --by topic", '█'),
            ("LANG=fi_FI.utf8 LC_CTYPE=C iomkb stats --by topic", '#'),
            ("TERM=dumb LANG=C.UTF-8 iomkb stats", '#'),
            ("LANG=C.UTF-8 iomkb stats --by topic,year", '·'),
            ("LANG=C.UTF-8 iomkb stats --by year,topic", '·'),
        ] {
            let Some(run) = on_terminal(&records(), columns, line) else { return };
            let text = unstyled(&run.code(0).stdout);
            assert!(text.contains(sign), "{line}: {text}");
            for line in text.lines().map(|line| line.trim_end_matches('\r')) {
                assert!(line.width() <= usize::from(columns), "{} columns: {line}", line.width());
            }
        }
    }
}

#[test]
fn json_fits_its_schema() {
    let text = include_str!("../../src/render/stats.schema.json");
    let schema: Value = serde_json::from_str(text).unwrap();
    jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{error}"));
    let schema = jsonschema::validator_for(&schema).unwrap();
    for args in [
        &[][..],
        &["--by", "topic"],
        &["--by", "topic,lang", "-n", "1"],
        &["--by", "source,topic"],
        &["windmill"],
    ] {
        fits(&schema, &stats(&[&["--json"], args].concat()).json());
    }
    let mut wrong = stats(&["--json", "--by", "topic"]).json();
    wrong["counts"][0]["count"] = 0.into();
    assert!(!schema.is_valid(&wrong));
}

#[test]
fn limits_keep_the_most_frequent() {
    let run = stats(&["--by", "topic", "-n", "1", "--json"]).json();
    let ids: Vec<&str> =
        run["counts"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids[0], "legal-identity");
    assert_eq!(ids.len(), 2, "one topic and one above others: {ids:?}");
    assert!(run["more"]["topic"].as_u64().unwrap() > 1, "{run:#}");
    assert_eq!(counts(&["--by", "year", "-n", "1"]), "2018:2 unknown:1");
    assert_eq!(counts(&["--by", "lang", "-n", "0"]), counts(&["--by", "lang"]));
}

#[test]
fn what_cannot_be_counted_is_an_error() {
    let case = |args: &[&str], message: &str| {
        let run = stats(args).code(2);
        assert!(run.stdout.is_empty() && run.stderr.contains(message), "{run:?}");
    };
    case(&["--by", "topics"], "tip: a similar value exists: 'topic'");
    case(&["--by", "topic,topic"], "names the same twice");
    case(&["--by", "topic,lang,year"], "at most two");
    case(&["--by", "topic,lang", "--format", "bars"], "one name");
    case(&["--header", "--format", "csv"], "--header needs --format tsv");
    case(&["--topic", "legal identty"], "did you mean");
    case(&["year:["], "position");
    Sandbox::new().run(&["stats"]).code(4);
}

#[test]
fn a_vocabulary_without_systems() {
    let sandbox = Sandbox::with(&[(
        "docs/a.txt",
        "Women learned weaving in the camp. The loom work was sold in the town, and weaving fed the families.",
    )]);
    sandbox.write("crafts.ttl", include_str!("../corpus/vocabulary.ttl"));
    sandbox.run(&["ingest", "docs", "--vocabulary", "crafts.ttl"]).code(0);
    let run = sandbox.run(&["stats", "--by", "topic"]).code(0);
    assert!(run.stdout.contains("weaving\tweaving\t1\n"), "{run:?}");
    let run = sandbox.run(&["stats", "--by", "system"]).code(2);
    assert!(run.stderr.contains("no systems"), "{run:?}");
}
