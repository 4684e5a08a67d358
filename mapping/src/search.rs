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

use crate::arcs::{Arcs, EdgeCode, Segment};
use crate::automaton::{ArcClass, Automaton, DROPPED, HOLDS, MAPPING_CLASSES};
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

/// How a label was reached, in the order in which ties are settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Arrival(u32);

/// An [`Arrival`], taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArrivedBy {
    Mapping { mapping: u32, forward: bool },
    Link(ArcClass),
    Union(u32),
    Claim,
}

const LINK: u32 = 1 << 30;
const UNION: u32 = 2 << 30;
const CLAIM: u32 = 3 << 30;

impl Arrival {
    const fn by_mapping(edge: EdgeCode) -> Self {
        Self(edge.0)
    }

    const fn by_link(class: ArcClass) -> Self {
        Self(LINK | class as u32)
    }

    pub(crate) const fn taken_apart(self) -> ArrivedBy {
        let rest = self.0 & !CLAIM;
        match self.0 & CLAIM {
            0 => ArrivedBy::Mapping { mapping: rest >> 1, forward: rest & 1 == 0 },
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
pub(crate) struct Workspace<const W: usize> {
    /// Per node and state, the highest confidence of that state or one within it.
    best: Vec<[f32; W]>,
    /// Per node and state, the newest label.
    newest: Vec<[u32; W]>,
    full: Vec<u32>,
    pending: Vec<u32>,
}

impl<const W: usize> Workspace<W> {
    pub(crate) const fn new() -> Self {
        Self { best: Vec::new(), newest: Vec::new(), full: Vec::new(), pending: Vec::new() }
    }

    fn fit(&mut self, nodes: usize) {
        if self.best.len() < nodes {
            self.best.resize(nodes, [0.0; W]);
            self.newest.resize(nodes, [NONE; W]);
        }
    }

    /// Runs a search and shows the outcome to `harvest` before the tables are cleaned for the next one.
    pub(crate) fn search<T>(
        &mut self,
        graph: &Graph,
        automaton: &Automaton<W>,
        seeds: &[Seed],
        reach: Reach,
        harvest: impl FnOnce(&Outcome<'_, W>) -> T,
    ) -> (Labels, T) {
        self.fit(graph.node_count());
        let mut search = Search {
            graph,
            automaton,
            reach,
            best: &mut self.best,
            newest: &mut self.newest,
            full: &mut self.full,
            pending: &mut self.pending,
            found: Labels::default(),
            layer_start: 0,
            expanded: 0,
        };
        search.run(seeds);
        let found = search.found;
        let harvested = harvest(&Outcome { best: &self.best, newest: &self.newest, labels: &found.labels });
        for label in &found.labels {
            self.best[label.node as usize] = [0.0; W];
            self.newest[label.node as usize] = [NONE; W];
        }
        self.full.clear();
        self.pending.clear();
        (found, harvested)
    }
}

/// What a finished search knows of each node.
pub(crate) struct Outcome<'a, const W: usize> {
    best: &'a [[f32; W]],
    newest: &'a [[u32; W]],
    pub(crate) labels: &'a [Label],
}

impl<const W: usize> Outcome<'_, W> {
    /// The highest confidence with which `state`, or one within it, holds at `node`; 0 where it doesn't.
    #[inline]
    pub(crate) fn confidence(&self, node: u32, state: u8) -> f32 {
        self.best[node as usize][state as usize]
    }

    /// The newest label of exactly this state, which is also the one of highest confidence.
    #[inline]
    pub(crate) fn label(&self, node: u32, state: u8) -> Option<u32> {
        let label = self.newest[node as usize][state as usize];
        (label != NONE).then_some(label)
    }
}

struct Search<'a, const W: usize> {
    graph: &'a Graph,
    automaton: &'a Automaton<W>,
    reach: Reach,
    best: &'a mut [[f32; W]],
    newest: &'a mut [[u32; W]],
    /// Nodes that became FULL, or FULL with a higher confidence, since unions were last looked at.
    full: &'a mut Vec<u32>,
    pending: &'a mut Vec<u32>,
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

    fn take_mappings(&mut self, frontier: std::ops::Range<u32>, hops: u8) {
        let graph = self.graph;
        for from in frontier {
            let label = self.found.labels[from as usize];
            if self.newest[label.node as usize][label.state as usize] != from {
                // A later label of the same layer took its place, or of this new one: then its arcs were better.
                let newest = self.newest[label.node as usize][label.state as usize];
                if newest < self.layer_start {
                    continue;
                }
            }
            for part in graph.parts() {
                self.take_arcs(&part.approved, from, label, hops);
                if self.reach.drafts {
                    self.take_arcs(&part.draft, from, label, hops);
                }
            }
        }
    }

    #[inline]
    fn take_arcs(&mut self, arcs: &Arcs, from: u32, label: Label, hops: u8) {
        let Some(row) = arcs.row(label.node) else { return };
        for class in 0..MAPPING_CLASSES {
            let next = self.automaton.next_below(label.state, class, self.reach.states);
            if next != DROPPED && row[class] != row[class + 1] {
                self.take_segment(arcs.segment(row, class), from, label, next, hops);
            }
        }
    }

    #[inline]
    fn take_segment(&mut self, segment: Segment<'_>, from: u32, label: Label, next: u8, hops: u8) {
        let arcs = segment.targets.iter().zip(segment.confidences).zip(segment.edges);
        for ((&target, &confidence), &edge) in arcs {
            let confidence = label.confidence * confidence;
            if confidence < self.best[target as usize][next as usize] {
                continue;
            }
            if confidence < self.reach.min_confidence {
                continue;
            }
            self.insert(Label {
                node: target,
                before: from,
                arrival: Arrival::by_mapping(edge),
                confidence,
                state: next,
                hops,
                steps: label.steps.saturating_add(1),
            });
        }
    }

    /// Steps of the hierarchy and unions, until nothing changes.
    fn close_layer(&mut self) {
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
        if self.newest[label.node as usize][label.state as usize] != from {
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
    fn insert(&mut self, label: Label) {
        let (node, state) = (label.node as usize, label.state as usize);
        let best = self.best[node][state];
        let newest = self.newest[node][state];
        let same_layer = newest != NONE && newest >= self.layer_start;
        if label.confidence < best {
            return;
        }
        if label.confidence == best {
            let settled = !same_layer || {
                let known = self.found.labels[newest as usize];
                known.confidence != label.confidence || self.settle(&known) <= self.settle(&label)
            };
            if settled {
                return;
            }
        } else {
            let mut wider = self.automaton.wider(label.state);
            let row = &mut self.best[node];
            while wider != 0 {
                let other = wider.trailing_zeros() as usize;
                row[other] = row[other].max(label.confidence);
                wider &= wider - 1;
            }
            if self.reach.unions && label.state <= HOLDS && self.graph.has_decompositions() {
                self.full.push(label.node);
            }
        }
        if same_layer && newest >= self.expanded {
            self.found.labels[newest as usize] = label;
        } else {
            self.newest[node][state] = self.end();
            self.found.labels.push(label);
        }
    }

    /// What settles a tie: fewer steps, then the lower edge, then the lower node and state that it comes from.
    fn settle(&self, label: &Label) -> (u16, Arrival, u32, u8) {
        match label.arrival.taken_apart() {
            ArrivedBy::Mapping { .. } | ArrivedBy::Link(_) => {
                let before = &self.found.labels[label.before as usize];
                (label.steps, label.arrival, before.node, before.state)
            }
            ArrivedBy::Union(_) => (label.steps, label.arrival, 0, 0),
            ArrivedBy::Claim => (label.steps, label.arrival, label.before, 0),
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
            confidence *= self.best[member as usize][HOLDS as usize];
        }
        // A member that is not FULL has confidence 0; a whole that is known as well already needs no union.
        if confidence <= self.best[decomposition.whole as usize][HOLDS as usize]
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
        let row = &self.newest[node as usize];
        let confidence = |label: u32| match label {
            NONE => 0.0,
            label => self.found.labels[label as usize].confidence,
        };
        if confidence(row[0]) >= confidence(row[HOLDS as usize]) { row[0] } else { row[HOLDS as usize] }
    }
}
