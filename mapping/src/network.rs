//! Mappings held against each other: which of them a path of others, or of the hierarchy, leaves no room for.

use std::collections::{BTreeMap, BTreeSet};

use crate::arcs::{EdgeCode, Head};
use crate::automaton::{ArcClass, MAPPING_CLASSES};
use crate::catalog::{MappingId, RequirementId};
use crate::graph::{Graph, NodeKind};
use crate::hierarchy::Link;
use crate::meter::{Meter, Spent};
use crate::relation::{Relation, RelationSet};

/// The mappings that are held against each other.
#[derive(Clone, Copy)]
pub(crate) struct Network<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) include_draft: bool,
    /// Mappings that take part even as drafts.
    pub(crate) named: &'a BTreeSet<u32>,
}

/// One mapping, as written, and a path that leaves no room for it.
#[derive(Clone, Debug)]
pub(crate) struct Contradiction {
    /// The mapping that states the arc.
    pub(crate) mapping: u32,
    pub(crate) source: u32,
    pub(crate) target: u32,
    pub(crate) stated: ArcClass,
    pub(crate) derived: RelationSet,
    pub(crate) mappings: BTreeSet<u32>,
}

/// Of the mappings of a network, some: their arcs by the node that they lead from.
type Among = BTreeMap<u32, Vec<(u32, ArcClass, EdgeCode)>>;

#[derive(Clone, Copy)]
struct Visit {
    node: u32,
    set: RelationSet,
    before: usize,
    mapping: Option<u32>,
}

