//! Settings: defaults, then a file, then the environment, then arguments.

use std::path::PathBuf;

use crate::run::{Ran, obligraph, obligraph_with};

fn file(folder: &tempfile::TempDir, text: &str) -> PathBuf {
    let path = folder.path().join("obligraph.toml");
    std::fs::write(&path, text).unwrap();
    path
}

const SETTINGS: &str = r#"
database = "postgres://me:sesame@db.example/obligraph"
cors_origins = ["https://a.example", "https://b.example"]
auth_secret = "open sesame, and be as long as a secret must be"
limits_burst = 7
[limits]
requests_per_minute = 60
[log]
level = "warn"
"#;

#[test]
fn the_nearest_layer_wins_and_secrets_are_not_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, SETTINGS);
    let variables = [
        ("OBLIGRAPH_CONFIG", path.to_str().unwrap()),
        ("OBLIGRAPH_LIMITS_BURST", "8"),
        ("OBLIGRAPH_LOG_FORMAT", "json"),
    ];
    let ran = obligraph_with(&variables, &["--print-config", "--requests-per-minute", "61"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!(ran.out);
    assert!(!ran.out.contains("sesame"));
}

#[test]
fn the_settings_that_are_printed_can_be_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, SETTINGS);
    let printed = obligraph(&["--config", path.to_str().unwrap(), "--print-config"]).out;
    let again =
        file(&folder, &printed.replace("(hidden)", "open sesame, and be as long as a secret must be"));
    let reprinted = obligraph(&["serve", &format!("--config={}", again.display()), "--print-config"]).out;
    let values = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.split(" # ").next().unwrap().to_owned()).collect()
    };
    assert_eq!(values(&reprinted), values(&printed));
}

#[test]
fn a_file_has_all_its_faults_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(
        &folder,
        "lisen = \"127.0.0.1:1\"\nlisten = \"here\"\nlog_level = \"loud\"\n[log]\nlevel = 3.5\n[limits]\nburst = 0\n",
    );
    // Whatever command reads it.
    let Ran { status, out, err } = obligraph(&["frameworks", "list", "--config", path.to_str().unwrap()]);
    assert_eq!((status, out.as_str()), (1, ""));
    insta::assert_snapshot!(err);
}

#[test]
fn a_file_that_cannot_be_read_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("none.toml");
    let ran = obligraph(&["--config", missing.to_str().unwrap()]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.starts_with("error[config-file]: --config: cannot read the settings in "), "{}", ran.err);
    let ran = obligraph(&["--config", file(&folder, "listen = ").to_str().unwrap()]);
    assert!(ran.err.contains("line 1"), "{}", ran.err);
}

/// What is no command is not taken for an argument of the one that is done where none is named.
#[test]
fn a_command_that_is_misspelt_is_told() {
    let ran = obligraph(&["resolv", "--claim", "iso-42001:2023/9.2"]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.err.contains("unrecognized subcommand 'resolv'") && ran.err.contains("'resolve'"),
        "{}",
        ran.err
    );
}

#[test]
fn one_kind_of_key_checks_tokens() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, SETTINGS);
    let variables = [("OBLIGRAPH_AUTH_KEY_SET_URL", "https://issuer.example/keys")];
    let ran =
        obligraph_with(&variables, &["serve", "--listen", "127.0.0.1:0", "--config", path.to_str().unwrap()]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.starts_with("error[auth-keys]: "), "{}", ran.err);
}
