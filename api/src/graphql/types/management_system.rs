use async_graphql::{ID, Object};

use super::words::SubjectKind;
use crate::graphql::id::NodeId;
use crate::graphql::scalar::DateTime;
use crate::store;

/// One management system.
pub(crate) struct ManagementSystem(pub(crate) store::ManagementSystem);

/// A management system of the organisation.
#[Object]
impl ManagementSystem {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        NodeId::ManagementSystem(self.0.id).id()
    }

    /// Which of the four it is: AIMS, ISMS, QMS or EMS.
    async fn kind(&self) -> SubjectKind {
        self.0.profile.kind.into()
    }

    /// What it is called.
    async fn name(&self) -> &str {
        &self.0.profile.name
    }

    /// What it covers, in the organisation's words (clause 4.3 of each of the standards); null where it is not told.
    async fn scope(&self) -> Option<&str> {
        self.0.profile.scope.as_deref()
    }

    /// When that was last recorded.
    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }
}

impl From<store::ManagementSystem> for ManagementSystem {
    fn from(system: store::ManagementSystem) -> Self {
        Self(system)
    }
}
