//! `frameworks reach`: how many obligations how much evidence closes.

use serde_json::Value;

use crate::run::{obligraph, output};

/// Frameworks and evidence types of which the least evidence is known.
const PLANNED: &str = "tests/fixtures/reach";

const REACH: [&str; 4] = ["frameworks", "reach", "--as-of", "2026-11-24"];

fn reached(options: &[&str]) -> Value {
    serde_json::from_str(&output(&[&REACH[..], &["--format", "json"], options].concat())).unwrap()
}

fn scope(reached: &Value, key: &str) -> Value {
    let scopes = reached["scopes"].as_array().unwrap();
    scopes.iter().find(|scope| scope["scope"] == key).unwrap_or_else(|| panic!("no scope `{key}`")).clone()
}

fn types(scope: &Value) -> Vec<&str> {
    scope["plan"].as_array().unwrap().iter().map(|item| item["evidenceType"].as_str().unwrap()).collect()
}

/// What holds most looks best and is not needed; what excludes itself needs two items; one duty is closed by nothing.
#[test]
fn the_least_evidence_of_a_known_plan_is_found() {
    let reached = reached(&["--content", PLANNED]);
    let plan = scope(&reached, "plan:1");
    assert_eq!(types(&plan), ["x-even", "x-odd", "x-role", "x-role"]);
    let roles: Vec<&Value> = [2, 3].iter().map(|&place| &plan["plan"][place]["facts"]["role"]).collect();
    assert_eq!(roles, ["left", "right"]);
    assert_eq!(plan["open"], serde_json::json!(["plan:1/9"]));
    let counts = ["obligations", "closed", "evidenceTypes", "atLeast", "items"].map(|count| &plan[count]);
    assert_eq!(counts, [9, 8, 3, 3, 4]);
    assert_eq!(plan["obligationsPerType"], 2.66);
}

/// No type shows what the joint mapping asks for; two of them together do, and a lower bound is no more than that.
#[test]
fn what_several_types_close_together_is_closed() {
    let joint = scope(&reached(&["--content", PLANNED]), "joint:1");
    assert_eq!((&joint["closed"], &joint["open"]), (&2.into(), &serde_json::json!([])));
    assert_eq!(types(&joint), ["x-both", "x-even", "x-second"]);
    assert!(joint["atLeast"].as_u64() <= Some(3), "{joint:#}");
}

/// A requirement of the same words is not closed for another management system.
#[test]
fn evidence_about_one_management_system_closes_nothing_of_another() {
    let elsewhere = scope(&reached(&["--content", PLANNED]), "elsewhere:1");
    assert_eq!((&elsewhere["closed"], &elsewhere["obligationsPerType"]), (&0.into(), &Value::Null));
}

#[test]
fn the_built_in_evidence_closes_several_obligations_a_piece() {
    let reached = reached(&[]);
    let together = scope(&reached, "together");
    assert!(together["obligationsPerType"].as_f64().unwrap() >= 6.0, "{}", together["obligationsPerType"]);
    for scope in reached["scopes"].as_array().unwrap() {
        let number = |count: &str| scope[count].as_u64().unwrap();
        assert!(number("closed") <= number("obligations") && number("atLeast") <= number("evidenceTypes"));
        assert!(number("evidenceTypes") <= number("items"));
        assert_eq!(scope["open"].as_array().unwrap().len() as u64, number("obligations") - number("closed"));
    }
    let alone: u64 = ["iso-42001:2023", "iso-27001:2022", "iso-9001:2026", "iso-14001:2026", "provider"]
        .iter()
        .map(|key| scope(&reached, key)["obligations"].as_u64().unwrap())
        .sum();
    assert_eq!(together["obligations"], alone, "no edition counts twice");
    let articles = reached["backing"]["articles"].as_array().unwrap();
    assert_eq!(articles.len(), 9);
    assert!(articles.iter().all(|article| {
        let count = |side: &str| article[side].as_array().unwrap().len();
        article["obligations"] == count("full") + count("partial") + count("unsupported")
    }));
}

#[test]
fn the_same_question_has_the_same_answer_and_without_time_as_much_is_closed() {
    let once = output(&REACH);
    assert_eq!(output(&REACH), once);
    let (patient, hasty) = (reached(&[]), reached(&["--time-limit", "0"]));
    for (patient, hasty) in
        patient["scopes"].as_array().unwrap().iter().zip(hasty["scopes"].as_array().unwrap())
    {
        assert_eq!((&patient["scope"], &patient["closed"]), (&hasty["scope"], &hasty["closed"]));
        assert!(hasty["atLeast"].as_u64() <= patient["evidenceTypes"].as_u64());
    }
}

#[test]
fn rows_are_there_for_spreadsheets() {
    let csv = output(&[&REACH[..], &["--content", PLANNED, "--format", "csv"]].concat());
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(
        lines[0],
        "kind,scope,obligations,closed,evidence_types,at_least,items,obligations_per_type,full,partial,unsupported"
    );
    assert!(lines.contains(&"framework,plan:1,9,8,3,3,4,2.66,,,"), "{csv}");
    assert!(lines.iter().any(|line| line.starts_with("article,eu-ai-act:2024/art-8,")), "{csv}");
}

#[test]
fn a_time_that_is_none_is_refused() {
    let ran = obligraph(&["frameworks", "reach", "--time-limit=-1", "--as-of", "2026-13-01"]);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("time-limit") && ran.err.contains("bad-date"), "{}", ran.err);
}
