//! The forms of output: each for its reader, none with anything raw from a
//! document.

use insta::assert_snapshot;
use serde_json::Value;

use crate::sandbox::{Run, Sandbox};

/// The columns of tab-separated lines.
fn columns(run: &Run) -> Vec<Vec<String>> {
    run.stdout.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// A document with something at the places where text comes from.
fn with_text(name: &str, title: &str, text: &str) -> Sandbox {
    let record = serde_json::json!({ "title": title, "text": text, "lang": "en" });
    let sandbox = Sandbox::new();
    sandbox.write(&format!("docs/{name}.jsonl"), format!("{record}\n"));
    sandbox.ingest();
    sandbox
}

#[test]
fn tab_separated_lines_have_eight_columns() {
    let library = Sandbox::library();
    let run = library.run(&["search", "smugglers", "--header"]).code(0);
    let rows = columns(&run);
    assert_snapshot!(rows[0].join(" "), @"id score year lang topics path title passage");
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1].len(), 8);
    assert!(rows[1][1].parse::<f64>().unwrap() > 0.0);
    assert_eq!(rows[1][2..6], ["", "en", "trafficking", "docs/route-en.txt"]);
    assert_eq!(rows[1][6], "Rescue at sea");
    // Nothing is cut.
    assert!(rows[1][7].ends_with("were offered shelter."), "{rows:?}");
    assert_eq!(library.run(&["search", "smugglers"]).stdout.lines().count(), 1);
}

#[test]
fn what_would_end_a_column_is_escaped() {
    let sandbox = with_text("a", "Nets\tand\nboats \\ oars", "A jetty.");
    let run = sandbox.run(&["search", "jetty"]).code(0);
    assert_eq!(columns(&run)[0].len(), 8);
    assert_eq!(run.stdout.lines().count(), 1);
    assert!(run.stdout.contains("boats \\\\ oars"), "{run:?}");
}

#[test]
fn comma_separated_values_read_back() {
    let title = "Nets, \"boats\" and oars";
    let sandbox = with_text("a", title, "A jetty, built of wood.");
    let run = sandbox.run(&["search", "jetty", "--format", "csv"]).code(0);
    let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
    let headers: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(headers.join(","), "id,score,year,lang,topics,path,title,passage");
    let row = reader.records().next().unwrap().unwrap();
    assert_eq!((&row[6], &row[7]), (title, "A jetty, built of wood."));
}

#[test]
fn cells_can_start_no_formula() {
    let starts = ["=", "+", "-", "@"];
    let sandbox = Sandbox::new();
    let record = |start: &&str| {
        let text = format!("{start}1+1 jetty");
        let title = format!("{start}HYPERLINK(\"https://a.example\")");
        serde_json::json!({ "id": format!("{start}id"), "title": title, "text": text }).to_string()
    };
    let records: Vec<String> = starts.iter().map(record).collect();
    sandbox.write("docs/a.jsonl", records.join("\n"));
    sandbox.ingest();
    for (format, delimiter) in [("csv", b','), ("tsv", b'\t')] {
        let run = sandbox.run(&["search", "jetty", "--format", format]).code(0);
        let is_csv = format == "csv";
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.delimiter(delimiter).has_headers(is_csv).quoting(is_csv);
        let rows: Result<Vec<_>, _> =
            reader.from_reader(run.stdout.as_bytes()).into_records().collect();
        let rows = rows.unwrap();
        assert_eq!(rows.len(), 4);
        for cell in rows.iter().flatten() {
            assert!(
                !cell.starts_with(starts.map(|one| one.chars().next().unwrap())),
                "{format}: {cell}"
            );
        }
        assert!(
            rows.iter().all(|row| row[6].starts_with('\'') && row[7].starts_with('\'')),
            "{rows:?}"
        );
    }
}

#[test]
fn lists_of_paths_open_from_here() {
    let library = Sandbox::library();
    let run = library.run(&["search", "-l", "children OR barn OR 学习"]).code(0);
    let mut paths: Vec<&str> = run.stdout.lines().collect();
    paths.sort_unstable();
    // Two records of one file are one path.
    assert_eq!(paths, ["docs/identity-en.md", "docs/records.jsonl"]);
    for path in paths {
        assert!(library.path(path).exists(), "{path}");
    }
    let elsewhere = library.shell("cd docs && iomkb search -l --index ../index smugglers").code(0);
    assert_eq!(elsewhere.stdout, "route-en.txt\n");
    let line = "mkdir elsewhere && cd elsewhere && iomkb search -l --index ../index smugglers";
    let outside = library.shell(line);
    assert_eq!(outside.stdout, "[FOLDER]/docs/route-en.txt\n");
}

