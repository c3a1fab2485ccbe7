//! A story of OpenDocument text: the paragraphs, lists and tables of a body,
//! a note or a header. Text boxes and notes stand after the paragraph that
//! they hang on. Spaces in the source count as XML says, those of the text
//! are elements.

use super::{lists::Counts, styles::Styles};
use crate::{
    document::{Block, Role},
    extract::{
        paragraphs::{paragraph, put_row},
        xml::{Event, Tag, Xml},
    },
};

/// The most spaces that one element may stand for: more is no text.
const SPACES: usize = 1_000;

/// A reader of stories.
pub(super) struct Story<'s> {
    styles: &'s Styles,
    /// The endnotes so far.
    pub(super) endnotes: Vec<Block>,
    /// The comments so far.
    pub(super) comments: Vec<Block>,
    /// How many page breaks the program that laid it out left behind.
    pub(super) breaks: u32,
    attached: Vec<Block>,
    open: Open,
    lists: Vec<List>,
    counts: Counts,
    cells: u32,
    /// How many indexes it stands in.
    indexes: u32,
}

/// A paragraph that is being read.
#[derive(Default)]
struct Open {
    text: String,
    page: Option<u32>,
}

/// A list that is being read.
struct List {
    style: String,
    /// The number that the next item has, where it says one.
    value: Option<u32>,
    /// Whether the paragraph that comes is the first of an item.
    is_fresh: bool,
}

impl<'s> Story<'s> {
    /// A reader with the styles of a document.
    pub(super) fn new(styles: &'s Styles) -> Self {
        Self {
            styles,
            endnotes: Vec::new(),
            comments: Vec::new(),
            breaks: 0,
            attached: Vec::new(),
            open: Open::default(),
            lists: Vec::new(),
            counts: Counts::default(),
            cells: 0,
            indexes: 0,
        }
    }

    /// Reads the body of a part.
    ///
    /// # Errors
    /// What is wrong with it, in a few words.
    pub(super) fn whole(&mut self, xml: &mut Xml<'_>) -> Result<Vec<Block>, String> {
        let mut blocks = Vec::new();
        while let Some(event) = xml.next()? {
            match event {
                Event::Open(tag) if tag.name() == "body" => self.inside(xml, &mut blocks)?,
                _ => {}
            }
        }
        Ok(blocks)
    }

    /// Reads the element that has just opened; its own text is none.
    ///
    /// # Errors
    /// As [`Self::whole`].
    pub(super) fn inside(
        &mut self,
        xml: &mut Xml<'_>,
        into: &mut Vec<Block>,
    ) -> Result<(), String> {
        xml.elements(|tag, xml| self.element(tag, xml, into))
    }

    /// Reads the element that has just opened as part of a paragraph.
    fn inline(&mut self, xml: &mut Xml<'_>, into: &mut Vec<Block>) -> Result<(), String> {
        loop {
            match xml.next()? {
                Some(Event::Open(tag)) => match (tag.prefix(), tag.name()) {
                    ("draw", _) => self.frame(xml)?,
                    ("text", "p" | "h" | "list" | "note" | "ruby-text" | "tracked-changes")
                    | ("office" | "table" | "svg" | "presentation", _) => {
                        self.element(&tag, xml, into)?;
                    }
                    (_, name) => {
                        self.mark(name, &tag);
                        self.inline(xml, into)?;
                    }
                },
                Some(Event::Text(text)) => self.text(&text.replace(['\n', '\r', '\t'], " ")),
                Some(Event::Close) | None => return Ok(()),
            }
        }
    }

    fn element(
        &mut self,
        tag: &Tag<'_>,
        xml: &mut Xml<'_>,
        into: &mut Vec<Block>,
    ) -> Result<(), String> {
        match (tag.prefix(), tag.name()) {
            ("text", "p") => self.paragraph(tag, Role::Body, xml, into),
            ("text", "h") => self.paragraph(tag, Role::Heading, xml, into),
            ("text", "list") => self.list(tag, xml, into),
            ("text", "list-item") => {
                let value = tag.attribute("start-value").and_then(|value| value.parse().ok());
                if let Some(list) = self.lists.last_mut() {
                    (list.value, list.is_fresh) = (value, true);
                }
                self.inside(xml, into)
            }
            ("table", "table-row") => self.row(xml, into),
            ("text", "note") => self.note(tag, xml),
            ("office", "annotation") => self.comment(xml),
            ("draw", "text-box") => self.frame(xml),
            (
                "text",
                "table-of-content" | "alphabetical-index" | "illustration-index" | "table-index"
                | "object-index" | "user-index",
            ) => {
                self.indexes += 1;
                let read = self.inside(xml, into);
                self.indexes -= 1;
                read
            }
            // Deleted text; readings; how indexes look; names of pictures.
            (
                "text",
                "tracked-changes"
                | "ruby-text"
                | "table-of-content-source"
                | "alphabetical-index-source"
                | "illustration-index-source"
                | "table-index-source"
                | "object-index-source"
                | "user-index-source"
                | "bibliography-source"
                | "variable-decls"
                | "sequence-decls"
                | "user-field-decls",
            )
            | ("svg", "title" | "desc")
            | (
                "table",
                "covered-table-cell" | "shapes" | "tracked-changes" | "content-validations",
            )
            | ("office", "forms" | "scripts" | "event-listeners" | "binary-data") => xml.skip(),
            (_, name) => {
                self.mark(name, tag);
                self.inside(xml, into)
            }
        }
    }

