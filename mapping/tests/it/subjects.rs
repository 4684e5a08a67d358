//! Laws of answers about several subjects: random worlds, evidence that covers some subjects and not others.

use obligraph_mapping::{
    Coverage, Evidence, Graph, Limit, Obligation, Options, RequirementId, Resolution, Subject, SubjectKind,
    resolve, verify,
};
use proptest::prelude::*;

use crate::world::{Choices, World, choices, options};

const WHOSE: [SubjectKind; 4] =
    [SubjectKind::Aims, SubjectKind::Qms, SubjectKind::Organization, SubjectKind::AiSystem];
const SCOPE: [&str; 5] = ["aims", "qms", "organization", "ai-system:A", "ai-system:B"];
const COVERS: [&str; 6] = ["aims", "qms", "organization", "ai-system:A", "ai-system:B", "ai-system"];

/// A world whose requirements are the duties of several subjects, with two pieces of evidence.
struct Drawn {
    graph: Graph,
    evidence: [Evidence; 2],
    options: Options,
}

impl Drawn {
    fn from(drawn: &[u16]) -> Self {
        let (mut world, mut choices) = World::draw(drawn);
        for requirement in world.contents.iter_mut().flat_map(|content| &mut content.requirements) {
            let whose = WHOSE[choices.below(WHOSE.len())];
            requirement.subject = Some(whose);
            requirement.per_ai_system = whose != SubjectKind::AiSystem && choices.chance(25);
        }
        let graph = world.graph();
        let evidence = [(); 2].map(|()| piece(&world, &graph, &mut choices));
        let scope = SCOPE.map(|subject| subject.parse().unwrap()).to_vec();
        let options = Options { scope, include_possible: choices.chance(50), ..options() };
        Self { graph, evidence, options }
    }
}

fn piece(world: &World, graph: &Graph, choices: &mut Choices) -> Evidence {
    let (_, mut evidence) = world.draw_evidence(graph, choices);
    evidence.covers =
        (0..1 + choices.below(2)).map(|_| subject(COVERS[choices.below(COVERS.len())])).collect();
    for claim in &mut evidence.claims {
        claim.all_ai_systems = choices.chance(15);
    }
    evidence
}

fn subject(word: &str) -> Subject {
    word.parse().unwrap()
}

type Said = (RequirementId, Subject, Coverage, u32, u8, Option<Limit>, Vec<Subject>);

fn said(resolution: &Resolution, obligation: &Obligation) -> Said {
    (
        obligation.requirement(),
        resolution.subject(obligation).clone(),
        obligation.coverage(),
        obligation.confidence().value().to_bits(),
        resolution.hops(obligation),
        obligation.limit(),
        resolution.scope_gap(obligation),
    )
}

/// Whether some piece covers the subject, or (for a duty for every AI system) each AI system in scope is covered.
fn may_be_full(evidence: &[Evidence], subject: &Subject, per_ai_system: bool) -> bool {
    let covers = |wanted: &dyn Fn(&Subject) -> bool| evidence.iter().any(|one| one.covers.iter().any(wanted));
    let declared = evidence.iter().flat_map(|one| &one.claims).any(|claim| claim.all_ai_systems);
    let is_ai_system = subject.kind() == SubjectKind::AiSystem;
    let each =
        || ["ai-system:A", "ai-system:B"].iter().all(|name| covers(&|one| *one == self::subject(name)));
    covers(&|one| one == subject)
        || (subject.kind() == SubjectKind::Organization && covers(&|one| one.kind().is_management_system()))
        || (is_ai_system && declared)
        || (per_ai_system && (declared || each()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn more_evidence_never_lowers_an_answer(drawn in choices()) {
        let Drawn { graph, evidence, options } = Drawn::from(&drawn);
        let before = resolve(&graph, &evidence[..1], &options).unwrap();
        let after = resolve(&graph, &evidence, &options).unwrap();
        for had in before.obligations() {
            let same = |has: &&Obligation| {
                has.requirement() == had.requirement() && after.subject(has) == before.subject(had)
            };
            let has = after.obligations().iter().find(same).unwrap();
            let rank = |one: &Obligation| (one.coverage(), one.confidence().value());
            prop_assert!(rank(has) >= rank(had), "{:?} became {:?}", said(&before, had), said(&after, has));
        }
    }

    #[test]
    fn asking_for_possible_changes_no_other_answer(drawn in choices()) {
        let Drawn { graph, evidence, options } = Drawn::from(&drawn);
        let with = resolve(&graph, &evidence, &Options { include_possible: true, ..options.clone() }).unwrap();
        let without = resolve(&graph, &evidence, &Options { include_possible: false, ..options }).unwrap();
        let more = with.obligations().iter().filter(|one| one.coverage() > Coverage::Possible);
        let more: Vec<Said> = more.map(|one| said(&with, one)).collect();
        let less: Vec<Said> = without.obligations().iter().map(|one| said(&without, one)).collect();
        prop_assert_eq!(more, less);
    }

    #[test]
    fn nothing_is_full_for_a_subject_that_no_evidence_covers(drawn in choices()) {
        let Drawn { graph, evidence, options } = Drawn::from(&drawn);
        let resolution = resolve(&graph, &evidence, &options).unwrap();
        for obligation in resolution.obligations() {
            let requirement = graph.catalog().requirement(obligation.requirement()).unwrap();
            let subject = resolution.subject(obligation);
            if obligation.coverage() == Coverage::Full {
                prop_assert!(may_be_full(&evidence, subject, requirement.per_ai_system));
            }
            let shown = (resolution.relation_set(obligation), obligation.confidence());
            prop_assert_eq!(verify(&resolution.proof(&graph, obligation)), Ok(shown));
        }
    }
}
