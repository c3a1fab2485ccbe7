//! PPTX: slides in their order, the number of the slide as the page. A
//! slide's title is a heading and comes first; its notes come last; footers,
//! dates and numbers of slides are furniture. What a master or a layout only
//! prompts for is no text.

use super::{
    ooxml::{Outside, Relation, relations},
    package::Package,
    paragraphs::{number, paragraph, put_row},
    xml::{Event, Tag, Xml},
};
use crate::document::{Block, Draft, Role};

/// Makes a draft of a presentation.
///
/// # Errors
/// Why it cannot be read, in a few words.
pub(super) fn draft(bytes: &[u8]) -> Result<Draft, String> {
    let mut package = Package::open(bytes)?;
    let mut draft = Draft::default();
    let outside = Outside::read(&mut package, "ppt/presentation.xml", &mut draft)?;
    let main = package.part(&outside.main)?.unwrap_or_default();
    let mut blocks = Vec::new();
    for (id, page) in slides(&outside.main, &main)?.iter().zip(1..) {
        let Some(name) = outside.target(id) else { continue };
        let mut slide = slide(&mut package, name, &mut draft.notes);
        slide.iter_mut().for_each(|block| block.page = Some(page));
        blocks.append(&mut slide);
    }
    number(draft, blocks)
}

/// The ids by which the main part refers to its slides, in order.
fn slides(part: &str, text: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut xml = Xml::new(part, text);
    while let Some(event) = xml.next()? {
        if let Event::Open(tag) = event
            && tag.name() == "sldId"
        {
            found.extend(tag.prefixed("id"));
        }
    }
    Ok(found)
}

/// The text of a slide, of its diagrams and of its notes.
fn slide(package: &mut Package<'_>, name: &str, notes: &mut Vec<String>) -> Vec<Block> {
    let mut blocks = shapes(package, name, false, notes);
    // Sorting is stable: the titles come first, the rest stays in order.
    blocks.sort_by_key(|block| match block.role {
        Role::Heading => 0,
        Role::Body => 1,
        Role::Furniture => 2,
    });
    for Relation { kind, target, .. } in relations(package, name, notes) {
        match kind.as_str() {
            "diagramData" => blocks.extend(shapes(package, &target, false, notes)),
            "notesSlide" => blocks.extend(shapes(package, &target, true, notes)),
            _ => {}
        }
    }
    blocks
}

/// The text of the shapes of a part; one that cannot be read is a note.
fn shapes(
    package: &mut Package<'_>,
    name: &str,
    is_notes: bool,
    notes: &mut Vec<String>,
) -> Vec<Block> {
    let Some(text) = package.extra(name, notes) else { return Vec::new() };
    let mut shapes = Shapes { is_notes, role: Role::Body, open: None };
    let mut blocks = Vec::new();
    let mut xml = Xml::new(name, &text);
    if let Err(reason) = shapes.inside(&mut xml, &mut blocks) {
        notes.push(format!("left out: {reason}"));
    }
    blocks
}

/// A reader of shapes.
struct Shapes {
    /// Whether they are of the notes of a slide.
    is_notes: bool,
    /// What the shape is that is being read.
    role: Role,
    /// The text of the paragraph that is being read.
    open: Option<String>,
}

impl Shapes {
    fn inside(&mut self, xml: &mut Xml<'_>, into: &mut Vec<Block>) -> Result<(), String> {
        xml.elements(|tag, xml| self.element(tag, xml, into))
    }

    fn element(
        &mut self,
        tag: &Tag<'_>,
        xml: &mut Xml<'_>,
        into: &mut Vec<Block>,
    ) -> Result<(), String> {
        match tag.name() {
            "sp" | "graphicFrame" => {
                self.role = Role::Body;
                self.inside(xml, into)
            }
            "ph" => {
                self.role = self.placeholder(&tag.attribute("type").unwrap_or_default());
                xml.skip()
            }
            "txBody" => self.body(xml, into),
            "p" => self.paragraph(xml, into),
            "t" if self.open.is_some() => {
                let text = xml.text()?;
                // Vertical tabs are line breaks of old files.
                let text = text.replace(['\n', '\r', '\u{B}'], " ");
                self.open.get_or_insert_default().push_str(&text);
                Ok(())
            }
            "br" => {
                self.open.get_or_insert_default().push('\n');
                xml.skip()
            }
            "tr" => self.row(xml, into),
            "pPr" | "rPr" | "endParaRPr" | "bodyPr" | "lstStyle" | "tblPr" | "tblGrid" | "tcPr" => {
                xml.skip()
            }
            "AlternateContent" => self.alternatives(xml, into),
            _ => self.inside(xml, into),
        }
    }

