//! `iomkb complete`, which only completion scripts call: the names that go
//! on from what was typed. Every answer begins with it, letter by letter, so
//! that a shell can put the rest behind. Counts nothing, and says nothing
//! when it fails: a message would fall into the line that somebody types.

use std::path::{Path, PathBuf};

use crate::{
    cli::{Common, Ending, terminal},
    error::Result,
    index::Index,
    language::Language,
    render::text::is_unsafe,
    topic::{Concept, Vocabulary},
};

/// Print the names that go on from what was typed
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// What the names are of
    #[arg(value_enum)]
    kind: Kind,
    /// What was typed of the name
    #[arg(default_value = "")]
    start: String,
    /// The words before it; an --index among them counts
    words: Vec<String>,
}

/// What names are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Kind {
    /// Topics, by any name
    Topic,
    /// Languages
    Lang,
    /// Countries, by any name
    Country,
}

impl Kind {
    /// The kind of the values that help texts call so.
    pub(super) fn of(value_name: &str) -> Option<Self> {
        match value_name {
            "TOPIC" | "NAME" => Some(Self::Topic),
            "LANG" | "LANGS" => Some(Self::Lang),
            "COUNTRY" => Some(Self::Country),
            _ => None,
        }
    }

    /// The name as scripts write it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Lang => "lang",
            Self::Country => "country",
        }
    }
}

/// Runs the command; whatever goes wrong, there are only no names.
pub(in crate::cli) fn run(args: &Args, common: &Common) -> Result<Ending> {
    let index = index_of(&args.words).unwrap_or_else(|| common.index.clone());
    let names = match args.kind {
        Kind::Lang => listed(&languages(&args.start), &args.start),
        kind => vocabulary(&index).map(|all| concepts(&all, kind, &args.start)).unwrap_or_default(),
    };
    let _ = terminal::print(|out| names.iter().try_for_each(|name| writeln!(out, "{name}")));
    Ok(Ending::Done)
}

/// The index that words before the name ask for.
fn index_of(words: &[String]) -> Option<PathBuf> {
    let mut found = None;
    for (place, word) in words.iter().enumerate() {
        if let Some(folder) = word.strip_prefix("--index=") {
            found = Some(folder);
        } else if word == "--index" {
            found = words.get(place + 1).map(String::as_str);
        }
    }
    found.filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

/// The vocabulary of the index, else the one that is compiled in.
fn vocabulary(index: &Path) -> Result<Vocabulary> {
    let kept = Index::open(index).and_then(|index| index.vocabulary().cloned());
    kept.or_else(|_| Vocabulary::built_in())
}

/// The names of concepts; all ids where nothing was typed, as all names
/// would be thousands.
fn concepts(vocabulary: &Vocabulary, kind: Kind, start: &str) -> Vec<String> {
    let is_wanted = |concept: &&Concept| concept.is_country() == (kind == Kind::Country);
    let wanted = || vocabulary.concepts().iter().filter(is_wanted);
    let last = start.rsplit(',').next().unwrap_or_default();
    let ids = wanted().map(|concept| concept.id.as_str());
    if last.trim().is_empty() {
        return listed(&ids.collect::<Vec<_>>(), start);
    }
    let labels = wanted().flat_map(Concept::names).map(|label| label.text.as_str());
    let codes = wanted().flat_map(|concept| &concept.notations).map(String::as_str);
    listed(&ids.chain(codes).chain(labels).collect::<Vec<_>>(), start)
}

/// The codes of languages, and their names where more than a code was typed.
fn languages(start: &str) -> Vec<&'static str> {
    let last = start.rsplit(',').next().unwrap_or_default();
    let named = last.chars().count() > 2;
    let all = Language::ALL.iter();
    all.flat_map(|one| [one.code()].into_iter().chain(named.then(|| one.name()))).collect()
}

/// The names that go on from what was typed, or from what stands after its
/// last comma; sorted, each once.
fn listed(names: &[&str], start: &str) -> Vec<String> {
    let on = |head: &str, start: &str| -> Vec<String> {
        let names = names.iter().filter(|name| !name.contains(is_unsafe));
        let names = names.filter_map(|name| Some(format!("{head}{start}{}", rest(name, start)?)));
        let mut names: Vec<String> = names.collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    let whole = on("", start);
    let Some(comma) = start.rfind(',').filter(|_| whole.is_empty()) else { return whole };
    let last = start[comma + 1..].trim_start();
    on(&start[..start.len() - last.len()], last)
}

/// What is left of a name after what was typed of it; in any case, with
/// spaces, hyphens and underscores alike, as names are found.
fn rest<'a>(name: &'a str, start: &str) -> Option<&'a str> {
    let is_space = |letter: char| matches!(letter, ' ' | '-' | '_');
    let mut letters = name.chars();
    for typed in start.chars() {
        let letter = letters.next()?;
        let is_same = letter.to_lowercase().eq(typed.to_lowercase());
        let is_alike = is_same || (is_space(letter) && is_space(typed));
        if !is_alike {
            return None;
        }
    }
    Some(letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::{Kind, concepts, index_of, languages, listed, rest};
    use crate::topic::Vocabulary;

    #[test]
    fn names_go_on_from_what_was_typed() {
        let case = |name, start, expected: Option<&str>| assert_eq!(rest(name, start), expected);
        case("legal identity", "legal id", Some("entity"));
        case("legal identity", "LEGAL-id", Some("entity"));
        case("Älä", "ä", Some("lä"));
        case("legal", "legal identity", None);
        case("legal", "", Some("legal"));
    }

    #[test]
    fn topics_are_completed_by_any_name() {
        let vocabulary = Vocabulary::built_in().unwrap();
        let has = |start: &str, name: &str| {
            let names = concepts(&vocabulary, Kind::Topic, start);
            assert!(names.iter().any(|one| one == name), "{start}: {names:?}");
            assert!(names.iter().all(|one| one.starts_with(start)), "{start}: {names:?}");
        };
        has("", "legal-identity");
        has("legal-", "legal-identity");
        has("Legal id", "Legal identity");
        has("ihmiskau", "ihmiskauppa");
        has("gcm:", "gcm:4");
        has("dtm, remit", "dtm, remittances");
        has("Mainstreaming, acc", "Mainstreaming, acceleration and Policy Support");
        assert_eq!(concepts(&vocabulary, Kind::Topic, "no such topic"), [""; 0]);
        // Nothing typed: ids only.
        let topics = vocabulary.concepts().iter().filter(|concept| !concept.is_country());
        assert_eq!(concepts(&vocabulary, Kind::Topic, "").len(), topics.count());
    }

    #[test]
    fn languages_are_completed_by_code_and_name() {
        let case =
            |start, expected: &[&str]| assert_eq!(listed(&languages(start), start), expected);
        case("f", &["fa", "fi", "fr"]);
        case("Finn", &["Finnish"]);
        case("sv,f", &["sv,fa", "sv,fi", "sv,fr"]);
        case("qq", &[]);
    }

    #[test]
    fn what_drives_a_terminal_is_no_name() {
        assert_eq!(listed(&["a\nb", "a\u{1b}[2J", "ab"], "a"), ["ab"]);
    }

    #[test]
    fn the_index_is_the_last_that_was_named() {
        let case = |words: &[&str], expected: Option<&str>| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(index_of(&words).as_deref(), expected.map(std::path::Path::new));
        };
        case(&["iomkb", "search", "--index", "a", "--index=b"], Some("b"));
        case(&["iomkb", "--index"], None);
        case(&["iomkb", "--index="], None);
    }
}
