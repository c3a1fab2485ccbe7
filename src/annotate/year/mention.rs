//! `Mention`: every number of a line that reads as a year, and what keeps it
//! from being the year of the document: a name, a law, a founding, the end
//! of a range. Hides how amounts, identifiers and telephone numbers are told
//! from years. Looks at a fixed number of words around each number.

use super::{
    context,
    date::{self, Stamp},
    token::{Kind, Line},
    words::Class,
};

/// A year in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) year: i32,
    /// The date that the year belongs to.
    pub(super) stamp: Option<Stamp>,
    /// The first token.
    pub(super) from: usize,
    /// The last token.
    pub(super) to: usize,
    /// What the number is part of.
    pub(super) form: Form,
    /// Part of the name of an instrument: `1951 Convention`.
    pub(super) named: bool,
    /// Beside a word with a capital: `World Migration Report 2022`.
    pub(super) titled: bool,
    /// The year of a founding.
    pub(super) founding: bool,
    /// Still to come: `by 2025`.
    pub(super) ahead: bool,
}

/// How the number of a year is joined to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// It stands alone.
    Plain,
    /// It opens a range of years; the last year of the range.
    Start(i32),
    /// It ends a range of years.
    End,
    /// It is half of the number of a law: `2005:716`, `301/2004`.
    Law,
}

impl Mention {
    /// Whether the year can be that of something which the text tells of.
    pub(super) fn is_event(&self) -> bool {
        let alone = matches!(self.form, Form::Plain | Form::Start(_));
        alone && !self.named && !self.titled && !self.founding && !self.ahead
    }

    /// The numbers that the mention names: of `2015/16` both ends.
    pub(super) fn numbers(&self) -> impl Iterator<Item = i32> {
        let end = if let Form::Start(end) = self.form { Some(end) } else { None };
        [Some(self.year), end].into_iter().flatten()
    }
}

/// All years of a line, in order.
pub(super) fn mentions(line: &Line<'_>) -> Vec<Mention> {
    (0..line.len()).filter_map(|at| mention(line, at)).collect()
}

fn mention(line: &Line<'_>, at: usize) -> Option<Mention> {
    let year = line.year(at)?;
    let stamp = date::read(line, at);
    let form = if stamp.is_some() { Form::Plain } else { form(line, at, year)? };
    let (from, to) = stamp.map_or((at, at), |stamp| (stamp.from, stamp.to));
    let (named, founding) =
        (context::is_named(line, from, to), context::is_founding(line, from, to));
    if stamp.is_none() && context::is_amount(line, at, year, named) {
        return None;
    }
    let ahead = context::is_ahead(line, from, to);
    let titled = stamp.is_none() && context::is_titled(line, at);
    Some(Mention { year, stamp, from, to, form, named, titled, founding, ahead })
}

/// What stands directly at one side of a number, divided from it by a mark.
#[derive(Clone, Copy)]
enum Side {
    /// Nothing, or a mark that closes the number off.
    Free,
    Number(char, i32, usize),
    Word,
    /// Something that a year never has there.
    Wrong,
}

/// The form of a number that can be a year; nothing when it is part of a
/// longer number, of an identifier or of a word.
fn form(line: &Line<'_>, at: usize, year: i32) -> Option<Form> {
    match (left(line, at), right(line, at)) {
        (Side::Wrong, _) | (_, Side::Wrong) => None,
        (Side::Number(..), Side::Number(..)) => None,
        (Side::Number(mark, value, digits), _) => after_number(mark, value, digits, year),
        (Side::Free, Side::Number(mark, value, digits)) => before_number(mark, value, digits, year),
        (Side::Word, Side::Number(mark, value, digits)) => {
            before_number(mark, value, digits, year).filter(|form| matches!(form, Form::Start(_)))
        }
        (_, _) => Some(spelled_range(line, at, year)),
    }
}

