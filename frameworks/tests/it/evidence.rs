//! Evidence types: facts in, claims out.

use std::collections::BTreeMap;

use obligraph_frameworks::{Bundle, EvidenceType, FactFault, FactValue, Source, Validated, WithheldReason};
use obligraph_mapping::ClaimedCoverage;

use crate::own_content::good;

fn log_setting(bundle: &Bundle<Validated>) -> &EvidenceType {
    bundle.evidence_type("log-setting").unwrap()
}

/// The claims that an item with these facts makes, each as `reference coverage`.
fn claims(bundle: &Bundle<Validated>, facts: &[&str]) -> Vec<String> {
    let evidence_type = log_setting(bundle);
    let facts = evidence_type.read_facts(facts).unwrap();
    let evaluation = evidence_type.evaluate(&facts).unwrap();
    let show = |claim: &obligraph_mapping::Claim| {
        let reference = bundle.catalog().reference(claim.requirement).unwrap();
        let all = if claim.all_ai_systems { " of all systems" } else { "" };
        format!("{reference} {:?}{all}", claim.coverage)
    };
    evaluation.claims.iter().map(show).collect()
}

fn faults(facts: &[(&str, FactValue)]) -> Vec<String> {
    let bundle = good();
    let facts: BTreeMap<String, FactValue> =
        facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let faults = log_setting(&bundle).evaluate(&facts).unwrap_err();
    faults.iter().map(|fault| format!("{}: {fault}", fault.code())).collect()
}

#[test]
fn claims_follow_from_the_facts() {
    let bundle = good();
    assert_eq!(claims(&bundle, &["retention_days=30"]), ["acme-law:1/art-1 Partial"]);
    assert_eq!(
        claims(&bundle, &["retention_days=30", "coverage=0.5"]),
        ["acme-controls:1/C-1 Partial", "acme-law:1/art-1 Partial"]
    );
    assert_eq!(
        claims(&bundle, &["retention_days=400", "set_on=2026-09-01"]),
        ["acme-controls:1/C-1 Full", "acme-law:1/art-1 Full of all systems"]
    );
    assert_eq!(
        claims(&bundle, &["retention_days=400", "set_on=2026-08-01"]),
        ["acme-controls:1/C-1 Full", "acme-law:1/art-1 Partial"]
    );
    let guarded = ["retention_days=0", "immutable=true", "owner=security", "systems=isms"];
    assert_eq!(claims(&bundle, &guarded), ["acme-law:1/art-1 Partial", "acme-controls:1/C-2 Partial"]);
}

/// Even where the condition would be true without the fact: `!('aims' in facts.systems)`.
#[test]
fn absence_proves_nothing() {
    let bundle = good();
    let evidence_type = log_setting(&bundle);
    let facts = evidence_type.read_facts(["retention_days=0", "immutable=true", "owner=security"]).unwrap();
    let evaluation = evidence_type.evaluate(&facts).unwrap();
    let reasons: Vec<&WithheldReason> = evaluation.withheld.iter().map(|withheld| &withheld.reason).collect();
    assert_eq!(
        reasons,
        [
            &WithheldReason::False,
            &WithheldReason::AbsentFacts(vec!["coverage".to_owned()]),
            &WithheldReason::AbsentFacts(vec!["set_on".to_owned()]),
            &WithheldReason::AbsentFacts(vec!["systems".to_owned()]),
        ]
    );
    assert_eq!(evaluation.withheld[0].when, "facts.retention_days >= 213");
    assert_eq!(evaluation.withheld[0].coverage, ClaimedCoverage::Full);
}

#[test]
fn all_faults_of_facts_are_named_at_once_with_the_remedy() {
    let found = faults(&[
        ("coverage", FactValue::Number(1.5)),
        ("immutable", FactValue::String("yes".to_owned())),
        ("owner", FactValue::String("nobody".to_owned())),
        ("retention_day", FactValue::Integer(3)),
        ("set_on", FactValue::Boolean(true)),
        ("systems", FactValue::StringList(vec!["isms".to_owned(), "qms".to_owned()])),
        ("remark", FactValue::String("x".repeat(10_001))),
    ]);
    insta::assert_snapshot!(found.join("\n"));
}

