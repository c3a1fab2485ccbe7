//! RTF: the paragraphs of a text document. Footnotes stand after the
//! paragraph that refers to them; headers, footers and comments are
//! furniture. What is deleted, hidden, a picture or an instruction of a
//! field is no text. Total: whatever the bytes are, the text that can be
//! made out is read.

mod fonts;
mod group;
mod story;
mod token;

use std::collections::HashMap;

use self::{
    fonts::{Fonts, SIGNS},
    group::{Group, Place, place},
    story::{Kind, Story},
    token::{Token, Tokens},
};
use super::{
    paragraphs::{add_once, number},
    properties::{Properties, Property},
};
use crate::{
    decode::code_page,
    document::{Block, Draft},
};

/// How many groups may stand inside each other; programs write some twenty.
const DEEPEST: usize = 10_000;

/// The words of a time, the largest unit first.
const TIMES: [&str; 5] = ["yr", "mo", "dy", "hr", "min"];

/// Makes a draft of a document.
///
/// # Errors
/// Why it cannot be read, in a few words.
pub(super) fn draft(bytes: &[u8]) -> Result<Draft, String> {
    let mut reader = Reader {
        group: Group::default(),
        groups: Vec::new(),
        stories: vec![Story::new(Kind::Body, 0)],
        fonts: Fonts::default(),
        font: None,
        headings: HashMap::new(),
        properties: Properties::default(),
        bytes: Vec::new(),
        high: None,
        to_skip: 0,
        starred: false,
        headers: Vec::new(),
        endnotes: Vec::new(),
        footers: Vec::new(),
    };
    for token in Tokens::new(bytes) {
        reader.token(token)?;
    }
    // What is cut off ends here.
    while !reader.groups.is_empty() {
        reader.close();
    }
    reader.flush();
    let mut draft = Draft::default();
    let body = reader.stories.pop().map(Story::finish).unwrap_or_default();
    let mut blocks = reader.headers;
    blocks.extend(body);
    blocks.append(&mut reader.endnotes);
    blocks.append(&mut reader.footers);
    reader.properties.state(&mut draft);
    number(draft, blocks)
}

/// Reads one token after the other.
struct Reader {
    /// What holds in the group that is open.
    group: Group,
    /// What held in the groups around it.
    groups: Vec<Group>,
    /// The stories that are being read, the innermost last.
    stories: Vec<Story>,
    fonts: Fonts,
    /// The font of text that names none.
    font: Option<i32>,
    /// Which styles are headings, by their numbers.
    headings: HashMap<i32, bool>,
    properties: Properties,
    /// Bytes that are not decoded yet.
    bytes: Vec<u8>,
    /// The first half of a character beyond the basic plane.
    high: Option<u32>,
    /// How many tokens stand for the last `\u` where it is not understood.
    to_skip: u32,
    /// Whether the group began with `\*`: unknown, it is left out.
    starred: bool,
    headers: Vec<Block>,
    endnotes: Vec<Block>,
    footers: Vec<Block>,
}

impl Reader {
    fn token(&mut self, token: Token<'_>) -> Result<(), String> {
        match token {
            Token::Open => {
                self.flush();
                self.to_skip = 0;
                if self.groups.len() >= DEEPEST {
                    return Err(format!("nested deeper than {DEEPEST} levels"));
                }
                self.groups.push(self.group);
            }
            Token::Close => self.close(),
            Token::Byte(_) | Token::Symbol(_) if self.to_skip > 0 => self.to_skip -= 1,
            Token::Byte(byte) => {
                self.starred = false;
                if self.group.is_seen() {
                    self.bytes.push(byte);
                }
            }
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Word(word, number) => {
                self.flush();
                // A word is never what stands for a character.
                self.to_skip = 0;
                self.word(word, number);
                self.starred = false;
            }
        }
        Ok(())
    }

    /// Ends a group and the stories that began in it.
    fn close(&mut self) {
        self.flush();
        (self.to_skip, self.starred) = (0, false);
        let depth = self.groups.len();
        // A brace too many closes nothing.
        let Some(outer) = self.groups.pop() else { return };
        while self.stories.len() > 1 && self.stories.last().is_some_and(|one| one.depth == depth) {
            let Some(story) = self.stories.pop() else { break };
            self.finish(story);
        }
        self.group = outer;
    }

