//! ODT: the paragraphs of an OpenDocument text. Footnotes stand after the
//! paragraph that refers to them, endnotes at the end; headers, footers,
//! indexes and comments are furniture. What is deleted is no text. Never
//! reads a linked file.

mod lists;
mod story;
mod styles;

use self::{story::Story, styles::Styles};
use super::{
    package::{ENCRYPTED, Package},
    paragraphs::{add_once, keep_pages, number},
    properties::{self, Property},
    xml::{Event, Xml},
};
use crate::document::Draft;

/// The elements of the metadata ([ODF 1.3] part 3, 4.3).
const META: &[(&str, Property)] = &[
    ("title", Property::Title),
    ("initial-creator", Property::Author),
    ("creator", Property::Editor),
    ("creation-date", Property::Created),
    ("date", Property::Modified),
    ("language", Property::Language),
    ("keyword", Property::Keywords),
    ("subject", Property::Subject),
    ("description", Property::Description),
];

/// Makes a draft of a document.
///
/// # Errors
/// Why it cannot be read, in a few words.
pub(super) fn draft(bytes: &[u8]) -> Result<Draft, String> {
    let mut package = Package::open(bytes)?;
    let mut draft = Draft::default();
    let manifest = package.extra("META-INF/manifest.xml", &mut draft.notes);
    if manifest.is_some_and(|text| is_encrypted(&text)) {
        return Err(ENCRYPTED.to_owned());
    }
    let mut pages = None;
    if let Some(text) = package.extra("meta.xml", &mut draft.notes) {
        properties::read("meta.xml", &text, META).state(&mut draft);
        pages = pages_of(&text);
    }
    let content = package.part("content.xml")?.ok_or("damaged: there is no content.xml")?;
    let outside = package.extra("styles.xml", &mut draft.notes).unwrap_or_default();
    let mut styles = Styles::default();
    styles.read("styles.xml", &outside);
    styles.read("content.xml", &content);

    let mut story = Story::new(&styles);
    let mut headers = Vec::new();
    let mut footers = Vec::new();
    let mut xml = Xml::new("styles.xml", &outside);
    while let Ok(Some(event)) = xml.next() {
        let Event::Open(tag) = event else { continue };
        let frame = match tag.name() {
            "header" | "header-left" | "header-first" if tag.prefix() != "text" => &mut headers,
            "footer" | "footer-left" | "footer-first" if tag.prefix() != "text" => &mut footers,
            _ => continue,
        };
        let mut found = Vec::new();
        let read = story.inside(&mut xml, &mut found);
        add_once(frame, found);
        if read.is_err() {
            break;
        }
    }

    let mut story = Story::new(&styles);
    let mut body = story.whole(&mut Xml::new("content.xml", &content))?;
    keep_pages(&mut body, story.breaks, pages);
    let mut blocks = headers;
    blocks.append(&mut body);
    blocks.append(&mut story.endnotes);
    add_once(&mut footers, std::mem::take(&mut story.comments));
    blocks.append(&mut footers);
    number(draft, blocks)
}

/// Whether a manifest says that its content is encrypted.
fn is_encrypted(manifest: &str) -> bool {
    let mut xml = Xml::new("manifest.xml", manifest);
    let mut content = false;
    while let Ok(Some(event)) = xml.next() {
        let Event::Open(tag) = event else { continue };
        match tag.name() {
            "file-entry" => {
                let path = tag.attribute("full-path").unwrap_or_default();
                content = matches!(path.as_str(), "content.xml" | "encrypted-package");
            }
            "encryption-data" if content => return true,
            _ => {}
        }
    }
    false
}

