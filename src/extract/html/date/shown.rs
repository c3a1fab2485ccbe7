//! Dates that a page shows its readers: `time`, elements whose class is that
//! of a date or a byline, short texts around the heading, the copyright of
//! the footer. Those near the heading come first. Never says whether a text
//! is a date at all.

use std::collections::{HashMap, HashSet};

use super::{Dates, NEVER, kind_of, meta::value, names_of, spaced};
use crate::{
    document::DateKind,
    extract::html::dom::{Data, Dom, Id},
};

/// How far from the heading a short text is looked at, in nodes.
const NEAR: usize = 120;

/// How many of the dates that are shown are handed over.
const SHOWN: usize = 24;

/// The dates that are shown.
pub(super) fn dates(dom: &Dom, found: &mut Dates) {
    let heading = heading(dom);
    let mut marked: Vec<(usize, Id)> = dom
        .inside(0)
        .filter_map(|id| Some((strength(dom, id)?, id)))
        .filter(|(_, id)| is_short(dom, *id))
        .collect();
    marked.sort_by_key(|(strength, id)| {
        (found.is_aside(*id), strength + distance(heading, *id) / 40, distance(heading, *id))
    });
    let repeated = repeated(dom, &marked);
    for (_, id) in marked.into_iter().take(SHOWN) {
        let Some(text) = value(dom, id) else { continue };
        let listed = || repeated.contains(&class(dom, id)) && distance(heading, id) > NEAR;
        let kind = match changed(dom, id) {
            true => DateKind::Modified,
            false if found.is_aside(id) || listed() => DateKind::Beside,
            false => DateKind::Shown,
        };
        found.add(kind, class(dom, id), &text);
    }
    near(dom, heading, found);
    copyright(dom, found);
}

/// The class of an element, else its name.
fn class(dom: &Dom, id: Id) -> &str {
    dom.attribute(id, "class").unwrap_or_else(|| dom.name(id))
}

/// Classes that several elements with different texts have: those of a list
/// of pages.
fn repeated<'a>(dom: &'a Dom, marked: &[(usize, Id)]) -> HashSet<&'a str> {
    let mut texts: HashMap<&str, HashSet<String>> = HashMap::new();
    for (_, id) in marked {
        texts.entry(class(dom, *id)).or_default().extend(value(dom, *id));
    }
    texts.into_iter().filter(|(_, texts)| texts.len() > 2).map(|(class, _)| class).collect()
}

/// The heading of the page: the first `h1` that the page's title has too,
/// else the first, else any heading that the title has.
fn heading(dom: &Dom) -> Option<Id> {
    let plain = |id: Id| dom.text(id).split_whitespace().collect::<Vec<_>>().join(" ");
    let title = dom.elements(0, "title").next().map(plain).unwrap_or_default();
    let headings = |names: &'static [&str]| {
        dom.inside(0)
            .filter(move |id| names.contains(&dom.name(*id)))
            .filter(|id| dom.node(*id).end - id < 40)
            .map(move |id| (id, plain(id)))
            .filter(|(_, text)| text.chars().nth(8).is_some())
    };
    let titled = |(_, text): &(Id, String)| title.contains(text.as_str());
    headings(&["h1"])
        .find(titled)
        .or_else(|| headings(&["h1", "h2", "h3", "strong"]).find(titled))
        .or_else(|| headings(&["h1"]).next())
        .or_else(|| headings(&["h2"]).next())
        .map(|(id, _)| id)
}

/// How far a node is from the heading. What stands before it counts three
/// times: the head of a page often shows the day of today.
fn distance(heading: Option<Id>, id: Id) -> usize {
    match heading {
        Some(heading) if id < heading => (heading - id) * 3,
        Some(heading) => id - heading,
        None => id,
    }
}

/// How little an element is marked as a date, 0 for most; nothing for one
/// that is not marked at all.
fn strength(dom: &Dom, id: Id) -> Option<usize> {
    if matches!(dom.name(id), "" | "html" | "body" | "script" | "style" | "meta" | "link" | "head")
    {
        return None;
    }
    let best = names_of(dom, id).filter_map(|name| strength_of_name(&name)).min();
    let time = || matches!(dom.name(id), "time" | "relative-time" | "abbr").then_some(1);
    let stamped = || dom.attribute(id, "data-utime").map(|_| 1);
    best.into_iter().chain(time()).chain(stamped()).min()
}

/// Parts of classes of elements that show when a page was published.
const STRONG: &[&str] = &[
    "publish",
    "publi",
    "pubdate",
    "posted",
    "issued",
    "dateline",
    "entry-date",
    "post-date",
    "article-date",
    "articledate",
    "postdate",
    "julkaistu",
    "publicerad",
    "publisert",
    "veroeffentlich",
    "yayin",
    "yayım",
    "опубликован",
    "дата",
    "tarih",
    "fecha",
    "kuupaev",
    "pvm",
    "paivays",
    "input-date",
    "date-time",
    "datetime",
    "datum",
];

