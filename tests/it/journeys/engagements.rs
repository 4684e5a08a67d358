//! An auditor of a certification body reads one client, within the scope of the engagement and as long as it lasts.

use serde_json::{Value, json};

use super::on_both_databases;
use super::world::{Person, World, in_days, organization_id};

on_both_databases!(
    an_auditor_reads_one_client_within_scope,
    an_auditor_is_told_no_more_of_a_duty_than_its_owner,
    an_auditor_fetches_the_files_within_scope,
    what_is_no_engagement_is_refused,
);

const GRANT: &str = "mutation($input: GrantEngagementInput!) { grantEngagement(input: $input) {
    engagement { id inForce body { name } subjects { kind name } grantedBy }
    userErrors { __typename ... on UserError { code path } } } }";

const TITLES: &str = "{ evidence { totalCount nodes { id title } } }";

/// The owner of a new certification body.
fn body(world: &World, organization: u8) -> Person<'_> {
    let body = world.founder(organization, "body");
    let update =
        "mutation { updateOrganization(input: { isCertificationBody: true }) { organization { id } } }";
    body.data(update, json!({}));
    body
}

/// An item that covers an AI system, or the ISMS by what it claims.
fn register(person: &Person<'_>, title: &str, system: Option<&str>) -> Value {
    let register = "mutation($input: RegisterEvidenceInput!) { registerEvidence(input: $input) {
        evidence { id } userErrors { ... on UserError { message } } } }";
    let covers: Vec<Value> = system.iter().map(|name| json!({ "kind": "AI_SYSTEM", "name": name })).collect();
    let claims = json!([{ "requirement": "iso-27001:2022/9.2.1", "coverage": "FULL" }]);
    let input = json!({ "title": title, "claims": claims, "covers": covers });
    person.data(register, json!({ "input": input }))["registerEvidence"]["evidence"]["id"].clone()
}

fn titles(answer: &Value) -> Vec<&str> {
    answer["evidence"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["title"].as_str().unwrap())
        .collect()
}

