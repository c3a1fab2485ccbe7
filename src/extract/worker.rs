//! Workers: processes of this same program that read untrusted formats under
//! limits of memory, time and files, so that a crash or a hang costs one
//! file or entry. A worker is started when the first such file comes, reads
//! one after the other, and is replaced when it dies. Hides processes and
//! their talk; text formats never pay for it.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, sync_channel},
    },
    time::Duration,
};

use serde::{Deserialize, Serialize};

use super::{
    BadPart, Each, Loss, extract, limits,
    task::{Sink, Task},
};
use crate::{
    document::{Draft, Part},
    source::Format,
};

/// The longest answer of a worker, in bytes: a document's text is at most
/// [`limits::TEXT`], as JSON up to six times that.
const ANSWER: u64 = 8 * limits::TEXT as u64;

/// What is asked of a worker; the bytes of the file follow.
#[derive(Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) name: String,
    pub(super) format: String,
    pub(super) length: u64,
    /// How many entries are not to be read again.
    pub(super) skip: u32,
}

/// What a worker answers, one a line.
#[derive(Serialize, Deserialize)]
pub(super) enum Answer {
    /// An entry of a container comes next.
    Begin(String),
    /// A draft, or what is wrong with a part.
    Draft(Box<Result<Draft, BadPart>>),
    /// The file is done, or cannot be read.
    Done(Result<(), String>),
}

/// The workers of a run.
pub struct Workers {
    /// This program, where it can be started again.
    program: Option<PathBuf>,
    /// Workers that wait for a file.
    idle: Mutex<Vec<Worker>>,
    /// How long one may say nothing.
    silence: Duration,
}

impl Workers {
    /// The argument that makes this program a worker.
    pub const COMMAND: &'static str = "extract-worker";

    /// Workers that run `program`; without one, all is read in this process.
    #[must_use]
    pub const fn new(program: Option<PathBuf>) -> Self {
        Self { program, idle: Mutex::new(Vec::new()), silence: limits::SILENCE }
    }

    /// Hands over the drafts of a file in order: text in this process, what
    /// could hurt in another. `name` is the file's own, without folders.
    ///
    /// # Errors
    /// Says in one sentence why the file as a whole cannot be read.
    pub fn extract(
        &self,
        bytes: Vec<u8>,
        name: &str,
        format: Format,
        each: Each<'_>,
    ) -> Result<(), String> {
        match &self.program {
            Some(program) if !format.is_text() => {
                self.elsewhere(program, &File { bytes: &bytes, name, format }, each)
            }
            _ => guarded(bytes, format, &mut Task::new(name, &mut Here(each))),
        }
    }

    /// Reads a file in a worker. An entry at which one dies is tried once
    /// more by a fresh one, then told and passed over.
    fn elsewhere(&self, program: &Path, file: &File<'_>, each: Each<'_>) -> Result<(), String> {
        let mut skip = 0;
        let (mut tried, mut failures) = (false, 0);
        loop {
            let waiting = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut worker = match waiting {
                Some(worker) => worker,
                None => Worker::start(program)
                    .map_err(|cause| format!("cannot start the process that reads it: {cause}"))?,
            };
            let silence = self.silence;
            let mut state = State { begun: None, entries: skip, silence };
            match worker.read(file, &mut state, each) {
                Ok(result) => {
                    self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
                    return result;
                }
                Err(broken) => {
                    let reason = worker.end(broken);
                    let is_second = tried && state.entries <= skip + 1;
                    // What an earlier file left behind may be the cause.
                    let again = broken == Broken::Died && !is_second;
                    match state.begun {
                        _ if again => skip = state.entries.saturating_sub(1).max(skip),
                        Some(entry) if failures < limits::FAILURES => {
                            failures += 1;
                            let part = Part { entry: Some(entry), record: None };
                            each(Err(BadPart { part, line: None, reason, loss: Loss::Rest }));
                            skip = state.entries;
                        }
                        None if skip == 0 => return Err(reason),
                        _ => {
                            let reason = format!("{reason}: the rest is not read");
                            let part = Part::default();
                            each(Err(BadPart { part, line: None, reason, loss: Loss::Rest }));
                            return Ok(());
                        }
                    }
                    tried = again;
                }
            }
        }
    }
}

