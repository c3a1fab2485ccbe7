//! Questions with known answers, and the floors that the figures may not
//! fall under. `small` makes its own texts; the others read collections that
//! belong to their makers and stand beside the repository, in
//! `../shared/eval`. By default they take a fixed sample of them;
//! `IOMKB_EVAL=full` takes all, for which a release build is the right one.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a harness may fail at once")]

mod dates;
mod dice;
mod figures;
mod html;
mod languages;
mod migration;
mod mixed;
mod ranking;
mod retrieval;
mod shared;
mod similar;
mod small;
mod topics;
mod vocabulary;
