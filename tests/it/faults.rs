//! What is acknowledged is kept, whatever happens to the process or its disk, and nothing is half there.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use serde_json::{Value, json};

use crate::journeys::{SECRET, token};
use crate::postgres;
use crate::program::program;
use crate::server::Server;

const CLIENTS: usize = 4;

const REGISTER: &str = r#"mutation($key: String!) { registerEvidence(input: { title: $key, idempotencyKey: $key,
    claims: [{ requirement: "iso-42001:2023/9.2.1", coverage: FULL }] }) {
    evidence { id } userErrors { ... on UserError { message } } } }"#;

/// Sends a document with the token of an owner; `None` where no whole answer comes.
fn send(server: &Server, bearer: &str, document: &str, variables: &Value) -> Option<Value> {
    let headers = [("content-type", "application/json"), ("authorization", bearer)];
    let body = json!({ "query": document, "variables": variables }).to_string();
    serde_json::from_str(&server.try_post(&body, &headers)?.body).ok()
}

fn registered(answer: Option<Value>) -> bool {
    answer.is_some_and(|answer| answer["data"]["registerEvidence"]["evidence"]["id"].is_string())
}

fn found(server: &Server, bearer: &str) {
    let create = "mutation { createOrganization(input: { name: \"one\" }) { organization { id } } }";
    assert!(send(server, bearer, create, &json!({})).is_some());
}

/// The titles of all evidence, each with its only claim.
fn kept(server: &Server, bearer: &str) -> BTreeSet<String> {
    let page =
        "query($after: String) { evidence(first: 100, after: $after) { pageInfo { hasNextPage endCursor }
        nodes { title revision { number claims { ref } } } } }";
    let (mut titles, mut after) = (BTreeSet::new(), Value::Null);
    loop {
        let answer = send(server, bearer, page, &json!({ "after": after })).unwrap();
        let evidence = &answer["data"]["evidence"];
        for node in evidence["nodes"].as_array().unwrap_or_else(|| panic!("{answer}")) {
            let claims = json!([{ "ref": "iso-42001:2023/9.2.1" }]);
            assert_eq!(node["revision"], json!({ "number": 1, "claims": claims }), "half there: {node}");
            assert!(titles.insert(node["title"].as_str().unwrap().to_owned()), "twice: {node}");
        }
        if evidence["pageInfo"]["hasNextPage"] != true {
            return titles;
        }
        after = evidence["pageInfo"]["endCursor"].clone();
    }
}

/// Kills a server in the middle of a stream of changes, again and again, after ever another number of them.
fn killed(database: &str, files: &Path, rounds: usize) {
    let bearer = format!("Bearer {}", token(1, "alice", &[]));
    let mut server = Server::start_on(database, files, SECRET);
    found(&server, &bearer);
    let (mut sent, mut acknowledged) = (BTreeSet::new(), BTreeSet::new());
    for round in 0..rounds {
        let enough = 3 + round * 7 % 11;
        let made = AtomicUsize::new(0);
        let (told, hears) = mpsc::channel();
        std::thread::scope(|clients| {
            for client in 0..CLIENTS {
                let (server, bearer, made, told) = (&server, &bearer, &made, told.clone());
                clients.spawn(move || {
                    for number in 0.. {
                        let key = format!("{round}-{client}-{number}");
                        let is_made = registered(send(server, bearer, REGISTER, &json!({ "key": key })));
                        told.send((key, is_made)).unwrap();
                        if !is_made {
                            break;
                        }
                        if made.fetch_add(1, Ordering::SeqCst) + 1 == enough {
                            server.kill();
                        }
                    }
                });
            }
        });
        drop(told);
        for (key, is_made) in hears {
            if is_made {
                acknowledged.insert(key.clone());
            }
            sent.insert(key);
        }
        server = Server::start_on(database, files, SECRET);
        let kept = kept(&server, &bearer);
        let lost: Vec<&String> = acknowledged.difference(&kept).collect();
        assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
        // What got no answer is sent again with its key: it is there once then.
        for key in sent.difference(&acknowledged) {
            assert!(registered(send(&server, &bearer, REGISTER, &json!({ "key": key }))), "{key}");
        }
        acknowledged.extend(sent.iter().cloned());
    }
    assert_eq!(kept(&server, &bearer), sent);
    let verified = program()
        .args(["audit-log", "verify", "--format", "json"])
        .env("OBLIGRAPH_DATABASE", database)
        .output()
        .unwrap();
    let verified: Value = serde_json::from_slice(&verified.stdout).unwrap();
    assert_eq!(verified[0]["faults"], json!([]), "{verified}");
    assert_eq!(verified[0]["entries"], sent.len() + 1);
}

#[test]
fn what_is_acknowledged_outlives_a_hundred_kills_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("obligraph.db").display());
    killed(&database, &folder.path().join("files"), 100);
}

