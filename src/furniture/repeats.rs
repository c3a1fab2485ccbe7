//! What a document says twice: of sentences that are the same word for word,
//! or of which one is a fragment of another, the most complete stays and the
//! others are furniture; very short ones that come again and again are
//! furniture altogether. Sentences that differ in a number are different.

use std::{cmp::Reverse, collections::HashMap};

use super::{
    notices::{Section, is_whole},
    sheet::{Sheet, Verdict},
    words::{Glue, HashesMap, Words, ends_sentence, hash, is_number, mix, ranges},
};
use crate::document::Role;

/// Consecutive words that are compared.
const GRAM: usize = 5;
/// The shortest sentence that can be a repeat, in words.
const SHORTEST_REPEAT: usize = 6;
/// The shortest sentence that can be a fragment of another, in words.
const SHORTEST_FRAGMENT: usize = 8;
/// The share of a sentence's grams that must have been seen, in percent.
const SEEN: usize = 90;
/// The share that one and the same sentence must have, in percent.
const SEEN_TOGETHER: usize = 70;
/// The most words of a document that are compared, which bounds memory.
const MOST_WORDS: usize = 2_000_000;
/// The most words of a sentence that comes again and again, and how often it
/// must come.
const LONGEST_REFRAIN: usize = 3;
/// How often it must come.
const FEWEST_REFRAINS: usize = 3;

/// A sentence as its words' hashes.
struct Sentence {
    piece: usize,
    words: Vec<u64>,
    /// Begins with a word glued to the next, as captures do.
    glued: bool,
}

/// Marks the repeats among what is content so far.
pub(super) fn mark(sheet: &mut Sheet) {
    mark_refrains(sheet);
    let mut sentences = gather(sheet);
    sentences.sort_by_key(|it| {
        let length = it.words.len() - usize::from(it.glued);
        (Reverse(length), it.glued, it.piece)
    });
    let mut seen = HashesMap::<usize>::default();
    let mut lengths: HashMap<usize, usize> = HashMap::new();
    for sentence in &sentences {
        let length = sentence.words.len();
        match source(sentence, &seen) {
            Some(from) if is_repeat(sheet, sentence, lengths.get(&from).copied()) => {
                sheet.mark(sentence.piece, Verdict::Furniture);
            }
            _ => {
                lengths.insert(sentence.piece, length);
                for gram in grams(&sentence.words) {
                    seen.entry(gram).or_insert(sentence.piece);
                }
            }
        }
    }
}

/// The sentences long enough to compare; rows of tables are not sentences.
fn gather(sheet: &Sheet) -> Vec<Sentence> {
    let mut total = 0;
    let mut sentences = Vec::new();
    for piece in (0..sheet.pieces()).filter(|&at| sheet.is_content(at)) {
        let text = sheet.text(piece);
        if text.len() < 2 * SHORTEST_REPEAT || !is_sentence(sheet, piece) {
            continue;
        }
        let mut glued = false;
        let mut words = Vec::new();
        let mut last_end = usize::MAX;
        for range in ranges(text, Glue::Split) {
            glued |= words.len() == 1 && range.start == last_end;
            last_end = range.end;
            words.push(hash(&text[range]));
        }
        if words.len() >= SHORTEST_REPEAT && is_wordy(&words) {
            total += words.len();
            sentences.push(Sentence { piece, words, glued });
        }
        if total > MOST_WORDS {
            break;
        }
    }
    sentences
}

/// Tells whether a piece is a sentence of running text: rows of tables, items
/// of lists, numbered provisions and the lines of a wrapped paragraph that
/// stand alone are often the same for good reasons.
fn is_sentence(sheet: &Sheet, piece: usize) -> bool {
    let text = sheet.text(piece);
    let block = sheet.block(sheet.piece(piece).block);
    ends_sentence(text)
        && !text.starts_with(|ch: char| ch == '|' || ch.is_lowercase())
        && !is_numbered(&block.text)
}

