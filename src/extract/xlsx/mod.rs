//! XLSX: sheets in their order, the name of a sheet as a heading, a row as a
//! block with its cells divided by tabs. The line is the number of the row,
//! the page that of the sheet. Numbers and dates stand as they are shown as
//! far as their format is a common one. Computes no formula.

mod cells;

use self::cells::Formats;
use super::{
    ooxml::Outside,
    package::Package,
    paragraphs::{paragraph, row, some_text},
    xml::{Event, Tag, Xml},
};
use crate::document::{Block, Draft, Role};

/// How much of a sheet is read, in bytes: its text is many times smaller.
const SHEET: u64 = 96 << 20;

/// Makes a draft of a workbook.
///
/// # Errors
/// Why it cannot be read, in a few words.
pub(super) fn draft(bytes: &[u8]) -> Result<Draft, String> {
    let mut package = Package::open(bytes)?;
    let mut draft = Draft::default();
    let outside = Outside::read(&mut package, "xl/workbook.xml", &mut draft)?;
    let main = package.part(&outside.main)?.unwrap_or_default();
    let book = Book::read(&outside.main, &main)?;
    let mut extra = |kind: &'static str| {
        let name = outside.targets(kind).next()?;
        Some((name, package.extra(name, &mut draft.notes)?))
    };
    let mut formats =
        extra("styles").map(|(name, text)| Formats::read(name, &text)).unwrap_or_default();
    formats.is_1904 = book.is_1904;
    let shared = extra("sharedStrings").map(|(name, text)| strings(name, &text));
    let shared = shared.unwrap_or_default();
    let mut left = super::limits::TEXT;
    for (sheet, page) in book.sheets.iter().zip(1..) {
        let Some(name) = outside.target(&sheet.id) else { continue };
        let read = package.beginning(name, SHEET).map(|found| found.map(|it| (it.text, it.cut)));
        let (text, cut) = match read {
            Ok(Some(found)) => found,
            Ok(None) => continue,
            Err(reason) => {
                draft.notes.push(format!("left out: {reason}"));
                continue;
            }
        };
        let mut rows = Vec::new();
        let whole = rows_of(&mut Xml::new(name, &text), &shared, &formats, &mut left, &mut rows);
        if cut || whole.is_err() || left == 0 {
            draft.notes.push(format!("sheet {page}: only its first {} rows are read", rows.len()));
        }
        if rows.is_empty() {
            continue;
        }
        let line = rows[0].line;
        let role = |role| if sheet.is_hidden { Role::Furniture } else { role };
        let heading = Block { line, ..paragraph(Role::Heading, sheet.name.clone()) };
        for block in std::iter::once(heading).chain(rows) {
            draft.blocks.push(Block { role: role(block.role), page: Some(page), ..block });
        }
    }
    some_text(draft)
}

/// What the main part says.
#[derive(Default)]
struct Book {
    sheets: Vec<Sheet>,
    /// Whether days are counted from 1904.
    is_1904: bool,
}

struct Sheet {
    name: String,
    id: String,
    is_hidden: bool,
}

impl Book {
    fn read(part: &str, text: &str) -> Result<Self, String> {
        let mut book = Self::default();
        let mut xml = Xml::new(part, text);
        while let Some(event) = xml.next()? {
            let Event::Open(tag) = event else { continue };
            match tag.name() {
                "workbookPr" => {
                    let value = tag.attribute("date1904");
                    book.is_1904 = matches!(value.as_deref(), Some("1" | "true"));
                }
                "sheet" => book.sheets.push(Sheet {
                    name: tag.attribute("name").unwrap_or_default(),
                    id: tag.prefixed("id").unwrap_or_default(),
                    is_hidden: tag.attribute("state").is_some_and(|state| state != "visible"),
                }),
                _ => {}
            }
        }
        Ok(book)
    }
}

/// The texts that cells share, as far as they can be read.
fn strings(part: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut xml = Xml::new(part, text);
    while let Ok(Some(event)) = xml.next() {
        if let Event::Open(tag) = event
            && tag.name() == "si"
        {
            let Ok(text) = string(&mut xml) else { break };
            found.push(text);
        }
    }
    found
}

/// The text of the element that has just opened, without readings.
fn string(xml: &mut Xml<'_>) -> Result<String, String> {
    let mut text = String::new();
    loop {
        match xml.next()? {
            Some(Event::Open(tag)) if tag.name() == "rPh" => xml.skip()?,
            Some(Event::Open(tag)) if tag.name() == "t" => text.push_str(&xml.text()?),
            Some(Event::Open(_)) => text.push_str(&string(xml)?),
            Some(Event::Text(_)) => {}
            Some(Event::Close) | None => return Ok(text),
        }
    }
}

