use async_graphql::{Context, ID, Object};

use super::today;
use crate::graphql::id::NodeId;
use crate::graphql::scalar::{Date, DateTime};
use crate::store;

/// One service token.
pub(crate) struct ServiceToken(pub(crate) store::ServiceToken);

/// A secret by which a program of the organisation is known: it may read and provide evidence. The secret itself is not
/// kept and cannot be asked for.
#[Object]
impl ServiceToken {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        NodeId::ServiceToken(self.0.id).id()
    }

    /// What it is for.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Who made it: the subject of their token.
    async fn created_by(&self) -> &str {
        &self.0.created_by
    }

    /// When.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// The last day (UTC) on which it holds; null where it holds until it is revoked.
    async fn expires_on(&self) -> Option<Date> {
        self.0.expires_on.map(Date)
    }

    /// When it was revoked; null where nobody has.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked.as_ref().map(|(_, at)| DateTime(*at))
    }

    /// Who revoked it; null where nobody has.
    async fn revoked_by(&self) -> Option<&str> {
        self.0.revoked.as_ref().map(|(by, _)| by.as_str())
    }

    /// Whether it holds today (UTC).
    async fn in_force(&self, context: &Context<'_>) -> bool {
        self.0.is_in_force(today(context))
    }
}

impl From<store::ServiceToken> for ServiceToken {
    fn from(token: store::ServiceToken) -> Self {
        Self(token)
    }
}
