//! Datelines, imprints, copyright lines and the headers of laws: the places
//! of a text that say when it was issued. Looks only at lines near the start
//! and the end, and only at lines of these forms; a date in running text is
//! nothing to this file.

use crate::document::Provenance;

use super::{
    date::{self, Date, Stamp},
    mention::{Form, Mention, mentions},
    token::Line,
    words::Class,
};

/// A year with the words that say so and how sure it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clue {
    pub(super) year: i32,
    /// The date as far as it is known: month and day are 0 where not.
    pub(super) order: (i32, u8, u8),
    pub(super) source: Provenance,
    pub(super) evidence: String,
    pub(super) confidence: f64,
}

/// Where a line stands in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// Among the first lines.
    Head,
    /// Among the last lines.
    Tail,
    /// Anywhere else.
    Middle,
}

/// How many tokens at the start of a line are searched for a date.
const REACH: usize = 40;

/// What a line of the head or the tail says. `labelled` tells that the line
/// before it is a label that still waits for its date.
pub(super) fn read(line: &Line<'_>, zone: Zone, labelled: bool, today: Date) -> Option<Clue> {
    let found = match zone {
        Zone::Middle => None,
        Zone::Head | Zone::Tail => after_label(line, labelled, today)
            .or_else(|| after_place(line, zone, today))
            .or_else(|| at_end(line, zone, today))
            .or_else(|| title_page(line, zone)),
    };
    found.filter(|clue| clue.order <= (today.year, today.month, today.day))
}

/// Whether a line is a label and nothing more: `Ausfertigungsdatum`.
pub(super) fn is_label(line: &Line<'_>) -> bool {
    let short = line.len() <= 5 && line.text.len() <= 60;
    let digits = (0..line.len()).any(|at| line.number(at).is_some());
    short && !digits && label(line).is_some()
}

/// The place of a label among the first words of a line.
fn label(line: &Line<'_>) -> Option<usize> {
    let words = (0..line.len().min(10)).filter(|at| line.word(*at).is_some());
    let mut words = words.take(4).peekable();
    // A label opens the line: with a capital, or after marks only.
    words.find(|at| line.meaning(*at).is(Class::Label))
}

/// `Published: 3 May 2018`, `Julkaistu 3.5.2018`, `Given in Helsinki on 10
/// August 2018`, `Översättning: X, november 2004`, `Published 2018`
fn after_label(line: &Line<'_>, labelled: bool, today: Date) -> Option<Clue> {
    let label = label(line).or(labelled.then_some(0))?;
    let colon = (label..label + 4).any(|at| line.is_mark(at, &[':', '：'])) || labelled;
    let brief = line.text.len() <= 140;
    let stamp = (label..line.len().min(label + REACH)).find_map(|at| full(line, at, today));
    if let Some(stamp) = stamp {
        let near = stamp.from <= label + 5 || only_places(line, label + 1, stamp.from);
        let ends = rest(line, stamp.to) <= 2;
        if (near && (colon || brief)) || (brief && ends && (colon || near)) {
            return Some(clue(line, Provenance::Imprint, stamp, 0.85));
        }
    }
    // A bare year must end the line, or prose would count as an imprint.
    if !brief {
        return None;
    }
    let at = (label..line.len().min(label + REACH)).rev().find(|at| line.year(*at).is_some())?;
    let year = mentions(line).into_iter().find(|mention| mention.to == at)?;
    let plain = matches!(year.form, Form::Plain | Form::End) && !year.named && !year.founding;
    let near = at <= label + 3 || colon || only_places(line, label + 1, at);
    (plain && near && rest(line, at) == 0)
        .then(|| bare(line, Provenance::Imprint, year.year, at, 0.75))
}

/// The date whose year is at a place, also with a year of two digits.
fn full(line: &Line<'_>, at: usize, today: Date) -> Option<Stamp> {
    date::read(line, at).or_else(|| date::read_short(line, at, today))
}

