//! Evidence types: facts in, claims out.

use std::collections::BTreeMap;

use obligraph_frameworks::{Bundle, EvidenceType, FactFault, FactValue, Validated, WithheldReason};
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
