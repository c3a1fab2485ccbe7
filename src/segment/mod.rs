//! Blocks to passages, each in one language. Cuts blocks into sentences,
//! lets `detect` say what each speaks for and `smooth` choose over the whole
//! document, then joins sentences of one language to passages of readable
//! size. Changes no character but the white space at the cuts.

mod detect;
mod profile;
mod script;
mod smooth;
mod tally;
mod trigram;

use std::ops::Range;

pub use detect::Detector;
pub use profile::frequent_words;
use smooth::Step;

use crate::{
    document::{Block, Passage, Role},
    language::Language,
    sentence::sentences,
};

/// The size that passages are aimed at, in characters.
const AIM: usize = 550;
/// A longer sentence is cut at clause marks or spaces, in characters.
const LONGEST: usize = 1_200;

/// A stretch of a block that is in one language: a sentence or a part of a
/// long one.
struct Unit {
    block: usize,
    range: Range<usize>,
}

/// Turns blocks into passages, each in one language; joined back they equal
/// the input in reading order, white space at the cuts apart. `hint` is the
/// language that a record states: it tips the balance where the text leaves
/// doubt.
#[must_use]
pub fn segment(blocks: Vec<Block>, hint: Option<Language>, detector: &Detector) -> Vec<Passage> {
    let units = units(&blocks);
    let languages = languages(&blocks, &units, hint, detector);
    let mut passages = Vec::new();
    let mut next = 0;
    for (number, block) in blocks.into_iter().enumerate() {
        if block.role == Role::Furniture {
            passages.extend(passage(&block, &block.text, Language::Undetermined));
            continue;
        }
        let first = next;
        while units.get(next).is_some_and(|unit| unit.block == number) {
            next += 1;
        }
        join(&block, &units[first..next], &languages[first..next], &mut passages);
    }
    passages
}

/// The units of all blocks that are content.
fn units(blocks: &[Block]) -> Vec<Unit> {
    let mut units = Vec::new();
    for (number, block) in blocks.iter().enumerate() {
        if block.role == Role::Furniture || block.text.trim().is_empty() {
            continue;
        }
        for sentence in sentences(&block.text) {
            for range in cut(&block.text, sentence) {
                units.push(Unit { block: number, range });
            }
        }
    }
    units
}

/// Cuts a sentence that is too long to read into parts of about the aimed
/// size: after a clause mark if there is one in reach, else at a space,
/// else anywhere.
fn cut(text: &str, sentence: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = sentence.start;
    while text[start..sentence.end].chars().nth(LONGEST).is_some() {
        let end = start + cut_at(&text[start..sentence.end]);
        parts.push(start..end);
        start = end;
    }
    parts.push(start..sentence.end);
    parts
}

/// Where to cut a long text, in bytes: the last good place before one and a
/// half times the aimed size, but not in its first half.
fn cut_at(text: &str) -> usize {
    let (mut mark, mut space, mut any) = (None, None, text.len());
    let mut after_mark = false;
    for (count, (at, c)) in text.char_indices().enumerate().take(AIM + AIM / 2) {
        any = at;
        if count < AIM / 2 {
            continue;
        }
        if c.is_whitespace() {
            space = Some(at + c.len_utf8());
            if after_mark {
                mark = space;
            }
        } else if "、，；：".contains(c) {
            mark = Some(at + c.len_utf8());
        }
        after_mark = ",;:،؛–—".contains(c);
    }
    mark.or(space).unwrap_or(any)
}

/// The language of each unit, chosen over the whole document.
fn languages(
    blocks: &[Block],
    units: &[Unit],
    hint: Option<Language>,
    detector: &Detector,
) -> Vec<Language> {
    let (mut last, mut before) = (None, None);
    let mut steps = Vec::with_capacity(units.len());
    for unit in units {
        let text = &blocks[unit.block].text[unit.range.clone()];
        let mut evidence = detector.evidence(text, before);
        before = evidence.best();
        if let Some(hint) = hint {
            evidence.favour(hint);
        }
        steps.push(Step { evidence, opens_block: last != Some(unit.block) });
        last = Some(unit.block);
    }
    smooth::path(&steps, detector.lead())
}

/// Joins the units of one block to passages: each run of one language is
/// divided evenly into as many as its size asks for.
fn join(block: &Block, units: &[Unit], languages: &[Language], passages: &mut Vec<Passage>) {
    let mut first = 0;
    for run in languages.chunk_by(|a, b| a == b) {
        let units = &units[first..first + run.len()];
        first += run.len();
        let sizes: Vec<usize> =
            units.iter().map(|unit| block.text[unit.range.clone()].chars().count()).collect();
        for group in groups(&sizes) {
            let text = &block.text[units[group.start].range.start..units[group.end - 1].range.end];
            passages.extend(passage(block, text, run[0]));
        }
    }
}

/// Divides sizes into consecutive groups of about equal sums near the aim.
fn groups(sizes: &[usize]) -> Vec<Range<usize>> {
    let total: usize = sizes.iter().sum();
    let count = ((total + AIM / 2) / AIM).max(1);
    let aim = total.div_ceil(count);
    let mut groups = Vec::new();
    let (mut start, mut sum) = (0, 0);
    for (at, size) in sizes.iter().enumerate() {
        if at > start && sum + size / 2 > aim {
            groups.push(start..at);
            (start, sum) = (at, 0);
        }
        sum += size;
    }
    if start < sizes.len() {
        groups.push(start..sizes.len());
    }
    groups
}

