//! Brings text into the one form that is stored and shown: NFC, one space
//! between words, no control, zero-width or soft-hyphen characters, words
//! that a line end broke joined again. Total: it cannot fail, and doing it
//! twice changes nothing. Never folds: quotes, dashes, ligatures and case
//! stay, so that a quotation stays a quotation.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use crate::document::Block;

/// Words that follow a suspended hyphen (`Ein- und Ausreise`, `arbets- och`):
/// hyphen and space both stay. Left out: those that are also common endings
/// (`et`, `en`, `to`, `samt`).
const CONJUNCTIONS: &[&str] = &[
    "and", "bzw", "bis", "eller", "ja", "och", "oder", "of", "og", "or", "ou", "sekä", "sowie",
    "tai", "till", "und", "y", "и", "или",
];

/// Returns one block's text in normal form; line breaks become spaces.
#[must_use]
pub fn normalize(text: &str) -> String {
    rewrite(text, &Spellings::gather([text].into_iter()))
}

/// Normalizes every block and drops those that become empty. How a broken
/// word is written elsewhere in the document decides whether its hyphen
/// stays.
#[must_use]
pub fn normalize_blocks(mut blocks: Vec<Block>) -> Vec<Block> {
    let spellings = Spellings::gather(blocks.iter().map(|block| block.text.as_str()));
    for block in &mut blocks {
        block.text = rewrite(&block.text, &spellings);
    }
    blocks.retain(|block| !block.text.is_empty());
    blocks
}

fn rewrite(text: &str, spellings: &Spellings) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut joined = String::with_capacity(text.len());
    let mut soft = false;
    for raw in lines(text) {
        let line = tidy(raw);
        join(&mut joined, soft, &line, spellings);
        // An empty line ends a broken word.
        soft = !line.is_empty() && ends_soft(raw);
        if line.is_empty() && !joined.is_empty() && !joined.ends_with(' ') {
            joined.push(' ');
        }
    }
    joined.truncate(joined.trim_end().len());
    joined.nfc().collect()
}

/// Printable ASCII with single spaces inside is in normal form already.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first() != Some(&b' ')
        && bytes.last() != Some(&b' ')
        && bytes.iter().all(|byte| (b' '..=b'~').contains(byte))
        && !bytes.windows(2).any(|pair| pair == b"  ")
}

/// The lines of a text without their breaks; `\r\n` is one break.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = text.find(is_break) else {
            rest = None;
            return Some(text);
        };
        let (line, tail) = text.split_at(at);
        let pair = tail.starts_with("\r\n");
        let width = if pair { 2 } else { tail.chars().next().map_or(1, char::len_utf8) };
        rest = Some(&tail[width..]);
        Some(line)
    })
}

