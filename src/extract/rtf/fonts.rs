//! Which code page the bytes of a font are in: that of its character set,
//! else that of the document (Rich Text Format Specification 1.9.1, "Font
//! Table"). Says where the bytes are signs that no text has. Decodes nothing
//! itself.

use std::collections::HashMap;

/// The code page of documents that state none.
const USUAL: u16 = 1252;

/// Stands for the sets of fonts whose characters are signs of their own.
pub(super) const SIGNS: u16 = 42;

/// The fonts of a document by their numbers.
pub(super) struct Fonts {
    pages: HashMap<i32, u16>,
    /// The code page of the document.
    pub(super) document: u16,
}

impl Default for Fonts {
    fn default() -> Self {
        Self { pages: HashMap::new(), document: USUAL }
    }
}

impl Fonts {
    /// Takes a character set for a font.
    pub(super) fn set(&mut self, font: i32, set: i32) {
        if let Some(page) = page(set) {
            self.pages.insert(font, page);
        }
    }

    /// Takes a code page for a font.
    pub(super) fn set_page(&mut self, font: i32, page: i32) {
        self.pages.extend(u16::try_from(page).ok().filter(|page| *page > 0).map(|it| (font, it)));
    }

    /// The code page of a font.
    pub(super) fn page(&self, font: Option<i32>) -> u16 {
        font.and_then(|font| self.pages.get(&font)).copied().unwrap_or(self.document)
    }
}

/// The code page of a character set; none where the document's counts.
fn page(set: i32) -> Option<u16> {
    Some(match set {
        0 => 1252,
        2 => SIGNS,
        77 => 10_000,
        128 => 932,
        129 | 130 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}
