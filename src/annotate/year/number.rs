//! Years in the numbers of official documents: symbols of the United Nations
//! (`A/RES/73/195`), references to gazettes (`Stb. 2000, 495`). Looks at the
//! number of the document itself, on a line of its own near the start; a
//! number in running text is a mention and none of this file.

use super::{date::Date, imprint::excerpt, token::Line};

/// The number of a document of the United Nations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The organ.
    pub body: Body,
    /// The session that it was issued in, where the symbol counts sessions.
    pub session: Option<i32>,
    /// The year that it states, or in which the session opened.
    pub year: i32,
    /// Whether it is that of a resolution or decision.
    pub is_decision: bool,
}

/// An organ of the United Nations whose symbols tell a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// The General Assembly, `A/`.
    Assembly,
    /// The Human Rights Council, `A/HRC/`.
    RightsCouncil,
    /// The Security Council, `S/`.
    SecurityCouncil,
    /// The Economic and Social Council and its commissions, `E/`.
    EconomicCouncil,
    /// The Secretariat, `ST/`.
    Secretariat,
}

impl Body {
    /// The name in English.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Assembly => "General Assembly",
            Self::RightsCouncil => "Human Rights Council",
            Self::SecurityCouncil => "Security Council",
            Self::EconomicCouncil => "Economic and Social Council",
            Self::Secretariat => "Secretariat",
        }
    }

    /// The year in which a session opened. The Assembly's first was that of
    /// 1946 and one has opened each year since (Charter, article 20; rule 1
    /// of its rules of procedure). The Human Rights Council first met in June
    /// 2006 and has met three times a year since (resolution 60/251).
    fn opened(self, session: i32) -> Option<i32> {
        match self {
            Self::Assembly if (1..200).contains(&session) => Some(1945 + session),
            Self::RightsCouncil if (1..600).contains(&session) => Some(2006 + (session - 1) / 3),
            _ => None,
        }
    }
}

/// Reads a symbol; nothing for one that tells no year, as those of treaty
/// bodies and of special sessions do.
pub(super) fn symbol(text: &str) -> Option<Symbol> {
    let mut parts = text.split('/');
    let body = match parts.next()? {
        "A" if text.starts_with("A/HRC/") => Body::RightsCouncil,
        "A" => Body::Assembly,
        "S" => Body::SecurityCouncil,
        "E" => Body::EconomicCouncil,
        "ST" => Body::Secretariat,
        _ => return None,
    };
    let parts: Vec<&str> = parts.collect();
    let special = |part: &&str| part.starts_with("ES-") || part.starts_with("S-");
    if parts.iter().any(special) {
        return None;
    }
    let is_decision = parts.iter().any(|part| matches!(*part, "RES" | "DEC"));
    let number = |part: &&str| part.parse::<i32>().ok().filter(|_| !part.starts_with('+'));
    let figures: Vec<i32> = parts.iter().filter_map(number).collect();
    let in_range = |year: &&i32| (1946..=2100).contains(*year);
    let (session, year) = match (body, figures.as_slice()) {
        // Resolutions of the Security Council are numbered through.
        (Body::SecurityCouncil, _) if is_decision => return None,
        (Body::Assembly | Body::RightsCouncil, [first, ..]) if *first < 600 => {
            (Some(*first), body.opened(*first)?)
        }
        // Until 1976 the session stood behind the number: `2312(XXII)`.
        (Body::Assembly, []) => {
            let session = parts.iter().find_map(|part| in_brackets(part))?;
            (Some(session), body.opened(session)?)
        }
        _ => (None, *figures.iter().find(in_range)?),
    };
    Some(Symbol { body, session, year, is_decision })
}

/// The session in roman numerals behind a number, `2312(XXII)`.
fn in_brackets(text: &str) -> Option<i32> {
    let (_, rest) = text.split_once('(')?;
    roman(rest.strip_suffix(')')?)
}

/// The value of a roman numeral up to 89.
fn roman(text: &str) -> Option<i32> {
    let value = |letter| match letter {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        _ => None,
    };
    let values: Vec<i32> = text.chars().map(value).collect::<Option<_>>()?;
    let later = values.iter().skip(1).chain([&0]);
    let signed = values.iter().zip(later).map(|(one, next)| if one < next { -one } else { *one });
    (!values.is_empty() && values.len() < 9).then(|| signed.sum())
}

/// A year in the number of the document itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numbered {
    /// The year.
    pub(super) year: i32,
    /// The number.
    pub(super) evidence: String,
    /// What it is where it is a symbol of the United Nations.
    pub(super) symbol: Option<Symbol>,
    /// Whether the number is that of an act, which keeps its year whatever
    /// is printed later.
    pub(super) is_act: bool,
}

/// The number of the document that a line is.
pub(super) fn of_line(line: &Line<'_>, today: Date) -> Option<Numbered> {
    if line.text.len() > 80 {
        return None;
    }
    let found = own_symbol(line.text).or_else(|| resolution(line)).or_else(|| gazette(line));
    found.filter(|number| number.year <= today.year)
}

/// `A/RES/73/195`, `A/73/12 (Part II)`, `S/RES/1325 (2000)`
fn own_symbol(text: &str) -> Option<Numbered> {
    let text = text.trim();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    if rest.len() > 12 {
        return None;
    }
    let numbered =
        |year, symbol, is_act| Numbered { year, evidence: text.to_owned(), symbol, is_act };
    if first.starts_with("S/RES/") || first.starts_with("S/PRST/") {
        let year = rest.strip_prefix('(')?.strip_suffix(')')?.parse().ok()?;
        let body = Body::SecurityCouncil;
        let symbol = Symbol { body, session: None, year, is_decision: true };
        return (1946..=2100).contains(&year).then(|| numbered(year, Some(symbol), true));
    }
    let whole = joined(first, rest);
    symbol(&whole).map(|symbol| numbered(symbol.year, Some(symbol), symbol.is_decision))
}

