use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};

use super::instruction::instruction;
use super::patch::optional;
use crate::app::{
    ClaimDraft, EvidenceDraft, Rejection, claim_requirements, register_evidence, revise_evidence,
    withdraw_evidence,
};
use crate::graphql::id::{self};
use crate::graphql::input::{ClaimInput, FactInput};
use crate::graphql::scalar::Date;
use crate::graphql::session::allowed;
use crate::graphql::types::content;
use crate::graphql::types::evidence::Evidence;
use crate::graphql::types::subject::SubjectInput;
use crate::graphql::user_error::payload;
use crate::store::UploadId;

#[derive(Default)]
pub(crate) struct EvidenceMutation;

/// The life of evidence.
#[Object]
impl EvidenceMutation {
    /// Registers an item of evidence: by its type with facts, which decide what it claims, or by claims of its own, or both.
    async fn register_evidence(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: RegisterEvidenceInput,
    ) -> Result<Option<RegisterEvidencePayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let draft = EvidenceDraft {
                title: Some(input.title),
                evidence_type: Some(input.evidence_type),
                facts: input.facts.map(facts),
                covers: input.covers.map(|covers| covers.iter().map(SubjectInput::text).collect()),
                collected_on: input.collected_on.map(|day| day.0),
                claims: input.claims.map(claims),
                files: uploads(input.files)?,
            };
            register_evidence(content(context), draft, &instruction).await
        };
        RegisterEvidencePayload::of(changed.await)
    }

    /// Lets an item say something else from now on: its next revision. What is absent stays as it is; what it said before can be
    /// read ever after.
    async fn revise_evidence(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: ReviseEvidenceInput,
    ) -> Result<Option<ReviseEvidencePayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let id = id::read("id", &input.id)?;
            let draft = EvidenceDraft {
                title: input.title,
                evidence_type: optional(input.evidence_type, |key| key),
                facts: input.facts.map(facts),
                covers: input.covers.map(|covers| covers.iter().map(SubjectInput::text).collect()),
                collected_on: input.collected_on.map(|day| day.0),
                claims: input.claims.map(claims),
                files: uploads(input.files)?,
            };
            revise_evidence(content(context), id, draft, &instruction).await
        };
        ReviseEvidencePayload::of(changed.await)
    }

    /// Lets an item claim more by hand: its next revision. A claim of a requirement that it claims already takes the place of that
    /// one.
    async fn claim_requirements(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: ClaimRequirementsInput,
    ) -> Result<Option<ClaimRequirementsPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let id = id::read("id", &input.id)?;
            claim_requirements(content(context), id, &claims(input.claims), &instruction).await
        };
        ClaimRequirementsPayload::of(changed.await)
    }

    /// Ends an item of evidence: from today on it counts no more. What it said stays.
    async fn withdraw_evidence(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: WithdrawEvidenceInput,
    ) -> Result<Option<WithdrawEvidencePayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let id = id::read("id", &input.id)?;
            withdraw_evidence(id, &instruction).await
        };
        WithdrawEvidencePayload::of(changed.await)
    }
}

fn facts(given: Vec<FactInput>) -> Vec<(String, String)> {
    given.into_iter().map(|FactInput { name, value }| (name, value)).collect()
}

/// The uploads that are named.
fn uploads(given: Option<Vec<ID>>) -> Result<Option<Vec<UploadId>>, Rejection> {
    let Some(given) = given else { return Ok(None) };
    let mut faults = Vec::new();
    let read = |(position, id): (usize, &ID)| {
        id::read(&format!("files[{position}]"), id).map_err(|fault| faults.push(fault)).ok()
    };
    let uploads = given.iter().enumerate().filter_map(read).collect();
    if faults.is_empty() { Ok(Some(uploads)) } else { Err(Rejection::Invalid(faults)) }
}

fn claims(given: Vec<ClaimInput>) -> Vec<ClaimDraft> {
    let draft = |claim: ClaimInput| ClaimDraft {
        requirement: claim.requirement,
        coverage: claim.coverage.into(),
        confidence: claim.confidence.map(|confidence| confidence.0),
        all_ai_systems: claim.all_ai_systems,
    };
    given.into_iter().map(draft).collect()
}

/// An item of evidence to be registered.
#[derive(InputObject)]
pub(crate) struct RegisterEvidenceInput {
    /// What it is called.
    title: String,
    /// The key of its type.
    #[graphql(name = "type")]
    evidence_type: Option<String>,
    /// The facts that it carries, as its type declares them.
    facts: Option<Vec<FactInput>>,
    /// What it is claimed by hand to show, beside what its type claims; at most 500.
    claims: Option<Vec<ClaimInput>>,
    /// The subjects that it covers; those of the requirements that it shows if absent.
    covers: Option<Vec<SubjectInput>>,
    /// The files that it consists of: the ids of their uploads; at most 50.
    files: Option<Vec<ID>>,
    /// The day of its collection; today (UTC) if absent.
    collected_on: Option<Date>,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// An item of evidence, and what it is to say from now on.
#[derive(InputObject)]
pub(crate) struct ReviseEvidenceInput {
    /// Which one.
    id: ID,
    /// What it is called.
    title: Option<String>,
    /// The key of its type; null for evidence that is of none.
    #[graphql(name = "type")]
    evidence_type: MaybeUndefined<String>,
    /// The facts that it carries, as its type declares them; all of them, not only what is new.
    facts: Option<Vec<FactInput>>,
    /// What it is claimed by hand to show; all of it, not only what is new.
    claims: Option<Vec<ClaimInput>>,
    /// The subjects that it covers; all of them, not only what is new.
    covers: Option<Vec<SubjectInput>>,
    /// The files that it consists of: the ids of their uploads; all of them, not only what is new.
    files: Option<Vec<ID>>,
    /// The day of its collection.
    collected_on: Option<Date>,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// An item of evidence, and what it claims beside what it claims already.
#[derive(InputObject)]
pub(crate) struct ClaimRequirementsInput {
    /// Which one.
    id: ID,
    /// The claims to be added.
    claims: Vec<ClaimInput>,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// An item of evidence to be withdrawn.
#[derive(InputObject)]
pub(crate) struct WithdrawEvidenceInput {
    /// Which one.
    id: ID,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

payload! {
    /// What came of it.
    RegisterEvidencePayload {
        /// As it was registered; null where it is not.
        evidence: Evidence
    }
    /// What can stand against it.
    RegisterEvidenceError
}

payload! {
    /// What came of it.
    ReviseEvidencePayload {
        /// As it is now; null where it is not.
        evidence: Evidence
    }
    /// What can stand against it.
    ReviseEvidenceError
}

payload! {
    /// What came of it.
    ClaimRequirementsPayload {
        /// As it is now; null where it is not.
        evidence: Evidence
    }
    /// What can stand against it.
    ClaimRequirementsError
}

payload! {
    /// What came of it.
    WithdrawEvidencePayload {
        /// As it is now; null where it is not.
        evidence: Evidence
    }
    /// What can stand against it.
    WithdrawEvidenceError
}
