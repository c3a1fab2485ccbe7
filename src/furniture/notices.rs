//! Notices by phrase: cookies, scripts, newsletters, sharing, skip links,
//! disclaimers. Holds the phrase table of `notices.txt` and lends it to the
//! rules on menus and contact blocks. A phrase counts only in a sentence or
//! line that is short, or mostly the phrase.

use std::sync::LazyLock;

use super::{
    sheet::{Sheet, Verdict},
    words::{HashesMap, Words, has_year, hash},
};

/// The longest sentence, in words, that a phrase makes a notice.
const LONGEST_NOTICE: usize = 25;
/// The longest sentence, in words, that a phrase makes a disclaimer.
const LONGEST_DISCLAIMER: usize = 90;
/// The longest sentence, in bytes, that is looked at.
const LONGEST: usize = 1200;
/// How many words a `_` of a phrase may stand for.
const LONGEST_GAP: usize = 3;

/// A section of `notices.txt`, where each is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Section {
    Whole,
    Part,
    Disclaimer,
    Rights,
    Contact,
    Menu,
    Label,
    Share,
    Tail,
}

impl Section {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "whole" => Self::Whole,
            "part" => Self::Part,
            "disclaimer" => Self::Disclaimer,
            "rights" => Self::Rights,
            "contact" => Self::Contact,
            "menu" => Self::Menu,
            "label" => Self::Label,
            "share" => Self::Share,
            "tail" => Self::Tail,
            _ => return None,
        })
    }
}

#[derive(Debug)]
enum Token {
    Word(u64),
    Prefix(String),
    Gap,
}

#[derive(Debug)]
struct Phrase {
    section: Section,
    tokens: Vec<Token>,
}

/// The phrases by their first word's hash.
static PHRASES: LazyLock<HashesMap<Vec<Phrase>>> =
    LazyLock::new(|| read(include_str!("notices.txt")));

fn read(table: &str) -> HashesMap<Vec<Phrase>> {
    let mut phrases = HashesMap::<Vec<Phrase>>::default();
    let mut section = None;
    for line in table.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = Section::named(name);
        } else if let (false, Some(section)) = (line.is_empty() || line.starts_with('#'), section) {
            let tokens: Vec<Token> = line.split_whitespace().map(token).collect();
            if let Some(&Token::Word(first)) = tokens.first() {
                phrases.entry(first).or_default().push(Phrase { section, tokens });
            }
        }
    }
    phrases
}

fn token(written: &str) -> Token {
    match written.strip_suffix('*') {
        _ if written == "_" => Token::Gap,
        Some(stem) => Token::Prefix(stem.to_lowercase()),
        None => Token::Word(hash(written)),
    }
}

/// Where a phrase stands: words from `start` up to `end`, exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) section: Section,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The phrases that begin at a word.
fn found_at<'a>(words: &'a Words<'a>, start: usize) -> impl Iterator<Item = Found> + 'a {
    let phrases = words.hash_at(start).and_then(|word| PHRASES.get(&word));
    phrases.into_iter().flatten().filter_map(move |phrase| {
        let end = matched(&phrase.tokens, words, start)?;
        Some(Found { section: phrase.section, start, end })
    })
}

/// The end of a phrase that begins at a word, if it does.
fn matched(tokens: &[Token], words: &Words<'_>, at: usize) -> Option<usize> {
    let Some((first, rest)) = tokens.split_first() else { return Some(at) };
    match first {
        Token::Gap => (0..=LONGEST_GAP).find_map(|skipped| matched(rest, words, at + skipped)),
        Token::Word(word) => {
            (words.hash_at(at)? == *word).then(|| matched(rest, words, at + 1)).flatten()
        }
        Token::Prefix(stem) => words
            .get(at)?
            .to_lowercase()
            .starts_with(stem)
            .then(|| matched(rest, words, at + 1))
            .flatten(),
    }
}

/// The longest phrase of a section that begins at a word.
pub(super) fn longest_at(words: &Words<'_>, start: usize, section: Section) -> Option<Found> {
    found_at(words, start).filter(|found| found.section == section).max_by_key(|found| found.end)
}

/// Tells whether the words are a phrase of a section and nothing else.
pub(super) fn is_whole(words: &Words<'_>, section: Section) -> bool {
    found_at(words, 0).any(|found| found.section == section && found.end == words.len())
}

/// Tells whether every word is one of a share bar, and there are several.
pub(super) fn is_share_bar(words: &Words<'_>) -> bool {
    words.len() >= 2 && (0..words.len()).all(|at| longest_at(words, at, Section::Share).is_some())
}

/// Tells whether a sentence or line is a notice.
pub(super) fn is_notice(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let words = Words::first(text, LONGEST_DISCLAIMER + 1);
    let all = words.len();
    if all == 0 || all > LONGEST_DISCLAIMER {
        return false;
    }
    is_share_bar(&words)
        || (0..all).flat_map(|start| found_at(&words, start)).any(|found| match found.section {
            Section::Whole => found.start == 0 && found.end == all,
            Section::Part => {
                // A sixth: longer sentences speak of something else.
                all <= LONGEST_NOTICE && (found.end - found.start) * 6 >= all
            }
            Section::Disclaimer => true,
            // Eight words: longer lines say more than that.
            Section::Rights => all <= 8 && !has_year(text),
            Section::Tail => found.end == all && all <= 12 && found.start > 0,
            Section::Contact | Section::Menu | Section::Label | Section::Share => false,
        })
}

/// Marks the sentences that are notices.
pub(super) fn mark(sheet: &mut Sheet) {
    for at in 0..sheet.pieces() {
        if sheet.is_content(at) && is_notice(sheet.text(at)) {
            sheet.mark(at, Verdict::Furniture);
        }
    }
}
