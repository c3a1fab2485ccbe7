//! Text with the marks of LaTeX, as BibTeX files have it, to plain text:
//! accents, letters with names, quotes and dashes. A command that only says
//! how its text looks goes, its text stays. One pass, never recursive.

use unicode_normalization::UnicodeNormalization;

/// Letters and signs by name (LaTeX2e for authors; Comprehensive LaTeX
/// Symbol List, text mode).
const NAMES: &[(&str, &str)] = &[
    ("o", "ø"),
    ("O", "Ø"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("aa", "å"),
    ("AA", "Å"),
    ("ss", "ß"),
    ("SS", "ẞ"),
    ("l", "ł"),
    ("L", "Ł"),
    ("i", "ı"),
    ("j", "ȷ"),
    ("dh", "ð"),
    ("DH", "Ð"),
    ("th", "þ"),
    ("TH", "Þ"),
    ("dj", "đ"),
    ("DJ", "Đ"),
    ("ng", "ŋ"),
    ("NG", "Ŋ"),
    ("copyright", "©"),
    ("pounds", "£"),
    ("euro", "€"),
    ("texteuro", "€"),
    ("textdollar", "$"),
    ("S", "§"),
    ("P", "¶"),
    ("dots", "…"),
    ("ldots", "…"),
    ("textellipsis", "…"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textquoteleft", "‘"),
    ("textquoteright", "’"),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("textdegree", "°"),
    ("textordfeminine", "ª"),
    ("textordmasculine", "º"),
    ("textbraceleft", "{"),
    ("textbraceright", "}"),
    ("textbackslash", "\\"),
    ("textasciitilde", "~"),
    ("textasciicircum", "^"),
    ("textunderscore", "_"),
    ("textquotesingle", "'"),
    ("slash", "/"),
    ("newline", " "),
    ("par", "\n\n"),
];

/// The text as a reader sees it.
pub(super) fn plain(text: &str) -> String {
    let mut reader = Reader { rest: text, plain: String::with_capacity(text.len()) };
    while let Some(letter) = reader.next() {
        match letter {
            '\\' => reader.command(),
            '{' | '}' => {}
            '~' => reader.plain.push(' '),
            '-' if reader.skip("--") => reader.plain.push('—'),
            '-' if reader.skip("-") => reader.plain.push('–'),
            '`' if reader.skip("`") => reader.plain.push('“'),
            '\'' if reader.skip("'") => reader.plain.push('”'),
            other => reader.plain.push(other),
        }
    }
    reader.plain.nfc().collect()
}

/// An address or a path as it is meant: only what had to be escaped is not.
pub(super) fn verbatim(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.trim().strip_prefix("\\url").unwrap_or(text.trim()).chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '\\' if rest.peek().is_some_and(|next| "_&%#${}~".contains(*next)) => {
                plain.extend(rest.next());
            }
            '{' | '}' => {}
            other => plain.push(other),
        }
    }
    plain
}

struct Reader<'a> {
    rest: &'a str,
    plain: String,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<char> {
        let letter = self.rest.chars().next()?;
        self.rest = &self.rest[letter.len_utf8()..];
        Some(letter)
    }

    /// Steps over what comes next, if it is this.
    fn skip(&mut self, what: &str) -> bool {
        let after = self.rest.strip_prefix(what);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Reads what stands after a backslash.
    fn command(&mut self) {
        let name = self.name();
        if let Some(mark) = mark(name) {
            self.accent(mark);
            return;
        }
        if let Some((_, text)) = NAMES.iter().find(|(known, _)| *known == name) {
            self.plain.push_str(text);
        } else if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            self.plain.push_str(match name {
                "\\" | " " | "," | ";" | ":" | "\n" => " ",
                "-" | "/" | "!" => "",
                sign => sign,
            });
        }
    }

    /// The name of a command: letters, with the spaces that end it, or one
    /// other character.
    fn name(&mut self) -> &'a str {
        let rest = self.rest;
        let letters = rest.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(rest.len());
        let length =
            if letters > 0 { letters } else { rest.chars().next().map_or(0, char::len_utf8) };
        let name = &rest[..length];
        self.rest = &rest[length..];
        if letters > 0 {
            self.rest = self.rest.trim_start_matches([' ', '\t']);
        }
        name
    }

    /// Puts a mark on the letter that comes next.
    fn accent(&mut self, mark: char) {
        self.rest = self.rest.trim_start_matches([' ', '{']);
        match self.next() {
            Some('\\') if self.skip("i") => self.plain.push('i'),
            Some('\\') if self.skip("j") => self.plain.push('j'),
            Some('\\') => self.command(),
            Some('}') | None => return,
            Some(letter) => self.plain.push(letter),
        }
        self.plain.push(mark);
    }
}

/// The mark that a command puts on a letter.
fn mark(name: &str) -> Option<char> {
    Some(match name {
        "'" => '\u{301}',
        "`" => '\u{300}',
        "^" => '\u{302}',
        "\"" => '\u{308}',
        "~" => '\u{303}',
        "=" => '\u{304}',
        "." => '\u{307}',
        "u" => '\u{306}',
        "v" => '\u{30C}',
        "H" => '\u{30B}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "r" => '\u{30A}',
        "d" => '\u{323}',
        "b" => '\u{331}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{plain, verbatim};

    #[test]
    fn marks() {
        let case = |text: &str, expected: &str| assert_eq!(plain(text), expected, "{text}");
        case(r#"H{\"a}m\"{a}l\"ainen"#, "Hämäläinen");
        case(r"Gar\c{c}on, \v{S}koda, \v Cech", "Garçon, Škoda, Čech");
        case(r"{\'e}t\'e \`a la for\^{e}t", "été à la forêt");
        case(r"Mart{\'\i}nez, Mart\'{\i}n", "Martínez, Martín");
        case(r"S{\o}ren \AA rhus \ss{} {\L}\'od\'z", "Søren Århus ß Łódź");
        case(r"Nets \& boats: 100\% of \$5 in \{sea\}", "Nets & boats: 100% of $5 in {sea}");
        case(r"pages 3--7 --- ``so'' it's~so", "pages 3–7 — “so” it's so");
        case(r"\textbf{bold} and \emph{more} \LaTeX", "bold and more ");
        case("plain ä \\", "plain ä ");
    }

    #[test]
    fn addresses_keep_their_signs() {
        let case = |text: &str, expected: &str| assert_eq!(verbatim(text), expected, "{text}");
        case(r"https://a.example/~x\_y--z?a=1\&b=\%20", "https://a.example/~x_y--z?a=1&b=%20");
        case(r"\url{https://a.example}", "https://a.example");
        case(r"C:\Users\me\a.pdf", r"C:\Users\me\a.pdf");
    }
}
