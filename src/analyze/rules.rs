//! Tables of endings: what a stemmer leaves apart although it is one word,
//! by language. Each rule turns one ending into another; a table was kept
//! when it joined far more forms of one lemma than forms of different ones,
//! over the words of running text. Holds data and the one way to apply it;
//! knows nothing of the stemmers.

use crate::language::Language;

/// An ending, what stands for it, and how many letters must stand before it
/// at the least.
pub(super) type Rule = (&'static str, &'static str, usize);

/// The word with the first ending that fits exchanged; nothing if none does.
pub(super) fn exchanged(word: &str, rules: &[Rule]) -> Option<String> {
    rules.iter().find_map(|(from, to, left)| {
        let rest = word.strip_suffix(from)?;
        let enough = *left == 0 || rest.chars().nth(left - 1).is_some();
        enough.then(|| format!("{rest}{to}"))
    })
}

/// The rules for a folded word, before its stemmer.
pub(super) fn before(language: Language) -> &'static [Rule] {
    match language {
        Language::Arabic => ARABIC_WORDS,
        Language::English => ENGLISH_WORDS,
        Language::Finnish => FINNISH_WORDS,
        Language::French => FRENCH_WORDS,
        Language::Portuguese => PORTUGUESE_WORDS,
        Language::Spanish => SPANISH_WORDS,
        Language::Swedish => SWEDISH_WORDS,
        _ => &[],
    }
}

/// The rules for a stem: of each table one rule, one table after the other.
pub(super) fn after(language: Language) -> &'static [&'static [Rule]] {
    match language {
        Language::Danish | Language::Norwegian => &[DANISH_STEMS],
        Language::English => &[ENGLISH_STEMS],
        Language::Finnish => &[FINNISH_STEMS, FINNISH_VOWELS],
        Language::French => &[FRENCH_STEMS],
        Language::German => &[GERMAN_STEMS],
        Language::Hungarian => &[HUNGARIAN_STEMS],
        Language::Portuguese => &[PORTUGUESE_STEMS],
        Language::Russian => &[RUSSIAN_STEMS],
        Language::Spanish => &[SPANISH_STEMS],
        Language::Swedish => &[SWEDISH_STEMS, SWEDISH_ENDINGS],
        Language::Turkish => &[TURKISH_STEMS],
        _ => &[],
    }
}

/// Plurals in -at and nouns with a possessor given the form of the singular
/// (teh marbuta is folded to heh); the ending of adverbs.
const ARABIC_WORDS: &[Rule] = &[
    ("اتها", "ه", 3),
    ("اتهم", "ه", 3),
    ("اته", "ه", 3),
    ("ات", "ه", 3),
    ("تها", "ه", 3),
    ("تهم", "ه", 3),
    ("ته", "ه", 3),
    ("ا", "", 4),
];

/// British endings made American ones: the stemmer knows -ize only. Only
/// after letters where -ise is seldom anything else.
const ENGLISH_WORDS: &[Rule] = &[
    ("isation", "ization", 3),
    ("isations", "izations", 3),
    ("isational", "izational", 3),
    ("lise", "lize", 3),
    ("lised", "lized", 3),
    ("lises", "lizes", 3),
    ("lising", "lizing", 3),
    ("nise", "nize", 3),
    ("nised", "nized", 3),
    ("nises", "nizes", 3),
    ("niser", "nizer", 3),
    ("nisers", "nizers", 3),
    ("nising", "nizing", 3),
    ("tise", "tize", 4),
    ("tised", "tized", 4),
    ("tises", "tizes", 4),
    ("tising", "tizing", 4),
    ("imise", "imize", 2),
    ("imised", "imized", 2),
    ("imises", "imizes", 2),
    ("imising", "imizing", 2),
    ("arise", "arize", 3),
    ("arised", "arized", 3),
    ("arises", "arizes", 3),
    ("arising", "arizing", 3),
];

/// British and American spelling.
const ENGLISH_STEMS: &[Rule] = &[
    ("our", "or", 2),
    ("programm", "program", 0),
    ("yz", "ys", 3),
    ("defenc", "defens", 0),
    ("offenc", "offens", 0),
    ("licenc", "licens", 0),
    ("centr", "center", 0),
    ("theatr", "theater", 0),
];

