use obligraph_mapping::Subject;
use sea_orm::{IntoActiveModel, QueryOrder, Set};
use serde_json::{Value, json};

use super::{Evidence, EvidenceContent, EvidenceFile, EvidenceRevision, Withdrawal, coverage_word};
use crate::store::change::{Change, Recording};
use crate::store::entity::{evidence, evidence_claim, evidence_file, evidence_revision, evidence_subject};
use crate::store::error::StoreError;
use crate::store::file::size_column;
use crate::store::id::EvidenceId;
use crate::store::object::{Object, ObjectKind};
use crate::store::scope::Scope;
use crate::store::write_transaction::WriteTransaction;

impl Scope<'_> {
    /// Adds an item of evidence: its first revision.
    ///
    /// # Errors
    /// [`StoreError::Exists`], [`StoreError::UnknownFile`], [`StoreError::UnknownOrganization`], or what the database
    /// says.
    pub async fn register_evidence(
        &self,
        id: EvidenceId,
        content: EvidenceContent,
        recording: Recording<'_>,
    ) -> Result<Evidence, StoreError> {
        let mut change = Change::begin(*self, recording).await?;
        let item = evidence::Model {
            organization_id: self.organization_id().uuid(),
            id: id.uuid(),
            withdrawn_at: None,
            withdrawn_by: None,
        };
        change.insert_last(item.into_active_model(), ObjectKind::Evidence, &id.to_string());
        record(change, "register-evidence", id, 1, content).await
    }

    /// Lets an item of evidence say something else from now on: its next revision, unless the last is another one than
    /// `expected`.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::Stale`], [`StoreError::Withdrawn`], [`StoreError::UnknownFile`],
    /// [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn revise_evidence(
        &self,
        id: EvidenceId,
        content: EvidenceContent,
        expected: Option<u32>,
        recording: Recording<'_>,
    ) -> Result<Evidence, StoreError> {
        let change = Change::begin(*self, recording).await?;
        self.demand_standing(id, &change.transaction).await?;
        let last = self
            .select_key::<evidence_revision::Entity>(id.uuid())
            .order_by_desc(evidence_revision::Column::Number)
            .one(&change.transaction)
            .await?;
        let number = last.ok_or_else(|| StoreError::Unknown(object(id)))?.number;
        if expected.is_some_and(|expected| expected != number.unsigned_abs()) {
            return Err(StoreError::Stale(object(id)));
        }
        record(change, "revise-evidence", id, number + 1, content).await
    }

    /// Ends an item of evidence: from now on it counts no more. What it said stays.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::Withdrawn`], [`StoreError::UnknownOrganization`], or what the database
    /// says.
    pub async fn withdraw_evidence(
        &self,
        id: EvidenceId,
        recording: Recording<'_>,
    ) -> Result<Withdrawal, StoreError> {
        let change = Change::begin(*self, recording).await?;
        self.demand_standing(id, &change.transaction).await?;
        let withdrawal = Withdrawal { at: change.at, by: change.actor.clone() };
        let row = evidence::ActiveModel {
            withdrawn_at: Set(Some(withdrawal.at)),
            withdrawn_by: Set(Some(withdrawal.by.clone())),
            ..Default::default()
        };
        change.update(id.uuid(), row, object(id)).await?;
        change.commit("withdraw-evidence", object(id), json!(null)).await?;
        Ok(withdrawal)
    }

    /// That the organisation has the item and nobody has withdrawn it.
    async fn demand_standing(&self, id: EvidenceId, on: &WriteTransaction) -> Result<(), StoreError> {
        match self.select_key::<evidence::Entity>(id.uuid()).one(on).await? {
            None => Err(StoreError::Unknown(object(id))),
            Some(item) if item.withdrawn_at.is_some() => Err(StoreError::Withdrawn(object(id))),
            Some(_) => Ok(()),
        }
    }
}

fn object(id: EvidenceId) -> Object {
    Object::new(ObjectKind::Evidence, id)
}

/// Adds a revision, its claims and its files, and commits.
async fn record(
    mut change: Change<'_>,
    action: &'static str,
    id: EvidenceId,
    number: i32,
    content: EvidenceContent,
) -> Result<Evidence, StoreError> {
    let organization_id = change.scope.organization_id().uuid();
    let name = format!("{id}, revision {number}");
    let row = evidence_revision::Model {
        organization_id,
        evidence_id: id.uuid(),
        number,
        evidence_type: content.evidence_type.clone(),
        title: content.title.clone(),
        facts: json!(content.facts),
        covers: json!(words(&content.covers)),
        collected_on: content.collected_on,
        recorded_at: change.at,
        recorded_by: change.actor.clone(),
    };
    let entry = recorded(number, &content);
    change.insert_last(row.into_active_model(), ObjectKind::Evidence, &name);
    for (position, claim) in (0..).zip(&content.claims) {
        let row = evidence_claim::Model {
            organization_id,
            evidence_id: id.uuid(),
            number,
            position,
            requirement: claim.requirement.to_string(),
            coverage: coverage_word(claim.coverage).to_owned(),
            confidence: claim.confidence.value(),
            all_ai_systems: claim.all_ai_systems,
        };
        change.insert_last(row.into_active_model(), ObjectKind::Evidence, &name);
    }
    for subject in &content.concerns {
        let row = evidence_subject::Model {
            organization_id,
            evidence_id: id.uuid(),
            number,
            subject: subject.to_string(),
        };
        change.insert_last(row.into_active_model(), ObjectKind::Evidence, &id.to_string());
    }
    for (position, file) in (0..).zip(&content.files) {
        change.demand_file(file.sha256).await?;
        let row = evidence_file::Model {
            organization_id,
            evidence_id: id.uuid(),
            number,
            position,
            name: file.name.clone(),
            media_type: file.media_type.word().to_owned(),
            size: size_column(file.size),
            sha256: file.sha256.to_string(),
        };
        change.insert_last(row.into_active_model(), ObjectKind::Evidence, &name);
    }
    let revision = EvidenceRevision {
        number: number.unsigned_abs(),
        content,
        recorded_at: change.at,
        recorded_by: change.actor.clone(),
    };
    change.commit(action, object(id), entry).await?;
    Ok(Evidence { id, revision, withdrawal: None, known_at: None })
}

fn words(covers: &[Subject]) -> Vec<String> {
    covers.iter().map(ToString::to_string).collect()
}

/// A revision as the audit log tells it.
fn recorded(number: i32, content: &EvidenceContent) -> Value {
    let EvidenceContent { evidence_type, title, facts, covers, collected_on, claims, files, concerns: _ } =
        content;
    let claims: Vec<Value> = claims
        .iter()
        .map(|claim| {
            json!({
                "requirement": claim.requirement.to_string(),
                "coverage": coverage_word(claim.coverage),
                "confidence": claim.confidence.value(),
                "allAiSystems": claim.all_ai_systems,
            })
        })
        .collect();
    let mut recorded = json!({
        "revision": number,
        "evidenceType": evidence_type,
        "title": title,
        "facts": facts,
        "covers": words(covers),
        "collectedOn": collected_on,
        "claims": claims,
    });
    // Entries from before there were files stay as they are.
    if let (false, Some(fields)) = (files.is_empty(), recorded.as_object_mut()) {
        fields.insert("files".to_owned(), files.iter().map(recorded_file).collect());
    }
    recorded
}

fn recorded_file(file: &EvidenceFile) -> Value {
    let EvidenceFile { name, media_type, size, sha256 } = file;
    json!({ "name": name, "mediaType": media_type.word(), "size": size, "sha256": sha256.to_string() })
}
