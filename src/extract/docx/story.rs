//! A story: a run of paragraphs and tables, which is the body of a document,
//! a note, a header or a comment. Reads WordprocessingML and, as its names
//! are the same, the text of DrawingML in it. Text boxes stand after the
//! paragraph that they hang on, and once, though files have them twice.

use super::{
    Notes,
    numbers::Numbers,
    styles::{Kind, Styles},
};
use crate::{
    document::{Block, Role},
    extract::{
        paragraphs::{paragraph, put_row},
        xml::{Event, Tag, Xml},
    },
};

/// A reader of stories.
pub(super) struct Story<'s> {
    styles: &'s Styles,
    numbers: Numbers,
    /// The footnotes that nothing has referred to yet.
    pub(super) footnotes: Notes,
    /// How many page breaks the program that laid it out left behind.
    pub(super) breaks: u32,
    /// Whether there is text in a form of another program.
    pub(super) has_chunks: bool,
    /// What hangs on the paragraphs that are being read.
    attached: Vec<Block>,
    /// The paragraph that is being read.
    open: Open,
    /// How many cells it stands in.
    cells: u32,
    /// How many tables of contents it stands in.
    contents: u32,
}

/// A paragraph that is being read.
#[derive(Default)]
struct Open {
    text: String,
    /// The page that its text begins on.
    page: Option<u32>,
    style: Option<String>,
    outline: Option<u8>,
    list: Option<(Option<String>, Option<u8>)>,
    /// The complex fields that are open: whether each has come to its result.
    fields: Vec<bool>,
}

impl Open {
    /// Whether what comes is the instruction of a field, not its result.
    fn is_instruction(&self) -> bool {
        self.fields.contains(&false)
    }
}

impl<'s> Story<'s> {
    /// A reader with the styles and lists of a document.
    pub(super) fn new(styles: &'s Styles, numbers: Numbers) -> Self {
        Self {
            styles,
            numbers,
            footnotes: Notes::new(),
            breaks: 0,
            has_chunks: false,
            attached: Vec::new(),
            open: Open::default(),
            cells: 0,
            contents: 0,
        }
    }

    /// Reads a whole part.
    ///
    /// # Errors
    /// What is wrong with it, in a few words.
    pub(super) fn whole(&mut self, xml: &mut Xml<'_>) -> Result<Vec<Block>, String> {
        let mut blocks = Vec::new();
        while let Some(event) = xml.next()? {
            if matches!(event, Event::Open(_)) {
                self.inside(xml, &mut blocks)?;
            }
        }
        Ok(blocks)
    }

    /// Reads the element that has just opened.
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

    fn element(
        &mut self,
        tag: &Tag<'_>,
        xml: &mut Xml<'_>,
        into: &mut Vec<Block>,
    ) -> Result<(), String> {
        match tag.name() {
            "p" => self.paragraph(xml, into),
            "tr" => self.row(xml, into),
            "sdt" => self.control(xml, into),
            "AlternateContent" => self.alternatives(xml, into),
            "txbxContent" => self.text_box(xml),
            "pPr" => self.paragraph_properties(xml),
            "r" => self.run(xml, into),
            "t" => {
                let text = xml.text()?;
                // A line end in the source is no line end of the text.
                self.text(&text.replace(['\n', '\r'], " "));
                Ok(())
            }
            // Deleted or moved elsewhere; instructions; how things look.
            "del" | "moveFrom" | "delText" | "instrText" | "delInstrText" | "sectPr" | "tblPr"
            | "tblGrid" | "trPr" | "tcPr" | "sdtPr" | "rt" | "rubyPr" | "numRPr" => xml.skip(),
            name => {
                self.mark(name, tag);
                self.inside(xml, into)
            }
        }
    }

