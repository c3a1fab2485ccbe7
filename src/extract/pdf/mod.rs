//! PDF: pages of glyphs to paragraphs with the page that they begin on. One
//! library reads it; where that fails on a page or the file, a second one
//! gives the plain text. Running headers, footers and page numbers are
//! marked as furniture. Never recognises pictures of text: it names the
//! pages that have no other.

mod columns;
mod fallback;
mod garbage;
mod glyphs;
mod lines;
mod margins;
mod metadata;
mod order;
mod paragraphs;

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_oxide::PdfDocument;
use serde_json::{Map, Value};

use crate::document::{Block, Draft, Role};

use self::{
    columns::Piece,
    glyphs::Glyphs,
    lines::Line,
    margins::Edge,
    order::Writing,
    paragraphs::{Paragraph, Setting},
};

use super::text;

/// The most pages of a file that are read (FAULTS.md, limits).
const MOST_PAGES: usize = 20_000;

/// Reads a whole file.
///
/// # Errors
/// Why no text can be had of it, in a few words.
pub(super) fn draft(bytes: &[u8]) -> Result<Draft, String> {
    let file = match catch(|| open(bytes)) {
        Ok(file) => file,
        Err(reason) => match fallback::pages(bytes) {
            Some(pages) => {
                File { pages: pages.into_iter().map(Page::Text).collect(), ..File::default() }
            }
            None => return Err(reason),
        },
    };
    file.draft(bytes)
}

/// Runs what may panic on a damaged file.
fn catch<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err("the PDF is damaged".to_owned()))
}

/// What could be read of one page.
enum Page {
    /// Glyphs with places.
    Glyphs(Glyphs),
    /// Plain text of the second library.
    Text(String),
}

/// What could be read of a file.
#[derive(Default)]
struct File {
    metadata: Map<String, Value>,
    pages: Vec<Page>,
    /// Pages beyond the most that are read.
    left_out: usize,
}

/// Opens a file with the first library and reads all pages.
fn open(bytes: &[u8]) -> Result<File, String> {
    let pdf = PdfDocument::from_bytes(bytes.to_vec()).map_err(|error| reason(&error))?;
    if pdf.is_encrypted() && !matches!(catch(|| Ok(pdf.authenticate(b""))), Ok(Ok(true))) {
        return Err(ENCRYPTED.to_owned());
    }
    let count = pdf.page_count().map_err(|error| reason(&error))?;
    let metadata = catch(|| Ok(metadata::read(&pdf))).unwrap_or_default();
    let read = |page| {
        let glyphs = catch(|| glyphs::read(&pdf, page)).unwrap_or_default();
        Page::Glyphs(glyphs)
    };
    let pages = (0..count.min(MOST_PAGES)).map(read).collect();
    Ok(File { metadata, pages, left_out: count.saturating_sub(MOST_PAGES) })
}

const ENCRYPTED: &str = "the file is encrypted";

fn reason(error: &pdf_oxide::Error) -> String {
    match error {
        pdf_oxide::Error::EncryptedPdf => ENCRYPTED.to_owned(),
        other => {
            let text: String = other.to_string().chars().take(200).collect();
            format!("the PDF is damaged: {text}")
        }
    }
}

impl Page {
    /// The number of characters that can be read.
    fn readable(&self) -> usize {
        let count = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).count();
        match self {
            Self::Text(text) => count(text),
            Self::Glyphs(glyphs) => {
                glyphs.frames.iter().flatten().map(|run| count(&run.text)).sum()
            }
        }
    }

    fn is_unreadable(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Glyphs(glyphs) => garbage::is_mostly(glyphs.unreadable, self.readable()),
        }
    }
}

impl File {
    fn draft(mut self, bytes: &[u8]) -> Result<Draft, String> {
        self.fall_back(bytes);
        let empty: Vec<usize> = self.numbers(|page| page.readable() == 0 && !page.is_unreadable());
        let unreadable = self.numbers(Page::is_unreadable);
        let count = self.pages.len();
        if empty.len() + unreadable.len() == count {
            return Err(without_text(count, unreadable.len()));
        }
        let mut draft = Draft::default();
        if !empty.is_empty() {
            draft.notes.push(format!("{} have no text and may need OCR", named(&empty)));
        }
        if !unreadable.is_empty() {
            let pages = named(&unreadable);
            draft.notes.push(format!("{pages} have text in an encoding that cannot be read"));
        }
        if self.left_out > 0 {
            draft.notes.push(format!("{} more pages are not read", self.left_out));
        }
        draft.metadata = std::mem::take(&mut self.metadata);
        draft.metadata.insert("pages".to_owned(), Value::from(count + self.left_out));
        draft.blocks = blocks(self.pages);
        Ok(draft)
    }

