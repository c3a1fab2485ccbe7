//! A small language in a large index: twenty Finnish passages among a
//! thousand English ones are found in Finnish as well as alone, and the
//! English ones in English too. Needs no collections: the passages are made
//! here, of few words, so that names, acronyms and short words (`on`, `me`,
//! `he`, `data`, `raja`) stand in both languages and mean other things. With
//! the engine's own statistics and no prior on the language of a question,
//! the Finnish ones fall from 0.96 alone to 0.35.

use crate::{
    dice::Dice,
    figures::{Figures, mean},
    ranking::{Relevant, Text, ask, index_of, ndcg, reciprocal_rank},
};

/// How many English passages there are; the Finnish ones are two in a
/// hundred of all.
const ENGLISH: usize = 980;

/// What a figure may lose in the common index.
const LOSS: f64 = 0.02;

const PLACES: [&str; 10] = [
    "Ankara",
    "Bosaso",
    "Djibouti",
    "Hargeisa",
    "Kampala",
    "Kisumu",
    "Mogadishu",
    "Nairobi",
    "Somalia",
    "Tripoli",
];

const ACRONYMS: [&str; 5] = ["DTM", "IOM", "MIDAS", "RELICA", "UNHCR"];

/// Names that are words in Finnish: border, luck, always, hope, loan.
const NAMES: [&str; 5] = ["Raja", "Onni", "Aina", "Toivo", "Laina"];

/// English nouns, one and many.
const NOUNS: [[&str; 2]; 24] = [
    ["family", "families"],
    ["border", "borders"],
    ["visa", "visas"],
    ["passport", "passports"],
    ["school", "schools"],
    ["teacher", "teachers"],
    ["child", "children"],
    ["worker", "workers"],
    ["city", "cities"],
    ["house", "houses"],
    ["loan", "loans"],
    ["return", "returns"],
    ["register", "registers"],
    ["refugee", "refugees"],
    ["smuggler", "smugglers"],
    ["victim", "victims"],
    ["doctor", "doctors"],
    ["harbour", "harbours"],
    ["interview", "interviews"],
    ["certificate", "certificates"],
    ["permit", "permits"],
    ["course", "courses"],
    ["flood", "floods"],
    ["market", "markets"],
];

const ADJECTIVES: [&str; 6] = ["slow", "local", "new", "costly", "quiet", "safe"];

/// Finnish nouns: genitive, partitive and inessive, as passages have them,
/// then nominative and partitive of the plural, as questions have them.
const SUBSTANTIVES: [[&str; 5]; 20] = [
    ["perheen", "perhettä", "perheessä", "perhe", "perheitä"],
    ["rajan", "rajaa", "rajassa", "raja", "rajoja"],
    ["viisumin", "viisumia", "viisumissa", "viisumi", "viisumeja"],
    ["passin", "passia", "passissa", "passi", "passeja"],
    ["koulun", "koulua", "koulussa", "koulu", "kouluja"],
    ["opettajan", "opettajaa", "opettajassa", "opettaja", "opettajia"],
    ["lapsen", "lasta", "lapsessa", "lapsi", "lapsia"],
    ["kunnan", "kuntaa", "kunnassa", "kunta", "kuntia"],
    ["kaupungin", "kaupunkia", "kaupungissa", "kaupunki", "kaupunkeja"],
    ["asunnon", "asuntoa", "asunnossa", "asunto", "asuntoja"],
    ["lainan", "lainaa", "lainassa", "laina", "lainoja"],
    ["rekisterin", "rekisteriä", "rekisterissä", "rekisteri", "rekistereitä"],
    ["pakolaisen", "pakolaista", "pakolaisessa", "pakolainen", "pakolaisia"],
    [
        "salakuljettajan",
        "salakuljettajaa",
        "salakuljettajassa",
        "salakuljettaja",
        "salakuljettajia",
    ],
    ["uhrin", "uhria", "uhrissa", "uhri", "uhreja"],
    ["lääkärin", "lääkäriä", "lääkärissä", "lääkäri", "lääkäreitä"],
    ["sataman", "satamaa", "satamassa", "satama", "satamia"],
    ["todistuksen", "todistusta", "todistuksessa", "todistus", "todistuksia"],
    ["kurssin", "kurssia", "kurssissa", "kurssi", "kursseja"],
    ["tulvan", "tulvaa", "tulvassa", "tulva", "tulvia"],
];

/// A question and the passage that it was made of.
struct Question {
    text: String,
    answer: String,
}

