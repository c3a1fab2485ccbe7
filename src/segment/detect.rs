//! Which language a text is in. The script decides where it can; where
//! languages share a script, `tally` weighs words, letters and trigrams.
//! Undetermined is a rival like the others, so that names, numbers and
//! languages outside the table are not forced into a neighbour. Knows
//! nothing of sentences or passages.

use std::{borrow::Cow, collections::HashMap};

use super::{
    profile::{self, Table},
    script::{Census, Script},
    tally::Tally,
};
use crate::language::Language;

/// The lead over undetermined that an isolated text needs.
const MARGIN: f32 = 1.0;
/// The least share of the probability that the best language must have.
/// On two-word texts in 13 languages it turns wrong answers from 33 % into
/// 7 %, the rest undetermined.
const DOUBT: f32 = 0.45;
/// What the language that a record states has over the others.
const HINT: f32 = 2.5;
/// Languages that fall behind the best by more than this are dropped.
pub(super) const RANGE: f32 = 25.0;
/// Longer texts are judged by their first characters, in bytes.
const ENOUGH: usize = 2_000;

/// What a text says for each language.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    /// Log odds of a language against undetermined; best first. Languages
    /// that are not here are behind by [`Evidence::reach`].
    pub(super) scores: Vec<(Language, f32)>,
    /// How far below the best an unnamed language stands, above 0.
    pub(super) reach: f32,
}

impl Evidence {
    /// The language that is likeliest by itself; none without evidence.
    pub(super) fn best(&self) -> Option<Language> {
        self.scores.first().map(|found| found.0)
    }

    /// Puts undetermined beside the best language when that has too little
    /// of the probability.
    fn doubt(&mut self) {
        let Some(&(_, best)) = self.scores.first() else { return };
        let sum: f32 = self.scores.iter().map(|found| (found.1 - best).exp()).sum();
        if sum.recip() >= DOUBT {
            return;
        }
        if let Some(found) = self.scores.iter_mut().find(|f| f.0 == Language::Undetermined) {
            found.1 = best;
        }
    }

    /// Tips the balance towards a language, if the text says anything.
    pub(super) fn favour(&mut self, language: Language) {
        if let Some(found) = self.scores.iter_mut().find(|found| found.0 == language) {
            found.1 += HINT;
            self.scores.sort_by(|a, b| b.1.total_cmp(&a.1));
        }
    }
}

/// Tells languages apart; holds the tables, built once.
pub struct Detector {
    tables: HashMap<Script, Table>,
    allowed: Option<Vec<Language>>,
}

impl Detector {
    /// Builds the tables. `allowed` closes the choice: every text with
    /// letters that can be in one of these languages is in one of them.
    #[must_use]
    pub fn new(allowed: Option<&[Language]>) -> Self {
        Self { tables: profile::read(), allowed: allowed.map(<[Language]>::to_vec) }
    }

    /// The language of one isolated text; undetermined when it is doubtful.
    #[must_use]
    pub fn detect(&self, text: &str) -> Language {
        let evidence = self.evidence(text, None);
        let rival = evidence.scores.iter().find(|found| found.0 == Language::Undetermined);
        let margin = rival.map_or(0.0, |found| found.1) + self.lead();
        match evidence.scores.iter().find(|found| found.0 != Language::Undetermined) {
            Some(&(language, score)) if score > margin => language,
            _ => Language::Undetermined,
        }
    }

    /// What undetermined has over the others: nothing can hold it up where
    /// the choice is closed.
    pub(super) fn lead(&self) -> f32 {
        if self.allowed.is_some() { f32::NEG_INFINITY } else { MARGIN }
    }

    /// What a text says for each language. Less is asked of it where it
    /// agrees with the language `before` it.
    pub(super) fn evidence(&self, text: &str, before: Option<Language>) -> Evidence {
        let text = &without_addresses(start(text));
        let census = Census::of(text);
        let Some((script, letters)) = census.main() else { return Evidence::default() };
        let reach = (letters_weight(letters)).min(RANGE);
        let mut scores = match script {
            Script::Of(language) => vec![(of_script(text, language), reach)],
            Script::Han => vec![han(text, &census, reach)],
            Script::Foreign => Vec::new(),
            _ => self
                .tables
                .get(&script)
                .map_or_else(Vec::new, |table| Tally::new(table, script).weigh(text, before)),
        };
        if let Some(allowed) = &self.allowed {
            scores.retain(|found| allowed.contains(&found.0));
        }
        if scores.iter().all(|found| found.0 != Language::Undetermined) {
            let closed = self.allowed.is_some() && !scores.is_empty();
            scores.push((Language::Undetermined, if closed { -2.0 * RANGE } else { 0.0 }));
        }
        scores.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut evidence = Evidence { scores, reach };
        evidence.doubt();
        evidence
    }
}

/// The start of a text, cut at a character.
fn start(text: &str) -> &str {
    if text.len() <= ENOUGH {
        return text;
    }
    let end = (0..=ENOUGH).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}

/// A text without its web and mail addresses, which are in no language.
fn without_addresses(text: &str) -> Cow<'_, str> {
    let is_address =
        |chunk: &str| chunk.contains("://") || chunk.contains("www.") || chunk.contains('@');
    if !is_address(text) {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> = text.split_whitespace().filter(|chunk| !is_address(chunk)).collect();
    Cow::Owned(words.join(" "))
}

/// What so many letters of a script say.
fn letters_weight(letters: u32) -> f32 {
    f32::from(u16::try_from(letters).unwrap_or(u16::MAX)) * 0.7
}

