//! The query language, on the library of `tests/corpus`.

use crate::sandbox::Sandbox;

const ADVICE: &str = "advice-fi-sv.txt";
const WORK: &str = "work-sv-en.txt";
const IDENTITY: &str = "identity-en.md";
const RETURN: &str = "return-en-fr.md";
const ROUTE: &str = "route-en.txt";

/// Looks whether a search finds these and no others, in any order.
#[track_caller]
fn case(library: &Sandbox, args: &[&str], expected: &[&str]) {
    let mut found = library.found(args);
    let mut expected: Vec<&str> = expected.to_vec();
    found.sort();
    expected.sort_unstable();
    assert_eq!(found, expected, "{args:?}");
}

#[test]
fn words_are_found_in_any_inflection() {
    let library = Sandbox::library();
    // Finnish, Swedish, English, French, German, Arabic, Chinese.
    case(&library, &["pakolainen"], &[ADVICE]);
    case(&library, &["kielikurssi"], &[ADVICE]);
    case(&library, &["flykting"], &[ADVICE]);
    case(&library, &["arbetsgivare"], &[WORK]);
    case(&library, &["smuggler"], &[ROUTE]);
    case(&library, &["employers pay"], &[WORK]);
    case(&library, &["formations professionnelles"], &[RETURN]);
    case(&library, &["Behörde"], &["kb-1"]);
    case(&library, &["كتابة"], &["kb-3"]);
    case(&library, &["老师"], &["kb-4"]);
}

#[test]
fn case_and_marks_do_not_matter() {
    let library = Sandbox::library();
    case(&library, &["LEGAL IDENTITY"], &[IDENTITY, RETURN]);
    case(&library, &["pflegekrafte"], &["kb-1"]);
}

#[test]
fn all_words_anywhere_in_a_document() {
    let library = Sandbox::library();
    case(&library, &["legal identity"], &[IDENTITY, RETURN]);
    case(&library, &["legal", "identity"], &[IDENTITY, RETURN]);
    case(&library, &["identity AND legal"], &[IDENTITY, RETURN]);
    case(&library, &["säsongsarbetare recruiters"], &[WORK]);
    case(&library, &["--match", "all", "identity boats"], &[]);
}

