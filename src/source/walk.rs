//! The walk: roots to a sorted list of files. Hides ignore files, hidden
//! files, symbolic links and what happens when a folder cannot be listed.
//! Never opens a document, and never enters a folder twice.

use std::{
    fs::{self, Metadata},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use ignore::{DirEntry, WalkBuilder, overrides::Override};

use super::{
    Skipped,
    exclude::{base, excluder, fits},
    reason, regular,
};

/// A file that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The canonical root joined with the path below it; `-` for standard
    /// input.
    pub path: PathBuf,
    /// The size in bytes; 0 for standard input.
    pub size: u64,
    /// A hash of size, times and inode: the same stamp means the same
    /// content. 0 says nothing.
    pub stamp: u64,
}

/// What became of a root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RootState {
    /// Its files are in the list.
    Walked,
    /// A folder without any file.
    Empty,
    /// It does not exist.
    Missing,
    /// It cannot be read at all, for this reason. It is not among the skipped
    /// files too.
    Unreadable(String),
}

/// A path that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// As it was given.
    pub given: PathBuf,
    /// Canonical, symbolic links resolved; absolute where there is none.
    pub path: PathBuf,
    /// What became of it.
    pub state: RootState,
    /// Whether it is a folder; false where that cannot be told.
    pub is_folder: bool,
}

/// All that was found below some roots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// The roots in the order given.
    pub roots: Vec<Root>,
    /// The files by path, each path once.
    pub files: Vec<SourceFile>,
    /// What was found and cannot be read, by path.
    pub skipped: Vec<Skipped>,
    /// Folders below which nothing is known: no file there may be counted as
    /// gone.
    pub unreadable: Vec<PathBuf>,
}

/// What a walk leaves out.
#[derive(Clone, Debug, Default)]
pub struct WalkOptions {
    /// Globs in the syntax of `.gitignore`, relative to the root; they hold
    /// for files that are named directly as well, relative to where the name
    /// begins.
    pub exclude: Vec<String>,
    /// Canonical folders that are never entered, such as the index itself.
    pub never: Vec<PathBuf>,
    /// The time now, if known: a file touched less than two seconds before
    /// gets no stamp, as it may change again within one tick of its clock.
    pub now: Option<SystemTime>,
}

/// Walks the roots: folders with all below them, files, and `-`.
///
/// `.gitignore` and `.ignore` are honoured, hidden files left out unless they
/// are named. A root may be a symbolic link; a link below a root is never
/// followed, and is reported where it leads back up or out of the root. A
/// glob that [`super::check_globs`] refuses is reported as skipped.
#[must_use]
pub fn walk(roots: &[PathBuf], options: &WalkOptions) -> Walk {
    let mut walk = Walk::default();
    for given in roots {
        let root = visit(given, options, &mut walk);
        walk.roots.push(root);
    }
    walk.files.sort_by(|a, b| a.path.cmp(&b.path));
    walk.files.dedup_by(|a, b| a.path == b.path);
    walk.skipped.sort();
    walk.skipped.dedup();
    walk.unreadable.sort();
    walk.unreadable.dedup();
    walk
}

fn visit(given: &Path, options: &WalkOptions, walk: &mut Walk) -> Root {
    if given == Path::new("-") {
        walk.files.push(SourceFile { path: given.to_owned(), size: 0, stamp: 0 });
        let state = RootState::Walked;
        return Root { given: given.into(), path: given.into(), state, is_folder: false };
    }
    let found = fs::canonicalize(given).and_then(|path| Ok((fs::metadata(&path)?, path)));
    let (metadata, path) = match found {
        Ok(found) => found,
        Err(cause) => {
            let path = std::path::absolute(given).unwrap_or_else(|_| given.to_owned());
            let state = failed(&cause);
            return Root { given: given.into(), path, state, is_folder: false };
        }
    };
    let state = if metadata.is_dir() {
        visit_folder(&path, options, walk)
    } else if let Err(reason) = regular(&metadata) {
        RootState::Unreadable(reason)
    } else {
        visit_file(given, &path, &metadata, options, walk);
        RootState::Walked
    };
    Root { given: given.into(), path, state, is_folder: metadata.is_dir() }
}