/// Passages and questions of one language.
#[derive(Default)]
struct Collection {
    texts: Vec<Text>,
    questions: Vec<Question>,
}

impl Collection {
    /// Adds a passage with its questions.
    fn add(&mut self, id: String, text: String, questions: &[String]) {
        let question = |text: &String| Question { text: text.clone(), answer: id.clone() };
        self.questions.extend(questions.iter().map(question));
        self.texts.push(Text { id, title: String::new(), text });
    }
}

/// The passages on each Finnish noun; two more stand in each.
fn finnish() -> Collection {
    let mut all = Collection::default();
    let mut dice = Dice::new(2);
    for (number, one) in SUBSTANTIVES.iter().enumerate() {
        let noun = |ahead: usize| &SUBSTANTIVES[(number + ahead) % SUBSTANTIVES.len()];
        let (two, three) = (noun(7), noun(3));
        let (place, acronym) = (dice.pick(&PLACES), dice.pick(&ACRONYMS));
        let text = format!(
            "Alueella {place} {acronym} auttaa, kun {} tilanne on vaikea. Me kysyimme, miten {} \
             ja {} on parannettu, ja he vastasivat heti. Vuoden aikana toimisto keräsi tietoa \
             siitä, mitä {} tapahtuu. Osa ihmisistä odottaa {} kauan, mutta {} data on valmiina.",
            one[0], one[1], two[1], one[2], two[1], three[0]
        );
        let questions = [
            format!("mitä on {} ja {} {place}", one[4], two[4]),
            format!("{acronym} {place} {} data", one[3]),
            format!("miten he auttavat {} {acronym} on {}", one[4], two[3]),
        ];
        all.add(format!("fi-{number}"), text, &questions);
    }
    all
}

/// English passages on nouns as they fall, with the same places, acronyms
/// and short words.
fn english() -> Collection {
    let mut all = Collection::default();
    let mut dice = Dice::new(1);
    for number in 0..ENGLISH {
        let (one, two, three) = (dice.pick(&NOUNS), dice.pick(&NOUNS), dice.pick(&NOUNS));
        let (place, acronym) = (dice.pick(&PLACES), dice.pick(&ACRONYMS));
        let (name, adjective) = (dice.pick(&NAMES), dice.pick(&ADJECTIVES));
        let text = format!(
            "In {place} the office of {acronym} works on the {} of people who move. He told me \
             that every {} there was {adjective} and that the {} were late again. {name} went \
             into the town with a {} and asked me about it. The data on {} tie into the yearly \
             report on migration.",
            one[1], one[0], two[1], two[0], three[1]
        );
        let question = format!("{adjective} {} and {} in {place} {acronym} {name}", one[1], two[0]);
        let questions = if number % 20 == 0 { vec![question] } else { Vec::new() };
        all.add(format!("en-{number}"), text, &questions);
    }
    all
}

/// Mean nDCG@10 and mean reciprocal rank of the questions in an index of
/// some passages.
fn quality(texts: &[Text], questions: &[&[Question]]) -> Vec<[f64; 2]> {
    let folder = tempfile::tempdir().unwrap();
    let index = index_of(texts, folder.path());
    let score = |question: &Question| {
        let relevant = Relevant::from([(question.answer.clone(), 1.0)]);
        let ids = ask(&index, &question.text);
        (ndcg(&ids, &relevant), reciprocal_rank(&ids, &relevant))
    };
    let each = |questions: &&[Question]| {
        let (gains, ranks): (Vec<f64>, Vec<f64>) = questions.iter().map(score).unzip();
        [mean(&gains), mean(&ranks)]
    };
    questions.iter().map(each).collect()
}

#[test]
fn two_in_a_hundred_are_found_as_if_alone() {
    let (finnish, english) = (finnish(), english());
    let alone =
        [&finnish, &english].map(|all| quality(&all.texts, &[&all.questions]).swap_remove(0));
    let texts: Vec<Text> = english.texts.into_iter().chain(finnish.texts).collect();
    let together = quality(&texts, &[&finnish.questions, &english.questions]);
    let mut figures = Figures::new("twenty Finnish passages among English ones");
    for ((name, alone), together) in ["Finnish", "English"].iter().zip(alone).zip(together) {
        for (measure, place) in [("nDCG@10", 0), ("MRR@10", 1)] {
            figures.show(&format!("{name} {measure}, alone"), alone[place]);
            figures.hold(&format!("{name} {measure}"), together[place], alone[place] - LOSS);
        }
    }
    figures.check();
}