fn is_break(ch: char) -> bool {
    matches!(ch, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Cleans one line: invisible characters go, every space is one space.
fn tidy(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars().filter(|&ch| !is_invisible(ch)).peekable();
    while let Some(ch) = chars.next() {
        if ch.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if is_joiner(ch) {
            let after = out.chars().next_back().is_some_and(takes_joiners);
            let before = chars.peek().is_some_and(|&next| takes_joiners(next));
            // A word may end in ZWJ (Malayalam chillu, Arabic initial forms),
            // ZWNJ only divides.
            if after && (before || ch == '\u{200d}') {
                out.push(ch);
            }
        } else {
            out.push(ch);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Controls and format characters that carry no text: Unicode categories Cc
/// and the default-ignorable part of Cf, joiners apart.
fn is_invisible(ch: char) -> bool {
    (ch.is_control() && ch != '\t')
        || matches!(ch,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e007f}')
}

fn is_joiner(ch: char) -> bool {
    matches!(ch, '\u{200c}' | '\u{200d}')
}

/// Letters and marks of scripts whose spelling uses the joiners: Arabic,
/// Syriac, the Indic blocks, Myanmar, Khmer, Mongolian (Unicode, 23.2).
fn takes_joiners(ch: char) -> bool {
    matches!(ch,
        '\u{620}'..='\u{65f}' | '\u{66e}'..='\u{6d3}' | '\u{6d5}'..='\u{6ef}' | '\u{6fa}'..='\u{77f}'
        | '\u{8a0}'..='\u{963}' | '\u{971}'..='\u{df4}' | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17d3}' | '\u{1820}'..='\u{18aa}'
        | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Tells whether a line ends in a soft hyphen, or in the `¬` that stands for
/// one in recognised scans.
fn ends_soft(raw: &str) -> bool {
    raw.trim_end().ends_with('\u{ad}') || ends_in_not_sign(raw)
}

fn ends_in_not_sign(line: &str) -> bool {
    line.trim_end().strip_suffix('¬').is_some_and(|rest| rest.ends_with(char::is_alphabetic))
}

/// Appends a line to what stands before it.
fn join(out: &mut String, soft: bool, line: &str, spellings: &Spellings) {
    let (Some(last), Some(first)) = (out.chars().next_back(), line.chars().next()) else {
        out.push_str(line);
        return;
    };
    if last == ' ' {
        out.push_str(line);
        return;
    }
    if soft && first.is_lowercase() {
        if last == '¬' {
            out.pop();
        }
    } else if let Some((before, after)) = broken_word(out, line) {
        match spellings.decide(before, after) {
            Hyphen::Drop => {
                out.pop();
            }
            Hyphen::Keep => {}
            Hyphen::KeepSpaced => out.push(' '),
        }
    } else if !(is_unspaced(last) && is_unspaced(first)) {
        out.push(' ');
    }
    out.push_str(line);
}

/// Scripts written without spaces: a line end between two of their
/// characters is no space.
fn is_unspaced(ch: char) -> bool {
    matches!(ch,
        '\u{e00}'..='\u{eff}' | '\u{1780}'..='\u{17ff}' | '\u{3001}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// The parts of a word that a hyphen at a line end divides: what stands
/// before the hyphen up to a space, and the letters or digits after it.
fn broken_word<'a>(before: &'a str, after: &'a str) -> Option<(&'a str, &'a str)> {
    let head = before.strip_suffix(['-', '\u{2010}'])?;
    let head = head.rsplit(char::is_whitespace).next()?;
    let tail = after.split(|ch: char| !ch.is_alphanumeric()).next()?;
    let whole = head.ends_with(char::is_alphanumeric) && !tail.is_empty();
    whole.then(|| (head.trim_start_matches(|ch: char| !ch.is_alphanumeric()), tail))
}

/// What becomes of a hyphen at a line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hyphen {
    Drop,
    Keep,
    KeepSpaced,
}

/// How the words that a line end breaks are written elsewhere: by their
/// lower-case form, with the hyphen and without.
struct Spellings {
    seen: HashMap<String, bool>,
}

impl Spellings {
    /// Collects the broken words of all texts, then looks for both spellings
    /// of each in a second pass.
    fn gather<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut seen = HashMap::new();
        for text in texts.clone() {
            let mut previous: Option<&str> = None;
            for line in lines(text).map(str::trim) {
                let broken = previous.and_then(|previous| broken_word(previous, line));
                if let Some((before, after)) = broken {
                    let (before, after) = (before.to_lowercase(), after.to_lowercase());
                    seen.insert(format!("{before}{after}"), false);
                    seen.insert(format!("{before}-{after}"), false);
                }
                previous = Some(line);
            }
        }
        if !seen.is_empty() {
            texts.flat_map(str::split_whitespace).for_each(|token| {
                let word = token.trim_matches(|ch: char| !ch.is_alphanumeric());
                if let Some(found) = seen.get_mut(&word.to_lowercase()) {
                    *found = true;
                }
            });
        }
        Self { seen }
    }

    fn has(&self, spelling: &str) -> bool {
        self.seen.get(spelling).copied().unwrap_or(false)
    }

    /// Decides by the spelling seen elsewhere; else drops the hyphen only
    /// after plain letters and before a small one, where it is most likely
    /// nothing but a break.
    fn decide(&self, before: &str, after: &str) -> Hyphen {
        let (low_before, low_after) = (before.to_lowercase(), after.to_lowercase());
        let closed = self.has(&format!("{low_before}{low_after}"));
        let hyphenated = self.has(&format!("{low_before}-{low_after}"));
        let plain = before.chars().count() > 1
            && before.chars().all(char::is_alphabetic)
            && !before.chars().skip(1).any(char::is_uppercase)
            && after.starts_with(char::is_lowercase);
        if closed != hyphenated {
            if closed { Hyphen::Drop } else { Hyphen::Keep }
        } else if CONJUNCTIONS.contains(&after) {
            Hyphen::KeepSpaced
        } else if plain {
            Hyphen::Drop
        } else {
            Hyphen::Keep
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Role;

    #[track_caller]
    fn case(input: &str, expected: &str) {
        let once = normalize(input);
        assert_eq!(once, expected);
        assert_eq!(normalize(&once), once, "not idempotent");
    }

    #[test]
    fn composes_and_keeps_what_is_written() {
        case("a\u{308}iti", "äiti");
        case("“ﬁne” – l’asile…", "“ﬁne” – l’asile…");
        case("e\u{ad}\u{301}", "é");
        case("ÅÄÖ åäö", "ÅÄÖ åäö");
        case("\u{212b}land", "Åland");
    }

    #[test]
    fn drops_what_cannot_be_seen() {
        case("\u{feff}mi\u{ad}gra\u{200b}tion\u{0}", "migration");
        case("a\u{202e}b\u{2066}c\u{1b}[1m", "abc[1m");
        case("\u{200f}هجرة\u{200e}", "هجرة");
        case("می\u{200c}شود", "می\u{200c}شود");
        case("x\u{200c}y\u{200d}z", "xyz");
        case("ന്\u{200d} ", "ന്\u{200d}");
        case("می\u{200c}\u{200b}\u{200c}شود", "می\u{200c}شود");
        case("می\u{200c} شود", "می شود");
    }

    #[test]
    fn tidies_spaces() {
        case(" a\u{a0}\u{2009} b\t\tc ", "a b c");
        case("a\r\nb\rc\u{2028}d", "a b c d");
        case("one\n\n\ntwo", "one two");
        case("\u{200b} \n ", "");
        case("難民の\n保護", "難民の保護");
        case("난민\n보호", "난민 보호");
    }

    #[test]
    fn joins_broken_words() {
        case("migra-\ntion", "migration");
        case("migra- \r\n  tion policy", "migration policy");
        case("migra\u{ad}\ntion", "migration");
        case("migra¬\ntion", "migration");
        case("Migra‐\ntion", "Migration");
        case("COVID-\n19", "COVID-19");
        case("2015-\n2020", "2015-2020");
        case("EU-\nmaat", "EU-maat");
        case("cross-border-\ntrade", "cross-border-trade");
        case("e-\nmail", "e-mail");
        case("Nord-\nSüd", "Nord-Süd");
        case("a -\nb", "a - b");
        case("https://x.int/a-\nb", "https://x.int/a-b");
        case("migra-\n\ntion", "migra- tion");
        case("1 ¬\nb", "1 ¬ b");
    }

    #[test]
    fn keeps_a_hyphen_that_belongs() {
        case("Ein-\nund Ausreise", "Ein- und Ausreise");
        case("maahanmuutto-\nja kotoutumislaki", "maahanmuutto- ja kotoutumislaki");
        case("asylum-\nseekers; asylum-seekers", "asylum-seekers; asylum-seekers");
        case("MIGRA-\nTION and migration", "MIGRATION and migration");
        case("MIGRA-\nTION", "MIGRA-TION");
    }

    #[test]
    fn uses_the_whole_document_and_drops_empty_blocks() {
        let block = |text: &str| Block { role: Role::Body, text: text.into(), line: 1, page: None };
        let out = normalize_blocks(vec![
            block("asylum-\nseekers"),
            block(" \u{200b}"),
            block("An asylum-seekers’ home"),
        ]);
        let texts: Vec<&str> = out.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["asylum-seekers", "An asylum-seekers’ home"]);
    }
}
