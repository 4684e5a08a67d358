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
use crate::automaton::{ArcClass, Automaton, DROPPED, HOLDS, MAPPING_CLASSES, Slots};
use crate::graph::Graph;

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

/// What is known of a node, and from which label it follows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Label {
    pub(crate) node: u32,
    /// The label before, or the start in [`Labels::union_members`] of those of a union, or the claim.
    pub(crate) before: u32,
    pub(crate) arrival: Arrival,
    pub(crate) confidence: f32,
    pub(crate) state: u8,
    pub(crate) hops: u8,
    pub(crate) steps: u16,
}

/// A target that was reached with more confidence than was known when it was looked at.
#[derive(Clone, Copy, Debug)]
struct Candidate {
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
struct Origin {
    from: u32,
    hops: u8,
    first_arc: u32,
    row: Row,
}

/// How a label was reached, in the order in which ties are settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Arrival(u32);

/// An [`Arrival`], taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArrivedBy {
    /// An arc of this number.
    Mapping(u32),
    Link(ArcClass),
    Union(u32),
    Claim,
}

const LINK: u32 = 1 << 30;
const UNION: u32 = 2 << 30;
const CLAIM: u32 = 3 << 30;

impl Arrival {
    const fn by_arc(arc: u32) -> Self {
        Self(arc)
    }

    const fn by_link(class: ArcClass) -> Self {
        Self(LINK | class as u32)
    }

    pub(crate) const fn taken_apart(self) -> ArrivedBy {
        let rest = self.0 & !CLAIM;
        match self.0 & CLAIM {
            0 => ArrivedBy::Mapping(rest),
            LINK => ArrivedBy::Link(match rest {
                0 => ArcClass::Superset,
                1 => ArcClass::Equal,
                2 => ArcClass::Subset,
                5 => ArcClass::Member,
                _ => ArcClass::Group,
            }),
            UNION => ArrivedBy::Union(rest),
            _ => ArrivedBy::Claim,
        }
    }
}

/// All labels of one search, oldest first; a label's predecessors stand before it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Labels {
    pub(crate) labels: Vec<Label>,
    pub(crate) union_members: Vec<u32>,
}

const NONE: u32 = u32::MAX;

/// Tables as large as the graph, kept between searches and clean between them.
///
/// One table a slot, one entry a node, so that what one kind of arc asks for lies close together.
pub(crate) struct Workspace<const W: usize> {
    tables: Tables<W>,
    full: Vec<u32>,
    pending: Vec<u32>,
    candidates: Vec<Candidate>,
    origins: Vec<(Origin, usize)>,
    /// How many labels the last search made: what the next one may need.
    expected: usize,
}

struct Tables<const W: usize> {
    nodes: usize,
    /// The highest confidence of a slot or one that outdoes it; 0 where neither is reached.
    best: Vec<f32>,
    /// The newest label of exactly this slot, counted on over all searches; those below `start` are of earlier ones.
    newest: Vec<u32>,
    start: u32,
}

impl<const W: usize> Tables<W> {
    const EMPTY: Self = Self { nodes: 0, best: Vec::new(), newest: Vec::new(), start: 1 };

    fn fit(&mut self, nodes: usize) {
        self.nodes = nodes;
        if self.best.len() < nodes * W {
            self.best.resize(nodes * W, 0.0);
            self.newest.resize(nodes * W, 0);
        }
        if self.start > u32::MAX / 2 {
            self.newest.fill(0);
            self.start = 1;
        }
    }

    #[inline]
    fn at(&self, node: u32, slot: u8) -> usize {
        slot as usize * self.nodes + node as usize
    }

    /// The best of one slot at every node.
    #[inline]
    fn best_of(&self, slot: u8) -> &[f32] {
        &self.best[slot as usize * self.nodes..][..self.nodes]
    }

    #[inline]
    fn best(&self, node: u32, slot: u8) -> f32 {
        self.best[self.at(node, slot)]
    }

    /// The newest label of this search; a number beyond its labels where there is none.
    #[inline]
    fn newest(&self, node: u32, slot: u8) -> u32 {
        self.newest[self.at(node, slot)].wrapping_sub(self.start)
    }

    #[inline]
    fn set_newest(&mut self, node: u32, slot: u8, label: u32) {
        let at = self.at(node, slot);
        self.newest[at] = self.start + label;
    }

    /// Raises the best of each of these slots, a bit mask, to at least `confidence`.
    #[inline]
    fn raise(&mut self, node: u32, mut slots: u16, confidence: f32) {
        while slots != 0 {
            let at = slots.trailing_zeros() as usize * self.nodes + node as usize;
            self.best[at] = self.best[at].max(confidence);
            slots &= slots - 1;
        }
    }

    fn clean(&mut self, slots: &Slots<W>, labels: &[Label]) {
        for label in labels {
            let mut raised = slots.outdone(slots.of(label.state));
            while raised != 0 {
                self.best[raised.trailing_zeros() as usize * self.nodes + label.node as usize] = 0.0;
                raised &= raised - 1;
            }
        }
        // INVARIANT: a search makes fewer than 2^31 labels, so the count cannot run over before `fit` starts anew.
        self.start += u32::try_from(labels.len()).unwrap_or(u32::MAX / 2);
    }
}

