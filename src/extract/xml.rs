//! XML as a row of events: an element opens, text stands, an element closes.
//! Hides the parser. Names are told by their local part, as producers choose
//! prefixes freely. Knows the five entities of XML and numeric references
//! and no other, so nothing expands; never follows a reference to elsewhere,
//! and goes no deeper than [`DEEPEST`].

use std::borrow::Cow;

use quick_xml::{
    Reader,
    escape::resolve_xml_entity,
    events::{BytesRef, BytesStart, Event as Raw},
};

/// How many elements may stand inside each other (FAULTS.md, limits).
pub(super) const DEEPEST: usize = 256;

/// What comes next.
pub(super) enum Event<'a> {
    /// An element opens; one without content closes at once.
    Open(Tag<'a>),
    /// The innermost open element closes.
    Close,
    /// Text, or a part of one.
    Text(Cow<'a, str>),
}

/// The tag that opens an element.
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// The name without its prefix.
    pub(super) fn name(&self) -> &str {
        local(self.0.name().0).1
    }

    /// The prefix of the name, empty where it has none.
    pub(super) fn prefix(&self) -> &str {
        local(self.0.name().0).0
    }

    /// The value of the first attribute of this name, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.find(|(_, known)| known == name)
    }

    /// The value of the attribute of this name that has a prefix: `r:id`
    /// where there may be a plain `id` as well.
    pub(super) fn prefixed(&self, name: &str) -> Option<String> {
        self.find(|(prefix, known)| known == name && !prefix.is_empty())
    }

    fn find(&self, is_it: impl Fn((&str, &str)) -> bool) -> Option<String> {
        let mut attributes = self.0.attributes();
        // Looking for doubled names takes the square of their number.
        let found = attributes.with_checks(false).flatten().find(|one| is_it(local(one.key.0)))?;
        Some(plain(&found.value))
    }
}

/// A name as its prefix and the rest.
fn local(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

/// A value with its references resolved; what is none stays as it stands.
fn plain(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        rest = match after.split_once(';') {
            Some((name, tail)) if name.len() <= LONGEST => {
                out.push_str(&resolved(&BytesRef::new(name)));
                tail
            }
            _ => {
                out.push('&');
                after
            }
        };
    }
    out.push_str(rest);
    out
}

/// The longest name of a reference, in bytes.
const LONGEST: usize = 32;

/// What a reference stands for; one that is not known is text.
fn resolved(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(letter)) => letter.to_string(),
        Ok(None) => match resolve_xml_entity(reference) {
            Some(text) => text.to_owned(),
            None => format!("&{};", &**reference),
        },
        Err(_) => char::REPLACEMENT_CHARACTER.to_string(),
    }
}

/// A reader of one part.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
    part: &'a str,
}

impl<'a> Xml<'a> {
    /// Reads a text from its start; `part` names it in errors.
    pub(super) fn new(part: &'a str, text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, depth: 0, part }
    }