/// A passage of a block; none for white space.
fn passage(block: &Block, text: &str, lang: Language) -> Option<Passage> {
    let text = text.trim();
    (!text.is_empty()).then(|| Passage {
        role: block.role,
        lang,
        text: text.to_owned(),
        line: block.line,
        page: block.page,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::{Detector, LONGEST, segment};
    use crate::{
        document::{Block, Passage, Role},
        language::Language::{self, English, Finnish, Swedish, Undetermined},
    };

    static DETECTOR: LazyLock<Detector> = LazyLock::new(|| Detector::new(None));

    const EN: &str = "The office helped the families who wanted to return to their homes.";
    const FI: &str = "Toimisto auttoi perheitä, jotka halusivat palata takaisin koteihinsa.";
    const SV: &str = "Kontoret hjälpte de familjer som ville återvända till sina hem.";

    fn block(role: Role, text: &str) -> Block {
        Block { role, text: text.to_owned(), line: 7, page: Some(2) }
    }

    fn passages(texts: &[&str], hint: Option<Language>) -> Vec<Passage> {
        let blocks = texts.iter().map(|text| block(Role::Body, text)).collect();
        segment(blocks, hint, &DETECTOR)
    }

    fn bare(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    #[test]
    fn a_foreign_sentence_is_a_passage() {
        let case = |texts: &[&str], expected: &[Language]| {
            let found: Vec<Language> = passages(texts, None).iter().map(|p| p.lang).collect();
            assert_eq!(found, expected, "{texts:?}");
        };
        case(&[], &[]);
        case(&["", "  "], &[]);
        case(&["4 / 17"], &[Undetermined]);
        case(&[&format!("{EN} {EN}")], &[English]);
        case(&[&format!("{EN} {FI} {EN}")], &[English, Finnish, English]);
        case(&[EN, SV, FI], &[English, Swedish, Finnish]);
        case(&[&format!("{EN} 2018. {EN}"), "Geneva", EN], &[English, English, English]);
    }

    #[test]
    fn a_hint_tips_only_what_is_doubtful() {
        let case = |text, hint, expected| {
            assert_eq!(passages(&[text], hint)[0].lang, expected, "{text} {hint:?}");
        };
        case(EN, Some(Finnish), English);
        case(FI, Some(Swedish), Finnish);
        case("En and ville", Some(Swedish), Swedish);
        case("En and ville", Some(Finnish), Undetermined);
    }

    #[test]
    fn roles_and_places_are_kept() {
        let blocks = vec![
            block(Role::Furniture, EN),
            block(Role::Heading, "Yearly report of the office"),
            block(Role::Body, EN),
        ];
        let found = segment(blocks, None, &DETECTOR);
        let roles: Vec<Role> = found.iter().map(|passage| passage.role).collect();
        assert_eq!(roles, [Role::Furniture, Role::Heading, Role::Body]);
        assert_eq!(found[0].lang, Undetermined);
        assert_eq!(found[1].lang, English);
        assert!(found.iter().all(|passage| passage.line == 7 && passage.page == Some(2)));
    }

    #[test]
    fn passages_are_of_readable_size() {
        let case = |text: &str| {
            for passage in passages(&[text], None) {
                let size = passage.text.chars().count();
                assert!((250..=LONGEST).contains(&size), "{size}");
            }
        };
        case(&format!("{EN} ").repeat(40));
        case(&"one clause and then another one, ".repeat(200));
        case(&"word and ".repeat(900));
        case(&"ภาษาไทยไม่เว้นวรรค".repeat(300));
    }

    #[test]
    fn a_megabyte_of_one_letter_is_cut() {
        let text = "a".repeat(1 << 20);
        let joined: String =
            passages(&[&text], None).iter().map(|passage| passage.text.as_str()).collect();
        assert!(joined == text);
    }

    #[test]
    fn passages_joined_are_the_input() {
        let long = "a".repeat(3_000);
        let marks = "e\u{301}\u{302}\u{303} ".repeat(500);
        let pieces = [
            "",
            " ",
            "\u{0}",
            "👩‍👩‍👧‍👦 🇫🇮",
            ". . .",
            "!?…",
            "\u{301}",
            "\u{feff}",
            EN,
            FI,
            SV,
            "“(",
            ")”",
            "مرحبا بكم.",
            "移民。",
            "ไทย",
            "1.2.3",
            "Dr. A. B.",
            "ǅ İ ß ŉ",
            "\n\n",
            &long,
            &marks,
        ];
        for (number, piece) in pieces.iter().enumerate() {
            for other in pieces.iter().skip(number % 3).step_by(3) {
                let text = format!("{piece} {other}{piece}");
                let found = passages(&[&text, other], Some(Swedish));
                let joined: String = found.iter().map(|passage| bare(&passage.text)).collect();
                assert_eq!(joined, bare(&text) + &bare(other));
            }
        }
    }
}
