use async_graphql::{ID, Object};

use crate::graphql::id::NodeId;
use crate::graphql::scalar::DateTime;
use crate::store;

/// One site.
pub(crate) struct Site(pub(crate) store::Site);

/// A place where the organisation works. Audit programmes count its people.
#[Object]
impl Site {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Site(self.0.id).id()
    }

    /// What it is called.
    async fn name(&self) -> &str {
        &self.0.profile.name
    }

    /// Its country, as two capital letters (ISO 3166-1 alpha-2); null where it is not told.
    async fn country(&self) -> Option<&str> {
        self.0.profile.country.as_deref()
    }

    /// How many persons work there.
    async fn headcount(&self) -> u32 {
        self.0.profile.headcount
    }

    /// When that was last recorded.
    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }
}

impl From<store::Site> for Site {
    fn from(site: store::Site) -> Self {
        Self(site)
    }
}