#[test]
fn lists_can_be_divided_by_nul() {
    let library = Sandbox::library();
    let run = library.run(&["search", "smugglers", "-l", "-0"]).code(0);
    assert_eq!(run.stdout, "docs/route-en.txt\0");
    let run = library.run(&["search", "id:kb-1 OR id:kb-2", "--format", "ids", "-0"]).code(0);
    assert_eq!(run.stdout, "kb-1\0kb-2\0");
}

#[cfg(unix)]
#[test]
fn paths_go_through_xargs_whatever_their_names() {
    use std::os::unix::ffi::OsStrExt;
    let sandbox = Sandbox::new();
    let names: [&[u8]; 4] = [b"two words.txt", b"new\nline.txt", b"-n.txt", b"l\xE4tin.txt"];
    for name in names {
        sandbox.write("docs/placeholder", "");
        std::fs::remove_file(sandbox.path("docs/placeholder")).unwrap();
        let name = std::ffi::OsStr::from_bytes(name);
        std::fs::write(sandbox.path("docs").join(name), "A lighthouse.").unwrap();
    }
    sandbox.ingest();
    let run = sandbox
        .shell("cd docs && iomkb search --index ../index -l -0 lighthouse | xargs -0 cat")
        .code(0);
    assert_eq!(run.stdout, "A lighthouse.".repeat(4), "{run:?}");
    // A second look finds nothing new.
    let again = sandbox.ingest();
    assert!(again.stderr.contains("0 added, 0 changed, 4 unchanged"), "{again:?}");
}

#[test]
fn run_lines() {
    let library = Sandbox::library();
    let run = library.run(&["search", "smugglers", "--format", "trec"]).code(0);
    let columns: Vec<&str> = run.stdout.trim_end().split(' ').collect();
    assert_eq!(columns.len(), 6);
    assert_eq!((columns[0], columns[1], columns[3], columns[5]), ("query", "Q0", "1", "iomkb"));
}

/// The schema, and what of it a hit alone is.
fn schemas() -> (jsonschema::Validator, jsonschema::Validator) {
    let text = include_str!("../../src/render/search.schema.json");
    let whole: Value = serde_json::from_str(text).unwrap();
    jsonschema::meta::validate(&whole).unwrap_or_else(|error| panic!("{error}"));
    let mut hit = whole.clone();
    for key in ["type", "required", "properties", "additionalProperties"] {
        hit.as_object_mut().unwrap().remove(key);
    }
    hit["$ref"] = "#/$defs/hit".into();
    let validator = |schema: &Value| jsonschema::validator_for(schema).unwrap();
    (validator(&whole), validator(&hit))
}

#[track_caller]
pub(crate) fn fits(schema: &jsonschema::Validator, value: &Value) {
    let wrong: Vec<String> = schema
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}\n{value:#}");
}

#[test]
fn json_fits_its_schema() {
    let library = Sandbox::library();
    let (whole, hit) = schemas();
    for args in [
        &["legal identity"][..],
        &["pakolaisille", "--explain"],
        &["identity windmills"],
        &["shop:identity"],
        &["windmills"],
        &["*", "-n", "0", "--facets", "topic,year,lang"],
        &["year:2018", "--sort", "title"],
    ] {
        let run = library.run(&[&["search", "--json"], args].concat());
        fits(&whole, &run.json());
        let run = library.run(&[&["search", "--format", "jsonl"], args.get(..1).unwrap()].concat());
        run.json_lines().iter().for_each(|line| fits(&hit, line));
    }
    let run = library.feed(&["search", "--batch", "-"], "q1\tlegal identity\nq2\twindmills\n");
    run.json_lines().iter().for_each(|line| fits(&whole, line));
}

#[test]
fn json_of_likeness_fits_the_same_schema() {
    let sandbox = Sandbox::with_corpus("translations");
    sandbox.ingest();
    let (whole, hit) = schemas();
    let run = sandbox.run(&["similar", "health.fr", "--json", "-n", "0"]).code(0).json();
    assert!(run["hits"].as_array().unwrap().len() > 4, "{run}");
    fits(&whole, &run);
    let lines = sandbox.run(&["similar", "health.fr", "--format", "jsonl"]).code(0).json_lines();
    lines.iter().for_each(|line| fits(&hit, line));
}

