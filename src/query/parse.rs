//! Text -> tree: what binds to what. `NOT` binds tighter than `AND` and
//! words beside each other, which bind tighter than `OR`. Descends one level
//! for each level of the query, which is checked before. Never changes what
//! a word is.

use std::{iter::Peekable, vec::IntoIter};

use super::{
    Filter, Node,
    group::{Run, beside, single},
    lex::{Kind, Lexer, Token},
    limits,
};
use crate::error::{Error, Result};

/// Reads a query: its tree and the notes on it.
pub(super) fn parse(text: &str) -> Result<(Node, Vec<String>)> {
    let (start, whole) = limits::start(text);
    let mut lexer = Lexer::new(start);
    let read = lexer.run();
    // What is nested too deep says so, however long it is.
    limits::nesting(&lexer.tokens)?;
    if !whole {
        return Err(limits::too_long(start.chars().count()));
    }
    read?;
    limits::clauses(&lexer.tokens)?;
    let blank = lexer.is_blank();
    let Lexer { tokens, notes, .. } = lexer;
    if tokens.is_empty() {
        let nothing = Node::Words(Vec::new());
        return if blank { Ok((nothing, notes)) } else { wrong("the query has no words", 0) };
    }
    let mut parser = Parser { tokens: tokens.into_iter().peekable(), in_title: false };
    let root = parser.any()?;
    match parser.tokens.next() {
        None => Ok((root, notes)),
        Some(token) => wrong("no parenthesis is open here", token.at),
    }
}

/// The error for what cannot be read.
fn wrong<T>(message: &str, position: usize) -> Result<T> {
    Err(Error::Query { message: message.to_owned(), position })
}

/// Reads tokens to the end of a level.
struct Parser {
    tokens: Peekable<IntoIter<Token>>,
    in_title: bool,
}

impl Parser {
    /// Reads chains divided by `OR`.
    fn any(&mut self) -> Result<Node> {
        let mut options = vec![self.chain(None)?];
        while let Some(or) = self.next_if(|kind| matches!(kind, Kind::Or)) {
            options.push(self.chain(Some(or.at))?);
        }
        Ok(single(options, Node::Or))
    }

    /// Reads parts beside each other or divided by `AND`; `or` is where the
    /// `OR` before them is.
    fn chain(&mut self, or: Option<usize>) -> Result<Node> {
        let mut runs: Vec<Run> = Vec::new();
        loop {
            if let Some(and) = self.next_if(|kind| matches!(kind, Kind::And)) {
                let Some(run) = runs.last_mut() else {
                    return wrong("AND has nothing before it", and.at);
                };
                run.joined = true;
                if !self.at_operand() {
                    return wrong("AND has nothing after it", and.at);
                }
                run.nodes.extend(self.operand()?);
            } else if self.at_operand() {
                runs.push(Run { nodes: self.operand()?, joined: false });
            } else if runs.is_empty() {
                return self.nothing(or);
            } else {
                return Ok(beside(runs));
            }
        }
    }

    /// The error where a chain has no parts.
    fn nothing(&mut self, or: Option<usize>) -> Result<Node> {
        match (or, self.tokens.peek()) {
            (Some(or), _) => wrong("OR has nothing after it", or),
            (None, Some(Token { kind: Kind::Or, at })) => wrong("OR has nothing before it", *at),
            (None, next) => wrong("no parenthesis is open here", next.map_or(0, |next| next.at)),
        }
    }

    /// Takes the next token if it is of a kind.
    fn next_if(&mut self, is: fn(&Kind) -> bool) -> Option<Token> {
        self.tokens.next_if(|token| is(&token.kind))
    }

    /// Whether a part of a query is next.
    fn at_operand(&mut self) -> bool {
        let none = |kind: &Kind| matches!(kind, Kind::And | Kind::Or | Kind::Close);
        self.tokens.peek().is_some_and(|token| !none(&token.kind))
    }

    /// Reads a part: one node, or several for a name that is not a field and
    /// what follows it.
    fn operand(&mut self) -> Result<Vec<Node>> {
        let mut excluded = false;
        let mut last = None;
        while let Some(not) = self.next_if(|kind| matches!(kind, Kind::Not)) {
            (excluded, last) = (!excluded, Some(not.at));
        }
        if let Some(at) = last
            && !self.at_operand()
        {
            return wrong("NOT has nothing after it", at);
        }
        let mut nodes = Vec::new();
        while let Some(token) = self.tokens.next() {
            let unknown = matches!(token.kind, Kind::Unknown(_));
            nodes.push(self.part(token)?);
            if !unknown {
                break;
            }
        }
        if !excluded {
            return Ok(nodes);
        }
        Ok(vec![negated(beside(vec![Run { nodes, joined: false }]))])
    }

