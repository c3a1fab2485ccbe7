//! Results -> bytes, one file per form. Writes to any `Write`, decides
//! nothing: which form, which colours and which width are given. Every text
//! that came from a document, a path or a query goes through [`text`].

pub mod catalogues;
pub mod check;
pub mod cite;
pub mod concept;
pub mod csv;
pub mod document;
pub mod explain;
pub mod inspect;
pub mod json;
pub mod layout;
pub mod list;
pub mod stats;
pub mod summary;
pub mod table;
pub mod text;
pub mod topics;
pub mod trec;
pub mod tsv;
