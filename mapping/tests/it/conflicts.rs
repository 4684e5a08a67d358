//! Contradictions: those that are reported are some, they are minimal, and none is missed within the budget.

use std::collections::BTreeSet;
use std::sync::Arc;

use obligraph_mapping::{
    Catalog, Conflict, ConflictOptions, Conflicts, Graph, Mapping, MappingId, Relation, conflicts,
    conflicts_with,
};
use proptest::prelude::*;

use crate::reference::is_consistent;
use crate::world::{Choices, World, choices};

const ALL: ConflictOptions = ConflictOptions::new();

/// A world whose mappings tell the truth but for some.
fn with_untruths(drawn: &[u16]) -> (World, Choices<'_>) {
    let (mut world, mut choices) = World::draw(drawn);
    for row in &mut world.rows {
        if choices.chance(20) {
            row.relation = Relation::ALL[choices.below(5)];
        }
    }
    (world, choices)
}

fn rows<'g>(graph: &'g Graph, mappings: &[MappingId]) -> Vec<&'g Mapping> {
    mappings.iter().map(|id| graph.catalog().mapping(*id).unwrap()).collect()
}

fn is_minimal(graph: &Graph, conflict: &Conflict) -> bool {
    let rows = rows(graph, &conflict.mappings);
    let without = |left_out: usize| {
        let rest = rows.iter().enumerate().filter(move |(place, _)| *place != left_out);
        is_consistent(graph, rest.map(|(_, row)| *row))
    };
    !is_consistent(graph, rows.iter().copied()) && (0..rows.len()).all(without)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn a_crosswalk_that_tells_the_truth_has_no_conflict(drawn in choices()) {
        let (world, _) = World::draw(&drawn);
        prop_assert_eq!(conflicts(&world.graph(), &ALL), Conflicts { conflicts: vec![], complete: true });
    }

    #[test]
    fn a_conflict_is_one_and_is_minimal(drawn in choices()) {
        let (world, _) = with_untruths(&drawn);
        let graph = world.graph();
        let found = conflicts(&graph, &ALL);
        let every: Vec<MappingId> = graph.catalog().mapping_ids().collect();
        prop_assert!(found.complete);
        let is_consistent = is_consistent(&graph, rows(&graph, &every).into_iter());
        prop_assert_eq!(found.conflicts.is_empty(), is_consistent, "{:?}", found);
        for conflict in found.conflicts {
            prop_assert!(conflict.minimal && is_minimal(&graph, &conflict), "{:?}", conflict);
        }
    }

    #[test]
    fn what_is_added_contradicts_as_all_together_do(drawn in choices()) {
        let (world, mut choices) = with_untruths(&drawn);
        let (below, own) = world.rows.split_at(choices.below(world.rows.len() + 1));
        let base = world.graph_of(world.contents.clone(), below);
        let added = own.iter().map(|row| world.mapping(base.catalog(), row)).collect();
        let overlay = Catalog::overlay(Arc::clone(base.catalog()), Vec::new()).unwrap();
        let graph = base.with_overlay(Arc::new(overlay.with_mappings(added).unwrap())).unwrap();
        let added: BTreeSet<MappingId> = graph.catalog().own_mappings().map(|(id, _)| id).collect();
        let found = conflicts_with(&graph, added.iter().copied(), &ALL);
        prop_assert!(found.complete);
        for conflict in &found.conflicts {
            prop_assert!(conflict.mappings.iter().any(|id| added.contains(id)), "{:?}", conflict);
            prop_assert!(conflict.minimal && is_minimal(&graph, conflict), "{:?}", conflict);
        }
        if conflicts(&base, &ALL).conflicts.is_empty() {
            let full = conflicts(&graph, &ALL);
            prop_assert_eq!(found.conflicts.is_empty(), full.conflicts.is_empty(), "{:?}", full);
        }
    }

    #[test]
    fn less_budget_finds_less_and_says_so(drawn in choices(), budget in 0u64..2_000) {
        let (world, _) = with_untruths(&drawn);
        let graph = world.graph();
        let all = conflicts(&graph, &ALL);
        let some = conflicts(&graph, &ConflictOptions { budget, ..ALL });
        prop_assert_eq!(&some, &conflicts(&graph, &ConflictOptions { budget, ..ALL }));
        if some.complete {
            prop_assert_eq!(&some, &all);
        }
        for conflict in &some.conflicts {
            prop_assert!(!is_consistent(&graph, rows(&graph, &conflict.mappings).into_iter()));
            prop_assert!(!conflict.minimal || is_minimal(&graph, conflict), "{:?}", conflict);
        }
        let one = conflicts(&graph, &ConflictOptions { most: 1, ..ALL });
        prop_assert_eq!(one.conflicts.len(), all.conflicts.len().min(1));
        prop_assert_eq!(one.complete, all.conflicts.len() < 2);
    }
}
