//! The terminal, the clock and the working folder, as the commands see
//! them: the only file that asks for any of these. Output goes through one
//! buffer here, and a closed pipe is told apart from a failure.

use std::{
    io::{self, BufWriter, IsTerminal, Read, Write},
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crate::{
    annotate::year::Date,
    catalog::Report,
    error::{Error, Result},
    rank::Ranking,
    render::text::Colours,
    source::name,
};

/// The width of tables where the terminal does not say: what everybody has.
const WIDTH: u16 = 80;

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Whether standard output is styled.
pub(super) fn colours(when: When) -> Colours {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    Colours(match when {
        When::Always => true,
        When::Never => false,
        When::Auto => io::stdout().is_terminal() && !unwanted,
    })
}

/// Whether standard output is a terminal.
pub(super) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// The width of the terminal, in columns.
pub(super) fn width() -> u16 {
    terminal_size::terminal_size().map_or(WIDTH, |(width, _)| width.0)
}

/// Whether what is shown can hold other letters than those of ASCII: the
/// locale says so, and the terminal is one that draws (POSIX: LC_ALL goes
/// before LC_CTYPE, LC_CTYPE before LANG).
pub(super) fn is_unicode() -> bool {
    let value = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = value("LC_ALL").or_else(|| value("LC_CTYPE")).or_else(|| value("LANG"));
    let is_dumb = value("TERM").is_some_and(|terminal| terminal == "dumb");
    let is_wide = |locale: String| locale.to_lowercase().replace('-', "").contains("utf8");
    !is_dumb && locale.map_or(cfg!(windows), is_wide)
}

/// Writes to standard output through one buffer, and flushes it.
///
/// # Errors
/// [`Error::Write`] on `-` when it cannot be written.
pub(super) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out).and_then(|()| out.flush()).map_err(|cause| Error::write("-", cause))
}

/// Writes to standard error; what cannot be written there is lost.
pub(super) fn tell(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
    let mut text = Vec::new();
    if write(&mut text).is_ok() {
        let _ = io::stderr().lock().write_all(&text);
    }
}

/// Whether an error is only that the reader of a pipe has had enough.
pub(super) fn is_closed_pipe(error: &Error) -> bool {
    let Error::Write { path, cause } = error else { return false };
    let cause = cause.downcast_ref::<io::Error>();
    path == Path::new("-") && cause.is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// The time: SOURCE_DATE_EPOCH where it is set, else the clock.
pub(super) fn now() -> SystemTime {
    let stated = std::env::var("SOURCE_DATE_EPOCH").ok();
    let seconds = stated.and_then(|text| text.trim().parse::<u64>().ok());
    seconds.map_or_else(SystemTime::now, |seconds| UNIX_EPOCH + Duration::from_secs(seconds))
}

/// The day of a time in UTC.
pub(super) fn day(time: SystemTime) -> Date {
    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Date::from_unix(i64::try_from(seconds).unwrap_or(0))
}

/// The day of a time in UTC, as `2026-11-22`.
pub(super) fn date(time: SystemTime) -> String {
    let Date { year, month, day } = day(time);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Reads a whole file; `-` is standard input.
///
/// # Errors
/// [`Error::Read`] when it cannot be read.
pub(super) fn read(file: &Path) -> Result<Vec<u8>> {
    let failed = |cause: io::Error| Error::read(file, cause);
    if file.as_os_str() != "-" {
        return std::fs::read(file).map_err(failed);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// Writes the paths of all hits as they open from the working folder.
pub(super) fn place(ranking: &mut Ranking, here: Option<&Path>) {
    for hit in &mut ranking.hits {
        hit.document.path = path_from_here(&hit.document.path, here);
    }
}

/// A path of the index as it opens from the working folder: relative where
/// it is below it, and never beginning with a hyphen.
pub(super) fn path_from_here(path: &str, here: Option<&Path>) -> String {
    let opened = name::opened(path);
    let below = here.and_then(|here| opened.strip_prefix(here).ok());
    match below.map(name::written) {
        Some(below) if below.starts_with('-') => format!("./{below}"),
        Some(below) if !below.is_empty() => below,
        _ => path.to_owned(),
    }
}

/// This program, where the system can tell.
pub(super) fn program() -> Option<PathBuf> {
    std::env::current_exe().ok()
}

/// Writes the paths of a catalogue, and of the files that it names, as they
/// are seen from here.
pub(super) fn place_catalogue(report: &mut Report, here: Option<&Path>) {
    report.path = path_from_here(&report.path, here);
    for path in report.unfit.iter_mut().flat_map(|one| &mut one.files) {
        *path = path_from_here(path, here);
    }
}

/// The working folder, where it is known.
pub(super) fn here() -> Option<PathBuf> {
    std::env::current_dir().ok().and_then(|here| here.canonicalize().ok())
}

#[cfg(test)]
mod tests {
    use std::{
        path::Path,
        time::{Duration, UNIX_EPOCH},
    };

    use super::{day, path_from_here};

    #[test]
    fn days_are_those_of_the_calendar() {
        let case = |seconds, year, month, date| {
            let found = day(UNIX_EPOCH + Duration::from_secs(seconds));
            assert_eq!((found.year, found.month, found.day), (year, month, date));
        };
        case(0, 1970, 1, 1);
        case(951_782_400, 2000, 2, 29);
        case(1_795_305_600, 2026, 11, 22);
        case(4_102_444_799, 2099, 12, 31);
    }

    #[test]
    fn paths_open_from_here() {
        let case = |path, shown: &str| {
            assert_eq!(path_from_here(path, Some(Path::new("/home/a"))), shown);
        };
        case("/home/a/b/c.txt", "b/c.txt");
        case("/home/b/c.txt", "/home/b/c.txt");
        case("/home/a/-c.txt", "./-c.txt");
        case("-", "-");
    }
}
