//! Runs the real binary.

use std::path::Path;
use std::process::Command;

/// What a run left behind.
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A small set of content of its own, beside what is built in.
pub(crate) const ACME: &str = "tests/fixtures/acme";

/// Cross-references within one framework of it.
pub(crate) const WITHIN: &str = "tests/fixtures/acme-within";

/// The binary with these arguments and variables, in a pipe.
pub(crate) fn obligraph_with(variables: &[(&str, &str)], arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_obligraph"));
    // Whatever the terminal of the person who runs the tests is like.
    for variable in ["COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(variable);
    }
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR"))).args(arguments);
    command.envs(variables.iter().copied());
    let output = command.output().unwrap();
    Ran {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

pub(crate) fn obligraph(arguments: &[&str]) -> Ran {
    obligraph_with(&[], arguments)
}

/// The output of a run that must succeed without remarks.
pub(crate) fn output(arguments: &[&str]) -> String {
    let Ran { status, out, err } = obligraph(arguments);
    assert_eq!((status, err.as_str()), (0, ""), "{arguments:?}");
    out
}

/// The output with the fixture content, of a run that must succeed without remarks.
pub(crate) fn acme(arguments: &[&str]) -> String {
    output(&[arguments, &["--content", ACME]].concat())
}
