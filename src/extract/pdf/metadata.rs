//! What a PDF says of itself: title, authors, dates, language, keywords, out
//! of its information dictionary and its XMP packet. A title that is only
//! the name of a file or a program is none. Never reads the pages.

use pdf_oxide::{
    PdfDocument, extractors::xmp::XmpExtractor, object::Object,
    optional_content::decode_pdf_text_string,
};

use super::super::properties::{Properties, Property};
use crate::document::{DateKind, Draft, StatedDate};

/// Puts what the file states into the draft.
pub(super) fn read(pdf: &PdfDocument, draft: &mut Draft) {
    let info = Info::of(pdf);
    let xmp = XmpExtractor::extract(pdf).ok().flatten().unwrap_or_default();
    let mut found = Properties::default();
    let mut put = |property: Property, value: Option<String>| {
        if let Some(value) = value {
            found.put(property, &value);
        }
    };
    put(Property::Title, info.text("Title"));
    put(Property::Title, xmp.dc_title);
    match info.text("Author") {
        Some(author) => put(Property::Author, Some(author)),
        None => xmp.dc_creator.into_iter().for_each(|one| put(Property::Author, Some(one))),
    }
    put(Property::Description, info.text("Subject"));
    put(Property::Description, xmp.dc_description);
    put(Property::Keywords, info.text("Keywords").or(xmp.pdf_keywords));
    xmp.dc_subject.into_iter().for_each(|one| put(Property::Keywords, Some(one)));
    found.state(draft);
    draft.hint = language(pdf).or(xmp.dc_language);
    let dates = [
        (DateKind::Created, "CreationDate", info.text("CreationDate")),
        (DateKind::Created, "xmp:CreateDate", xmp.xmp_create_date),
        (DateKind::Modified, "ModDate", info.text("ModDate")),
        (DateKind::Modified, "xmp:ModifyDate", xmp.xmp_modify_date),
    ];
    for (kind, name, text) in dates {
        if let Some(text) = text.filter(|text| is_likely(text)) {
            draft.dates.push(StatedDate { kind, name: name.to_owned(), text });
        }
    }
}

/// Whether a date can be right: the format is of 1993, and clocks that were
/// never set begin in 1970 or 1980.
fn is_likely(date: &str) -> bool {
    let year = date.trim().trim_start_matches("D:").get(..4);
    year.and_then(|year| year.parse::<u16>().ok()).is_some_and(|year| year >= 1990)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        let case = |text: &str, expected: bool| assert_eq!(is_likely(text), expected, "{text}");
        case("D:20240312101500+02'00'", true);
        case("2019-07-01T10:00:00Z", true);
        case("D:19700101000000Z", false);
        case("D:1", false);
        case("Monday", false);
    }
}
