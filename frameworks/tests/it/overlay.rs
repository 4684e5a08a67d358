//! What an organisation adds to content that it shares with others.

use std::sync::Arc;

use obligraph_frameworks::{
    Bundle, Diagnostics, OverlayContent, OwnMapping, Rule, Severity, Source, Validated, builtin,
};
use obligraph_mapping::{
    Claim, ClaimedCoverage, Coverage, Evidence, Graph, MappingStatus, Options, RationaleKind, Reference,
    Relation, resolve,
};

use crate::own_content::good;

const CONTROLS: &str = r#"
framework:
  key: "own-controls:1"
  title: Own controls
  publisher: Own
  edition: "1"
  subject: ai-system
  licence: Ours
  reviewed: 2026-11-23
requirements:
  - { id: "K", kind: objective, title: Logs }
  - { id: "K-1", parent: "K", kind: control, summary: "Keep logs for a year.", assessable: true, timing: P1Y }
  - { id: "K-2", parent: "K", kind: control, summary: "Read them every week.", assessable: true }
"#;

const CROSSWALK: &str = r#"
{
  "crosswalk": { "from": "own-controls:1", "to": "acme-law:1", "authors": ["us"] },
  "mappings": [
    { "from": "K-1", "to": "art-1", "relation": "superset", "confidence": 0.9, "rationale_kind": "semantic",
      "rationale": "A year holds six months: \u201ckept\u201d means the same in both." }
  ],
  "no_counterpart": [{ "id": "art-2", "reason": "We ask for nothing like it." }]
}
"#;

