//! Extract: characters to drafts, one file per format. Each finds the blocks
//! of text and the metadata that the format itself carries, with the line
//! and page they stand on. Never infers a language, a year or a topic, and
//! never drops text: only pure markup goes.

mod delimited;
mod entity;
mod frontmatter;
mod html;
mod inline;
mod layout;
mod lines;
mod markdown;
mod records;
mod text;

use crate::{document::Draft, source::Format};

/// A record that cannot be a document; those after it can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRecord {
    /// The number of the record in its file, from 1.
    pub record: u64,
    /// The line of the file that it starts on, from 1.
    pub line: u32,
    /// Why, in a few words, lower case, without a final stop.
    pub reason: String,
}

/// Hands over the drafts of a file in order, one for text and Markdown, one
/// a record for record files, each as soon as it is read.
///
/// # Errors
///
/// Says in one sentence why the file as a whole cannot be read, such as a
/// table without any column of text.
pub fn extract(
    text: &str,
    format: Format,
    each: &mut dyn FnMut(Result<Draft, BadRecord>),
) -> Result<(), String> {
    match format {
        Format::Text => each(Ok(text::draft(text))),
        Format::Markdown => each(Ok(markdown::draft(text))),
        Format::Html => each(Ok(html::draft(text))),
        Format::JsonLines => records::json_lines(text, each),
        Format::Csv => return records::csv(text, each),
        Format::Tsv => return records::tsv(text, each),
    }
    Ok(())
}
