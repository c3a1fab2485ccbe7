//! A story of RTF: the text of a body, a note, a header or a property, as
//! paragraphs and rows. Notes and text boxes stand after the paragraph or
//! row that they hang on. Knows no control words.

use super::{Block, Property};
use crate::{
    document::Role,
    extract::paragraphs::{paragraph, put_row},
};

/// What a story is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The document itself.
    Body,
    /// The top of pages.
    Header,
    /// The foot of pages.
    Footer,
    /// A note to a place in the text.
    Footnote,
    /// A note at the end.
    Endnote,
    /// What a reviewer wrote.
    Comment,
    /// A text box.
    TextBox,
    /// The number or bullet of a list item.
    Label,
    /// A property of the document.
    Property(Property),
    /// A time in the properties.
    Time(Property),
    /// The name of a style.
    Style,
}

/// A story that is being read.
pub(super) struct Story {
    /// What it is of.
    pub(super) kind: Kind,
    /// How many groups are open where it begins.
    pub(super) depth: usize,
    /// The text of the paragraph so far.
    pub(super) text: String,
    /// Year, month, day, hour and minute, where it is a time.
    pub(super) time: [i32; 5],
    /// What stands after the paragraph or row.
    pub(super) attached: Vec<Block>,
    label: Option<String>,
    blocks: Vec<Block>,
    /// The cells of the row so far, and the paragraphs of the cell.
    cells: Vec<Vec<Block>>,
    cell: Vec<Block>,
}

impl Story {
    /// A story that begins in a group of this depth.
    pub(super) const fn new(kind: Kind, depth: usize) -> Self {
        Self {
            kind,
            depth,
            text: String::new(),
            time: [0; 5],
            attached: Vec::new(),
            label: None,
            blocks: Vec::new(),
            cells: Vec::new(),
            cell: Vec::new(),
        }
    }

    /// Takes what stands before the paragraph, unless it is a bullet.
    pub(super) fn label(&mut self, text: &str) {
        let text = text.trim();
        if text.contains(char::is_alphanumeric) {
            self.label = Some(text.to_owned());
        }
    }

    /// Takes the paragraph that has been read.
    fn take(&mut self, heading: bool) -> Option<Block> {
        let (text, label) = (std::mem::take(&mut self.text), self.label.take());
        if text.trim().is_empty() {
            return None;
        }
        let role = if heading { Role::Heading } else { Role::Body };
        let text = match label {
            // Some programs write the label into the text as well.
            Some(label) if !text.trim_start().starts_with(&label) => {
                format!("{label} {}", text.trim_start())
            }
            _ => text,
        };
        Some(paragraph(role, text))
    }

    /// Ends a paragraph.
    pub(super) fn paragraph(&mut self, heading: bool, in_table: bool) {
        if in_table {
            let block = self.take(heading);
            self.cell.extend(block);
            return;
        }
        // A row that was never ended ends before what stands outside it.
        if !(self.cells.is_empty() && self.cell.is_empty()) {
            self.row();
        }
        let block = self.take(heading);
        self.blocks.extend(block);
        self.blocks.append(&mut self.attached);
    }

    /// Ends a cell.
    pub(super) fn cell(&mut self, heading: bool) {
        let block = self.take(heading);
        self.cell.extend(block);
        self.cells.push(std::mem::take(&mut self.cell));
    }

    /// Ends a row.
    pub(super) fn row(&mut self) {
        self.cells.push(std::mem::take(&mut self.cell));
        put_row(std::mem::take(&mut self.cells), &mut self.blocks);
        self.blocks.append(&mut self.attached);
    }

    /// The paragraphs of the story.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.row();
        self.paragraph(false, false);
        self.blocks
    }
}
