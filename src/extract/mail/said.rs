//! Tells what the writer of a mail says from what comes with it: quotations
//! of the mail that is answered, with the line that introduces them, the
//! signature and the footer of a list are furniture; a mail that is handed on
//! is content. Where nothing else is said, all is content.

use super::lines::Line;
use crate::{
    document::{Block, Role},
    extract::text,
};

/// The longest signature or footer, in lines with text.
const LONGEST_TAIL: usize = 20;

/// The most lines of an introduction: name, address and date wrapped.
const LONGEST_INTRODUCTION: usize = 3;

/// The words for writing that stand in introductions, in the languages of
/// mail programs.
const WROTE: &[&str] = &[
    "wrote",
    "writes",
    "schrieb",
    "kirjoitti",
    "skrev",
    "écrit",
    "escribió",
    "escribio",
    "escreveu",
    "scritto",
    "scrisse",
    "schreef",
    "napisał",
    "написал",
    "пише",
    "пишет",
    "yazdı",
    "έγραψε",
    "a scris",
    "كتب",
    "写道",
    "寫道",
    "のメール",
    "작성",
];

/// The names of the headers that mail programs put above a mail that they
/// quote without marks.
const FROM: &[&str] = &[
    "from",
    "von",
    "de",
    "från",
    "fra",
    "lähettäjä",
    "da",
    "van",
    "от",
    "kimden",
    "من",
    "发件人",
    "寄件者",
    "差出人",
    "보낸 사람",
];
const SUBJECT: &[&str] = &[
    "subject",
    "betreff",
    "objet",
    "ämne",
    "emne",
    "aihe",
    "oggetto",
    "onderwerp",
    "asunto",
    "assunto",
    "тема",
    "konu",
    "الموضوع",
    "主题",
    "主旨",
    "件名",
    "제목",
];

/// The blocks of a text; `place` gives the line of the file for the number of
/// a line.
pub(super) fn blocks(lines: &[Line], is_reply: bool, place: &dyn Fn(u32) -> u32) -> Vec<Block> {
    let roles = roles(lines, is_reply);
    let mut blocks = Vec::new();
    let mut start = 0;
    while start < lines.len() {
        let same = |at: &usize| {
            roles[*at] == roles[start] && is_quoted(lines, *at) == is_quoted(lines, start)
        };
        let end = (start + 1..lines.len()).find(|at| !same(at)).unwrap_or(lines.len());
        let run: Vec<&str> = lines[start..end].iter().map(|line| line.text.as_str()).collect();
        let mut found = text::blocks(&run.join("\n"), 1);
        for block in &mut found {
            let at = start + usize::try_from(block.line - 1).unwrap_or_default();
            block.line = place(lines[at.min(end - 1)].number);
            if roles[start] == Role::Furniture {
                block.role = Role::Furniture;
            }
        }
        blocks.append(&mut found);
        start = end;
    }
    spare(&mut blocks);
    blocks
}

/// Makes all content where there is none.
pub(super) fn spare(blocks: &mut [Block]) {
    if blocks.iter().all(|block| block.role == Role::Furniture) {
        blocks.iter_mut().for_each(|block| block.role = Role::Body);
    }
}

/// Marks the blocks of a page that quote the mail that is answered.
pub(super) fn mark_quotation(blocks: &mut [Block], is_reply: bool) {
    let texts: Vec<Line> =
        blocks.iter().map(|block| Line { text: block.text.clone(), depth: 0, number: 0 }).collect();
    let first = (0..texts.len())
        .find(|at| is_introduction(&texts[*at].text) || (is_reply && is_head(&texts[*at..])));
    if let Some(first) = first {
        blocks[first..].iter_mut().for_each(|block| block.role = Role::Furniture);
    }
    spare(blocks);
}

fn is_quoted(lines: &[Line], at: usize) -> bool {
    lines[at].depth > 0
}

/// What each line is.
fn roles(lines: &[Line], is_reply: bool) -> Vec<Role> {
    let mut roles = vec![Role::Body; lines.len()];
    let tail = tail(lines);
    let mut at = 0;
    while at < lines.len() {
        let line = &lines[at];
        if tail == Some(at) || (is_reply && line.depth == 0 && is_head(&lines[at..])) {
            // All that stands below.
            roles[at..].fill(Role::Furniture);
            break;
        }
        if line.is_signature()
            && let Some(end) = signature_end(lines, at)
        {
            roles[at..end].fill(Role::Furniture);
            at = end;
            continue;
        }
        if line.depth > 0 {
            roles[at] = Role::Furniture;
            mark_introduction(lines, &mut roles, at);
        } else if is_reply && introduces_rest(lines, at) {
            roles[at..].fill(Role::Furniture);
            break;
        }
        at += 1;
    }
    roles
}

