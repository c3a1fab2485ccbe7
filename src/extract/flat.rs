//! Nested values of JSON to metadata that people can read: texts, numbers
//! and lists of texts. A thing with a name becomes its name, a person
//! `Family, Given`, a date of parts a date; whatever else is nested gets a
//! name with a dot, so that nothing is lost to search.

use serde_json::{Map, Value};

use crate::language::Language;

/// How deep names with dots go; what is deeper stays JSON.
const DEEPEST: usize = 6;

/// Keys that name a thing, the first that is there counts.
const NAMES: &[&str] =
    &["name", "title", "literal", "label", "prefLabel", "value", "tag", "term", "@value", "raw"];

/// The values of an object, flat.
pub(super) fn flat(object: Map<String, Value>) -> Map<String, Value> {
    let mut flat = Flat::default();
    for (name, value) in object {
        flat.put(&name, value, 0);
    }
    flat.values.into_iter().map(|(name, (list, is_list))| (name, joined(list, is_list))).collect()
}

/// The values so far, each with whether it is a list.
#[derive(Default)]
struct Flat {
    values: Vec<(String, (Vec<Value>, bool))>,
    places: std::collections::HashMap<String, usize>,
}

impl Flat {
    fn put(&mut self, name: &str, value: Value, depth: usize) {
        match value {
            Value::Null => {}
            Value::Array(values) => {
                self.slot(name).1 = true;
                for value in values {
                    self.put(name, value, depth + 1);
                }
            }
            Value::Object(object) if depth >= DEEPEST => {
                self.add(name, Value::String(Value::Object(object).to_string()));
            }
            Value::Object(object) => self.put_object(name, object, depth),
            scalar => self.add(name, scalar),
        }
    }

    /// Puts what a thing is called under the name, the rest below it.
    fn put_object(&mut self, name: &str, mut object: Map<String, Value>, depth: usize) {
        if let Some(text) = date(&object).or_else(|| person(&object)) {
            self.add(name, Value::String(text));
            return;
        }
        if let Some(said) = called(&mut object) {
            self.add(name, said);
        }
        for (key, value) in object {
            self.put(&format!("{name}.{key}"), value, depth + 1);
        }
    }

    fn add(&mut self, name: &str, value: Value) {
        self.slot(name).0.push(value);
    }

    fn slot(&mut self, name: &str) -> &mut (Vec<Value>, bool) {
        let next = self.values.len();
        let place = *self.places.entry(name.to_owned()).or_insert(next);
        if place == next {
            self.values.push((name.to_owned(), (Vec::new(), false)));
        }
        &mut self.values[place].1
    }
}

/// One value, or a list of texts.
fn joined(mut list: Vec<Value>, is_list: bool) -> Value {
    if !is_list && list.len() < 2 {
        return list.pop().unwrap_or(Value::Null);
    }
    let text = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    list.into_iter().map(|value| Value::String(text(value))).collect()
}

/// What a thing is called, taken out of it; of texts by language the first.
fn called(object: &mut Map<String, Value>) -> Option<Value> {
    let is_said = |value: &Value| value.is_string() || value.is_number();
    let by_language = object.len() > 1
        && object.iter().all(|(key, value)| value.is_string() && key.parse::<Language>().is_ok());
    let named = || NAMES.iter().find(|key| object.get(**key).is_some_and(is_said));
    let key = match by_language {
        true => object.keys().next()?.clone(),
        false => (*named()?).to_owned(),
    };
    object.shift_remove(&key)
}

/// The date of the parts that CSL-JSON has (Citation Style Language 1.0.2,
/// date variables): year, month, day; of a span its end.
fn date(object: &Map<String, Value>) -> Option<String> {
    let parts = object.get("date-parts")?.as_array()?.last()?.as_array()?;
    let number = |value: &Value| match value {
        Value::String(text) => text.trim().parse::<i64>().ok(),
        other => other.as_i64(),
    };
    let parts: Vec<i64> = parts.iter().map_while(number).collect();
    let first = parts.first()?;
    let rest = parts.iter().skip(1).map(|part| format!("-{part:02}")).collect::<String>();
    Some(format!("{first:04}{rest}"))
}

/// The name of a person by the parts that CSL-JSON and Zotero have.
fn person(object: &Map<String, Value>) -> Option<String> {
    let part = |keys: &[&str]| {
        let text = keys.iter().find_map(|key| object.get(*key)?.as_str()).map(str::trim);
        text.filter(|text| !text.is_empty())
    };
    let family = part(&["family", "lastName", "last"])?;
    let particle = part(&["non-dropping-particle"]).map(|text| format!("{text} "));
    let family = format!("{}{family}", particle.unwrap_or_default());
    let given =
        [part(&["given", "firstName", "first"]), part(&["dropping-particle"]), part(&["suffix"])];
    let given = given.into_iter().flatten().collect::<Vec<_>>().join(" ");
    Some(if given.is_empty() { family } else { format!("{family}, {given}") })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_become_readable() {
        let case = |value: Value, expected: Value| {
            let found = Value::Object(flat(value.as_object().unwrap().clone()));
            assert_eq!(found, expected);
        };
        case(json!({"a": 1, "b": true, "c": null, "d": "x"}), json!({"a": 1, "b": true, "d": "x"}));
        case(json!({"a": ["x", 2, null]}), json!({"a": ["x", "2"]}));
        case(json!({"issued": {"date-parts": [[2018, 3, 12]]}}), json!({"issued": "2018-03-12"}));
        case(json!({"issued": {"date-parts": [["2018"]]}}), json!({"issued": "2018"}));
        case(json!({"issued": {"literal": "Spring 2018"}}), json!({"issued": "Spring 2018"}));
        case(
            json!({"author": [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
                              {"literal": "IOM"}, {"lastName": "Lind", "firstName": "Maria"}]}),
            json!({"author": ["van der Berg, Jan", "IOM", "Lind, Maria"]}),
        );
        case(
            json!({"source": [{"id": 7, "name": "IOM", "shortname": "iom"}, {"id": 8, "name": "UN"}]}),
            json!({"source": ["IOM", "UN"], "source.id": ["7", "8"], "source.shortname": "iom"}
            ),
        );
        case(
            json!({"date": {"original": "2018-03-12", "created": "2019"}}),
            json!({"date.original": "2018-03-12", "date.created": "2019"}),
        );
        case(
            json!({"title": {"en": "Boats", "fi": "Veneet"}}),
            json!({"title": "Boats", "title.fi": "Veneet"}),
        );
        case(json!({"a": {"b": {"c": 1}}}), json!({"a.b.c": 1}));
    }
}