/// The form of a year that nothing is joined to: `2019 – 2023`,
/// `from 2019 to 2023`, `2019 bis 2023`.
fn spelled_range(line: &Line<'_>, at: usize, year: i32) -> Form {
    let until = |place: usize| {
        line.is_mark(place, &['-', '–', '—', '至']) || line.meaning(place).is(Class::Until)
    };
    let end = line.year(at + 2).filter(|end| *end > year && until(at + 1));
    let start = at.checked_sub(2).and_then(|place| line.year(place));
    let ends = start.is_some_and(|start| start < year && until(at - 1));
    if ends { Form::End } else { end.map_or(Form::Plain, Form::Start) }
}

const LINKS: [char; 8] = ['-', '–', '—', '/', ':', '.', ',', '_'];

fn left(line: &Line<'_>, at: usize) -> Side {
    let Some(before) = at.checked_sub(1) else { return Side::Free };
    if !line.glued(at) {
        return Side::Free;
    }
    match line.kind(before) {
        Some(Kind::Word) if is_uncased(line, before) => Side::Free,
        Some(Kind::Mark('$' | '€' | '£' | '¥' | '+' | '#' | '@' | '=' | '&' | '\\' | '^')) => {
            Side::Wrong
        }
        Some(Kind::Mark(mark)) if LINKS.contains(&mark) && line.glued(before) => {
            linked_left(line, before, mark)
        }
        Some(Kind::Mark(_)) => Side::Free,
        _ => Side::Wrong,
    }
}

/// What a mark links to the left end of a number.
fn linked_left(line: &Line<'_>, mark_at: usize, mark: char) -> Side {
    let Some(place) = mark_at.checked_sub(1) else { return Side::Free };
    match line.kind(place) {
        Some(Kind::Number(..)) => {
            let Some((value, digits)) = line.number(place) else { return Side::Wrong };
            let chained = place >= 2
                && line.glued(place)
                && (line.is_mark(place - 1, &LINKS) && line.glued(place - 1)
                    || line.word(place - 1).is_some() && !is_uncased(line, place - 1));
            if chained { Side::Wrong } else { Side::Number(mark, value, digits) }
        }
        Some(Kind::Word) if mark == '_' => Side::Wrong,
        Some(Kind::Word) => Side::Word,
        _ => Side::Free,
    }
}

fn right(line: &Line<'_>, at: usize) -> Side {
    let next = at + 1;
    if !line.glued(next) {
        return Side::Free;
    }
    match line.kind(next) {
        Some(Kind::Word) if may_follow(line, next) => Side::Free,
        Some(Kind::Mark('%' | '‰' | '°' | '$' | '€' | '£' | '@' | '=' | '_' | '\\')) => {
            Side::Wrong
        }
        Some(Kind::Mark(mark)) if LINKS.contains(&mark) && line.glued(next + 1) => {
            linked_right(line, next + 1, mark)
        }
        Some(Kind::Mark(_)) => Side::Free,
        _ => Side::Wrong,
    }
}

/// What a mark links to the right end of a number.
fn linked_right(line: &Line<'_>, place: usize, mark: char) -> Side {
    match line.kind(place) {
        Some(Kind::Number(..)) => {
            let Some((value, digits)) = line.number(place) else { return Side::Wrong };
            let link = line.glued(place + 1) && line.is_mark(place + 1, &['-', '/', ':', '.']);
            let chained = link && line.glued(place + 2) && line.number(place + 2).is_some();
            if chained { Side::Wrong } else { Side::Number(mark, value, digits) }
        }
        // `plan-2020.pdf` and `ky2019.example` are names of files and hosts.
        Some(Kind::Word) if mark == '.' && !line.capital(place) && !is_uncased(line, place) => {
            Side::Wrong
        }
        Some(Kind::Word) => Side::Word,
        _ => Side::Free,
    }
}

