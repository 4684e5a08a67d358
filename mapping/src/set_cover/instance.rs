//! A problem of covering, and what of it can be settled without search.

use fixedbitset::FixedBitSet;
use petgraph::unionfind::UnionFind;

/// Sets and elements that are still open.
pub(super) struct Instance {
    /// Per set, the open elements that it holds; empty where it is out.
    sets: Vec<FixedBitSet>,
    /// Per element, the sets that hold it; empty where it is covered or superfluous.
    holders: Vec<FixedBitSet>,
}

/// A problem that has nothing in common with others: each element is in two sets or more.
pub(super) struct Part {
    /// Per set, its elements.
    pub(super) sets: Vec<FixedBitSet>,
    /// Per set, its position as given.
    pub(super) names: Vec<usize>,
    /// Per element, the sets that hold it.
    pub(super) holders: Vec<Vec<usize>>,
}

impl Instance {
    pub(super) fn new(elements: usize, given: &[Vec<usize>]) -> Self {
        let mut sets = vec![FixedBitSet::with_capacity(elements); given.len()];
        let mut holders = vec![FixedBitSet::with_capacity(given.len()); elements];
        for (position, (set, given)) in sets.iter_mut().zip(given).enumerate() {
            for &element in given {
                if let Some(holders) = holders.get_mut(element) {
                    set.insert(element);
                    holders.insert(position);
                }
            }
        }
        Self { sets, holders }
    }

    pub(super) fn uncoverable(&self) -> Vec<usize> {
        let held = self.holders.iter().enumerate();
        held.filter(|(_, holders)| holders.is_clear()).map(|(element, _)| element).collect()
    }

    /// Takes the sets that every least cover may be said to have, and leaves out what then plays no part.
    pub(super) fn settle(&mut self) -> Vec<usize> {
        let mut taken = Vec::new();
        loop {
            let sole =
                self.holders.iter().find_map(
                    |holders| match holders.ones().take(2).collect::<Vec<_>>()[..] {
                        [only] => Some(only),
                        _ => None,
                    },
                );
            if let Some(only) = sole {
                taken.push(only);
                self.take(only);
                continue;
            }
            if !self.drop_dominated_sets() && !self.drop_dominated_elements() {
                return taken;
            }
        }
    }

    fn take(&mut self, set: usize) {
        let held: Vec<usize> = self.sets.get(set).into_iter().flat_map(FixedBitSet::ones).collect();
        held.into_iter().for_each(|element| self.drop_element(element));
    }

    fn drop_element(&mut self, element: usize) {
        let Some(holders) = self.holders.get_mut(element) else { return };
        for set in holders.ones() {
            if let Some(set) = self.sets.get_mut(set) {
                set.set(element, false);
            }
        }
        holders.clear();
    }

    fn drop_set(&mut self, position: usize) {
        let Some(set) = self.sets.get_mut(position) else { return };
        for element in set.ones() {
            if let Some(holders) = self.holders.get_mut(element) {
                holders.set(position, false);
            }
        }
        set.clear();
    }

    /// A set that holds nothing but what another one holds is never needed.
    fn drop_dominated_sets(&mut self) -> bool {
        let mut any = false;
        for position in 0..self.sets.len() {
            let Some(set) = self.sets.get(position).filter(|set| !set.is_clear()) else { continue };
            let is_better = |(other, superset): (usize, &FixedBitSet)| {
                other != position && set.is_subset(superset) && (other < position || !superset.is_subset(set))
            };
            if self.sets.iter().enumerate().any(is_better) {
                self.drop_set(position);
                any = true;
            }
        }
        any
    }

    /// An element that is covered wherever another one is needs no thought.
    fn drop_dominated_elements(&mut self) -> bool {
        let mut any = false;
        for element in 0..self.holders.len() {
            let Some(holders) = self.holders.get(element).filter(|holders| !holders.is_clear()) else {
                continue;
            };
            let is_harder = |(other, subset): (usize, &FixedBitSet)| {
                other != element
                    && !subset.is_clear()
                    && subset.is_subset(holders)
                    && (other < element || !holders.is_subset(subset))
            };
            if self.holders.iter().enumerate().any(is_harder) {
                self.drop_element(element);
                any = true;
            }
        }
        any
    }

    /// What is left, in parts without a set in common, in the order of their first sets.
    pub(super) fn parts(&self) -> Vec<Part> {
        let mut classes: UnionFind<usize> = UnionFind::new(self.sets.len());
        for holders in &self.holders {
            let mut sets = holders.ones();
            if let Some(first) = sets.next() {
                sets.for_each(|other| {
                    classes.union(first, other);
                });
            }
        }
        let open: Vec<usize> = self
            .sets
            .iter()
            .enumerate()
            .filter(|(_, set)| !set.is_clear())
            .map(|(position, _)| position)
            .collect();
        let mut parts: Vec<(usize, Vec<usize>)> = Vec::new();
        for set in open {
            let class = classes.find(set);
            match parts.iter_mut().find(|(known, _)| *known == class) {
                Some((_, members)) => members.push(set),
                None => parts.push((class, vec![set])),
            }
        }
        parts.into_iter().map(|(_, members)| self.part(members)).collect()
    }

    fn part(&self, names: Vec<usize>) -> Part {
        let held = |element: &usize| {
            let holders = self.holders.get(*element);
            holders.is_some_and(|holders| names.iter().any(|&set| holders.contains(set)))
        };
        let elements: Vec<usize> = (0..self.holders.len()).filter(held).collect();
        let mut sets = vec![FixedBitSet::with_capacity(elements.len()); names.len()];
        let mut holders = vec![Vec::new(); elements.len()];
        for ((position, set), name) in sets.iter_mut().enumerate().zip(&names) {
            let Some(whole) = self.sets.get(*name) else { continue };
            for ((place, element), holders) in elements.iter().enumerate().zip(&mut holders) {
                if whole.contains(*element) {
                    set.insert(place);
                    holders.push(position);
                }
            }
        }
        Part { sets, names, holders }
    }
}
