//! How paths are written where only text can stand: in the index, in JSON,
//! in tables. UTF-8 stays as it is; every other byte becomes `\xNN`, and a
//! backslash two, so that the path can be had back exactly.

use std::path::{Path, PathBuf};

/// Writes a path as text.
#[must_use]
pub fn written(path: &Path) -> String {
    let mut text = String::new();
    for chunk in bytes(path).utf8_chunks() {
        text.push_str(&chunk.valid().replace('\\', "\\\\"));
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    text
}

/// Reads a path back that [`written`] wrote.
#[must_use]
pub fn opened(text: &str) -> PathBuf {
    let mut found = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        found.extend_from_slice(before.as_bytes());
        let code = after.strip_prefix('x').and_then(|code| code.get(..2));
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        if let Some(byte) = byte {
            found.push(byte);
            rest = &after[3..];
        } else {
            found.push(b'\\');
            rest = after.strip_prefix('\\').unwrap_or(after);
        }
    }
    found.extend_from_slice(rest.as_bytes());
    path(found)
}

#[cfg(unix)]
fn bytes(path: &Path) -> &[u8] {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes()
}

#[cfg(unix)]
fn path(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}

#[cfg(not(unix))]
fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

#[cfg(not(unix))]
fn path(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use super::{bytes, opened, path, written};

    #[test]
    fn every_path_comes_back() {
        let case = |raw: &[u8], text: &str| {
            let given = path(raw.to_vec());
            assert_eq!(written(&given), text);
            assert_eq!(bytes(&opened(text)), raw);
        };
        case(b"a/b.txt", "a/b.txt");
        case("päivä.txt".as_bytes(), "päivä.txt");
        case(b"a\\b", "a\\\\b");
        case(b"a\\x41", "a\\\\x41");
        case(b"caf\xe9.txt", "caf\\xe9.txt");
    }
}
