//! `iomkb completions` and `iomkb man`: generated from the arguments
//! themselves, so that they cannot differ from what the program takes. Where
//! a value is a name that the index knows, the script asks `names`.
//! Hides the generators.

pub(super) mod names;

use clap_complete::Shell;

use self::names::Kind;
use super::{Ending, terminal};
use crate::error::Result;

/// Print a completion script for a shell
///
/// In bash, zsh and fish it completes names of topics in every language,
/// languages and countries, too: those that the index knows.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  iomkb completions bash > ~/.local/share/bash-completion/completions/iomkb
  iomkb completions zsh > ~/.zfunc/_iomkb    # a folder of $fpath
  iomkb completions fish > ~/.config/fish/completions/iomkb.fish")]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Where a name is typed.
struct Slot {
    command: String,
    /// The flags before it, with their hyphens; none for what has no flag.
    flags: Vec<String>,
    kind: Kind,
}

/// Prints the completion script.
pub(super) fn run(args: &Args, command: &clap::Command) -> Result<Ending> {
    let slots = slots(command);
    let mut shown = shown(command);
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut shown, "iomkb", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    let script = match args.shell {
        Shell::Bash => script + &bash(&shown, &slots),
        Shell::Zsh => zsh(&script),
        Shell::Fish => script + &fish(&slots),
        _ => script,
    };
    terminal::print(|out| out.write_all(script.as_bytes()))?;
    Ok(Ending::Done)
}

/// The command without those that only scripts call.
fn shown(command: &clap::Command) -> clap::Command {
    let subcommands = command.get_subcommands().filter(|command| !command.is_hide_set());
    clap::Command::new("iomkb")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_subcommand(true)
        .args(command.get_arguments())
        .subcommands(subcommands)
}

/// All places where names are typed.
fn slots(command: &clap::Command) -> Vec<Slot> {
    let mut slots = Vec::new();
    for command in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        for argument in command.get_arguments() {
            let name = argument.get_value_names().and_then(|names| names.first());
            let Some(kind) = name.and_then(|name| Kind::of(name)) else { continue };
            let short = argument.get_short_and_visible_aliases().unwrap_or_default();
            let long = argument.get_long_and_visible_aliases().unwrap_or_default();
            let flags = short.iter().map(|letter| format!("-{letter}"));
            let flags = flags.chain(long.iter().map(|name| format!("--{name}"))).collect();
            slots.push(Slot { command: command.get_name().to_owned(), flags, kind });
        }
    }
    slots
}

/// What is added to the script for bash. A name without a flag stands right
/// behind its command.
fn bash(command: &clap::Command, slots: &[Slot]) -> String {
    let commands: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    let cases = slots.iter().map(|Slot { command, flags, kind }| {
        let before = |flag: &String| format!("\"{command} {flag}\"");
        let mut patterns: Vec<String> = flags.iter().map(before).collect();
        if flags.is_empty() {
            patterns.push(before(command));
        }
        format!("        {}) kind={} ;;", patterns.join(" | "), kind.name())
    });
    include_str!("names.bash")
        .replace("@COMMANDS@", &commands.join(" "))
        .replace("@CASES@", &cases.collect::<Vec<_>>().join("\n"))
}

/// The script for zsh with the function that asks for names, and calls of it
/// in place of those that complete files.
fn zsh(script: &str) -> String {
    let call = |line: &str| -> String {
        let Some(start) = line.strip_suffix(":_default' \\") else { return line.to_owned() };
        // `[help]:NAME` of a flag, `*::name -- help` of what has none.
        let flag = start.rsplit_once("]:").map(|(_, name)| name.to_owned());
        let argument = start.strip_prefix("'*::").and_then(|start| start.split(" -- ").next());
        let kind = flag.or(argument.map(str::to_uppercase)).and_then(|name| Kind::of(&name));
        let Some(kind) = kind else { return line.to_owned() };
        format!("{start}: _iomkb_names {}' \\", kind.name())
    };
    let mut lines = script.lines();
    let first = lines.next().unwrap_or_default();
    let rest: Vec<String> = lines.map(call).collect();
    format!("{first}\n{}{}\n", include_str!("names.zsh"), rest.join("\n"))
}

/// What is added to the script for fish.
fn fish(slots: &[Slot]) -> String {
    let lines = slots.iter().map(|Slot { command, flags, kind }| {
        let flags = flags.iter().map(|flag| match flag.strip_prefix("--") {
            Some(long) => format!(" -l {long}"),
            None => format!(" -s {}", flag.trim_start_matches('-')),
        });
        let flags: Vec<String> = flags.collect();
        let takes = if flags.is_empty() { " -f" } else { " -x" };
        format!(
            "complete -c iomkb -n \"__fish_iomkb_using_subcommand {command}\"{}{takes} -a \"(__fish_iomkb_names {})\"\n",
            flags.concat(),
            kind.name()
        )
    });
    include_str!("names.fish").to_owned() + &lines.collect::<String>()
}

/// Prints the manual page with a section for every command.
pub(super) fn manual(command: &clap::Command) -> Result<Ending> {
    let mut page = Vec::new();
    let render =
        |command: clap::Command, page: &mut Vec<u8>| clap_mangen::Man::new(command).render(page);
    terminal::print(|out| {
        render(command.clone(), &mut page)?;
        for sub in command.get_subcommands().filter(|command| !command.is_hide_set()) {
            render(sub.clone(), &mut page)?;
        }
        out.write_all(&page)
    })?;
    Ok(Ending::Done)
}
