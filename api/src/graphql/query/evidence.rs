use async_graphql::{Context, Object, Result};

use crate::graphql::connection::{Connection, Page, rows, uuid};
use crate::graphql::error::bad_input;
use crate::graphql::scalar::DateTime;
use crate::graphql::session::{Allowed, allowed};
use crate::graphql::types::audit_entry::AuditEntry;
use crate::graphql::types::evidence::Evidence;
use crate::graphql::types::evidence_filter::{EvidenceFilter, EvidenceOrder};
use crate::store::{AsOf, EvidenceId};

#[derive(Default)]
pub(crate) struct EvidenceQuery;

/// What the organisation holds, and what has been done with it.
#[Object]
impl EvidenceQuery {
    /// The evidence of the organisation, withdrawn or not, in the order in which it was registered. A reader under an engagement
    /// sees what concerns a subject of the engagement.
    #[graphql(complexity = "Page::weight(first, last) * child_complexity")]
    async fn evidence(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "As it was recorded at this instant, which then stays so; as it is now if absent.")]
        known_at: Option<DateTime>,
        #[graphql(desc = "What is listed; everything if absent.")] filter: Option<EvidenceFilter>,
        #[graphql(desc = "In which order; as it was registered, first to last, if absent.")] order_by: Option<
            EvidenceOrder,
        >,
        #[graphql(desc = "How many from the start, 1 to 100; 25 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Evidence>> {
        let Allowed { scope, access, .. } = allowed(context).await?;
        let mut faults = Vec::new();
        let mut filter = filter.unwrap_or_default().read(context, &mut faults);
        if !faults.is_empty() {
            return Err(bad_input(&faults));
        }
        filter.visible.clone_from(&access.visible);
        let order = order_by.map_or_else(Default::default, Into::into);
        let page = Page { first, after, last, before };
        let as_of = known_at.map_or(AsOf::Latest, |instant| AsOf::Instant(instant.0));
        let found = |page| scope.evidence_page(&filter, order, page, as_of);
        rows(context, page, uuid(EvidenceId::new), found, || scope.evidence_count(&filter, as_of)).await
    }

    /// The audit log of the organisation, oldest entry first.
    #[graphql(complexity = "Page::weight(first, last) * child_complexity")]
    async fn audit_log(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 100; 25 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<AuditEntry>> {
        let scope = allowed(context).await?.scope;
        let page = Page { first, after, last, before };
        let found = |page| scope.audit_log(page);
        rows(context, page, |key| key.parse::<i64>().ok(), found, || scope.audit_entry_count()).await
    }
}