    /// The next event; none at the end of the part.
    ///
    /// # Errors
    /// Says what is wrong with the part, in a few words.
    pub(super) fn next(&mut self) -> Result<Option<Event<'a>>, String> {
        loop {
            let event = self.reader.read_event().map_err(|_| self.damaged())?;
            return Ok(Some(match event {
                Raw::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(format!("{}: nested deeper than {DEEPEST} levels", self.part));
                    }
                    Event::Open(Tag(start))
                }
                Raw::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Event::Close
                }
                Raw::Text(text) => Event::Text(text.xml10_content()),
                Raw::CData(text) => Event::Text(text.xml10_content()),
                Raw::GeneralRef(reference) => Event::Text(resolved(&reference).into()),
                Raw::Eof if self.depth > 0 => return Err(self.damaged()),
                Raw::Eof => return Ok(None),
                Raw::Empty(_) | Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) | Raw::DocType(_) => {
                    continue;
                }
            }));
        }
    }

    /// Goes past the end of the element that has just opened.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub(super) fn skip(&mut self) -> Result<(), String> {
        self.collect(&mut String::new(), false)
    }

    /// Hands over each element inside the one that has just opened, which is
    /// to be read to its end; text between them is passed over.
    ///
    /// # Errors
    /// As [`Self::next`], and what `take` says.
    pub(super) fn elements(
        &mut self,
        mut take: impl FnMut(&Tag<'a>, &mut Self) -> Result<(), String>,
    ) -> Result<(), String> {
        loop {
            match self.next()? {
                Some(Event::Open(tag)) => take(&tag, self)?,
                Some(Event::Text(_)) => {}
                Some(Event::Close) | None => return Ok(()),
            }
        }
    }

    /// The whole text of the element that has just opened, past whose end it
    /// goes.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub(super) fn text(&mut self) -> Result<String, String> {
        let mut text = String::new();
        self.collect(&mut text, true)?;
        Ok(text)
    }

    /// Goes into the first element inside the one that has just opened; false
    /// where there is none, and that one has closed.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub(super) fn enter(&mut self) -> Result<bool, String> {
        loop {
            match self.next()? {
                Some(Event::Open(_)) => return Ok(true),
                Some(Event::Text(_)) => {}
                Some(Event::Close) | None => return Ok(false),
            }
        }
    }

    /// Whether any of the elements inside the one that has just opened is
    /// one; goes past its end.
    ///
    /// # Errors
    /// As [`Self::next`].
    pub(super) fn has(&mut self, is_it: impl Fn(&Tag<'_>) -> bool) -> Result<bool, String> {
        let outside = self.depth.saturating_sub(1);
        let mut found = false;
        while self.depth > outside {
            match self.next()? {
                Some(Event::Open(tag)) => found |= is_it(&tag),
                Some(_) => {}
                None => break,
            }
        }
        Ok(found)
    }

    fn collect(&mut self, into: &mut String, wanted: bool) -> Result<(), String> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            match self.next()? {
                Some(Event::Text(text)) if wanted => into.push_str(&text),
                Some(_) => {}
                None => break,
            }
        }
        Ok(())
    }

    fn damaged(&self) -> String {
        format!("damaged: {} is not well-formed XML", self.part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The events as one line.
    fn line(text: &str) -> Result<String, String> {
        let mut xml = Xml::new("a.xml", text);
        let mut out = String::new();
        while let Some(event) = xml.next()? {
            match event {
                Event::Open(tag) => out.push_str(&format!("<{}", tag.name())),
                Event::Close => out.push('>'),
                Event::Text(text) => out.push_str(&text),
            }
        }
        Ok(out)
    }

    #[test]
    fn events() {
        let case = |text: &str, expected: &str| assert_eq!(line(text).as_deref(), Ok(expected));
        case("<w:p><w:t>a</w:t><w:br/></w:p>", "<p<ta><br>>");
        case(
            "<?xml version='1.0'?><!-- c --><a>1 &lt; 2 &#x41;<![CDATA[<b>]]></a>",
            "<a1 < 2 A<b>>",
        );
        // Entities of the document stay as they stand.
        case("<!DOCTYPE a [<!ENTITY b 'cc'>]><a>&b;</a>", "<a&b;>");
        case("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "<a&b;>");
        case("<a>R&D</a>", "<aR&D>");
    }

    #[test]
    fn attributes() {
        let mut xml = Xml::new("a.xml", "<s id='1' r:id='rId2' n='a &amp; b &x; &#65;'/>");
        let Ok(Some(Event::Open(tag))) = xml.next() else { panic!() };
        assert_eq!(tag.attribute("id").as_deref(), Some("1"));
        assert_eq!(tag.prefixed("id").as_deref(), Some("rId2"));
        assert_eq!(tag.attribute("n").as_deref(), Some("a & b &x; A"));
        assert_eq!(tag.attribute("none"), None);
    }

    #[test]
    fn what_is_wrong_is_told() {
        let case = |text: &str| assert!(line(text).is_err(), "{text:.20}");
        case("<a>");
        case("<a></b>");
        case("<a");
        case(&"<a>".repeat(DEEPEST + 1));
        case(&"<a>".repeat(1 << 20));
    }

    #[test]
    fn hostile_xml_is_quick() {
        let many: String = (0..1_000_000).map(|n| format!(" xmlns:a{n}='u'")).collect();
        let text = format!("<a{many} b='1'>x</a>");
        let mut xml = Xml::new("a.xml", &text);
        let Ok(Some(Event::Open(tag))) = xml.next() else { panic!() };
        assert_eq!(tag.attribute("b").as_deref(), Some("1"));
        let bomb = format!(
            "<!DOCTYPE a [<!ENTITY b '{}'>]><a>{}</a>",
            "x".repeat(9),
            "&b;".repeat(99_999)
        );
        assert_eq!(line(&bomb).unwrap().len(), "<a>".len() + 99_999 * "&b;".len());
    }

    #[test]
    fn an_element_is_skipped_or_read_whole() {
        let mut xml = Xml::new("a.xml", "<a><b>x<c>y</c></b><d>z<e>w</e></d></a>");
        assert!(matches!(xml.next(), Ok(Some(Event::Open(_)))));
        assert!(matches!(xml.next(), Ok(Some(Event::Open(_)))));
        xml.skip().unwrap();
        assert!(matches!(xml.next(), Ok(Some(Event::Open(_)))));
        assert_eq!(xml.text().unwrap(), "zw");
        assert!(matches!(xml.next(), Ok(Some(Event::Close))));
        assert!(matches!(xml.next(), Ok(None)));
        let mut xml = Xml::new("a.xml", "<a> <b>x</b><c/></a>");
        assert_eq!((xml.enter(), xml.enter()), (Ok(true), Ok(true)));
        assert_eq!((xml.enter(), xml.has(|tag| tag.name() == "c")), (Ok(false), Ok(true)));
    }
}
