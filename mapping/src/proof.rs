use std::collections::BTreeSet;

use crate::automaton::{ArcClass, Automaton, COVERAGE, IDENTITY};
use crate::catalog::{MappingId, RequirementId};
use crate::confidence::Confidence;
use crate::graph::{Graph, NodeKind};
use crate::label::{ArrivedBy, Labels};
use crate::relation::RelationSet;
use crate::resolution::StatedClaim;

/// Why an answer holds: steps in an order in which each rests on earlier ones only.
///
/// Anyone can replay it with the composition table alone: see [`crate::verify()`].
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// The last one states the answer.
    pub steps: Vec<Step>,
}

/// One step of a [`Proof`].
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it rests on.
    pub kind: StepKind,
    /// Where it starts.
    pub from: ProofNode,
    /// What it reaches.
    pub to: ProofNode,
    /// What the step itself states of `from` and `to`.
    pub relation: RelationSet,
    /// What is known so far of the start of the proof and `to`.
    pub relation_set: RelationSet,
    /// How sure the step itself is.
    pub own_confidence: Confidence,
    /// How sure all is so far: the product of this step's and its premises'.
    pub confidence: Confidence,
    /// The positions of the steps that it goes on from.
    pub premises: Vec<usize>,
    /// The mapping that it uses.
    pub mapping: Option<MappingUse>,
}

/// A mapping and the direction in which a proof travels it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MappingUse {
    /// The mapping, with its rationale and provenance.
    pub id: MappingId,
    /// Whether it is read as written, rather than from its right side to its left.
    pub forward: bool,
}

/// What a step of a proof rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// The evidence says so.
    Claim,
    /// The start of a question about a requirement itself.
    Given,
    /// A mapping of a crosswalk.
    Mapping,
    /// A child is a part of its parent.
    Hierarchy,
    /// A requirement is a part of what a joint mapping puts together.
    Joint,
    /// All members of a complete decomposition are shown, so the whole is.
    Union,
    /// It is shown for every AI system in scope.
    Population,
}

impl StepKind {
    /// The word used in answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Given => "given",
            Self::Mapping => "mapping",
            Self::Hierarchy => "hierarchy",
            Self::Joint => "joint",
            Self::Union => "union",
            Self::Population => "population",
        }
    }
}

/// What a step of a proof leads from or to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ProofNode {
    /// The evidence at this position.
    Evidence(usize),
    /// A requirement.
    Requirement(RequirementId),
    /// Several requirements together.
    Together(Vec<RequirementId>),
}

/// Collects the steps that answers rest on, each once.
pub(crate) struct ProofBuilder<'a> {
    graph: &'a Graph,
    claims: &'a [StatedClaim],
    steps: Vec<Step>,
}

impl<'a> ProofBuilder<'a> {
    pub(crate) const fn new(graph: &'a Graph, claims: &'a [StatedClaim]) -> Self {
        Self { graph, claims, steps: Vec::new() }
    }

    pub(crate) fn finish(self) -> Proof {
        Proof { steps: self.steps }
    }

    /// Adds the steps to a label of a search from evidence. The position of the last one.
    pub(crate) fn follow(&mut self, labels: &Labels, label: u32) -> Option<usize> {
        self.add(&COVERAGE, labels, label)
    }

    /// Adds the steps to a label of a search from a requirement.
    pub(crate) fn follow_from_requirement(&mut self, labels: &Labels, label: u32) -> Option<usize> {
        self.add(&IDENTITY, labels, label)
    }

    /// Labels rest on earlier labels only, so their order is one of premises first.
    fn add<const W: usize>(&mut self, automaton: &Automaton<W>, labels: &Labels, last: u32) -> Option<usize> {
        let mut needed = BTreeSet::new();
        let mut open = vec![last];
        while let Some(label) = open.pop() {
            if needed.insert(label) {
                open.extend(self.rests_on(labels, label));
            }
        }
        let needed: Vec<u32> = needed.into_iter().collect();
        let first = self.steps.len();
        for &label in &needed {
            let position = |other: u32| needed.binary_search(&other).ok().map(|place| first + place);
            let premises = self.rests_on(labels, label).into_iter().filter_map(position).collect();
            let step = self.step(automaton, labels, label, premises)?;
            self.steps.push(step);
        }
        self.steps.len().checked_sub(1)
    }

