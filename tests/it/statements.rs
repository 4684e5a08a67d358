//! How often the database is asked: as often for a long page as for a short one.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::database::{statements, told};
use crate::journeys::{Person, World, in_days, organization_id};
use crate::postgres;

const FEW: u8 = 5;
const MANY: u8 = 50;

/// The organisation whose lists are read; certification bodies come after it.
const OWN: u8 = 1;

/// One more of everything that an organisation has lists of.
const ADD: &str = r#"mutation($n: String!, $body: ID!, $until: Date!, $document: String!, $from: String!) {
    addManagementSystem(input: { kind: ISMS, name: $n }) { managementSystem { id } }
    addAiSystem(input: { name: $n, roles: [PROVIDER], riskClass: HIGH_RISK_ANNEX_III }) { aiSystem { id } }
    addSite(input: { name: $n, headcount: 12 }) { site { id } }
    addMembership(input: { subject: $n, role: VIEWER }) { membership { id } }
    createServiceToken(input: { name: $n }) { created { serviceToken { id } } }
    grantEngagement(input: { bodyId: $body, purpose: $n, expiresOn: $until, subjects: [{ kind: AI_SYSTEM, name: $n }] }) {
        engagement { id } }
    importFramework(input: { document: $document }) { customFramework { id } }
    proposeMapping(input: { from: [$from], to: ["iso-27001:2022/A.8.15"], relation: SUBSET, confidence: 0.9,
        rationaleKind: FUNCTIONAL, rationale: "Both ask for event logs." }) { mappingProposal { id } }
    createEvidenceUpload(input: { fileName: "a.csv", mediaType: "text/csv" }) { upload { id url } } }"#;

const REGISTER: &str = r#"mutation($n: String!, $file: ID!) { registerEvidence(input: { title: $n, files: [$file],
    claims: [{ requirement: "iso-27001:2022/9.2.1", coverage: FULL }, { requirement: "eu-ai-act:2024/art-19.1", coverage: FULL }],
    covers: [{ kind: AI_SYSTEM, name: $n }, { kind: ISMS }] }) { evidence { id } userErrors { ... on UserError { message } } } }"#;

/// Lets a certification body read the organisation, and be read by it.
const ENGAGE: &str = r#"mutation($own: ID!, $until: Date!) {
    updateOrganization(input: { isCertificationBody: true }) { organization { id } }
    grantEngagement(input: { bodyId: $own, purpose: "Audit", expiresOn: $until }) { engagement { id } } }"#;

/// What is read, and with which variables: `nodes` of each type by the ids that are there.
const READ: [(&str, &str); 8] = [
    (
        "evidence",
        "{ evidence(first: 50) { totalCount pageInfo { endCursor } edges { cursor node { id title type { key } covers { kind name }
            unknown freshUntil revision { number facts { name } files { name sha256 } covers { name }
                claims { ref requirement { ref title framework { title } parent { ref } } } }
            resolution { catalogRevision summary { full } obligations(first: 3) { totalCount nodes {
                subject { kind name } requirement { ref } proof { steps { mapping { rationale } } } } } } } } } }",
    ),
    ("engagements", "{ engagements(first: 50) { totalCount nodes { purpose inForce body { id name } subjects { name } } } }"),
    ("clients", "{ viewer { clients { purpose organization { id name } subjects { kind } } organization { name overlayFaults } } }"),
    (
        "proposals",
        "{ mappingProposals(first: 50) { totalCount nodes { status from { ref framework { title } } to { ref }
            conflicts { complete unusable nodes { mappings } } review { by } } } }",
    ),
    ("frameworks", "{ customFrameworks(first: 50) { totalCount nodes { key document framework { title requirementCount } } } }"),
    ("log", "{ auditLog(last: 50) { totalCount nodes { sequence action object content hash } } }"),
    (
        "profiles",
        "{ aiSystems(first: 50) { totalCount nodes { name subject { name } } } managementSystems(first: 50) { nodes { name } }
            sites(first: 50) { nodes { name } } }",
    ),
    (
        "people",
        "{ memberships(first: 50) { totalCount nodes { subject role } } serviceTokens(first: 50) { nodes { name inForce } } }",
    ),
];

/// The ids of what is there, by type.
type Ids = BTreeMap<&'static str, Vec<Value>>;

