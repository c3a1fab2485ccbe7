//! Plain text: paragraphs of wrapped lines, or a paragraph on each line,
//! whichever the file has. Nothing is dropped but the space around lines;
//! headings are told by their form and by the text that follows them.

use crate::document::{Block, Draft, Role};

use super::{
    frontmatter,
    layout::{Layout, is_open, is_row, marker},
    lines::{Line, Lines},
};

/// Reads a whole file; front matter is taken off first.
pub(super) fn draft(text: &str) -> Draft {
    let mut draft = Draft::default();
    let front = frontmatter::read(text);
    draft.notes.extend(front.note);
    draft.metadata = front.metadata;
    draft.blocks = blocks(front.body, front.line);
    draft
}

/// Divides a text into blocks; its first line has the number `line`.
pub(super) fn blocks(text: &str, line: u32) -> Vec<Block> {
    let layout = Layout::of(text);
    let paged = text.contains('\u{c}');
    let mut paragraphs = Paragraphs { layout, paged, blocks: Vec::new(), open: None };
    let mut gap = 0;
    for line in Lines::new(text, line) {
        if line.parted {
            paragraphs.close();
        }
        if line.text.trim().is_empty() {
            gap += 1;
            continue;
        }
        paragraphs.add(line, gap);
        gap = 0;
    }
    paragraphs.close();
    let mut blocks = paragraphs.blocks;
    mark_headings(&mut blocks, |block, next| next.line > block.line.saturating_add(1));
    blocks
}

/// The paragraphs so far and the one that may go on.
struct Paragraphs<'a> {
    layout: Layout,
    paged: bool,
    blocks: Vec<Block>,
    open: Option<Open<'a>>,
}

/// A paragraph that may go on.
struct Open<'a> {
    text: String,
    first: Line<'a>,
    last: &'a str,
}

impl<'a> Paragraphs<'a> {
    fn add(&mut self, line: Line<'a>, gap: u32) {
        if let Some(open) = &mut self.open
            && gap <= self.layout.gap()
            && self.layout.joins(open.first.text, open.last, line.text)
        {
            open.text.push('\n');
            open.text.push_str(line.text.trim());
            open.last = line.text;
            return;
        }
        self.close();
        let text = line.text.trim().to_owned();
        self.open = Some(Open { text, first: line, last: line.text });
    }

    fn close(&mut self) {
        if let Some(Open { text, first, .. }) = self.open.take() {
            let page = self.paged.then_some(first.page);
            self.blocks.push(Block { role: Role::Body, text, line: first.number, page });
        }
    }
}

/// How many headings may stand above each other: title, chapter, section.
const STACK: usize = 3;

/// Marks the blocks that head the text after them. Several may stand above
/// each other with a blank line between them; a menu has none. `is_apart`
/// tells whether there is one between two blocks.
pub(super) fn mark_headings(blocks: &mut [Block], is_apart: impl Fn(&Block, &Block) -> bool) {
    let mut stack = 0;
    let mut text_below = false;
    for at in (0..blocks.len().saturating_sub(1)).rev() {
        let (block, next) = (&blocks[at], &blocks[at + 1]);
        let apart = is_apart(block, next);
        text_below = text_below || is_text(&next.text);
        let heads = match next.role {
            // The first line of a file, standing alone, is its title whatever
            // comes between it and the text.
            _ if at == 0 && apart && text_below => true,
            Role::Heading => stack < STACK && apart,
            _ => is_text(&next.text) && !goes_on(&next.text),
        };
        let heading = heads && is_heading(&block.text);
        stack = if heading { stack + 1 } else { 0 };
        if heading {
            blocks[at].role = Role::Heading;
        }
    }
}

/// Whether a block begins within a sentence, so that what stands before it
/// is the first part of it.
fn goes_on(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase)
}

/// The longest heading, in characters and words: a headline of the press has
/// up to some 15 words, the title of a law more.
const LONGEST: (usize, usize) = (140, 22);

/// Whether a block has the form of a heading: short, not an item of a list or
/// a row, begins like a sentence and does not end like one.
fn is_heading(text: &str) -> bool {
    if text.len() > LONGEST.0 * 4
        || text.chars().count() > LONGEST.0
        || text.split_whitespace().count() > LONGEST.1
        || text.matches('\n').count() > 1
    {
        return false;
    }
    let address = ["://", "www.", "@"].iter().any(|part| text.contains(part));
    if address || !begins_heading(text) || is_row(text) {
        return false;
    }
    let last = text.trim_end().chars().next_back();
    // A question can head a text; a list that goes on cannot.
    is_open(text) && !matches!(last, Some(',' | '،' | '、' | '-' | '/'))
        || matches!(last, Some('?' | '؟' | '？'))
}

/// Whether a block begins as a heading can: with a capital or a letter of a
/// script without them, a number (`2 kap. Villkor`), or a number of a list
/// and then one of these. `2. villkor, eller` is an item of a sentence.
fn begins_heading(text: &str) -> bool {
    let rest = match marker(text) {
        Some(mark) if mark.counts() => text.split_once(char::is_whitespace).map_or("", |two| two.1),
        Some(_) => return false,
        None => text,
    };
    let rest =
        rest.trim_start_matches(['"', '“', '”', '„', '«', '‘', '\'', '*', '§', '¿', '¡', '(', ' ']);
    rest.chars().next().is_some_and(|first| first.is_alphanumeric() && !first.is_lowercase())
}

