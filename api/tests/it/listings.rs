//! `frameworks`, `mappings`, `evidence-types`, `schema` and the help texts.

use obligraph_frameworks::{SchemaKind, schema};
use serde_json::Value;

use crate::run::{ACME, WITHIN, acme, obligraph, output};

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&acme(&[arguments, &["--format", "json"]].concat())).unwrap()
}

/// The lines of a listing that are about the fixtures; the first is the header.
fn about_acme(text: &str) -> String {
    let mut lines = text.lines();
    let header = lines.next().unwrap_or_default();
    let lines = lines.filter(|line| line.contains("acme") || line.contains("Acme"));
    [header].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
}

#[test]
fn frameworks_are_listed_with_their_size() {
    insta::assert_snapshot!(about_acme(&acme(&["frameworks", "list", "--format", "csv"])));
    let list = json(&["frameworks", "list"]);
    let handbook = list.as_array().unwrap().iter().find(|one| one["key"] == "acme-handbook:1").unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(handbook).unwrap());
    let table = acme(&["frameworks", "list"]);
    assert!(table.contains("reviewed 2026-11-23; as amended by Board decision 7"), "{table}");
}

#[test]
fn a_framework_is_shown_as_a_tree() {
    insta::assert_snapshot!("tree", acme(&["frameworks", "show", "acme-law:1"]));
    insta::assert_snapshot!("tree_csv", acme(&["frameworks", "show", "acme-law:1", "--format", "csv"]));
    let shown = json(&["frameworks", "show", "acme-law:1"]);
    insta::assert_snapshot!("tree_json", serde_json::to_string_pretty(&shown["requirements"][1]).unwrap());
}

#[test]
fn lint_tells_every_fault_and_ends_with_the_status_of_errors() {
    let ran = obligraph(&["frameworks", "lint", "tests/fixtures/broken"]);
    assert_eq!((ran.status, ran.err.as_str()), (1, ""));
    insta::assert_snapshot!("lint", ran.out);
    let ran = obligraph(&["frameworks", "lint", "tests/fixtures/broken", "--format", "json"]);
    assert_eq!(ran.status, 1);
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    insta::assert_snapshot!("lint_json", serde_json::to_string_pretty(&found[0]).unwrap());
    let sound = obligraph(&["frameworks", "lint", ACME]);
    assert_eq!((sound.status, sound.out.as_str()), (0, "no faults\n"));
}

#[test]
fn mappings_are_rows_of_the_public_contract() {
    let of_acme = ["mappings", "--from", "acme-handbook:1", "--to", "acme-law:1"];
    insta::assert_snapshot!("mappings", acme(&of_acme));
    insta::assert_snapshot!("mappings_csv", acme(&[&of_acme[..], &["--format", "csv"]].concat()));
    let rows = json(&of_acme);
    insta::assert_snapshot!("mappings_json", serde_json::to_string_pretty(&rows[0]).unwrap());
}

#[test]
fn mappings_are_found_by_relation_and_status() {
    let count = |options: &[&str]| {
        let arguments = [&["mappings", "--from", "acme-handbook:1"], options].concat();
        json(&arguments).as_array().unwrap().len()
    };
    assert_eq!(count(&[]), 5);
    assert_eq!(count(&["--relation", "intersects"]), 3);
    assert_eq!(count(&["--relation", "intersects", "--status", "draft"]), 1);
    assert_eq!(count(&["--status", "retired"]), 0);
    let turned = obligraph(&["mappings", "--content", ACME, "--from", "acme-law:1"]);
    assert_eq!((turned.status, turned.out.as_str()), (0, "no mapping\n"));
    assert_eq!(turned.err, "note: 5 mappings the other way round; exchange --from and --to\n");
}

#[test]
fn cross_references_within_one_framework_are_listed_like_other_mappings() {
    let within = ["mappings", "--from", "acme-law:1", "--to", "acme-law:1"];
    insta::assert_snapshot!("mappings_within", acme(&[&within[..], &["--content", WITHIN]].concat()));
    assert_eq!(acme(&within), "no mapping\n");
    let mappings = |options: &[&str]| {
        let rows = json(&[&["frameworks", "list"], options].concat());
        let law = rows.as_array().unwrap().iter().find(|row| row["key"] == "acme-law:1").unwrap().clone();
        law["mappings"].as_u64().unwrap()
    };
    assert_eq!(mappings(&["--content", WITHIN]), mappings(&[]) + 1);
}

/// Every side of every built-in mapping can be given to `resolve` again.
#[test]
fn sides_of_joint_mappings_are_joined() {
    let text = output(&["mappings", "--format", "csv"]);
    let header = text.lines().next().unwrap();
    assert_eq!(header, "from,to,relation,confidence,strength,rationale_kind,rationale,status,crosswalk");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut count = 0;
    for record in reader.records() {
        let record = record.unwrap();
        for reference in record[0].split('+').chain(record[1].split('+')) {
            reference.parse::<obligraph_mapping::Reference>().unwrap();
        }
        count += 1;
    }
    assert!(count > 100);
}

#[test]
fn evidence_types_are_listed_and_shown() {
    let list = acme(&["evidence-types", "list"]);
    assert!(list.contains("  log-setting") && list.contains("    Event-log setting"), "{list}");
    insta::assert_snapshot!("evidence_type", acme(&["evidence-types", "show", "log-setting"]));
    let shown = json(&["evidence-types", "show", "log-setting"]);
    insta::assert_snapshot!("evidence_type_json", serde_json::to_string_pretty(&shown).unwrap());
    insta::assert_snapshot!(
        "evidence_type_csv",
        acme(&["evidence-types", "show", "log-setting", "--format", "csv"])
    );
}

#[test]
fn schemas_are_printed_as_they_are_kept() {
    for kind in SchemaKind::ALL {
        assert_eq!(output(&["schema", kind.word()]), schema(kind));
    }
}

#[test]
fn help_lists_every_command_and_every_command_helps() {
    let help = output(&["--help"]);
    for command in ["resolve", "demo", "frameworks", "mappings", "evidence-types", "schema"] {
        assert!(help.contains(&format!("\n  {command} ")), "{command}");
        assert!(output(&[command, "--help"]).contains("Usage: obligraph"));
    }
    for (command, below) in [
        ("frameworks", &["list", "show", "explain", "reach", "lint"][..]),
        ("evidence-types", &["list", "show"]),
    ] {
        for below in below {
            assert!(output(&[command, below, "--help"]).contains("--format"));
        }
    }
    let resolve = output(&["resolve", "--help"]);
    for option in [
        "claim",
        "type",
        "fact",
        "covers",
        "scope",
        "frameworks",
        "as-of",
        "collected-on",
        "min-confidence",
        "max-hops",
        "include-possible",
        "include-draft",
        "proof",
        "all",
        "format",
        "content",
    ] {
        assert!(resolve.contains(&format!("--{option}")), "{option}");
    }
    assert_eq!(output(&["--version"]), concat!("obligraph ", env!("CARGO_PKG_VERSION"), "\n"));
}
