//! What holds within a group of RTF and ends with it, and what the words
//! that begin a group say that it is (Rich Text Format Specification 1.9.1,
//! "Destinations"). Knows no text.

use std::collections::HashMap;

use super::{Property, story::Kind};

/// What holds in a group.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// Whether nothing in it is text.
    pub(super) is_skipped: bool,
    /// Whether it is the table of fonts.
    pub(super) is_table: bool,
    /// Whether it is the table of styles.
    pub(super) is_stylesheet: bool,
    /// The style that is defined, or the font in the table of fonts.
    pub(super) style: i32,
    /// Whether paragraphs are headings.
    pub(super) is_heading: bool,
    /// Whether paragraphs stand in a row of a table.
    pub(super) in_table: bool,
    /// How many tokens stand for a `\u` where it is not understood.
    pub(super) skip: u32,
    is_hidden: bool,
    is_deleted: bool,
    /// The font of Latin letters, and that of other scripts.
    fonts: [Option<i32>; 2],
    /// Whether text is in the font of other scripts.
    is_other: bool,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            is_skipped: false,
            is_table: false,
            is_stylesheet: false,
            style: 0,
            is_heading: false,
            in_table: false,
            skip: 1,
            is_hidden: false,
            is_deleted: false,
            fonts: [None, None],
            is_other: false,
        }
    }
}

impl Group {
    /// Whether text in it is seen by a reader.
    pub(super) const fn is_seen(&self) -> bool {
        !(self.is_skipped || self.is_hidden || self.is_deleted || self.is_table)
    }

    /// The font of its text.
    pub(super) fn font(&self) -> Option<i32> {
        self.fonts[usize::from(self.is_other)].or(self.fonts[0])
    }

    /// Begins a story: what is said of the paragraph around it is not said
    /// of it.
    pub(super) fn begin(&mut self) {
        self.is_heading = false;
        self.in_table = false;
        self.is_hidden = false;
    }

    /// Takes a word that says how text or a paragraph is.
    pub(super) fn word(&mut self, word: &str, number: Option<i32>, styles: &HashMap<i32, bool>) {
        let on = number != Some(0);
        match word {
            "uc" => self.skip = number.and_then(|count| u32::try_from(count).ok()).unwrap_or(1),
            "f" => self.fonts[0] = number,
            "af" => self.fonts[1] = number,
            "rtlch" | "dbch" => self.is_other = true,
            "ltrch" | "loch" | "hich" => self.is_other = false,
            "v" => self.is_hidden = on,
            "deleted" => self.is_deleted = on,
            "plain" => {
                self.is_hidden = false;
                self.is_deleted = false;
                self.fonts = [None, None];
                self.is_other = false;
            }
            "pard" => {
                self.is_heading = false;
                self.in_table = false;
            }
            "intbl" => self.in_table = on,
            "s" => {
                let heading = number.and_then(|style| styles.get(&style));
                self.is_heading = heading.copied().unwrap_or(false);
            }
            "outlinelevel" => {
                self.is_heading |= number.is_some_and(|level| (0..9).contains(&level));
            }
            _ => {}
        }
    }
}

/// What a destination is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// Its content is no text.
    Skipped,
    /// Its content is text where it stands.
    Text,
    /// The table of fonts.
    Fonts,
    /// The table of styles.
    Styles,
    /// A story of its own.
    Story(Kind),
}

/// The destination that a word begins; none for another word.
pub(super) fn place(word: &str) -> Option<Place> {
    Some(match word {
        "fonttbl" => Place::Fonts,
        "stylesheet" => Place::Styles,
        "colortbl" | "filetbl" | "listtable" | "listoverridetable" | "revtbl" | "rsidtbl"
        | "generator" | "pict" | "nonshppict" | "objdata" | "objclass" | "objname" | "fldinst"
        | "datafield" | "formfield" | "sp" | "shprslt" | "bkmkstart" | "bkmkend" | "xe" | "tc"
        | "tcn" | "rxe" | "atnid" | "atnauthor" | "atntime" | "atndate" | "atnicn" | "atnref"
        | "atnparent" | "nonesttables" | "nesttableprops" | "themedata" | "colorschememapping"
        | "latentstyles" | "datastore" | "xmlnstbl" | "wgrffmtfilter" | "template" | "pgptbl"
        | "operator" | "manager" | "category" | "hlinkbase" | "userprops" | "pnseclvl" | "falt"
        | "panose" | "ftnsep" | "ftnsepc" | "ftncn" | "aftnsep" | "aftnsepc" | "aftncn"
        | "background" | "mmathPr" | "buptim" | "printim" => Place::Skipped,
        "shpinst" | "shpgrp" | "fldrslt" | "result" | "ud" | "do" | "shppict" => Place::Text,
        "header" | "headerl" | "headerr" | "headerf" => Place::Story(Kind::Header),
        "footer" | "footerl" | "footerr" | "footerf" => Place::Story(Kind::Footer),
        "footnote" => Place::Story(Kind::Footnote),
        "annotation" => Place::Story(Kind::Comment),
        "shptxt" | "dptxbxtext" => Place::Story(Kind::TextBox),
        "listtext" | "pntext" => Place::Story(Kind::Label),
        "title" => Place::Story(Kind::Property(Property::Title)),
        "author" => Place::Story(Kind::Property(Property::Author)),
        "company" => Place::Skipped,
        "subject" => Place::Story(Kind::Property(Property::Subject)),
        "keywords" => Place::Story(Kind::Property(Property::Keywords)),
        "doccomm" | "comment" => Place::Story(Kind::Property(Property::Description)),
        "creatim" => Place::Story(Kind::Time(Property::Created)),
        "revtim" => Place::Story(Kind::Time(Property::Modified)),
        _ => return None,
    })
}
