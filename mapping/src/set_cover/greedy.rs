//! A cover that is found at once, and a number of sets that no cover goes below.

use fixedbitset::FixedBitSet;

use super::instance::Part;

/// Takes what covers most of what is open, again and again, then gives back what the others make superfluous.
pub(super) fn cover(part: &Part) -> Vec<usize> {
    let mut open = FixedBitSet::with_capacity(part.holders.len());
    open.insert_range(..);
    let mut taken: Vec<usize> = Vec::new();
    while !open.is_clear() {
        let gain = |set: &FixedBitSet| set.intersection_count(&open);
        // The first of the best: `max_by_key` would take the last.
        let best = part.sets.iter().enumerate().rev().max_by_key(|(_, set)| gain(set));
        let Some((position, set)) = best.filter(|(_, set)| gain(set) > 0) else { break };
        open.difference_with(set);
        taken.push(position);
    }
    // What was taken first was taken with the least knowledge.
    for candidate in taken.clone() {
        let others = taken.iter().filter(|&&other| other != candidate);
        let mut held = FixedBitSet::with_capacity(part.holders.len());
        others.filter_map(|&other| part.sets.get(other)).for_each(|set| held.union_with(set));
        if held.count_ones(..) == part.holders.len() {
            taken.retain(|&other| other != candidate);
        }
    }
    taken.sort_unstable();
    taken
}

/// Elements of which no two are in one set need a set each. The elements that are in the fewest sets come first.
pub(super) fn lower_bound(part: &Part) -> usize {
    let mut order: Vec<&Vec<usize>> = part.holders.iter().collect();
    order.sort_by_key(|holders| holders.len());
    let mut used = FixedBitSet::with_capacity(part.sets.len());
    let mut count = 0;
    for holders in order {
        if holders.iter().all(|&set| !used.contains(set)) {
            used.extend(holders.iter().copied());
            count += 1;
        }
    }
    count
}
