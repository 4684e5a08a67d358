//! A proof in which any field of any step was changed is refused.

use std::sync::Arc;

use obligraph_mapping::{
    Catalog, Claim, ClaimedCoverage, Confidence, Evidence, Framework, FrameworkContent, Graph, Kind, Mapping,
    MappingStatus, MappingUse, Options, Proof, ProofFault, ProofNode, RationaleKind, Reference, Relation,
    RelationSet, Requirement, RequirementId, Step, StepKind, SubjectKind, resolve, support, verify,
};

/// A catalogue in which a proof has steps of every kind but `given`.
struct World {
    graph: Graph,
}

impl World {
    fn new() -> Self {
        let requirement = |id: &str, parent: Option<&str>| {
            let mut requirement = Requirement::bare(id, parent, Kind::Requirement);
            requirement.assessable = true;
            requirement.subject = Some(SubjectKind::Aims);
            requirement
        };
        let mut whole = requirement("P", None);
        whole.complete = true;
        let mut for_each = requirement("T", None);
        for_each.per_ai_system = true;
        let requirements = vec![
            requirement("A", None),
            requirement("B", None),
            whole,
            requirement("P.1", Some("P")),
            requirement("P.2", Some("P")),
            requirement("U", None),
            requirement("U.1", Some("U")),
            for_each,
            requirement("V", None),
        ];
        let framework = Framework { key: "f:1".to_owned(), title: "F".to_owned(), hub: false };
        let catalog = Catalog::new(vec![FrameworkContent { framework, requirements }]).unwrap();
        let id = |id: &str| find(&catalog, id);
        let mappings = vec![
            mapping(vec![id("A"), id("B")], Relation::Superset, vec![id("P.1")], 0.9),
            mapping(vec![id("P")], Relation::Superset, vec![id("U")], 0.8),
            mapping(vec![id("T"), id("V")], Relation::Subset, vec![id("U.1")], 0.7),
        ];
        Self { graph: Graph::new(Arc::new(catalog.with_mappings(mappings).unwrap())) }
    }

    fn id(&self, id: &str) -> RequirementId {
        find(self.graph.catalog(), id)
    }

    /// For each of two AI systems: claims of A, B and P.2, so by joint mapping P.1, by union P, by mapping U, its child, T and V, T.
    fn proof(&self) -> Proof {
        let claim = |id: &str, confidence: f32| {
            let confidence = Confidence::new(confidence).unwrap();
            Claim { confidence, ..Claim::new(self.id(id), ClaimedCoverage::Full) }
        };
        let piece = |name: &str, confidence: f32| Evidence {
            claims: vec![claim("A", confidence), claim("B", 1.0), claim("P.2", 1.0)],
            covers: vec![format!("ai-system:{name}").parse().unwrap()],
            validity: None,
        };
        let scope = ["aims", "ai-system:X", "ai-system:Y"].map(|subject| subject.parse().unwrap()).to_vec();
        let options = Options { scope, ..Options::on("2027-01-01".parse().unwrap()) };
        let resolution = resolve(&self.graph, &[piece("X", 0.95), piece("Y", 1.0)], &options).unwrap();
        let obligation =
            resolution.obligations().iter().find(|one| one.requirement() == self.id("T")).unwrap();
        resolution.proof(&self.graph, obligation)
    }

    fn first_mapping(&self, forward: bool) -> MappingUse {
        MappingUse { id: self.graph.catalog().mapping_ids().next().unwrap(), forward }
    }

    fn support(&self) -> Proof {
        let options = Options::on("2027-01-01".parse().unwrap());
        let support = support(&self.graph, self.id("T"), &options).unwrap();
        let supporter = support.supporters().iter().find(|one| one.requirement() == self.id("U")).unwrap();
        support.proof(&self.graph, supporter)
    }
}

fn find(catalog: &Catalog, id: &str) -> RequirementId {
    catalog.find(&Reference::new("f:1", id).unwrap()).unwrap()
}

fn mapping(from: Vec<RequirementId>, relation: Relation, to: Vec<RequirementId>, confidence: f32) -> Mapping {
    Mapping {
        from,
        to,
        relation,
        confidence: Confidence::new(confidence).unwrap(),
        strength: None,
        rationale_kind: RationaleKind::Semantic,
        rationale: String::new(),
        status: MappingStatus::Approved,
        crosswalk: "test".to_owned(),
        author: None,
        reviewer: None,
    }
}

fn place_of(proof: &Proof, kind: StepKind) -> usize {
    proof.steps.iter().position(|step| step.kind == kind).unwrap()
}

/// What became of a proof in which the first step of a kind was changed.
fn tampered(proof: &Proof, kind: StepKind, change: impl Fn(&mut Step)) -> Result<(), &'static str> {
    let mut proof = proof.clone();
    let place = place_of(&proof, kind);
    change(&mut proof.steps[place]);
    verify(&proof).map(|_| ()).map_err(|fault| fault.code())
}

const KINDS: [StepKind; 7] = [
    StepKind::Claim,
    StepKind::Given,
    StepKind::Mapping,
    StepKind::Hierarchy,
    StepKind::Joint,
    StepKind::Union,
    StepKind::Population,
];

/// Two proofs that together have steps of all kinds.
fn proof_with(world: &World, kind: StepKind) -> Proof {
    if kind == StepKind::Given { world.support() } else { world.proof() }
}

#[test]
fn the_untouched_proofs_hold_and_have_every_kind_of_step() {
    let world = World::new();
    for kind in KINDS {
        let proof = proof_with(&world, kind);
        assert!(verify(&proof).is_ok());
        place_of(&proof, kind);
    }
}

