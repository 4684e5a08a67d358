use async_graphql::{Context, ID, Object, Result};

use super::session;
use crate::app::overlay_faults;
use crate::graphql::error::of_store;
use crate::graphql::id::NodeId;
use crate::graphql::scalar::DateTime;
use crate::store;

/// One organisation.
pub(crate) struct Organization(pub(crate) store::Organization);

/// An organisation: what it has is seen by its members alone, and by certification bodies that it has engaged.
#[Object]
impl Organization {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Organization(self.0.id).id()
    }

    /// What it is called.
    async fn name(&self) -> &str {
        &self.0.profile.name
    }

    /// Its name in law; null where it is not told.
    async fn legal_name(&self) -> Option<&str> {
        self.0.profile.legal_name.as_deref()
    }

    /// Its seat, as two capital letters (ISO 3166-1 alpha-2); null where it is not told.
    async fn country(&self) -> Option<&str> {
        self.0.profile.country.as_deref()
    }

    /// How many persons work for it, for the reckoning of audit time; null where it is not told.
    async fn headcount(&self) -> Option<u32> {
        self.0.profile.headcount
    }

    /// Whether it is a small or medium-sized enterprise, for which the AI Act has lower fines (Art. 99(6)); null where it
    /// is not told.
    async fn is_sme(&self) -> Option<bool> {
        self.0.profile.is_sme
    }

    /// Whether it audits others and may be engaged by them.
    async fn is_certification_body(&self) -> bool {
        self.0.profile.is_certification_body
    }

    /// What of its own content cannot be used with the shared content of today, such as a mapping whose requirement is gone
    /// in a new edition: it plays no part in answers. Empty where all of it is in use.
    #[graphql(complexity = "20")]
    async fn overlay_faults(&self, context: &Context<'_>) -> Result<Vec<String>> {
        let service = session(context).service();
        let store = service.store().map_err(|fault| of_store(&fault))?;
        let faults =
            overlay_faults(service, store.scope(self.0.id)).await.map_err(|fault| of_store(&fault))?;
        Ok(faults.iter().map(|fault| format!("{}: {}; {}", fault.file, fault.message, fault.help)).collect())
    }

    /// When its profile was last recorded.
    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }
}

impl From<store::Organization> for Organization {
    fn from(organization: store::Organization) -> Self {
        Self(organization)
    }
}
