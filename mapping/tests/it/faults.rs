//! Every fault is raised by some input, and says what is wrong with it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use obligraph_mapping::{
    Catalog, CatalogFault, Claim, ClaimedCoverage, Confidence, ConfidenceError, Evidence, Framework,
    FrameworkContent, Graph, Kind, Mapping, MappingStatus, NotAnOverlay, NotMet, Options, Proof,
    RationaleKind, Reference, Relation, RelationSet, Requirement, RequirementId, ResolveFault, Strength,
    StrengthError, Subject, SubjectKind, fail, resolve, support, verify,
};

/// Code and message of each fault, in the order of [`raised`].
const EVERY_FAULT: [(&str, &str); 27] = [
    ("duplicate-framework", "two frameworks have the key `a:1`"),
    ("duplicate-requirement", "`a:1/A` is defined twice"),
    (
        "bad-reference",
        "`ISO 42001` is no framework key; write name and edition in lower case as `iso-42001:2023`",
    ),
    ("unknown-parent", "`a:1/A` has the parent `missing`, which its framework does not hold"),
    ("hierarchy-cycle", "requirements are their own ancestors: a:1/A, a:1/B"),
    ("mapping-without-end", "mapping 0 has no requirement on one side"),
    ("mapping-unknown-requirement", "mapping 0 names a requirement that the catalogue does not hold"),
    ("mapping-to-itself", "mapping 0 has one requirement on both sides"),
    ("catalogue-too-large", "the catalogue has more entries than ids can tell apart"),
    (
        "claim-unknown-requirement",
        "claim 1 of evidence 1 names a requirement that the catalogue does not hold",
    ),
    ("unknown-requirement", "the requirement asked about is one that the catalogue does not hold"),
    ("too-many-hops", "at most 64 mappings in a row are followed, not `65`"),
    ("too-many-subjects", "one answer speaks of at most 10000 subjects, not `10007`; ask in parts"),
    ("min-confidence-out-of-range", "the least confidence must be between 0 and 1, not `1.5`"),
    ("not-an-overlay", "the catalogue is not an overlay of the one that the graph was made from"),
    ("proof-empty", "the proof has no steps"),
    ("proof-missing-premise", "step 1 does not rest on the earlier steps that its kind needs"),
    ("proof-relation", "step 0 states what its kind cannot"),
    ("proof-gap", "step 1 does not start where its premises end"),
    ("proof-relation-set", "at step 1 follows {equal, superset}, which is not what it says"),
    ("proof-confidence", "at step 1 another confidence follows"),
    (
        "reference-without-slash",
        "`A.6` is no reference; write framework and requirement as `iso-42001:2023/A.6.2.8`",
    ),
    (
        "reference-framework-key",
        "`iso` is no framework key; write name and edition in lower case as `iso-42001:2023`",
    ),
    (
        "reference-requirement-id",
        "`A 6` is no requirement id; it must not be empty or hold blanks or a slash",
    ),
    (
        "subject-unknown-kind",
        "`qmss` is no kind of subject; use aims, isms, qms, ems, organization, ai-system or ai-model, with a name \
         where there are several: `ai-system:CS-7`",
    ),
    ("subject-empty-name", "`qms:` lacks a name; write it as in `ai-system:CS-7`"),
    ("confidence-out-of-range", "confidence `1.5` is out of range; it must be above 0 and at most 1"),
];

/// Of its own, as it has no fellow among the codes of enums.
const STRENGTH: (&str, &str) = ("strength-out-of-range", "strength `11` is out of range; it must be 1 to 10");