/// `Helsinki, 12 June 2019 –`, `GENEVA (5 March 2020) –`, `Bs. As., 7/2/2007`,
/// `Bern, den 21. Oktober 1887.`, or a line that is a date and little more.
fn after_place(line: &Line<'_>, zone: Zone, today: Date) -> Option<Clue> {
    let stamp = (0..line.len().min(REACH)).find_map(|at| full(line, at, today))?;
    let words = (0..stamp.from).filter(|at| line.word(*at).is_some()).count();
    if words > 8 || !only_places(line, 0, stamp.from) {
        return None;
    }
    let parted = stamp.from.checked_sub(1).is_some_and(|before| parts(line, before));
    let rest = rest(line, stamp.to);
    let opens = closes(line, stamp.to + 1) || parted && (zone == Zone::Head || rest <= 4);
    let bare =
        (0..stamp.from).all(|at| line.word(at).is_none() || line.meaning(at).is(Class::Weekday));
    let fits = match bare {
        true => rest <= 3 && line.len() <= stamp.to + 8,
        false if rest == 0 => true,
        false => parted && opens && (stamp.day.is_some() || rest == 0),
    };
    fits.then(|| clue(line, Provenance::Dateline, stamp, 0.9))
}

/// Whether a token parts a place from a date: a mark, or the article that a
/// language puts before a date.
fn parts(line: &Line<'_>, at: usize) -> bool {
    let article =
        matches!(line.word(at), Some("den" | "le" | "el" | "am" | "på" | "a" | "à" | "lì"));
    let marks = [',', '(', '–', '—', '-', ':', '،', '，', '/', '|', '•', '·', '、'];
    line.is_mark(at, &marks) || article && at > 0
}

/// Whether a dateline ends at a token.
fn closes(line: &Line<'_>, at: usize) -> bool {
    let marks = ['–', '—', '-', ')', ':', '|', '/', '.', '•', '·', '*', '‒', '―', '،', '，', '（'];
    at >= line.len() || line.is_mark(at, &marks)
}

/// Whether all words of a stretch can stand in the name of a place: with a
/// capital, without cases at all, or a small word.
fn only_places(line: &Line<'_>, from: usize, to: usize) -> bool {
    const SMALL: [&str; 12] =
        ["de", "la", "the", "and", "of", "i", "by", "av", "s", "und", "le", "zu"];
    (from..to).all(|at| match line.word(at) {
        Some(word) => {
            let meaning = line.meaning(at);
            line.capital(at)
                || meaning.is(Class::Joint)
                || meaning.is(Class::Weekday)
                || meaning.is(Class::Label)
                || SMALL.contains(&word)
                || !word.chars().any(char::is_lowercase)
        }
        None => {
            line.number(at).is_none() && !line.is_mark(at, &['?', '!', ';', '"', '“', '[', '§'])
        }
    })
}

/// How many words and numbers follow a token, joints of a date left out.
fn rest(line: &Line<'_>, at: usize) -> usize {
    let counts = |place: &usize| {
        let meaning = line.meaning(*place);
        line.mark(*place).is_none() && !meaning.is(Class::Joint) && !meaning.is(Class::Weekday)
    };
    (at + 1..line.len()).filter(counts).take(10).count()
}

/// `Info sheet: Y in Brief, June 2005`, `Final report | March 2019`
fn at_end(line: &Line<'_>, zone: Zone, today: Date) -> Option<Clue> {
    let longest = if zone == Zone::Head { 140 } else { 90 };
    let first = line.tokens.first()?;
    let note = line.text[first.start..].starts_with(['[', '^', '"', '“', '«', '(', '†'])
        || line.number(0).is_some()
        || line.is_mark(0, &['*', '-', '•']) && line.number(1).is_some();
    if line.text.len() > longest || note || closes_sentence(line) {
        return None;
    }
    let last = (0..line.len()).rev().find(|at| line.mark(*at).is_none())?;
    let stamp = full(line, last, today)?;
    let before = stamp.from.checked_sub(1)?;
    parts(line, before).then(|| clue(line, Provenance::Imprint, stamp, 0.8))
}

