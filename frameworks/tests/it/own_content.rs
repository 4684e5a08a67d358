//! Content of one's own, in a directory.

use std::path::Path;

use obligraph_frameworks::{Bundle, TextStatus, Validated, builtin_sources, load};
use obligraph_mapping::{
    Claim, ClaimedCoverage, Coverage, Evidence, Graph, MappingStatus, Options, Reference, SubjectKind,
    resolve,
};

pub(crate) const GOOD: &str = "tests/fixtures/good";

pub(crate) fn good() -> Bundle<Validated> {
    let parsed = Bundle::empty().with_directory(Path::new(GOOD));
    parsed.link().and_then(Bundle::validate).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn reference(text: &str) -> Reference {
    text.parse().unwrap()
}

/// One bundle answers all requests of a process.
#[test]
fn a_bundle_can_be_shared_between_threads() {
    fn is_shared<T: Send + Sync + 'static>(_: &T) {}
    is_shared(&good());
}

#[test]
fn everything_that_a_file_says_comes_out_again() {
    let bundle = good();
    let catalog = bundle.catalog();
    assert!(bundle.warnings().is_empty());
    let keys: Vec<&str> = bundle.frameworks().map(|framework| framework.key.as_str()).collect();
    assert_eq!(keys, ["acme-controls:1", "acme-law:1"]);
    let framework = bundle.framework(catalog.framework("acme-controls:1").unwrap()).unwrap();
    assert_eq!((framework.publisher.as_str(), framework.edition.as_str()), ("Acme", "1"));
    assert_eq!(framework.reviewed.to_string(), "2026-11-23");
    assert_eq!(framework.uncertain, ["Not yet read by the works council."]);
    assert_eq!(framework.subject, Some(SubjectKind::Organization));

    let kept = catalog.find(&reference("acme-controls:1/C-1")).unwrap();
    let requirement = catalog.requirement(kept).unwrap();
    assert_eq!((requirement.subject, requirement.assessable), (Some(SubjectKind::AiSystem), true));
    let details = bundle.requirement(kept).unwrap();
    assert_eq!(details.timing.as_ref().unwrap().to_string(), "P7M");
    assert_eq!(details.note.as_deref(), Some("One month above the Act."));
    let deleted = catalog.find(&reference("acme-controls:1/C-3")).unwrap();
    assert_eq!(bundle.requirement(deleted).unwrap().status, TextStatus::Deleted);
    let fined = catalog.find(&reference("acme-law:1/art-2")).unwrap();
    assert_eq!(bundle.requirement(fined).unwrap().fine_tier, catalog.find(&reference("acme-law:1/art-3")));

    let statuses: Vec<MappingStatus> = catalog.own_mappings().map(|(_, mapping)| mapping.status).collect();
    assert_eq!(statuses, [MappingStatus::Approved, MappingStatus::Draft]);
    let (_, mapping) = catalog.own_mappings().next().unwrap();
    let crosswalk = bundle.crosswalk(&mapping.crosswalk).unwrap();
    assert_eq!(crosswalk.name, "acme-controls:1 to acme-law:1: Logs");
    assert_eq!(crosswalk.reviewers, ["auditor"]);
    let [none] = bundle.no_counterparts().collect::<Vec<_>>()[..] else { panic!() };
    assert_eq!((none.requirement, none.within), (fined, catalog.framework("acme-controls:1").unwrap()));
}

#[test]
fn what_is_misspelt_is_met_with_what_is_near() {
    let bundle = good();
    let near = |text: &str| {
        bundle.nearest_requirements(text).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(near("acme-controls:1/C1"), "acme-controls:1/C acme-controls:1/C-1");
    assert_eq!(near("art-4"), "acme-law:1/art-1 acme-law:1/art-2 acme-law:1/art-3");
    assert_eq!(near("acme-lav:1/art-1").split(' ').next(), Some("acme-law:1/art-1"));
    assert_eq!(near("qqq"), "");
    assert_eq!(bundle.nearest_evidence_types("log-seting"), ["log-setting", "log-register"]);
    assert!(bundle.evidence_type("log-setting").is_some() && bundle.evidence_type("log-seting").is_none());
}

#[test]
fn own_content_and_the_built_in_content_are_one_set() {
    let directory = tempfile::tempdir().unwrap();
    let crosswalk = r#"
crosswalk: { from: "acme-controls:1", to: "eu-ai-act:2024", authors: [us] }
mappings:
  - { from: "C-1", to: "art-26.6", relation: superset, confidence: 0.9, rationale_kind: semantic, rationale: "Seven months hold six." }
"#;
    std::fs::write(directory.path().join("c.yaml"), crosswalk).unwrap();
    let bundle =
        load(&[Path::new(GOOD), directory.path()]).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let catalog = bundle.catalog();
    let ours = catalog.find(&reference("acme-controls:1/C-1")).unwrap();
    let theirs = catalog.find(&reference("eu-ai-act:2024/art-26.6")).unwrap();
    assert!(catalog.own_mappings().any(|(_, mapping)| mapping.from == [ours] && mapping.to == [theirs]));
    assert!(bundle.evidence_type("log-setting").is_some());
    assert_ne!(bundle.revision(), good().revision());
}

/// One article may say by its text what another asks.
#[test]
fn a_crosswalk_may_stand_within_one_framework() {
    let directory = tempfile::tempdir().unwrap();
    let crosswalk = r#"
crosswalk: { from: "acme-law:1", to: "acme-law:1", authors: [us] }
mappings:
  - { from: "art-1", to: "art-2", relation: superset, confidence: 0.9, rationale_kind: semantic, rationale: "Whoever keeps logs has registered them." }
no_counterpart:
  - { id: "art-3", reason: "No other article speaks of fines." }
"#;
    std::fs::write(directory.path().join("c.yaml"), crosswalk).unwrap();
    let bundle =
        load(&[Path::new(GOOD), directory.path()]).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let law = bundle.catalog().framework("acme-law:1").unwrap();
    let stated = bundle.crosswalk("acme-law:1 to acme-law:1").unwrap();
    assert_eq!((stated.from, stated.to), (law, law));
    let none = bundle.no_counterparts().find(|none| none.crosswalk == stated.name).unwrap();
    assert_eq!(none.within, law);

    let catalog = bundle.catalog();
    let find = |text| catalog.find(&reference(text)).unwrap();
    let evidence = [Evidence::of(vec![Claim::new(find("acme-law:1/art-1"), ClaimedCoverage::Full)])];
    let graph = Graph::new(bundle.catalog());
    let resolution = resolve(&graph, &evidence, &Options::on("2027-01-01".parse().unwrap())).unwrap();
    let follows = find("acme-law:1/art-2");
    let found = resolution.obligations().iter().find(|obligation| obligation.requirement() == follows);
    assert_eq!(found.unwrap().coverage(), Coverage::Full);
}

/// Content that is exported, moved about and loaded again is the same content.
#[test]
fn a_directory_with_the_built_in_files_is_the_built_in_content() {
    let directory = tempfile::tempdir().unwrap();
    for (position, source) in builtin_sources().into_iter().enumerate() {
        let folder = directory.path().join(format!("{}", position % 3));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{}.yml", 1000 - position)), source.bytes).unwrap();
    }
    let again = Bundle::empty().with_directory(directory.path()).link().and_then(Bundle::validate);
    let again = again.unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let builtin = obligraph_frameworks::builtin().unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    assert_eq!(again.revision(), builtin.revision());
    assert_eq!(format!("{:?}", again.catalog()), format!("{:?}", builtin.catalog()));
}
