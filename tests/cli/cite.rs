//! References: what is known and no more, in forms that other programs read.

use std::collections::HashSet;

use insta::assert_snapshot;
use serde_json::Value;

use crate::sandbox::Sandbox;

/// A collection with everything that a reference can have.
fn collection() -> Sandbox {
    let sandbox = Sandbox::with(&[
        (
            "docs/report.md",
            "---\ntitle: Nets & boats at IOM Finland\ndate: 18 March 2021\nauthor: Lind, Maria; Harbour Union\n\
             publisher: Harbour Press\nseries: Papers of the Harbour\nnumber: 7\n\
             url: https://a.example/nets_1\naccessed: 2024-05-01\n---\n\n\
             The harbour office keeps a list of every boat and of its crew.\n\n\
             The smugglers were caught at sea, 100 % of them in {nets}.\n",
        ),
        (
            "docs/guess.txt",
            "The ferry to the islands was opened in 2014. It carries workers and their families home.\n",
        ),
        (
            "docs/none.txt",
            "Rescue at sea\n\nThe crew was saved by a ship that came by in the night.\n",
        ),
    ]);
    sandbox.ingest();
    sandbox
}

/// The id of the file whose path has a text.
fn id(sandbox: &Sandbox, name: &str) -> String {
    let run = sandbox.run(&["search", &format!("path:{name}"), "--format", "ids"]).code(0);
    run.stdout.trim().to_owned()
}

#[test]
fn plain_references() {
    let sandbox = collection();
    let cite = |name: &str, args: &[&str]| {
        sandbox.run(&[&["cite", &id(&sandbox, name)], args].concat()).code(0).stdout
    };
    assert_snapshot!(cite("report", &[]), @"Lind, Maria; Harbour Union (2021-03-18). Nets & boats at IOM Finland. Papers of the Harbour, 7. Harbour Press. https://a.example/nets_1 (accessed 2024-05-01)");
    assert_snapshot!(cite("report", &["--line", "13"]), @"Lind, Maria; Harbour Union (2021-03-18). Nets & boats at IOM Finland, line 13 of report.md. Papers of the Harbour, 7. Harbour Press. https://a.example/nets_1 (accessed 2024-05-01)");
    assert_snapshot!(cite("guess", &[]), @"The ferry to the islands was opened in 2014. [title taken from the first sentence] [2014?]. guess.txt.");
    assert_snapshot!(cite("none", &["--match", "crew", "--quote"]), @"Rescue at sea, line 3 of none.txt (n.d.). “The crew was saved by a ship that came by in the night.”");
}

