//! Contact blocks: from "for more information please contact" to the last
//! line with a telephone number or an e-mail address, and address lines at
//! the head or foot of a document. A phrase without a number or address
//! nearby proves nothing. A line with a year is never one: it may be the
//! imprint.

use std::ops::Range;

use super::{
    notices::{Section, longest_at},
    sheet::{Sheet, Verdict, is_address},
    words::{Words, ends_sentence, has_year},
};

/// The longest rest of a block, in bytes, that belongs to the contacts as a
/// whole.
const LONGEST_REST: usize = 800;
/// The most words of a line of a contact block.
const LONGEST_LINE: usize = 40;
/// The most words of an address line.
const LONGEST_ADDRESS: usize = 16;
/// The most lines of a contact block after the one that begins it.
const MOST_LINES: usize = 12;
/// The most lines at the head and at the foot where address lines stand.
const EDGE: usize = 25;

/// Marks the contact blocks of a document.
pub(super) fn mark(sheet: &mut Sheet) {
    for block in 0..sheet.len() {
        for at in sheet.of_block(block) {
            if sheet.is_content(at) && begins_contacts(sheet.text(at)) {
                mark_from(sheet, block, at);
            }
        }
    }
    let (head, foot) = edges(sheet);
    mark_addresses(sheet, head);
    mark_addresses(sheet, foot);
}

/// Tells whether a sentence opens a contact block: it begins with a phrase,
/// or with a few words and then the phrase.
fn begins_contacts(text: &str) -> bool {
    let words = Words::first(text, 16);
    (0..2).any(|at| longest_at(&words, at, Section::Contact).is_some())
}

/// Marks a contact block that begins with a piece.
fn mark_from(sheet: &mut Sheet, block: usize, first: usize) {
    let end = sheet.of_block(block).end;
    let last = if sheet.rest(first) <= LONGEST_REST {
        (first..end).rev().find(|&at| reaches(sheet.text(at)))
    } else {
        let following = (first + 1..end).take_while(|&at| is_contact_line(sheet.text(at)));
        following.last().or_else(|| reaches(sheet.text(first)).then_some(first))
    };
    let opens_lines = last.unwrap_or(first) + 1 == end;
    let lines = if opens_lines { contact_lines(sheet, block + 1) } else { 0..0 };
    if last.is_none() && lines.is_empty() || !is_short(sheet.text(first)) {
        return;
    }
    (first..=last.unwrap_or(first)).for_each(|at| sheet.mark(at, Verdict::Furniture));
    lines.for_each(|line| sheet.mark_block(line, Verdict::Furniture));
}

/// Tells whether a sentence is short enough to be nothing but contacts.
fn is_short(text: &str) -> bool {
    text.len() <= LONGEST_REST
}

/// The blocks from `start` on that are lines of a contact block: up to the
/// last with a number or address, with at most two short ones between.
fn contact_lines(sheet: &Sheet, start: usize) -> Range<usize> {
    let (mut end, mut between) = (start, 0);
    for at in start..sheet.len().min(start + MOST_LINES) {
        let text = sheet.block(at).text.as_str();
        if sheet.is_kept(at) {
            break;
        } else if is_contact_line(text) {
            (end, between) = (at + 1, 0);
        } else if is_filler(text) && between < 2 {
            between += 1;
        } else {
            break;
        }
    }
    start..end
}

/// A short line between the lines of a contact block: a name, an office.
fn is_filler(text: &str) -> bool {
    text.len() <= 160 && Words::of(text).len() <= 8 && !ends_sentence(text) && !has_year(text)
}

/// A line with a telephone number or an e-mail address and little else.
fn is_contact_line(text: &str) -> bool {
    text.len() <= LONGEST_REST && reaches(text) && Words::of(text).len() <= LONGEST_LINE
}

/// Tells whether a text holds an e-mail address or a telephone number.
fn reaches(text: &str) -> bool {
    has_email(text) || has_phone(text)
}

fn has_email(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        word.split_once('@').is_some_and(|(name, host)| {
            let host = host.trim_end_matches(|ch: char| !ch.is_alphanumeric());
            name.ends_with(char::is_alphanumeric)
                && host.starts_with(char::is_alphanumeric)
                && host.contains('.')
        })
    })
}

