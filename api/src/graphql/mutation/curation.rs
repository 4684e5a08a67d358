use async_graphql::{Context, ID, InputObject, Object, Result};

use super::instruction::instruction;
use crate::app::{
    MappingDraft, import_framework, propose_mapping, retire_framework, retire_mapping, review_mapping,
};
use crate::graphql::id::{self};
use crate::graphql::scalar::Confidence;
use crate::graphql::session::allowed;
use crate::graphql::types::custom_framework::CustomFramework;
use crate::graphql::types::mapping_proposal::{MappingProposal, Verdict};
use crate::graphql::types::words::{RationaleKind, Relation};
use crate::graphql::user_error::payload;

#[derive(Default)]
pub(crate) struct CurationMutation;

/// Content of the organisation's own.
#[Object]
impl CurationMutation {
    /// Proposes a mapping of the organisation's own. Answers do not rest on it until someone else approves it.
    async fn propose_mapping(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: ProposeMappingInput,
    ) -> Result<Option<ProposeMappingPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let draft = MappingDraft {
                from: input.from,
                to: input.to,
                relation: input.relation.into(),
                confidence: input.confidence.0,
                strength: input.strength,
                rationale_kind: input.rationale_kind.into(),
                rationale: input.rationale,
            };
            propose_mapping(&draft, &instruction).await
        };
        ProposeMappingPayload::of(changed.await)
    }

    /// Approves or rejects a proposal of someone else. One that contradicts what is there is not approved.
    async fn review_mapping(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: ReviewMappingInput,
    ) -> Result<Option<ReviewMappingPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let id = id::read("id", &input.id)?;
            review_mapping(id, input.verdict.into(), input.note.as_deref(), &instruction).await
        };
        ReviewMappingPayload::of(changed.await)
    }

    /// Retires an approved mapping: answers rest on it no more.
    async fn retire_mapping(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: RetireMappingInput,
    ) -> Result<Option<RetireMappingPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let id = id::read("id", &input.id)?;
            retire_mapping(id, input.note.as_deref(), &instruction).await
        };
        RetireMappingPayload::of(changed.await)
    }

    /// Brings a framework of the organisation's own; one with the same key takes the place of the earlier state.
    async fn import_framework(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: ImportFrameworkInput,
    ) -> Result<Option<ImportFrameworkPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            import_framework(&input.document, &instruction).await
        };
        ImportFrameworkPayload::of(changed.await)
    }

    /// Retires a framework of the organisation's own, unless approved mappings rest on it.
    async fn retire_framework(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: RetireFrameworkInput,
    ) -> Result<Option<RetireFrameworkPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let id = id::read("id", &input.id)?;
            retire_framework(id, &instruction).await
        };
        RetireFrameworkPayload::of(changed.await)
    }
}

/// A mapping to be proposed.
#[derive(InputObject)]
pub(crate) struct ProposeMappingInput {
    /// The requirements on the left, by reference; several are meant together.
    from: Vec<String>,
    /// The requirements on the right, by reference; several are meant together.
    to: Vec<String>,
    /// Read "`from` RELATION `to`".
    relation: Relation,
    /// How sure you are of the relation; above 0.
    confidence: Confidence,
    /// The degree of overlap, 1 to 10.
    strength: Option<i32>,
    /// On what it rests.
    rationale_kind: RationaleKind,
    /// One sentence: the shared duty, and what is missing on each side.
    rationale: String,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// A proposal, and what becomes of it.
#[derive(InputObject)]
pub(crate) struct ReviewMappingInput {
    /// Which one.
    id: ID,
    /// What the review comes to.
    verdict: Verdict,
    /// Why.
    note: Option<String>,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// An approved mapping to be retired.
#[derive(InputObject)]
pub(crate) struct RetireMappingInput {
    /// Which one.
    id: ID,
    /// Why.
    note: Option<String>,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// A framework to be brought.
#[derive(InputObject)]
pub(crate) struct ImportFrameworkInput {
    /// One framework with its requirements in the format of framework files (`obligraph schema framework`), as YAML or JSON.
    document: String,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// A framework to be retired.
#[derive(InputObject)]
pub(crate) struct RetireFrameworkInput {
    /// Which one.
    id: ID,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

payload! {
    /// What came of it.
    ProposeMappingPayload {
        /// As it was proposed; null where it is not.
        mapping_proposal: MappingProposal
    }
    /// What can stand against it.
    ProposeMappingError
}

payload! {
    /// What came of it.
    ReviewMappingPayload {
        /// As it is now; null where it is not.
        mapping_proposal: MappingProposal
    }
    /// What can stand against it.
    ReviewMappingError
}

payload! {
    /// What came of it.
    RetireMappingPayload {
        /// As it is now; null where it is not.
        mapping_proposal: MappingProposal
    }
    /// What can stand against it.
    RetireMappingError
}

payload! {
    /// What came of it.
    ImportFrameworkPayload {
        /// As it is now; null where it is not.
        custom_framework: CustomFramework
    }
    /// What can stand against it.
    ImportFrameworkError
}

payload! {
    /// What came of it.
    RetireFrameworkPayload {
        /// As it is now; null where it is not.
        custom_framework: CustomFramework
    }
    /// What can stand against it.
    RetireFrameworkError
}
