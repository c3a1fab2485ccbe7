//! What the words around a number say of it: an amount, part of a name, the
//! year of a founding. Hides how far each rule looks; never further than a
//! dozen tokens, and never past the end of a sentence.

use super::{token::Line, words::Class};

/// How many tokens a rule looks back or ahead at most.
const REACH: usize = 12;

/// Whether a number that could be a year counts or numbers something.
pub(super) fn is_amount(line: &Line<'_>, at: usize, year: i32, named: bool) -> bool {
    let cue = has_cue(line, at);
    numbers_something(line, at)
        || !named && counts_something(line, at, cue)
        || beside_number(line, at, cue)
        || is_postcode(line, at)
        // Years before the nineteenth century are rare, such numbers are not.
        || year < 1800 && !cue && !closes_range(line, at)
}

/// Whether the word before says that a year follows.
fn has_cue(line: &Line<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| line.meaning(before).is(Class::Cue))
}

/// `p. 2010`, `§ 1999`, `resolution 1612`, `ISSN 1995-2010`
fn numbers_something(line: &Line<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let skip = |place: usize| {
        line.is_mark(place, &['.', ':', '°', '-', '–']) || line.year(place).is_some()
    };
    let mut place = before;
    for _ in 0..2 {
        if skip(place) && place > 0 {
            place -= 1;
        }
    }
    let resolution = || {
        let word = line.word(place).unwrap_or_default().to_lowercase();
        word.starts_with("resolu") || word.starts_with("резолюц")
    };
    line.is_mark(before, &['§', '№']) || line.meaning(place).is(Class::Number) || resolution()
}

/// `2000 people`, `more than 2000`, `1500 €`
fn counts_something(line: &Line<'_>, at: usize, cue: bool) -> bool {
    let unit = |place: usize| line.meaning(place).is(Class::Unit);
    if line.is_mark(at + 1, &['€', '$', '£', '%', '°', '‰']) {
        return true;
    }
    if !cue && (unit(at + 1) || unit(at + 2) && line.word(at + 1).is_some()) {
        return true;
    }
    let Some(before) = at.checked_sub(1) else { return false };
    if line.is_mark(before, &['$', '€', '£', '¥', '>', '<', '~', '≈']) {
        return true;
    }
    let earlier = before.checked_sub(1).map(|place| line.meaning(place)).unwrap_or_default();
    let than = line.meaning(before).is(Class::Than) && earlier.is(Class::About);
    line.meaning(before).is(Class::About)
        || than
        || unit(before) && !cue && is_currency(line, before)
}

/// `EUR 2000`, `USD 1500`
fn is_currency(line: &Line<'_>, at: usize) -> bool {
    line.word(at)
        .is_some_and(|word| word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase()))
}

/// `22 2019 4567`: a number beside another one, which is no year itself.
fn beside_number(line: &Line<'_>, at: usize, cue: bool) -> bool {
    let other = |place: usize| line.number(place).is_some() && line.year(place).is_none();
    let long = |place: usize| line.kind(place).is_some() && line.number(place).is_none();
    let before = at.checked_sub(1).is_some_and(|place| other(place) && !long(place));
    before || !cue && other(at + 1)
}

/// `Marmorvej 51, 2100 Copenhagen`
fn is_postcode(line: &Line<'_>, at: usize) -> bool {
    let Some(house) = at.checked_sub(2) else { return false };
    let street = line.is_mark(house + 1, &[','])
        && line.number(house).is_some_and(|(_, digits)| digits <= 3);
    let prefix =
        line.is_mark(house + 1, &['-']) && line.word(house).is_some_and(|word| word.len() <= 2);
    let town = line.is_mark(house + 1, &[',']) && line.meaning(at + 1).is(Class::City);
    town || (street || prefix) && line.capital(at + 1)
}

/// Whether a range of years ends or begins with the number.
fn closes_range(line: &Line<'_>, at: usize) -> bool {
    let dash = |place: usize| line.is_mark(place, &['-', '–', '—', '/']);
    let before = at >= 2 && dash(at - 1) && line.year(at - 2).is_some();
    before || dash(at + 1) && line.year(at + 2).is_some()
}

/// Whether a year or date is part of the name of an instrument.
pub(super) fn is_named(line: &Line<'_>, from: usize, to: usize) -> bool {
    noun(line, from, to).is_some()
}

/// The place of the noun that makes a year or date part of the name of an
/// instrument.
pub(super) fn noun(line: &Line<'_>, from: usize, to: usize) -> Option<usize> {
    named_before(line, from).or_else(|| named_after(line, from, to))
}