fn source(name: &str, text: &str) -> Source {
    Source { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

fn own(number: usize, from: &[&str], relation: Relation, to: &[&str]) -> OwnMapping {
    let all = |references: &[&str]| references.iter().map(|&reference| reference.to_owned()).collect();
    OwnMapping {
        provenance: format!("own:{number}"),
        from: all(from),
        to: all(to),
        relation,
        confidence: 0.8,
        strength: None,
        rationale_kind: RationaleKind::Functional,
        rationale: format!("Row {number} says why."),
        status: MappingStatus::Approved,
    }
}

fn added() -> OverlayContent {
    OverlayContent {
        documents: vec![source("controls.yaml", CONTROLS), source("crosswalk.json", CROSSWALK)],
        mappings: vec![
            own(1, &["own-controls:1/K-2"], Relation::Equal, &["acme-controls:1/C-2"]),
            own(2, &["acme-law:1/art-2", "own-controls:1/K-2"], Relation::Superset, &["acme-law:1/art-3"]),
        ],
    }
}

fn laid(base: &Arc<Bundle<Validated>>, content: OverlayContent) -> Bundle<Validated> {
    base.overlay(content).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn faults(base: &Arc<Bundle<Validated>>, content: OverlayContent) -> Diagnostics {
    match base.overlay(content) {
        Ok(bundle) => bundle.warnings().clone(),
        Err(diagnostics) => diagnostics,
    }
}

fn reference(text: &str) -> Reference {
    text.parse().unwrap()
}

#[test]
fn questions_are_answered_from_what_is_added_and_from_what_is_beneath() {
    let base = Arc::new(good());
    let bundle = laid(&base, added());
    let catalog = bundle.catalog();
    assert!(Arc::ptr_eq(catalog.base().unwrap(), &base.catalog()));
    let keys: Vec<&str> = bundle.frameworks().map(|framework| framework.key.as_str()).collect();
    assert_eq!(keys, ["acme-controls:1", "acme-law:1", "own-controls:1"]);
    for (id, framework) in catalog.frameworks() {
        assert_eq!(bundle.framework(id).unwrap().key, framework.key);
    }
    let ours = catalog.find(&reference("own-controls:1/K-1")).unwrap();
    assert_eq!(bundle.requirement(ours).unwrap().timing.as_ref().unwrap().to_string(), "P1Y");
    let theirs = catalog.find(&reference("acme-controls:1/C-1")).unwrap();
    assert_eq!(bundle.requirement(theirs), base.requirement(theirs));
    assert!(bundle.requirement(theirs).unwrap().timing.is_some());
    let names: Vec<&str> = bundle.crosswalks().map(|crosswalk| crosswalk.name.as_str()).collect();
    assert_eq!(names, ["acme-controls:1 to acme-law:1: Logs", "own-controls:1 to acme-law:1"]);
    assert!(names.iter().all(|name| bundle.crosswalk(name).is_some()));
    assert!(bundle.crosswalk("own:1").is_none());
    assert_eq!(bundle.no_counterparts().count(), base.no_counterparts().count() + 1);
    assert_eq!(bundle.evidence_types().len(), base.evidence_types().len());
    assert!(bundle.evidence_type("log-setting").is_some());
    let near = bundle.nearest_requirements("own-controls:1/K1");
    assert!(near.contains(&reference("own-controls:1/K-1")), "{near:?}");
    assert!(bundle.nearest_requirements("acme-law:1/art1").contains(&reference("acme-law:1/art-1")));

    let graph = Graph::new(base.catalog()).with_overlay(catalog).unwrap();
    let evidence = [Evidence::of(vec![Claim::new(ours, ClaimedCoverage::Full)])];
    let resolution = resolve(&graph, &evidence, &Options::on("2027-01-01".parse().unwrap())).unwrap();
    let law = graph.catalog().find(&reference("acme-law:1/art-1")).unwrap();
    let found = resolution.obligations().iter().find(|obligation| obligation.requirement() == law).unwrap();
    assert_eq!(found.coverage(), Coverage::Full);
}

/// One overlay may lie on another: what is proposed on what is approved.
#[test]
fn an_overlay_can_bear_another() {
    let base = Arc::new(good());
    let approved = Arc::new(laid(&base, added()));
    let proposed = OverlayContent {
        documents: vec![source("more.yaml", &CONTROLS.replace("own-controls:1", "own-more:1"))],
        mappings: vec![own(3, &["own-more:1/K-1"], Relation::Equal, &["own-controls:1/K-1"])],
    };
    let bundle = laid(&approved, proposed);
    for key in ["acme-law:1", "own-controls:1", "own-more:1"] {
        let id = bundle.catalog().framework(key).unwrap();
        assert_eq!(bundle.framework(id).unwrap().key, key);
    }
    for id in bundle.catalog().requirement_ids() {
        assert!(bundle.requirement(id).is_some());
    }
    assert_eq!(bundle.evidence_types().len(), base.evidence_types().len());
}

#[test]
fn the_revision_hangs_on_what_is_added_and_on_what_is_beneath_but_on_no_order() {
    let base = Arc::new(good());
    let revision = laid(&base, added()).revision().to_owned();
    let mut turned = added();
    turned.documents.reverse();
    turned.mappings.reverse();
    turned.mappings.iter_mut().for_each(|mapping| mapping.from.reverse());
    turned.documents.iter_mut().for_each(|document| document.name.push('x'));
    let turned = laid(&base, turned);
    assert_eq!(turned.revision(), revision);
    assert_eq!(format!("{:?}", turned.catalog()), format!("{:?}", laid(&base, added()).catalog()));

    let mut revisions = vec![revision, base.revision().to_owned()];
    for change in 0..5 {
        let mut changed = added();
        match change {
            0 => changed.mappings.truncate(1),
            1 => changed.mappings[0].confidence = 0.7,
            2 => changed.mappings[0].status = MappingStatus::Draft,
            3 => changed.mappings[0].provenance = "own:7".to_owned(),
            _ => changed.documents[0] = source("controls.yaml", &CONTROLS.replace("every week", "daily")),
        }
        revisions.push(laid(&base, changed).revision().to_owned());
    }
    let builtin = Arc::new(builtin().unwrap_or_else(|diagnostics| panic!("{diagnostics}")));
    let alone = || OverlayContent { documents: vec![source("a", CONTROLS)], mappings: Vec::new() };
    revisions.extend([&base, &builtin].map(|base| laid(base, alone()).revision().to_owned()));
    let count = revisions.len();
    revisions.sort_unstable();
    revisions.dedup();
    assert_eq!(revisions.len(), count);
    assert_eq!(laid(&base, OverlayContent::default()).revision(), base.revision());
}

#[test]
fn faults_name_the_document_and_line_or_the_mapping() {
    let base = Arc::new(good());
    let taken = CONTROLS.replace("own-controls:1", "acme-law:1");
    let borrowed = CONTROLS.replace("own-controls:1", "acme-law:2").replace("\"1\"", "\"2\"");
    let crooked = CONTROLS
        .replace("own-controls:1", "own-crooked:1")
        .replace(
            "parent: \"K\", kind: control, summary: \"Read",
            "parent: \"L\", kind: control, summary: \"Read",
        )
        .replace("{ id: \"K\",", "{ id: \"K\", parent: \"K-1\",");
    let crosswalk = CROSSWALK.replace("\"art-1\"", "\"art-9\"").replace("0.9", "1.9");
    let evidence = "evidence_types:\n  - { key: a, title: A, claims: [] }\n";
    let known = "crosswalk: { from: \"acme-controls:1\", to: \"acme-law:1\", title: Logs, authors: [us] }\n";
    let k2 = "own-controls:1/K-2";
    let c2 = "acme-controls:1/C-2";
    let content = OverlayContent {
        documents: vec![
            source("borrowed.yaml", &borrowed),
            source("controls.yaml", CONTROLS),
            source("crooked.yaml", &crooked),
            source("crosswalk.json", &crosswalk),
            source("evidence.yaml", evidence),
            source("known.yaml", known),
            source("taken.yaml", &taken),
        ],
        mappings: vec![
            own(1, &[k2], Relation::Equal, &[c2]),
            own(2, &[c2], Relation::Equal, &[k2]),
            own(3, &[k2], Relation::Disjoint, &[c2]),
            own(4, &["own-controls:1/K-3"], Relation::Equal, &["acme-lav:1/art-1"]),
            own(5, &["nothing"], Relation::Equal, &[]),
            own(6, &[k2], Relation::Subset, &[k2]),
            OwnMapping { confidence: f64::NAN, ..own(7, &[k2], Relation::Subset, &["acme-law:1/art-1"]) },
            OwnMapping {
                rationale: " ".to_owned(),
                strength: Some(11),
                ..own(8, &[k2], Relation::Subset, &["acme-law:1/art-2"])
            },
            OwnMapping {
                provenance: "acme-controls:1 to acme-law:1: Logs".to_owned(),
                ..own(9, &[k2], Relation::Subset, &["acme-law:1/art-1", "acme-law:1/art-2"])
            },
        ],
    };
    insta::assert_snapshot!(faults(&base, content));
}

/// What no auditor would sign is an organisation's own affair, and it is told.
#[test]
fn over_claims_of_ones_own_are_warned_of() {
    let base = Arc::new(builtin().unwrap_or_else(|diagnostics| panic!("{diagnostics}")));
    let content = OverlayContent {
        documents: vec![source("controls.yaml", CONTROLS)],
        mappings: vec![
            own(1, &["iso-42001:2023/9.1"], Relation::Superset, &["own-controls:1/K-1"]),
            own(2, &["own-controls:1/K-1"], Relation::Superset, &["eu-ai-act:2024/art-72.1"]),
            OwnMapping {
                confidence: 0.123_456,
                ..own(3, &["iso-27001:2022/8.2"], Relation::Equal, &["iso-42001:2023/8.2"])
            },
        ],
    };
    let warnings = faults(&base, content);
    assert_eq!(warnings.count(Severity::Error), 0, "{warnings}");
    insta::assert_snapshot!(warnings);
}

#[test]
fn a_framework_that_cannot_be_read_is_reported_alone() {
    let content = OverlayContent {
        documents: vec![
            source("a.json", "{\"framework\": {\"key\": 1}, \"requirements\": []}"),
            source("b", ""),
        ],
        mappings: vec![own(1, &["own-controls:1/K-1"], Relation::Equal, &["acme-law:1/art-1"])],
    };
    let diagnostics = faults(&Arc::new(good()), content);
    let shown: Vec<_> = diagnostics.iter().map(|fault| (fault.code, fault.file.as_str())).collect();
    assert_eq!(shown, [(Rule::MissingField.code(), "a.json"), (Rule::EmptyFile.code(), "b")]);
}

#[test]
fn json_says_what_yaml_says() {
    let base = Arc::new(good());
    let yaml =
        laid(&base, OverlayContent { documents: vec![source("a", CONTROLS)], ..OverlayContent::default() });
    let json = r#"{"requirements":[{"id":"K","kind":"objective","title":"Logs"},
        {"id":"K-1","parent":"K","kind":"control","summary":"Keep logs for a year.","assessable":true,"timing":"P1Y"},
        {"id":"K-2","parent":"K","kind":"control","summary":"Read them every week.","assessable":true}],
        "framework":{"key":"own-controls:1","title":"Own controls","publisher":"Own","edition":"1",
        "subject":"ai-system","licence":"Ours","reviewed":"2026-11-23"}}"#;
    for json in [
        json.to_owned(),
        json.replace("    ", "\t").replace(':', " : ").replace("own-controls : 1", "own-controls:1"),
    ] {
        let json =
            laid(&base, OverlayContent { documents: vec![source("b", &json)], ..OverlayContent::default() });
        assert_eq!(json.revision(), yaml.revision());
    }
}
