//! `iomkb completions` and `iomkb man`: generated from the arguments
//! themselves, so that they cannot differ from what the program takes.
//! Hides the generators.

use super::{Ending, terminal};
use crate::error::Result;

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

/// Prints the completion script.
pub(super) fn run(args: &Args, mut command: clap::Command) -> Result<Ending> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "iomkb", &mut script);
    terminal::print(|out| out.write_all(&script))?;
    Ok(Ending::Done)
}

/// Prints the manual page with a section for every command.
pub(super) fn manual(command: &clap::Command) -> Result<Ending> {
    let mut page = Vec::new();
    let render =
        |command: clap::Command, page: &mut Vec<u8>| clap_mangen::Man::new(command).render(page);
    terminal::print(|out| {
        render(command.clone(), &mut page)?;
        for sub in command.get_subcommands() {
            render(sub.clone(), &mut page)?;
        }
        out.write_all(&page)
    })?;
    Ok(Ending::Done)
}
