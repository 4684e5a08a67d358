use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};

use super::instruction::instruction;
use super::patch::optional;
use crate::app::{SitePatch, add_site, remove_site, update_site};
use crate::graphql::id::{self, NodeId};
use crate::graphql::session::allowed;
use crate::graphql::types::site::Site;
use crate::graphql::user_error::payload;

#[derive(Default)]
pub(crate) struct SitesMutation;

/// Where the organisation works.
#[Object]
impl SitesMutation {
    /// Adds a site.
    async fn add_site(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: AddSiteInput,
    ) -> Result<Option<AddSitePayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            add_site(
                SitePatch {
                    name: Some(input.name),
                    country: Some(input.country),
                    headcount: Some(input.headcount),
                },
                &instruction,
            )
            .await
        };
        AddSitePayload::of(changed.await)
    }

    /// Changes what is known of a site: what is absent stays as it is.
    async fn update_site(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: UpdateSiteInput,
    ) -> Result<Option<UpdateSitePayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let id = id::read("id", &input.id)?;
            update_site(
                id,
                SitePatch {
                    name: input.name,
                    country: optional(input.country, |country| country),
                    headcount: input.headcount,
                },
                &instruction,
            )
            .await
        };
        UpdateSitePayload::of(changed.await)
    }

    /// Removes a site. The audit log goes on telling of it.
    async fn remove_site(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: RemoveSiteInput,
    ) -> Result<Option<RemoveSitePayload>> {
        let allowed = allowed(context).await?;
        let changed = async {
            let instruction = instruction(context, &allowed, input.idempotency_key.clone())?;
            let id = id::read("id", &input.id)?;
            remove_site(id, &instruction).await.map(|id| NodeId::Site(id).id())
        };
        RemoveSitePayload::of(changed.await)
    }
}

/// A site to be added.
#[derive(InputObject)]
pub(crate) struct AddSiteInput {
    /// What it is called.
    name: String,
    /// Its country, as two capital letters (ISO 3166-1 alpha-2).
    country: Option<String>,
    /// How many persons work there.
    headcount: i32,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// A site, and what is to change of it.
#[derive(InputObject)]
pub(crate) struct UpdateSiteInput {
    /// Which one.
    id: ID,
    /// What it is called.
    name: Option<String>,
    /// Its country, as two capital letters (ISO 3166-1 alpha-2); null takes it away.
    country: MaybeUndefined<String>,
    /// How many persons work there.
    headcount: Option<i32>,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

/// A site to be removed.
#[derive(InputObject)]
pub(crate) struct RemoveSiteInput {
    /// Which one.
    id: ID,
    /// Unique to this change, at most 255 characters: sent again within a day, it is not made again but answered alike.
    idempotency_key: Option<String>,
}

payload! {
    /// What came of it.
    AddSitePayload {
        /// As it was added; null where it is not.
        site: Site
    }
    /// What can stand against it.
    AddSiteError
}

payload! {
    /// What came of it.
    UpdateSitePayload {
        /// As it is now; null where it is not.
        site: Site
    }
    /// What can stand against it.
    UpdateSiteError
}

payload! {
    /// What came of it.
    RemoveSitePayload {
        /// The id of what was removed; null where it is not.
        removed_id: ID
    }
    /// What can stand against it.
    RemoveSiteError
}
