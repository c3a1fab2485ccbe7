//! Names that are also words: guarded, so that they count in a text only as
//! they are written and beside another name of their concept.

use std::{
    collections::BTreeSet,
    io::Write,
    process::{Command, Stdio},
};

use iomkb::topic::{Label, LabelKind};

use crate::{built_in, topics};

/// Common short words that are written like an acronym in a heading in
/// capitals. Each is frequent in a language that it stands under, and may
/// stand for itself in others.
const WORDS: &[(&str, &str)] = &[
    (
        "en",
        "act aid aim all and any are arm art ask bad ban bar bay bed bet bid big bill bit body book
         born both box boy but buy call camp can cap car care case cash city come cost cut data date
         day days deal did dig disc does done door down due each east end err etc ever face fact
         fair fan far fast fee few file fit five flow food for form four free from fun fund gap
         gate get give goal god good got gun guy had hand hard has head heal help her here high
         him his home hope hot how idea ill into its job join just keep kid know lab lack land last
         law lead led let life like link list live long lot love low made main make man many map
         maps march match may mean meet men mid miss mode more most much must name near need net
         new news next nor not now odd off oil old one only open our out over own part past path
         pay peace plan play poor port rain raise rate red rep rest rise risk road role room route
         run safe said sale save say sea see self send set she ship side sir sit six smart some
         soon spot stand star start state stay step stop sun sure take talk task team tech ten test
         that the them then they this time tip too top town train trust try turn two unit use van
         view vote want war was way web well west what when who why will win with work year yes
         yet you",
    ),
    (
        "fi",
        "aika ala asia eli ero esi estä hän idea ilo ja jo jos joten kai kun kuu lapsi maa me mies
         mm mukaan muu ne niin nyt oli ole on osa pää se sen siis suu syy te tie tuo työ uma uni
         uusi vai voi vuosi yö",
    ),
    (
        "sv",
        "alla att bara barn bli bra den det dig dit du då efter eller en ens ett för från få gå ha
         han hon hos hur in inom ja kan man med mena menas men mer mig mot mycket ned nej ni nu när
         och odd om oss på rad rum sen sin som till tid under upp ut var vi vid än är år",
    ),
    (
        "fr",
        "aide ami ans art au avec but car ce ces cette dans de des dit don donc dos droit du elle
         en est et eux fait femme fin foi fois homme il ils je jeu jour la le les lieu loi main
         mais mer mes mois mon mot ne nos nous on ont or ou par pas pays peu plan plus pour que qui
         rue sa sans se ses si son sont sur ta tant temps tout un une vie vos vous",
    ),
    (
        "es",
        "año al algo aun bien cada casa como con cosa cual dar de del don dos el ella ellos en era
         es eso esta fin fue gran hay hoy la las le ley lo los luz mal mar mas me menas mes mi muy
         nada ni no nos oír paz pero por que red sea ser si sin sol son soy su sur tal tan te tema
         todo tu una va ver vez vida voz ya yo",
    ),
    (
        "de",
        "aber alle als also am an art auch auf aus bei bis da das dem den der des die dir doch du
         ein er es für ganz hat ich ihr im in ist ja jetzt kein mal man mit nach neu nicht noch nun
         nur ob oder rat rot sehr sein sich sie so tag und uns vom von vor war was weg wer wie wir
         wo zu zum zur",
    ),
    (
        "it",
        "al alla amo anche ai che chi ci con cosa da dal del di dove due ecco fa gli ha ho il io la
         le lei lo lui ma mai me meno mi mia mio ne nel noi non oggi ora per più poi qui sei si sia
         solo sono su sua suo te ti tra tu un una uno via voi",
    ),
    (
        "nl",
        "aan al alle als bij dan dat de deze die dit door een en er ga geen haar had heb heeft hem
         het hij hoe hun iets ik in is ja je kan maar me meer men met mijn na naar niet nog nu of om
         ons ook op over te tot u uit van veel voor waar was wat we wel werd wie wij zal ze zich zij
         zo",
    ),
    (
        "pt",
        "ano ao após até bem com como da das de do dos ela ele em era essa foi há isso já lhe lei
         mais mas me mesmo meu muito na nas no nos nós o os ou para pela por que quem se sem ser seu
         só sua são tem um uma vai você",
    ),
    (
        "ru",
        "без был быть вам вас весь вид воз вот все год дар два день для дом его если есть еще или
         как код кот кто лес луч мир мне мол мост мот нас нет она они оно под пол пот при про раз
         род сам сор сто суд так там тот три тут ход час чем что шаг это",
    ),
];

