//! Nobody sees or changes what is another organisation's: every type of node, every list, every reference.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use obligraph::auth::{Demand, Operation, rules};
use serde_json::{Value, json};

use super::world::{World, codes, member};

/// Types of nodes that are content, which all organisations share.
const SHARED: [&str; 4] = ["EvidenceType", "Framework", "Mapping", "Requirement"];

/// One of each type of node of `alice`'s organisation, by type.
pub(crate) async fn filled(world: &World) -> BTreeMap<&'static str, Value> {
    let alice = member(1, "alice");
    let document = r#"mutation {
        addManagementSystem(input: { kind: AIMS, name: "AIMS" }) { managementSystem { id } }
        addAiSystem(input: { name: "CS-7", roles: [PROVIDER], riskClass: HIGH_RISK_ANNEX_III }) { aiSystem { id } }
        addSite(input: { name: "Berlin", headcount: 12 }) { site { id } }
        createEvidenceUpload(input: { fileName: "a.pdf", mediaType: "application/pdf" }) { upload { id } }
        addMembership(input: { subject: "bob", role: VIEWER }) { membership { id } }
        registerEvidence(input: { title: "Audit", claims: [{ requirement: "iso-42001:2023/9.2.1", coverage: FULL }] }) { evidence { id } }
    }"#;
    let made = world.data(&alice, document, json!({})).await;
    let body = member(3, "body");
    world.found(&body).await;
    let document =
        "mutation { updateOrganization(input: { isCertificationBody: true }) { organization { id } } }";
    let body = world.data(&body, document, json!({})).await;
    let document = r#"mutation($body: ID!) {
        grantEngagement(input: { bodyId: $body, purpose: "Audit", expiresOn: "2027-06-01" }) { engagement { id } }
        createServiceToken(input: { name: "pipeline" }) { created { serviceToken { id } } }
    }"#;
    let body = &body["updateOrganization"]["organization"]["id"];
    let granted = world.data(&alice, document, json!({ "body": body })).await;
    let framework = r#"{ "framework": { "key": "own-controls:1", "title": "Own controls", "publisher": "us", "edition": "1",
        "subject": "isms", "licence": "ours", "reviewed": "2026-11-01" }, "requirements": [
        { "id": "K-1", "kind": "control", "title": "Logs", "summary": "Keep logs.", "assessable": true } ] }"#;
    let own = world
        .data(
            &alice,
            r#"mutation($document: String!) {
                importFramework(input: { document: $document }) { customFramework { id } userErrors { ... on UserError { message } } }
                proposeMapping(input: { from: ["own-controls:1/K-1"], to: ["iso-27001:2022/A.8.15"], relation: SUBSET,
                    confidence: 0.9, rationaleKind: FUNCTIONAL, rationale: "Both keep logs; the control also protects them." }) {
                    mappingProposal { id } userErrors { ... on UserError { message } } } }"#,
            json!({ "document": framework }),
        )
        .await;
    let found =
        world.data(&alice, "{ organization { id } auditLog(last: 1) { nodes { id } } }", json!({})).await;
    BTreeMap::from([
        ("ManagementSystem", made["addManagementSystem"]["managementSystem"]["id"].clone()),
        ("AiSystem", made["addAiSystem"]["aiSystem"]["id"].clone()),
        ("Site", made["addSite"]["site"]["id"].clone()),
        ("Membership", made["addMembership"]["membership"]["id"].clone()),
        ("CustomFramework", own["importFramework"]["customFramework"]["id"].clone()),
        ("MappingProposal", own["proposeMapping"]["mappingProposal"]["id"].clone()),
        ("EvidenceUpload", made["createEvidenceUpload"]["upload"]["id"].clone()),
        ("Evidence", made["registerEvidence"]["evidence"]["id"].clone()),
        ("Engagement", granted["grantEngagement"]["engagement"]["id"].clone()),
        ("ServiceToken", granted["createServiceToken"]["created"]["serviceToken"]["id"].clone()),
        ("Organization", found["organization"]["id"].clone()),
        ("AuditEntry", found["auditLog"]["nodes"][0]["id"].clone()),
    ])
}

/// The object types of the committed schema that implement `Node`.
fn node_types() -> BTreeSet<String> {
    let document = parse_schema(std::fs::read_to_string("schema.graphql").unwrap()).unwrap();
    let definitions = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => Some(definition.node),
        _ => None,
    });
    let is_node = |kind: &TypeKind| matches!(kind, TypeKind::Object(object) if object.implements.iter().any(|name| name.node == "Node"));
    definitions.filter(|found| is_node(&found.kind)).map(|found| found.name.node.to_string()).collect()
}

#[tokio::test]
async fn every_type_of_node_is_tried() {
    let (world, _) = World::owned().await;
    let tried: BTreeSet<String> =
        filled(&world).await.keys().copied().chain(SHARED).map(str::to_owned).collect();
    assert_eq!(tried, node_types());
}

