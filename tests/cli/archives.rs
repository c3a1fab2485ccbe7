//! Archives: their entries are documents with a place, nested ones too; what
//! is not read is told once; and none can hurt, however it was made.

use std::io::{Cursor, Write as _};

use flate2::{Compression, write::GzEncoder};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::sandbox::Sandbox;

const TEXT: &str = "\
Shelters by the harbour

The ferry brings all persons who ask for protection to the pier, wherever they
come from. The office keeps a register of them for as long as the law allows.

The second paragraph is about their families, who may follow within a year.
";

/// An archive of entries.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    packed(entries, CompressionMethod::Deflated)
}

/// An archive whose entries stand in it as they are.
fn stored(entries: &[(&str, &[u8])]) -> Vec<u8> {
    packed(entries, CompressionMethod::Stored)
}

fn packed(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(method);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// What `inspect` makes of a file: where each document stands and its text.
fn inspected(name: &str, bytes: &[u8]) -> Vec<(String, Vec<String>)> {
    let sandbox = Sandbox::new();
    sandbox.write(name, bytes);
    let run = sandbox.run(&["inspect", name]).code(0);
    let documents = run.json_lines();
    let text = |passage: &serde_json::Value| passage["text"].as_str().unwrap().to_owned();
    let of = |document: &serde_json::Value| {
        let passages = document["passages"].as_array().unwrap().iter().map(text).collect();
        (document["entry"].as_str().unwrap_or_default().to_owned(), passages)
    };
    documents.iter().map(of).collect()
}

#[test]
fn a_text_is_the_same_wherever_it_is_packed() {
    let text = TEXT.as_bytes();
    let plain = inspected("a.txt", text).remove(0).1;
    let case = |name: &str, bytes: &[u8], entry: &str| {
        assert_eq!(inspected(name, bytes), [(entry.to_owned(), plain.clone())], "{name}");
    };
    case("a.txt.gz", &gzip(text), "");
    case("a.zip", &zip(&[("may/a.txt", text)]), "may/a.txt");
    case("a.tar", &tar(&[("a.txt", text)]), "a.txt");
    case("a.tgz", &gzip(&tar(&[("a.txt", text)])), "a.txt");
    let inner = zip(&[("a.txt", text)]);
    let middle = gzip(&tar(&[("in.zip", &inner)]));
    case("a.zip", &zip(&[("b.zip", &inner)]), "b.zip!/a.txt");
    case("a.zip", &zip(&[("b.tar.gz", &middle)]), "b.tar.gz!/in.zip!/a.txt");
}

#[test]
fn deeper_ones_are_told_and_not_read() {
    let mut bytes = TEXT.as_bytes().to_vec();
    for _ in 0..4 {
        bytes = zip(&[("a.zip", &bytes), ("b.txt", b"A pier.")]);
    }
    let sandbox = Sandbox::new();
    sandbox.write("docs/a.zip", bytes);
    let run = sandbox.run(&["ingest", "docs"]).code(3);
    let said = "docs/a.zip!/a.zip!/a.zip!/a.zip: archives deeper than 3 in each other are not read";
    assert!(run.stderr.contains(said), "{run:?}");
    assert_eq!(sandbox.found(&["pier"]).len(), 3);
}

#[test]
fn hits_name_their_entry() {
    let sandbox = Sandbox::new();
    sandbox.write("docs/a.zip", zip(&[("letters/may.txt", TEXT.as_bytes())]));
    sandbox.ingest();
    for query in ["path:letters/may", "path:a.zip", "path:*.zip*may*"] {
        assert_eq!(sandbox.found(&[query]), ["a.zip"], "{query}");
    }
    let hit = sandbox.run(&["search", "ferry", "--json"]).json()["hits"][0].clone();
    assert_eq!(hit["entry"], "letters/may.txt");
    let place = "docs/a.zip!/letters/may.txt";
    let line = sandbox.run(&["search", "ferry"]).code(0).stdout;
    assert!(line.split('\t').nth(5).unwrap().ends_with(place), "{line}");
    let shown = sandbox.run(&["show", hit["id"].as_str().unwrap()]).code(0).stdout;
    assert!(shown.contains(place), "{shown}");
    let table = sandbox.run(&["search", "ferry", "--format", "table"]).code(0).stdout;
    assert!(table.contains(place), "{table}");
}

#[test]
fn entries_come_and_go() {
    let sandbox = Sandbox::new();
    let pack = |entries: &[(&str, &[u8])]| sandbox.write("docs/a.zip", zip(entries));
    pack(&[("a.txt", b"A ferry."), ("b.txt", b"A pier.")]);
    sandbox.ingest();
    let id = |query: &str| sandbox.run(&["search", query, "--format", "ids"]).code(0).stdout;
    let pier = id("pier");
    pack(&[("0.txt", b"A sail."), ("b.txt", b"A pier."), ("c.txt", b"A crane.")]);
    let run = sandbox.ingest();
    assert!(run.stderr.contains("2 added, 0 changed, 1 unchanged, 1 gone"), "{run:?}");
    assert_eq!(id("pier"), pier);
    pack(&[("b.txt", b"A new pier.")]);
    let run = sandbox.ingest();
    assert!(run.stderr.contains("0 added, 1 changed, 0 unchanged, 2 gone"), "{run:?}");
    assert_eq!(id("pier"), pier);
    assert!(sandbox.ingest().stderr.contains("0 added, 0 changed, 1 unchanged"));
}

#[test]
fn what_is_not_read_is_told_once() {
    let sandbox = Sandbox::new();
    let picture = b"\x89PNG\r\n\x1A\n";
    sandbox.write(
        "docs/a.zip",
        zip(&[
            ("a.png", picture),
            ("b.txt", TEXT.as_bytes()),
            ("c.png", picture),
            ("d.mp4", b"0000ftyp"),
            ("__MACOSX/._b.txt", b"junk"),
            ("e/.DS_Store", b"junk"),
            ("f.docx", b"no document"),
        ]),
    );
    let run = sandbox.run(&["ingest", "docs"]).code(3);
    let said: Vec<&str> =
        run.stderr.lines().filter(|line| line.starts_with("skipped docs")).collect();
    let expected = "skipped docs/a.zip: 4 entries are not read: 2 images, named .docx, but it is \
                    no docx file, video";
    assert_eq!(said, [expected]);
    sandbox.remove("docs/a.zip");
    sandbox.write("docs/b.zip", zip(&[("a.png", picture)]));
    let run = sandbox.run(&["ingest", "docs"]).code(3);
    assert!(run.stderr.contains("b.zip: 1 entry is not read: an image\n"), "{run:?}");
}

#[test]
fn a_bad_entry_costs_itself_only() {
    let sandbox = Sandbox::new();
    let pack = |entries: &[(&str, &[u8])]| {
        let mut bytes = stored(entries);
        let at = bytes.windows(6).position(|six| six == b"A sail").unwrap();
        bytes[at] = b'B';
        sandbox.write("docs/a.zip", bytes);
    };
    pack(&[("a.txt", b"A ferry."), ("b.txt", b"A sail."), ("c.txt", b"A pier.")]);
    let run = sandbox.run(&["ingest", "docs"]).code(3);
    assert!(run.stderr.contains("skipped docs/a.zip!/b.txt: it is damaged"), "{run:?}");
    assert_eq!(sandbox.found(&["ferry OR pier"]).len(), 2);
    // What left is gone although something is bad.
    pack(&[("a.txt", b"A ferry."), ("b.txt", b"A sail.")]);
    let run = sandbox.run(&["ingest", "docs"]).code(3);
    assert!(run.stderr.contains("1 gone"), "{run:?}");
    assert_eq!(sandbox.found(&["ferry OR pier"]).len(), 1);
}

#[test]
fn a_broken_download_is_read_as_far_as_it_goes() {
    let sandbox = Sandbox::new();
    let whole = zip(&[("a.txt", b"A ferry."), ("b.txt", TEXT.as_bytes()), ("c.txt", b"A pier.")]);
    sandbox.write("docs/a.zip", &whole[..whole.len() / 2]);
    let numbers: String = (0..20_000_u32).map(|n| n.wrapping_mul(n).to_string()).collect();
    let packed = gzip(&tar(&[("a.txt", b"A crane."), ("b.txt", numbers.as_bytes())]));
    sandbox.write("docs/b.tar.gz", &packed[..packed.len() / 2]);
    let run = sandbox.run(&["ingest", "docs"]).code(3);
    assert_eq!(sandbox.found(&["\"a ferry\" OR crane"]).len(), 2, "{run:?}");
}

#[test]
fn names_lead_nowhere() {
    let sandbox = Sandbox::new();
    let names = ["../../up.txt", "/etc/root.txt", "C:\\disk.txt", "e\u{1b}[31m\n.txt", "=1+1.txt"];
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, &b"A ferry."[..])).collect();
    sandbox.write("docs/a.zip", zip(&entries));
    let before = std::fs::read_dir(sandbox.path("..")).unwrap().count();
    sandbox.ingest();
    assert!(!sandbox.path("../up.txt").exists() && before > 0);
    let run = sandbox.run(&["search", "ferry", "-n", "0"]).code(0);
    let places: Vec<&str> =
        run.stdout.lines().map(|line| line.split('\t').nth(5).unwrap()).collect();
    assert_eq!(places.len(), 5);
    for end in ["a.zip!/up.txt", "a.zip!/etc/root.txt", "a.zip!/disk.txt", "a.zip!/=1+1.txt"] {
        assert!(places.iter().any(|place| place.ends_with(end)), "{end}: {places:?}");
    }
    assert!(!run.bytes.contains(&0x1B));
}

