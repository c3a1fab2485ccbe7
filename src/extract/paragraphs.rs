//! Paragraphs of formats that have no lines: each gets its ordinal among
//! those with text as its line. Divides at blank lines within a paragraph
//! and drops what has no text. Knows no format, and loses no text.

use crate::document::{Block, Draft, Role};

/// A paragraph that has not been numbered yet.
pub(super) fn paragraph(role: Role, text: impl Into<String>) -> Block {
    Block { role, text: text.into(), line: 0, page: None }
}

/// Numbers the paragraphs in reading order and puts them into a draft;
/// furniture has the number of what it stands before.
pub(super) fn number(draft: &mut Draft, paragraphs: Vec<Block>) {
    let mut line: u32 = 0;
    for one in paragraphs {
        for text in one.text.split("\n\n").map(str::trim).filter(|text| !text.is_empty()) {
            let counts = one.role != Role::Furniture;
            line = line.saturating_add(u32::from(counts));
            let line = line.saturating_add(u32::from(!counts)).max(1);
            draft.blocks.push(Block { text: text.to_owned(), line, ..one });
        }
    }
}

/// Adds furniture, each text of it once.
pub(super) fn add_once(furniture: &mut Vec<Block>, found: Vec<Block>) {
    for one in found {
        if furniture.iter().all(|known| known.text != one.text) {
            furniture.push(Block { role: Role::Furniture, ..one });
        }
    }
}

/// The text of a row: its cells that have any, divided by tabs.
pub(super) fn row<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for cell in cells.map(str::trim).filter(|cell| !cell.is_empty()) {
        if !text.is_empty() {
            text.push('\t');
        }
        text.push_str(cell);
    }
    text
}

/// Puts a row of a table with the paragraphs of its cells: one block where
/// no cell has more than one paragraph, else each paragraph by itself, as
/// in a table that only lays out a page.
pub(super) fn put_row(cells: Vec<Vec<Block>>, into: &mut Vec<Block>) {
    let has_text = |one: &Block| !one.text.trim().is_empty();
    let mut cells: Vec<Vec<Block>> = cells
        .into_iter()
        .map(|cell| cell.into_iter().filter(has_text).collect())
        .filter(|cell: &Vec<Block>| !cell.is_empty())
        .collect();
    let is_plain = cells.iter().all(|cell| cell.len() == 1);
    if !is_plain || cells.len() < 2 {
        into.extend(cells.into_iter().flatten());
        return;
    }
    let page = cells[0][0].page;
    let text = row(cells.iter().flatten().map(|one| one.text.as_str()));
    let role = cells.swap_remove(0).swap_remove(0).role;
    let role = if role == Role::Furniture { role } else { Role::Body };
    into.push(Block { page, ..paragraph(role, text) });
}

/// Counted pages that may be used: only if the breaks that the program left
/// behind agree with the number of pages that it states.
pub(super) fn keep_pages(blocks: &mut [Block], breaks: u32, stated: Option<u32>) {
    if breaks == 0 || stated != breaks.checked_add(1) {
        blocks.iter_mut().for_each(|block| block.page = None);
    }
}