/// Tells whether a telephone number stands in a text: seven digits or more
/// after a plus sign (E.164), or five or more after `Tel.` and the like.
fn has_phone(text: &str) -> bool {
    let plus = text.match_indices('+').any(|(at, _)| digits_at(&text[at + 1..]) >= 7);
    plus || {
        let words = Words::first(text, LONGEST_REST);
        (0..words.len()).any(|at| {
            longest_at(&words, at, Section::Label).is_some_and(|found| {
                let digits: usize = (found.end..found.end + 6)
                    .map_while(|next| words.get(next))
                    .take_while(|word| word.starts_with(|ch: char| ch.is_ascii_digit()))
                    .map(str::len)
                    .sum();
                digits >= 5
            })
        })
    }
}

/// The number of digits that a text begins with, marks between them aside.
fn digits_at(text: &str) -> usize {
    text.chars()
        .take_while(|ch| ch.is_ascii_digit() || " .-–()/\u{2011}".contains(*ch))
        .filter(char::is_ascii_digit)
        .count()
}

/// The blocks before the first and after the last running text.
fn edges(sheet: &Sheet) -> (Range<usize>, Range<usize>) {
    let is_prose = |at: &usize| {
        let block = sheet.block(*at);
        sheet.has_content(*at) && (block.text.len() > 400 || Words::of(&block.text).len() >= 20)
    };
    let Some(first) = (0..sheet.len()).find(is_prose) else { return (0..0, 0..0) };
    let last = (0..sheet.len()).rev().find(is_prose).unwrap_or(first);
    (0..first.min(EDGE), (last + 1).max(sheet.len().saturating_sub(EDGE))..sheet.len())
}

/// Marks the groups of address lines among some blocks: around lines with
/// numbers, those that look like parts of the same address.
fn mark_addresses(sheet: &mut Sheet, edge: Range<usize>) {
    let mut at = edge.start;
    while at < edge.end {
        if !is_number_line(sheet, at) || is_address(&sheet.block(at).text) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < edge.end && (is_number_line(sheet, end) || is_gap(sheet, end, edge.end)) {
            end += 1;
        }
        let mut start = at;
        while start > edge.start && is_address_part(sheet, start - 1) {
            start -= 1;
        }
        if start > edge.start && is_label(&sheet.block(start - 1).text) {
            start -= 1;
        }
        // A single line may be a part of the text; two make an address.
        if end - start >= 2 || reaches_twice(&sheet.block(at).text) {
            (start..end).for_each(|line| sheet.mark_block(line, Verdict::Doubtful));
        }
        at = end;
    }
}

fn is_number_line(sheet: &Sheet, at: usize) -> bool {
    let text = sheet.block(at).text.as_str();
    text.len() <= 300
        && !sheet.is_kept(at)
        && !has_year(text)
        && Words::of(text).len() <= LONGEST_LINE
        && (reaches(text) || is_address(text))
}

/// A line between two lines with numbers.
fn is_gap(sheet: &Sheet, at: usize, end: usize) -> bool {
    at + 1 < end && is_address_part(sheet, at) && is_number_line(sheet, at + 1)
}

/// A street, a box, a town or a country: short, no sentence, no year.
fn is_address_part(sheet: &Sheet, at: usize) -> bool {
    let text = sheet.block(at).text.as_str();
    let words = Words::first(text, 40).len();
    let digits = text.contains(|ch: char| ch.is_ascii_digit());
    text.len() <= 200
        && words > 0
        && words <= if digits { LONGEST_ADDRESS } else { 3 }
        && !ends_sentence(text)
        && !text.ends_with(':')
        && !has_year(text)
        && !sheet.is_kept(at)
        && sheet.block(at).role != crate::document::Role::Heading
}

/// `Headquarters:` and the like.
fn is_label(text: &str) -> bool {
    text.len() <= 80 && text.ends_with(':') && Words::of(text).len() <= 4
}

fn reaches_twice(text: &str) -> bool {
    has_email(text) && has_phone(text)
}
