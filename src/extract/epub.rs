//! EPUB: the documents of a book in the order in which they are read, each
//! through the reader of HTML. In a book there is no page frame, so what that
//! reader takes for one is content; the table of contents is furniture.
//! Never reads what stands outside the package.

use std::collections::{HashMap, HashSet};

use super::{
    html,
    ooxml::resolved,
    package::Package,
    paragraphs::{number, paragraph},
    properties::{self, Property},
    xml::{Event, Xml},
};
use crate::document::{Block, Draft, Role};

/// The elements of the metadata (EPUB 3.3, 5.5).
const META: &[(&str, Property)] = &[
    ("title", Property::Title),
    ("creator", Property::Author),
    ("date", Property::Published),
    ("language", Property::Language),
    ("publisher", Property::Publisher),
    ("identifier", Property::Identifier),
    ("subject", Property::Subject),
    ("description", Property::Description),
];

/// Makes a draft of a book.
///
/// # Errors
/// Why it cannot be read, in a few words.
pub(super) fn draft(bytes: &[u8]) -> Result<Draft, String> {
    const CONTAINER: &str = "META-INF/container.xml";
    let mut package = Package::open(bytes)?;
    let mut draft = Draft::default();
    let container = package.extra(CONTAINER, &mut draft.notes).unwrap_or_default();
    let main = root(&container).ok_or_else(|| format!("damaged: there is no {CONTAINER}"))?;
    let text = package.part(&main)?.ok_or_else(|| format!("damaged: there is no {main}"))?;
    properties::read(&main, &text, META).state(&mut draft);
    let book = Book::read(&main, &text)?;
    let encrypted = package.extra("META-INF/encryption.xml", &mut draft.notes);
    let encrypted = encrypted.map(|text| encrypted_parts(&text)).unwrap_or_default();
    let mut blocks = Vec::new();
    let mut locked = 0_usize;
    for part in &book.order {
        if encrypted.contains(part) {
            locked += 1;
            continue;
        }
        let Some(text) = package.extra(part, &mut draft.notes) else { continue };
        let is_contents = book.contents.contains(part);
        blocks.extend(html::draft(&closed(&text)).blocks.into_iter().map(|block| {
            let role = match block.role {
                _ if is_contents => Role::Furniture,
                Role::Furniture => Role::Body,
                role => role,
            };
            Block { page: None, ..paragraph(role, block.text) }
        }));
    }
    if locked > 0 && blocks.is_empty() {
        return Err("encrypted: protected against copying".to_owned());
    }
    if locked > 0 {
        draft.notes.push(format!("{locked} of its documents are encrypted and left out"));
    }
    number(draft, blocks)
}

/// The name of the package document.
fn root(container: &str) -> Option<String> {
    let mut xml = Xml::new("container.xml", container);
    while let Ok(Some(event)) = xml.next() {
        if let Event::Open(tag) = event
            && tag.name() == "rootfile"
        {
            return tag.attribute("full-path").map(|path| resolved("", &path));
        }
    }
    None
}

/// The parts whose bytes are encrypted; fonts are so in many open books.
fn encrypted_parts(text: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut xml = Xml::new("encryption.xml", text);
    while let Ok(Some(event)) = xml.next() {
        if let Event::Open(tag) = event
            && tag.name() == "CipherReference"
        {
            found.extend(tag.attribute("URI").map(|path| resolved("", &address(&path))));
        }
    }
    found
}

/// What the package document says of the parts.
#[derive(Default)]
struct Book {
    /// The names of the documents in reading order.
    order: Vec<String>,
    /// Those that are tables of contents.
    contents: HashSet<String>,
}

impl Book {
    fn read(part: &str, text: &str) -> Result<Self, String> {
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut book = Self::default();
        let mut items: HashMap<String, String> = HashMap::new();
        let mut last = Vec::new();
        let mut xml = Xml::new(part, text);
        while let Some(event) = xml.next()? {
            let Event::Open(tag) = event else { continue };
            let value = |name| tag.attribute(name).unwrap_or_default();
            let target = || resolved(folder, &address(&value("href")));
            match tag.name() {
                "item" => {
                    if value("properties").split_whitespace().any(|word| word == "nav") {
                        book.contents.insert(target());
                    }
                    items.insert(value("id"), target());
                }
                "itemref" => {
                    let Some(name) = items.get(&value("idref")).cloned() else { continue };
                    // What is not part of the order is read at the end.
                    let aside = value("linear") == "no";
                    if aside { last.push(name) } else { book.order.push(name) }
                }
                "reference" if value("type") == "toc" => {
                    book.contents.insert(target());
                }
                _ => {}
            }
        }
        book.order.append(&mut last);
        let mut seen = HashSet::new();
        book.order.retain(|name| seen.insert(name.clone()));
        Ok(book)
    }
}

