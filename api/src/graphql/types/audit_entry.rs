use async_graphql::{ID, Object};

use crate::graphql::id::NodeId;
use crate::graphql::scalar::{DateTime, Sha256};
use crate::store;

/// One entry of the audit log.
pub(crate) struct AuditEntry(pub(crate) store::AuditEntry);

/// A change as it was recorded. Entries form a chain: each holds the hash of the one before, so that none can be edited,
/// removed or moved without being found out (`obligraph audit-log verify`).
#[Object]
impl AuditEntry {
    /// Opaque; unique within the organisation.
    pub(crate) async fn id(&self) -> ID {
        NodeId::AuditEntry(self.0.sequence).id()
    }

    /// Its number in the organisation's log, from 1 on, without gaps, in decimal figures: it may outgrow an Int.
    async fn sequence(&self) -> String {
        self.0.sequence.to_string()
    }

    /// When it was recorded; ascending with the sequence.
    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }

    /// Who made the change: the subject of their token.
    async fn actor(&self) -> &str {
        &self.0.actor
    }

    /// What was done: `register-evidence`.
    async fn action(&self) -> &str {
        &self.0.action
    }

    /// What it was done to: its kind and UUID.
    async fn object(&self) -> &str {
        &self.0.object
    }

    /// What the object has been since, as canonical JSON: names in ascending order, no blanks. The hash is of this text.
    async fn content(&self) -> &str {
        &self.0.content
    }

    /// The hash of the entry before; 64 zeros in the first.
    async fn previous_hash(&self) -> Sha256 {
        Sha256(self.0.previous_hash.clone())
    }

    /// The hash of all that stands above and of the organisation.
    async fn hash(&self) -> Sha256 {
        Sha256(self.0.hash.clone())
    }
}

impl From<store::AuditEntry> for AuditEntry {
    fn from(entry: store::AuditEntry) -> Self {
        Self(entry)
    }
}