/// Tells whether a block begins with its number: `3.`, `(2)`, `IV)`, `§ 5`,
/// or with the `^` of a list of references.
pub(super) fn is_numbered(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default();
    let label = first.trim_matches(['(', ')', '.', '*', '°', 'º']);
    let roman = !label.is_empty() && label.bytes().all(|byte| b"IVXLivxl".contains(&byte));
    let letter = label.chars().count() == 1;
    let marked = first.ends_with([')', '.', '°', 'º']);
    text.starts_with('§')
        || label.starts_with(|ch: char| ch.is_ascii_digit()) && label.len() <= 6
        || marked && (roman || letter)
        || first == "^"
}

/// Tells whether numbers are the smaller part.
fn is_wordy(words: &[u64]) -> bool {
    words.iter().filter(|&&word| is_number(word)).count() * 3 <= words.len()
}

fn grams(words: &[u64]) -> impl Iterator<Item = u64> {
    words.windows(GRAM).map(mix)
}

/// The earlier sentence that says nearly all that this one says.
fn source(sentence: &Sentence, seen: &HashesMap<usize>) -> Option<usize> {
    let count = sentence.words.len() + 1 - GRAM;
    // A glued first word spoils one gram.
    let allowed = (count * (100 - SEEN) / 100).max(usize::from(sentence.glued));
    let mut found = Vec::new();
    let mut missing = 0;
    for (at, gram) in sentence.words.windows(GRAM).enumerate() {
        if let Some(&from) = seen.get(&mix(gram)) {
            found.push(from);
            continue;
        }
        missing += 1;
        let spoilt = sentence.glued && at == 0;
        if missing > allowed || !spoilt && gram.iter().any(|&word| is_number(word)) {
            return None;
        }
    }
    let mut votes: HashMap<usize, usize> = HashMap::new();
    found.iter().for_each(|&from| *votes.entry(from).or_default() += 1);
    let (from, most) = votes.into_iter().max_by_key(|&(from, votes)| (votes, Reverse(from)))?;
    (most * 100 >= count * SEEN_TOGETHER).then_some(from)
}

/// Tells whether a sentence that says nearly the same as another may go: a
/// heading is never a fragment of the text below it.
fn is_repeat(sheet: &Sheet, sentence: &Sentence, of: Option<usize>) -> bool {
    let length = sentence.words.len();
    let Some(of) = of else { return false };
    if length + 1 >= of {
        return true;
    }
    let block = sheet.piece(sentence.piece).block;
    let in_text = sheet.of_block(block).len() > 1 || ends_sentence(sheet.text(sentence.piece));
    length >= SHORTEST_FRAGMENT && sheet.block(block).role == Role::Body && in_text
}

/// Marks very short sentences inside paragraphs that come again and again.
fn mark_refrains(sheet: &mut Sheet) {
    let mut found = HashesMap::<Vec<usize>>::default();
    for at in 0..sheet.pieces() {
        let text = sheet.text(at);
        if text.len() <= 80 && sheet.is_content(at) {
            let words = Words::of(text);
            let shared = sheet.of_block(sheet.piece(at).block).len() > 1;
            if shared && is_refrain(text, &words, sheet.in_capture(at)) {
                found.entry(mix(words.hashes())).or_default().push(at);
            }
        }
    }
    for pieces in found.values().filter(|pieces| pieces.len() >= FEWEST_REFRAINS) {
        pieces.iter().for_each(|&at| sheet.mark(at, Verdict::Doubtful));
    }
}

/// Tells whether a sentence may be a scrap of a menu: one word said twice, a
/// menu word, or in a capture two or three capitalized words.
fn is_refrain(text: &str, words: &Words<'_>, in_capture: bool) -> bool {
    let plain = text.strip_suffix('.').unwrap_or(text);
    let letters = plain.chars().all(|ch| ch.is_alphabetic() || ch == ' ');
    if !letters || !(1..=LONGEST_REFRAIN).contains(&words.len()) {
        return false;
    }
    let doubled = words.len() == 2 && words.hash_at(0) == words.hash_at(1);
    // Short words with capitals are abbreviations: `I S.`
    let capitals = in_capture
        && words.len() > 1
        && plain.split(' ').all(|word| word.len() > 2 && word.starts_with(char::is_uppercase));
    doubled || capitals || is_whole(words, Section::Menu)
}