/// Whether a block is running text.
fn is_text(text: &str) -> bool {
    let long = |least: usize| text.chars().nth(least).is_some();
    long(100) || (!is_open(text) && long(if text.is_ascii() { 30 } else { 15 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks as `line text`, `#` before a heading.
    fn case(text: &str, expected: &[&str]) {
        let found: Vec<String> = blocks(text, 1)
            .into_iter()
            .map(|block| {
                let mark = if block.role == Role::Heading { "# " } else { "" };
                format!("{} {mark}{}", block.line, block.text)
            })
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    const WRAPPED: &str = "\
The agency registers all persons who cross the border and who ask for
protection, wherever they come from. It keeps the register for as long
as the law allows, and no longer.

The second paragraph is about the families of those persons, who may
follow within a year of the decision.
";

    #[test]
    fn wrapped_lines_are_a_paragraph() {
        let found = blocks(WRAPPED, 1);
        let lines: Vec<_> = found.iter().map(|block| block.text.lines().count()).collect();
        assert_eq!(lines, [3, 2]);
        assert_eq!(found[1].line, 5);
        for end in ["\r\n", "\r"] {
            assert_eq!(blocks(&WRAPPED.replace('\n', end), 1), found);
        }
    }

    #[test]
    fn lists_and_rows_are_never_joined() {
        let list = format!(
            "{WRAPPED}\nThe register has\n1. the names of the persons,\n2. the place where they \
             asked for protection and the day on\nwhich they did, and\n3. nothing else.\n\
             Name        Cases        Share\nBorder      12           40 %\n"
        );
        let found = blocks(&list, 1);
        let last: Vec<&str> = found[2..].iter().map(|block| block.text.as_str()).collect();
        let expected = [
            "The register has",
            "1. the names of the persons,",
            "2. the place where they asked for protection and the day on\nwhich they did, and",
            "3. nothing else.",
            "Name        Cases        Share",
            "Border      12           40 %",
        ];
        assert_eq!(last, expected);
    }

    #[test]
    fn a_number_at_a_line_start_is_no_item() {
        let text = format!(
            "{WRAPPED}\nThe ordinance that has been in force in all of the Union since the\n1. January of that year is repealed.\n"
        );
        assert_eq!(blocks(&text, 1).len(), 3);
    }

    #[test]
    fn indented_paragraphs_are_divided() {
        let text =
            WRAPPED.replace("\n\n", "\n    ").replace("no longer.", "no longer than it says.");
        assert_eq!(blocks(&text, 1).len(), 2);
    }

    #[test]
    fn double_spaced_lines_are_a_paragraph() {
        let lines = WRAPPED.repeat(3).replace("\n\n", "\n").replace('\n', "\n\n");
        let found = blocks(&lines, 1);
        assert_eq!(found.len(), 6);
        assert_eq!(found[0].text.lines().count(), 3);
    }

    #[test]
    fn captured_lines_stay_apart() {
        case(
            "-\nWho we are\nAbout\nAbout\n- Where we work\nAgency Opens a New Office for \
             Returning Migrants\nGeneva - The agency has opened an office where returning migrants \
             can ask for advice on work, housing and schools, it said on Monday.\nThe office is \
             paid for by the city.\n",
            &[
                "1 -",
                "2 Who we are",
                "3 About",
                "4 About",
                "5 - Where we work",
                "6 # Agency Opens a New Office for Returning Migrants",
                "7 Geneva - The agency has opened an office where returning migrants can ask for \
                 advice on work, housing and schools, it said on Monday.",
                "8 The office is paid for by the city.",
            ],
        );
    }

    #[test]
    fn headings() {
        let text = "This sentence is long enough to be taken for running text.";
        case(
            &format!("Chapter 1\n\nAims\n\n{text}"),
            &["1 # Chapter 1", "3 # Aims", &format!("5 {text}")],
        );
        case(&format!("Menu\nAims\n{text}"), &["1 Menu", "2 # Aims", &format!("3 {text}")]);
        case(&format!("What is it?\n{text}"), &["1 # What is it?", &format!("2 {text}")]);
        case(&format!("2. villkor, eller\n{text}"), &["1 2. villkor, eller", &format!("2 {text}")]);
        case(&format!("2 kap. Villkor\n{text}"), &["1 # 2 kap. Villkor", &format!("2 {text}")]);
        case(&format!("Contact:\n{text}"), &["1 Contact:", &format!("2 {text}")]);
        case(&format!("www.iom.int\n{text}"), &["1 www.iom.int", &format!("2 {text}")]);
        case(&format!("{text}\nThe end"), &[&format!("1 {text}"), "2 The end"]);
        case(
            "目的\n\nこの法律は、難民の認定の手続について定めることを目的とする。",
            &["1 # 目的", "3 この法律は、難民の認定の手続について定めることを目的とする。"],
        );
        // What a page break has cut in two is no heading.
        let cut = format!("and {text}");
        case(
            &format!("{text}\nThe need for low\n\n{cut}"),
            &[&format!("1 {text}"), "2 The need for low", &format!("4 {cut}")],
        );
    }

    #[test]
    fn pages() {
        let found: Vec<_> = blocks("one\n\u{c}two\n\u{c}", 1)
            .iter()
            .map(|block| (block.page, block.line))
            .collect();
        assert_eq!(found, [(Some(1), 1), (Some(2), 2)]);
    }

    #[test]
    fn nothing_is_lost() {
        for text in [WRAPPED, "===\n---\n* *\n\u{2028}a\u{85}b\n\t-\n", "", " \n\n "] {
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let found: Vec<_> =
                blocks(text, 1).iter().flat_map(|block| words(&block.text)).collect();
            assert_eq!(found, words(text));
        }
    }

    #[test]
    fn front_matter_is_taken_off() {
        let draft = draft("---\nyear: 2018\n---\nText.\n");
        assert_eq!(draft.metadata["year"], 2018);
        assert_eq!((draft.blocks[0].text.as_str(), draft.blocks[0].line), ("Text.", 4));
    }
}
