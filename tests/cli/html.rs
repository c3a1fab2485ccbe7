//! Web pages: the frame is furniture and still found, the page's own words
//! about itself are metadata, and no page can hurt.

use serde_json::Value;

use crate::sandbox::Sandbox;

const PAGE: &str = "<!DOCTYPE html>
<html lang=fi><head><title>Centre opens at the border | Satamavirasto</title>
<meta property=og:site_name content=Satamavirasto>
<link rel=canonical href='https://a.example/centre'>
<meta name=author content='Maria Lind'>
<script>let hidden = 'scriptword';</script></head>
<body><nav><ul><li><a href=/>Etusivu</a><li><a href=/y>Yhteystiedot</a></ul></nav>
<div class=sidebar><p>Virasto auttaa maahanmuuttajia ja neuvoo muita viranomaisia.</p></div>
<main><h1>Centre opens at the border</h1>
<p>The ministers met on Tuesday to agree how the two countries would share the
cost of the new reception centre at the border crossing, which opens in May.</p>
<ul><li>Families get a room of their own.<li>Children go to the village school.</ul>
<p>Those who wait there will get advice on their rights in a language they know.</p>
</main><footer><p>Virasto vastaa sivuston sisällöstä.</p></footer></body></html>
";

fn texts(line: &Value, key: &str) -> Vec<String> {
    let pieces = line[key].as_array().unwrap();
    pieces.iter().map(|piece| piece["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_frame_is_furniture_in_another_language() {
    let sandbox = Sandbox::with(&[("page.html", PAGE)]);
    let line = sandbox.run(&["inspect", "page.html"]).code(0).json();
    assert_eq!(line["lang"], "en");
    assert_eq!(line["languages"].as_array().unwrap().len(), 1, "{line}");
    assert_eq!(line["title"], "Centre opens at the border");
    assert_eq!(line["title_source"], "metadata");
    assert_eq!(line["url"], "https://a.example/centre");
    let content = texts(&line, "passages");
    assert_eq!(content.len(), 5, "{content:?}");
    assert!(content[1].starts_with("The ministers") && content[1].ends_with("in May."));
    assert_eq!(line["passages"][1]["line"], 10);
    let frame = texts(&line, "furniture").join(" / ");
    for words in ["Etusivu", "Yhteystiedot", "maahanmuuttajia", "sisällöstä"] {
        assert!(frame.contains(words), "{words}: {frame}");
    }
}

#[test]
fn the_frame_is_found_and_scripts_are_not() {
    let sandbox = Sandbox::with(&[("docs/page.html", PAGE)]);
    sandbox.run(&["ingest", "docs"]).code(0);
    for query in ["maahanmuuttajia", "ministers share", "source:satamavirasto", "lind"] {
        sandbox.run(&["search", query]).code(0);
    }
    sandbox.run(&["search", "scriptword"]).code(1);
}

#[test]
fn the_stated_encoding_is_believed() {
    let sandbox = Sandbox::new();
    let page = b"<meta charset=koi8-r><p>\xED\xC9\xC7\xD2\xC1\xCE\xD4\xD9";
    sandbox.write("page.html", page);
    let line = sandbox.run(&["inspect", "page.html"]).code(0).json();
    assert_eq!(texts(&line, "passages"), ["Мигранты"]);
}

#[test]
fn no_page_hurts() {
    let case = |name: &str, page: String| {
        let sandbox = Sandbox::with(&[("page.html", &page)]);
        let started = std::time::Instant::now();
        let line = sandbox.run(&["inspect", "page.html"]).code(0).json();
        assert!(started.elapsed().as_secs() < 30, "{name}");
        let text = texts(&line, "passages").join(" ") + &texts(&line, "furniture").join(" ");
        assert!(text.contains("word"), "{name}");
    };
    case("nested", format!("{}word{}", "<div>".repeat(100_000), "</div>".repeat(100_000)));
    case("lists", format!("{}word", "<ul><li>".repeat(30_000)));
    let attributes: String = (0..200_000).map(|at| format!(" a{at}=x")).collect();
    case("attributes", format!("<p{attributes}>word</p>"));
    case("one line", format!("<p>{}", "word ".repeat(500_000)));
    case("unclosed", format!("{}word", "<p><b><a href=x><table><tr><td>".repeat(2_000)));
    case("zeros", format!("<p>one\0 word\0{}", " more".repeat(50)));
    case("frames", "<frameset><frame src=a><noframes><p>word</p></noframes></frameset>".to_owned());
    case("no scripts", "<body><noscript><p>word</p></noscript>".to_owned());
    case("plain text", format!("<plaintext>{}", "<b>word\n".repeat(10_000)));
}
