//! Tree -> text that reads back to the same tree. Each word is printed bare
//! where it reads back, else with a backslash before every sign. Groups
//! are in parentheses where they would not keep together.

use std::fmt;

use super::{
    Filter, Node, Phrase, Query, Word, WordForm,
    letter::is_special,
    lex::{Kind, Lexer},
};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("*"),
            Self::Word(word) => word.fmt(f),
            Self::Phrase(phrase) => phrase.fmt(f),
            Self::Field(filter) => filter.fmt(f),
            Self::And(nodes) => joined(nodes, " AND ", |_| false, f),
            Self::Words(nodes) => joined(nodes, " ", binds_beside_words, f),
            Self::Or(nodes) => {
                joined(nodes, " OR ", |node| matches!(node, Self::And(_) | Self::Words(_)), f)
            }
            Self::Not(node) => {
                f.write_str("-")?;
                part(node, f)
            }
            Self::Named(named) => joined(&named.typed, " ", |_| false, f),
        }
    }
}

/// Whether a group keeps together beside words without parentheses: filters
/// and exclusions would leave it.
fn binds_beside_words(node: &Node) -> bool {
    matches!(node, Node::And(nodes) if !nodes.iter().any(Node::narrows))
}

/// Prints the parts of a group; those that bind tighter stand as they are.
fn joined(
    nodes: &[Node],
    between: &str,
    binds: fn(&Node) -> bool,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    for (place, node) in nodes.iter().enumerate() {
        if place > 0 {
            f.write_str(between)?;
        }
        if binds(node) {
            write!(f, "{node}")?;
        } else {
            part(node, f)?;
        }
    }
    Ok(())
}

/// Prints a part of a group, in parentheses where it is a group.
fn part(node: &Node, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match node {
        Node::And(_) | Node::Words(_) | Node::Or(_) => write!(f, "({node})"),
        node => write!(f, "{node}"),
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bare = marked(&self.text, self.form);
        if self.is_read_from(&bare) {
            return f.write_str(&bare);
        }
        let operator = matches!(self.text.as_str(), "AND" | "OR" | "NOT");
        let keep = if operator && self.form == WordForm::Inflected { "\\" } else { "" };
        write!(f, "{keep}{}", marked(&escaped(&self.text), self.form))
    }
}

impl Word {
    /// Whether a text reads as this word and nothing else.
    fn is_read_from(&self, text: &str) -> bool {
        // A backslash at the end would take the meaning of what follows.
        if text.contains('\\') {
            return false;
        }
        let mut lexer = Lexer::new(text);
        let read = lexer.run().is_ok();
        let [token] = &lexer.tokens[..] else { return false };
        read && lexer.notes.is_empty() && matches!(&token.kind, Kind::Word(word) if word == self)
    }
}

/// A word with the operators of its form.
fn marked(text: &str, form: WordForm) -> String {
    match form {
        WordForm::Inflected => text.to_owned(),
        WordForm::Exact => format!("={text}"),
        WordForm::Prefix => format!("{text}*"),
        WordForm::Fuzzy(distance) => format!("{text}~{distance}"),
    }
}

/// A text with a backslash before every sign.
fn escaped(text: &str) -> String {
    backslashed(text, is_special)
}

/// A text in quotes.
fn quoted(text: &str) -> String {
    format!("\"{}\"", backslashed(text, |letter| matches!(letter, '\\' | '"')))
}

/// A text with a backslash before some characters.
fn backslashed(text: &str, special: fn(char) -> bool) -> String {
    let with = |letter| [special(letter).then_some('\\'), Some(letter)];
    text.chars().flat_map(with).flatten().collect()
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exact = if self.exact { "=" } else { "" };
        write!(f, "{exact}{}", quoted(&self.text))?;
        if self.slop > 0 { write!(f, "~{}", self.slop) } else { Ok(()) }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.name())?;
        match self {
            Self::Title(node) if matches!(**node, Node::Not(_) | Node::Field(_)) => {
                write!(f, "({node})")
            }
            Self::Title(node) => part(node, f),
            Self::Year(years) | Self::Mentions(years) => years.fmt(f),
            Self::Lang(languages) => {
                let codes: Vec<&str> = languages.iter().map(|language| language.code()).collect();
                f.write_str(&codes.join(","))
            }
            Self::Topic(value)
            | Self::Source(value)
            | Self::Path(value)
            | Self::Id(value)
            | Self::Country(value) => f.write_str(&value_text(value)),
        }
    }
}

