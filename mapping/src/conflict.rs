use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::arcs::{EdgeCode, Head};
use crate::automaton::{ArcClass, MAPPING_CLASSES};
use crate::catalog::{MappingId, RequirementId};
use crate::graph::{Graph, NodeKind};
use crate::relation::{Relation, RelationSet};

/// Mappings that cannot all hold: together with the hierarchy they leave no possible relation between two sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// A minimal set, in ascending order: without any one of them the rest can hold.
    pub mappings: Vec<MappingId>,
    /// One side of the mapping that the others contradict.
    pub from: Vec<RequirementId>,
    /// Its other side.
    pub to: Vec<RequirementId>,
    /// What that mapping states.
    pub stated: Relation,
    /// What the others leave possible.
    pub derived: RelationSet,
}

/// Every contradiction that composition finds among the mappings of a crosswalk, each with a minimal set of mappings.
///
/// A mapping is in conflict where some path between its ends leaves no room for its relation; since each mapping
/// states one base relation, path consistency decides whether a network of them can hold. Conflicts are told apart by
/// their minimal sets, in ascending order. `include_draft`: whether drafts are held against each other too.
///
/// # Complexity
/// One search for each requirement with mappings, on all cores; a search visits each node once for each relation set
/// that no smaller one has reached before.
#[must_use]
pub fn conflicts(graph: &Graph, include_draft: bool) -> Vec<Conflict> {
    let network = Network { graph, include_draft, only: None };
    let nodes = u32::try_from(graph.node_count()).unwrap_or(u32::MAX);
    let found: Vec<Contradiction> =
        (0..nodes).into_par_iter().flat_map_iter(|node| network.contradictions(node)).collect();
    // A ring is found from each of its mappings; making it minimal once is enough.
    let by_mappings: BTreeMap<BTreeSet<u32>, Contradiction> =
        found.into_iter().map(|contradiction| (contradiction.mappings.clone(), contradiction)).collect();
    let minimal: Vec<Conflict> =
        by_mappings.into_par_iter().map(|(_, contradiction)| network.minimal(contradiction)).collect();
    let by_mappings: BTreeMap<Vec<MappingId>, Conflict> =
        minimal.into_iter().map(|conflict| (conflict.mappings.clone(), conflict)).collect();
    by_mappings.into_values().collect()
}

/// The mappings that are held against each other.
#[derive(Clone, Copy)]
struct Network<'a> {
    graph: &'a Graph,
    include_draft: bool,
    /// Only these, where it is about a part of them.
    only: Option<&'a BTreeSet<u32>>,
}

/// One mapping, as written, and a path that leaves no room for it.
struct Contradiction {
    /// The mapping that states the arc.
    mapping: u32,
    source: u32,
    target: u32,
    stated: ArcClass,
    derived: RelationSet,
    mappings: BTreeSet<u32>,
}

#[derive(Clone, Copy)]
struct Visit {
    node: u32,
    set: RelationSet,
    before: usize,
    mapping: Option<u32>,
}