impl Network<'_> {
    /// Calls `take` with each arc from `node`: target, what it states, its mapping (none for the hierarchy).
    fn arcs(
        &self,
        among: Option<&Among>,
        node: u32,
        mut take: impl FnMut(u32, ArcClass, Option<EdgeCode>) -> Result<(), Spent>,
    ) -> Result<(), Spent> {
        const CLASSES: [ArcClass; MAPPING_CLASSES] =
            [ArcClass::Superset, ArcClass::Equal, ArcClass::Subset, ArcClass::Intersects, ArcClass::Disjoint];
        for &(target, class, edge) in among.and_then(|among| among.get(&node)).into_iter().flatten() {
            take(target, class, Some(edge))?;
        }
        for part in self.graph.parts() {
            let tables = [(&part.approved, false), (&part.draft, !self.include_draft)];
            for (table, only_named) in tables.into_iter().filter(|_| among.is_none()) {
                if only_named && self.named.is_empty() {
                    continue;
                }
                let Some(row) = table.row(node) else { continue };
                for (class, place) in CLASSES.into_iter().zip(0..) {
                    let arcs = row.get(place).map_or(0, |start| table.first() + start)..;
                    for (&Head { target, .. }, arc) in table.heads(row, place..place + 1).iter().zip(arcs) {
                        let Some(edge) = table.edge(arc) else { continue };
                        if !only_named || self.named.contains(&edge.mapping()) {
                            take(target, class, Some(edge))?;
                        }
                    }
                }
            }
            for link in part.links.of(node) {
                take(link.target, link.class, None)?;
            }
        }
        Ok(())
    }

    /// The mappings from `start` for which some path to their target leaves no room, each with a shortest such path.
    ///
    /// # Errors
    /// [`Spent`] where the meter does not suffice to follow every path.
    pub(crate) fn contradictions(&self, start: u32, meter: &mut Meter) -> Result<Vec<Contradiction>, Spent> {
        self.contradictions_among(None, start, meter)
    }

    fn contradictions_among(
        &self,
        among: Option<&Among>,
        start: u32,
        meter: &mut Meter,
    ) -> Result<Vec<Contradiction>, Spent> {
        let mut stated = Vec::new();
        self.arcs(among, start, |target, class, edge| {
            meter.spend(1)?;
            let forward = edge.filter(|edge| edge.is_forward());
            stated.extend(forward.map(|edge| (target, class, edge.mapping())));
            Ok(())
        })?;
        if stated.is_empty() {
            return Ok(Vec::new());
        }
        stated.sort_by_key(|(target, ..)| *target);
        let identity = RelationSet::of(Relation::Equal);
        let mut visits = vec![Visit { node: start, set: identity, before: 0, mapping: None }];
        let mut seen: BTreeMap<u32, Vec<RelationSet>> = BTreeMap::from([(start, vec![identity])]);
        let mut at = 0;
        while let Some(&visit) = visits.get(at) {
            self.arcs(among, visit.node, |node, class, edge| {
                meter.spend(1)?;
                let set = visit.set.compose(class.relation_set());
                if set == RelationSet::ALL {
                    return Ok(());
                }
                let known = seen.entry(node).or_default();
                if !known.iter().any(|known| known.is_within(set)) {
                    known.push(set);
                    visits.push(Visit { node, set, before: at, mapping: edge.map(EdgeCode::mapping) });
                }
                Ok(())
            })?;
            at += 1;
        }
        let mut first_clashes: Vec<Option<usize>> = vec![None; stated.len()];
        for (at, visit) in visits.iter().enumerate() {
            let from = stated.partition_point(|(target, ..)| *target < visit.node);
            let here = stated.iter().zip(&mut first_clashes).skip(from);
            for ((_, class, _), clash) in here.take_while(|((target, ..), _)| *target == visit.node) {
                meter.spend(1)?;
                if clash.is_none() && visit.set.and(class.relation_set()).is_empty() {
                    *clash = Some(at);
                }
            }
        }
        let mut contradictions = Vec::new();
        for ((target, stated, mapping), clash) in stated.into_iter().zip(first_clashes) {
            let Some(clash) = clash else { continue };
            let mut mappings = BTreeSet::from([mapping]);
            let mut step = clash;
            while let Some(visit) = visits.get(step).filter(|_| step != 0) {
                meter.spend(1)?;
                mappings.extend(visit.mapping);
                step = visit.before;
            }
            let derived = visits.get(clash).map_or(RelationSet::EMPTY, |visit| visit.set);
            contradictions.push(Contradiction { mapping, source: start, target, stated, derived, mappings });
        }
        Ok(contradictions)
    }

    /// Leaves out mappings that the contradiction does not need, the lowest first.
    ///
    /// Where the meter does not suffice, what is left is a contradiction still, and may hold more than it needs.
    pub(crate) fn minimal(
        &self,
        contradiction: Contradiction,
        meter: &mut Meter,
    ) -> (Contradiction, Result<(), Spent>) {
        let rows: Vec<MappingArc> =
            contradiction.mappings.iter().filter_map(|&mapping| self.mapping_arc(mapping)).collect();
        let trees = match self.trees(&rows, meter) {
            Ok(trees) => trees,
            Err(spent) => return (contradiction, Err(spent)),
        };
        let mut shown = contradiction;
        let mut is_needed = vec![true; rows.len()];
        for (candidate, row) in rows.iter().enumerate() {
            // Not among the mappings of the contradiction that is left: it is left out already.
            if !shown.mappings.contains(&row.mapping) {
                set(&mut is_needed, candidate, false);
                continue;
            }
            set(&mut is_needed, candidate, false);
            match self.first_among(&rows, &trees, &is_needed, meter) {
                Ok(None) => set(&mut is_needed, candidate, true),
                Ok(Some(found)) => shown = found,
                Err(spent) => return (shown, Err(spent)),
            }
        }
        // Each mapping of a minimal set contradicts the others; which one is shown must not depend on the search.
        match self.first_among(&rows, &trees, &is_needed, meter) {
            Ok(found) => (found.unwrap_or(shown), Ok(())),
            Err(spent) => (shown, Err(spent)),
        }
    }

    /// Of the contradictions among the needed rows alone, that of the first of them.
    fn first_among(
        &self,
        rows: &[MappingArc],
        trees: &[(usize, usize)],
        is_needed: &[bool],
        meter: &mut Meter,
    ) -> Result<Option<Contradiction>, Spent> {
        let in_rings = in_rings(trees, is_needed, meter)?;
        let mut among = Among::new();
        let mut starts = BTreeSet::new();
        for (row, _) in rows.iter().zip(in_rings).filter(|(_, in_ring)| *in_ring) {
            meter.spend(1)?;
            let class = ArcClass::of(row.relation);
            let edge = EdgeCode::forward(row.mapping);
            among.entry(row.source).or_default().push((row.target, class, edge));
            let class = ArcClass::of(row.relation.inverse());
            let edge = EdgeCode::backward(row.mapping);
            among.entry(row.target).or_default().push((row.source, class, edge));
            starts.insert(row.source);
        }
        let mut first: Option<Contradiction> = None;
        for start in starts {
            for found in self.contradictions_among(Some(&among), start, meter)? {
                if first.as_ref().is_none_or(|first| found.mapping < first.mapping) {
                    first = Some(found);
                }
            }
        }
        Ok(first)
    }

    fn mapping_arc(&self, mapping: u32) -> Option<MappingArc> {
        let row = self.graph.catalog().mapping(MappingId::new(mapping))?;
        let (source, target) = (self.graph.side(&row.from)?, self.graph.side(&row.to)?);
        Some(MappingArc { mapping, source, target, relation: row.relation })
    }

    /// For both ends of each row, a number that it shares with the ends to which the hierarchy leads from it.
    ///
    /// Up and down again says nothing, so it leads from an end to those above and below it, and from the members of a
    /// group to the group. Up to what is equal and down again does say something: what is equal counts as an end too.
    fn trees(&self, rows: &[MappingArc], meter: &mut Meter) -> Result<Vec<(usize, usize)>, Spent> {
        let mut numbers: BTreeMap<u32, usize> = BTreeMap::new();
        let mut trees = Union::default();
        let mut open: Vec<u32> = rows.iter().flat_map(|row| [row.source, row.target]).collect();
        while let Some(end) = open.pop() {
            meter.spend(1)?;
            let next = numbers.len();
            if *numbers.entry(end).or_insert(next) < next {
                continue;
            }
            let of_group = self.links(end).filter(|link| link.class == ArcClass::Member);
            open.extend(of_group.map(|link| link.target));
            open.extend(
                self.above(end).filter(|(_, class)| *class == ArcClass::Equal).map(|(parent, _)| parent),
            );
        }
        for (&end, &number) in &numbers {
            for link in self.links(end).filter(|link| link.class == ArcClass::Member) {
                meter.spend(1)?;
                if let Some(&member) = numbers.get(&link.target) {
                    trees.join(number, member);
                }
            }
            let mut at = end;
            while let Some((parent, _)) = self.above(at) {
                meter.spend(1)?;
                if let Some(&above) = numbers.get(&parent) {
                    trees.join(above, number);
                    break;
                }
                at = parent;
            }
        }
        let mut tree = |node: u32| trees.find(numbers.get(&node).copied().unwrap_or_default());
        Ok(rows.iter().map(|row| (tree(row.source), tree(row.target))).collect())
    }

    fn links(&self, node: u32) -> impl Iterator<Item = &Link> {
        self.graph.parts().iter().flat_map(move |part| part.links.of(node))
    }

    /// The node above a requirement's, and what it is to it.
    fn above(&self, node: u32) -> Option<(u32, ArcClass)> {
        let parent = self.graph.catalog().parent(self.graph.requirement_of(node)?)?;
        let parent = self.graph.node(parent)?;
        let up = self.links(node).find(|link| link.target == parent)?;
        Some((parent, up.class))
    }

    pub(crate) fn requirements(&self, node: u32) -> Vec<RequirementId> {
        match self.graph.kind(node) {
            Some(NodeKind::Requirement(id)) => vec![id],
            Some(NodeKind::Group(members)) => members.to_vec(),
            None => Vec::new(),
        }
    }
}

