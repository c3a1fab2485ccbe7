//! Where sentences end, in any language: Unicode's sentence boundaries
//! (UAX 29), mended where they cut after an abbreviation, an initial, an
//! ordinal or a list number, or tear a bracket from its contents. Total:
//! never fails and loses no byte. Knows nothing of languages or passages.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Abbreviations that something follows, lower case without the last stop.
/// Those that often end a sentence (etc., jne., usw.) are left out, as are
/// single letters and `e.g`, which are told by their form.
#[rustfmt::skip]
const ABBREVIATIONS: &[&str] = &[
    // English and Latin
    "mr", "mrs", "ms", "dr", "prof", "st", "rev", "hon", "gen", "sen", "rep", "gov", "lt", "col",
    "capt", "cmdr", "art", "arts", "no", "nos", "vol", "vols", "p", "pp", "para", "paras", "sec",
    "sect", "ch", "chap", "fig", "figs", "tab", "ed", "eds", "cf", "vs", "viz", "approx", "ca",
    "ibid", "op", "cit", "al", "dept", "res", "doc", "ref", "tel", "ext", "est", "incl", "esp",
    // German
    "nr", "hr", "fr", "bzw", "vgl", "bspw", "ggf", "abs", "ziff", "lit", "kap", "str", "dipl",
    "ing", "inkl", "exkl", "sog", "evtl", "allg", "hrsg", "mio", "mrd", "tsd", "geb", "gest",
    // French
    "mm", "mme", "mmes", "mlle", "ste", "éd", "chap", "env", "réf", "av", "janv", "févr", "sept",
    // Spanish, Portuguese, Italian, Catalan
    "sr", "sra", "srta", "dra", "núm", "pág", "págs", "ud", "uds", "avda", "ee", "uu", "exmo",
    "exma", "ex", "artt", "sig", "dott", "pag", "núms", "aprox", "dña", "lda", "ltda",
    // Nordic languages
    "kl", "klo", "ns", "esim", "mm", "ks", "vrt", "puh", "os", "tri", "fil", "leht", "joht", "ym",
    "mom", "kpl", "milj", "mrd", "bl", "inkl", "exkl", "resp", "tfn", "tlf", "kap", "st", "mgr",
    "jf", "ifm", "iht", "pkt", "stk", "nuv", "fv", "ang", "enl", "bet", "dir", "sk", "dvs", "fx",
    // Dutch, Polish, Czech, Slovene, Croatian, Hungarian, Romanian, Turkish
    "dhr", "mevr", "mw", "drs", "bijv", "blz", "ok", "tj", "np", "ul", "tzw", "św", "hab",
    "inż", "red", "wyd", "tzv", "čl", "čís", "odst", "resp", "oz", "npr", "ul", "sz", "kb", "pl",
    "ill", "dna", "dl", "nr", "alin", "pct", "vd", "yy", "çev", "doç", "yrd", "örn", "bkz", "s",
    // Cyrillic
    "ст", "им", "ул", "г", "гг", "см", "рис", "табл", "проф", "акад", "стр", "с", "тыс", "млн",
    "млрд", "руб", "напр", "п", "пп", "ч", "пр", "обл", "р-н", "д-р", "чл", "бр", "вул",
    // Greek, Arabic
    "κ", "κκ", "αρ", "αριθ", "άρθ", "παρ", "δρ", "καθ", "σελ", "π.χ", "βλ", "د", "أ", "ص",
];

/// Words after which a number with a stop is an ordinal although they are
/// capitals: German months and a few nouns.
const AFTER_ORDINAL: &[&str] = &[
    "Januar",
    "Jänner",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
    "Jahrhundert",
    "Jahrhunderts",
    "Sitzung",
    "Tagung",
    "Jahrestag",
    "Lebensjahr",
    "Kapitel",
    "Auflage",
];

/// The sentences of a text: byte ranges that cover all of it, in order,
/// without gap or overlap. White space belongs to the sentence before it.
/// A text without a letter or sign is one range, an empty one none.
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, piece) in text.split_sentence_bound_indices() {
        let end = at + piece.len();
        match ranges.last_mut() {
            Some(last) if continues(&text[last.clone()], piece) => last.end = end,
            Some(last) => {
                let cut = last.start + opener(&text[last.clone()]);
                last.end = cut;
                ranges.push(cut..end);
            }
            None => ranges.push(at..end),
        }
    }
    ranges
}

/// Where a sentence should end so that an opening bracket or quotation mark
/// at its very end goes to the next: its length when there is none.
fn opener(sentence: &str) -> usize {
    let rest = sentence.trim_end_matches(['(', '[', '{', '„', '‚', '¿', '¡']);
    if rest.trim().is_empty() { sentence.len() } else { rest.len() }
}

