//! What GraphQL answers, on the content of the fixtures and on the built-in one.

use obligraph::app::{Clock, Content, Randomness, Service};
use obligraph::graphql::{ApiSchema, Limits, schema};
use serde_json::{Value, json};

fn on(content: Content) -> ApiSchema {
    let limits = Limits { depth: 9, complexity: 3_000, directives: 2, aliases: 3, tokens: 200, nesting: 20 };
    schema(Service::new(content, clock(), randomness(), None), &limits)
}

fn clock() -> Clock {
    Clock::new(|| "2026-12-01T09:00:00Z".parse().unwrap())
}

fn randomness() -> Randomness {
    Randomness::new(|bytes| bytes.fill(7))
}

fn acme() -> ApiSchema {
    on(Content::load(&["tests/fixtures/acme"]).unwrap())
}

fn ask(schema: &ApiSchema, query: &str) -> Value {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    serde_json::to_value(runtime.block_on(schema.execute(query, None))).unwrap()
}

#[track_caller]
fn data(schema: &ApiSchema, query: &str) -> Value {
    let answer = ask(schema, query);
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"].clone()
}

#[track_caller]
fn codes(schema: &ApiSchema, query: &str) -> Vec<String> {
    let answer = ask(schema, query);
    let errors = answer["errors"].as_array().cloned().unwrap_or_default();
    let code = |error: &Value| error["extensions"]["code"].as_str().unwrap_or("none").to_owned();
    errors.iter().map(code).collect()
}

const CLAIMS: &str = r#"{ claims: [
    { requirement: "acme-handbook:1/1.a", coverage: FULL }, { requirement: "acme-handbook:1/1.b", coverage: FULL } ] }"#;

#[test]
fn one_piece_of_evidence_gives_every_obligation_with_its_proof() {
    let query = format!(
        r#"{{ resolve(input: {{ evidence: [{{ shows: {CLAIMS} }}], frameworks: ["acme-handbook:1", "acme-law:1"] }}) {{
            asOf
            summary(rollUps: true) {{ framework {{ key }} full partial possible lacksSubject }}
            scopeGaps(rollUps: true) {{ subject {{ kind name }} obligationCount }}
            obligations(rollUps: true) {{
                totalCount
                nodes {{
                    requirement {{ ref }} subject {{ kind name }} coverage confidence strength relationSet hops
                    proof {{ steps {{ kind relation relationSet confidence premises forward
                        from {{ evidence requirements {{ ref }} }} to {{ requirements {{ ref }} }}
                        mapping {{ crosswalk rationale }} }} }}
                }}
            }} }} }}"#
    );
    insta::assert_snapshot!(format!("{:#}", data(&acme(), &query)));
}

#[test]
fn a_crosswalk_within_one_framework_is_shown_like_others() {
    let schema = on(Content::load(&["tests/fixtures/acme", "tests/fixtures/acme-within"]).unwrap());
    let found = data(&schema, "{ crosswalks { name from { key } to { key } } }");
    let name = "acme-law:1 to acme-law:1: Cross-references";
    let law = json!({ "key": "acme-law:1" });
    let shown = json!({ "name": name, "from": law, "to": law });
    assert!(found["crosswalks"].as_array().unwrap().contains(&shown), "{found:#}");
    let query = format!(
        r#"{{ mappings(filter: {{ crosswalk: "{name}" }}) {{ totalCount nodes {{ from {{ ref }} to {{ ref }} }} }} }}"#
    );
    let row = json!({ "from": [{ "ref": "acme-law:1/art-1.2" }], "to": [{ "ref": "acme-law:1/art-2" }] });
    let page = json!({ "totalCount": 1, "nodes": [row] });
    assert_eq!(data(&schema, &query)["mappings"], page);
}

