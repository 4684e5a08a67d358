//! Two people curate a mapping, and the answer changes; for their organisation alone.

use serde_json::{Value, json};

use super::on_both_databases;
use super::world::{Person, World};

on_both_databases!(
    two_people_curate_a_mapping_and_the_answer_changes,
    an_answer_of_then_stays_what_it_was,
    a_contradiction_is_shown_and_not_approved,
    every_fault_of_a_framework_is_told_with_its_line,
);

const FRAMEWORK: &str = r#"framework:
  key: "own-controls:1"
  title: Own controls
  publisher: us
  edition: "1"
  subject: isms
  licence: ours
  reviewed: 2026-11-01
requirements:
  - { id: K-1, kind: control, title: Logs, summary: "Keep logs of all events.", assessable: true }
  - { id: K-2, kind: control, title: Clocks, summary: "Keep clocks in step.", assessable: true }
"#;

const IMPORT: &str = "mutation($document: String!) { importFramework(input: { document: $document }) {
    customFramework { id key } userErrors { ... on UserError { code message path } } } }";

const PROPOSE: &str = "mutation($input: ProposeMappingInput!) { proposeMapping(input: $input) {
    mappingProposal { id status proposedBy conflicts { complete nodes { mappings } } }
    userErrors { __typename ... on UserError { code message path } } } }";

const REVIEW: &str =
    "mutation($id: ID!, $verdict: Verdict!) { reviewMapping(input: { id: $id, verdict: $verdict }) {
    mappingProposal { status review { by } } userErrors { __typename ... on UserError { code message } } } }";

fn mapping(from: &str, relation: &str, to: &str) -> Value {
    json!({ "input": {
        "from": [from], "to": [to], "relation": relation, "confidence": 0.9, "rationaleKind": "FUNCTIONAL",
        "rationale": "Both ask for event logs; neither asks for more.",
    } })
}

/// The coverage of the own control in what an access to event logging shows; null where it is not in the answer.
fn own_control(person: &Person<'_>) -> Value {
    let query = r#"{ resolve(input: { evidence: [{ shows: { claims: [{ requirement: "iso-27001:2022/A.8.15", coverage: FULL }] } }] }) {
        obligations(first: 100) { nodes { requirement { ref } coverage proof { steps { mapping { crosswalk } } } } } } }"#;
    let answer = person.data(query, json!({}));
    let nodes = answer["resolve"]["obligations"]["nodes"].as_array().unwrap().iter();
    let mut own = nodes.filter(|node| node["requirement"]["ref"] == "own-controls:1/K-1");
    own.next().map_or(Value::Null, |node| node["coverage"].clone())
}

fn managers(world: &World) -> (Person<'_>, Person<'_>) {
    let alice = world.founder(1, "alice");
    alice.data(
        "mutation { addMembership(input: { subject: \"bob\", role: MANAGER }) { membership { id } } }",
        json!({}),
    );
    (alice, world.person(1, "bob", &[]))
}

