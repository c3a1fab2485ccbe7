//! Dates in the scripts of a page that draws itself in the browser: values
//! of keys such as `publishedAt`. Looks for keys and the text after them
//! only; never reads a script as a program.

use super::{Dates, kind_of};
use crate::{document::DateKind, extract::html::dom::Dom};

/// How many bytes of scripts are looked at.
const LARGEST: usize = 4 << 20;

/// The dates of scripts other than JSON-LD.
pub(super) fn dates(dom: &Dom, found: &mut Dates) {
    let mut left = LARGEST;
    for script in dom.elements(0, "script") {
        let kind = dom.attribute(script, "type").unwrap_or_default();
        let text = dom.text(script);
        if kind.contains("ld+json") || text.len() > left {
            continue;
        }
        left -= text.len();
        for (key, value) in keyed(&text) {
            if kind_of(key) == Some(DateKind::Published) && is_machine(value) {
                found.add(DateKind::Embedded, key, value);
            }
        }
    }
}

/// The dates of a text that should be JSON and is not.
pub(super) fn by_keys(text: &str, found: &mut Dates) {
    for (key, value) in keyed(text) {
        if let Some(kind) = kind_of(key).filter(|_| is_machine(value)) {
            found.add(kind, key, value);
        }
    }
}

/// Whether a value begins as `2018-03-12` does.
fn is_machine(value: &str) -> bool {
    let digits = |from: usize, to: usize| {
        value.get(from..to).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let mark =
        |at: usize| value.get(at..at + 1).is_some_and(|mark| matches!(mark, "-" | "/" | "."));
    digits(0, 4) && mark(4) && digits(5, 7) && mark(7) && digits(8, 10)
}

/// Pairs of a quoted key and the quoted text after its colon. Quotes may be
/// escaped, as in a script within a script.
fn keyed(text: &str) -> impl Iterator<Item = (&str, &str)> {
    const QUOTES: [char; 3] = ['"', '\'', '\\'];
    text.match_indices(':').filter_map(|(at, _)| {
        let value = text.get(at + 1..)?.trim_start();
        let value = value.strip_prefix(['"', '\'']).or_else(|| value.strip_prefix("\\\""))?;
        let value = value.split(QUOTES).next().filter(|value| value.len() <= 40)?;
        let before = text.get(..at)?.trim_end().trim_end_matches(QUOTES);
        let start =
            before.rfind(|one: char| !(one.is_ascii_alphanumeric() || "_-.$".contains(one)));
        let key = before.get(start.map_or(0, |start| start + 1)..)?;
        (!key.is_empty() && key.len() <= 40).then_some((key, value))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn keys_and_their_dates() {
        let case = |script: &str, expected: &[&str]| {
            assert_eq!(found(&format!("<script>{script}</script>")), expected, "{script}");
        };
        case(
            r#"window.x = {"publishedAt":"2018-03-12T10:00:00Z","updatedAt":"2019-01-01"}"#,
            &["Embedded publishedAt=2018-03-12T10:00:00Z"],
        );
        case(r#"f("{\"pubDate\":\"2018-03-12\"}")"#, &["Embedded pubDate=2018-03-12"]);
        case("x = { publish_date: '2018/03/12' }", &["Embedded publish_date=2018/03/12"]);
        case("publish: 'today', date: 'é:'", &[]);
        case(":::\":'\"", &[]);
    }
}
