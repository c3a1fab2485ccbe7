//! What the program says about itself.

use crate::sandbox::Sandbox;

const COMMANDS: [&str; 12] = [
    "ingest",
    "search",
    "show",
    "similar",
    "inspect",
    "topics",
    "stats",
    "cite",
    "forget",
    "check",
    "completions",
    "man",
];

#[test]
fn all_help_texts() {
    let sandbox = Sandbox::new();
    let mut all = sandbox.run(&["--help"]).code(0).stdout;
    for command in COMMANDS {
        let help = sandbox.run(&[command, "--help"]).code(0).stdout;
        all.push_str(&format!("\n==== iomkb {command} --help\n\n{help}"));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn every_command_is_here() {
    let help = Sandbox::new().run(&["--help"]).code(0).stdout;
    let listed: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| !line.is_empty())
        .map(|line| line.split_whitespace().next().unwrap())
        .collect();
    assert_eq!(listed, COMMANDS);
}

#[test]
fn the_version() {
    let run = Sandbox::new().run(&["--version"]).code(0);
    assert_eq!(run.stdout, format!("iomkb {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn completions_and_manual() {
    let sandbox = Sandbox::new();
    let bash = sandbox.run(&["completions", "bash"]).code(0).stdout;
    assert!(bash.starts_with("_iomkb() {"), "{}", &bash[..80]);
    std::fs::write(sandbox.path("completions"), &bash).unwrap();
    sandbox.shell("bash -n completions").code(0);
    for shell in ["zsh", "fish", "powershell", "elvish"] {
        assert!(sandbox.run(&["completions", shell]).code(0).stdout.contains("iomkb"));
    }
    let man = sandbox.run(&["man"]).code(0).stdout;
    assert!(man.contains(".TH iomkb 1"), "{}", &man[..200]);
    for command in COMMANDS {
        assert!(man.contains(command), "{command}");
    }
    assert!(man.contains("legal identity"), "the query language is in the manual");
}
