//! Mails: who wrote what and when, what is said and what is quoted, and what
//! is attached; in files of their own and in mailboxes.

use std::fmt::Write as _;

use insta::assert_snapshot;

use crate::sandbox::Sandbox;

const MAIL: &str = "\
From: =?utf-8?Q?P=C3=A4ivi_M=C3=A4ki?= <paivi@example.org>
To: Anna Berg <anna@example.org>
Subject: Re: Ferry to the harbour
Date: Tue, 3 Mar 2015 10:00:00 +0200
Message-ID: <one@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=cut

--cut
Content-Type: text/plain; charset=utf-8

The ferry leaves at noon from the pier, as it does on every day of the week.

On Mon, 2 Mar 2015 at 09:00, Anna Berg <anna@example.org> wrote:
> When does the lighthouse close?

--\x20
Marine Office
--cut
Content-Type: text/markdown; name=timetable.md

# Timetable of the sail boats
--cut
Content-Type: image/png; name=map.png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--cut--
";

#[test]
fn a_mail_is_a_document_and_so_is_what_is_attached() {
    let sandbox = Sandbox::with(&[("docs/a.eml", MAIL)]);
    let run = sandbox.ingest();
    assert!(run.stderr.contains("note docs/a.eml: 1 attachment is not read: an image"), "{run:?}");
    assert_snapshot!(sandbox.run(&["show", "one@example.org"]).all(), @r#"
    status 0
    --- stdout
    id         one@example.org
    title      Re: Ferry to the harbour (metadata)
    path       docs/a.eml
    year       2015 (metadata, confidence 1.0: "2015-03-03")
    languages  en 100 %
    author     Päivi Mäki
    to         Anna Berg <anna@example.org>
    message-id one@example.org

    [line 12, en]
    The ferry leaves at noon from the pier, as it does on every day of the week.

    [line 14, furniture]
    On Mon, 2 Mar 2015 at 09:00, Anna Berg <anna@example.org> wrote:

    [line 15, furniture]
    When does the lighthouse close?

    [line 17, furniture]
    --

    [line 18, furniture]
    Marine Office
    "#);
    let hit = sandbox.run(&["search", "sail", "--json"]).json()["hits"][0].clone();
    assert_eq!(hit["entry"], "timetable.md");
    // What is quoted finds the mail and is never shown.
    let hit = sandbox.run(&["search", "lighthouse", "--json"]).json()["hits"][0].clone();
    assert_eq!(hit["id"], "one@example.org");
    assert!(!hit["passages"].to_string().contains("lighthouse"), "{hit}");
}

/// A mailbox of mails with these numbers.
fn mailbox(numbers: impl IntoIterator<Item = u32>) -> String {
    let mut text = String::new();
    for number in numbers {
        writeln!(
            text,
            "From a@b.org Thu Nov  6 08:30:00 2014\nFrom: A <a@b.org>\nSubject: Ferry {number}\n\
             Message-ID: <{number}@b.org>\n\nFerry number {number} leaves.\n\n>From the pier.\n"
        )
        .unwrap();
    }
    text
}

#[test]
fn mails_of_a_mailbox_keep_their_ids() {
    let sandbox = Sandbox::with(&[("docs/Inbox", &mailbox(1..=5))]);
    sandbox.ingest();
    let shown = sandbox.run(&["show", "3@b.org", "--json"]).code(0).json();
    assert_eq!((&shown["record"], &shown["title"]), (&3.into(), &"Ferry 3".into()));
    assert_eq!(shown["passages"][0]["line"], 24);
    assert_eq!(shown["passages"][1]["text"], "From the pier.");
    sandbox.write("docs/Inbox", mailbox(3..=6));
    let run = sandbox.ingest();
    assert!(run.stderr.contains("1 added, 0 changed, 3 unchanged, 2 gone"), "{run:?}");
    assert_eq!(sandbox.found(&["title:ferry"]).len(), 4);
}

#[test]
fn a_text_that_begins_like_a_mailbox_stays_a_text() {
    let text = "From the pier it left at 10:30 in 2014\nand the ferry was full.\n";
    let sandbox = Sandbox::with(&[("docs/a.txt", text)]);
    sandbox.ingest();
    assert_eq!(sandbox.found(&["ferry"]), ["a.txt"]);
}

#[test]
fn mails_nested_without_end_are_told() {
    let head = "From: a@b.org\nMIME-Version: 1.0\n";
    let mut deep = head.to_owned();
    for number in 0..50_000 {
        write!(deep, "Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n").unwrap();
    }
    let mails = format!("{head}Content-Type: message/rfc822\n\n").repeat(9);
    let sandbox = Sandbox::with(&[
        ("docs/a.eml", &format!("{deep}\n\nText.")),
        ("docs/b.eml", &format!("{mails}{head}\nThe ferry.\n")),
        ("docs/c.eml", "no mail at all\n"),
        ("docs/d.eml", "From: a@b.org\n\nThe ferry leaves.\n"),
    ]);
    let run = sandbox.run(&["ingest", "docs"]).code(3);
    assert!(run.stderr.contains("a.eml: more than 1000 parts have parts themselves"), "{run:?}");
    assert!(run.stderr.contains("mails deeper than 3 in each other are not read"), "{run:?}");
    assert!(run.stderr.contains("c.eml: it has no headers of a mail"), "{run:?}");
    assert_eq!(sandbox.found(&["ferry"]), ["d.eml"]);
}
