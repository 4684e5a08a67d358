use std::fmt;

use crate::catalog::RequirementId;
use crate::confidence::Confidence;
use crate::graph::Graph;
use crate::kinship::{INSIDE, Kin, is_wanted, kin};
use crate::label::Labels;
use crate::proof::{Proof, ProofBuilder};
use crate::relation::RelationSet;
use crate::resolve::{Options, ResolveFault};
use crate::statement::targets;
use crate::subject::{Subject, SubjectKind};

/// A requirement that a control test or an audit finding shows not to be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotMet {
    /// The requirement.
    pub requirement: RequirementId,
    /// The subjects for which it is not met; empty means that of the requirement.
    pub subjects: Vec<Subject>,
}

/// What a failed requirement does to an obligation. Ordered: worse is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FailureStatus {
    /// It shares something with what failed.
    AtRisk,
    /// What failed is a part of it.
    Failed,
}

impl FailureStatus {
    /// The word of answers: `FAILED`, `AT_RISK`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::AtRisk => "AT_RISK",
            Self::Failed => "FAILED",
        }
    }
}

impl fmt::Display for FailureStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// The answer of [`fail()`].
#[derive(Clone, Debug)]
pub struct Failure {
    labels: Labels,
    affected: Vec<Affected>,
}

/// An obligation that a failed requirement touches.
#[derive(Clone, Debug)]
pub struct Affected {
    subject: Subject,
    status: FailureStatus,
    kin: Kin,
}

/// Which obligations fail, or are at risk, when a requirement is not met.
///
/// An obligation fails where the failed requirement is a part of it *for the same subject*; where the subjects only
/// touch (a management system and its organisation, a process and one AI system) it is at risk; another management
/// system or another AI system is not affected. The requirement's own obligation is among them.
///
/// # Errors
/// Every [`ResolveFault`] of the requirement and the options.
pub fn fail(graph: &Graph, not_met: &NotMet, options: &Options) -> Result<Failure, Vec<ResolveFault>> {
    let (labels, found) = kin(graph, not_met.requirement, options)?;
    let mut failed_for = not_met.subjects.clone();
    if failed_for.is_empty() {
        let own = graph.info(not_met.requirement).and_then(|info| info.subject);
        failed_for.extend(own.map(Subject::unnamed));
    }
    let subjects = targets(&options.scope, std::slice::from_ref(&failed_for));
    let mut affected = Vec::new();
    for kin in found {
        let Some(info) = graph.info(kin.requirement).filter(|info| is_wanted(info, options)) else {
            continue;
        };
        for subject in subjects.iter().filter(|subject| info.subject == Some(subject.kind())) {
            let worst =
                failed_for.iter().filter_map(|failed| flow(failed, subject, info.per_ai_system)).max();
            let Some(worst) = worst else { continue };
            let content = if kin.relation_set.is_within(INSIDE) {
                FailureStatus::Failed
            } else {
                FailureStatus::AtRisk
            };
            affected.push(Affected { subject: subject.clone(), status: content.min(worst), kin });
        }
    }
    Ok(Failure { labels, affected })
}

/// The worst that a failure for one subject can mean for another.
fn flow(failed: &Subject, subject: &Subject, per_ai_system: bool) -> Option<FailureStatus> {
    let (from, to) = (failed.kind(), subject.kind());
    if from == to && from.is_single_item() {
        // An unnamed AI system may be this one or another.
        return match (failed.name(), subject.name()) {
            (failed, subject) if failed == subject => Some(FailureStatus::Failed),
            (Some(_), Some(_)) => None,
            _ => Some(FailureStatus::AtRisk),
        };
    }
    if from == to {
        let one_name = failed.name().is_none() || subject.name().is_none() || failed.name() == subject.name();
        return one_name.then_some(FailureStatus::Failed);
    }
    if from == SubjectKind::AiSystem && per_ai_system {
        return Some(FailureStatus::Failed);
    }
    let between_systems = from.is_management_system() && to.is_management_system();
    let between_items = from.is_single_item() && to.is_single_item();
    (!between_systems && !between_items).then_some(FailureStatus::AtRisk)
}

impl Failure {
    /// In the order of frameworks and documents, then of subjects.
    #[must_use]
    pub fn affected(&self) -> &[Affected] {
        &self.affected
    }

    /// How the failed requirement relates to an affected one of this answer, step by step.
    #[must_use]
    pub fn proof(&self, graph: &Graph, affected: &Affected) -> Proof {
        let mut builder = ProofBuilder::new(graph, &[]);
        builder.follow_from_requirement(&self.labels, affected.kin.label);
        builder.finish()
    }
}

impl Affected {
    /// The requirement of the obligation.
    #[must_use]
    pub const fn requirement(&self) -> RequirementId {
        self.kin.requirement
    }

    /// Whose obligation it is.
    #[must_use]
    pub const fn subject(&self) -> &Subject {
        &self.subject
    }

    /// What the failure does to it.
    #[must_use]
    pub const fn status(&self) -> FailureStatus {
        self.status
    }

    /// What is known of (failed requirement, this one).
    #[must_use]
    pub const fn relation_set(&self) -> RelationSet {
        self.kin.relation_set
    }

    /// The product of the confidences along the path.
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        Confidence::from_product(self.kin.confidence)
    }

    /// How many mappings in a row lead to it.
    #[must_use]
    pub const fn hops(&self) -> u8 {
        self.kin.hops
    }
}
