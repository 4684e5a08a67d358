//! A program has a secret of its own: it provides evidence, does nothing else, and is shut out at will.

use serde_json::{Value, json};

use super::on_both_databases;
use super::world::World;

on_both_databases!(a_program_provides_evidence_until_its_token_is_revoked, a_secret_is_given_once);

const CREATE: &str = "mutation($name: String!, $key: String) {
    createServiceToken(input: { name: $name, idempotencyKey: $key }) {
        created { secret serviceToken { id name inForce createdBy } }
        userErrors { __typename ... on UserError { code } } } }";

const REGISTER: &str = r#"mutation { registerEvidence(input: {
    title: "Logs", claims: [{ requirement: "iso-42001:2023/9.2.1", coverage: FULL }] }) {
    evidence { revision { recordedBy } } userErrors { __typename } } }"#;

fn a_program_provides_evidence_until_its_token_is_revoked(world: &World) {
    let alice = world.founder(1, "alice");
    world.founder(2, "other");
    let created = alice.data(CREATE, json!({ "name": "pipeline" }))["createServiceToken"]["created"].clone();
    let token = &created["serviceToken"];
    assert_eq!((&token["inForce"], &token["createdBy"]), (&json!(true), &json!("alice")));
    let program = world.bearer(created["secret"].as_str().unwrap());
    let registered = program.data(REGISTER, json!({}));
    let actor = format!("service-token:{}", token["id"].as_str().unwrap().strip_prefix("svt_").unwrap());
    assert_eq!(registered["registerEvidence"]["evidence"]["revision"]["recordedBy"], actor.as_str());
    let count = "{ evidence { totalCount } }";
    assert_eq!(program.data(count, json!({}))["evidence"]["totalCount"], 1);
    for refused in [
        "{ memberships { totalCount } }",
        "{ serviceTokens { totalCount } }",
        "{ auditLog { totalCount } }",
        "mutation { addSite(input: { name: \"x\", headcount: 1 }) { site { id } } }",
        "mutation { createServiceToken(input: { name: \"x\" }) { created { secret } } }",
    ] {
        assert_eq!(program.refusals(refused, json!({})), ["FORBIDDEN"], "{refused}");
    }
    assert_eq!(program.acting_for(2).refusals(count, json!({})), ["FORBIDDEN"]);
    let revoke = "mutation($id: ID!) { revokeServiceToken(input: { id: $id }) { serviceToken { inForce revokedBy } } }";
    assert_eq!(
        alice.data(revoke, json!({ "id": token["id"] }))["revokeServiceToken"]["serviceToken"],
        json!({ "inForce": false, "revokedBy": "alice" })
    );
    assert_eq!(program.refusals(count, json!({})), ["UNAUTHENTICATED"]);
    assert_eq!(world.bearer("obl_guessed").refusals(count, json!({})), ["UNAUTHENTICATED"]);
}

fn a_secret_is_given_once(world: &World) {
    let alice = world.founder(1, "alice");
    let once = json!({ "name": "pipeline", "key": "k" });
    let first = alice.data(CREATE, once.clone())["createServiceToken"]["created"].clone();
    let secret = first["secret"].as_str().unwrap();
    assert_eq!((secret.len(), &secret[..4]), (47, "obl_"));
    let again = alice.data(CREATE, once)["createServiceToken"]["created"].clone();
    assert_eq!((&again["secret"], &again["serviceToken"]), (&Value::Null, &first["serviceToken"]));
    let listed = alice
        .ask("{ serviceTokens { totalCount nodes { id name } } auditLog { nodes { content } } }", &json!({}));
    assert_eq!(listed["data"]["serviceTokens"]["totalCount"], 1, "{listed}");
    assert!(!listed.to_string().contains(secret), "no answer holds the secret but the first");
}
