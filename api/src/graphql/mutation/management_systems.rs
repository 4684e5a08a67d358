use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};

use super::instruction::instruction;
use super::patch::optional;
use crate::app::{
    ManagementSystemPatch, add_management_system, remove_management_system, update_management_system,
};
use crate::graphql::id::{self, NodeId};
use crate::graphql::session::allowed;
use crate::graphql::types::management_system::ManagementSystem;
use crate::graphql::types::words::SubjectKind;
use crate::graphql::user_error::payload;

#[derive(Default)]
pub(crate) struct ManagementSystemsMutation;

/// The management systems of the organisation.
#[Object]
impl ManagementSystemsMutation {
    /// Adds a management system.
    async fn add_management_system(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: AddManagementSystemInput,
    ) -> Result<Option<AddManagementSystemPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            add_management_system(
                input.kind.into(),
                ManagementSystemPatch { name: Some(input.name), scope: Some(input.scope) },
                &instruction,
            )
            .await
        };
        AddManagementSystemPayload::of(changed.await)
    }

    /// Changes what is known of a management system: what is absent stays as it is.
    async fn update_management_system(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: UpdateManagementSystemInput,
    ) -> Result<Option<UpdateManagementSystemPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let id = id::read("id", &input.id)?;
            update_management_system(
                id,
                ManagementSystemPatch { name: input.name, scope: optional(input.scope, |scope| scope) },
                &instruction,
            )
            .await
        };
        UpdateManagementSystemPayload::of(changed.await)
    }

    /// Removes a management system. The audit log goes on telling of it.
    async fn remove_management_system(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: RemoveManagementSystemInput,
    ) -> Result<Option<RemoveManagementSystemPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let id = id::read("id", &input.id)?;
            remove_management_system(id, &instruction).await.map(|id| NodeId::ManagementSystem(id).id())
        };
        RemoveManagementSystemPayload::of(changed.await)
    }
}

/// A management system to be added.
#[derive(InputObject)]
pub(crate) struct AddManagementSystemInput {
    /// Which of the four it is: AIMS, ISMS, QMS or EMS.
    kind: SubjectKind,
    /// What it is called.
    name: String,
    /// What it covers, in the organisation's words (clause 4.3 of each of the standards).
    scope: Option<String>,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// A management system, and what is to change of it.
#[derive(InputObject)]
pub(crate) struct UpdateManagementSystemInput {
    /// Which one.
    id: ID,
    /// What it is called.
    name: Option<String>,
    /// What it covers; null takes it away.
    scope: MaybeUndefined<String>,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// A management system to be removed.
#[derive(InputObject)]
pub(crate) struct RemoveManagementSystemInput {
    /// Which one.
    id: ID,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

payload! {
    /// What came of it.
    AddManagementSystemPayload {
        /// As it was added; null where it is not.
        management_system: ManagementSystem
    }
    /// What can stand against it.
    AddManagementSystemError
}

payload! {
    /// What came of it.
    UpdateManagementSystemPayload {
        /// As it is now; null where it is not.
        management_system: ManagementSystem
    }
    /// What can stand against it.
    UpdateManagementSystemError
}

payload! {
    /// What came of it.
    RemoveManagementSystemPayload {
        /// The id of what was removed; null where it is not.
        removed_id: ID
    }
    /// What can stand against it.
    RemoveManagementSystemError
}
