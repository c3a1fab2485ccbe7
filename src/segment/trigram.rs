//! How alike a text's trigrams are to those of each language, as whatlang
//! counts them. The only file that names whatlang; guards it from texts
//! that it cannot take.

use whatlang::{Lang, dev};

use crate::language::Language;

/// The trigrams of one text.
pub(super) struct Trigrams {
    /// How many kinds there are, at least 1.
    pub(super) count: f32,
    scores: Vec<(Lang, f64)>,
}

impl Trigrams {
    /// Counts the trigrams of a text; none when its script names its
    /// language or there is no trigram.
    pub(super) fn of(text: &str) -> Option<Self> {
        let outcome = match dev::raw_detect(text).lang_info? {
            dev::RawLangInfo::MultiScript(combined) => combined.trigram_raw_outcome,
            dev::RawLangInfo::OneScript(_) | dev::RawLangInfo::Mandarin(_) => return None,
        };
        let count = f32::from(u16::try_from(outcome.trigrams_count).unwrap_or(u16::MAX));
        (count >= 1.0).then_some(Self { count, scores: outcome.scores })
    }

    /// How alike they are to those of a language, 0 to 1.
    pub(super) fn similarity(&self, language: Language) -> f32 {
        let found = self.scores.iter().find(|(lang, _)| language_of(*lang) == language);
        found.map_or(0.0, |&(_, score)| to_f32(score))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a similarity from 0 to 1")]
fn to_f32(score: f64) -> f32 {
    score as f32
}

/// The language of the table that whatlang means.
fn language_of(lang: Lang) -> Language {
    match lang {
        Lang::Nob => Language::Norwegian,
        Lang::Pes => Language::Persian,
        _ => CODES
            .iter()
            .find(|(known, _)| *known == lang)
            .map_or(Language::Undetermined, |found| found.1),
    }
}

/// whatlang's languages that share a script.
const CODES: &[(Lang, Language)] = &[
    (Lang::Spa, Language::Spanish),
    (Lang::Eng, Language::English),
    (Lang::Por, Language::Portuguese),
    (Lang::Ind, Language::Indonesian),
    (Lang::Fra, Language::French),
    (Lang::Deu, Language::German),
    (Lang::Jav, Language::Javanese),
    (Lang::Vie, Language::Vietnamese),
    (Lang::Ita, Language::Italian),
    (Lang::Tur, Language::Turkish),
    (Lang::Pol, Language::Polish),
    (Lang::Ron, Language::Romanian),
    (Lang::Hrv, Language::Croatian),
    (Lang::Nld, Language::Dutch),
    (Lang::Uzb, Language::Uzbek),
    (Lang::Hun, Language::Hungarian),
    (Lang::Aze, Language::Azerbaijani),
    (Lang::Ces, Language::Czech),
    (Lang::Zul, Language::Zulu),
    (Lang::Swe, Language::Swedish),
    (Lang::Aka, Language::Akan),
    (Lang::Sna, Language::Shona),
    (Lang::Afr, Language::Afrikaans),
    (Lang::Fin, Language::Finnish),
    (Lang::Slk, Language::Slovak),
    (Lang::Tgl, Language::Tagalog),
    (Lang::Tuk, Language::Turkmen),
    (Lang::Dan, Language::Danish),
    (Lang::Cat, Language::Catalan),
    (Lang::Lit, Language::Lithuanian),
    (Lang::Slv, Language::Slovene),
    (Lang::Epo, Language::Esperanto),
    (Lang::Lav, Language::Latvian),
    (Lang::Est, Language::Estonian),
    (Lang::Lat, Language::Latin),
    (Lang::Cym, Language::Welsh),
    (Lang::Rus, Language::Russian),
    (Lang::Ukr, Language::Ukrainian),
    (Lang::Srp, Language::Serbian),
    (Lang::Bel, Language::Belarusian),
    (Lang::Bul, Language::Bulgarian),
    (Lang::Mkd, Language::Macedonian),
    (Lang::Ara, Language::Arabic),
    (Lang::Urd, Language::Urdu),
    (Lang::Hin, Language::Hindi),
    (Lang::Mar, Language::Marathi),
    (Lang::Nep, Language::Nepali),
    (Lang::Heb, Language::Hebrew),
    (Lang::Yid, Language::Yiddish),
];