/// The language of a script that names one. Letters that only others need
/// tell Assamese from Bengali, and Mon and Shan from Burmese.
fn of_script(text: &str, language: Language) -> Language {
    let foreign = match language {
        Language::Bengali => text.contains(['ৰ', 'ৱ']),
        Language::Burmese => text.contains(|c| ('\u{1050}'..='\u{109F}').contains(&c)),
        _ => false,
    };
    if foreign { Language::Undetermined } else { language }
}

/// Characters that Japan simplified and China did not, or otherwise.
const JAPANESE: &str = "関発対経済権労検図団応変桜広沢帰実単価悪圧囲気歳証総続択値転伝\
    届読拝浜辺訳様営駅円塩横恵鉱剣険黒砕雑児収従獣縦処奨焼乗剰働込畑峠枠匂";

/// Chinese or Japanese: kana decide, then characters that only Japan has.
fn han(text: &str, census: &Census, reach: f32) -> (Language, f32) {
    let (kana, han) = (census.count(Script::Kana), census.count(Script::Han));
    let japanese = kana * 10 > han || (kana == 0 && text.chars().any(|c| JAPANESE.contains(c)));
    (if japanese { Language::Japanese } else { Language::Chinese }, reach)
}

#[cfg(test)]
mod tests {
    use super::Detector;
    use crate::language::Language::{
        self, Arabic, Chinese, Danish, Dutch, English, Estonian, Finnish, French, German, Greek,
        Hungarian, Italian, Japanese, Norwegian, Persian, Polish, Portuguese, Romanian, Russian,
        Spanish, Swedish, Tamil, Thai, Turkish, Ukrainian, Undetermined,
    };

    #[test]
    fn plain_sentences_are_told() {
        let detector = Detector::new(None);
        let case = |text: &str, expected: Language| {
            assert_eq!(detector.detect(text), expected, "{text}");
        };
        case("The children were sent to another school last year.", English);
        case("THE CHILDREN WERE SENT TO ANOTHER SCHOOL", English);
        case("Lapset lähetettiin viime vuonna toiseen kouluun.", Finnish);
        case("Barnen skickades till en annan skola förra året.", Swedish);
        case("Børnene blev sendt til en anden skole sidste år.", Danish);
        case("Barna ble sendt til en annen skole i fjor, sa hun.", Norwegian);
        case("Borna vart sende til ein annan skule i fjor.", Norwegian);
        case("Die Kinder wurden im letzten Jahr auf eine andere Schule geschickt.", German);
        case("Les enfants ont été envoyés dans une autre école.", French);
        case("Los niños fueron enviados a otra escuela el año pasado.", Spanish);
        case("As crianças foram enviadas para outra escola no ano passado.", Portuguese);
        case("I bambini sono stati mandati in un'altra scuola.", Italian);
        case("De kinderen werden vorig jaar naar een andere school gestuurd.", Dutch);
        case("Copiii au fost trimiși la o altă școală anul trecut.", Romanian);
        case("A gyerekeket tavaly egy másik iskolába küldték.", Hungarian);
        case("Çocuklar geçen yıl başka bir okula gönderildi.", Turkish);
        case("Детей отправили в другую школу в прошлом году.", Russian);
        case("Дітей відправили до іншої школи минулого року.", Ukrainian);
        case("أرسل الأطفال إلى مدرسة أخرى في العام الماضي.", Arabic);
        case("کودکان سال گذشته به مدرسه دیگری فرستاده شدند.", Persian);
        case("Τα παιδιά στάλθηκαν σε άλλο σχολείο.", Greek);
        case("குழந்தைகள் வேறு பள்ளிக்கு அனுப்பப்பட்டனர்.", Tamil);
        case("孩子们去年被送到了另一所学校。", Chinese);
        case("子どもたちは昨年、別の学校に送られた。", Japanese);
        case("เด็กๆ ถูกส่งไปโรงเรียนอื่นเมื่อปีที่แล้ว", Thai);
        case("Dzieci zostały w zeszłym roku wysłane do innej szkoły.", Polish);
        case("Lapsed saadeti eelmisel aastal teise kooli.", Estonian);
    }

    #[test]
    fn what_is_doubtful_is_undetermined() {
        let detector = Detector::new(None);
        let case = |text: &str| assert_eq!(detector.detect(text), Undetermined, "{text}");
        case("");
        case("12 345,67 / 2019-20");
        case("😀 🇫🇮 \u{0}\u{301}");
        case("+358 9 1234567");
        case("https://www.example.org/the/and/of");
        case("xqzv wqrt pflk zzxv");
        case("Börnin voru send í annan skóla á síðasta ári og það var gott.");
        case("Haurrak beste ikastetxe batera bidali zituzten iaz.");
        case("Fëmijët u dërguan në një shkollë tjetër vitin e kaluar.");
        case("Watoto walipelekwa katika shule nyingine mwaka jana.");
        case("Балаларды былтыр басқа мектепке жіберді.");
    }

    #[test]
    fn a_closed_choice_is_kept() {
        let detector = Detector::new(Some(&[Finnish, Swedish]));
        let case = |text: &str, expected: Language| {
            assert_eq!(detector.detect(text), expected, "{text}");
        };
        case("Barna ble sendt til en annen skole.", Swedish);
        case("Lapsed saadeti teise kooli.", Finnish);
        case("Дети", Undetermined);
        case("2019", Undetermined);
    }
}