fn failed(cause: &io::Error) -> RootState {
    match cause.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => RootState::Missing,
        _ => RootState::Unreadable(reason(cause)),
    }
}

fn visit_file(
    given: &Path,
    path: &Path,
    metadata: &Metadata,
    options: &WalkOptions,
    walk: &mut Walk,
) {
    let base = base(given, path);
    if !fits(&exclude(&base, options, walk), &base, path) {
        walk.files.push(source_file(path.to_owned(), metadata, options));
    }
}

fn visit_folder(root: &Path, options: &WalkOptions, walk: &mut Walk) -> RootState {
    if let Err(cause) = fs::read_dir(root) {
        walk.unreadable.push(root.to_owned());
        return RootState::Unreadable(reason(&cause));
    }
    let before = (walk.files.len(), walk.unreadable.len());
    let traps = Traps::default();
    let parents = !root.ancestors().skip(1).any(|folder| traps.has(folder));
    if traps.has(root) {
        walk.unreadable.push(root.to_owned());
        return RootState::Unreadable("its ignore file is not a regular file".to_owned());
    }
    let (never, watch) = (options.never.clone(), traps.clone());
    let enter = move |entry: &DirEntry| {
        let folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        !folder || !(never.iter().any(|path| path == entry.path()) || watch.has(entry.path()))
    };
    let entries = WalkBuilder::new(root)
        .hidden(true)
        .parents(parents)
        .ignore(true)
        .git_ignore(true)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .follow_links(false)
        .overrides(exclude(root, options, walk))
        .filter_entry(enter)
        .build();
    for entry in entries {
        match entry {
            Ok(entry) => visit_entry(root, entry, options, walk),
            Err(cause) => visit_error(root, &cause, walk),
        }
    }
    for skipped in traps.found() {
        walk.unreadable.extend(skipped.path.parent().map(Path::to_owned));
        walk.skipped.push(skipped);
    }
    if before == (walk.files.len(), walk.unreadable.len()) {
        RootState::Empty
    } else {
        RootState::Walked
    }
}

/// Ignore files that would block whoever opens them, such as a FIFO named
/// `.gitignore`: the walker opens what has the name, so the folders that hold
/// one are not entered.
#[derive(Clone, Default)]
struct Traps(Arc<Mutex<Vec<Skipped>>>);

impl Traps {
    /// Whether a folder holds one; it is noted.
    fn has(&self, folder: &Path) -> bool {
        let trap =
            [".ignore", ".gitignore"].into_iter().map(|name| folder.join(name)).find_map(|path| {
                let metadata = fs::metadata(&path).ok().filter(|metadata| !metadata.is_dir())?;
                regular(&metadata).err().map(|reason| Skipped { path, reason })
            });
        let found = trap.is_some();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(trap);
        found
    }

    /// Those noted so far.
    fn found(&self) -> Vec<Skipped> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn visit_entry(root: &Path, entry: DirEntry, options: &WalkOptions, walk: &mut Walk) {
    if let Some(cause) = entry.error() {
        let message = format!("a rule in an ignore file cannot be read: {cause}");
        walk.skipped.push(Skipped { path: entry.path().to_owned(), reason: message });
    }
    if entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return;
    }
    if entry.path_is_symlink() {
        if let Some(reason) = wayward(root, entry.path()) {
            walk.skipped.push(Skipped { path: entry.into_path(), reason });
        }
        return;
    }
    match fs::symlink_metadata(entry.path()) {
        Ok(metadata) => match regular(&metadata) {
            Ok(()) => walk.files.push(source_file(entry.into_path(), &metadata, options)),
            Err(reason) => walk.skipped.push(Skipped { path: entry.into_path(), reason }),
        },
        Err(cause) => {
            walk.skipped.push(Skipped { path: entry.into_path(), reason: reason(&cause) });
        }
    }
}

