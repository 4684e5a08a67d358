use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};

use super::instruction::instruction;
use super::patch::optional;
use crate::app::{
    ManagementSystemPatch, Rejection, add_management_system, remove_management_system,
    update_management_system,
};
use crate::graphql::id::{self, NodeId};
use crate::graphql::session::allowed;
use crate::graphql::types::management_system::ManagementSystem;
use crate::graphql::types::words::SubjectKind;
use crate::graphql::user_error::payload;
use crate::store::ManagementSystemId;

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
        let instruction = match instruction(context, &allowed, input.idempotency_key.clone())? {
            Ok(instruction) => instruction,
            Err(rejection) => return AddManagementSystemPayload::of(Err::<Changed, _>(rejection)),
        };
        AddManagementSystemPayload::of(
            add_management_system(
                input.kind.into(),
                ManagementSystemPatch { name: Some(input.name), scope: Some(input.scope) },
                &instruction,
            )
            .await,
        )
    }

    /// Changes what is known of a management system: what is absent stays as it is.
    async fn update_management_system(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: UpdateManagementSystemInput,
    ) -> Result<Option<UpdateManagementSystemPayload>> {
        let allowed = allowed(context).await?;
        let instruction = match instruction(context, &allowed, input.idempotency_key.clone())? {
            Ok(instruction) => instruction,
            Err(rejection) => return UpdateManagementSystemPayload::of(Err::<Changed, _>(rejection)),
        };
        let id = match id::read("id", &input.id, "ManagementSystem", of) {
            Ok(id) => id,
            Err(fault) => {
                return UpdateManagementSystemPayload::of(Err::<Changed, _>(Rejection::Invalid(vec![fault])));
            }
        };
        UpdateManagementSystemPayload::of(
            update_management_system(
                id,
                ManagementSystemPatch { name: input.name, scope: optional(input.scope, |scope| scope) },
                &instruction,
            )
            .await,
        )
    }

    /// Removes a management system. The audit log goes on telling of it.
    async fn remove_management_system(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: RemoveManagementSystemInput,
    ) -> Result<Option<RemoveManagementSystemPayload>> {
        let allowed = allowed(context).await?;
        let instruction = match instruction(context, &allowed, input.idempotency_key.clone())? {
            Ok(instruction) => instruction,
            Err(rejection) => return RemoveManagementSystemPayload::of(Err::<ID, _>(rejection)),
        };
        let id = match id::read("id", &input.id, "ManagementSystem", of) {
            Ok(id) => id,
            Err(fault) => {
                return RemoveManagementSystemPayload::of(Err::<ID, _>(Rejection::Invalid(vec![fault])));
            }
        };
        RemoveManagementSystemPayload::of(
            remove_management_system(id, &instruction).await.map(|id| NodeId::ManagementSystem(id).id()),
        )
    }
}

type Changed = ManagementSystem;

fn of(id: NodeId) -> Option<ManagementSystemId> {
    match id {
        NodeId::ManagementSystem(id) => Some(id),
        _ => None,
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
