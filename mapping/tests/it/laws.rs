//! Laws that every answer keeps.

use std::sync::Arc;

use obligraph_mapping::{
    Catalog, Coverage, Framework, FrameworkContent, Graph, Kind, ProofNode, Requirement, Resolution,
    SubjectKind, resolve,
};
use proptest::prelude::*;

use crate::world::{Row, World, choices, options};

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

    /// Own frameworks with their hierarchy and unions, joint mappings that put base and own together.
    #[test]
    fn an_overlay_answers_as_if_all_were_one_catalogue(drawn in choices()) {
        let (world, mut choices) = World::draw(&drawn);
        let shared = 1 + choices.below(world.contents.len());
        let mut rows = world.rows.clone();
        for row in &mut rows {
            let other = choices.below(world.contents.len());
            let end = (other, choices.below(world.contents[other].requirements.len()));
            if choices.chance(20) && !row.from.contains(&end) && !row.to.contains(&end) {
                row.from.push(end);
                row.relation = world.relation_of(row);
            }
        }
        let is_shared = |row: &Row| row.from.iter().chain(&row.to).all(|(framework, _)| *framework < shared);
        let (built_in, own): (Vec<Row>, Vec<Row>) =
            rows.iter().cloned().partition(|row| is_shared(row) && choices.chance(60));
        let whole = world.graph_of(world.contents.clone(), &rows);
        let base = world.graph_of(world.contents[..shared].to_vec(), &built_in);
        let overlay = Catalog::overlay(Arc::clone(base.catalog()), world.contents[shared..].to_vec()).unwrap();
        let mappings = own.iter().map(|row| world.mapping(&overlay, row)).collect();
        let layered = base.with_overlay(Arc::new(overlay.with_mappings(mappings).unwrap())).unwrap();
        let (_, evidence) = world.draw_evidence(&whole, &mut choices);
        let answer = |graph: &Graph| {
            let mut same = evidence.clone();
            for claim in &mut same.claims {
                let reference = whole.catalog().reference(claim.requirement).unwrap();
                claim.requirement = graph.catalog().find(&reference).unwrap();
            }
            let resolution = resolve(graph, &[same], &options()).unwrap();
            let each = resolution.obligations().iter();
            let mut said: Vec<_> = each
                .map(|one| {
                    let reference = graph.catalog().reference(one.requirement()).unwrap().to_string();
                    (reference, one.coverage(), one.confidence().value().to_bits(), resolution.hops(one))
                })
                .collect();
            said.sort();
            said
        };
        prop_assert_eq!(answer(&whole), answer(&layered));
        prop_assert_eq!(answer(&layered), answer(&Graph::new(Arc::clone(layered.catalog()))));
    }

    #[test]
    fn an_overlay_that_links_nothing_changes_no_answer(drawn in choices()) {
        let (world, mut choices) = World::draw(&drawn);
        let graph = world.graph();
        let (_, evidence) = world.draw_evidence(&graph, &mut choices);
        let mut strangers = world.contents.clone();
        for content in &mut strangers {
            content.framework.key = format!("own-{}", content.framework.key);
        }
        let overlay = Catalog::overlay(Arc::clone(graph.catalog()), strangers).unwrap();
        let larger = graph.with_overlay(Arc::new(overlay)).unwrap();
        let first = said(&graph, &resolve(&graph, std::slice::from_ref(&evidence), &options()).unwrap());
        let second = said(&larger, &resolve(&larger, &[evidence], &options()).unwrap());
        prop_assert_eq!(first, second);
    }
}