    /// The numbers of the pages of a kind, from 1.
    fn numbers(&self, kind: impl Fn(&Page) -> bool) -> Vec<usize> {
        let numbered = self.pages.iter().enumerate();
        numbered.filter(|(_, page)| kind(page)).map(|(at, _)| at + 1).collect()
    }

    /// Asks the second library for the pages that the first one found
    /// nothing on.
    fn fall_back(&mut self, bytes: &[u8]) {
        let lacks = |page: &Page| page.readable() == 0 || page.is_unreadable();
        if !self.pages.iter().any(lacks) {
            return;
        }
        let Some(pages) = fallback::pages(bytes) else { return };
        for (page, text) in self.pages.iter_mut().zip(pages) {
            let other = Page::Text(text);
            if lacks(page) && other.readable() > 0 {
                *page = other;
            }
        }
    }
}

/// Says why a file without any text is skipped.
fn without_text(pages: usize, unreadable: usize) -> String {
    match (pages, unreadable) {
        (0, _) => "the PDF has no pages".to_owned(),
        (_, 0) if pages == 1 => "needs OCR: its one page has no text".to_owned(),
        (_, 0) => format!("needs OCR: {pages} pages have no text"),
        _ => "needs OCR: its text is in an encoding that cannot be read".to_owned(),
    }
}

/// The numbers of pages, runs of them as a range: `pages 2, 4-7`.
fn named(pages: &[usize]) -> String {
    let runs = pages.chunk_by(|a, b| a + 1 == *b);
    let named: Vec<String> = runs
        .map(|run| match run {
            [first, .., last] => format!("{first}-{last}"),
            _ => run.iter().map(usize::to_string).collect(),
        })
        .collect();
    let word = if pages.len() == 1 { "page" } else { "pages" };
    format!("{word} {}", named.join(", "))
}

/// The blocks of all pages in reading order.
fn blocks(pages: Vec<Page>) -> Vec<Block> {
    let mut sheets: Vec<Sheet> =
        (1..).zip(pages).map(|(number, page)| Sheet::of(number, page)).collect();
    let edges: Vec<Vec<Edge>> = sheets.iter().map(Sheet::edges).collect();
    for (sheet, marks) in sheets.iter_mut().zip(margins::mark(&edges)) {
        sheet.set(&marks);
    }
    let columns: Vec<&[Line]> =
        sheets.iter().flat_map(|sheet| &sheet.columns).map(Vec::as_slice).collect();
    let setting = Setting::of(&columns);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut plain: Vec<(usize, Vec<Block>)> = Vec::new();
    for sheet in sheets {
        if let Some(text) = &sheet.text {
            let mut blocks = text::blocks(text, 1);
            blocks.iter_mut().for_each(|block| block.page = Some(sheet.page));
            plain.push((paragraphs.len(), blocks));
        }
        sheet.append(&mut paragraphs, setting);
    }
    let mut blocks: Vec<Block> = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        plain
            .iter_mut()
            .filter(|(before, _)| *before == at)
            .for_each(|(_, text)| blocks.append(text));
        blocks.push(Block {
            role: paragraph.role,
            text: paragraph.text(),
            line: paragraph.number,
            page: Some(paragraph.page),
        });
    }
    plain.into_iter().for_each(|(_, mut text)| blocks.append(&mut text));
    mark_headings(&mut blocks);
    blocks
}

/// Marks headings that only their form tells; furniture is left out, and
/// every block stands apart from the next.
fn mark_headings(blocks: &mut [Block]) {
    let is_content = |block: &&mut Block| block.role != Role::Furniture;
    let mut content: Vec<Block> = (1..)
        .step_by(2)
        .zip(blocks.iter_mut().filter(is_content))
        .map(|(line, block)| Block { line, text: std::mem::take(&mut block.text), ..*block })
        .collect();
    text::mark_headings(&mut content);
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

    /// Adds the paragraphs of the page to those before.
    fn append(self, all: &mut Vec<Paragraph>, setting: Setting) {
        let mut number = 1;
        let count = |lines: usize| u32::try_from(lines).unwrap_or(u32::MAX);
        let page = self.page;
        for line in self.head {
            all.push(Paragraph::furniture(line, page, number));
            number += 1;
        }
        for lines in self.columns {
            let next = number + count(lines.len());
            let column = paragraphs::of_column(lines, setting, page, number);
            paragraphs::append(all, column, setting);
            number = next;
        }
        for line in self.foot {
            all.push(Paragraph::furniture(line, page, number));
            number += 1;
        }
    }
}
