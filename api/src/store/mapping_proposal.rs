//! Mappings of the organisation's own: proposed by one, reviewed by another, and retired once they hold no more.

mod read;

use chrono::{DateTime, Utc};
use obligraph_mapping::{Confidence, RationaleKind, Reference, Relation, Strength};
use sea_orm::{IntoActiveModel, Set};
use serde_json::{Value, json};

use super::change::{Change, Recording};
use super::entity::mapping_proposal;
use super::error::StoreError;
use super::id::MappingProposalId;
use super::object::{Object, ObjectKind};
use super::scope::Scope;

/// A mapping of the organisation's own, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct MappingProposal {
    /// Which one.
    pub id: MappingProposalId,
    /// What it says.
    pub content: MappingProposalContent,
    /// What became of it.
    pub status: ProposalStatus,
    /// Who proposed it.
    pub proposed_by: String,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Who approved or rejected it; `None` as long as nobody did.
    pub review: Option<Decision>,
    /// Who retired it; `None` as long as nobody did.
    pub retirement: Option<Decision>,
}

/// What a mapping says: how what `from` expects in all relates to what `to` expects in all.
#[derive(Clone, Debug, PartialEq)]
pub struct MappingProposalContent {
    /// The requirements on the one side, in the order given.
    pub from: Vec<Reference>,
    /// The requirements on the other side, in the order given.
    pub to: Vec<Reference>,
    /// How the first relate to the second.
    pub relation: Relation,
    /// How sure that is.
    pub confidence: Confidence,
    /// How strong; `None` where nobody has said.
    pub strength: Option<Strength>,
    /// By what they were compared.
    pub rationale_kind: RationaleKind,
    /// Why.
    pub rationale: String,
}

/// What became of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProposalStatus {
    /// It waits for its review.
    Proposed,
    /// It counts.
    Approved,
    /// It never counted.
    Rejected,
    /// It counted, and counts no more.
    Retired,
}

impl ProposalStatus {
    /// All, in the order in which they may follow one another.
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Approved, Self::Rejected, Self::Retired];

    /// The word of the database, and of the audit log.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Proposed => "PROPOSED",
            Self::Approved => "APPROVED",
            Self::Rejected => "REJECTED",
            Self::Retired => "RETIRED",
        }
    }
}

/// What a review comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The mapping counts from now on.
    Approve,
    /// The mapping never counts.
    Reject,
}

/// Who decided something on a proposal, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Who.
    pub by: String,
    /// Since when it is so.
    pub at: DateTime<Utc>,
    /// Why, in their words.
    pub note: Option<String>,
}

