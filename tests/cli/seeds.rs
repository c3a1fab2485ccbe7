//! The five seed documents and what each must show (DESIGN.md, section 4).
//! They are not part of the repository: where they are not beside it, these
//! tests say so and look at nothing, unless IOMKB_REQUIRE_SHARED is 1.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, Weak},
};

use serde_json::Value;

use crate::sandbox::{Sandbox, not_tested};

/// A folder beside the repository.
fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    if path.exists() {
        return Some(path);
    }
    let required = std::env::var_os("IOMKB_REQUIRE_SHARED").is_some_and(|value| value == "1");
    assert!(!required, "{} is not there", path.display());
    not_tested(&format!("{} is not there", path.display()));
    None
}

/// The seeds, ingested; shared as the library is.
fn seeds() -> Option<Arc<Sandbox>> {
    static SEEDS: Mutex<Weak<Sandbox>> = Mutex::new(Weak::new());
    let folder = shared("seeds")?;
    let mut known = SEEDS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(seeds) = known.upgrade() {
        return Some(seeds);
    }
    let sandbox = Arc::new(copied(&folder));
    sandbox.ingest();
    *known = Arc::downgrade(&sandbox);
    Some(sandbox)
}

/// A sandbox with the files of a folder in `docs`.
fn copied(folder: &Path) -> Sandbox {
    let sandbox = Sandbox::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        sandbox.write(&format!("docs/{name}"), fs::read(&path).unwrap());
    }
    sandbox
}

impl Sandbox {
    /// The numbers of the seeds that a search finds, in order.
    fn numbers(&self, args: &[&str]) -> Vec<String> {
        self.found(args).iter().map(|name| name[..3].to_owned()).collect()
    }

    /// What is known of a seed.
    fn seed(&self, number: &str) -> Value {
        let ids = self.run(&["search", &format!("path:docs/{number}_"), "--format", "ids"]).code(0);
        self.run(&["show", "--json", ids.stdout.trim()]).code(0).json()
    }
}

/// The ids of a seed's topics.
fn topics(seed: &Value) -> Vec<&str> {
    seed["topics"].as_array().unwrap().iter().map(|topic| topic["id"].as_str().unwrap()).collect()
}

#[track_caller]
fn has_topics(seed: &Value, wanted: &[&str]) {
    let found = topics(seed);
    for topic in wanted {
        assert!(found.contains(topic), "{topic} is not among {found:?}");
    }
}

/// Looks that a year is unknown, or inferred with little confidence and
/// within some years.
#[track_caller]
fn hardly_dated(seed: &Value, from: i64, to: i64) {
    let year = &seed["year"];
    if year.is_null() {
        return;
    }
    let value = year["value"].as_i64().unwrap();
    assert_eq!(year["source"], "inferred", "{year}");
    assert!(year["confidence"].as_f64().unwrap() < 0.5, "{year}");
    assert!((from..=to).contains(&value), "{year}");
}

#[test]
fn seed_000_press_release_in_a_finnish_frame() {
    let Some(seeds) = seeds() else { return };
    let seed = seeds.seed("000");
    assert_eq!(seed["lang"], "en");
    hardly_dated(&seed, 2022, 2026);
    has_topics(
        &seed,
        &["legal-identity", "return-and-reintegration", "relica", "gcm", "agenda-2030", "un-liatf"],
    );
    assert_eq!(seeds.numbers(&["legal identity"])[0], "000");
    assert_eq!(seeds.numbers(&["siirtolaisuusjärjestö", "--no-expand"]), ["000"]);
    // The frame is furniture: not a language of the document, never shown.
    let languages = seed["languages"].to_string();
    assert!(!languages.contains("\"fi\""), "{languages}");
    let passages = seed["passages"].as_array().unwrap();
    let frame =
        passages.iter().find(|one| one["text"].as_str().unwrap().contains("siirtolaisuusjärjestö"));
    assert_eq!(frame.unwrap()["role"], "furniture");
    let hit = seeds.run(&["search", "siirtolaisuusjärjestö", "--json"]).json()["hits"][0].clone();
    assert!(!hit["passages"].to_string().contains("siirtolaisuusjärjestö"), "{hit}");
    assert_eq!(
        seed["title"],
        "IOM Convenes States to Address the Plight of One Billion People Without Legal Identity"
    );
}

