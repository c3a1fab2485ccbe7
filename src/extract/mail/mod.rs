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

/// The longest header that is read, in bytes: hundreds of recipients.
const LONGEST_HEADER: usize = 64 << 10;

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
    Draft { part, metadata, blocks, notes, ..Draft::default() }
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
/// have been used, and of a length that headers have.
fn readable(bytes: &[u8]) -> Cow<'_, [u8]> {
    let gap = |at: &usize| matches!(&bytes[*at..], [b'\n', b'\n' | b'\r', ..]);
    let (head, rest) = bytes.split_at((0..bytes.len()).find(gap).unwrap_or(bytes.len()));
    let head = if head.len() > LONGEST_HEADER { shortened(head) } else { Cow::Borrowed(head) };
    let head = match std::str::from_utf8(&head) {
        Ok(_) => head,
        Err(_) => match decode(head.to_vec(), None) {
            Ok(decoded) => Cow::Owned(decoded.text.into_bytes()),
            Err(_) => head,
        },
    };
    match head {
        Cow::Borrowed(_) => Cow::Borrowed(bytes),
        Cow::Owned(head) => Cow::Owned([head.as_slice(), rest].concat()),
    }
}

/// Cuts the headers that are longer than any is.
fn shortened(head: &[u8]) -> Cow<'_, [u8]> {
    let mut kept = Vec::new();
    let (mut length, mut cut) = (0, false);
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            length = 0;
        }
        let left = LONGEST_HEADER - length;
        if line.len() > left {
            cut = true;
            kept.extend_from_slice(&line[..left]);
            if left > 0 {
                kept.push(b'\n');
            }
            length = LONGEST_HEADER;
        } else {
            kept.extend_from_slice(line);
            length += line.len();
        }
    }
    if cut { Cow::Owned(kept) } else { Cow::Borrowed(head) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::extract::task::tests::All;

    fn drafts(mail: &[u8]) -> Vec<Draft> {
        let mut all = All::default();
        message(mail, &mut Task::new("a.eml", &mut all)).unwrap();
        all.0.into_iter().map(Result::unwrap).collect()
    }

    /// The text of a mail with this head and body, furniture left out.
    fn case(head: &str, body: &[u8], expected: &str) {
        let mail = [b"From: A <a@b.org>\n", head.as_bytes(), b"\n\n", body].concat();
        let found = drafts(&mail);
        let content = found[0].blocks.iter().filter(|block| block.role != Role::Furniture);
        let texts: Vec<&str> = content.map(|block| block.text.as_str()).collect();
        assert_eq!(texts.join(" / "), expected);
    }

    /// The metadata of a mail with this head.
    fn metadata(head: &str) -> BTreeMap<String, String> {
        let found = drafts(format!("{head}\n\nText.\n").as_bytes()).remove(0).metadata;
        let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        found.into_iter().map(|(key, value)| (key, text(value))).collect()
    }

    #[test]
    fn heads() {
        let found = metadata(
            "From: =?iso-8859-1?Q?P=E4ivi_M=E4ki?= <p@x.fi>\nTo: A <a@x.fi>, b@x.fi\n\
             Subject: =?utf-8?B?UMOkw6R0w7Zz?=\n =?utf-8?Q?_on_t=C3=A4ss=C3=A4?=\n\
             Date: Tue, 3 Mar 15 10:00:00 EST\nMessage-ID: <1@x.fi>",
        );
        let expected = [
            ("author", "Päivi Mäki"),
            ("date", "2015-03-03"),
            ("id", "1@x.fi"),
            ("message-id", "1@x.fi"),
            ("title", "Päätös on tässä"),
            ("to", "[\"A <a@x.fi>\",\"b@x.fi\"]"),
        ];
        assert_eq!(found, expected.map(|(key, value)| (key.to_owned(), value.to_owned())).into());
        assert_eq!(
            metadata("From: a@x.fi\nDate: kolmas maaliskuuta")["date"],
            "kolmas maaliskuuta"
        );
        assert_eq!(metadata("From: a@x.fi\nSubject: =?gb18030?B?0sbD8Q==?=")["title"], "移民");
        assert!(!metadata("From: a@x.fi\nMessage-ID: <no id>").contains_key("id"));
    }

    #[test]
    fn letters() {
        let plain = |charset: &str| format!("Content-Type: text/plain; charset={charset}");
        case(&plain("utf-8"), "Päätös.".as_bytes(), "Päätös.");
        case(&plain("windows-1256"), b"\xE3\xD1\xCD\xC8\xC7", "مرحبا");
        case(&plain("koi8-r"), b"\xF0\xD2\xC9\xD7\xC5\xD4", "Привет");
        case(&plain("iso-2022-jp"), b"\x1B$B0\\L1\x1B(B", "移民");
        case(&plain("gb18030"), b"\xD2\xC6\xC3\xF1", "移民");
        // Stated wrongly, and not stated.
        case(&plain("us-ascii"), "Päätös.".as_bytes(), "Päätös.");
        case("X: y", b"P\xE4\xE4t\xF6s on t\xE4ss\xE4.", "Päätös on tässä.");
    }

    #[test]
    fn packed_texts() {
        let head = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: ";
        case(&format!("{head}quoted-printable"), b"P=C3=A4=C3=A4=\nt=C3=B6s =XX", "Päätös =XX");
        case(&format!("{head}base64"), b"UMOkw6R0!w7ZzLg", "Päätös.");
        let flowed = "Content-Type: text/plain; format=flowed";
        case(flowed, b"one \ntwo\n\n> said \n> it\n", "one two");
    }

    #[test]
    fn one_of_several_forms_is_read() {
        let head = "Content-Type: multipart/alternative; boundary=b";
        let body = |plain: &str, page: &str| {
            format!(
                "--b\nContent-Type: text/plain\n\n{plain}\n--b\nContent-Type: text/html\n\n\
                 <p>{page}</p>\n--b--\n"
            )
        };
        case(head, body("The ferry leaves.", "The ferry leaves.").as_bytes(), "The ferry leaves.");
        let long = "The ferry leaves at noon from the pier. ".repeat(9);
        case(head, body("Your program shows no pages.", &long).as_bytes(), long.trim());
    }

    #[test]
    fn attachments_have_names_of_their_own() {
        let part = |disposition: &str, text: &str| {
            format!("--b\nContent-Type: text/plain\nContent-Disposition: {disposition}\n\n{text}\n")
        };
        let mail = format!(
            "From: a@b.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nText.\n{}{}{}--b--\n",
            part("attachment; filename=a.txt", "One."),
            part("attachment; filename=a.txt", "Two."),
            part("attachment; filename*=utf-8''p%C3%A4iv%C3%A4.md", "# Three"),
        );
        let found: Vec<String> =
            drafts(mail.as_bytes()).iter().map(|draft| draft.part.to_string()).collect();
        assert_eq!(found, ["", "!/a.txt", "!/a (2).txt", "!/päivä.md"]);
    }

    #[test]
    fn headers_are_cut() {
        let long =
            format!("From: a@b.org\nSubject: {}\nMessage-ID: <1@b>\n\nx", "a".repeat(1 << 20));
        let found = drafts(long.as_bytes()).remove(0);
        assert!(found.metadata["title"].as_str().unwrap().len() < LONGEST_HEADER);
        assert_eq!(found.metadata["id"], "1@b");
    }

    #[test]
    fn what_is_no_mail_is_refused() {
        let case = |mail: &[u8], expected: &str| {
            let mut all = All::default();
            let found = message(mail, &mut Task::new("a.eml", &mut all));
            assert_eq!(found.unwrap_err(), expected);
        };
        case(b"just a text\n", "it has no headers of a mail");
        case(b"", "it has no headers of a mail");
        case(b"From: a@b.org\n\n", "empty: it has no text");
        let deep = format!("From: a@b.org\n{}", "Content-Type: message/rfc822\n\n".repeat(5_000));
        case(deep.as_bytes(), "more than 1000 parts have parts themselves");
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let found = drafts(b"From: a@b.org\nTo: b@b.org\n\nOne.\n\n> two\n");
        let lines: Vec<u32> = found[0].blocks.iter().map(|block| block.line).collect();
        assert_eq!(lines, [4, 6]);
    }
}
