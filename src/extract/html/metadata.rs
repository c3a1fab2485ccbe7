//! What a page says about itself: title, authors, address, site, publisher,
//! description and keywords, from its head, its linked data and the elements
//! marked for it. Hands values over as they stand, under the names that
//! columns of records have; only the title is chosen, in `title`.

use serde_json::{Map, Value};

use super::{
    dom::{Dom, Id},
    linked::{self, Object},
    title,
};

/// The longest name of a person, a site or a keyword, in characters.
const LONGEST_NAME: usize = 100;
/// The most keywords; pages that have more want to be found, not described.
const MOST_KEYWORDS: usize = 30;

/// Names of `meta` elements, the first that has a value counts (Dublin Core,
/// Highwire Press, Open Graph, Parsely).
const AUTHOR: &[&str] = &[
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "dc:creator",
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
];
const SITE: &[&str] = &["og:site_name", "citation_journal_title", "application-name"];
const PUBLISHER: &[&str] =
    &["citation_publisher", "dc.publisher", "dcterms.publisher", "dc:publisher"];
const DESCRIPTION: &[&str] = &[
    "dc.description",
    "dcterms.description",
    "dcterms.abstract",
    "citation_abstract",
    "og:description",
    "description",
    "twitter:description",
];
const KEYWORDS: &[&str] = &[
    "citation_keywords",
    "dc.subject",
    "dcterms.subject",
    "keywords",
    "news_keywords",
    "article:tag",
];
const ADDRESS: &[&str] = &["og:url", "citation_abstract_html_url", "dc.identifier", "twitter:url"];

/// The `meta` elements of a page: names in lower case, values.
pub(super) struct Metas(Vec<(String, String)>);

impl Metas {
    fn of(dom: &Dom) -> Self {
        let mut metas = Vec::new();
        for id in dom.elements(0, "meta") {
            let Some(value) = dom.attribute(id, "content").map(squeezed) else { continue };
            let names = ["name", "property", "itemprop"].iter();
            for name in names.filter_map(|key| dom.attribute(id, key)) {
                let names = name.split_ascii_whitespace().map(str::to_ascii_lowercase);
                metas.extend(names.map(|name| (name, value.clone())));
            }
        }
        metas.retain(|(_, value)| !value.is_empty());
        Self(metas)
    }

    /// The values of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn first(&self, names: &[&'static str]) -> Option<&str> {
        names.iter().find_map(|name| self.all(name).next())
    }
}

/// The metadata of a page; `headline` is the heading of its content.
pub(super) fn metadata(dom: &Dom, headline: Option<&str>) -> Map<String, Value> {
    let metas = Metas::of(dom);
    let objects = linked::objects(dom);
    let site = metas
        .first(SITE)
        .map(str::to_owned)
        .or_else(|| named(&objects, &["publisher", "isPartOf"]).into_iter().next())
        .filter(|name| is_name(name));
    let mut metadata = Map::new();
    let mut put = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            metadata.insert(key.to_owned(), Value::String(value));
        }
    };
    put("title", title::title(dom, &metas, &objects, headline, site.as_deref()));
    put("url", address(dom, &metas, &objects));
    put("publisher", metas.first(PUBLISHER).filter(|name| is_name(name)).map(str::to_owned));
    put("description", metas.first(DESCRIPTION).map(str::to_owned));
    put("source", site);
    for (key, values) in
        [("author", authors(dom, &metas, &objects)), ("keywords", keywords(&metas, &objects))]
    {
        if !values.is_empty() {
            let values = values.into_iter().map(Value::String).collect();
            metadata.insert(key.to_owned(), Value::Array(values));
        }
    }
    metadata
}

/// The texts that the first object with one of the keys has under it.
fn named(objects: &[Object], keys: &[&str]) -> Vec<String> {
    let values = keys.iter().flat_map(|key| objects.iter().filter_map(|object| object.get(*key)));
    let found = values.map(|value| {
        let texts = linked::texts(value).into_iter().map(squeezed);
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
    });
    found.into_iter().find(|texts| !texts.is_empty()).unwrap_or_default()
}

/// Who wrote it, each once.
fn authors(dom: &Dom, metas: &Metas, objects: &[Object]) -> Vec<String> {
    let stated = AUTHOR.iter().map(|name| metas.all(name).map(str::to_owned).collect::<Vec<_>>());
    let shown = |name: &str, value: &str| -> Vec<String> {
        let is = |id: &Id| {
            let values = dom.attribute(*id, name).unwrap_or_default();
            values.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case(value))
        };
        dom.inside(0).filter(is).map(|id| squeezed(&dom.text(id))).collect()
    };
    let mut found = stated.map(clean_names).find(|names| !names.is_empty()).unwrap_or_default();
    if found.is_empty() {
        found = clean_names(named(objects, &["author", "creator"]));
    }
    for (name, value) in [("itemprop", "author"), ("rel", "author"), ("class", "byline")] {
        if found.is_empty() {
            // A list of texts by many is no text by all of them.
            found = Some(clean_names(shown(name, value)))
                .filter(|names| names.len() <= 2)
                .unwrap_or_default();
        }
    }
    found
}