/// A symbol with the session that a space parts from it, `2312 (XXII)`.
fn joined(first: &str, rest: &str) -> String {
    let session = rest.starts_with('(') && in_brackets(rest).is_some();
    if session { format!("{first}{rest}") } else { first.to_owned() }
}

/// `Resolution 2312 (XXII)`
fn resolution(line: &Line<'_>) -> Option<Numbered> {
    let word = line.word(0)?.to_lowercase();
    let place = (1..4).find(|at| line.number(*at).is_some())?;
    let opens = word.starts_with("resolu") || word.starts_with("résolu");
    let bracketed = line.is_mark(place + 1, &['(']) && line.is_mark(place + 3, &[')']);
    let session = roman(line.word(place + 2)?).filter(|_| opens && bracketed)?;
    let year = Body::Assembly.opened(session)?;
    let body = Body::Assembly;
    let symbol = Symbol { body, session: Some(session), year, is_decision: true };
    let evidence = excerpt(line, 0, place + 3);
    Some(Numbered { year, evidence, symbol: Some(symbol), is_act: true })
}

/// Gazettes whose references begin with the year: of Germany, Austria, the
/// Netherlands, Switzerland (in three languages) and Sweden, and the numbers
/// of acts in Norway's Lovdata.
const GAZETTES: &[&str] =
    &["BGBl", "Stb", "Staatsblad", "Trb", "AS", "RO", "RU", "SFS", "LOV", "FOR", "OJ"];

/// `BGBl. 2004 I S. 1950`, `Stb. 2000, 495`, `RO 1999 2262`, `SFS nr:
/// 2005:716`, `LOV-2008-05-15-35`
fn gazette(line: &Line<'_>) -> Option<Numbered> {
    let open = usize::from(line.is_mark(0, &['(']));
    let name = line.word(open).filter(|name| GAZETTES.contains(name))?;
    let skip = |at: &usize| {
        line.is_mark(*at, &['.', '-', ':']) || matches!(line.word(*at), Some("nr" | "I" | "II"))
    };
    let at = (open + 1..open + 5).find(|at| !skip(at))?;
    let year = line.year(at).filter(|year| *year >= 1800)?;
    let followed = (at + 1..at + 5).any(|place| line.number(place).is_some());
    let brief = line.len() <= at + 10;
    (followed && brief && name.len() > 1).then(|| Numbered {
        year,
        evidence: excerpt(line, open, line.len().saturating_sub(1)),
        symbol: None,
        is_act: true,
    })
}

#[cfg(test)]
mod tests {
    use super::{Body, Date, Line, of_line, symbol};

    fn case(text: &str, expected: Option<(Body, Option<i32>, i32)>) {
        let found = symbol(text).map(|one| (one.body, one.session, one.year));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn symbols_tell_body_session_and_year() {
        case("A/RES/73/195", Some((Body::Assembly, Some(73), 2018)));
        case("A/73/12", Some((Body::Assembly, Some(73), 2018)));
        case("A/C.3/71/L.49", Some((Body::Assembly, Some(71), 2016)));
        case("A/RES/2312(XXII)", Some((Body::Assembly, Some(22), 1967)));
        case("A/HRC/38/41", Some((Body::RightsCouncil, Some(38), 2018)));
        case("A/HRC/RES/35/17", Some((Body::RightsCouncil, Some(35), 2017)));
        case("A/HRC/1/3", Some((Body::RightsCouncil, Some(1), 2006)));
        case("A/HRC/52/26", Some((Body::RightsCouncil, Some(52), 2023)));
        case("E/CN.5/2019/3", Some((Body::EconomicCouncil, None, 2019)));
        case("S/2017/507", Some((Body::SecurityCouncil, None, 2017)));
        case("ST/SGB/2019/8", Some((Body::Secretariat, None, 2019)));
        case("A/CONF.231/2018/3", Some((Body::Assembly, None, 2018)));
        case("S/RES/1973", None);
        case("A/RES/ES-10/19", None);
        case("CRC/C/GC/22", None);
        case("A/B", None);
    }

    #[test]
    fn lines_that_are_a_number() {
        let today = Date { year: 2026, month: 11, day: 22 };
        let case = |text: &str, expected: i32| {
            let found = of_line(&Line::new(text), today).map_or(0, |found| found.year);
            assert_eq!(found, expected, "{text}");
        };
        case("A/RES/73/195", 2018);
        case("A/73/12 (Part II)", 2018);
        case("S/RES/1325 (2000)", 2000);
        case("A/RES/2312 (XXII)", 1967);
        case("Resolution 2312 (XXII)", 1967);
        case("BGBl. 2004 I S. 1950", 2004);
        case("BGBl. I 2005/100", 2005);
        case("Stb. 2000, 495", 2000);
        case("RO 1999 2262", 1999);
        case("SFS nr: 2005:716", 2005);
        case("LOV-2008-05-15-35", 2008);
        case("RO in 1999 spoke of 3 laws", 0);
        case("See A/RES/73/195 for the text", 0);
        case("A/RES/95/1", 0);
    }
}
