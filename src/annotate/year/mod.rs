//! `annotate/year`: which year a document has, with the words that say so,
//! and which years it names. Takes the first that gives one of metadata,
//! file name and address, dateline and imprint, title; else infers one with
//! a low confidence, or none. Hides how dates are written. Never uses
//! furniture, and never the time of a file.

mod candidates;
mod context;
mod date;
mod imprint;
mod infer;
mod mention;
mod metadata;
mod number;
mod numeral;
mod place;
mod rejected;
mod stated;
mod token;
mod words;

use std::collections::BTreeSet;

use crate::{
    document::{FoundYear, Passage, Provenance, Role, StatedDate},
    year::Year,
};

pub use self::{
    date::Date,
    metadata::{Stated, stated},
    number::{Body, Symbol},
    rejected::Rejected,
};
use self::{
    imprint::{Clue, Zone},
    mention::Mention,
    token::Line,
};

/// Everything that the year of a document can be told from.
#[derive(Clone, Copy, Debug)]
pub struct YearClues<'a> {
    /// The date column of the record or the value of the front matter.
    pub metadata: Option<&'a str>,
    /// The path with file name and folders; `-` for standard input.
    pub path: &'a str,
    /// The dates that the format states of the document.
    pub dates: &'a [StatedDate],
    /// The web address.
    pub url: Option<&'a str>,
    /// The title.
    pub title: Option<&'a str>,
    /// The whole text in reading order; furniture is not used.
    pub passages: &'a [Passage],
    /// The day of the clock: what is later is no year of a document.
    pub today: Date,
}

/// The year of a document and the years that it names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The year of publication.
    pub year: Option<FoundYear>,
    /// The years that the content names, ascending, each once.
    pub mentions: Vec<Year>,
    /// Its symbol as a document of the United Nations.
    pub symbol: Option<(String, Symbol)>,
    /// The years that it could have had and does not, with the reasons.
    pub rejected: Vec<Rejected>,
    /// What the user should know: a value of the metadata that is no date.
    pub notes: Vec<String>,
}

/// A line of the content with the years that it names.
struct Read<'a> {
    line: Line<'a>,
    mentions: Vec<Mention>,
    zone: Zone,
}

/// Finds the year of a document and the years that it names.
#[must_use]
pub fn find_year(clues: &YearClues<'_>) -> Found {
    let lines = content(clues.passages);
    let mut notes = Vec::new();
    let mut found = Vec::new();
    match clues.metadata.and_then(|value| metadata::read(value, clues.today)) {
        Some(Ok(year)) => found.push(given(clues.metadata.unwrap_or_default(), year)),
        outcome => notes.extend(outcome.and_then(Result::err)),
    }
    found.extend(candidates::candidates(clues, &lines, clues.today));
    let rejected = rejected::rejected(&found, &lines, clues.today);
    let year = found.into_iter().next().and_then(as_found);
    let numbers = candidates::numbers(&lines, clues.today).into_iter();
    let symbol = numbers.filter_map(|one| Some((one.evidence, one.symbol?))).next();
    Found { year, mentions: named_years(&lines), symbol, rejected, notes }
}

/// Whether two paths say the same of the year of a document.
#[must_use]
pub fn is_same_in_paths(one: &str, other: &str, today: Date) -> bool {
    place::from_path(one, today) == place::from_path(other, today)
}

/// The lines of the content. The head and the tail are a dozen lines each,
/// or as many as have about 1500 bytes.
fn content(passages: &[Passage]) -> Vec<Read<'_>> {
    let content = passages.iter().filter(|passage| passage.role != Role::Furniture);
    let texts: Vec<&str> = content
        .flat_map(|passage| passage.text.lines())
        .filter(|text| !text.trim().is_empty())
        .collect();
    let total: usize = texts.iter().map(|text| text.len()).sum();
    let mut before = 0;
    let mut lines = Vec::with_capacity(texts.len());
    for (at, text) in texts.iter().enumerate() {
        let head = at < 12 || before < 1500;
        let tail = at + 12 >= texts.len() || total - before < 1500;
        let zone = match (head, tail) {
            (true, _) => Zone::Head,
            (false, true) => Zone::Tail,
            (false, false) => Zone::Middle,
        };
        before += text.len();
        let line = Line::new(text);
        let mentions = mention::mentions(&line);
        lines.push(Read { line, mentions, zone });
    }
    lines
}

