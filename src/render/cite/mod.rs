//! References to documents, one file per format. [`Reference`] holds what
//! every format needs, read from a document once and safe to show; a format
//! never looks at a document. Nothing is invented: what is not known is left
//! out, and what was only inferred says so.

pub mod bibtex;
pub mod csl;
pub mod plain;
pub mod ris;

mod key;
mod metadata;

use crate::{
    annotate::year::{Date, Stated},
    document::Document,
    language::Language,
};

/// What is cited, in the terms of reference managers.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The name of the entry: letters, digits, `-`, `_` and `.` of ASCII, in
    /// lower case; the same in every call.
    pub key: String,
    /// What kind of work it is.
    pub kind: Kind,
    /// Who wrote it: people, else the body that published it, else nobody.
    pub authors: Vec<Name>,
    /// The title, never empty.
    pub title: String,
    /// Why the title is not one that the document states.
    pub title_note: Option<&'static str>,
    /// When it was published.
    pub issued: Option<Issued>,
    /// The body that published it.
    pub publisher: Option<String>,
    /// The journal of an article, else the series.
    pub container: Option<String>,
    /// The number in the journal or series.
    pub number: Option<String>,
    /// The volume of the journal.
    pub volume: Option<String>,
    /// The ISBN.
    pub isbn: Option<String>,
    /// How many pages it has.
    pub pages: Option<String>,
    /// The DOI, beginning with `10.`.
    pub doi: Option<String>,
    /// The web address, without spaces and braces.
    pub url: Option<String>,
    /// When somebody looked at the web address.
    pub accessed: Option<Stated>,
    /// The main language.
    pub lang: Language,
    /// The name of the file, with the number of the record in it.
    pub file: String,
    /// The place that is cited.
    pub place: Option<Place>,
}

/// A kind of work, as far as formats tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An article in a journal.
    Article,
    /// A book: something with an ISBN.
    Book,
    /// A report, or something in a series.
    Report,
    /// Something with a web address.
    Webpage,
    /// Anything else.
    Document,
}

/// A name of an author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// A person, where the family name is told apart.
    Person {
        /// The family name.
        family: String,
        /// The other names.
        given: String,
    },
    /// A body, or a person whose family name is not told apart.
    Whole(String),
}

/// When a document was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The date, as far as it is known.
    pub date: Stated,
    /// Why the year is not sure.
    pub doubt: Option<&'static str>,
}

/// A place in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The page, from 1.
    pub page: Option<u32>,
    /// The line of the file, from 1.
    pub line: Option<u32>,
    /// The passage that stands there, to be quoted.
    pub quote: Option<String>,
}

impl Reference {
    /// Reads what is known of a document; `today` is the day of the clock,
    /// after which nothing was published.
    #[must_use]
    pub fn new(document: &Document, place: Option<Place>, today: Date) -> Self {
        metadata::reference(document, place, today)
    }

    /// What formats without a field for it say in a note: where a title or
    /// a year was taken from, and the line.
    fn note(&self) -> Option<String> {
        let doubt = self.issued.as_ref().and_then(|issued| issued.doubt);
        let parts: Vec<String> = [doubt, self.title_note]
            .into_iter()
            .flatten()
            .map(str::to_owned)
            .chain(self.line())
            .collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// The line with the file that is counted in.
    fn line(&self) -> Option<String> {
        let line = self.place.as_ref()?.line?;
        Some(format!("line {line} of {}", self.file))
    }

    /// The page that is cited.
    fn page(&self) -> Option<u32> {
        self.place.as_ref()?.page
    }

    /// The words that are quoted.
    fn quote(&self) -> Option<&str> {
        self.place.as_ref()?.quote.as_deref()
    }
}

/// References for the tests of the formats: one with the least, one with
/// everything and with what formats must escape.
#[cfg(test)]
mod samples {
    use super::{Issued, Kind, Name, Place, Reference};
    use crate::{annotate::year::Stated, language::Language, year::Year};

    /// A reference with an author, a year and a title.
    pub(super) fn reference() -> Reference {
        let year = Year::try_from(2021).unwrap();
        Reference {
            key: "lind2021-kb-1".to_owned(),
            kind: Kind::Document,
            authors: vec![person("Lind", "Maria")],
            title: "On the move".to_owned(),
            title_note: None,
            issued: Some(Issued { date: Stated { year, month: None, day: None }, doubt: None }),
            publisher: None,
            container: None,
            number: None,
            volume: None,
            isbn: None,
            pages: None,
            doi: None,
            url: None,
            accessed: None,
            lang: Language::English,
            file: "a.md".to_owned(),
            place: None,
        }
    }

    /// A reference with everything.
    pub(super) fn full() -> Reference {
        let day = |number: i32, month, day| Stated {
            year: Year::try_from(number).unwrap(),
            month: Some(month),
            day: Some(day),
        };
        let text = |text: &str| Some(text.to_owned());
        Reference {
            kind: Kind::Report,
            authors: vec![person("Lind", "Maria"), Name::Whole("Harbour & Sons".to_owned())],
            title: "IOM in Finland".to_owned(),
            issued: Some(Issued { date: day(2021, 3, 18), doubt: None }),
            publisher: text("Harbour Press"),
            container: text("Papers of the Harbour"),
            number: text("7"),
            isbn: text("978-1"),
            pages: text("12"),
            doi: text("10.1/x%y"),
            url: text("https://a.example/x_y?z=%20&a#b"),
            accessed: Some(day(2024, 5, 1)),
            place: Some(Place {
                page: Some(4),
                line: Some(13),
                quote: text("Nets {and} boats_100 %"),
            }),
            ..reference()
        }
    }

    /// A person.
    pub(super) fn person(family: &str, given: &str) -> Name {
        Name::Person { family: family.to_owned(), given: given.to_owned() }
    }
}
