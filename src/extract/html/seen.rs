//! What of a page a reader sees. Code, markup and what only stands in for
//! pictures is never text; what is written to be hidden is text that no
//! reader sees. Looks at one element, never at style sheets.

use super::dom::{Dom, Id};

/// Whether a reader sees an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// Yes.
    Shown,
    /// It is text, but hidden.
    Hidden,
    /// It is no text.
    Never,
}

/// Class names by which pages hide what only screen readers read.
const UNSEEN: &[&str] = &[
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "screenreader",
    "element-invisible",
    "u-hidden-visually",
    "assistive-text",
    "mw-editsection",
];

/// Whether a reader sees an element of a name.
pub(super) fn seen(dom: &Dom, id: Id, name: &str) -> Seen {
    match name {
        "script" | "style" | "template" | "head" | "title" | "iframe" | "noscript" | "noframes"
        | "noembed" | "svg" | "audio" | "video" | "canvas" | "map" | "datalist" | "object"
        | "applet" | "rp" | "annotation" | "annotation-xml" => Seen::Never,
        "" => Seen::Shown,
        _ if is_hidden(dom, id, name) => Seen::Hidden,
        _ => Seen::Shown,
    }
}

fn is_hidden(dom: &Dom, id: Id, name: &str) -> bool {
    let class = |class: &str| class.split_ascii_whitespace().any(|one| UNSEEN.contains(&one));
    dom.attribute(id, "hidden").is_some_and(|value| value != "until-found")
        || dom.attribute(id, "aria-hidden") == Some("true")
        || dom.attribute(id, "style").is_some_and(hides)
        || dom.attribute(id, "class").is_some_and(class)
        || (name == "dialog" && dom.attribute(id, "open").is_none())
}

/// Whether a style takes an element from the page.
fn hides(style: &str) -> bool {
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
        let value = value.trim().trim_end_matches("!important").trim_end();
        let is = |name_of: &str, value_of: &str| {
            name.trim().eq_ignore_ascii_case(name_of) && value.eq_ignore_ascii_case(value_of)
        };
        is("display", "none") || is("visibility", "hidden")
    })
}
