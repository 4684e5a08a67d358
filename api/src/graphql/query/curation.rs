use async_graphql::{Context, Object, Result};
use uuid::Uuid;

use crate::graphql::connection::{Connection, Page, of_rows};
use crate::graphql::error::of_store;
use crate::graphql::session::allowed;
use crate::graphql::types::custom_framework::CustomFramework;
use crate::graphql::types::mapping_proposal::{MappingProposal, ProposalStatus};
use crate::store::{CustomFrameworkId, MappingProposalId};

#[derive(Default)]
pub(crate) struct CurationQuery;

/// Content of the organisation's own.
#[Object]
impl CurationQuery {
    /// The mappings of the organisation's own, in the order in which they were proposed.
    #[graphql(complexity = "Page::weight(first, last) * child_complexity")]
    async fn mapping_proposals(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only those of which this became; all if absent.")] status: Option<ProposalStatus>,
        #[graphql(desc = "How many from the start, 1 to 100; 25 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<MappingProposal>> {
        let scope = allowed(context).await?.scope;
        let status = status.map(Into::into);
        let page = Page { first, after, last, before }
            .of_rows(|key| Uuid::try_parse(key).ok().map(MappingProposalId::new))?;
        let found = scope.mapping_proposals(page.rows, status).await.map_err(|fault| of_store(&fault))?;
        let total = match context.look_ahead().field("totalCount").exists() {
            true => scope.mapping_proposal_count(status).await.map_err(|fault| of_store(&fault))?,
            false => 0,
        };
        Ok(of_rows(found, &page, total, |item| item.id.to_string(), |item| MappingProposal(item.clone())))
    }

    /// The frameworks of the organisation's own, retired or not, in the order in which they were brought.
    #[graphql(complexity = "Page::weight(first, last) * child_complexity")]
    async fn custom_frameworks(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 100; 25 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<CustomFramework>> {
        let scope = allowed(context).await?.scope;
        let page = Page { first, after, last, before }
            .of_rows(|key| Uuid::try_parse(key).ok().map(CustomFrameworkId::new))?;
        let found = scope.custom_frameworks(page.rows).await.map_err(|fault| of_store(&fault))?;
        let total = match context.look_ahead().field("totalCount").exists() {
            true => scope.custom_framework_count().await.map_err(|fault| of_store(&fault))?,
            false => 0,
        };
        Ok(of_rows(found, &page, total, |item| item.id.to_string(), |item| CustomFramework(item.clone())))
    }
}
