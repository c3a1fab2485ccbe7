//! Source: paths to files. Walks folders, reads bytes without ever waiting
//! on a pipe or a device, and tells a file's format by its name and first
//! bytes. Hides the rules of ignore files, symbolic links and special files.
//! Never changes anything on disk, never decodes text, and drops nothing in
//! silence: what is not read comes back as [`Skipped`] with a reason.

mod compound;
mod exclude;
mod format;
pub mod name;
mod walk;

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, Read},
    path::{Path, PathBuf},
};

pub(crate) use compound::compound;
pub use exclude::{Excluded, check_globs};
pub use format::{Format, HEAD, format_of};
pub(crate) use format::{begins_message, known_binary, zeros_by_parity};
pub use walk::{Root, RootState, SourceFile, Walk, WalkOptions, walk};

/// A file that is not read, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// The file or folder; `-` for standard input.
    pub path: PathBuf,
    /// Why, in a few words, lower case, without a final stop.
    pub reason: String,
}

/// Reads a list of paths: one a line, or divided by NUL bytes where `nul` is
/// set. Empty entries are dropped; a line may end in CR LF.
#[must_use]
pub fn files_from(list: &[u8], nul: bool) -> Vec<PathBuf> {
    let list = list.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(list);
    let divider = if nul { 0 } else { b'\n' };
    list.split(|byte| *byte == divider)
        .map(|entry| if nul { entry } else { entry.strip_suffix(b"\r").unwrap_or(entry) })
        .filter(|entry| !entry.is_empty())
        .map(path_of)
        .collect()
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// Reads a whole regular file of at most `limit` bytes.
///
/// # Errors
///
/// Whatever is not a regular file, is larger, cannot be read, or changes
/// between the first byte and the last is [`Skipped`].
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Skipped> {
    read_regular(path, limit).map_err(|reason| Skipped { path: path.to_owned(), reason })
}

/// The path with symbolic links resolved; as it is given, made absolute,
/// where nothing is there.
#[must_use]
pub fn canonical(path: &Path) -> PathBuf {
    let full = || std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    path.canonicalize().unwrap_or_else(|_| full())
}

fn read_regular(path: &Path, limit: u64) -> Result<Vec<u8>, String> {
    // The kind is checked before opening, as opening a device can have
    // effects, and again after, as the path may have changed hands.
    regular(&fs::metadata(path).map_err(|cause| reason(&cause))?)?;
    let file = open(path).map_err(|cause| reason(&cause))?;
    let before = file.metadata().map_err(|cause| reason(&cause))?;
    regular(&before)?;
    if before.len() > limit {
        return Err(too_large(limit));
    }
    let bytes = take(&file, before.len())?;
    let after = file.metadata().map_err(|cause| reason(&cause))?;
    let read = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if before.len() == 0 && read > 0 {
        // The files of /proc and /sys: no size, and no end in some cases.
        return Err("not a regular file (its size is not known)".to_owned());
    }
    let same_time = before.modified().ok() == after.modified().ok();
    if read != before.len() || after.len() != before.len() || !same_time {
        return Err("changed while it was read".to_owned());
    }
    Ok(bytes)
}

/// Reads `size` bytes, and one more if the file has grown.
fn take(file: &File, size: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let capacity = usize::try_from(size).map_err(|_| "too large for memory".to_owned())?;
    bytes.try_reserve_exact(capacity + 1).map_err(|_| "too large for memory".to_owned())?;
    file.take(size + 1).read_to_end(&mut bytes).map_err(|cause| reason(&cause))?;
    Ok(bytes)
}

/// Reads standard input to its end, at most `limit` bytes.
///
/// # Errors
///
/// Input that is larger or breaks off is [`Skipped`], with the path `-`.
pub fn read_stdin(limit: u64) -> Result<Vec<u8>, Skipped> {
    read_stream(io::stdin().lock(), limit)
        .map_err(|reason| Skipped { path: PathBuf::from("-"), reason })
}

fn read_stream(stream: impl Read, limit: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let most = limit.saturating_add(1);
    stream.take(most).read_to_end(&mut bytes).map_err(|cause| reason(&cause))?;
    if u64::try_from(bytes.len()).is_ok_and(|read| read <= limit) {
        Ok(bytes)
    } else {
        Err(too_large(limit))
    }
}

/// Opens for reading so that a pipe or a terminal that took the file's place
/// a moment ago does not block. The flag is `O_NONBLOCK`: 0o4000 in Linux's
/// generic `fcntl.h`, 4 in BSD's.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let odd = cfg!(any(target_arch = "mips", target_arch = "mips64", target_arch = "sparc64"));
    let flag = match (cfg!(any(target_os = "linux", target_os = "android")), odd) {
        (true, false) => 0o4000,
        (true, true) => 0,
        (false, _) => 4,
    };
    OpenOptions::new().read(true).custom_flags(flag).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

fn too_large(limit: u64) -> String {
    match limit >> 20 {
        0 => format!("larger than {limit} bytes"),
        megabytes => format!("larger than {megabytes} MB"),
    }
}

fn regular(metadata: &Metadata) -> Result<(), String> {
    if metadata.is_file() {
        Ok(())
    } else {
        Err(format!("not a regular file ({})", kind(metadata.file_type())))
    }
}

#[cfg(unix)]
fn kind(kind: fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match kind {
        kind if kind.is_dir() => "folder",
        kind if kind.is_fifo() => "FIFO",
        kind if kind.is_socket() => "socket",
        kind if kind.is_char_device() || kind.is_block_device() => "device",
        _ => "unknown kind",
    }
}

#[cfg(not(unix))]
fn kind(kind: fs::FileType) -> &'static str {
    if kind.is_dir() { "folder" } else { "unknown kind" }
}

