//! Marks within a line of Markdown: emphasis, code, links, tags, entities.
//! One pass over the text; marks that have no partner stay. Every search
//! ahead is bounded or remembered, so that no input takes more than a time
//! in proportion to its length.

use std::borrow::Cow;

use super::entity;

/// A part of the text to leave out, and what stands there instead.
struct Cut {
    start: usize,
    end: usize,
    instead: Cow<'static, str>,
}

/// The text as a reader sees it.
pub(super) fn plain(text: &str) -> String {
    if !text.bytes().any(|byte| b"\\`*_~<&[".contains(&byte)) {
        return text.to_owned();
    }
    let mut scan = Scan { text, cuts: Vec::new(), marks: Vec::new(), brackets: Vec::new() };
    let mut at = 0;
    while at < text.len() {
        at = scan.step(at);
    }
    scan.cuts.sort_by_key(|cut| cut.start);
    let mut plain = String::with_capacity(text.len());
    let mut from = 0;
    for cut in scan.cuts {
        // One cut may lie within another, such as a mark within a target.
        if cut.start >= from {
            plain.push_str(&text[from..cut.start]);
            plain.push_str(&cut.instead);
            from = cut.end;
        }
    }
    plain.push_str(&text[from..]);
    plain
}

/// Takes out comments, keeping their line ends so that lines keep their
/// numbers. One that is never closed is text.
pub(super) fn without_comments(text: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("<!--").map(|at| from + at) {
        let Some(end) = text[start + 4..].find("-->").map(|at| start + 4 + at + 3) else { break };
        kept.push_str(&text[from..start]);
        kept.extend(text[start..end].chars().filter(|letter| matches!(letter, '\n' | '\r')));
        from = end;
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    kept.push_str(&text[from..]);
    Cow::Owned(kept)
}

struct Scan<'a> {
    text: &'a str,
    cuts: Vec<Cut>,
    /// Runs of emphasis and code marks that may still be closed.
    marks: Vec<Mark>,
    /// Where brackets open that may still be closed.
    brackets: Vec<usize>,
}

struct Mark {
    letter: u8,
    start: usize,
    length: usize,
}

impl Scan<'_> {
    /// Looks at one byte and returns where to look next.
    fn step(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        match bytes[at] {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => {
                self.cut(at, at + 1, "");
                at + 2
            }
            letter @ (b'*' | b'_' | b'~' | b'`') => self.mark(at, letter),
            b'<' => self.tag(at),
            b'&' => self.entity(at),
            b'[' => {
                self.brackets.push(at);
                at + 1
            }
            b']' => self.bracket(at),
            _ => at + 1,
        }
    }

    fn cut(&mut self, start: usize, end: usize, instead: impl Into<Cow<'static, str>>) {
        self.cuts.push(Cut { start, end, instead: instead.into() });
    }

    /// Pairs a run of marks with the last open run of its kind and length.
    fn mark(&mut self, start: usize, letter: u8) -> usize {
        const DEPTH: usize = 8;
        let rest = &self.text.as_bytes()[start..];
        let length = rest.iter().take_while(|byte| **byte == letter).count();
        let end = start + length;
        let before = self.text[..start].chars().next_back();
        let after = self.text[end..].chars().next();
        let space = |side: Option<char>| side.is_none_or(char::is_whitespace);
        let word = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
        // Only a star may stand within a word: `snake_case`, `o`zbek`.
        let closes = !space(before) && (letter == b'*' || !word(after));
        let opens = !space(after) && (letter == b'*' || !word(before));
        let same = |mark: &Mark| mark.letter == letter && mark.length == length;
        let recent = self.marks.len().saturating_sub(DEPTH);
        let open = self.marks[recent..].iter().rposition(same).filter(|_| closes);
        if letter == b'~' && length != 2 {
            return end;
        }
        if let Some(open) = open.map(|at| self.marks[recent + at].start) {
            self.marks
                .truncate(recent + self.marks[recent..].iter().rposition(same).unwrap_or_default());
            self.cut(open, open + length, "");
            self.cut(start, end, "");
        } else if opens {
            self.marks.push(Mark { letter, start, length });
        }
        end
    }

    /// Takes out an HTML tag; `<address>` keeps the address.
    fn tag(&mut self, start: usize) -> usize {
        let rest = &self.text[start + 1..];
        let Some(length) = rest.find(['<', '>']).filter(|at| rest[*at..].starts_with('>')) else {
            return start + 1;
        };
        let (inner, end) = (&rest[..length], start + 1 + length + 1);
        if inner.contains("://") && !inner.contains(char::is_whitespace) {
            self.cut(start, start + 1, "");
            self.cut(end - 1, end, "");
        } else if let Some(instead) = entity::tag(inner) {
            self.cut(start, end, instead);
        } else {
            return start + 1;
        }
        end
    }

    fn entity(&mut self, start: usize) -> usize {
        match entity::decode(&self.text[start..]) {
            Some((length, text)) => {
                self.cut(start, start + length, text);
                start + length
            }
            None => start + 1,
        }
    }

    /// Takes out what makes a link of the text in brackets.
    fn bracket(&mut self, at: usize) -> usize {
        let Some(open) = self.brackets.pop() else { return at + 1 };
        if self.text[open + 1..].starts_with('^') && at - open < 64 {
            // At the start it is the note itself, with a colon.
            let colon = open == 0 && self.text[at + 1..].starts_with(':');
            let end = at + 1 + usize::from(colon);
            self.cut(open, end, "");
            return end;
        }
        let Some(end) = target(&self.text[at + 1..]).map(|length| at + 1 + length) else {
            return at + 1;
        };
        let image = self.text[..open].ends_with('!');
        self.cut(open - usize::from(image), open + 1, "");
        self.cut(at, end, "");
        end
    }
}

