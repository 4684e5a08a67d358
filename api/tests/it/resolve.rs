//! `resolve`, over content of its own that no other edit can change.

use serde_json::Value;

use crate::run::{ACME, acme, obligraph};

const DAY: [&str; 2] = ["--as-of", "2026-11-24"];
const CLAIMS: [&str; 4] =
    ["--claim", "acme-handbook:1/1.a", "acme-handbook:1/1.b", "acme-handbook:1/2=partial"];

fn resolve(arguments: &[&str]) -> String {
    acme(&[&["resolve"], arguments, &DAY].concat())
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&resolve(&[arguments, &["--format", "json"]].concat())).unwrap()
}

/// `reference coverage`, one an obligation.
fn answered(answer: &Value) -> Vec<String> {
    let text = |obligation: &Value, key: &str| obligation[key].as_str().unwrap().to_owned();
    let obligations = answer["obligations"].as_array().unwrap();
    obligations.iter().map(|one| format!("{} {}", text(one, "ref"), text(one, "coverage"))).collect()
}

#[test]
fn leaves_are_listed_by_framework_and_subject_with_their_reasons() {
    insta::assert_snapshot!(resolve(&CLAIMS));
}

#[test]
fn all_lists_roll_ups_too() {
    insta::assert_snapshot!(resolve(&[&CLAIMS[..], &["--all"]].concat()));
}

#[test]
fn proofs_are_shown_step_by_step() {
    insta::assert_snapshot!(resolve(&[
        "--claim",
        "acme-handbook:1/1.a",
        "acme-handbook:1/1.b",
        "--all",
        "--proof",
        "--frameworks",
        "acme-handbook:1,acme-law:1",
    ]));
}

#[test]
fn an_item_shows_which_claims_hold_and_why_others_do_not() {
    insta::assert_snapshot!(resolve(&[
        "--type",
        "log-setting",
        "--fact",
        "retention_days=90",
        "two_persons=false",
        "owner=security",
        "--covers",
        "ai-system:A",
        "--scope",
        "ai-system:A",
        "ai-system:B",
        "qms",
        "organization",
    ]));
}

#[test]
fn json_is_the_public_contract() {
    let arguments = ["--claim", "acme-handbook:1/1.a"];
    let text = resolve(&[&arguments[..], &["--format", "json"]].concat());
    let answer = json(&arguments);
    let revision = answer["catalogRevision"].as_str().unwrap();
    assert_eq!(revision.len(), 64);
    // Content that is built in takes part in the revision and is none of this test's.
    insta::assert_snapshot!(text.replace(revision, "(64 digits)"));
}

#[test]
fn json_of_an_item_holds_its_claims_too() {
    let answer = json(&["--type", "log-setting", "--fact", "retention_days=300", "two_persons=true"]);
    let item = &answer["evidence"];
    assert_eq!(item["type"], "log-setting");
    assert_eq!((&item["countsFrom"], &item["countsUntil"]), (&"2026-11-24".into(), &"2027-11-24".into()));
    assert_eq!(item["claims"][0]["ref"], "acme-handbook:1/1.a");
    assert_eq!(item["claims"][0]["coverage"], "FULL");
    let withheld: Vec<&str> =
        item["withheld"].as_array().unwrap().iter().map(|one| one["reason"].as_str().unwrap()).collect();
    assert_eq!(withheld, ["but retention_days is 300", "owner not given"]);
    // By hand, claims are those that were given.
    assert!(json(&["--claim", "acme-handbook:1/1.a"]).get("evidence").is_none());
}

#[test]
fn json_proofs_rest_on_earlier_steps_and_end_with_the_obligation() {
    let answer = json(&[&CLAIMS[..], &["--all", "--include-possible"]].concat());
    let obligations = answer["obligations"].as_array().unwrap();
    assert!(!obligations.is_empty());
    for obligation in obligations {
        let steps = obligation["proof"].as_array().unwrap();
        assert_eq!(steps.last().unwrap()["to"], obligation["ref"]);
        assert_eq!(steps.last().unwrap()["relationSet"], obligation["relationSet"]);
        assert_eq!(steps.last().unwrap()["confidence"], obligation["confidence"]);
        for (position, step) in steps.iter().enumerate() {
            let mut premises = step["premises"].as_array().unwrap().iter();
            assert!(premises.all(|premise| premise.as_u64().unwrap() < position as u64));
            assert_eq!(step["kind"] == "mapping", step["rationale"].is_string());
        }
    }
}

