//! Menus by their structure: in a text capture of a page they are runs of
//! short lines with bullets alone, lines said twice, lines that the next one
//! begins with again in other case (its teaser then belongs to the menu),
//! menu words and trails of links. One such sign proves nothing; a run needs
//! several. Never looks at what a sentence says.

use super::{
    notices::{Section, is_notice, is_share_bar, is_whole, longest_at},
    sheet::{Sheet, Verdict},
    words::{Words, ends_sentence},
};
use crate::document::Role;

/// The longest line, in bytes, that can be an entry of a menu.
const LONGEST_LINE: usize = 160;
/// The most words of an entry of a menu.
const LONGEST_ENTRY: usize = 6;
/// The most words of a bullet item of a menu.
const LONGEST_ITEM: usize = 4;
/// The longest teaser, in bytes, that a menu repeats its entry in.
const LONGEST_TEASER: usize = 2000;
/// The most words of a notice among the lines of a menu.
const LONGEST_NOTICE: usize = 10;
/// The least words of a line that is taken for running text.
const SHORTEST_PROSE: usize = 12;
/// The most words of a headline.
const LONGEST_HEADLINE: usize = 30;
/// Signs that a run needs at the head or foot of a document.
const ENOUGH_AT_EDGE: usize = 3;
/// Signs that a run needs elsewhere.
const ENOUGH_WITHIN: usize = 4;
/// Plain short lines that may stand between two signs.
const LARGEST_GAP: usize = 2;

const BULLETS: &[char] = &[
    '-', '*', '•', '·', '–', '—', '‣', '◦', '▪', '■', '●', '○', '»', '›', '+', '|', '>', '▸', '▶',
];

/// What a line is, as far as menus go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A sentence, a heading, a number: ends a run.
    Text,
    /// A short line without a sentence's end.
    Short,
    /// A bullet and nothing else.
    Bullet,
    /// A bullet and a few words.
    Item,
    /// A menu word or a notice.
    Known,
    /// Links with separators between.
    Trail,
    /// The second of two equal lines.
    Twin,
    /// A line that the next one begins with again.
    Echo,
    /// The next one.
    Teaser,
}

impl Kind {
    /// How many signs of a menu it is.
    fn signs(self) -> usize {
        match self {
            Self::Text | Self::Short | Self::Teaser => 0,
            Self::Bullet | Self::Item | Self::Known | Self::Trail | Self::Twin => 1,
            Self::Echo => 2,
        }
    }
}

/// Marks the menus of a document, and the headline after the first one.
pub(super) fn mark(sheet: &mut Sheet) {
    let kinds = kinds(sheet);
    let prose: Vec<usize> = (0..sheet.len())
        .filter(|&at| kinds[at] == Kind::Text && is_prose(&sheet.block(at).text))
        .collect();
    let mut at = 0;
    while at < kinds.len() {
        let end = run_end(&kinds, at);
        if end == at {
            at += 1;
            continue;
        }
        let head = prose.first().is_none_or(|&first| at < first);
        let foot = prose.last().is_none_or(|&last| at > last);
        let run = &kinds[at..end];
        let verdict = judge(run, head || foot, !prose.is_empty());
        if let Some(verdict) = verdict.filter(|_| !is_announced(sheet, at, run)) {
            (at..end).for_each(|line| sheet.mark_block(line, verdict));
            if head {
                mark_headline(sheet, end);
            }
        }
        at = end;
    }
    mark_bars(sheet);
}

/// Tells whether a line with a colon announces the run, which is then a list
/// of the text, if nothing in it is said twice.
fn is_announced(sheet: &Sheet, start: usize, run: &[Kind]) -> bool {
    let colon = start.checked_sub(1).is_some_and(|at| sheet.block(at).text.ends_with(':'));
    colon && !run.iter().any(|kind| matches!(kind, Kind::Echo | Kind::Twin))
}

fn is_prose(text: &str) -> bool {
    text.len() > LONGEST_LINE || Words::first(text, SHORTEST_PROSE).len() >= SHORTEST_PROSE
}

