//! Codes, names, notes and the tree.

use std::collections::{HashMap, HashSet};

use iomkb::topic::{Concept, LabelKind, Vocabulary};

use crate::{built_in, topics};

/// The themes that no other is above: the four areas of migration management,
/// then what runs across them.
const TOPS: &[&str] = &[
    "migration-and-development",
    "facilitating-migration",
    "regulating-migration",
    "forced-migration",
    "migration-governance",
    "rights-and-protection",
    "data-and-evidence",
    "migrant-health",
    "gender-equality",
    "capacity-building",
    "climate-and-disasters",
];

/// Themes that the areas need below them.
const THEMES: &[&str] = &["inclusion", "migration-law", "migration-data", "remittances"];

/// The targets and indicators of the 2030 Agenda that touch migration.
const SDG: &[&str] = &[
    "1.3", "1.4", "1.5", "3.8", "3.c", "3.d", "4.b", "5.1", "5.2", "5.4", "8.5", "8.7", "8.8",
    "10.2", "10.3", "10.4", "10.7", "10.7.1", "10.7.2", "10.7.3", "10.7.4", "10.c", "10.c.1",
    "11.5", "11.b", "13.1", "13.2", "13.3", "16.2", "16.3", "16.9", "16.b", "17.3.2", "17.9",
    "17.14", "17.16", "17.18",
];

/// All ways up from a concept end at the top without a loop.
fn reaches_top(vocabulary: &Vocabulary, concept: &Concept, below: &mut Vec<String>) -> bool {
    if below.contains(&concept.id) {
        return false;
    }
    below.push(concept.id.clone());
    let reached = concept.broader.iter().all(|id| {
        vocabulary.concept(id).is_some_and(|above| reaches_top(vocabulary, above, below))
    });
    below.pop();
    reached
}

#[test]
fn every_concept_hangs_below_a_top_concept() {
    let vocabulary = built_in();
    for concept in topics(&vocabulary) {
        assert!(reaches_top(&vocabulary, concept, &mut Vec::new()), "{} hangs loose", concept.id);
        let scheme = concept.iri.rsplit(':').nth(1).unwrap();
        assert_eq!(concept.scheme, format!("{scheme}s"), "{}", concept.iri);
    }
    let tops: HashSet<&str> = vocabulary
        .tops()
        .filter(|concept| concept.scheme == "themes")
        .map(|concept| concept.id.as_str())
        .collect();
    assert_eq!(tops, TOPS.iter().copied().collect());
    for theme in THEMES {
        assert!(vocabulary.concept(theme).is_some(), "{theme} is missing");
    }
}

#[test]
fn related_concepts_exist() {
    let vocabulary = built_in();
    for concept in topics(&vocabulary) {
        for other in &concept.related {
            assert!(vocabulary.concept(other).is_some(), "{} is related to {other}", concept.id);
        }
        let system = concept.scheme == "systems" && !concept.broader.is_empty();
        assert!(!system || !concept.related.is_empty(), "{} serves no theme", concept.id);
    }
}

#[test]
fn every_concept_has_a_note_and_one_preferred_name_a_language() {
    for concept in topics(&built_in()) {
        assert!(concept.note.ends_with('.'), "the note of {}: {}", concept.id, concept.note);
        let mut languages = HashSet::new();
        for label in concept.labels.iter().filter(|label| label.kind == LabelKind::Preferred) {
            assert!(languages.insert(&label.lang), "{}: two names in {}", concept.id, label.lang);
        }
        assert!(languages.contains(&"en".to_owned()), "{} has no English name", concept.id);
    }
}

#[test]
fn every_objective_and_target_stands_on_one_concept() {
    let vocabulary = built_in();
    let mut places: HashMap<&str, Vec<&str>> = HashMap::new();
    for concept in topics(&vocabulary) {
        for code in &concept.notations {
            places.entry(code).or_default().push(&concept.id);
        }
    }
    let objectives = (1..=23).map(|number| format!("gcm:{number}"));
    let targets = SDG.iter().map(|target| format!("sdg:{target}"));
    let wanted: HashSet<String> = objectives.chain(targets).collect();
    for code in &wanted {
        let found = places.get(code.as_str()).map_or(&[][..], Vec::as_slice);
        assert_eq!(found.len(), 1, "{code} is on {found:?}");
        assert_eq!(vocabulary.find(code).unwrap().id, found[0]);
    }
    for code in places.keys() {
        assert!(wanted.contains(*code), "{code} is not in the lists of this test");
    }
}

#[test]
fn matches_are_identifiers_of_eurovoc_and_yso() {
    let mut exact: HashMap<&str, &str> = HashMap::new();
    let vocabulary = built_in();
    for concept in topics(&vocabulary) {
        for iri in &concept.matches {
            let id = iri
                .strip_prefix("http://eurovoc.europa.eu/")
                .or_else(|| iri.strip_prefix("http://www.yso.fi/onto/yso/p"));
            let digits = id.map(|id| id.strip_prefix("c_").unwrap_or(id));
            let well_formed = digits.is_some_and(|digits| {
                !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_hexdigit())
            });
            assert!(well_formed, "{}: {iri}", concept.id);
            exact.insert(iri, &concept.id);
        }
    }
    assert!(exact.len() > 120, "only {} concepts of other vocabularies", exact.len());
}

#[test]
fn plain_words_and_dated_ones_reach_their_concept() {
    let vocabulary = built_in();
    let case = |name: &str, id: &str| assert_eq!(vocabulary.find(name).unwrap().id, id, "{name}");
    for name in ["trafficking", "trata", "traite", "ihmiskauppa", "人口贩运"] {
        case(name, "trafficking");
    }
    for name in
        ["illegal immigration", "paperittomat", "papperslösa", "sans-papiers", "indocumentados"]
    {
        case(name, "irregular-migration");
    }
    for name in ["kiintiöpakolaiset", "kvotflyktingar", "Kontingentflüchtlinge"] {
        case(name, "resettlement");
    }
    for name in ["rights", "law", "health", "gender", "data", "integration"] {
        assert!(vocabulary.find(name).is_ok(), "{name}");
    }
}
