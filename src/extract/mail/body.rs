//! The text of a mail: the plain form where there is one that says as much
//! as the page beside it, else the page. Hides how the text was packed, in
//! which letters, and that it may stand in several parts.

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use super::{
    count_lines, head,
    lines::{Flow, lines},
    said, transfer,
};
use crate::{
    decode::{Decoded, decode},
    document::{Block, Role},
    extract::html,
};

/// The longest plain text, in letters, that may only say that there is a
/// page to be read.
const STUB: usize = 400;

/// How many times longer than such a text the page is.
const STUB_RATIO: usize = 4;

/// The blocks of a mail's text. `line` is the line of the file on which the
/// mail begins.
pub(super) fn blocks(message: &Message<'_>, line: u32, notes: &mut Vec<String>) -> Vec<Block> {
    let is_reply = head::is_reply(message);
    let of = |ids: &[u32], notes: &mut Vec<String>| -> Vec<Block> {
        let parts = ids.iter().filter_map(|id| message.part(*id));
        parts.flat_map(|part| part_blocks(message, part, line, is_reply, notes)).collect()
    };
    let mut plain_notes = Vec::new();
    let plain = of(&message.text_body, &mut plain_notes);
    if length(&plain) < STUB && message.html_body != message.text_body {
        let mut page_notes = Vec::new();
        let page = of(&message.html_body, &mut page_notes);
        if length(&page) > length(&plain) * STUB_RATIO {
            notes.append(&mut page_notes);
            return page;
        }
    }
    notes.append(&mut plain_notes);
    plain
}

/// How many letters of content there are.
fn length(blocks: &[Block]) -> usize {
    let content = blocks.iter().filter(|block| block.role != Role::Furniture);
    content.map(|block| block.text.chars().filter(|letter| letter.is_alphanumeric()).count()).sum()
}

/// The blocks of one part.
fn part_blocks(
    message: &Message<'_>,
    part: &MessagePart<'_>,
    line: u32,
    is_reply: bool,
    notes: &mut Vec<String>,
) -> Vec<Block> {
    let is_page = match part.body {
        PartType::Text(_) => false,
        PartType::Html(_) => true,
        _ => return Vec::new(),
    };
    let text = match text(message, part) {
        Ok(Decoded { text, replaced: 0, .. }) => text,
        Ok(Decoded { text, replaced, .. }) => {
            notes.push(format!("{replaced} undecodable places became U+FFFD"));
            text
        }
        Err(reason) => {
            notes.push(format!("a part of the text is not read: {reason}"));
            return Vec::new();
        }
    };
    let above = message.raw_message.get(..start(part)).unwrap_or_default();
    let first = line.saturating_add(count_lines(above));
    let keeps_lines = transfer::keeps_lines(part.content_transfer_encoding());
    let place = |number: u32| if keeps_lines { first.saturating_add(number) } else { first };
    if is_page {
        let mut blocks = html::draft(&text).blocks;
        blocks.iter_mut().for_each(|block| block.line = place(block.line.saturating_sub(1)));
        said::mark_quotation(&mut blocks, is_reply);
        return blocks;
    }
    said::blocks(&lines(&text, flow(part)), is_reply, &place)
}

/// How the lines of a part flow.
fn flow(part: &MessagePart<'_>) -> Flow {
    let attribute = |name: &str, value: &str| {
        let found = part.content_type().and_then(|kind| kind.attribute(name));
        found.is_some_and(|found| found.eq_ignore_ascii_case(value))
    };
    Flow { flowed: attribute("format", "flowed"), deletes_space: attribute("delsp", "yes") }
}

fn start(part: &MessagePart<'_>) -> usize {
    usize::try_from(part.raw_body_offset()).unwrap_or(usize::MAX)
}

/// The bytes of a part as they were before they were packed.
pub(super) fn bytes(message: &Message<'_>, part: &MessagePart<'_>) -> Vec<u8> {
    let end = usize::try_from(part.raw_end_offset()).unwrap_or(usize::MAX);
    let packed = message.raw_message.get(start(part)..end).unwrap_or_default();
    transfer::decoded(packed, part.content_transfer_encoding())
}

/// The text of a part, in the encoding that it states where its bytes do not
/// prove another.
pub(super) fn text(message: &Message<'_>, part: &MessagePart<'_>) -> Result<Decoded, String> {
    let declared = part.content_type().and_then(|kind| kind.attribute("charset"));
    decode(bytes(message, part), declared)
}
