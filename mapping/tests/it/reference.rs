//! A slow and obvious implementation, to agree with.

use std::collections::{BTreeMap, BTreeSet};

use obligraph_mapping::{
    ClaimedCoverage, Coverage, Evidence, Graph, Mapping, Relation, RelationSet, RequirementId, resolve,
};
use proptest::prelude::*;

use crate::world::{World, choices, options};

/// A requirement, or several together.
type Place = Vec<RequirementId>;

/// What is stated of two places, and what it costs.
struct Edge {
    from: Place,
    to: Place,
    relation: RelationSet,
    confidence: f32,
    hops: u8,
}

fn edges(graph: &Graph, mappings: &[&Mapping]) -> (Vec<Edge>, Vec<(Place, Vec<Place>)>) {
    let catalog = graph.catalog();
    let mut edges = Vec::new();
    let mut wholes: Vec<(Place, Vec<Place>)> = Vec::new();
    let mut both_ways = |from: &Place, to: &Place, relation: RelationSet, confidence, hops| {
        edges.push(Edge { from: from.clone(), to: to.clone(), relation, confidence, hops });
        let relation = relation.inverse();
        edges.push(Edge { from: to.clone(), to: from.clone(), relation, confidence, hops });
    };
    for parent in catalog.requirement_ids() {
        let children: Vec<Place> = catalog
            .requirement_ids()
            .filter(|child| catalog.parent(*child) == Some(parent))
            .map(|child| vec![child])
            .collect();
        let complete = catalog.requirement(parent).unwrap().complete;
        let relation = if complete && children.len() == 1 { Relation::Equal } else { Relation::Superset };
        for child in &children {
            both_ways(&vec![parent], child, relation.into(), 1.0, 0);
        }
        if complete && children.len() > 1 {
            wholes.push((vec![parent], children));
        }
    }
    for mapping in mappings {
        both_ways(&mapping.from, &mapping.to, mapping.relation.into(), mapping.confidence.value(), 1);
        for side in [&mapping.from, &mapping.to] {
            if side.len() > 1 && !wholes.iter().any(|(whole, _)| whole == side) {
                let members: Vec<Place> = side.iter().map(|&member| vec![member]).collect();
                for member in &members {
                    both_ways(side, member, RelationSet::HOLDS, 1.0, 0);
                }
                wholes.push((side.clone(), members));
            }
        }
    }
    (edges, wholes)
}

/// Everything that follows, each way kept: (relation set, confidence bits, hops) at each place.
fn all_labels(
    graph: &Graph,
    evidence: &[Evidence],
    max_hops: u8,
) -> BTreeMap<Place, BTreeSet<(u8, u32, u8)>> {
    let mappings: Vec<&Mapping> =
        graph.catalog().mapping_ids().filter_map(|id| graph.catalog().mapping(id)).collect();
    let (edges, wholes) = edges(graph, &mappings);
    let mut labels: BTreeMap<Place, BTreeSet<(u8, u32, u8)>> = BTreeMap::new();
    for claim in evidence.iter().flat_map(|one| &one.claims) {
        let set = match claim.coverage {
            ClaimedCoverage::Full => RelationSet::HOLDS,
            ClaimedCoverage::Partial => RelationSet::OVERLAPS,
        };
        let label = (set.bits(), claim.confidence.value().to_bits(), 0);
        labels.entry(vec![claim.requirement]).or_default().insert(label);
    }
    loop {
        let mut new: Vec<(Place, (u8, u32, u8))> = Vec::new();
        for edge in &edges {
            for &(set, confidence, hops) in labels.get(&edge.from).into_iter().flatten() {
                let set = RelationSet::from_bits(set).compose(edge.relation);
                let confidence = f32::from_bits(confidence) * edge.confidence;
                if set != RelationSet::ALL && hops + edge.hops <= max_hops {
                    new.push((edge.to.clone(), (set.bits(), confidence.to_bits(), hops + edge.hops)));
                }
            }
        }
        for (whole, members) in &wholes {
            for hops in 0..=max_hops {
                let fullest = |member: &Place| {
                    let known = labels.get(member).into_iter().flatten();
                    known
                        .filter(|(set, _, at)| {
                            *at <= hops && RelationSet::from_bits(*set).is_within(RelationSet::HOLDS)
                        })
                        .map(|(_, confidence, _)| f32::from_bits(*confidence))
                        .reduce(f32::max)
                };
                let each: Option<Vec<f32>> = members.iter().map(fullest).collect();
                if let Some(each) = each {
                    let confidence: f32 = each.iter().product();
                    new.push((whole.clone(), (RelationSet::HOLDS.bits(), confidence.to_bits(), hops)));
                }
            }
        }
        let mut changed = false;
        for (place, label) in new {
            changed |= labels.entry(place).or_default().insert(label);
        }
        if !changed {
            return labels;
        }
    }
}

/// Path consistency, cubic and complete: whether these mappings and the hierarchy can all hold.
pub fn is_consistent<'m>(graph: &Graph, mappings: impl Iterator<Item = &'m Mapping>) -> bool {
    let mappings: Vec<&Mapping> = mappings.collect();
    let (edges, _) = edges(graph, &mappings);
    let places: BTreeSet<&Place> = edges.iter().flat_map(|edge| [&edge.from, &edge.to]).collect();
    let places: Vec<&Place> = places.into_iter().collect();
    let at = |place: &Place| places.iter().position(|other| *other == place).unwrap();
    let n = places.len();
    let mut known = vec![vec![RelationSet::ALL; n]; n];
    for (place, row) in known.iter_mut().enumerate() {
        row[place] = Relation::Equal.into();
    }
    for edge in &edges {
        let (from, to) = (at(&edge.from), at(&edge.to));
        known[from][to] = known[from][to] & edge.relation;
    }
    loop {
        let mut changed = false;
        for via in 0..n {
            for from in 0..n {
                for to in 0..n {
                    let tighter = known[from][to] & known[from][via].compose(known[via][to]);
                    changed |= tighter != known[from][to];
                    known[from][to] = tighter;
                }
            }
        }
        if known.iter().flatten().any(|set| set.is_empty()) {
            return false;
        }
        if !changed {
            return true;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn the_engine_agrees(drawn in choices()) {
        let (world, mut choices) = World::draw(&drawn);
        let graph = world.graph();
        let pieces: Vec<_> = (0..1 + choices.below(2)).map(|_| world.draw_evidence(&graph, &mut choices).1).collect();
        let max_hops = choices.below(4) as u8;
        let include_possible = choices.chance(50);
        let options = obligraph_mapping::Options { max_hops, include_possible, ..options() };
        let resolution = resolve(&graph, &pieces, &options).unwrap();
        let answered: BTreeMap<RequirementId, _> = resolution
            .obligations()
            .iter()
            .map(|one| (one.requirement(), (one.coverage(), one.confidence().value(), resolution.hops(one))))
            .collect();
        let labels = all_labels(&graph, &pieces, max_hops);
        for id in graph.catalog().requirement_ids() {
            let best = labels
                .get(&vec![id])
                .into_iter()
                .flatten()
                .filter_map(|&(set, confidence, hops)| {
                    let coverage = Coverage::of(RelationSet::from_bits(set))?;
                    let asked = include_possible || coverage > Coverage::Possible;
                    asked.then_some((coverage, f32::from_bits(confidence), hops))
                })
                .max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(b.2.cmp(&a.2)));
            prop_assert_eq!(answered.get(&id).copied(), best, "{:?}", graph.catalog().reference(id));
        }
    }
}
