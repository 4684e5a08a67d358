//! Expansion: from the labels of one layer, along all mappings, to candidates for the next.
//!
//! This is where a search spends its time, and most of that waiting for memory. So what a few labels need is asked for
//! before any of it is used, and targets are looked at in a loop without branches before the few that count are taken in.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: see `search`; candidates and runs are counted as they are filled"
)]

use std::ops::Range;

use crate::arcs::{Arcs, Row};
use crate::automaton::{Automaton, DROPPED, MAPPING_CLASSES, Slots};
use crate::label::{Arrival, Label};
use crate::search::Search;

/// How many labels are expanded together.
const AHEAD: u32 = 64;

/// How many candidates are gathered before they are taken in.
const CANDIDATES: usize = 512;

/// What expansion keeps between searches, and what it knows of the automaton in use.
pub(crate) struct Expansion<const W: usize> {
    candidates: Vec<Candidate>,
    gathered: usize,
    /// The runs that candidates come from.
    origins: Vec<Origin>,
    /// Per state, what of its arcs is looked at.
    runs: [Runs; W],
}

/// A target that was reached with no less confidence than was known when it was looked at.
#[derive(Clone, Copy, Debug, Default)]
struct Candidate {
    node: u32,
    confidence: f32,
    arc: u32,
    /// Its place among the origins.
    origin: u32,
}

/// The arcs of a label that lead to one slot.
#[derive(Clone, Copy, Debug)]
struct Origin {
    from: u32,
    /// Arcs below this one lead to the first state, the others to the second.
    boundary: u32,
    steps: u16,
    slot: u8,
    states: [u8; 2],
}

/// Neighbouring classes of arcs that lead from a state to one slot, through at most two states.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    start: usize,
    /// The class from which on the second state is reached.
    boundary: usize,
    end: usize,
    slot: u8,
    states: [u8; 2],
}

#[derive(Clone, Copy, Debug, Default)]
struct Runs {
    runs: [Run; MAPPING_CLASSES],
    count: usize,
}

impl Runs {
    fn new<const W: usize>(automaton: &Automaton<W>, slots: &Slots<W>, states: u8, from: u8) -> Self {
        let mut runs = Self::default();
        for class in 0..MAPPING_CLASSES {
            let state = automaton.next_below(from, class, states);
            if state == DROPPED {
                continue;
            }
            let slot = slots.of(state);
            match runs.runs[..runs.count].last_mut() {
                Some(run) if run.end == class && run.slot == slot && run.boundary == run.end => {
                    run.end += 1;
                    run.states[1] = state;
                }
                _ => {
                    let end = class + 1;
                    runs.runs[runs.count] =
                        Run { start: class, boundary: end, end, slot, states: [state; 2] };
                    runs.count += 1;
                }
            }
        }
        runs
    }

    fn classes(&self) -> Range<usize> {
        match &self.runs[..self.count] {
            [] => 0..0,
            [first, .., last] => first.start..last.end,
            [only] => only.start..only.end,
        }
    }
}

impl<const W: usize> Expansion<W> {
    pub(crate) const fn new() -> Self {
        const NONE: Run = Run { start: 0, boundary: 0, end: 0, slot: 0, states: [0; 2] };
        let none = Runs { runs: [NONE; MAPPING_CLASSES], count: 0 };
        Self { candidates: Vec::new(), gathered: 0, origins: Vec::new(), runs: [none; W] }
    }

    /// Prepares for a search in which `states` states are kept.
    pub(crate) fn prepare(&mut self, automaton: &Automaton<W>, slots: &Slots<W>, states: u8) {
        self.candidates.resize(CANDIDATES, Candidate::default());
        for (runs, state) in self.runs.iter_mut().zip(0..states) {
            *runs = Runs::new(automaton, slots, states, state);
        }
    }
}

impl<const W: usize> Search<'_, W> {
    pub(crate) fn take_mappings(&mut self, frontier: Range<u32>, hops: u8) {
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
        self.take_candidates(hops);
    }

    fn take_chunk(&mut self, arcs: &Arcs, chunk: Range<u32>, hops: u8) {
        if arcs.is_empty() {
            return;
        }
        for label in self.found.labels.iter().skip(chunk.end as usize).take(AHEAD as usize) {
            arcs.ask_for_row(label.node);
        }
        let mut rows = [(0, 0, 0, 0.0, Row::default()); AHEAD as usize];
        let mut filled = 0;
        for from in chunk {
            let label = self.found.labels[from as usize];
            let newest = self.tables.newest(label.node, self.slots.of(label.state));
            // A better label of the same layer took its place; one of the new layer has one mapping more, and does not.
            if newest != from && newest < self.layer_start {
                continue;
            }
            if let Some(row) = arcs.row(label.node) {
                rows[filled] = (from, label.steps, label.state, label.confidence, *row);
                filled += 1;
            }
        }
        for (_, _, state, _, row) in &rows[..filled] {
            arcs.ask_for_heads(row, self.expansion.runs[*state as usize].classes());
        }
        for &(from, steps, state, confidence, row) in &rows[..filled] {
            let Runs { runs, count } = self.expansion.runs[state as usize];
            for run in &runs[..count] {
                let origin = Origin {
                    from,
                    boundary: arcs.first() + row[run.boundary],
                    steps: steps.saturating_add(1),
                    slot: run.slot,
                    states: run.states,
                };
                self.gather(arcs, &row, run, confidence, origin, hops);
            }
        }
    }

    /// Gathers those targets of a run that are reached with no less confidence than so far.
    #[inline]
    fn gather(&mut self, arcs: &Arcs, row: &Row, run: &Run, before: f32, origin: Origin, hops: u8) {
        let heads = arcs.heads(row, run.start..run.end);
        let mut arc = arcs.first() + row[run.start];
        for heads in heads.chunks(CANDIDATES) {
            if self.expansion.gathered + heads.len() > CANDIDATES {
                self.take_candidates(hops);
            }
            let best = self.tables.best_of(run.slot);
            // INVARIANT: each origin has a candidate, so there are no more than of those.
            let origin_place = u32::try_from(self.expansion.origins.len()).unwrap_or(u32::MAX);
            let candidates = &mut self.expansion.candidates[..CANDIDATES];
            let mut gathered = self.expansion.gathered;
            for head in heads {
                let confidence = before * head.confidence;
                // Written whether or not it counts: a branch here would be guessed wrong half the time.
                candidates[gathered] = Candidate { node: head.target, confidence, arc, origin: origin_place };
                let counts =
                    (confidence >= best[head.target as usize]) & (confidence >= self.reach.min_confidence);
                gathered += usize::from(counts);
                arc += 1;
            }
            if gathered > self.expansion.gathered {
                self.expansion.gathered = gathered;
                self.expansion.origins.push(origin);
            }
        }
    }

    fn take_candidates(&mut self, hops: u8) {
        for place in 0..self.expansion.gathered {
            let Candidate { node, confidence, arc, origin } = self.expansion.candidates[place];
            let Origin { from, boundary, steps, slot, states } = self.expansion.origins[origin as usize];
            let state = states[usize::from(arc >= boundary)];
            let arrival = Arrival::by_arc(arc);
            self.insert(slot, Label { node, before: from, arrival, confidence, state, hops, steps });
        }
        self.expansion.origins.clear();
        self.expansion.gathered = 0;
    }
}
