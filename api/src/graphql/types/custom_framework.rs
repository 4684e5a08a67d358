use async_graphql::{Context, ID, Object};

use super::content;
use super::framework::Framework;
use crate::graphql::id::NodeId;
use crate::graphql::scalar::DateTime;
use crate::store;

/// One framework of the organisation's own.
pub(crate) struct CustomFramework(pub(crate) store::CustomFramework);

/// A framework that the organisation brings: its own controls, a customer's requirements, a national scheme.
#[Object]
impl CustomFramework {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        NodeId::CustomFramework(self.0.id).id()
    }

    /// Its name with its edition.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// As requirements and answers show it; null where it is retired, or cannot be used with the content of today.
    async fn framework(&self, context: &Context<'_>) -> Option<Framework> {
        content(context).framework(&self.0.key).ok().map(Framework)
    }

    /// What was brought, in the format of framework files.
    async fn document(&self) -> &str {
        &self.0.document
    }

    /// When that was recorded.
    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }

    /// Who recorded it: the subject of their token.
    async fn recorded_by(&self) -> &str {
        &self.0.recorded_by
    }

    /// Since when it counts no more; null where it does.
    async fn retired_at(&self) -> Option<DateTime> {
        self.0.retired_at.map(DateTime)
    }
}

impl From<store::CustomFramework> for CustomFramework {
    fn from(framework: store::CustomFramework) -> Self {
        Self(framework)
    }
}
