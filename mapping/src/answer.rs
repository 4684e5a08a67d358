//! The best label of each node, as an answer.

use std::ops::Range;

use fixedbitset::FixedBitSet;

use crate::automaton::{COVERAGE, EACH_COVERAGE, EACH_STATE, Slots};
use crate::coverage::Coverage;
use crate::graph::Graph;
use crate::search::Outcome;

/// What a search says of one node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct NodeAnswer {
    pub(crate) node: u32,
    pub(crate) label: u32,
    pub(crate) confidence: f32,
    pub(crate) coverage: Coverage,
}

/// Which slots of a search say FULL, PARTIAL and POSSIBLE; the last of each holds the others of its coverage.
#[derive(Clone, Copy)]
pub(crate) struct SlotsByCoverage {
    pub(crate) slots: &'static Slots<8>,
    full: (u8, u8),
    partial: (u8, u8),
    possible: (u8, u8),
}

impl SlotsByCoverage {
    pub(crate) const WITHOUT_POSSIBLE: Self =
        Self { slots: &EACH_COVERAGE, full: (0, 1), partial: (1, 2), possible: (2, 2) };
    pub(crate) const WITH_POSSIBLE: Self =
        Self { slots: &EACH_STATE, full: (0, 2), partial: (2, 5), possible: (5, 6) };

    /// The FULL slot that the others are within.
    pub(crate) const fn full_slot(self) -> u8 {
        self.full.1 - 1
    }
}

/// In the order of nodes; hubs, headings and groups are left out.
pub(crate) fn answers(graph: &Graph, outcome: &Outcome<'_, 8>, slots: SlotsByCoverage) -> Vec<NodeAnswer> {
    let mut reached = FixedBitSet::with_capacity(graph.node_count());
    for label in outcome.labels {
        reached.insert(label.node as usize);
    }
    let mut answers = Vec::with_capacity(outcome.labels.len().min(graph.node_count()));
    for node in reached.ones() {
        let Ok(node) = u32::try_from(node) else { break };
        if !graph.info(node).is_some_and(|info| info.obligation) {
            continue;
        }
        let by_coverage = [
            (Coverage::Full, slots.full),
            (Coverage::Partial, slots.partial),
            (Coverage::Possible, slots.possible),
        ];
        for (coverage, (first, end)) in by_coverage {
            if first < end && outcome.confidence(node, end - 1) > 0.0 {
                answers.extend(best(outcome, node, first..end, coverage));
                break;
            }
        }
    }
    answers
}

/// The label of the highest confidence, then of the fewest mappings, then of the set that knows more.
#[inline]
fn best(outcome: &Outcome<'_, 8>, node: u32, slots: Range<u8>, coverage: Coverage) -> Option<NodeAnswer> {
    let confidence = outcome.confidence(node, slots.end - 1);
    if slots.len() == 1 {
        return Some(NodeAnswer { node, label: outcome.label(node, slots.start)?, confidence, coverage });
    }
    let labelled = slots.filter_map(|slot| {
        let label = outcome.label(node, slot)?;
        Some((label, outcome.labels.get(label as usize)?))
    });
    let (label, _) = labelled
        .filter(|(_, found)| found.confidence == confidence)
        .min_by_key(|(_, found)| (found.hops, COVERAGE.set(found.state).len(), found.state, found.steps))?;
    Some(NodeAnswer { node, label, confidence, coverage })
}
