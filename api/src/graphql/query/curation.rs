use async_graphql::{Context, Object, Result};

use crate::graphql::connection::{Connection, Page, rows, uuid};
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
        let page = Page { first, after, last, before };
        let found = |page| scope.mapping_proposals(page, status);
        rows(context, page, uuid(MappingProposalId::new), found, || scope.mapping_proposal_count(status))
            .await
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
        let page = Page { first, after, last, before };
        let found = |page| scope.custom_frameworks(page);
        rows(context, page, uuid(CustomFrameworkId::new), found, || scope.custom_framework_count()).await
    }
}
