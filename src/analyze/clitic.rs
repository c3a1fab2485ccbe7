//! Takes off a folded word what orthography ties to it with an apostrophe or
//! a colon and what is no part of it: an elided article (`l’été`), a
//! possessive (`identity’s`), the case suffix of a name or an acronym
//! (`Türkiye’de`, `IOM:n`). Never takes off anything else, nor all of it.

use crate::language::{Class, Language};

/// Words that French elides before a vowel.
const FRENCH: &[&str] = &[
    "c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu",
];

/// Words that Italian elides.
const ITALIAN: &[&str] = &[
    "l", "un", "dell", "all", "nell", "sull", "dall", "coll", "c", "d", "s", "t", "m", "v", "n",
    "quest", "quell", "bell", "sant", "dov", "com", "cos", "anch", "gl", "degl", "agl", "negl",
];

/// Words that Greek elides.
const GREEK: &[&str] =
    &["σ", "απ", "κι", "γι", "μ", "τ", "θ", "ν", "κατ", "παρ", "μετ", "αφ", "εφ", "υπ", "επ"];

/// Names with these articles and prepositions stand in every language:
/// Côte d’Ivoire, L’Aquila.
const COMMON: &[&str] = &["d", "l", "dell"];

/// The Danish and Norwegian endings of acronyms: `NGO'erne`.
const DANISH: &[&str] =
    &["s", "er", "en", "et", "erne", "ernes", "ers", "ens", "ets", "ene", "enes", "e"];

/// The word without its clitics.
pub(super) fn bare(word: &str, language: Language) -> &str {
    let word = match word.split_once(':') {
        Some((acronym, _)) if !acronym.is_empty() => acronym,
        _ => word,
    };
    if !word.contains('\'') {
        return word;
    }
    without_suffix(without_elision(word, language), language)
}

fn without_elision(word: &str, language: Language) -> &str {
    let Some((elided, rest)) = word.split_once('\'') else { return word };
    let knows = |list: &[&str]| list.contains(&elided);
    let known = match language {
        Language::French => knows(FRENCH),
        Language::Italian => knows(ITALIAN),
        Language::Greek => knows(GREEK),
        // One field holds all languages without a stemmer, so one rule.
        _ if language.class() != Class::Stemmed => knows(FRENCH) || knows(ITALIAN),
        _ => knows(COMMON),
    };
    if known && !rest.is_empty() { rest } else { word }
}

fn without_suffix(word: &str, language: Language) -> &str {
    let Some((name, suffix)) = word.rsplit_once('\'') else { return word };
    let known = match language {
        // Not a suffix but a letter of the word: `Kur'an`, `san'at`.
        Language::Turkish => !matches!(suffix, "an" | "at") && name.chars().nth(1).is_some(),
        // Bordeaux'n; but `vaa'an` is a form of its own.
        Language::Finnish => !name.ends_with(['a', 'e', 'i', 'o', 'u', 'y', 'ä', 'ö']),
        Language::Danish | Language::Norwegian => DANISH.contains(&suffix),
        Language::Dutch => matches!(suffix, "s" | "er" | "en" | "tje" | "tjes"),
        Language::French | Language::Italian => false,
        _ => suffix == "s",
    };
    if known && !name.is_empty() { name } else { word }
}

#[cfg(test)]
mod tests {
    use super::bare;
    use crate::language::Language;

    fn case(language: Language, word: &str, expected: &str) {
        assert_eq!(bare(word, language), expected, "{word}");
    }

    #[test]
    fn elided_words_go() {
        case(Language::French, "l'été", "été");
        case(Language::French, "qu'elle", "elle");
        case(Language::French, "aujourd'hui", "aujourd'hui");
        case(Language::Italian, "dell'unione", "unione");
        case(Language::Italian, "un'altra", "altra");
        case(Language::Catalan, "l'asil", "asil");
        case(Language::Greek, "απ'αυτο", "αυτο");
        case(Language::English, "d'ivoire", "ivoire");
        case(Language::English, "o'brien", "o'brien");
        case(Language::Ukrainian, "м'ята", "м'ята");
    }

    #[test]
    fn possessives_and_case_suffixes_go() {
        case(Language::English, "identity's", "identity");
        case(Language::English, "don't", "don't");
        case(Language::Danish, "ngo'erne", "ngo");
        case(Language::Dutch, "foto's", "foto");
        case(Language::Turkish, "türkiye'nin", "türkiye");
        case(Language::Turkish, "kur'an", "kur'an");
        case(Language::Turkish, "kur'an'ın", "kur'an");
        case(Language::Finnish, "bordeaux'n", "bordeaux");
        case(Language::Finnish, "vaa'an", "vaa'an");
        case(Language::Finnish, "iom:n", "iom");
        case(Language::Swedish, "fn:s", "fn");
        case(Language::Undetermined, "1990:ssä", "1990");
    }

    #[test]
    fn something_is_left() {
        case(Language::English, "'s", "'s");
        case(Language::French, "l'", "l'");
        case(Language::Finnish, ":n", ":n");
    }
}