    /// Puts a story that has ended where it belongs.
    fn finish(&mut self, story: Story) {
        let Some(outer) = self.stories.last_mut() else { return };
        match story.kind {
            Kind::Body => {}
            Kind::Header => add_once(&mut self.headers, story.finish()),
            Kind::Footer | Kind::Comment => add_once(&mut self.footers, story.finish()),
            Kind::Endnote => self.endnotes.extend(story.finish()),
            Kind::Footnote | Kind::TextBox => outer.attached.extend(story.finish()),
            Kind::Label => outer.label(&story.text),
            Kind::Property(property) => self.properties.put(property, &story.text),
            Kind::Time(property) => {
                let [year, month, day, hour, minute] = story.time;
                if year > 0 {
                    let date = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}");
                    self.properties.put(property, &date);
                }
            }
            Kind::Style => {
                let name = story.text.trim().trim_end_matches(';').trim().to_lowercase();
                let base = name.trim_end_matches(|letter: char| letter.is_ascii_digit()).trim_end();
                let named = matches!(base, "heading" | "title" | "subtitle");
                let is_heading = self.group.is_heading || named;
                self.headings.insert(self.group.style, is_heading);
            }
        }
    }

    /// Decodes the bytes that have come.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let page = self.fonts.page(self.group.font().or(self.font));
        if page == SIGNS {
            self.bytes.retain(u8::is_ascii);
        }
        let text = code_page(&self.bytes, page);
        self.bytes.clear();
        self.put(&text);
    }

    fn put(&mut self, text: &str) {
        let group = self.group;
        let is_part = |story: &&mut Story| !group.is_stylesheet || story.kind == Kind::Style;
        if let Some(story) = self.stories.last_mut().filter(is_part).filter(|_| group.is_seen()) {
            story.text.push_str(text);
        }
    }

    fn symbol(&mut self, symbol: u8) {
        if symbol != b'*' {
            self.flush();
            self.starred = false;
        }
        match symbol {
            b'*' => self.starred = true,
            b'{' | b'}' | b'\\' => self.put(char::from(symbol).encode_utf8(&mut [0; 4])),
            b'~' => self.put("\u{A0}"),
            b'-' => self.put("\u{AD}"),
            b'_' => self.put("-"),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if let Some(place) = place(word) {
            self.enter(place);
        } else if self.starred {
            self.group.is_skipped = true;
        } else if !self.group.is_skipped && !self.definition(word, number) {
            self.group.word(word, number, &self.headings);
            self.text_word(word, number);
        }
    }

    /// Enters a destination.
    fn enter(&mut self, place: Place) {
        match place {
            Place::Skipped => self.group.is_skipped = true,
            Place::Text => {}
            Place::Fonts => self.group.is_table = true,
            Place::Styles => self.group.is_stylesheet = true,
            Place::Story(kind) if !self.group.is_skipped => {
                self.group.begin();
                self.stories.push(Story::new(kind, self.groups.len()));
            }
            Place::Story(_) => {}
        }
    }

    /// Reads a word of the head of the file; false if it is none.
    fn definition(&mut self, word: &str, number: Option<i32>) -> bool {
        let value = number.unwrap_or(0);
        let table = self.group.is_table;
        match word {
            "ansicpg" => self.fonts.document = u16::try_from(value).unwrap_or(0).max(1),
            "mac" => self.fonts.document = 10_000,
            "deff" => self.font = number,
            "f" if table => self.group.style = value,
            "fcharset" if table => self.fonts.set(self.group.style, value),
            "cpg" if table => self.fonts.set_page(self.group.style, value),
            "s" if self.group.is_stylesheet => {
                self.group.style = value;
                self.group.is_heading = false;
                self.stories.push(Story::new(Kind::Style, self.groups.len()));
            }
            "sbasedon" if self.group.is_stylesheet => {
                self.group.is_heading |= self.headings.get(&value).copied().unwrap_or(false);
            }
            "ftnalt" => {
                if let Some(story) = self.stories.last_mut() {
                    story.kind = Kind::Endnote;
                }
            }
            _ => match TIMES.iter().position(|known| *known == word) {
                Some(at) => {
                    if let Some(story) = self.stories.last_mut() {
                        story.time[at] = value.clamp(0, 9999);
                    }
                }
                None => return table,
            },
        }
        true
    }

    /// Reads a word that stands for text or ends a piece of it.
    fn text_word(&mut self, word: &str, number: Option<i32>) {
        let (heading, in_table) = (self.group.is_heading, self.group.in_table);
        let Some(story) = self.stories.last_mut() else { return };
        match word {
            "u" => return self.unicode(number.unwrap_or(0)),
            "par" | "page" | "sect" | "nestcell" => story.paragraph(heading, in_table),
            "cell" => story.cell(heading),
            "row" => story.row(),
            _ => {}
        }
        let text = match word {
            "line" | "lbr" => "\n",
            "tab" => "\t",
            "emdash" => "—",
            "endash" => "–",
            "emspace" | "enspace" | "qmspace" | "column" => " ",
            "lquote" => "‘",
            "rquote" => "’",
            "ldblquote" => "“",
            "rdblquote" => "”",
            "zwj" => "\u{200D}",
            "zwnj" => "\u{200C}",
            _ => return,
        };
        self.put(text);
    }

    /// Takes a unit of UTF-16, which is written as a signed number.
    fn unicode(&mut self, number: i32) {
        self.to_skip = self.group.skip;
        let unit = u32::try_from(number).or_else(|_| u32::try_from(number + 0x1_0000)).unwrap_or(0);
        if (0xD800..0xDC00).contains(&unit) {
            self.high = Some(unit);
            return;
        }
        let code = match self.high.take() {
            Some(high) if (0xDC00..0xE000).contains(&unit) => {
                0x1_0000 + ((high - 0xD800) << 10) + (unit - 0xDC00)
            }
            _ => unit,
        };
        // Signs of fonts such as Symbol stand in the private area.
        let private = (0xF000..0xF100).contains(&code);
        if let Some(letter) = char::from_u32(code).filter(|_| !private && code > 0) {
            self.put(letter.encode_utf8(&mut [0; 4]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Role;

    /// Blocks as their texts, `#` before a heading, `~` before furniture.
    #[track_caller]
    fn case(rtf: &[u8], expected: &[&str]) {
        let draft = draft(&[b"{\\rtf1\\ansi\\deff0", rtf, b"}"].concat()).unwrap();
        let mark = |role| match role {
            Role::Heading => "# ",
            Role::Body => "",
            Role::Furniture => "~ ",
        };
        let found: Vec<String> =
            draft.blocks.iter().map(|one| format!("{}{}", mark(one.role), one.text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn paragraphs_and_rows() {
        case(b" One\\par Two\\line three\\par\\par", &["One", "Two\nthree"]);
        case(b"\\trowd\\intbl a\\cell b\\cell\\row\\pard after", &["a\tb", "after"]);
        case(b"\\intbl a\\par b\\cell c\\cell\\row", &["a", "b", "c"]);
        case(b" \\{a\\}\\~b\\emdash c", &["{a}\u{A0}b—c"]);
    }

    #[test]
    fn characters() {
        case(b"\\ansicpg1251 \\'c4\\'e0", &["Да"]);
        case(
            b"{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}}\\f1 \\'c4{\\f0\\'e4}",
            &["Дä"],
        );
        case(b"{\\fonttbl{\\f3\\fcharset128 A;}}{\\f3\\'83A}", &["ア"]);
        case(b"{\\fonttbl{\\f0\\fcharset2 Symbol;}}\\f0\\'b7 x", &["x"]);
        case(b"\\u1044?\\u1072?", &["Да"]);
        case(b"\\uc2\\u228\\'e4\\'e4b\\uc0\\u228 c", &["äbäc"]);
        case(b"\\uc0\\u-10179\\u-8704", &["😀"]);
        case(b"{\\uc0 a}\\u228?b", &["aäb"]);
        case(b"\\u-3913\\'b7 x", &["x"]);
    }

    #[test]
    fn what_is_no_text() {
        case(b"{\\*\\unknown a}{\\pict 00ff}{\\colortbl;\\red0;}b{\\v hidden}", &["b"]);
        case(b"{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt link}}", &["link"]);
        case(b"{\\object{\\*\\objdata 01}{\\result text}}", &["text"]);
        case(b"a{\\deleted b}c\\bin3 }}}d", &["acd"]);
        case(
            b"{\\shp{\\*\\shpinst{\\sp{\\sn a}}{\\shptxt box\\par}}{\\shprslt box}}x\\par",
            &["x", "box"],
        );
    }

    #[test]
    fn headings_and_labels() {
        let styles = b"{\\stylesheet{Normal;}{\\s1\\b heading 1;}{\\s2\\sbasedon1 Own;}{\\s3 x;}}";
        let body = b"\\s1 A\\par\\pard\\s2 B\\par\\pard\\s3 C\\par\\pard\\outlinelevel0 D\\par";
        case(&[&styles[..], body].concat(), &["# A", "# B", "C", "# D"]);
        case(b"{\\listtext 1.\\tab}One\\par{\\listtext\\'b7\\tab}two\\par", &["1. One", "two"]);
    }

    #[test]
    fn stories() {
        case(
            b"{\\header Top\\par}{\\footer Foot}{\\footerf Foot}a{\\footnote Note.}b{\\footnote\\ftnalt End.}\\par c{\\*\\annotation Why?}",
            &["~ Top", "ab", "Note.", "c", "End.", "~ Foot", "~ Why?"],
        );
    }

    #[test]
    fn properties() {
        let rtf =
            b"{\\rtf1{\\info{\\title On {\\b return}}{\\author A}{\\creatim\\yr2019\\mo3\\dy4}}x}";
        let draft = draft(rtf).unwrap();
        assert_eq!(draft.metadata["title"], "On return");
        assert_eq!(draft.dates[0].text, "2019-03-04T00:00");
        assert_eq!(draft.blocks.len(), 1);
    }

    #[test]
    fn hostile() {
        assert!(draft(&b"{".repeat(1 << 20)).is_err());
        assert!(draft(&b"}".repeat(1 << 20)).is_err());
        let footnotes = [b"{\\rtf1 ".to_vec(), b"{\\footnote a".repeat(9_000)].concat();
        assert!(!draft(&footnotes).unwrap().blocks.is_empty());
        case(b"\\u99999999 \\u-99999999 \\f-1\\uc-5 x", &["x"]);
    }
}
