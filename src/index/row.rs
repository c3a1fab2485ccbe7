//! `Document` -> row: which of its values go to which field. The schema says
//! what the fields are, this says what is in them.
//! Adding a field is adding a line here and a row there.

use std::collections::BTreeSet;

use tantivy::{TantivyDocument, tokenizer::PreTokenizedString};

use super::{
    ledger::{Failure, Mark},
    schema::{Fields, Kind},
};
use crate::{
    analyze::{Analyzer, Form, words},
    annotate::country::unknown,
    catalog::hashes,
    column::Column,
    document::{Document, DocumentId, Provenance, host, texts},
    error::{Error, Result},
    furniture::frame::Frame,
    language::{Class, Language},
    signature::Signature,
    topic::Vocabulary,
};

/// Characters of a title that it is sorted by.
const SORTED_TITLE: usize = 80;

/// The row of something that is not a document.
pub(super) fn bare(
    fields: &Fields,
    kind: Kind,
    id: &DocumentId,
    path: &str,
    mark: Mark,
) -> TantivyDocument {
    let mut row = TantivyDocument::new();
    row.add_text(fields.kind, kind.name());
    row.add_text(fields.id, &id.0);
    row.add_text(fields.path, path);
    row.add_u64(fields.stamp, mark.stamp);
    row.add_u64(fields.hash, mark.hash);
    row.add_u64(fields.offered, mark.offered);
    row
}

/// The row of a file that could not be read.
pub(super) fn failed(
    fields: &Fields,
    id: &DocumentId,
    path: &str,
    failure: &Failure,
) -> Result<TantivyDocument> {
    let mut row = bare(fields, Kind::Failed, id, path, failure.mark);
    row.add_bytes(fields.failure, &json(failure)?);
    Ok(row)
}

/// The row of a document.
pub(super) fn of(
    fields: &Fields,
    vocabulary: &Vocabulary,
    document: &Document,
    mark: Mark,
    frame: &Frame,
) -> Result<TantivyDocument> {
    let mut row = bare(fields, Kind::Document, &document.id, &document.path, mark);
    for hash in hashes(&document.catalogues) {
        row.add_u64(fields.joined, hash);
    }
    if document.part.entry.is_some() {
        row.add_text(fields.entry, document.part.place(&document.path));
    }
    row.add_u64(fields.group, frame.group);
    for block in &frame.blocks {
        row.add_u64(fields.frame, *block);
    }
    if let Some(year) = &document.year {
        row.add_i64(fields.year, year.value.number().into());
    }
    for year in &document.mentions {
        row.add_i64(fields.mention, year.number().into());
    }
    let topics: BTreeSet<&str> =
        document.topics.iter().flat_map(|topic| vocabulary.with_ancestors(&topic.id)).collect();
    for topic in topics {
        row.add_text(fields.topic, topic);
    }
    add_countries(fields, vocabulary, document, &mut row);
    let named = [Column::Source, Column::Publisher];
    let named = named.iter().flat_map(|column| column.values(&document.metadata));
    for source in named.flat_map(|(_, value)| texts(value)) {
        row.add_text(fields.source, source.to_lowercase());
    }
    let title: String = document.title.to_lowercase().chars().take(SORTED_TITLE).collect();
    row.add_text(fields.title_key, title);
    if let Some(host) = document.url.as_deref().and_then(host) {
        row.add_text(fields.source, host);
    }
    for number in Signature::of(document).iter().flat_map(|signature| signature.0) {
        row.add_u64(fields.signature, number);
    }
    add_words(fields, document, &mut row);
    row.add_bytes(fields.document, &json(document)?);
    Ok(row)
}

/// A value as it is stored.
fn json(value: &impl serde::Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(|cause| Error::Internal { message: cause.to_string() })
}

/// Adds the countries, those above them, and what metadata state as a
/// country and no vocabulary knows.
fn add_countries(
    fields: &Fields,
    vocabulary: &Vocabulary,
    document: &Document,
    row: &mut TantivyDocument,
) {
    let mut regions = BTreeSet::new();
    for country in &document.countries {
        row.add_text(fields.country, &country.id);
        regions.extend(vocabulary.with_ancestors(&country.id).into_iter().skip(1));
    }
    for region in regions {
        row.add_text(fields.region, region);
    }
    let unknown: BTreeSet<String> =
        unknown(&document.metadata, vocabulary).iter().map(|name| name.to_lowercase()).collect();
    for name in unknown {
        row.add_text(fields.country, name);
    }
}

/// Adds the words of the title, the passages and the furniture.
fn add_words(fields: &Fields, document: &Document, row: &mut TantivyDocument) {
    let mut filled = BTreeSet::new();
    let mut add = |row: &mut TantivyDocument, language: Language, text: &str| {
        let words = fields.words_of(language);
        filled.insert(words.language);
        for field in words.stem.into_iter().chain([words.exact]) {
            row.add_text(field, text);
        }
    };
    let mut languages: BTreeSet<Language> = BTreeSet::new();
    for passage in document.content() {
        languages.insert(passage.lang);
        add(row, passage.lang, &passage.text);
    }
    // A title that does not stand in the text is a passage like others.
    if document.title_source == Provenance::Metadata {
        add(row, document.lang, &document.title);
        languages.insert(document.lang);
    }
    if matches!(document.title_source, Provenance::Metadata | Provenance::Heading) {
        row.add_pre_tokenized_text(fields.title, title_tokens(document));
    }
    for passage in document.furniture() {
        row.add_text(fields.furniture, &passage.text);
    }
    for text in document.metadata.values().flat_map(texts) {
        row.add_text(fields.furniture, text);
    }
    for language in languages {
        row.add_text(fields.lang, language.code());
    }
    for language in filled {
        row.add_text(fields.filled, language.code());
    }
}

/// The words of the title: the surface word, and its stem in the main
/// language at the same position.
fn title_tokens(document: &Document) -> PreTokenizedString {
    let stemmed = document.lang.class() == Class::Stemmed;
    let mut exact = Analyzer::new(document.lang, Form::Exact);
    let mut stem = Analyzer::new(document.lang, Form::Stem);
    let mut tokens = Vec::new();
    for (position, word) in words(&document.title).enumerate() {
        let text = &document.title[word.from..word.to];
        let mut push = |term: &str| {
            tokens.push(tantivy::tokenizer::Token {
                offset_from: word.from,
                offset_to: word.to,
                position,
                text: term.to_owned(),
                position_length: 1,
            });
        };
        let surface = exact.term(text).to_owned();
        push(&surface);
        let stem = stem.term(text);
        if stemmed && stem != surface {
            push(stem);
        }
    }
    PreTokenizedString { text: document.title.clone(), tokens }
}