/// Lists are shown from memory where they can be; a directive makes an object go the long way.
#[test]
fn what_is_shown_from_memory_is_what_is_resolved() {
    let query = |directive: &str| {
        format!(
            r#"fragment named on Requirement {{ id ref kind title summary assessable editorial complete subject perAiSystem
                excludable framework {{ key title hub }} parent {{ ref __typename }} }}
            {{ resolve(input: {{ evidence: [{{ shows: {CLAIMS} }}], includePossible: true }}) {{ obligations(rollUps: true) {{ edges {{ cursor node {{
                __typename coverage {directive} confidence strength relationSet hops limit appliesFrom
                requirement {{ ...named }} subject {{ kind name }} scopeGap {{ kind name }}
                ... on Obligation {{ proof {{ steps {{ kind relation relationSet confidence premises forward
                    from {{ evidence requirements {{ ref }} }} to {{ evidence requirements {{ ref }} }}
                    mapping {{ id from {{ ref }} to {{ ref }} relation confidence strength rationaleKind rationale status crosswalk }} }} }} }}
            }} }} }} }} }}"#
        )
    };
    let content = Content::load(&["tests/fixtures/acme"]).unwrap();
    let service = Service::new(content, clock(), randomness(), None);
    let schema = schema(service, &Limits::default());
    let shown = data(&schema, &query(""));
    assert!(shown["resolve"]["obligations"]["edges"].as_array().unwrap().len() > 2, "{shown:#}");
    assert_eq!(shown, data(&schema, &query("@include(if: true)")));
}

/// What is asked for in parts comes as if it were asked for at once.
#[test]
fn fields_that_stand_twice_are_merged() {
    let asked = |fields: &str| {
        let input = format!("{{ evidence: [{{ shows: {CLAIMS} }}] }}");
        data(&acme(), &format!("{{ resolve(input: {input}) {{ {fields} }} }}"))
    };
    let whole = asked("obligations { nodes { coverage requirement { ref title } } }");
    for parts in [
        "obligations { nodes { coverage } } obligations { nodes { requirement { ref title } } }",
        "obligations { nodes { coverage requirement { ref } } nodes { requirement { title } } }",
        "obligations { nodes { coverage requirement { ref } requirement { title } } }",
        "obligations { nodes { coverage requirement { ref ... on Requirement { ref title } } } }",
    ] {
        assert_eq!(asked(parts), whole, "{parts}");
    }
}

/// The command line and GraphQL are two doors to one answer.
#[test]
fn graphql_and_the_engine_say_the_same() {
    let content = Content::load::<&str>(&[]).unwrap();
    let claim = r#"{ requirement: "iso-42001:2023/9.2", coverage: FULL }"#;
    let input = format!(r#"{{ evidence: [{{ shows: {{ claims: [{claim}] }} }}] }}"#);
    let query = format!(
        "{{ resolve(input: {input}) {{ catalogRevision obligations(first: 100) {{ totalCount nodes {{ requirement {{ ref }} coverage }} }} }} }}"
    );
    let answer = data(&on(content.clone()), &query);
    let shown: Vec<(String, String)> = answer["resolve"]["obligations"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| {
            (
                node["requirement"]["ref"].as_str().unwrap().to_owned(),
                node["coverage"].as_str().unwrap().to_lowercase(),
            )
        })
        .collect();
    let requirement = content.requirement("iso-42001:2023/9.2").unwrap();
    let claim = obligraph_mapping::Claim::new(requirement, obligraph_mapping::ClaimedCoverage::Full);
    let question = obligraph::app::Question {
        evidence: vec![obligraph_mapping::Evidence::of(vec![claim])],
        options: obligraph_mapping::Options::on("2026-12-01".parse().unwrap()),
    };
    let expected = obligraph::app::resolve(&content, &question).unwrap();
    let expected: Vec<(String, String)> = expected
        .rows(false)
        .iter()
        .map(|row| (row.reference().unwrap().to_string(), row.obligation().coverage().word().to_lowercase()))
        .collect();
    assert!(expected.len() > 3, "{expected:?}");
    assert_eq!(shown, expected);
    assert_eq!(answer["resolve"]["catalogRevision"], content.bundle().revision());
}

#[test]
fn all_faults_of_an_input_come_at_once_and_name_their_field() {
    let query = r#"{ resolve(input: { frameworks: ["acme-handbok:1"], maxHops: 99, minConfidence: 0.5, scope: [{ kind: AUTHORITY }], evidence: [
        { shows: { claims: [{ requirement: "acme-law:1/nowhere", coverage: FULL, confidence: 0 }] }, covers: [{ kind: AI_SYSTEM, name: " " }] },
        { shows: { item: { type: "log-setting", facts: [{ name: "retention_days", value: "many" }] } } },
        { shows: { item: { type: "log-seting", facts: [] } } } ] }) { asOf } }"#;
    insta::assert_snapshot!(format!("{:#}", ask(&acme(), query)["errors"][0]["extensions"]));
}