    /// Reads an element that stands for a character or for a place.
    fn mark(&mut self, name: &str, tag: &Tag<'_>) {
        let value = |name| tag.attribute(name).unwrap_or_default();
        match name {
            "tab" | "ptab" => self.text("\t"),
            "cr" => self.text("\n"),
            "br" if value("type") == "page" => self.text("\n\n"),
            "br" => self.text("\n"),
            "noBreakHyphen" => self.text("-"),
            "softHyphen" => self.text("\u{AD}"),
            "sym" => self.symbol(&value("char")),
            "fldChar" => match value("fldCharType").as_str() {
                "begin" => self.open.fields.push(false),
                "separate" => self.open.fields.last_mut().into_iter().for_each(|it| *it = true),
                _ => {
                    self.open.fields.pop();
                }
            },
            "lastRenderedPageBreak" => self.breaks = self.breaks.saturating_add(1),
            "footnoteReference" => {
                let id = value("id").parse().ok();
                let note = id.and_then(|id: i64| self.footnotes.remove(&id));
                let page = Some(self.breaks.saturating_add(1));
                let note = note.into_iter().flatten().map(|one| Block { page, ..one });
                self.attached.extend(note);
            }
            "altChunk" => self.has_chunks = true,
            _ => {}
        }
    }

    /// A character of a font; those of fonts with signs of their own are
    /// bullets and the like.
    fn symbol(&mut self, code: &str) {
        let code = u32::from_str_radix(code, 16).ok();
        let letter = code.and_then(char::from_u32);
        let private = |letter: &char| ('\u{E000}'..='\u{F8FF}').contains(letter);
        if let Some(letter) = letter.filter(|letter| !private(letter)) {
            self.text(letter.encode_utf8(&mut [0; 4]));
        }
    }

    fn text(&mut self, text: &str) {
        if self.open.is_instruction() {
            return;
        }
        if self.open.page.is_none() && !text.trim().is_empty() {
            self.open.page = Some(self.breaks.saturating_add(1));
        }
        self.open.text.push_str(text);
    }

    fn paragraph(&mut self, xml: &mut Xml<'_>, into: &mut Vec<Block>) -> Result<(), String> {
        let outer = std::mem::take(&mut self.open);
        let read = self.inside(xml, into);
        // A field that goes on in the next paragraph goes on with its result:
        // one that never ends must not swallow the document.
        let open = std::mem::replace(&mut self.open, outer);
        self.close(open, into);
        if self.cells == 0 {
            into.append(&mut self.attached);
        }
        read
    }

    /// Makes a block of a paragraph that has been read.
    fn close(&mut self, open: Open, into: &mut Vec<Block>) {
        if open.text.trim().is_empty() {
            return;
        }
        let style = open.style.as_deref().unwrap_or_default();
        let kind = match open.outline {
            Some(level) if level < 9 => Kind::Heading,
            _ => self.styles.kind(style),
        };
        let role = match kind {
            _ if self.contents > 0 => Role::Furniture,
            Kind::Contents => Role::Furniture,
            Kind::Heading => Role::Heading,
            Kind::Text => Role::Body,
        };
        let of_style = self.styles.list(style);
        let list = match open.list {
            Some((list, level)) => {
                let (of_style, of_level) = of_style.unzip();
                let level = level.or(of_level).unwrap_or(0);
                list.or(of_style).map(|list| (list, level))
            }
            None => of_style,
        };
        let label = list.and_then(|(list, level)| self.numbers.label(&list, level));
        let text = match label {
            Some(label) => format!("{label} {}", open.text.trim_start()),
            None => open.text,
        };
        into.push(Block { page: open.page, ..paragraph(role, text) });
    }

    /// Reads what a paragraph says of itself.
    fn paragraph_properties(&mut self, xml: &mut Xml<'_>) -> Result<(), String> {
        loop {
            let tag = match xml.next()? {
                Some(Event::Open(tag)) => tag,
                Some(Event::Text(_)) => continue,
                Some(Event::Close) | None => return Ok(()),
            };
            let value = || tag.attribute("val");
            match tag.name() {
                "pStyle" => self.open.style = value(),
                "outlineLvl" => self.open.outline = value().and_then(|level| level.parse().ok()),
                "numPr" => {
                    self.open.list = Some((None, None));
                    self.paragraph_properties(xml)?;
                    continue;
                }
                "ilvl" => {
                    let list = self.open.list.get_or_insert((None, None));
                    list.1 = value().and_then(|level| level.parse().ok());
                }
                "numId" => self.open.list.get_or_insert((None, None)).0 = value(),
                _ => {}
            }
            xml.skip()?;
        }
    }

