//! The runs of a page: each piece of text that a browser shows as a block of
//! its own, in reading order, with where it stands in the tree and how much
//! of it is links. White space as a browser shows it. Text that no reader
//! sees is a run too, marked so; only code and markup go.

use crate::document::Role;

use super::{
    dom::{Data, Dom, Id},
    seen::{Seen, seen},
    table,
};

/// A piece of text that stands apart from what is before and after it.
#[derive(Debug)]
pub(super) struct Run {
    /// The text node it begins with; runs are in the order of these.
    pub(super) at: Id,
    /// What it is.
    pub(super) kind: Kind,
    /// The text; a `\n` is a line end of the source or of the page, cells of
    /// a row are divided by a tab.
    pub(super) text: String,
    /// The line of the source where the text begins, from 1.
    pub(super) line: u32,
    /// How much text it is, see [`weight`].
    pub(super) letters: usize,
    /// How much of that is links.
    pub(super) linked: usize,
    /// The outermost element that hides it from readers.
    pub(super) hidden: Option<Id>,
}

/// What a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading of a level, 1 to 6.
    Heading(u8),
    /// An element that is made for paragraphs.
    Paragraph,
    /// An item of a list, a term or its description.
    Item,
    /// A row of a table.
    Row,
    /// Lines as they are.
    Pre,
    /// Text in an element that says nothing of it.
    Plain,
}

impl Kind {
    /// The role of its text, where it is content.
    pub(super) fn role(self) -> Role {
        if matches!(self, Self::Heading(_)) { Role::Heading } else { Role::Body }
    }

    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "h1" => Self::Heading(1),
            "h2" => Self::Heading(2),
            "h3" => Self::Heading(3),
            "h4" => Self::Heading(4),
            "h5" => Self::Heading(5),
            "h6" => Self::Heading(6),
            "p" | "blockquote" | "figcaption" | "summary" => Self::Paragraph,
            "li" | "dt" | "dd" => Self::Item,
            "pre" | "xmp" | "listing" | "plaintext" => Self::Pre,
            "address" | "article" | "aside" | "body" | "button" | "caption" | "center"
            | "details" | "dialog" | "dir" | "div" | "dl" | "fieldset" | "figure" | "footer"
            | "form" | "frameset" | "header" | "hgroup" | "hr" | "html" | "legend" | "main"
            | "menu" | "nav" | "ol" | "search" | "section" | "select" | "table" | "tbody"
            | "td" | "textarea" | "tfoot" | "th" | "thead" | "tr" | "ul" => Self::Plain,
            _ => return None,
        })
    }
}

/// The longest heading, in letters: some pages write their text in headings.
const LONGEST_HEADING: usize = 150;

/// How much text a letter is: letters and digits only, three for a character
/// of a script whose characters are syllables or words.
pub(super) fn weight(letter: char) -> usize {
    match letter {
        _ if letter.is_ascii() => usize::from(letter.is_ascii_alphanumeric()),
        '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => 3,
        _ => usize::from(letter.is_alphanumeric()),
    }
}

/// The runs of a page.
pub(super) fn runs(dom: &Dom) -> Vec<Run> {
    let mut walk = Walk::new(dom);
    let mut at = 0;
    let end = dom.node(0).end;
    while at < end {
        at = walk.visit(at);
    }
    walk.leave(end);
    walk.flush();
    walk.runs.sort_by_key(|run| run.at);
    walk.runs
}

/// An element that is open.
struct Open {
    end: Id,
    /// What it was before: restored when it ends.
    kind: Kind,
    links: usize,
    hidden: Option<Id>,
    row: bool,
    pre: bool,
    /// Whether text on both sides of its end belongs to different runs.
    runs: bool,
}

/// The text of a run that goes on.
#[derive(Default)]
struct Text {
    at: Id,
    line: u32,
    text: String,
    letters: usize,
    linked: usize,
    /// White space that is shown only before more text.
    space: Option<char>,
}

struct Walk<'a> {
    dom: &'a Dom,
    runs: Vec<Run>,
    open: Vec<Open>,
    kind: Kind,
    links: usize,
    hidden: Option<Id>,
    row: bool,
    pre: bool,
    shown: Text,
    /// What is hidden within a run: put after it.
    aside: Text,
    /// Line breaks since the last text.
    breaks: usize,
}