#[test]
fn numbers_are_held_to_their_limits_and_whole_ones_pass_for_numbers() {
    assert_eq!(
        faults(&[("retention_days", FactValue::Integer(-1))]),
        ["fact-below-minimum: the fact `retention_days` is -1 days; it must be at least 0 days"]
    );
    assert_eq!(
        faults(&[("retention_days", FactValue::Number(1.0))]),
        [
            "fact-wrong-type: the fact `retention_days` has a value of type number; give a whole number such as `183`"
        ]
    );
    let not_a_number = [("retention_days", FactValue::Integer(1)), ("coverage", FactValue::Number(f64::NAN))];
    assert_eq!(
        faults(&not_a_number),
        ["fact-unreadable: the fact `coverage` cannot be `NaN`; give a number such as `0.95`"]
    );
    let bundle = good();
    assert_eq!(claims(&bundle, &["retention_days=1", "coverage=1"]).len(), 2);
    let whole = BTreeMap::from([
        ("retention_days".to_owned(), FactValue::Integer(1)),
        ("coverage".to_owned(), FactValue::Integer(1)),
    ]);
    assert_eq!(log_setting(&bundle).evaluate(&whole).unwrap().claims.len(), 2);
}

#[test]
fn texts_are_read_by_the_declared_types() {
    let bundle = good();
    let evidence_type = log_setting(&bundle);
    let texts = [
        "retention_days= 183 ",
        "coverage=0.5",
        "immutable=true",
        "set_on=2026-11-23",
        "systems=aims, isms,",
        "remark=a=b, c",
    ];
    let facts = evidence_type.read_facts(texts).unwrap();
    assert_eq!(facts["retention_days"], FactValue::Integer(183));
    assert_eq!(facts["coverage"], FactValue::Number(0.5));
    assert_eq!(facts["immutable"], FactValue::Boolean(true));
    assert_eq!(facts["set_on"], FactValue::Date("2026-11-23".parse().unwrap()));
    assert_eq!(facts["systems"], FactValue::StringList(vec!["aims".to_owned(), "isms".to_owned()]));
    assert_eq!(facts["remark"], FactValue::String("a=b, c".to_owned()));
    for (name, value) in &facts {
        let again = evidence_type.read_facts([format!("{name}={value}")]).unwrap();
        assert_eq!(&again[name], value);
    }
    let bad = [
        "retention_days=many",
        "immutable=yes",
        "set_on=23.11.2026",
        "nothing",
        "colour=red",
        "coverage=1",
        "coverage=0",
    ];
    let faults = evidence_type.read_facts(bad).unwrap_err();
    insta::assert_snapshot!(faults.iter().map(|fault| fault.to_string()).collect::<Vec<_>>().join("\n"));
    assert_eq!(faults.last().and_then(FactFault::name), Some("coverage"));
}

#[test]
fn an_item_counts_for_its_period() {
    let bundle = good();
    let evidence_type = log_setting(&bundle);
    let facts = evidence_type.read_facts(["retention_days=400"]).unwrap();
    let evidence = evidence_type.evidence(&facts, "2026-11-23".parse().unwrap()).unwrap();
    let validity = evidence.validity.unwrap();
    assert!(
        validity.holds_on("2027-11-23".parse().unwrap()) && !validity.holds_on("2027-11-24".parse().unwrap())
    );
    assert!(!validity.holds_on("2026-11-22".parse().unwrap()));
    let forever = bundle.evidence_type("log-register").unwrap().validity("2026-11-23".parse().unwrap());
    assert_eq!(forever.until, None);
}

