//! Formats: the same content is the same document whatever it comes in, and
//! no file of a format that is made to hurt costs more than itself.

use serde_json::Value;
use zip::CompressionMethod;

use crate::{
    office::{
        Piece::{self, Heading, Row, Text},
        document_xml, docx, epub, odt, package, pptx, rtf, xlsx,
    },
    sandbox::{Run, Sandbox},
};

const PIECES: &[Piece<'_>] = &[
    Heading("Return to the harbour town"),
    Text(
        "Geneva, 12 March 2018 – The ferry company and the town have agreed on help for families \
         who return: “voluntary return” & reintegration, with legal identity papers for children.",
    ),
    Text(
        "Perheet saavat apua paluuseen ja uuteen alkuun kotikaupungissa, ja lapset saavat \
         henkilöpaperit ennen kuin koulu alkaa syksyllä.",
    ),
    Heading("What the town gives"),
    Text("Каждая семья получает документы и помощь при возвращении домой в 2018 году."),
    Text("يحق لكل أسرة أن تحصل على وثائق هوية قانونية وعلى المساعدة عند العودة إلى الوطن."),
    Row(&["Town", "Families", "2017"]),
    Row(&["Harbour", "120", "98"]),
    Text("人人有权返回自己的国家，并获得身份证件。回返者得到城市的帮助。"),
    Text("All who return may ask for the help until they have found work."),
];

/// The pieces as a plain text.
fn txt(pieces: &[Piece<'_>]) -> String {
    let line = |piece: &Piece<'_>| match piece {
        Heading(text) | Text(text) => (*text).to_owned(),
        Row(cells) => cells.join("\t"),
    };
    pieces.iter().map(line).collect::<Vec<_>>().join("\n\n")
}

/// What a document is: its passages without spaces, its language, its title,
/// its year and its topics.
fn essence(line: &Value) -> (Vec<String>, [Value; 4]) {
    let bare = |passage: &Value| {
        passage["text"].as_str().unwrap().chars().filter(|ch| !ch.is_whitespace()).collect()
    };
    let passages = line["passages"].as_array().unwrap().iter().map(bare).collect();
    (passages, ["lang", "title", "year", "topics"].map(|key| line[key].clone()))
}

#[test]
fn the_same_content_is_the_same_document() {
    let sandbox = Sandbox::with(&[("docs/a.txt", &txt(PIECES))]);
    sandbox.write("docs/b.docx", docx(PIECES));
    sandbox.write("docs/c.odt", odt(PIECES));
    sandbox.write("docs/d.rtf", rtf(PIECES));
    sandbox.write("docs/e.pptx", pptx(PIECES));
    sandbox.write("docs/f.epub", epub(PIECES));
    let lines = sandbox.run(&["inspect", "docs"]).code(0).json_lines();
    assert_eq!(lines.len(), 6);
    let text = essence(&lines[0]);
    assert_eq!(text.0.len(), PIECES.len(), "{text:#?}");
    assert_eq!(lines[0]["year"]["value"], 2018);
    for line in &lines[1..] {
        assert_eq!(essence(line), text, "{}", line["path"]);
    }
}

#[test]
fn a_row_of_a_sheet_is_found_with_its_place() {
    let sandbox = Sandbox::new();
    sandbox.write("docs/a.xlsx", xlsx("Arrivals by sea", PIECES));
    let line = sandbox.run(&["inspect", "docs"]).code(0).json();
    let passages = line["passages"].as_array().unwrap();
    let row = passages.iter().find(|one| one["text"] == "Harbour 120 98").unwrap();
    assert_eq!((&row["line"], &row["page"]), (&8.into(), &1.into()));
    assert_eq!(line["title"], "Arrivals by sea");
    sandbox.ingest();
    assert_eq!(sandbox.found(&["harbour families"]), ["a.xlsx"]);
}

#[test]
fn a_slide_is_a_page() {
    let sandbox = Sandbox::new();
    sandbox.write("docs/a.pptx", pptx(PIECES));
    sandbox.ingest();
    let hits = sandbox.run(&["search", "--format", "jsonl", "until work"]).code(0).json_lines();
    assert_eq!(hits[0]["passages"][0]["page"], 2);
}

#[test]
fn headers_and_footers_are_furniture_and_found() {
    let part = |name: &str, text: &str| {
        format!("<w:{name}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{name}>")
    };
    let relation = |kind: &str| {
        format!("<Relationship Id=\"{kind}\" Type=\"t/{kind}\" Target=\"{kind}.xml\"/>")
    };
    let sandbox = Sandbox::new();
    let bytes = package(
        &[
            ("word/document.xml", &document_xml(PIECES)),
            (
                "word/_rels/document.xml.rels",
                &format!("<r>{}{}</r>", relation("header"), relation("footer")),
            ),
            ("word/header.xml", &part("hdr", "Siirtolaisuusjärjestö")),
            ("word/footer.xml", &part("ftr", "Sivu 1")),
        ],
        CompressionMethod::Deflated,
    );
    sandbox.write("docs/a.docx", bytes);
    sandbox.ingest();
    let line = sandbox.run(&["inspect", "docs"]).code(0).json();
    assert_eq!(line["furniture"][0]["text"], "Siirtolaisuusjärjestö");
    assert_eq!(line["title"], "Return to the harbour town");
    assert_eq!(sandbox.found(&["siirtolaisuusjärjestö"]), ["a.docx"]);
}