/// `Helsinki 2019`, `Geneva, 2018`, `Autumn 2017`, `2016`: a line of a title
/// page that is a year and at most a place or a season.
fn title_page(line: &Line<'_>, zone: Zone) -> Option<Clue> {
    let last = (0..line.len()).rev().find(|at| line.mark(*at).is_none())?;
    let year = line.year(last).filter(|_| zone == Zone::Head && line.len() <= 6)?;
    let mut words = (0..last).filter(|at| line.mark(*at).is_none()).peekable();
    let known = |at: usize| {
        let meaning = line.meaning(at);
        meaning.is(Class::City) || meaning.is(Class::Cue) || line.word(at) == Some("New")
    };
    let opens = words.peek().is_none_or(|at| line.capital(*at));
    (opens && words.take(3).all(known)).then(|| bare(line, Provenance::Imprint, year, last, 0.7))
}

/// Whether a line is a number and nothing more, as the cells of a table are.
pub(super) fn is_figure(line: &Line<'_>) -> bool {
    (0..line.len()).all(|at| line.word(at).is_none())
}

/// Whether a line ends as a sentence does.
fn closes_sentence(line: &Line<'_>) -> bool {
    line.len().checked_sub(1).is_some_and(|last| line.is_mark(last, &['.', '!', '?', ';', ',']))
}

/// `© 2019 IOM`, `Copyright 2017-2020`, `IOM © 2019`
pub(super) fn copyright(line: &Line<'_>, today: Date) -> Option<Clue> {
    let sign = (0..line.len()).find(|at| is_copyright(line, *at))?;
    let near = mentions(line).into_iter().filter(|mention| {
        let after = mention.from > sign && mention.from <= sign + 14;
        let before = mention.to < sign && mention.to + 4 >= sign;
        (after || before) && mention.year <= today.year && mention.form != Form::Law
    });
    // What follows the sign is nearer than what precedes it.
    let found = near.max_by_key(|mention| (mention.from > sign, mention.year))?;
    let picture = (0..sign).any(|at| line.meaning(at).is(Class::Photo));
    let slash = line.is_mark(found.from.saturating_sub(1), &['/']);
    let confidence = if picture || slash { 0.5 } else { 0.7 };
    Some(Clue {
        evidence: excerpt(line, sign.min(found.from), found.to.max(sign)),
        ..bare(line, Provenance::Copyright, found.year, found.to, confidence)
    })
}

/// `©`, `(c)` before a year, or the word, when it is not that of a law.
fn is_copyright(line: &Line<'_>, at: usize) -> bool {
    let letter = || {
        let bracket = at > 0 && line.is_mark(at - 1, &['(']) && line.is_mark(at + 1, &[')']);
        bracket && matches!(line.word(at), Some("c" | "C")) && line.year(at + 2).is_some()
    };
    let word = || {
        let word = line.word(at).unwrap_or_default();
        let known = ["copyright", "tekijänoikeus", "upphovsrätt"];
        let known = known.into_iter().any(|known| word.eq_ignore_ascii_case(known));
        let law = || (at + 1..at + 3).any(|place| line.meaning(place).is(Class::Name));
        known && !law()
    };
    line.is_mark(at, &['©']) || letter() || word()
}

