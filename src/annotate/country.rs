//! Which countries a document is about: those that it names where it counts
//! and often enough, not every one in a list of members. Metadata that state
//! countries go before the text. Reads no names; the matcher finds them.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use serde_json::{Map, Value};

use super::{
    name::Named,
    topic::{Tally, needed},
};
use crate::{
    analyze::words,
    column::Column,
    document::{FoundTopic, Passage, Role},
    normalize::normalize,
    sentence::sentences,
    topic::{Concept, Vocabulary},
};

/// Up to how many countries in one sentence each counts in full; of more, each
/// counts by the square of this over their number: a list of six who took
/// part says who they were, a list of sixty members says little of any.
const LIST: usize = 8;

/// Up to how many words a passage is an entry of a list, so that its
/// neighbours are looked at together with it.
const ENTRY: usize = 6;

/// The length, in words, up to which one mention makes a text be about a
/// country.
const SHORT_TEXT: f64 = 800.0;

/// What the country of an address or a dateline is worth against one in
/// running text.
const ADDRESS: f64 = 0.3;

/// The least share of the strongest country's mentions that the others of a
/// text must have, so that one named in passing falls away.
const SHARE: f64 = 0.12;

/// In how many characters or so from its start a passage has a dateline.
const DATELINE: usize = 80;

/// A country that a text names.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// Which, and whether it needs support.
    pub(super) named: Named,
    /// What its place is worth: title, heading or body.
    pub(super) weight: f64,
    /// The passage; none for a title that is no passage.
    pub(super) passage: Option<usize>,
    /// The bytes of the name in the passage or title.
    pub(super) span: Range<usize>,
}

/// What a text says of countries.
#[derive(Default)]
pub(super) struct Weighed {
    /// What is left of each country that the text may be about.
    pub(super) tallies: HashMap<usize, Tally>,
    /// How much is needed to be about one.
    pub(super) needed: f64,
}

/// Weighs the mentions of a text of some length in words.
pub(super) fn about(
    mentions: &[Mention],
    title: &str,
    passages: &[Passage],
    length: usize,
) -> Weighed {
    let crowds = crowds(mentions, passages);
    let mut tallies: HashMap<usize, Tally> = HashMap::new();
    for (place, mention) in mentions.iter().enumerate() {
        let text = mention.passage.map_or(title, |order| &passages[order].text);
        let previous = place.checked_sub(1).map(|place| &mentions[place]);
        let running = mention.passage.is_some_and(|order| passages[order].role == Role::Body);
        let address = if running && is_address(text, mention, previous) { ADDRESS } else { 1.0 };
        let weight = mention.weight * address * worth(crowds[place]);
        let tally = tallies.entry(mention.named.concept).or_default();
        tally.count(&text[mention.span.clone()], weight, !mention.named.guarded);
    }
    let supported = tallies.values().filter(|tally| tally.supported);
    let strongest = supported.map(|tally| tally.strength).fold(0.0, f64::max);
    Weighed { tallies, needed: needed(length, SHORT_TEXT).max(SHARE * strongest) }
}

/// What a mention is worth among a number of countries.
fn worth(crowd: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "there are some 250 countries")]
    let share = LIST as f64 / crowd.max(LIST) as f64;
    share * share
}

/// For each mention, how many countries stand in its sentence, or among the
/// entries of its list.
fn crowds(mentions: &[Mention], passages: &[Passage]) -> Vec<usize> {
    let lists = lists(passages);
    let mut groups: HashMap<(usize, usize), HashSet<usize>> = HashMap::new();
    let mut keys = Vec::with_capacity(mentions.len());
    let mut current: (Option<usize>, Vec<Range<usize>>) = (None, Vec::new());
    for mention in mentions {
        let key = match mention.passage {
            None => (usize::MAX, 0),
            Some(order) if lists[order] != order || is_entry(&passages[order].text) => {
                (lists[order], usize::MAX)
            }
            Some(order) => {
                if current.0 != Some(order) {
                    current = (Some(order), sentences(&passages[order].text));
                }
                (order, current.1.partition_point(|sentence| sentence.end <= mention.span.start))
            }
        };
        groups.entry(key).or_default().insert(mention.named.concept);
        keys.push(key);
    }
    keys.iter().map(|key| groups[key].len()).collect()
}

