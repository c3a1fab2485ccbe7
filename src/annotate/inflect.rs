//! How names of places are inflected: the forms that a word of a name takes
//! in a text. Wider than grammar where that does no harm, as a form that no
//! text has costs nothing. Knows endings, not names.

use std::borrow::Cow;

use crate::language::Language;

/// Endings after a stem, most of which fit either harmony of vowels.
type Endings = &'static [&'static str];

/// The forms of a folded word of a name, the word itself first.
pub(super) fn forms(language: Language, word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    match language {
        Language::Finnish => finnish(word, &mut forms),
        Language::Russian => russian(word, &mut forms),
        Language::Swedish | Language::German if !word.ends_with(['s', 'x', 'z']) => {
            forms.push(format!("{word}s"));
        }
        _ => {}
    }
    forms.sort_unstable_by(|a, b| (a != word).cmp(&(b != word)).then_with(|| a.cmp(b)));
    forms.dedup();
    forms
}

/// The word without what Arabic writes in one word with it: "and", "so",
/// "in", "for", "like", of which "for" swallows the alef of the article.
/// Nothing in other languages.
pub(super) fn without_prefixes(language: Language, word: &str) -> Vec<Cow<'_, str>> {
    if language != Language::Arabic {
        return Vec::new();
    }
    let joined = word.strip_prefix(['و', 'ف']);
    let mut found: Vec<Cow<'_, str>> = joined.map(Cow::Borrowed).into_iter().collect();
    for word in [Some(word), joined].into_iter().flatten() {
        found.extend(word.strip_prefix(['ب', 'ل', 'ك']).map(Cow::Borrowed));
        found.extend(word.strip_prefix("لل").map(|rest| Cow::Owned(format!("ال{rest}"))));
    }
    found
}

/// Adds a stem with each of some endings.
fn add(forms: &mut Vec<String>, stem: &str, endings: Endings) {
    forms.extend(endings.iter().map(|ending| format!("{stem}{ending}")));
}

/// Cases after a stem that ends in a vowel; of these and the others not the
/// translative, which names a language (suomeksi).
const FINNISH_VOWEL: Endings = &[
    "n", "a", "ä", "ta", "tä", "ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "na",
    "nä",
];

/// Cases after a consonant of a foreign name.
const FINNISH_CONSONANT: Endings = &[
    "in", "ia", "iä", "issa", "issä", "ista", "istä", "iin", "illa", "illä", "ilta", "iltä",
    "ille", "ina", "inä", "iksi", "ta", "tä",
];

/// Cases of names in -s that have a native stem in -kse-.
const FINNISH_S: Endings = &[
    "ksen", "ssa", "kseen", "ksessa", "ksessä", "ksesta", "ksestä", "ksella", "ksellä", "kselta",
    "kseltä", "kselle", "ksena", "ksenä",
];

/// Cases of adjectives in -nen.
const FINNISH_NEN: Endings = &[
    "sen", "sta", "stä", "sessa", "sessä", "sesta", "sestä", "seen", "sella", "sellä", "selta",
    "seltä", "selle", "sena", "senä",
];

/// Cases of plurals in -it.
const FINNISH_IT: Endings = &[
    "ien", "eja", "ejä", "eissa", "eissä", "eista", "eistä", "eihin", "eilla", "eillä", "eilta",
    "eiltä", "eille", "eina", "einä",
];

/// Cases of plurals in -et.
const FINNISH_ET: Endings = &[
    "ten", "ien", "ia", "iä", "issa", "issä", "ista", "istä", "iin", "illa", "illä", "ilta",
    "iltä", "ille", "ina", "inä", "iksi",
];

/// Grades of consonants: a strong end of a word and the weak one.
const FINNISH_GRADES: &[(&str, &str)] = &[
    ("nti", "nni"),
    ("nta", "nna"),
    ("kki", "ki"),
    ("kka", "ka"),
    ("kko", "ko"),
    ("valta", "valla"),
    ("suomi", "suome"),
    ("saari", "saare"),
];

/// The cases of a Finnish word.
fn finnish(word: &str, forms: &mut Vec<String>) {
    if let Some(stem) = word.strip_suffix("nen") {
        return add(forms, stem, FINNISH_NEN);
    }
    if let Some(stem) = word.strip_suffix("uusi") {
        let endings = &["uuden", "uutta", "uudessa", "uudesta", "uuteen", "uudella", "uudelle"];
        return add(forms, stem, endings);
    }
    if let Some(stem) = word.strip_suffix("it") {
        return add(forms, stem, FINNISH_IT);
    }
    if let Some(stem) = word.strip_suffix("et") {
        return add(forms, stem, FINNISH_ET);
    }
    let Some(last) = word.chars().next_back() else { return };
    if !"aeiouyäöåé".contains(last) {
        add(forms, word, FINNISH_CONSONANT);
        if let Some(stem) = word.strip_suffix('s') {
            add(forms, stem, FINNISH_S);
        }
        return;
    }
    let grade = |(strong, weak): &(&str, &str)| {
        word.strip_suffix(strong).map(|start| format!("{start}{weak}"))
    };
    let weak = FINNISH_GRADES.iter().find_map(grade);
    for stem in [word].into_iter().chain(weak.as_deref()) {
        add(forms, stem, FINNISH_VOWEL);
        // Into: the last vowel again, after two vowels with an h between.
        let last = stem.chars().next_back().unwrap_or(last);
        forms.extend([format!("{stem}{last}n"), format!("{stem}h{last}n")]);
    }
}