impl Scope<'_> {
    /// Proposes a mapping. It does not count until someone else approves it.
    ///
    /// # Errors
    /// [`StoreError::Exists`], [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn propose_mapping(
        &self,
        id: MappingProposalId,
        content: MappingProposalContent,
        recording: Recording<'_>,
    ) -> Result<MappingProposal, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let row = mapping_proposal::Model {
            organization_id: self.organization_id().uuid(),
            id: id.uuid(),
            from_requirements: words(&content.from),
            to_requirements: words(&content.to),
            relation: content.relation.word().to_owned(),
            confidence: content.confidence.value(),
            strength: content.strength.map(|strength| strength.value().into()),
            rationale_kind: content.rationale_kind.word().to_owned(),
            rationale: content.rationale.clone(),
            status: ProposalStatus::Proposed.word().to_owned(),
            proposed_by: change.actor.clone(),
            proposed_at: change.at,
            reviewed_by: None,
            reviewed_at: None,
            review_note: None,
            retired_by: None,
            retired_at: None,
            retire_note: None,
        };
        let proposal = MappingProposal {
            id,
            content,
            status: ProposalStatus::Proposed,
            proposed_by: change.actor.clone(),
            proposed_at: change.at,
            review: None,
            retirement: None,
        };
        change.insert(row.into_active_model(), ObjectKind::MappingProposal, &id.to_string()).await?;
        change.commit("propose-mapping", object(id), recorded(&proposal.content)).await?;
        Ok(proposal)
    }

    /// Approves or rejects a mapping that someone else proposed; approves it only onto the overlay version that it was held
    /// against, where one is given.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::NotProposed`], [`StoreError::OwnProposal`], [`StoreError::Stale`],
    /// [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn review_mapping(
        &self,
        id: MappingProposalId,
        verdict: Verdict,
        note: Option<&str>,
        expected: Option<i64>,
        recording: Recording<'_>,
    ) -> Result<MappingProposal, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let proposal = self.demand_proposal(id, &change).await?;
        if proposal.status != ProposalStatus::Proposed {
            return Err(StoreError::NotProposed(object(id)));
        }
        if proposal.proposed_by == change.actor {
            return Err(StoreError::OwnProposal);
        }
        let (status, action) = match verdict {
            Verdict::Approve => (ProposalStatus::Approved, "approve-mapping"),
            Verdict::Reject => (ProposalStatus::Rejected, "reject-mapping"),
        };
        let review = decision(&change, note);
        let row = mapping_proposal::ActiveModel {
            status: Set(status.word().to_owned()),
            reviewed_by: Set(Some(review.by.clone())),
            reviewed_at: Set(Some(review.at)),
            review_note: Set(review.note.clone()),
            ..Default::default()
        };
        change.update(id.uuid(), row, object(id)).await?;
        if verdict == Verdict::Approve {
            change.change_overlay(expected, object(id)).await?;
        }
        change.commit(action, object(id), json!({ "status": status.word(), "note": note })).await?;
        Ok(MappingProposal { status, review: Some(review), ..proposal })
    }

    /// Ends a mapping that was approved: from now on it counts no more.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::NotApproved`], [`StoreError::UnknownOrganization`], or what the database
    /// says.
    pub async fn retire_mapping(
        &self,
        id: MappingProposalId,
        note: Option<&str>,
        recording: Recording<'_>,
    ) -> Result<MappingProposal, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let proposal = self.demand_proposal(id, &change).await?;
        if proposal.status != ProposalStatus::Approved {
            return Err(StoreError::NotApproved(object(id)));
        }
        let status = ProposalStatus::Retired;
        let retirement = decision(&change, note);
        let row = mapping_proposal::ActiveModel {
            status: Set(status.word().to_owned()),
            retired_by: Set(Some(retirement.by.clone())),
            retired_at: Set(Some(retirement.at)),
            retire_note: Set(retirement.note.clone()),
            ..Default::default()
        };
        change.update(id.uuid(), row, object(id)).await?;
        change.change_overlay(None, object(id)).await?;
        let content = json!({ "status": status.word(), "note": note });
        change.commit("retire-mapping", object(id), content).await?;
        Ok(MappingProposal { status, retirement: Some(retirement), ..proposal })
    }

    async fn demand_proposal(
        &self,
        id: MappingProposalId,
        change: &Change<'_>,
    ) -> Result<MappingProposal, StoreError> {
        let rows = self.select_key::<mapping_proposal::Entity>(id.uuid());
        let row = rows.one(&change.transaction).await?;
        read::proposal(row.ok_or(StoreError::Unknown(object(id)))?)
    }
}

fn object(id: MappingProposalId) -> Object {
    Object::new(ObjectKind::MappingProposal, id)
}

fn decision(change: &Change<'_>, note: Option<&str>) -> Decision {
    Decision { by: change.actor.clone(), at: change.at, note: note.map(str::to_owned) }
}

fn words(references: &[Reference]) -> Value {
    references.iter().map(ToString::to_string).collect()
}

/// A proposal as the audit log tells it.
fn recorded(content: &MappingProposalContent) -> Value {
    let MappingProposalContent { from, to, relation, confidence, strength, rationale_kind, rationale } =
        content;
    json!({
        "from": words(from),
        "to": words(to),
        "relation": relation.word(),
        "confidence": confidence.value(),
        "strength": strength.map(Strength::value),
        "rationaleKind": rationale_kind.word(),
        "rationale": rationale,
    })
}