/// Where a signature ends: at a mail that is handed on, a quotation, or the
/// end of the text; none if it is longer than signatures are.
fn signature_end(lines: &[Line], at: usize) -> Option<usize> {
    let rest = &lines[at + 1..];
    let ends = |line: &Line| line.depth > 0 || is_rule(&line.text);
    let length = rest.iter().position(ends).unwrap_or(rest.len());
    let long = rest[..length].iter().filter(|line| !line.is_blank()).nth(LONGEST_TAIL).is_some();
    (!long).then_some(at + 1 + length)
}

/// Whether a line of dashes divides mails, mostly around words: `-----
/// Original Message -----`.
fn is_rule(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("---") && text.ends_with("---") && text.chars().any(char::is_alphabetic)
        || text.starts_with("Begin forwarded message")
}

/// Where the footer of a mailing list begins: a line of underscores near the
/// end, with an address below.
fn tail(lines: &[Line]) -> Option<usize> {
    let is_line = |line: &Line| {
        let text = line.text.trim();
        line.depth == 0 && text.len() >= 20 && text.bytes().all(|byte| byte == b'_')
    };
    let at = lines.iter().rposition(is_line)?;
    let rest: Vec<&Line> = lines[at + 1..].iter().filter(|line| !line.is_blank()).collect();
    let has_address = rest.iter().any(|line| line.text.contains("://") || line.text.contains('@'));
    (has_address && rest.len() <= LONGEST_TAIL && rest.iter().all(|line| line.depth == 0))
        .then_some(at)
}

/// Whether the headers of a mail that is quoted without marks begin here:
/// who it is from, and within a few lines its subject.
fn is_head(lines: &[Line]) -> bool {
    let named = |text: &str, names: &[&str]| {
        let text = text.trim_start_matches(['*', ' ', '\u{200f}']);
        let Some((name, value)) = text.split_once([':', '：']) else { return false };
        let name = name.trim().trim_end_matches('*').to_lowercase();
        !value.trim().is_empty() && names.contains(&name.as_str())
    };
    let Some(first) = lines.first() else { return false };
    // A page may have all of them in one block.
    let mut inner = first.text.lines();
    if !inner.next().is_some_and(|line| named(line, FROM)) {
        return false;
    }
    let below = lines[1..].iter().filter(|line| !line.is_blank()).take(6);
    inner.chain(below.map(|line| line.text.as_str())).any(|line| named(line, SUBJECT))
}

/// Marks the lines above a quotation that introduce it.
fn mark_introduction(lines: &[Line], roles: &mut [Role], at: usize) {
    let mut end = at;
    while end > 0 && lines[end - 1].is_blank() {
        end -= 1;
    }
    let is_part = |line: &&Line| line.depth == 0 && !line.is_blank();
    let most = lines[..end].iter().rev().take(LONGEST_INTRODUCTION).take_while(is_part).count();
    let text = |length: usize| joined(&lines[end - length..end]);
    // With a date it is whole; without, its first line may stand above.
    let whole =
        (1..=most).find(|length| is_introduction(&text(*length)) && has_date(&text(*length)));
    if let Some(length) =
        whole.or_else(|| (1..=most).find(|length| is_introduction(&text(*length))))
    {
        roles[end - length..end].fill(Role::Furniture);
    }
}

