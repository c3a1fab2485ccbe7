//! The head of a mail as metadata: who wrote what to whom and when. Takes
//! what the headers say; a header that cannot be read is left out, and a date
//! that is in no form of mail is handed on as it stands.

use mail_parser::{Addr, Address, DateTime, HeaderName, HeaderValue, Message};
use serde_json::{Map, Value};

/// How many people of a header are kept.
const MOST_PEOPLE: usize = 100;

/// The longest Message-ID that is taken for one, in bytes: RFC 5322 allows
/// lines of 998.
const LONGEST_ID: usize = 250;

/// The metadata of a mail.
pub(super) fn metadata(message: &Message<'_>) -> Map<String, Value> {
    let mut found = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            found.insert(key.to_owned(), value);
        }
    };
    put("title", subject(message).map(Value::from));
    put("author", author(message).map(Value::from));
    put("date", date(message).map(Value::from));
    put("to", people(message.to()));
    put("cc", people(message.cc()));
    put("message-id", id(message).map(Value::from));
    put("list", message.list_id().as_text().and_then(told).map(Value::from));
    let address = message.header("Snapshot-Content-Location").and_then(HeaderValue::as_text);
    put("url", address.and_then(told).map(Value::from));
    found
}

/// The subject as it was typed.
pub(super) fn subject(message: &Message<'_>) -> Option<String> {
    message.subject().and_then(told)
}

/// The id that the sender gave the mail, where it is one (RFC 5322, 3.6.4).
pub(super) fn id(message: &Message<'_>) -> Option<String> {
    let id = message.message_id()?.trim();
    let is_plain = id.len() <= LONGEST_ID && id.bytes().all(|byte| byte.is_ascii_graphic());
    (is_plain && id.contains('@')).then(|| id.to_owned())
}

/// Whether the mail answers another, and not hands it on, as its subject or
/// its headers say.
pub(super) fn is_reply(message: &Message<'_>) -> bool {
    const REPLIES: &[&str] = &[
        "re", "aw", "sv", "antw", "vast", "rif", "odp", "ynt", "atb", "отв", "رد", "回复", "答复",
    ];
    const FORWARDS: &[&str] = &[
        "fw",
        "fwd",
        "vl",
        "tr",
        "wg",
        "rv",
        "vb",
        "i",
        "enc",
        "doorst",
        "pd",
        "转发",
        "إعادة توجيه",
    ];
    let subject = message.subject().unwrap_or_default();
    let prefix = subject.split([':', '：']).next().unwrap_or_default();
    // A count of answers: `Re[2]: `.
    let prefix = prefix.split(['[', '(']).next().unwrap_or_default().trim().to_lowercase();
    let has_prefix = subject.contains([':', '：']);
    if has_prefix && FORWARDS.contains(&prefix.as_str()) {
        return false;
    }
    let answers = !matches!(message.in_reply_to(), HeaderValue::Empty);
    answers || (has_prefix && REPLIES.contains(&prefix.as_str()))
}

/// Whether there is any header that mails have.
pub(super) fn is_mail(message: &Message<'_>) -> bool {
    message.headers().iter().any(|header| {
        matches!(
            header.name,
            HeaderName::From
                | HeaderName::To
                | HeaderName::Subject
                | HeaderName::Date
                | HeaderName::MessageId
                | HeaderName::Received
                | HeaderName::MimeVersion
                | HeaderName::ContentType
        )
    })
}

/// The names of the writers; the address of one who has none.
fn author(message: &Message<'_>) -> Option<String> {
    let names: Vec<String> = addresses(message.from().or_else(|| message.sender()))
        .filter_map(|one| {
            let name = one.name().and_then(told).map(|name| name.trim_matches('\'').to_owned());
            name.or_else(|| one.address().filter(|address| address.contains('@')).and_then(told))
        })
        .collect();
    (!names.is_empty()).then(|| names.join("; "))
}

/// People with their addresses.
fn people(address: Option<&Address<'_>>) -> Option<Value> {
    let shown = |one: &Addr<'_>| match (one.name().and_then(told), one.address().and_then(told)) {
        (Some(name), Some(address)) => Some(format!("{name} <{address}>")),
        (name, address) => name.or(address),
    };
    let all: Vec<Value> = addresses(address).filter_map(shown).map(Value::from).collect();
    (!all.is_empty()).then_some(Value::Array(all))
}

fn addresses<'a>(address: Option<&'a Address<'a>>) -> impl Iterator<Item = &'a Addr<'a>> {
    address.into_iter().flat_map(Address::iter).take(MOST_PEOPLE)
}

/// The day on which it was written; when it came, if that is not said.
fn date(message: &Message<'_>) -> Option<String> {
    if let Some(date) = message.date().filter(|date| date.is_valid()) {
        return Some(day(date));
    }
    if let Some(said) = message.header_raw("Date").and_then(told) {
        return Some(said);
    }
    message
        .received()
        .and_then(mail_parser::Received::date)
        .filter(DateTime::is_valid)
        .map(|date| day(&date))
}

fn day(date: &DateTime) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// A text on one line; none if it says nothing.
fn told(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}