#[test]
fn bibtex() {
    let sandbox = collection();
    let args = ["--format", "bibtex", "--match", "smugglers", "--quote"];
    let run = sandbox.run(&[&["cite", &id(&sandbox, "report")], &args[..]].concat()).code(0);
    let id = id(&sandbox, "report");
    assert_snapshot!(run.stdout.replace(&id, "[ID]"), @r"
    @techreport{lind2021-[ID],
      author = {Lind, Maria and {Harbour Union}},
      title = {Nets \& boats at {IOM} {Finland}},
      year = {2021},
      month = mar,
      day = {18},
      series = {Papers of the Harbour},
      number = {7},
      institution = {Harbour Press},
      url = {https://a.example/nets_1},
      urldate = {2024-05-01},
      langid = {english},
      note = {line 14 of report.md},
      annote = {The smugglers were caught at sea, 100 \% of them in \textbraceleft{}nets\textbraceright{}.}
    }
    ");
}

#[test]
fn an_inferred_year_says_so_in_every_form() {
    let sandbox = collection();
    let (guess, none) = (id(&sandbox, "guess"), id(&sandbox, "none"));
    let cite = |id: &str, form: &str| sandbox.run(&["cite", id, "--format", form]).code(0);
    let bibtex = cite(&guess, "bibtex").stdout;
    assert!(bibtex.contains("year = {2014}"), "{bibtex}");
    assert!(bibtex.contains("note = {year inferred from the title; title taken"), "{bibtex}");
    let ris = cite(&guess, "ris").stdout;
    assert!(ris.contains("PY  - 2014\r\n"), "{ris}");
    assert!(ris.contains("N1  - year inferred from the title; title taken"), "{ris}");
    assert_eq!(cite(&guess, "csl-json").json()[0]["issued"]["circa"], true);
    // One that is not known is not there.
    assert!(!cite(&none, "bibtex").stdout.contains("year"), "{none}");
    assert!(!cite(&none, "ris").stdout.contains("PY"), "{none}");
    assert_eq!(cite(&none, "csl-json").json()[0].get("issued"), None);
}

#[test]
fn a_search_can_be_cited() {
    let library = Sandbox::library();
    let run =
        library.shell("iomkb search '*' --format ids | iomkb cite - --format csl-json").code(0);
    let items = run.json();
    let keys: HashSet<&str> =
        items.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    let count: usize = library.run(&["search", "*", "-c"]).stdout.trim().parse().unwrap();
    assert_eq!(keys.len(), count, "{run:?}");
    // Each is cited once, in the order given; blank lines say nothing.
    let run = library.feed(&["cite", "kb-2", "-", "kb-2"], "\nkb-1\r\n\nkb-2\n").code(0);
    assert_eq!(run.stdout.lines().count(), 2, "{run:?}");
    assert!(run.stdout.starts_with("Skolgång"), "{run:?}");
    let run = library.feed(&["cite", "-"], "").code(1);
    assert_eq!(run.stdout, "");
}

#[test]
fn what_is_not_known_is_told_and_the_others_are_cited() {
    let library = Sandbox::library();
    let run = library.run(&["cite", "kb-9", "kb-1"]).code(3);
    assert_eq!(run.stdout.lines().count(), 1);
    assert_snapshot!(run.stderr, @"
    error: no document 'kb-9' in the index
    hint:  did you mean kb-1, kb-2, kb-3, kb-4?
    ");
    let run = library.run(&["cite", "kb-9"]).code(1);
    assert_eq!(run.stdout, "");
    let run = library.run(&["cite", "kb-1", "kb-2", "--match", "Zeugnisse"]).code(3);
    assert!(run.stdout.starts_with("Arbeiten in der Pflege, line 1 of record 1"), "{run:?}");
    assert!(run.stderr.contains("cannot cite 'kb-2'"), "{run:?}");
}

#[test]
fn places_that_are_not_there() {
    let sandbox = collection();
    let report = id(&sandbox, "report");
    let fails = |args: &[&str], status: i32, said: &str| {
        let run = sandbox.run(&[&["cite", &report], args].concat()).code(status);
        assert_eq!(run.stdout, "", "{args:?}");
        assert!(run.stderr.contains(said), "{args:?}: {run:?}");
    };
    fails(&["--line", "2"], 1, "its text begins on line 12");
    fails(&["--line", "5000"], 1, "line 5000 is after the end of its text");
    fails(&["--page", "1"], 1, "it has no pages");
    fails(&["--match", "zeppelin"], 1, "has the words of --match");
    fails(&["--line", "12", "--match", "smugglers"], 1, "has the words of --match");
    fails(&["--match", "year:2018"], 2, "--match needs words");
    fails(&["--quote"], 2, "required");
    fails(&["--line", "0"], 2, "0");
    fails(&["--line", "12", "--page", "1"], 2, "cannot be used with");
    fails(&["kb", "--line", "12"], 2, "give one id");
    fails(&["--format", "yaml"], 2, "possible values");
}

#[test]
fn a_line_of_many_passages_wants_words_to_quote() {
    let sentence =
        |at: usize| format!("In village {at} the {at} families mended their nets and boats. ");
    let text: String = (0..400).map(sentence).collect();
    let sandbox = Sandbox::with(&[("docs/long.txt", &text)]);
    sandbox.ingest();
    let id = id(&sandbox, "long");
    sandbox.run(&["cite", &id, "--line", "1"]).code(0);
    let run = sandbox.run(&["cite", &id, "--line", "1", "--quote"]).code(2);
    assert!(run.stderr.contains("add --match WORDS"), "{run:?}");
    let args = ["cite", &id, "--line", "1", "--match", "\"village 333\"", "--quote"];
    let run = sandbox.run(&args).code(0);
    assert!(run.stdout.contains("In village 333 the"), "{run:?}");
    assert!(!run.stdout.contains("In village 3 the"), "{run:?}");
}

/// Titles and authors that were written to break a format.
const HOSTILE: &[&str] = &[
    "}",
    "{",
    "a } b { c",
    "{{{",
    "\\",
    "\\}",
    "a\\",
    "\\input{x}",
    "100 % of $5 & #1_a^b~c",
    "\",\n title = {other},",
    "a}\n\n@misc{x, title = {y}}",
    "a\r\nER  - \r\nTY  - JOUR\r\nTI  - other",
    "\u{1b}[31mred\u{7}",
    "a\u{202e}txt.exe",
    "a\u{2028}b\u{85}c",
    "]}, {\"id\": \"x\"}",
    "👩‍👩‍👧 families 🌍",
    "المدارس في المخيم",
    "移民子女的教育",
    "=1+1",
    "@misc{x}",
    "IOM and UNHCR and and",
];

/// The entries of BibTeX as names and values, read as strictly as the
/// format allows; braces must be balanced and nothing may stand outside.
fn bibtex_entries(text: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut entries = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (kind, after) = rest.strip_prefix('@').unwrap().split_once('{').unwrap();
        assert!(kind.bytes().all(|b| b.is_ascii_lowercase()), "{kind}");
        let end = balanced(after);
        let (key, body) = after[..end].split_once(",\n").unwrap();
        assert!(
            !key.is_empty()
                && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        );
        let fields = body.split(",\n  ").map(|field| {
            let (name, value) = field.trim().split_once(" = ").unwrap();
            assert!(name.bytes().all(|b| b.is_ascii_lowercase()), "{name}");
            let inner = value.strip_prefix('{').map(|value| {
                assert_eq!(balanced(value), value.len() - 1, "{value}");
                &value[..value.len() - 1]
            });
            (name.to_owned(), inner.unwrap_or(value).to_owned())
        });
        entries.push((key.to_owned(), fields.collect()));
        rest = after[end + 1..].trim_start();
    }
    entries
}

/// Where the brace that was opened before a text is closed.
fn balanced(text: &str) -> usize {
    let mut depth = 1;
    for (at, letter) in text.char_indices() {
        depth += match letter {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        if depth == 0 {
            return at;
        }
    }
    panic!("a brace is not closed: {text}");
}

#[test]
fn hostile_titles_break_no_form() {
    let sandbox = Sandbox::new();
    let long = "nets {and} ".repeat(500);
    let record = |(at, title): (usize, &&str)| {
        serde_json::json!({ "id": format!("r{at}"), "title": title, "author": title,
            "publisher": title, "url": format!("https://a.example/{title}"), "text": "A jetty." })
        .to_string()
    };
    let titles: Vec<&str> = HOSTILE.iter().copied().chain([&*long]).collect();
    let records: Vec<String> = titles.iter().enumerate().map(record).collect();
    sandbox.write("docs/a.jsonl", records.join("\n"));
    sandbox.run(&["ingest", "docs"]);
    let ids: String = (0..titles.len()).map(|at| format!("r{at}\n")).collect();
    let cite = |form: &str| {
        sandbox.feed(&["cite", "-", "--format", form, "--match", "jetty", "--quote"], &ids).code(0)
    };

    let entries = bibtex_entries(&cite("bibtex").stdout);
    let keys: HashSet<&String> = entries.iter().map(|(key, _)| key).collect();
    assert_eq!((entries.len(), keys.len()), (titles.len(), titles.len()));
    for (key, fields) in &entries {
        let names: HashSet<&String> = fields.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), fields.len(), "{key}");
    }

    let ris = cite("ris").stdout;
    let ends = ris.split("\r\n").filter(|line| line.starts_with("ER  -")).count();
    let starts = ris.split("\r\n").filter(|line| line.starts_with("TY  -")).count();
    assert_eq!((starts, ends), (titles.len(), titles.len()));
    assert_eq!(ris.matches('\n').count(), ris.matches("\r\n").count());

    let items = cite("csl-json").json();
    assert_eq!(items.as_array().unwrap().len(), titles.len());
    let title = |at: usize| items[at]["title"].as_str().unwrap();
    assert_eq!((title(2), title(7)), ("a } b { c", "\\input{x}"));
    assert!(items.as_array().unwrap().iter().all(|item| item["type"].is_string()));

    assert_eq!(cite("plain").stdout.lines().count(), titles.len());
    for form in ["plain", "bibtex", "ris", "csl-json"] {
        let text = String::from_utf8(cite(form).bytes).unwrap();
        let bad = |letter: char| {
            (letter.is_control() && !"\r\n".contains(letter)) || "\u{202e}\u{2028}".contains(letter)
        };
        assert!(!text.contains(bad), "{form}: {text:?}");
    }
}

#[test]
fn items_are_those_of_the_schema() {
    // Variables of CSL 1.0.2 that are used here, by what they hold.
    const TEXTS: &[&str] = &[
        "id",
        "type",
        "title",
        "container-title",
        "collection-title",
        "volume",
        "number",
        "issue",
        "collection-number",
        "publisher",
        "ISBN",
        "DOI",
        "URL",
        "page",
        "language",
        "note",
        "annote",
    ];
    let sandbox = collection();
    let run =
        sandbox.shell("iomkb search '*' --format ids | iomkb cite - --format csl-json").code(0);
    for item in run.json().as_array().unwrap() {
        for (name, value) in item.as_object().unwrap() {
            let good = match name.as_str() {
                "author" => value.as_array().is_some_and(|names| names.iter().all(is_name)),
                "issued" | "accessed" => is_date(value),
                name => {
                    TEXTS.contains(&name) && value.as_str().is_some_and(|text| !text.is_empty())
                }
            };
            assert!(good, "{name}: {value}");
        }
    }
}

fn is_name(value: &Value) -> bool {
    let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
    keys == ["family", "given"] || keys == ["literal"]
}

fn is_date(value: &Value) -> bool {
    let parts = value["date-parts"][0].as_array().unwrap();
    (1..=3).contains(&parts.len()) && parts.iter().all(Value::is_u64)
}
