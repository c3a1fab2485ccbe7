//! The year of a document: where it is from, and why no other.

use serde_json::Value;

use crate::sandbox::Sandbox;

/// The year of a file and its source; `none` without one.
fn year(name: &str, text: &str) -> String {
    let sandbox = Sandbox::with(&[(name, text)]);
    let line = sandbox.run(&["inspect", name]).code(0).json();
    let source = line["year"]["source"].as_str().unwrap_or("none").to_owned();
    line["year"]["value"].as_i64().map_or(source.clone(), |value| format!("{value} {source}"))
}

#[test]
fn a_page_is_dated_by_what_it_states() {
    let page = |head: &str, body: &str| {
        format!(
            "<html><head><title>A long heading</title>{head}</head><body><h1>A long \
             heading</h1>{body}<p>In 2015 the ferry was built.</p><footer>© 2021 \
             Office</footer></body></html>"
        )
    };
    let case = |head: &str, body: &str, expected: &str| {
        assert_eq!(year("page.html", &page(head, body)), expected, "{head} {body}");
    };
    let published = r#"<meta property="article:published_time" content="2018-03-12">"#;
    let changed = r#"<meta property="article:modified_time" content="2020-01-01">"#;
    let archived = "https://web.archive.org/web/20190101000000/https://x.example/2016/05/12/a";
    case(&format!("{changed}{published}"), "", "2018 metadata");
    case(
        r#"<script type="application/ld+json">{"@type":"Article","datePublished":"2017-05-01"}</script>"#,
        "<time>2019-01-01</time>",
        "2017 metadata",
    );
    case("<link rel=canonical href=https://x.example/2016/05/12/a>", "", "2016 url");
    case(&format!("<link rel=canonical href={archived}>"), "", "2016 url");
    case("", "<p>Julkaistu 12.3.2019</p>", "2019 imprint");
    case("", "<span class=post-date>12 марта 2019 г.</span>", "2019 dateline");
}

#[test]
fn a_text_is_dated_by_its_own_words() {
    let case = |text: &str, expected: &str| assert_eq!(year("a.txt", text), expected, "{text}");
    case("Genève, le 12 mars 2018 – La ferry traverse le détroit.\n", "2018 dateline");
    case("A/RES/73/195\n\nThe ferry pier\n\nThe ferry crosses twice a day.\n", "2018 imprint");
    case("Utlänningslag (2005:716)\n\nt.o.m. SFS 2021:765\n\nFärjan går.\n", "2005 imprint");
    case("The ferry pier\n\nThe 2030 Agenda and the 1951 Convention are old.\n", "none");
}

#[test]
fn a_symbol_is_kept_with_its_body_and_session() {
    let sandbox = Sandbox::with(&[("a.txt", "A/HRC/38/41\n\nThe ferry crosses twice a day.\n")]);
    let line = sandbox.run(&["inspect", "a.txt"]).code(0).json();
    assert_eq!(line["metadata"]["symbol"], "A/HRC/38/41");
    assert_eq!(line["metadata"]["body"], "Human Rights Council");
    assert_eq!(line["metadata"]["session"], 38);
}

#[test]
fn explain_says_why_this_year_and_no_other() {
    let text = "The ferry pier\n\nGeneva, 12 March 2019 – At work since 1951, the office spoke of \
                the 2030 Agenda.\n\nIn 2016 people came.\n\n© 2017 Office\n";
    let sandbox = Sandbox::with(&[("pier.txt", text)]);
    let out = sandbox.run(&["inspect", "pier.txt", "--format", "text", "--explain"]).code(0);
    let part = out.stdout.split("[year]\n").nth(1).unwrap();
    let part = part.split("\n\n").next().unwrap();
    insta::assert_snapshot!(part, @r#"
    2019: taken from dateline, confidence 0.90: "Geneva, 12 March 2019"
    2017: weaker source (copyright): "© 2017"
    1951: when something began 'At work since 1951'
    2016: mentioned only: "In 2016"
    2030: part of a name '2030 Agenda'
    "#);
    let line = sandbox.run(&["inspect", "pier.txt", "--explain"]).code(0).json();
    let reasons: Vec<&Value> = line["year_rejected"].as_array().unwrap().iter().collect();
    assert_eq!(reasons[0]["reason"], "weaker source (copyright)");
    let plain = sandbox.run(&["inspect", "pier.txt"]).code(0).json();
    assert_eq!(plain.get("year_rejected"), None);
}
