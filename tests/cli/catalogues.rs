//! Catalogues: metadata beside the files, joined to them, told when they fit
//! nothing, and kept in later ingests; and record files of every format.

use insta::assert_snapshot;
use serde_json::Value;

use crate::sandbox::{Run, Sandbox};

/// Files with a catalogue, in which a row fits no file, one fits two, and
/// one is broken.
fn archive() -> Sandbox {
    Sandbox::with(&[
        ("docs/a.txt", "The ferry is late again and the harbour waits."),
        ("docs/sub/pa\u{308}iva\u{308}.txt", "Satama on kiinni tänään kello viiteen asti."),
        ("docs/x/twin.txt", "The crane is tall and the pier is long."),
        ("docs/y/twin.txt", "The boats are many and the nets are few."),
        ("docs/plain.txt", "Nobody has described this text about a lighthouse."),
        (
            "list.csv",
            "File;Title;Publication Year;Language;Manual Tags;Publisher;Shelf;DOI\n\
             a.txt;Ferries of the north;2018-03-12;en;legal identity, boats;IOM Finland;zyxwv 17;10.1/X\n\
             sub/p\u{e4}iv\u{e4}.txt;Satamat;2019;fi;;IOM;;\n\
             twin.txt;Which of them;2000;;;;;\n\
             none.txt;Nobody;2000;;;;;\n\
             broken;row\n",
        ),
    ])
}

/// The line with the numbers.
fn counts(run: &Run) -> &str {
    run.stderr.lines().find_map(|line| line.strip_prefix("documents: ")).unwrap()
}

/// The one line of `inspect`.
fn inspected(sandbox: &Sandbox, file: &str, args: &[&str]) -> Value {
    sandbox.run(&[&["inspect", file], args].concat()).code(0).json()
}

