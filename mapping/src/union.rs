//! Union: a whole whose decomposition is complete is FULL when each of its members is, whichever evidence shows each.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: positions are below `pending.len()`, and labels are those that the search has made"
)]

use crate::automaton::HOLDS;
use crate::label::{Arrival, Label};
use crate::search::Search;

impl<const W: usize> Search<'_, W> {
    /// Makes FULL each whole of which every member is FULL. Whether anything was new.
    pub(crate) fn unite(&mut self) -> bool {
        let graph = self.graph;
        self.pending.clear();
        for node in self.full.drain(..) {
            for part in graph.parts() {
                self.pending.extend_from_slice(part.memberships.of(node));
            }
        }
        self.pending.sort_unstable();
        self.pending.dedup();
        let before = self.end();
        for at in 0..self.pending.len() {
            self.unite_one(self.pending[at]);
        }
        self.end() > before
    }

    fn unite_one(&mut self, id: u32) {
        let Some(decomposition) = self.graph.decomposition(id) else { return };
        let mut confidence = 1.0;
        for &member in &decomposition.members {
            confidence *= self.tables.best(member, self.reach.full_slot);
        }
        // A member that is not FULL has confidence 0; a whole that is known as well already needs no union.
        if confidence <= self.tables.best(decomposition.whole, self.reach.full_slot)
            || confidence < self.reach.min_confidence
        {
            return;
        }
        let members = u32::try_from(self.found.union_members.len()).unwrap_or(u32::MAX);
        let (mut hops, mut steps) = (0, 1u16);
        for &member in &decomposition.members {
            let label = self.fullest(member);
            let Label { hops: member_hops, steps: member_steps, .. } = self.found.labels[label as usize];
            hops = member_hops.max(hops);
            steps = steps.saturating_add(member_steps);
            self.found.union_members.push(label);
        }
        // Labels that a union rests on must stay as they are.
        self.expanded = self.end();
        self.insert(
            self.slots.of(HOLDS),
            Label {
                node: decomposition.whole,
                before: members,
                arrival: Arrival::by_union(id),
                confidence,
                state: HOLDS,
                hops,
                steps,
            },
        );
    }

    /// The FULL label of highest confidence at a node that has one; of equals the one that knows more.
    fn fullest(&self, node: u32) -> u32 {
        let confidence =
            |label: u32| self.found.labels.get(label as usize).map_or(0.0, |label| label.confidence);
        let (more, less) = (self.tables.newest(node, 0), self.tables.newest(node, self.reach.full_slot));
        if confidence(more) >= confidence(less) { more } else { less }
    }
}
