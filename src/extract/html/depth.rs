//! How deep a page may be nested and how many attributes a tag may have:
//! what is beyond that is taken out before the parser sees it, as its work
//! grows with the square of either. Counts tags as they stand and never
//! fails; what stands between the tags stays.

use std::borrow::Cow;

/// How many elements may stand inside each other; browsers stop there too
/// (FAULTS.md, limits).
pub(super) const DEEPEST: usize = 512;

/// How many attributes a tag may have; no page needs a tenth of that.
const MOST_ATTRIBUTES: usize = 1000;

/// Elements whose end need not be stated (HTML standard, 13.1.2.4) or that
/// have none: they do not nest by being left open.
const UNCLOSED: &[&str] = &[
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "rt",
    "rp", "colgroup", "caption", "html", "head", "body", "area", "base", "br", "col", "embed",
    "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
];

/// A page without the tags that are nested deeper than [`DEEPEST`] and the
/// attributes beyond [`MOST_ATTRIBUTES`]; most pages as they are.
pub(super) fn limited(html: &str) -> Cow<'_, str> {
    match few_attributes(html) {
        Cow::Borrowed(html) => shallow(html),
        Cow::Owned(html) => Cow::Owned(shallow(&html).into_owned()),
    }
}

/// A page without the attributes beyond [`MOST_ATTRIBUTES`].
fn few_attributes(html: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let (mut at, mut from) = (0, 0);
    while let Some(next) = html[at..].find('<') {
        let start = at + next + 1;
        let (cut, end) = attributes(html.as_bytes(), start);
        if let Some(cut) = cut {
            kept.push_str(&html[from..cut]);
            kept.push('>');
            from = end;
        }
        at = end.max(start);
    }
    if from == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(&html[from..]);
    Cow::Owned(kept)
}

/// Where a tag whose name begins at `start` has too many attributes, if it
/// has, and where it ends. Ends early, once there are too many, at what can
/// only be the end of a script that merely looked like a tag.
fn attributes(bytes: &[u8], start: usize) -> (Option<usize>, usize) {
    let from = |at: usize, is_end: &dyn Fn(u8) -> bool| {
        let rest = bytes.get(at..).unwrap_or_default();
        at + rest.iter().position(|byte| is_end(*byte)).unwrap_or(rest.len())
    };
    let is_tag = bytes.get(start).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/');
    if !is_tag {
        return (None, start);
    }
    let name_ends = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
    let (mut at, mut count, mut cut) = (from(start + 1, &name_ends), 0, None);
    loop {
        at = from(at, &|byte| !byte.is_ascii_whitespace() && byte != b'/');
        match bytes.get(at) {
            None => return (cut, bytes.len()),
            Some(b'>') => return (cut, at + 1),
            Some(b'<') if cut.is_some() && bytes.get(at + 1) == Some(&b'/') => return (cut, at),
            Some(_) => {}
        }
        count += 1;
        if count > MOST_ATTRIBUTES && cut.is_none() {
            cut = Some(at);
        }
        at = from(at + 1, &|byte| name_ends(byte) || byte == b'=');
        let value = from(at, &|byte| !byte.is_ascii_whitespace());
        if bytes.get(value) == Some(&b'=') {
            let value = from(value + 1, &|byte| !byte.is_ascii_whitespace());
            at = match bytes.get(value) {
                Some(quote @ (b'"' | b'\'')) => from(value + 1, &|byte| byte == *quote) + 1,
                _ => from(value, &|byte| byte.is_ascii_whitespace() || byte == b'>'),
            };
        }
    }
}

/// A page without the tags that are nested deeper than [`DEEPEST`].
fn shallow(html: &str) -> Cow<'_, str> {
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
        case("<b a='");
        case("<ä b=\"ö");
    }

    #[test]
    fn attributes_beyond_the_most_are_dropped() {
        let many = " a=\"1 > 0\" b".repeat(MOST_ATTRIBUTES);
        let kept = limited(&format!("<p{many}>word</p>")).into_owned();
        assert!(kept.ends_with(" b >word</p>"));
        assert_eq!(kept.matches(" b").count(), MOST_ATTRIBUTES / 2);
        let quoted = format!("<p data-x='{}'>word</p>", "a ".repeat(5_000));
        assert!(matches!(limited(&quoted), Cow::Borrowed(_)));
        let script = format!("<script>a<b {}</script><p>word", "c ".repeat(5_000));
        assert!(limited(&script).ends_with("</script><p>word"));
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