    /// Reads an element that stands for a character or for a place.
    fn mark(&mut self, name: &str, tag: &Tag<'_>) {
        match name {
            "s" => {
                let count = tag.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.text(&" ".repeat(SPACES.min(count)));
            }
            "tab" => self.text("\t"),
            "line-break" => self.text("\n"),
            "soft-page-break" => self.breaks = self.breaks.saturating_add(1),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.open.page.is_none() && !text.trim().is_empty() {
            self.open.page = Some(self.breaks.saturating_add(1));
        }
        self.open.text.push_str(text);
    }

    fn paragraph(
        &mut self,
        tag: &Tag<'_>,
        role: Role,
        xml: &mut Xml<'_>,
        into: &mut Vec<Block>,
    ) -> Result<(), String> {
        let style = tag.attribute("style-name").unwrap_or_default();
        let level = tag.attribute("outline-level").and_then(|level| level.parse().ok());
        let unlisted = tag.attribute("is-list-header").is_some_and(|value| value == "true");
        let outer = std::mem::take(&mut self.open);
        let read = self.inline(xml, into);
        let open = std::mem::replace(&mut self.open, outer);
        let role = match role {
            _ if self.indexes > 0 => Role::Furniture,
            Role::Heading => Role::Heading,
            _ => self.styles.role(&style),
        };
        if !open.text.trim().is_empty() {
            let outline = level.filter(|_| role == Role::Heading && !unlisted);
            let label = self.label(&style, outline);
            let text = match label {
                Some(label) => format!("{label} {}", open.text.trim_start()),
                None => open.text,
            };
            into.push(Block { page: open.page, ..paragraph(role, text) });
        }
        if self.cells == 0 {
            into.append(&mut self.attached);
        }
        read
    }

    /// The number that stands before the paragraph that has been read.
    fn label(&mut self, style: &str, outline: Option<usize>) -> Option<String> {
        let depth = self.lists.len();
        if let Some(list) = self.lists.last_mut() {
            if !std::mem::take(&mut list.is_fresh) {
                return None;
            }
            let name = match list.style.as_str() {
                "" => self.styles.list_of(style)?.to_owned(),
                name => name.to_owned(),
            };
            let value = list.value.take();
            return self.counts.label(&name, self.styles.levels(&name), depth - 1, value);
        }
        let level = outline?.checked_sub(1)?;
        self.counts.label("", self.styles.levels(""), level, None)
    }

    /// Reads a list; one in another has its style.
    fn list(
        &mut self,
        tag: &Tag<'_>,
        xml: &mut Xml<'_>,
        into: &mut Vec<Block>,
    ) -> Result<(), String> {
        let above = self.lists.last().map(|list| list.style.clone());
        let is_outer = above.is_none();
        let style = tag.attribute("style-name").or(above).unwrap_or_default();
        let goes_on = tag.attribute("continue-numbering").is_some_and(|value| value == "true")
            || tag.attribute("continue-list").is_some();
        if is_outer && !goes_on {
            self.counts.begin(&style);
        }
        self.lists.push(List { style, value: None, is_fresh: false });
        let read = self.inside(xml, into);
        self.lists.pop();
        read
    }

    fn row(&mut self, xml: &mut Xml<'_>, into: &mut Vec<Block>) -> Result<(), String> {
        let mut cells = Vec::new();
        self.cells += 1;
        let read = self.cells_of(xml, &mut cells);
        self.cells -= 1;
        put_row(cells, into);
        if self.cells == 0 {
            into.append(&mut self.attached);
        }
        read
    }

    fn cells_of(&mut self, xml: &mut Xml<'_>, cells: &mut Vec<Vec<Block>>) -> Result<(), String> {
        loop {
            match xml.next()? {
                Some(Event::Open(tag)) if tag.name() == "table-cell" => {
                    let mut cell = Vec::new();
                    self.inside(xml, &mut cell)?;
                    cells.push(cell);
                }
                Some(Event::Open(_)) => xml.skip()?,
                Some(Event::Text(_)) => {}
                Some(Event::Close) | None => return Ok(()),
            }
        }
    }

    /// Reads what stands outside the paragraph that is being read.
    fn aside(&mut self, xml: &mut Xml<'_>, into: &mut Vec<Block>) -> Result<(), String> {
        let (open, cells) = (std::mem::take(&mut self.open), std::mem::take(&mut self.cells));
        let lists = std::mem::take(&mut self.lists);
        let attached = std::mem::take(&mut self.attached);
        let read = self.inside(xml, into);
        into.append(&mut self.attached);
        (self.open, self.cells, self.lists, self.attached) = (open, cells, lists, attached);
        read
    }

    /// Reads a frame or a shape: what is written in it hangs on the paragraph.
    fn frame(&mut self, xml: &mut Xml<'_>) -> Result<(), String> {
        let mut found = Vec::new();
        let read = self.aside(xml, &mut found);
        self.attached.append(&mut found);
        read
    }

    fn note(&mut self, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<(), String> {
        let is_endnote = tag.attribute("note-class").is_some_and(|class| class == "endnote");
        loop {
            match xml.next()? {
                Some(Event::Open(tag)) if tag.name() == "note-body" => {
                    let mut found = Vec::new();
                    self.aside(xml, &mut found)?;
                    let place = if is_endnote { &mut self.endnotes } else { &mut self.attached };
                    place.append(&mut found);
                }
                Some(Event::Open(_)) => xml.skip()?,
                Some(Event::Text(_)) => {}
                Some(Event::Close) | None => return Ok(()),
            }
        }
    }

    fn comment(&mut self, xml: &mut Xml<'_>) -> Result<(), String> {
        let mut found = Vec::new();
        let read = self.aside(xml, &mut found);
        self.comments.append(&mut found);
        read
    }
}
