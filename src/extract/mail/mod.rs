//! Mails: one in a file, or many in a mailbox. Hides MIME: of several forms
//! of one text the plain one is read, attachments are handed back as the
//! entries of a container are. Never fetches what a mail refers to.

mod body;
mod head;
mod lines;
mod mbox;
mod parts;
mod said;
mod transfer;

use std::borrow::Cow;

use mail_parser::{Message, MessageParser};
use serde_json::Value;

use self::mbox::count_lines;
use super::{BadPart, Loss, Task, limits};
use crate::{
    decode::decode,
    document::{Block, Draft, Part, Role},
    source::Format,
};

/// The most parts of a mail that have parts themselves: what is nested
/// deeper cannot be taken apart, or put away, without end.
const CONTAINERS: usize = 1_000;

/// Reads a mail.
///
/// # Errors
/// Says why it cannot be read.
pub(super) fn message(bytes: &[u8], task: &mut Task<'_>) -> Result<(), String> {
    if task.depth > limits::NESTED {
        return Err(format!("mails deeper than {} in each other are not read", limits::NESTED));
    }
    read(bytes, &Place { number: None, line: 1 }, task)
}

/// Reads the mails of a mailbox, each as a record.
///
/// # Errors
/// Says so where there are none.
pub(super) fn mailbox(bytes: &[u8], task: &mut Task<'_>) -> Result<(), String> {
    let mut number = 0;
    for message in mbox::messages(bytes) {
        number += 1;
        if !task.begin(&format!("message {number}"), Format::Eml) {
            continue;
        }
        let place = Place { number: Some(number), line: message.line };
        if let Err(reason) = read(&message.bytes, &place, task) {
            let line = Some(message.line);
            let part = Part::record(number);
            task.draft(Err(BadPart { part, line, reason, loss: Loss::Rest }));
        }
    }
    if number == 0 {
        return Err("no message begins in it: it is no mailbox".to_owned());
    }
    Ok(())
}

/// Where a mail stands in its file.
struct Place {
    /// Its number in a mailbox, from 1.
    number: Option<u64>,
    /// The line on which it begins, from 1.
    line: u32,
}

/// Reads one mail and what is attached to it.
fn read(bytes: &[u8], place: &Place, task: &mut Task<'_>) -> Result<(), String> {
    if containers(bytes) > CONTAINERS {
        return Err(format!("more than {CONTAINERS} parts have parts themselves"));
    }
    let bytes = readable(bytes);
    let parsed = MessageParser::default().parse(bytes.as_ref()).filter(head::is_mail);
    let message = parsed.ok_or("it has no headers of a mail")?;
    let attached = parts::attached(&message);
    let mut draft = draft(&message, place, attached.unread.note(["attachment", "attachments"]));
    // One that is attached to another may stand elsewhere by itself.
    if let (0, Some(id)) = (task.mails, head::id(&message)) {
        draft.metadata.insert("id".to_owned(), Value::from(id));
    }
    let is_empty = draft.blocks.is_empty();
    if !is_empty {
        task.draft(Ok(draft));
    }
    if is_empty && attached.found.is_empty() {
        return Err("empty: it has no text".to_owned());
    }
    // What is attached to a mail of a mailbox is named after it.
    let prefix = place.number.map(|number| {
        let name = head::id(&message).unwrap_or_else(|| format!("message {number}"));
        format!("{name}/")
    });
    task.depth += 1;
    task.mails += 1;
    for one in attached.found {
        let label = format!("{}{}", prefix.as_deref().unwrap_or_default(), one.label);
        if task.begin(&label, one.format) {
            task.entry(&label, one.bytes, one.format);
        }
    }
    task.mails -= 1;
    task.depth -= 1;
    Ok(())
}

/// The mail itself.
fn draft(message: &Message<'_>, place: &Place, unread: Option<String>) -> Draft {
    let metadata = head::metadata(message);
    let mut notes: Vec<String> = unread.into_iter().collect();
    let mut blocks = body::blocks(message, place.line, &mut notes);
    if let (true, Some(subject)) = (blocks.is_empty(), head::subject(message)) {
        blocks.push(Block { role: Role::Heading, text: subject, line: place.line, page: None });
    }
    let part = Part { entry: None, record: place.number };
    Draft { part, metadata, blocks, notes }
}

/// How many parts may have parts, counted by the names of their types.
fn containers(bytes: &[u8]) -> usize {
    let names: [&[u8]; 3] = [b"multipart/", b"message/rfc822", b"message/global"];
    let mut count = 0;
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'm' | b'M')) {
        let is = |name: &&[u8]| {
            bytes.get(at..at + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
        };
        count += usize::from(names.iter().any(is));
    }
    count
}

/// A mail whose headers are UTF-8, as none of the forms for other letters may
/// have been used.
fn readable(bytes: &[u8]) -> Cow<'_, [u8]> {
    let gap = |at: &usize| matches!(&bytes[*at..], [b'\n', b'\n' | b'\r', ..]);
    let (head, rest) = bytes.split_at((0..bytes.len()).find(gap).unwrap_or(bytes.len()));
    if std::str::from_utf8(head).is_ok() {
        return Cow::Borrowed(bytes);
    }
    match decode(head.to_vec(), None) {
        Ok(decoded) => Cow::Owned([decoded.text.as_bytes(), rest].concat()),
        Err(_) => Cow::Borrowed(bytes),
    }
}
