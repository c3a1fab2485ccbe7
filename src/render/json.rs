//! Results as JSON for programs, described by `search.schema.json`. What
//! could drive a terminal is escaped inside strings, so that the text is the
//! same for a parser and harmless for a reader.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Serializer, Value, json, ser::Formatter};

use super::text::is_unsafe;
use crate::{
    document::{Document, FoundTopic},
    rank::{Hit, Likeness, Ranking, Shown, Via},
};

/// The version of the form; raised when a program that reads it must change.
pub const SCHEMA_VERSION: u32 = 1;

/// Writes a ranking as one JSON object.
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut dyn Write, ranking: &Ranking) -> io::Result<()> {
    object(out, &whole(ranking))
}

/// Writes a ranking as JSON lines, one hit a line.
///
/// # Errors
/// Those of the writer.
pub fn lines(out: &mut dyn Write, ranking: &Ranking) -> io::Result<()> {
    ranking.hits.iter().try_for_each(|found| object(out, &hit(found)))
}

/// Writes a ranking of a batch as one line, with the id of its query.
///
/// # Errors
/// Those of the writer.
pub fn batch_line(out: &mut dyn Write, query_id: &str, ranking: &Ranking) -> io::Result<()> {
    let mut value = whole(ranking);
    value["query_id"] = json!(query_id);
    object(out, &value)
}

/// Writes any value on one line, safely.
///
/// # Errors
/// Those of the writer.
pub fn object(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Safe))?;
    out.write_all(b"\n")
}

/// A ranking as a value.
fn whole(ranking: &Ranking) -> Value {
    let hits: Vec<Value> = ranking.hits.iter().map(hit).collect();
    let mut value = json!({
        "schema_version": SCHEMA_VERSION,
        "query": ranking.query,
        "total": ranking.total,
        "match": ranking.matched.name(),
        "hits": hits,
    });
    if let Some(id) = &ranking.similar_to {
        value["similar_to"] = json!(id);
    }
    if !ranking.missing.is_empty() {
        let missing = ranking.missing.iter();
        let missing = missing.map(|one| json!({ "word": one.word, "suggestions": one.nearest }));
        value["missing"] = missing.collect();
    }
    if !ranking.notes.is_empty() {
        value["notes"] = json!(ranking.notes);
    }
    for facet in &ranking.facets {
        let counts = facet.counts.iter();
        let counts: Value =
            counts.map(|one| json!({ "value": one.value, "count": one.count })).collect();
        value["facets"][facet.name] = counts;
    }
    value
}

/// A hit as a value.
fn hit(hit: &Hit) -> Value {
    let Document { id, path, title, url, lang, languages, year, .. } = &hit.document;
    let concepts = |found: &[FoundTopic]| -> Value {
        let concept =
            |one: &FoundTopic| json!({ "id": one.id, "label": one.label, "score": one.score });
        found.iter().map(concept).collect()
    };
    let mut value = json!({
        "rank": hit.rank,
        "score": hit.score,
        "id": id,
        "title": title,
        "path": path,
        "url": url,
        "lang": lang,
        "languages": languages,
        "year": year.as_ref().map(|year| year.value),
        "year_source": year.as_ref().map(|year| year.source.name()),
        "topics": concepts(&hit.document.topics),
        "countries": concepts(&hit.document.countries),
        "via": hit.via.iter().map(via).collect::<Value>(),
        "passages": hit.passages.iter().map(passage).collect::<Value>(),
    });
    if let Some(entry) = &hit.document.part.entry {
        value["entry"] = json!(entry);
    }
    if let Some(record) = hit.document.part.record {
        value["record"] = json!(record);
    }
    if let Some(rank) = hit.duplicate_of {
        value["duplicate_of"] = json!(rank);
    }
    if let Some(likeness) = &hit.likeness {
        value["relation"] = json!(likeness.relation.name());
        value["why"] = why(likeness);
    }
    if !hit.parts.is_empty() {
        let parts = hit.parts.iter();
        let parts =
            parts.map(|one| json!({ "word": one.word, "term": one.term, "score": one.score }));
        value["parts"] = parts.collect();
    }
    value
}

/// A name by which a hit was found as a value.
fn via(via: &Via) -> Value {
    json!({
        "typed": via.typed,
        "concept": via.concept,
        "label": via.label,
        "lang": via.lang,
    })
}

/// The reasons of a likeness as a value.
fn why(likeness: &Likeness) -> Value {
    let topics = likeness.topics.iter();
    json!({
        "topics": topics.map(|(id, label)| json!({ "id": id, "label": label })).collect::<Value>(),
        "numbers": likeness.numbers,
        "names": likeness.names,
        "words": likeness.words,
    })
}

/// A passage as a value.
fn passage(shown: &Shown) -> Value {
    json!({
        "text": shown.text,
        "lang": shown.lang,
        "line": shown.line,
        "page": shown.page,
        "highlights": shown.highlights,
    })
}

/// Escapes what `serde_json` leaves as it is.
struct Safe;

impl Formatter for Safe {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut from = 0;
        for (place, letter) in fragment.char_indices().filter(|(_, letter)| is_unsafe(*letter)) {
            writer.write_all(&fragment.as_bytes()[from..place])?;
            write!(writer, "\\u{:04x}", u32::from(letter))?;
            from = place + letter.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[from..])
    }
}

#[cfg(test)]
mod tests {
    use super::object;

    #[test]
    fn what_drives_a_terminal_is_escaped_and_reads_back() {
        let text = "a\u{1b}[0m\u{7f}\u{9b}\u{202e}ä";
        let mut out = Vec::new();
        object(&mut out, &text).unwrap();
        let line = String::from_utf8(out).unwrap();
        assert_eq!(line, "\"a\\u001b[0m\\u007f\\u009b\\u202eä\"\n");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}