/// The number of pages that the program counted.
fn pages_of(meta: &str) -> Option<u32> {
    let mut xml = Xml::new("meta.xml", meta);
    while let Ok(Some(event)) = xml.next() {
        if let Event::Open(tag) = event
            && tag.name() == "document-statistic"
        {
            return tag.attribute("page-count")?.parse().ok();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Role, extract::package::tests::packed};

    fn read(body: &str, styles: &str) -> Draft {
        let content = format!(
            "<office:c><office:body><office:text>{body}</office:text></office:body></office:c>"
        );
        draft(&packed(&[("content.xml", &content), ("styles.xml", styles)])).unwrap()
    }

    /// Blocks as their texts, `#` before a heading, `~` before furniture.
    #[track_caller]
    fn case(body: &str, expected: &[&str]) {
        let mark = |role| match role {
            Role::Heading => "# ",
            Role::Body => "",
            Role::Furniture => "~ ",
        };
        let header = "<office:s><style:header><text:p>Top</text:p></style:header></office:s>";
        let draft = read(body, header);
        let found: Vec<String> =
            draft.blocks.iter().map(|one| format!("{}{}", mark(one.role), one.text)).collect();
        assert_eq!(found[0], "~ Top");
        assert_eq!(found[1..], *expected, "{body}");
    }

    #[test]
    fn paragraphs() {
        case("<text:h text:outline-level='1'>A</text:h><text:p>b</text:p>", &["# A", "b"]);
        case(
            "<text:p>a<text:s text:c='2'/>b<text:tab/>c<text:line-break/>d\n e</text:p>",
            &["a  b\tc\nd  e"],
        );
        case(
            "<text:p>a<text:span>b</text:span><text:s text:c='99999999'/>c</text:p>",
            &[&format!("ab{}c", " ".repeat(1000))],
        );
        case(
            "<text:p>a<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>
             <text:note-body><text:p>Note.</text:p></text:note-body></text:note>b</text:p><text:p>c</text:p>",
            &["ab", "Note.", "c"],
        );
        case(
            "<text:p>a<text:note text:note-class='endnote'><text:note-body><text:p>End.</text:p>
             </text:note-body></text:note></text:p><text:p>c<office:annotation><dc:creator>X</dc:creator>
             <text:p>Why?</text:p></office:annotation></text:p>",
            &["a", "c", "End.", "~ Why?"],
        );
    }

    #[test]
    fn what_stands_in_frames_and_indexes() {
        case(
            "<text:p>a<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box><svg:desc>x</svg:desc>
             </draw:frame>b</text:p>",
            &["ab", "box"],
        );
        case(
            "<text:p>a<draw:custom-shape><text:p>s</text:p></draw:custom-shape></text:p>",
            &["a", "s"],
        );
        case(
            "<text:table-of-content><text:index-body><text:p>One 1</text:p></text:index-body>
             </text:table-of-content><text:p>b</text:p>",
            &["~ One 1", "b"],
        );
        case(
            "<text:tracked-changes><text:deletion><text:p>x</text:p></text:deletion></text:tracked-changes>
             <text:p>a</text:p>",
            &["a"],
        );
    }

    #[test]
    fn lists_and_rows() {
        let item = |text: &str| format!("<text:list-item><text:p>{text}</text:p></text:list-item>");
        let style = "<text:list-style style:name='L'><text:list-level-style-number text:level='1'
             style:num-format='1' style:num-suffix='.'/></text:list-style>";
        let list = format!("<text:list text:style-name='L'>{}{}</text:list>", item("a"), item("b"));
        let draft = read(&format!("{list}{list}"), &format!("<s>{style}</s>"));
        let found: Vec<&str> = draft.blocks.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(found, ["1. a", "2. b", "1. a", "2. b"]);
        case(&list, &["a", "b"]);
        case(
            "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>
             <table:covered-table-cell/><table:table-cell><text:p>b</text:p></table:table-cell>
             </table:table-row></table:table>",
            &["a\tb"],
        );
    }

    #[test]
    fn what_is_encrypted_is_told() {
        let manifest = "<m:manifest><m:file-entry m:full-path='content.xml'><m:encryption-data/>
            </m:file-entry></m:manifest>";
        let bytes = packed(&[("META-INF/manifest.xml", manifest), ("content.xml", "x")]);
        assert_eq!(draft(&bytes), Err(ENCRYPTED.to_owned()));
    }
}