#[test]
fn pages_follow_each_other_without_gap_or_overlap() {
    let schema = acme();
    let all = data(
        &schema,
        "{ mappings(first: 100, filter: { framework: \"acme-law:1\" }) { totalCount nodes { rationale from { ref } to { ref } } } }",
    );
    let all = &all["mappings"];
    let count = all["nodes"].as_array().unwrap().len();
    assert!(count > 2, "{all:#}");
    assert_eq!(all["totalCount"], count);
    let (mut seen, mut after) = (Vec::new(), "null".to_owned());
    loop {
        let query = format!(
            "{{ mappings(first: 2, filter: {{ framework: \"acme-law:1\" }}, after: {after}) {{ nodes {{ rationale from {{ ref }} to {{ ref }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let page = data(&schema, &query)["mappings"].clone();
        seen.extend(page["nodes"].as_array().unwrap().clone());
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].to_string();
    }
    assert_eq!(json!(seen), all["nodes"]);
}

#[test]
fn a_page_that_cannot_be_is_refused() {
    let schema = acme();
    for page in ["first: 0", "first: 101", "first: 1, last: 1", "after: \"none\""] {
        assert_eq!(
            codes(&schema, &format!("{{ mappings({page}) {{ totalCount }} }}")),
            ["BAD_USER_INPUT"],
            "{page}"
        );
    }
}