impl Network<'_> {
    /// Calls `take` with each arc from `node`: target, what it states, its mapping (none for the hierarchy).
    fn arcs(&self, node: u32, mut take: impl FnMut(u32, ArcClass, Option<EdgeCode>)) {
        const CLASSES: [ArcClass; MAPPING_CLASSES] =
            [ArcClass::Superset, ArcClass::Equal, ArcClass::Subset, ArcClass::Intersects, ArcClass::Disjoint];
        for part in self.graph.parts() {
            let tables = [Some(&part.approved), self.include_draft.then_some(&part.draft)];
            for table in tables.into_iter().flatten() {
                let Some(row) = table.row(node) else { continue };
                for (class, place) in CLASSES.into_iter().zip(0..) {
                    let arcs = row.get(place).map_or(0, |start| table.first() + start)..;
                    for (&Head { target, .. }, arc) in table.heads(row, place..place + 1).iter().zip(arcs) {
                        let Some(edge) = table.edge(arc) else { continue };
                        if self.only.is_none_or(|only| only.contains(&edge.mapping())) {
                            take(target, class, Some(edge));
                        }
                    }
                }
            }
            for link in part.links.of(node) {
                take(link.target, link.class, None);
            }
        }
    }

    /// The mappings from `start` for which some path to their target leaves no room, each with a shortest such path.
    fn contradictions(&self, start: u32) -> Vec<Contradiction> {
        let mut stated = Vec::new();
        self.arcs(start, |target, class, edge| {
            let forward = edge.filter(|edge| edge.is_forward());
            stated.extend(forward.map(|edge| (target, class, edge.mapping())));
        });
        if stated.is_empty() {
            return Vec::new();
        }
        let identity = RelationSet::of(Relation::Equal);
        let mut visits = vec![Visit { node: start, set: identity, before: 0, mapping: None }];
        let mut seen: BTreeMap<u32, Vec<RelationSet>> = BTreeMap::from([(start, vec![identity])]);
        let mut at = 0;
        while let Some(&visit) = visits.get(at) {
            self.arcs(visit.node, |node, class, edge| {
                let set = visit.set.compose(class.relation_set());
                if set == RelationSet::ALL {
                    return;
                }
                let known = seen.entry(node).or_default();
                if !known.iter().any(|known| known.is_within(set)) {
                    known.push(set);
                    visits.push(Visit { node, set, before: at, mapping: edge.map(EdgeCode::mapping) });
                }
            });
            at += 1;
        }
        let mut contradictions = Vec::new();
        for (target, class, mapping) in stated {
            let clash = visits
                .iter()
                .position(|visit| visit.node == target && visit.set.and(class.relation_set()).is_empty());
            let Some(clash) = clash else { continue };
            let mut mappings = BTreeSet::from([mapping]);
            let mut step = clash;
            while let Some(visit) = visits.get(step).filter(|_| step != 0) {
                mappings.extend(visit.mapping);
                step = visit.before;
            }
            let derived = visits.get(clash).map_or(RelationSet::EMPTY, |visit| visit.set);
            contradictions.push(Contradiction {
                mapping,
                source: start,
                target,
                stated: class,
                derived,
                mappings,
            });
        }
        contradictions
    }

    /// Leaves out mappings that the contradiction does not need.
    fn minimal(&self, contradiction: Contradiction) -> Conflict {
        let mut needed = contradiction.mappings.clone();
        for candidate in &contradiction.mappings {
            let mut rest = needed.clone();
            rest.remove(candidate);
            if self.first_among(&rest).is_some() {
                needed = rest;
            }
        }
        // Each mapping of a minimal set contradicts the others; which one is shown must not depend on the search.
        let Contradiction { source, target, stated, derived, .. } =
            self.first_among(&needed).unwrap_or(contradiction);
        let relation = Relation::ALL.into_iter().find(|relation| ArcClass::of(*relation) == stated);
        Conflict {
            mappings: needed.into_iter().map(MappingId::new).collect(),
            from: self.requirements(source),
            to: self.requirements(target),
            stated: relation.unwrap_or(Relation::Equal),
            derived,
        }
    }

    /// Of the contradictions among these mappings alone, that of the first of them.
    fn first_among(&self, only: &BTreeSet<u32>) -> Option<Contradiction> {
        let among = Network { only: Some(only), ..*self };
        let ends: BTreeSet<u32> = only.iter().filter_map(|&mapping| self.start(mapping)).collect();
        let contradictions = ends.into_iter().flat_map(|end| among.contradictions(end));
        contradictions.min_by_key(|contradiction| contradiction.mapping)
    }

    /// The node that a mapping leads from.
    fn start(&self, mapping: u32) -> Option<u32> {
        self.graph.side(&self.graph.catalog().mapping(MappingId::new(mapping))?.from)
    }

    fn requirements(&self, node: u32) -> Vec<RequirementId> {
        match self.graph.kind(node) {
            Some(NodeKind::Requirement(id)) => vec![id],
            Some(NodeKind::Group(members)) => members.to_vec(),
            None => Vec::new(),
        }
    }
}
