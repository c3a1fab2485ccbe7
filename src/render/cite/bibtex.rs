//! References as BibTeX in UTF-8, for biber, and for BibTeX where names and
//! titles are in Latin letters. Braces are always balanced, and words whose
//! capitals a style must not take away stand in braces.

use std::io::{self, Write};

use super::{Kind, Name, Reference};
use crate::language::Language;

/// The names of the months, which are macros of every style.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// From this many letters on, the words of a title in title case begin with
/// capitals.
const LONG: usize = 4;

/// From this many words with capitals on, they are more likely title case
/// than names. To lose the capital of a name is the greater harm.
const NAMES: usize = 3;

/// Writes references, an empty line between them.
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut dyn Write, references: &[Reference]) -> io::Result<()> {
    for (at, one) in references.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        entry(out, one)?;
    }
    Ok(())
}

/// Writes one entry.
fn entry(out: &mut dyn Write, one: &Reference) -> io::Result<()> {
    write!(out, "@{}{{{}", kind(one), one.key)?;
    for (name, value) in fields(one) {
        write!(out, ",\n  {name} = {value}")?;
    }
    writeln!(out, "\n}}")
}

/// The type of the entry.
fn kind(one: &Reference) -> &'static str {
    match one.kind {
        Kind::Article => "article",
        Kind::Book => "book",
        Kind::Report => "techreport",
        Kind::Webpage | Kind::Document => "misc",
    }
}

/// The fields that have a value, as they are written.
fn fields(one: &Reference) -> Vec<(&'static str, String)> {
    let braced = |text: &str| format!("{{{}}}", escaped(text));
    // Read as it is by `\url`, which knows no escapes.
    let raw = |text: &str| format!("{{{text}}}");
    let text = |text: &Option<String>| text.as_deref().map(braced);
    let issued = one.issued.as_ref().map(|issued| issued.date);
    let month = issued.and_then(|date| MONTHS.get(usize::from(date.month?.checked_sub(1)?)));
    let (container, publisher) = match one.kind {
        Kind::Article => ("journal", "publisher"),
        Kind::Report => ("series", "institution"),
        _ => ("series", "publisher"),
    };
    let fields = [
        ("author", (!one.authors.is_empty()).then(|| raw(&authors(&one.authors)))),
        ("title", Some(raw(&title(&one.title, one.lang)))),
        ("year", issued.map(|date| raw(&date.year.to_string()))),
        ("month", month.map(|name| (*name).to_owned())),
        ("day", issued.and_then(|date| date.day).map(|day| raw(&day.to_string()))),
        (container, text(&one.container)),
        ("volume", text(&one.volume)),
        ("number", text(&one.number)),
        (publisher, publishes(one).map(braced)),
        ("isbn", text(&one.isbn)),
        ("numpages", text(&one.pages)),
        ("doi", one.doi.as_deref().map(raw)),
        ("url", one.url.as_deref().map(raw)),
        ("urldate", one.accessed.map(|day| raw(&day.to_string()))),
        ("pages", one.page().map(|page| raw(&page.to_string()))),
        ("langid", babel(one.lang).map(|name| raw(&name))),
        ("note", one.note().as_deref().map(braced)),
        ("annote", one.quote().map(braced)),
    ];
    fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// The body that publishes; a report must name one, if only its author.
fn publishes(one: &Reference) -> Option<&str> {
    match (&one.publisher, one.authors.first()) {
        (None, Some(Name::Whole(name))) if one.kind == Kind::Report => Some(name),
        (publisher, _) => publisher.as_deref(),
    }
}

/// The names with `and` between them. A name that is not a person's stands
/// in braces, or it would be taken apart.
fn authors(names: &[Name]) -> String {
    let name = |name: &Name| match name {
        Name::Person { family, given } => {
            let part = |part: &str| match part.contains(" and ") {
                true => format!("{{{}}}", escaped(part)),
                false => escaped(part),
            };
            format!("{}, {}", part(family), part(given))
        }
        Name::Whole(name) => format!("{{{}}}", escaped(name)),
    };
    names.iter().map(name).collect::<Vec<_>>().join(" and ")
}

/// A title in which the capitals that mean something stand in braces: those
/// inside a word, and where the title is not in title case, those at the
/// beginning of any word but the first.
fn title(text: &str, language: Language) -> String {
    let title_case = language == Language::English && is_title_case(text);
    let mut written = String::with_capacity(text.len() + 16);
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            written.push(' ');
        }
        let mut letters = word.chars().filter(|letter| letter.is_alphanumeric());
        let first = letters.next().is_some_and(char::is_uppercase);
        let inside = letters.any(char::is_uppercase);
        if inside || (first && at > 0 && !title_case) {
            let end = word.trim_end_matches(|letter: char| !letter.is_alphanumeric()).len();
            let (kept, rest) = word.split_at(end);
            written.push_str(&format!("{{{}}}{}", escaped(kept), escaped(rest)));
        } else {
            written.push_str(&escaped(word));
        }
    }
    written
}

