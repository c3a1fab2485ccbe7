//! `Sheet`: a page on its way from glyphs to paragraphs, and the pages of a
//! file put together: furniture set apart, columns in order, paragraphs
//! carried over from page to page. Reads no file, and loses no text.

use crate::document::{Block, Role};

use super::{
    super::text,
    Page,
    columns::{self, Piece},
    lines::{self, Line},
    margins::{self, Edge},
    order::Writing,
    paragraphs::{self, Paragraph, Setting},
};

/// The blocks of all pages in reading order. Lines are counted through the
/// file, as in a text that has the same pages.
pub(super) fn blocks(pages: Vec<Page>) -> Vec<Block> {
    let mut sheets: Vec<Sheet> =
        (1..).zip(pages).map(|(number, page)| Sheet::of(number, page)).collect();
    let edges: Vec<Vec<Edge>> = sheets.iter().map(Sheet::edges).collect();
    for (sheet, marks) in sheets.iter_mut().zip(margins::mark(&edges)) {
        sheet.set(&marks);
    }
    let columns: Vec<&[Line]> =
        sheets.iter().flat_map(|sheet| &sheet.columns).map(Vec::as_slice).collect();
    let setting = Setting::of(&columns);
    let mut sheaf = Sheaf { setting, number: 1, paragraphs: Vec::new(), plain: Vec::new() };
    sheets.into_iter().for_each(|sheet| sheaf.add(sheet));
    let mut blocks = sheaf.into_blocks();
    mark_headings(&mut blocks);
    blocks
}

/// Marks headings that only their form tells; furniture is left out, and
/// every block stands apart from the next.
fn mark_headings(blocks: &mut [Block]) {
    let is_content = |block: &&mut Block| block.role != Role::Furniture;
    let content = blocks.iter_mut().filter(is_content);
    let mut content: Vec<Block> =
        content.map(|block| Block { text: std::mem::take(&mut block.text), ..*block }).collect();
    text::mark_headings(&mut content, |_, _| true);
    for (block, marked) in blocks.iter_mut().filter(is_content).zip(content) {
        block.text = marked.text;
        block.role = marked.role;
    }
}

/// A page on its way from glyphs to paragraphs.
struct Sheet {
    page: u32,
    writing: Writing,
    /// The lines of the main frame from top to bottom, as pieces.
    lines: Vec<Vec<Piece>>,
    /// The frames that are turned another way.
    turned: Vec<Vec<Line>>,
    head: Vec<Line>,
    columns: Vec<Vec<Line>>,
    foot: Vec<Line>,
    /// The text alone, where that is all there is.
    text: Option<String>,
}

impl Sheet {
    fn of(page: u32, read: Page) -> Self {
        let mut sheet = Self {
            page,
            writing: Writing::default(),
            lines: Vec::new(),
            turned: Vec::new(),
            head: Vec::new(),
            columns: Vec::new(),
            foot: Vec::new(),
            text: None,
        };
        match read {
            Page::Text(text) => sheet.text = Some(text),
            Page::Glyphs(glyphs) => {
                let mut frames = glyphs.frames.into_iter().map(columns::lines);
                sheet.lines = frames.next().unwrap_or_default();
                let pieces = sheet.lines.iter().flatten().map(|piece| piece.runs.as_slice());
                sheet.writing = Writing::of(pieces, glyphs.rtl);
                let line = |pieces: Vec<Piece>| Line::of(&pieces, sheet.writing, &[]);
                sheet.turned = frames.map(|lines| lines.into_iter().map(line).collect()).collect();
            }
        }
        sheet
    }

    /// What the margins are told by.
    fn edges(&self) -> Vec<Edge> {
        let edge = |pieces: &Vec<Piece>| {
            let Line { text, y, size, .. } = Line::of(pieces, self.writing, &[]);
            let artifact = pieces.iter().flat_map(|piece| &piece.runs).all(|run| run.artifact);
            Edge { text, y, size, artifact }
        };
        self.lines.iter().map(edge).collect()
    }

    /// Sets furniture apart and puts the rest into columns.
    fn set(&mut self, furniture: &[bool]) {
        let mut content = Vec::new();
        for (pieces, furniture) in std::mem::take(&mut self.lines).into_iter().zip(furniture) {
            if !furniture {
                content.extend(pieces);
            } else if content.is_empty() {
                self.head.push(Line::of(&pieces, self.writing, &[]));
            } else {
                self.foot.push(Line::of(&pieces, self.writing, &[]));
            }
        }
        let columns = columns::columns(content, self.writing.rtl).into_iter();
        self.columns = columns.map(|column| lines::of_column(column, self.writing)).collect();
        self.columns.append(&mut self.turned);
        self.columns.retain(|lines| !lines.is_empty());
    }
}

/// The paragraphs of the pages so far.
struct Sheaf {
    setting: Setting,
    /// The number of the next line.
    number: u32,
    paragraphs: Vec<Paragraph>,
    /// Blocks of plain text, each with the number of paragraphs before it.
    plain: Vec<(usize, Block)>,
}

impl Sheaf {
    /// Adds a page.
    fn add(&mut self, sheet: Sheet) {
        let page = sheet.page;
        if let Some(text) = &sheet.text {
            for block in text::blocks(text, self.number) {
                let block = Block { page: Some(page), ..block };
                self.plain.push((self.paragraphs.len(), block));
            }
            self.skip(text.lines().count());
        }
        self.furniture(sheet.head, page);
        for lines in sheet.columns {
            let count = lines.len();
            let column = paragraphs::of_column(lines, self.setting, page, self.number);
            paragraphs::append(&mut self.paragraphs, column, self.setting);
            self.skip(count);
        }
        self.furniture(sheet.foot, page);
    }

    fn furniture(&mut self, lines: Vec<Line>, page: u32) {
        for line in lines {
            self.paragraphs.push(Paragraph::furniture(line, page, self.number));
            self.skip(1);
        }
    }

    fn skip(&mut self, lines: usize) {
        self.number = self.number.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
    }

    fn into_blocks(self) -> Vec<Block> {
        let mut plain = self.plain.into_iter().peekable();
        let mut blocks = Vec::new();
        for (at, paragraph) in self.paragraphs.iter().enumerate() {
            while let Some((_, block)) = plain.next_if(|(before, _)| *before <= at) {
                blocks.push(block);
            }
            blocks.push(Block {
                role: paragraph.role,
                text: paragraph.text(),
                line: paragraph.number,
                page: Some(paragraph.page),
            });
        }
        blocks.extend(plain.map(|(_, block)| block));
        blocks
    }
}
