//! Paragraphs of formats that have no lines: each gets its ordinal among
//! those with text as its line. Divides at blank lines within a paragraph
//! and drops what has no text. Knows no format, and loses no text.

use std::collections::HashSet;

use super::text;
use crate::document::{Block, Draft, Role};

/// A paragraph that has not been numbered yet.
pub(super) fn paragraph(role: Role, text: impl Into<String>) -> Block {
    Block { role, text: text.into(), line: 0, page: None }
}

/// Numbers the paragraphs in reading order and puts them into a draft;
/// furniture has the number of what it stands before.
///
/// # Errors
/// Says why there is no text.
pub(super) fn number(mut draft: Draft, paragraphs: Vec<Block>) -> Result<Draft, String> {
    let mut line: u32 = 0;
    for one in paragraphs {
        for text in one.text.split("\n\n").map(str::trim).filter(|text| !text.is_empty()) {
            let counts = one.role != Role::Furniture;
            line = line.saturating_add(u32::from(counts));
            let line = line.saturating_add(u32::from(!counts)).max(1);
            draft.blocks.push(Block { text: text.to_owned(), line, ..one });
        }
    }
    if draft.blocks.iter().all(|block| block.role != Role::Heading) {
        mark_headings(&mut draft.blocks);
    }
    some_text(draft)
}

/// A draft that has text; what was left out may be why it has none.
///
/// # Errors
/// Says that there is none.
pub(super) fn some_text(draft: Draft) -> Result<Draft, String> {
    match draft.blocks.is_empty() {
        false => Ok(draft),
        true => Err(draft.notes.into_iter().next().unwrap_or("empty: it has no text".to_owned())),
    }
}

/// Finds the headings of a document whose author used no styles, as in a
/// plain text: paragraphs stand apart there as well.
fn mark_headings(blocks: &mut [Block]) {
    let mut content = blocks.iter().map(|block| block.role != Role::Furniture);
    let first = content.position(|is_content| is_content).unwrap_or(blocks.len());
    let rest = &mut blocks[first..];
    let length = rest.iter().take_while(|block| block.role != Role::Furniture).count();
    text::mark_headings(&mut rest[..length], |_, _| true);
}

/// Adds furniture, each text of it once; it stands on no page, or on all.
pub(super) fn add_once(furniture: &mut Vec<Block>, found: Vec<Block>) {
    let mut known: HashSet<String> = furniture.iter().map(|one| one.text.clone()).collect();
    for one in found {
        if known.insert(one.text.clone()) {
            furniture.push(Block { role: Role::Furniture, page: None, ..one });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let case = |role, text: &str| paragraph(role, text);
        let blocks = vec![
            case(Role::Furniture, "Top"),
            case(Role::Heading, "A"),
            case(Role::Body, " \n "),
            case(Role::Body, "b\n\nc"),
            case(Role::Furniture, "Foot"),
        ];
        let draft = number(Draft::default(), blocks).unwrap();
        let found: Vec<_> = draft.blocks.iter().map(|one| (one.text.as_str(), one.line)).collect();
        assert_eq!(found, [("Top", 1), ("A", 1), ("b", 2), ("c", 3), ("Foot", 4)]);
    }

    #[test]
    fn headings_without_styles() {
        let text = "This sentence is long enough to be taken for running text.";
        let body = |text: &str| paragraph(Role::Body, text);
        let furniture = paragraph(Role::Furniture, "Top");
        let blocks = vec![furniture, body("Aims"), body(text)];
        let draft = number(Draft::default(), blocks).unwrap();
        let roles: Vec<Role> = draft.blocks.iter().map(|one| one.role).collect();
        assert_eq!(roles, [Role::Furniture, Role::Heading, Role::Body]);
    }

    #[test]
    fn rows() {
        let case = |cells: &[&[&str]], expected: &[&str]| {
            let cells = cells.iter().map(|cell| {
                cell.iter().map(|text| paragraph(Role::Body, *text)).collect::<Vec<_>>()
            });
            let mut found = Vec::new();
            put_row(cells.collect(), &mut found);
            let found: Vec<&str> = found.iter().map(|one| one.text.as_str()).collect();
            assert_eq!(found, expected);
        };
        case(&[&["a"], &[], &["b", " "]], &["a\tb"]);
        case(&[&["a", "b"], &["c"]], &["a", "b", "c"]);
        case(&[&["a"]], &["a"]);
        case(&[&[], &[]], &[]);
    }

    #[test]
    fn pages_count_only_where_they_agree() {
        let case = |breaks, stated, expected: Option<u32>| {
            let mut blocks = [Block { page: Some(2), ..paragraph(Role::Body, "a") }];
            keep_pages(&mut blocks, breaks, stated);
            assert_eq!(blocks[0].page, expected);
        };
        case(2, Some(3), Some(2));
        case(2, Some(4), None);
        case(2, None, None);
        case(0, Some(1), None);
    }
}