/// Why a symbolic link deserves a word, if it does: what it leads to inside
/// the root is walked there, and what leads nowhere hides nothing.
fn wayward(root: &Path, link: &Path) -> Option<String> {
    match fs::canonicalize(link) {
        Ok(target) if link.starts_with(&target) => Some("symlink loop".to_owned()),
        Ok(target) if target.starts_with(root) => None,
        Ok(_) => Some("symlink out of the folder, not followed".to_owned()),
        Err(cause) => Some(reason(&cause)).filter(|reason| reason == "symlink loop"),
    }
}

/// Notes a folder that cannot be listed; where the error has no path, the
/// whole root is unknown.
fn visit_error(root: &Path, cause: &ignore::Error, walk: &mut Walk) {
    let path = path_of(cause).unwrap_or(root).to_owned();
    let reason = cause.io_error().map_or_else(|| cause.to_string(), reason);
    if cause.is_partial() {
        let reason = format!("a rule in an ignore file cannot be read: {reason}");
        walk.skipped.push(Skipped { path, reason });
        return;
    }
    walk.skipped.push(Skipped { path: path.clone(), reason });
    walk.unreadable.push(path);
}

fn path_of(cause: &ignore::Error) -> Option<&Path> {
    match cause {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

/// The globs that can be read; the others are reported.
fn exclude(root: &Path, options: &WalkOptions, walk: &mut Walk) -> Override {
    let (good, bad): (Vec<_>, Vec<_>) =
        options.exclude.iter().partition(|glob| excluder(root, [*glob]).is_ok());
    walk.skipped.extend(bad.into_iter().map(|glob| Skipped {
        path: PathBuf::from(glob),
        reason: "not a glob, nothing is excluded by it".to_owned(),
    }));
    excluder(root, good).unwrap_or_else(|_| Override::empty())
}

fn source_file(path: PathBuf, metadata: &Metadata, options: &WalkOptions) -> SourceFile {
    SourceFile { path, size: metadata.len(), stamp: stamp(metadata, options.now) }
}

#[cfg(unix)]
fn stamp(metadata: &Metadata, now: Option<SystemTime>) -> u64 {
    use std::os::unix::fs::MetadataExt;
    const TICK: i64 = 2;
    let since = now.and_then(|now| now.duration_since(SystemTime::UNIX_EPOCH).ok());
    let settled = since.map(|since: Duration| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX).saturating_sub(TICK)
    });
    if settled.is_some_and(|settled| metadata.mtime().max(metadata.ctime()) >= settled) {
        return 0;
    }
    let parts = [
        metadata.len().to_le_bytes(),
        metadata.ino().to_le_bytes(),
        metadata.mtime().to_le_bytes(),
        metadata.mtime_nsec().to_le_bytes(),
        metadata.ctime().to_le_bytes(),
        metadata.ctime_nsec().to_le_bytes(),
    ];
    fnv1a(parts.as_flattened()).max(1)
}

/// Without an inode and a time of change, a size and a time of writing that
/// can be set at will say too little.
#[cfg(not(unix))]
fn stamp(_: &Metadata, _: Option<SystemTime>) -> u64 {
    0
}

