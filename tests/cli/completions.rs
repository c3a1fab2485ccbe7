//! Completion in the shell: the scripts hold, and names come from the index.

use crate::sandbox::{Sandbox, not_tested};

/// A vocabulary with labels that a shell would take apart or run.
const HOSTILE: &str = r#"
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix e: <http://e.example/> .
e:nets a skos:Concept ; skos:prefLabel "nets; touch $(touch harm) `touch harm`"@en ;
    skos:altLabel "nets of rope"@en, "nets' end"@en, "nets\u001b[2J"@en .
"#;

/// Completes lines in bash: each is given with the word at its end and the
/// word before, as readline divides them. Nothing where there is no bash.
fn in_bash(sandbox: &Sandbox, cases: &[(&str, &str, &str)]) -> Option<Vec<Vec<String>>> {
    if std::process::Command::new("bash").arg("--version").output().is_err() {
        not_tested("there is no bash to complete in");
        return None;
    }
    let program = env!("CARGO_BIN_EXE_iomkb");
    let mut script = format!(
        "iomkb() {{ '{program}' \"$@\"; }}\n\
         source <(iomkb completions bash)\n\
         line() {{ COMP_LINE=$1 COMP_POINT=${{#1}} COMPREPLY=(); read -ra COMP_WORDS <<<\"$1\"\n\
         [[ $1 == *' ' ]] && COMP_WORDS+=('')\n\
         COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n\
         _iomkb_names iomkb \"$2\" \"$3\"; printf '%s\\t' \"${{COMPREPLY[@]}}\"; echo; }}\n"
    );
    for (line, current, previous) in cases {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
        let words = [line, current, previous].map(|text| quoted(text));
        script.push_str(&format!("line {}\n", words.join(" ")));
    }
    sandbox.write("complete.bash", script);
    let mut bash = sandbox.in_sandbox("bash");
    let run = sandbox.finish(bash.env("LC_ALL", "C.UTF-8").arg("complete.bash")).code(0);
    assert_eq!(run.stderr, "", "{run:?}");
    let names =
        |line: &str| line.split('\t').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    Some(run.stdout.lines().map(names).collect())
}

#[test]
fn names_are_completed_in_bash() {
    let library = Sandbox::library();
    // Line, word at its end, word before it; what must be offered.
    let cases = [
        ("iomkb search --topic legal\\ ident", "legal\\ ident", "--topic", "legal\\ identity"),
        ("iomkb search --topic \"legal ident", "legal ident", "--topic", "legal identity"),
        ("iomkb search -t 'legal ident", "legal ident", "-t", "legal identity"),
        ("iomkb stats --topic ihmiskaup", "ihmiskaup", "--topic", "ihmiskauppa"),
        (
            "iomkb stats --topic ihmiskauppa,remitt",
            "ihmiskauppa,remitt",
            "--topic",
            "ihmiskauppa,remittances",
        ),
        ("iomkb search --topic människohand", "människohand", "--topic", "människohandel"),
        // Readline breaks words at colons and equals signs.
        ("iomkb search --topic gcm:2", "2", ":", "23"),
        ("iomkb search --topic=remittanc", "remittanc", "=", "remittances"),
        ("iomkb topics legal-ident", "legal-ident", "topics", "legal-identity"),
        ("iomkb --index index topics displ", "displ", "topics", "displacement"),
        ("iomkb search --lang Finn", "Finn", "--lang", "Finnish"),
        ("iomkb ingest --languages fi,s", "fi,s", "--languages", "fi,sv"),
        // All else as it was.
        ("iomkb topics --form", "--form", "topics", "--format"),
        ("iomkb search --match a", "a", "--match", "auto"),
        ("iomkb top", "top", "iomkb", "topics"),
    ];
    let lines = cases.map(|(line, current, previous, _)| (line, current, previous));
    let Some(offered) = in_bash(&library, &lines) else { return };
    assert_eq!(offered.len(), cases.len());
    for ((line, .., expected), names) in cases.iter().zip(offered) {
        assert!(names.iter().any(|name| name == expected), "{line}: {names:?}");
    }
}

