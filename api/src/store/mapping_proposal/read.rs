use obligraph_mapping::{Confidence, RationaleKind, Reference, Relation, Strength};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, Select};
use serde_json::Value;
use uuid::Uuid;

use super::{Decision, MappingProposal, MappingProposalContent, ProposalStatus};
use crate::store::AsOf;
use crate::store::entity::mapping_proposal::{self, Column, Entity};
use crate::store::error::StoreError;
use crate::store::id::MappingProposalId;
use crate::store::page::{Page, Paged};
use crate::store::scope::Scope;

impl Scope<'_> {
    /// One mapping of the organisation's own, whatever became of it; `None` where it has no such one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mapping_proposal(
        &self,
        id: MappingProposalId,
    ) -> Result<Option<MappingProposal>, StoreError> {
        let row = self.select_key::<Entity>(id.uuid()).one(&self.store.connection).await?;
        row.map(proposal).transpose()
    }

    /// Those of these mappings that are the organisation's own, in any order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mapping_proposals_by_id(
        &self,
        ids: &[MappingProposalId],
    ) -> Result<Vec<MappingProposal>, StoreError> {
        let rows = self.with_keys::<Entity>(ids).await?;
        rows.into_iter().map(proposal).collect()
    }

    /// One page of the mappings of the organisation's own, by identifier: those of a status, or all.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mapping_proposals(
        &self,
        page: Page<MappingProposalId>,
        status: Option<ProposalStatus>,
    ) -> Result<Paged<MappingProposal>, StoreError> {
        let rows = self.of_status(status);
        self.page(rows, page.map(Uuid::from), &self.store.connection).await?.try_map(proposal)
    }

    /// How many mappings of its own the organisation has: those of a status, or all.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mapping_proposal_count(&self, status: Option<ProposalStatus>) -> Result<usize, StoreError> {
        self.count(self.of_status(status), &self.store.connection).await
    }

    /// The mappings of the organisation's own that count, or counted at an instant, by identifier.
    ///
    /// Each is told as it is now: one that has been retired since then has its retirement.
    ///
    /// # Errors
    /// What the database says.
    pub async fn approved_mappings(&self, as_of: AsOf) -> Result<Vec<MappingProposal>, StoreError> {
        let rows = match as_of {
            AsOf::Latest => self.of_status(Some(ProposalStatus::Approved)),
            AsOf::Instant(instant) => self
                .select::<Entity>()
                .filter(Column::Status.ne(ProposalStatus::Rejected.word()))
                .filter(Column::ReviewedAt.lte(instant))
                .filter(Condition::any().add(Column::RetiredAt.is_null()).add(Column::RetiredAt.gt(instant))),
        };
        let rows = rows.order_by_asc(Column::Id).all(&self.store.connection).await?;
        rows.into_iter().map(proposal).collect()
    }

    fn of_status(&self, status: Option<ProposalStatus>) -> Select<Entity> {
        let rows = self.select::<Entity>();
        status.into_iter().fold(rows, |rows, status| rows.filter(Column::Status.eq(status.word())))
    }
}

pub(super) fn proposal(row: mapping_proposal::Model) -> Result<MappingProposal, StoreError> {
    let word = |name: &str, word: &str| unreadable(format!("{name} `{word}`"));
    let relation = Relation::ALL.into_iter().find(|known| known.word() == row.relation);
    let kind = RationaleKind::ALL.into_iter().find(|known| known.word() == row.rationale_kind);
    let status = ProposalStatus::ALL.into_iter().find(|known| known.word() == row.status);
    let content = MappingProposalContent {
        from: references(row.from_requirements)?,
        to: references(row.to_requirements)?,
        relation: relation.ok_or_else(|| word("relation", &row.relation))?,
        confidence: Confidence::new(row.confidence).map_err(|error| unreadable(error.to_string()))?,
        strength: row.strength.map(strength).transpose()?,
        rationale_kind: kind.ok_or_else(|| word("rationale kind", &row.rationale_kind))?,
        rationale: row.rationale,
    };
    let review = row.reviewed_by.zip(row.reviewed_at);
    let retirement = row.retired_by.zip(row.retired_at);
    Ok(MappingProposal {
        id: MappingProposalId::new(row.id),
        content,
        status: status.ok_or_else(|| word("status", &row.status))?,
        proposed_by: row.proposed_by,
        proposed_at: row.proposed_at,
        review: review.map(|(by, at)| Decision { by, at, note: row.review_note }),
        retirement: retirement.map(|(by, at)| Decision { by, at, note: row.retire_note }),
    })
}

fn strength(value: i32) -> Result<Strength, StoreError> {
    let known = u8::try_from(value).ok().and_then(|value| Strength::new(value).ok());
    known.ok_or_else(|| unreadable(format!("strength {value}")))
}

fn references(value: Value) -> Result<Vec<Reference>, StoreError> {
    let texts: Vec<String> = serde_json::from_value(value).map_err(|error| unreadable(error.to_string()))?;
    texts.iter().map(|text| text.parse().map_err(|error| unreadable(format!("{error}")))).collect()
}

fn unreadable(fault: String) -> StoreError {
    StoreError::Unreadable("mapping_proposals", fault)
}
