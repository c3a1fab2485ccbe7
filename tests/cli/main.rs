//! The program as its users meet it: files in, a command, all of its output
//! and its exit status. One binary, one module for each kind of behaviour.
//! What can be shown on a lower level is tested there; this proves the
//! wiring and the promises that a user can see.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod archives;
mod catalogues;
mod cite;
mod completions;
mod concepts;
mod countries;
mod encodings;
mod errors;
mod faults;
mod formats;
mod help;
mod html;
mod incremental;
mod ingest;
mod inspect;
mod keeping;
mod mail;
mod office;
mod output;
mod pdf;
mod query;
mod regression;
mod sandbox;
mod search;
mod seeds;
mod similar;
mod stats;
mod terminal;
mod topics;
mod years;
