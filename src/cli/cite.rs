//! `iomkb cite`: references to documents, or to a place in them, in the form
//! that a bibliography takes. What cannot be cited is told on standard
//! error; the others are printed all the same.

use std::{collections::HashSet, path::Path};

use super::{Common, Ending, report, terminal};
use crate::{
    document::{Document, Passage, Role},
    error::{Error, Result},
    index::Index,
    query::{Filter, Query},
    render::{
        cite::{Place, Reference, bibtex, csl, plain, ris},
        text::display,
    },
    search::{SearchOptions, search},
};

/// Print references to documents
///
/// With the place in the document where one is asked for. A year that was
/// only inferred is marked as such, and nothing is invented.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("place").args(["line", "page", "matching"]).multiple(true)))]
pub(super) struct Args {
    /// The ids, or the beginnings of them; `-` reads ids from standard input,
    /// one a line
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// The form of the references; BibTeX is UTF-8, as biber reads it
    #[arg(long, value_enum, default_value = "plain")]
    format: Form,
    /// Cite this line of the file, as search and show give it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    line: Option<u32>,
    /// Cite this page
    #[arg(long, value_name = "N", conflicts_with = "line", value_parser = clap::value_parser!(u32).range(1..))]
    page: Option<u32>,
    /// Cite the passage that answers this query best
    #[arg(long = "match", value_name = "QUERY")]
    matching: Option<String>,
    /// Quote the passage, word for word
    #[arg(long, requires = "place")]
    quote: bool,
}

/// The forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// One line each, for people
    Plain,
    /// BibTeX entries
    Bibtex,
    /// RIS, for reference managers
    Ris,
    /// A CSL-JSON array, for Zotero and pandoc
    CslJson,
}

/// Runs the command.
pub(super) fn run(args: &Args, common: &Common) -> Result<Ending> {
    let query = args.matching.as_deref().map(words).transpose()?;
    let ids = ids(&args.ids)?;
    if ids.len() > 1 && (args.line.is_some() || args.page.is_some()) {
        let message = "--line and --page are of one document: give one id".to_owned();
        return Err(Error::Usage { message });
    }
    let index = Index::open(&common.index)?;
    let today = terminal::day(terminal::now());
    let (mut references, mut seen) = (Vec::new(), HashSet::new());
    let mut failed = false;
    for id in &ids {
        match cited(&index, id, args, query.as_ref()) {
            Ok((document, place)) => {
                if seen.insert(document.id.clone()) {
                    references.push(Reference::new(&document, place, today));
                }
            }
            Err(error @ (Error::NoDocument { .. } | Error::NoPassage { .. })) => {
                report::report(&error, &common.index);
                failed = true;
            }
            Err(error) => return Err(error),
        }
    }
    if references.is_empty() {
        return Ok(Ending::Nothing);
    }
    terminal::print(|out| match args.format {
        Form::Plain => plain::write(out, &references),
        Form::Bibtex => bibtex::write(out, &references),
        Form::Ris => ris::write(out, &references),
        Form::CslJson => csl::write(out, &references),
    })?;
    Ok(if failed { Ending::Skipped } else { Ending::Done })
}

/// The query of `--match`, which must have words.
fn words(text: &str) -> Result<Query> {
    let query = Query::parse(text)?;
    if !query.has_words() {
        return Err(Error::Usage { message: "--match needs words to look for".to_owned() });
    }
    terminal::tell(|out| {
        query.notes.iter().try_for_each(|note| writeln!(out, "note: {}", display(note)))
    });
    Ok(query)
}

/// The ids that were given, those of standard input in the place of `-`.
fn ids(given: &[String]) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    for id in given {
        if id == "-" {
            let bytes = terminal::read(Path::new("-"))?;
            let text = String::from_utf8_lossy(&bytes);
            ids.extend(text.lines().map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned));
        } else {
            ids.push(id.clone());
        }
    }
    Ok(ids)
}

/// A document and the place in it that is cited.
fn cited(
    index: &Index,
    id: &str,
    args: &Args,
    query: Option<&Query>,
) -> Result<(Document, Option<Place>)> {
    let document = index.document(id)?;
    if query.is_none() && args.line.is_none() && args.page.is_none() {
        return Ok((document, None));
    }
    let near = near(&document, args)?;
    let (text, line, page) = match query {
        Some(query) => best(index, &document, query, &near)?,
        None => {
            let first = near.first().ok_or_else(|| no_passage(&document, "it has no text"))?;
            if args.quote && near.len() > 1 {
                return Err(too_many(&document, args, near.len()));
            }
            (first.text.clone(), first.line, first.page)
        }
    };
    let place = Place {
        page,
        line: args.line.or_else(|| page.is_none().then_some(line)),
        quote: args.quote.then_some(text),
    };
    Ok((document, Some(place)))
}

/// The passages that stand on the line or page that is asked for; all where
/// none is.
fn near<'a>(document: &'a Document, args: &Args) -> Result<Vec<&'a Passage>> {
    match (args.line, args.page) {
        (Some(line), _) => on_line(document, line),
        (None, Some(page)) => on_page(document, page),
        (None, None) => Ok(document.content().collect()),
    }
}

