//! The label-correcting search behind every answer.
//!
//! A label says: this node is reached with this relation set, this confidence, after this many mappings. The search
//! goes in layers of one mapping each; within a layer, steps of the hierarchy and unions are taken until nothing
//! changes. Of labels at a node, one is kept where no other knows at least as much (set within set) with at least
//! its confidence after at most as many mappings. Equal labels are settled by fewer steps, then by the lower edge,
//! so that the same question always has the same proof.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: node ids come from the graph that sized the tables, states from the automaton that sized \
              the rows, label ids from the list of labels that they index"
)]

use crate::arcs::EdgeCode;
use crate::automaton::{Automaton, DROPPED, HOLDS, Slots};
use crate::expansion::Expansion;
use crate::graph::Graph;
use crate::label::{Arrival, ArrivedBy, Label, Labels};
use crate::workspace::Tables;

/// Where labels start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seed {
    pub(crate) node: u32,
    pub(crate) state: u8,
    pub(crate) confidence: f32,
    /// The claim that states it.
    pub(crate) claim: u32,
}

/// How far a search goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reach {
    pub(crate) max_hops: u8,
    pub(crate) min_confidence: f32,
    pub(crate) drafts: bool,
    /// States from this one on are dropped.
    pub(crate) states: u8,
    /// The slot of FULL states that the others are within; unions need it.
    pub(crate) full_slot: u8,
    /// Whether wholes follow from all of their members.
    pub(crate) unions: bool,
}

const NONE: u32 = u32::MAX;

pub(crate) struct Search<'a, const W: usize> {
    pub(crate) graph: &'a Graph,
    pub(crate) automaton: &'a Automaton<W>,
    pub(crate) slots: &'a Slots<W>,
    pub(crate) reach: Reach,
    pub(crate) tables: &'a mut Tables<W>,
    /// Nodes that became FULL, or FULL with a higher confidence, since unions were last looked at.
    pub(crate) full: &'a mut Vec<u32>,
    pub(crate) pending: &'a mut Vec<u32>,
    pub(crate) expansion: &'a mut Expansion<W>,
    pub(crate) found: Labels,
    /// The first label of the layer that is being filled.
    pub(crate) layer_start: u32,
    /// Labels below this one have been expanded, so that others rest on them.
    pub(crate) expanded: u32,
}

impl<const W: usize> Search<'_, W> {
    pub(crate) fn run(&mut self, seeds: &[Seed]) {
        for seed in seeds {
            if seed.confidence >= self.reach.min_confidence {
                self.insert(
                    self.slots.of(seed.state),
                    Label {
                        node: seed.node,
                        before: seed.claim,
                        arrival: Arrival::by_claim(),
                        confidence: seed.confidence,
                        state: seed.state,
                        hops: 0,
                        steps: 1,
                    },
                );
            }
        }
        self.close_layer();
        for hops in 1..=self.reach.max_hops {
            let frontier = self.layer_start..self.end();
            if frontier.is_empty() {
                break;
            }
            self.layer_start = frontier.end;
            self.expanded = frontier.end;
            self.take_mappings(frontier, hops);
            self.close_layer();
        }
    }

    pub(crate) fn end(&self) -> u32 {
        // INVARIANT: a search makes fewer labels than 2^32: each (node, state, layer) needs a higher confidence.
        u32::try_from(self.found.labels.len()).unwrap_or(NONE)
    }

    /// Steps of the hierarchy and unions, until nothing changes.
    fn close_layer(&mut self) {
        if !self.graph.has_links() {
            return;
        }
        let mut at = self.layer_start;
        loop {
            while at < self.end() {
                self.expanded = self.expanded.max(at + 1);
                self.take_links(at);
                at += 1;
            }
            if !self.reach.unions || !self.unite() {
                break;
            }
        }
    }

    fn take_links(&mut self, from: u32) {
        let graph = self.graph;
        let label = self.found.labels[from as usize];
        if self.tables.newest(label.node, self.slots.of(label.state)) != from {
            return;
        }
        for part in graph.parts() {
            for link in part.links.of(label.node) {
                let next = self.automaton.next_below(label.state, link.class as usize, self.reach.states);
                if next != DROPPED {
                    self.insert(
                        self.slots.of(next),
                        Label {
                            node: link.target,
                            before: from,
                            arrival: Arrival::by_link(link.class),
                            confidence: label.confidence,
                            state: next,
                            hops: label.hops,
                            steps: label.steps.saturating_add(1),
                        },
                    );
                }
            }
        }
    }

    /// Takes `label` into its slot unless another at its node is at least as good.
    #[inline(always)]
    pub(crate) fn insert(&mut self, slot: u8, label: Label) {
        let cell = self.tables.cell(label.node, slot);
        let best = self.tables.best_at(cell);
        if label.confidence <= best {
            if label.confidence < best || !self.settles(slot, &label) {
                return;
            }
        } else {
            self.tables.raise(label.node, self.slots.outdone(slot), label.confidence);
            if self.reach.unions && label.state <= HOLDS {
                self.full.push(label.node);
            }
        }
        // Replaced where no other label rests on it.
        let newest = self.tables.newest_at(cell);
        match self.found.labels.get_mut(newest as usize) {
            Some(known) if newest >= self.expanded => *known = label,
            _ => {
                self.tables.set_newest_at(cell, self.end());
                self.found.labels.push(label);
            }
        }
    }

    /// Whether `label` counts beside those of its slot, or of slots that outdo it, that are as sure: none of them was
    /// reached by fewer mappings, and it settles the tie with each.
    #[cold]
    fn settles(&self, slot: u8, label: &Label) -> bool {
        let outdoing = (0..self.reach.states).filter(|&other| self.slots.outdone(other) & 1 << slot != 0);
        outdoing.into_iter().all(|other| {
            let newest = self.tables.newest(label.node, other);
            match self.found.labels.get(newest as usize) {
                Some(known) if known.confidence == label.confidence => {
                    newest >= self.layer_start && self.settle(label) < self.settle(known)
                }
                _ => true,
            }
        })
    }

    /// What settles a tie: fewer steps, then the lower mapping, then the lower node and state that it comes from.
    fn settle(&self, label: &Label) -> (u16, Option<EdgeCode>, Arrival, u32, u8) {
        let (steps, arrival) = (label.steps, label.arrival);
        let before = || self.found.labels[label.before as usize];
        match arrival.taken_apart() {
            // One arc has one source, so only its state can still differ.
            ArrivedBy::Mapping(arc) => (steps, self.graph.edge(arc), Arrival::by_arc(0), 0, before().state),
            ArrivedBy::Link(_) => (steps, Some(EdgeCode::LAST), arrival, before().node, before().state),
            ArrivedBy::Union(_) => (steps, Some(EdgeCode::LAST), arrival, 0, 0),
            ArrivedBy::Claim => (steps, Some(EdgeCode::LAST), arrival, label.before, 0),
        }
    }
}
