//! `Language`: the closed list of languages that iomkb tells apart, by
//! ISO 639-1 code (639-3 where there is none). One table says for each what
//! class it is in, and so which fields of the index it has. Knows nothing of
//! detection, stemming or the index.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// How a language is searched; DESIGN.md, section 1, table of languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Has a stemmer: two fields of its own.
    Stemmed,
    /// Written without spaces: one field of character pairs.
    Unspaced,
    /// Known by name, searched in the common field of unstemmed words.
    Unstemmed,
    /// Not determined.
    Unknown,
}

macro_rules! languages {
    ($($variant:ident $code:literal $name:literal $class:ident;)*) => {
        /// A language of a passage, a document or a query.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Language {
            $(#[doc = $name] $variant,)*
        }

        impl Language {
            /// Every language, stemmed ones first; `und` is last.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code: two letters where ISO 639-1 has one, else three.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The English name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// How the language is searched.
            #[must_use]
            pub const fn class(self) -> Class {
                match self { $(Self::$variant => Class::$class),* }
            }
        }
    };
}

// The unstemmed ones are the languages that whatlang 0.18 names.
languages! {
    Arabic "ar" "Arabic" Stemmed;
    Danish "da" "Danish" Stemmed;
    German "de" "German" Stemmed;
    Greek "el" "Greek" Stemmed;
    English "en" "English" Stemmed;
    Spanish "es" "Spanish" Stemmed;
    Finnish "fi" "Finnish" Stemmed;
    French "fr" "French" Stemmed;
    Hungarian "hu" "Hungarian" Stemmed;
    Italian "it" "Italian" Stemmed;
    Dutch "nl" "Dutch" Stemmed;
    Norwegian "no" "Norwegian" Stemmed;
    Portuguese "pt" "Portuguese" Stemmed;
    Romanian "ro" "Romanian" Stemmed;
    Russian "ru" "Russian" Stemmed;
    Swedish "sv" "Swedish" Stemmed;
    Tamil "ta" "Tamil" Stemmed;
    Turkish "tr" "Turkish" Stemmed;
    Chinese "zh" "Chinese" Unspaced;
    Japanese "ja" "Japanese" Unspaced;
    Thai "th" "Thai" Unspaced;
    Afrikaans "af" "Afrikaans" Unstemmed;
    Akan "ak" "Akan" Unstemmed;
    Amharic "am" "Amharic" Unstemmed;
    Azerbaijani "az" "Azerbaijani" Unstemmed;
    Belarusian "be" "Belarusian" Unstemmed;
    Bulgarian "bg" "Bulgarian" Unstemmed;
    Bengali "bn" "Bengali" Unstemmed;
    Catalan "ca" "Catalan" Unstemmed;
    Czech "cs" "Czech" Unstemmed;
    Welsh "cy" "Welsh" Unstemmed;
    Esperanto "eo" "Esperanto" Unstemmed;
    Estonian "et" "Estonian" Unstemmed;
    Persian "fa" "Persian" Unstemmed;
    Gujarati "gu" "Gujarati" Unstemmed;
    Hebrew "he" "Hebrew" Unstemmed;
    Hindi "hi" "Hindi" Unstemmed;
    Croatian "hr" "Croatian" Unstemmed;
    Armenian "hy" "Armenian" Unstemmed;
    Indonesian "id" "Indonesian" Unstemmed;
    Javanese "jv" "Javanese" Unstemmed;
    Georgian "ka" "Georgian" Unstemmed;
    Khmer "km" "Khmer" Unstemmed;
    Kannada "kn" "Kannada" Unstemmed;
    Korean "ko" "Korean" Unstemmed;
    Latin "la" "Latin" Unstemmed;
    Lithuanian "lt" "Lithuanian" Unstemmed;
    Latvian "lv" "Latvian" Unstemmed;
    Macedonian "mk" "Macedonian" Unstemmed;
    Malayalam "ml" "Malayalam" Unstemmed;
    Marathi "mr" "Marathi" Unstemmed;
    Burmese "my" "Burmese" Unstemmed;
    Nepali "ne" "Nepali" Unstemmed;
    Oriya "or" "Oriya" Unstemmed;
    Punjabi "pa" "Punjabi" Unstemmed;
    Polish "pl" "Polish" Unstemmed;
    Sinhala "si" "Sinhala" Unstemmed;
    Slovak "sk" "Slovak" Unstemmed;
    Slovene "sl" "Slovene" Unstemmed;
    Shona "sn" "Shona" Unstemmed;
    Serbian "sr" "Serbian" Unstemmed;
    Telugu "te" "Telugu" Unstemmed;
    Turkmen "tk" "Turkmen" Unstemmed;
    Tagalog "tl" "Tagalog" Unstemmed;
    Ukrainian "uk" "Ukrainian" Unstemmed;
    Urdu "ur" "Urdu" Unstemmed;
    Uzbek "uz" "Uzbek" Unstemmed;
    Vietnamese "vi" "Vietnamese" Unstemmed;
    Yiddish "yi" "Yiddish" Unstemmed;
    Zulu "zu" "Zulu" Unstemmed;
    Undetermined "und" "undetermined" Unknown;
}