fn two_people_curate_a_mapping_and_the_answer_changes(world: &World) {
    let (alice, bob) = managers(world);
    let imported = alice.data(IMPORT, json!({ "document": FRAMEWORK }))["importFramework"].clone();
    assert_eq!(imported["userErrors"], json!([]));
    let titled = alice.data("{ requirement(ref: \"own-controls:1/K-1\") { title } }", json!({}));
    assert_eq!(titled["requirement"]["title"], "Logs");
    let proposed = alice.data(PROPOSE, mapping("own-controls:1/K-1", "SUBSET", "iso-27001:2022/A.8.15"));
    let proposed = &proposed["proposeMapping"];
    assert_eq!(proposed["userErrors"], json!([]));
    assert_eq!(proposed["mappingProposal"]["conflicts"], json!({ "complete": true, "nodes": [] }));
    let id = proposed["mappingProposal"]["id"].clone();
    assert_eq!(own_control(&alice), Value::Null, "a proposal plays no part in answers");
    let own = alice.data(REVIEW, json!({ "id": id, "verdict": "APPROVE" }))["reviewMapping"].clone();
    assert_eq!(own["userErrors"][0]["__typename"], "ConflictError", "nobody reviews their own proposal");
    let approved = bob.data(REVIEW, json!({ "id": id, "verdict": "APPROVE" }))["reviewMapping"].clone();
    assert_eq!(approved["mappingProposal"], json!({ "status": "APPROVED", "review": { "by": "bob" } }));
    assert_eq!(own_control(&alice), "FULL");
    let mallory = world.founder(2, "mallory");
    let hidden = mallory.data("{ requirement(ref: \"own-controls:1/K-1\") { title } }", json!({}));
    assert_eq!(hidden["requirement"], Value::Null);
    assert_eq!(own_control(&mallory), Value::Null);
    let stranger = world.person(1, "stranger", &[]);
    let hidden = stranger.data("{ requirement(ref: \"own-controls:1/K-1\") { title } }", json!({}));
    assert_eq!(hidden["requirement"], Value::Null, "a token for the organisation alone opens nothing");
    let retire = "mutation($id: ID!) { retireFramework(input: { id: $id }) { userErrors { ... on UserError { code } } } }";
    let framework = imported["customFramework"]["id"].clone();
    let refused = alice.data(retire, json!({ "id": framework }))["retireFramework"].clone();
    assert_ne!(refused["userErrors"], json!([]), "an approved mapping rests on it");
    let retired = alice.data(
        "mutation($id: ID!) { retireMapping(input: { id: $id, note: \"K-1 has changed\" }) {
            mappingProposal { status retirement { note } } } }",
        json!({ "id": id }),
    );
    assert_eq!(
        retired["retireMapping"]["mappingProposal"],
        json!({ "status": "RETIRED", "retirement": { "note": "K-1 has changed" } })
    );
    assert_eq!(own_control(&alice), Value::Null);
    assert_eq!(alice.data(retire, json!({ "id": framework }))["retireFramework"]["userErrors"], json!([]));
    let gone = alice.data("{ requirement(ref: \"own-controls:1/K-1\") { title } }", json!({}));
    assert_eq!(gone["requirement"], Value::Null);
}

/// Evidence as it was told after its first revision: what was added, renamed, approved and retired since plays no part.
fn an_answer_of_then_stays_what_it_was(world: &World) {
    let (alice, bob) = managers(world);
    let add = "mutation($name: String!) { addAiSystem(input: { name: $name, roles: [PROVIDER], riskClass: HIGH_RISK_ANNEX_III }) { aiSystem { id } } }";
    let system = alice.data(add, json!({ "name": "CS-7" }))["addAiSystem"]["aiSystem"]["id"].clone();
    alice.data(IMPORT, json!({ "document": FRAMEWORK }));
    let proposed = alice.data(PROPOSE, mapping("own-controls:1/K-1", "SUBSET", "iso-27001:2022/A.8.15"));
    let id = proposed["proposeMapping"]["mappingProposal"]["id"].clone();
    bob.data(REVIEW, json!({ "id": id, "verdict": "APPROVE" }));
    let register = r#"mutation { registerEvidence(input: { title: "Logs", covers: [{ kind: AI_SYSTEM, name: "CS-7" }, { kind: ISMS }], claims: [
        { requirement: "iso-27001:2022/A.8.15", coverage: FULL }, { requirement: "iso-42001:2023/A.6.2.8", coverage: FULL }] }) {
        evidence { revision { recordedAt } } userErrors { ... on UserError { message } } } }"#;
    let registered = alice.data(register, json!({}))["registerEvidence"].clone();
    let then = registered["evidence"]["revision"]["recordedAt"].clone();
    let coverages = |at: &Value| -> Value {
        let query = "query($at: DateTime) { evidence(knownAt: $at, first: 1) { nodes { resolution(options: { frameworks: [
            \"own-controls:1\", \"iso-42001:2023\"] }) { obligations(first: 100) { nodes { coverage
            requirement { ref title } subject { kind } } } } } } }";
        let answer = alice.data(query, json!({ "at": at }));
        let rows =
            answer["evidence"]["nodes"][0]["resolution"]["obligations"]["nodes"].as_array().unwrap().clone();
        let told = |reference: &str| {
            let mut found = rows.iter().filter(|row| row["requirement"]["ref"] == reference);
            found.next().map_or(Value::Null, |row| json!([row["coverage"], row["requirement"]["title"]]))
        };
        json!([told("own-controls:1/K-1"), told("iso-42001:2023/A.6.2.8")])
    };
    let logging = "AI system recording of event logs";
    let at_first = json!([["FULL", "Logs"], ["FULL", logging]]);
    assert_eq!((coverages(&then), coverages(&Value::Null)), (at_first.clone(), at_first.clone()));
    let rename =
        "mutation($id: ID!) { updateAiSystem(input: { id: $id, name: \"CS-7b\" }) { aiSystem { name } } }";
    alice.data(rename, json!({ "id": system }));
    alice.data(add, json!({ "name": "CS-8" }));
    let other = FRAMEWORK.replace("title: Logs", "title: Records").replace(
        "- { id: K-1",
        "- { id: K-0, kind: control, title: First, summary: \"Be first.\", assessable: true }\n  - { id: K-1",
    );
    assert_eq!(alice.data(IMPORT, json!({ "document": other }))["importFramework"]["userErrors"], json!([]));
    assert_eq!(coverages(&then), at_first);
    assert_eq!(coverages(&Value::Null), json!([["FULL", "Records"], ["PARTIAL", logging]]));
    let retire = "mutation($id: ID!) { retireMapping(input: { id: $id, note: \"x\" }) { mappingProposal { status } } }";
    alice.data(retire, json!({ "id": id }));
    assert_eq!(coverages(&then), at_first);
    assert_eq!(coverages(&Value::Null)[0], Value::Null);
    // What has to be looked up one by one is not told in the words of today.
    let summary = "query($at: DateTime) { evidence(knownAt: $at, first: 1) { nodes { resolution { summary { full } } } } }";
    assert_eq!(alice.refusals(summary, json!({ "at": then })), ["BAD_USER_INPUT"]);
}

