//! The dates that a page states of itself: in JSON-LD, in `meta` and `time`,
//! in its address, in the byline under the heading, in the copyright of the
//! footer. Each is handed over as it stands there, with what it is the date
//! of. Never decides among them and never reads a date as one.

mod embedded;
mod json_ld;
mod meta;
mod shown;

use super::dom::{Data, Dom, Id};
use crate::document::{DateKind, StatedDate};

/// The longest text that can be a date with its label, in characters.
const LONGEST: usize = 160;

/// How many dates of a page are handed over; a list of news has hundreds.
const MOST: usize = 200;

/// All dates that a page states of itself, those of one kind in order of
/// trust.
pub(super) fn dates(dom: &Dom) -> Vec<StatedDate> {
    let mut found = Dates { list: Vec::new(), aside: asides(dom) };
    json_ld::dates(dom, &mut found);
    meta::dates(dom, &mut found);
    shown::dates(dom, &mut found);
    embedded::dates(dom, &mut found);
    found.list
}

/// Dates in the making.
struct Dates {
    list: Vec<StatedDate>,
    /// For every node whether it stands beside the content.
    aside: Vec<bool>,
}

impl Dates {
    /// Whether a node is part of something that is not the page's own: a
    /// comment, a list of other pages, the frame.
    fn is_aside(&self, id: Id) -> bool {
        self.aside.get(id).copied().unwrap_or(false)
    }

    /// Adds a date unless it is no text of the length of one, or is there
    /// already with at least as much trust.
    fn add(&mut self, kind: DateKind, name: &str, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let sized = text.chars().nth(LONGEST).is_none() || kind == DateKind::Address;
        let figure = text.chars().any(char::is_numeric);
        let known = self.list.iter().any(|date| date.kind <= kind && date.text == text);
        if sized && figure && !known && self.list.len() < MOST {
            self.list.push(StatedDate { kind, name: name.to_owned(), text });
        }
    }
}

/// The text of a node; texts of elements that stand side by side are parted,
/// as `Mar 17` and `11 min read` are on the page.
fn spaced(dom: &Dom, id: Id) -> String {
    let texts = (id..dom.node(id).end).filter_map(|at| match &dom.node(at).data {
        Data::Text(text) => Some(text.as_str()),
        Data::Document | Data::Element(..) => None,
    });
    texts.collect::<Vec<_>>().join(" ")
}

/// What a name in a page, of a property or a class, says that a date is the
/// date of. Case and marks do not count: `DC.date.issued`, `Publish_Date`.
fn kind_of(name: &str) -> Option<DateKind> {
    let name: String =
        name.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    if name.len() > 60 || has(NEVER) || name.ends_with("publisher") {
        return None;
    }
    if has(MODIFIED) {
        Some(DateKind::Modified)
    } else if name.contains("copyright") {
        Some(DateKind::Copyright)
    } else if has(PUBLISHED) || DATES.contains(&name.as_str()) {
        Some(DateKind::Published)
    } else {
        has(CREATED).then_some(DateKind::Created)
    }
}

/// Parts of names of dates that are never those of the page.
const NEVER: &[&str] = &[
    "expir",
    "unpublish",
    "valid",
    "event",
    "birth",
    "death",
    "embargo",
    "access",
    "retriev",
    "deadline",
    "publishingprinciple",
    "fbappid",
    "verification",
];

/// Parts of names of dates of a change.
const MODIFIED: &[&str] =
    &["modif", "update", "revis", "lastmod", "lastupd", "changed", "lastedit"];

/// Parts of names of dates of publication: of Open Graph, Dublin Core,
/// Highwire (`citation_date`), PRISM, Schema.org and publishing systems.
const PUBLISHED: &[&str] = &[
    "publish",
    "publicat",
    "publicad",
    "pubdate",
    "pubtime",
    "issued",
    "releasedate",
    "dateposted",
    "postdate",
    "posted",
    "citationdate",
    "onlinedate",
    "sailthrudate",
    "regdate",
    "displaydate",
    "displaytime",
    "sortdate",
    "newsdate",
    "articledate",
    "articlepub",
    "dateoriginal",
    "originaldate",
];