type Said = (&'static str, String);

fn framework(key: &str, requirements: Vec<Requirement>) -> FrameworkContent {
    FrameworkContent {
        framework: Framework { key: key.to_owned(), title: key.to_owned(), hub: false },
        requirements,
    }
}

fn requirement(id: &str, parent: Option<&str>) -> Requirement {
    let mut requirement = Requirement::bare(id, parent, Kind::Requirement);
    requirement.assessable = true;
    requirement.subject = Some(SubjectKind::Aims);
    requirement
}

/// One framework of A, B and C.
fn three() -> Catalog {
    let requirements = ["A", "B", "C"].map(|id| requirement(id, None));
    Catalog::new(vec![framework("a:1", requirements.to_vec())]).unwrap()
}

/// A requirement that only a larger catalogue holds.
fn stranger() -> RequirementId {
    let requirements = (0..4).map(|place| requirement(&format!("R{place}"), None));
    Catalog::new(vec![framework("b:1", requirements.collect())]).unwrap().requirement_ids().last().unwrap()
}

fn id(catalog: &Catalog, id: &str) -> RequirementId {
    catalog.find(&Reference::new("a:1", id).unwrap()).unwrap()
}

fn mapping(from: Vec<RequirementId>, to: Vec<RequirementId>) -> Mapping {
    Mapping {
        from,
        to,
        relation: Relation::Equal,
        confidence: Confidence::CERTAIN,
        strength: None,
        rationale_kind: RationaleKind::Semantic,
        rationale: String::new(),
        status: MappingStatus::Approved,
        crosswalk: "test".to_owned(),
        author: None,
        reviewer: None,
    }
}

fn options() -> Options {
    Options::on("2027-01-01".parse().unwrap())
}

fn of_catalog(frameworks: Vec<FrameworkContent>) -> Vec<Said> {
    said(&Catalog::new(frameworks).unwrap_err())
}

fn of_mapping(mapping: Mapping) -> Vec<Said> {
    said(&three().with_mappings(vec![mapping]).unwrap_err())
}

fn said(faults: &[CatalogFault]) -> Vec<Said> {
    faults.iter().map(|fault| (fault.code(), fault.to_string())).collect()
}

fn of_question(evidence: &[Evidence], options: &Options) -> Vec<Said> {
    let graph = Graph::new(Arc::new(three()));
    let faults: Vec<ResolveFault> = resolve(&graph, evidence, options).unwrap_err();
    faults.iter().map(|fault| (fault.code(), fault.to_string())).collect()
}

fn claiming(requirements: &[RequirementId]) -> Evidence {
    Evidence::of(requirements.iter().map(|&id| Claim::new(id, ClaimedCoverage::Full)).collect())
}

/// The fault of a proof of two steps, a claim and a mapping, in which `spoil` changed something.
fn of_proof(spoil: impl Fn(&mut Proof)) -> Said {
    let catalog = three();
    let (a, b) = (id(&catalog, "A"), id(&catalog, "B"));
    let graph = Graph::new(Arc::new(catalog.with_mappings(vec![mapping(vec![a], vec![b])]).unwrap()));
    let resolution = resolve(&graph, &[claiming(&[a])], &options()).unwrap();
    let reached = resolution.obligations().iter().find(|obligation| obligation.requirement() == b).unwrap();
    let mut proof = resolution.proof(&graph, reached);
    assert_eq!(proof.steps.len(), 2);
    spoil(&mut proof);
    let fault = verify(&proof).unwrap_err();
    (fault.code(), fault.to_string())
}

fn too_large() -> Vec<Said> {
    let frameworks = (0..u32::from(u16::MAX)).map(|number| framework(&format!("f{number}:1"), Vec::new()));
    of_catalog(frameworks.collect())
}

fn not_an_overlay() -> Said {
    let graph = Graph::new(Arc::new(three()));
    let overlay = Catalog::overlay(Arc::new(three()), Vec::new()).unwrap();
    let NotAnOverlay = graph.with_overlay(Arc::new(overlay)).unwrap_err();
    (NotAnOverlay::CODE, NotAnOverlay.to_string())
}

fn raised() -> Vec<Said> {
    let known = three();
    let (a, b) = (id(&known, "A"), id(&known, "B"));
    let mut raised = Vec::new();
    raised.extend(of_catalog(vec![framework("a:1", Vec::new()), framework("a:1", Vec::new())]));
    raised.extend(of_catalog(vec![framework("a:1", vec![requirement("A", None), requirement("A", None)])]));
    raised.extend(of_catalog(vec![framework("ISO 42001", vec![requirement("A", None)])]));
    raised.extend(of_catalog(vec![framework("a:1", vec![requirement("A", Some("missing"))])]));
    let ring = vec![requirement("A", Some("B")), requirement("B", Some("A")), requirement("C", Some("A"))];
    raised.extend(of_catalog(vec![framework("a:1", ring)]));
    raised.extend(of_mapping(mapping(vec![a], Vec::new())));
    raised.extend(of_mapping(mapping(vec![a], vec![stranger()])));
    raised.extend(of_mapping(mapping(vec![a, b], vec![b])));
    raised.extend(too_large());
    raised.extend(of_question(&[claiming(&[a]), claiming(&[b, stranger()])], &options()));
    let unknown = support(&Graph::new(Arc::new(three())), stranger(), &options()).unwrap_err();
    raised.extend(unknown.iter().map(|fault| (fault.code(), fault.to_string())));
    raised.extend(of_question(&[], &Options { max_hops: 65, ..options() }));
    let scope = (0..10_007).map(|name| Subject::named(SubjectKind::AiSystem, &name.to_string())).collect();
    raised.extend(of_question(&[], &Options { scope, ..options() }));
    raised.extend(of_question(&[], &Options { min_confidence: 1.5, ..options() }));
    raised.push(not_an_overlay());
    raised.push(of_proof(|proof| proof.steps.clear()));
    raised.push(of_proof(|proof| proof.steps[1].premises.clear()));
    raised.push(of_proof(|proof| proof.steps[0].relation = RelationSet::ALL));
    raised.push(of_proof(|proof| proof.steps[1].from = proof.steps[1].to.clone()));
    raised.push(of_proof(|proof| proof.steps[1].relation_set = Relation::Equal.into()));
    raised.push(of_proof(|proof| proof.steps[1].confidence = Confidence::new(0.5).unwrap()));
    for text in ["A.6", "iso/A.6", "iso-42001:2023/A 6"] {
        let error = text.parse::<Reference>().unwrap_err();
        raised.push((error.code(), error.to_string()));
    }
    for text in ["qmss", "qms:"] {
        let error = text.parse::<Subject>().unwrap_err();
        raised.push((error.code(), error.to_string()));
    }
    raised.push((ConfidenceError::CODE, Confidence::new(1.5).unwrap_err().to_string()));
    raised.push((StrengthError::CODE, Strength::new(11).unwrap_err().to_string()));
    raised
}

#[test]
fn every_fault_says_what_is_wrong() {
    let raised = raised();
    let raised: Vec<(&str, &str)> = raised.iter().map(|(code, message)| (*code, message.as_str())).collect();
    assert_eq!(raised, [&EVERY_FAULT[..], &[STRENGTH]].concat());
}

/// The source is the one list of codes that cannot miss one.
#[test]
fn every_code_of_the_source_is_among_them() {
    let mut in_source = Vec::new();
    for file in source_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = std::fs::read_to_string(file).unwrap();
        for (start, end) in [("fn code(&self)", "\n    }\n"), ("const CODE: &'static str", ";")] {
            for body in text.split(start).skip(1).filter_map(|rest| rest.split(end).next()) {
                in_source.extend(body.split('"').skip(1).step_by(2).map(str::to_owned));
            }
        }
    }
    let listed: Vec<&str> = EVERY_FAULT.iter().chain([&STRENGTH]).map(|(code, _)| *code).collect();
    assert_eq!(
        in_source.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        listed.iter().copied().collect()
    );
    assert_eq!(in_source.len(), listed.len(), "a code is used twice");
}