/// `Convention of 1951`, `Protocolo Adicional de 1967`, `Agenda 2030`,
/// `Framework 2015-2030`
fn named_before(line: &Line<'_>, from: usize) -> Option<usize> {
    let mut content = 0;
    for place in back(line, from) {
        let meaning = line.meaning(place);
        let Some(word) = line.word(place) else { continue };
        // `the law in 2016` is no name, `قانون عام 2016` is one.
        if meaning.is(Class::Cue)
            && !meaning.is(Class::Dated)
            && word.chars().any(char::is_lowercase)
        {
            return None;
        }
        if meaning.is(Class::Name) {
            return Some(place);
        }
        let joint = [Class::Joint, Class::Dated, Class::Number, Class::Cue];
        if joint.into_iter().any(|class| meaning.is(class)) {
            continue;
        }
        content += 1;
        if content == 2 || !line.capital(place) && word.chars().any(char::is_lowercase) {
            return None;
        }
    }
    None
}

/// `2030 Agenda`, `1951 Refugee Convention`, `vuoden 1951 pakolaissopimus`
fn named_after(line: &Line<'_>, from: usize, to: usize) -> Option<usize> {
    if has_cue(line, from) {
        return None;
    }
    for place in to + 1..to + 6 {
        let meaning = line.meaning(place);
        if meaning.is(Class::Name) {
            return Some(place);
        }
        let cased = line.word(place).is_some_and(|word| word.chars().any(char::is_lowercase));
        let filler = matches!(line.word(place), Some("års" | "r" | "года"));
        let dash = line.is_mark(place, &['-', '–']) && line.glued(place);
        let name = line.word(place).is_some() && (line.capital(place) || !cased);
        if !(filler || dash || name) {
            return None;
        }
    }
    None
}

/// Whether a word with a capital stands directly beside the year, so that
/// they make a name: `World Migration Report 2022`, `2020 Response Plan`.
pub(super) fn is_titled(line: &Line<'_>, at: usize) -> bool {
    let Some(mut before) = at.checked_sub(1) else { return false };
    // Of a range both ends belong to the name.
    if before >= 1 && line.is_mark(before, &['-', '–', '/']) && line.year(before - 1).is_some() {
        before = before.saturating_sub(2);
    } else if line.glued(at) && line.is_mark(before, &['-', '/']) {
        before = before.saturating_sub(1);
    }
    if line.is_mark(before, &['(']) && line.is_mark(at + 1, &[')']) {
        return before > 0 && line.capital(before - 1);
    }
    let meaning = line.meaning(before);
    let plain =
        [Class::Cue, Class::Joint, Class::Weekday, Class::Label, Class::Founding, Class::Since];
    let ordinary = meaning.month.is_some() || plain.into_iter().any(|class| meaning.is(class));
    if line.word(before).is_some() && line.capital(before) && !ordinary {
        return true;
    }
    let opens = line.word(before).is_some() && !ordinary
        || meaning.is(Class::Joint) && !meaning.is(Class::Cue);
    opens && line.capital(at + 1) && !line.glued(at + 1)
}

/// Whether a year or date is one that the text looks ahead to: `by 2025`,
/// `vuoteen 2025 mennessä`.
pub(super) fn is_ahead(line: &Line<'_>, from: usize, to: usize) -> bool {
    let says = |place: usize| line.meaning(place).is(Class::Ahead);
    let finnish = matches!(line.word(to + 1), Some("mennessä" | "asti" | "saakka" | "jälkeen"));
    finnish || back(line, from).take(2).any(says)
}

/// Whether a year or date is that of a founding or of a beginning.
pub(super) fn is_founding(line: &Line<'_>, from: usize, to: usize) -> bool {
    let founding = |place: &usize| line.meaning(*place).is(Class::Founding);
    let since = |place: &usize| line.meaning(*place).is(Class::Since);
    let ahead = || ahead(line, to);
    back(line, from).any(|place| founding(&place))
        || ahead().take(6).any(|place| founding(&place))
        || back(line, from).take(2).any(|place| since(&place))
        || ahead().take(1).any(|place| since(&place))
}

/// The places before a token, last first, to the start of the sentence.
pub(super) fn back(line: &Line<'_>, from: usize) -> impl Iterator<Item = usize> {
    let first = from.saturating_sub(REACH);
    (first..from).rev().take_while(move |place| !ends_sentence(line, *place))
}

/// The places after a token to the end of the sentence.
fn ahead(line: &Line<'_>, to: usize) -> impl Iterator<Item = usize> {
    (to + 1..line.len().min(to + 1 + REACH)).take_while(move |place| !ends_sentence(line, *place))
}

/// Whether a sentence ends at a token. A stop after one or two letters or
/// after a number belongs to an abbreviation or a date.
fn ends_sentence(line: &Line<'_>, at: usize) -> bool {
    if line.is_mark(at, &['!', '?', ';', '。', '؟', '؛', '|', '•']) {
        return true;
    }
    let short = at.checked_sub(1).is_some_and(|before| {
        line.short(before).is_some()
            || line.word(before).is_some_and(|word| word.chars().count() <= 2)
    });
    line.is_mark(at, &['.']) && !short
}
