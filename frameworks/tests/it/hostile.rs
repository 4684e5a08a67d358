//! Files that are wrong on purpose: they end in diagnostics, never in a panic, an overflow or a long wait.

use std::fs;
use std::path::Path;

use obligraph_frameworks::{Bundle, Diagnostics, Source};
use proptest::prelude::*;

use crate::bad_content::lint;
use crate::own_content::GOOD;

fn lint_bytes(bytes: Vec<u8>) -> Diagnostics {
    let parsed = Bundle::empty().with_source(&Source { name: "x.yaml".to_owned(), bytes });
    match parsed.link().and_then(Bundle::validate) {
        Ok(validated) => validated.warnings().clone(),
        Err(diagnostics) => diagnostics,
    }
}

fn codes(diagnostics: &Diagnostics) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn a_file_may_be_large_but_not_too_large() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("large.yaml");
    let comment = |bytes: usize| format!("#{}\n", "x".repeat(bytes - 2));
    fs::write(&path, comment(4 * 1024 * 1024)).unwrap();
    assert_eq!(codes(&lint(directory.path())), ["empty-file"]);
    fs::write(&path, comment(5 * 1024 * 1024)).unwrap();
    let diagnostics = lint(directory.path());
    assert_eq!(codes(&diagnostics), ["too-large"]);
    let shown = diagnostics.to_string().replace(&directory.path().to_string_lossy().into_owned(), "");
    insta::assert_snapshot!(shown);
}

#[test]
fn what_cannot_be_read_is_named() {
    let directory = tempfile::tempdir().unwrap();
    assert_eq!(codes(&lint(&directory.path().join("missing"))), ["unreadable"]);
    assert!(lint(directory.path()).is_empty());
    let mut deep = directory.path().to_owned();
    for _ in 0..20 {
        deep.push("d");
    }
    fs::create_dir_all(&deep).unwrap();
    assert_eq!(codes(&lint(directory.path())), ["unreadable"]);
}

#[cfg(unix)]
#[test]
fn links_hidden_files_and_pipes_do_no_harm() {
    let directory = tempfile::tempdir().unwrap();
    let inside = directory.path().join("inside");
    fs::create_dir(&inside).unwrap();
    std::os::unix::fs::symlink(directory.path(), inside.join("ring")).unwrap();
    fs::create_dir(directory.path().join(".hidden")).unwrap();
    fs::write(directory.path().join(".hidden/bad.yaml"), "nothing good").unwrap();
    fs::write(directory.path().join("notes.txt"), "no content").unwrap();
    assert!(lint(directory.path()).is_empty());
    // A linked file is read; a device is not.
    std::os::unix::fs::symlink("/dev/zero", directory.path().join("endless.yaml")).unwrap();
    std::os::unix::fs::symlink("/nowhere/at-all", directory.path().join("gone.yml")).unwrap();
    assert_eq!(codes(&lint(directory.path())), ["unreadable", "unreadable"]);
}

#[test]
fn deep_nesting_ends_early() {
    for depth in [30, 100, 10_000, 1_000_000] {
        let flow = format!("framework: {}", "[".repeat(depth));
        let mappings = format!("framework: {}", "{a: ".repeat(depth));
        let block: String =
            (0..depth.min(2000)).map(|level| format!("{}a:\n", " ".repeat(level + 1))).collect();
        for text in [
            flow,
            mappings,
            format!("framework:\n{block}"),
            format!("evidence_types:\n{}x", "- ".repeat(depth)),
        ] {
            let diagnostics = lint_bytes(text.into_bytes());
            assert!(diagnostics.has_errors());
        }
    }
    let nested = format!("evidence_types:\n  - contains: {}", "[".repeat(100_000));
    assert_eq!(codes(&lint_bytes(nested.into_bytes())), ["over-budget"]);
}

#[test]
fn a_long_comment_is_no_fault() {
    let text = fs::read_to_string(Path::new(GOOD).join("nested/acme-law.yml")).unwrap();
    let comment = "  # Said at length.\n".repeat(500);
    let text = text.replace("  - id: \"art-2\"", &format!("{comment}  - id: \"art-2\""));
    assert_eq!(codes(&lint_bytes(text.into_bytes())), [""; 0]);
}

/// Each of many faulty items is reported, up to a number that still can be read.
#[test]
fn a_file_full_of_faults_ends_in_a_bounded_list() {
    let rows: String = (0..5_000).map(|row| format!("  - {{ id: \"{row}\", kind: nonsense }}\n")).collect();
    let head = "framework: { key: \"a:1\", title: a, publisher: a, edition: \"1\", subject: qms, licence: a, reviewed: 2026-01-01 }";
    let diagnostics = lint_bytes(format!("{head}\nrequirements:\n{rows}").into_bytes());
    assert_eq!(diagnostics.len(), 50);
    assert!(diagnostics.iter().zip(3..).all(|(diagnostic, line)| diagnostic.line == Some(line)));
}

fn good_file() -> impl Strategy<Value = Vec<u8>> {
    let files = ["acme-controls-1.yaml", "evidence.yaml", "nested/crosswalk.yaml", "nested/acme-law.yml"];
    prop::sample::select(files.to_vec()).prop_map(|file| fs::read(Path::new(GOOD).join(file)).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_are_reported_or_read(
        bytes in good_file(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![
            any::<u8>().boxed(),
            prop::sample::select(b"[]{}:,-#&*!|>'\"%@`? \n\t".to_vec()).boxed(),
        ]), 1..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut damaged = bytes.clone();
        for (at, byte) in damage {
            let at = at.index(damaged.len());
            damaged[at] = byte;
        }
        let _ = lint_bytes(damaged.clone());
        damaged.truncate(cut.index(damaged.len()));
        let _ = lint_bytes(damaged);
    }

    #[test]
    fn any_condition_is_refused_or_evaluated(words in prop::collection::vec(prop::sample::select(vec![
        "facts", ".", "days", "ok", "facts.days", "facts.ok", "==", ">=", "<", "&&", "||", "!", "(", ")", "[", "]",
        "{", "}", "?", ":", ",", "1", "-9223372036854775808", "9223372036854775807", "0.5", "1e400", "'a'", "b'x'",
        "in", "+", "-", "*", "/", "%", "size", "has", "exists", "contains", "true", "null", "\u{e4}", "'", "//", " ",
    ]), 1..30)) {
        let condition: String = words.join(" ").replace('\'', "''");
        let text = format!(
            "evidence_types:\n  - key: x\n    title: x\n    facts: {{ days: {{ type: integer }}, ok: {{ type: boolean }} }}\n    \
             claims:\n      - {{ requirement: \"a:1/1\", coverage: full, when: '{condition}' }}\n"
        );
        let framework = "framework: { key: \"a:1\", title: a, publisher: a, edition: \"1\", subject: qms, licence: a, \
                         reviewed: 2026-01-01 }\nrequirements:\n  - { id: \"1\", kind: control, summary: a, assessable: true }\n";
        let source = |name: &str, text: &str| Source { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
        let parsed = Bundle::empty().with_source(&source("a", framework)).with_source(&source("b", &text));
        if let Ok(bundle) = parsed.link().and_then(Bundle::validate) {
            let evidence_type = bundle.evidence_type("x").unwrap();
            for facts in [["days=0", "ok=true"], ["days=9223372036854775807", "ok=false"]] {
                let facts = evidence_type.read_facts(facts).unwrap();
                let _ = evidence_type.evaluate(&facts).unwrap();
            }
        }
    }
}
