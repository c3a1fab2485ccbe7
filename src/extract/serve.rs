//! The other side of a worker: the process that reads what it is sent, after
//! it has taken from itself all that reading does not need. Opens no file and
//! no connection, and writes nothing but answers.

use std::io::{self, BufRead, BufReader, Read, Write};

use super::{
    BadPart, limits,
    task::{Sink, Task},
    worker::{Answer, Request, guarded},
};
use crate::{document::Draft, source::Format};

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
    /// Whether what comes now is passed over.
    fn is_passing(&self) -> bool {
        self.skip > 0 && self.begun <= self.skip
    }

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
        if self.is_passing() {
            return false;
        }
        // A limit that cannot be raised ends the worker sooner, no more.
        let _ = raise();
        self.say(&Answer::Begin(entry.to_owned()));
        true
    }

    fn draft(&mut self, draft: Result<Draft, BadPart>) {
        // What stands before the next entry was told at an earlier attempt.
        if !self.is_passing() {
            self.say(&Answer::Draft(Box::new(draft)));
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
