//! The life of evidence: registered, resolved, revised, withdrawn, and read as it once was.

use serde_json::{Value, json};

use super::on_both_databases;
use super::world::World;

on_both_databases!(
    evidence_gives_obligations_with_proofs,
    what_was_known_stays_known,
    withdrawn_evidence_counts_no_more,
    every_fault_of_an_input_is_told_at_once,
);

const REGISTER: &str = "mutation($input: RegisterEvidenceInput!) { registerEvidence(input: $input) {
    evidence { id title collectedOn freshUntil revision { number recordedBy facts { name value } } }
    userErrors { __typename ... on UserError { code message path } } } }";

fn setting(retention_days: u32) -> Value {
    let facts = [
        ("retention_days", retention_days.to_string()),
        ("keeper", "provider".to_owned()),
        ("all_logs_under_control", "true".to_owned()),
        ("period_suits_purpose", "true".to_owned()),
        ("enforced", "true".to_owned()),
        ("in_isms_scope", "false".to_owned()),
    ];
    facts.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
}

fn input(retention_days: u32) -> Value {
    json!({
        "title": "Log retention of CS-7",
        "type": "event-log-retention-setting",
        "facts": setting(retention_days),
        "covers": [{ "kind": "AI_SYSTEM", "name": "CS-7" }],
    })
}

/// The coverage of AI Act Art. 19(1) for CS-7 in an answer; null where it is not in it.
fn logs_kept(resolution: &Value) -> Value {
    let nodes = resolution["obligations"]["nodes"].as_array().unwrap().iter();
    let mut of_logs = nodes.filter(|node| node["requirement"]["ref"] == "eu-ai-act:2024/art-19.1");
    of_logs.next().map_or(Value::Null, |node| node["coverage"].clone())
}

const OBLIGATIONS: &str =
    "obligations(first: 100) { nodes { requirement { ref } subject { kind name } coverage
    proof { steps { kind to { requirements { ref } } } } } }";

fn evidence_gives_obligations_with_proofs(world: &World) {
    let alice = world.founder(1, "alice");
    alice.data(
        "mutation { addAiSystem(input: { name: \"CS-7\", roles: [PROVIDER], riskClass: HIGH_RISK_ANNEX_III }) {
            aiSystem { id } userErrors { ... on UserError { message } } } }",
        json!({}),
    );
    let registered = alice.data(REGISTER, json!({ "input": input(200) }));
    let evidence = &registered["registerEvidence"]["evidence"];
    assert_eq!(registered["registerEvidence"]["userErrors"], json!([]));
    assert_eq!(evidence["revision"]["number"], 1);
    assert_eq!(evidence["revision"]["recordedBy"], "alice");
    assert_eq!(evidence["revision"]["facts"].as_array().map(Vec::len), Some(6));
    let query = format!(
        "query($id: ID!) {{ node(id: $id) {{ ... on Evidence {{ title resolution {{ catalogRevision {OBLIGATIONS} }} }} }} }}"
    );
    let node = alice.data(&query, json!({ "id": evidence["id"] }))["node"].clone();
    assert_eq!(logs_kept(&node["resolution"]), "FULL");
    for obligation in node["resolution"]["obligations"]["nodes"].as_array().unwrap() {
        let last = obligation["proof"]["steps"].as_array().unwrap().last().unwrap();
        assert_eq!(last["to"]["requirements"][0], obligation["requirement"]);
    }
    let log = alice.data("{ auditLog(last: 1) { nodes { action actor object } totalCount } }", json!({}));
    assert_eq!(log["auditLog"]["nodes"][0]["action"], "register-evidence");
    assert_eq!(log["auditLog"]["totalCount"], 3);
}

