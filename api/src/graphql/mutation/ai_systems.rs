use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};

use super::instruction::instruction;
use super::patch::optional;
use crate::app::{AiSystemPatch, add_ai_system, remove_ai_system, update_ai_system};
use crate::graphql::id::{self, NodeId};
use crate::graphql::scalar::Date;
use crate::graphql::session::allowed;
use crate::graphql::types::ai_system::AiSystem;
use crate::graphql::types::words::{AiClass, OperatorRole};
use crate::graphql::user_error::payload;

#[derive(Default)]
pub(crate) struct AiSystemsMutation;

/// The AI systems of the organisation.
#[Object]
impl AiSystemsMutation {
    /// Adds an AI system.
    async fn add_ai_system(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: AddAiSystemInput,
    ) -> Result<Option<AddAiSystemPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            add_ai_system(
                input.risk_class.into(),
                AiSystemPatch {
                    name: Some(input.name),
                    roles: Some(input.roles.into_iter().map(Into::into).collect()),
                    risk_class: None,
                    placed_on_market_on: Some(input.placed_on_market_on.map(|day| day.0)),
                    put_into_service_on: Some(input.put_into_service_on.map(|day| day.0)),
                    substantially_modified_on: Some(input.substantially_modified_on.map(|day| day.0)),
                    retired_on: Some(input.retired_on.map(|day| day.0)),
                },
                &instruction,
            )
            .await
        };
        AddAiSystemPayload::of(changed.await)
    }

    /// Changes what is known of an AI system: what is absent stays as it is.
    async fn update_ai_system(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: UpdateAiSystemInput,
    ) -> Result<Option<UpdateAiSystemPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let id = id::read("id", &input.id)?;
            update_ai_system(
                id,
                AiSystemPatch {
                    name: input.name,
                    roles: input.roles.map(|roles| roles.into_iter().map(Into::into).collect()),
                    risk_class: input.risk_class.map(Into::into),
                    placed_on_market_on: optional(input.placed_on_market_on, |day| day.0),
                    put_into_service_on: optional(input.put_into_service_on, |day| day.0),
                    substantially_modified_on: optional(input.substantially_modified_on, |day| day.0),
                    retired_on: optional(input.retired_on, |day| day.0),
                },
                &instruction,
            )
            .await
        };
        UpdateAiSystemPayload::of(changed.await)
    }

    /// Removes an AI system. The audit log goes on telling of it.
    async fn remove_ai_system(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: RemoveAiSystemInput,
    ) -> Result<Option<RemoveAiSystemPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let id = id::read("id", &input.id)?;
            remove_ai_system(id, &instruction).await.map(|id| NodeId::AiSystem(id).id())
        };
        RemoveAiSystemPayload::of(changed.await)
    }
}

/// An AI system to be added.
#[derive(InputObject)]
pub(crate) struct AddAiSystemInput {
    /// What it is called; evidence covers it by this name.
    name: String,
    /// What the organisation is to it.
    roles: Vec<OperatorRole>,
    /// Its class under the AI Act.
    risk_class: AiClass,
    /// The day on which it was first made available on the Union market (AI Act Art. 3(9)).
    placed_on_market_on: Option<Date>,
    /// The day on which it was first supplied for use, or used by its maker (AI Act Art. 3(11)).
    put_into_service_on: Option<Date>,
    /// The day of its last substantial modification (AI Act Art. 3(23)).
    substantially_modified_on: Option<Date>,
    /// The day since which it is out of use.
    retired_on: Option<Date>,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// An AI system, and what is to change of it.
#[derive(InputObject)]
pub(crate) struct UpdateAiSystemInput {
    /// Which one.
    id: ID,
    /// What it is called; evidence covers it by this name.
    name: Option<String>,
    /// What the organisation is to it; all of it, not only what is new.
    roles: Option<Vec<OperatorRole>>,
    /// Its class under the AI Act.
    risk_class: Option<AiClass>,
    /// The day on which it was first made available on the Union market (AI Act Art. 3(9)); null takes it away.
    placed_on_market_on: MaybeUndefined<Date>,
    /// The day on which it was first supplied for use, or used by its maker (AI Act Art. 3(11)); null takes it away.
    put_into_service_on: MaybeUndefined<Date>,
    /// The day of its last substantial modification (AI Act Art. 3(23)); null takes it away.
    substantially_modified_on: MaybeUndefined<Date>,
    /// The day since which it is out of use; null takes it away.
    retired_on: MaybeUndefined<Date>,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// An AI system to be removed.
#[derive(InputObject)]
pub(crate) struct RemoveAiSystemInput {
    /// Which one.
    id: ID,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

payload! {
    /// What came of it.
    AddAiSystemPayload {
        /// As it was added; null where it is not.
        ai_system: AiSystem
    }
    /// What can stand against it.
    AddAiSystemError
}

payload! {
    /// What came of it.
    UpdateAiSystemPayload {
        /// As it is now; null where it is not.
        ai_system: AiSystem
    }
    /// What can stand against it.
    UpdateAiSystemError
}

payload! {
    /// What came of it.
    RemoveAiSystemPayload {
        /// The id of what was removed; null where it is not.
        removed_id: ID
    }
    /// What can stand against it.
    RemoveAiSystemError
}
