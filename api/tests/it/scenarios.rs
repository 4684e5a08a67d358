//! Items as an auditor would meet them: what each must show, may show in part, and must not show.

use std::collections::BTreeMap;

use obligraph::app::{Answer, Content, EvidenceItem, Question, resolve};
use obligraph_mapping::{Catalog, Coverage, Options, ProofNode, RequirementId, Subject};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct File {
    scenarios: Vec<Scenario>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    id: String,
    #[serde(rename = "evidence")]
    _evidence: String,
    #[serde(rename = "type")]
    evidence_type: String,
    facts: BTreeMap<String, Value>,
    covers: Vec<String>,
    must: Vec<String>,
    may: Vec<String>,
    must_not: Vec<String>,
}

const SCENARIOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../frameworks/tests/scenarios.yaml");

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(members) => members.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

#[test]
fn every_scenario_holds() {
    let content = Content::load::<&str>(&[]).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let file: File = serde_saphyr::from_str(&std::fs::read_to_string(SCENARIOS).unwrap()).unwrap();
    assert!(!file.scenarios.is_empty());
    let failures: Vec<String> =
        file.scenarios.iter().flat_map(|scenario| failures(&content, scenario)).collect();
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

/// The check is worth nothing unless it can fail.
#[test]
fn what_does_not_hold_is_told_with_its_path() {
    let content = Content::load(&["tests/fixtures/acme"]).unwrap();
    let scenario = Scenario {
        id: "X".to_owned(),
        _evidence: String::new(),
        evidence_type: "log-setting".to_owned(),
        facts: BTreeMap::from([
            ("retention_days".to_owned(), 300.into()),
            ("two_persons".to_owned(), false.into()),
        ]),
        covers: vec!["qms".to_owned()],
        must: vec!["acme-handbook:1/2".to_owned(), "acme-handbook:1/9".to_owned()],
        may: vec!["acme-handbook:1/1.a".to_owned(), "acme-law:1/art-1.1".to_owned()],
        must_not: vec!["acme-handbook:1/2".to_owned(), "acme-law:1/art-1".to_owned()],
    };
    let failures = failures(&content, &scenario);
    assert_eq!(failures.len(), 4, "{failures:#?}");
    assert_eq!(failures[0], "X: acme-handbook:1/2 must be covered and is not");
    assert!(failures[1].starts_with("X: there is no requirement `acme-handbook:1/9`"));
    assert_eq!(
        failures[2],
        "X: acme-handbook:1/1.a may be PARTIAL at most and is FULL: claim {equal, superset} acme-handbook:1/1.a"
    );
    assert!(failures[3].starts_with("X: acme-law:1/art-1 must not be covered: acme-law:1/art-1 is PARTIAL"));
    assert!(failures[3].contains("; acme-law:1/art-1.1 is PARTIAL"), "those below count too");
}

fn failures(content: &Content, scenario: &Scenario) -> Vec<String> {
    let told = |what: String| format!("{}: {what}", scenario.id);
    let evidence_type = match content.evidence_type(&scenario.evidence_type) {
        Ok(found) => found,
        Err(fault) => return vec![told(fault.to_string())],
    };
    let facts: Vec<String> =
        scenario.facts.iter().map(|(name, value)| format!("{name}={}", text(value))).collect();
    let item = match EvidenceItem::read(evidence_type, &facts) {
        Ok(item) => item,
        Err(faults) => return faults.iter().map(|fault| told(fault.to_string())).collect(),
    };
    let day = "2026-11-24".parse().unwrap();
    let covers: Vec<Subject> = scenario.covers.iter().map(|subject| subject.parse().unwrap()).collect();
    let question = Question { evidence: vec![item.evidence(covers, day)], options: Options::on(day) };
    let answer = resolve(content, &question).unwrap();
    let catalog = content.catalog();
    let mut failures = Vec::new();
    let mut check = |references: &[String], is_wrong: &dyn Fn(RequirementId) -> Option<String>| {
        for reference in references {
            match content.requirement(reference) {
                Ok(requirement) => {
                    failures.extend(is_wrong(requirement).map(|what| told(format!("{reference} {what}"))));
                }
                Err(fault) => failures.push(told(fault.to_string())),
            }
        }
    };
    check(&scenario.must, &|requirement| {
        let shown = family(catalog, requirement).into_iter().any(|id| shown(&answer, id).is_some());
        (!shown).then(|| "must be covered and is not".to_owned())
    });
    check(&scenario.may, &|requirement| {
        let (coverage, path) = shown(&answer, requirement)?;
        (coverage == Coverage::Full).then(|| format!("may be PARTIAL at most and is FULL: {path}"))
    });
    check(&scenario.must_not, &|requirement| {
        let all = family(catalog, requirement).into_iter();
        let found = all.filter_map(|id| Some((catalog.reference(id)?, shown(&answer, id)?)));
        let told: Vec<String> =
            found.map(|(reference, (coverage, path))| format!("{reference} is {coverage}: {path}")).collect();
        (!told.is_empty()).then(|| format!("must not be covered: {}", told.join("; ")))
    });
    failures
}

/// The requirement and all below it.
fn family(catalog: &Catalog, requirement: RequirementId) -> Vec<RequirementId> {
    let is_below = |id: &RequirementId| {
        std::iter::successors(Some(*id), |&above| catalog.parent(above)).any(|above| above == requirement)
    };
    catalog.requirement_ids().filter(is_below).collect()
}

/// The best that is shown of a requirement for any subject, with the path to it.
fn shown(answer: &Answer, requirement: RequirementId) -> Option<(Coverage, String)> {
    let rows = answer.rows(true);
    let of_requirement = rows.iter().filter(|row| row.obligation().requirement() == requirement);
    let best = of_requirement.max_by_key(|row| row.obligation().coverage())?;
    let name = |node: &ProofNode| match node {
        ProofNode::Evidence(_) => "evidence".to_owned(),
        ProofNode::Requirement(id) => answer.content().catalog().reference(*id).unwrap().to_string(),
        ProofNode::Together(members) => format!("{} together", members.len()),
    };
    let proof = best.proof();
    let path =
        proof.steps.iter().map(|step| format!("{} {} {}", step.kind.word(), step.relation, name(&step.to)));
    Some((best.obligation().coverage(), path.collect::<Vec<_>>().join(" > ")))
}