    /// What a placeholder of a type is ([ECMA-376] part 1, 19.7.10).
    fn placeholder(&self, kind: &str) -> Role {
        match kind {
            "title" | "ctrTitle" if !self.is_notes => Role::Heading,
            "dt" | "ftr" | "hdr" | "sldNum" => Role::Furniture,
            _ => Role::Body,
        }
    }

    /// Reads the text of a shape; a title is one, however many lines it has.
    fn body(&mut self, xml: &mut Xml<'_>, into: &mut Vec<Block>) -> Result<(), String> {
        let mut found = Vec::new();
        let read = self.inside(xml, &mut found);
        if self.role == Role::Heading {
            let lines: Vec<&str> = found.iter().map(|block: &Block| block.text.trim()).collect();
            let title = lines.join("\n").replace("\n\n", "\n");
            found = vec![paragraph(Role::Heading, title)];
        }
        into.append(&mut found);
        read
    }

    fn paragraph(&mut self, xml: &mut Xml<'_>, into: &mut Vec<Block>) -> Result<(), String> {
        let outer = self.open.replace(String::new());
        let read = self.inside(xml, into);
        let text = std::mem::replace(&mut self.open, outer).unwrap_or_default();
        if !text.trim().is_empty() {
            into.push(paragraph(self.role, text));
        }
        read
    }

    fn row(&mut self, xml: &mut Xml<'_>, into: &mut Vec<Block>) -> Result<(), String> {
        let mut cells = Vec::new();
        loop {
            match xml.next()? {
                Some(Event::Open(tag)) if tag.name() == "tc" => {
                    let mut cell = Vec::new();
                    self.inside(xml, &mut cell)?;
                    cells.push(cell);
                }
                Some(Event::Open(_)) => xml.skip()?,
                Some(Event::Text(_)) => {}
                Some(Event::Close) | None => break,
            }
        }
        put_row(cells, into);
        Ok(())
    }

    /// Reads the first of several forms of the same thing.
    fn alternatives(&mut self, xml: &mut Xml<'_>, into: &mut Vec<Block>) -> Result<(), String> {
        if xml.enter()? {
            self.inside(xml, into)?;
            xml.skip()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::package::tests::packed;

    #[test]
    fn slides_in_order_with_titles_first_and_notes_last() {
        let relation = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id='{id}' Type='x/{kind}' Target='{target}'/>")
        };
        let shape = |kind: &str, text: &str| {
            let lines: String = text
                .split('/')
                .map(|line| format!("<a:p><a:r><a:t>{line}</a:t></a:r></a:p>"))
                .collect();
            format!(
                "<p:sp><p:nvPr><p:ph type='{kind}'/></p:nvPr><p:txBody>{lines}</p:txBody></p:sp>"
            )
        };
        let bytes = packed(&[
            (
                "ppt/presentation.xml",
                "<p:presentation><p:sldIdLst><p:sldId id='256' r:id='r2'/>
                 <p:sldId id='257' r:id='r1'/></p:sldIdLst></p:presentation>",
            ),
            (
                "ppt/_rels/presentation.xml.rels",
                &format!(
                    "<r>{}{}</r>",
                    relation("r1", "slide", "slides/slide1.xml"),
                    relation("r2", "slide", "slides/slide2.xml")
                ),
            ),
            (
                "ppt/slides/slide2.xml",
                &format!(
                    "<p:sld>{}{}{}<p:graphicFrame><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>x</a:t></a:r></a:p>
                     </a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>y</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl>
                     </p:graphicFrame></p:sld>",
                    shape("sldNum", "1"),
                    shape("body", "One./Two."),
                    shape("ctrTitle", "Return/home")
                ),
            ),
            (
                "ppt/slides/_rels/slide2.xml.rels",
                &format!("<r>{}</r>", relation("r1", "notesSlide", "../notesSlides/n.xml")),
            ),
            ("ppt/notesSlides/n.xml", &format!("<p:notes>{}</p:notes>", shape("body", "Say it."))),
            ("ppt/slides/slide1.xml", &format!("<p:sld>{}</p:sld>", shape("title", "Aims"))),
        ]);
        let draft = draft(&bytes).unwrap();
        let found: Vec<_> =
            draft.blocks.iter().map(|it| (it.role, it.text.as_str(), it.page.unwrap())).collect();
        let expected = [
            (Role::Heading, "Return\nhome", 1),
            (Role::Body, "One.", 1),
            (Role::Body, "Two.", 1),
            (Role::Body, "x\ty", 1),
            (Role::Furniture, "1", 1),
            (Role::Body, "Say it.", 1),
            (Role::Heading, "Aims", 2),
        ];
        assert_eq!(found, expected);
        assert_eq!(draft.notes, [""; 0]);
    }
}
