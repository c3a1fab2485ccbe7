//! Traces of the printed or captured page: web addresses that stand alone,
//! page numbers, running headers. A number alone is a page number only in a
//! row of such numbers, a page of text apart: laws and tables have lines
//! with nothing but a number too.

use std::collections::HashMap;

use super::{
    sheet::{Sheet, Verdict, is_address},
    words::{Words, has_year},
};
use crate::document::Role;

/// The least text between two page numbers, in bytes.
const SHORTEST_PAGE: usize = 800;
/// Page numbers that a row needs where the pages are known, and where not.
const SHORTEST_ROW: (usize, usize) = (3, 5);
/// Pages that a running header stands on, at least.
const FEWEST_PAGES: usize = 3;
/// The most words of a running header.
const LONGEST_HEADER: usize = 15;

/// Words for page before a number.
const PAGE_WORDS: &[&str] = &[
    "page",
    "sivu",
    "sida",
    "side",
    "página",
    "pagina",
    "seite",
    "str",
    "стр",
    "страница",
    "صفحة",
];

/// Marks addresses, page numbers and running headers.
pub(super) fn mark(sheet: &mut Sheet) {
    for at in 0..sheet.pieces() {
        let text = sheet.text(at);
        let alone = is_addresses(text) || (is_cut_number(text) && sheet.in_capture(at));
        if alone {
            sheet.mark(at, Verdict::Furniture);
        }
    }
    mark_page_numbers(sheet);
    mark_running_headers(sheet);
}

/// Tells whether a text is web addresses and nothing else, or three and
/// more that make up the half of it.
fn is_addresses(text: &str) -> bool {
    let (mut addresses, mut bytes, mut words) = (0, 0, 0);
    for word in text.split(' ') {
        words += 1;
        if is_address(word) {
            addresses += 1;
            bytes += word.len();
        }
    }
    addresses > 0 && (addresses == words || (addresses >= 3 && bytes * 2 >= text.len()))
}

/// A number of five digits or more that is a whole sentence: the rest of a
/// telephone number or a code.
fn is_cut_number(text: &str) -> bool {
    let digits = text.trim_end_matches('.');
    digits.len() >= 5 && digits.len() <= 20 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The page number that a line is, if it can be one.
fn folio(text: &str) -> Option<u32> {
    if text.len() > 30 || has_year(text) {
        return None;
    }
    let bare = text.trim_matches([' ', '-', '–', '—', '|']);
    let words = Words::of(text);
    let named = words.get(0).is_some_and(|word| PAGE_WORDS.contains(&word.to_lowercase().as_str()));
    if named && words.len() <= 4 {
        return words.get(1)?.parse().ok();
    }
    let plain = bare.len() <= 4 && bare.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| bare.parse().ok()).flatten()
}

/// Marks rows of page numbers, each one more than that before it and a page
/// of text away.
fn mark_page_numbers(sheet: &mut Sheet) {
    let mut row: Vec<(usize, u32)> = Vec::new();
    let mut text_since = 0;
    for at in 0..sheet.len() {
        let block = sheet.block(at);
        let Some(number) = folio(&block.text).filter(|_| block.role != Role::Furniture) else {
            text_since += block.text.len();
            continue;
        };
        let new_page = |last: usize| {
            text_since >= SHORTEST_PAGE
                || (block.page.is_some() && block.page != sheet.block(last).page)
        };
        match row.last() {
            Some(&(last, before)) if number == before + 1 && new_page(last) => {}
            // A number of the text itself between two page numbers.
            Some(&(last, _)) if !new_page(last) => continue,
            _ => flush(sheet, &mut row),
        }
        row.push((at, number));
        text_since = 0;
    }
    flush(sheet, &mut row);
}

fn flush(sheet: &mut Sheet, row: &mut Vec<(usize, u32)>) {
    let paged = row.first().is_some_and(|&(at, _)| sheet.block(at).page.is_some());
    if row.len() >= if paged { SHORTEST_ROW.0 } else { SHORTEST_ROW.1 } {
        row.iter().for_each(|&(at, _)| sheet.mark_block(at, Verdict::Furniture));
    }
    row.clear();
}

/// Marks the lines at the top and bottom of pages that stand on several
/// pages, numbers aside; the first stays.
fn mark_running_headers(sheet: &mut Sheet) {
    let mut lines: HashMap<String, Vec<usize>> = HashMap::new();
    for at in 0..sheet.len() {
        let block = sheet.block(at);
        let page = |at: Option<usize>| {
            at.filter(|&at| at < sheet.len()).and_then(|at| sheet.block(at).page)
        };
        let inner = block.page == page(at.checked_sub(2)) && block.page == page(Some(at + 2));
        if block.page.is_none() || inner || block.text.len() > 160 {
            continue;
        }
        let words = Words::of(&block.text);
        if (1..=LONGEST_HEADER).contains(&words.len()) {
            lines.entry(without_digits(&block.text)).or_default().push(at);
        }
    }
    for found in lines.values() {
        let mut pages: Vec<_> = found.iter().map(|&at| sheet.block(at).page).collect();
        pages.dedup();
        if pages.len() >= FEWEST_PAGES {
            found.iter().skip(1).for_each(|&at| sheet.mark_block(at, Verdict::Furniture));
        }
    }
}

fn without_digits(text: &str) -> String {
    text.chars().filter(|ch| !ch.is_ascii_digit()).flat_map(char::to_lowercase).collect()
}
