//! The numbers of lists and headings: they stand in no paragraph, and yet
//! readers see them and cite by them. Counts as [ECMA-376] part 1, 17.9
//! says. Bullets are no text, and numerals are written in digits where a
//! document asks for a script of its own.

use std::collections::HashMap;

use super::super::{
    numerals::{Numerals, numeral},
    xml::{Event, Xml},
};

/// The deepest level of a list, from 0.
const DEEPEST: usize = 8;

/// The lists of a document and how far each has counted.
#[derive(Default)]
pub(super) struct Numbers {
    /// The definitions by their ids.
    kinds: HashMap<String, [Level; DEEPEST + 1]>,
    /// Which definition a list follows, and where it begins anew.
    lists: HashMap<String, List>,
    /// The last number of each level, by definition; 0 before the first.
    counts: HashMap<String, [u32; DEEPEST + 1]>,
}

#[derive(Default)]
struct List {
    kind: String,
    /// Where levels begin in this list, until they have begun.
    starts: HashMap<usize, u32>,
}

#[derive(Clone, Default)]
struct Level {
    start: Option<u32>,
    format: String,
    /// What is written, `%1` for the number of the first level.
    text: String,
}

impl Numbers {
    /// Reads the part of the lists, as far as it can be read.
    pub(super) fn read(part: &str, text: &str) -> Self {
        let mut numbers = Self::default();
        let (mut kind, mut list, mut level) = (None::<String>, None::<String>, 0);
        let mut xml = Xml::new(part, text);
        while let Ok(Some(event)) = xml.next() {
            let Event::Open(tag) = event else { continue };
            let value = || tag.attribute("val").unwrap_or_default();
            match tag.name() {
                "abstractNum" => (kind, list) = (tag.attribute("abstractNumId"), None),
                "num" => (kind, list) = (None, tag.attribute("numId")),
                "lvl" | "lvlOverride" => {
                    let stated = tag.attribute("ilvl").and_then(|level| level.parse().ok());
                    level = stated.unwrap_or(0_usize).min(DEEPEST);
                }
                name => {
                    if let Some(list) = &list {
                        numbers.put_list(list, level, name, value());
                    } else if let Some(kind) = &kind {
                        numbers.put_kind(kind, level, name, value());
                    }
                }
            }
        }
        numbers
    }

    fn put_kind(&mut self, kind: &str, level: usize, name: &str, value: String) {
        if !matches!(name, "start" | "numFmt" | "lvlText") {
            return;
        }
        let level = &mut self.kinds.entry(kind.to_owned()).or_default()[level];
        match name {
            "start" => level.start = value.parse().ok(),
            "numFmt" => level.format = value,
            _ => level.text = value,
        }
    }

    fn put_list(&mut self, list: &str, level: usize, name: &str, value: String) {
        let list = self.lists.entry(list.to_owned()).or_default();
        match name {
            "abstractNumId" => list.kind = value,
            "startOverride" => {
                list.starts.extend(value.parse().ok().map(|start| (level, start)));
            }
            _ => {}
        }
    }

    /// Counts a paragraph of a list and tells what stands before it; none
    /// before a bullet's.
    pub(super) fn label(&mut self, list: &str, level: u8) -> Option<String> {
        let level = usize::from(level).min(DEEPEST);
        let list = self.lists.get_mut(list)?;
        let levels = self.kinds.get(&list.kind)?;
        let counts = self.counts.entry(list.kind.clone()).or_default();
        let start = levels[level].start.unwrap_or(1);
        counts[level] = match list.starts.remove(&level) {
            Some(start) => start,
            None if counts[level] == 0 => start,
            None => counts[level].saturating_add(1),
        };
        counts[level + 1..].fill(0);
        label(levels, counts, level)
    }
}

/// The text of a level with the numbers put in.
fn label(levels: &[Level], counts: &[u32], level: usize) -> Option<String> {
    if matches!(levels[level].format.as_str(), "bullet" | "none") {
        return None;
    }
    let mut out = String::new();
    let mut letters = levels[level].text.chars().peekable();
    while let Some(letter) = letters.next() {
        let place = letters.peek().and_then(|digit| digit.to_digit(10)).filter(|_| letter == '%');
        let Some(place) = place.and_then(|place| usize::try_from(place).ok()) else {
            out.push(letter);
            continue;
        };
        letters.next();
        let at = place.saturating_sub(1).min(DEEPEST);
        // A level above that has not begun counts as begun.
        let number = if counts[at] == 0 { levels[at].start.unwrap_or(1) } else { counts[at] };
        out.push_str(&numeral(number, numerals(&levels[at].format)));
    }
    let out = out.trim();
    (!out.is_empty()).then(|| out.to_owned())
}

/// The numerals of a format ([ECMA-376] part 1, 17.18.59).
fn numerals(format: &str) -> Numerals {
    match format {
        "lowerLetter" => Numerals::Letters,
        "upperLetter" => Numerals::Capitals,
        "lowerRoman" => Numerals::Roman,
        "upperRoman" => Numerals::RomanCapitals,
        _ => Numerals::Digits,
    }
}

#[cfg(test)]
mod tests {
    use super::Numbers;

    const LISTS: &str = "<numbering><abstractNum abstractNumId='0'>
        <lvl ilvl='0'><start val='1'/><numFmt val='decimal'/><lvlText val='%1.'/></lvl>
        <lvl ilvl='1'><start val='1'/><numFmt val='lowerLetter'/><lvlText val='%1.%2)'/></lvl>
        <lvl ilvl='2'><numFmt val='bullet'/><lvlText val='x'/></lvl></abstractNum>
        <num numId='1'><abstractNumId val='0'/></num>
        <num numId='2'><abstractNumId val='0'/><lvlOverride ilvl='0'>
        <startOverride val='5'/></lvlOverride></num></numbering>";

    #[test]
    fn labels() {
        let mut numbers = Numbers::read("numbering.xml", LISTS);
        let mut case = |list: &str, level: u8, expected: Option<&str>| {
            assert_eq!(numbers.label(list, level).as_deref(), expected);
        };
        case("1", 0, Some("1."));
        case("1", 1, Some("1.a)"));
        case("1", 1, Some("1.b)"));
        case("1", 2, None);
        case("1", 0, Some("2."));
        case("1", 1, Some("2.a)"));
        case("2", 0, Some("5."));
        case("2", 0, Some("6."));
        case("9", 0, None);
        case("1", 200, None);
    }
}
