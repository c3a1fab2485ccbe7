//! The styles of a document: which paragraphs are headings, which stand in a
//! table of contents and which belong to a list. A style is what it says
//! itself, else what the one that it is based on says. Knows no fonts.

use std::collections::HashMap;

use super::super::xml::{Event, Xml};

/// What a style makes of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Running text.
    Text,
    /// A heading or a title.
    Heading,
    /// A line of a table of contents.
    Contents,
}

/// The styles of a document by their ids.
#[derive(Default)]
pub(super) struct Styles(HashMap<String, Style>);

#[derive(Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// The level of headings, from 0; 9 is text ([ECMA-376] part 1, 17.3.1.20).
    outline: Option<u8>,
    /// The list and the level in it; without a name, that of a style below.
    list: Option<(String, u8)>,
}

/// How many styles may be based on each other.
const LONGEST: usize = 16;

impl Styles {
    /// Reads the part of the styles, as far as it can be read.
    pub(super) fn read(part: &str, text: &str) -> Self {
        let mut found = HashMap::new();
        let mut open: Option<(String, Style)> = None;
        let mut xml = Xml::new(part, text);
        while let Ok(Some(event)) = xml.next() {
            let Event::Open(tag) = event else { continue };
            if tag.name() == "style" {
                found.extend(open.take());
                open = tag.attribute("styleId").map(|id| (id, Style::default()));
            }
            let Some((_, style)) = &mut open else { continue };
            let value = || tag.attribute("val");
            match tag.name() {
                "name" => style.name = value().unwrap_or_default().to_lowercase(),
                "basedOn" => style.based_on = value(),
                "outlineLvl" => style.outline = value().and_then(|level| level.parse().ok()),
                "numId" => {
                    let list = style.list.get_or_insert_default();
                    list.0 = value().unwrap_or_default();
                }
                "ilvl" => {
                    let list = style.list.get_or_insert_default();
                    list.1 = value().and_then(|level| level.parse().ok()).unwrap_or(0);
                }
                _ => {}
            }
        }
        found.extend(open);
        Self(found)
    }

    /// A style and those it is based on, from the nearest.
    fn line(&self, id: &str) -> impl Iterator<Item = &Style> {
        let first = self.0.get(id);
        let next = |style: &&Style| self.0.get(style.based_on.as_deref()?);
        std::iter::successors(first, next).take(LONGEST)
    }

    /// What a style makes of a paragraph that says nothing itself.
    pub(super) fn kind(&self, id: &str) -> Kind {
        if self.0.is_empty() {
            return named(&id.to_lowercase()).unwrap_or(Kind::Text);
        }
        for style in self.line(id) {
            match (named(&style.name), style.outline) {
                (Some(kind), _) => return kind,
                (None, Some(level)) if level < 9 => return Kind::Heading,
                (None, Some(_)) => return Kind::Text,
                (None, None) => {}
            }
        }
        Kind::Text
    }

    /// The list and the level that a style puts a paragraph into.
    pub(super) fn list(&self, id: &str) -> Option<(String, u8)> {
        self.line(id).find_map(|style| style.list.clone()).filter(|(list, _)| !list.is_empty())
    }
}

/// What the name of a style says, in lower case. Programs store the built-in
/// names in English whatever they show; converters may not.
fn named(name: &str) -> Option<Kind> {
    const HEADINGS: &[&str] = &[
        "heading",
        "otsikko",
        "rubrik",
        "titre",
        "überschrift",
        "título",
        "titulo",
        "titolo",
        "kop",
        "overskrift",
        "заголовок",
        "标题",
        "標題",
        "عنوان",
        "nagłówek",
        "başlık",
    ];
    let base = name.trim_end_matches(|letter: char| letter.is_ascii_digit()).trim_end();
    if matches!(base, "toc" | "toc heading" | "table of contents") {
        return Some(Kind::Contents);
    }
    let heading = HEADINGS.contains(&base) || matches!(base, "title" | "subtitle");
    heading.then_some(Kind::Heading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        let text = "<styles>
            <style styleId='a'><name val='Normal'/></style>
            <style styleId='Otsikko1'><name val='heading 1'/><basedOn val='a'/></style>
            <style styleId='own'><name val='Luvun nimi'/><basedOn val='Otsikko1'/></style>
            <style styleId='lvl'><name val='x'/><pPr><outlineLvl val='2'/></pPr></style>
            <style styleId='txt'><name val='y'/><basedOn val='lvl'/><outlineLvl val='9'/></style>
            <style styleId='t'><name val='toc 2'/></style>
            <style styleId='l'><name val='l'/><numPr><ilvl val='1'/><numId val='7'/></numPr></style>
            <style styleId='loop'><name val='z'/><basedOn val='loop'/></style></styles>";
        let styles = Styles::read("styles.xml", text);
        let case = |id: &str, expected: Kind| assert_eq!(styles.kind(id), expected, "{id}");
        case("a", Kind::Text);
        case("Otsikko1", Kind::Heading);
        case("own", Kind::Heading);
        case("lvl", Kind::Heading);
        case("txt", Kind::Text);
        case("t", Kind::Contents);
        case("loop", Kind::Text);
        case("none", Kind::Text);
        assert_eq!(styles.list("l"), Some(("7".to_owned(), 1)));
        assert_eq!(styles.list("own"), None);
        assert_eq!(Styles::default().kind("Heading1"), Kind::Heading);
    }
}