#[test]
fn bombs_end_early_and_keep_what_was_read() {
    let zeros = vec![b'0'; 12 << 20];
    let case = |name: &str, bytes: Vec<u8>, place: &str| {
        let sandbox = Sandbox::new();
        sandbox.write("docs/good.txt", "A ferry.");
        sandbox.write(&format!("docs/{name}"), bytes);
        let run = sandbox.run(&["ingest", "docs"]).code(3);
        let said = format!("skipped docs/{place}: expands beyond 1 GiB or 200 times its size");
        assert!(run.stderr.contains(&said), "{run:?}");
        sandbox.found(&["ferry"]).len()
    };
    let ferry = ("a.txt", &b"A ferry."[..]);
    assert_eq!(case("a.zip", zip(&[ferry, ("b.txt", &zeros)]), "a.zip"), 2);
    assert_eq!(case("a.txt.gz", gzip(&zeros), "a.txt.gz"), 1);
    let inner = tar(&[ferry, ("b.txt.gz", &gzip(&zeros))]);
    assert_eq!(case("a.zip", zip(&[("in.tar", &inner)]), "a.zip!/in.tar!/b.txt.gz"), 2);
}

#[test]
fn entries_that_lie_in_each_other_are_not_unpacked() {
    let one = zip(&[("big.txt", TEXT.as_bytes())]);
    // Nine headers of the directory for one entry (APPNOTE 4.3.12, 4.3.16).
    let end = one.windows(4).rposition(|four| four == b"PK\x05\x06").unwrap();
    let start = one.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    let mut bytes = one[..start].to_vec();
    for number in b'1'..=b'9' {
        let mut header = one[start..end].to_vec();
        header[46] = number;
        bytes.extend(header);
    }
    let size = u32::try_from((end - start) * 9).unwrap();
    let mut last = one[end..].to_vec();
    last[8..12].copy_from_slice(&[9, 0, 9, 0]);
    last[12..16].copy_from_slice(&size.to_le_bytes());
    bytes.extend(last);
    let sandbox = Sandbox::new();
    sandbox.write("docs/a.zip", bytes);
    let run = sandbox.run(&["ingest", "docs"]).code(3);
    assert!(run.stderr.contains("its entries overlap: the rest is not read"), "{run:?}");
}
