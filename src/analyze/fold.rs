//! Folds a word: gives one spelling to what readers take for one word, in
//! every script. Hides Unicode normal forms and the writing habits of single
//! languages. Never takes an accent off a letter that is a letter of its own
//! (å, ö, é, ñ): those words differ. Endings are the business of `stem`.

use std::borrow::Cow;

use unicode_normalization::{
    UnicodeNormalization,
    char::{decompose_canonical, is_combining_mark},
};

use super::words::{digit, is_apostrophe, is_ignorable};
use crate::language::Language;

/// The longest term in bytes: room for any word, and far below what the
/// index takes.
pub(super) const MAX_TERM: usize = 255;

/// Folds a word.
///
/// Small letters, in Turkish by Turkish rules; Unicode form NFKC; ASCII
/// digits and apostrophes; no soft hyphens, joiners, Arabic or Hebrew vowel
/// marks, Greek accents; one spelling of alef, yeh, kaf and teh marbuta, of
/// the final sigma, of ё, œ, and of the Romanian comma below. At most 255
/// bytes, cut between characters; empty only for a word of marks alone.
#[must_use]
pub fn fold(word: &str, language: Language) -> Cow<'_, str> {
    match letters(word, language) {
        Cow::Owned(folded) => Cow::Owned(unify_arabic(folded)),
        borrowed @ Cow::Borrowed(_) => borrowed,
    }
}

/// Everything that [`fold`] does but [`unify_arabic`].
pub(super) fn letters(word: &str, language: Language) -> Cow<'_, str> {
    if word.is_ascii() {
        return ascii(cut(word), language);
    }
    let mut out = String::with_capacity(word.len() + 4);
    for found in word.chars().filter(|c| !is_ignorable(*c)).nfkc() {
        for small in lower(found, language) {
            push(&mut out, small, language);
        }
        if out.len() > MAX_TERM {
            break;
        }
    }
    out.truncate(cut(&out).len());
    Cow::Owned(out)
}

/// The text, or as much of it as a term may have.
pub(super) fn cut(text: &str) -> &str {
    let end = (0..=text.len().min(MAX_TERM)).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

/// Gives the letters of Arabic that are often exchanged in writing one form:
/// alef with its signs, dotless and Persian yeh, Persian kaf, teh marbuta.
pub(super) fn unify_arabic(text: String) -> String {
    let unify = |c| match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        'ة' | 'ۀ' => 'ه',
        other => other,
    };
    let exchanged = |c: char| unify(c) != c;
    if text.contains(exchanged) { text.chars().map(unify).collect() } else { text }
}

fn ascii(word: &str, language: Language) -> Cow<'_, str> {
    if language == Language::Turkish && word.contains('I') {
        return Cow::Owned(word.replace('I', "ı").to_lowercase());
    }
    if word.bytes().any(|b| b.is_ascii_uppercase() || b == b'`') {
        return Cow::Owned(word.to_ascii_lowercase().replace('`', "'"));
    }
    Cow::Borrowed(word)
}

/// The small letters of a letter.
fn lower(c: char, language: Language) -> impl Iterator<Item = char> {
    let turkish = language == Language::Turkish;
    let (one, many) = match c {
        'I' if turkish => (Some('ı'), None),
        // Its usual small letter has a second dot as a mark of its own.
        'İ' => (Some('i'), None),
        _ => (None, Some(c.to_lowercase())),
    };
    one.into_iter().chain(many.into_iter().flatten())
}

/// Adds a small letter in its folded form, or nothing for a mark that is
/// dropped.
fn push(out: &mut String, c: char, language: Language) {
    let code = u32::from(c);
    if let Some(value) = digit(c) {
        out.extend(char::from_digit(value, 10));
    } else if is_apostrophe(c) {
        out.push('\'');
    } else if matches!(code, 0x370..=0x3FF | 0x1F00..=0x1FFF) {
        out.push(greek(c));
    } else if is_dropped(c) || is_accent_of(out.chars().next_back(), c) {
        // Nothing of it is left.
    } else if c == 'œ' {
        out.push_str("oe");
    } else {
        out.push(variant(c, language));
    }
}

/// The letter that stands for one of several in use.
fn variant(c: char, language: Language) -> char {
    let romanian = language == Language::Romanian;
    match c {
        'ё' => 'е',
        // Fonts without the comma made the cedilla common; Turkish has it.
        'ş' | 'ș' => {
            if romanian {
                'ș'
            } else {
                'ş'
            }
        }
        'ţ' | 'ț' => {
            if romanian {
                'ț'
            } else {
                'ţ'
            }
        }
        '\u{66B}' => '.',
        '\u{66C}' => ',',
        '\u{5F4}' | '\u{201D}' => '"',
        other => other,
    }
}

