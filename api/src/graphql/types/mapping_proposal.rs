use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};

use super::requirement::Requirement;
use super::words::{RationaleKind, Relation};
use super::{content, session};
use crate::app::review;
use crate::error::Fault;
use crate::graphql::id::NodeId;
use crate::graphql::scalar::{Confidence, DateTime};
use crate::store;

/// What became of a proposal.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "store::ProposalStatus")]
pub(crate) enum ProposalStatus {
    /// It waits for a review by someone else than its proposer.
    Proposed,
    /// Answers rest on it.
    Approved,
    /// It was not taken.
    Rejected,
    /// Answers rested on it once.
    Retired,
}

/// What a review comes to.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "store::Verdict")]
pub(crate) enum Verdict {
    /// Answers rest on the mapping from now on.
    Approve,
    /// It is not taken.
    Reject,
}

/// One mapping of the organisation's own.
pub(crate) struct MappingProposal(pub(crate) store::MappingProposal);

/// A mapping of the organisation's own: one proposes it, another approves it, and from then on answers rest on it. Its
/// requirements may be of shared frameworks and of the organisation's own.
#[Object]
impl MappingProposal {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        NodeId::MappingProposal(self.0.id).id()
    }

    /// The left side; several are meant together. Without those that the content knows no more.
    async fn from(&self, context: &Context<'_>) -> Vec<Requirement> {
        side(context, &self.0.content.from)
    }

    /// The right side; several are meant together. Without those that the content knows no more.
    async fn to(&self, context: &Context<'_>) -> Vec<Requirement> {
        side(context, &self.0.content.to)
    }

    /// Read "`from` RELATION `to`".
    async fn relation(&self) -> Relation {
        self.0.content.relation.into()
    }

    /// How sure its author is of the relation.
    async fn confidence(&self) -> Confidence {
        self.0.content.confidence.into()
    }

    /// The degree of overlap, 1 to 10; null where its author states none.
    async fn strength(&self) -> Option<u8> {
        self.0.content.strength.map(|strength| strength.value())
    }

    /// On what it rests.
    async fn rationale_kind(&self) -> RationaleKind {
        self.0.content.rationale_kind.into()
    }

    /// One sentence: the shared duty, and what is missing on each side.
    async fn rationale(&self) -> &str {
        &self.0.content.rationale
    }

    /// What became of it.
    async fn status(&self) -> ProposalStatus {
        self.0.status.into()
    }

    /// Who proposed it: the subject of their token.
    async fn proposed_by(&self) -> &str {
        &self.0.proposed_by
    }

    /// When it was proposed.
    async fn proposed_at(&self) -> DateTime {
        DateTime(self.0.proposed_at)
    }

    /// Who approved or rejected it, when and why; null as long as nobody did.
    async fn review(&self) -> Option<Decision> {
        self.0.review.clone().map(Into::into)
    }

    /// Who retired it, when and why; null as long as nobody did.
    async fn retirement(&self) -> Option<Decision> {
        self.0.retirement.clone().map(Into::into)
    }

    /// What it would contradict if it were approved now: whoever reviews it sees this first, and it is not approved before
    /// that is settled.
    #[graphql(complexity = "100 + child_complexity")]
    async fn conflicts(&self, context: &Context<'_>) -> Result<ProposalConflicts> {
        let session = session(context);
        let own = session.own_content().await?.clone();
        let found = review(session.service().content(), own, &self.0);
        let conflict = |conflict: crate::app::ProposalConflict| ProposalConflict {
            mappings: conflict.mappings,
            stated: conflict.stated.into(),
            derived: conflict.derived.into_iter().map(Into::into).collect(),
        };
        Ok(ProposalConflicts {
            complete: found.complete,
            nodes: found.conflicts.into_iter().map(conflict).collect(),
            unusable: found.unusable.iter().map(Fault::message).collect(),
        })
    }
}

fn side(context: &Context<'_>, side: &[obligraph_mapping::Reference]) -> Vec<Requirement> {
    let known = side.iter().filter_map(|reference| content(context).requirement(&reference.to_string()).ok());
    known.map(Requirement).collect()
}

impl From<store::MappingProposal> for MappingProposal {
    fn from(proposal: store::MappingProposal) -> Self {
        Self(proposal)
    }
}

/// Who decided something, and when.
#[derive(SimpleObject)]
pub(crate) struct Decision {
    /// Who: the subject of their token.
    by: String,
    /// Since when it is so.
    at: DateTime,
    /// Why, in their words; null where they did not say.
    note: Option<String>,
}

impl From<store::Decision> for Decision {
    fn from(decision: store::Decision) -> Self {
        Self { by: decision.by, at: DateTime(decision.at), note: decision.note }
    }
}

/// What a proposal would contradict.
#[derive(SimpleObject)]
pub(crate) struct ProposalConflicts {
    /// The contradictions; empty where it fits.
    nodes: Vec<ProposalConflict>,
    /// Whether all were found; else there may be more.
    complete: bool,
    /// Why it cannot be used at all, such as a requirement that is gone; empty where it can.
    unusable: Vec<String>,
}

/// Mappings that cannot all hold.
#[derive(SimpleObject)]
pub(crate) struct ProposalConflict {
    /// The mappings as sentences, the proposal among them: `A equal B (crosswalk)`.
    mappings: Vec<String>,
    /// What one of them states.
    stated: Relation,
    /// What the others leave possible.
    derived: Vec<Relation>,
}
