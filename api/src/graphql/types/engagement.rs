use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::subject::Subject;
use super::{session, today};
use crate::graphql::id::NodeId;
use crate::graphql::scalar::{Date, DateTime};
use crate::store;

/// One engagement.
pub(crate) struct Engagement(pub(crate) store::Engagement);

/// Lets a certification body read what the organisation has, and change nothing: evidence, AI systems and management
/// systems that concern its subjects; never memberships, engagements, service tokens or the audit log.
#[Object]
impl Engagement {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Engagement(self.0.id).id()
    }

    /// Who may read.
    async fn body(&self, context: &Context<'_>) -> Result<OrganizationReference> {
        let body = self.0.terms.body;
        let name = session(context).organization_name(body).await?;
        Ok(OrganizationReference { id: NodeId::Organization(body).id(), name: name.unwrap_or_default() })
    }

    /// What for.
    async fn purpose(&self) -> &str {
        &self.0.terms.purpose
    }

    /// The subjects that may be seen, one without a name standing for all of its kind; empty where all may be seen.
    async fn subjects(&self) -> Vec<Subject> {
        self.0.terms.subjects.iter().map(Into::into).collect()
    }

    /// Who granted it: the subject of their token.
    async fn granted_by(&self) -> &str {
        &self.0.granted_by
    }

    /// When.
    async fn granted_at(&self) -> DateTime {
        DateTime(self.0.granted_at)
    }

    /// The last day (UTC) on which it is in force.
    async fn expires_on(&self) -> Date {
        Date(self.0.terms.expires_on)
    }

    /// When it was revoked; null where nobody has.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked.as_ref().map(|(_, at)| DateTime(*at))
    }

    /// Who revoked it; null where nobody has.
    async fn revoked_by(&self) -> Option<&str> {
        self.0.revoked.as_ref().map(|(by, _)| by.as_str())
    }

    /// Whether it lets the body read today (UTC).
    async fn in_force(&self, context: &Context<'_>) -> bool {
        self.0.is_in_force(today(context))
    }
}

impl From<store::Engagement> for Engagement {
    fn from(engagement: store::Engagement) -> Self {
        Self(engagement)
    }
}

/// Another organisation: no more of it than who it is.
#[derive(SimpleObject)]
pub(crate) struct OrganizationReference {
    /// Its id.
    id: ID,
    /// What it is called.
    name: String,
}

/// A client that the viewer's organisation may read today: name it in the header `obligraph-organization`.
#[derive(SimpleObject)]
pub(crate) struct Client {
    /// Which organisation it is.
    organization: OrganizationReference,
    /// What for.
    purpose: String,
    /// The subjects that may be seen, one without a name standing for all of its kind; empty where all may be seen.
    subjects: Vec<Subject>,
    /// The last day (UTC) on which it may be read.
    expires_on: Date,
}

impl From<store::Client> for Client {
    fn from(client: store::Client) -> Self {
        let id = NodeId::Organization(client.organization).id();
        let terms = client.engagement.terms;
        Self {
            organization: OrganizationReference { id, name: client.name },
            purpose: terms.purpose,
            subjects: terms.subjects.iter().map(Into::into).collect(),
            expires_on: Date(terms.expires_on),
        }
    }
}
