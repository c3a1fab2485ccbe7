//! A mailbox as the messages in it. Hides the two ways to quote a line that
//! begins like a separator (mboxo and mboxrd, RFC 4155): both are undone.
//! Copies a message only where it has such a line.

use std::borrow::Cow;

use crate::source::begins_message;

/// A message of a mailbox.
pub(super) struct Message<'a> {
    /// Its bytes, as they were sent.
    pub(super) bytes: Cow<'a, [u8]>,
    /// The line of the mailbox where it begins, from 1.
    pub(super) line: u32,
}

/// The messages of a mailbox; what stands before the first is none.
pub(super) fn messages(bytes: &[u8]) -> impl Iterator<Item = Message<'_>> {
    let mut start = next_separator(bytes, 0);
    let mut line = 1_u32;
    let mut counted = 0;
    std::iter::from_fn(move || {
        let separator = start?;
        let begin = separator + line_length(&bytes[separator..]);
        line = line.saturating_add(count_lines(&bytes[counted..begin]));
        counted = begin;
        start = next_separator(bytes, begin);
        let message = &bytes[begin..start.unwrap_or(bytes.len())];
        Some(Message { bytes: unquoted(message), line })
    })
}

/// How many lines end in some bytes.
pub(super) fn count_lines(bytes: &[u8]) -> u32 {
    let count = bytes.iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The length of the first line, its end included.
fn line_length(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| end + 1)
}

/// Where the next line that begins a message stands.
fn next_separator(bytes: &[u8], mut at: usize) -> Option<usize> {
    while at < bytes.len() {
        if bytes[at] == b'F' && begins_message(&bytes[at..]) {
            return Some(at);
        }
        at += line_length(&bytes[at..]);
    }
    None
}

/// Takes one `>` from the lines that got one because they begin as a
/// separator does.
fn unquoted(message: &[u8]) -> Cow<'_, [u8]> {
    let is_quoted = |line: &[u8]| {
        let marks = line.iter().take_while(|byte| **byte == b'>').count();
        marks > 0 && line[marks..].starts_with(b"From ")
    };
    let mut lines = message.split_inclusive(|byte| *byte == b'\n');
    if !lines.clone().any(is_quoted) {
        return Cow::Borrowed(message);
    }
    let mut whole = Vec::with_capacity(message.len());
    lines.by_ref().for_each(|line| {
        whole.extend_from_slice(if is_quoted(line) { &line[1..] } else { line });
    });
    Cow::Owned(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEPARATOR: &str = "From a@b.org Thu Nov  6 08:30:00 2014\n";

    fn case(text: &str, expected: &[(u32, &str)]) {
        let found: Vec<(u32, String)> = messages(text.as_bytes())
            .map(|message| (message.line, String::from_utf8(message.bytes.into()).unwrap()))
            .collect();
        let expected: Vec<(u32, String)> =
            expected.iter().map(|(line, text)| (*line, (*text).to_owned())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn messages_begin_at_separators() {
        case(
            &format!("{SEPARATOR}Subject: a\n\none\n\n{SEPARATOR}Subject: b\n\ntwo\n"),
            &[(2, "Subject: a\n\none\n\n"), (7, "Subject: b\n\ntwo\n")],
        );
        case("no mailbox\n", &[]);
        case(SEPARATOR, &[]);
    }

    #[test]
    fn a_sentence_is_no_separator() {
        let text =
            "Subject: a\n\nIt was seen.\n\nFrom May on, at 10:30 or so, all of 2014\nwas dry.\n";
        case(&format!("{SEPARATOR}{text}"), &[(2, text)]);
    }

    #[test]
    fn quoted_separators_come_back() {
        case(
            &format!("{SEPARATOR}Subject: a\n\n>From here\n>>From there\n> From x\n"),
            &[(2, "Subject: a\n\nFrom here\n>From there\n> From x\n")],
        );
    }
}