/// A mapping between two nodes, as written.
struct MappingArc {
    mapping: u32,
    source: u32,
    target: u32,
    relation: Relation,
}

/// Which of the edges that are there may lie on a ring: not those that lead to a dead end.
///
/// A contradiction goes round; without a ring there is none.
fn in_rings(edges: &[(usize, usize)], is_there: &[bool], meter: &mut Meter) -> Result<Vec<bool>, Spent> {
    let mut in_ring = is_there.to_vec();
    let mut at: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for ((place, &(one, other)), _) in edges.iter().enumerate().zip(is_there).filter(|(_, there)| **there) {
        meter.spend(1)?;
        at.entry(one).or_default().push(place);
        at.entry(other).or_default().push(place);
    }
    let mut degrees: BTreeMap<usize, usize> = at.iter().map(|(&tree, edges)| (tree, edges.len())).collect();
    let mut dead_ends: Vec<usize> =
        degrees.iter().filter(|(_, degree)| **degree == 1).map(|(&tree, _)| tree).collect();
    while let Some(tree) = dead_ends.pop() {
        for &place in at.get(&tree).into_iter().flatten() {
            meter.spend(1)?;
            if in_ring.get(place) != Some(&true) {
                continue;
            }
            set(&mut in_ring, place, false);
            let Some(&(one, other)) = edges.get(place) else { continue };
            for end in [one, other] {
                if let Some(degree) = degrees.get_mut(&end) {
                    *degree = degree.saturating_sub(1);
                    if *degree == 1 {
                        dead_ends.push(end);
                    }
                }
            }
        }
    }
    Ok(in_ring)
}

fn set(flags: &mut [bool], place: usize, value: bool) {
    if let Some(flag) = flags.get_mut(place) {
        *flag = value;
    }
}

/// Numbers that are joined to sets.
#[derive(Default)]
struct Union {
    above: BTreeMap<usize, usize>,
}

impl Union {
    fn find(&mut self, number: usize) -> usize {
        let mut top = number;
        while let Some(&above) = self.above.get(&top) {
            top = above;
        }
        let mut at = number;
        while let Some(above) = self.above.get_mut(&at).filter(|above| **above != top) {
            at = std::mem::replace(above, top);
        }
        top
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.find(one), self.find(other));
        if one != other {
            self.above.insert(other, one);
        }
    }
}
