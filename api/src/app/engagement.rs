//! What an organisation lets certification bodies read.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};
use obligraph_mapping::Subject;

use super::instruction::Instruction;
use super::rejection::{Rejection, sound};
use super::service::Service;
use super::text::demanded_prose;
use crate::error::Fault;
use crate::store::{
    Client, Engagement, EngagementId, EngagementTerms, Object, ObjectKind, OrganizationId, StoreError,
};

/// An engagement for longer would be forgotten; a cycle of certification takes three years.
const LONGEST: Months = Months::new(36);

/// More subjects would be "all of them".
const MOST_SUBJECTS: usize = 100;

/// An engagement that is to be granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngagementDraft {
    /// The certification body.
    pub body: OrganizationId,
    /// What it may see, as it is written: `ai-system:CS-7`; all where it is empty.
    pub subjects: Vec<String>,
    /// What for.
    pub purpose: String,
    /// The last day on which it is in force.
    pub expires_on: NaiveDate,
}

/// Lets a certification body read what the organisation has.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn grant_engagement(
    draft: EngagementDraft,
    instruction: &Instruction<'_>,
) -> Result<Engagement, Rejection> {
    let scope = instruction.scope()?;
    let today = instruction.service().clock().today();
    let mut faults = Vec::new();
    if draft.body == scope.organization_id() {
        let message = "must be another organisation than the one that is read";
        faults.push(Fault::new("engagement-body", message).of("bodyId"));
    } else {
        let body = instruction.service().store()?.scope(draft.body).organization().await?;
        if !body.is_some_and(|body| body.profile.is_certification_body) {
            let message = "must be the id of an organisation that is a certification body";
            faults.push(Fault::new("engagement-body", message).of("bodyId"));
        }
    }
    let latest = today.checked_add_months(LONGEST).unwrap_or(NaiveDate::MAX);
    if draft.expires_on <= today || draft.expires_on > latest {
        let message = format!("must be after today and no later than {latest}, three years from today");
        faults.push(Fault::new("engagement-expiry", message).of("expiresOn"));
    }
    if draft.subjects.len() > MOST_SUBJECTS {
        let message = format!(
            "names {} subjects; at most {MOST_SUBJECTS} are taken, so name kinds",
            draft.subjects.len()
        );
        faults.push(Fault::new("engagement-subjects", message).of("subjects"));
    }
    let mut subjects = BTreeSet::new();
    for (position, text) in draft.subjects.iter().enumerate().take(MOST_SUBJECTS) {
        match text.parse::<Subject>() {
            Ok(subject) => _ = subjects.insert(subject),
            Err(error) => faults.push(Fault::from(error).of(&format!("subjects[{position}]"))),
        }
    }
    let purpose = demanded_prose("purpose", &draft.purpose, &mut faults);
    let terms = EngagementTerms { body: draft.body, subjects, purpose, expires_on: draft.expires_on };
    let terms = sound(terms, faults)?;
    let id = instruction.new_id(EngagementId::new);
    let granted = scope.grant_engagement(id, terms, instruction.recording()).await;
    instruction.answered(granted, |object| read(object, instruction)).await
}

/// Ends an engagement before its time.
///
/// # Errors
/// [`Rejection`].
pub async fn revoke_engagement(
    id: EngagementId,
    instruction: &Instruction<'_>,
) -> Result<Engagement, Rejection> {
    let revoked = instruction.scope()?.revoke_engagement(id, instruction.recording()).await;
    instruction.answered(revoked, |object| read(object, instruction)).await
}

/// The clients that an organisation may read today.
///
/// # Errors
/// What the store says.
pub async fn clients(service: &Service, body: OrganizationId) -> Result<Vec<Client>, StoreError> {
    service.store()?.engagements_of_body(body, service.clock().today()).await
}

async fn read(object: Object, instruction: &Instruction<'_>) -> Result<Option<Engagement>, StoreError> {
    debug_assert_eq!(object.kind, ObjectKind::Engagement);
    instruction.scope()?.engagement(EngagementId::new(object.id)).await
}
