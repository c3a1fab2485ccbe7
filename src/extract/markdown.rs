//! Markdown: headings, paragraphs, list items, quotations, code and tables
//! become blocks, their marks go. Reads what people write rather than one
//! specification: what is not surely markup stays text.

use std::iter::Peekable;

use crate::document::{Block, Draft, Role};

use super::{
    frontmatter, inline,
    lines::{Line, Lines},
};

/// Reads a whole file; front matter is taken off first.
pub(super) fn draft(text: &str) -> Draft {
    let front = frontmatter::read(text);
    let body = inline::without_comments(front.body);
    let mut reader = Reader {
        lines: Lines::new(&body, front.line).peekable(),
        paged: body.contains('\u{c}'),
        blocks: Vec::new(),
        open: None,
    };
    while let Some(line) = reader.lines.next() {
        reader.read(line);
    }
    reader.close(Role::Body);
    let notes = front.note.into_iter().collect();
    Draft { metadata: front.metadata, blocks: reader.blocks, notes, ..Draft::default() }
}

struct Reader<'a> {
    lines: Peekable<Lines<'a>>,
    paged: bool,
    blocks: Vec<Block>,
    open: Option<Open>,
}

/// A paragraph or list item that may go on.
struct Open {
    text: String,
    line: u32,
    page: u32,
    /// Whether it can be the text of an underlined heading.
    plain: bool,
}

impl<'a> Reader<'a> {
    fn read(&mut self, line: Line<'a>) {
        let text = unquoted(line.text);
        if line.parted || text.is_empty() {
            self.close(Role::Body);
        }
        if text.is_empty() || self.underline(text) || is_definition(text) {
            return;
        }
        if let Some(fence) = fence(text) {
            self.code(line, fence);
        } else if let Some(heading) = heading(text) {
            self.close(Role::Body);
            self.begin(line, heading, false);
            self.close(Role::Heading);
        } else if self.is_table(text) {
            self.table(line, text);
        } else if let Some(item) = item(text) {
            self.close(Role::Body);
            self.begin(line, item, false);
        } else if is_numbered(text) || self.open.is_none() {
            self.close(Role::Body);
            self.begin(line, text, !is_numbered(text));
        } else if let Some(open) = &mut self.open {
            open.text.push('\n');
            open.text.push_str(without_break(text));
        }
    }

    fn begin(&mut self, line: Line<'_>, text: &str, plain: bool) {
        let text = without_break(text).to_owned();
        self.open = Some(Open { text, line: line.number, page: line.page, plain });
    }

    fn close(&mut self, role: Role) {
        if let Some(open) = self.open.take() {
            self.push(role, inline::plain(&open.text), open.line, open.page);
        }
    }

    fn push(&mut self, role: Role, text: String, line: u32, page: u32) {
        if !text.trim().is_empty() {
            let page = self.paged.then_some(page);
            let text = if text.trim().len() == text.len() { text } else { text.trim().to_owned() };
            self.blocks.push(Block { role, text, line, page });
        }
    }

    /// Takes a line of `=` or `-` under a paragraph as making it a heading,
    /// and any other rule as dividing.
    fn underline(&mut self, text: &str) -> bool {
        let all = |mark: char| text.len() > 1 && text.chars().all(|letter| letter == mark);
        let short = |open: &Open| open.plain && open.text.matches('\n').count() < 2;
        if (all('=') || all('-')) && self.open.as_ref().is_some_and(short) {
            self.close(Role::Heading);
            return true;
        }
        let rule = is_rule(text);
        if rule {
            self.close(Role::Body);
        }
        rule
    }

    /// Takes the lines up to the closing fence as they are.
    fn code(&mut self, line: Line<'a>, fence: &str) {
        self.close(Role::Body);
        let mut code = String::new();
        for next in self.lines.by_ref() {
            let text = unquoted(next.text);
            if text.starts_with(fence) && text.trim_start_matches(&fence[..1]).is_empty() {
                break;
            }
            code.push_str(next.text.trim_end());
            code.push('\n');
        }
        self.push(Role::Body, code, line.number.saturating_add(1), line.page);
    }

    /// Whether a table begins: a line with bars above a line of rules.
    fn is_table(&mut self, text: &str) -> bool {
        text.contains('|') && self.lines.peek().is_some_and(|next| is_table_rule(next.text))
    }

    /// Takes the rows as a block each, the cells two spaces apart.
    fn table(&mut self, line: Line<'a>, text: &str) {
        self.close(Role::Body);
        self.push(Role::Body, cells(text), line.number, line.page);
        self.lines.next();
        while let Some(row) = self.lines.next_if(|next| !next.parted && next.text.contains('|')) {
            self.push(Role::Body, cells(unquoted(row.text)), row.number, row.page);
        }
    }
}

/// A line without its indent and the marks of a quotation.
fn unquoted(line: &str) -> &str {
    let mut text = line.trim();
    while let Some(rest) = text.strip_prefix('>') {
        text = rest.trim_start();
    }
    text
}

/// A line without the backslash of a hard break.
fn without_break(text: &str) -> &str {
    text.strip_suffix('\\').map_or(text, str::trim_end)
}