/// Every year that the lines name; of a range both ends.
fn named_years(lines: &[Read<'_>]) -> Vec<Year> {
    let mentions = lines.iter().flat_map(|read| &read.mentions);
    let numbers: BTreeSet<i32> = mentions.flat_map(Mention::numbers).collect();
    numbers.into_iter().filter_map(Year::new).collect()
}

/// The clue of the date column of a record.
fn given(value: &str, year: i32) -> Clue {
    let evidence = value.trim().chars().take(80).collect();
    let source = Provenance::Metadata;
    Clue { year, order: (year, 0, 0), source, evidence, confidence: 1.0 }
}

/// A clue as an annotation.
fn as_found(clue: Clue) -> Option<FoundYear> {
    let Clue { year, source, evidence, confidence, .. } = clue;
    Some(FoundYear { value: Year::new(year)?, source, evidence, confidence })
}

#[cfg(test)]
mod tests {
    use super::{Date, Found, Passage, Role, YearClues, find_year};
    use crate::language::Language;

    const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

    fn passages(texts: &[(Role, &str)]) -> Vec<Passage> {
        let lang = Language::Undetermined;
        let passage = |&(role, text): &(Role, &str)| Passage {
            role,
            lang,
            text: text.to_owned(),
            line: 1,
            page: None,
        };
        texts.iter().map(passage).collect()
    }

    fn clues(passages: &[Passage]) -> YearClues<'_> {
        YearClues {
            metadata: None,
            path: "-",
            dates: &[],
            url: None,
            title: None,
            passages,
            today: TODAY,
        }
    }

    fn show(found: &Found) -> String {
        let show =
            |year: &crate::document::FoundYear| format!("{} {}", year.value, year.source.name());
        found.year.as_ref().map_or_else(|| "none".to_owned(), show)
    }

    /// The year of a text of such lines.
    fn case(texts: &[&str], expected: &str) {
        let body: Vec<(Role, &str)> = texts.iter().map(|text| (Role::Body, *text)).collect();
        let passages = passages(&body);
        assert_eq!(show(&find_year(&clues(&passages))), expected, "{texts:?}");
    }

    #[test]
    fn the_first_clue_wins() {
        let text = passages(&[
            (Role::Body, "Turku, 3 May 2012 – Visitors came."),
            (Role::Body, "© 2020 Office"),
        ]);
        let all = YearClues {
            metadata: Some("2018-01-05"),
            path: "x/note-2016.txt",
            url: Some("https://x.example/2017/01/note"),
            title: Some("Review 2011"),
            ..clues(&text)
        };
        assert_eq!(show(&find_year(&all)), "2018 metadata");
        let all = YearClues { metadata: None, ..all };
        assert_eq!(show(&find_year(&all)), "2016 file-name");
        let all = YearClues { path: "2015/note.txt", ..all };
        assert_eq!(show(&find_year(&all)), "2017 url");
        let all = YearClues { url: None, ..all };
        assert_eq!(show(&find_year(&all)), "2012 dateline");
        assert_eq!(show(&find_year(&YearClues { passages: &text[1..], ..all })), "2020 copyright");
        let all = YearClues { passages: &[], ..all };
        assert_eq!(show(&find_year(&all)), "2015 file-name");
        assert_eq!(show(&find_year(&YearClues { path: "-", ..all })), "2011 title");
    }

    #[test]
    fn a_wrong_date_is_noted_and_the_next_clue_taken() {
        let all = YearClues { metadata: Some("2024-02-30"), path: "a-2019.txt", ..clues(&[]) };
        let found = find_year(&all);
        assert_eq!(show(&found), "2019 file-name");
        assert_eq!(found.notes, ["date '2024-02-30' is not a date: ignored"]);
    }

    #[test]
    fn texts() {
        case(&["Office in short, June 2005", "Översättning: Byrån, november 2004"], "2005 imprint");
        case(&["The fund was launched in 2022.", "It serves the 2030 Agenda."], "2022 inferred");
        case(
            &["At work since 1951 for safe movement", "The 2030 Agenda and the 1951 Convention"],
            "none",
        );
        case(&["talks begin tomorrow (11 November) in the town"], "none");
        case(
            &["The World Migration Report 2022 is the eleventh", "In 2021 rules changed"],
            "2021 inferred",
        );
        case(&["between 2019 to 2023 the office must grow", "In 2018 it grew"], "2019 inferred");
        case(&["Plans for 2035 were made in 2017"], "2017 inferred");
        case(&["See law 301/2004 and 2005:716"], "none");
        case(&["About 2000 people and 1500 euros"], "none");
        case(&["Barns rörlighet", "2017", "Rapport"], "2017 imprint");
        case(&["2015", "2016", "2017", "12", "14", "18"], "2017 inferred");
        case(&[], "none");
    }

    #[test]
    fn titles() {
        let title = |title, expected| {
            let found = find_year(&YearClues { title: Some(title), ..clues(&[]) });
            assert_eq!(show(&found), expected, "{title}");
        };
        title("World Migration Report 2022", "2022 title");
        title("Strategy 2019–2023", "2019 title");
        title("Muuttoliike vuosina 2015–2019", "2019 title");
        title("The 1951 Convention at work", "none");
        title("Towards the 2030 Agenda", "none");
        title("Förordning (2011:78) om bidrag", "2011 imprint");
        title("Vertrag vom 7. Dezember 1899 über Reisende", "1899 imprint");
    }

    #[test]
    fn furniture_is_never_used() {
        let texts =
            [(Role::Furniture, "© 2020 Office"), (Role::Body, "Text of the 1990s, 2015/16")];
        let passages = passages(&texts);
        let found = find_year(&clues(&passages));
        let years: Vec<i32> = found.mentions.iter().map(|year| year.number()).collect();
        assert_eq!(years, [1990, 2015, 2016]);
        assert_eq!(show(&found), "2015 inferred");
    }

    #[test]
    fn inferred_years_are_unsure_and_evidence_is_quoted() {
        let text = "In May 2014 they met. ".repeat(50);
        let passages = passages(&[(Role::Body, text.as_str())]);
        let year = find_year(&clues(&passages)).year.unwrap();
        assert!(year.confidence <= 0.4);
        assert!(text.contains(&year.evidence) && year.evidence.chars().count() <= 80);
    }

    #[test]
    fn a_long_line_is_read() {
        for part in ["2019 ", "2019-", "1/2/2019/", "a", "9", "(c) ", "© 2019 ", "May ", "٢٠١٩، "]
        {
            let text = part.repeat(100_000 / part.len());
            let passages = passages(&[(Role::Body, text.as_str())]);
            let found = find_year(&clues(&passages));
            assert!(found.mentions.len() <= 2, "{part}");
        }
    }
}
