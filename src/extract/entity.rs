//! The names of HTML that stand in Markdown: character references and tags.
//! Only those that people write; an unknown name is text.
//! Knows no other part of HTML.

use std::borrow::Cow;

/// Reads a character reference at the start of a text: its length in bytes
/// and what it stands for.
pub(super) fn decode(text: &str) -> Option<(usize, Cow<'static, str>)> {
    const LONGEST: usize = 12;
    let name = text.strip_prefix('&')?;
    let end = name.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = &name[..end];
    let found = match name.strip_prefix('#') {
        Some(number) => numbered(number)?.to_string().into(),
        None => named(name)?,
    };
    Some((end + 2, found))
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    // Control characters are not characters of a text; U+0080 to U+009F are
    // written for those of windows-1252 (HTML Standard, 13.2.5.80).
    match code {
        0x80..=0x9F => C1.chars().nth(usize::try_from(code - 0x80).ok()?),
        0..=8 | 0x0B..=0x1F => Some(char::REPLACEMENT_CHARACTER),
        _ => char::from_u32(code),
    }
}

/// What windows-1252 has at 0x80 to 0x9F.
const C1: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";

/// Characters that have a name of their own (HTML Standard, 13.5).
const NAMES: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{A0}"),
    ("ensp", "\u{2002}"),
    ("emsp", "\u{2003}"),
    ("thinsp", "\u{2009}"),
    ("shy", "\u{AD}"),
    ("zwj", "\u{200D}"),
    ("zwnj", "\u{200C}"),
    ("lrm", "\u{200E}"),
    ("rlm", "\u{200F}"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("sbquo", "‚"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("bdquo", "„"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("lsaquo", "‹"),
    ("rsaquo", "›"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("sect", "§"),
    ("para", "¶"),
    ("middot", "·"),
    ("bull", "•"),
    ("deg", "°"),
    ("times", "×"),
    ("plusmn", "±"),
    ("euro", "€"),
    ("pound", "£"),
    ("yen", "¥"),
    ("cent", "¢"),
    ("frac12", "½"),
    ("frac14", "¼"),
    ("frac34", "¾"),
    ("sup2", "²"),
    ("sup3", "³"),
    ("ordf", "ª"),
    ("ordm", "º"),
    ("iexcl", "¡"),
    ("iquest", "¿"),
    ("szlig", "ß"),
    ("aelig", "æ"),
    ("AElig", "Æ"),
    ("oelig", "œ"),
    ("OElig", "Œ"),
    ("oslash", "ø"),
    ("Oslash", "Ø"),
    ("eth", "ð"),
    ("ETH", "Ð"),
    ("thorn", "þ"),
    ("THORN", "Þ"),
    ("dagger", "†"),
    ("permil", "‰"),
    ("rarr", "→"),
    ("larr", "←"),
    ("le", "≤"),
    ("ge", "≥"),
    ("ne", "≠"),
    ("minus", "−"),
    ("prime", "′"),
    ("Prime", "″"),
];

/// Marks as the ends of names; normalization composes them.
const MARKS: &[(&str, char)] = &[
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circ", '\u{302}'),
    ("uml", '\u{308}'),
    ("tilde", '\u{303}'),
    ("cedil", '\u{327}'),
    ("ring", '\u{30A}'),
    ("caron", '\u{30C}'),
];

fn named(name: &str) -> Option<Cow<'static, str>> {
    if let Some((_, text)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(Cow::Borrowed(text));
    }
    let (base, mark) =
        MARKS.iter().find_map(|(end, mark)| Some((name.strip_suffix(end)?, mark)))?;
    let letter = base.chars().next().filter(char::is_ascii_alphabetic)?;
    (base.len() == 1).then(|| format!("{letter}{mark}").into())
}

/// Tags that may stand within a word.
const WITHIN_WORDS: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "tt", "u", "var", "wbr",
];

/// Tags that divide words.
const BETWEEN_WORDS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "iframe",
    "img",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "picture",
    "pre",
    "section",
    "source",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "video",
];

/// What stands in place of a tag, given without its angle brackets: nothing,
/// or a space where the tag divides words. None for what is no tag.
pub(super) fn tag(inner: &str) -> Option<&'static str> {
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let end = name.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(name.len());
    let (name, rest) = name.split_at(end);
    if name.len() > 10 || !(rest.is_empty() || rest.starts_with(['/', ' ', '\t', '\n', '\r'])) {
        return None;
    }
    let name = name.to_ascii_lowercase();
    if WITHIN_WORDS.contains(&name.as_str()) {
        Some("")
    } else {
        BETWEEN_WORDS.contains(&name.as_str()).then_some(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        let case = |text: &str, expected: Option<(usize, &str)>| {
            let found = decode(text);
            assert_eq!(found.as_ref().map(|(at, text)| (*at, text.as_ref())), expected);
        };
        case("&amp;x", Some((5, "&")));
        case("&#8211;", Some((7, "–")));
        case("&#x2013;", Some((8, "–")));
        case("&#146;", Some((6, "’")));
        case("&#0;", Some((4, "\u{FFFD}")));
        case("&Aring;", Some((7, "A\u{30A}")));
        case("&#xD800;", None);
        case("&no;", None);
        case("&x", None);
        case("&å;", None);
    }

    #[test]
    fn tags() {
        let case = |inner: &str, expected: Option<&str>| assert_eq!(tag(inner), expected);
        case("b", Some(""));
        case("/SPAN", Some(""));
        case("br/", Some(" "));
        case("img src='a'", Some(" "));
        case("name", None);
        case("", None);
        case(" b", None);
    }
}
