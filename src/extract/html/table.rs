//! Tells rows of data from tables that only place things on a page, as those
//! of 1999 do: the cells of a row of data are short and hold no blocks of
//! their own. Looks no further into a row than it needs to.

use super::{
    dom::{Data, Dom, Id},
    runs::weight,
};

/// The most text of a cell of data, in letters.
const LARGEST_CELL: usize = 300;
/// The most paragraphs in a cell of data; a line break counts as two.
const MOST_BLOCKS: usize = 3;

/// Whether a row is read as one line, its cells beside each other.
pub(super) fn is_row(dom: &Dom, row: Id) -> bool {
    let (mut cells, mut letters, mut blocks) = (0, 0, 0);
    for id in dom.inside(row) {
        match &dom.node(id).data {
            Data::Document => {}
            Data::Text(text) => letters += text.chars().map(weight).sum::<usize>(),
            Data::Element(name, _) => match &**name {
                "td" | "th" => (cells, letters, blocks) = (cells + 1, 0, 0),
                "p" | "div" => blocks += 1,
                // Two line breaks are three lines: no cell of data.
                "br" => blocks += 2,
                "table" | "ul" | "ol" | "dl" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "form"
                | "article" | "section" | "blockquote" | "pre" | "nav" | "script" => return false,
                _ => {}
            },
        }
        if letters > LARGEST_CELL || blocks > MOST_BLOCKS {
            return false;
        }
    }
    cells > 1
}