fn what_was_known_stays_known(world: &World) {
    let alice = world.founder(1, "alice");
    let registered = alice.data(REGISTER, json!({ "input": input(200) }));
    let id = &registered["registerEvidence"]["evidence"]["id"];
    let recorded = alice.data("{ evidence { nodes { revision { recordedAt } } } }", json!({}));
    let before = &recorded["evidence"]["nodes"][0]["revision"]["recordedAt"];
    let revise = "mutation($input: ReviseEvidenceInput!) { reviseEvidence(input: $input) {
        evidence { title revision { number } } userErrors { ... on UserError { message } } } }";
    let revised = alice.data(revise, json!({ "input": { "id": id, "facts": setting(90) } }));
    assert_eq!(
        revised["reviseEvidence"],
        json!({ "evidence": { "title": "Log retention of CS-7", "revision": { "number": 2 } }, "userErrors": [] })
    );
    let query = format!(
        "query($at: DateTime) {{ evidence(knownAt: $at, first: 2) {{ nodes {{ revision {{ number }} resolution {{ {OBLIGATIONS} }} }} }} }}"
    );
    let then = alice.data(&query, json!({ "at": before }))["evidence"]["nodes"][0].clone();
    let now = alice.data(&query, json!({ "at": null }))["evidence"]["nodes"][0].clone();
    assert_eq!((&then["revision"]["number"], logs_kept(&then["resolution"])), (&json!(1), json!("FULL")));
    assert_eq!(now["revision"]["number"], 2);
    assert_ne!(logs_kept(&now["resolution"]), "FULL");
    // The day of the answer is that of the instant, so that nothing lapses meanwhile.
    let day = "{ evidence(knownAt: \"2999-03-04T05:06:07Z\") { nodes { resolution { asOf } } } }";
    assert_eq!(alice.data(day, json!({}))["evidence"]["nodes"][0]["resolution"]["asOf"], "2999-03-04");
    let earlier = alice.data(&query, json!({ "at": "2026-01-01T00:00:00Z" }));
    assert_eq!(earlier["evidence"]["nodes"], json!([]));
}

fn withdrawn_evidence_counts_no_more(world: &World) {
    let alice = world.founder(1, "alice");
    let registered = alice.data(REGISTER, json!({ "input": input(200) }));
    let id = &registered["registerEvidence"]["evidence"]["id"];
    let withdraw = "mutation($id: ID!) { withdrawEvidence(input: { id: $id }) {
        evidence { withdrawnBy resolution { obligations { totalCount } notCounted { lapse } } }
        userErrors { __typename } } }";
    let withdrawn = alice.data(withdraw, json!({ "id": id }))["withdrawEvidence"].clone();
    assert_eq!(withdrawn["evidence"]["withdrawnBy"], "alice");
    assert_eq!(withdrawn["evidence"]["resolution"]["obligations"]["totalCount"], 0);
    let again = alice.data(withdraw, json!({ "id": id }))["withdrawEvidence"].clone();
    assert_eq!(again, json!({ "evidence": null, "userErrors": [{ "__typename": "ConflictError" }] }));
}

fn every_fault_of_an_input_is_told_at_once(world: &World) {
    let alice = world.founder(1, "alice");
    let input = json!({
        "title": " ",
        "type": "event-log-retention-setting",
        "facts": [{ "name": "retention_days", "value": "many" }],
        "covers": [{ "kind": "AI_SYSTEM", "name": "" }],
        "claims": [{ "requirement": "iso-42001:2023/99.9", "coverage": "FULL" }],
        "collectedOn": "2999-01-01",
    });
    let refused = alice.data(REGISTER, json!({ "input": input }))["registerEvidence"].clone();
    assert_eq!(refused["evidence"], Value::Null);
    let errors = refused["userErrors"].as_array().unwrap();
    let paths: Vec<String> = errors
        .iter()
        .map(|error| {
            let path = error["path"].as_array().unwrap().iter().map(|part| part.as_str().unwrap());
            path.collect::<Vec<_>>().join(".")
        })
        .collect();
    for field in
        ["input.title", "input.facts", "input.covers.0", "input.claims.0.requirement", "input.collectedOn"]
    {
        assert!(paths.iter().any(|path| path == field), "{field} is not among {paths:?}");
    }
    let nothing = alice.data("{ evidence { totalCount } }", json!({}));
    assert_eq!(nothing["evidence"]["totalCount"], 0);
}
