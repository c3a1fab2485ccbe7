//! Extract: the bytes of one file to drafts, one file per format. Each finds
//! the blocks of text and the metadata that the format itself carries, with
//! the line or page they stand on; containers hand their entries back to
//! this room. Never infers a language, a year or a topic, and never drops
//! text: only pure markup goes.

mod archive;
mod delimited;
mod docx;
mod entity;
mod epub;
mod frontmatter;
mod html;
mod inline;
mod layout;
mod limits;
mod lines;
mod mail;
mod markdown;
mod numerals;
mod odt;
mod ooxml;
mod package;
mod paragraphs;
mod pdf;
mod pptx;
mod properties;
mod records;
mod rtf;
mod serve;
mod task;
mod text;
mod title;
mod worker;
mod xlsx;
mod xml;

use serde::{Deserialize, Serialize};

use self::task::Task;
pub use self::{serve::serve, worker::Workers};
use crate::{
    decode::{Decoded, decode},
    document::{Draft, Part},
    source::Format,
};

/// The version of what this room makes of bytes. It rises whenever a file
/// that could not be read before may be readable now.
pub const VERSION: u32 = 1;

/// A part of a file that cannot be a document; those after it can.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadPart {
    /// Which one.
    pub part: Part,
    /// The line of the file that it starts on, from 1, where it has lines.
    pub line: Option<u32>,
    /// Why, in a few words, lower case, without a final stop.
    pub reason: String,
    /// How much is not read.
    pub loss: Loss,
}

/// How much of a file a bad part stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Loss {
    /// The part itself and nothing else.
    Part,
    /// What cannot be named: the rest of an archive, a record whose id is not
    /// known.
    Rest,
    /// Parts of formats that are not read, which are no documents.
    Kinds,
}

/// Takes the drafts of a file, in order.
type Each<'a> = &'a mut dyn FnMut(Result<Draft, BadPart>);

/// Hands over the drafts of a file in order, each as soon as it is read: one
/// for most formats, one a record for record files, one or more for each
/// entry of a container.
///
/// # Errors
///
/// Says in one sentence why the file as a whole cannot be read, such as a
/// table without any column of text.
fn extract(bytes: Vec<u8>, format: Format, task: &mut Task<'_>) -> Result<(), String> {
    let draft = match format {
        Format::Pdf => pdf::draft(&bytes),
        Format::Docx => docx::draft(&bytes),
        Format::Odt => odt::draft(&bytes),
        Format::Pptx => pptx::draft(&bytes),
        Format::Xlsx => xlsx::draft(&bytes),
        Format::Epub => epub::draft(&bytes),
        Format::Rtf => rtf::draft(&bytes),
        Format::Eml => return mail::message(&bytes, task),
        Format::Mbox => return mail::mailbox(&bytes, task),
        Format::Gzip | Format::Zip | Format::Tar => return archive::read(bytes, format, task),
        _ => return text_format(bytes, format, task),
    };
    task.draft(Ok(draft?));
    Ok(())
}

/// Decodes and reads what is made of characters.
fn text_format(bytes: Vec<u8>, format: Format, task: &mut Task<'_>) -> Result<(), String> {
    let Decoded { text, encoding, replaced, assumed } = decode(bytes, None)?;
    if text.trim().is_empty() {
        return Err("empty: it has no text".to_owned());
    }
    let mut notes = Vec::new();
    if assumed {
        notes.push(format!("the encoding is not stated: read as {encoding}"));
    }
    if replaced > 0 {
        notes.push(format!("{replaced} undecodable places became U+FFFD"));
    }
    let mut each = |draft: Result<Draft, BadPart>| {
        task.draft(draft.map(|mut draft| {
            draft.notes.append(&mut notes);
            draft
        }));
    };
    match format {
        Format::Markdown => each(Ok(markdown::draft(&text))),
        Format::Html => each(Ok(html::draft(&text))),
        Format::JsonLines => records::json_lines(&text, &mut each),
        Format::Csv => return records::csv(&text, &mut each),
        Format::Tsv => return records::tsv(&text, &mut each),
        _ => each(Ok(text::draft(&text))),
    }
    Ok(())
}