#[test]
fn labels_run_no_commands() {
    let sandbox = Sandbox::with(&[("docs/a.txt", "A ferry."), ("hostile.ttl", HOSTILE)]);
    sandbox.run(&["ingest", "docs", "--vocabulary", "hostile.ttl"]).code(0);
    let cases = [
        ("iomkb topics net", "net", "topics"),
        ("iomkb topics \"net", "net", "topics"),
        ("iomkb topics 'net", "net", "topics"),
    ];
    let Some(offered) = in_bash(&sandbox, &cases) else { return };
    let escaped = "nets\\;\\ touch\\ \\$\\(touch\\ harm\\)\\ \\`touch\\ harm\\`";
    assert_eq!(offered[0], ["nets", "nets\\ of\\ rope", "nets\\'\\ end", escaped]);
    assert_eq!(offered[1], ["nets", "nets of rope", "nets' end"]);
    assert_eq!(offered[2], ["nets", "nets of rope", "nets; touch $(touch harm) `touch harm`"]);
    assert!(!sandbox.path("harm").exists());
}

#[test]
fn names_come_from_the_index_and_failure_is_silent() {
    let names = |sandbox: &Sandbox, args: &[&str]| {
        let run = sandbox.run(&[&["complete"], args].concat()).code(0);
        assert_eq!(run.stderr, "", "{run:?}");
        run.stdout
    };
    let sandbox = Sandbox::with(&[("docs/a.txt", "A ferry."), ("hostile.ttl", HOSTILE)]);
    assert_eq!(
        names(&sandbox, &["topic", "--", "statelessn"]).lines().next(),
        Some("statelessness")
    );
    sandbox.run(&["ingest", "docs", "--vocabulary", "hostile.ttl"]).code(0);
    assert_eq!(names(&sandbox, &["topic", "--", "statelessn"]), "");
    assert_eq!(names(&sandbox, &["topic", "--", "nets o"]), "nets of rope\n");
    // Another index in the line.
    let words = ["topic", "--", "statelessn", "iomkb", "search", "--index", "other"];
    assert_eq!(names(&sandbox, &words).lines().next(), Some("statelessness"));
    sandbox.write("index/iomkb.json", "{");
    assert_eq!(
        names(&sandbox, &["topic", "--", "statelessn"]).lines().next(),
        Some("statelessness")
    );
    assert_eq!(names(&sandbox, &["lang"]).lines().next(), Some("af"));
}

#[test]
fn scripts_ask_for_names_where_names_are_typed() {
    let sandbox = Sandbox::new();
    let script = |shell| sandbox.run(&["completions", shell]).code(0).stdout;
    let zsh = script("zsh");
    assert!(zsh.starts_with("#compdef iomkb\n"), "{}", &zsh[..80]);
    let line = |start: &str| zsh.lines().find(|line| line.starts_with(start)).unwrap().to_owned();
    assert!(line("'*--topic=[").ends_with(":TOPIC: _iomkb_names topic' \\"), "{zsh}");
    assert!(line("'*--lang=[").ends_with(":LANGS: _iomkb_names lang' \\"), "{zsh}");
    assert!(line("'*::name -- ").ends_with(": _iomkb_names topic' \\"), "{zsh}");
    assert!(line("'--index=[").ends_with(":DIR:_files' \\"), "{zsh}");
    let fish = script("fish");
    let condition = "complete -c iomkb -n \"__fish_iomkb_using_subcommand";
    for (command, rest) in [
        ("search", "-s t -l topic -x -a \"(__fish_iomkb_names topic)\""),
        ("ingest", "-l languages -x -a \"(__fish_iomkb_names lang)\""),
        ("topics", "-f -a \"(__fish_iomkb_names topic)\""),
    ] {
        assert!(fish.contains(&format!("{condition} {command}\" {rest}\n")), "{command}: {fish}");
    }
    // The command that answers is for scripts only.
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = script(shell);
        assert!(!script.contains("subcmd__complete") && !script.contains("'complete'"), "{shell}");
    }
    assert!(!sandbox.run(&["man"]).code(0).stdout.contains("iomkb\\-complete"));
    assert!(!sandbox.run(&["--help"]).code(0).stdout.contains("complete "));
}
