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
    pub(crate) hops: u8,
}

/// In the order of nodes; hubs, headings and groups are left out.
pub(crate) fn answers(graph: &Graph, outcome: &Outcome<'_, 8>) -> Vec<NodeAnswer> {
    let mut reached = FixedBitSet::with_capacity(graph.node_count());
    for label in outcome.labels {
        reached.insert(label.node as usize);
    }
    let mut answers = Vec::with_capacity(reached.count_ones(..));
    for node in reached.ones() {
        let Ok(node) = u32::try_from(node) else { break };
        if graph.info(node).is_some_and(|info| info.obligation) {
            answers.extend(answer(outcome, node));
        }
    }
    answers
}

/// Best coverage first, then the highest confidence, then the fewest mappings, then the set that knows more.
fn answer(outcome: &Outcome<'_, 8>, node: u32) -> Option<NodeAnswer> {
    let (coverage, states, confidence) = [
        (Coverage::Full, 0..=HOLDS, outcome.confidence(node, HOLDS)),
        (Coverage::Partial, HOLDS + 1..=WIDEST_PARTIAL, outcome.confidence(node, WIDEST_PARTIAL)),
        (Coverage::Possible, POSSIBLE..=POSSIBLE, outcome.confidence(node, POSSIBLE)),
    ]
    .into_iter()
    .find(|(_, _, confidence)| *confidence > 0.0)?;
    let (label, found) = states
        .filter_map(|state| {
            let label = outcome.label(node, state)?;
            Some((label, outcome.labels.get(label as usize)?))
        })
        .filter(|(_, found)| found.confidence == confidence)
        .min_by_key(|(_, found)| (found.hops, COVERAGE.set(found.state).len(), found.state, found.steps))?;
    Some(NodeAnswer { node, label, confidence, coverage, state: found.state, hops: found.hops })
}
