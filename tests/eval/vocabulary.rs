//! Vocabularies of others, as `--vocabulary` reads them.

use iomkb::topic::Vocabulary;

use crate::shared;

#[test]
fn large_vocabularies_load() {
    let case = |name: &str, least: usize, label: &str| {
        let Some(path) = shared::find(&format!("topics/vocab/{name}")) else { return };
        let vocabulary = Vocabulary::from_turtle(&path).unwrap();
        let count = vocabulary.concepts().len();
        shared::say(&format!("eval: {name} has {count} concepts\n"));
        assert!(count > least, "{name}: {count} concepts, not more than {least}");
        assert!(vocabulary.find(label).is_ok(), "{name}: nothing is named {label}");
    };
    case("eurovoc-en-fr.ttl", 5_000, "migration policy");
    case("yso.ttl", 30_000, "maahanmuutto");
}