/// An address as the name it stands for: without what points into the
/// document, percent signs decoded.
fn address(href: &str) -> String {
    let path = href.split(['#', '?']).next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = tail.get(..2).and_then(|digits| str::from_utf8(digits).ok());
        let code = code.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let (byte, after) = match code.filter(|_| *first == b'%') {
            Some(code) => (code, &tail[2..]),
            None => (*first, tail),
        };
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A document of XML as HTML reads it: there an element that is written as
/// empty stays open, and an empty title would swallow all that follows.
fn closed(text: &str) -> String {
    const EMPTY: &[&str] = &[
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = tag_end(rest);
        let (tag, after) = rest.split_at(end);
        let name = tag[1..].split(|letter: char| !(letter.is_alphanumeric() || letter == ':'));
        let name = name.into_iter().next().unwrap_or_default();
        match tag.strip_suffix("/>") {
            Some(open) if !name.is_empty() && !EMPTY.contains(&name) => {
                out.push_str(&format!("{open}></{name}>"));
            }
            _ => out.push_str(tag),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Where the tag ends that a text begins with; a `>` in quotes is none.
fn tag_end(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |end| end + 3);
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            (b'>', None) => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::package::tests::packed;

    const CONTAINER: &str =
        "<container><rootfiles><rootfile full-path='OPS/book.opf'/></rootfiles></container>";
    const BOOK: &str = "<package><metadata><dc:title>On return</dc:title>
        <dc:creator>A. One</dc:creator><dc:date>2019-03-01</dc:date></metadata><manifest>
        <item id='n' href='nav.xhtml' properties='nav'/><item id='b' href='a%20b.xhtml#x'/>
        <item id='a' href='../a.xhtml'/></manifest>
        <spine><itemref idref='n'/><itemref idref='a' linear='no'/><itemref idref='b'/></spine></package>";

    fn book(first: &str, more: &[(&str, &str)]) -> Vec<u8> {
        let parts = [
            ("META-INF/container.xml", CONTAINER),
            ("OPS/book.opf", BOOK),
            ("OPS/nav.xhtml", "<html><body><p>To the first chapter</p></body></html>"),
            ("OPS/a b.xhtml", first),
            ("a.xhtml", "<html><body><p>The last words of it.</p></body></html>"),
        ];
        packed(&[&parts, more].concat())
    }

    #[test]
    fn documents_in_their_order() {
        let first = "<html><head><title/></head><body><p>The first words of it.</p></body></html>";
        let draft = draft(&book(first, &[])).unwrap();
        let found: Vec<_> = draft
            .blocks
            .iter()
            .map(|it| (it.role == Role::Furniture, it.text.as_str(), it.line))
            .collect();
        let expected = [
            (true, "To the first chapter", 1),
            (false, "The first words of it.", 1),
            (false, "The last words of it.", 2),
        ];
        assert_eq!(found, expected);
        assert_eq!(draft.metadata["author"], "A. One");
        assert_eq!(draft.dates[0].text, "2019-03-01");
    }

    #[test]
    fn what_is_encrypted_is_told() {
        let cipher = |name: &str| format!("<CipherReference URI='{name}'/>");
        let some = format!("<encryption>{}</encryption>", cipher("OPS/a%20b.xhtml"));
        let draft = draft(&book("", &[("META-INF/encryption.xml", &some)])).unwrap();
        assert_eq!(draft.notes, ["1 of its documents are encrypted and left out"]);
    }

    #[test]
    fn empty_elements_end() {
        let case = |text: &str, expected: &str| assert_eq!(closed(text), expected);
        case("<title/><p a='>/'>x<br/></p>", "<title></title><p a='>/'>x<br/></p>");
        case("<a id=\"1\" />b <", "<a id=\"1\" ></a>b <");
        case("<!-- don't --><i/>", "<!-- don't --><i></i>");
        case("no tag", "no tag");
    }
}