fn source_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| if path.is_dir() { source_files(&path) } else { vec![path] });
    files.collect()
}

#[test]
fn all_faults_of_frameworks_come_at_once_in_their_order() {
    let spoilt = vec![
        requirement("A", Some("missing")),
        requirement("B", Some("B")),
        requirement("A", None),
        requirement("C 1", None),
    ];
    let faults = of_catalog(vec![
        framework("b:1", spoilt),
        framework("a:1", vec![requirement("A", Some("missing"))]),
        framework("b:1", Vec::new()),
    ]);
    let messages: Vec<&str> = faults.iter().map(|(_, message)| message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`a:1/A` has the parent `missing`, which its framework does not hold",
            "`b:1/A` is defined twice",
            "`b:1/A` has the parent `missing`, which its framework does not hold",
            "`C 1` is no requirement id; it must not be empty or hold blanks or a slash",
            "requirements are their own ancestors: b:1/B",
            "two frameworks have the key `b:1`",
        ]
    );
}

#[test]
fn all_faults_of_mappings_come_at_once_by_their_position() {
    let catalog = three();
    let (a, b) = (id(&catalog, "A"), id(&catalog, "B"));
    let mappings = vec![
        mapping(vec![a], vec![b]),
        mapping(Vec::new(), vec![stranger()]),
        mapping(vec![a], vec![a]),
        mapping(vec![b, b], vec![a]),
        mapping(vec![stranger()], vec![a]),
    ];
    let faults = catalog.with_mappings(mappings).unwrap_err();
    assert_eq!(
        faults,
        [
            CatalogFault::EmptySide { position: 1 },
            CatalogFault::UnknownRequirement { position: 1 },
            CatalogFault::SameOnBothSides { position: 2 },
            CatalogFault::UnknownRequirement { position: 4 },
        ]
    );
}

#[test]
fn all_faults_of_a_question_come_at_once() {
    let options = Options { max_hops: u8::MAX, min_confidence: -1.0, ..options() };
    let codes = |faults: Vec<ResolveFault>| faults.iter().map(ResolveFault::code).collect::<Vec<_>>();
    let expected = ["too-many-hops", "min-confidence-out-of-range", "claim-unknown-requirement"];
    let expected_of_target = ["too-many-hops", "min-confidence-out-of-range", "unknown-requirement"];
    let graph = Graph::new(Arc::new(three()));
    let evidence = claiming(&[stranger()]);
    assert_eq!(codes(resolve(&graph, &[evidence], &options).unwrap_err()), expected);
    assert_eq!(codes(support(&graph, stranger(), &options).unwrap_err()), expected_of_target);
    let not_met = NotMet { requirement: stranger(), subjects: Vec::new() };
    assert_eq!(codes(fail(&graph, &not_met, &options).unwrap_err()), expected_of_target);
}

/// Evidence that does not count may still be wrong, and wrong is wrong on every day.
#[test]
fn evidence_that_does_not_count_is_checked_too() {
    let from = "2030-01-01".parse().unwrap();
    let validity = Some(obligraph_mapping::Validity { from, until: None });
    let faults = of_question(&[Evidence { validity, ..claiming(&[stranger()]) }], &options());
    assert_eq!(faults[0].0, "claim-unknown-requirement");
}

#[test]
fn no_number_that_is_none_gets_through() {
    for min_confidence in [f32::NAN, f32::INFINITY, -0.1] {
        let faults = of_question(&[], &Options { min_confidence, ..options() });
        assert_eq!(faults[0].0, "min-confidence-out-of-range", "{min_confidence}");
    }
    assert!(Confidence::new(f32::NAN).is_err() && Confidence::new(-1.0).is_err());
}
