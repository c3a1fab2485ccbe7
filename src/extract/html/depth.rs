//! How deep a page may be nested: tags beyond that are taken out before the
//! parser sees them, as its work grows with the square of the depth.
//! Counts tags as they stand and never fails; what stands between the tags
//! stays.

use std::borrow::Cow;

/// How many elements may stand inside each other; browsers stop there too
/// (FAULTS.md, limits).
pub(super) const DEEPEST: usize = 512;

/// Elements whose end need not be stated (HTML standard, 13.1.2.4) or that
/// have none: they do not nest by being left open.
const UNCLOSED: &[&str] = &[
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "rt",
    "rp", "colgroup", "caption", "html", "head", "body", "area", "base", "br", "col", "embed",
    "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
];

/// A page without the tags that are nested deeper than [`DEEPEST`]; most
/// pages as they are.
pub(super) fn limited(html: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let (mut depth, mut from) = (0_usize, 0);
    for tag in (Tags { html, at: 0 }) {
        let too_deep = if tag.closes {
            let too_deep = depth > DEEPEST;
            depth = depth.saturating_sub(1);
            too_deep
        } else {
            depth += 1;
            depth > DEEPEST
        };
        if too_deep {
            kept.push_str(&html[from..tag.start]);
            kept.push(' ');
            from = tag.end;
        }
    }
    if from == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(&html[from..]);
    Cow::Owned(kept)
}

/// A tag that opens or closes an element, as byte places; the end is that
/// after its `>`.
struct Tag {
    start: usize,
    end: usize,
    closes: bool,
}

/// The tags of a page, without those of [`UNCLOSED`] elements.
struct Tags<'a> {
    html: &'a str,
    at: usize,
}

impl Iterator for Tags<'_> {
    type Item = Tag;

    fn next(&mut self) -> Option<Tag> {
        let bytes = self.html.as_bytes();
        loop {
            let start = self.at + self.html.get(self.at..)?.find('<')?;
            let closes = bytes.get(start + 1) == Some(&b'/');
            let name_at = start + 1 + usize::from(closes);
            let length =
                bytes.get(name_at..)?.iter().take_while(|byte| byte.is_ascii_alphanumeric());
            let name = &self.html[name_at..name_at + length.count()];
            if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
                self.at = start + 1;
                continue;
            }
            let end = bytes[name_at..].iter().position(|byte| *byte == b'>');
            let end = end.map_or(self.html.len(), |end| name_at + end + 1);
            self.at = end;
            let empty = self.html[..end].ends_with("/>");
            if !empty && !UNCLOSED.iter().any(|one| name.eq_ignore_ascii_case(one)) {
                return Some(Tag { start, end, closes });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_as_they_are() {
        let case = |html: &str| assert!(matches!(limited(html), Cow::Borrowed(_)), "{html}");
        case("<p>One<p>two<br><b>three</b> 1 < 2 <!-- <b> -->");
        case(&"<p><i>One</i>".repeat(2_000));
        case(&"<table><tr><td>x</table>".repeat(2_000));
        case("<");
        case("</");
        case("<b");
    }

    #[test]
    fn what_is_deeper_loses_its_tags_only() {
        let page = format!("{}word{} after", "<div>".repeat(2_000), "</div>".repeat(2_000));
        let kept = limited(&page);
        assert_eq!(kept.matches("<div>").count(), DEEPEST);
        assert_eq!(kept.matches("</div>").count(), DEEPEST);
        assert!(kept.contains("word") && kept.ends_with(" after"));
    }
}