/// The kinds of step of which the first, changed so, is accepted for all that.
fn accepted(change: impl Fn(&World, &mut Step)) -> Vec<&'static str> {
    let world = World::new();
    let accepted = |kind: StepKind| {
        tampered(&proof_with(&world, kind), kind, |step| change(&world, step)).is_ok().then_some(kind.word())
    };
    KINDS.into_iter().filter_map(accepted).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn another_relation_set_is_refused() {
    for relation in Relation::ALL {
        let turned = |_: &World, step: &mut Step| {
            let bits = step.relation_set.bits() ^ RelationSet::of(relation).bits();
            step.relation_set = RelationSet::from_bits(bits);
        };
        assert_eq!(accepted(turned), NONE, "{relation} put in or taken out");
    }
}

#[test]
fn another_confidence_is_refused() {
    assert_eq!(accepted(|_, step| step.confidence = Confidence::new(0.123).unwrap()), NONE);
}

#[test]
fn another_confidence_of_its_own_is_refused() {
    assert_eq!(accepted(|_, step| step.own_confidence = Confidence::new(0.123).unwrap()), NONE);
}

#[test]
fn another_relation_is_refused() {
    for relation in [Relation::Disjoint.into(), RelationSet::ALL, RelationSet::EMPTY] {
        assert_eq!(accepted(|_, step| step.relation = relation), NONE, "{relation}");
    }
}

#[test]
fn another_requirement_as_start_is_refused() {
    let elsewhere = |world: &World, step: &mut Step| {
        let other = ProofNode::Requirement(world.id("A"));
        step.from = if step.from == other { ProofNode::Requirement(world.id("B")) } else { other };
    };
    assert_eq!(accepted(elsewhere), NONE);
}

#[test]
fn nothing_as_start_is_refused() {
    assert_eq!(accepted(|_, step| step.from = ProofNode::Together(Vec::new())), NONE);
}

#[test]
fn another_end_is_refused_where_steps_go_on_from_it() {
    let world = World::new();
    for kind in KINDS.into_iter().filter(|kind| *kind != StepKind::Population) {
        let proof = proof_with(&world, kind);
        let end = |step: &mut Step| step.to = ProofNode::Evidence(7);
        assert!(tampered(&proof, kind, end).is_err(), "{}", kind.word());
    }
}

#[test]
fn another_premise_is_refused() {
    assert_eq!(accepted(|_, step| step.premises.push(0)), NONE);
    assert_eq!(accepted(|_, step| step.premises = vec![usize::MAX]), NONE);
    let none_or_one = |_: &World, step: &mut Step| {
        step.premises = if step.premises.is_empty() { vec![0] } else { Vec::new() };
    };
    assert_eq!(accepted(none_or_one), NONE);
}

#[test]
fn a_step_that_rests_on_itself_is_refused() {
    let world = World::new();
    for kind in KINDS {
        let proof = proof_with(&world, kind);
        let place = place_of(&proof, kind);
        assert!(tampered(&proof, kind, |step| step.premises = vec![place]).is_err(), "{}", kind.word());
    }
}

#[test]
fn a_mapping_step_without_a_mapping_is_refused() {
    let proof = World::new().proof();
    assert_eq!(tampered(&proof, StepKind::Mapping, |step| step.mapping = None), Err("proof-relation"));
}

#[test]
fn a_mapping_at_a_step_of_another_kind_is_refused() {
    let used = |world: &World, step: &mut Step| {
        step.mapping = match step.kind {
            StepKind::Mapping => None,
            _ => Some(world.first_mapping(true)),
        };
    };
    assert_eq!(accepted(used), NONE);
}

#[test]
fn another_kind_is_refused() {
    let world = World::new();
    let mut accepted = Vec::new();
    for kind in KINDS {
        for other in KINDS.into_iter().filter(|&other| other != kind) {
            if tampered(&proof_with(&world, kind), kind, |step| step.kind = other).is_ok() {
                accepted.push(format!("{} as {}", kind.word(), other.word()));
            }
        }
    }
    assert!(accepted.is_empty(), "{accepted:?}");
}

#[test]
fn a_union_without_one_of_its_members_is_refused() {
    let world = World::new();
    let proof = world.proof();
    let union = place_of(&proof, StepKind::Union);
    let without = |member: usize| {
        tampered(&proof, StepKind::Union, |step| {
            step.premises.remove(member);
        })
    };
    for member in 0..proof.steps[union].premises.len() {
        assert_eq!(without(member), Err("proof-gap"));
    }
}

#[test]
fn steps_taken_out_or_turned_round_are_refused() {
    let proof = World::new().proof();
    for place in 0..proof.steps.len() - 1 {
        let mut shorter = proof.clone();
        shorter.steps.remove(place);
        assert!(verify(&shorter).is_err(), "without step {place}");
    }
    let mut reversed = proof;
    reversed.steps.reverse();
    assert_eq!(verify(&reversed), Err(ProofFault::MissingPremise { position: 0 }));
}

/// What steps state is for the catalogue to confirm: which evidence claims it, and which mapping says it.
#[test]
fn what_a_step_states_is_taken_as_given() {
    let world = World::new();
    let proof = world.proof();
    let other = world.first_mapping(false);
    assert_eq!(tampered(&proof, StepKind::Claim, |step| step.from = ProofNode::Evidence(9)), Ok(()));
    assert_eq!(tampered(&proof, StepKind::Mapping, |step| step.mapping = Some(other)), Ok(()));
}
