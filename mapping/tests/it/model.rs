//! Soundness: whatever the engine says of mappings that tell the truth is true of the sets.

use obligraph_mapping::{Coverage, FailureStatus, NotMet, Options, fail, resolve, support, verify};
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use crate::world::{World, choices, options, relation, some_options};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn coverage_is_true_of_the_sets(drawn in choices()) {
        let (world, mut choices) = World::draw(&drawn);
        let graph = world.graph();
        let (set, evidence) = world.draw_evidence(&graph, &mut choices);
        let resolution = resolve(&graph, &[evidence], &some_options(&mut choices)).unwrap();
        for obligation in resolution.obligations() {
            let target = world.set_of(graph.catalog(), obligation.requirement());
            let truth = relation(set, target);
            prop_assert!(resolution.relation_set(obligation).contains(truth), "{obligation:?}: {truth}");
            match obligation.coverage() {
                Coverage::Full => prop_assert_eq!(target & !set, 0),
                Coverage::Partial => prop_assert_ne!(target & set, 0),
                Coverage::Possible => {}
            }
        }
    }

    #[test]
    fn coverage_by_several_pieces_is_true_of_their_union(drawn in choices()) {
        let (world, mut choices) = World::draw(&drawn);
        let graph = world.graph();
        let (first, one) = world.draw_evidence(&graph, &mut choices);
        let (second, other) = world.draw_evidence(&graph, &mut choices);
        let resolution = resolve(&graph, &[one, other], &some_options(&mut choices)).unwrap();
        for obligation in resolution.obligations() {
            let target = world.set_of(graph.catalog(), obligation.requirement());
            match obligation.coverage() {
                Coverage::Full => prop_assert_eq!(target & !(first | second), 0),
                Coverage::Partial => prop_assert_ne!(target & (first | second), 0),
                Coverage::Possible => {}
            }
        }
    }

    #[test]
    fn every_proof_replays_to_its_answer(drawn in choices()) {
        let (world, mut choices) = World::draw(&drawn);
        let graph = world.graph();
        let pieces: Vec<_> = (0..1 + choices.below(2)).map(|_| world.draw_evidence(&graph, &mut choices).1).collect();
        let resolution = resolve(&graph, &pieces, &some_options(&mut choices)).unwrap();
        for obligation in resolution.obligations() {
            let proof = resolution.proof(&graph, obligation);
            prop_assert_eq!(verify(&proof), Ok((resolution.relation_set(obligation), obligation.confidence())));
        }
    }

    #[test]
    fn failure_and_support_are_true_of_the_sets(drawn in choices()) {
        let (world, mut choices) = World::draw(&drawn);
        let graph = world.graph();
        let framework = choices.below(world.sets.len());
        let place = choices.below(world.sets[framework].len());
        let (id, set) = (world.id(graph.catalog(), framework, place), world.sets[framework][place]);
        let failure = fail(&graph, &NotMet { requirement: id, subjects: Vec::new() }, &options()).unwrap();
        for affected in failure.affected() {
            let target = world.set_of(graph.catalog(), affected.requirement());
            match affected.status() {
                FailureStatus::Failed => prop_assert_eq!(set & !target, 0),
                FailureStatus::AtRisk => prop_assert_ne!(set & target, 0),
            }
            let (proved, _) = verify(&failure.proof(&graph, affected)).unwrap();
            prop_assert!(proved.contains(relation(set, target)));
        }
        let support = support(&graph, id, &options()).unwrap();
        for supporter in support.supporters() {
            let other = world.set_of(graph.catalog(), supporter.requirement());
            match supporter.coverage() {
                Coverage::Full => prop_assert_eq!(set & !other, 0),
                _ => prop_assert_ne!(set & other, 0),
            }
            let (proved, _) = verify(&support.proof(&graph, supporter)).unwrap();
            prop_assert_eq!(proved, supporter.relation_set());
        }
    }
}

/// The cases above say little if most worlds prove nothing.
#[test]
fn drawn_worlds_prove_something() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut full, mut partial, mut by_union) = (0, 0, 0);
    for _ in 0..1000 {
        let drawn = choices().new_tree(&mut runner).unwrap().current();
        let (world, mut choices) = World::draw(&drawn);
        let graph = world.graph();
        let (_, evidence) = world.draw_evidence(&graph, &mut choices);
        let options = Options { include_possible: false, ..options() };
        let resolution = resolve(&graph, &[evidence], &options).unwrap();
        for obligation in resolution.obligations().iter().filter(|obligation| resolution.hops(obligation) > 0)
        {
            match obligation.coverage() {
                Coverage::Full => full += 1,
                _ => partial += 1,
            }
            let proof = resolution.proof(&graph, obligation);
            by_union += usize::from(proof.steps.iter().any(|step| step.kind.word() == "union"));
        }
    }
    assert!(
        full > 400 && partial > 400 && by_union > 40,
        "{full} full, {partial} partial, {by_union} by union"
    );
}
