use async_graphql::{Context, ID, InputObject, Object, Result};

use super::instruction::instruction;
use crate::app::{add_membership, remove_membership, update_membership};
use crate::graphql::id::{self, NodeId};
use crate::graphql::session::allowed;
use crate::graphql::types::membership::{Membership, Role};
use crate::graphql::user_error::payload;

#[derive(Default)]
pub(crate) struct MembershipsMutation;

/// Who is in the organisation.
#[Object]
impl MembershipsMutation {
    /// Adds someone to the organisation.
    async fn add_membership(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: AddMembershipInput,
    ) -> Result<Option<AddMembershipPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            add_membership(&input.subject, input.role.into(), &instruction).await
        };
        AddMembershipPayload::of(changed.await)
    }

    /// Gives someone another role. An organisation keeps at least one owner.
    async fn update_membership(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: UpdateMembershipInput,
    ) -> Result<Option<UpdateMembershipPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let id = id::read("id", &input.id)?;
            update_membership(id, input.role.into(), &instruction).await
        };
        UpdateMembershipPayload::of(changed.await)
    }

    /// Takes someone out of the organisation, which keeps at least one owner. A token whose issuer names roles itself goes on
    /// working with those: take them away there too.
    async fn remove_membership(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: RemoveMembershipInput,
    ) -> Result<Option<RemoveMembershipPayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let id = id::read("id", &input.id)?;
            remove_membership(id, &instruction).await.map(|id| NodeId::Membership(id).id())
        };
        RemoveMembershipPayload::of(changed.await)
    }
}

/// A membership to be added.
#[derive(InputObject)]
pub(crate) struct AddMembershipInput {
    /// Who: the subject (`sub`) of their tokens.
    subject: String,
    /// What they may do.
    role: Role,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// A membership, and what is to change of it.
#[derive(InputObject)]
pub(crate) struct UpdateMembershipInput {
    /// Which one.
    id: ID,
    /// What they may do from now on.
    role: Role,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// A membership to be removed.
#[derive(InputObject)]
pub(crate) struct RemoveMembershipInput {
    /// Which one.
    id: ID,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

payload! {
    /// What came of it.
    AddMembershipPayload {
        /// As it was added; null where it is not.
        membership: Membership
    }
    /// What can stand against it.
    AddMembershipError
}

payload! {
    /// What came of it.
    UpdateMembershipPayload {
        /// As it is now; null where it is not.
        membership: Membership
    }
    /// What can stand against it.
    UpdateMembershipError
}

payload! {
    /// What came of it.
    RemoveMembershipPayload {
        /// The id of what was removed; null where it is not.
        removed_id: ID
    }
    /// What can stand against it.
    RemoveMembershipError
}
