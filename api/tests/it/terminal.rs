//! How output looks: its width, and colour on a terminal only.

use crate::run::{ACME, obligraph_with};

const COMMANDS: [&[&str]; 8] = [
    &["demo", "--no-serve"],
    &["frameworks", "list"],
    &["frameworks", "show", "eu-ai-act:2024"],
    &["mappings"],
    &["evidence-types", "list"],
    &["evidence-types", "show", "internal-audit-report"],
    &["resolve", "--content", ACME, "--claim", "acme-handbook:1/1.a", "--all", "--proof"],
    &["resolve", "--claim", "iso-42001:2023/9.2.1.a", "--all", "--proof", "--include-possible"],
];

/// Characters are counted, as all that content holds are one column wide.
fn widest(text: &str) -> usize {
    text.lines().map(|line| line.chars().count()).max().unwrap_or(0)
}

#[test]
fn tables_fit_the_width_and_end_no_line_in_blanks() {
    for arguments in COMMANDS {
        for (columns, width) in [("", 80), ("80", 80), ("120", 120), ("140", 140), ("1000", 160)] {
            let ran = obligraph_with(&[("COLUMNS", columns)], arguments);
            assert_eq!(ran.status, 0, "{}", ran.err);
            assert!(widest(&ran.out) <= width, "{arguments:?} is wider than {width}");
            assert!(!ran.out.lines().any(|line| line.ends_with(' ')), "{arguments:?}");
        }
    }
}

#[test]
fn a_pipe_gets_no_escape_codes_unless_it_asks_for_them() {
    let styled = |variables: &[(&str, &str)], arguments| {
        let ran = obligraph_with(variables, arguments);
        ran.out.contains('\u{1b}') || ran.err.contains('\u{1b}')
    };
    let help: &[&str] = &["resolve", "--help"];
    let refused: &[&str] = &["resolve", "--claim", "x"];
    let broken: &[&str] = &["frameworks", "lint", "tests/fixtures/broken"];
    for arguments in COMMANDS.into_iter().chain([help, refused, broken]) {
        assert!(!styled(&[], arguments), "{arguments:?}");
        assert!(!styled(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], arguments), "{arguments:?}");
    }
    for arguments in [COMMANDS[0], refused, broken] {
        assert!(styled(&[("CLICOLOR_FORCE", "1")], arguments), "{arguments:?}");
    }
}

/// A reader that has seen enough is no fault.
#[test]
fn a_closed_pipe_ends_quietly() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_obligraph"))
        .arg("mappings")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}