fn an_auditor_reads_one_client_within_scope(world: &World) {
    let (alice, other) = (world.founder(1, "alice"), world.founder(2, "other"));
    body(world, 3).data(
        "mutation { addMembership(input: { subject: \"auditor\", role: AUDITOR }) { membership { id } } }",
        json!({}),
    );
    let auditor = world.person(3, "auditor", &[]);
    for name in ["CS-7", "CS-8"] {
        let add = "mutation($name: String!) { addAiSystem(input: { name: $name, roles: [PROVIDER], riskClass: HIGH_RISK_ANNEX_III }) { aiSystem { id } } }";
        alice.data(add, json!({ "name": name }));
    }
    for kind in ["ISMS", "AIMS"] {
        let add = "mutation($kind: SubjectKind!) { addManagementSystem(input: { kind: $kind, name: \"ours\" }) { managementSystem { id } } }";
        alice.data(add, json!({ "kind": kind }));
    }
    let seen = register(&alice, "Logs of CS-7", Some("CS-7"));
    let unseen = register(&alice, "Logs of CS-8", Some("CS-8"));
    register(&alice, "Internal audit", None);
    register(&other, "Logs of another", Some("CS-7"));
    let subjects = json!([{ "kind": "AI_SYSTEM", "name": "CS-7" }, { "kind": "ISMS" }]);
    let input = json!({ "bodyId": format!("org_{}", organization_id(3)), "purpose": "Stage 2 audit",
        "subjects": subjects, "expiresOn": in_days(30) });
    let granted = alice.data(GRANT, json!({ "input": input }))["grantEngagement"].clone();
    assert_eq!(granted["userErrors"], json!([]));
    assert_eq!(granted["engagement"]["inForce"], true);
    assert_eq!(granted["engagement"]["body"]["name"], "body's organisation");
    let viewer = "{ viewer { clients { organization { id name } purpose expiresOn } } }";
    assert_eq!(
        auditor.data(viewer, json!({}))["viewer"]["clients"],
        json!([{ "organization": { "id": format!("org_{}", organization_id(1)), "name": "alice's organisation" },
            "purpose": "Stage 2 audit", "expiresOn": in_days(30) }])
    );
    let at_client = auditor.acting_for(1);
    let found = at_client.data(TITLES, json!({}));
    assert_eq!(titles(&found), ["Logs of CS-7", "Internal audit"]);
    assert_eq!(found["evidence"]["totalCount"], 2);
    let systems = "{ aiSystems { totalCount nodes { name } } managementSystems { nodes { kind } } viewer { roles permissions } }";
    assert_eq!(
        at_client.data(systems, json!({})),
        json!({ "aiSystems": { "totalCount": 1, "nodes": [{ "name": "CS-7" }] },
            "managementSystems": { "nodes": [{ "kind": "ISMS" }] },
            "viewer": { "roles": ["AUDITOR"], "permissions": ["READ"] } })
    );
    let nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    let ids = json!({ "ids": [seen, unseen, granted["engagement"]["id"]] });
    assert_eq!(at_client.data(nodes, ids)["nodes"], json!([{ "id": seen }, null, null]));
    for refused in [
        "{ memberships { totalCount } }",
        "{ engagements { totalCount } }",
        "{ serviceTokens { totalCount } }",
        "{ auditLog { totalCount } }",
        "mutation { addSite(input: { name: \"x\", headcount: 1 }) { site { id } } }",
        "mutation { registerEvidence(input: { title: \"x\" }) { evidence { id } } }",
        "mutation { revokeEngagement(input: { id: \"x\" }) { engagement { id } } }",
    ] {
        assert_eq!(at_client.refusals(refused, json!({})), ["FORBIDDEN"], "{refused}");
    }
    assert_eq!(auditor.acting_for(2).refusals(TITLES, json!({})), ["FORBIDDEN"]);
    assert_eq!(other.acting_for(1).refusals(TITLES, json!({})), ["FORBIDDEN"]);
    // Whoever has no place in the body reads none of its clients.
    assert_eq!(world.person(3, "stranger", &[]).acting_for(1).refusals(TITLES, json!({})), ["FORBIDDEN"]);
    let revoke = "mutation($id: ID!) { revokeEngagement(input: { id: $id }) {
        engagement { inForce revokedBy } userErrors { __typename } } }";
    let id = json!({ "id": granted["engagement"]["id"] });
    assert_eq!(
        alice.data(revoke, id.clone())["revokeEngagement"],
        json!({ "engagement": { "inForce": false, "revokedBy": "alice" }, "userErrors": [] })
    );
    assert_eq!(at_client.refusals(TITLES, json!({})), ["FORBIDDEN"]);
    assert_eq!(auditor.data(viewer, json!({}))["viewer"]["clients"], json!([]));
    let again = alice.data(revoke, id)["revokeEngagement"].clone();
    assert_eq!(again["userErrors"][0]["__typename"], "ConflictError");
}

/// The auditor of a new certification body, at its client, who is engaged for these subjects.
fn engaged<'w>(world: &'w World, client: &Person<'w>, subjects: &Value) -> Person<'w> {
    let body = body(world, 3);
    let add =
        "mutation { addMembership(input: { subject: \"auditor\", role: AUDITOR }) { membership { id } } }";
    body.data(add, json!({}));
    let input = json!({ "bodyId": format!("org_{}", organization_id(3)), "purpose": "Stage 2 audit",
        "subjects": subjects, "expiresOn": in_days(30) });
    let granted = client.data(GRANT, json!({ "input": input }))["grantEngagement"].clone();
    assert_eq!(granted["userErrors"], json!([]));
    world.person(3, "auditor", &[]).acting_for(1)
}