/// The date in the name of a law or treaty: `Abkommen vom 20. Dezember 1993
/// über`, `Wet van 23 november 2000`, `Lag (2016:27)`. For titles and the
/// first lines of a text only.
pub(super) fn header(line: &Line<'_>, today: Date) -> Option<Clue> {
    if line.text.len() > 700 || line.word(0).is_none() && line.word(2).is_none() {
        return None;
    }
    let dated = || {
        let stamp = (0..line.len().min(REACH)).find_map(|at| date::read(line, at))?;
        if (0..stamp.from).filter(|at| line.word(*at).is_some()).count() > 12 {
            return None;
        }
        let before = stamp.from.checked_sub(1).filter(|_| stamp.day.is_some())?;
        let slashed = line.is_mark(before, &['/']);
        let place = if slashed { before.checked_sub(3)? } else { before };
        let opens = line.meaning(place).is(Class::Dated);
        let named = (0..stamp.from).take(8).any(|at| line.meaning(at).is(Class::Name));
        let swiss =
            line.word(place).is_some_and(|word| matches!(word, "vom" | "van" | "av" | "af"));
        let fits = opens && (named || swiss) && !stamp.is_after(today);
        fits.then(|| clue(line, Provenance::Imprint, stamp, 0.85))
    };
    let numbered = || {
        // `Ley 4/2000` is no month.
        let is_number = |mention: &Mention| {
            let slash = mention.from.checked_sub(1).filter(|_| line.glued(mention.from));
            mention.form == Form::Law
                || slash.is_some_and(|at| line.is_mark(at, &['/'])) && mention.named
        };
        let law = mentions(line).into_iter().find(is_number)?;
        let lead = (0..law.from).filter(|at| line.word(*at).is_some()).count();
        let named = (0..law.from).any(|at| line.meaning(at).is(Class::Name));
        let whole = line.meaning(0).is(Class::Name) || rest(line, law.to + 2) == 0;
        let fits = named && whole && lead <= 5 && line.capital(0) && !closes_sentence(line);
        (fits && law.year <= today.year)
            .then(|| bare(line, Provenance::Imprint, law.year, law.to, 0.8))
    };
    dated().or_else(numbered)
}

/// A clue of a date.
fn clue(line: &Line<'_>, source: Provenance, stamp: Stamp, confidence: f64) -> Clue {
    Clue {
        year: stamp.year,
        order: (stamp.year, stamp.month, stamp.day.unwrap_or(0)),
        source,
        evidence: excerpt(line, 0, stamp.to),
        confidence: if stamp.day.is_some() { confidence } else { confidence - 0.05 },
    }
}

/// A clue of a year without a month, which ends at a token.
fn bare(line: &Line<'_>, source: Provenance, year: i32, to: usize, confidence: f64) -> Clue {
    Clue { year, order: (year, 0, 0), source, evidence: excerpt(line, 0, to), confidence }
}