/// Whether a piece belongs to the sentence before it.
fn continues(before: &str, piece: &str) -> bool {
    let ended = before.trim_end();
    if before[ended.len()..].contains(['\n', '\u{2028}', '\u{2029}']) {
        return false;
    }
    let Some(first) = piece.chars().find(|c| c.is_alphanumeric()) else { return true };
    let opens = piece.trim_start_matches(|c: char| !c.is_alphanumeric() && !c.is_whitespace());
    if first.is_lowercase() && opens.starts_with(first) {
        return true;
    }
    let Some(body) = ended.strip_suffix('.') else { return false };
    let token = body.rsplit(|c: char| c.is_whitespace() || "([{«“\"'/–—".contains(c)).next();
    let token = token.unwrap_or_default();
    let alone = token.len() == body.trim_start().len();
    is_abbreviation(token) || is_ordinal(token, alone, piece)
}

/// Whether what stands before a stop is an abbreviation or an initial.
fn is_abbreviation(token: &str) -> bool {
    let short = if token.contains('.') { 3 } else { 1 };
    let initials = token.split('.').all(|part| {
        (1..=short).contains(&part.chars().count())
            && part.chars().all(|c| c.is_alphabetic() && !is_whole_word(c))
    });
    initials || ABBREVIATIONS.contains(&token.to_lowercase().as_str())
}

/// Whether one sign can be a word of its own, as Chinese characters can.
fn is_whole_word(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0E7F | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x9FFF
        | 0xAC00..=0xD7FF | 0x2_0000..=0x3_FFFF)
}

/// Whether a number before a stop counts what follows: a list number that
/// stands alone (`3.`, `IV.`, `2.1.`), or an ordinal before a German noun.
fn is_ordinal(token: &str, alone: bool, piece: &str) -> bool {
    let digits = token.chars().filter(char::is_ascii_digit).count();
    let number = digits > 0 && token.chars().all(|c| c.is_ascii_digit() || c == '.');
    let roman = token.len() <= 5 && token.chars().all(|c| "IVXLC".contains(c));
    if alone {
        return (number && digits <= 4) || (roman && !token.is_empty());
    }
    let word = piece.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    number && digits <= 2 && AFTER_ORDINAL.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::sentences;

    fn case(text: &str, expected: &[&str]) {
        let found: Vec<&str> =
            sentences(text).into_iter().map(|range| text[range].trim()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn sentences_end_at_stops() {
        case("", &[]);
        case("No end", &["No end"]);
        case("One ends. Another starts! A third?", &["One ends.", "Another starts!", "A third?"]);
        case("Se päättyi. Toinen alkoi.", &["Se päättyi.", "Toinen alkoi."]);
        case("移民来了。他们工作。", &["移民来了。", "他们工作。"]);
        case("هل وصلوا؟ نعم وصلوا.", &["هل وصلوا؟", "نعم وصلوا."]);
        case("A line\nAnother line", &["A line", "Another line"]);
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        case("See Art. 5 of it. Then go.", &["See Art. 5 of it.", "Then go."]);
        case("The aid (e.g. Food) came. Good.", &["The aid (e.g. Food) came.", "Good."]);
        case(
            "Dr. Musa met J. K. Otieno. They spoke.",
            &["Dr. Musa met J. K. Otieno.", "They spoke."],
        );
        case("Form No. 4 EU applies.", &["Form No. 4 EU applies."]);
        case("Städer som bl.a. Malmö växer.", &["Städer som bl.a. Malmö växer."]);
        case("Kaupungit, esim. Turku, kasvavat.", &["Kaupungit, esim. Turku, kasvavat."]);
        case("Согласно ст. Конституции. Далее.", &["Согласно ст. Конституции.", "Далее."]);
    }

    #[test]
    fn numbers_do_not_end_a_sentence() {
        case("Laki tuli voimaan 11. marraskuuta.", &["Laki tuli voimaan 11. marraskuuta."]);
        case("Am 3. Oktober kam er.", &["Am 3. Oktober kam er."]);
        case("It grew by 3.5 per cent. It fell.", &["It grew by 3.5 per cent.", "It fell."]);
        case("1. Introduction", &["1. Introduction"]);
        case("It began in 2005. The rest came.", &["It began in 2005.", "The rest came."]);
    }

    #[test]
    fn quotes_and_brackets_stay_whole() {
        case("They joined (IOM). We left.", &["They joined (IOM).", "We left."]);
        case(
            "\"Stop!\" he said. \"Go.\" She left.",
            &["\"Stop!\" he said.", "\"Go.\"", "She left."],
        );
        case("It ended.[12] Another began.", &["It ended.", "[12] Another began."]);
    }

    #[test]
    fn every_byte_is_in_one_sentence() {
        for text in ["a. b. C. D", " \n .. \n", "….!?", "\u{0}", "e\u{301}. É\u{301}.", "👩‍👩‍👧. X"]
        {
            let mut at = 0;
            for range in sentences(text) {
                assert_eq!(range.start, at);
                assert!(range.end > range.start);
                at = range.end;
            }
            assert_eq!(at, text.len());
        }
    }
}
