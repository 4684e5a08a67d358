//! The best label of each node, as an answer.

use fixedbitset::FixedBitSet;

use crate::automaton::{COVERAGE, HOLDS, POSSIBLE, WIDEST_PARTIAL};
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
    pub(crate) state: u8,
}

/// In the order of nodes; hubs, headings and groups are left out.
pub(crate) fn answers(graph: &Graph, outcome: &Outcome<'_, 8>) -> Vec<NodeAnswer> {
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
        if let Some(answer) = answer(outcome, node) {
            answers.push(answer);
        }
    }
    answers
}

/// Best coverage first, then the highest confidence, then the fewest mappings, then the set that knows more.
#[inline]
fn answer(outcome: &Outcome<'_, 8>, node: u32) -> Option<NodeAnswer> {
    let (full, partial) = (outcome.confidence(node, HOLDS), outcome.confidence(node, WIDEST_PARTIAL));
    let (coverage, states, confidence) = if full > 0.0 {
        (Coverage::Full, 0..=HOLDS, full)
    } else if partial > 0.0 {
        (Coverage::Partial, HOLDS + 1..=WIDEST_PARTIAL, partial)
    } else {
        (Coverage::Possible, POSSIBLE..=POSSIBLE, outcome.confidence(node, POSSIBLE))
    };
    let mut labelled = states.filter_map(|state| Some((state, outcome.label(node, state)?)));
    let first = labelled.next()?;
    let (state, label) = match labelled.next() {
        // The only label of its coverage is the surest one.
        None => first,
        Some(second) => [first, second]
            .into_iter()
            .chain(labelled)
            .filter_map(|(state, label)| Some((state, label, outcome.labels.get(label as usize)?)))
            .filter(|(_, _, found)| found.confidence == confidence)
            .min_by_key(|(state, _, found)| (found.hops, COVERAGE.set(*state).len(), *state, found.steps))
            .map(|(state, label, _)| (state, label))?,
    };
    Some(NodeAnswer { node, label, confidence, coverage, state })
}
