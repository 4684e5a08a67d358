//! The built program.

use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

use crate::sources::top;

/// The cargo that runs these tests.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.stdin(Stdio::null());
    cargo
}

/// The program `obligraph`, as its sources are now, to be run apart from the surroundings of the tests.
pub(crate) fn program() -> Command {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    let mut program = Command::new(PATH.get_or_init(|| standing().unwrap_or_else(build)));
    program.stdin(Stdio::null()).env("COLUMNS", "80").env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
    // A line for each of the requests of the tests is of use to nobody.
    program.env("OBLIGRAPH_LOG_LEVEL", "warn");
    program
}

/// Where the program stands once the tests of the whole workspace are built: `target/<profile>`, above these tests.
fn folder() -> PathBuf {
    std::env::current_exe().unwrap().ancestors().nth(2).unwrap().to_owned()
}

/// The program that is there already, where none of its sources is newer.
///
/// To build it again in any case would replace it under the tests of its own crate, which run at the same time.
fn standing() -> Option<PathBuf> {
    let program = folder().join(format!("obligraph{EXE_SUFFIX}"));
    let built = program.metadata().ok()?.modified().ok()?;
    // As cargo writes it: `program: source source ...`, with `\ ` for a blank within a path.
    let sources = std::fs::read_to_string(folder().join("obligraph.d")).ok()?;
    let sources = sources.lines().next()?.split_once(": ")?.1.replace("\\ ", "\0");
    let mut sources = sources.split(' ').map(|source| PathBuf::from(source.replace('\0', " ")));
    let is_older = |source: PathBuf| source.metadata().ok()?.modified().ok().map(|written| written <= built);
    sources.all(|source| is_older(source) == Some(true)).then_some(program)
}

/// Builds the program in the profile and the folder of these tests.
fn build() -> PathBuf {
    let folder = folder();
    let profile = match folder.file_name().unwrap().to_str().unwrap() {
        "debug" => "dev",
        named => named,
    };
    let output = cargo()
        .args(["build", "--locked", "--package=obligraph", "--message-format=json-render-diagnostics"])
        .args(["--profile", profile])
        .arg("--target-dir")
        .arg(folder.parent().unwrap())
        .current_dir(top())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "the program cannot be built:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let messages = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    messages
        .map(|line| serde_json::from_slice::<Value>(line).unwrap())
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .unwrap()
}