/// FNV-1a of 64 bits (RFC 9923): stored with the index, so it must be the
/// same in every build.
#[cfg_attr(not(unix), allow(dead_code))]
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::{
        os::unix::{ffi::OsStrExt, fs::symlink},
        process::Command,
    };

    use super::*;

    struct Folder(tempfile::TempDir, PathBuf);

    impl Folder {
        fn new(files: &[&str]) -> Self {
            // A name that is not hidden, unlike the default one.
            let folder = tempfile::Builder::new().prefix("walk").tempdir().unwrap();
            let root = fs::canonicalize(folder.path()).unwrap();
            for file in files {
                let path = root.join(file);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, "text").unwrap();
            }
            Self(folder, root)
        }

        fn walk(&self, roots: &[&str], options: &WalkOptions) -> Walk {
            let roots: Vec<PathBuf> = roots.iter().map(|root| self.0.path().join(root)).collect();
            walk(&roots, options)
        }

        fn names<'a>(&self, paths: impl Iterator<Item = &'a PathBuf>) -> Vec<String> {
            let name = |path: &PathBuf| path.strip_prefix(&self.1).unwrap().display().to_string();
            paths.map(name).collect()
        }

        fn files(&self, roots: &[&str], exclude: &[&str]) -> Vec<String> {
            let exclude = exclude.iter().map(|glob| (*glob).to_owned()).collect();
            let walk = self.walk(roots, &WalkOptions { exclude, ..WalkOptions::default() });
            self.names(walk.files.iter().map(|file| &file.path))
        }

        fn skipped(&self, roots: &[&str]) -> Vec<String> {
            let walk = self.walk(roots, &WalkOptions::default());
            let names = self.names(walk.skipped.iter().map(|skipped| &skipped.path));
            names.into_iter().zip(walk.skipped).map(|(n, s)| format!("{n}: {}", s.reason)).collect()
        }
    }

    #[test]
    fn files_of_roots() {
        let folder = Folder::new(&["b.txt", "a.txt", "sub/c.txt", ".hidden", ".dot/d.txt"]);
        let case = |roots: &[&str], exclude: &[&str], expected: &[&str]| {
            assert_eq!(folder.files(roots, exclude), expected, "{roots:?}");
        };
        case(&[""], &[], &["a.txt", "b.txt", "sub/c.txt"]);
        case(&["sub", "", "a.txt"], &[], &["a.txt", "b.txt", "sub/c.txt"]);
        case(&[".hidden", ".dot"], &[], &[".dot/d.txt", ".hidden"]);
        case(&[""], &["sub", "b.*"], &["a.txt"]);
        case(&["b.txt", "a.txt"], &["b.*"], &["a.txt"]);
        case(&["sub/../a.txt"], &[], &["a.txt"]);
    }

    #[test]
    fn ignore_files() {
        let folder = Folder::new(&["a.txt", "b.log", "sub/c.txt", "sub/d.tmp"]);
        fs::write(folder.1.join(".gitignore"), "*.log\n").unwrap();
        fs::write(folder.1.join(".ignore"), "*.tmp\n").unwrap();
        assert_eq!(folder.files(&[""], &[]), ["a.txt", "sub/c.txt"]);
        assert_eq!(folder.files(&["sub"], &[]), ["sub/c.txt"]);
        assert_eq!(folder.files(&["b.log"], &[]), ["b.log"]);
        fs::write(folder.1.join("sub/.ignore"), "{bad\n").unwrap();
        assert_eq!(folder.skipped(&[""]).len(), 1);
    }

    #[test]
    fn states() {
        let folder = Folder::new(&["a.txt", "only/.hidden"]);
        let case = |root: &str, expected: RootState| {
            assert_eq!(folder.walk(&[root], &WalkOptions::default()).roots[0].state, expected);
        };
        case("", RootState::Walked);
        case("a.txt", RootState::Walked);
        case("only", RootState::Empty);
        case("gone", RootState::Missing);
        case("a.txt/below", RootState::Missing);
        let input = walk(&[PathBuf::from("-")], &WalkOptions::default());
        assert_eq!(input.files[0].path, PathBuf::from("-"));
        assert_eq!(input.files[0].stamp, 0);
    }

    #[test]
    fn links() {
        let folder = Folder::new(&["a.txt", "sub/b.txt"]);
        symlink("..", folder.1.join("sub/loop")).unwrap();
        symlink("self", folder.1.join("self")).unwrap();
        symlink("a.txt", folder.1.join("inside")).unwrap();
        symlink("nowhere", folder.1.join("broken")).unwrap();
        symlink("/dev", folder.1.join("outside")).unwrap();
        assert_eq!(folder.files(&[""], &[]), ["a.txt", "sub/b.txt"]);
        assert_eq!(folder.files(&["inside"], &[]), ["a.txt"]);
        let expected = [
            "outside: symlink out of the folder, not followed",
            "self: symlink loop",
            "sub/loop: symlink loop",
        ];
        assert_eq!(folder.skipped(&[""]), expected);
        let looped = folder.walk(&["self"], &WalkOptions::default());
        assert_eq!(looped.roots[0].state, RootState::Unreadable("symlink loop".to_owned()));
    }

    #[test]
    fn special_files() {
        let folder = Folder::new(&["a.txt", "sub/b.txt"]);
        for name in ["pipe", "sub/.gitignore"] {
            let made = Command::new("mkfifo").arg(folder.1.join(name)).status().unwrap();
            assert!(made.success());
        }
        let _socket = std::os::unix::net::UnixListener::bind(folder.1.join("socket")).unwrap();
        let walk = folder.walk(&[""], &WalkOptions::default());
        assert_eq!(walk.unreadable, [folder.1.join("sub")]);
        assert_eq!(folder.files(&[""], &[]), ["a.txt"]);
        let expected = [
            "pipe: not a regular file (FIFO)",
            "socket: not a regular file (socket)",
            "sub/.gitignore: not a regular file (FIFO)",
        ];
        assert_eq!(folder.skipped(&[""]), expected);
        let pipe = folder.walk(&["pipe"], &WalkOptions::default());
        let reason = "not a regular file (FIFO)".to_owned();
        assert_eq!(pipe.roots[0].state, RootState::Unreadable(reason));
    }

    #[test]
    fn unreadable_folders() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new(&["a.txt", "shut/b.txt"]);
        let shut = folder.1.join("shut");
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o0)).unwrap();
        // The superuser may read everything.
        let bars = fs::read_dir(&shut).is_err();
        let walk = folder.walk(&["", "shut"], &WalkOptions::default());
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o700)).unwrap();
        if bars {
            assert_eq!(walk.unreadable.as_slice(), std::slice::from_ref(&shut));
            assert_eq!(walk.skipped, [Skipped { path: shut, reason: "permission denied".into() }]);
            let reason = "permission denied".to_owned();
            assert_eq!(walk.roots[1].state, RootState::Unreadable(reason));
        }
        assert_eq!(walk.files[0].path, folder.1.join("a.txt"));
    }

    #[test]
    fn odd_names() {
        let folder = Folder::new(&[]);
        let names: [&[u8]; 6] =
            [b"-x", b"a\nb.txt", b"\x1B[31m.txt", b"\xFF\xFE.txt", b"a:b", &[b'n'; 255]];
        for name in names {
            fs::write(folder.1.join(std::ffi::OsStr::from_bytes(name)), "text").unwrap();
        }
        let walk = folder.walk(&[""], &WalkOptions::default());
        assert_eq!(walk.files.len(), names.len());
        assert!(walk.files.iter().all(|file| super::super::read(&file.path, 9).is_ok()));
    }

    #[test]
    fn stamps() {
        let folder = Folder::new(&["a.txt", "b.txt"]);
        let stamps = |now: Option<SystemTime>| -> Vec<u64> {
            let options = WalkOptions { now, ..WalkOptions::default() };
            folder.walk(&[""], &options).files.iter().map(|file| file.stamp).collect()
        };
        let first = stamps(None);
        assert!(first[0] != 0 && first[0] != first[1]);
        assert_eq!(stamps(None), first);
        let just = fs::metadata(folder.1.join("a.txt")).unwrap().modified().unwrap();
        assert_eq!(stamps(Some(just)), [0, 0]);
        assert_eq!(stamps(Some(just + Duration::from_secs(9))), first);
        fs::write(folder.1.join("a.txt"), "longer text").unwrap();
        assert_ne!(stamps(None)[0], first[0]);
    }

    #[test]
    fn folders_never_entered() {
        let folder = Folder::new(&["a.txt", "index/b.txt"]);
        let options = WalkOptions { never: vec![folder.1.join("index")], ..WalkOptions::default() };
        assert_eq!(folder.walk(&[""], &options).files.len(), 1);
    }
}
