//! DOCX: the paragraphs of a text document. Footnotes stand after the
//! paragraph that refers to them, endnotes at the end; headers, footers,
//! tables of contents and comments are furniture. What is deleted, hidden or
//! an instruction of a field is no text. Never reads a linked file.

mod numbers;
mod story;
mod styles;

use std::collections::BTreeMap;

use self::{numbers::Numbers, story::Story, styles::Styles};
use super::{
    ooxml::Outside,
    package::Package,
    paragraphs::{add_once, keep_pages, number},
    xml::{Event, Xml},
};
use crate::document::{Block, Draft};

/// Notes by their ids.
type Notes = BTreeMap<i64, Vec<Block>>;

/// Makes a draft of a document.
///
/// # Errors
/// Why it cannot be read, in a few words.
pub(super) fn draft(bytes: &[u8]) -> Result<Draft, String> {
    let mut package = Package::open(bytes)?;
    let mut draft = Draft::default();
    let outside = Outside::read(&mut package, "word/document.xml", &mut draft)?;
    let mut extra = |kind: &'static str| {
        let name = outside.targets(kind).next()?;
        Some((name, package.extra(name, &mut draft.notes)?))
    };
    let styles = extra("styles").map(|(name, text)| Styles::read(name, &text)).unwrap_or_default();
    let numbers =
        extra("numbering").map(|(name, text)| Numbers::read(name, &text)).unwrap_or_default();
    let mut story = Story::new(&styles, numbers);
    let [footnotes, endnotes, comments] = ["footnotes", "endnotes", "comments"].map(|kind| {
        let found = extra(kind).map(|(name, text)| notes(name, &text, kind, &mut story));
        found.unwrap_or_default()
    });
    story.footnotes = footnotes;
    let mut frames = [Vec::new(), Vec::new()];
    for (frame, kind) in frames.iter_mut().zip(["header", "footer"]) {
        for name in outside.targets(kind) {
            let Some(text) = package.extra(name, &mut draft.notes) else { continue };
            add_once(frame, story.whole(&mut Xml::new(name, &text)).unwrap_or_default());
        }
    }
    let [headers, footers] = frames;

    let main = &outside.main;
    let text = package.part(main)?.ok_or_else(|| format!("damaged: there is no {main}"))?;
    story.breaks = 0;
    let mut body = story.whole(&mut Xml::new(main, &text))?;
    keep_pages(&mut body, story.breaks, outside.pages);
    if story.has_chunks {
        draft.notes.push("text that another program embedded is not read".to_owned());
    }
    let mut blocks = headers;
    blocks.append(&mut body);
    // Notes that nothing refers to are text as well.
    blocks.extend(std::mem::take(&mut story.footnotes).into_values().flatten());
    blocks.extend(endnotes.into_values().flatten());
    let mut furniture = Vec::new();
    add_once(&mut furniture, footers);
    add_once(&mut furniture, comments.into_values().flatten().collect());
    blocks.append(&mut furniture);
    number(draft, blocks)
}