    /// Reads a run; one that is hidden has no text, though fields may begin
    /// and end in it.
    fn run(&mut self, xml: &mut Xml<'_>, into: &mut Vec<Block>) -> Result<(), String> {
        let mut before = None;
        loop {
            match xml.next()? {
                Some(Event::Open(tag)) if tag.name() == "rPr" => {
                    if xml.has(hides)? {
                        before.get_or_insert((self.open.text.len(), self.open.page));
                    }
                }
                Some(Event::Open(tag)) => self.element(&tag, xml, into)?,
                Some(Event::Text(_)) => {}
                Some(Event::Close) | None => break,
            }
        }
        if let Some((length, page)) = before {
            self.open.text.truncate(length);
            self.open.page = page;
        }
        Ok(())
    }

    /// Reads a row of a table.
    fn row(&mut self, xml: &mut Xml<'_>, into: &mut Vec<Block>) -> Result<(), String> {
        let mut cells = Vec::new();
        self.cells += 1;
        let read = self.cells_of(xml, &mut cells);
        self.cells -= 1;
        if read? {
            put_row(cells, into);
        }
        if self.cells == 0 {
            into.append(&mut self.attached);
        }
        Ok(())
    }

    /// Reads the cells of a row; false if it is a deleted one.
    fn cells_of(&mut self, xml: &mut Xml<'_>, cells: &mut Vec<Vec<Block>>) -> Result<bool, String> {
        let mut kept = true;
        loop {
            match xml.next()? {
                Some(Event::Open(tag)) => match tag.name() {
                    "tc" => {
                        let mut cell = Vec::new();
                        self.inside(xml, &mut cell)?;
                        cells.push(cell);
                    }
                    "trPr" => kept &= !xml.has(|tag| tag.name() == "del")?,
                    "sdtPr" => xml.skip()?,
                    // Controls and custom elements may stand around cells.
                    _ => kept &= self.cells_of(xml, cells)?,
                },
                Some(Event::Text(_)) => {}
                Some(Event::Close) | None => return Ok(kept),
            }
        }
    }

    /// Reads a control; that of a table of contents is furniture.
    fn control(&mut self, xml: &mut Xml<'_>, into: &mut Vec<Block>) -> Result<(), String> {
        let mut contents = 0;
        loop {
            match xml.next()? {
                Some(Event::Open(tag)) if tag.name() == "sdtPr" => {
                    contents = u32::from(xml.has(is_contents)?);
                }
                Some(Event::Open(tag)) => {
                    self.contents += contents;
                    let read = self.element(&tag, xml, into);
                    self.contents -= contents;
                    read?;
                }
                Some(Event::Text(_)) => {}
                Some(Event::Close) | None => return Ok(()),
            }
        }
    }

    /// Reads the first of several forms of the same thing.
    fn alternatives(&mut self, xml: &mut Xml<'_>, into: &mut Vec<Block>) -> Result<(), String> {
        if xml.enter()? {
            self.inside(xml, into)?;
            xml.skip()?;
        }
        Ok(())
    }

    /// Reads a text box, which hangs on the paragraph that is being read.
    fn text_box(&mut self, xml: &mut Xml<'_>) -> Result<(), String> {
        let (open, cells) = (std::mem::take(&mut self.open), std::mem::take(&mut self.cells));
        let mut attached = std::mem::take(&mut self.attached);
        let read = self.inside(xml, &mut attached);
        attached.append(&mut self.attached);
        (self.open, self.cells, self.attached) = (open, cells, attached);
        read
    }
}

/// Whether properties hide what they are of.
fn hides(tag: &Tag<'_>) -> bool {
    let off = || matches!(tag.attribute("val").as_deref(), Some("0" | "false" | "off"));
    tag.name() == "vanish" && !off()
}

/// Whether the properties of a control say that it is a table of contents.
fn is_contents(tag: &Tag<'_>) -> bool {
    tag.name() == "docPartGallery"
        && tag.attribute("val").is_some_and(|name| name == "Table of Contents")
}
