//! Search across languages: words that name a concept find what says it by
//! another name, after direct hits, and each such hit says so.

use crate::sandbox::Sandbox;

/// A folder that says the same things in several languages.
fn many() -> Sandbox {
    let sandbox = Sandbox::with(&[
        ("docs/en.txt", "Human trafficking is a crime. Every victim of it has a right to help."),
        ("docs/en2.txt", "The law on trafficking in persons was written anew by parliament."),
        ("docs/fi.txt", "Ihmiskaupan uhreja autettiin, ja poliisi tutki rikosta koko vuoden."),
        ("docs/sv.txt", "Mot människohandel arbetar polisen, och den utreder brotten."),
        (
            "docs/fr.txt",
            "La traite des êtres humains est un crime, et les victimes ont droit à une aide.",
        ),
        (
            "docs/es.txt",
            "La trata de personas es un delito, y las víctimas tienen derecho a ayuda.",
        ),
        ("docs/ar.txt", "الاتجار بالأشخاص جريمة، وللضحايا الحق في المساعدة من السلطات."),
        ("docs/other.txt", "The match was played in the rain, and nobody was there to see it."),
        ("docs/dtm.txt", "DTM samlar uppgifter om människor som har lämnat sina hem i landet."),
    ]);
    sandbox.run(&["ingest", "docs"]).code(0);
    sandbox
}

#[test]
fn a_concept_is_found_by_any_of_its_names() {
    let many = many();
    let all = ["ar.txt", "en.txt", "en2.txt", "es.txt", "fi.txt", "fr.txt", "sv.txt"];
    for query in [
        "människohandel",
        "ihmiskauppa",
        "\"trafficking in persons\"",
        "traite des êtres humains",
        "\"trata de personas\"",
        "trafficking",
        "الاتجار بالأشخاص",
    ] {
        let mut found = many.found(&[query]);
        found.sort();
        assert_eq!(found, all, "{query}");
    }
    assert_eq!(many.found(&["Displacement Tracking Matrix"]), ["dtm.txt"]);
}

#[test]
fn a_hit_by_concept_says_so_and_comes_below_direct_ones() {
    let many = many();
    let run = many.run(&["search", "ihmiskauppa", "--json", "-n", "0"]).code(0).json();
    let hits = run["hits"].as_array().unwrap();
    assert_eq!(run["total"], hits.len());
    assert_eq!(hits[0]["via"], serde_json::json!([]));
    assert!(hits[0]["path"].as_str().unwrap().ends_with("fi.txt"));
    let scores: Vec<f64> = hits.iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    let swedish = hits.iter().find(|hit| hit["lang"] == "sv").unwrap();
    let via = serde_json::json!({
        "typed": "ihmiskauppa",
        "concept": "trafficking",
        "label": "människohandel",
        "lang": "sv"
    });
    assert_eq!(swedish["via"][0], via);
    let passage = &swedish["passages"][0];
    let highlights = passage["highlights"].as_array().unwrap();
    assert_eq!(highlights[0], serde_json::json!([4, 18]), "{passage}");
    let table = many.run(&["search", "ihmiskauppa", "--format", "table"]).code(0);
    assert!(table.stdout.contains("via: ihmiskauppa → människohandel (sv)"), "{table:?}");
}

#[test]
fn direct_hits_keep_their_order() {
    let library = Sandbox::library();
    for query in [
        "migration",
        "refugees return",
        "legal identity",
        "legal AND identity",
        "(legal AND identity) ferry",
        "the legal identity of refugees",
        "asyl OR flykting",
    ] {
        for flags in [["--match", "all"], ["--match", "any"], ["--sort", "title"]] {
            let ids = |more: &[&str]| {
                let args = [&["search", query, "--json", "-n", "0"], &flags[..], more].concat();
                let hits = library.run(&args).json()["hits"].as_array().unwrap().clone();
                hits.into_iter()
                    .filter(|hit| hit["via"] == serde_json::json!([]))
                    .map(|hit| (hit["id"].clone(), hit["score"].clone()))
                    .collect::<Vec<_>>()
            };
            assert_eq!(ids(&[]), ids(&["--no-expand"]), "{query} {flags:?}");
        }
    }
}

#[test]
fn words_that_only_bind_are_not_asked_of_other_languages() {
    let many = many();
    let all = many.found(&["människohandel"]).len();
    for query in [
        "la trata de personas",
        "les victimes de la traite des êtres humains",
        "la traite des êtres humains",
    ] {
        assert_eq!(many.found(&[query]).len(), all, "{query}");
    }
    assert_eq!(many.found(&["what is human trafficking"]).len(), all);
}