/// The words from one token to another, at most about 80 characters: what is
/// too long loses words at its start.
pub(super) fn excerpt(line: &Line<'_>, from: usize, to: usize) -> String {
    let whole = |start: usize| line.slice(start, to);
    let longest = to.saturating_sub(30).max(from);
    let opens = |at: usize| line.mark(at).is_none_or(|mark| "©([".contains(mark));
    let fits = |start: &usize| whole(*start).chars().count() <= 80 && opens(*start);
    let start = (longest..=to).find(fits).unwrap_or(to);
    whole(start).chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::{Date, Line, Zone, copyright, header, is_label, read};

    const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

    fn year(text: &str, zone: Zone) -> i32 {
        read(&Line::new(text), zone, false, TODAY).map_or(0, |clue| clue.year)
    }

    /// What a line of the head says; 0 for nothing.
    fn case(text: &str, expected: i32) {
        assert_eq!(year(text, Zone::Head), expected, "{text}");
    }

    #[test]
    fn datelines() {
        case("Helsinki, 12 June 2019 – Ministers met today.", 2019);
        case("GENEVA (5 March 2020) – The office said", 2020);
        case("Geneva, 5.3.2020", 2020);
        case("Bs. As., 7/2/2008", 2008);
        case("Buenos Aires, 3/10/2007", 2007);
        case("Bern, den 21. Oktober 1901.", 1901);
        case("Helsingissä 7 päivänä maaliskuuta 1996", 1996);
        case("Fait à Tunis, le 3 mai 2018", 2018);
        case("Den Haag 12 november 2009", 2009);
        case("Rijswijk, 11 mei 1984", 1984);
        case("11 mei 1984", 1984);
        case("Tiistai 3.5.2016 klo 12.30", 2016);
        case("Москва, 5 марта 2020 г.", 2020);
        case("جنيف، 12 آذار/مارس 2019 –", 2019);
        case("日内瓦，2021年3月5日", 2021);
        case("Bs. As., 7/4/96", 1996);
        case("Stockholm den 4 april 2011", 2011);
    }

    #[test]
    fn labels_and_imprints() {
        case("Published: 3 May 2018", 2018);
        case("Published on 3 May 2018", 2018);
        case("Julkaistu 3.5.2018", 2018);
        case("Senast uppdaterad 2019-04-02", 2019);
        case("Översättning: Byrån i Åbo, november 2006", 2006);
        case("Info sheet: The Office in Short, May 2007", 2007);
        case("Dernière mise à jour : mars 2021", 2021);
        case("Fecha de publicación: 4 de junio de 2017", 2017);
        case("Stand: 1. Januar 2020", 2020);
        case("Given in Helsinki on 11 August 2017", 2017);
        case("Опубликовано 5 марта 2020 года", 2020);
        case("تاريخ النشر: 12 مارس 2019", 2019);
        case("Data publikacji: 5 marca 2021", 2021);
        case("Promulgada: Julio 4 de 1988.", 1988);
        case("Published by the Institute, Geneva, 2016", 2016);
        case("Final report | March 2019", 2019);
        case("Helsinki 2017", 2017);
        case("New York, 2016", 2016);
        case("Autumn 2015", 2015);
        case("Horizon 2020", 0);
        case("Agenda 2030", 0);
    }

    #[test]
    fn prose_is_no_imprint() {
        case("On 3 May 2018 the ministers met in Geneva to speak of visas.", 0);
        case("The report of June 2005 tells how camps were closed.", 0);
        case("The office was opened in Kabul in March 2002 and has since helped many.", 0);
        case("Published figures for 2018 show that fewer people came", 0);
        case("[3] A. Virta, Työvoiman liikkuvuus, June 2005", 0);
        case("tomorrow (11 November)", 0);
        case("Geneva, 5 March 2031 –", 0);
        case("Zuletzt geändert durch: Art. 2 G v. 3.5.2022 I 1234", 0);
        assert_eq!(year("Geneva, 5 March 2020 –", Zone::Middle), 0);
    }

    #[test]
    fn a_label_waits_for_the_next_line() {
        assert!(is_label(&Line::new("Ausfertigungsdatum")));
        assert!(!is_label(&Line::new("Published: 2018")));
        let clue = read(&Line::new(": 2016-03-07"), Zone::Head, true, TODAY).unwrap();
        assert_eq!((clue.year, clue.evidence.as_str()), (2016, "2016-03-07"));
    }

    fn right(text: &str, expected: i32) {
        let found = copyright(&Line::new(text), TODAY).map_or(0, |clue| clue.year);
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn copyright_lines() {
        right("© 2019 IOM", 2019);
        right("Copyright 2017-2020", 2020);
        right("© International Organization for Migration (IOM), 2016", 2016);
        right("IOM © 2018", 2018);
        right("(c) 2014 Toimisto", 2014);
        right("Copyright 2019-2030", 2019);
        right("the Copyright Act 1968", 0);
        right("© all rights reserved", 0);
    }

    fn law(text: &str, expected: i32) {
        assert_eq!(header(&Line::new(text), TODAY).map_or(0, |clue| clue.year), expected, "{text}");
    }

    #[test]
    fn headers_of_laws() {
        law("Abkommen vom 3. Dezember 1994 über die Übernahme von Personen", 1994);
        law("Erklärung vom 11./18. März 1891 über Reisende", 1891);
        law("Wet van 24 november 2001 tot wijziging van de wet", 2001);
        law("Lag (2015:27) om ändring i lagen (1994:137)", 2015);
        law("Loi du 3 mai 2018 relative aux étrangers", 2018);
        law("Ley Orgánica 4/2000, de 11 de enero, sobre derechos de los extranjeros", 2000);
        law("Ustawa z dnia 12 grudnia 2013 r. o cudzoziemcach", 2013);
        law("The office of 12 May 2019 was small", 0);
        law("Utlänningslagen (2005:716) gäller även i detta fall.", 0);
    }
}