/// The end of the run that begins at a line, exclusive: its last sign, or
/// the teaser of that.
fn run_end(kinds: &[Kind], start: usize) -> usize {
    let begins = kinds[start].signs() > 0 || kinds.get(start + 1) == Some(&Kind::Twin);
    if !begins || kinds[start] == Kind::Text {
        return start;
    }
    let (mut end, mut gap) = (start + 1, 0);
    for (at, kind) in kinds.iter().enumerate().skip(start) {
        match kind {
            Kind::Text => break,
            Kind::Short => gap += 1,
            _ => (end, gap) = (at + 1, 0),
        }
        // The first of two twins is a short line itself.
        if gap > LARGEST_GAP + 1 {
            break;
        }
    }
    end
}

/// Decides on a run: enough signs, of which bullet items are no more than
/// support, as every list has them; twins alone may be a song.
fn judge(run: &[Kind], edge: bool, has_prose: bool) -> Option<Verdict> {
    let count = |kind: Kind| run.iter().filter(|&&it| it == kind).count();
    let signs: usize = run.iter().map(|kind| kind.signs()).sum();
    let list = count(Kind::Item) + count(Kind::Bullet);
    let firm = signs - list;
    let enough = if edge { ENOUGH_AT_EDGE } else { ENOUGH_WITHIN };
    let dense = (signs + count(Kind::Teaser) + count(Kind::Twin)) * 2 >= run.len();
    let song = firm == count(Kind::Twin) && list == 0 && !(edge && has_prose);
    if signs < enough || firm < 2 || firm * 2 < list || !dense || song {
        return None;
    }
    let certain = count(Kind::Echo) > 0 || (firm >= 2 && list >= 2) || signs >= 6;
    Some(if certain { Verdict::Furniture } else { Verdict::Doubtful })
}

/// What every block of the document is.
fn kinds(sheet: &Sheet) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = (0..sheet.len()).map(|at| kind_of(sheet, at)).collect();
    for at in 1..sheet.len() {
        let (first, second) = (sheet.block(at - 1), sheet.block(at));
        let entry = is_entry(&first.text) && !sheet.is_kept(at - 1) && !sheet.is_kept(at);
        if !entry || kinds[at - 1] == Kind::Teaser {
            continue;
        }
        if is_echo(&first.text, &second.text) {
            (kinds[at - 1], kinds[at]) = (Kind::Echo, Kind::Teaser);
        } else if kinds[at - 1] != Kind::Twin && is_twin(&first.text, &second.text) {
            // Three and more equal lines are a column of a table.
            let third = |other: Option<usize>| {
                other
                    .filter(|&other| other < sheet.len())
                    .is_some_and(|other| is_twin(&sheet.block(other).text, &second.text))
            };
            if third(at.checked_sub(2)) || third(Some(at + 1)) {
                continue;
            }
            kinds[at] = Kind::Twin;
            if kinds[at - 1] == Kind::Text {
                kinds[at - 1] = Kind::Short;
            }
        }
    }
    kinds
}

fn kind_of(sheet: &Sheet, at: usize) -> Kind {
    let block = sheet.block(at);
    let text = block.text.as_str();
    if block.role == Role::Furniture {
        return Kind::Short;
    }
    if text.len() > LONGEST_LINE || sheet.is_kept(at) || block.role == Role::Heading {
        return Kind::Text;
    }
    let bare = text.trim_start_matches(BULLETS);
    let bulleted = bare.len() < text.len() && bare.starts_with(' ');
    let words = Words::of(bare);
    if words.len() == 0 {
        return if bare.is_empty() { Kind::Bullet } else { Kind::Text };
    }
    if is_whole(&words, Section::Menu) && !bare.ends_with(':')
        || words.len() <= LONGEST_NOTICE && is_notice(bare)
    {
        Kind::Known
    } else if !is_entry(bare) {
        Kind::Text
    } else if bulleted && words.len() <= LONGEST_ITEM {
        Kind::Item
    } else if link_trail(text).is_some() {
        Kind::Trail
    } else {
        Kind::Short
    }
}

/// Tells whether a line can be an entry of a menu: a few words, no end of a
/// sentence or clause, mostly letters.
fn is_entry(text: &str) -> bool {
    let text = text.trim();
    if text.len() > LONGEST_LINE {
        return false;
    }
    let letters = text.chars().filter(|ch| ch.is_alphabetic()).count();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    letters >= 3
        && digits * 2 <= letters.max(8)
        && !ends_sentence(text)
        && !text.ends_with([':', ',', ';', '،'])
        && Words::first(text, LONGEST_ENTRY + 1).len() <= LONGEST_ENTRY
}

fn is_twin(first: &str, second: &str) -> bool {
    first.chars().count() >= 4
        && first.len().abs_diff(second.len()) <= 8
        && prefix_ignoring_case(second, first) == Some(second.len())
}