#[test]
fn csv_has_one_row_an_obligation() {
    insta::assert_snapshot!(resolve(&[&CLAIMS[..], &["--all", "--format", "csv"]].concat()));
}

#[test]
fn a_wider_scope_is_counted_and_listed_where_asked_for() {
    let claim = ["--claim", "acme-handbook:1/1.a"];
    let without = resolve(&claim);
    assert!(without.contains("1 more if it covered the\nEMS."), "{without}");
    assert!(without.contains("--include-possible"));
    let with = resolve(&[&claim[..], &["--include-possible"]].concat());
    assert!(with.contains("art-3") && with.contains("POSSIBLE") && with.contains("1 out of its scope"));
    assert!(!with.contains("--include-possible lists"));
    let answer = json(&[&claim[..], &["--include-possible"]].concat());
    let last = answer["obligations"].as_array().unwrap().last().cloned().unwrap();
    let waste = answer["obligations"].as_array().unwrap().iter().find(|one| one["ref"] == "acme-law:1/art-3");
    assert_eq!(waste.unwrap()["scopeGap"], serde_json::json!(["ems"]));
    assert_ne!(last["coverage"], "FULL");
    let covered = json(&[&claim[..], &["--covers", "qms", "ems"]].concat());
    assert!(answered(&covered).contains(&"acme-law:1/art-3 PARTIAL".to_owned()));
}

/// What is asked for besides never changes what is proved.
#[test]
fn possible_answers_come_on_top_of_the_others() {
    let proved = answered(&json(&[&CLAIMS[..], &["--all"]].concat()));
    let all = answered(&json(&[&CLAIMS[..], &["--all", "--include-possible"]].concat()));
    let rest: Vec<&String> = all.iter().filter(|one| !one.ends_with("POSSIBLE")).collect();
    assert_eq!(rest, proved.iter().collect::<Vec<_>>());
    assert!(all.len() > proved.len());
}

#[test]
fn options_narrow_and_widen_the_answer() {
    let claims = ["--claim", "acme-handbook:1/2"];
    assert_eq!(
        answered(&json(&claims)),
        ["acme-handbook:1/2 FULL", "acme-law:1/art-2 FULL"],
        "an approved mapping counts"
    );
    let with = |options: &[&str]| answered(&json(&[&claims[..], options].concat()));
    assert!(with(&["--include-draft"]).contains(&"acme-law:1/art-1.2 PARTIAL".to_owned()));
    assert_eq!(with(&["--frameworks", "acme-law:1"]), ["acme-law:1/art-2 FULL"]);
    assert_eq!(with(&["--min-confidence", "0.96"]), ["acme-handbook:1/2 FULL"]);
    assert_eq!(with(&["--max-hops", "0"]), ["acme-handbook:1/2 FULL"]);
    assert_eq!(with(&["--scope", "qms"]), ["acme-handbook:1/2 FULL"]);
}

#[test]
fn evidence_counts_from_its_collection_until_it_lapses() {
    let item = ["--type", "log-setting", "--fact", "retention_days=300", "two_persons=true"];
    let on = |day: &str, format: &str| {
        let arguments = [&["resolve", "--content", ACME], &item[..], &DAY, &["--collected-on", day]].concat();
        obligraph(&[&arguments[..], &["--format", format]].concat())
    };
    assert!(on("2025-11-24", "table").out.contains("1 satisfied"), "its last day");
    let expired = on("2025-11-23", "table");
    assert!(expired.out.contains(
        "the evidence counts for nothing on 2026-11-24: it was collected on 2025-11-23\n\
         and counted until 2026-11-23;\nno obligation."
    ));
    assert_eq!((expired.status, expired.err.as_str()), (0, ""));
    let later = on("2026-11-25", "json");
    assert_eq!(
        (later.status, later.err.as_str()),
        (
            0,
            "note: the evidence counts for nothing on 2026-11-24, as it was collected later, on 2026-11-25\n"
        )
    );
    assert!(later.out.contains("\"obligations\": []"));
}

#[test]
fn the_directory_may_be_named_before_the_command_too() {
    let before = obligraph(&["--content", ACME, "resolve", "--claim", "acme-handbook:1/2"]);
    assert_eq!(before.status, 0, "{}", before.err);
    let both = obligraph(&[
        "--content",
        "tests/fixtures/acme/handbook.yaml",
        "resolve",
        "--claim",
        "acme-law:1/art-2",
        "--content",
        "tests/fixtures/acme/law.yaml",
    ]);
    assert_eq!(both.status, 0, "{}", both.err);
}
