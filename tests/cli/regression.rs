//! Faults that were there once. Each test says in its name what must not
//! happen again.

use crate::sandbox::Sandbox;

/// The ids of what a search finds.
fn ids(sandbox: &Sandbox, query: &str) -> Vec<String> {
    let run = sandbox.run(&["search", query, "--format", "ids"]);
    run.stdout.lines().map(str::to_owned).collect()
}

/// A record file in CSV.
fn csv(records: &[(&str, &str)]) -> String {
    let lines = records.iter().map(|(id, text)| format!("{id},{text}\n"));
    format!("id,text\n{}", lines.collect::<String>())
}

#[test]
fn a_record_that_moves_to_an_earlier_file_stays() {
    let sandbox = Sandbox::with(&[
        ("docs/a.csv", &csv(&[("y", "The pier is long.")])),
        ("docs/b.csv", &csv(&[("x", "The ferry is late."), ("z", "The boat is new.")])),
    ]);
    sandbox.ingest();
    sandbox.write("docs/a.csv", csv(&[("y", "The pier is long."), ("x", "The ferry is late.")]));
    sandbox.write("docs/b.csv", csv(&[("z", "The boat is new.")]));
    sandbox.run(&["ingest", "docs"]).code(0);
    assert_eq!(ids(&sandbox, "ferry"), ["x"]);
}

#[test]
fn a_record_comes_back_when_the_file_that_replaced_it_goes() {
    let sandbox = Sandbox::with(&[
        ("docs/a.csv", &csv(&[("x", "The zebra is here.")])),
        ("docs/b.csv", &csv(&[("x", "The giraffe is here.")])),
    ]);
    sandbox.ingest();
    assert_eq!(ids(&sandbox, "giraffe"), ["x"]);
    sandbox.remove("docs/b.csv");
    sandbox.run(&["ingest", "docs"]).code(0);
    assert_eq!(ids(&sandbox, "zebra"), ["x"]);
}

#[test]
fn two_files_with_one_id_do_not_take_turns() {
    let page = |text: &str| format!("---\nid: one\n---\n\n{text}\n");
    let sandbox = Sandbox::with(&[
        ("docs/a.md", &page("The zebra is here.")),
        ("docs/b.md", &page("The giraffe is here.")),
    ]);
    sandbox.ingest();
    for _ in 0..2 {
        sandbox.run(&["ingest", "docs"]).code(0);
        assert_eq!(ids(&sandbox, "giraffe"), ["one"]);
    }
}

#[test]
fn a_renamed_file_with_an_id_of_its_own_has_its_new_path() {
    let sandbox = Sandbox::with(&[("docs/a.md", "---\nid: one\n---\n\nThe zebra is here.\n")]);
    sandbox.ingest();
    std::fs::rename(sandbox.path("docs/a.md"), sandbox.path("docs/b.md")).unwrap();
    sandbox.run(&["ingest", "docs"]).code(0);
    assert_eq!(sandbox.run(&["search", "zebra", "-l"]).stdout, "docs/b.md\n");
}

#[test]
fn a_forgotten_record_stays_out_when_another_is_put_before_it() {
    let sandbox = Sandbox::with(&[(
        "docs/a.csv",
        &csv(&[("a", "The pier is long."), ("b", "The ferry is late.")]),
    )]);
    sandbox.ingest();
    sandbox.run(&["forget", "b"]).code(0);
    let more = [("n", "The boat is new."), ("a", "The pier is long."), ("b", "The ferry is late.")];
    sandbox.write("docs/a.csv", csv(&more));
    sandbox.run(&["ingest", "docs"]).code(0);
    assert!(ids(&sandbox, "ferry").is_empty());
    assert_eq!(ids(&sandbox, "boat"), ["n"]);
}

#[test]
fn a_record_that_breaks_deletes_nothing_and_is_told_every_time() {
    let sandbox = Sandbox::with(&[(
        "docs/a.jsonl",
        "{\"id\":\"x\",\"text\":\"The ferry is late.\"}\n{\"id\":\"y\",\"text\":\"The pier.\"}\n",
    )]);
    sandbox.ingest();
    sandbox.write("docs/a.jsonl", "{\"id\":\"x\",\n{\"id\":\"y\",\"text\":\"The pier.\"}\n");
    for _ in 0..2 {
        let run = sandbox.run(&["ingest", "docs"]).code(3);
        assert!(run.stderr.contains("a.jsonl#1: line 1"), "{run:?}");
    }
    assert_eq!(ids(&sandbox, "ferry"), ["x"]);
}

