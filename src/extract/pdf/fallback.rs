//! The second PDF library, for files and pages on which the first one finds
//! nothing. It gives plain text by page, in the order of the file, and is
//! known to panic on one odd file in twenty, which stays here. Hides both.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// The text of every page, or nothing if the library cannot read the file.
pub(super) fn pages(bytes: &[u8]) -> Option<Vec<String>> {
    let read = || pdf_extract::extract_text_from_mem_by_pages(bytes);
    let pages = catch_unwind(AssertUnwindSafe(read)).ok()?.ok()?;
    let mut unreadable = 0;
    let readable = |text: String| {
        let lines = text.lines().map(|line| super::garbage::readable(line, &mut unreadable));
        lines.collect::<Vec<_>>().join("\n")
    };
    Some(pages.into_iter().map(readable).collect())
}