/// For each passage the first passage of the list that it is an entry of;
/// itself when it is none.
fn lists(passages: &[Passage]) -> Vec<usize> {
    let mut first = None;
    let mut lists = Vec::with_capacity(passages.len());
    for (order, passage) in passages.iter().enumerate() {
        if passage.role == Role::Furniture {
            lists.push(order);
            continue;
        }
        first = is_entry(&passage.text).then(|| first.unwrap_or(order));
        lists.push(first.unwrap_or(order));
    }
    lists
}

/// Whether a text is short enough for an entry of a list, and no sentence.
fn is_entry(text: &str) -> bool {
    words(text).nth(ENTRY).is_none() && !text.trim_end().ends_with(['.', '!', '?', '؟', '。'])
}

/// Whether a mention in running text is the end of an address ("Geneva,
/// Switzerland.") or stands in a dateline ("Kabul, Afghanistan, 3 May – …").
/// After another country it is one of a list.
fn is_address(text: &str, mention: &Mention, previous: Option<&Mention>) -> bool {
    let (before, after) = (&text[..mention.span.start], &text[mention.span.end..]);
    let town = before.trim_end().strip_suffix([',', '،']);
    let closes = after.trim_start_matches(['’', '\'', ')', '"']).chars().next();
    let closes = closes.is_none_or(|letter| ",.;)\n".contains(letter));
    let is_country = |end: usize| {
        previous.is_some_and(|one| one.passage == mention.passage && one.span.end == end)
    };
    is_dateline(before, after)
        || (closes && town.is_some_and(|town| ends_with_name(town) && !is_country(town.len())))
}

/// Whether the last word of a text is a name, which no sentence begins with.
fn ends_with_name(text: &str) -> bool {
    let start = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let is_name = |word: &str| {
        word.chars().next().is_some_and(char::is_uppercase) && word.chars().any(char::is_lowercase)
    };
    let before = text[..start].trim_end();
    is_name(&text[start..]) && !before.is_empty() && !before.ends_with(['.', '!', '?'])
}

/// Whether a passage begins with place and date, a dash after them, and more
/// text than a title has.
fn is_dateline(before: &str, after: &str) -> bool {
    if before.len() > DATELINE {
        return false;
    }
    let end = after.char_indices().nth(DATELINE - before.len());
    let head = &after[..end.map_or(after.len(), |(at, _)| at)];
    let dashes = [" – ", " — ", " - ", " -- "];
    let dash = dashes.iter().filter_map(|dash| head.find(dash)).min();
    dash.is_some_and(|end| !head[..end].contains(['!', '?']) && !is_entry(&after[end..]))
        && before.split_whitespace().all(|word| !word.chars().all(char::is_lowercase))
}

/// The countries that metadata state; none where they state none.
pub(super) fn stated(metadata: &Map<String, Value>, vocabulary: &Vocabulary) -> Vec<FoundTopic> {
    let mut found: Vec<FoundTopic> = Vec::new();
    for (name, concept) in said(metadata, vocabulary) {
        let Some(concept) = concept else { continue };
        if found.iter().all(|known| known.id != concept.id) {
            found.push(FoundTopic {
                id: concept.id.clone(),
                label: concept.label().to_owned(),
                score: 1.0,
                evidence: vec![format!("metadata: {name}")],
            });
        }
    }
    found
}

/// What metadata state as countries and no vocabulary knows, as they say it.
#[must_use]
pub fn unknown(metadata: &Map<String, Value>, vocabulary: &Vocabulary) -> Vec<String> {
    let said = said(metadata, vocabulary).into_iter();
    said.filter(|(_, concept)| concept.is_none()).map(|(name, _)| name).collect()
}

