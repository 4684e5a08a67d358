use std::collections::{BTreeMap, BTreeSet};

use crate::automaton::ArcClass;
use crate::catalog::{MappingId, RequirementId};
use crate::graph::Graph;
use crate::meter::Meter;
use crate::network::{Contradiction, Network};
use crate::relation::{Relation, RelationSet};

/// Mappings that cannot all hold: together with the hierarchy they leave no possible relation between two sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// In ascending order; a minimal set if [`Conflict::minimal`].
    pub mappings: Vec<MappingId>,
    /// Without any one of the mappings the rest can hold. Else the budget ended before that was shown of each.
    pub minimal: bool,
    /// One side of the mapping that the others contradict.
    pub from: Vec<RequirementId>,
    /// Its other side.
    pub to: Vec<RequirementId>,
    /// What that mapping states.
    pub stated: Relation,
    /// What the others leave possible.
    pub derived: RelationSet,
}

/// The contradictions of a crosswalk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflicts {
    /// Told apart by their mappings, in ascending order of these.
    pub conflicts: Vec<Conflict>,
    /// Nothing was left out. Else there may be more, also where the list is empty.
    pub complete: bool,
}

/// What is asked of [`conflicts()`] and [`conflicts_with()`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConflictOptions {
    /// Hold mappings of status DRAFT against the others too.
    pub include_draft: bool,
    /// At most so many conflicts.
    pub most: usize,
    /// At most so much work: steps from one node to another, or as much as such a step takes. What a budget cuts off
    /// hangs on content alone, not on the machine.
    pub budget: u64,
}

impl ConflictOptions {
    /// Some seconds of one core at most: enough for any crosswalk that people have written.
    pub const BUDGET: u64 = 20_000_000;

    /// Approved mappings, all conflicts, with [`ConflictOptions::BUDGET`].
    #[must_use]
    pub const fn new() -> Self {
        Self { include_draft: false, most: usize::MAX, budget: Self::BUDGET }
    }
}

impl Default for ConflictOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// The contradictions that composition finds among the mappings of a crosswalk, each with a minimal set of mappings.
///
/// A mapping is in conflict where some path between its ends leaves no room for its relation; since each mapping
/// states one base relation, path consistency decides whether a network of them can hold.
///
/// # Complexity
/// One search for each requirement with mappings, on all cores; a search visits each node once for each relation set
/// that no smaller one has reached before. Then as many searches for each conflict as its mappings squared, most of which
/// end at once, since without one of its mappings a ring is none.
#[must_use]
pub fn conflicts(graph: &Graph, options: &ConflictOptions) -> Conflicts {
    let nodes: Vec<u32> = (0..u32::try_from(graph.node_count()).unwrap_or(u32::MAX)).collect();
    find(graph, &nodes, &BTreeSet::new(), options)
}

/// The contradictions in which at least one of `mappings` takes part: what would adding or approving them contradict?
///
/// They take part whatever [`ConflictOptions::include_draft`] says of drafts; a retired mapping never does. Where the
/// others can hold without them, this finds a conflict if and only if [`conflicts()`] does. Where the others
/// contradict themselves already, that may hide what these contradict.
///
/// # Complexity
/// As of [`conflicts()`], with one search for each requirement from which one of `mappings` leads.
#[must_use]
pub fn conflicts_with(
    graph: &Graph,
    mappings: impl IntoIterator<Item = MappingId>,
    options: &ConflictOptions,
) -> Conflicts {
    let named: BTreeSet<u32> = mappings.into_iter().map(MappingId::raw).collect();
    let sides = named.iter().filter_map(|&mapping| graph.catalog().mapping(MappingId::new(mapping)));
    let starts: BTreeSet<u32> = sides.filter_map(|mapping| graph.side(&mapping.from)).collect();
    find(graph, &Vec::from_iter(starts), &named, options)
}

/// `named`: those of which one has to take part; empty for all.
fn find(graph: &Graph, starts: &[u32], named: &BTreeSet<u32>, options: &ConflictOptions) -> Conflicts {
    let network = Network { graph, include_draft: options.include_draft, named };
    // What is found first is worth nothing without its minimal set, so half of the budget is kept for that.
    let mut searching = Meter::new(options.budget / 2);
    let mut reducing = Meter::new(options.budget - options.budget / 2);
    // A ring is found from each of its mappings; making it minimal once is enough. Small ones are told first.
    let mut found: BTreeMap<(usize, BTreeSet<u32>), Contradiction> = BTreeMap::new();
    let searched = searching.each(
        starts,
        |&start, meter| match network.contradictions(start, meter) {
            Ok(contradictions) => (contradictions, Ok(())),
            Err(spent) => (Vec::new(), Err(spent)),
        },
        |contradictions| {
            for one in
                contradictions.into_iter().filter(|one| named.is_empty() || named.contains(&one.mapping))
            {
                found.entry((one.mappings.len(), one.mappings.clone())).or_insert(one);
            }
            true
        },
    );
    let found: Vec<Contradiction> = found.into_values().collect();
    let mut by_mappings: BTreeMap<Vec<MappingId>, Conflict> = BTreeMap::new();
    let mut is_full = false;
    let reduced = reducing.each(
        &found,
        |contradiction, meter| {
            let (reduced, within) = network.minimal(contradiction.clone(), meter);
            (conflict(&network, reduced, within.is_ok()), within)
        },
        |conflict| {
            let takes_part = named.is_empty() || conflict.mappings.iter().any(|id| named.contains(&id.raw()));
            if takes_part && !by_mappings.contains_key(&conflict.mappings) {
                is_full = by_mappings.len() >= options.most;
                if !is_full {
                    by_mappings.insert(conflict.mappings.clone(), conflict);
                }
            }
            !is_full
        },
    );
    let complete = searched.is_ok() && reduced.is_ok() && !is_full;
    Conflicts { conflicts: by_mappings.into_values().collect(), complete }
}

fn conflict(network: &Network<'_>, contradiction: Contradiction, minimal: bool) -> Conflict {
    let Contradiction { source, target, stated, derived, mappings, .. } = contradiction;
    let relation = Relation::ALL.into_iter().find(|relation| ArcClass::of(*relation) == stated);
    Conflict {
        mappings: mappings.into_iter().map(MappingId::new).collect(),
        minimal,
        from: network.requirements(source),
        to: network.requirements(target),
        stated: relation.unwrap_or(Relation::Equal),
        derived,
    }
}
