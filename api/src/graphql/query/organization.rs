use async_graphql::{Context, Object, Result};

use crate::app::{visible_ai_systems, visible_management_systems};
use crate::graphql::connection::{Connection, Page, connection, rows, uuid};
use crate::graphql::error::of_store;
use crate::graphql::session::{Allowed, allowed, signed_in};
use crate::graphql::types::ai_system::AiSystem;
use crate::graphql::types::management_system::ManagementSystem;
use crate::graphql::types::membership::Membership;
use crate::graphql::types::organization::Organization;
use crate::graphql::types::site::Site;
use crate::graphql::types::viewer::Viewer;
use crate::store::{AiSystemId, ManagementSystemId, MembershipId, SiteId};

#[derive(Default)]
pub(crate) struct OrganizationQuery;

/// Who asks, and what their organisation has.
#[Object]
impl OrganizationQuery {
    /// Whoever asks: the bearer of the token.
    async fn viewer(&self, context: &Context<'_>) -> Result<Viewer> {
        signed_in(context).map(|_| Viewer)
    }

    /// The organisation that the request is about: that of the token, or the client that the header
    /// `obligraph-organization` names. Null where there is none with that id yet.
    async fn organization(&self, context: &Context<'_>) -> Result<Option<Organization>> {
        let organization = allowed(context).await?.scope.organization().await;
        Ok(organization.map_err(|fault| of_store(&fault))?.map(Into::into))
    }

    /// The management systems of the organisation, in the order in which they were added. A reader under an engagement sees those
    /// that are subjects of the engagement.
    #[graphql(complexity = "Page::weight(first, last) * child_complexity")]
    async fn management_systems(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 100; 25 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<ManagementSystem>> {
        let Allowed { scope, access, .. } = allowed(context).await?;
        let page = Page { first, after, last, before };
        if access.visible.is_some() {
            let seen = visible_management_systems(scope, access).await.map_err(|fault| of_store(&fault))?;
            return connection(
                &seen,
                page,
                |item| item.id.to_string(),
                |item| ManagementSystem(item.clone()),
            );
        }
        let found = |page| scope.management_systems(page);
        rows(context, page, uuid(ManagementSystemId::new), found, || scope.management_system_count()).await
    }

    /// The AI systems of the organisation, in the order in which they were added. A reader under an engagement sees those that are
    /// subjects of the engagement.
    #[graphql(complexity = "Page::weight(first, last) * child_complexity")]
    async fn ai_systems(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 100; 25 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<AiSystem>> {
        let Allowed { scope, access, .. } = allowed(context).await?;
        let page = Page { first, after, last, before };
        if access.visible.is_some() {
            let seen = visible_ai_systems(scope, access).await.map_err(|fault| of_store(&fault))?;
            return connection(&seen, page, |item| item.id.to_string(), |item| AiSystem(item.clone()));
        }
        let found = |page| scope.ai_systems(page);
        rows(context, page, uuid(AiSystemId::new), found, || scope.ai_system_count()).await
    }

    /// The sites of the organisation, in the order in which they were added.
    #[graphql(complexity = "Page::weight(first, last) * child_complexity")]
    async fn sites(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 100; 25 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Site>> {
        let scope = allowed(context).await?.scope;
        let page = Page { first, after, last, before };
        let found = |page| scope.sites(page);
        rows(context, page, uuid(SiteId::new), found, || scope.site_count()).await
    }

    /// Who is in the organisation, in the order in which they were added.
    #[graphql(complexity = "Page::weight(first, last) * child_complexity")]
    async fn memberships(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 100; 25 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Membership>> {
        let scope = allowed(context).await?.scope;
        let page = Page { first, after, last, before };
        let found = |page| scope.memberships(page);
        rows(context, page, uuid(MembershipId::new), found, || scope.membership_count()).await
    }
}