#[test]
fn a_rebuild_that_knows_no_folder_empties_nothing() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "The ferry is late.")]);
    sandbox.ingest();
    let manifest = sandbox.path("index/iomkb.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    sandbox.write("index/iomkb.json", text.replace("generation-1", "generation-7"));
    sandbox.run(&["ingest", "--rebuild"]).code(5);
    sandbox.run(&["ingest", "--rebuild", "docs"]).code(0);
    assert_eq!(ids(&sandbox, "ferry").len(), 1);
}

#[test]
fn a_rebuild_repairs_a_damaged_store() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "The ferry is late.")]);
    sandbox.ingest();
    for entry in std::fs::read_dir(sandbox.path("index/generation-1")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "store") {
            let mut bytes = std::fs::read(&path).unwrap();
            bytes.iter_mut().take(40).for_each(|byte| *byte ^= 0xff);
            std::fs::write(&path, bytes).unwrap();
        }
    }
    sandbox.run(&["check", "--full"]).code(5);
    sandbox.run(&["ingest", "--rebuild", "docs"]).code(0);
    assert_eq!(ids(&sandbox, "ferry").len(), 1);
    sandbox.run(&["check", "--full"]).code(0);
}

#[test]
fn an_index_that_lost_its_meta_file_is_not_begun_anew() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "The ferry is late.")]);
    sandbox.ingest();
    sandbox.remove("index/generation-1/meta.json");
    sandbox.run(&["ingest", "docs"]).code(5);
}

#[test]
fn what_a_killed_first_ingest_leaves_is_no_obstacle() {
    let sandbox =
        Sandbox::with(&[("docs/a.txt", "The ferry is late."), ("index/generation-1/rest.tmp", "")]);
    sandbox.ingest();
    assert_eq!(ids(&sandbox, "ferry").len(), 1);
}

#[test]
fn a_hidden_file_that_was_named_stays_when_its_folder_is_read() {
    let sandbox = Sandbox::with(&[
        ("docs/.h.txt", "The ferry is late."),
        ("docs/a.txt", "The pier is long."),
    ]);
    sandbox.run(&["ingest", "docs/.h.txt"]).code(0);
    sandbox.run(&["ingest", "docs"]).code(0);
    assert_eq!(ids(&sandbox, "ferry").len(), 1);
}

#[test]
fn a_beginning_finds_more_words_than_are_weighed() {
    let many: Vec<(String, String)> =
        (0..100).map(|n| (format!("docs/{n}.txt"), format!("The harbour{n:03} is new."))).collect();
    let sandbox = Sandbox::new();
    for (name, text) in &many {
        sandbox.write(name, text);
    }
    sandbox.ingest();
    assert_eq!(sandbox.run(&["search", "harbour*", "-c"]).stdout, "100\n");
    assert_eq!(sandbox.run(&["search", "new -harbour*", "-c"]).stdout, "0\n");
}

#[test]
fn a_language_in_a_group_narrows_the_words_too() {
    let sandbox = Sandbox::with(&[(
        "docs/a.txt",
        "Flyktingarna kom till hamnen i går och de fick hjälp av många.\n\n\
         The people on the quay sold a banana to everyone who came there.\n",
    )]);
    sandbox.ingest();
    for query in ["lang:sv,fi banana", "(lang:sv OR lang:fi) banana"] {
        assert!(ids(&sandbox, query).is_empty(), "{query}");
    }
    assert_eq!(ids(&sandbox, "(lang:sv OR lang:fi) flyktingar").len(), 1);
}

#[test]
fn titles_without_text_have_a_language_and_phrases() {
    let sandbox = Sandbox::with(&[(
        "docs/a.csv",
        "id,title,lang\nx,laillinen henkilöllisyys,fi\ny,identity documents,en\n",
    )]);
    sandbox.ingest();
    assert_eq!(ids(&sandbox, "lang:fi"), ["x"]);
    assert_eq!(ids(&sandbox, "=\"laillinen henkilöllisyys\""), ["x"]);
    assert_eq!(ids(&sandbox, "title:ident*"), ["y"]);
}

#[test]
fn metadata_nested_deep_damages_nothing() {
    let deep = format!("{}1{}", "[".repeat(120), "]".repeat(120));
    let record = format!("{{\"id\":\"x\",\"text\":\"The ferry is late.\",\"deep\":{deep}}}\n");
    let sandbox = Sandbox::with(&[("docs/a.jsonl", &record)]);
    sandbox.run(&["ingest", "docs"]);
    assert_eq!(ids(&sandbox, "ferry"), ["x"]);
}

#[test]
fn a_batch_line_without_words_finds_nothing() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "The ferry is late.")]);
    sandbox.ingest();
    let run = sandbox.feed(&["search", "--batch", "-", "--format", "trec"], "q1\t\nq2\t???\n");
    assert_eq!((run.stdout.as_str(), run.status), ("", 1), "{run:?}");
}