/// The passages of a page.
fn on_page(document: &Document, page: u32) -> Result<Vec<&Passage>> {
    let found: Vec<&Passage> =
        document.content().filter(|passage| passage.page == Some(page)).collect();
    match document.content().filter_map(|passage| passage.page).max() {
        _ if !found.is_empty() => Ok(found),
        Some(last) => {
            Err(no_passage(document, &format!("page {page} has no text; the last page is {last}")))
        }
        None => Err(no_passage(document, "it has no pages; give --line")),
    }
}

/// The passages that a line of the file is part of: those that start on it,
/// else on the last line before it.
fn on_line(document: &Document, line: u32) -> Result<Vec<&Passage>> {
    let starts = || document.passages.iter().map(|passage| passage.line);
    let Some(start) = starts().filter(|start| *start <= line).max() else {
        let first = starts().min().unwrap_or_default();
        return Err(no_passage(document, &format!("its text begins on line {first}")));
    };
    let there = || document.passages.iter().filter(|passage| passage.line == start);
    // A line has a character at least.
    let most: usize = there().map(|passage| passage.text.chars().count()).sum();
    let after = usize::try_from(line - start).unwrap_or(usize::MAX);
    if after > most && starts().all(|other| other <= start) {
        return Err(no_passage(document, &format!("line {line} is after the end of its text")));
    }
    let found: Vec<&Passage> = there().filter(|passage| passage.role != Role::Furniture).collect();
    if found.is_empty() {
        let message = format!("line {line} is a menu or notice and no part of the text");
        return Err(no_passage(document, &message));
    }
    Ok(found)
}

/// Text, line and page of the passage that answers a query best.
fn best(
    index: &Index,
    document: &Document,
    query: &Query,
    near: &[&Passage],
) -> Result<(String, u32, Option<u32>)> {
    let options =
        SearchOptions { limit: Some(1), passages: usize::MAX, ..SearchOptions::default() };
    let query = query.clone().and_filters(vec![Filter::Id(document.id.0.clone())]);
    let ranking = search(index, query, &options)?;
    let shown = ranking.hits.into_iter().flat_map(|hit| hit.passages);
    let is_near = |line, text: &str| near.iter().any(|one| one.line == line && one.text == text);
    shown
        .filter(|shown| !shown.highlights.is_empty())
        .find(|shown| is_near(shown.line, &shown.text))
        .map(|shown| (shown.text, shown.line, shown.page))
        .ok_or_else(|| no_passage(document, "no passage there has the words of --match"))
}

/// The error for a place that a document does not have.
fn no_passage(document: &Document, message: &str) -> Error {
    Error::NoPassage { id: document.id.0.clone(), message: message.to_owned() }
}

/// The error for a quotation of several passages.
fn too_many(document: &Document, args: &Args, count: usize) -> Error {
    let place = match args.page {
        Some(page) => format!("page {page}"),
        None => format!("line {}", args.line.unwrap_or_default()),
    };
    let message = format!(
        "{place} of '{}' has {count} passages: add --match WORDS to say which one to quote",
        document.id
    );
    Error::Usage { message }
}

#[cfg(test)]
mod tests {
    use super::{on_line, on_page};
    use crate::{
        document::{Document, Passage, Role},
        error::Result,
        language::Language,
    };

    /// A document of such passages: role, text, line and page.
    fn document(passages: &[(Role, &str, u32, Option<u32>)]) -> Document {
        let passage = |&(role, text, line, page): &(Role, &str, u32, Option<u32>)| Passage {
            role,
            lang: Language::English,
            text: text.to_owned(),
            line,
            page,
        };
        let passages = passages.iter().map(passage).collect();
        Document { passages, ..crate::document::tests::document("kb-1", "") }
    }

    /// The texts of passages, or the message where there are none.
    fn texts(found: Result<Vec<&Passage>>) -> String {
        let joined = |found: Vec<&Passage>| {
            found.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join(" | ")
        };
        found.map_or_else(|error| error.to_string(), joined)
    }

    #[test]
    fn lines_belong_to_the_passage_that_they_are_in() {
        let document = document(&[
            (Role::Heading, "Nets", 3, None),
            (Role::Body, "One.", 5, None),
            (Role::Body, "Two.", 5, None),
            (Role::Furniture, "Menu", 9, None),
            (Role::Body, "Three.", 11, None),
        ]);
        let case = |line, expected: &str| assert_eq!(texts(on_line(&document, line)), expected);
        case(2, "cannot cite 'kb-1': its text begins on line 3");
        case(3, "Nets");
        case(4, "Nets");
        case(5, "One. | Two.");
        case(8, "One. | Two.");
        case(10, "cannot cite 'kb-1': line 10 is a menu or notice and no part of the text");
        case(12, "Three.");
        case(40, "cannot cite 'kb-1': line 40 is after the end of its text");
    }

    #[test]
    fn pages_have_passages() {
        let paged = document(&[
            (Role::Body, "One.", 1, Some(1)),
            (Role::Furniture, "Page 2", 2, Some(2)),
            (Role::Body, "Two.", 3, Some(3)),
        ]);
        let case = |page, expected: &str| assert_eq!(texts(on_page(&paged, page)), expected);
        case(1, "One.");
        case(2, "cannot cite 'kb-1': page 2 has no text; the last page is 3");
        case(3, "Two.");
        case(4, "cannot cite 'kb-1': page 4 has no text; the last page is 3");
        let plain = document(&[(Role::Body, "One.", 1, None)]);
        assert_eq!(texts(on_page(&plain, 1)), "cannot cite 'kb-1': it has no pages; give --line");
    }
}
