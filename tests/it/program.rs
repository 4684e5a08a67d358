//! The built program.

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

/// The program `obligraph`, built from the sources as they are now, to be run apart from the surroundings of the tests.
pub(crate) fn program() -> Command {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    let mut program = Command::new(PATH.get_or_init(build));
    program.stdin(Stdio::null()).env("COLUMNS", "80").env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
    program
}

/// Builds the program in the profile and the folder of these tests, where it mostly stands already.
fn build() -> PathBuf {
    let this = std::env::current_exe().unwrap();
    let folder = this.ancestors().nth(2).unwrap();
    let profile = match folder.file_name().unwrap().to_str().unwrap() {
        "debug" => "dev",
        named => named,
    };
    let output = cargo()
        .args([
            "build",
            "--locked",
            "--workspace",
            "--bin=obligraph",
            "--message-format=json-render-diagnostics",
        ])
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
        .find_map(|message| {
            let ours = message["target"]["name"] == "obligraph";
            ours.then(|| message["executable"].as_str().map(PathBuf::from)).flatten()
        })
        .unwrap()
}