/// Whole names of dates of publication.
const DATES: &[&str] =
    &["date", "dcdate", "dctermsdate", "ptime", "pdate", "timestamp", "dateissued", "ogdate"];

/// Parts of names of dates of creation.
const CREATED: &[&str] = &["created", "creationdate", "uploaddate", "createdate", "createtime"];

/// Elements that stand beside the content.
const FRAME: &[&str] =
    &["aside", "nav", "form", "footer", "noscript", "template", "figcaption", "cite", "blockquote"];

/// For every node whether it stands beside the content; found in one pass, as
/// a node comes after what it stands in.
fn asides(dom: &Dom) -> Vec<bool> {
    let mut asides = vec![false];
    for id in dom.inside(0) {
        let inherited = asides.get(dom.node(id).parent).copied().unwrap_or(false);
        let frame = || FRAME.contains(&dom.name(id)) && dom.elements(id, "h1").next().is_none();
        asides.push(inherited || frame() || names_of(dom, id).any(|name| is_other(&name)));
    }
    asides
}

/// Whether a class, an id or an item type is that of something else than
/// the page's own content.
fn is_other(name: &str) -> bool {
    const OTHERS: &[&str] = &[
        "comment",
        "related",
        "sidebar",
        "widget",
        "recommend",
        "mostread",
        "most-read",
        "popular",
        "trending",
        "teaser",
        "carousel",
        "latest",
        "read-more",
        "readmore",
        "more-news",
        "reply",
        "weather",
        "ticker",
        "calendar",
        "cookie",
        "footer",
        "promo",
        "review",
        "caption",
        "reflist",
        "references",
    ];
    let allowed = name.contains("no-") || name.contains("has-") || name.contains("with-");
    !allowed && OTHERS.iter().any(|other| name.contains(other))
}

/// The classes, the id, the property and the type of an element, in lower
/// case. The whole page is often named after what stands beside the content.
fn names_of<'a>(dom: &'a Dom, id: Id) -> impl Iterator<Item = String> + 'a {
    const ATTRIBUTES: [&str; 5] = ["class", "id", "itemprop", "itemtype", "data-testid"];
    let frame = matches!(dom.name(id), "" | "html" | "body" | "main");
    let values = ATTRIBUTES.iter().filter_map(move |name| dom.attribute(id, name));
    let names = values.flat_map(str::split_whitespace).take(if frame { 0 } else { 40 });
    names.map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dates of a page as `kind name=text`.
    pub(super) fn found(html: &str) -> Vec<String> {
        let dates = dates(&Dom::parse(html));
        dates.iter().map(|date| format!("{:?} {}={}", date.kind, date.name, date.text)).collect()
    }

    #[test]
    fn a_page_of_nothing_but_dates_is_read() {
        let case = |open: &str, item: &str| {
            let items: String = (0..30_000).map(|at| format!("{item}{at}.3.2018</time>")).collect();
            let found = found(&format!("<h1>A long heading</h1>{open}{items}"));
            assert!((1..=MOST).contains(&found.len()), "{open}{item}: {}", found.len());
        };
        case("<footer>", "<time>");
        case(&"<div class=date>".repeat(400), "<time class=date itemprop=datePublished>");
        case("", "<nav><time>");
    }

    #[test]
    fn names_say_what_a_date_is_of() {
        let case = |name: &str, expected| assert_eq!(kind_of(name), expected, "{name}");
        for name in [
            "article:published_time",
            "DC.date.issued",
            "dcterms.date",
            "citation_publication_date",
            "Publish_Date",
            "sailthru.date",
            "parsely-pub-date",
            "og:regDate",
            "pubdate",
            "date",
        ] {
            case(name, Some(DateKind::Published));
        }
        case("dcterms.created", Some(DateKind::Created));
        case("uploadDate", Some(DateKind::Created));
        case("article:modified_time", Some(DateKind::Modified));
        case("og:updated_time", Some(DateKind::Modified));
        case("copyrightYear", Some(DateKind::Copyright));
        case("article:publisher", None);
        case("article:expiration_time", None);
        case("description", None);
    }
}
