//! Laws that every answer keeps.

use std::sync::Arc;

use obligraph_mapping::{
    Catalog, Coverage, Framework, FrameworkContent, Graph, Kind, ProofNode, Requirement, Resolution,
    SubjectKind, resolve,
};
use proptest::prelude::*;

use crate::world::{World, choices, options};

/// Reference, coverage, confidence and the proof in words: what an answer says, whatever its ids are.
fn said(graph: &Graph, resolution: &Resolution) -> Vec<(String, Coverage, u32, Vec<String>)> {
    let name = |node: &ProofNode| match node {
        ProofNode::Evidence(_) => "evidence".to_owned(),
        ProofNode::Requirement(id) => graph.catalog().reference(*id).unwrap().to_string(),
        ProofNode::Together(ids) => ids
            .iter()
            .map(|id| graph.catalog().reference(*id).unwrap().to_string())
            .collect::<Vec<_>>()
            .join("+"),
    };
    let obligations = resolution.obligations().iter().map(|obligation| {
        let proof = resolution.proof(graph, obligation);
        let steps = proof.steps.iter().map(|step| {
            format!("{} {} -> {} {}", step.kind.word(), name(&step.from), name(&step.to), step.relation_set)
        });
        (
            graph.catalog().reference(obligation.requirement()).unwrap().to_string(),
            obligation.coverage(),
            obligation.confidence().value().to_bits(),
            steps.collect(),
        )
    });
    obligations.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn more_evidence_never_lowers_an_answer(drawn in choices()) {
        let (world, mut choices) = World::draw(&drawn);
        let graph = world.graph();
        let (_, one) = world.draw_evidence(&graph, &mut choices);
        let (_, other) = world.draw_evidence(&graph, &mut choices);
        let before = resolve(&graph, std::slice::from_ref(&one), &options()).unwrap();
        let after = resolve(&graph, &[one, other], &options()).unwrap();
        for had in before.obligations() {
            let has = after.obligations().iter().find(|has| has.requirement() == had.requirement()).unwrap();
            let rank = |o: &obligraph_mapping::Obligation| (o.coverage(), o.confidence().value());
            prop_assert!(rank(has) >= rank(had));
        }
    }

    #[test]
    fn the_order_of_claims_and_of_content_changes_nothing(drawn in choices()) {
        let (world, mut choices) = World::draw(&drawn);
        let graph = world.graph();
        let (_, mut evidence) = world.draw_evidence(&graph, &mut choices);
        let first = said(&graph, &resolve(&graph, std::slice::from_ref(&evidence), &options()).unwrap());
        evidence.claims.reverse();
        let mut contents = world.contents.clone();
        contents.reverse();
        let mut rows = world.rows.clone();
        rows.reverse();
        let shuffled = world.graph_of(contents, &rows);
        let second = said(&shuffled, &resolve(&shuffled, &[evidence], &options()).unwrap());
        prop_assert_eq!(first, second);
    }

    #[test]
    fn an_unrelated_framework_changes_nothing(drawn in choices()) {
        let (world, mut choices) = World::draw(&drawn);
        let graph = world.graph();
        let (_, evidence) = world.draw_evidence(&graph, &mut choices);
        let mut contents = world.contents.clone();
        let requirements = (0..5).map(|place| {
            let mut requirement = Requirement::bare(&format!("x{place}"), None, Kind::Requirement);
            requirement.assessable = true;
            requirement.subject = Some(SubjectKind::Aims);
            requirement
        });
        contents.push(FrameworkContent {
            framework: Framework { key: "a-stranger:1".to_owned(), title: "Stranger".to_owned(), hub: false },
            requirements: requirements.collect(),
        });
        let larger = world.graph_of(contents, &world.rows);
        let mut same = evidence.clone();
        for claim in &mut same.claims {
            let reference = graph.catalog().reference(claim.requirement).unwrap();
            claim.requirement = larger.catalog().find(&reference).unwrap();
        }
        let first = said(&graph, &resolve(&graph, &[evidence], &options()).unwrap());
        let second = said(&larger, &resolve(&larger, &[same], &options()).unwrap());
        prop_assert_eq!(first, second);
    }

    #[test]
    fn an_overlay_answers_as_if_all_were_one_catalogue(drawn in choices()) {
        let (world, mut choices) = World::draw(&drawn);
        let whole = world.graph();
        let (_, evidence) = world.draw_evidence(&whole, &mut choices);
        let below = choices.below(world.rows.len() + 1);
        let (built_in, own) = world.rows.split_at(below);
        let base = world.graph_of(world.contents.clone(), built_in);
        let overlay = Catalog::overlay(Arc::clone(base.catalog()), Vec::new()).unwrap();
        let mappings = own.iter().map(|row| world.mapping(base.catalog(), row)).collect();
        let layered = base.with_overlay(Arc::new(overlay.with_mappings(mappings).unwrap())).unwrap();
        let answer = |graph: &Graph| {
            let resolution = resolve(graph, std::slice::from_ref(&evidence), &options()).unwrap();
            let each = resolution.obligations().iter();
            each.map(|one| (one.requirement(), one.coverage(), one.confidence(), resolution.hops(one))).collect::<Vec<_>>()
        };
        prop_assert_eq!(answer(&whole), answer(&layered));
    }
}