    fn rests_on(&self, labels: &Labels, label: u32) -> Vec<u32> {
        let Some(label) = labels.labels.get(label as usize) else { return Vec::new() };
        match label.arrival.taken_apart() {
            ArrivedBy::Claim => Vec::new(),
            ArrivedBy::Mapping(_) | ArrivedBy::Link(_) => vec![label.before],
            ArrivedBy::Union(id) => {
                let count = self.graph.decomposition(id).map_or(0, |whole| whole.members.len());
                let start = label.before as usize;
                labels.union_members.get(start..start + count).map_or_else(Vec::new, <[u32]>::to_vec)
            }
        }
    }

    fn step<const W: usize>(
        &self,
        automaton: &Automaton<W>,
        labels: &Labels,
        label: u32,
        premises: Vec<usize>,
    ) -> Option<Step> {
        let label = labels.labels.get(label as usize)?;
        let relation_set = automaton.set(label.state);
        let confidence = Confidence::from_product(label.confidence);
        let to = self.node(label.node)?;
        let before = || labels.labels.get(label.before as usize);
        let step = |kind, from, relation, own_confidence, mapping| Step {
            kind,
            from,
            to: to.clone(),
            relation,
            relation_set,
            own_confidence,
            confidence,
            premises,
            mapping,
        };
        Some(match label.arrival.taken_apart() {
            ArrivedBy::Claim => match self.claims.get(label.before as usize) {
                Some(claim) => {
                    step(StepKind::Claim, ProofNode::Evidence(claim.evidence), relation_set, confidence, None)
                }
                None => step(StepKind::Given, to.clone(), relation_set, confidence, None),
            },
            ArrivedBy::Mapping(arc) => {
                let edge = self.graph.edge(arc)?;
                let (id, forward) = (MappingId::new(edge.mapping()), edge.is_forward());
                let stated = self.graph.catalog().mapping(id)?;
                let relation = if forward { stated.relation } else { stated.relation.inverse() };
                let used = Some(MappingUse { id, forward });
                step(StepKind::Mapping, self.node(before()?.node)?, relation.into(), stated.confidence, used)
            }
            ArrivedBy::Link(class) => {
                let kind = match class {
                    ArcClass::Member | ArcClass::Group => StepKind::Joint,
                    _ => StepKind::Hierarchy,
                };
                step(kind, self.node(before()?.node)?, class.relation_set(), Confidence::CERTAIN, None)
            }
            ArrivedBy::Union(id) => {
                let members = &self.graph.decomposition(id)?.members;
                let from = self.together(members);
                step(StepKind::Union, from, ArcClass::Equal.relation_set(), Confidence::CERTAIN, None)
            }
        })
    }

    /// The last step of an answer for every AI system in scope, given the steps that show each.
    pub(crate) fn all_ai_systems(&mut self, requirement: RequirementId, each: Vec<usize>) {
        let confidence =
            each.iter().filter_map(|&place| self.steps.get(place)).map(|step| step.confidence.value());
        let confidence = Confidence::from_product(confidence.product());
        self.steps.push(Step {
            kind: StepKind::Population,
            from: ProofNode::Requirement(requirement),
            to: ProofNode::Requirement(requirement),
            relation: ArcClass::Equal.relation_set(),
            relation_set: RelationSet::HOLDS,
            own_confidence: Confidence::CERTAIN,
            confidence,
            premises: each,
            mapping: None,
        });
    }

    fn node(&self, node: u32) -> Option<ProofNode> {
        Some(match self.graph.kind(node)? {
            NodeKind::Requirement(id) => ProofNode::Requirement(id),
            NodeKind::Group(members) => ProofNode::Together(members.to_vec()),
        })
    }

    fn together(&self, members: &[u32]) -> ProofNode {
        ProofNode::Together(members.iter().filter_map(|&member| self.graph.requirement_of(member)).collect())
    }
}