#[test]
fn the_schema_refuses_what_is_wrong() {
    let library = Sandbox::library();
    let (whole, hit) = schemas();
    let right = library.run(&["search", "legal identity", "--json"]).json();
    assert!(whole.is_valid(&right));
    let refuses = |pointer: &str, value: Value| {
        let mut wrong = right.clone();
        *wrong.pointer_mut(pointer).unwrap() = value;
        assert!(!whole.is_valid(&wrong), "{pointer}");
    };
    refuses("/schema_version", 2.into());
    refuses("/match", "most".into());
    refuses("/total", (-1).into());
    refuses("/hits/0/year", "2019".into());
    refuses("/hits/0/lang", "English".into());
    refuses("/hits/0/languages/0/share", 2.into());
    refuses("/hits/0/passages/0/highlights/0", serde_json::json!([1]));
    refuses("/hits/0/topics/0/score", 0.into());
    let mut unknown = right["hits"][0].clone();
    unknown["surprise"] = 1.into();
    assert!(hit.is_valid(&right["hits"][0]) && !hit.is_valid(&unknown));
}

#[test]
fn the_schema_names_every_key_that_is_written() {
    let library = Sandbox::library();
    let hit = &library.run(&["search", "legal identity", "--json"]).json()["hits"][0];
    let keys: Vec<&str> = hit.as_object().unwrap().keys().map(String::as_str).collect();
    assert_snapshot!(keys.join(" "), @"rank score id title path url lang languages year year_source topics countries via passages");
}

#[test]
fn highlights_are_the_words_that_match() {
    let library = Sandbox::library();
    let marked = |query: &str| -> Vec<String> {
        let run = library.run(&["search", "--json", query]).code(0);
        let json = run.json();
        let passage = &json["hits"][0]["passages"][0];
        let letters: Vec<char> = passage["text"].as_str().unwrap().chars().collect();
        let ranges = passage["highlights"].as_array().unwrap().iter();
        let place =
            |range: &Value, end: usize| usize::try_from(range[end].as_u64().unwrap()).unwrap();
        ranges.map(|range| letters[place(range, 0)..place(range, 1)].iter().collect()).collect()
    };
    // Character ranges, with letters of two bytes before them.
    assert_eq!(marked("språkkurs"), ["språkkurser"]);
    assert_eq!(marked("recruiter debt"), ["debts", "recruiters", "recruitment"]);
    assert_eq!(marked("oleskelulupa"), ["oleskeluluvista"]);
}

/// Characters that could drive a terminal or reorder a line.
const HOSTILE: &str = "\u{1b}[31mred\u{1b}]0;owned\u{7} \u{9b}2J \u{202e}evil\u{202c} \u{2066}x\u{2069} \u{0} \u{8} \u{7f} jetty";

/// Looks for what must never be written as it is.
#[track_caller]
fn is_harmless(what: &str, run: &Run, allowed: &[char]) {
    let text = String::from_utf8(run.bytes.clone()).unwrap();
    let bad = |letter: &char| {
        (letter.is_control() && !allowed.contains(letter))
            || matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
    };
    let found: Vec<char> = text.chars().filter(bad).collect();
    assert!(found.is_empty(), "{what}: {found:?} in {text}");
}

#[test]
fn hostile_text_reaches_no_output() {
    let sandbox = Sandbox::new();
    let record = serde_json::json!({
        "id": format!("id-{HOSTILE}"), "title": format!("Title {HOSTILE}"), "text": format!("Body {HOSTILE}"),
        "url": format!("https://a.example/{HOSTILE}"), "author": HOSTILE, "country": HOSTILE, "date": HOSTILE, "lang": HOSTILE,
    });
    sandbox.write("docs/a.jsonl", format!("{record}\n{{\"id\":\"\u{202e}\"}}\n"));
    sandbox.write("docs/b.txt", format!("{HOSTILE}\n\nAnother line with {HOSTILE}\n"));
    sandbox.write(
        "docs/c.md",
        format!("---\ntitle: \"{}\"\n---\n# Heading {HOSTILE}\n\nMore {HOSTILE}\n", "\\e[1mbold"),
    );
    #[cfg(unix)]
    sandbox.write("docs/n\u{1b}[31m\u{202e}\tname\n.txt", "A jetty in a file with a bad name.");
    let ingest = sandbox.run(&["ingest", "docs", "--report", "report.jsonl"]).code(3);
    is_harmless("ingest", &ingest, &['\n']);
    is_harmless("report", &sandbox.shell("cat report.jsonl"), &['\n']);
    for format in ["table", "csv", "json", "jsonl", "ids", "trec"] {
        let run =
            sandbox.run(&["search", "jetty", "-n", "0", "--explain", "--format", format]).code(0);
        assert!(run.stdout.len() > 10, "{format}");
        is_harmless(format, &run, &['\n']);
    }
    is_harmless("tsv", &sandbox.run(&["search", "jetty", "--explain"]).code(0), &['\n', '\t']);
    for id in sandbox.run(&["search", "jetty", "--json"]).json()["hits"].as_array().unwrap() {
        for flags in [&["--raw"][..], &["--json"], &[]] {
            let run = sandbox.run(&[&["show", id["id"].as_str().unwrap()], flags].concat()).code(0);
            is_harmless("show", &run, &['\n']);
        }
    }
    is_harmless("inspect", &sandbox.run(&["inspect", "docs"]).code(3), &['\n']);
    is_harmless("inspect", &sandbox.run(&["inspect", "docs", "--format", "text"]).code(3), &['\n']);
    is_harmless("check", &sandbox.run(&["check"]).code(0), &['\n']);
}

