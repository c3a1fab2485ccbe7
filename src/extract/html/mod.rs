//! HTML.

mod depth;
mod dom;