/// Ends of Russian words and what stands in their place in the cases; the
/// first that fits counts. Names in other vowels are not inflected.
const RUSSIAN: &[(&str, Endings)] = &[
    ("ская", &["ской", "скую", "скои"]),
    ("ая", &["ой", "ую"]),
    ("ия", &["ии", "ию", "ией"]),
    ("ое", &["ого", "ому", "ым", "ом"]),
    ("ые", &["ых", "ым", "ыми"]),
    ("ие", &["их", "им", "ими"]),
    ("ый", &["ого", "ому", "ым", "ом"]),
    ("кий", &["кого", "кому", "ким", "ком"]),
    ("ство", &["ства", "ству", "ством", "стве"]),
    ("территории", &["территорий", "территориям", "территориями", "территориях"]),
    ("острова", &["островов", "островам", "островами", "островах"]),
    ("ы", &["", "ов", "ам", "ами", "ах"]),
    ("а", &["ы", "и", "е", "у", "ой"]),
    ("я", &["и", "е", "ю", "ей"]),
    ("ь", &["я", "ю", "ем", "е", "и", "ью"]),
    ("й", &["я", "ю", "ем", "е"]),
];

/// The cases of a Russian word.
fn russian(word: &str, forms: &mut Vec<String>) {
    let declined = RUSSIAN.iter().find_map(|(end, endings)| {
        let stem = word.strip_suffix(end).filter(|stem| !stem.is_empty() || end.len() > 4)?;
        Some((stem, endings))
    });
    if let Some((stem, endings)) = declined {
        add(forms, stem, endings);
    } else if !word.ends_with(['о', 'е', 'и', 'у', 'э', 'ю']) {
        add(forms, word, &["а", "у", "ом", "ем", "е"]);
    }
}

#[cfg(test)]
mod tests {
    use super::{forms, without_prefixes};
    use crate::language::Language;

    fn case(language: Language, word: &str, expected: &[&str]) {
        let found = forms(language, word);
        assert_eq!(found[0], word);
        for form in expected {
            assert!(found.iter().any(|one| one == form), "{form} is not among {found:?}");
        }
    }

    #[test]
    fn finnish_cases() {
        let language = Language::Finnish;
        case(language, "somalia", &["somalian", "somaliassa", "somaliaan", "somaliasta"]);
        case(language, "irak", &["irakin", "irakissa", "irakiin", "irakia"]);
        case(language, "venäjä", &["venäjän", "venäjällä", "venäjältä", "venäjälle"]);
        case(language, "turkki", &["turkin", "turkissa", "turkkiin", "turkista", "turkkia"]);
        case(language, "islanti", &["islannin", "islannissa", "islantiin", "islantia"]);
        case(language, "suomi", &["suomen", "suomessa", "suomeen", "suomea"]);
        case(language, "thaimaa", &["thaimaahan", "thaimaassa"]);
        case(language, "kypros", &["kyproksen", "kyprosta", "kyproksella", "kyprokseen"]);
        case(language, "filippiinit", &["filippiinien", "filippiineillä", "filippiineille"]);
        case(language, "salomonsaaret", &["salomonsaarten", "salomonsaarilla"]);
        case(language, "tasavalta", &["tasavallan", "tasavallassa", "tasavaltaan"]);
        case(language, "dominikaaninen", &["dominikaanisen", "dominikaanisessa"]);
    }

    #[test]
    fn russian_cases() {
        let language = Language::Russian;
        case(language, "сирия", &["сирии", "сирию", "сирией"]);
        case(language, "ирак", &["ирака", "ираке", "ираку", "ираком"]);
        case(language, "украина", &["украины", "украине", "украину", "украиной"]);
        case(language, "израиль", &["израиля", "израиле"]);
        case(language, "китай", &["китая", "китае", "китаем"]);
        case(language, "филиппины", &["филиппин", "филиппинах"]);
        case(language, "саудовская", &["саудовской", "саудовскую"]);
        assert_eq!(forms(language, "мали"), ["мали"]);
        assert!(!forms(language, "дания").contains(&"данные".to_owned()));
    }

    #[test]
    fn genitives_in_s() {
        case(Language::Swedish, "sverige", &["sveriges"]);
        case(Language::German, "österreich", &["österreichs"]);
        assert_eq!(forms(Language::Swedish, "laos"), ["laos"]);
        assert_eq!(forms(Language::English, "chad"), ["chad"]);
    }

    #[test]
    fn arabic_prefixes() {
        let case = |word: &str, bare: &str| {
            let found = without_prefixes(Language::Arabic, word);
            assert!(found.iter().any(|one| one == bare), "{bare} is not among {found:?}");
        };
        case("وبالعراق", "العراق");
        case("للعراق", "العراق");
        case("ولبنان", "لبنان");
        case("لسوريا", "سوريا");
        assert!(without_prefixes(Language::Finnish, "لسوريا").is_empty());
    }
}