/// Whether most of the longer words after the first begin with a capital, and
/// more of them than names are likely to be.
fn is_title_case(text: &str) -> bool {
    let long = |word: &&str| word.chars().filter(|letter| letter.is_alphabetic()).count() >= LONG;
    let words = || text.split_whitespace().skip(1).filter(long);
    let capital =
        |word: &&str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let capitals = words().filter(capital).count();
    capitals >= NAMES && capitals * 3 > words().count() * 2
}

/// The text with what LaTeX takes for commands written as commands. Readers
/// count braces whether or not a backslash stands before them, so a brace
/// becomes a word.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\\' => written.push_str("\\textbackslash{}"),
            '{' => written.push_str("\\textbraceleft{}"),
            '}' => written.push_str("\\textbraceright{}"),
            '~' => written.push_str("\\textasciitilde{}"),
            '^' => written.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' => written.extend(['\\', letter]),
            _ => written.push(letter),
        }
    }
    written
}

/// The name of a language as babel has it, which `langid` wants; most are
/// the English ones.
fn babel(language: Language) -> Option<String> {
    match language {
        Language::Undetermined => None,
        Language::German => Some("ngerman".to_owned()),
        Language::Norwegian => Some("norsk".to_owned()),
        other => Some(other.name().to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            Kind,
            samples::{full, reference},
        },
        Language, escaped, title, write,
    };

    fn written(references: &[super::Reference]) -> String {
        let mut out = Vec::new();
        write(&mut out, references).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_full_entry() {
        insta::assert_snapshot!(written(&[full()]), @r"
        @techreport{lind2021-kb-1,
          author = {Lind, Maria and {Harbour \& Sons}},
          title = {{IOM} in {Finland}},
          year = {2021},
          month = mar,
          day = {18},
          series = {Papers of the Harbour},
          number = {7},
          institution = {Harbour Press},
          isbn = {978-1},
          numpages = {12},
          doi = {10.1/x%y},
          url = {https://a.example/x_y?z=%20&a#b},
          urldate = {2024-05-01},
          pages = {4},
          langid = {english},
          note = {line 13 of a.md},
          annote = {Nets \textbraceleft{}and\textbraceright{} boats\_100 \%}
        }
        ");
    }

    #[test]
    fn an_entry_with_the_least() {
        let mut one = reference();
        one.authors.clear();
        one.issued = None;
        one.lang = Language::Undetermined;
        assert_eq!(written(&[one]), "@misc{lind2021-kb-1,\n  title = {On the move}\n}\n");
    }

    #[test]
    fn a_report_names_a_body() {
        let mut one = super::Reference { kind: Kind::Report, ..reference() };
        assert!(!written(&[one.clone()]).contains("institution"));
        one.authors = vec![super::Name::Whole("IOM".to_owned())];
        assert!(written(&[one]).contains("\n  institution = {IOM},\n"));
    }

    #[test]
    fn two_entries_have_a_line_between_them() {
        let article = super::Reference { kind: Kind::Article, ..reference() };
        assert!(written(&[reference(), article]).contains("\n}\n\n@article{"));
    }

    #[test]
    fn text_is_no_command() {
        let case = |text, expected: &str| assert_eq!(escaped(text), expected);
        case("a & b % c $ d # e _ f", "a \\& b \\% c \\$ d \\# e \\_ f");
        case("~^\\", "\\textasciitilde{}\\textasciicircum{}\\textbackslash{}");
        case("}{", "\\textbraceright{}\\textbraceleft{}");
        case("é 学 \"q\" @", "é 学 \"q\" @");
    }

    #[test]
    fn capitals_that_mean_something_are_kept() {
        let case = |language, text, expected: &str| assert_eq!(title(text, language), expected);
        case(
            Language::English,
            "Migration in Finland and at IOM",
            "Migration in {Finland} and at {IOM}",
        );
        case(
            Language::English,
            "The Global Compact for Migration",
            "The Global Compact for Migration",
        );
        case(Language::English, "IOM, MiGOF and COVID-19", "{IOM}, {MiGOF} and {COVID-19}");
        case(Language::English, "Rights in South Sudan", "Rights in {South} {Sudan}");
        case(Language::Finnish, "Muutto Ruotsiin", "Muutto {Ruotsiin}");
        case(Language::Chinese, "移民子女的教育", "移民子女的教育");
    }
}
