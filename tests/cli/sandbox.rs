//! A sealed place to run the program in: a folder of its own, an environment
//! with nothing from outside, a fixed clock. Nothing here knows what any
//! command should answer.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Arc, Mutex, PoisonError, Weak},
};

use serde_json::Value;

/// The clock: 22 November 2026, midnight UTC.
pub(crate) const NOW: &str = "1795305600";

/// Says that something was not looked at, past the capture of test output.
pub(crate) fn not_tested(reason: &str) {
    // What cannot be said there is lost.
    let _ = writeln!(std::io::stderr(), "not tested: {reason}");
}

/// A folder with an environment.
pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
}

impl Sandbox {
    /// An empty one.
    pub(crate) fn new() -> Self {
        // The usual name begins with a dot, which would make it hidden.
        let folder = tempfile::Builder::new().prefix("iomkb-").tempdir().unwrap();
        Self { folder }
    }

    /// One with files, by name and content.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let sandbox = Self::new();
        for (name, text) in files {
            sandbox.write(name, text);
        }
        sandbox
    }

    /// One with the files of a folder of `tests/corpus`, in `docs`.
    pub(crate) fn with_corpus(name: &str) -> Self {
        let sandbox = Self::new();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name);
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            sandbox.write(&format!("docs/{name}"), fs::read(&path).unwrap());
        }
        sandbox
    }

    /// The library of `tests/corpus` with its index, shared by tests that
    /// change nothing. It lives as long as any test holds it.
    pub(crate) fn library() -> Arc<Self> {
        static LIBRARY: Mutex<Weak<Sandbox>> = Mutex::new(Weak::new());
        Self::shared(&LIBRARY, || {
            let library = Self::with_corpus("library");
            library.run(&["ingest", "docs"]).code(0);
            library
        })
    }

    /// A sandbox that tests share, made by the first that asks for it.
    pub(crate) fn shared(slot: &Mutex<Weak<Self>>, make: impl FnOnce() -> Self) -> Arc<Self> {
        let mut shared = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sandbox) = shared.upgrade() {
            return sandbox;
        }
        let sandbox = Arc::new(make());
        *shared = Arc::downgrade(&sandbox);
        sandbox
    }

    /// The path of a file in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Takes a file away.
    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }

    /// The program, sealed.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iomkb"));
        self.seal(&mut command);
        command
    }

    /// Another program, sealed.
    pub(crate) fn in_sandbox(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        self.seal(&mut command);
        command
    }

    /// A line of shell in which `iomkb` is the program.
    pub(crate) fn shell(&self, line: &str) -> Run {
        let mut command = Command::new("sh");
        self.seal(&mut command);
        command.args([
            "-c",
            &format!("iomkb() {{ '{}' \"$@\"; }}\n{line}", env!("CARGO_BIN_EXE_iomkb")),
        ]);
        self.finish(&mut command)
    }

    /// Takes the environment away but for the path and the clock.
    fn seal(&self, command: &mut Command) {
        command.current_dir(self.folder.path()).env_clear().env("SOURCE_DATE_EPOCH", NOW);
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    }

    /// Runs the program.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.finish(self.command().args(args))
    }

    /// Runs the program with something on its standard input.
    pub(crate) fn feed(&self, args: &[&str], input: impl AsRef<[u8]>) -> Run {
        let mut command = self.command();
        let pipe = Stdio::piped;
        command.args(args).stdin(pipe()).stdout(pipe()).stderr(pipe());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_ref()).unwrap();
        Run::new(child.wait_with_output().unwrap(), self.folder.path())
    }

    /// Runs a command to its end.
    pub(crate) fn finish(&self, command: &mut Command) -> Run {
        Run::new(command.stdin(Stdio::null()).output().unwrap(), self.folder.path())
    }

    /// Ingests `docs`, which must go well.
    pub(crate) fn ingest(&self) -> Run {
        self.run(&["ingest", "docs"]).code(0)
    }

    /// The names of the files that a search finds, in order.
    pub(crate) fn found(&self, args: &[&str]) -> Vec<String> {
        let run = self.run(&[&["search", "--format", "jsonl", "-n", "0"], args].concat());
        let found: Vec<String> = run.json_lines().iter().map(name).collect();
        assert_eq!(run.status, i32::from(found.is_empty()), "{args:?}: {run:?}");
        found
    }
}

/// What a hit is called in tests: the id of a record, the name of a file.
fn name(hit: &Value) -> String {
    let id = hit["id"].as_str().unwrap();
    let path = Path::new(hit["path"].as_str().unwrap());
    let is_own = hit.get("record").is_some();
    if is_own { id.to_owned() } else { path.file_name().unwrap().to_str().unwrap().to_owned() }
}

/// How a run of the program ended.
#[derive(Clone)]
pub(crate) struct Run {
    /// Standard output, the folder of the sandbox masked.
    pub(crate) stdout: String,
    /// Standard error, the folder of the sandbox masked.
    pub(crate) stderr: String,
    /// The exit status; -1 when a signal ended it.
    pub(crate) status: i32,
    /// Standard output and error as they came.
    pub(crate) bytes: Vec<u8>,
}

impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.all())
    }
}

impl Run {
    fn new(output: std::process::Output, folder: &Path) -> Self {
        let folder = fs::canonicalize(folder).unwrap();
        let masked = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes).replace(folder.to_str().unwrap(), "[FOLDER]")
        };
        Self {
            stdout: masked(&output.stdout),
            stderr: masked(&output.stderr),
            status: output.status.code().unwrap_or(-1),
            bytes: [output.stdout, output.stderr].concat(),
        }
    }

    /// Itself, after a look at the exit status.
    #[track_caller]
    pub(crate) fn code(self, expected: i32) -> Self {
        assert_eq!(self.status, expected, "{self:?}");
        self
    }

    /// Status, standard output and standard error, for snapshots.
    pub(crate) fn all(&self) -> String {
        let part = |name: &str, text: &str| match text {
            "" => String::new(),
            text => format!("--- {name}\n{text}"),
        };
        let (out, err) = (part("stdout", &self.stdout), part("stderr", &self.stderr));
        format!("status {}\n{out}{err}", self.status)
    }

    /// Standard output as one JSON value.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Standard output as JSON lines.
    #[track_caller]
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        let value = |line| serde_json::from_str(line).unwrap();
        self.stdout.lines().map(value).collect()
    }
}
