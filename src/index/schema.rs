//! The one table of the index: every field with its name, its type and what
//! it is for. Adding a field is adding one row here; a change of the table
//! raises [`super::manifest::FORMAT`]. No other file names a field.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};

use crate::{
    analyze::Form,
    language::{Class, Language},
};

/// The name of the tokenizer that leaves text as it is.
const RAW: &str = "raw";

/// The name of the column of signatures.
pub(crate) const SIGNATURE: &str = "signature";

/// The handles of all fields.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    /// What the row is: one of [`Kind`].
    pub(crate) kind: Field,
    /// The document's id.
    pub(crate) id: Field,
    /// The path of its file, as stored in the document.
    pub(crate) path: Field,
    /// The path with the name inside a container, where it has one.
    pub(crate) entry: Field,
    /// The number that changes when the file's metadata does; 0: not known.
    pub(crate) stamp: Field,
    /// The hash of the file's or the record's bytes.
    pub(crate) hash: Field,
    /// What catalogues had for the file; 0: nothing.
    pub(crate) offered: Field,
    /// The hashes of the rows of catalogues that the document has.
    pub(crate) joined: Field,
    /// The year of publication.
    pub(crate) year: Field,
    /// The years mentioned.
    pub(crate) mention: Field,
    /// The codes of the languages of its passages.
    pub(crate) lang: Field,
    /// The codes of the languages whose fields it fills; its document
    /// frequencies are the numbers of documents that BM25 is given.
    pub(crate) filled: Field,
    /// The ids of its topics and of the concepts above them.
    pub(crate) topic: Field,
    /// Where it is from: publisher, site, as metadata says; lower case.
    pub(crate) source: Field,
    /// The ids of its countries, and what metadata states as countries that
    /// the vocabulary does not know, lower case.
    pub(crate) country: Field,
    /// The ids of the regions above its countries.
    pub(crate) region: Field,
    /// The words of the title, surface and stem at one position.
    pub(crate) title: Field,
    /// The title as it is sorted: lower case, cut.
    pub(crate) title_key: Field,
    /// The words of the furniture and of metadata without a place.
    pub(crate) furniture: Field,
    /// What of a file could not be read, as JSON, stored only.
    pub(crate) failure: Field,
    /// The group whose repeated blocks are furniture; 0: none.
    pub(crate) group: Field,
    /// The blocks at its ends, as hashes: what its group may repeat.
    pub(crate) frame: Field,
    /// The numbers of its signature, in order.
    pub(crate) signature: Field,
    /// The whole document as JSON, stored only.
    pub(crate) document: Field,
    /// The words of the languages, by the order of [`Language::ALL`].
    words: Vec<Words>,
}

/// The fields of one language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    /// The language; `und` stands for all without fields of their own.
    pub(crate) language: Language,
    /// Stems with positions, where the language has a stemmer.
    pub(crate) stem: Option<Field>,
    /// Surface words with frequencies.
    pub(crate) exact: Field,
}

/// What a row of the index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A document.
    Document,
    /// A file that is not a document itself: it holds records, or nothing.
    File,
    /// A document that the user took out.
    Forgotten,
    /// A file that could not be read, or not all of it.
    Failed,
}

impl Kind {
    /// The term that marks such rows.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::File => "file",
            Self::Forgotten => "forgotten",
            Self::Failed => "failed",
        }
    }
}

impl Fields {
    /// Builds the schema and the handles to it.
    pub(crate) fn build() -> (Schema, Self) {
        let mut builder = Schema::builder();
        let number = || NumericOptions::from(INDEXED) | FAST;
        let words = Language::ALL
            .iter()
            .copied()
            .filter(|language| language.has_own_field() || language.class() == Class::Unknown)
            .map(|language| Words {
                language,
                stem: (language.class() == Class::Stemmed)
                    .then(|| text(&mut builder, Form::Stem, language)),
                exact: text(&mut builder, Form::Exact, language),
            })
            .collect();
        let fields = Self {
            kind: builder.add_text_field("kind", STRING | FAST),
            id: builder.add_text_field("id", STRING | FAST),
            path: builder.add_text_field("path", STRING | FAST),
            entry: builder.add_text_field("entry", STRING),
            stamp: builder.add_u64_field("stamp", FAST),
            hash: builder.add_u64_field("hash", FAST),
            offered: builder.add_u64_field("offered", FAST),
            joined: builder.add_u64_field("joined", FAST),
            year: builder.add_i64_field("year", number()),
            mention: builder.add_i64_field("mention", number()),
            lang: builder.add_text_field("lang", STRING | FAST),
            filled: builder.add_text_field("filled", STRING),
            topic: builder.add_text_field("topic", STRING | FAST),
            source: builder.add_text_field("source", STRING | FAST),
            country: builder.add_text_field("country", STRING | FAST),
            region: builder.add_text_field("region", STRING | FAST),
            title_key: builder.add_text_field("title_key", STRING | FAST),
            title: builder
                .add_text_field("title", options(RAW, IndexRecordOption::WithFreqsAndPositions)),
            furniture: builder.add_text_field(
                "furniture",
                options(
                    &tokenizer(Form::Exact, Language::Undetermined),
                    IndexRecordOption::WithFreqs,
                ),
            ),
            failure: builder.add_bytes_field("failure", STORED),
            group: builder.add_u64_field("group", FAST),
            frame: builder.add_u64_field("frame", FAST),
            signature: builder.add_u64_field(SIGNATURE, FAST),
            document: builder.add_bytes_field("document", STORED),
            words,
        };
        (builder.build(), fields)
    }

    /// The fields of every language that has some; `und` is the last.
    pub(crate) fn words(&self) -> &[Words] {
        &self.words
    }

    /// The fields that a passage in the language goes to.
    pub(crate) fn words_of(&self, language: Language) -> Words {
        let known = self.words.iter().find(|words| words.language == language);
        known.copied().unwrap_or(self.words[self.words.len() - 1])
    }
}

/// The name of the tokenizer of a language's field.
pub(crate) fn tokenizer(form: Form, language: Language) -> String {
    match form {
        Form::Stem => format!("stem_{language}"),
        Form::Exact => format!("exact_{language}"),
    }
}

/// Adds a field of words: stems have positions, surface words frequencies.
fn text(builder: &mut SchemaBuilder, form: Form, language: Language) -> Field {
    let name = tokenizer(form, language);
    let record = match form {
        Form::Stem => IndexRecordOption::WithFreqsAndPositions,
        Form::Exact => IndexRecordOption::WithFreqs,
    };
    builder.add_text_field(&name, options(&name, record))
}

/// Options of a text field that is not stored.
fn options(tokenizer: &str, record: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record);
    TextOptions::default().set_indexing_options(indexing)
}
