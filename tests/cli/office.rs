//! Files of office formats, made of the same paragraphs: as small as the
//! formats allow, and what the tests of several modules begin with.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A paragraph that is a heading, running text or a row of cells.
#[derive(Clone, Copy)]
pub(crate) enum Piece<'a> {
    Heading(&'a str),
    Text(&'a str),
    Row(&'a [&'a str]),
}

/// A package of parts, packed or as they are.
pub(crate) fn package(parts: &[(&str, &str)], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn deflated(parts: &[(&str, &str)]) -> Vec<u8> {
    package(parts, CompressionMethod::Deflated)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The paragraphs, each made by `make` of its piece.
fn joined<'a>(pieces: &[Piece<'a>], make: impl Fn(&Piece<'a>) -> String) -> String {
    pieces.iter().map(make).collect()
}

/// The document part of a DOCX.
pub(crate) fn document_xml(pieces: &[Piece<'_>]) -> String {
    let paragraph = |style: &str, text: &str| {
        let style = format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>");
        format!("<w:p>{style}<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escaped(text))
    };
    let body = joined(pieces, |piece| match piece {
        Piece::Heading(text) => paragraph("Heading1", text),
        Piece::Text(text) => paragraph("Normal", text),
        Piece::Row(cells) => {
            let cells = cells.iter().map(|cell| format!("<w:tc>{}</w:tc>", paragraph("", cell)));
            format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cells.collect::<String>())
        }
    });
    format!("<?xml version=\"1.0\"?><w:document><w:body>{body}<w:sectPr/></w:body></w:document>")
}

/// A text document of Word.
pub(crate) fn docx(pieces: &[Piece<'_>]) -> Vec<u8> {
    deflated(&[("word/document.xml", &document_xml(pieces))])
}

/// An OpenDocument text.
pub(crate) fn odt(pieces: &[Piece<'_>]) -> Vec<u8> {
    let body = joined(pieces, |piece| match piece {
        Piece::Heading(text) => {
            format!("<text:h text:outline-level=\"1\">{}</text:h>", escaped(text))
        }
        Piece::Text(text) => format!("<text:p>{}</text:p>", escaped(text)),
        Piece::Row(cells) => {
            let cell = |cell: &&str| {
                format!("<table:table-cell><text:p>{}</text:p></table:table-cell>", escaped(cell))
            };
            let cells: String = cells.iter().map(cell).collect();
            format!("<table:table><table:table-row>{cells}</table:table-row></table:table>")
        }
    });
    let content = format!(
        "<office:document-content><office:body><office:text>{body}</office:text></office:body>\
         </office:document-content>"
    );
    deflated(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}

/// A presentation with a slide for each heading.
pub(crate) fn pptx(pieces: &[Piece<'_>]) -> Vec<u8> {
    let paragraph = |text: &str| format!("<a:p><a:r><a:t>{}</a:t></a:r></a:p>", escaped(text));
    let mut slides: Vec<String> = Vec::new();
    for piece in pieces {
        let shape = match piece {
            Piece::Heading(text) => format!(
                "<p:sp><p:nvPr><p:ph type=\"title\"/></p:nvPr><p:txBody>{}</p:txBody></p:sp>",
                paragraph(text)
            ),
            Piece::Text(text) => {
                format!("<p:sp><p:txBody>{}</p:txBody></p:sp>", paragraph(text))
            }
            Piece::Row(cells) => {
                let cell =
                    |cell: &&str| format!("<a:tc><a:txBody>{}</a:txBody></a:tc>", paragraph(cell));
                let cells: String = cells.iter().map(cell).collect();
                format!("<p:graphicFrame><a:tbl><a:tr>{cells}</a:tr></a:tbl></p:graphicFrame>")
            }
        };
        match (piece, slides.last_mut()) {
            (Piece::Text(_) | Piece::Row(_), Some(slide)) => slide.push_str(&shape),
            _ => slides.push(shape),
        }
    }
    let (mut ids, mut relations) = (String::new(), String::new());
    let mut parts = Vec::new();
    for (at, slide) in slides.iter().enumerate() {
        ids.push_str(&format!("<p:sldId id=\"{}\" r:id=\"r{at}\"/>", 256 + at));
        relations.push_str(&format!(
            "<Relationship Id=\"r{at}\" Type=\"t/slide\" Target=\"slides/slide{at}.xml\"/>"
        ));
        parts.push((format!("ppt/slides/slide{at}.xml"), format!("<p:sld>{slide}</p:sld>")));
    }
    let of = |name: &str, text: String| (name.to_owned(), text);
    parts.push(of("ppt/presentation.xml", format!("<p:presentation>{ids}</p:presentation>")));
    parts.push(of("ppt/_rels/presentation.xml.rels", format!("<r>{relations}</r>")));
    let parts: Vec<(&str, &str)> =
        parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    deflated(&parts)
}

/// A workbook with one sheet, a row for each piece.
pub(crate) fn xlsx(name: &str, pieces: &[Piece<'_>]) -> Vec<u8> {
    let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text));
    let rows = joined(pieces, |piece| match piece {
        Piece::Heading(text) | Piece::Text(text) => format!("<row>{}</row>", cell(text)),
        Piece::Row(cells) => {
            format!("<row>{}</row>", cells.iter().map(cell).collect::<String>())
        }
    });
    deflated(&[
        (
            "xl/workbook.xml",
            &format!("<workbook><sheet name=\"{}\" r:id=\"r1\"/></workbook>", escaped(name)),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<r><Relationship Id=\"r1\" Type=\"t/worksheet\" Target=\"worksheets/1.xml\"/></r>",
        ),
        ("xl/worksheets/1.xml", &format!("<worksheet>{rows}</worksheet>")),
    ])
}

/// A book of one document.
pub(crate) fn epub(pieces: &[Piece<'_>]) -> Vec<u8> {
    let body = joined(pieces, |piece| match piece {
        Piece::Heading(text) => format!("<h1>{}</h1>\n", escaped(text)),
        Piece::Text(text) => format!("<p>{}</p>\n", escaped(text)),
        Piece::Row(cells) => {
            let cells: String =
                cells.iter().map(|cell| format!("<td>{}</td>", escaped(cell))).collect();
            format!("<table><tr>{cells}</tr></table>\n")
        }
    });
    let page = format!("<html><head><meta charset=\"utf-8\"/></head><body>\n{body}</body></html>");
    deflated(&[
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", "<container><rootfile full-path=\"book.opf\"/></container>"),
        (
            "book.opf",
            "<package><manifest><item id=\"a\" href=\"a.xhtml\"/></manifest>\
             <spine><itemref idref=\"a\"/></spine></package>",
        ),
        ("a.xhtml", &page),
    ])
}

/// A document in RTF, what is not ASCII as UTF-16.
pub(crate) fn rtf(pieces: &[Piece<'_>]) -> Vec<u8> {
    let escaped = |text: &str| {
        text.chars().fold(String::new(), |mut out, letter| {
            match letter {
                '\\' | '{' | '}' => out.extend(['\\', letter]),
                ' '..='~' => out.push(letter),
                letter => letter.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                    let signed = i32::from(*unit) - if *unit > 0x7FFF { 0x1_0000 } else { 0 };
                    out.push_str(&format!("\\u{signed}?"));
                }),
            }
            out
        })
    };
    let body = joined(pieces, |piece| match piece {
        Piece::Heading(text) => format!("\\pard\\outlinelevel0 {}\\par\n", escaped(text)),
        Piece::Text(text) => format!("\\pard {}\\par\n", escaped(text)),
        Piece::Row(cells) => {
            let cells: String =
                cells.iter().map(|cell| format!("\\intbl {}\\cell", escaped(cell))).collect();
            format!("\\trowd {cells}\\row\n")
        }
    });
    format!("{{\\rtf1\\ansi\\ansicpg1252\\deff0\n{body}}}").into_bytes()
}