    /// Reads the part that begins with a token.
    fn part(&mut self, token: Token) -> Result<Node> {
        match token.kind {
            Kind::Everything => Ok(Node::All),
            Kind::Word(word) | Kind::Unknown(word) => Ok(Node::Word(word)),
            Kind::Phrase(phrase) => Ok(Node::Phrase(phrase)),
            Kind::Open => self.group(token.at),
            Kind::Title | Kind::Filter(..) if self.in_title => {
                wrong("no other field can stand within 'title:( )'", token.at)
            }
            Kind::Title => self.title(),
            Kind::Filter(filter, _) => Ok(Node::Field(filter)),
            // Not reached: callers look at what is next.
            Kind::And | Kind::Or | Kind::Not | Kind::Close => {
                wrong("a word is missing here", token.at)
            }
        }
    }

    /// Reads what is within parentheses; `open` is where they open.
    fn group(&mut self, open: usize) -> Result<Node> {
        match self.tokens.peek() {
            None => return wrong("the parenthesis is not closed", open),
            Some(Token { kind: Kind::Close, .. }) => {
                return wrong("there are no words within the parentheses", open);
            }
            Some(_) => {}
        }
        let node = self.any()?;
        match self.tokens.next() {
            Some(_) => Ok(node),
            None => wrong("the parenthesis is not closed", open),
        }
    }

    /// Reads the value of a title.
    fn title(&mut self) -> Result<Node> {
        let Some(value) = self.tokens.next() else { return wrong("a word is missing here", 0) };
        self.in_title = true;
        let node = self.part(value);
        self.in_title = false;
        Ok(Node::Field(Filter::Title(Box::new(node?))))
    }
}

