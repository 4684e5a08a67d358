use async_graphql::{Enum, ID, Object};

use crate::graphql::id::NodeId;
use crate::graphql::scalar::DateTime;
use crate::store;

/// What someone may do in an organisation.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "store::Role")]
pub(crate) enum Role {
    /// Everything, memberships and engagements included.
    Owner,
    /// All content: evidence, systems, sites, mappings.
    Manager,
    /// Evidence; reads the rest.
    Contributor,
    /// Reads all, the audit log and memberships included.
    Auditor,
    /// Reads.
    Viewer,
    /// A program that provides evidence; reads the rest.
    Service,
}

/// One membership.
pub(crate) struct Membership(pub(crate) store::Membership);

/// Someone in the organisation.
#[Object]
impl Membership {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Membership(self.0.id).id()
    }

    /// Who: the subject (`sub`) of their tokens.
    async fn subject(&self) -> &str {
        &self.0.subject
    }

    /// What they may do.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// When that was last recorded.
    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }
}

impl From<store::Membership> for Membership {
    fn from(membership: store::Membership) -> Self {
        Self(membership)
    }
}