#[test]
fn rows_are_joined_and_told() {
    let sandbox = archive();
    let run = sandbox.run(&["ingest", "docs", "--catalog", "list.csv"]).code(0);
    assert_snapshot!(run.stderr, @r"
    committed 5 documents
    documents: 5 added, 0 changed, 0 unchanged; skipped: 0
    of those written: 3 without a year; furniture 0.0 % of the text
    catalogue list.csv: 5 rows, 2 joined, 1 fits no file, 1 fits several files, 1 is broken
      line 4: 'twin.txt' fits docs/x/twin.txt and docs/y/twin.txt
      line 5: 'none.txt' fits no file
      line 6: 2 fields where the header has 8
    files without a row in a catalogue: 3
    ");
    // A word that stands only in a column that nobody knows.
    assert_eq!(sandbox.found(&["zyxwv"]), ["a.txt"]);
    assert_eq!(sandbox.found(&["--year", "2019", "satamat"]).len(), 1);
    let id = sandbox.run(&["search", "zyxwv", "--format", "ids"]).stdout;
    let run = sandbox.run(&["cite", id.trim()]).code(0);
    assert_snapshot!(run.stdout, @"IOM Finland (2018-03-12). Ferries of the north. https://doi.org/10.1/X");
}

#[test]
fn metadata_beat_inference_and_say_so() {
    let sandbox = archive();
    sandbox
        .write("docs/b.md", "---\ntitle: Its own\ndate: 2001\nauthor: Lind, Maria\n---\nA text.\n");
    sandbox.write("own.csv", "Dateiname,Titel,Jahr,Verfasser\nb.md,The other,2002,\"Omar, Ali\"\n");
    let line = inspected(&sandbox, "docs/b.md", &["--catalog", "own.csv"]);
    assert_eq!((&line["title"], &line["title_source"]), (&"The other".into(), &"metadata".into()));
    let year = &line["year"];
    assert_eq!((&year["value"], &year["source"]), (&2002.into(), &"metadata".into()));
    assert_eq!((&year["evidence"], &year["column"]), (&"2002".into(), &"Jahr".into()));
    assert_eq!(line["catalogues"][0]["key"], "Dateiname");
    // What the file says itself is still found.
    assert_eq!(line["metadata"]["title of the document"], "Its own");
    assert_eq!(line["metadata"]["author of the document"], "Lind, Maria");
    let schema = include_str!("../../src/render/inspect.schema.json");
    let schema = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    assert!(schema.is_valid(&line), "{line:#}");
}

#[test]
fn a_changed_row_changes_its_document() {
    let sandbox = archive();
    sandbox.run(&["ingest", "docs", "--catalog", "list.csv"]).code(0);
    assert_eq!(counts(&sandbox.ingest()), "0 added, 0 changed, 5 unchanged; skipped: 0");
    let list = std::fs::read_to_string(sandbox.path("list.csv")).unwrap();
    sandbox.write("list.csv", list.replace("of the north", "of the south"));
    let run = sandbox.ingest();
    assert_eq!(counts(&run), "0 added, 1 changed, 4 unchanged; skipped: 0");
    // One that is only remembered is counted, not listed.
    assert!(run.stderr.contains("catalogue list.csv: 5 rows, 2 joined"), "{run:?}");
    assert!(!run.stderr.contains("line 4"), "{run:?}");
    assert_eq!(sandbox.found(&["title:south"]), ["a.txt"]);
}

#[test]
fn a_catalogue_that_is_gone_keeps_what_it_said() {
    let sandbox = archive();
    sandbox.run(&["ingest", "docs", "--catalog", "list.csv"]).code(0);
    sandbox.remove("list.csv");
    sandbox.write("docs/a.txt", "The ferry came at last.");
    let run = sandbox.ingest();
    assert_eq!(counts(&run), "0 added, 1 changed, 4 unchanged; skipped: 0");
    let said = "catalogue list.csv: no such file; documents keep what it said";
    assert!(run.stderr.contains(said), "{run:?}");
    assert_eq!(sandbox.found(&["zyxwv"]), ["a.txt"]);
    // Until it is dropped.
    let run = sandbox.run(&["ingest", "docs", "--no-catalog"]).code(0);
    assert_eq!(counts(&run), "0 added, 2 changed, 3 unchanged; skipped: 0");
    assert_eq!(sandbox.found(&["zyxwv"]), [""; 0]);
}

#[test]
fn a_file_may_say_itself_which_row_is_its_own() {
    let sandbox = Sandbox::with(&[
        ("docs/a.md", "---\nurl: http://www.a.example/x/\n---\nThe ferry is late.\n"),
        ("docs/b.md", "---\nid: kb-7\n---\nThe pier is long.\n"),
        ("docs/c.md", "---\ndoi: 10.1000/XYZ\n---\nThe crane is tall.\n"),
        (
            "list.ris",
            "TY  - ELEC\nTI  - By address\nUR  - https://a.example/x\nER  - \n\
             TY  - RPRT\nTI  - By DOI\nDO  - https://doi.org/10.1000/xyz\nER  - \n\
             TY  - RPRT\nTI  - By id\nID  - kb-7\nER  - \n",
        ),
    ]);
    let ingest = || sandbox.run(&["ingest", "docs", "--catalog", "list.ris"]).code(0);
    let run = ingest();
    assert!(run.stderr.contains("catalogue list.ris: 3 rows, 3 joined\n"), "{run:?}");
    assert_eq!(sandbox.found(&["title:address"]), ["a.md"]);
    assert_eq!(sandbox.found(&["title:DOI"]), ["c.md"]);
    assert_eq!(sandbox.found(&["id:kb-7", "title:id"]), ["b.md"]);
    // Files that are not read again count as well.
    let run = ingest();
    assert!(run.stderr.contains("catalogue list.ris: 3 rows, 3 joined\n"), "{run:?}");
    assert_eq!(counts(&run), "0 added, 0 changed, 3 unchanged; skipped: 0");
}

#[test]
fn the_exports_of_reference_managers_name_files() {
    let sandbox = archive();
    let joined = |catalogue: &str, text: &str| {
        sandbox.write(catalogue, text);
        inspected(&sandbox, "docs/a.txt", &["--catalog", catalogue])["title"].clone()
    };
    let csv = "\u{feff}\"Key\",\"Item Type\",\"Publication Year\",\"Author\",\"Title\",\"Url\",\"Date\",\
               \"File Attachments\"\r\n\"AB12\",\"report\",\"2018\",\"Lind, Maria\",\"Of Zotero\",\"\",\
               \"2018-03-12\",\"C:\\Users\\me\\Zotero\\storage\\Q1\\a.txt; C:\\Users\\me\\b.html\"\r\n";
    assert_eq!(joined("zotero.csv", csv), "Of Zotero");
    let bib = "@book{k, title = {Of {BibTeX}}, file = {Text:files/12/a.txt:text/plain}}";
    assert_eq!(joined("zotero.bib", bib), "Of BibTeX");
    let csl = "[{\"id\":\"a\",\"title\":\"Of CSL\",\"issued\":{\"date-parts\":[[2018]]}}]";
    assert_eq!(joined("zotero.json", csl), "Of CSL");
    let lines = "{\"path\":\"docs/a.txt\",\"title\":\"Of lines\"}\n";
    assert_eq!(joined("list.jsonl", lines), "Of lines");
    let named = "wert\tTitle\nA.TXT\tOf a column\n";
    sandbox.write("named.tsv", named);
    let args = ["--catalog", "named.tsv", "--catalog-key", "Wert"];
    assert_eq!(inspected(&sandbox, "docs/a.txt", &args)["title"], "Of a column");
}

#[test]
fn catalogues_that_cannot_be_used() {
    let sandbox = archive();
    let run = sandbox.run(&["ingest", "docs", "--catalog", "none.csv"]).code(2);
    assert_snapshot!(run.stderr, @r"
    error: cannot read [FOLDER]/none.csv
    cause: no such file
    ");
    let args = ["ingest", "docs", "--catalog", "list.csv", "--catalog-key", "Signum"];
    let run = sandbox.run(&args).code(2);
    assert!(
        run.stderr.contains("has no column 'Signum' with a value; it has File, Title"),
        "{run:?}"
    );
    assert!(!sandbox.path("index").exists());
}

#[test]
fn hostile_cells_do_no_harm() {
    let sandbox = archive();
    let long = "x".repeat(1 << 20);
    sandbox.write(
        "bad.csv",
        format!(
            "path,title,note\n\"a\u{1b}[31m\nb\0\",=HYPERLINK(1),x\n../../../etc/passwd,Up,x\n\
             docs/a.txt,Esc\u{1b}]52;c;x\u{7},{long}\n"
        ),
    );
    let run = sandbox.run(&["ingest", "docs", "--catalog", "bad.csv"]).code(0);
    assert!(run.stderr.contains("3 rows, 1 joined, 2 fit no file"), "{run:?}");
    let all = [run.bytes, sandbox.run(&["search", "ferry", "--format", "csv"]).bytes].concat();
    assert!(!all.iter().any(|byte| matches!(byte, 0 | 7 | 0x1b)));
}

#[test]
fn a_catalogue_among_the_files_is_no_document() {
    let sandbox = archive();
    std::fs::rename(sandbox.path("list.csv"), sandbox.path("docs/list.csv")).unwrap();
    let run = sandbox.run(&["ingest", "docs", "--catalog", "docs/list.csv"]).code(0);
    assert_eq!(counts(&run), "5 added, 0 changed, 0 unchanged; skipped: 0");
}

#[test]
fn record_files_of_every_format() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "docs/reliefweb.json",
        "{\"totalCount\":2,\"data\":[{\"id\":\"41\",\"fields\":{\"title\":\"Movements\",\
         \"body\":\"Many people crossed the border in March.\",\"date\":{\"original\":\
         \"2019-04-02T00:00:00+00:00\"},\"source\":[{\"name\":\"IOM\",\"shortname\":\"iomshort\"}],\
         \"country\":[{\"name\":\"Somalia\",\"iso3\":\"som\"}],\"language\":[{\"name\":\"English\"}],\
         \"url\":\"https://a.example/41\"}},\n{\"id\":\"42\",\"fields\":{}}]}",
    );
    sandbox.write(
        "docs/zotero.json",
        "[{\"id\":\"csl\",\"title\":\"Boats\",\"abstract\":\"We count boats in the harbour.\",\"issued\":\
         {\"date-parts\":[[2018,3,12]]},\"author\":[{\"family\":\"Lind\",\"given\":\"Maria\"}],\
         \"publisher\":\"Harbour Press\",\"DOI\":\"10.1/b\"}]",
    );
    sandbox.write("docs/l.ris", b"TY  - GEN\r\nID  - ris\r\nTI  - B\xe5tar\r\nAB  - Vi r\xe4knar b\xe5tar i hamnen.\r\nPY  - 2018///\r\nER  - \r\n");
    sandbox.write(
        "docs/l.bib",
        "@misc{bib, title={H{\\\"a}fen}, abstract={Wir z{\\\"a}hlen die Boote.}, year=2017}",
    );
    let run = sandbox.run(&["ingest", "docs"]).code(3);
    assert!(
        run.stderr.contains("skipped docs/reliefweb.json#2: line 2: no text and no title"),
        "{run:?}"
    );
    assert_eq!(sandbox.found(&["*"]).len(), 4);
    assert_eq!(sandbox.found(&["iomshort"]), ["41"]);
    assert_eq!(sandbox.found(&["--country", "Somalia", "--year", "2019"]), ["41"]);
    assert_eq!(sandbox.found(&["räknar"]), ["ris"]);
    assert_eq!(sandbox.found(&["title:Häfen"]), ["bib"]);
    let run = sandbox.run(&["cite", "csl", "bib"]).code(0);
    assert_snapshot!(run.stdout, @r"
    Lind, Maria (2018-03-12). Boats. Harbour Press. https://doi.org/10.1/b
    Häfen (2017). record 1 of l.bib.
    ");
}