/// Classes of elements that show a date or time.
const PLAIN: &[&str] =
    &["date", "timestamp", "time", "data", "czas", "hora", "aika", "tid", "tidpunkt", "день"];

/// Classes of elements that may show a date beside other things.
const WEAK: &[&str] = &[
    "byline",
    "submitted",
    "meta",
    "info",
    "author",
    "dato",
    "credit",
    "details",
    "signature",
    "subhead",
    "subtitle",
    "updated",
    "modified",
];

/// How little a class or an id is that of a date.
fn strength_of_name(name: &str) -> Option<usize> {
    let is_part = |one: &str| {
        let whole = name.split(['-', '_', ':', '.']).any(|part| part == one);
        whole || one.len() > 3 && (name.ends_with(one) || name.starts_with(one))
    };
    if name.starts_with("http") || NEVER.iter().any(|never| name.contains(never)) {
        return None;
    }
    STRONG
        .iter()
        .any(|one| name.contains(one))
        .then_some(0)
        .or_else(|| PLAIN.iter().any(|one| is_part(one)).then_some(1))
        .or_else(|| WEAK.iter().any(|one| is_part(one)).then_some(3))
}

/// Whether an element has no more text than a date with its label needs, and
/// is not made of many parts.
fn is_short(dom: &Dom, id: Id) -> bool {
    dom.node(id).end - id <= 40
        && dom.text(id).chars().filter(|one| !one.is_whitespace()).count() <= 140
}

/// Whether an element is named after a change.
fn changed(dom: &Dom, id: Id) -> bool {
    let own = names_of(dom, id).any(|name| kind_of(&name) == Some(DateKind::Modified));
    let published =
        || names_of(dom, id).any(|name| name.contains("publish") || name == "entry-date");
    own && !published()
}

/// Short texts with a figure around the heading, those below it first.
fn near(dom: &Dom, heading: Option<Id>, found: &mut Dates) {
    let Some(heading) = heading else { return };
    let end = dom.node(heading).end;
    let nodes = dom.inside(0);
    let above = (heading.saturating_sub(NEAR / 2).max(nodes.start)..heading).rev();
    for id in (end..(end + NEAR).min(nodes.end)).chain(above) {
        let Data::Text(text) = &dom.node(id).data else { continue };
        let parent = dom.node(id).parent;
        let hidden =
            dom.ancestors(id).any(|at| matches!(dom.name(at), "script" | "style" | "option"));
        if hidden || found.is_aside(parent) || !text.chars().any(char::is_numeric) {
            continue;
        }
        found.add(DateKind::Near, dom.name(parent), text);
        // A label and its date are often elements of their own.
        if is_short(dom, parent) {
            found.add(DateKind::Near, dom.name(parent), &spaced(dom, parent));
        }
    }
}

/// The last texts with a sign of copyright.
fn copyright(dom: &Dom, found: &mut Dates) {
    let signed = |text: &str| {
        let lower = text.to_lowercase();
        lower.contains('©') || lower.contains("copyright") || lower.contains("(c)")
    };
    for id in dom.inside(0).rev() {
        let Data::Text(text) = &dom.node(id).data else { continue };
        let parent = dom.node(id).parent;
        if signed(text) && !matches!(dom.name(parent), "script" | "style") {
            let whole = if is_short(dom, parent) { &spaced(dom, parent) } else { text };
            found.add(DateKind::Copyright, dom.name(parent), whole);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    fn case(html: &str, expected: &[&str]) {
        assert_eq!(found(html), expected, "{html}");
    }

    #[test]
    fn times_near_the_heading_come_first() {
        case(
            r#"<div class="today">22.11.2026</div><p></p><p></p><p></p><p></p><p></p><p></p><p></p>
               <h1>A long heading</h1><time datetime="2018-03-12">12 March</time>
               <aside><time datetime="2011-01-01">x</time></aside>"#,
            &[
                "Shown time=2018-03-12",
                "Beside time=2011-01-01",
                "Near time=12 March",
                "Near div=22.11.2026",
            ],
        );
    }

    #[test]
    fn classes_and_labels() {
        case(
            r#"<h1>A long heading</h1><span class="post-date">12.3.2018</span>"#,
            &["Shown post-date=12.3.2018"],
        );
        case(
            r#"<h1>A long heading</h1><p><b>Julkaistu</b> 12.3.2018</p>"#,
            &["Near p=12.3.2018", "Near p=Julkaistu 12.3.2018"],
        );
        case(
            r#"<h1>A long heading</h1><span class="updated">12.3.2018</span>"#,
            &["Modified updated=12.3.2018", "Near span=12.3.2018"],
        );
        case("<footer>© 2019 <b>Office</b></footer>", &["Copyright footer=© 2019 Office"]);
    }
}
