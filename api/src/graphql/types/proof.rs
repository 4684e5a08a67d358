use async_graphql::SimpleObject;
use obligraph_mapping::{ProofNode, Step};

use super::mapping::Mapping;
use super::requirement::Requirement;
use super::words::{Relation, StepKind};
use crate::graphql::at_hand::{AtHand, Place};
use crate::graphql::scalar::Confidence;

/// Why an obligation is covered as it is. Anyone can replay it with the composition table alone.
#[derive(SimpleObject)]
pub(crate) struct Proof {
    /// In an order in which each step rests on earlier ones only; the last one states the answer.
    steps: Vec<ProofStep>,
}

/// One step of a proof.
#[derive(SimpleObject)]
pub(crate) struct ProofStep {
    /// What it rests on.
    kind: StepKind,
    /// Where it starts.
    from: ProofEnd,
    /// What it reaches.
    to: ProofEnd,
    /// What the step itself states of `from` and `to`: one relation, or several that it leaves open.
    relation: Vec<Relation>,
    /// What is known so far of the start of the proof and `to`.
    relation_set: Vec<Relation>,
    /// How sure all is so far: the product of this step's confidence and that of its premises.
    confidence: Confidence,
    /// The positions, from 0, of the steps that it goes on from.
    premises: Vec<usize>,
    /// The mapping that it uses, with rationale and provenance; null for other kinds of step.
    mapping: Option<Mapping>,
    /// Whether the mapping is read as written, rather than from right to left; null where there is none.
    forward: Option<bool>,
}

/// What a step of a proof leads from or to.
#[derive(SimpleObject)]
pub(crate) struct ProofEnd {
    /// The position, from 0, of the evidence in the question; null where it is no evidence.
    evidence: Option<usize>,
    /// The requirement, or several that are meant together; empty for evidence.
    requirements: Vec<Requirement>,
}

impl From<obligraph_mapping::Proof> for Proof {
    fn from(proof: obligraph_mapping::Proof) -> Self {
        Self { steps: proof.steps.into_iter().map(Into::into).collect() }
    }
}

impl From<Step> for ProofStep {
    fn from(step: Step) -> Self {
        Self {
            kind: step.kind.into(),
            from: step.from.into(),
            to: step.to.into(),
            relation: step.relation.iter().map(Into::into).collect(),
            relation_set: step.relation_set.iter().map(Into::into).collect(),
            confidence: step.confidence.into(),
            premises: step.premises,
            mapping: step.mapping.map(|used| Mapping(used.id)),
            forward: step.mapping.map(|used| used.forward),
        }
    }
}

impl From<ProofNode> for ProofEnd {
    fn from(node: ProofNode) -> Self {
        let (evidence, requirements) = match node {
            ProofNode::Evidence(position) => (Some(position), Vec::new()),
            ProofNode::Requirement(id) => (None, vec![id]),
            ProofNode::Together(ids) => (None, ids),
        };
        Self { evidence, requirements: requirements.into_iter().map(Requirement).collect() }
    }
}

impl AtHand for obligraph_mapping::Proof {
    const TYPE: &'static str = "Proof";

    fn field(&self, name: &str, place: Place<'_>) -> Option<()> {
        match name {
            "steps" => place.list(&self.steps),
            _ => None,
        }
    }
}

impl AtHand for &Step {
    const TYPE: &'static str = "ProofStep";

    fn field(&self, name: &str, place: Place<'_>) -> Option<()> {
        match name {
            "kind" => place.word(StepKind::from(self.kind)),
            "from" => place.object(&self.from),
            "to" => place.object(&self.to),
            "relation" => place.words(self.relation.iter().map(Relation::from)),
            "relationSet" => place.words(self.relation_set.iter().map(Relation::from)),
            "confidence" => place.confidence(self.confidence),
            "premises" => place.counts(&self.premises),
            "mapping" => place.optional(self.mapping.map(|used| Mapping(used.id)).as_ref()),
            "forward" => place.scalar(self.mapping.map(|used| used.forward)),
            _ => None,
        }
    }
}

impl AtHand for ProofNode {
    const TYPE: &'static str = "ProofEnd";

    fn field(&self, name: &str, place: Place<'_>) -> Option<()> {
        match (name, self) {
            ("evidence", Self::Evidence(position)) => place.count(*position),
            ("evidence", _) => place.count(None),
            ("requirements", Self::Evidence(_)) => place.list::<Requirement>([]),
            ("requirements", Self::Requirement(id)) => place.list([Requirement(*id)]),
            ("requirements", Self::Together(ids)) => place.list(ids.iter().copied().map(Requirement)),
            _ => None,
        }
    }
}
