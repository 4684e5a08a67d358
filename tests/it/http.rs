//! What the served program answers over HTTP.

use serde_json::{Value, json};

use crate::server::{Answer, Server};

const JSON: (&str, &str) = ("content-type", "application/json");
const MODERN: (&str, &str) = ("accept", "application/graphql-response+json");

/// The code of the only error of an answer that has no data.
#[track_caller]
fn refusal(answer: &Answer) -> String {
    let body = answer.json();
    assert!(body.get("data").is_none(), "a refused request has no data: {body}");
    assert_eq!(body["errors"].as_array().map(Vec::len), Some(1), "{body}");
    body["errors"][0]["extensions"]["code"].as_str().unwrap().to_owned()
}

#[test]
fn one_piece_of_evidence_is_resolved_with_its_proofs() {
    let server = Server::start();
    let facts = [
        ("retention_days", "200"),
        ("keeper", "provider"),
        ("all_logs_under_control", "true"),
        ("period_suits_purpose", "true"),
        ("enforced", "true"),
        ("in_isms_scope", "false"),
    ];
    let facts: Vec<Value> =
        facts.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    let input = json!({
        "asOf": "2026-12-01",
        "evidence": [{
            "shows": { "item": { "type": "event-log-retention-setting", "facts": facts } },
            "covers": [{ "kind": "AI_SYSTEM", "name": "CS-7" }],
        }],
    });
    let query = "query($input: ResolveInput!) { resolve(input: $input) { catalogRevision asOf obligations { nodes {
        requirement { ref } subject { kind name } coverage proof { steps { kind to { requirements { ref } } } } } } } }";
    let answer = server.ask(query, &json!({ "input": input }));
    assert_eq!(answer.status, 200, "{}", answer.body);
    let resolution = &answer.json()["data"]["resolve"];
    assert_eq!(resolution["asOf"], "2026-12-01");
    assert_eq!(resolution["catalogRevision"].as_str().map(str::len), Some(64));
    let nodes = resolution["obligations"]["nodes"].as_array().unwrap();
    let logs = nodes.iter().find(|node| node["requirement"]["ref"] == "eu-ai-act:2024/art-19.1").unwrap();
    assert_eq!((&logs["coverage"], &logs["subject"]["name"]), (&json!("FULL"), &json!("CS-7")));
    for node in nodes {
        let last = node["proof"]["steps"].as_array().unwrap().last().unwrap();
        assert_eq!(last["to"]["requirements"][0], node["requirement"], "a proof ends at what it proves");
    }
}