/// A value, in quotes unless it is plain.
fn value_text(value: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "_-./,*".contains(letter);
    let is_plain = value.chars().all(plain) && !value.is_empty() && !value.starts_with("//");
    if is_plain { value.to_owned() } else { quoted(value) }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select, test_runner::Config};

    use crate::query::Query;

    fn case(text: &str, expected: &str) {
        let query = Query::parse(text).unwrap();
        assert_eq!(query.to_string(), expected, "{text}");
        assert_eq!(Query::parse(expected).unwrap().root, query.root, "{text}");
    }

    #[test]
    fn the_text_is_canonical() {
        case("  a   b ", "a b");
        case("a AND b c OR NOT d", "a AND b c OR -d");
        case("((a AND b) AND c) (d OR e)", "(a AND b) AND c (d OR e)");
        case("(a AND -b) c", "(a AND -b) c");
        case("a -foo:b", "a -(foo b)");
        case("co*ion", "co\\*ion");
        case("“a b”~2 =„c“ d* e~", "\"a b\"~2 =\"c\" d* e~1");
        case("title:(a OR b) TITLE:c", "title:(a OR b) OR title:c");
        case("title:(-a)", "title:(-a)");
        case("topic:\"x\" topic:\"y z\"", "topic:x OR topic:\"y z\"");
        case(
            "year:>=2018 lang:Swedish -mentions:2015-2016",
            "year:2018.. lang:sv -mentions:2015..2016",
        );
        case("12:30 EU:lle A/RES/73/195 a_b c's", "12:30 EU:lle A/RES/73/195 a_b c's");
        case("foo:bar", "foo bar");
        case("\"a \\\\ \\\"b\\\" “c”\"", "\"a \\\\ \\\"b\\\" “c”\"");
    }

    #[test]
    fn what_would_be_an_operator_is_escaped() {
        case("\\AND \\OR \\NOT", "\\AND \\OR \\NOT");
        case("=AND AND*", "=AND AND*");
        case("\\-a", "\\-a");
        case("-\\-a", "-\\-a");
        case("a\\*", "a\\*");
        case("a\\**", "a\\**");
        case("a\\~1", "a\\~1");
        case("year\\:2018", "year\\:2018");
        case("title:year:2018", "title:year\\:2018");
        case("word\\(s\\)", "word\\(s\\)");
        case("-(b a\\\\)", "-(b a\\\\)");
        case("a\\", "a\\\\");
        case("path:\"a (1).txt\"", "path:\"a (1).txt\"");
        case("path:\"//a\"", "path:\"//a\"");
    }

    /// As many rounds as `IOMKB_TEST_ROUNDS` says, few without it.
    fn rounds() -> Config {
        let rounds = std::env::var("IOMKB_TEST_ROUNDS").ok().and_then(|text| text.parse().ok());
        Config { cases: rounds.unwrap_or(256), failure_persistence: None, ..Config::default() }
    }

    /// What is read prints to a text that reads back, and stays what it is.
    fn reads_back(text: &str) -> Result<(), TestCaseError> {
        let Ok(query) = Query::parse(text) else { return Ok(()) };
        let printed = query.to_string();
        let again = Query::parse(&printed);
        prop_assert!(again.is_ok(), "{text:?} prints {printed:?}: {again:?}");
        let again = again.unwrap();
        prop_assert_eq!(&again.root, &query.root, "{:?} prints {:?}", text, &printed);
        prop_assert_eq!(again.to_string(), printed);
        prop_assert!(again.notes.is_empty(), "{:?}", again.notes);
        Ok(())
    }

    const PARTS: &[&str] = &[
        " ",
        " ",
        " ",
        "(",
        ")",
        "\"",
        "“",
        "”",
        "«",
        "-",
        "=",
        "*",
        "~",
        "~1",
        "~2",
        "~3",
        "\\",
        ":",
        "AND",
        "OR",
        "NOT",
        " AND ",
        " OR ",
        " NOT ",
        "title:",
        "topic:",
        "year:",
        "mentions:",
        "lang:",
        "source:",
        "path:",
        "id:",
        "country:",
        "foo:",
        "IOM:",
        "2018",
        "2018..2021",
        ">=2020",
        ",",
        "..",
        "unknown",
        "sv",
        "fi,sv",
        "xx",
        "a",
        "b",
        "äiti",
        "raja",
        "移民",
        "asylum-seeker",
        "l’état",
        "'",
        "//",
        "/",
        "?",
        "!",
        ".",
        "_",
        "é",
        "e\u{301}",
        "\u{200d}",
        "\u{202e}",
        "\u{0}",
        "\n",
        "½",
        "|",
        "&",
        "¿",
        "…",
        "—",
        "[",
        "]",
        "{",
        "#",
        "$",
        "🙂",
        "ß",
    ];

    /// Queries that the grammar knows, of some depth.
    fn grammatical() -> impl Strategy<Value = String> {
        let leaf = select(
            &[
                "a",
                "raja",
                "=b",
                "bord*",
                "bodrer~2",
                "\"a b\"",
                "=\"a b\"~3",
                "year:2018",
                "year:2019..",
                "-year:2001",
                "lang:sv",
                "lang:fi",
                "topic:x",
                "topic:\"y z\"",
                "title:a",
                "title:(a OR b)",
                "-title:(-a \"b c\")",
                "path:x/y",
                "id:1",
                "country:FI",
                "foo:bar",
                "-foo:(a b)",
                "*",
                "EU:n",
                "\\AND",
                "mentions:unknown",
                "source:\"(x)\"",
            ][..],
        );
        leaf.prop_map(str::to_owned).prop_recursive(6, 48, 5, |inner| {
            let between = select(&[" ", " ", " AND ", " OR "][..]);
            let parts = prop::collection::vec((inner, between), 1..5);
            (parts, select(&["", "NOT ", "-"][..])).prop_map(|(parts, not)| {
                let mut text = String::new();
                for (place, (part, between)) in parts.iter().enumerate() {
                    text.push_str(if place > 0 { between } else { "" });
                    text.push_str(part);
                }
                format!("{not}({text})")
            })
        })
    }

    proptest! {
        #![proptest_config(rounds())]

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            reads_back(&text)?;
            let _ = Query::plain(&text).to_string();
        }

        #[test]
        fn any_parts_are_read_or_refused(parts in prop::collection::vec(select(PARTS), 0..24)) {
            let text = parts.concat();
            reads_back(&text)?;
            let plain = Query::plain(&text);
            let again = Query::plain(&plain.words().join(" "));
            prop_assert_eq!(again.words(), plain.words());
            let printed = Query::parse(&plain.to_string()).unwrap();
            prop_assert_eq!(printed.words(), plain.words());
        }

        #[test]
        fn a_query_of_the_grammar_is_read(text in grammatical()) {
            prop_assert!(Query::parse(&text).is_ok(), "{text}");
            reads_back(&text)?;
        }

        #[test]
        fn a_mistake_is_within_the_text(parts in prop::collection::vec(select(PARTS), 0..24)) {
            let text = parts.concat();
            if let Err(crate::error::Error::Query { position, message }) = Query::parse(&text) {
                prop_assert!(position <= text.chars().count(), "{text:?}: {message} {position}");
            }
        }

        #[test]
        fn filters_can_always_be_added(text in grammatical(), more in grammatical()) {
            use crate::query::{Filter, Node};
            let Ok(Query { root: Node::Words(nodes), .. }) = Query::parse(&more) else {
                return Ok(());
            };
            let filters: Vec<Filter> = nodes.into_iter().filter_map(|node| match node {
                Node::Field(filter) => Some(filter),
                _ => None,
            }).collect();
            let query = Query::parse(&text).unwrap().and_filters(filters);
            prop_assert_eq!(Query::parse(&query.to_string()).unwrap().root, query.root);
        }
    }
}
