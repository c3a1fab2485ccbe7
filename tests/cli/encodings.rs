//! Texts in other encodings than UTF-8 are found by their words, the first
//! word too.

use encoding_rs::{BIG5, GBK, KOI8_R, SHIFT_JIS, WINDOWS_1252, WINDOWS_1253};

use crate::sandbox::Sandbox;

const FRENCH: &str = "Étudiants réfugiés à l'université: ils étaient nombreux à déposer une demande, et près de la moitié ont été reçus dès l'été.";
const RUSSIAN: &str = "Беженцы получили документы в новом городе. Дети пошли в школу, а родители нашли работу на заводе.";
const GREEK: &str =
    "Πρόσφυγες έφτασαν στο λιμάνι το βράδυ. Οι εθελοντές τους έδωσαν νερό και κουβέρτες.";
const CHINESE: &str = "移民工人在城市里找到了新的工作，他们的孩子也可以在那里上学读书。";
const TRADITIONAL: &str = "難民的孩子們在新的學校開始上課，老師很親切地教他們語文和數學。";
const JAPANESE: &str =
    "難民の子どもたちは新しい学校に通い始めました。先生はやさしく日本語を教えています。";

fn utf_16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

/// Looks whether each text is found by each of its words, and no other is.
#[track_caller]
fn each(texts: &[(Vec<u8>, &[&str])]) {
    let sandbox = Sandbox::new();
    for (number, (bytes, _)) in texts.iter().enumerate() {
        sandbox.write(&format!("docs/{number}.txt"), bytes);
    }
    let ingest = sandbox.ingest();
    for (number, (_, words)) in texts.iter().enumerate() {
        let name = format!("{number}.txt");
        for word in *words {
            assert!(sandbox.found(&[word]).contains(&name), "{word} in {name}: {ingest:?}");
        }
    }
}

#[test]
fn utf_16_with_and_without_a_mark() {
    let mut texts: Vec<(Vec<u8>, &[&str])> = vec![(utf_16(CHINESE, true, true), &["移民"])];
    for little in [true, false] {
        for mark in [true, false] {
            texts.push((utf_16(FRENCH, little, mark), &["Étudiant", "=été"]));
            texts.push((utf_16(RUSSIAN, little, mark), &["беженец", "=заводе"]));
        }
    }
    each(&texts);
}

#[test]
fn the_mark_of_utf_8_is_not_part_of_the_first_word() {
    each(&[([b"\xEF\xBB\xBF", FRENCH.as_bytes()].concat(), &["=Étudiants"])]);
}

#[test]
fn legacy_encodings() {
    let bytes =
        |encoding: &'static encoding_rs::Encoding, text: &str| encoding.encode(text).0.into_owned();
    each(&[
        (bytes(WINDOWS_1252, FRENCH), &["Étudiant", "=réfugiés"]),
        (bytes(KOI8_R, RUSSIAN), &["беженец", "=школу"]),
        (bytes(WINDOWS_1253, GREEK), &["=λιμάνι"]),
        (bytes(GBK, CHINESE), &["移民", "上学"]),
        (bytes(SHIFT_JIS, JAPANESE), &["難民", "学校"]),
        (bytes(BIG5, TRADITIONAL), &["難民", "學校"]),
    ]);
}

#[test]
fn what_was_assumed_is_said() {
    let sandbox = Sandbox::new();
    sandbox.write("docs/a.txt", WINDOWS_1252.encode(FRENCH).0);
    let run = sandbox.ingest();
    assert!(run.stderr.contains("read as windows-1252"), "{run:?}");
}

#[test]
fn bytes_that_cannot_be_read_are_counted_and_the_rest_is_kept() {
    let sandbox = Sandbox::new();
    let text = "Les réfugiés étaient à l'école. ".repeat(5);
    let mut bytes = text.into_bytes();
    bytes.extend(b"Le phare \xFF\xFE est loin.");
    sandbox.write("docs/a.txt", bytes);
    let run = sandbox.ingest();
    assert!(run.stderr.contains("undecodable places became U+FFFD"), "{run:?}");
    assert_eq!(sandbox.found(&["phare"]), ["a.txt"]);
    assert_eq!(sandbox.found(&["réfugié"]), ["a.txt"]);
}

#[test]
fn one_nul_byte_stops_nothing() {
    let text = b"The ferry\0 is late.\n\nThe pier is long.";
    each(&[(text.to_vec(), &["late", "pier"])]);
}