/// Nouns in -nen, -us and -minen given the form whose ending the stemmer
/// knows: their partitive looks like another word's elative. A final -pa is
/// taken for a clitic unless it is inflected.
const FINNISH_WORDS: &[Rule] = &[
    ("nen", "sen", 2),
    ("laista", "laisen", 2),
    ("läistä", "läisen", 2),
    ("naista", "naisen", 2),
    ("näistä", "näisen", 2),
    ("välistä", "välisen", 2),
    ("amista", "amisen", 2),
    ("ämistä", "ämisen", 2),
    ("umista", "umisen", 2),
    ("ymistä", "ymisen", 2),
    ("emistä", "emisen", 2),
    ("tusta", "tus", 2),
    ("tystä", "tys", 2),
    ("musta", "mus", 2),
    ("mystä", "mys", 2),
    ("nusta", "nus", 2),
    ("nystä", "nys", 2),
    ("austa", "aus", 2),
    ("äystä", "äys", 2),
    ("lapsi", "lapsen", 0),
    ("lasten", "lapsen", 0),
    ("pa", "pan", 2),
    ("pä", "pän", 2),
];

/// The stems of -us, -uus, -nen and -ton in their cases; the weak grades nt,
/// ng and d.
const FINNISH_STEMS: &[Rule] = &[
    ("uks", "us", 2),
    ("yks", "ys", 2),
    ("oks", "os", 2),
    ("öks", "ös", 2),
    ("ust", "us", 2),
    ("yst", "ys", 2),
    ("aud", "aus", 1),
    ("aut", "aus", 1),
    ("eud", "eus", 1),
    ("eut", "eus", 1),
    ("iud", "ius", 1),
    ("iut", "ius", 1),
    ("oud", "ous", 1),
    ("out", "ous", 1),
    ("uud", "uus", 1),
    ("uut", "uus", 1),
    ("eyd", "eys", 1),
    ("eyt", "eys", 1),
    ("iyd", "iys", 1),
    ("iyt", "iys", 1),
    ("yyd", "yys", 1),
    ("yyt", "yys", 1),
    ("äyd", "äys", 1),
    ("äyt", "äys", 1),
    ("öyd", "öys", 1),
    ("öyt", "öys", 1),
    ("list", "lis", 2),
    ("aist", "ais", 2),
    ("äist", "äis", 2),
    ("ttom", "to", 2),
    ("ttöm", "tö", 2),
    ("nto", "no", 2),
    ("ntö", "nö", 2),
    ("nt", "n", 2),
    ("ng", "nk", 2),
    ("as", "", 4),
    ("äs", "", 4),
    ("luv", "lup", 0),
    ("d", "t", 2),
    ("de", "te", 2),
    ("do", "to", 2),
    ("du", "tu", 2),
    ("dy", "ty", 2),
    ("dö", "tö", 2),
];

/// Stem vowels that change before a plural i.
const FINNISH_VOWELS: &[Rule] = &[("e", "", 3), ("i", "", 3)];

/// Plurals that look like verbs, feminines of agents in -eur.
const FRENCH_WORDS: &[Rule] = &[
    ("sions", "sion", 1),
    ("ailleuse", "ailleur", 1),
    ("ailleuses", "ailleurs", 1),
    ("andeuse", "andeur", 1),
    ("andeuses", "andeurs", 1),
    ("cheuse", "cheur", 1),
    ("cheuses", "cheurs", 1),
];

/// The plural of nouns in -er, whose singular looks like an infinitive.
const FRENCH_STEMS: &[Rule] = &[("er", "", 3)];

/// Participles, and the feminines of persons.
const GERMAN_STEMS: &[Rule] = &[
    ("iert", "i", 2),
    ("ier", "i", 2),
    ("det", "d", 2),
    ("tet", "t", 2),
    ("erinn", "", 3),
    ("erin", "", 3),
    ("inn", "", 5),
    ("antin", "ant", 3),
    ("entin", "ent", 3),
    ("istin", "ist", 2),
    ("orin", "or", 3),
];

/// A last consonant that looks like a case ending in the singular alone.
const HUNGARIAN_STEMS: &[Rule] = &[("t", "", 4)];

/// The ending -ção as it is written without the signs; plurals of -al, -el
/// and -gem.
const PORTUGUESE_WORDS: &[Rule] = &[
    ("cao", "ção", 2),
    ("coes", "ções", 2),
    ("ais", "al", 2),
    ("eis", "el", 2),
    ("gens", "gem", 1),
];

/// The vowel of -ão, which changes in the plural, and that of -io, -ia.
const PORTUGUESE_STEMS: &[Rule] = &[("ã", "", 2), ("õ", "", 2), ("i", "", 3)];

