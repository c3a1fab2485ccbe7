//! PDF files: what a reader gets of their pages, what a scan says, and that
//! a damaged one harms no other.

use crate::sandbox::Sandbox;

/// A PDF of pages of lines; a line is its place from the left, from below,
/// its size and its words.
struct Pdf {
    objects: Vec<String>,
    pages: Vec<usize>,
    trailer: String,
}

type Line<'a> = (u32, u32, u32, &'a str);

impl Pdf {
    fn new() -> Self {
        let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
        let objects = vec![String::new(), String::new(), font.to_owned()];
        Self { objects, pages: Vec::new(), trailer: String::new() }
    }

    fn with(pages: &[Vec<Line<'_>>]) -> Self {
        pages.iter().fold(Self::new(), |pdf, lines| pdf.page(lines))
    }

    fn object(&mut self, text: String) -> usize {
        self.objects.push(text);
        self.objects.len()
    }

    fn page(mut self, lines: &[Line<'_>]) -> Self {
        let show = |(x, y, size, text): &Line<'_>| {
            let text = text.replace('(', "\\(").replace(')', "\\)");
            format!("BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n")
        };
        let content: String = lines.iter().map(show).collect();
        let length = content.len();
        let content = self.object(format!("<</Length {length}>>\nstream\n{content}\nendstream"));
        let page = self.object(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {content} 0 R\
             /Resources<</Font<</F1 3 0 R>>>>>>"
        ));
        self.pages.push(page);
        self
    }

    /// Adds an object that the trailer names.
    fn stating(mut self, key: &str, dictionary: &str) -> Self {
        let at = self.object(dictionary.to_owned());
        self.trailer.push_str(&format!("/{key} {at} 0 R"));
        self
    }

    fn bytes(mut self) -> Vec<u8> {
        let kids: String = self.pages.iter().map(|page| format!("{page} 0 R ")).collect();
        self.objects[0] = "<</Type/Catalog/Pages 2 0 R>>".to_owned();
        self.objects[1] = format!("<</Type/Pages/Count {}/Kids[{kids}]>>", self.pages.len());
        let mut file = "%PDF-1.7\n".to_owned();
        let mut table = "0000000000 65535 f \n".to_owned();
        for (at, object) in (1..).zip(&self.objects) {
            table.push_str(&format!("{:010} 00000 n \n", file.len()));
            file.push_str(&format!("{at} 0 obj\n{object}\nendobj\n"));
        }
        let (start, size) = (file.len(), self.objects.len() + 1);
        let trailer = format!("<</Size {size}/Root 1 0 R{}>>", self.trailer);
        file.push_str(&format!(
            "xref\n0 {size}\n{table}trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n"
        ));
        file.into_bytes()
    }
}

/// Two pages with a header, page numbers, and a paragraph and a word that run
/// over the page break.
fn report() -> Pdf {
    Pdf::with(&[
        vec![
            (60, 800, 8, "Harbour papers"),
            (60, 760, 16, "On the way home"),
            (60, 730, 10, "The harbour office counts everyone who lands, whoever they are and wherever they come"),
            (60, 718, 10, "from. It has done so since the pier was built."),
            (60, 694, 10, "Those who go home again are counted as well, if they tell the office before they leave. The"),
            (60, 682, 10, "office gives them a paper that says when they came, and the ferry takes it for a ticket at har-"),
            (290, 40, 8, "1"),
        ],
        vec![
            (60, 800, 8, "Harbour papers"),
            (60, 760, 10, "bour rates until the end of the month."),
            (60, 736, 10, "Lighthouse keepers need no paper and pay nothing on any of the ferries of the district."),
            (290, 40, 8, "2"),
        ],
    ])
    .stating("Info", "<</Title(Microsoft Word - draft3.doc)/Author(Maria Lind)/CreationDate(D:20180312101500Z)>>")
}

#[test]
fn pages_become_passages() {
    let sandbox = Sandbox::new();
    sandbox.write("report.pdf", report().bytes());
    let found = sandbox.run(&["inspect", "report.pdf"]).code(0).json();
    let texts = |key: &str| -> Vec<String> {
        let pieces = found[key].as_array().unwrap().iter();
        pieces.map(|one| format!("{} {}", one["page"], one["text"].as_str().unwrap())).collect()
    };
    assert_eq!(
        texts("passages"),
        [
            "1 On the way home",
            "1 The harbour office counts everyone who lands, whoever they are and wherever they \
             come from. It has done so since the pier was built.",
            "1 Those who go home again are counted as well, if they tell the office before they \
             leave. The office gives them a paper that says when they came, and the ferry takes \
             it for a ticket at harbour rates until the end of the month.",
            "2 Lighthouse keepers need no paper and pay nothing on any of the ferries of the \
             district.",
        ]
    );
    assert_eq!(texts("furniture"), ["1 Harbour papers", "1 1", "2 Harbour papers", "2 2"]);
    assert_eq!(found["title"], "On the way home");
    assert_eq!(found["year"]["value"], 2018);
    assert_eq!(found["metadata"]["author"], "Maria Lind");
    assert_eq!(found["metadata"]["numpages"], 2);
}

