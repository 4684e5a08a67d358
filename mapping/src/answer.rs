//! The best label of each node, as an answer.

use std::ops::Range;

use fixedbitset::FixedBitSet;

use crate::arcs::EdgeCode;
use crate::automaton::{EACH_COVERAGE, EACH_STATE, Slots};
use crate::catalog::RequirementId;
use crate::coverage::Coverage;
use crate::graph::Graph;
use crate::label::{ArrivedBy, Label};
use crate::workspace::Outcome;

/// What a search says of one requirement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) requirement: RequirementId,
    pub(crate) label: u32,
    pub(crate) confidence: f32,
    pub(crate) coverage: Coverage,
    /// Where it is FULL, a surer label that shows a part: what counts for a subject for which FULL does not.
    pub(crate) surer_part: Option<(u32, f32)>,
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

/// Calls `take` with each requirement that is reached, in their order.
#[inline(always)]
pub(crate) fn each_answer(
    graph: &Graph,
    outcome: &Outcome<'_, 8>,
    slots: SlotsByCoverage,
    mut take: impl FnMut(Answer),
) {
    let surest = |(first, end): (u8, u8)| if first < end { outcome.confidences(end - 1) } else { &[] };
    let (fulls, partials) = (surest(slots.full), surest(slots.partial));
    let possibles = surest(slots.possible);
    for requirement in reached(graph, outcome.labels) {
        let Some(node) = graph.node(requirement) else { continue };
        let of_node = |confidences: &[f32]| confidences.get(node as usize).copied().unwrap_or(0.0);
        let (full, partial) = (of_node(fulls), of_node(partials));
        let (coverage, of_coverage) = if full > 0.0 {
            (Coverage::Full, slots.full)
        } else if partial > 0.0 {
            (Coverage::Partial, slots.partial)
        } else if of_node(possibles) > 0.0 {
            (Coverage::Possible, slots.possible)
        } else {
            continue;
        };
        if let Some((label, confidence)) = best(graph, outcome, node, of_coverage) {
            let surer = coverage == Coverage::Full && partial > confidence;
            let surer_part = if surer { best(graph, outcome, node, slots.partial) } else { None };
            take(Answer { requirement, label, confidence, coverage, surer_part });
        }
    }
}

/// The requirements that labels stand at, in order; groups are left out.
#[inline]
pub(crate) fn reached(graph: &Graph, labels: &[Label]) -> impl Iterator<Item = RequirementId> + use<> {
    let mut reached = FixedBitSet::with_capacity(graph.catalog().requirement_count());
    for label in labels {
        if let Some(requirement) = graph.requirement_of(label.node) {
            reached.insert(requirement.index());
        }
    }
    reached.into_ones().filter_map(|index| u32::try_from(index).ok()).map(RequirementId::new)
}

/// The label of the highest confidence, then of the fewest mappings, then of the fewest steps, then of the lowest
/// mapping.
#[inline(always)]
fn best(graph: &Graph, outcome: &Outcome<'_, 8>, node: u32, (first, end): (u8, u8)) -> Option<(u32, f32)> {
    let confidence = outcome.confidence(node, end - 1);
    let label = if end - first == 1 {
        outcome.label(node, first)
    } else {
        best_of_several(graph, outcome, node, first..end, confidence)
    };
    Some((label?, confidence))
}

#[cold]
fn best_of_several(
    graph: &Graph,
    outcome: &Outcome<'_, 8>,
    node: u32,
    slots: Range<u8>,
    confidence: f32,
) -> Option<u32> {
    let labelled = slots.filter_map(|slot| {
        let label = outcome.label(node, slot)?;
        Some((label, outcome.labels.get(label as usize)?))
    });
    let (label, _) = labelled
        .filter(|(_, found)| found.confidence == confidence)
        .min_by_key(|(_, found)| (found.hops, found.steps, last_edge(graph, found), found.state))?;
    Some(label)
}

/// The mapping that a label arrived by; after every mapping where it arrived otherwise.
fn last_edge(graph: &Graph, label: &Label) -> EdgeCode {
    match label.arrival.taken_apart() {
        ArrivedBy::Mapping(arc) => graph.edge(arc).unwrap_or(EdgeCode::LAST),
        ArrivedBy::Link(_) | ArrivedBy::Union(_) | ArrivedBy::Claim => EdgeCode::LAST,
    }
}