#[test]
fn what_the_user_types_is_not_sent_back_raw() {
    let library = Sandbox::library();
    for args in [
        &["search", "\u{1b}[31mred \u{202e}"][..],
        &["search", "year:\u{1b}[31m"],
        &["search", "\u{1b}x:boats"],
        &["search", "--topic", "\u{1b}[31m"],
        &["search", "boats", "--explain", "--path", "\u{1b}[31m"],
        &["show", "\u{1b}[31m"],
        &["topics", "\u{1b}[31m"],
        &["search", "boats", "--index", "\u{1b}[31m"],
        &["ingest", "\u{1b}[31m", "--index", "other"],
        &["search", "--lang", "\u{1b}[31m"],
        &["search", "--no\u{1b}[31m"],
    ] {
        is_harmless(&format!("{args:?}"), &library.run(args), &['\n', '\t']);
    }
}

#[test]
fn colours_only_where_they_are_wanted() {
    let library = Sandbox::library();
    let run =
        |args: &[&str]| library.run(&[&["search", "smugglers"], args].concat()).code(0).stdout;
    for args in [
        &[][..],
        &["--format", "table"],
        &["--format", "table", "--color", "never"],
        &["--color", "always"],
    ] {
        assert!(!run(args).contains('\u{1b}'), "{args:?}");
    }
    let coloured = run(&["--format", "table", "--color", "always"]);
    assert!(coloured.contains("\u{1b}[1m\u{1b}[33msmugglers\u{1b}[0m"), "{coloured}");
}

#[test]
fn a_document_with_all_that_is_known() {
    let library = Sandbox::library();
    assert_snapshot!(library.run(&["show", "kb-2"]).all(), @r#"
    status 0
    --- stdout
    id         kb-2
    title      Skolgång för nyanlända barn (metadata)
    path       docs/records.jsonl#2
    url        https://archive.example/sv/skola
    year       2018 (metadata, confidence 1.0: "2018-09-10")
    languages  sv 100 %
    country    SWE Sweden 1.00 (metadata: Sweden)
    country    Sweden

    [line 2, sv]
    Nyanlända barn har rätt att börja skolan inom en månad. Lärarna får stöd av tolkar på barnens modersmål.
    "#);
}

#[test]
fn a_document_as_text_and_as_json() {
    let library = Sandbox::library();
    let raw = library.run(&["show", "kb-2", "--raw"]).code(0);
    assert_eq!(raw.stdout.lines().count(), 1);
    assert!(raw.stdout.starts_with("Nyanlända barn"));
    let json = library.run(&["show", "kb-2", "--json"]).code(0).json();
    assert_eq!(json, library.run(&["show", "kb-2", "--format", "json"]).json());
    assert_eq!(json["year"]["evidence"], "2018-09-10");
    assert_eq!(json["passages"][0]["lang"], "sv");
}

#[test]
fn the_beginning_of_an_id_is_enough_where_only_one_has_it() {
    let library = Sandbox::library();
    let id = library.run(&["search", "smugglers", "--format", "ids"]).stdout;
    let id = id.trim();
    assert!(library.run(&["show", &id[..6], "--raw"]).code(0).stdout.starts_with("Rescue at sea"));
    let run = library.run(&["show", "kb-"]).code(1);
    assert!(run.stderr.contains("kb-1"), "{run:?}");
}

#[test]
fn what_an_index_holds() {
    let library = Sandbox::library();
    let json = library.run(&["check", "--format", "json"]).code(0).json();
    assert_eq!((&json["documents"], &json["undated"]), (&9.into(), &3.into()));
    assert_eq!(json["damaged"], Value::Null);
    let run = library.run(&["check", "--full"]).code(0);
    assert!(run.stdout.contains("every checksum fits"), "{run:?}");
    assert!(run.stdout.contains("documents  9 (3 without a year"), "{run:?}");
}
