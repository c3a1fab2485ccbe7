//! The styles of an OpenDocument file: which paragraphs are headings or
//! stand in an index, and how lists are counted. A style is what its own name
//! says, else what its parent's says. Knows no fonts.

use std::collections::HashMap;

use super::{
    super::{
        numerals::Numerals,
        xml::{Event, Xml},
    },
    lists::Level,
};
use crate::document::Role;

/// The styles of a document by their names.
#[derive(Default)]
pub(super) struct Styles {
    paragraphs: HashMap<String, Paragraph>,
    lists: HashMap<String, Vec<Level>>,
    /// The levels by which headings are counted.
    outline: Vec<Level>,
}

#[derive(Default)]
struct Paragraph {
    parent: Option<String>,
    list: Option<String>,
    is_heading: bool,
}

/// How many styles may be the parents of each other.
const LONGEST: usize = 16;

/// The deepest level of a list.
const DEEPEST: usize = 10;

impl Styles {
    /// Adds the styles of a part, as far as it can be read.
    pub(super) fn read(&mut self, part: &str, text: &str) {
        let mut list = None;
        let mut xml = Xml::new(part, text);
        while let Ok(Some(event)) = xml.next() {
            let Event::Open(tag) = event else { continue };
            match (tag.prefix(), tag.name()) {
                ("office", "body") => return,
                (_, "style") if tag.attribute("family").as_deref() == Some("paragraph") => {
                    let Some(name) = tag.attribute("name") else { continue };
                    let outline = tag.attribute("default-outline-level").unwrap_or_default();
                    let style = Paragraph {
                        parent: tag.attribute("parent-style-name"),
                        list: tag.attribute("list-style-name").filter(|name| !name.is_empty()),
                        is_heading: !outline.is_empty() || is_heading(&name),
                    };
                    self.paragraphs.insert(name, style);
                }
                ("text", "list-style") => list = tag.attribute("name"),
                ("text", "outline-style") => list = Some(String::new()),
                (
                    "text",
                    "list-level-style-number"
                    | "list-level-style-bullet"
                    | "list-level-style-image"
                    | "outline-level-style",
                ) => {
                    let value = |name| tag.attribute(name).unwrap_or_default();
                    let level = Level {
                        numerals: numerals(&value("num-format")),
                        before: value("num-prefix"),
                        after: value("num-suffix"),
                        start: tag.attribute("start-value").and_then(|it| it.parse().ok()),
                        shown: tag.attribute("display-levels").and_then(|it| it.parse().ok()),
                    };
                    let at = value("level").parse().unwrap_or(1_usize).clamp(1, DEEPEST) - 1;
                    let levels = match list.as_deref() {
                        Some("") => &mut self.outline,
                        Some(name) => self.lists.entry(name.to_owned()).or_default(),
                        None => continue,
                    };
                    levels.resize(levels.len().max(at + 1), Level::default());
                    levels[at] = level;
                }
                _ => {}
            }
        }
    }

    /// A style and its parents, from the nearest.
    fn line(&self, name: &str) -> impl Iterator<Item = &Paragraph> {
        let first = self.paragraphs.get(name);
        let next = |style: &&Paragraph| self.paragraphs.get(style.parent.as_deref()?);
        std::iter::successors(first, next).take(LONGEST)
    }

    /// What a style makes of a paragraph.
    pub(super) fn role(&self, name: &str) -> Role {
        let mut line = self.line(name);
        let heading = is_heading(name) || line.any(|style| style.is_heading);
        if heading { Role::Heading } else { Role::Body }
    }

    /// The list that a style puts a paragraph into.
    pub(super) fn list_of(&self, name: &str) -> Option<&str> {
        self.line(name).find_map(|style| style.list.as_deref())
    }

    /// The levels of a list; those of headings where it has no name.
    pub(super) fn levels(&self, list: &str) -> &[Level] {
        match list {
            "" => &self.outline,
            list => self.lists.get(list).map_or(&[], Vec::as_slice),
        }
    }
}

/// Whether a style is a title by its name, as programs store it: a space is
/// written `_20_`.
fn is_heading(name: &str) -> bool {
    let low = name.to_lowercase().replace("_20_", " ");
    let base = low.trim_end_matches(|letter: char| letter.is_ascii_digit()).trim_end();
    matches!(base, "title" | "subtitle" | "heading")
}

/// The numerals of a format ([ODF 1.3] part 3, 19.506); none for a bullet.
fn numerals(format: &str) -> Option<Numerals> {
    Some(match format {
        "" => return None,
        "a" => Numerals::Letters,
        "A" => Numerals::Capitals,
        "i" => Numerals::Roman,
        "I" => Numerals::RomanCapitals,
        _ => Numerals::Digits,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles() {
        let mut styles = Styles::default();
        styles.read(
            "styles.xml",
            "<s xmlns:style=''><style:style style:name='Otsikko' style:family='paragraph'
             style:default-outline-level='1'/><style:style style:name='Title'
             style:family='paragraph'/><style:style style:name='P1' style:family='paragraph'
             style:parent-style-name='Title'/><style:style style:name='P2'
             style:family='paragraph' style:parent-style-name='P2'/></s>",
        );
        let case = |name: &str, role| assert_eq!(styles.role(name), role, "{name}");
        case("Otsikko", Role::Heading);
        case("P1", Role::Heading);
        case("P2", Role::Body);
        case("Heading_20_2", Role::Heading);
        case("Standard", Role::Body);
    }
}