/// Whether a word is of a script without capitals, which is often written
/// close to a number.
fn is_uncased(line: &Line<'_>, at: usize) -> bool {
    let cased = |letter: char| letter.is_lowercase() || letter.is_uppercase();
    line.word(at).is_some_and(|word| !word.chars().any(cased))
}

/// Whether a word may follow a year without a space: `1990s`, `2019года`,
/// `(Virta 2019a)`, a lost space before a capital, scripts without capitals.
fn may_follow(line: &Line<'_>, at: usize) -> bool {
    let word = line.word(at).unwrap_or_default();
    let mut letters = word.chars();
    let (first, second) = (letters.next(), letters.next());
    let sentence = first.is_some_and(char::is_uppercase) && second.is_some_and(char::is_lowercase);
    let cyrillic = first.is_some_and(|letter| ('\u{400}'..='\u{4FF}').contains(&letter));
    matches!(word, "s" | "a" | "b" | "c" | "T") || sentence || cyrillic || is_uncased(line, at)
}

/// A number and then the year: `2019-2023`, `3/2018`, `301/2004`.
fn after_number(mark: char, value: i32, digits: usize, year: i32) -> Option<Form> {
    let is_year = digits == 4 && (1500..=2100).contains(&value);
    match mark {
        '-' | '–' | '—' if is_year => (value < year).then_some(Form::End),
        '/' if is_year && value < year && year - value <= 40 => Some(Form::End),
        '/' if is_year && value >= year => None,
        '-' | '/' | '.' if digits <= 2 && (1..=12).contains(&value) => Some(Form::Plain),
        '-' | '/' => Some(Form::Law),
        ',' if is_year => Some(Form::Plain),
        _ => None,
    }
}