#[test]
fn seed_001_scraped_and_shuffled() {
    let Some(seeds) = seeds() else { return };
    let seed = seeds.seed("001");
    assert_eq!(seed["lang"], "en");
    hardly_dated(&seed, 2021, 2022);
    for query in ["\"displacement tracking matrix\"", "PICMME", "remittances Russia"] {
        assert_eq!(seeds.numbers(&[query])[0], "001", "{query}");
    }
    // Passages of a size to read, and no sentence twice.
    let passages = seed["passages"].as_array().unwrap();
    let text = |one: &Value| one["text"].as_str().unwrap().to_owned();
    let content: Vec<String> =
        passages.iter().filter(|one| one["role"] != "furniture").map(text).collect();
    assert!(content.len() > 10, "{}", content.len());
    assert!(content.iter().all(|text| text.chars().count() <= 2000), "a passage is too long");
    let mut sentences: Vec<&str> =
        content.iter().flat_map(|text| text.split(". ")).filter(|one| one.len() > 80).collect();
    let count = sentences.len();
    sentences.sort_unstable();
    sentences.dedup();
    assert_eq!(sentences.len(), count, "sentences stand twice");
}

#[test]
fn seed_002_swedish_information_sheet() {
    let Some(seeds) = seeds() else { return };
    let seed = seeds.seed("002");
    assert_eq!(seed["lang"], "sv");
    assert_eq!(seed["year"]["value"], 2005);
    assert!(seed["year"]["evidence"].as_str().unwrap().contains("June 2005"), "{}", seed["year"]);
    assert_eq!(seeds.numbers(&["--year", "2005"]), ["002"]);
    for query in ["människohandel", "flyktingar", "återvändande"] {
        assert_eq!(seeds.numbers(&[query])[0], "002", "{query}");
    }
    assert_eq!(seeds.numbers(&["flykting", "--lang", "sv"]), ["002"]);
    // Its English lines are English passages.
    let passages = seed["passages"].as_array().unwrap();
    let english = |text: &str| {
        let found = passages.iter().find(|one| one["text"].as_str().unwrap().contains(text));
        assert_eq!(found.unwrap()["lang"], "en", "{text}");
    };
    english("Managing Migration for the Benefit of All");
    assert!(
        seeds.numbers(&["--lang", "en", "managing migration benefit"]).contains(&"002".to_owned())
    );
}

#[test]
fn seed_003_migration_week() {
    let Some(seeds) = seeds() else { return };
    let seed = seeds.seed("003");
    hardly_dated(&seed, 2022, 2022);
    has_topics(&seed, &["gcm", "international-cooperation", "imrf"]);
}

#[test]
fn seed_004_summit() {
    let Some(seeds) = seeds() else { return };
    let seed = seeds.seed("004");
    assert_eq!(seed["year"], Value::Null);
    has_topics(
        &seed,
        &["trafficking", "smuggling", "return-and-reintegration", "vulnerable-migrants"],
    );
    assert!(seeds.numbers(&["--year", "unknown"]).contains(&"004".to_owned()));
    let run = seeds.run(&["search", "valletta"]).code(1);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("did you mean valetta"), "{run:?}");
}

#[test]
fn a_record_gives_seed_004_its_year() {
    let Some(folder) = shared("seeds") else { return };
    let sandbox = Sandbox::new();
    let text = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_name().unwrap().to_str().unwrap().starts_with("004"));
    let text = fs::read_to_string(text.unwrap()).unwrap();
    let record = serde_json::json!({ "id": "summit", "text": text, "year": 2015 });
    sandbox.write("docs/a.jsonl", format!("{record}\n"));
    sandbox.ingest();
    assert_eq!(sandbox.found(&["--year", "2015"]), ["summit"]);
}

#[test]
fn no_seed_has_the_year_of_a_name_or_a_founding() {
    let Some(seeds) = seeds() else { return };
    for year in ["2030", "1951", "2016"] {
        assert_eq!(seeds.numbers(&["--year", year]), [""; 0], "{year}");
    }
    assert!(seeds.numbers(&["--mentions", "1951"]).contains(&"002".to_owned()));
}

#[test]
fn topics_are_found_by_their_names_in_other_languages() {
    let Some(seeds) = seeds() else { return };
    assert!(seeds.numbers(&["--topic", "ihmiskauppa"]).contains(&"004".to_owned()));
    assert!(seeds.numbers(&["--topic", "gcm:4"]).contains(&"000".to_owned()));
    assert!(seeds.numbers(&["--topic", "DTM"]).contains(&"001".to_owned()));
    for area in [
        "migration and development",
        "facilitating migration",
        "regulating migration",
        "forced migration",
    ] {
        assert!(seeds.numbers(&["--topic", area]).contains(&"002".to_owned()), "{area}");
    }
}

#[test]
fn other_vocabularies_are_read() {
    let (Some(folder), Some(vocabularies)) = (shared("seeds"), shared("eval/topics/vocab")) else {
        return;
    };
    for entry in fs::read_dir(vocabularies).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "ttl") {
            continue;
        }
        let sandbox = copied(&folder);
        sandbox.run(&["ingest", "docs", "--vocabulary", path.to_str().unwrap()]).code(0);
        let run = sandbox.run(&["search", "*", "--json", "--facets", "topic"]).code(0);
        let count = run.json()["facets"]["topic"].as_array().unwrap().len();
        assert!(count > 0, "{} gives no topics", path.display());
    }
}