/// The texts of lines as one.
fn joined(lines: &[Line]) -> String {
    lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Whether a quotation without marks follows: it is introduced, and no marks
/// stand below.
fn introduces_rest(lines: &[Line], at: usize) -> bool {
    let is_text = |line: &&Line| !line.is_blank();
    let most = lines[at..].iter().take(LONGEST_INTRODUCTION).take_while(is_text).count();
    let introduced = (1..=most).any(|length| is_introduction(&joined(&lines[at..at + length])));
    introduced && lines[at..].iter().all(|line| line.depth == 0)
}

/// Whether a text says who wrote what comes next: it ends in a colon and has
/// a word for writing with a date or an address, or both of these.
fn is_introduction(text: &str) -> bool {
    let text = text.trim();
    if text.len() > 400 || !text.ends_with([':', '：']) || text.ends_with("::") {
        return false;
    }
    let lower = text.to_lowercase();
    let has_word = WROTE.iter().any(|word| lower.contains(word));
    let has_address = text.contains('@');
    (has_word && (has_address || has_date(text))) || (has_address && has_date(text))
}

/// Whether there are two numbers: a day and a year, or a time.
fn has_date(text: &str) -> bool {
    let parts = text.split(|letter: char| !letter.is_alphanumeric());
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    parts.filter(is_number).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::{
        super::lines::{Flow, lines},
        *,
    };

    /// The furniture of a text, its blocks divided by ` / `.
    fn case(text: &str, is_reply: bool, expected: &str) {
        let found = blocks(&lines(text, Flow::default()), is_reply, &|number| number + 1);
        let furniture: Vec<String> = found
            .iter()
            .filter(|block| block.role == Role::Furniture)
            .map(|block| block.text.replace('\n', " "))
            .collect();
        assert_eq!(furniture.join(" / "), expected, "{text}");
    }

    const SAID: &str = "Thank you, the office will open in May as we agreed.\n";

    #[test]
    fn quotations_and_what_introduces_them() {
        for introduction in [
            "On Tue, 3 Mar 2015 at 10:00, Anna Berg <anna@x.org> wrote:",
            "Am 03.03.2015 um 10:00 schrieb Anna Berg:",
            "3.3.2015 klo 10.00 Anna Berg kirjoitti:",
            "Den 3 mars 2015 kl. 10:00 skrev Anna Berg:",
            "Le 3 mars 2015 à 10:00, Anna Berg a écrit :",
            "El 3 de marzo de 2015 a las 10:00, Anna Berg escribió:",
            "3 марта 2015 г., в 10:00, Анна Берг написала:",
        ] {
            case(
                &format!("{SAID}\n{introduction}\n> When does it open?\n> Anna\n"),
                true,
                &format!("{introduction} / When does it open? / Anna"),
            );
        }
        case(
            &format!(
                "{SAID}\nOn Tue, 3 Mar 2015 at 10:00, Anna Berg\n<anna@x.org> wrote:\n\n> When?\n"
            ),
            true,
            "On Tue, 3 Mar 2015 at 10:00, Anna Berg / <anna@x.org> wrote: / When?",
        );
        case("> When?\nIn May.\n> Where?\nIn the town.\n", true, "When? / Where?");
    }

    #[test]
    fn what_the_writer_introduces_stays() {
        case("The law says:\n> Nobody shall be returned.\n", false, "Nobody shall be returned.");
        case(&format!("{SAID}We need the following:\nA house.\n"), true, "");
        case(&format!("{SAID}From: the office\nI write in haste.\n"), true, "");
    }

    #[test]
    fn quotations_without_marks() {
        let head =
            "From: Anna Berg\nSent: Tuesday\nTo: me\nSubject: Office\n\nWhen does it open?\n";
        let said =
            "From: Anna Berg / Sent: Tuesday / To: me / Subject: Office / When does it open?";
        case(&format!("{SAID}\n{head}"), true, said);
        case(&format!("{SAID}\n{head}"), false, "");
        let text = format!("{SAID}\nOn 3 March 2015 Anna Berg wrote:\n\nWhen does it open?\n");
        case(&text, true, "On 3 March 2015 Anna Berg wrote: / When does it open?");
        case(&text, false, "");
    }

    #[test]
    fn signatures_and_footers() {
        case(&format!("{SAID}\n-- \nAnna Berg\nOffice\n"), false, "-- / Anna Berg / Office");
        case(
            &format!("{SAID}\n--\nAnna Berg\n\n> When?\nIn May.\n"),
            true,
            "-- / Anna Berg / When?",
        );
        let long = "A line of a text that goes on.\n".repeat(30);
        case(&format!("{SAID}\n--\n{long}"), false, "");
        let line = "_".repeat(40);
        case(
            &format!("{SAID}\n{line}\nnews mailing list\nnews@x.org\n"),
            false,
            &format!("{line} / news mailing list / news@x.org"),
        );
        case(&format!("{SAID}\n{line}\nThe second part of it.\n"), false, "");
    }

    #[test]
    fn forwarded_mails_are_content() {
        let text = "FYI\n\n-- \nAnna\n\n---------- Forwarded message ---------\nFrom: B <b@x.org>\nDate: Tue\nSubject: Office\n\nIt opens in May.\n";
        case(text, false, "-- / Anna");
    }

    #[test]
    fn where_nothing_else_is_said_all_is_content() {
        case("> When?\n> Where?\n", true, "");
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let found = blocks(&lines("a\n\n> b\n\nc", Flow::default()), true, &|number| number + 10);
        assert_eq!(found.iter().map(|block| block.line).collect::<Vec<_>>(), [10, 12, 14]);
    }
}