#[test]
fn hits_by_concept_score_below_direct_ones_in_any_order() {
    let many = many();
    let run = many.run(&["search", "trafficking", "--json", "-n", "0", "--sort", "path"]).code(0);
    let hits = run.json()["hits"].as_array().unwrap().clone();
    let scores = |is_direct: bool| {
        let of = hits.iter().filter(move |hit| (hit["via"] == serde_json::json!([])) == is_direct);
        of.map(|hit| hit["score"].as_f64().unwrap()).collect::<Vec<_>>()
    };
    let lowest = scores(true).into_iter().fold(f64::MAX, f64::min);
    let (direct, others) = (scores(true).len(), scores(false));
    assert!(direct == 2 && others.len() == 5, "{run:?}");
    assert!(others.iter().all(|score| *score < lowest && *score > 0.0), "{run:?}");
}

#[test]
fn a_stem_alone_names_nothing() {
    let many = many();
    for query in ["traité", "traitement", "tratado", "la", "us", "deporte"] {
        let run = many.run(&["search", query, "--json", "-n", "0", "--match", "all"]);
        let hits = run.json()["hits"].as_array().unwrap().clone();
        assert!(hits.iter().all(|hit| hit["via"] == serde_json::json!([])), "{query}: {run:?}");
    }
}

#[test]
fn a_word_that_only_its_concept_finds_is_told() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "Ihmiskaupan uhreja autettiin viime vuonna.")]);
    sandbox.run(&["ingest", "docs"]).code(0);
    let run = sandbox.run(&["search", "trafficking"]).code(0);
    assert!(run.stdout.contains("a.txt"), "{run:?}");
    let told = "no document has these words themselves; these have other names\n";
    assert_eq!(run.stderr, format!("{told}nothing has 'trafficking'\n"));
}

#[test]
fn what_turns_it_off() {
    let many = many();
    assert_eq!(many.found(&["ihmiskauppa", "--no-expand"]), ["fi.txt"]);
    assert_eq!(many.found(&["=ihmiskaupan"]), ["fi.txt"]);
    assert_eq!(many.found(&["ihmiskau*"]), ["fi.txt"]);
    // What is excluded is meant as it was typed.
    let mut without = many.found(&["rikos NOT ihmiskauppa"]);
    without.sort();
    assert_eq!(without, Vec::<String>::new());
    let run = many.run(&["search", "x", "--no-expand", "--narrower"]);
    assert_eq!(run.status, 2, "{run:?}");
}

#[test]
fn concepts_stand_beside_other_words_and_filters() {
    let many = many();
    assert_eq!(many.found(&["trafficking polisen"]), ["sv.txt"]);
    assert_eq!(many.found(&["\"human trafficking\"", "--lang", "fi"]), ["fi.txt"]);
    assert_eq!(many.found(&["ihmiskauppa AND parliament"]), ["en2.txt"]);
    assert_eq!(many.found(&["trafficking", "--lang", "sv,es"]).len(), 2);
}

#[test]
fn narrower_concepts_are_found_when_asked() {
    let sandbox = Sandbox::with(&[
        ("docs/a.txt", "Forced migration has many causes, and most of them are known."),
        ("docs/b.txt", "Maan sisäiset pakolaiset asuvat leireissä ja odottavat paluuta."),
    ]);
    sandbox.run(&["ingest", "docs"]).code(0);
    assert_eq!(sandbox.found(&["forced migration"]), ["a.txt"]);
    assert_eq!(sandbox.found(&["forced migration", "--narrower"]), ["a.txt", "b.txt"]);
}

#[test]
fn the_parts_of_a_score_add_up() {
    let many = many();
    let run = many.run(&["search", "trafficking in persons", "--json", "--explain"]);
    let run = run.code(0).json();
    assert!(run["total"].as_u64().unwrap() > 5, "{run}");
    for hit in run["hits"].as_array().unwrap() {
        let parts = hit["parts"].as_array().unwrap();
        let sum: f64 = parts.iter().map(|part| part["score"].as_f64().unwrap()).sum();
        let score = hit["score"].as_f64().unwrap();
        assert!((sum - score).abs() < 0.001 * score.max(1.0), "{sum} {score} {hit}");
    }
}
