use std::fmt;

use sea_orm::Value;
use uuid::Uuid;

/// Identifiers that cannot be taken for one another: each is a version 7 UUID, so that their order is that of creation.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// The identifier that this UUID stands for.
            #[must_use]
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<$name> for Value {
            fn from(id: $name) -> Self {
                id.0.into()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// Names an organisation.
    OrganizationId;
    /// Names a membership.
    MembershipId;
    /// Names a management system.
    ManagementSystemId;
    /// Names an AI system.
    AiSystemId;
    /// Names a site.
    SiteId;
    /// Names an item of evidence.
    EvidenceId;
    /// Names an engagement.
    EngagementId;
    /// Names a service token.
    ServiceTokenId;
    /// Names a framework of an organisation's own.
    CustomFrameworkId;
    /// Names a mapping that was proposed.
    MappingProposalId;
    /// Names an upload.
    UploadId;
}
