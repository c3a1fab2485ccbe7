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
mod sheet;

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_oxide::PdfDocument;
use serde_json::Value;

use crate::document::Draft;

use self::glyphs::Glyphs;

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
                Reading { pages: pages.into_iter().map(Page::Text).collect(), ..Reading::default() }
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
struct Reading {
    /// What the file states of itself.
    stated: Draft,
    pages: Vec<Page>,
    /// Pages beyond the most that are read.
    left_out: usize,
}

/// Opens a file with the first library and reads all pages.
fn open(bytes: &[u8]) -> Result<Reading, String> {
    let pdf = PdfDocument::from_bytes(bytes.to_vec()).map_err(|error| reason(&error))?;
    if pdf.is_encrypted() && !matches!(catch(|| Ok(pdf.authenticate(b""))), Ok(Ok(true))) {
        return Err(ENCRYPTED.to_owned());
    }
    let count = pdf.page_count().map_err(|error| reason(&error))?;
    let mut stated = Draft::default();
    // A file whose statements cannot be read may still have pages.
    let _ = catch(|| {
        metadata::read(&pdf, &mut stated);
        Ok(())
    });
    let read = |page| {
        let glyphs = catch(|| glyphs::read(&pdf, page)).unwrap_or_default();
        Page::Glyphs(glyphs)
    };
    let pages = (0..count.min(MOST_PAGES)).map(read).collect();
    Ok(Reading { stated, pages, left_out: count.saturating_sub(MOST_PAGES) })
}

const ENCRYPTED: &str = "the file is encrypted";

fn reason(error: &pdf_oxide::Error) -> String {
    match error {
        pdf_oxide::Error::EncryptedPdf => ENCRYPTED.to_owned(),
        other => {
            // The library quotes the bytes that it could not read.
            let text = other.to_string();
            let said = text.split(['{', '(', '[']).next().unwrap_or_default();
            let said: String = said.chars().take(80).collect();
            format!("the PDF is damaged: {}", said.trim_end_matches([' ', ':']))
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

impl Reading {
    fn draft(mut self, bytes: &[u8]) -> Result<Draft, String> {
        self.fall_back(bytes);
        let empty: Vec<usize> = self.numbers(|page| page.readable() == 0 && !page.is_unreadable());
        let unreadable = self.numbers(Page::is_unreadable);
        let count = self.pages.len();
        if empty.len() + unreadable.len() == count {
            return Err(without_text(count, unreadable.len()));
        }
        let mut draft = self.stated;
        if !empty.is_empty() {
            draft.notes.push(format!("no text, may need OCR: {}", named(&empty)));
        }
        if !unreadable.is_empty() {
            draft.notes.push(format!("text that cannot be read: {}", named(&unreadable)));
        }
        if self.left_out > 0 {
            draft.notes.push(format!("{} more pages are not read", self.left_out));
        }
        draft.metadata.insert("numpages".to_owned(), Value::from(count + self.left_out));
        draft.blocks = sheet::blocks(self.pages);
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
