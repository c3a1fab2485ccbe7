//! The lines of a mail's text with their depth of quotation, joined where
//! the sender's program had broken them (format=flowed, RFC 3676). What was
//! broken by hand stays for the layout of texts to judge.

/// A line of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The text without the marks of quotation.
    pub(super) text: String,
    /// How many marks of quotation it had.
    pub(super) depth: usize,
    /// Its number in the text, from 0.
    pub(super) number: u32,
}

impl Line {
    /// Whether it has no text.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether it divides a text from the writer's signature (RFC 3676, 4.3);
    /// many programs lose the space at its end.
    pub(super) fn is_signature(&self) -> bool {
        self.depth == 0 && matches!(self.text.as_str(), "-- " | "--")
    }
}

/// How the lines of a text flow.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flow {
    /// Whether a line that ends in a space goes on.
    pub(super) flowed: bool,
    /// Whether that space is no part of the text.
    pub(super) deletes_space: bool,
}

/// The lines of a text.
pub(super) fn lines(text: &str, flow: Flow) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut goes_on = false;
    for (number, line) in (0..).zip(text.split('\n')) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let (depth, rest) = quotation(line);
        let rest = if flow.flowed { rest.strip_prefix(' ').unwrap_or(rest) } else { rest };
        let open = flow.flowed && rest.ends_with(' ') && rest != "-- ";
        let kept = if open && flow.deletes_space { &rest[..rest.len() - 1] } else { rest };
        match lines.last_mut() {
            Some(last) if goes_on && last.depth == depth && rest != "-- " => {
                last.text.push_str(kept);
            }
            _ => lines.push(Line { text: kept.to_owned(), depth, number }),
        }
        goes_on = open;
    }
    lines
}

/// How deep a line is quoted, and what stands behind the marks. Marks may
/// have spaces between them, `> > text`.
fn quotation(line: &str) -> (usize, &str) {
    let mut depth = 0;
    let mut rest = line;
    loop {
        let from = rest.strip_prefix(' ').filter(|after| depth > 0 && after.starts_with('>'));
        match from.unwrap_or(rest).strip_prefix('>') {
            Some(after) => rest = after,
            None => return (depth, rest),
        }
        depth += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(text: &str, flow: Flow, expected: &[(usize, u32, &str)]) {
        let found = lines(text, flow);
        let found: Vec<(usize, u32, &str)> =
            found.iter().map(|line| (line.depth, line.number, line.text.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn quotations() {
        case(
            "a\r\n> b\r\n>> c\n> > d\n >e",
            Flow::default(),
            &[(0, 0, "a"), (1, 1, " b"), (2, 2, " c"), (2, 3, " d"), (0, 4, " >e")],
        );
    }

    #[test]
    fn flowed_lines_are_joined() {
        let flow = Flow { flowed: true, deletes_space: false };
        case(
            "one \ntwo\n  three\n> a \n> b\nc \n-- \nme",
            flow,
            &[
                (0, 0, "one two"),
                (0, 2, " three"),
                (1, 3, "a b"),
                (0, 5, "c "),
                (0, 6, "-- "),
                (0, 7, "me"),
            ],
        );
        case("日本 \n語", Flow { flowed: true, deletes_space: true }, &[(0, 0, "日本語")]);
    }
}
