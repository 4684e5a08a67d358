//! The database goes away under a running service and comes back, and nobody has to look after the service for that.

use serde_json::{Value, json};

use crate::journeys::World;
use crate::postgres;
use crate::wait::until;

const REGISTER: &str = r#"mutation { registerEvidence(input: { title: "Audit", idempotencyKey: "k",
    claims: [{ requirement: "iso-42001:2023/9.2.1", coverage: FULL }] }) {
    evidence { id } userErrors { ... on UserError { message } } } }"#;

/// What is answered from memory.
const CATALOGUE: &str = r#"{ requirement(ref: "iso-42001:2023/9.2.1") { ref }
    resolve(input: { evidence: [{ shows: { claims: [{ requirement: "iso-42001:2023/9.2.1", coverage: FULL }] } }] }) {
        obligations { totalCount } } }"#;

#[test]
fn the_service_outlives_its_database_and_recovers_alone() {
    let postgres = postgres::start();
    let world = World::over(&postgres.new_database(), &[]);
    let alice = world.founder(1, "alice");
    let ready = || {
        let ready = world.server.get("/readyz", &[]);
        (ready.status, ready.body)
    };
    let all = alice.data(CATALOGUE, json!({}));
    assert_eq!(ready(), (200, "ready\n".to_owned()));

    postgres.stop();
    until(|| (ready() == (503, "not ready: database\n".to_owned())).then_some(()));
    assert_eq!(world.server.get("/healthz", &[]).status, 200, "another process would be no better");
    assert_eq!(alice.data(CATALOGUE, json!({})), all);
    for document in [REGISTER, "{ evidence { nodes { title } } }"] {
        let refused = alice.ask(document, &json!({}));
        let error = &refused["errors"][0];
        assert_eq!(error["extensions"]["code"], "UNAVAILABLE", "{refused}");
        assert!(error["extensions"]["requestId"].is_string(), "{refused}");
        assert_eq!(error["message"], "the database is out of reach or cannot be written; try again later");
        let told = refused.to_string();
        for inside in ["SELECT", "INSERT", "sqlx", "PGSQL", postgres.folder.to_str().unwrap()] {
            assert!(!told.contains(inside), "{told}");
        }
    }

    postgres.start_again();
    let registered = until(|| {
        let answer = alice.ask(REGISTER, &json!({}));
        answer.get("errors").is_none().then(|| answer["data"]["registerEvidence"].clone())
    });
    assert_eq!(registered["userErrors"], json!([]));
    assert_eq!(ready(), (200, "ready\n".to_owned()));
    let kept = alice.data("{ evidence { nodes { id } totalCount } }", json!({}));
    let expected: Value = json!({ "nodes": [registered["evidence"]], "totalCount": 1 });
    assert_eq!(kept["evidence"], expected, "what was refused left nothing behind");
}
