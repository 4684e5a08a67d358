//! `frameworks explain`: one requirement with everything that a reviewer has to hold together.

use serde_json::Value;

use crate::run::{acme, obligraph, output};

const LOGS: [&str; 5] = ["frameworks", "explain", "acme-handbook:1/1.a", "--as-of", "2026-11-24"];

#[test]
fn a_requirement_is_shown_with_all_that_is_said_of_it() {
    insta::assert_snapshot!("table", acme(&LOGS));
    insta::assert_snapshot!("csv", acme(&[&LOGS[..], &["--format", "csv"]].concat()));
    let shown: Value = serde_json::from_str(&acme(&[&LOGS[..], &["--format", "json"]].concat())).unwrap();
    insta::assert_snapshot!("mapping", serde_json::to_string_pretty(&shown["mappings"][0]).unwrap());
    insta::assert_snapshot!(
        "evidence_type",
        serde_json::to_string_pretty(&shown["evidenceTypes"][0]).unwrap()
    );
    assert_eq!(shown["asOf"], "2026-11-24");
}

/// Read from the other end, a mapping says the inverse.
#[test]
fn mappings_are_read_from_the_requirement() {
    let law = ["frameworks", "explain", "acme-law:1/art-1.1", "--format", "json"];
    let shown: Value = serde_json::from_str(&acme(&law)).unwrap();
    let mapping = &shown["mappings"][0];
    assert_eq!((mapping["direction"].as_str(), mapping["relation"].as_str()), (Some("in"), Some("subset")));
    assert_eq!(mapping["others"][0], "acme-handbook:1/1.a");
    let full = |side: &str| {
        let all = shown[side].as_array().unwrap();
        all.iter().filter(|one| one["coverage"] == "FULL").map(|one| one["ref"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(full("supportedBy"), ["acme-handbook:1/1.a"]);
    assert!(full("supports").is_empty());
}

#[test]
fn what_has_no_counterpart_says_why() {
    let shown = output(&["frameworks", "explain", "eu-ai-act:2024/art-16.b", "--as-of", "2026-11-24"]);
    assert!(
        shown.contains("Without counterpart") && shown.contains("Evidence types that claim it"),
        "{shown}"
    );
}

#[test]
fn an_unknown_requirement_is_refused_with_what_is_near() {
    let ran = obligraph(&["frameworks", "explain", "eu-ai-act:2024/art-266", "--as-of", "yesterday"]);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("did you mean `eu-ai-act:2024/art-26"), "{}", ran.err);
    assert!(ran.err.contains("bad-date"), "both faults are told: {}", ran.err);
}
