//! Web pages: how much of the text that a reader should see is content, and
//! how much else is, by the words of both.

use std::collections::HashMap;

use iomkb::{
    annotate::{Annotator, Origin},
    extract::Workers,
    intake,
    topic::Vocabulary,
};

use crate::{figures::Figures, ranking::TODAY, shared};

#[test]
fn content_of_pages() {
    let Some(folder) = shared::find("html/readability") else { return };
    let vocabulary = Vocabulary::built_in().unwrap();
    let annotator = Annotator::new(&vocabulary, None, TODAY);
    let mut sums = [0.0; 2];
    let gold = shared::objects(&folder.join("gold.jsonl"));
    let pages = gold.len();
    for (at, page) in gold.iter().enumerate() {
        let path = folder.join("pages").join(page["file"].as_str().unwrap());
        let read = intake::read(&path).unwrap();
        let workers = Workers::new(None);
        let mut drafts = intake::drafts(&path, read, None, &workers).unwrap().drafts;
        let draft = drafts.remove(0).unwrap();
        let origin = Origin { path: "page.html", id: intake::file_id("page.html") };
        let document = annotator.annotate(draft, &origin, &vocabulary).document;
        let found: Vec<&str> = document.content().map(|passage| passage.text.as_str()).collect();
        let expected = visible(page["expected_html"].as_str().unwrap());
        sums[at % 2] += f1(&found.join("\n"), &expected);
    }
    let mean = |sum: f64, pages: usize| sum / f64::from(u32::try_from(pages).unwrap());
    let mut figures = Figures::new("content of web pages, token F1");
    figures.hold("all", mean(sums[0] + sums[1], pages), 0.94);
    figures.show("those it was tuned on", mean(sums[0], pages.div_ceil(2)));
    figures.hold("those held out", mean(sums[1], pages / 2), 0.94);
    figures.check();
}

/// The text of a piece of HTML: without tags, elements that divide text as
/// spaces, the references that matter to words resolved.
fn visible(html: &str) -> String {
    const INLINE: &[&str] = &[
        "a", "abbr", "b", "code", "em", "font", "i", "mark", "small", "span", "strong", "sub",
        "sup", "u",
    ];
    let mut text = String::new();
    for (at, piece) in html.split('<').enumerate() {
        let (tag, rest) =
            if at == 0 { ("a", piece) } else { piece.split_once('>').unwrap_or(("", "")) };
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
        if !INLINE.contains(&name) {
            text.push(' ');
        }
        text.push_str(rest);
    }
    let references =
        [("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&quot;", "\""), ("&amp;", "&")];
    references.iter().fold(text, |text, (reference, letter)| text.replace(reference, letter))
}

/// The harmonic mean of precision and recall of the words, each counted as
/// often as it stands there.
fn f1(found: &str, expected: &str) -> f64 {
    let mut left = HashMap::<String, i32>::new();
    let words = |text: &str| -> Vec<String> {
        let text = text.to_lowercase();
        let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let (found, expected) = (words(found), words(expected));
    expected.iter().for_each(|word| *left.entry(word.clone()).or_default() += 1);
    let mut common = 0_u32;
    for word in &found {
        if let Some(count) = left.get_mut(word).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    let all = found.len() + expected.len();
    if all == 0 { 1.0 } else { 2.0 * f64::from(common) / f64::from(u32::try_from(all).unwrap()) }
}
