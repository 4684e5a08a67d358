//! The tables of a search, kept from one to the next.
#![expect(
    clippy::indexing_slicing,
    reason = "INVARIANT: nodes come from the graph that sized the tables, slots from the automaton that sized the rows"
)]

use crate::automaton::{Automaton, Slots};
use crate::expansion::Expansion;
use crate::graph::Graph;
use crate::label::{Label, Labels};
use crate::search::{Reach, Search, Seed};

/// Tables as large as the graph, kept between searches and clean between them.
///
/// One table a slot, one entry a node, so that what one kind of arc asks for lies close together.
pub(crate) struct Workspace<const W: usize> {
    tables: Tables<W>,
    full: Vec<u32>,
    pending: Vec<u32>,
    expansion: Expansion<W>,
    /// How many labels the last search made: what the next one may need.
    expected: usize,
}

pub(crate) struct Tables<const W: usize> {
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

    /// Where the tables keep what they know of a node in a slot.
    #[inline]
    pub(crate) fn cell(&self, node: u32, slot: u8) -> usize {
        slot as usize * self.nodes + node as usize
    }

    /// The best of one slot at every node.
    #[inline]
    pub(crate) fn best_of(&self, slot: u8) -> &[f32] {
        &self.best[slot as usize * self.nodes..][..self.nodes]
    }

    #[inline]
    pub(crate) fn best_at(&self, cell: usize) -> f32 {
        self.best[cell]
    }

    #[inline]
    pub(crate) fn best(&self, node: u32, slot: u8) -> f32 {
        self.best[self.cell(node, slot)]
    }

    /// The newest label of this search; a number beyond its labels where there is none.
    #[inline]
    pub(crate) fn newest_at(&self, cell: usize) -> u32 {
        self.newest[cell].wrapping_sub(self.start)
    }

    #[inline]
    pub(crate) fn newest(&self, node: u32, slot: u8) -> u32 {
        self.newest_at(self.cell(node, slot))
    }

    #[inline]
    pub(crate) fn set_newest_at(&mut self, cell: usize, label: u32) {
        self.newest[cell] = self.start + label;
    }

    /// Raises the best of each of these slots, a bit mask, to at least `confidence`.
    #[inline]
    pub(crate) fn raise(&mut self, node: u32, mut slots: u16, confidence: f32) {
        while slots != 0 {
            let at = slots.trailing_zeros() as usize * self.nodes + node as usize;
            self.best[at] = self.best[at].max(confidence);
            slots &= slots - 1;
        }
    }

    /// After a search in which `states` states were kept.
    fn clean(&mut self, slots: &Slots<W>, states: u8, labels: &[Label]) {
        if labels.len() > self.nodes / 8 {
            // INVARIANT: slots ascend with states.
            let kept = usize::from(slots.of(states.saturating_sub(1))) + 1;
            self.best[..kept * self.nodes].fill(0.0);
        } else {
            for label in labels {
                let mut raised = slots.outdone(slots.of(label.state));
                while raised != 0 {
                    self.best[raised.trailing_zeros() as usize * self.nodes + label.node as usize] = 0.0;
                    raised &= raised - 1;
                }
            }
        }
        // INVARIANT: a search makes fewer than 2^31 labels, so the count cannot run over before `fit` starts anew.
        self.start += u32::try_from(labels.len()).unwrap_or(u32::MAX / 2);
    }
}

impl<const W: usize> Workspace<W> {
    pub(crate) const fn new() -> Self {
        Self {
            tables: Tables::EMPTY,
            full: Vec::new(),
            pending: Vec::new(),
            expansion: Expansion::new(),
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
        self.expansion.prepare(automaton, slots, reach.states);
        let mut search = Search {
            graph,
            automaton,
            slots,
            reach,
            tables: &mut self.tables,
            full: &mut self.full,
            pending: &mut self.pending,
            expansion: &mut self.expansion,
            found: Labels { labels: Vec::with_capacity(self.expected), union_members: Vec::new() },
            layer_start: 0,
            expanded: 0,
        };
        search.run(seeds);
        let found = search.found;
        self.expected = found.labels.len();
        let harvested = harvest(&Outcome { tables: &self.tables, labels: &found.labels });
        self.tables.clean(slots, reach.states, &found.labels);
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

    /// The same of every node.
    #[inline]
    pub(crate) fn confidences(&self, slot: u8) -> &[f32] {
        self.tables.best_of(slot)
    }

    /// The newest label of exactly this slot, which is also its surest one.
    #[inline]
    pub(crate) fn label(&self, node: u32, slot: u8) -> Option<u32> {
        let label = self.tables.newest(node, slot);
        ((label as usize) < self.labels.len()).then_some(label)
    }
}
