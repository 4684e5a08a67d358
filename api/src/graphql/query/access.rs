use async_graphql::{Context, Object, Result};

use crate::graphql::connection::{Connection, Page, rows, uuid};
use crate::graphql::session::allowed;
use crate::graphql::types::engagement::Engagement;
use crate::graphql::types::service_token::ServiceToken;
use crate::store::{EngagementId, ServiceTokenId};

#[derive(Default)]
pub(crate) struct AccessQuery;

/// Who else may read, and by what programs are known.
#[Object]
impl AccessQuery {
    /// What the organisation lets certification bodies read, over or not, in the order in which it was granted.
    #[graphql(complexity = "Page::weight(first, last) * child_complexity")]
    async fn engagements(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 100; 25 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Engagement>> {
        let scope = allowed(context).await?.scope;
        let page = Page { first, after, last, before };
        let found = |page| scope.engagements(page);
        rows(context, page, uuid(EngagementId::new), found, || scope.engagement_count()).await
    }

    /// The service tokens of the organisation, revoked or not, in the order in which they were made.
    #[graphql(complexity = "Page::weight(first, last) * child_complexity")]
    async fn service_tokens(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 100; 25 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<ServiceToken>> {
        let scope = allowed(context).await?.scope;
        let page = Page { first, after, last, before };
        let found = |page| scope.service_tokens(page);
        rows(context, page, uuid(ServiceTokenId::new), found, || scope.service_token_count()).await
    }
}
