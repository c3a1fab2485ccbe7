//! The lock on an index folder: one writer at a time, told apart by the
//! operating system, so that a crash never leaves it held. Says who has it.
//! The lock file stays when it is free; only its lock means anything.

use std::{
    fs::{File, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
    time::{Duration, Instant},
};

use crate::error::{Error, Result};

/// The file that holds the lock on the index folder, and who has it.
const LOCK: &str = ".lock";

/// How often a held lock is tried again.
const LOCK_PAUSE: Duration = Duration::from_millis(100);

/// Takes the lock on the folder, waiting for it; writes down who has it.
pub(super) fn take(folder: &Path, wait: Duration) -> Result<File> {
    let path = folder.join(LOCK);
    let failed = |cause: std::io::Error| Error::write(&path, cause);
    let mut file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(failed)?;
    let until = Instant::now() + wait;
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::WouldBlock) if Instant::now() < until => {
                std::thread::sleep(LOCK_PAUSE);
            }
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Who holds it is a help, not a need.
                let _ = file.read_to_string(&mut holder);
                let holder =
                    if holder.trim().is_empty() { "another ingest" } else { holder.trim() };
                return Err(Error::Busy { path: folder.to_owned(), holder: holder.to_owned() });
            }
            Err(TryLockError::Error(cause)) => return Err(failed(cause)),
        }
    }
    Ok(file)
}

/// Writes down who holds the lock; a help to others, so a failure is none.
pub(super) fn sign(mut lock: &File) {
    let note = format!("process {}", std::process::id());
    let _ =
        lock.set_len(0).and_then(|()| lock.rewind()).and_then(|()| lock.write_all(note.as_bytes()));
}