impl<'a> Walk<'a> {
    fn new(dom: &'a Dom) -> Self {
        Self {
            dom,
            runs: Vec::new(),
            open: Vec::new(),
            kind: Kind::Plain,
            links: 0,
            hidden: None,
            row: false,
            pre: false,
            shown: Text::default(),
            aside: Text::default(),
            breaks: 0,
        }
    }

    /// Takes a node; gives the one to go on with.
    fn visit(&mut self, id: Id) -> Id {
        self.leave(id);
        match &self.dom.node(id).data {
            Data::Document => {}
            Data::Text(text) => self.text(id, text),
            Data::Element(name, _) => return self.enter(id, name),
        }
        id + 1
    }

    /// Closes what ends before a node.
    fn leave(&mut self, id: Id) {
        while let Some(open) = self.open.pop_if(|open| open.end <= id) {
            if open.runs {
                self.divide();
            }
            (self.kind, self.links) = (open.kind, open.links);
            if open.hidden.is_none() && self.hidden.is_some() && open.runs {
                self.flush();
            }
            (self.hidden, self.row, self.pre) = (open.hidden, open.row, open.pre);
        }
    }

    fn enter(&mut self, id: Id, name: &str) -> Id {
        let end = self.dom.node(id).end;
        let seen = seen(self.dom, id, name);
        if seen == Seen::Never {
            return end;
        }
        match name {
            "br" => self.line_break(),
            "hr" => self.divide(),
            // One run for all choices: a form may have thousands.
            "option" => self.space(),
            "img" => return end,
            _ => {}
        }
        let kind = Kind::of(name);
        if kind.is_some() {
            self.divide();
        }
        let open = Open {
            end,
            kind: self.kind,
            links: self.links,
            hidden: self.hidden,
            row: self.row,
            pre: self.pre,
            runs: kind.is_some(),
        };
        if end == id + 1 {
            return end;
        }
        self.open.push(open);
        if let Some(kind) = kind.filter(|_| !self.row) {
            // An item or a quotation of paragraphs is what they are in.
            self.kind = match (kind, self.kind) {
                (Kind::Paragraph | Kind::Plain, outer @ (Kind::Heading(_) | Kind::Item)) => outer,
                (kind, _) => kind,
            };
            self.pre |= kind == Kind::Pre;
        }
        if name == "tr" && !self.row && table::is_row(self.dom, id) {
            (self.row, self.kind) = (true, Kind::Row);
        } else if matches!(name, "td" | "th") && self.row {
            self.cell();
        }
        self.links += usize::from(name == "a" && self.dom.attribute(id, "href").is_some());
        if seen == Seen::Hidden && self.hidden.is_none() {
            if kind.is_some() {
                self.flush();
            }
            self.hidden = Some(id);
        }
        id + 1
    }

    /// Ends the run, or in a row only the word.
    fn divide(&mut self) {
        if self.row {
            self.space();
        } else if self.hidden.is_none() {
            self.flush();
        } else {
            self.flush_aside();
        }
    }

    fn space(&mut self) {
        let text = if self.hidden.is_some() { &mut self.aside } else { &mut self.shown };
        text.white(' ', false);
    }