#[test]
fn a_hit_names_its_page() {
    let sandbox = Sandbox::new();
    sandbox.write("docs/report.pdf", report().bytes());
    sandbox.run(&["ingest", "docs"]).code(0);
    let hit = sandbox.run(&["search", "--json", "lighthouse"]).code(0).json();
    assert_eq!(hit["hits"][0]["passages"][0]["page"], 2);
    let table = sandbox.run(&["search", "--format", "table", "lighthouse"]).code(0);
    assert!(table.stdout.contains("page 2"), "{table:?}");
    let id = hit["hits"][0]["id"].as_str().unwrap();
    let shown = sandbox.run(&["show", id]).code(0);
    assert!(shown.stdout.contains("page 2"), "{shown:?}");
    let plain = sandbox.run(&["cite", id, "--match", "lighthouse", "--format", "plain"]).code(0);
    assert!(plain.stdout.contains("p. 2"), "{plain:?}");
    let bibtex = sandbox.run(&["cite", id, "--format", "bibtex"]).code(0);
    assert!(bibtex.stdout.contains("numpages = {2}"), "{bibtex:?}");
}

#[test]
fn what_has_no_text_says_so() {
    let sandbox = Sandbox::new();
    let line: Line<'_> = (60, 760, 10, "Only this page of all has words that a program can read.");
    sandbox.write("scan.pdf", Pdf::with(&[vec![], vec![], vec![]]).bytes());
    sandbox.write("part.pdf", Pdf::with(&[vec![line], vec![], vec![line], vec![], vec![]]).bytes());
    let locked = "<</Filter/Standard/V 2/R 3/Length 128/P -4/O(0123456789abcdef0123456789abcdef)\
                  /U(0123456789abcdef0123456789abcdef)>>";
    sandbox.write("locked.pdf", Pdf::with(&[vec![line]]).stating("Encrypt", locked).bytes());
    let run = sandbox.run(&["inspect", "scan.pdf", "part.pdf", "locked.pdf"]).code(3);
    assert!(run.stderr.contains("scan.pdf: needs OCR: 3 pages have no text"), "{run:?}");
    assert!(run.stderr.contains("locked.pdf: the file is encrypted"), "{run:?}");
    let note = &run.json_lines()[0]["notes"][0];
    assert_eq!(note, "no text, may need OCR: pages 2, 4-5");
}

/// Damages a file: changes bytes, cuts it off, takes a piece out, or puts
/// one in twice.
fn damaged(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut below = |most: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(most.max(1)).unwrap()).unwrap()
    };
    let mut bytes = bytes.to_vec();
    let at = below(bytes.len());
    match seed % 4 {
        0 => (0..=below(40)).for_each(|_| {
            let at = below(bytes.len());
            bytes[at] = u8::try_from(below(256)).unwrap();
        }),
        1 => bytes.truncate(at),
        2 => drop(bytes.drain(at..(at + 200).min(bytes.len())).count()),
        _ => {
            let piece = bytes[at..(at + 300).min(bytes.len())].to_vec();
            let to = below(bytes.len());
            bytes.splice(to..to, piece).for_each(drop);
        }
    }
    bytes
}

#[test]
fn damaged_files_harm_no_other() {
    let count = std::env::var("IOMKB_MUTANTS").ok().and_then(|count| count.parse().ok());
    let sandbox = Sandbox::new();
    let whole = report().bytes();
    for seed in 1..=count.unwrap_or(40_u64) {
        sandbox.write(&format!("docs/{seed}.pdf"), damaged(&whole, seed));
    }
    sandbox.write("docs/whole.pdf", &whole);
    let run = sandbox.run(&["ingest", "docs"]);
    assert!(matches!(run.status, 0 | 3), "{run:?}");
    assert!(sandbox.found(&["lighthouse"]).contains(&"whole.pdf".to_owned()), "{run:?}");
}

#[test]
fn pages_that_hold_themselves_end() {
    let sandbox = Sandbox::new();
    let mut deep = Pdf::new();
    for next in 5..2000 {
        deep.object(format!("<</Type/Pages/Count 1/Kids[{next} 0 R]>>"));
    }
    deep.pages.push(4);
    sandbox.write("deep.pdf", deep.bytes());
    let mut ring = Pdf::new();
    ring.pages.push(2);
    sandbox.write("ring.pdf", ring.bytes());
    let run = sandbox.run(&["inspect", "deep.pdf", "ring.pdf"]).code(3);
    assert!(run.stderr.contains("deep.pdf") && run.stderr.contains("ring.pdf"), "{run:?}");
}