/// Nouns whose end looks like the ending of a past tense or of a case, and
/// vowels that the oblique cases lose: беженец, беженца.
const RUSSIAN_STEMS: &[Rule] = &[
    ("ал", "а", 3),
    ("ав", "а", 3),
    ("ова", "", 4),
    ("ец", "ц", 3),
    ("ок", "к", 3),
    ("ек", "к", 3),
    ("анин", "ан", 3),
];

/// The ending -ción as it is written without the accent.
const SPANISH_WORDS: &[Rule] = &[("cion", "ción", 2), ("sion", "sión", 2)];

/// Words too short for the stemmer: años.
const SPANISH_STEMS: &[Rule] = &[("os", "", 2), ("o", "", 2)];

/// Definite forms and genitives that the stemmer does not know.
const SWEDISH_WORDS: &[Rule] = &[
    ("itet", "itet", 0),
    ("itets", "itet", 0),
    ("het", "het", 0),
    ("gret", "ger", 1),
    ("grets", "ger", 1),
    ("strar", "ster", 2),
    ("strarna", "ster", 2),
    ("andena", "andet", 2),
    ("ena", "en", 3),
    ("ars", "ar", 3),
    ("ers", "er", 3),
    ("ors", "or", 3),
    ("man", "man", 0),
    ("an", "a", 4),
    ("et", "", 3),
    ("ets", "", 3),
];

/// Definite and neuter forms, and double consonants.
const SWEDISH_STEMS: &[Rule] = &[
    ("mm", "m", 2),
    ("nn", "n", 2),
    ("ivt", "iv", 2),
    ("llt", "ll", 2),
    ("ialt", "ial", 2),
    ("nalt", "nal", 2),
    ("ralt", "ral", 2),
    ("balt", "bal", 2),
    ("kalt", "kal", 2),
    ("samt", "sam", 2),
    ("bart", "b", 3),
    ("bar", "b", 3),
    ("eln", "el", 2),
    ("ern", "er", 3),
    ("in", "i", 4),
    ("itets", "itet", 2),
    ("itet", "itet", 2),
    ("ets", "", 3),
    ("et", "", 3),
    ("länd", "land", 0),
    ("städ", "stad", 0),
];

/// Agents in -men and -man, whose last letter looks like a possessive.
const TURKISH_STEMS: &[Rule] = &[("men", "me", 2), ("man", "ma", 2)];

/// Endings that the stemmer takes off one form of a noun and not another.
const SWEDISH_ENDINGS: &[Rule] = &[
    ("at", "", 4),
    ("ad", "", 4),
    ("or", "", 4),
    ("bs", "b", 3),
    ("ds", "d", 3),
    ("gs", "g", 3),
    ("ks", "k", 3),
    ("ls", "l", 3),
    ("ms", "m", 3),
    ("ns", "n", 3),
    ("ps", "p", 3),
    ("rs", "r", 3),
    ("ts", "t", 3),
];

/// Neuter adjectives, double consonants, nouns in -er.
const DANISH_STEMS: &[Rule] = &[
    ("mm", "m", 2),
    ("nn", "n", 2),
    ("ivt", "iv", 2),
    ("elt", "el", 3),
    ("ialt", "ial", 2),
    ("nalt", "nal", 2),
    ("ralt", "ral", 2),
    ("kalt", "kal", 2),
    ("ern", "", 3),
    ("er", "", 3),
    ("ar", "", 3),
];

#[cfg(test)]
mod tests {
    use super::{Rule, after, before, exchanged};
    use crate::language::Language;

    #[test]
    fn the_first_rule_that_fits_is_used() {
        const RULES: &[Rule] = &[("bar", "b", 2), ("ar", "", 1)];
        let case = |word, expected: Option<&str>| {
            assert_eq!(exchanged(word, RULES).as_deref(), expected, "{word}");
        };
        case("hållbar", Some("hållb"));
        case("åbar", Some("åb"));
        case("ar", None);
        case("dag", None);
    }

    #[test]
    fn no_rule_is_hidden_by_an_earlier_one() {
        for language in Language::ALL {
            for table in after(*language).iter().copied().chain([before(*language)]) {
                for (at, (later, _, left)) in table.iter().enumerate() {
                    let hides = |rule: &&Rule| later.ends_with(rule.0) && rule.2 <= *left;
                    let first = table[..at].iter().find(hides);
                    assert_eq!(first, None, "{language}: {later}");
                }
            }
        }
    }
}