/// The names that metadata state as countries, with the countries.
fn said<'a>(
    metadata: &Map<String, Value>,
    vocabulary: &'a Vocabulary,
) -> Vec<(String, Option<&'a Concept>)> {
    let names = Column::Country.values(metadata).map(|(_, value)| (false, value));
    let codes = Column::CountryCode.values(metadata).map(|(_, value)| (true, value));
    names
        .chain(codes)
        .flat_map(|(is_code, value)| texts(value).into_iter().map(move |text| (is_code, text)))
        .filter(|(is_code, text)| *is_code || is_name(text))
        .flat_map(|(_, text)| divided(&text, vocabulary))
        .collect()
}

/// Whether a text can be the name of a country in a column that may hold
/// other things: no number, and not what R and pandas write for nothing.
fn is_name(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && text.trim() != "NA"
}

/// The texts of a value: of a list those of its members, also where a column
/// holds it as JSON, of an object its code or name.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if text.trim_start().starts_with(['[', '{']) => {
            match serde_json::from_str(text) {
                Ok(inner @ (Value::Array(_) | Value::Object(_))) => texts(&inner),
                _ => vec![text.replace(['[', ']', '\'', '"'], " ")],
            }
        }
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Object(values) => {
            let key =
                ["iso3", "iso2", "code", "name"].iter().find(|key| values.contains_key(**key));
            key.map(|key| texts(&values[*key])).unwrap_or_default()
        }
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

