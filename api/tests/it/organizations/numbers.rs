//! Numbers out of range are faults of their fields, and the same request can be answered once they are mended.

use serde_json::{Value, json};

use super::world::{World, codes};

/// A mutation with a number, the number, and the code and field that are told of it.
const MUTATIONS: [(&str, i32, &str, &str); 6] = [
    ("addSite(input: { name: \"one\", headcount: $number })", -1, "headcount", "headcount"),
    ("updateOrganization(input: { headcount: $number })", -5, "headcount", "headcount"),
    (
        "createEvidenceUpload(input: { fileName: \"a.pdf\", mediaType: \"application/pdf\", sizeLimit: $number })",
        -1,
        "upload-size",
        "sizeLimit",
    ),
    (
        "createEvidenceUpload(input: { fileName: \"a.pdf\", mediaType: \"application/pdf\", sizeLimit: $number })",
        0,
        "upload-size",
        "sizeLimit",
    ),
    (MAPPING, -1, "mapping-strength", "strength"),
    (MAPPING, 300, "mapping-strength", "strength"),
];

const MAPPING: &str =
    "proposeMapping(input: { from: \"iso-42001:2023/4.1.issues\", to: \"iso-42001:2023/4.1.climate\",
    relation: INTERSECTS, confidence: 0.5, strength: $number, rationaleKind: SEMANTIC, rationale: \"x\" })";

#[tokio::test]
async fn a_mutation_names_the_field() {
    let (world, alice) = World::owned().await;
    for (mutation, number, code, field) in MUTATIONS {
        let document = format!(
            "mutation($number: Int!) {{ it: {mutation} {{ userErrors {{ ... on UserError {{ code path }} }} }} }}"
        );
        let answer = world.data(&alice, &document, json!({ "number": number })).await;
        assert_eq!(
            answer["it"]["userErrors"][0],
            json!({ "code": code, "path": ["input", field] }),
            "{document}"
        );
    }
}

#[tokio::test]
async fn a_question_names_the_field() {
    let (world, alice) = World::owned().await;
    let claims =
        "evidence: [{ shows: { claims: [{ requirement: \"iso-42001:2023/9.2.1\", coverage: FULL }] } }]";
    for number in [-1, 65, 1_000] {
        let document = format!("{{ resolve(input: {{ {claims}, maxHops: {number} }}) {{ asOf }} }}");
        let answer = world.ask(Some(&alice), &document, Value::Null).await;
        assert_eq!(codes(&answer), ["BAD_USER_INPUT"], "{answer}");
        assert_eq!(answer["errors"][0]["extensions"]["faults"][0]["code"], "too-many-hops", "{answer}");
    }
}

#[tokio::test]
async fn what_is_no_number_is_the_fault_of_whoever_asks() {
    let (world, alice) = World::owned().await;
    for number in ["2147483648", "-2147483649", "1.5", "\"1\"", "99999999999999999999"] {
        let document = format!(
            "mutation {{ addSite(input: {{ name: \"x\", headcount: {number} }}) {{ site {{ id }} }} }}"
        );
        assert_eq!(
            codes(&world.ask(Some(&alice), &document, Value::Null).await),
            ["BAD_USER_INPUT"],
            "{number}"
        );
    }
}
