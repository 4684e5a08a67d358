use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};

use super::instruction::instruction;
use super::patch::optional;
use crate::app::{Rejection, SitePatch, add_site, remove_site, update_site};
use crate::graphql::id::{self, NodeId};
use crate::graphql::session::allowed;
use crate::graphql::types::site::Site;
use crate::graphql::user_error::payload;
use crate::store::SiteId;

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
        let instruction = match instruction(context, &allowed, input.idempotency_key.clone())? {
            Ok(instruction) => instruction,
            Err(rejection) => return AddSitePayload::of(Err::<Changed, _>(rejection)),
        };
        AddSitePayload::of(
            add_site(
                SitePatch {
                    name: Some(input.name),
                    country: Some(input.country),
                    headcount: Some(input.headcount),
                },
                &instruction,
            )
            .await,
        )
    }

    /// Changes what is known of a site: what is absent stays as it is.
    async fn update_site(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: UpdateSiteInput,
    ) -> Result<Option<UpdateSitePayload>> {
        let allowed = allowed(context).await?;
        let instruction = match instruction(context, &allowed, input.idempotency_key.clone())? {
            Ok(instruction) => instruction,
            Err(rejection) => return UpdateSitePayload::of(Err::<Changed, _>(rejection)),
        };
        let id = match id::read("id", &input.id, "Site", of) {
            Ok(id) => id,
            Err(fault) => return UpdateSitePayload::of(Err::<Changed, _>(Rejection::Invalid(vec![fault]))),
        };
        UpdateSitePayload::of(
            update_site(
                id,
                SitePatch {
                    name: input.name,
                    country: optional(input.country, |country| country),
                    headcount: input.headcount,
                },
                &instruction,
            )
            .await,
        )
    }

    /// Removes a site. The audit log goes on telling of it.
    async fn remove_site(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is to be done.")] input: RemoveSiteInput,
    ) -> Result<Option<RemoveSitePayload>> {
        let allowed = allowed(context).await?;
        let instruction = match instruction(context, &allowed, input.idempotency_key.clone())? {
            Ok(instruction) => instruction,
            Err(rejection) => return RemoveSitePayload::of(Err::<ID, _>(rejection)),
        };
        let id = match id::read("id", &input.id, "Site", of) {
            Ok(id) => id,
            Err(fault) => return RemoveSitePayload::of(Err::<ID, _>(Rejection::Invalid(vec![fault]))),
        };
        RemoveSitePayload::of(remove_site(id, &instruction).await.map(|id| NodeId::Site(id).id()))
    }
}

type Changed = Site;

fn of(id: NodeId) -> Option<SiteId> {
    match id {
        NodeId::Site(id) => Some(id),
        _ => None,
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
    headcount: u32,
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
    headcount: Option<u32>,
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
