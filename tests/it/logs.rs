//! What the program tells of its work: faults of its own with the name of the request, and never a secret.

use serde_json::json;

use crate::database::execute;
use crate::journeys::{SECRET, World};
use crate::postgres;

#[test]
fn a_fault_within_is_in_the_log_under_the_name_that_the_client_was_told() {
    for (level, is_told) in [("error", true), ("off", false)] {
        let database = postgres::new_database();
        let world = World::over(&database, &["--log-level", level]);
        let alice = world.founder(1, "alice");
        execute(&database, "DROP TABLE evidence CASCADE");
        let answer = alice.ask("{ evidence { nodes { title } } }", &json!({}));
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "INTERNAL", "{answer}");
        assert_eq!(error["message"], "something went wrong on our side");
        let request = error["extensions"]["requestId"].as_str().unwrap().to_owned();
        for inside in ["SELECT", "relation", "does not exist", "sqlx"] {
            assert!(!answer.to_string().contains(inside), "{answer}");
        }
        let (_, log) = world.server.end();
        let told: Vec<&str> = log.lines().filter(|line| line.contains(" ERROR ")).collect();
        let names = |line: &&&str| line.contains(&request) && line.contains("does not exist");
        assert_eq!(told.iter().filter(names).count(), usize::from(is_told), "{log}");
        assert_eq!(log.lines().count(), 1 + told.len(), "nothing of less weight is told: {log}");
    }
}

/// The secrets of a journey that uses all there are. It must succeed, or they would not have been looked at.
fn secrets_used(world: &World) -> Vec<String> {
    let alice = world.founder(1, "alice");
    let made = alice.data(
        r#"mutation {
            createServiceToken(input: { name: "pipeline", idempotencyKey: "key-of-the-token" }) { created { secret } }
            createEvidenceUpload(input: { fileName: "a.csv", mediaType: "text/csv", idempotencyKey: "key-of-the-file" }) {
                upload { id url } } }"#,
        json!({}),
    );
    let secret = made["createServiceToken"]["created"]["secret"].as_str().unwrap().to_owned();
    let upload = &made["createEvidenceUpload"]["upload"];
    let url = upload["url"].as_str().unwrap().to_owned();
    let brought = world.server.put(&url, "text/csv", b"a,b");
    assert_eq!(brought.status, 201, "{}", brought.body);
    let signed = url.rsplit_once("/uploads/").unwrap().1.to_owned();
    let signature = signed.rsplit_once('.').unwrap().1.to_owned();
    assert_eq!(world.server.put(&format!("{url}x"), "text/csv", b"a,b").status, 403, "a forged address");
    let program = world.bearer(&secret);
    let register = r#"mutation($file: ID!) { registerEvidence(input: { title: "Logs", idempotencyKey: "key-of-the-logs",
        files: [$file], claims: [{ requirement: "iso-42001:2023/9.2.1", coverage: FULL }] }) {
        evidence { id } userErrors { ... on UserError { message } } } }"#;
    let registered = program.data(register, json!({ "file": upload["id"] }));
    assert_eq!(registered["registerEvidence"]["userErrors"], json!([]));
    let fetched = alice.get(&format!("/files/{}", brought.json()["sha256"].as_str().unwrap()));
    assert_eq!(fetched.body, "a,b");
    for refused in [format!("{}x", alice.token), "obl_a-guess-at-a-secret".to_owned()] {
        assert_eq!(world.bearer(&refused).refusals("{ __typename }", json!({})), ["UNAUTHENTICATED"]);
    }
    let keys = ["key-of-the-token", "key-of-the-file", "key-of-the-logs"].map(str::to_owned);
    let parts: Vec<String> = alice.token.split('.').skip(1).map(str::to_owned).collect();
    let guess = "a-guess-at-a-secret".to_owned();
    [vec![SECRET.to_owned(), secret, signed, signature, guess], parts, keys.to_vec()].concat()
}

#[test]
fn no_secret_is_in_the_log_however_much_it_tells() {
    for format in ["text", "json"] {
        let world = World::over(
            &postgres::new_database(),
            &["--log-level", "trace", "--log-format", format, "--upload-key", &"5e".repeat(32)],
        );
        let mut secrets = secrets_used(&world);
        secrets.push("5e".repeat(32));
        let (_, log) = world.server.end();
        assert!(log.contains("/uploads/{token}") && log.contains("answered"), "{log}");
        for secret in secrets {
            assert!(!log.contains(&secret), "`{secret}` is in the log: {log}");
        }
    }
}

#[test]
fn the_password_of_a_database_out_of_reach_is_told_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let host = folder.path().display();
    let database = format!("postgres://obligraph:pass-of-the-database@localhost/none?host={host}");
    let server = crate::server::Server::start_without(&database, folder.path(), SECRET);
    assert_eq!(server.get("/readyz", &[]).status, 503);
    let (_, log) = server.end();
    assert!(log.contains("out of reach"), "{log}");
    assert!(!log.contains("pass-of-the-database"), "{log}");
}