fn an_auditor_is_told_no_more_of_a_duty_than_its_owner(world: &World) {
    let alice = world.founder(1, "alice");
    for name in ["CS-7", "CS-8"] {
        let add = "mutation($name: String!) { addAiSystem(input: { name: $name, roles: [PROVIDER], riskClass: HIGH_RISK_ANNEX_III }) { aiSystem { id } } }";
        alice.data(add, json!({ "name": name }));
    }
    let register = "mutation { registerEvidence(input: { title: \"Event logs of CS-7\",
        claims: [{ requirement: \"iso-42001:2023/A.6.2.8\", coverage: FULL }],
        covers: [{ kind: AI_SYSTEM, name: \"CS-7\" }] }) { evidence { id } userErrors { ... on UserError { message } } } }";
    assert_eq!(alice.data(register, json!({}))["registerEvidence"]["userErrors"], json!([]));
    let auditor =
        engaged(world, &alice, &json!([{ "kind": "AI_SYSTEM", "name": "CS-7" }, { "kind": "AIMS" }]));
    let logging = "{ evidence(first: 1) { nodes { resolution(options: { frameworks: [\"iso-42001:2023\"] }) {
        obligations(first: 100) { nodes { coverage limit requirement { ref } subject { kind name } scopeGap { name } } }
        scopeGaps { subject { name } } } } } }";
    let of_all_systems = |person: &Person<'_>| -> (Value, Value) {
        let answer = person.data(logging, json!({}))["evidence"]["nodes"][0]["resolution"].clone();
        let obligations = answer["obligations"]["nodes"].as_array().unwrap();
        let found = obligations.iter().find(|row| row["requirement"]["ref"] == "iso-42001:2023/A.6.2.8");
        (found.unwrap().clone(), answer)
    };
    let (known, _) = of_all_systems(&alice);
    assert_eq!(
        (&known["coverage"], &known["subject"]["kind"]),
        (&json!("PARTIAL"), &json!("AIMS")),
        "{known}"
    );
    assert_eq!(known["scopeGap"], json!([{ "name": "CS-8" }]));
    let (told, answer) = of_all_systems(&auditor);
    assert_eq!((&told["coverage"], &told["limit"]), (&known["coverage"], &known["limit"]), "{told}");
    assert!(!answer.to_string().contains("CS-8"), "{answer}");
}

fn an_auditor_fetches_the_files_within_scope(world: &World) {
    let alice = world.founder(1, "alice");
    let upload = "mutation { createEvidenceUpload(input: { fileName: \"a.csv\", mediaType: \"text/csv\" }) {
        upload { id url } userErrors { ... on UserError { message } } } }";
    let register = "mutation($file: ID!, $covers: String!) { registerEvidence(input: { title: \"Logs\", files: [$file],
        claims: [{ requirement: \"eu-ai-act:2024/art-19.1\", coverage: FULL }],
        covers: [{ kind: AI_SYSTEM, name: $covers }] }) { evidence { id } userErrors { ... on UserError { message } } } }";
    let bring = |system: &str| -> String {
        let add = "mutation($name: String!) { addAiSystem(input: { name: $name, roles: [PROVIDER], riskClass: HIGH_RISK_ANNEX_III }) { aiSystem { id } } }";
        alice.data(add, json!({ "name": system }));
        let upload = alice.data(upload, json!({}))["createEvidenceUpload"]["upload"].clone();
        let brought = world.server.put(upload["url"].as_str().unwrap(), "text/csv", system.as_bytes());
        assert_eq!(brought.status, 201, "{}", brought.body);
        let registered = alice.data(register, json!({ "file": upload["id"], "covers": system }));
        assert_eq!(registered["registerEvidence"]["userErrors"], json!([]));
        format!("/files/{}", brought.json()["sha256"].as_str().unwrap())
    };
    let (seen, unseen) = (bring("CS-7"), bring("CS-8"));
    let auditor = engaged(world, &alice, &json!([{ "kind": "AI_SYSTEM", "name": "CS-7" }]));
    let fetched = auditor.get(&seen);
    assert_eq!((fetched.status, fetched.body.as_str()), (200, "CS-7"));
    assert_eq!((auditor.get(&unseen).status, alice.get(&unseen).status), (404, 200));
    // Who acts for no client reads at home, where there is no such file.
    assert_eq!(world.person(3, "auditor", &[]).get(&seen).status, 404);
}

fn what_is_no_engagement_is_refused(world: &World) {
    let alice = world.founder(1, "alice");
    world.founder(2, "other");
    for (organization, days, subject) in [(1, 0, " "), (2, 2_000, "x"), (9, 0, " ")] {
        let input = json!({ "bodyId": format!("org_{}", organization_id(organization)), "purpose": " ",
            "subjects": [{ "kind": "AI_SYSTEM", "name": subject }], "expiresOn": in_days(days) });
        let refused = alice.data(GRANT, json!({ "input": input }))["grantEngagement"].clone();
        assert_eq!(refused["engagement"], Value::Null);
        let errors = refused["userErrors"].as_array().unwrap();
        let paths: Vec<&str> = errors.iter().map(|error| error["path"][1].as_str().unwrap()).collect();
        let mut expected = vec!["bodyId", "expiresOn", "subjects", "purpose"];
        expected.retain(|field| *field != "subjects" || subject == " ");
        assert_eq!(paths, expected);
    }
}