/// What a node excludes; what is excluded twice is asked for.
fn negated(node: Node) -> Node {
    match node {
        Node::Not(node) => *node,
        node => Node::Not(Box::new(node)),
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        error::Error,
        query::{Filter, Node, Phrase, Query, Word, WordForm},
    };

    fn word(text: &str, form: WordForm) -> Node {
        Node::Word(Word { text: text.to_owned(), form, at: 0 })
    }

    fn plain(text: &str) -> Node {
        word(text, WordForm::Inflected)
    }

    fn phrase(text: &str, exact: bool, slop: u32) -> Node {
        Node::Phrase(Phrase { text: text.to_owned(), exact, slop, at: 0 })
    }

    fn words(texts: &[&str]) -> Node {
        Node::Words(texts.iter().copied().map(plain).collect())
    }

    fn not(node: Node) -> Node {
        Node::Not(Box::new(node))
    }

    fn years(text: &str) -> Node {
        Node::Field(Filter::Year(text.parse().unwrap()))
    }

    fn langs(codes: &[&str]) -> Node {
        Node::Field(Filter::Lang(codes.iter().map(|code| code.parse().unwrap()).collect()))
    }

    fn topic(text: &str) -> Node {
        Node::Field(Filter::Topic(text.to_owned()))
    }

    fn title(node: Node) -> Node {
        Node::Field(Filter::Title(Box::new(node)))
    }

    #[expect(clippy::needless_pass_by_value, reason = "one line for a case")]
    fn case(text: &str, expected: Node) {
        let query = Query::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(query.root, expected, "{text}");
        assert_eq!(query.notes, Vec::<String>::new(), "{text}");
    }

    /// A query that cannot be read: a part of the message, and the place.
    fn wrong(text: &str, expected: &str, place: usize) {
        match Query::parse(text) {
            Err(Error::Query { message, position }) => {
                assert!(message.contains(expected), "{text}: {message}");
                assert_eq!(position, place, "{text}: {message}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn words_and_their_forms() {
        case("border", plain("border"));
        case("border control", words(&["border", "control"]));
        case("  border\tcontrol\n", words(&["border", "control"]));
        case("=Borders", word("Borders", WordForm::Exact));
        case("bord*", word("bord", WordForm::Prefix));
        case("bord*, control", Node::Words(vec![word("bord", WordForm::Prefix), plain("control")]));
        case("bodrer~1", word("bodrer", WordForm::Fuzzy(1)));
        case("bodrer~", word("bodrer", WordForm::Fuzzy(1)));
        case("bodrer~2", word("bodrer", WordForm::Fuzzy(2)));
        case("10~20", plain("10~20"));
        case("~5", plain("5"));
        case("Who crossed the border?", words(&["Who", "crossed", "the", "border"]));
        case("\"\" border", plain("border"));
        case("border – control - sea ... &", words(&["border", "control", "sea"]));
        case("asylum-seeker", plain("asylum-seeker"));
        case("l’identité", plain("l’identité"));
        case("移民政策", plain("移民政策"));
    }

    #[test]
    fn phrases_in_every_quote() {
        case("\"border control\"", phrase("border control", false, 0));
        case("\"border control\"~5", phrase("border control", false, 5));
        case("=\"border control\"", phrase("border control", true, 0));
        case("“border control”", phrase("border control", false, 0));
        case("„Grenze  dicht“", phrase("Grenze dicht", false, 0));
        case("«la frontière»", phrase("la frontière", false, 0));
        case("”raja kiinni”", phrase("raja kiinni", false, 0));
        case("»gränsen stängd»", phrase("gränsen stängd", false, 0));
        case("\"the “wall” of\"", phrase("the “wall” of", false, 0));
        case("«the “wall” of»", phrase("the “wall” of", false, 0));
        case("\"the wall”", phrase("the wall", false, 0));
        case("“the wall\"", phrase("the wall", false, 0));
        case("\"say \\\"no\\\" twice\"", phrase("say \"no\" twice", false, 0));
        case("\"a OR (b\"", phrase("a OR (b", false, 0));
        case("\"a\"\"b\"", Node::Words(vec![phrase("a", false, 0), phrase("b", false, 0)]));
    }

    #[test]
    fn operators_bind_as_designed() {
        let (a, b, c) = (|| plain("a"), || plain("b"), || plain("c"));
        case("a AND b", Node::And(vec![a(), b()]));
        case("a OR b", Node::Or(vec![a(), b()]));
        case("a and b or not c", words(&["a", "and", "b", "or", "not", "c"]));
        case("a b OR c", Node::Or(vec![words(&["a", "b"]), c()]));
        case("a AND b OR c", Node::Or(vec![Node::And(vec![a(), b()]), c()]));
        case("a (b OR c)", Node::Words(vec![a(), Node::Or(vec![b(), c()])]));
        case("a b AND c", Node::Words(vec![a(), Node::And(vec![b(), c()])]));
        case("(a b) AND c", Node::And(vec![words(&["a", "b"]), c()]));
        case("((a))", a());
        case("NOT a b", Node::Words(vec![not(a()), b()]));
        case("NOT(a b)", not(words(&["a", "b"])));
        case("a AND NOT b", Node::And(vec![a(), not(b())]));
        case("NOT NOT a", a());
        case("NOT -a", a());
        case("\\AND", plain("AND"));
        case("AND, a", words(&["AND", "a"]));
        case("ANDES ORDER NOTE", words(&["ANDES", "ORDER", "NOTE"]));
    }

    #[test]
    fn a_minus_excludes_only_before_a_word() {
        case("-a", not(plain("a")));
        case("a -b", Node::Words(vec![plain("a"), not(plain("b"))]));
        case("(-a b)", Node::Words(vec![not(plain("a")), plain("b")]));
        case("-\"a b\"", not(phrase("a b", false, 0)));
        case("-(a OR b)", not(Node::Or(vec![plain("a"), plain("b")])));
        case("-lang:sv", not(langs(&["sv"])));
        case("-=a", not(word("a", WordForm::Exact)));
        case("a - b", words(&["a", "b"]));
        case("--a", plain("a"));
        case("\\-a", plain("-a"));
        case("a -... b", words(&["a", "b"]));
        case("-OR", not(plain("OR")));
        case("-*", not(Node::All));
    }

    #[test]
    fn everything_beside_something_is_nothing() {
        case("*", Node::All);
        case("**", Node::All);
        case("a *", plain("a"));
        case("* topic:smuggling", topic("smuggling"));
        case("* *", Node::All);
    }

    #[test]
    fn fields_have_values() {
        case("year:2018..2021", years("2018..2021"));
        case("year:2018-2021", years("2018..2021"));
        case("YEAR:>=2020", years(">=2020"));
        case("year:unknown", years("unknown"));
        case("year:\"2018, 2020\"", years("2018,2020"));
        case("mentions:..2015", Node::Field(Filter::Mentions("..2015".parse().unwrap())));
        case("lang:sv,fi,sv", langs(&["sv", "fi"]));
        case("topic:\"border control\"", topic("border control"));
        case("topic:„border control“", topic("border control"));
        case("source:unhcr.org", Node::Field(Filter::Source("unhcr.org".to_owned())));
        case("path:/a/b*.txt", Node::Field(Filter::Path("/a/b*.txt".to_owned())));
        case("path:C:\\Temp", Node::Field(Filter::Path("C:\\Temp".to_owned())));
        case("id:5f:2c", Node::Field(Filter::Id("5f:2c".to_owned())));
        case("Country:FI", Node::Field(Filter::Country("FI".to_owned())));
        case("title:border", title(plain("border")));
        case("title:bord*", title(word("bord", WordForm::Prefix)));
        case("title:\"border control\"", title(phrase("border control", false, 0)));
        case("title:(a b)", title(words(&["a", "b"])));
        case("title:(a OR -b)", title(Node::Or(vec![plain("a"), not(plain("b"))])));
        case("title:year:2018", title(plain("year:2018")));
    }

    #[test]
    fn a_repeated_field_is_any_and_different_ones_are_all() {
        let a = || plain("a");
        let either = || Node::Or(vec![topic("x"), topic("y")]);
        case("topic:x topic:y", either());
        case("topic:x a topic:y", Node::Words(vec![either(), a()]));
        case("topic:x AND topic:y", either());
        case("topic:x topic:x", topic("x"));
        case("a year:2018 year:2020", Node::Words(vec![a(), years("2018,2020")]));
        case("lang:sv lang:fi,sv", langs(&["sv", "fi"]));
        case("topic:x year:2018", Node::Words(vec![topic("x"), years("2018")]));
        case("topic:x -topic:y", Node::Words(vec![topic("x"), not(topic("y"))]));
        case(
            "(topic:x OR topic:y) topic:z",
            Node::Words(vec![Node::Or(vec![topic("x"), topic("y")]), topic("z")]),
        );
        case("topic:x OR a", Node::Or(vec![topic("x"), a()]));
    }

    #[test]
    fn filters_hold_for_all_words_beside_them() {
        case("topic:x AND a b", Node::Words(vec![plain("a"), topic("x"), plain("b")]));
        case("a b AND NOT c", Node::Words(vec![plain("a"), plain("b"), not(plain("c"))]));
    }

    #[test]
    fn what_looks_like_a_field_is_a_word() {
        case("IOM:n", plain("IOM:n"));
        case("EU:lle FN:s", words(&["EU:lle", "FN:s"]));
        case("12:30", plain("12:30"));
        case("http://iom.int/x", plain("http://iom.int/x"));
        case("path://iom.int/x", plain("path://iom.int/x"));
        case("A/RES/73/195", plain("A/RES/73/195"));
        case("std::vec", plain("std::vec"));
        case("Summary: borders", words(&["Summary", "borders"]));
        case("(see: a)", words(&["see", "a"]));
        case("year\\:2018", plain("year:2018"));
        case("=year:2018", word("year:2018", WordForm::Exact));
    }

    #[test]
    fn an_unknown_field_is_words_with_a_note() {
        let case = |text: &str, root: Node, notes: &[&str]| {
            let query = Query::parse(text).unwrap();
            assert_eq!(query.root, root, "{text}");
            assert_eq!(query.notes.len(), notes.len(), "{text}: {:?}", query.notes);
            for (note, start) in query.notes.iter().zip(notes) {
                assert!(note.starts_with(start), "{text}: {note}");
            }
        };
        let foo = "'foo' is not a field: searched as words; fields are title, topic,";
        case("foo:bar", words(&["foo", "bar"]), &[foo]);
        case("foo:bar a foo:b", words(&["foo", "bar", "a", "foo", "b"]), &[foo]);
        case("a AND foo:b", Node::And(vec![plain("a"), plain("foo"), plain("b")]), &[foo]);
        case("-foo:bar", not(words(&["foo", "bar"])), &[foo]);
        case("-foo:*", not(plain("foo")), &[foo]);
        case("foo:year:2018", Node::Words(vec![plain("foo"), years("2018")]), &[foo]);
        case(
            "foo:(a OR b)",
            Node::Words(vec![plain("foo"), Node::Or(vec![plain("a"), plain("b")])]),
            &[foo],
        );
        case("-foo:... a", Node::Words(vec![not(plain("foo")), plain("a")]), &[foo]);
        case("foo:AND", words(&["foo", "AND"]), &[foo]);
        case(
            "yaer:2018",
            words(&["yaer", "2018"]),
            &["'yaer' is not a field (did you mean 'year'?)"],
        );
        case("lnag:sv", words(&["lnag", "sv"]), &["'lnag' is not a field (did you mean 'lang'?)"]);
        case("*foo bar", words(&["foo", "bar"]), &["'*' has a meaning only at the end"]);
        case("co*ion", plain("co*ion"), &["'*' has a meaning only at the end"]);
    }

    #[test]
    fn mistakes_have_a_message_and_a_place() {
        wrong("a year:[ b", "'[' is not a year: write 2018", 7);
        wrong("år year:x", "'x' is not a year", 8);
        wrong("lang:xx", "'xx' is not a language", 5);
        wrong("lang:sv,", "is not a language", 5);
        wrong("a year: 2018", "'year:' has no value", 7);
        wrong("topic:\"\"", "'topic:' has no value", 6);
        wrong("topic:(a b)", "'topic:' has one value", 6);
        wrong("title:...", "'title:' has no value", 6);
        wrong("title:", "'title:' has no value", 6);
        wrong("title:(a year:2018)", "no other field", 9);
        wrong("a \"b", "quote has no end", 2);
        wrong("a (b", "is not closed", 2);
        wrong("(", "is not closed", 0);
        wrong("title:(a", "is not closed", 6);
        wrong("a) b", "no parenthesis is open", 1);
        wrong(") b", "no parenthesis is open", 0);
        wrong("a ()", "no words within", 2);
        wrong("(...)", "no words within", 0);
        wrong("a NOT", "NOT has nothing after it", 2);
        wrong("NOT OR a", "NOT has nothing after it", 0);
        wrong("a OR", "OR has nothing after it", 2);
        wrong("OR a", "OR has nothing before it", 0);
        wrong("(OR a)", "OR has nothing before it", 1);
        wrong("a AND", "AND has nothing after it", 2);
        wrong("AND a", "AND has nothing before it", 0);
        wrong("a AND OR b", "AND has nothing after it", 2);
        wrong("a OR OR b", "OR has nothing after it", 2);
        wrong("ident~3", "takes 1 or 2", 5);
        wrong("\"a b\"~", "takes a number of words", 5);
        wrong("\"a b\"~99999999999", "takes a number of words", 5);
        wrong("=(a b)", "before a word or a phrase", 0);
        wrong("... ?", "the query has no words", 0);
        wrong("\"\"", "the query has no words", 0);
    }

    #[test]
    fn messages_are_short_and_clean() {
        for text in [
            format!("year:{}", "x".repeat(9_000)),
            format!("lang:{}", "ä".repeat(4_000)),
            format!("\"{}", "x".repeat(9_000)),
            "year:a\u{1b}[31mb".to_owned(),
        ] {
            let message = Query::parse(&text).unwrap_err().to_string();
            assert!(message.chars().count() < 250, "{message}");
            assert!(!message.contains(char::is_control), "{message}");
        }
        let notes = Query::parse(&format!("{}:b", "x".repeat(200))).unwrap().notes;
        assert!(notes[0].chars().count() < 250, "{notes:?}");
    }

    #[test]
    fn a_blank_text_asks_for_nothing() {
        case("", Node::Words(Vec::new()));
        case(" \t\u{0}\u{202e}", Node::Words(Vec::new()));
    }

    #[test]
    fn controls_are_spaces() {
        case("a\u{0}b\u{202e}c\u{a0}d", words(&["a", "b", "c", "d"]));
        case("\"a\u{1b}[b\"", phrase("a [b", false, 0));
    }

    #[test]
    fn places_are_in_characters() {
        let Node::Words(nodes) = Query::parse("päivä “x y” =z -w").unwrap().root else {
            panic!()
        };
        let places: Vec<usize> = nodes
            .iter()
            .map(|node| match node {
                Node::Word(word) => word.at,
                Node::Phrase(phrase) => phrase.at,
                Node::Not(node) => match &**node {
                    Node::Word(word) => word.at,
                    _ => panic!(),
                },
                _ => panic!(),
            })
            .collect();
        assert_eq!(places, [0, 6, 12, 16]);
    }
}
