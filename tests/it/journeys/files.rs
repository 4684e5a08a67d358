//! A file of evidence is brought to a signed address, named by evidence, and fetched again.

use serde_json::{Value, json};

use super::on_both_databases;
use super::world::{Person, World};

on_both_databases!(a_file_is_brought_named_and_fetched, an_address_fits_one_file);

fn announce(person: &Person<'_>, size_limit: u32) -> Value {
    let mutation = "mutation($limit: Int) { createEvidenceUpload(input: {
        fileName: \"report.pdf\", mediaType: \"application/pdf\", sizeLimit: $limit }) {
        upload { id url sha256 completedAt } userErrors { ... on UserError { message } } } }";
    let announced = person.data(mutation, json!({ "limit": size_limit }))["createEvidenceUpload"].clone();
    assert_eq!(announced["userErrors"], json!([]));
    announced["upload"].clone()
}

const REGISTER: &str = r#"mutation($files: [ID!]) { registerEvidence(input: { title: "Report", files: $files,
    claims: [{ requirement: "iso-42001:2023/9.2.1", coverage: FULL }] }) {
    evidence { id revision { files { name mediaType size sha256 } } } userErrors { ... on UserError { code path } } } }"#;

fn a_file_is_brought_named_and_fetched(world: &World) {
    let alice = world.founder(1, "alice");
    let upload = announce(&alice, 1_000);
    let too_early = alice.data(REGISTER, json!({ "files": [upload["id"]] }))["registerEvidence"].clone();
    assert_eq!(
        too_early["userErrors"],
        json!([{ "code": "upload-incomplete", "path": ["input", "files", "0"] }])
    );
    let brought = world.server.put(upload["url"].as_str().unwrap(), "application/pdf", b"a report");
    assert_eq!(brought.status, 201, "{}", brought.body);
    let sha256 = brought.json()["sha256"].as_str().unwrap().to_owned();
    let registered = alice.data(REGISTER, json!({ "files": [upload["id"]] }))["registerEvidence"].clone();
    assert_eq!(
        registered["evidence"]["revision"]["files"],
        json!([{ "name": "report.pdf", "mediaType": "application/pdf", "size": "8", "sha256": sha256 }])
    );
    let fetched = alice.get(&format!("/files/{sha256}"));
    assert_eq!((fetched.status, fetched.body.as_str()), (200, "a report"));
    assert_eq!(fetched.header("content-type"), Some("application/pdf"));
    assert_eq!(fetched.header("content-disposition"), Some("attachment"));
    assert_eq!(fetched.header("x-content-type-options"), Some("nosniff"));
    let mallory = world.founder(2, "mallory");
    assert_eq!(mallory.get(&format!("/files/{sha256}")).status, 404, "another organisation has no such file");
    assert_eq!(world.server.get(&format!("/files/{sha256}"), &[]).status, 401);
    let stolen = mallory.data(REGISTER, json!({ "files": [upload["id"]] }))["registerEvidence"].clone();
    assert_eq!(stolen["userErrors"][0]["code"], "unknown-upload");
}

fn an_address_fits_one_file(world: &World) {
    let alice = world.founder(1, "alice");
    let upload = announce(&alice, 8);
    let url = upload["url"].as_str().unwrap();
    let put = |url: &str, media_type: &str, body: &[u8]| world.server.put(url, media_type, body).status;
    assert_eq!(put(url, "text/html", b"a report"), 415, "announced as something else");
    assert_eq!(put(url, "application/pdf", b"a report."), 413, "larger than announced");
    let (address, signature) = url.rsplit_once('.').unwrap();
    assert_eq!(put(&format!("{address}.x{signature}"), "application/pdf", b"a report"), 403, "forged");
    assert_eq!(put(url, "application/pdf", b"a report"), 201);
    assert_eq!(put(url, "application/pdf", b"a report"), 201, "the same again changes nothing");
    assert_eq!(put(url, "application/pdf", b"another"), 409, "another file");
    let query = "query($id: ID!) { node(id: $id) { ... on EvidenceUpload { url sha256 } } }";
    let kept = alice.data(query, json!({ "id": upload["id"] }))["node"].clone();
    assert_eq!(kept["url"], Value::Null, "it has come");
    assert_eq!(kept["sha256"].as_str().map(str::len), Some(64));
}
