//! How much one file may ask for, whatever it says of itself. The numbers
//! are those of FAULTS.md, "Untrusted input".
//! Measures nothing and stops nothing: who reads a format asks here.

use std::time::Duration;

/// The longest text of one document, in bytes.
pub(super) const TEXT: usize = 32 << 20;

/// The text of all documents of one file together, in bytes: an ingest holds
/// them in memory until they are written.
pub(super) const TEXTS: usize = 256 << 20;

/// How long a worker may say nothing.
pub(super) const SILENCE: Duration = Duration::from_secs(30);

/// The processor time that a worker may spend on one file or entry, in
/// seconds.
pub(super) const PROCESSOR: u64 = 30;

/// The memory that a worker may map, in bytes.
pub(super) const MEMORY: u64 = 1 << 30;

/// How deep containers may stand in each other; the file itself is 1.
pub(super) const NESTED: u32 = 3;

/// The most entries of one container, those of nested ones included.
pub(super) const ENTRIES: u32 = 10_000;

/// The most that one container may unpack to, in bytes, nested ones
/// included.
pub(super) const UNPACKED: u64 = 1 << 30;

/// How many times larger than packed a container, or an entry of it, may be,
/// beyond [`RATIO_FREE`] bytes.
pub(super) const RATIO: u64 = 200;

/// What may be unpacked whatever the ratio, in bytes: short texts of one
/// letter repeated are no attack.
pub(super) const RATIO_FREE: u64 = 8 << 20;

/// How many entries of one file may end a worker before the rest is left:
/// each may take [`SILENCE`].
pub(super) const FAILURES: u32 = 10;
