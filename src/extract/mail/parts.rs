//! What is attached to a mail, as the entries of a container: with a name
//! and a format. What belongs to the text itself (pictures in it, other forms
//! of it, the seals of signed mails) is left out; what is not read is counted.

use std::{collections::HashSet, path::Path};

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use super::{body, head};
use crate::{
    extract::archive::{Unread, label},
    source::{Format, HEAD, format_of},
};

/// What a mail has attached.
pub(super) struct Attached {
    /// What is read.
    pub(super) found: Vec<Attachment>,
    /// How many others there are.
    pub(super) unread: Unread,
}

/// One attachment.
pub(super) struct Attachment {
    /// Its name, which no other of the mail has.
    pub(super) label: String,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// What they are.
    pub(super) format: Format,
}

/// The attachments of a mail.
pub(super) fn attached(message: &Message<'_>) -> Attached {
    let mut attached = Attached { found: Vec::new(), unread: Unread::default() };
    let mut names = HashSet::new();
    let belonging = belonging(message);
    for id in &message.attachments {
        let Some(part) = message.part(*id).filter(|_| !belonging.contains(id)) else { continue };
        let Some(kind) = kind(part) else { continue };
        if kind == "application/ms-tnef" {
            attached.unread.add("winmail.dat (Outlook's own form)");
            continue;
        }
        let label = unique(&name(message, part, &kind), &mut names);
        let bytes = contents(message, part);
        let format = match part.body {
            PartType::Message(_) => Ok(Format::Eml),
            _ => format_of(Path::new(&label), &bytes[..bytes.len().min(HEAD)]),
        };
        match format {
            _ if bytes.trim_ascii().is_empty() => {}
            Ok(format) => attached.found.push(Attachment { label, bytes, format }),
            Err(reason) => attached.unread.add(&reason),
        }
    }
    attached
}

/// The parts that belong to the text: what stands beside a page, and the
/// other forms of a text.
fn belonging(message: &Message<'_>) -> HashSet<u32> {
    let mut found = HashSet::new();
    for part in &message.parts {
        let PartType::Multipart(inner) = &part.body else { continue };
        let subtype = part.content_type().and_then(|kind| kind.subtype()).unwrap_or_default();
        if subtype.eq_ignore_ascii_case("alternative") || subtype.eq_ignore_ascii_case("related") {
            found.extend(inner.iter().copied());
        }
    }
    found
}

/// The type of a part that is an attachment; none of one that is not.
fn kind(part: &MessagePart<'_>) -> Option<String> {
    let kind = part.content_type().map(|kind| match kind.subtype() {
        Some(subtype) => format!("{}/{subtype}", kind.ctype()).to_lowercase(),
        None => kind.ctype().to_lowercase(),
    });
    let kind = kind.unwrap_or_default();
    let is_in_text = part.content_id().is_some() && kind.starts_with("image/");
    let is_seal = ["pgp-signature", "pkcs7-signature", "pgp-encrypted", "rfc822-headers"]
        .iter()
        .any(|end| kind.ends_with(end));
    let is_report = matches!(kind.as_str(), "message/delivery-status" | "message/partial");
    (!is_in_text && !is_seal && !is_report).then_some(kind)
}

/// The name that an attachment is given, or one after what it is.
fn name(message: &Message<'_>, part: &MessagePart<'_>, kind: &str) -> String {
    let given = part.attachment_name().map(label).filter(|name| !name.is_empty());
    if let Some(name) = given {
        return name;
    }
    if let PartType::Message(inner) = &part.body {
        let subject = head::subject(inner).or_else(|| head::subject(message));
        let subject = subject.map(|subject| subject.replace(['/', '\\'], "-"));
        return format!("{}.eml", subject.as_deref().unwrap_or("message"));
    }
    match kind {
        "text/html" => "attachment.html".to_owned(),
        "text/csv" => "attachment.csv".to_owned(),
        "text/markdown" => "attachment.md".to_owned(),
        "application/pdf" => "attachment.pdf".to_owned(),
        kind if kind.starts_with("text/") => "attachment.txt".to_owned(),
        _ => "attachment".to_owned(),
    }
}

/// A name that was not given before: the second `a.txt` is `a (2).txt`.
fn unique(name: &str, names: &mut HashSet<String>) -> String {
    let (stem, end) = match name.rsplit_once('.') {
        Some((stem, end)) => (stem, format!(".{end}")),
        None => (name, String::new()),
    };
    let others = (2..).map(|number: usize| format!("{stem} ({number}){end}"));
    let free =
        std::iter::once(name.to_owned()).chain(others).find(|name| names.insert(name.clone()));
    free.unwrap_or_default()
}

/// The bytes of an attachment; a text in UTF-8, as its encoding stands in the
/// mail and not in the text.
fn contents(message: &Message<'_>, part: &MessagePart<'_>) -> Vec<u8> {
    let is_text = part.content_type().is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("text"));
    match body::text(message, part) {
        Ok(decoded) if is_text => decoded.text.into_bytes(),
        _ => body::bytes(message, part),
    }
}
