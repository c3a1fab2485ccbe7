//! What a user leaves out: globs in the syntax of `.gitignore`, relative to
//! the root they are used with. Hides how they are matched.
//! Never looks at the disk: what a glob fits is told by the path alone.

use std::path::{Component, Path, PathBuf};

use ignore::overrides::{Override, OverrideBuilder};

use super::{Root, RootState};
use crate::error::Error;

/// Checks globs before they are used.
///
/// # Errors
///
/// [`Error::Value`] for the first that cannot be read, or that takes back
/// what others leave out.
pub fn check_globs(globs: &[String]) -> Result<(), Error> {
    globs.iter().try_for_each(|glob| {
        let message = match excluder(Path::new("/"), [glob]) {
            Ok(_) if glob.starts_with('!') => {
                "'!' is not supported here; write '\\!' for a name that begins so".to_owned()
            }
            Ok(_) => return Ok(()),
            Err(cause) => cause.to_string(),
        };
        Err(Error::Value { what: "glob", value: glob.clone(), message, nearest: Vec::new() })
    })
}

/// Globs relative to a folder.
pub(super) fn excluder<'a>(
    root: &Path,
    globs: impl IntoIterator<Item = &'a String>,
) -> Result<Override, ignore::Error> {
    let mut builder = OverrideBuilder::new(root);
    for glob in globs {
        builder.add(&format!("!{glob}"))?;
    }
    builder.build()
}

/// The folder that globs are relative to for a file that is named by itself:
/// where the name that was given begins, else its own folder.
pub(super) fn base(given: &Path, path: &Path) -> PathBuf {
    let is_plain = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    let given: PathBuf = if given.components().all(is_plain) {
        given.components().filter(|part| *part != Component::CurDir).collect()
    } else {
        given.file_name().map(PathBuf::from).unwrap_or_default()
    };
    let up = if path.ends_with(&given) { given.components().count() } else { 1 };
    path.ancestors().nth(up).unwrap_or(path).to_owned()
}

/// Whether a file, or a folder that it is in, fits a glob.
pub(super) fn fits(globs: &Override, base: &Path, path: &Path) -> bool {
    let folders = path.ancestors().skip(1).take_while(|folder| *folder != base);
    let in_base = path.starts_with(base);
    globs.matched(path, false).is_ignore()
        || in_base && folders.into_iter().any(|folder| globs.matched(folder, true).is_ignore())
}

/// What is left out of some roots.
pub struct Excluded(Vec<(PathBuf, PathBuf, Override)>);

impl Excluded {
    /// The globs with the roots that they hold for; those that cannot be read
    /// exclude nothing.
    #[must_use]
    pub fn new(roots: &[Root], globs: &[String]) -> Self {
        let seen = |root: &&Root| matches!(root.state, RootState::Walked | RootState::Empty);
        let of = |root: &Root| {
            let base =
                if root.is_folder { root.path.clone() } else { base(&root.given, &root.path) };
            let good = globs.iter().filter(|glob| excluder(&base, [*glob]).is_ok());
            let globs = excluder(&base, good).unwrap_or_else(|_| Override::empty());
            (root.path.clone(), base, globs)
        };
        Self(roots.iter().filter(seen).map(of).collect())
    }

    /// Whether a file below one of the roots is left out.
    #[must_use]
    pub fn has(&self, path: &Path) -> bool {
        self.0.iter().any(|(root, base, globs)| path.starts_with(root) && fits(globs, base, path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_are_those_of_ignore_files() {
        let case = |glob: &str, given: &str, expected: bool| {
            let path = Path::new("/home/ann").join(given);
            let base = base(Path::new(given), &path);
            let globs = excluder(&base, [&glob.to_owned()]).unwrap();
            assert_eq!(fits(&globs, &base, &path), expected, "{glob} {given}");
        };
        case("*.tmp", "docs/a.tmp", true);
        case("*.tmp", "docs/a.txt", false);
        case("drafts/", "docs/drafts/a.txt", true);
        case("drafts", "docs/drafts/old/a.txt", true);
        case("drafts/", "docs/drafts", false);
        case("docs/*.txt", "docs/a.txt", true);
        case("/a.txt", "docs/a.txt", false);
        case("docs/**/b.txt", "docs/x/y/b.txt", true);
        case("[ab].txt", "docs/b.txt", true);
        case("\\!a.txt", "!a.txt", true);
        // Folders above the name that was given say nothing.
        case("ann", "docs/a.txt", false);
        case("home/", "a.txt", false);
    }

    #[test]
    fn a_glob_that_takes_back_is_refused() {
        let case = |glob: &str, expected: bool| {
            assert_eq!(check_globs(&[glob.to_owned()]).is_ok(), expected, "{glob}");
        };
        case("*.tmp", true);
        case("\\!a", true);
        case("!a.txt", false);
        case("[", false);
    }
}
