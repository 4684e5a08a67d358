//! What one requirement says about every other: the search that starts from a requirement instead of evidence.

use std::cell::RefCell;

use crate::answer::reached;
use crate::automaton::{EACH_IDENTITY, IDENTITY};
use crate::catalog::RequirementId;
use crate::graph::Graph;
use crate::label::{Label, Labels};
use crate::part::NodeInfo;
use crate::relation::{Relation, RelationSet};
use crate::resolve::{MOST_HOPS, Options, ResolveFault};
use crate::search::{Reach, Seed};
use crate::workspace::{Outcome, Workspace};

/// What is known of the requirement asked about and another one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kin {
    pub(crate) requirement: RequirementId,
    pub(crate) label: u32,
    /// Of (requirement asked about, this one).
    pub(crate) relation_set: RelationSet,
    pub(crate) confidence: f32,
    pub(crate) hops: u8,
}

/// The requirement asked about lies inside the other one.
pub(crate) const INSIDE: RelationSet = RelationSet::of(Relation::Equal).or(RelationSet::of(Relation::Subset));

thread_local! {
    // See `resolve`: kept because it is as large as the graph, and left clean by every search.
    static WORKSPACE: RefCell<Workspace<16>> = const { RefCell::new(Workspace::new()) };
}

/// Everything that certainly shares something with `requirement`, best first by whether it lies inside, in their
/// order; and the labels to prove it.
pub(crate) fn kin(
    graph: &Graph,
    requirement: RequirementId,
    options: &Options,
) -> Result<(Labels, Vec<Kin>), Vec<ResolveFault>> {
    let mut faults = Vec::new();
    if options.max_hops > MOST_HOPS {
        faults.push(ResolveFault::TooManyHops { max_hops: options.max_hops });
    }
    if !(0.0..=1.0).contains(&options.min_confidence) {
        faults.push(ResolveFault::MinConfidence { min_confidence: options.min_confidence });
    }
    let node = graph.node(requirement);
    if node.is_none() {
        faults.push(ResolveFault::UnknownTarget);
    }
    let (Some(node), []) = (node, faults.as_slice()) else { return Err(faults) };
    let states = IDENTITY.len();
    let reach = Reach {
        max_hops: options.max_hops,
        min_confidence: options.min_confidence,
        drafts: options.include_draft,
        states,
        full_slot: 0,
        unions: false,
    };
    // No claim stands behind the start, which is what a claim number beyond all claims says.
    let seed = Seed { node, state: 0, confidence: 1.0, claim: u32::MAX };
    Ok(WORKSPACE.with_borrow_mut(|workspace| {
        workspace.search(graph, &IDENTITY, &EACH_IDENTITY, &[seed], reach, |outcome| {
            let kin = |requirement| best(outcome, graph.node(requirement)?, requirement);
            reached(graph, outcome.labels).filter_map(kin).collect()
        })
    }))
}

fn best(outcome: &Outcome<'_, 16>, node: u32, requirement: RequirementId) -> Option<Kin> {
    let labels = (0..IDENTITY.len()).filter_map(|state| {
        let label = outcome.label(node, state)?;
        Some((label, outcome.labels.get(label as usize)?))
    });
    let order = |(_, label): &(u32, &Label)| {
        let set = IDENTITY.set(label.state);
        (!set.is_within(INSIDE), -label.confidence, (label.hops, label.steps, set.len(), label.state))
    };
    let (label, found) = labels.min_by(|a, b| {
        let (a, b) = (order(a), order(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2))
    })?;
    let relation_set = IDENTITY.set(found.state);
    Some(Kin { requirement, label, relation_set, confidence: found.confidence, hops: found.hops })
}

/// Whether answers hold this node: someone's obligation, of the frameworks asked for, not repealed on the day.
#[inline(always)]
pub(crate) fn is_wanted(info: &NodeInfo, options: &Options) -> bool {
    let framework = usize::from(info.framework);
    info.obligation
        && options.frameworks.as_ref().is_none_or(|asked| asked.iter().any(|id| id.index() == framework))
        && info.repealed_on.is_none_or(|repealed| options.as_of < repealed)
}