/// What the report says of files, each `path: reason`.
fn skipped(run: &Run) -> Vec<&str> {
    run.stderr.lines().filter_map(|line| line.strip_prefix("skipped [FOLDER]/docs/")).collect()
}

/// A compound file with one stream.
fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(1024, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(4096, 0);
    bytes
}

#[test]
fn what_cannot_be_read_is_told_in_few_words() {
    let sandbox = Sandbox::new();
    let body = |text: &str| package(&[("word/document.xml", text)], CompressionMethod::Deflated);
    sandbox.write("docs/bomb.docx", body(&" ".repeat(24 << 20)));
    sandbox.write("docs/cut.docx", &docx(PIECES)[..300]);
    sandbox.write("docs/deep.docx", body(&"<w:p>".repeat(10_000)));
    sandbox.write("docs/deep.rtf", format!("{{\\rtf1 {}", "{".repeat(1 << 20)));
    sandbox.write("docs/empty.docx", package(&[], CompressionMethod::Stored));
    sandbox.write("docs/locked.docx", compound("EncryptedPackage"));
    sandbox.write("docs/old.docx", compound("WordDocument"));
    sandbox.write("docs/none.docx", docx(&[]));
    sandbox.write("docs/good.docx", docx(PIECES));
    let run = sandbox.run(&["inspect", "docs"]).code(3);
    assert_eq!(run.json_lines().len(), 1);
    insta::assert_snapshot!(skipped(&run).join("\n"), @r"
    bomb.docx: word/document.xml expands more than 200 times
    cut.docx: damaged: not a complete ZIP archive
    deep.docx: word/document.xml: nested deeper than 256 levels
    deep.rtf: nested deeper than 10000 levels
    empty.docx: damaged: there is no word/document.xml
    locked.docx: encrypted with a password
    none.docx: empty: it has no text
    old.docx: an old Word document (.doc) is not read
    ");
}

#[test]
fn entities_are_not_expanded_and_nothing_is_fetched() {
    let sandbox = Sandbox::with(&[("secret.txt", "the secret word")]);
    let entities = "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">\
                    <!ENTITY c SYSTEM \"secret.txt\">]>";
    let paragraph = "<w:p><w:r><w:t>The ferry &b; is late &c; today.</w:t></w:r></w:p>";
    let document = format!("{entities}<w:document><w:body>{paragraph}</w:body></w:document>");
    let bytes = package(&[("word/document.xml", &document)], CompressionMethod::Deflated);
    sandbox.write("docs/a.docx", bytes);
    let line = sandbox.run(&["inspect", "docs"]).code(0).json();
    assert_eq!(line["passages"][0]["text"], "The ferry &b; is late &c; today.");
}

/// Numbers that look drawn and are always the same (Knuth, The Art of
/// Computer Programming 2, 3.3.4, line 26 of table 1).
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// A damaged copy: bytes changed, the end cut off, a piece cut out or twice.
fn mutant(bytes: &[u8], draw: &mut Draw) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = draw.below(bytes.len());
    let end = (at + 1 + draw.below(200)).min(bytes.len());
    match draw.below(4) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..end)),
        2 => bytes.extend_from_within(at..end),
        _ => {
            for _ in 0..=draw.below(8) {
                let at = draw.below(bytes.len());
                bytes[at] = u8::try_from(draw.below(256)).unwrap();
            }
        }
    }
    bytes
}

/// Mutants of each file: ten, or as many as `IOMKB_MUTANTS` says.
#[test]
fn mutants_cost_no_more_than_themselves() {
    let count = std::env::var("IOMKB_MUTANTS").ok().and_then(|text| text.parse().ok());
    let count: usize = count.unwrap_or(10);
    let plain =
        package(&[("word/document.xml", document_xml(PIECES).as_str())], CompressionMethod::Stored);
    let files = [
        ("docx", plain),
        ("docx", docx(PIECES)),
        ("odt", odt(PIECES)),
        ("pptx", pptx(PIECES)),
        ("xlsx", xlsx("Sheet", PIECES)),
        ("epub", epub(PIECES)),
        ("rtf", rtf(PIECES)),
    ];
    let sandbox = Sandbox::new();
    let mut draw = Draw(1951);
    for (number, (format, bytes)) in files.iter().enumerate() {
        for at in 0..count {
            sandbox.write(&format!("docs/{number}-{at}.{format}"), mutant(bytes, &mut draw));
        }
        sandbox.write(&format!("docs/good-{number}.{format}"), bytes);
    }
    let run = sandbox.run(&["inspect", "docs"]).code(3);
    let lines = run.json_lines();
    let good = lines.iter().filter(|line| line["path"].as_str().unwrap().contains("good-"));
    assert_eq!(good.count(), files.len());
    let skipped = skipped(&run);
    assert_eq!(lines.len() + skipped.len(), files.len() * (count + 1), "{run:?}");
    let failed = skipped.iter().find(|line| line.contains("made its reader fail"));
    assert_eq!(failed, None, "a reader panicked or was killed");
}
