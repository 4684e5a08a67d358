//! Several processes on one PostgreSQL are one service: what is changed through one of them counts in all.

use serde_json::{Value, json};

use crate::journeys::{Person, World};
use crate::postgres;
use crate::wait::until;

const REVIEW: &str = "mutation($id: ID!) { reviewMapping(input: { id: $id, verdict: APPROVE }) {
    mappingProposal { status } userErrors { ... on UserError { message } } } }";

/// What follows for the controls of the organisation's own from logging as ISO/IEC 27001 has it.
fn shown(person: &Person<'_>) -> Value {
    let query = r#"{ resolve(input: { frameworks: ["own-controls:1"],
        evidence: [{ shows: { claims: [{ requirement: "iso-27001:2022/A.8.15", coverage: FULL }] } }] }) {
        obligations { nodes { requirement { ref } coverage } } } }"#;
    person.data(query, json!({}))["resolve"]["obligations"]["nodes"].clone()
}

#[test]
fn what_one_process_approves_counts_in_the_answers_of_another() {
    let database = postgres::new_database();
    let (here, there) = (World::over(&database, &[]), World::over(&database, &[]));
    let alice = here.founder(1, "alice");
    alice.data(
        r#"mutation { addMembership(input: { subject: "bob", role: MANAGER }) { membership { id } } }"#,
        json!({}),
    );
    let framework = json!({
        "framework": { "key": "own-controls:1", "title": "Own controls", "publisher": "us", "edition": "1",
            "subject": "isms", "licence": "ours", "reviewed": "2026-11-01" },
        "requirements": [{ "id": "K-1", "kind": "control", "title": "Logs", "summary": "Keep logs.", "assessable": true }],
    });
    let proposed = alice.data(
        r#"mutation($document: String!) {
            importFramework(input: { document: $document }) { customFramework { id } }
            proposeMapping(input: { from: ["own-controls:1/K-1"], to: ["iso-27001:2022/A.8.15"], relation: SUBSET,
                confidence: 0.9, rationaleKind: FUNCTIONAL, rationale: "Both ask for event logs." }) {
                mappingProposal { id } userErrors { ... on UserError { message } } } }"#,
        json!({ "document": framework.to_string() }),
    );
    let id = &proposed["proposeMapping"]["mappingProposal"]["id"];
    // The other process keeps what it has read, until it hears of a change.
    let reader = there.person(1, "alice", &[]);
    let known = r#"{ framework(key: "own-controls:1") { key } }"#;
    until(|| (reader.data(known, json!({}))["framework"] != Value::Null).then_some(()));
    assert_eq!(shown(&reader), json!([]));
    let approved = here.person(1, "bob", &[]).data(REVIEW, json!({ "id": id }));
    assert_eq!(approved["reviewMapping"]["userErrors"], json!([]));
    let obligations = until(|| Some(shown(&reader)).filter(|shown| *shown != json!([])));
    assert_eq!(obligations, json!([{ "requirement": { "ref": "own-controls:1/K-1" }, "coverage": "FULL" }]));
}
