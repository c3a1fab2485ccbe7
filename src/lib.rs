//! iomkb: a knowledge base and full-text search for migration documents in
//! many languages, as a library under a thin program.
//!
//! # Flow
//!
//! Ingest: paths -> `source` (`SourceFile`, bytes) -> `decode` (text) ->
//! `extract` (`Draft`: metadata and `Block`s) -> `normalize` -> `furniture`
//! (blocks marked) -> `segment` (`Passage`s, each in one language) ->
//! `annotate` (`Document` with year, topics, countries, title and their
//! evidence) -> `index`. Search: text -> `query` (`Query`) -> `search` (names
//! of topics and concepts looked up) -> `index` (plan, scores) -> `rank`
//! (`Ranking`) -> `render`.
//!
//! # Map
//!
//! Rooms stand in the order of this list. `main.rs` and this file apart,
//! nothing imports a room below it; a test checks that.
//!
//! - Nouns, which are values: `error`, `language`, `year`, `topic`,
//!   `column` (what the columns of records stand for), `document`.
//! - Write path, each stage turns one value into the next: `source`,
//!   `decode`, `extract`, `normalize`, `catalog` (metadata that stand beside
//!   the files, joined to their drafts), `analyze` (words, folding, stems:
//!   what documents, queries and labels must do alike), `sentence`,
//!   `furniture`, `segment`, `annotate`, `signature` (64 bytes that tell
//!   near-duplicates).
//! - Read path without an engine: `query`, `rank`.
//! - Engine: `index`, the only room that knows Tantivy.
//! - Composers, which chain stages: `intake` (one file to drafts, for ingest
//!   and inspect alike), `ingest`, `search`, `stats` (counts, through
//!   `search`), `similar`.
//! - Edge: `render` (results to bytes), `cli`.
//!
//! `topic` reads its Turtle with a library and is still a noun: concepts and
//! labels, no text. `analyze` stands above `annotate`, not inside the engine,
//! because topics are found by the stems that the index has.
//!
//! # Invariants
//!
//! - `query` never sees an index, a vocabulary or an analyzer.
//! - Nothing outside `index` imports Tantivy; nothing outside `analyze`
//!   names a stemmer; nothing outside `segment` names the detector.
//! - Only `source`, `topic` (a vocabulary file), `index` and `cli` touch
//!   files; only `cli` touches standard output and error, the environment
//!   and the clock (`source` reads standard input).
//! - Furniture is never used for language, year, topic, country, title or
//!   passages shown, and never deleted.
//! - A number of the ranking stands in `rank/weights.rs` and nowhere else.
//! - Text that is foreign is shown only through `render/text.rs`, or as JSON
//!   through `render/json.rs`.
//! - A document is replaced whole or not at all, and what a commit said
//!   stays.

pub mod column;
pub mod document;
pub mod error;
pub mod language;
pub mod topic;
pub mod year;

pub mod analyze;
pub mod annotate;
pub mod catalog;
pub mod decode;
pub mod extract;
pub mod furniture;
pub mod normalize;
pub mod segment;
pub mod sentence;
pub mod signature;
pub mod source;

pub mod query;
pub mod rank;

pub mod index;

pub mod ingest;
pub mod intake;
pub mod search;
pub mod similar;
pub mod stats;

pub mod cli;
pub mod render;
