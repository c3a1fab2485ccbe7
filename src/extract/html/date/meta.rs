//! Dates in the head of a page and in its markup: `meta`, microdata, `time`
//! with `pubdate`, and the address that the page gives as its own. Hides the
//! many names that publishing systems use.

use super::{Dates, kind_of, spaced};
use crate::{
    document::DateKind,
    extract::html::dom::{Dom, Id},
};

/// The dates of the head and of marked elements.
pub(super) fn dates(dom: &Dom, found: &mut Dates) {
    for id in dom.inside(0) {
        match dom.name(id) {
            "meta" => of_meta(dom, id, found),
            "link" => of_link(dom, id, found),
            "" | "html" | "body" | "script" => {}
            _ => of_element(dom, id, found),
        }
    }
}

fn of_meta(dom: &Dom, id: Id, found: &mut Dates) {
    const NAMES: [&str; 5] = ["property", "name", "itemprop", "http-equiv", "pubdate"];
    const VALUES: [&str; 3] = ["content", "datetime", "value"];
    let Some(value) = VALUES.iter().find_map(|name| dom.attribute(id, name)) else { return };
    for name in NAMES.iter().filter_map(|name| dom.attribute(id, name)) {
        let own = name.eq_ignore_ascii_case("og:url") || name.eq_ignore_ascii_case("twitter:url");
        if own {
            found.add(DateKind::Address, name, value);
        }
        let served = dom.attribute(id, "http-equiv").is_some();
        match kind_of(name) {
            // What a server says is when it answered.
            Some(_) if served => found.add(DateKind::Modified, name, value),
            Some(kind) if !found.is_aside(id) => found.add(kind, name, value),
            _ => {}
        }
    }
}

/// `rel=canonical`, and what archives and editors of pages give beside it.
fn of_link(dom: &Dom, id: Id, found: &mut Dates) {
    let rel = dom.attribute(id, "rel").unwrap_or_default();
    let own = ["canonical", "amphtml", "shortlink", "original"];
    if own.iter().any(|one| rel.eq_ignore_ascii_case(one))
        && let Some(address) = dom.attribute(id, "href")
    {
        found.add(DateKind::Address, rel, address);
    }
}

/// `itemprop=datePublished` on any element, and `time pubdate`.
fn of_element(dom: &Dom, id: Id, found: &mut Dates) {
    let property = dom.attribute(id, "itemprop").or_else(|| dom.attribute(id, "property"));
    let marked = property.map(|name| (name, kind_of(name)));
    let pubdate = (dom.name(id) == "time" && dom.attribute(id, "pubdate").is_some())
        .then_some(("pubdate", Some(DateKind::Published)));
    if let Some((name, Some(kind))) = pubdate.or(marked)
        && !found.is_aside(id)
    {
        value(dom, id).into_iter().for_each(|text| found.add(kind, name, &text));
    }
}

/// The machine's form of a date that an element has, else its text.
pub(super) fn value(dom: &Dom, id: Id) -> Option<String> {
    const VALUES: [&str; 6] =
        ["datetime", "content", "data-utime", "data-datetime", "data-timestamp", "data-date"];
    let given = VALUES.iter().filter_map(|name| dom.attribute(id, name));
    let mut dated = given.filter(|value| value.bytes().filter(u8::is_ascii_digit).count() >= 4);
    dated.next().map(str::to_owned).or_else(|| {
        let text = spaced(dom, id);
        let title = || dom.attribute(id, "title").map(str::to_owned);
        if text.bytes().any(|byte| byte.is_ascii_digit()) { Some(text) } else { title() }
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    fn case(html: &str, expected: &[&str]) {
        assert_eq!(found(html), expected, "{html}");
    }

    #[test]
    fn heads() {
        case(
            r#"<meta property="article:published_time" content="2018-03-12T08:00:00Z">
               <meta name="DC.date.issued" content="2018-03-11">
               <meta http-equiv="date" content="2020-01-01">
               <link rel="canonical" href="https://x.example/2018/03/12/a">"#,
            &[
                "Published article:published_time=2018-03-12T08:00:00Z",
                "Published DC.date.issued=2018-03-11",
                "Modified date=2020-01-01",
                "Address canonical=https://x.example/2018/03/12/a",
            ],
        );
        case("<meta name=date><meta content=2018>", &[]);
    }

    #[test]
    fn elements() {
        case(
            r#"<h1>Title</h1><span itemprop="datePublished" content="2018-03-12">yesterday</span>"#,
            &["Published datePublished=2018-03-12"],
        );
        case(
            r#"<div class="comments"><b itemprop="datePublished">2019-01-01</b></div>"#,
            &["Beside b=2019-01-01"],
        );
    }
}