#[test]
fn phrases_and_nearness() {
    let library = Sandbox::library();
    case(&library, &[r#""legal identity""#], &[IDENTITY]);
    case(&library, &[r#""legal identities""#], &[IDENTITY]);
    case(&library, &[r#""identity legal""#], &[]);
    case(&library, &[r#""identity legal"~9"#], &[IDENTITY, RETURN]);
    case(&library, &[r#""identity traveller"~3"#], &[RETURN]);
}

#[test]
fn exact_words_and_phrases() {
    let library = Sandbox::library();
    case(&library, &["birth"], &[IDENTITY]);
    case(&library, &["=births"], &[IDENTITY]);
    case(&library, &["=smuggler"], &[]);
    case(&library, &[r#"="legal identity""#], &[IDENTITY]);
    case(&library, &[r#"="legal identities""#], &[]);
}

#[test]
fn beginnings_and_likenesses() {
    let library = Sandbox::library();
    case(&library, &["identit*"], &[IDENTITY, RETURN]);
    case(&library, &["kielikurs*"], &[ADVICE]);
    case(&library, &["identiti~1"], &[IDENTITY, RETURN]);
    case(&library, &["smuglers~1"], &[ROUTE]);
    case(&library, &["smglers~1"], &[]);
    case(&library, &["smglers~2"], &[ROUTE]);
}

#[test]
fn exclusion_alternatives_and_groups() {
    let library = Sandbox::library();
    case(&library, &["identity -grant"], &[IDENTITY]);
    case(&library, &["identity NOT grant"], &[IDENTITY]);
    case(&library, &["identity -\"legal identity\""], &[RETURN]);
    case(&library, &["smugglers OR births"], &[ROUTE, IDENTITY]);
    case(&library, &["(smugglers OR births) registered"], &[IDENTITY]);
    case(&library, &["smugglers OR births registered"], &[ROUTE, IDENTITY]);
    case(&library, &["identity -(grant OR births)"], &[]);
    // Small letters are words.
    case(&library, &["--match", "all", "smugglers or births"], &[]);
}

#[test]
fn an_exclusion_alone_is_everything_else() {
    let library = Sandbox::library();
    let all = library.found(&["*"]);
    let rest = library.found(&["--", "-identity"]);
    assert_eq!(all.len(), 9);
    assert_eq!(rest.len(), 7, "{rest:?}");
    assert!(!rest.iter().any(|name| name == IDENTITY || name == RETURN));
}

#[test]
fn years() {
    let library = Sandbox::library();
    for year in ["year:2018", "year:2018..2018", "year:2017-2018"] {
        case(&library, &[year], &["kb-2", "kb-3"]);
    }
    case(&library, &["--year", "2018"], &["kb-2", "kb-3"]);
    case(&library, &["--year", ">=2020"], &["kb-4", RETURN]);
    case(&library, &["--year", "..2016"], &["kb-1"]);
    case(&library, &["--year", "2016,2021"], &["kb-1", RETURN]);
    case(&library, &["--year", "2016", "--year", "2021"], &["kb-1", RETURN]);
    case(&library, &["year:2016 OR year:2021"], &["kb-1", RETURN]);
    case(&library, &["--year", "unknown"], &[ADVICE, WORK, ROUTE]);
    case(&library, &["--year", "unknown,2016"], &[ADVICE, WORK, ROUTE, "kb-1"]);
    case(&library, &["--year", "1951"], &[]);
}

#[test]
fn years_mentioned_are_not_the_year() {
    let library = Sandbox::library();
    case(&library, &["mentions:2017"], &[IDENTITY]);
    case(&library, &["--mentions", "2010..2016", "identity"], &[IDENTITY]);
    case(&library, &["year:2017"], &[]);
}

#[test]
fn words_must_match_in_passages_of_the_language_asked_for() {
    let library = Sandbox::library();
    case(&library, &["lang:sv"], &[ADVICE, WORK, "kb-2"]);
    case(&library, &["lang:sv skog"], &[WORK]);
    case(&library, &["lang:en workers"], &[WORK]);
    // The word stands there, but in an English passage.
    case(&library, &["lang:sv workers"], &[]);
    case(&library, &["--lang", "sv", "workers"], &[]);
    case(&library, &["--lang", "sv,en", "workers"], &[WORK]);
    case(&library, &["--lang", "fi", "flyktingar", "--no-expand"], &[]);
    case(&library, &["--lang", "swe", "flyktingar"], &[ADVICE]);
    case(&library, &["--language", "ar"], &["kb-3"]);
}

#[test]
fn titles_paths_ids_and_countries() {
    let library = Sandbox::library();
    case(&library, &["title:birth"], &[IDENTITY]);
    case(&library, &["title:(birth OR rescue)"], &[IDENTITY, ROUTE]);
    case(&library, &["title:districts"], &[]);
    case(&library, &["path:docs/*y-en.*"], &[IDENTITY]);
    case(&library, &["path:route"], &[ROUTE]);
    case(&library, &["--path", "records", "skola"], &["kb-2"]);
    case(&library, &["id:kb-2"], &["kb-2"]);
    case(&library, &["id:kb-9"], &[]);
    case(&library, &["country:sweden"], &["kb-2"]);
    case(&library, &["--country", "Jordan"], &["kb-3"]);
    case(&library, &["source:archive.example"], &["kb-1", "kb-2", "kb-3"]);
}

#[test]
fn different_fields_must_all_hold() {
    let library = Sandbox::library();
    case(&library, &["year:2018 lang:sv"], &["kb-2"]);
    case(&library, &["--year", "2018", "--lang", "ar"], &["kb-3"]);
    case(&library, &["year:2018", "--lang", "fi"], &[]);
    case(&library, &["identity", "--year", "2019"], &[IDENTITY]);
}

#[test]
fn a_star_is_everything_and_nothing_is_an_error() {
    let library = Sandbox::library();
    library.run(&["search"]).code(2);
    library.run(&["search", " "]).code(2);
    // Without scores the order is that of the ids.
    let ids = library.run(&["search", "*", "--format", "ids"]).code(0).stdout;
    let mut sorted: Vec<&str> = ids.lines().collect();
    sorted.sort_unstable();
    assert_eq!(ids.lines().collect::<Vec<_>>(), sorted);
    assert_eq!(sorted.len(), 9);
}