/// Names without what stands before them, each once.
fn clean_names(names: Vec<String>) -> Vec<String> {
    let mut clean: Vec<String> = Vec::new();
    for name in names {
        let name = without_by(&name).trim_matches([',', ';', ' ', '|', '·']).to_owned();
        if is_name(&name) && !clean.contains(&name) {
            clean.push(name);
        }
    }
    clean
}

/// A byline without its first word, "by" in one language or another.
fn without_by(line: &str) -> &str {
    const BY: &[&str] =
        &["by", "von", "por", "par", "av", "af", "di", "da", "door", "autor", "author", "автор"];
    let Some((first, rest)) = line.split_once([' ', ':']) else { return line };
    let is_by = BY.contains(&first.to_lowercase().trim_end_matches(':'));
    if is_by && rest.trim().starts_with(char::is_uppercase) { rest.trim() } else { line }
}

/// Whether a text can be a name: short, no address, no placeholder.
fn is_name(text: &str) -> bool {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    letters > 1
        && text.chars().count() <= LONGEST_NAME
        && !text.contains("://")
        && !text.contains(['{', '}', '<', '>'])
        && !text.starts_with(['@', '/'])
        && !text.eq_ignore_ascii_case("null")
        && !text.eq_ignore_ascii_case("undefined")
}

fn keywords(metas: &Metas, objects: &[Object]) -> Vec<String> {
    let stated = KEYWORDS.iter().map(|name| metas.all(name).map(str::to_owned).collect::<Vec<_>>());
    let linked = || named(objects, &["keywords"]);
    let found = stated.into_iter().find(|values| !values.is_empty()).unwrap_or_else(linked);
    let mut keywords: Vec<String> = Vec::new();
    for keyword in found.iter().flat_map(|value| value.split([',', ';', '|'])).map(squeezed) {
        if is_name(&keyword) && !keywords.contains(&keyword) {
            keywords.push(keyword);
        }
    }
    if keywords.len() > MOST_KEYWORDS { Vec::new() } else { keywords }
}

/// The address that the page gives itself.
fn address(dom: &Dom, metas: &Metas, objects: &[Object]) -> Option<String> {
    let is_canonical = |id: &Id| {
        let kinds = dom.attribute(*id, "rel").unwrap_or_default();
        kinds.split_ascii_whitespace().any(|kind| kind.eq_ignore_ascii_case("canonical"))
    };
    let links = dom.elements(0, "link").filter(is_canonical);
    let links = links.filter_map(|id| dom.attribute(id, "href"));
    let stated = ADDRESS.iter().filter_map(|name| metas.all(name).next());
    let linked = objects.iter().filter(|object| linked::is_a(object, "Article"));
    let linked = linked.filter_map(|object| object.get("url")?.as_str());
    links
        .chain(stated)
        .chain(linked)
        .map(str::trim)
        .find(|text| is_address(text))
        .map(str::to_owned)
}

/// Whether a text is a whole web address.
fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.len() > 3 && !rest.contains([' ', '"', '<', '\n']))
}

/// A text with single spaces.
pub(super) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::extract::html::draft;

    fn case(page: &str, key: &str, expected: &serde_json::Value) {
        let metadata = draft(page).metadata;
        assert_eq!(metadata.get(key).unwrap_or(&json!(null)), expected, "{page}");
    }

    #[test]
    fn authors() {
        let two = "<meta name=citation_author content='Lind, Maria'><meta name=citation_author content='Omar, Ali'>";
        case(two, "author", &json!(["Lind, Maria", "Omar, Ali"]));
        case("<p class=byline>By Maria Lind</p>", "author", &json!(["Maria Lind"]));
        case(
            "<meta property=article:author content='https://a.example/x'>",
            "author",
            &json!(null),
        );
        let linked = r#"<script type="application/ld+json">[{"@type":"NewsArticle","author":{"@type":"Person","name":"Ali Omar"}}]</script>"#;
        case(linked, "author", &json!(["Ali Omar"]));
        case("<script type='application/ld+json'>{broken</script>", "author", &json!(null));
    }

    #[test]
    fn addresses_are_whole() {
        case(
            "<link rel=canonical href='https://a.example/b'>",
            "url",
            &json!("https://a.example/b"),
        );
        case(
            "<link rel=canonical href='/b'><meta property=og:url content='https://a.example/c'>",
            "url",
            &json!("https://a.example/c"),
        );
        case("<link rel=canonical href='javascript:alert(1)'>", "url", &json!(null));
    }

    #[test]
    fn sites_keywords_and_descriptions() {
        case("<meta property=og:site_name content=Agency>", "source", &json!("Agency"));
        case("<meta name=dc.publisher content=IOM>", "publisher", &json!("IOM"));
        case(
            "<meta name=keywords content='asylum; return,asylum'>",
            "keywords",
            &json!(["asylum", "return"]),
        );
        case("<meta name=Description content=' On\n return '>", "description", &json!("On return"));
    }
}