/// The notes of a part by their ids, without those that only divide.
fn notes(part: &str, text: &str, kind: &str, story: &mut Story<'_>) -> Notes {
    let element = kind.trim_end_matches('s');
    let mut found = Notes::new();
    let mut xml = Xml::new(part, text);
    while let Ok(Some(event)) = xml.next() {
        let Event::Open(tag) = event else { continue };
        if tag.name() != element {
            continue;
        }
        let divides = tag.attribute("type").is_some_and(|kind| kind != "normal");
        let id = tag.attribute("id").and_then(|id| id.parse().ok());
        let mut blocks = Vec::new();
        let read = story.inside(&mut xml, &mut blocks);
        // It stands on the page of what refers to it.
        blocks.iter_mut().for_each(|block: &mut Block| block.page = None);
        if let Some(id) = id.filter(|_| !divides) {
            found.insert(id, blocks);
        }
        if read.is_err() {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Role, extract::package::tests::packed};

    const STYLES: &str = "<w:styles><w:style w:styleId='O1'><w:name w:val='heading 1'/></w:style>
        <w:style w:styleId='S1'><w:name w:val='toc 1'/></w:style></w:styles>";
    const NOTES: &str = "<w:footnotes><w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:t>x
        </w:t></w:r></w:p></w:footnote><w:footnote w:id='1'><w:p><w:r><w:t>Note.</w:t></w:r></w:p>
        </w:footnote></w:footnotes>";
    const APP: &str = "<Properties><Pages>2</Pages></Properties>";

    fn read(body: &str, more: &[(&str, &str)]) -> Draft {
        let document = format!("<w:document><w:body>{body}</w:body></w:document>");
        let relations: String = ["styles", "footnotes", "comments", "header"]
            .map(|kind| format!("<Relationship Id='{kind}' Type='x/{kind}' Target='{kind}.xml'/>"))
            .concat();
        let relations = format!("<r>{relations}</r>");
        let parts = [
            ("word/document.xml", document.as_str()),
            ("word/_rels/document.xml.rels", relations.as_str()),
            ("word/styles.xml", STYLES),
            ("word/footnotes.xml", NOTES),
        ];
        draft(&packed(&[&parts, more].concat())).unwrap()
    }

    /// Blocks as their texts, `#` before a heading, `~` before furniture.
    #[track_caller]
    fn case(body: &str, expected: &[&str]) {
        let mark = |role| match role {
            Role::Heading => "# ",
            Role::Body => "",
            Role::Furniture => "~ ",
        };
        let draft = read(body, &[]);
        let found: Vec<String> =
            draft.blocks.iter().map(|one| format!("{}{}", mark(one.role), one.text)).collect();
        assert_eq!(found, expected, "{body}");
    }

    /// A paragraph with a run of text.
    fn p(text: &str) -> String {
        format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    }

    #[test]
    fn paragraphs() {
        let note = "Note.";
        case(&format!("{}<w:p/>{}", p("a"), p("b")), &["a", "b", note]);
        case(
            "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>",
            &["a\tb\nc", note],
        );
        case(
            "<w:p><w:r><w:t>a</w:t><w:br w:type='page'/><w:t>b</w:t></w:r></w:p>",
            &["a", "b", note],
        );
        case(
            "<w:p><w:r><w:t>co</w:t></w:r><w:r><w:noBreakHyphen/><w:t>op</w:t></w:r></w:p>",
            &["co-op", note],
        );
        case(
            "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r></w:p>",
            &["a", note],
        );
        case(
            "<w:p><w:r><w:t>a</w:t><w:footnoteReference w:id='1'/></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p>",
            &["a", note, "b"],
        );
    }

    #[test]
    fn headings_and_contents() {
        let styled = |style: &str| {
            format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>A</w:t></w:r></w:p>")
        };
        case(&styled("O1"), &["# A", "Note."]);
        case(&styled("S1"), &["~ A", "Note."]);
        case(
            "<w:p><w:pPr><w:outlineLvl w:val='0'/></w:pPr><w:r><w:t>A</w:t></w:r></w:p>",
            &["# A", "Note."],
        );
        let gallery = "<w:sdtPr><w:docPartGallery w:val='Table of Contents'/></w:sdtPr>";
        case(
            &format!("<w:sdt>{gallery}<w:sdtContent>{}</w:sdtContent></w:sdt>{}", p("a"), p("b")),
            &["~ a", "b", "Note."],
        );
    }

    #[test]
    fn what_is_no_text() {
        let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
        let (begin, separate, end) = (field("begin"), field("separate"), field("end"));
        let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
        case(
            &format!("<w:p>{begin}{}{separate}{}{end}{}</w:p>", run("IN"), run("a"), run("b")),
            &["ab", "Note."],
        );
        case(&format!("<w:p>{begin}{}</w:p>{}", run("IN"), p("b")), &["b", "Note."]);
        case(
            "<w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del><w:ins><w:r><w:t>a</w:t></w:r></w:ins>
             <w:r><w:instrText>x</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r></w:p>",
            &["a", "Note."],
        );
    }

    #[test]
    fn text_boxes_stand_once_and_after_their_paragraph() {
        let text_box = format!("<w:txbxContent>{}</w:txbxContent>", p("box"));
        case(
            &format!(
                "<w:p><w:r><w:t>a</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{text_box}</mc:Choice>
                 <mc:Fallback>{text_box}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>b</w:t></w:r></w:p>"
            ),
            &["ab", "box", "Note."],
        );
    }

    #[test]
    fn rows() {
        let row = |cells: &[&str]| {
            let cells: String = cells.iter().map(|cell| format!("<w:tc>{cell}</w:tc>")).collect();
            format!("<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
        };
        case(&row(&[&p("a"), &p("b")]), &["a\tb", "Note."]);
        case(&row(&[&format!("{}{}", p("a"), p("b")), &p("c")]), &["a", "b", "c", "Note."]);
        case(&row(&[&row(&[&p("a"), &p("b")]), &p("c")]), &["a\tb\tc", "Note."]);
        case(
            "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
            &["Note."],
        );
    }

    #[test]
    fn pages_frames_and_comments() {
        let broken = "<w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>b
            </w:t><w:footnoteReference w:id='1'/></w:r></w:p>";
        let header = format!("<w:hdr>{}</w:hdr>", p("Top"));
        let comment =
            format!("<w:comments><w:comment w:id='0'>{}</w:comment></w:comments>", p("Why?"));
        let draft = read(
            broken,
            &[
                ("docProps/app.xml", APP),
                ("word/header.xml", &header),
                ("word/comments.xml", &comment),
            ],
        );
        let found: Vec<_> =
            draft.blocks.iter().map(|one| (one.text.as_str(), one.role, one.page)).collect();
        let expected = [
            ("Top", Role::Furniture, None),
            ("a", Role::Body, Some(1)),
            ("b", Role::Body, Some(2)),
            ("Note.", Role::Body, Some(2)),
            ("Why?", Role::Furniture, None),
        ];
        assert_eq!(found, expected);
    }
}