#[test]
fn the_status_tells_whether_a_document_was_answered() {
    let server = Server::start();
    let broken = r#"{"query":"{ nope }"}"#;
    let modern = server.post(broken, &[JSON, MODERN]);
    assert_eq!((modern.status, refusal(&modern).as_str()), (400, "BAD_USER_INPUT"));
    assert_eq!(modern.header("content-type"), Some("application/graphql-response+json; charset=utf-8"));
    // Older clients take any other status for a fault of the network.
    let older = server.post(broken, &[JSON, ("accept", "application/json")]);
    assert_eq!((older.status, refusal(&older).as_str()), (200, "BAD_USER_INPUT"));
    assert_eq!(older.header("content-type"), Some("application/json; charset=utf-8"));
    // Answered in part: the root field is null, and its error has a path.
    let partly =
        server.post(r#"{"query":"{ __typename mappings(first: 0) { totalCount } }"}"#, &[JSON, MODERN]);
    assert_eq!(partly.status, 200);
    assert_eq!(partly.json()["errors"][0]["path"], json!(["mappings"]));
    assert!(partly.json().as_object().unwrap().contains_key("data"));
}

#[test]
fn what_is_no_request_is_refused_with_its_reason() {
    let server = Server::start();
    let large = format!(r#"{{"query":"{{ __typename {} }}"}}"#, " ".repeat(1 << 20));
    for (body, headers, status, code) in [
        ("{", &[JSON, MODERN][..], 400, "BAD_USER_INPUT"),
        ("{}", &[JSON, MODERN], 400, "BAD_USER_INPUT"),
        (r#"{"query":1}"#, &[JSON, MODERN], 400, "BAD_USER_INPUT"),
        (r#"{"query":"{ __typename }"}"#, &[("content-type", "text/plain"), MODERN], 415, "BAD_USER_INPUT"),
        (r#"{"query":"{ __typename }"}"#, &[JSON, ("accept", "text/html")], 406, "BAD_USER_INPUT"),
        (&large, &[JSON, MODERN], 413, "LIMIT_EXCEEDED"),
    ] {
        let answer = server.post(body, headers);
        let shown = body.get(..body.len().min(40));
        assert_eq!((answer.status, refusal(&answer).as_str()), (status, code), "{shown:?} {headers:?}");
    }
}

#[test]
fn a_query_may_come_by_get() {
    let server = Server::start();
    let answer = server.get("/graphql?query=%7B__typename%7D", &[]);
    assert_eq!((answer.status, answer.json()), (200, json!({ "data": { "__typename": "Query" } })));
    let mutation = server.get("/graphql?query=mutation%7B__typename%7D", &[MODERN]);
    assert_eq!((mutation.status, refusal(&mutation).as_str()), (405, "BAD_USER_INPUT"));
    assert_eq!(mutation.header("allow"), Some("POST"));
    let twice = server.get("/graphql?query=%7Ba%7D&query=%7Bb%7D", &[MODERN]);
    assert_eq!((twice.status, refusal(&twice).as_str()), (400, "BAD_USER_INPUT"));
}

#[test]
fn no_answer_may_be_framed_sniffed_or_kept() {
    let server = Server::start();
    for answer in
        [server.get("/healthz", &[]), server.get("/nowhere", &[]), server.ask("{ __typename }", &Value::Null)]
    {
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("x-frame-options"), Some("DENY"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("access-control-allow-origin"), None, "closed to other origins");
    }
}

#[test]
fn the_schema_can_be_read_and_is_the_committed_one() {
    let server = Server::start();
    let committed = std::fs::read_to_string(crate::sources::top().join("api/schema.graphql")).unwrap();
    assert_eq!(server.get("/schema.graphql", &[]).body, committed);
}

#[test]
fn told_to_stop_it_stops_well() {
    let server = Server::start();
    assert_eq!(server.get("/healthz", &[]).status, 200);
    assert_eq!(server.stop(), Some(0));
}

/// Whatever is sent, the server stays up, answers within its limits and shows nothing of its inside.
#[test]
fn hostile_documents_are_answered_or_refused_and_never_break_it() {
    let server = Server::start();
    let nested =
        format!("{{ requirement(ref: \"x\") {}{{ ref }}{} }}", "{ parent ".repeat(5_000), " }".repeat(5_000));
    let lists = format!("{{ requirement(ref: {}1{}) {{ ref }} }}", "[".repeat(5_000), "]".repeat(5_000));
    let ring = "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }";
    let wide = format!("{{ {} }}", "__typename ".repeat(20_000));
    let strange = "{ requirement(ref: \"\\u0000\\uFFFF\u{202e}'; DROP TABLE evidence; --\") { ref } }";
    let directives = format!("{{ __typename {} }}", "@skip(if: false) ".repeat(1_000));
    let hidden = format!("{{ requirement(ref: \"\\q\") {}", "{ parent ".repeat(5_000));
    for document in [
        &hidden,
        &nested,
        &lists,
        ring,
        &wide,
        strange,
        &directives,
        "",
        "\u{feff}",
        "{",
        "query ($x: Nope) { __typename }",
    ] {
        let answer = server.ask(document, &Value::Null);
        let shown: String = document.chars().take(40).collect();
        assert!(answer.status < 500, "{shown}: {}", answer.status);
        assert!(answer.body.len() < 1 << 20, "{shown}");
        for inside in ["panicked", ".rs:", "src/"] {
            assert!(!answer.body.contains(inside), "{shown}: {}", answer.body);
        }
    }
    assert_eq!(server.ask("{ __typename }", &Value::Null).status, 200);
}
