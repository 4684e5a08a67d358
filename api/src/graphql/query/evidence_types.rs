use async_graphql::{Context, Object, Result};

use crate::graphql::connection::{Connection, Page, connection};
use crate::graphql::types::content;
use crate::graphql::types::evidence_type::EvidenceType;

#[derive(Default)]
pub(crate) struct EvidenceTypesQuery;

/// What organisations hold.
#[Object]
impl EvidenceTypesQuery {
    /// One evidence type; null where there is none with this key.
    async fn evidence_type(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "`event-log-retention-setting`.")] key: String,
    ) -> Option<EvidenceType> {
        content(context).bundle().evidence_type(&key).map(|found| EvidenceType(found.key.clone()))
    }

    /// Evidence types, in the order of their keys.
    #[graphql(complexity = "Page::weight(first, last) * child_complexity")]
    async fn evidence_types(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 100; 25 if neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<EvidenceType>> {
        let mut keys: Vec<&String> =
            content(context).bundle().evidence_types().iter().map(|found| &found.key).collect();
        keys.sort_unstable();
        let page = Page { first, after, last, before };
        connection(&keys, page, |key| (*key).clone(), |key| EvidenceType((*key).clone()))
    }
}
