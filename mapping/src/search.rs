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

use std::ops::Range;

use crate::arcs::{Arcs, EdgeCode, Head, Row};
use crate::automaton::{Automaton, DROPPED, HOLDS, MAPPING_CLASSES, Slots};
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

/// A target that was reached with more confidence than was known when it was looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    node: u32,
    confidence: f32,
    /// The arc's place in its table.
    position: u32,
}

impl Candidate {
    const NONE: Self = Self { node: 0, confidence: 0.0, position: 0 };
}

/// The label whose arcs are taken, and where those lie.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    from: u32,
    hops: u8,
    first_arc: u32,
    row: Row,
}

/// How many candidates are gathered before they are taken in. Their nodes are looked at in one go, so that the cache
/// has them all by then.
const CANDIDATES: usize = 512;

/// How many labels are expanded together.
const AHEAD: u32 = 64;

pub(crate) struct Search<'a, const W: usize> {
    pub(crate) graph: &'a Graph,
    pub(crate) automaton: &'a Automaton<W>,
    pub(crate) slots: &'a Slots<W>,
    pub(crate) reach: Reach,
    pub(crate) tables: &'a mut Tables<W>,
    /// Nodes that became FULL, or FULL with a higher confidence, since unions were last looked at.
    pub(crate) full: &'a mut Vec<u32>,
    pub(crate) pending: &'a mut Vec<u32>,
    pub(crate) candidates: &'a mut Vec<Candidate>,
    /// The label that candidates come from, with the end of its candidates.
    pub(crate) origins: &'a mut Vec<(Origin, usize)>,
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
                self.insert(Label {
                    node: seed.node,
                    before: seed.claim,
                    arrival: Arrival::by_claim(),
                    confidence: seed.confidence,
                    state: seed.state,
                    hops: 0,
                    steps: 1,
                });
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

    fn take_mappings(&mut self, frontier: Range<u32>, hops: u8) {
        let graph = self.graph;
        let mut rest = frontier;
        while !rest.is_empty() {
            let chunk = rest.start..rest.end.min(rest.start + AHEAD);
            rest.start = chunk.end;
            for part in graph.parts() {
                self.take_chunk(&part.approved, chunk.clone(), hops);
                if self.reach.drafts {
                    self.take_chunk(&part.draft, chunk.clone(), hops);
                }
            }
        }
        self.take_candidates();
    }

    /// Takes the arcs of a few labels. Rows and first arcs lie anywhere in memory, so all of the chunk's are asked for
    /// before any is used.
    fn take_chunk(&mut self, arcs: &Arcs, chunk: Range<u32>, hops: u8) {
        if arcs.is_empty() {
            return;
        }
        let mut rows = [(0, Row::default()); AHEAD as usize];
        let mut filled = 0;
        for from in chunk {
            let label = self.found.labels[from as usize];
            let newest = self.tables.newest(label.node, self.slots.of(label.state));
            // A better label of the same layer took its place; one of the new layer has one mapping more, and does not.
            if newest != from && newest < self.layer_start {
                continue;
            }
            if let Some(row) = arcs.row(label.node) {
                rows[filled] = (from, *row);
                filled += 1;
            }
        }
        for (from, row) in &rows[..filled] {
            arcs.touch(row, self.automaton.classes(self.found.labels[*from as usize].state));
        }
        for &(from, row) in &rows[..filled] {
            let state = self.found.labels[from as usize].state;
            let origin = Origin { from, hops, first_arc: arcs.first(), row };
            let mut class = 0;
            while class < MAPPING_CLASSES {
                // Classes that lead to one slot are looked at in one go.
                let slot = self.slot_after(state, class);
                let start = class;
                class += 1;
                while class < MAPPING_CLASSES && self.slot_after(state, class) == slot {
                    class += 1;
                }
                if let Some(slot) = slot {
                    self.gather(arcs.heads(&row, start..class), row[start], slot, &origin);
                }
            }
            self.close_origin(origin);
        }
    }

    #[inline]
    fn slot_after(&self, state: u8, class: usize) -> Option<u8> {
        match self.automaton.next_below(state, class, self.reach.states) {
            DROPPED => None,
            next => Some(self.slots.of(next)),
        }
    }

    /// Gathers those targets of `heads` that are reached with more confidence than so far.
    #[inline]
    fn gather(&mut self, heads: &[Head], position: u32, slot: u8, origin: &Origin) {
        let before = self.found.labels[origin.from as usize].confidence;
        let mut positions = position..;
        for heads in heads.chunks(CANDIDATES) {
            if self.candidates.len() + heads.len() > CANDIDATES {
                self.close_origin(*origin);
                self.take_candidates();
            }
            let best = self.tables.best_of(slot);
            // Written whether or not it counts: a branch here would be guessed wrong half the time.
            let start = self.candidates.len();
            self.candidates.resize(start + heads.len(), Candidate::NONE);
            let mut gathered = start;
            for (&Head { target, confidence }, position) in heads.iter().zip(&mut positions) {
                let confidence = before * confidence;
                self.candidates[gathered] = Candidate { node: target, confidence, position };
                let counts =
                    (confidence >= best[target as usize]) & (confidence >= self.reach.min_confidence);
                gathered += usize::from(counts);
            }
            self.candidates.truncate(gathered);
        }
    }

    /// Notes that all candidates since the origin before come from this one.
    #[inline]
    fn close_origin(&mut self, origin: Origin) {
        self.origins.push((origin, self.candidates.len()));
    }

    fn take_candidates(&mut self) {
        let mut start = 0;
        for at in 0..self.origins.len() {
            let (origin, end) = self.origins[at];
            let before = self.found.labels[origin.from as usize];
            for place in start..end {
                let Candidate { node, confidence, position } = self.candidates[place];
                let class = origin.row[1..].iter().take_while(|&&end| end <= position).count();
                self.insert(Label {
                    node,
                    before: origin.from,
                    arrival: Arrival::by_arc(origin.first_arc + position),
                    confidence,
                    state: self.automaton.next(before.state, class),
                    hops: origin.hops,
                    steps: before.steps.saturating_add(1),
                });
            }
            start = end;
        }
        self.origins.clear();
        self.candidates.clear();
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
                    self.insert(Label {
                        node: link.target,
                        before: from,
                        arrival: Arrival::by_link(link.class),
                        confidence: label.confidence,
                        state: next,
                        hops: label.hops,
                        steps: label.steps.saturating_add(1),
                    });
                }
            }
        }
    }

    /// Takes `label` in unless another at its node is at least as good.
    #[inline(always)]
    pub(crate) fn insert(&mut self, label: Label) {
        let slot = self.slots.of(label.state);
        let best = self.tables.best(label.node, slot);
        if label.confidence < best {
            return;
        }
        let newest = self.tables.newest(label.node, slot);
        let same_layer = newest >= self.layer_start && newest < self.end();
        if label.confidence == best {
            if !same_layer || !self.settles(newest, &label) {
                return;
            }
        } else {
            self.tables.raise(label.node, self.slots.outdone(slot), label.confidence);
            if label.state <= HOLDS && self.reach.unions && self.graph.has_decompositions() {
                self.full.push(label.node);
            }
        }
        if same_layer && newest >= self.expanded {
            self.found.labels[newest as usize] = label;
        } else {
            self.tables.set_newest(label.node, slot, self.end());
            self.found.labels.push(label);
        }
    }

    /// Whether `label` takes the place of one that is as sure and of the same layer.
    #[cold]
    fn settles(&self, known: u32, label: &Label) -> bool {
        let known = self.found.labels[known as usize];
        known.confidence == label.confidence && self.settle(label) < self.settle(&known)
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
