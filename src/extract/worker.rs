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
};

use serde::{Deserialize, Serialize};

use super::{BadPart, Each, Sink, Task, extract, limits};
use crate::{
    document::{Draft, Part},
    source::Format,
};

/// The longest answer of a worker, in bytes: a document's text is at most
/// [`limits::TEXT`], as JSON up to six times that.
const ANSWER: u64 = 8 * limits::TEXT as u64;

/// What is asked of a worker; the bytes of the file follow.
#[derive(Serialize, Deserialize)]
struct Request {
    name: String,
    format: String,
    length: u64,
    /// How many entries are not to be read again.
    skip: u32,
}

/// What a worker answers, one a line.
#[derive(Serialize, Deserialize)]
enum Answer {
    /// An entry of a container comes next.
    Begin(String),
    /// A draft, or what is wrong with a part.
    Draft(Result<Draft, BadPart>),
    /// The file is done, or cannot be read.
    Done(Result<(), String>),
}

/// The workers of a run.
pub struct Workers {
    /// This program, where it can be started again.
    program: Option<PathBuf>,
    /// Workers that wait for a file.
    idle: Mutex<Vec<Worker>>,
}

impl Workers {
    /// The argument that makes this program a worker.
    pub const COMMAND: &'static str = "extract-worker";

    /// Workers that run `program`; without one, all is read in this process.
    #[must_use]
    pub const fn new(program: Option<PathBuf>) -> Self {
        Self { program, idle: Mutex::new(Vec::new()) }
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
        let mut tried = false;
        loop {
            let waiting = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut worker = match waiting {
                Some(worker) => worker,
                None => Worker::start(program)
                    .map_err(|cause| format!("cannot start the process that reads it: {cause}"))?,
            };
            let mut state = State { begun: None, entries: 0, skip };
            match worker.read(file, &mut state, each) {
                Ok(result) => {
                    self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
                    return result;
                }
                Err(broken) => {
                    let reason = worker.end(broken);
                    let at = state.entries;
                    if !tried && broken == Broken::Died {
                        // What an earlier file left behind may be the cause.
                        tried = true;
                        skip = at.saturating_sub(1);
                        continue;
                    }
                    let Some(entry) = state.begun else { return Err(reason) };
                    let part = Part { entry: Some(entry), record: None };
                    each(Err(BadPart { part, line: None, reason }));
                    (skip, tried) = (at, false);
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
    /// How many it has begun.
    entries: u32,
    /// How many it was to pass over.
    skip: u32,
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
            skip: state.skip,
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
        match answers.recv_timeout(limits::SILENCE) {
            Ok(Answer::Begin(entry)) => {
                state.begun = Some(entry);
                state.entries = state.entries.max(state.skip) + 1;
            }
            Ok(Answer::Draft(draft)) => each(draft),
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
fn guarded(bytes: Vec<u8>, format: Format, task: &mut Task<'_>) -> Result<(), String> {
    let run = std::panic::AssertUnwindSafe(|| extract(bytes, format, task));
    std::panic::catch_unwind(run)
        .unwrap_or_else(|_| Err("it made its reader fail (panic): damaged".to_owned()))
}

/// Reads files as a worker until the input ends.
///
/// # Errors
/// What reading the input or writing the output says, or that the limits
/// cannot be set.
pub fn serve(input: impl Read, output: impl Write + Send) -> io::Result<()> {
    fence()?;
    let mut input = BufReader::new(input);
    let mut there = There { output, skip: 0, begun: 0, failed: None };
    loop {
        let mut head = String::new();
        if (&mut input).take(1 << 16).read_line(&mut head)? == 0 {
            return Ok(());
        }
        let request: Request = serde_json::from_str(&head)?;
        let mut bytes = Vec::new();
        (&mut input).take(request.length).read_to_end(&mut bytes)?;
        raise()?;
        (there.skip, there.begun) = (request.skip, 0);
        let result = match request.format.parse::<Format>() {
            Ok(format) => guarded(bytes, format, &mut Task::new(&request.name, &mut there)),
            Err(error) => Err(error.to_string()),
        };
        there.say(&Answer::Done(result));
        if let Some(error) = there.failed.take() {
            return Err(error);
        }
    }
}

/// Tells the parent what is found.
struct There<W> {
    output: W,
    skip: u32,
    begun: u32,
    failed: Option<io::Error>,
}

impl<W: Write> There<W> {
    fn say(&mut self, answer: &Answer) {
        let written = serde_json::to_vec(answer).map_err(io::Error::from).and_then(|mut line| {
            line.push(b'\n');
            self.output.write_all(&line)?;
            self.output.flush()
        });
        if let Err(error) = written {
            self.failed.get_or_insert(error);
        }
    }
}

impl<W: Write> Sink for There<W> {
    fn begin(&mut self, entry: &str) -> bool {
        self.begun += 1;
        if self.begun <= self.skip {
            return false;
        }
        // A limit that cannot be raised ends the worker sooner, no more.
        let _ = raise();
        self.say(&Answer::Begin(entry.to_owned()));
        true
    }

    fn draft(&mut self, draft: Result<Draft, BadPart>) {
        // What stands outside entries was told at the first attempt.
        if self.begun >= self.skip {
            self.say(&Answer::Draft(draft));
        }
    }
}

/// Takes from this process what reading a file does not need: memory beyond
/// the limit, files and sockets to open, bytes to write to disk, dumps.
fn fence() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = |limit| Rlimit { current: Some(limit), maximum: Some(limit) };
    setrlimit(Resource::As, limit(limits::MEMORY))?;
    setrlimit(Resource::Fsize, limit(0))?;
    setrlimit(Resource::Core, limit(0))?;
    // Standard input and output stay open; nothing else can be opened.
    setrlimit(Resource::Nofile, limit(0))?;
    Ok(())
}

/// Gives the process time for one more file or entry.
fn raise() -> io::Result<()> {
    use rustix::{
        process::{Resource, Rlimit, getrlimit, setrlimit},
        time::{ClockId, clock_gettime},
    };
    let used = u64::try_from(clock_gettime(ClockId::ProcessCPUTime).tv_sec).unwrap_or_default();
    let maximum = getrlimit(Resource::Cpu).maximum;
    let current = Some(used + limits::PROCESSOR + 1);
    setrlimit(Resource::Cpu, Rlimit { current, maximum })?;
    Ok(())
}
