//! The README shows what the program prints.
//!
//! Each block fenced as `console` holds commands, `$ ` before each, and their output; a line `...` stands for lines
//! left out. `UPDATE_README=1` writes what is printed now.

use crate::program::program;
use crate::shortened::{is_shortened, shorten_alike};
use crate::sources::top;

/// How a reader starts the program.
const PROGRAM: [&str; 2] = ["cargo run --release -- ", "obligraph "];

const UPDATE: &str = "UPDATE_README";

/// A command of the README and where its output stands.
struct Shown {
    arguments: String,
    /// The line of the command, counted from 1.
    line: usize,
    output: std::ops::Range<usize>,
}

/// The commands in the blocks fenced as `console` that start the program.
fn commands(readme: &[String]) -> Vec<Shown> {
    let mut commands = Vec::new();
    let mut at = 0;
    while at < readme.len() {
        if readme[at] != "```console" {
            at += 1;
            continue;
        }
        at += 1;
        while readme[at] != "```" {
            let line = at + 1;
            let mut command = readme[at]
                .strip_prefix("$ ")
                .unwrap_or_else(|| panic!("README.md:{line}: no command"))
                .to_owned();
            at += 1;
            while let Some(continued) = command.strip_suffix('\\') {
                command = format!("{continued}{}", readme[at].trim_start());
                at += 1;
            }
            let from = at;
            while readme[at] != "```" && !readme[at].starts_with("$ ") {
                at += 1;
            }
            let blank = readme[from..at].iter().rev().take_while(|line| line.is_empty()).count();
            if let Some(arguments) = PROGRAM.iter().find_map(|start| command.strip_prefix(start)) {
                commands.push(Shown { arguments: arguments.to_owned(), line, output: from..at - blank });
            }
        }
    }
    commands
}

/// What the program prints for these arguments, and then what it remarks.
fn printed(arguments: &str) -> Vec<String> {
    let mut arguments = shlex::split(arguments).unwrap();
    if arguments == ["demo"] {
        // It would go on to serve until it is told to stop.
        arguments.push("--no-serve".to_owned());
    }
    let output = program().args(arguments).current_dir(top()).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    let mut lines: Vec<String> =
        String::from_utf8(text).unwrap().lines().map(|line| line.trim_end().to_owned()).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

#[test]
fn every_command_prints_what_the_readme_shows() {
    let path = top().join("README.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut readme: Vec<String> = text.lines().map(str::to_owned).collect();
    let commands = commands(&readme);
    assert!(
        commands.iter().any(|shown| shown.arguments == "demo"),
        "README.md does not show the demonstration"
    );
    let mut faults = Vec::new();
    // From the end, so that the lines above keep their numbers.
    for Shown { arguments, line, output } in commands.into_iter().rev() {
        let printed = printed(&arguments);
        let shown = &readme[output.clone()];
        if is_shortened(shown, &printed) {
            continue;
        }
        let renewed = shorten_alike(shown, &printed);
        if std::env::var_os(UPDATE).is_some()
            && let Some(renewed) = renewed
        {
            readme.splice(output, renewed);
        } else {
            faults.push(format!("README.md:{line}: `obligraph {arguments}` prints:\n{}", printed.join("\n")));
        }
    }
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(&path, readme.join("\n") + "\n").unwrap();
    }
    assert!(faults.is_empty(), "{}\n{UPDATE}=1 writes it into the README", faults.join("\n\n"));
}

/// Where the files of the project are that the README speaks of.
const FOLDERS: [&str; 6] = [".", "api", "frameworks", "mapping", "migrations", "tests"];

#[test]
fn every_file_that_the_readme_names_is_there() {
    let readme = std::fs::read_to_string(top().join("README.md")).unwrap();
    let spans = readme.split('`').skip(1).step_by(2).filter_map(|span| span.split_whitespace().next());
    for path in spans.filter(|span| FOLDERS.iter().any(|folder| span.split('/').next() == Some(folder))) {
        assert!(top().join(path).exists(), "README.md names `{path}`, which is not there");
    }
}