/// The year and then a number: `2019-2023`, `2015/16`, `2016-03`, `2005:716`.
fn before_number(mark: char, value: i32, digits: usize, year: i32) -> Option<Form> {
    let is_year = digits == 4 && (1500..=2100).contains(&value);
    let short = (digits == 2).then(|| year - year.rem_euclid(100) + value);
    // 1999/00 runs into the next century.
    let short = short.map(|end| if end + 99 == year { end + 100 } else { end });
    let next = short.filter(|end| *end == year + 1);
    let later = short.filter(|end| *end > year && *end - year <= 40 && value > 12);
    match mark {
        '-' | '–' | '—' if is_year => (value > year).then_some(Form::Start(value)),
        '/' if is_year && value > year && value - year <= 40 => Some(Form::Start(value)),
        // The larger half is the year of a law, the other its number.
        '/' if is_year && value > year => None,
        '-' | '–' | '—' | '/' if next.or(later).is_some() => next.or(later).map(Form::Start),
        '-' | '/' if digits <= 2 && (1..=12).contains(&value) => Some(Form::Plain),
        '-' | '/' | ':' => (digits != 4 || mark != '-').then_some(Form::Law),
        ',' if is_year => Some(Form::Plain),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, Line, mentions};

    /// The years of a text: `!` marks one that no event of the text has.
    fn case(text: &str, expected: &str) {
        let show = |mention: &super::Mention| {
            let sign = if mention.is_event() { "" } else { "!" };
            let end =
                if let Form::Start(end) = mention.form { format!("-{end}") } else { String::new() };
            format!("{sign}{}{end}", mention.year)
        };
        let found: Vec<String> = mentions(&Line::new(text)).iter().map(show).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn years_of_events() {
        case("The programme was launched in 2022.", "2022");
        case("Ohjelma alkoi vuonna 2017 ja päättyi 2019.", "2017 2019");
        case("1990-luvulla", "1990");
        case("på 1990-talet", "1990");
        case("in the 1990s", "1990");
        case("(Virta, 2019a)", "2019");
        case("В 2019 году прибыли", "2019");
        case("在2019年", "2019");
        case("في عام ٢٠١٩", "2019");
        case("في عام2019", "2019");
        case("In 2015 migrants came", "2015");
        case("In 2019 1,200 people arrived", "2019");
        case("en mars 2021", "2021");
        case("at the end of 2016.The office", "2016");
        case("post-2015 talks", "2015");
        case("2015 2016 2017", "2015 2016 2017");
    }

    #[test]
    fn ranges() {
        case("2019-2023", "2019-2023 !2023");
        case("2019–2023", "2019-2023 !2023");
        case("from 2019 to 2023", "2019-2023 !2023");
        case("2019 – 2023, 2014 bis 2016", "2019-2023 !2023 2014-2016 !2016");
        case("the season 2015/16", "2015-2016");
        case("1999/00", "1999-2000");
        case("2010-12-05 and 2016-03", "2010 2016");
    }

    #[test]
    fn names_and_laws() {
        case("the 2030 Agenda", "!2030");
        case("Agenda 2030", "!2030");
        case("2030-agendan", "!2030");
        case("the 1951 Refugee Convention and its 1967 Protocol", "!1951 !1967");
        case("la Convención de 1951 y su Protocolo Adicional de 1967", "!1951 !1967");
        case("die Genfer Flüchtlingskonvention von 1951", "!1951");
        case("1951 års konvention", "!1951");
        case("vuoden 1951 pakolaissopimus", "!1951");
        case("Конвенция 1951 года", "!1951");
        case("اتفاقية عام 1951", "!1951");
        case("1951年公约", "!1951");
        case("the Sendai Framework 2015-2030", "!2015-2030 !2030");
        case("the World Migration Report 2022, the eleventh", "!2022");
        case("our SPRP 2020 was", "!2020");
        case("the 2020 Strategic Preparedness Plan", "!2020");
        case("Decreto Nº 1612/1983", "!1983");
        case("Directive 2011/95/EU", "!2011");
        case("the Compact for Orderly Migration (2018)", "!2018");
        case("In 2014 Croatia joined the Agreement of 14 June 1985", "2014 !1985");
        case("ulkomaalaislain (301/2004) mukaan", "!2004");
        case("utlänningslagen (2005:716) gäller", "!2005");
        case("Verordnung (EU) 2018/1860 des Rates", "!2018");
        case("lov nr. 35 2008", "");
        case("Decreto Nº 77 del 3 de abril de 2012", "!2012");
        case("des Gesetzes vom 9. März 2017", "!2017");
    }

    #[test]
    fn foundings() {
        case("has helped travellers since 1951", "!1951");
        case("Established in 1974, the centre", "!1974");
        case("Järjestö perustettiin vuonna 1951.", "!1951");
        case("Föreningen grundades år 1962", "!1962");
        case("fondée en 1951 à Bruxelles", "!1951");
        case("Die Organisation wurde im Jahr 1951 in Brüssel gegründet", "!1951");
        case("организация была основана в 1951 году", "!1951");
        case("تأسست المنظمة عام 1951", "!1951");
        case("en vigor desde 1998", "!1998");
        case("by 2025, bis 2024, d'ici 2026", "!2025 !2024 !2026");
    }

    #[test]
    fn numbers_that_are_no_years() {
        case("2,000 migrants, 2000 people, 1500 euros and 2000 irregular migrants", "");
        case("over 1900 and more than 2000", "");
        case("yli 1800 lasta, mer än 2000 platser", "");
        case("Tel: +41 22 2019 4567", "");
        case("ISBN 978-92-9068-2019-3, ISSN 1995-2010", "");
        case("p. 2010, § 1999, Art. 2000", "");
        case("Security Council resolution 1612", "");
        case("garbled 20152030 digits and EX-2020-04455667-ABC", "");
        case("see plan-2020.pdf at https://x.org/2019/05", "");
        case("$2000 and 1999 € and 2000%", "");
        case("in2016 and A2019B", "");
        case("Marmorvej 51, 2100 Copenhagen", "");
        case("Kapeakuja 51 B, 1951 Geneva", "");
        case("2024-02-30", "");
        case("a1b2c3d4-2019-4fab", "");
    }
}