/// A Greek letter without accent and breathing, as capitals are written.
fn greek(c: char) -> char {
    let mut base = None;
    decompose_canonical(c, |part| base = base.or(Some(part)));
    match base.unwrap_or(c) {
        'ς' => 'σ',
        letter => letter,
    }
}

/// Whether the character is left out: tatweel, Arabic and Hebrew vowel
/// marks, variation selectors, enclosing marks, the Catalan middle dot, and
/// spaces that NFKC made.
fn is_dropped(c: char) -> bool {
    matches!(u32::from(c),
        0x640 | 0x610..=0x61A | 0x64B..=0x65F | 0x670 | 0x6D6..=0x6DC | 0x6DF..=0x6E8
        | 0x6EA..=0x6ED | 0x8D3..=0x8FF
        | 0x591..=0x5BD | 0x5BF | 0x5C1 | 0x5C2 | 0x5C4 | 0x5C5 | 0x5C7
        | 0x34F | 0x20DD..=0x20E4 | 0xFE00..=0xFE0F | 0xE0100..=0xE01EF | 0xB7)
        || c.is_whitespace()
        || is_ignorable(c)
}

/// Whether the mark only shows the stress of a Greek or Cyrillic letter, or
/// is the second dot of an i.
fn is_accent_of(before: Option<char>, mark: char) -> bool {
    match before {
        Some('i') => mark == '\u{307}',
        Some('\u{370}'..='\u{3FF}') => is_combining_mark(mark),
        Some('\u{400}'..='\u{52F}') => matches!(mark, '\u{300}' | '\u{301}'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_TERM, fold};
    use crate::language::Language;

    fn case(language: Language, word: &str, expected: &str) {
        assert_eq!(fold(word, language), expected, "{word}");
        assert_eq!(fold(expected, language), expected, "{expected} again");
    }

    #[test]
    fn case_and_forms() {
        let case = |word, expected| case(Language::English, word, expected);
        case("MIGRANT", "migrant");
        case("ＩＯＭ", "iom");
        case("ﬁnal", "final");
        case("Nº", "no");
        case("caf\u{65}\u{301}", "café");
        case("mi\u{AD}gra\u{200B}nt", "migrant");
        case("d’Ivoire", "d'ivoire");
        case("Œuvre", "oeuvre");
        case("İzmir", "izmir");
        case("2️⃣", "2");
        case("٢٠١٨", "2018");
        case("२०१८", "2018");
        case("۳٫۵", "3.5");
    }

    #[test]
    fn letters_of_their_own_stay() {
        case(Language::Swedish, "ÅLÄNDSKÖ", "åländskö");
        case(Language::Spanish, "AÑO", "año");
        case(Language::German, "Straße", "straße");
        case(Language::Danish, "Ærø", "ærø");
        case(Language::Russian, "ЙОД", "йод");
    }

    #[test]
    fn languages_have_habits() {
        case(Language::Turkish, "ISIK", "ısık");
        case(Language::Turkish, "İŞÇİ", "işçi");
        case(Language::Turkish, "I\u{307}", "i");
        case(Language::Romanian, "migraţie", "migrație");
        case(Language::Undetermined, "Timișoara", "timişoara");
        case(Language::Russian, "Ребёнок", "ребенок");
        case(Language::Russian, "мигра\u{301}ция", "миграция");
        case(Language::Greek, "Πρόσφυγας", "προσφυγασ");
        case(Language::Greek, "ΜΑΪΟΣ", "μαιοσ");
        case(Language::Undetermined, "ἄνθρωπος", "ανθρωποσ");
        case(Language::Hebrew, "שָׁלוֹם", "שלום");
        case(Language::Catalan, "col·lectiu", "collectiu");
    }

    #[test]
    fn arabic_spellings_meet() {
        let case = |word, expected| case(Language::Arabic, word, expected);
        case("هُوِيَّة", "هويه");
        case("الهـــوية", "الهويه");
        case("أإآٱ", "اااا");
        case("مستشفى", "مستشفي");
        case("ﻻجئ", "لاجئ");
        case("کودکی", "كودكي");
    }

    #[test]
    fn terms_are_cut_between_characters() {
        assert_eq!(fold(&"a".repeat(300), Language::English).len(), MAX_TERM);
        assert_eq!(fold(&"Ä".repeat(300), Language::Finnish).len(), MAX_TERM - 1);
    }
}
