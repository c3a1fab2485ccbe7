//! Rust as far as the rules need it: text without comments, literals and
//! tests, and the paths that it names. No parser: what rustfmt has laid out
//! is read by its marks.

use std::collections::BTreeSet;

/// The line of a place, from 1.
pub(crate) fn line_at(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Rust without comments, strings and characters; lines stay where they are.
pub(crate) fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(body) = rest.strip_prefix("r#\"") {
            body.find("\"#").map_or(rest.len(), |end| end + 5)
        } else if first == '"' {
            quoted(rest, '"')
        } else if first == '\'' && is_character(rest) {
            quoted(rest, '\'')
        } else {
            0
        };
        if skipped == 0 {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            out.extend(rest[..skipped].chars().filter(|letter| *letter == '\n'));
            rest = &rest[skipped..];
        }
    }
    out
}

/// The length of a literal in quotes at the start of a text, in bytes.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        if !escaped && letter == quote {
            return at + 1;
        }
        escaped = !escaped && letter == '\\';
    }
    text.len()
}

/// Whether a quote begins a character, not the name of a lifetime.
fn is_character(text: &str) -> bool {
    let mut letters = text.chars().skip(1);
    letters.next() == Some('\\') || letters.next() == Some('\'')
}

/// Bare Rust without the items that are compiled for tests only.
pub(crate) fn without_tests(code: &str) -> String {
    let mut out = code.to_owned();
    let first = |code: &str| code.find("#[cfg(test)]").or_else(|| code.find("#[cfg(all(test,"));
    while let Some(from) = first(&out) {
        let mut depth = 0_usize;
        let end = out[from..].char_indices().find_map(|(at, letter)| {
            match letter {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            (depth == 0 && matches!(letter, ';' | '}')).then_some(from + at + 1)
        });
        let end = end.unwrap_or(out.len());
        let lines = "\n".repeat(out[from..end].matches('\n').count());
        out.replace_range(from..end, &lines);
    }
    out
}

/// A path that code names: its segments joined by `::`, and where it stands.
pub(crate) type Named = (String, usize);

/// The paths that code names: those of `use`, one for each leaf, and those
/// in the code itself, of two segments or more.
pub(crate) fn paths(code: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut bound = BTreeSet::new();
    let mut others = code.to_owned();
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    for (at, _) in code.match_indices("use ") {
        if code[..at].ends_with(is_word) {
            continue;
        }
        let end = at + code[at..].find(';').unwrap_or(0);
        let mut leaves = Vec::new();
        leaves_of("", &code[at + 4..end], &mut leaves);
        for leaf in leaves {
            let (path, name) = leaf.split_once(" as ").unwrap_or((&leaf, ""));
            let last = path.trim_end_matches("::self").rsplit("::").next().unwrap_or(path);
            bound.insert(if name.is_empty() { last.to_owned() } else { name.trim().to_owned() });
            found.push((path.trim().trim_start_matches("::").to_owned(), at));
        }
        others.replace_range(at..end, &" ".repeat(end - at));
    }
    let in_path = |letter: char| is_word(letter) || letter == ':';
    for (at, _) in others.match_indices("::") {
        let from = others[..at].trim_end_matches(in_path).len();
        let absolute = from == at && !others[..at].trim_end().ends_with('>');
        if from != at && others[from..at].contains("::") || from == at && !absolute {
            continue;
        }
        let to = others[at..].find(|letter| !in_path(letter)).map_or(others.len(), |end| at + end);
        let path = others[from..to].trim_start_matches("::");
        let first = path.split("::").next().unwrap_or(path);
        if absolute || !bound.contains(first) {
            found.push((path.to_owned(), at));
        }
    }
    found
}

/// Flattens the tree of a `use`.
fn leaves_of(before: &str, tree: &str, leaves: &mut Vec<String>) {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else {
        if !tree.is_empty() {
            leaves.push(format!("{before}{tree}"));
        }
        return;
    };
    let before = format!("{before}{}", &tree[..open]);
    let inner = tree[open + 1..].strip_suffix('}').unwrap_or(&tree[open + 1..]);
    let (mut depth, mut from) = (0, 0);
    for (at, letter) in inner.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                leaves_of(&before, &inner[from..at], leaves);
                from = at + 1;
            }
            _ => {}
        }
    }
    leaves_of(&before, &inner[from..], leaves);
}

#[test]
fn the_reader_of_rust_reads() {
    let case = |text: &str, expected: &str| assert_eq!(bare(text), expected, "{text}");
    case("a // b\nc", "a \nc");
    case("f(\"a \\\" { b\", '{', '\\'', 'x)", "f(, , , 'x)");
    case("r#\"a \"b\" {\"#;", ";");
    let case = |text: &str, expected: &str| assert_eq!(without_tests(text), expected, "{text}");
    case("a\n#[cfg(test)]\nmod tests {\n{ }\n}\nb", "a\n\n\n\n\nb");
    case("#[cfg(test)]\nuse a;b", "\nb");
    case("a\n#[cfg(all(test, unix))]\nmod tests { }", "a\n\n");
    let case = |text: &str, expected: &[&str]| {
        let found: Vec<String> = paths(text).into_iter().map(|(path, _)| path).collect();
        assert_eq!(found, expected, "{text}");
    };
    case("use a::{b::{c, d as e}, f}; e::g();", &["a::b::c", "a::b::d", "a::f"]);
    case("let x: a::B = ::c::d(<E>::f());", &["a::B", "c::d"]);
}