#[tokio::test]
async fn a_node_is_found_by_its_own_organisation_alone() {
    let (world, alice) = World::owned().await;
    let mallory = member(2, "mallory");
    world.found(&mallory).await;
    let nodes = filled(&world).await;
    let query = "query($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { id } }";
    for (kind, id) in &nodes {
        let own = world.data(&alice, query, json!({ "id": id })).await;
        assert_eq!(own["node"], json!({ "__typename": kind, "id": id }));
        assert_eq!(own["nodes"], json!([{ "id": id }]));
        // An entry of an audit log is named by its number within the organisation: the other's own is found.
        if *kind == "AuditEntry" {
            continue;
        }
        let foreign = world.data(&mallory, query, json!({ "id": id })).await;
        assert_eq!(foreign, json!({ "node": null, "nodes": [null] }), "{kind}");
        let anonymous = world.ask(None, query, json!({ "id": id })).await;
        assert_eq!(anonymous["data"], json!({ "node": null, "nodes": [null] }), "{kind}");
        assert!(codes(&anonymous).is_empty(), "what is not yours is as if it were not there");
    }
}

#[tokio::test]
async fn no_list_holds_what_is_anothers() {
    let (world, alice) = World::owned().await;
    let mallory = member(2, "mallory");
    world.found(&mallory).await;
    filled(&world).await;
    // What the founding of an organisation leaves in it.
    let founded = BTreeMap::from([("memberships", 1), ("auditLog", 1)]);
    let lists: Vec<&str> = rules()
        .filter(|&(operation, field, demand)| {
            operation == Operation::Query
                && matches!(demand, Demand::Permission(_))
                && field != "organization"
        })
        .map(|(_, field, _)| field)
        .collect();
    assert!(lists.len() >= 6, "{lists:?}");
    for list in lists {
        let query = format!("{{ {list} {{ totalCount nodes {{ id }} }} }}");
        let own = world.data(&alice, &query, json!({})).await;
        let foreign = world.data(&mallory, &query, json!({})).await;
        let count = founded.get(list).copied().unwrap_or(0);
        assert_eq!(foreign[list]["totalCount"], count, "{list}");
        assert_eq!(foreign[list]["nodes"].as_array().map(Vec::len), Some(count), "{list}");
        assert!(own[list]["totalCount"].as_i64() > Some(i64::try_from(count).unwrap()), "{list}");
    }
}

/// Every mutation that takes an id, with the id of another organisation's object.
#[tokio::test]
async fn no_mutation_reaches_what_is_anothers() {
    let (world, alice) = World::owned().await;
    let mallory = member(2, "mallory");
    world.found(&mallory).await;
    let nodes = filled(&world).await;
    let before = world.data(&alice, "{ auditLog(last: 100) { nodes { hash } } }", json!({})).await;
    let claims = r#"claims: [{ requirement: "iso-42001:2023/4.1", coverage: FULL }]"#;
    let mutations = [
        ("updateMembership", "Membership", "role: OWNER"),
        ("removeMembership", "Membership", ""),
        ("updateManagementSystem", "ManagementSystem", "name: \"mine\""),
        ("removeManagementSystem", "ManagementSystem", ""),
        ("updateAiSystem", "AiSystem", "name: \"mine\""),
        ("removeAiSystem", "AiSystem", ""),
        ("updateSite", "Site", "name: \"mine\""),
        ("removeSite", "Site", ""),
        ("reviewMapping", "MappingProposal", "verdict: APPROVE"),
        ("retireMapping", "MappingProposal", ""),
        ("retireFramework", "CustomFramework", ""),
        ("reviseEvidence", "Evidence", "title: \"mine\""),
        ("claimRequirements", "Evidence", claims),
        ("withdrawEvidence", "Evidence", ""),
        ("revokeEngagement", "Engagement", ""),
        ("revokeServiceToken", "ServiceToken", ""),
    ];
    let creates = |field: &str| {
        let created = [
            "createEvidenceUpload",
            "createServiceToken",
            "grantEngagement",
            "importFramework",
            "proposeMapping",
            "registerEvidence",
        ];
        field.starts_with("add") || created.contains(&field) || field.ends_with("Organization")
    };
    let of_policy: BTreeSet<&str> = rules()
        .filter(|&(operation, field, _)| operation == Operation::Mutation && !creates(field))
        .map(|(_, field, _)| field)
        .collect();
    assert_eq!(mutations.iter().map(|(field, _, _)| *field).collect::<BTreeSet<_>>(), of_policy);
    for (field, kind, rest) in mutations {
        let document = format!(
            "mutation($id: ID!) {{ {field}(input: {{ id: $id {rest} }}) {{ userErrors {{ __typename }} }} }}"
        );
        let answer = world.data(&mallory, &document, json!({ "id": nodes[kind] })).await;
        assert_eq!(answer[field]["userErrors"], json!([{ "__typename": "NotFoundError" }]), "{field}");
        let wrong_type = if kind == "Site" { &nodes["Evidence"] } else { &nodes["Site"] };
        let answer = world.data(&alice, &document, json!({ "id": wrong_type })).await;
        assert_eq!(answer[field]["userErrors"], json!([{ "__typename": "InvalidInputError" }]), "{field}");
    }
    let after = world.data(&alice, "{ auditLog(last: 100) { nodes { hash } } }", json!({})).await;
    assert_eq!(before, after, "nothing was recorded");
}