/// A cause in the words of the report.
fn reason(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::WouldBlock => "nothing to read without waiting".to_owned(),
        _ => {
            let text = cause.to_string();
            let text = text.split(" (os error").next().unwrap_or_default();
            // `ErrorKind::FilesystemLoop` is not stable.
            if text.contains("symbolic links") {
                return "symlink loop".to_owned();
            }
            let mut letters = text.chars();
            letters
                .next()
                .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        let case = |list: &[u8], nul: bool, expected: &[&str]| {
            let expected: Vec<PathBuf> = expected.iter().map(PathBuf::from).collect();
            assert_eq!(files_from(list, nul), expected);
        };
        case(b"a.txt\nb c.txt\n", false, &["a.txt", "b c.txt"]);
        case(b"a.txt\r\n\r\nb.txt", false, &["a.txt", "b.txt"]);
        case(b"\xEF\xBB\xBFa.txt\n", false, &["a.txt"]);
        case(b"a\nb\0c\r\0", true, &["a\nb", "c\r"]);
        case(b"", false, &[]);
    }

    #[test]
    fn limits() {
        let case = |limit: u64, expected: Result<usize, &str>| {
            let found = read_stream(&b"hello"[..], limit).map(|bytes| bytes.len());
            assert_eq!(found, expected.map_err(str::to_owned));
        };
        case(6, Ok(5));
        case(5, Ok(5));
        case(4, Err("larger than 4 bytes"));
        assert_eq!(too_large(256 << 20), "larger than 256 MB");
    }

    #[test]
    fn files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "hello").unwrap();
        let case = |path: &Path, limit: u64, expected: Result<&str, &str>| {
            let found = read(path, limit).map_err(|skipped| skipped.reason);
            let expected = expected.map(|text| text.as_bytes().to_vec());
            assert_eq!(found, expected.map_err(str::to_owned));
        };
        case(&path, 5, Ok("hello"));
        case(&path, 4, Err("larger than 4 bytes"));
        case(folder.path(), 5, Err("not a regular file (folder)"));
        case(&folder.path().join("gone"), 5, Err("no such file"));
        case(Path::new("a\0b"), 5, Err("file name contained an unexpected NUL byte"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn special_files() {
        let folder = tempfile::tempdir().unwrap();
        let fifo = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
        // Opening one that took a file's place must not block either.
        assert!(open(&fifo).is_ok());
        let case = |path: &Path, expected: &str| {
            assert_eq!(read(path, 1 << 20).unwrap_err().reason, expected);
        };
        case(&fifo, "not a regular file (FIFO)");
        case(Path::new("/dev/zero"), "not a regular file (device)");
        case(Path::new("/proc/self/status"), "not a regular file (its size is not known)");
        // Which error this gives depends on how far the process is confined.
        assert!(read(Path::new("/proc/self/mem"), 1 << 20).is_err());
    }
}