/// A file to be read.
struct File<'a> {
    bytes: &'a [u8],
    name: &'a str,
    format: Format,
}

/// How far a worker has come in a file.
struct State {
    /// The entry that it reads.
    begun: Option<String>,
    /// How many it has begun or was to pass over.
    entries: u32,
    /// How long it may say nothing.
    silence: Duration,
}

/// How a worker failed.
#[derive(Clone, Copy, PartialEq)]
enum Broken {
    Died,
    Silent,
}

/// A process that reads files.
struct Worker {
    child: Child,
    input: Option<ChildStdin>,
    answers: Receiver<Answer>,
}

impl Worker {
    fn start(program: &Path) -> io::Result<Self> {
        let mut child = Command::new(program)
            .arg(Workers::COMMAND)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let input = child.stdin.take();
        let output = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let (sender, answers) = sync_channel(16);
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(answer) = answer(&mut output) {
                if sender.send(answer).is_err() {
                    break;
                }
            }
        });
        Ok(Self { child, input, answers })
    }

    /// Has a file read. What was told before a failure is passed on.
    fn read(
        &mut self,
        file: &File<'_>,
        state: &mut State,
        each: Each<'_>,
    ) -> Result<Result<(), String>, Broken> {
        let File { bytes, name, format } = *file;
        let request = Request {
            name: name.to_owned(),
            format: format.name().to_owned(),
            length: bytes.len() as u64,
            skip: state.entries,
        };
        let (input, child, answers) = (&mut self.input, &mut self.child, &self.answers);
        std::thread::scope(|scope| {
            // A worker that does not read must not stop this process.
            scope.spawn(move || {
                let Some(pipe) = input else { return };
                if send(pipe, &request, bytes).is_err() {
                    // It is dead; that its answers end says so.
                    *input = None;
                }
            });
            let outcome = listen(answers, state, each);
            if outcome.is_err() {
                // Only then does the thread above end for sure. A process
                // that is gone already cannot be killed, and need not be.
                let _ = child.kill();
            }
            outcome
        })
    }

    /// Ends a worker that failed; says why in a few words.
    fn end(mut self, broken: Broken) -> String {
        drop(self.input.take());
        // Killed already, or dead by itself.
        let status = self.child.wait();
        if broken == Broken::Silent {
            return format!("no end after {} s", limits::SILENCE.as_secs());
        }
        match status.ok().and_then(|status| status.signal()) {
            Some(signal) if signal == rustix::process::Signal::XCPU.as_raw() => {
                format!("no end after {} s", limits::PROCESSOR)
            }
            _ => "it made its reader fail: damaged, or too large or too deep".to_owned(),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Without input it ends by itself; killed, it does so at once. One
        // that is dead already is only waited for.
        drop(self.input.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn send(pipe: &mut ChildStdin, request: &Request, bytes: &[u8]) -> io::Result<()> {
    let mut head = serde_json::to_vec(request)?;
    head.push(b'\n');
    pipe.write_all(&head)?;
    pipe.write_all(bytes)?;
    pipe.flush()
}

/// The next answer; none at the end, or when it is not to be understood.
fn answer(output: &mut BufReader<impl Read>) -> Option<Answer> {
    let mut line = Vec::new();
    output.take(ANSWER).read_until(b'\n', &mut line).ok()?;
    serde_json::from_slice(&line).ok()
}

/// Passes answers on until the file is done.
fn listen(
    answers: &Receiver<Answer>,
    state: &mut State,
    each: Each<'_>,
) -> Result<Result<(), String>, Broken> {
    loop {
        match answers.recv_timeout(state.silence) {
            Ok(Answer::Begin(entry)) => {
                state.begun = Some(entry);
                state.entries += 1;
            }
            Ok(Answer::Draft(draft)) => each(*draft),
            Ok(Answer::Done(result)) => return Ok(result),
            Err(RecvTimeoutError::Timeout) => return Err(Broken::Silent),
            Err(RecvTimeoutError::Disconnected) => return Err(Broken::Died),
        }
    }
}

/// Passes drafts on in this process.
struct Here<'a>(Each<'a>);

impl Sink for Here<'_> {
    fn begin(&mut self, _: &str) -> bool {
        true
    }

    fn draft(&mut self, draft: Result<Draft, BadPart>) {
        (self.0)(draft);
    }
}

/// Extracts with any panic made a reason.
pub(super) fn guarded(bytes: Vec<u8>, format: Format, task: &mut Task<'_>) -> Result<(), String> {
    let run = std::panic::AssertUnwindSafe(|| extract(bytes, format, task));
    std::panic::catch_unwind(run)
        .unwrap_or_else(|_| Err("it made its reader fail (panic): damaged".to_owned()))
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt};

    use super::*;

    /// What workers make of a file if they are this shell script.
    fn with(script: &str) -> (Result<(), String>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("worker");
        fs::write(
            &program,
            format!("#!/bin/sh\nread head\ncd {}\n{script}", folder.path().display()),
        )
        .unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let mut workers = Workers::new(Some(program));
        workers.silence = Duration::from_millis(500);
        let mut seen = Vec::new();
        let result = workers.extract(vec![0; 1 << 20], "a.zip", Format::Zip, &mut |draft| {
            seen.push(match draft {
                Ok(draft) => draft.part.to_string(),
                Err(bad) => format!("{}: {}", bad.part, bad.reason),
            });
        });
        (result, seen)
    }

    const FAILED: &str = "it made its reader fail: damaged, or too large or too deep";
    const DONE: &str = r#"echo '{"Done":{"Ok":null}}'"#;

    fn begin(entry: &str) -> String {
        let draft = Draft { part: Part::default().inside(entry), ..Draft::default() };
        let draft = serde_json::to_string(&Ok::<_, BadPart>(draft)).unwrap();
        format!("echo '{{\"Begin\":\"{entry}\"}}'; echo '{{\"Draft\":{draft}}}'")
    }

    #[test]
    fn a_worker_that_dies_costs_the_file() {
        let case = |script: &str, reason: &str| {
            assert_eq!(with(script), (Err(reason.to_owned()), Vec::new()), "{script}");
        };
        case("exit 1", FAILED);
        case("kill -ABRT $$", FAILED);
        case("kill -XCPU $$", "no end after 30 s");
        case("echo nonsense; cat > /dev/null", FAILED);
        case("exec sleep 60", "no end after 30 s");
    }

    #[test]
    fn one_that_dies_by_what_it_read_before_is_replaced() {
        let (result, seen) = with(&format!("[ -f again ] || {{ touch again; exit 1; }}; {DONE}"));
        assert_eq!((result, seen.len()), (Ok(()), 0));
    }

    #[test]
    fn an_entry_costs_itself_alone() {
        // The first and the second worker die at `b`, the third begins at `c`.
        let script = format!(
            "case $head in *'\"skip\":2'*) {}; {DONE};; \
             *'\"skip\":1'*) {}; exit 1;; *) {}; {}; exit 1;; esac",
            begin("c"),
            begin("b").split(';').next().unwrap(),
            begin("a"),
            begin("b").split(';').next().unwrap(),
        );
        let (result, seen) = with(&script);
        assert_eq!(result, Ok(()));
        assert_eq!(seen, ["!/a".to_owned(), format!("!/b: {FAILED}"), "!/c".to_owned()]);
    }
}
