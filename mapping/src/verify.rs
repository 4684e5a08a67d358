use std::collections::HashSet;
use std::fmt;

use crate::catalog::RequirementId;
use crate::confidence::Confidence;
use crate::proof::{Proof, ProofNode, Step, StepKind};
use crate::relation::{Relation, RelationSet};

/// What a proof shows, replayed from its steps alone: the last step's relation set and confidence.
///
/// Neither graph nor catalogue is asked. What the steps *state* (a claim, a mapping, that a decomposition is complete)
/// is taken as given; that each conclusion follows from its premises is checked.
///
/// # Errors
/// The first [`ProofFault`], by the position of its step.
pub fn verify(proof: &Proof) -> Result<(RelationSet, Confidence), ProofFault> {
    for (position, step) in proof.steps.iter().enumerate() {
        let earlier = proof.steps.get(..position).unwrap_or(&[]);
        let premises: Option<Vec<&Step>> =
            step.premises.iter().map(|&premise| earlier.get(premise)).collect();
        let premises = premises.ok_or(ProofFault::MissingPremise { position })?;
        let (relation_set, confidence) = conclude(position, step, &premises)?;
        if relation_set != step.relation_set {
            return Err(ProofFault::RelationSet { position, follows: relation_set });
        }
        if confidence.to_bits() != step.confidence.value().to_bits() {
            return Err(ProofFault::Confidence { position });
        }
    }
    let last = proof.steps.last().ok_or(ProofFault::Empty)?;
    Ok((last.relation_set, last.confidence))
}

fn conclude(position: usize, step: &Step, premises: &[&Step]) -> Result<(RelationSet, f32), ProofFault> {
    let equal = RelationSet::of(Relation::Equal);
    let part = equal.or(RelationSet::of(Relation::Subset));
    let stated = match step.kind {
        StepKind::Claim => [RelationSet::HOLDS, RelationSet::OVERLAPS].contains(&step.relation),
        StepKind::Mapping => step.relation.len() == 1,
        StepKind::Hierarchy => step.relation.len() == 1 && !step.relation.contains(Relation::Disjoint),
        StepKind::Joint => [RelationSet::HOLDS, part].contains(&step.relation),
        StepKind::Given | StepKind::Union | StepKind::Population => step.relation == equal,
    };
    let uses_mapping = step.kind == StepKind::Mapping;
    if !stated || step.mapping.is_some() != uses_mapping {
        return Err(ProofFault::Relation { position });
    }
    if !uses_mapping && step.kind != StepKind::Claim && step.own_confidence != Confidence::CERTAIN {
        return Err(ProofFault::Confidence { position });
    }
    let starts_rightly = match step.kind {
        StepKind::Claim => matches!(step.from, ProofNode::Evidence(_)),
        StepKind::Given | StepKind::Population => step.from == step.to,
        StepKind::Mapping | StepKind::Hierarchy | StepKind::Joint | StepKind::Union => true,
    };
    if !starts_rightly {
        return Err(ProofFault::Gap { position });
    }
    match (step.kind, premises) {
        (StepKind::Claim | StepKind::Given, []) => Ok((step.relation, step.own_confidence.value())),
        (StepKind::Mapping | StepKind::Hierarchy | StepKind::Joint, [before]) => {
            if before.to != step.from {
                return Err(ProofFault::Gap { position });
            }
            let confidence = before.confidence.value() * step.own_confidence.value();
            Ok((before.relation_set.compose(step.relation), confidence))
        }
        (StepKind::Union, [_, ..]) => {
            let ProofNode::Together(members) = &step.from else { return Err(ProofFault::Gap { position }) };
            let shown: HashSet<&ProofNode> = premises.iter().map(|premise| &premise.to).collect();
            let is_shown = |member: &RequirementId| shown.contains(&ProofNode::Requirement(*member));
            if members.is_empty() || !members.iter().all(is_shown) {
                return Err(ProofFault::Gap { position });
            }
            all_hold(position, premises)
        }
        (StepKind::Population, [_, ..]) => {
            if premises.iter().any(|premise| premise.to != step.to) {
                return Err(ProofFault::Gap { position });
            }
            all_hold(position, premises)
        }
        _ => Err(ProofFault::MissingPremise { position }),
    }
}

fn all_hold(position: usize, premises: &[&Step]) -> Result<(RelationSet, f32), ProofFault> {
    if premises.iter().any(|premise| !premise.relation_set.is_within(RelationSet::HOLDS)) {
        return Err(ProofFault::Gap { position });
    }
    Ok((RelationSet::HOLDS, premises.iter().map(|premise| premise.confidence.value()).product()))
}

/// Where a proof fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProofFault {
    /// It has no steps.
    Empty,
    /// A step rests on none, too many, or later ones.
    MissingPremise {
        /// The step.
        position: usize,
    },
    /// A step states what its kind cannot.
    Relation {
        /// The step.
        position: usize,
    },
    /// A step does not start where its premises end.
    Gap {
        /// The step.
        position: usize,
    },
    /// Another relation set follows.
    RelationSet {
        /// The step.
        position: usize,
        /// What follows.
        follows: RelationSet,
    },
    /// Another confidence follows.
    Confidence {
        /// The step.
        position: usize,
    },
}

impl ProofFault {
    /// A stable code for machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "proof-empty",
            Self::MissingPremise { .. } => "proof-missing-premise",
            Self::Relation { .. } => "proof-relation",
            Self::Gap { .. } => "proof-gap",
            Self::RelationSet { .. } => "proof-relation-set",
            Self::Confidence { .. } => "proof-confidence",
        }
    }
}

impl fmt::Display for ProofFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the proof has no steps"),
            Self::MissingPremise { position } => {
                write!(f, "step {position} does not rest on the earlier steps that its kind needs")
            }
            Self::Relation { position } => write!(f, "step {position} states what its kind cannot"),
            Self::Gap { position } => write!(f, "step {position} does not start where its premises end"),
            Self::RelationSet { position, follows } => {
                write!(f, "at step {position} follows {follows}, which is not what it says")
            }
            Self::Confidence { position } => write!(f, "at step {position} another confidence follows"),
        }
    }
}

impl std::error::Error for ProofFault {}
