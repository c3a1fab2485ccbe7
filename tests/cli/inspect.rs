//! `inspect`: the contract of its lines, and that nothing of the text is
//! lost.

use serde_json::Value;

use crate::sandbox::Sandbox;

#[test]
fn every_line_keeps_the_contract() {
    let library = Sandbox::library();
    let lines = library.run(&["inspect", "docs"]).code(0).json_lines();
    assert_eq!(lines.len(), 9);
    for line in &lines {
        for key in [
            "id",
            "path",
            "title",
            "lang",
            "languages",
            "year",
            "mentions",
            "topics",
            "passages",
            "furniture",
        ] {
            assert!(line.get(key).is_some(), "{key}: {line}");
        }
        for passage in line["passages"].as_array().unwrap() {
            assert!(passage["text"].is_string() && passage["lang"].is_string(), "{passage}");
            assert!(passage["line"].is_u64() && passage.get("page").is_some(), "{passage}");
        }
    }
    let line = lines.iter().find(|line| line["path"] == "docs/identity-en.md").unwrap();
    assert_eq!(line["year"]["value"], 2019);
    assert_eq!(line["year"]["source"], "metadata");
    assert_eq!(line["year"]["evidence"], "2019-05-12");
    assert_eq!(line["topics"][0]["id"], "legal-identity");
    assert_eq!(line["topics"][0]["evidence"][0], "Birth registration");
}

#[test]
fn every_line_fits_the_schema() {
    let schema = include_str!("../../src/render/inspect.schema.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{error}"));
    let schema = jsonschema::validator_for(&schema).unwrap();
    let sandbox = Sandbox::with_corpus("library");
    let frame = "Skip to main content\nAccept all cookies\n\n";
    sandbox.write("docs/frame.txt", format!("{frame}The ferry crosses the strait twice a day."));
    sandbox
        .write("docs/legacy.txt", b"Les r\xE9fugi\xE9s sont all\xE9s \xE0 l'\xE9cole du village.");
    let lines = sandbox.run(&["inspect", "docs"]).code(0).json_lines();
    let explained = sandbox.run(&["inspect", "docs", "--explain"]).code(0).json_lines();
    assert!(explained.iter().all(|line| line["considered"].is_array()));
    for line in lines.iter().chain(&explained) {
        let wrong: Vec<String> = schema.iter_errors(line).map(|one| one.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:#?}\n{line:#}");
    }
    for key in ["record", "notes"] {
        assert!(lines.iter().any(|line| line.get(key).is_some()), "no line has {key}");
    }
    let mut wrong = lines[0].clone();
    wrong["passages"][0]["order"] = 0.into();
    assert!(!schema.is_valid(&wrong));
}

#[test]
fn passages_and_furniture_are_the_whole_text() {
    let text = "Skip to main content\nWe use cookies to improve your experience. Accept all cookies\n\nThe ferry pier\n\n\
                The ferry crosses the strait twice a day. Färjan går två gånger om dagen när vädret tillåter det.\n\n\
                Share on Facebook\nFollow us on Twitter\n";
    let sandbox = Sandbox::with(&[("a.txt", text)]);
    let line = sandbox.run(&["inspect", "a.txt"]).code(0).json();
    let mut pieces: Vec<&Value> = Vec::new();
    pieces.extend(line["passages"].as_array().unwrap());
    pieces.extend(line["furniture"].as_array().unwrap());
    assert!(!line["furniture"].as_array().unwrap().is_empty(), "{line}");
    pieces.sort_by_key(|piece| piece["order"].as_u64());
    let orders: Vec<u64> = pieces.iter().map(|piece| piece["order"].as_u64().unwrap()).collect();
    assert_eq!(orders, (1..=orders.len() as u64).collect::<Vec<_>>());
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let joined: Vec<String> =
        pieces.iter().flat_map(|piece| words(piece["text"].as_str().unwrap())).collect();
    assert_eq!(joined, words(text));
}

#[test]
fn it_sees_what_ingest_sees() {
    let library = Sandbox::library();
    for line in library.run(&["inspect", "docs"]).code(0).json_lines() {
        let shown = library.run(&["show", "--json", line["id"].as_str().unwrap()]).code(0).json();
        for key in ["title", "lang", "languages", "mentions", "topics"] {
            assert_eq!(line[key], shown[key], "{key} of {}", line["path"]);
        }
        let texts = |list: &Value| -> Vec<Value> {
            list.as_array().unwrap().iter().map(|one| one["text"].clone()).collect()
        };
        assert_eq!(texts(&line["passages"]), texts(&shown["passages"]), "{}", line["path"]);
    }
}

#[test]
fn standard_input_is_read() {
    let sandbox = Sandbox::new();
    let run =
        sandbox.feed(&["inspect"], "The harbour master counts the boats every evening.").code(0);
    assert_eq!((&run.json()["path"], &run.json()["lang"]), (&"-".into(), &"en".into()));
    let records = "{\"id\":\"a\",\"text\":\"One boat.\"}\n{\"id\":\"b\",\"text\":\"Two boats.\"}\n";
    let run = sandbox.feed(&["inspect", "--input-format", "jsonl", "-"], records).code(0);
    let ids: Vec<Value> = run.json_lines().iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids, ["a", "b"]);
}

#[test]
fn exit_status_is_that_of_ingest() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "A ferry."), ("docs/b.txt", "")]);
    let run = sandbox.run(&["inspect", "docs"]).code(3);
    assert_eq!(run.json_lines().len(), 1);
    assert!(
        run.stderr.contains("skipped docs/b.txt: empty")
            || run.stderr.contains("docs/b.txt: empty"),
        "{run:?}"
    );
    assert_eq!(sandbox.run(&["inspect", "none"]).code(3).stdout, "");
    assert!(!sandbox.path("index").exists());
}

#[test]
fn for_people() {
    let library = Sandbox::library();
    let run = library.run(&["inspect", "docs/route-en.txt", "--format", "text"]).code(0);
    insta::assert_snapshot!(run.stdout, @"
    id         vfw2qea2k4dt
    title      Rescue at sea (heading)
    path       docs/route-en.txt
    year       unknown
    languages  en 100 %
    topic      trafficking 0.50 (Human trafficking; victims of trafficking)

    [line 1, en]
    Rescue at sea

    [line 3, en]
    Fishing boats rescued forty people who had left the coast at night. The survivors said that smugglers had taken their telephones. Human trafficking was suspected in three cases, and the victims of trafficking were offered shelter.
    ");
}

#[test]
fn what_decided_about_topics_is_told() {
    let text = "Help for victims of trafficking in persons\n\n\
                The visa of one of them was refused. A MATCH was played.";
    let sandbox = Sandbox::with(&[("a.txt", text)]);
    let run = sandbox.run(&["inspect", "a.txt", "--format", "text", "--explain"]).code(0);
    let (_, told) = run.stdout.split_once("[topics and countries]\n").unwrap();
    insta::assert_snapshot!(told, @"
    trafficking: 2.00, needs 1.00: kept
      2.00  victims of trafficking
    match: 1.00, needs 1.00: not kept, needs another name beside it
      1.00  MATCH
    visas-and-permits: 0.50, needs 1.00: not kept
      0.50  visa
    ");
}
