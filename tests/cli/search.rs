//! What a search says beside its hits: which words must match, what was not
//! found, how the query was read, how hits are ordered and counted.

use insta::assert_snapshot;

use crate::sandbox::Sandbox;

#[test]
fn partial_hits_say_that_they_are() {
    let library = Sandbox::library();
    let run = library.run(&["search", "identity windmills", "--format", "paths"]);
    assert_snapshot!(run.all(), @"
    status 0
    --- stdout
    docs/identity-en.md
    docs/return-en-fr.md
    --- stderr
    no document has all the words; these have some of them
    nothing has 'windmills'
    ");
}

#[test]
fn words_that_stand_in_no_document_together() {
    let library = Sandbox::library();
    let run = library.run(&["search", "birth smugglers", "--format", "paths"]);
    assert_snapshot!(run.all(), @"
    status 0
    --- stdout
    docs/identity-en.md
    docs/route-en.txt
    --- stderr
    no document has all the words together; these have some of them
    ");
}

#[test]
fn all_words_or_nothing() {
    let library = Sandbox::library();
    let run = library.run(&["search", "--match", "all", "birth smugglers"]);
    assert_snapshot!(run.all(), @"
    status 1
    --- stderr
    nothing found
    ");
}

#[test]
fn any_word_was_asked_for() {
    let library = Sandbox::library();
    let run = library.run(&["search", "--match", "any", "legal identity", "--json"]).code(0);
    // A document has both: nothing may be said about missing ones.
    assert_eq!(run.stderr, "");
    assert_eq!(run.json()["match"], "any");
    assert_eq!(run.json()["hits"][0]["title"], "Birth registration for every child");
}

#[test]
fn one_word_that_is_not_found_offers_near_ones() {
    let library = Sandbox::library();
    let run = library.run(&["search", "smugler"]);
    assert_snapshot!(run.all(), @"
    status 1
    --- stderr
    nothing has 'smugler'; did you mean smugglers?
    ");
    let run = library.run(&["search", "smugler", "--json"]).code(1);
    assert_eq!(run.json()["missing"][0]["word"], "smugler");
    assert_eq!(run.json()["missing"][0]["suggestions"][0], "smugglers");
}

#[test]
fn filters_that_leave_nothing() {
    let library = Sandbox::library();
    let run = library.run(&["search", "identity", "--year", "1999"]);
    assert_snapshot!(run.all(), @"
    status 1
    --- stderr
    nothing found
    ");
}

#[test]
fn a_field_that_is_none_is_searched_as_words() {
    let library = Sandbox::library();
    let run = library.run(&["search", "shop:identity", "--format", "paths"]);
    assert_snapshot!(run.all(), @"
    status 0
    --- stdout
    docs/return-en-fr.md
    --- stderr
    note: 'shop' is not a field: searched as words; fields are title, topic, year, mentions, lang, source, path, id, country
    ");
}

#[test]
fn orders() {
    let library = Sandbox::library();
    let years = |sort| {
        let run = library.run(&["search", "*", "-n", "0", "--sort", sort]).code(0);
        let year = |line: &str| line.split('\t').nth(2).unwrap().to_owned();
        run.stdout.lines().map(year).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(years("year").trim(), "2016 2018 2018 2019 2020 2021");
    assert_eq!(years("-year").trim(), "2021 2020 2019 2018 2018 2016");
    let titles = library.run(&["search", "path:records", "--sort", "title"]).code(0);
    let title = |line: &str| line.split('\t').nth(6).unwrap().to_owned();
    let titles: Vec<String> = titles.stdout.lines().map(title).collect();
    assert_eq!(titles[..2], ["Arbeiten in der Pflege", "Skolgång för nyanlända barn"]);
    let paths = library.run(&["search", "*", "--sort", "path", "--format", "paths"]).code(0);
    let mut sorted: Vec<&str> = paths.stdout.lines().collect();
    sorted.sort_unstable();
    assert_eq!(paths.stdout.lines().collect::<Vec<_>>(), sorted);
    library.run(&["search", "*", "--sort", "size"]).code(2);
}

#[test]
fn hits_that_are_left_out() {
    let library = Sandbox::library();
    let ids = |args: &[&str]| {
        let run =
            library.run(&[&["search", "identity OR boats", "--format", "ids"], args].concat());
        run.code(0).stdout.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let all = ids(&[]);
    assert_eq!(all.len(), 3);
    assert_eq!(ids(&["--limit", "2"]), all[..2]);
    assert_eq!(ids(&["--offset", "1", "-n", "1"]), all[1..2]);
    assert_eq!(ids(&["--offset", "1"]), all[1..]);
    assert_eq!(ids(&["--limit", "0"]), all);
    let run = library.run(&["search", "identity OR boats", "--offset", "2", "--json"]).code(0);
    assert_eq!((&run.json()["hits"][0]["rank"], &run.json()["total"]), (&3.into(), &3.into()));
    // Past the end there is nothing to show, but something was found.
    let run = library.run(&["search", "identity", "--offset", "9"]).code(0);
    assert_eq!(run.stdout, "");
}

#[test]
fn ten_hits_are_shown_where_no_number_is_given() {
    let records: String =
        (0..12).map(|n| format!("{{\"text\":\"A lighthouse, number {n}\"}}\n")).collect();
    let sandbox = Sandbox::with(&[("docs/all.jsonl", &records)]);
    sandbox.ingest();
    let lines = |args: &[&str]| {
        let run = sandbox.run(&[&["search", "lighthouse"], args].concat()).code(0);
        run.stdout.lines().count()
    };
    assert_eq!(lines(&[]), 10);
    assert_eq!(lines(&["-n", "0"]), 12);
    assert_eq!(lines(&["-n", "3"]), 3);
    assert_eq!(lines(&["--format", "ids"]), 12);
    assert_eq!(sandbox.run(&["search", "lighthouse", "-c"]).stdout, "12\n");
}

#[test]
fn counts_and_silence() {
    let library = Sandbox::library();
    let run = library.run(&["search", "identity", "--count"]).code(0);
    assert_eq!((&*run.stdout, &*run.stderr), ("2\n", ""));
    let run = library.run(&["search", "windmills", "--count"]).code(1);
    assert_eq!(run.stdout, "0\n");
    let run = library.run(&["search", "identity", "--quiet"]).code(0);
    assert_eq!((&*run.stdout, &*run.stderr), ("", ""));
    let run = library.run(&["search", "windmills", "-q"]).code(1);
    assert_eq!((&*run.stdout, &*run.stderr), ("", ""));
}

#[test]
fn facets_count_all_that_matches() {
    let library = Sandbox::library();
    let args = ["search", "*", "-n", "1", "--facets", "lang,year,topic", "--json"];
    let facets = library.run(&args).code(0).json()["facets"].clone();
    let count = |facet: &str, value: &str| {
        let counts = facets[facet].as_array().unwrap();
        let one = counts.iter().find(|one| one["value"] == value);
        one.map_or(0, |one| one["count"].as_u64().unwrap())
    };
    assert_eq!(count("lang", "sv"), 3);
    assert_eq!(count("lang", "en"), 4);
    assert_eq!(count("year", "2018"), 2);
    assert_eq!(count("topic", "legal-identity"), 1);
    assert_eq!(count("lang", "ru"), 0);
}

#[test]
fn explanations_go_to_standard_error() {
    let library = Sandbox::library();
    let plain = library.run(&["search", "legal identity"]).code(0);
    let run = library.run(&["search", "legal identity", "--explain"]).code(0);
    assert_eq!(run.stdout, plain.stdout);
    assert!(run.stderr.starts_with("query: legal identity\nmatch: all of the words\n"), "{run:?}");
    assert!(run.stderr.contains("identity as "), "{run:?}");
}

#[test]
fn a_batch_answers_every_question() {
    let library = Sandbox::library();
    let questions = "q1\tWho rescued the people in boats?\nq2\twindmills\n\nq3\tSäsongsarbetare och lön\textra\n";
    let run = library.feed(&["search", "--batch", "-"], questions).code(0);
    let lines = run.json_lines();
    let answered: Vec<(&str, u64)> = lines
        .iter()
        .map(|line| (line["query_id"].as_str().unwrap(), line["total"].as_u64().unwrap()))
        .collect();
    assert_eq!(answered.iter().map(|one| one.0).collect::<Vec<_>>(), ["q1", "q2", "q3"]);
    assert_eq!(answered[1].1, 0);
    assert!(lines[0]["hits"][0]["path"].as_str().unwrap().ends_with("route-en.txt"));
    assert!(lines[2]["hits"][0]["path"].as_str().unwrap().ends_with("work-sv-en.txt"));
}

#[test]
fn a_batch_as_run_lines() {
    let library = Sandbox::library();
    library.shell("printf 'q1\\tlegal identity\\nq2\\tboats\\n' > /dev/null").code(0);
    let args = ["search", "--batch", "-", "--format", "trec", "--limit", "1"];
    let run = library.feed(&args, "q1\tlegal identity\nq2\tfishing boats\n").code(0);
    let columns: Vec<Vec<&str>> =
        run.stdout.lines().map(|line| line.split(' ').collect()).collect();
    assert_eq!(columns.len(), 2);
    assert_eq!(columns[0][..2], ["q1", "Q0"]);
    assert_eq!((columns[1][0], columns[1][3], columns[1][5]), ("q2", "1", "iomkb"));
    assert!(columns[0][4].parse::<f64>().unwrap() > 0.0);
}

#[test]
fn questions_of_a_batch_are_plain_words_unless_told() {
    let library = Sandbox::library();
    let lines = "q1\tidentity -grant\nq2\tyear:[\nq3\tno:(\n";
    let plain = library.feed(&["search", "--batch", "-"], lines).code(0);
    assert_eq!(plain.stderr, "");
    assert_eq!(plain.json_lines()[0]["total"], 2);
    let run = library.feed(&["search", "--batch", "-", "--syntax"], lines).code(0);
    assert_eq!(run.json_lines().len(), 1);
    assert_eq!(run.json_lines()[0]["total"], 1);
    assert!(run.stderr.contains("note line 2: "), "{run:?}");
    assert!(run.stderr.contains("note line 3: "), "{run:?}");
}

#[test]
fn a_batch_that_finds_nothing() {
    let library = Sandbox::library();
    library.feed(&["search", "--batch", "-"], "q1\twindmills\n").code(1);
    library.run(&["search", "--batch", "none.tsv"]).code(2);
    let run = library.feed(&["search", "--batch", "-"], "no tab here\nq2\tboats\n").code(0);
    assert!(run.stderr.contains("note line 1: "), "{run:?}");
}

#[test]
fn filters_hold_for_a_batch() {
    let library = Sandbox::library();
    let run = library.feed(&["search", "--batch", "-", "--year", "2019"], "q1\tidentity\n").code(0);
    assert_eq!(run.json_lines()[0]["total"], 1);
}