/// The text of a heading between its number signs.
fn heading(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches('#');
    let depth = text.len() - rest.len();
    if !(1..=6).contains(&depth) || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    let inner = rest.trim_end_matches('#');
    // `# C#` is a heading that ends in a number sign.
    Some(if inner.ends_with([' ', '\t']) || inner.is_empty() { inner } else { rest }.trim())
}

/// The text of a list item after its bullet and check box. Numbers stay: a
/// reader sees them, and a law is cited by them.
fn item(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['-', '*', '+', '•'])?;
    if !rest.is_empty() && !rest.starts_with([' ', '\t']) {
        return None;
    }
    let rest = rest.trim_start();
    let boxes = ["[ ] ", "[x] ", "[X] "];
    Some(boxes.iter().find_map(|mark| rest.strip_prefix(mark)).unwrap_or(rest))
}

fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let digits = text.len() - rest.len();
    (1..=4).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") "))
}

/// A line of three or more of one mark, spaces between them or not.
fn is_rule(text: &str) -> bool {
    let Some(first) = text.chars().next().filter(|mark| matches!(mark, '-' | '*' | '_' | '='))
    else {
        return false;
    };
    let marks = text.chars().filter(|letter| *letter == first).count();
    marks >= 3 && text.chars().all(|letter| letter == first || letter == ' ')
}

/// The marks that open a block of code.
fn fence(text: &str) -> Option<&str> {
    let mark = text.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = text.len() - text.trim_start_matches(mark).len();
    // A span of code within one line may have three marks as well.
    (length >= 3 && !text[length..].contains('`')).then(|| &text[..length])
}

/// `[name]: address`, which a link elsewhere refers to.
fn is_definition(text: &str) -> bool {
    text.strip_prefix('[').and_then(|rest| rest.split_once("]: ")).is_some_and(|(name, target)| {
        let target = target.trim_start_matches('<');
        !name.starts_with('^')
            && !name.contains(']')
            && ["http://", "https://", "mailto:", "/", "#", "./", "../"]
                .iter()
                .any(|start| target.starts_with(start))
    })
}

fn is_table_rule(line: &str) -> bool {
    let text = unquoted(line);
    text.contains('-')
        && text.contains('|')
        && text.chars().all(|mark| matches!(mark, '-' | '|' | ':' | ' ' | '\t'))
}

fn cells(row: &str) -> String {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').filter(|row| !row.ends_with('\\')).unwrap_or(row);
    let mut text = String::new();
    for cell in row.split('|').map(|cell| inline::plain(cell.trim())) {
        if !text.is_empty() && !cell.is_empty() {
            text.push_str("  ");
        }
        text.push_str(cell.trim());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(text: &str, expected: &[(Role, &str, u32)]) {
        let draft = draft(text);
        let found: Vec<_> = draft
            .blocks
            .iter()
            .map(|block| (block.role, block.text.as_str(), block.line))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn blocks() {
        use Role::{Body, Heading};
        case(
            "# One #\ntext\nmore\n\nnext",
            &[(Heading, "One", 1), (Body, "text\nmore", 2), (Body, "next", 5)],
        );
        case("Title\n=====\ntext", &[(Heading, "Title", 1), (Body, "text", 3)]);
        case("Title\n---\n\n---\ntext", &[(Heading, "Title", 1), (Body, "text", 5)]);
        case(
            "- one\n  more\n- [x] two\n1. three",
            &[(Body, "one\nmore", 1), (Body, "two", 3), (Body, "1. three", 4)],
        );
        case("> quoted\n> more\n\nback", &[(Body, "quoted\nmore", 1), (Body, "back", 4)]);
        case(
            "```rust\nlet *a* = 1;\n\n```\nafter",
            &[(Body, "let *a* = 1;", 2), (Body, "after", 5)],
        );
        case("```\nnever closed", &[(Body, "never closed", 2)]);
        case(
            "| A | B |\n|---|:-:|\n| 1 | *2* |\n\nend",
            &[(Body, "A  B", 1), (Body, "1  2", 3), (Body, "end", 5)],
        );
        case("either | or\nof these", &[(Body, "either | or\nof these", 1)]);
        case("see [it][1]\n\n[1]: https://iom.int\n", &[(Body, "see it", 1)]);
        case("a  \nb\\\nc", &[(Body, "a\nb\nc", 1)]);
        case("#hashtag is text", &[(Body, "#hashtag is text", 1)]);
        case("a <!-- note\n to self --> b", &[(Body, "a\nb", 1)]);
        case("", &[]);
        case("#\n-\n>\n", &[]);
    }

    #[test]
    fn front_matter() {
        let draft = draft("---\ntitle: A brief\n---\n\n# Head\ntext");
        assert_eq!(draft.metadata["title"], "A brief");
        assert_eq!(draft.blocks[0].line, 5);
        assert_eq!(draft.blocks.len(), 2);
    }

    #[test]
    fn pages() {
        let found: Vec<_> = draft("a\n\u{c}b").blocks.iter().map(|block| block.page).collect();
        assert_eq!(found, [Some(1), Some(2)]);
    }
}
