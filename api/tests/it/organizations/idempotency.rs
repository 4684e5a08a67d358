//! A change with a key is made once, however often it is sent.

use serde_json::{Value, json};

use super::world::World;

const REGISTER: &str = r#"mutation($title: String!, $key: String) {
    registerEvidence(input: { title: $title, idempotencyKey: $key, claims: [{ requirement: "iso-42001:2023/9.2.1", coverage: FULL }] }) {
        evidence { id title } userErrors { __typename ... on UserError { code path } } } }"#;

#[tokio::test]
async fn a_change_sent_again_is_answered_alike_and_not_made_again() {
    let (world, alice) = World::owned().await;
    let send =
        |title: &'static str, key: Value| world.data(&alice, REGISTER, json!({ "title": title, "key": key }));
    let first = send("Audit", json!("k1")).await;
    assert_eq!(send("Audit", json!("k1")).await, first);
    let other = send("Audit", json!("k2")).await;
    assert_ne!(other["registerEvidence"]["evidence"]["id"], first["registerEvidence"]["evidence"]["id"]);
    assert_ne!(send("Audit", json!(null)).await, first);
    let count = world.data(&alice, "{ evidence { totalCount } }", json!({})).await;
    assert_eq!(count["evidence"]["totalCount"], 3);
}

#[tokio::test]
async fn an_organisation_is_created_once() {
    let world = World::new().await;
    let bob = super::world::member(4, "bob");
    let create = r#"mutation($name: String!, $key: String) { createOrganization(input: { name: $name, idempotencyKey: $key }) {
        organization { id name } userErrors { __typename ... on UserError { code } } } }"#;
    let send = |name: &'static str, key: Value| world.data(&bob, create, json!({ "name": name, "key": key }));
    let first = send("Bob", json!("k")).await;
    assert_eq!(first["createOrganization"]["organization"]["name"], "Bob");
    assert_eq!(send("Bob", json!("k")).await, first);
    for (name, key, code) in [
        ("Bobby", json!("k"), "store-key-reused"),
        ("Bob", json!("other"), "store-exists"),
        ("Bob", json!(null), "store-exists"),
        ("Bob", json!(""), "idempotency-key"),
    ] {
        let answer = send(name, key).await;
        assert_eq!(answer["createOrganization"]["userErrors"][0]["code"], code);
    }
    let log = world.data(&bob, "{ auditLog { totalCount } }", json!({})).await;
    assert_eq!(log["auditLog"]["totalCount"], 1);
}

#[tokio::test]
async fn a_key_belongs_to_one_change() {
    let (world, alice) = World::owned().await;
    world.data(&alice, REGISTER, json!({ "title": "Audit", "key": "k" })).await;
    let answer = world.data(&alice, REGISTER, json!({ "title": "Another", "key": "k" })).await;
    assert_eq!(answer["registerEvidence"]["evidence"], json!(null));
    assert_eq!(answer["registerEvidence"]["userErrors"][0]["__typename"], "ConflictError");
    for key in ["", &"k".repeat(256)] {
        let answer = world.data(&alice, REGISTER, json!({ "title": "Audit", "key": key })).await;
        let error = &answer["registerEvidence"]["userErrors"][0];
        assert_eq!(
            (&error["code"], &error["path"]),
            (&json!("idempotency-key"), &json!(["input", "idempotencyKey"]))
        );
    }
}
