//! What a PDF says of itself: title, authors, dates, language, keywords, out
//! of its information dictionary and its XMP packet. A title that is only
//! the name of a file or a program is none. Never reads the pages.

use pdf_oxide::{
    PdfDocument, extractors::xmp::XmpExtractor, object::Object,
    optional_content::decode_pdf_text_string,
};
use serde_json::{Map, Value};

use crate::normalize::normalize;

/// Reads the metadata under the names that records have.
pub(super) fn read(pdf: &PdfDocument) -> Map<String, Value> {
    let info = Info::of(pdf);
    let xmp = XmpExtractor::extract(pdf).ok().flatten().unwrap_or_default();
    let mut metadata = Map::new();
    let mut set = |key: &str, values: Vec<Option<String>>| {
        let texts = values.into_iter().flatten().map(|text| normalize(&text));
        if let Some(text) = texts.filter(|text| !text.is_empty()).next() {
            metadata.insert(key.to_owned(), Value::String(text));
        }
    };
    let titles = [info.text("Title"), xmp.dc_title].into_iter().flatten();
    set("title", vec![titles.map(|title| normalize(&title)).find(|title| is_title(title))]);
    let authors = (!xmp.dc_creator.is_empty()).then(|| xmp.dc_creator.join("; "));
    set("author", vec![info.text("Author").or(authors)]);
    let created = info.text("CreationDate").and_then(|text| date(&text));
    let modified = info.text("ModDate").and_then(|text| date(&text));
    let created = created.or_else(|| xmp.xmp_create_date.and_then(|text| date(&text)));
    let modified = modified.or_else(|| xmp.xmp_modify_date.and_then(|text| date(&text)));
    set("date", vec![created.clone(), modified.clone()]);
    set("modified", vec![modified.filter(|_| created.is_some())]);
    set("description", vec![info.text("Subject"), xmp.dc_description]);
    let subjects = (!xmp.dc_subject.is_empty()).then(|| xmp.dc_subject.join("; "));
    set("keywords", vec![info.text("Keywords"), subjects, xmp.pdf_keywords]);
    set("lang", vec![language(pdf).or(xmp.dc_language)]);
    metadata
}

/// The information dictionary.
struct Info<'a> {
    pdf: &'a PdfDocument,
    object: Option<Object>,
}

impl<'a> Info<'a> {
    fn of(pdf: &'a PdfDocument) -> Self {
        let entry = pdf.trailer().as_dict().and_then(|trailer| trailer.get("Info"));
        Self { pdf, object: entry.and_then(|entry| resolved(pdf, entry)) }
    }

    fn text(&self, key: &str) -> Option<String> {
        let entry = self.object.as_ref()?.as_dict()?.get(key)?;
        string(&resolved(self.pdf, entry)?)
    }
}

fn resolved(pdf: &PdfDocument, object: &Object) -> Option<Object> {
    match object.as_reference() {
        Some(reference) => pdf.load_object(reference).ok(),
        None => Some(object.clone()),
    }
}

/// The longest value that is read, in bytes.
const LONGEST: usize = 4096;

fn string(object: &Object) -> Option<String> {
    let bytes = object.as_string()?;
    let text = decode_pdf_text_string(&bytes[..bytes.len().min(LONGEST)]);
    (!text.trim().is_empty()).then_some(text)
}

/// The language that the catalogue states, as `en` of `en-GB`.
fn language(pdf: &PdfDocument) -> Option<String> {
    let catalog = pdf.catalog().ok()?;
    let stated = string(&resolved(pdf, catalog.as_dict()?.get("Lang")?)?)?;
    let code = stated.split(['-', '_']).next().unwrap_or_default().trim().to_lowercase();
    ((2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase()))
        .then_some(code)
}

/// A date as ISO 8601: `D:20240312101500+02'00'` (ISO 32000-1, 7.9.4) is
/// 2024-03-12; one that is ISO already keeps its day.
fn date(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches("D:");
    let digits: String = text
        .chars()
        .take_while(|letter| letter.is_ascii_digit() || *letter == '-')
        .filter(char::is_ascii_digit)
        .take(8)
        .collect();
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse().ok());
    let year: u16 = part(0..4)?;
    if !(1985..=2100).contains(&year) {
        return None;
    }
    let month = part(4..6).filter(|month: &u16| (1..=12).contains(month));
    let day = month.and_then(|_| part(6..8)).filter(|day: &u16| (1..=31).contains(day));
    Some(match (month, day) {
        (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year}-{month:02}"),
        _ => year.to_string(),
    })
}

/// Names that programs put where no title was given, in small letters.
const PLACEHOLDERS: &[&str] = &[
    "untitled",
    "document",
    "title",
    "no title",
    "none",
    "powerpoint presentation",
    "presentación de powerpoint",
    "présentation powerpoint",
    "powerpoint-präsentation",
    "powerpoint-presentation",
    "slide 1",
    "print",
    "layout 1",
    "blank page",
    "scanned document",
    "nimetön",
    "namnlös",
    "sans titre",
    "sin título",
    "unbenannt",
    "senza titolo",
    "без имени",
];

/// Ends of the names of files.
const EXTENSIONS: &[&str] = &[
    ".doc", ".docx", ".pdf", ".indd", ".qxd", ".qxp", ".rtf", ".odt", ".txt", ".ppt", ".pptx",
    ".xls", ".xlsx", ".wpd", ".pmd", ".p65", ".tex", ".dvi", ".html", ".htm", ".fm", ".cdr", ".ai",
    ".eps", ".tif", ".tiff", ".jpg", ".pub", ".md",
];

/// Whether a stated title is one: no name of a file or program, no bare
/// number or code.
fn is_title(text: &str) -> bool {
    let low = text.trim().to_lowercase();
    let program = ["microsoft word - ", "microsoft powerpoint - ", "microsoft excel - "];
    let named = EXTENSIONS.iter().any(|end| low.ends_with(end))
        || program.iter().any(|start| low.starts_with(start))
        || low.contains(".indd")
        || low.contains('\\');
    let numbered = ["document", "slide", "layout", "untitled", "scan", "microsoft word"];
    let rest = numbered.iter().find_map(|name| low.strip_prefix(name));
    let counted = rest.is_some_and(|rest| {
        rest.chars().all(|letter| letter.is_ascii_digit() || " -_.()".contains(letter))
    });
    let letters = low.chars().filter(|letter| letter.is_alphabetic()).count();
    let one_word = low.split_whitespace().nth(1).is_none();
    let coded =
        one_word && (low.contains('_') || low.chars().any(|letter| letter.is_ascii_digit()));
    letters >= 2 && !named && !counted && !coded && !PLACEHOLDERS.contains(&low.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        let case = |text: &str, expected: Option<&str>| assert_eq!(date(text).as_deref(), expected);
        case("D:20240312101500+02'00'", Some("2024-03-12"));
        case("D:2024", Some("2024"));
        case("2019-07-01T10:00:00Z", Some("2019-07-01"));
        case("2019-07", Some("2019-07"));
        case("D:19700101000000Z", None);
        case("Monday", None);
        case("", None);
    }

    #[test]
    fn titles() {
        let case = |text: &str, expected: bool| assert_eq!(is_title(text), expected, "{text}");
        case("Migration in brief", true);
        case("Kotoutuminen", true);
        case("移民报告", true);
        case("World Migration Report 2024", true);
        case("Microsoft Word - draft3.doc", false);
        case("draft3.docx", false);
        case("untitled", false);
        case("Untitled-2", false);
        case("Document1", false);
        case("12345", false);
        case("WMR_2024_final", false);
        case("", false);
    }
}