/// How many candidates are gathered before they are taken in. Their nodes are looked at in one go, so that the cache
/// has them all by then.
const CANDIDATES: usize = 512;

/// How many labels are expanded together.
const AHEAD: u32 = 64;

impl<const W: usize> Workspace<W> {
    pub(crate) const fn new() -> Self {
        Self {
            tables: Tables::EMPTY,
            full: Vec::new(),
            pending: Vec::new(),
            candidates: Vec::new(),
            origins: Vec::new(),
            expected: 0,
        }
    }

    /// Runs a search and shows the outcome to `harvest` before the tables are cleaned for the next one.
    pub(crate) fn search<T>(
        &mut self,
        graph: &Graph,
        automaton: &Automaton<W>,
        slots: &Slots<W>,
        seeds: &[Seed],
        reach: Reach,
        harvest: impl FnOnce(&Outcome<'_, W>) -> T,
    ) -> (Labels, T) {
        self.tables.fit(graph.node_count());
        let mut search = Search {
            graph,
            automaton,
            slots,
            reach,
            tables: &mut self.tables,
            full: &mut self.full,
            pending: &mut self.pending,
            candidates: &mut self.candidates,
            origins: &mut self.origins,
            found: Labels { labels: Vec::with_capacity(self.expected), union_members: Vec::new() },
            layer_start: 0,
            expanded: 0,
        };
        search.run(seeds);
        let found = search.found;
        self.expected = found.labels.len();
        let harvested = harvest(&Outcome { tables: &self.tables, labels: &found.labels });
        self.tables.clean(slots, &found.labels);
        self.full.clear();
        self.pending.clear();
        (found, harvested)
    }
}

/// What a finished search knows of each node.
pub(crate) struct Outcome<'a, const W: usize> {
    tables: &'a Tables<W>,
    pub(crate) labels: &'a [Label],
}

impl<const W: usize> Outcome<'_, W> {
    /// The highest confidence with which a slot, or one that outdoes it, is reached at `node`; 0 where it isn't.
    #[inline]
    pub(crate) fn confidence(&self, node: u32, slot: u8) -> f32 {
        self.tables.best(node, slot)
    }

    /// The newest label of exactly this slot, which is also its surest one.
    #[inline]
    pub(crate) fn label(&self, node: u32, slot: u8) -> Option<u32> {
        let label = self.tables.newest(node, slot);
        ((label as usize) < self.labels.len()).then_some(label)
    }
}

struct Search<'a, const W: usize> {
    graph: &'a Graph,
    automaton: &'a Automaton<W>,
    slots: &'a Slots<W>,
    reach: Reach,
    tables: &'a mut Tables<W>,
    /// Nodes that became FULL, or FULL with a higher confidence, since unions were last looked at.
    full: &'a mut Vec<u32>,
    pending: &'a mut Vec<u32>,
    candidates: &'a mut Vec<Candidate>,
    /// The label that candidates come from, with the end of its candidates.
    origins: &'a mut Vec<(Origin, usize)>,
    found: Labels,
    /// The first label of the layer that is being filled.
    layer_start: u32,
    /// Labels below this one have been expanded, so that others rest on them.
    expanded: u32,
}

impl<const W: usize> Search<'_, W> {
    fn run(&mut self, seeds: &[Seed]) {
        for seed in seeds {
            if seed.confidence >= self.reach.min_confidence {
                self.insert(Label {
                    node: seed.node,
                    before: seed.claim,
                    arrival: Arrival(CLAIM),
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

    fn end(&self) -> u32 {
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
    fn insert(&mut self, label: Label) {
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
            ArrivedBy::Mapping(arc) => (steps, self.graph.edge(arc), Arrival(0), 0, before().state),
            ArrivedBy::Link(_) => (steps, Some(EdgeCode::LAST), arrival, before().node, before().state),
            ArrivedBy::Union(_) => (steps, Some(EdgeCode::LAST), arrival, 0, 0),
            ArrivedBy::Claim => (steps, Some(EdgeCode::LAST), arrival, label.before, 0),
        }
    }

    /// Makes FULL each whole of which every member is FULL. Whether anything was new.
    fn unite(&mut self) -> bool {
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
        let members = u32::try_from(self.found.union_members.len()).unwrap_or(NONE);
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
        self.insert(Label {
            node: decomposition.whole,
            before: members,
            arrival: Arrival(UNION | id),
            confidence,
            state: HOLDS,
            hops,
            steps,
        });
    }

    /// The FULL label of highest confidence at a node that has one; of equals the one that knows more.
    fn fullest(&self, node: u32) -> u32 {
        let confidence =
            |label: u32| self.found.labels.get(label as usize).map_or(0.0, |label| label.confidence);
        let (more, less) = (self.tables.newest(node, 0), self.tables.newest(node, self.reach.full_slot));
        if confidence(more) >= confidence(less) { more } else { less }
    }
}