/// The length in bytes of `(address "title")` or `[name]`. Stops at a line
/// end or another bracket, so that no byte is looked at twice.
fn target(text: &str) -> Option<usize> {
    let named = text.starts_with('[');
    if !named && !text.starts_with('(') {
        return None;
    }
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices().take(4096) {
        match letter {
            '\n' => return None,
            ']' if named => return Some(at + 1),
            '[' | ']' if at > 0 => return None,
            '(' if !named => depth += 1,
            ')' if !named && depth == 1 => return Some(at + 1),
            ')' if !named => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks() {
        let case = |text: &str, expected: &str| assert_eq!(plain(text), expected);
        case("plain", "plain");
        case("*a* **b** ***c*** _d_ __e__ ~~f~~", "a b c d e f");
        case("in*side*out and snake_case_name", "insideout and snake_case_name");
        case("5 * 3 * 2, price*", "5 * 3 * 2, price*");
        case("**unclosed", "**unclosed");
        case("*a **b** c*", "a b c");
        case("`code` and o`zbek va o`quvchi", "code and o`zbek va o`quvchi");
        case(r"\*not\* C:\dir", r"*not* C:\dir");
        case("~5 ~6", "~5 ~6");
    }

    #[test]
    fn links() {
        let case = |text: &str, expected: &str| assert_eq!(plain(text), expected);
        case("see [the *site*](https://iom.int \"IOM\").", "see the site.");
        case("![a map](map.png) [x](a_(b)) [y][ref] [z][]", "a map x y z");
        case("[![alt](a.png)](b)", "alt");
        case("[not a link] (really)", "[not a link] (really)");
        case("noted[^1] [sic]", "noted [sic]");
        case("[^1]: the note", " the note");
        case("<https://iom.int/a_b> <b>bold</b><br/>x", "https://iom.int/a_b bold x");
        case("2 < 3 > 1 and <me@iom.int> <unknown>", "2 < 3 > 1 and <me@iom.int> <unknown>");
        case("a](b [c](d", "a](b [c](d");
        case("AT&amp;T caf&eacute; 5&nbsp;km &bogus; &", "AT&T cafe\u{301} 5\u{a0}km &bogus; &");
    }

    #[test]
    fn comments() {
        let case = |text: &str, expected: &str| assert_eq!(without_comments(text), expected);
        case("a<!-- b\nc -->d", "a\nd");
        case("a<!-- b", "a<!-- b");
        case("<!-- a -->b<!-- c -->", "b");
        case("<!-->x-->", "");
    }
}
