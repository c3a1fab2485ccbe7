//! References as text, one a line: author, date, title, where it stands.
//! An inferred year is written `[2022?]`, an unknown one `(n.d.)`. Lines are
//! not broken, so that one can be copied from a terminal in one piece.

use std::io::{self, Write};

use super::{Issued, Kind, Name, Reference};

/// Writes references, one a line.
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut dyn Write, references: &[Reference]) -> io::Result<()> {
    references.iter().try_for_each(|one| writeln!(out, "{}", line(one)))
}

/// A reference as sentences.
fn line(one: &Reference) -> String {
    let mut parts = Vec::new();
    if one.authors.is_empty() {
        parts.push(ended(format!("{} {}", title(one), date(one.issued.as_ref()))));
    } else {
        let names: Vec<String> = one.authors.iter().map(name).collect();
        parts.push(ended(format!("{} {}", names.join("; "), date(one.issued.as_ref()))));
        parts.push(ended(title(one)));
    }
    parts.extend(container(one).map(ended));
    parts.extend(one.publisher.clone().map(ended));
    parts.extend(one.isbn.as_ref().map(|isbn| format!("ISBN {isbn}.")));
    parts.extend(address(one));
    let said = one.place.as_ref().is_some_and(|place| place.line.is_some());
    if one.doi.is_none() && one.url.is_none() && !said {
        parts.push(ended(one.file.clone()));
    }
    parts.extend(one.quote().map(|quote| format!("“{quote}”")));
    parts.join(" ")
}

/// A sentence with its end.
fn ended(text: String) -> String {
    let has_end = text.ends_with(['.', '?', '!', '…', '。', '؟']);
    if has_end { text } else { text + "." }
}

/// The title with where it was taken from, and the place that is cited.
fn title(one: &Reference) -> String {
    let note = one.title_note.map(|note| format!(" [{note}]")).unwrap_or_default();
    let page = one.page().map(|page| format!(", p. {page}")).unwrap_or_default();
    let line = one.line().map(|line| format!(", {line}")).unwrap_or_default();
    format!("{}{note}{page}{line}", one.title)
}

/// A name as bibliographies sort it.
fn name(name: &Name) -> String {
    match name {
        Name::Person { family, given } => format!("{family}, {given}"),
        Name::Whole(name) => name.clone(),
    }
}

/// When it was published.
fn date(issued: Option<&Issued>) -> String {
    match issued {
        Some(Issued { date, doubt: Some(_) }) => format!("[{}?]", date.year),
        Some(Issued { date, doubt: None }) => format!("({date})"),
        None => "(n.d.)".to_owned(),
    }
}

/// The journal or series with volume and number.
fn container(one: &Reference) -> Option<String> {
    let volume = one.volume.as_ref().filter(|_| one.kind == Kind::Article);
    let number = match (&one.number, one.kind) {
        (Some(number), Kind::Article) => Some(format!("no. {number}")),
        (number, _) => number.clone(),
    };
    let parts: Vec<String> = one.container.iter().chain(volume).cloned().chain(number).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The DOI or the web address, without a stop, which would become part of
/// it.
fn address(one: &Reference) -> Option<String> {
    if let Some(doi) = &one.doi {
        return Some(format!("https://doi.org/{doi}"));
    }
    let accessed = one.accessed.map(|date| format!(" (accessed {date})"));
    one.url.as_ref().map(|url| format!("{url}{}", accessed.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            Kind, Name, Place,
            samples::{full, reference},
        },
        line,
    };

    #[test]
    fn a_full_reference() {
        assert_eq!(
            line(&full()),
            "Lind, Maria; Harbour & Sons (2021-03-18). IOM in Finland, p. 4, line 13 of a.md. \
             Papers of the Harbour, 7. Harbour Press. ISBN 978-1. https://doi.org/10.1/x%y \
             “Nets {and} boats_100 %”"
        );
    }

    #[test]
    fn what_is_not_known_is_not_said() {
        let mut one = reference();
        one.authors.clear();
        one.issued = None;
        assert_eq!(line(&one), "On the move (n.d.). a.md.");
        one.title_note = Some("title taken from the first sentence");
        one.place = Some(Place { line: Some(3), ..Place::default() });
        assert_eq!(
            line(&one),
            "On the move [title taken from the first sentence], line 3 of a.md (n.d.)."
        );
    }

    #[test]
    fn a_year_that_is_not_sure() {
        let mut one = reference();
        one.authors = vec![Name::Whole("Archive".to_owned())];
        if let Some(issued) = &mut one.issued {
            issued.doubt = Some("year inferred from the text");
        }
        one.title = "Who moves?".to_owned();
        one.url = Some("https://a.example/x".to_owned());
        one.kind = Kind::Webpage;
        assert_eq!(line(&one), "Archive [2021?]. Who moves? https://a.example/x");
    }
}