    fn cell(&mut self) {
        if !self.shown.text.is_empty() {
            self.shown.space = Some('\t');
        }
    }

    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks > 1 && !self.pre {
            self.divide();
        } else if !self.shown.text.is_empty() && self.shown.space != Some('\t') {
            self.shown.space = Some('\n');
        }
    }

    fn text(&mut self, id: Id, text: &str) {
        let node = self.dom.node(id);
        let to = if self.hidden.is_some() { &mut self.aside } else { &mut self.shown };
        let mut line = node.line;
        for letter in text.chars() {
            line += u32::from(letter == '\n');
            if letter.is_whitespace() || letter == '\0' {
                to.white(letter, self.pre);
                continue;
            }
            if to.text.is_empty() {
                (to.at, to.line) = (id, line);
            }
            if self.hidden.is_none() {
                self.breaks = 0;
            }
            to.push(letter, self.links > 0);
        }
    }

    fn flush(&mut self) {
        self.breaks = 0;
        let shown = std::mem::take(&mut self.shown);
        self.push(shown, None);
        if self.hidden.is_none() {
            self.flush_aside();
        }
    }

    fn flush_aside(&mut self) {
        let aside = std::mem::take(&mut self.aside);
        let hidden = self.hidden.or_else(|| {
            let outermost = |id: &Id| seen(self.dom, *id, self.dom.name(*id)) == Seen::Hidden;
            self.dom.ancestors(aside.at).filter(outermost).last()
        });
        self.push(aside, hidden);
    }

    fn push(&mut self, text: Text, hidden: Option<Id>) {
        if !text.text.is_empty() {
            let Text { at, line, text, letters, linked, .. } = text;
            let is_text = matches!(self.kind, Kind::Heading(_)) && letters > LONGEST_HEADING;
            let kind = if is_text { Kind::Plain } else { self.kind };
            self.runs.push(Run { at, kind, text, line, letters, linked, hidden });
        }
    }
}

impl Text {
    fn white(&mut self, letter: char, pre: bool) {
        if self.text.is_empty() {
            return;
        }
        let after_hyphen = self.text.ends_with(['-', '\u{2010}']);
        let shown = match letter {
            '\n' if pre || !after_hyphen => '\n',
            _ => ' ',
        };
        match self.space {
            Some('\n' | '\t') => {}
            _ => self.space = Some(shown),
        }
    }

    fn push(&mut self, letter: char, linked: bool) {
        self.text.extend(self.space.take());
        self.text.push(letter);
        let weight = weight(letter);
        self.letters += weight;
        self.linked += if linked { weight } else { 0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The runs of a page as `line text`, hidden ones in brackets.
    #[track_caller]
    fn case(page: &str, expected: &[&str]) {
        let found: Vec<String> = runs(&Dom::parse(page))
            .iter()
            .map(|run| match run.hidden {
                None => format!("{} {}", run.line, run.text),
                Some(_) => format!("[{}]", run.text),
            })
            .collect();
        assert_eq!(found, expected, "{page}");
    }

    #[test]
    fn blocks_and_breaks_divide_text() {
        case("one<p>two <b>th</b>ree</p>four", &["1 one", "1 two three", "1 four"]);
        case("<p>one<br>two<br> <br>three", &["1 one\ntwo", "1 three"]);
        case("<ul><li>a<li><p>b<p>c</ul>", &["1 a", "1 b", "1 c"]);
        case("<dl><dt>a<dd>b</dl><hr>c", &["1 a", "1 b", "1 c"]);
        case("<figure><img alt=x><figcaption>a</figcaption></figure>", &["1 a"]);
    }

    #[test]
    fn lines_are_those_of_the_source() {
        case("<html>\n<body>\n<p>\n  one\n two\n<p>three", &["4 one\ntwo", "6 three"]);
        case("<p>a\n<pre>\n b\n\n  c</pre>", &["1 a", "3 b\nc"]);
    }

    #[test]
    fn spaces_are_as_shown() {
        case("<p> a\t b&nbsp;<i> c </i>. </p>", &["1 a b c ."]);
        case("<p>asylum-\nseekers", &["1 asylum- seekers"]);
        case("<p>移民\n政策", &["1 移民\n政策"]);
    }

    #[test]
    fn rows_of_data_are_one_run() {
        case("<table><tr><td>a<td><p>b</p><td><td>c</table>", &["1 a\tb\tc"]);
        case("<table><tr><td><ul><li>a<li>b</ul><td>c</table>", &["1 a", "1 b", "1 c"]);
    }

    #[test]
    fn what_is_hidden_is_kept_apart() {
        case("a <span style='display: NONE'>x</span>b", &["1 a b", "[x]"]);
        case("<div hidden><p>x</div><p>a", &["[x]", "1 a"]);
        case(
            "<script>x</script><style>y</style><template>z</template>a<svg><text>t</text></svg>",
            &["1 a"],
        );
    }
}