/// Adds the thing with this number of each type.
fn add(world: &World, alice: &Person<'_>, number: u8, ids: &mut Ids) {
    let body = world.founder(OWN + number, "body");
    let until = in_days(30);
    let organization = |number: u8| format!("org_{}", organization_id(number));
    body.data(ENGAGE, json!({ "own": organization(OWN), "until": until }));
    let key = format!("own-controls-{number}:1");
    let document = json!({
        "framework": { "key": key, "title": "Own controls", "publisher": "us", "edition": "1", "subject": "isms",
            "licence": "ours", "reviewed": "2026-11-01" },
        "requirements": [{ "id": "K-1", "kind": "control", "title": "Logs", "summary": "Keep logs.", "assessable": true }],
    });
    let variables = json!({ "n": format!("n-{number}"), "body": organization(OWN + number), "until": until,
        "document": document.to_string(), "from": format!("{key}/K-1") });
    let added = alice.data(ADD, variables);
    let upload = &added["createEvidenceUpload"]["upload"];
    let bytes = format!("{number},b");
    assert_eq!(world.server.put(upload["url"].as_str().unwrap(), "text/csv", bytes.as_bytes()).status, 201);
    let registered = alice.data(REGISTER, json!({ "n": format!("n-{number}"), "file": upload["id"] }));
    for (kind, id) in [
        ("ManagementSystem", &added["addManagementSystem"]["managementSystem"]["id"]),
        ("AiSystem", &added["addAiSystem"]["aiSystem"]["id"]),
        ("Site", &added["addSite"]["site"]["id"]),
        ("Membership", &added["addMembership"]["membership"]["id"]),
        ("ServiceToken", &added["createServiceToken"]["created"]["serviceToken"]["id"]),
        ("Engagement", &added["grantEngagement"]["engagement"]["id"]),
        ("CustomFramework", &added["importFramework"]["customFramework"]["id"]),
        ("MappingProposal", &added["proposeMapping"]["mappingProposal"]["id"]),
        ("EvidenceUpload", &upload["id"]),
        ("Evidence", &registered["registerEvidence"]["evidence"]["id"]),
    ] {
        assert!(id.is_string(), "{kind}: {added} {registered}");
        ids.entry(kind).or_default().push(id.clone());
    }
    // An entry of the log has its number for a name.
    ids.entry("AuditEntry").or_default().push(json!(format!("aud_{number}")));
}

/// How many statements each of the reads takes, by its name.
fn counted(alice: &Person<'_>, database: &str, ids: &Ids) -> BTreeMap<String, usize> {
    let nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id
        ... on Engagement { body { name } } ... on EvidenceUpload { url } } }";
    let lists = READ.iter().map(|(name, document)| ((*name).to_owned(), *document, json!({})));
    let by_id = ids.iter().map(|(kind, ids)| (format!("nodes of {kind}"), nodes, json!({ "ids": ids })));
    let all: Vec<&Value> = ids.values().filter_map(|ids| ids.first()).collect();
    let mixed = [("nodes of all types".to_owned(), nodes, json!({ "ids": all }))];
    let mut counts = BTreeMap::new();
    for (name, document, variables) in lists.chain(by_id).chain(mixed) {
        let before = statements(database);
        let data = alice.data(document, variables.clone());
        counts.insert(name.clone(), statements(database) - before);
        if let Some(ids) = variables["ids"].as_array() {
            let found = data["nodes"].as_array().unwrap().iter().map(|node| node["id"].clone());
            assert_eq!(found.collect::<Vec<_>>(), *ids, "{name}");
        }
    }
    counts
}

#[test]
fn a_page_of_fifty_takes_as_many_statements_as_one_of_five() {
    let database = told(&postgres::new_database());
    let world = World::over(&database, &[]);
    let alice = world.founder(OWN, "alice");
    alice.data(
        "mutation { updateOrganization(input: { isCertificationBody: true }) { organization { id } } }",
        json!({}),
    );
    let mut ids = Ids::new();
    (1..=FEW).for_each(|number| add(&world, &alice, number, &mut ids));
    let few = counted(&alice, &database, &ids);
    assert!(few.values().all(|&count| count > 0), "nothing is counted: {few:?}");
    (FEW + 1..=MANY).for_each(|number| add(&world, &alice, number, &mut ids));
    assert_eq!(counted(&alice, &database, &ids), few, "statements for {MANY} rows, and for {FEW}");
}
