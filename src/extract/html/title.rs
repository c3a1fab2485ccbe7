//! The title of a page: what its metadata, its headline and its window title
//! agree on. A window title often has the name of the site before or behind
//! it, and so at times have the others; what most of them have in common is
//! the title.

use super::{
    dom::Dom,
    linked::Object,
    metadata::{Metas, squeezed},
};

/// What divides the parts of a window title.
const DIVIDERS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", " > ", ": ", " _ ", "_",
    "|",
];

/// Names of `meta` elements that state a title, the surest first: those that
/// catalogues read, then those that social sites show.
const STATED: &[&str] = &[
    "citation_title",
    "dc.title",
    "dcterms.title",
    "dc:title",
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "title",
];

/// How long a title may be, in characters.
const LONGEST: usize = 400;

/// The title of a page, if it has any; `site` is the name of its site.
pub(super) fn title(
    dom: &Dom,
    metas: &Metas,
    objects: &[Object],
    headline: Option<&str>,
    site: Option<&str>,
) -> Option<String> {
    let linked = objects.iter().filter_map(|object| object.get("headline")?.as_str());
    let mut stated: Vec<String> =
        STATED.iter().filter_map(|name| metas.all(name).next()).map(squeezed).collect();
    stated.extend(linked.take(1).map(squeezed));
    let headline = headline.map(squeezed);
    let window =
        dom.elements(0, "title").map(|id| squeezed(&dom.text(id))).find(|text| !text.is_empty());
    let mut candidates: Vec<String> =
        stated.iter().map(|text| without_site(text, site).to_owned()).collect();
    candidates.extend(window.as_deref().map(|text| without_site(text, site).to_owned()));
    candidates.extend(headline.clone());
    candidates.extend(window.as_deref().into_iter().flat_map(parts));
    candidates.retain(|text| !text.is_empty() && text.chars().count() <= LONGEST);
    let is_site = |text: &str| site.is_some_and(|site| key(site) == key(text));
    let sources: Vec<String> =
        stated.iter().chain(&headline).chain(&window).map(|text| key(text)).collect();
    let votes = |candidate: &str| {
        let candidate = key(candidate);
        let agrees = |source: &&String| !candidate.is_empty() && source.contains(&*candidate);
        sources.iter().filter(agrees).count()
    };
    let best = candidates.iter().enumerate().filter(|(_, text)| !is_site(text));
    // Of those that as many agree on the longest is the most complete; what
    // two agree on goes before what one says alone.
    let best = best.max_by_key(|(at, text)| {
        (votes(text).min(2), key(text).chars().count().min(20) >= 8, std::cmp::Reverse(*at))
    });
    best.map(|(_, text)| text.clone()).or(window)
}

/// The letters and digits of a text, in lower case.
fn key(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A title without the name of the site before or behind it.
fn without_site<'a>(text: &'a str, site: Option<&str>) -> &'a str {
    let Some(site) = site.map(key).filter(|site| !site.is_empty()) else { return text };
    for divider in DIVIDERS {
        if let Some((title, name)) = text.rsplit_once(divider)
            && key(name) == site
        {
            return title.trim();
        }
        if let Some((name, title)) = text.split_once(divider)
            && key(name) == site
        {
            return title.trim();
        }
    }
    text
}

/// What stands before the last and behind the first divider of a window
/// title.
fn parts(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for divider in DIVIDERS {
        let before = text.rsplit_once(divider).map(|two| two.0);
        let first = text.split_once(divider);
        let pieces = [before, first.map(|two| two.0), first.map(|two| two.1)];
        parts.extend(pieces.into_iter().flatten().map(|part| part.trim().to_owned()));
    }
    parts.retain(|part| part.split_whitespace().count() > 3);
    parts
}

#[cfg(test)]
mod tests {
    use crate::extract::html::draft;

    fn case(page: &str, expected: &str) {
        assert_eq!(draft(page).metadata["title"], expected, "{page}");
    }

    #[test]
    fn what_the_page_agrees_on_is_the_title() {
        let h1 = "<h1>Finland opens a centre</h1>";
        case(
            &format!("<title>Finland opens a centre | Agency</title>{h1}"),
            "Finland opens a centre",
        );
        case("<title>Finland opens a centre</title><h1>Agency</h1>", "Finland opens a centre");
        case(
            "<title>x</title><meta property=og:title content='Centre opens - Agency'>\
             <meta property=og:site_name content=Agency>",
            "Centre opens",
        );
        case(
            &format!(
                "<title>Agency</title><meta property=og:title content=Agency><meta property=og:site_name content=Agency>{h1}"
            ),
            "Finland opens a centre",
        );
        case(h1, "Finland opens a centre");
        case(
            "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebSite\",\"headline\":\"No\"},\
             {\"@type\":\"NewsArticle\",\"headline\":\"Centre opens\"}]}</script>",
            "Centre opens",
        );
    }
}