#[test]
fn what_is_acknowledged_outlives_kills_on_postgresql() {
    let folder = tempfile::tempdir().unwrap();
    killed(&postgres::new_database(), &folder.path().join("files"), 20);
}

#[test]
fn a_full_disk_is_told_and_nothing_is_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("obligraph.db").display());
    let files = folder.path().join("files");
    let bearer = format!("Bearer {}", token(1, "alice", &[]));
    {
        let server = Server::start_on(&database, &files, SECRET);
        found(&server, &bearer);
        assert_eq!(server.stop(), Some(0));
    }
    let server = Server::start_in(700, &database, &files, SECRET);
    let mut made = BTreeSet::new();
    let refused = loop {
        let key = format!("k{}", made.len());
        let answer = send(&server, &bearer, REGISTER, &json!({ "key": key })).unwrap();
        if !registered(Some(answer.clone())) {
            break answer;
        }
        made.insert(key);
        assert!(made.len() < 10_000, "the disk is never full");
    };
    assert_eq!(refused["errors"][0]["extensions"]["code"], "UNAVAILABLE", "{refused}");
    assert_eq!(kept(&server, &bearer), made, "reads go on, and what was refused is not there");
    drop(server);
    let server = Server::start_on(&database, &files, SECRET);
    assert!(registered(send(&server, &bearer, REGISTER, &json!({ "key": "room again" }))));
}

#[test]
fn what_needs_no_database_is_answered_while_it_is_out_of_reach() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("postgres://postgres@localhost:5432/none?host={}", folder.path().display());
    let server = Server::start_without(&database, &folder.path().join("files"), SECRET);
    let bearer = format!("Bearer {}", token(1, "alice", &[]));
    let ready = server.get("/readyz", &[]);
    assert_eq!((ready.status, ready.body.as_str()), (503, "not ready: database\n"));
    assert_eq!(server.get("/healthz", &[]).status, 200);
    let resolve = r#"{ resolve(input: { evidence: [{ shows: { claims: [{ requirement: "iso-42001:2023/9.2.1", coverage: FULL }] } }] }) {
        obligations { totalCount } } requirement(ref: "iso-42001:2023/9.2.1") { ref } }"#;
    let answer = send(&server, &bearer, resolve, &json!({})).unwrap();
    assert!(answer["data"]["resolve"]["obligations"]["totalCount"].as_u64() > Some(0), "{answer}");
    let refused = send(&server, &bearer, REGISTER, &json!({ "key": "k" })).unwrap();
    assert_eq!(refused["errors"][0]["extensions"]["code"], "UNAVAILABLE", "{refused}");
    assert!(!refused.to_string().contains(folder.path().to_str().unwrap()), "{refused}");
}

#[test]
fn a_database_that_cannot_be_opened_or_written_is_told_with_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::create_dir(path("folder.db")).unwrap();
    std::fs::write(path("text.db"), "no database, ".repeat(1_000)).unwrap();
    // Nobody writes any of these, not even who may write everything.
    for name in ["folder.db", "text.db", "text.db/below.db", "missing/new.db"] {
        for command in ["serve", "migrate"] {
            let database = format!("sqlite:{}", path(name));
            let mut program = program();
            program.arg(command).env("OBLIGRAPH_DATABASE", database).env("OBLIGRAPH_FILES", path("files"));
            if command == "serve" {
                program.args(["--listen", "127.0.0.1:0"]);
            }
            let ran = program.output().unwrap();
            let told = String::from_utf8(ran.stderr).unwrap();
            assert_eq!(ran.status.code(), Some(1), "{command} {name}: {told}");
            let begin = format!("error[store-unavailable]: --database: `{}` cannot be opened", path(name));
            assert!(told.starts_with(&begin), "{command} {name}: {told}");
            assert!(told.ends_with("of which you may write both\n"), "{command} {name}: {told}");
        }
    }
}

#[test]
fn a_database_that_is_read_only_is_read_and_a_write_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("obligraph.db").display());
    let files = folder.path().join("files");
    let bearer = format!("Bearer {}", token(1, "alice", &[]));
    {
        let server = Server::start_on(&database, &files, SECRET);
        found(&server, &bearer);
        assert!(registered(send(&server, &bearer, REGISTER, &json!({ "key": "before" }))));
        assert_eq!(server.stop(), Some(0));
    }
    let server = Server::start_without(&format!("{database}?mode=ro"), &files, SECRET);
    let refused = send(&server, &bearer, REGISTER, &json!({ "key": "after" })).unwrap();
    assert_eq!(refused["errors"][0]["extensions"]["code"], "UNAVAILABLE", "{refused}");
    assert_eq!(
        refused["errors"][0]["message"],
        "the database is out of reach or cannot be written; try again later"
    );
    assert_eq!(kept(&server, &bearer), BTreeSet::from(["before".to_owned()]));
    let (_, log) = server.end();
    assert!(log.contains("readonly database"), "whoever runs it is told why: {log}");
}