fn a_contradiction_is_shown_and_not_approved(world: &World) {
    let (alice, bob) = managers(world);
    alice.data(IMPORT, json!({ "document": FRAMEWORK }));
    let first = alice.data(PROPOSE, mapping("own-controls:1/K-1", "EQUAL", "iso-27001:2022/A.8.15"));
    let id = &first["proposeMapping"]["mappingProposal"]["id"];
    bob.data(REVIEW, json!({ "id": id, "verdict": "APPROVE" }));
    let second = alice.data(PROPOSE, mapping("own-controls:1/K-2", "EQUAL", "own-controls:1/K-1"));
    let second = &second["proposeMapping"]["mappingProposal"];
    bob.data(REVIEW, json!({ "id": second["id"], "verdict": "APPROVE" }));
    let third = alice.data(PROPOSE, mapping("own-controls:1/K-2", "DISJOINT", "iso-27001:2022/A.8.15"));
    let third = &third["proposeMapping"]["mappingProposal"];
    let found = &third["conflicts"]["nodes"][0]["mappings"];
    assert_eq!(found.as_array().map(Vec::len), Some(3), "{third}");
    let refused =
        bob.data(REVIEW, json!({ "id": third["id"], "verdict": "APPROVE" }))["reviewMapping"].clone();
    assert_eq!(refused["userErrors"][0]["code"], "mapping-contradicts");
    let rejected =
        bob.data(REVIEW, json!({ "id": third["id"], "verdict": "REJECT" }))["reviewMapping"].clone();
    assert_eq!(rejected["mappingProposal"]["status"], "REJECTED");
    let open = alice.data("{ mappingProposals(status: PROPOSED) { totalCount } }", json!({}));
    assert_eq!(open["mappingProposals"]["totalCount"], 0);
}

fn every_fault_of_a_framework_is_told_with_its_line(world: &World) {
    let (alice, _) = managers(world);
    let broken = FRAMEWORK.replace("kind: control, title: Clocks", "kind: wish, title: Clocks");
    let refused = alice.data(IMPORT, json!({ "document": broken }))["importFramework"].clone();
    assert_eq!(refused["customFramework"], Value::Null);
    let error = &refused["userErrors"][0];
    assert_eq!(error["path"], json!(["input", "document"]));
    assert!(error["message"].as_str().unwrap().starts_with("line 11: "), "{error}");
    let taken = FRAMEWORK.replace("own-controls:1", "iso-27001:2022");
    let refused = alice.data(IMPORT, json!({ "document": taken }))["importFramework"].clone();
    assert_ne!(refused["userErrors"], json!([]), "a shared framework is not replaced");
    assert_eq!(
        alice.data("{ customFrameworks { totalCount } }", json!({}))["customFrameworks"]["totalCount"],
        0
    );
}
