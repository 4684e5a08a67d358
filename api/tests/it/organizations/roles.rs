//! Each root field with each role, held against the policy; a field that a table lacks fails.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use obligraph::auth::{Demand, Operation, Permission, demand, rules};
use obligraph::store::Role;
use serde_json::json;

use super::world::{World, codes, holder, member};

/// A document that asks each root field, such as could be answered.
const DOCUMENTS: &[(Operation, &str, &str)] = &[
    (Operation::Query, "catalog", "{ catalog { revision } }"),
    (Operation::Query, "crosswalks", "{ crosswalks { name } }"),
    (Operation::Query, "evidenceType", r#"{ evidenceType(key: "ai-policy") { key } }"#),
    (Operation::Query, "evidenceTypes", "{ evidenceTypes { nodes { key } } }"),
    (Operation::Query, "framework", r#"{ framework(key: "iso-42001:2023") { key } }"#),
    (Operation::Query, "frameworks", "{ frameworks { key } }"),
    (Operation::Query, "mappingConflicts", "{ mappingConflicts { stated } }"),
    (Operation::Query, "mappings", "{ mappings { nodes { relation } } }"),
    (Operation::Query, "node", r#"{ node(id: "fwk_aXNvLTQyMDAxOjIwMjM") { id } }"#),
    (Operation::Query, "nodes", r#"{ nodes(ids: ["fwk_aXNvLTQyMDAxOjIwMjM"]) { id } }"#),
    (Operation::Query, "requirement", r#"{ requirement(ref: "iso-42001:2023/4.1") { ref } }"#),
    (Operation::Query, "requirements", "{ requirements { nodes { ref } } }"),
    (Operation::Query, "resolve", "{ resolve(input: { evidence: [] }) { asOf } }"),
    (Operation::Query, "viewer", "{ viewer { subject } }"),
    (Operation::Query, "organization", "{ organization { name } }"),
    (Operation::Query, "managementSystems", "{ managementSystems { nodes { name } } }"),
    (Operation::Query, "aiSystems", "{ aiSystems { nodes { name } } }"),
    (Operation::Query, "sites", "{ sites { nodes { name } } }"),
    (Operation::Query, "evidence", "{ evidence { nodes { title } } }"),
    (Operation::Query, "mappingProposals", "{ mappingProposals { nodes { status } } }"),
    (Operation::Query, "customFrameworks", "{ customFrameworks { nodes { key } } }"),
    (Operation::Query, "memberships", "{ memberships { nodes { subject } } }"),
    (Operation::Query, "auditLog", "{ auditLog { nodes { action } } }"),
    (Operation::Subscription, "evidenceChanged", "subscription { evidenceChanged { missed } }"),
    (Operation::Subscription, "catalogRevised", "subscription { catalogRevised { revision } }"),
    (
        Operation::Mutation,
        "createOrganization",
        r#"mutation { createOrganization(input: { name: "x" }) { organization { id } } }"#,
    ),
    (
        Operation::Mutation,
        "updateOrganization",
        r#"mutation { updateOrganization(input: { name: "x" }) { organization { id } } }"#,
    ),
    (
        Operation::Mutation,
        "addMembership",
        r#"mutation { addMembership(input: { subject: "x", role: VIEWER }) { membership { id } } }"#,
    ),
    (
        Operation::Mutation,
        "updateMembership",
        r#"mutation { updateMembership(input: { id: "x", role: VIEWER }) { membership { id } } }"#,
    ),
    (
        Operation::Mutation,
        "removeMembership",
        r#"mutation { removeMembership(input: { id: "x" }) { removedId } }"#,
    ),
    (
        Operation::Mutation,
        "addManagementSystem",
        r#"mutation { addManagementSystem(input: { kind: AIMS, name: "x" }) { managementSystem { id } } }"#,
    ),
    (
        Operation::Mutation,
        "updateManagementSystem",
        r#"mutation { updateManagementSystem(input: { id: "x" }) { managementSystem { id } } }"#,
    ),
    (
        Operation::Mutation,
        "removeManagementSystem",
        r#"mutation { removeManagementSystem(input: { id: "x" }) { removedId } }"#,
    ),
    (
        Operation::Mutation,
        "addAiSystem",
        r#"mutation { addAiSystem(input: { name: "x", roles: [PROVIDER], riskClass: HIGH_RISK_ANNEX_III }) { aiSystem { id } } }"#,
    ),
    (
        Operation::Mutation,
        "updateAiSystem",
        r#"mutation { updateAiSystem(input: { id: "x" }) { aiSystem { id } } }"#,
    ),
    (
        Operation::Mutation,
        "removeAiSystem",
        r#"mutation { removeAiSystem(input: { id: "x" }) { removedId } }"#,
    ),
    (
        Operation::Mutation,
        "addSite",
        r#"mutation { addSite(input: { name: "x", headcount: 1 }) { site { id } } }"#,
    ),
    (Operation::Mutation, "updateSite", r#"mutation { updateSite(input: { id: "x" }) { site { id } } }"#),
    (Operation::Mutation, "removeSite", r#"mutation { removeSite(input: { id: "x" }) { removedId } }"#),
    (
        Operation::Mutation,
        "proposeMapping",
        r#"mutation { proposeMapping(input: { from: ["iso-42001:2023/4.1"], to: ["x"], relation: EQUAL, confidence: 0.9, rationaleKind: SEMANTIC, rationale: "x" }) { mappingProposal { id } } }"#,
    ),
    (
        Operation::Mutation,
        "reviewMapping",
        r#"mutation { reviewMapping(input: { id: "x", verdict: APPROVE }) { mappingProposal { id } } }"#,
    ),
    (
        Operation::Mutation,
        "retireMapping",
        r#"mutation { retireMapping(input: { id: "x" }) { mappingProposal { id } } }"#,
    ),
    (
        Operation::Mutation,
        "importFramework",
        r#"mutation { importFramework(input: { document: "x" }) { customFramework { id } } }"#,
    ),
    (
        Operation::Mutation,
        "retireFramework",
        r#"mutation { retireFramework(input: { id: "x" }) { customFramework { id } } }"#,
    ),
    (
        Operation::Mutation,
        "createEvidenceUpload",
        r#"mutation { createEvidenceUpload(input: { fileName: "a.pdf", mediaType: "application/pdf" }) { upload { id } } }"#,
    ),
    (
        Operation::Mutation,
        "registerEvidence",
        r#"mutation { registerEvidence(input: { title: "x", claims: [{ requirement: "iso-42001:2023/9.2.1", coverage: FULL }] }) { evidence { id } } }"#,
    ),
    (
        Operation::Mutation,
        "reviseEvidence",
        r#"mutation { reviseEvidence(input: { id: "x" }) { evidence { id } } }"#,
    ),
    (
        Operation::Mutation,
        "claimRequirements",
        r#"mutation { claimRequirements(input: { id: "x", claims: [] }) { evidence { id } } }"#,
    ),
    (
        Operation::Mutation,
        "withdrawEvidence",
        r#"mutation { withdrawEvidence(input: { id: "x" }) { evidence { id } } }"#,
    ),
];

/// The root fields of the committed schema.
fn root_fields() -> BTreeSet<(Operation, String)> {
    let document = parse_schema(std::fs::read_to_string("schema.graphql").unwrap()).unwrap();
    let mut fields = BTreeSet::new();
    for definition in document.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let operation = match definition.node.name.node.as_str() {
            "Query" => Operation::Query,
            "Mutation" => Operation::Mutation,
            "Subscription" => Operation::Subscription,
            _ => continue,
        };
        let TypeKind::Object(object) = definition.node.kind else { continue };
        fields.extend(object.fields.iter().map(|field| (operation, field.node.name.node.to_string())));
    }
    fields
}

#[test]
fn every_root_field_stands_in_the_policy_and_in_this_table() {
    let fields = root_fields();
    let of_policy: BTreeSet<_> = rules().map(|(operation, field, _)| (operation, field.to_owned())).collect();
    assert_eq!(of_policy, fields, "the policy and the schema");
    let tried: BTreeSet<_> =
        DOCUMENTS.iter().map(|&(operation, field, _)| (operation, field.to_owned())).collect();
    assert_eq!(tried, fields, "the documents tried here and the schema");
    assert_eq!(rules().count(), of_policy.len(), "no field stands twice");
}

#[test]
fn nobody_may_use_a_field_that_the_policy_lacks() {
    assert_eq!(demand(Operation::Query, "secrets"), None);
    assert_eq!(demand(Operation::Mutation, "evidence"), None, "a query is no mutation");
}

#[tokio::test]
async fn each_role_may_do_what_the_policy_grants_it_and_no_more() {
    let (world, _) = World::owned().await;
    let mut wrong = Vec::new();
    for &(operation, field, document) in DOCUMENTS {
        let demanded = demand(operation, field).unwrap();
        let listens = operation == Operation::Subscription;
        let anonymous = match listens {
            true => world.first_event(None, document).await,
            false => world.ask(None, document, json!({})).await,
        };
        let expected: &[&str] = if demanded == Demand::Nothing { &[] } else { &["UNAUTHENTICATED"] };
        if codes(&anonymous) != expected {
            wrong.push(format!("{field} without a token: {anonymous}"));
        }
        for role in Role::ALL {
            let actor = holder(1, role);
            let answer = match listens {
                true => world.first_event(Some(&actor), document).await,
                false => world.ask(Some(&actor), document, json!({})).await,
            };
            let is_allowed = match demanded {
                Demand::Nothing | Demand::SignedIn => true,
                Demand::Permission(permission) => role.grants(permission),
            };
            let expected: &[&str] = if is_allowed { &[] } else { &["FORBIDDEN"] };
            if codes(&answer) != expected {
                wrong.push(format!("{field} as {role:?}: {answer}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The grants as people read them: a change of the policy is a change of this table.
#[test]
fn the_grants_of_each_role_are_these() {
    let of = |role: Role| -> BTreeSet<Permission> {
        Permission::ALL.into_iter().filter(|&permission| role.grants(permission)).collect()
    };
    use Permission::{Administer, ManageContent, ProvideEvidence, Read, ReadAccess, ReadAuditLog};
    let table = BTreeMap::from([
        (Role::Owner, vec![Read, ReadAuditLog, ReadAccess, ProvideEvidence, ManageContent, Administer]),
        (Role::Manager, vec![Read, ReadAuditLog, ReadAccess, ProvideEvidence, ManageContent]),
        (Role::Contributor, vec![Read, ProvideEvidence]),
        (Role::Auditor, vec![Read, ReadAuditLog, ReadAccess]),
        (Role::Viewer, vec![Read]),
        (Role::Service, vec![Read, ProvideEvidence]),
    ]);
    for role in Role::ALL {
        assert_eq!(of(role), table[&role].iter().copied().collect(), "{role:?}");
    }
}

#[tokio::test]
async fn a_membership_is_the_last_word() {
    let (world, alice) = World::owned().await;
    let add = "mutation { addMembership(input: { subject: \"bob\", role: VIEWER }) { membership { id } userErrors { ... on UserError { message } } } }";
    let added = world.data(&alice, add, json!({})).await;
    let id = added["addMembership"]["membership"]["id"].as_str().unwrap().to_owned();
    let register = DOCUMENTS.iter().find(|(_, field, _)| *field == "registerEvidence").unwrap().2;
    let bob = member(1, "bob");
    assert_eq!(codes(&world.ask(Some(&bob), register, json!({})).await), ["FORBIDDEN"]);
    // A token cannot lift its bearer above the membership, nor a membership above the token.
    let as_owner = obligraph::auth::Actor { roles: holder(1, Role::Owner).roles, ..bob.clone() };
    assert_eq!(codes(&world.ask(Some(&as_owner), register, json!({})).await), ["FORBIDDEN"]);
    let raise = "mutation($id: ID!) { updateMembership(input: { id: $id, role: CONTRIBUTOR }) { membership { role } } }";
    world.data(&alice, raise, json!({ "id": id })).await;
    assert!(codes(&world.ask(Some(&bob), register, json!({})).await).is_empty());
    let as_viewer = obligraph::auth::Actor { roles: holder(1, Role::Viewer).roles, ..bob.clone() };
    assert_eq!(codes(&world.ask(Some(&as_viewer), register, json!({})).await), ["FORBIDDEN"]);
    let remove = "mutation($id: ID!) { removeMembership(input: { id: $id }) { removedId } }";
    world.data(&alice, remove, json!({ "id": id })).await;
    let answer = world.ask(Some(&bob), "{ organization { name } }", json!({})).await;
    assert_eq!(codes(&answer), ["FORBIDDEN"]);
}

#[tokio::test]
async fn an_organisation_keeps_an_owner() {
    let (world, alice) = World::owned().await;
    let found =
        world.data(&alice, "{ memberships { totalCount nodes { id subject role } } }", json!({})).await;
    assert_eq!(found["memberships"]["totalCount"], 1);
    let id = &found["memberships"]["nodes"][0]["id"];
    let remove = "mutation($id: ID!) { removeMembership(input: { id: $id }) { removedId userErrors { __typename ... on UserError { code } } } }";
    let answer = world.data(&alice, remove, json!({ "id": id })).await;
    assert_eq!(answer["removeMembership"]["removedId"], json!(null));
    assert_eq!(answer["removeMembership"]["userErrors"][0]["__typename"], "ConflictError");
    let lower = "mutation($id: ID!) { updateMembership(input: { id: $id, role: VIEWER }) { userErrors { __typename } } }";
    let answer = world.data(&alice, lower, json!({ "id": id })).await;
    assert_eq!(answer["updateMembership"]["userErrors"][0]["__typename"], "ConflictError");
}

#[tokio::test]
async fn a_viewer_learns_what_they_may_do() {
    let (world, alice) = World::owned().await;
    let query = "{ viewer { subject organization { name } roles permissions } }";
    let viewer = world.data(&alice, query, json!({})).await["viewer"].clone();
    assert_eq!(viewer["roles"], json!(["OWNER"]));
    assert_eq!(viewer["organization"]["name"], "alice");
    assert_eq!(viewer["permissions"].as_array().unwrap().len(), Permission::ALL.len());
    let stranger = world.data(&member(1, "mallory"), query, json!({})).await["viewer"].clone();
    assert_eq!(
        stranger,
        json!({ "subject": "mallory", "organization": null, "roles": [], "permissions": [] })
    );
}