fn of_one_type(facts: &str, claims: &str) -> Bundle<Validated> {
    let framework = r#"
framework: { key: "own:1", title: Own, publisher: Own, edition: "1", subject: isms, licence: Ours, reviewed: 2026-11-23 }
requirements:
  - { id: "1", kind: requirement, summary: "One.", assessable: true }
  - { id: "2", kind: requirement, summary: "Two.", assessable: true }
  - { id: "3", kind: requirement, summary: "Three.", assessable: true }
"#;
    let types = format!(
        "evidence_types:\n  - key: record\n    title: Record\n    facts: {{ {facts} }}\n    claims:\n{claims}\n"
    );
    let source = |name: &str, text: &str| Source { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    let parsed =
        Bundle::empty().with_source(&source("framework", framework)).with_source(&source("types", &types));
    parsed.link().and_then(Bundle::validate).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// What the fullest items claim in full, each as the ids of its requirements, before `:` and its facts.
fn fullest(facts: &str, claims: &[(&str, &str)]) -> Vec<String> {
    let rows: Vec<String> = claims
        .iter()
        .map(|(id, when)| {
            format!("      - {{ requirement: \"own:1/{id}\", coverage: full, when: \"{when}\" }}")
        })
        .collect();
    let bundle = of_one_type(facts, &rows.join("\n"));
    let record = bundle.evidence_type("record").unwrap();
    let show = |facts: BTreeMap<String, FactValue>| {
        let shown = record.evaluate(&facts).unwrap().claims;
        let ids: Vec<String> = shown
            .iter()
            .map(|claim| bundle.catalog().requirement(claim.requirement).unwrap().id.clone())
            .collect();
        let facts: Vec<String> = facts.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("{}: {}", ids.join(" "), facts.join(" "))
    };
    record.fullest_items().into_iter().map(show).collect()
}

#[test]
fn a_type_whose_conditions_go_together_has_one_fullest_item() {
    let facts = "days: { type: integer, minimum: 0, required: true }, ok: { type: boolean }, \
                 kinds: { type: string-list, one_of: [a, b] }, by: { type: string, required: true }";
    let claims = [
        ("1", "facts.days >= 183"),
        ("2", "facts.days >= 365 && facts.ok == true"),
        ("3", "'b' in facts.kinds"),
    ];
    assert_eq!(fullest(facts, &claims), ["1 2 3: by=another days=365 kinds=a,b ok=true"]);
}

#[test]
fn a_type_whose_conditions_exclude_each_other_has_several() {
    let facts = "role: { type: string, one_of: [provider, importer] }, ok: { type: boolean }";
    let claims = [
        ("1", "facts.role == 'provider' && facts.ok == true"),
        ("2", "facts.role == 'importer' && !(facts.ok == true)"),
        ("3", "facts.ok == true"),
    ];
    assert_eq!(fullest(facts, &claims), ["1 3: ok=true role=provider", "2: ok=false role=importer"]);
    let facts = "on: { type: date }, share: { type: number, minimum: 0, maximum: 1 }, kinds: { type: string-list, one_of: [a, b] }";
    let claims = [
        ("1", "facts.on < '2026-08-02' && facts.share > 0.5"),
        ("2", "facts.on >= '2026-08-02' && !('a' in facts.kinds)"),
        ("3", "'a' in facts.kinds || size(facts.kinds) == 0"),
    ];
    assert_eq!(
        fullest(facts, &claims),
        ["1 3: kinds=a,b on=2026-08-01 share=0.51", "2 3: kinds= on=2026-08-02 share=0.51"]
    );
}

/// Nothing is made up: what cannot hold is no item.
#[test]
fn a_condition_that_can_never_hold_makes_no_item() {
    assert_eq!(fullest("days: { type: integer, maximum: 100 }", &[("1", "facts.days >= 183")]), [""; 0]);
}

/// Each claim in full of a built-in type holds for one of its fullest items.
#[test]
fn every_full_claim_of_the_built_in_types_can_hold() {
    let bundle = obligraph_frameworks::builtin().unwrap();
    let mut impossible = Vec::new();
    for evidence_type in bundle.evidence_types() {
        let items = evidence_type.fullest_items();
        let shown: Vec<_> =
            items.iter().flat_map(|facts| evidence_type.evaluate(facts).unwrap().claims).collect();
        for claim in evidence_type.claims.iter().filter(|claim| claim.coverage == ClaimedCoverage::Full) {
            let holds = shown
                .iter()
                .any(|one| one.requirement == claim.requirement && one.coverage == ClaimedCoverage::Full);
            if !holds {
                let reference = bundle.catalog().reference(claim.requirement).unwrap();
                impossible.push(format!("{} {reference}: {:?}", evidence_type.key, claim.when()));
            }
        }
    }
    assert!(impossible.is_empty(), "{impossible:#?}");
}
