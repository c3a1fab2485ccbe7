//! News pages with a known date of publication: the year of each, by the
//! page alone.

use iomkb::{
    annotate::{Annotator, Origin},
    extract::Workers,
    intake,
    topic::Vocabulary,
};

use crate::{
    figures::{Figures, share},
    ranking::TODAY,
    shared,
};

#[test]
fn years_of_pages() {
    let Some(folder) = shared::find("dates") else { return };
    let vocabulary = Vocabulary::built_in().unwrap();
    let annotator = Annotator::new(&vocabulary, None, TODAY);
    let (mut pages, mut answered, mut right) = (0, 0, 0);
    for (file, rest) in shared::pairs(&folder.join("gold.tsv")) {
        let path = folder.join("pages").join(&file);
        let drafts = intake::drafts(&path, intake::read(&path).unwrap(), None, &Workers::new(None))
            .unwrap()
            .drafts;
        let draft = drafts.into_iter().next().unwrap().unwrap();
        let origin = Origin { path: "page.html", id: intake::file_id(&file) };
        let found = annotator.annotate(draft, &origin, &vocabulary).document.year;
        let found = found.map(|year| year.value.to_string());
        pages += 1;
        answered += usize::from(found.is_some());
        right += usize::from(found.as_deref() == rest.get(..4));
    }
    let mut figures = Figures::new("news pages with a date");
    figures.hold("year right, of all", share(right, pages), 0.97);
    figures.hold("year right, of those that have one", share(right, answered), 0.98);
    figures.check();
}
