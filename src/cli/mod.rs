//! The edge: arguments in, messages and exit codes out. The only room that
//! touches standard output and error, the environment and the clock. One
//! file for each subcommand; what they share is in `terminal`.

mod check;
mod cite;
mod completions;
mod filters;
mod forget;
mod ingest;
mod inspect;
mod report;
mod search;
mod show;
mod similar;
mod stats;
mod terminal;
mod topics;
mod worker;

use std::{path::PathBuf, process::ExitCode, sync::Mutex};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::error::{Error, Result};

/// What a command ends with when all went well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Something was found, or all was done: 0.
    Done,
    /// Nothing was found: 1.
    Nothing,
    /// Done, but some inputs were skipped: 3.
    Skipped,
    /// Damage was found: 5.
    Damaged,
}

/// Knowledge base and full-text search for migration documents in many
/// languages.
#[derive(Debug, Parser)]
#[command(name = "iomkb", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "Exit status: 0 found or done, 1 nothing found, 2 usage or query error, \
    3 some inputs were skipped, 4 no index, 5 index damaged, 6 index busy, 7 cannot write, \
    8 internal error, 130 interrupted.")]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, clap::Args)]
struct Common {
    /// The index folder
    #[arg(long, global = true, value_name = "DIR", env = "IOMKB_INDEX", default_value = "index")]
    index: PathBuf,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value = "auto")]
    color: terminal::When,
}

/// The commands.
#[derive(Debug, Subcommand)]
enum Command {
    /// Bring files and folders into the index
    Ingest(ingest::Args),
    /// Find documents
    Search(Box<search::Args>),
    /// Show one document
    Show(show::Args),
    /// Find documents like one, in any language
    Similar(similar::Args),
    /// Show what ingest would make of files, without an index
    Inspect(inspect::Args),
    /// Show the topics, or one of them with its names in every language
    Topics(topics::Args),
    /// Count documents by topic, system, year, language, source or country
    Stats(Box<stats::Args>),
    /// Print references to documents, for bibliographies
    Cite(cite::Args),
    /// Take documents out of the index until their content changes
    Forget(forget::Args),
    /// Say what is in the index and whether it is sound
    Check(check::Args),
    /// Print a completion script for a shell
    Completions(completions::Args),
    /// Print the manual page
    Man,
    #[command(hide = true)]
    Complete(completions::names::Args),
    #[command(hide = true)]
    ExtractWorker,
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    // A caught panic is reported like any other error.
    static PANIC: Mutex<String> = Mutex::new(String::new());
    std::panic::set_hook(Box::new(|panic| {
        if let Ok(mut text) = PANIC.lock() {
            *text = panic.to_string();
        }
    }));
    let matches = Cli::command().get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let caught = || {
        std::panic::catch_unwind(|| run(&cli)).unwrap_or_else(|_| {
            let message = PANIC.lock().map(|text| text.clone()).unwrap_or_default();
            Err(Error::Internal { message })
        })
    };
    let outcome = check_flags(&matches, cli.common.color).and_then(|()| caught());
    match outcome {
        Ok(ending) => ExitCode::from(match ending {
            Ending::Done => 0,
            Ending::Nothing => 1,
            Ending::Skipped => 3,
            Ending::Damaged => 5,
        }),
        Err(error) if terminal::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => ExitCode::from(report::report(&error, &cli.common.index)),
    }
}

/// Commands that touch no index.
const WITHOUT_INDEX: [&str; 3] = ["inspect", "completions", "man"];

/// Commands whose output has no colours.
const WITHOUT_COLOURS: [&str; 5] = ["ingest", "forget", "check", "completions", "man"];

/// Refuses a flag of [`Common`] that the command cannot honour. An index that
/// the environment names is for the commands that have one.
///
/// # Errors
/// [`Error::Usage`] that names the flag.
fn check_flags(matches: &clap::ArgMatches, colours: terminal::When) -> Result<()> {
    let Some((command, matches)) = matches.subcommand() else { return Ok(()) };
    let named = matches.value_source("index") == Some(clap::parser::ValueSource::CommandLine);
    let flag = if named && WITHOUT_INDEX.contains(&command) {
        "--index"
    } else if colours == terminal::When::Always && WITHOUT_COLOURS.contains(&command) {
        "--color always"
    } else {
        return Ok(());
    };
    Err(Error::Usage { message: format!("{flag} is not for `iomkb {command}`") })
}

/// Runs one command.
fn run(cli: &Cli) -> Result<Ending> {
    let common = &cli.common;
    match &cli.command {
        Command::Ingest(args) => ingest::run(args, common),
        Command::Search(args) => search::run(args, common),
        Command::Show(args) => show::run(args, common),
        Command::Similar(args) => similar::run(args, common),
        Command::Inspect(args) => inspect::run(args, common),
        Command::Topics(args) => topics::run(args, common),
        Command::Cite(args) => cite::run(args, common),
        Command::Stats(args) => stats::run(args, common),
        Command::Forget(args) => forget::run(args, common),
        Command::Check(args) => check::run(args, common),
        Command::Completions(args) => completions::run(args, &Cli::command()),
        Command::Complete(args) => completions::names::run(args, common),
        Command::ExtractWorker => worker::run(),
        Command::Man => completions::manual(&Cli::command()),
    }
}