/// Tells whether a line begins with the one before it, glued to what
/// follows or in other case.
fn is_echo(entry: &str, teaser: &str) -> bool {
    if teaser.len() > LONGEST_TEASER {
        return false;
    }
    let Some(length) = prefix_ignoring_case(teaser, entry) else { return false };
    let (said, rest) = teaser.split_at(length);
    let Some(next) = rest.trim_start().chars().next() else { return false };
    let shouted = said != entry && said == said.to_uppercase();
    if rest.starts_with(' ') {
        return shouted && next.is_uppercase();
    }
    // Where letters have no case, a longer word may just begin the same.
    let caseless = next.is_alphabetic() && next.is_lowercase() == next.is_uppercase();
    let sentence = entry.contains(' ') && rest.len() > LONGEST_LINE;
    if caseless {
        sentence
    } else {
        next.is_uppercase() && (shouted || !said.ends_with(is_capital))
    }
}

fn is_capital(ch: char) -> bool {
    ch.is_uppercase()
}

/// The length in bytes of the start of `text` that equals `prefix` in any
/// case.
fn prefix_ignoring_case(text: &str, prefix: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    for wanted in prefix.chars() {
        let (_, ch) = chars.next()?;
        if ch != wanted && !ch.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(chars.next().map_or(text.len(), |(at, _)| at))
}

/// The number of menu words among the links of a line with separators; none
/// if it is no such line.
fn link_trail(text: &str) -> Option<(usize, usize)> {
    const SEPARATORS: &[&str] = &[" > ", " » ", " › ", " → ", " | ", " • ", " · ", " :: ", " / "];
    let marks = ['>', '»', '›', '→', '|', '•', '·', ':', '/'];
    if text.len() > 2 * LONGEST_LINE || text.starts_with('|') || !text.contains(marks) {
        return None;
    }
    SEPARATORS.iter().find_map(|separator| {
        let links: Vec<&str> = text.split(separator).map(str::trim).collect();
        let every = links.len() >= 2 && links.iter().all(|link| is_entry(link));
        every.then(|| {
            let known = links.iter().filter(|link| is_whole(&Words::of(link), Section::Menu));
            (known.count(), links.len())
        })
    })
}

/// Marks lines that are menus by themselves: trails of links, share bars,
/// menu words in a row.
fn mark_bars(sheet: &mut Sheet) {
    for at in 0..sheet.len() {
        let block = sheet.block(at);
        if block.role == Role::Furniture || block.text.len() > 2 * LONGEST_LINE {
            continue;
        }
        let text = block.text.as_str();
        if ends_sentence(text) {
            continue;
        }
        let words = Words::of(text);
        let trail = link_trail(text).is_some_and(|(known, all)| known >= 2 && known * 2 >= all);
        let path = [" > ", " » ", " › ", " → "].iter().any(|arrow| {
            text.split_once(arrow)
                .is_some_and(|(first, _)| is_whole(&Words::of(first), Section::Menu))
        });
        if trail || path || is_share_bar(&words) {
            sheet.mark_block(at, Verdict::Furniture);
        } else if is_menu_row(&words) {
            sheet.mark_block(at, Verdict::Doubtful);
        }
    }
}

/// Tells whether a line is four or more menu words in a row and little else.
fn is_menu_row(words: &Words<'_>) -> bool {
    let (mut at, mut phrases, mut covered) = (0, 0, 0);
    while at < words.len() {
        if let Some(found) = longest_at(words, at, Section::Menu) {
            (phrases, covered) = (phrases + 1, covered + found.end - at);
            at = found.end;
        } else {
            at += 1;
        }
    }
    phrases >= 4 && covered * 5 >= words.len() * 4
}

/// Makes the line after the menu at the head of a document a heading, if it
/// is a headline and running text follows.
fn mark_headline(sheet: &mut Sheet, at: usize) {
    if at + 1 >= sheet.len() || !sheet.has_content(at) {
        return;
    }
    let (line, next) = (sheet.block(at), sheet.block(at + 1));
    let words = Words::of(&line.text).len();
    let headline = line.role == Role::Body
        && (1..=LONGEST_HEADLINE).contains(&words)
        && !line.text.ends_with(['.', ',', ':', ';', '…'])
        && is_prose(&next.text);
    if headline {
        sheet.make_heading(at);
    }
}