/// Reads the rows of a sheet, until `left` bytes of text are used up.
fn rows_of(
    xml: &mut Xml<'_>,
    shared: &[String],
    formats: &Formats,
    left: &mut usize,
    rows: &mut Vec<Block>,
) -> Result<(), String> {
    let mut line = 0_u32;
    while let Some(event) = xml.next()? {
        let Event::Open(tag) = event else { continue };
        if tag.name() != "row" {
            continue;
        }
        let stated = tag.attribute("r").and_then(|number| number.parse().ok());
        line = stated.unwrap_or(line.saturating_add(1));
        let mut cells = Vec::new();
        loop {
            match xml.next()? {
                Some(Event::Open(tag)) => cells.push(cell(&tag, xml, shared, formats)?),
                Some(Event::Text(_)) => {}
                Some(Event::Close) | None => break,
            }
        }
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('\n', " ")).collect();
        let text = row(cells.iter().map(String::as_str));
        *left = left.saturating_sub(text.len());
        if *left == 0 {
            return Ok(());
        }
        if !text.is_empty() {
            rows.push(Block { line, ..paragraph(Role::Body, text) });
        }
    }
    Ok(())
}

/// The text of a cell as it is shown.
fn cell(
    tag: &Tag<'_>,
    xml: &mut Xml<'_>,
    shared: &[String],
    formats: &Formats,
) -> Result<String, String> {
    let kind = tag.attribute("t").unwrap_or_default();
    let style = tag.attribute("s").and_then(|style| style.parse().ok()).unwrap_or(0_usize);
    let mut value = String::new();
    loop {
        match xml.next()? {
            Some(Event::Open(tag)) => match tag.name() {
                "v" => value = xml.text()?,
                "is" => value = string(xml)?,
                _ => xml.skip()?,
            },
            Some(Event::Text(_)) => {}
            Some(Event::Close) | None => break,
        }
    }
    Ok(match kind.as_str() {
        "s" => {
            let at = value.trim().parse::<usize>().ok();
            at.and_then(|at| shared.get(at)).cloned().unwrap_or_default()
        }
        "b" => if matches!(value.trim(), "0" | "false") { "FALSE" } else { "TRUE" }.to_owned(),
        "e" => String::new(),
        "str" | "inlineStr" | "d" => value,
        _ => formats.shown(style, value.trim()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::package::tests::packed;

    #[test]
    fn sheets_rows_and_values() {
        let relation = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id='{id}' Type='x/{kind}' Target='{target}'/>")
        };
        let bytes = packed(&[
            (
                "xl/workbook.xml",
                "<workbook><sheets><sheet name='Arrivals' sheetId='1' r:id='r1'/>
                 <sheet name='Empty' r:id='r2'/><sheet name='Notes' state='hidden' r:id='r3'/>
                 </sheets></workbook>",
            ),
            (
                "xl/_rels/workbook.xml.rels",
                &format!(
                    "<r>{}{}{}{}</r>",
                    relation("r1", "worksheet", "worksheets/1.xml"),
                    relation("r2", "worksheet", "worksheets/2.xml"),
                    relation("r3", "worksheet", "worksheets/3.xml"),
                    relation("r4", "sharedStrings", "sharedStrings.xml"),
                ),
            ),
            (
                "xl/sharedStrings.xml",
                "<sst><si><t>Country</t></si><si><r><t>Ma</t></r><r><t>li</t></r>
                 <rPh><t>x</t></rPh></si></sst>",
            ),
            (
                "xl/worksheets/1.xml",
                "<worksheet><sheetData><row r='1'><c t='s'><v>0</v></c><c t='inlineStr'><is>
                 <t>Year</t></is></c></row><row r='4'><c t='s'><v>1</v></c><c/><c><v>2019</v></c>
                 <c t='b'><v>1</v></c><c t='e'><v>#REF!</v></c><c t='str'><f>A1</f><v>so</v></c>
                 <c t='s'><v>99</v></c></row></sheetData></worksheet>",
            ),
            ("xl/worksheets/2.xml", "<worksheet><sheetData/></worksheet>"),
            ("xl/worksheets/3.xml", "<worksheet><sheetData><row><c t='str'><v>n</v></c></row>"),
        ]);
        let draft = draft(&bytes).unwrap();
        let found: Vec<_> = draft
            .blocks
            .iter()
            .map(|it| (it.role, it.text.as_str(), it.line, it.page.unwrap()))
            .collect();
        let expected = [
            (Role::Heading, "Arrivals", 1, 1),
            (Role::Body, "Country\tYear", 1, 1),
            (Role::Body, "Mali\t2019\tTRUE\tso", 4, 1),
            (Role::Furniture, "Notes", 1, 3),
            (Role::Furniture, "n", 1, 3),
        ];
        assert_eq!(found, expected);
        assert_eq!(draft.notes, ["sheet 3: only its first 1 rows are read"]);
    }
}