#[test]
fn filters_take_what_fits_all_of_them() {
    let schema = on(Content::load::<&str>(&[]).unwrap());
    let count = |filter: &str| {
        let query = format!("{{ requirements(filter: {{ {filter} }}) {{ totalCount }} }}");
        data(&schema, &query)["requirements"]["totalCount"].as_u64().unwrap()
    };
    let act = count(r#"framework: "eu-ai-act:2024""#);
    let provider = count(r#"framework: "eu-ai-act:2024", addressee: "provider""#);
    let late =
        count(r#"framework: "eu-ai-act:2024", addressee: "provider", aiClass: HIGH_RISK, assessable: true"#);
    assert!(act > provider && provider > late && late > 0, "{act} {provider} {late}");
    let mappings = |filter: &str| {
        let query = format!("{{ mappings(filter: {{ {filter} }}) {{ totalCount }} }}");
        data(&schema, &query)["mappings"]["totalCount"].as_u64().unwrap()
    };
    let (all, equal) = (mappings(""), mappings("relation: EQUAL"));
    assert!(all > equal && equal > mappings("relation: EQUAL, status: DRAFT"));
    assert_eq!(
        codes(&schema, r#"{ mappings(filter: { framework: "iso-42001" }) { totalCount } }"#),
        ["BAD_USER_INPUT"]
    );
}

#[test]
fn what_is_not_there_is_null() {
    let query = r#"{ framework(key: "none:1") { key } requirement(ref: "acme-law:1/none") { ref } evidenceType(key: "none") { key } }"#;
    assert_eq!(data(&acme(), query), json!({ "framework": null, "requirement": null, "evidenceType": null }));
}

#[test]
fn a_document_of_which_all_is_skipped_has_empty_data() {
    assert_eq!(data(&acme(), "{ catalog @skip(if: true) { revision } }"), json!({}));
}

#[test]
fn an_argument_that_cannot_be_read_is_refused_with_a_code() {
    let input = format!("{{ asOf: \"2026-02-30\", evidence: [{{ shows: {CLAIMS} }}] }}");
    assert_eq!(codes(&acme(), &format!("{{ resolve(input: {input}) {{ asOf }} }}")), ["BAD_USER_INPUT"]);
}

#[test]
fn a_document_that_asks_too_much_is_refused_before_it_is_answered() {
    let schema = acme();
    let parents = ("{ parent ".repeat(9), " }".repeat(9));
    let deep = format!(r#"{{ requirement(ref: "acme-law:1/1") {}{{ ref }}{} }}"#, parents.0, parents.1);
    let dear = "{ requirements(first: 100) { nodes { mappings(first: 100) { nodes { rationale } } } } }";
    let aliases = "{ a: __typename b: __typename ... on Query { c: __typename } ...F } fragment F on Query { d: __typename }";
    let long = format!("{{ {} }}", "__typename ".repeat(199));
    let nested = format!("{{ requirement(ref: {}1{}) {{ ref }} }}", "[".repeat(20), "]".repeat(20));
    for document in [deep.as_str(), dear, aliases, &long, &nested] {
        assert_eq!(codes(&schema, document), ["LIMIT_EXCEEDED"], "{document}");
        assert_eq!(ask(&schema, document)["data"], Value::Null);
    }
    let at_the_limit = "{ a: __typename b: __typename c: __typename }";
    assert!(codes(&schema, at_the_limit).is_empty());
    // Words within texts and comments are none of the document.
    let quoted =
        format!(r#"{{ requirement(ref: "{}") {{ ref }} }} # {}"#, "[ a ".repeat(300), "{ ".repeat(300));
    assert!(codes(&schema, &quoted).is_empty());
}

#[test]
fn every_type_of_the_catalogue_can_be_read() {
    let query = r#"{
        catalog { revision engineVersion frameworkCount requirementCount mappingCount evidenceTypeCount }
        frameworks { key title name publisher edition subject hub licence reviewed amendedBy requirementCount }
        crosswalks { name title from { key } to { key } authors reviewers noCounterparts { requirement { ref } within { key } reason } }
        requirements(first: 2) { nodes { ref framework { key } parent { ref } kind title summary assessable editorial complete
            subject perAiSystem excludable addressees aiClasses appliesFrom(aiClass: HIGH_RISK) repealedOn } }
        evidenceTypes(first: 1) { nodes { key title contains heldBy subject freshFor overClaim
            facts { name type unit minimum maximum required oneOf description }
            claims { requirement { ref } coverage allAiSystems condition } } } }"#;
    let answer = data(&acme(), query);
    let count = answer["catalog"]["frameworkCount"].as_u64().unwrap();
    assert_eq!(answer["frameworks"].as_array().unwrap().len() as u64, count);
    assert!(answer["evidenceTypes"]["nodes"][0]["claims"][0]["requirement"]["ref"].is_string(), "{answer:#}");
}

#[test]
fn the_reverse_question_names_requirements_and_evidence_types() {
    let schema = on(Content::load::<&str>(&[]).unwrap());
    let query = r#"{ requirement(ref: "iso-9001:2026/9.2.1.a") { supportedBy(input: { frameworks: ["iso-42001:2023"] }) {
        requirements(first: 100) { totalCount nodes { requirement { ref } coverage confidence hops proof { steps { kind } } } }
        evidenceTypes { evidenceType { key } coverage through { ref } condition } } } }"#;
    let answer = data(&schema, query)["requirement"]["supportedBy"].clone();
    let nodes = answer["requirements"]["nodes"].as_array().unwrap();
    let audit = nodes.iter().find(|node| node["requirement"]["ref"] == "iso-42001:2023/9.2.1.a").unwrap();
    assert_eq!((&audit["coverage"], &audit["hops"]), (&json!("FULL"), &json!(2)));
    assert!(
        nodes.iter().all(|node| node["requirement"]["ref"].as_str().unwrap().starts_with("iso-42001:2023/"))
    );
    let bad = r#"{ requirement(ref: "iso-9001:2026/9.2.1.a") { supportedBy(input: { frameworks: ["none"], maxHops: 3 }) { evidenceTypes { coverage } } } }"#;
    assert_eq!(codes(&schema, bad), ["BAD_USER_INPUT"]);
}

#[test]
fn contradictions_are_told_with_the_mappings_that_cannot_all_hold() {
    let query = "{ mappingConflicts(includeDraft: true) { mappings { rationale } from { ref } to { ref } stated derived } }";
    let none = data(&on(Content::load::<&str>(&[]).unwrap()), query);
    assert_eq!(none["mappingConflicts"], json!([]), "the content is consistent");
}
