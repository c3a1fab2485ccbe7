//! Official texts on migration: their main language, and the year of those
//! whose year is known.

use iomkb::{
    annotate::{Annotator, Origin},
    document::Document,
    extract::Workers,
    intake,
    topic::Vocabulary,
};
use serde_json::Value;

use crate::{
    figures::{Figures, share},
    ranking::TODAY,
    shared,
};

#[test]
fn languages_and_years() {
    let Some(folder) = shared::find("migration") else { return };
    let vocabulary = Vocabulary::built_in().unwrap();
    let annotator = Annotator::new(&vocabulary, None, TODAY);
    // The names of the files give some years away; under a number they do
    // not.
    let annotate = |file: &str, path: &str| -> Document {
        let read = intake::read(&folder.join(file)).unwrap();
        let intake = intake::drafts(&folder.join(file), read, None, &Workers::new(None)).unwrap();
        let draft = intake.drafts.into_iter().next().unwrap().unwrap();
        let origin = Origin { path, id: intake::file_id(path) };
        annotator.annotate(draft, &origin, &vocabulary).document
    };
    let (mut texts, mut languages) = (0, 0);
    let (mut dated, mut years, mut nameless, mut wrong) = (0, 0, 0, 0);
    for gold in shared::objects(&folder.join("gold.jsonl")) {
        let text = |name: &str| gold[name].as_str().unwrap_or_default();
        let language = text("lang");
        if language == "mixed" {
            continue;
        }
        let found = annotate(text("file"), text("file"));
        texts += 1;
        languages += usize::from(found.lang.code() == language);
        if gold["date"] == Value::Null {
            continue;
        }
        let year = |document: &Document| document.year.as_ref().map(|year| year.value.to_string());
        let expected = text("date").get(..4).map(str::to_owned);
        let unnamed = year(&annotate(text("file"), "text.txt"));
        dated += 1;
        years += usize::from(year(&found) == expected);
        nameless += usize::from(unnamed == expected);
        wrong += usize::from(unnamed.is_some() && unnamed != expected);
    }
    let mut figures = Figures::new("official texts on migration");
    figures.hold("main language", share(languages, texts), 0.95);
    figures.hold("year", share(years, dated), 0.75);
    figures.show("year, the name of the file not told", share(nameless, dated));
    figures.show("the same, a wrong year", share(wrong, dated));
    figures.check();
}