/// Other codes for a language of the list: ISO 639-3, older codes and the
/// two written norms of Norwegian.
const ALIASES: &[(&str, Language)] = &[
    ("nb", Language::Norwegian),
    ("nn", Language::Norwegian),
    ("iw", Language::Hebrew),
    ("in", Language::Indonesian),
    ("jw", Language::Javanese),
    ("fil", Language::Tagalog),
    ("ara", Language::Arabic),
    ("cmn", Language::Chinese),
    ("dan", Language::Danish),
    ("deu", Language::German),
    ("ell", Language::Greek),
    ("eng", Language::English),
    ("fin", Language::Finnish),
    ("fra", Language::French),
    ("hun", Language::Hungarian),
    ("ita", Language::Italian),
    ("jpn", Language::Japanese),
    ("nld", Language::Dutch),
    ("nno", Language::Norwegian),
    ("nob", Language::Norwegian),
    ("nor", Language::Norwegian),
    ("por", Language::Portuguese),
    ("ron", Language::Romanian),
    ("rus", Language::Russian),
    ("spa", Language::Spanish),
    ("swe", Language::Swedish),
    ("tam", Language::Tamil),
    ("tha", Language::Thai),
    ("tur", Language::Turkish),
    ("zho", Language::Chinese),
];

impl Language {
    /// The languages that have a class, in the order of [`Language::ALL`].
    pub fn of_class(class: Class) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |language| language.class() == class)
    }

    /// Whether the language has fields of its own in the index.
    #[must_use]
    pub fn has_own_field(self) -> bool {
        matches!(self.class(), Class::Stemmed | Class::Unspaced)
    }

    /// The language whose fields its words are in: its own, or `und`.
    #[must_use]
    pub fn field(self) -> Self {
        if self.has_own_field() { self } else { Self::Undetermined }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// Reads a code in any case, with or without a region or script
/// (`sv`, `SV`, `sv-FI`, `zh_Hans`), or an English name.
///
/// # Errors
/// [`Error::Value`] with the nearest codes when the language is not known.
impl FromStr for Language {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let lower = text.trim().to_lowercase();
        let primary = lower.split(['-', '_']).next().unwrap_or_default();
        let known = |language: &&Self| language.code() == primary;
        let named = |language: &&Self| language.name().to_lowercase() == lower;
        Self::ALL
            .iter()
            .find(known)
            .or_else(|| Self::ALL.iter().find(named))
            .copied()
            .or_else(|| ALIASES.iter().find(|(code, _)| *code == primary).map(|found| found.1))
            .ok_or_else(|| unknown(text, &lower))
    }
}

/// The error for a language that is not in the list, with codes and names
/// that begin alike.
fn unknown(given: &str, lower: &str) -> Error {
    let start: String = lower.chars().take(2).collect();
    let nearest = Language::ALL
        .iter()
        .filter(|language| !start.is_empty() && language.name().to_lowercase().starts_with(&start))
        .map(|language| language.code().to_owned())
        .collect();
    Error::Value {
        what: "language",
        value: given.to_owned(),
        message: "give an ISO 639-1 code such as en, fi or sv, or und".to_owned(),
        nearest,
    }
}

impl Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, Language};

    #[test]
    fn every_code_reads_back() {
        for language in Language::ALL {
            assert_eq!(language.code().parse::<Language>().unwrap(), *language);
            assert_eq!(language.name().parse::<Language>().unwrap(), *language);
        }
    }

    #[test]
    fn tags_and_norms_are_forgiven() {
        let case = |text: &str, language| assert_eq!(text.parse::<Language>().unwrap(), language);
        case("FI", Language::Finnish);
        case("sv-FI", Language::Swedish);
        case("zh_Hans", Language::Chinese);
        case("nn", Language::Norwegian);
        case(" swe ", Language::Swedish);
    }

    #[test]
    fn an_unknown_one_offers_others() {
        let message = "swe-dish?".parse::<Language>();
        assert!(message.is_ok(), "the primary subtag decides");
        assert!("xx".parse::<Language>().is_err());
    }

    #[test]
    fn the_table_of_the_design_holds() {
        assert_eq!(Language::of_class(Class::Stemmed).count(), 18);
        assert_eq!(Language::of_class(Class::Unspaced).count(), 3);
    }
}