/// The countries of a text that may name several. At commas it is divided
/// only where it is not a country as a whole: "Iran, Islamic Republic of".
fn divided<'a>(text: &str, vocabulary: &'a Vocabulary) -> Vec<(String, Option<&'a Concept>)> {
    let find = |name: &str| vocabulary.country(name);
    let mut found = Vec::new();
    let part = |text: &str| normalize(text);
    for whole in text.split([';', '|', '\n']).map(part).filter(|name| !name.is_empty()) {
        let concept = find(&whole);
        let parts: Vec<String> = whole.split(',').map(part).collect();
        if concept.is_none() && parts.iter().any(|name| find(name).is_some()) {
            let parts = parts.into_iter().filter(|name| !name.is_empty());
            found.extend(parts.map(|name| (name.clone(), find(&name))));
        } else {
            found.push((whole, concept));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{stated, unknown};
    use crate::{
        annotate::topic::Matcher,
        document::{Passage, Role},
        language::Language,
        topic::Vocabulary,
    };

    /// The countries of a text: each of its paragraphs is a passage, one
    /// that begins with `#` a heading, with `~` furniture.
    fn about(matcher: &Matcher, text: &str) -> String {
        let passage = |text: &str| {
            let marked = |mark: char| text.strip_prefix(mark);
            let (role, text) = match (marked('#'), marked('~')) {
                (Some(rest), _) => (Role::Heading, rest),
                (None, Some(rest)) => (Role::Furniture, rest),
                (None, None) => (Role::Body, text),
            };
            let text = text.trim().to_owned();
            Passage { role, lang: Language::English, text, line: 1, page: None }
        };
        let passages: Vec<Passage> = text.split('\n').map(passage).collect();
        let mut found: Vec<String> =
            matcher.find(None, &passages).countries.into_iter().map(|one| one.id).collect();
        found.sort();
        found.join(" ")
    }

    fn cases(texts: &[(&str, &str)]) {
        let matcher = Matcher::new(&Vocabulary::built_in().unwrap());
        for (text, expected) in texts {
            assert_eq!(about(&matcher, text), *expected, "{text}");
        }
    }

    /// Names of countries, as many as asked for.
    fn members(count: usize) -> Vec<String> {
        let vocabulary = Vocabulary::built_in().unwrap();
        let regions = vocabulary.regions();
        let states = vocabulary.countries().filter(|one| !regions.contains(one.id.as_str()));
        states.take(count).map(|one| one.label().to_owned()).collect()
    }

    #[test]
    fn a_few_who_took_part_count_each() {
        cases(&[(
            "Officials from Somalia, Lebanon, Iraq, Cabo Verde, El Salvador and Mozambique met.",
            "CPV IRQ LBN MOZ SLV SOM",
        )]);
    }

    #[test]
    fn lists_of_members_say_nothing() {
        let sentence = format!("The members are {}. Kenya was the host.", members(60).join(", "));
        let lines = format!("Wells were dug in Kenya.\n{}\nThe end.", members(60).join("\n"));
        cases(&[(&sentence, "KEN"), (&lines, "KEN")]);
    }

    #[test]
    fn a_country_named_in_passing_falls_away() {
        let long = "Shelter is short and the winter is near, so people share rooms. ".repeat(300);
        let passing = format!("{long} A tent from Norway was seen.");
        let often = format!("{long} {}", "Tents from Norway were seen. ".repeat(5));
        let beside = format!("{} Peru sent a letter.", "Chad hosts refugees. ".repeat(12));
        cases(&[(&passing, ""), (&often, "NOR"), (&beside, "TCD")]);
    }

    #[test]
    fn places_weigh_differently() {
        let long = "Shelter is short and the winter is near, so people share rooms. ".repeat(150);
        let heading = format!("# Return to Norway\n{long}");
        let body = format!("{long} Norway.");
        cases(&[(&heading, "NOR"), (&body, ""), ("~Norway\nRooms are shared.", "")]);
    }

    #[test]
    fn addresses_and_datelines_count_little() {
        cases(&[
            ("Staff met in Geneva, Switzerland.", ""),
            ("Kabul, Afghanistan, 3 May – Shelter is short.", ""),
            ("# Libya — Report on Migrants and Their Needs in the Year", "LBY"),
            ("Sudan - Displacement Update", "SDN"),
            ("Nairobi, Kenya – The camps in Kenya are full.", "KEN"),
            ("In August, Lebanon opened a school.", "LBN"),
            ("However, Iraq opened two.", "IRQ"),
            ("They came from Mali, Niger, Chad.", "MLI NER TCD"),
        ]);
    }

    #[test]
    fn what_needs_support_gets_it_from_another_name() {
        cases(&[
            ("Turkey was served.", ""),
            ("Turkey hosts many. Ankara says that Turkey will host more.", "TUR"),
            ("The Democratic Republic of the Congo is large. Rivers cross Congo.", "COD"),
        ]);
    }

    #[test]
    fn metadata_are_divided() {
        let vocabulary = Vocabulary::built_in().unwrap();
        let case = |metadata: Value, expected: &str, left: &[&str]| {
            let metadata = metadata.as_object().unwrap();
            let found: Vec<String> =
                stated(metadata, &vocabulary).into_iter().map(|one| one.id).collect();
            assert_eq!(found.join(" "), expected, "{metadata:?}");
            assert_eq!(unknown(metadata, &vocabulary), left, "{metadata:?}");
        };
        case(json!({"country": "Somalia; Iraq"}), "SOM IRQ", &[]);
        case(json!({"country": "Somalia, Iraq"}), "SOM IRQ", &[]);
        case(json!({"country": "Iran, Islamic Republic of"}), "IRN", &[]);
        case(json!({"countries": ["Somalia", "Irak"], "iso3": "SOM"}), "SOM IRQ", &[]);
        case(json!({"country": "[\"Somalia\", \"Iraq\"]"}), "SOM IRQ", &[]);
        case(json!({"country": "['Somalia', 'Iraq']"}), "SOM IRQ", &[]);
        case(json!({"primary_country": {"name": "Somalia", "iso3": "som"}}), "SOM", &[]);
        case(json!({"country": "Ruritania; Iraq"}), "IRQ", &["Ruritania"]);
        case(json!({"country": "Here, there"}), "", &["Here, there"]);
        case(json!({"country_code": 706, "land": 120}), "SOM", &[]);
        case(json!({"country": "NA"}), "", &[]);
        case(json!({"iso2": "NA"}), "NAM", &[]);
        case(json!({"country": ""}), "", &[]);
    }
}