/// Whether a label is an acronym: one short word in capitals or digits.
fn is_acronym(label: &Label) -> bool {
    let text = &label.text;
    let capitals = text.chars().filter(|letter| letter.is_alphabetic()).take(2);
    !text.contains(char::is_whitespace)
        && text.chars().count() <= 8
        && capitals.clone().count() == 2
        && capitals.clone().all(char::is_uppercase)
}

#[test]
fn no_acronym_is_a_common_word_without_a_guard() {
    let words: BTreeSet<&str> =
        WORDS.iter().flat_map(|(_, words)| words.split_whitespace()).collect();
    let mut met = 0;
    for concept in topics(&built_in()) {
        for label in concept.labels.iter().filter(|label| is_acronym(label)) {
            let word = label.text.to_lowercase();
            let common = words.contains(word.as_str()) || word.chars().count() < 3;
            let counts = !matches!(label.kind, LabelKind::Guarded | LabelKind::Hidden);
            assert!(!(common && counts), "{}: {} needs a guard", concept.id, label.text);
            met += usize::from(common);
        }
    }
    assert!(met >= 8, "only {met} acronyms are words: is the list still read?");
}

#[test]
fn a_guarded_name_has_another_beside_it_and_is_not_matched_as_it_is() {
    for concept in topics(&built_in()) {
        let of = |kind: LabelKind| concept.labels.iter().filter(move |label| label.kind == kind);
        for guarded in of(LabelKind::Guarded) {
            assert!(guarded.lang.is_empty(), "{}: {}", concept.id, guarded.text);
            let others = concept.labels.iter().filter(|label| label.kind != LabelKind::Guarded);
            let same = others.clone().any(|label| label.text == guarded.text);
            assert!(!same, "{}: {} is guarded and not", concept.id, guarded.text);
        }
        for hidden in of(LabelKind::Hidden) {
            let matched = [LabelKind::Preferred, LabelKind::Alternative]
                .into_iter()
                .flat_map(of)
                .any(|label| label.lang == hidden.lang && label.text == hidden.text);
            assert!(!matched, "{}: {} is hidden and not", concept.id, hidden.text);
        }
    }
}

/// The topics of a text, as the program answers.
fn topics_of(text: &str) -> Vec<String> {
    let mut program = Command::new(env!("CARGO_BIN_EXE_iomkb"))
        .args(["inspect", "--format", "jsonl", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    program.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = program.wait_with_output().unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let topics = answer["topics"].as_array().unwrap();
    topics.iter().map(|topic| topic["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn words_are_not_taken_for_concepts() {
    let case = |text: &str| assert_eq!(topics_of(text), Vec::<String>::new(), "{text}");
    case("CHESS MATCH: the match of the year. Maps of the hall are at the door.");
    case("WHO WINS? Those who play well win, and those who do not play well lose.");
    case("Take care, put the disc in the drive, and then watch the odd film.");
    case("THE COMPACT DISC AND THE MAPS. About 20 MM of rain fell in the night.");
    case("Drug trafficking and arms trafficking are crimes; cigarettes were smuggled.");
    case("Vaccines save lives. Vulnerable groups get them first, said the minister.");
    case("Skills development for plumbers, with information campaigns in schools.");
    case("Migreeni on yleinen sairaus, johon moni hakee apua lääkäriltä joka vuosi.");
    case("Die Schleuse im Kanal ist neu. Seit der Rückkehr des Sommers fahren Boote.");
    case("Президент прибыл в страну с визитом, который продлится до конца недели.");
}

#[test]
fn systems_are_found_beside_a_name_that_says_which() {
    let case = |text: &str, id: &str| assert!(topics_of(text).contains(&id.to_owned()), "{text}");
    case("The World Health Organization (WHO) met in Geneva; WHO published a plan.", "who");
    case("Migration of African Talents through Capacity building and Hiring (MATCH)", "match");
    case("The International Labour Organization was there; the ILO spoke first.", "ilo");
}
