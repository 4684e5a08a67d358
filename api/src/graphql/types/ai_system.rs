use async_graphql::{ID, Object};

use super::subject::Subject;
use super::words::{AiClass, OperatorRole};
use crate::app::{self, subject_of};
use crate::graphql::id::NodeId;
use crate::graphql::scalar::{Date, DateTime};
use crate::store;

/// One AI system.
pub(crate) struct AiSystem(pub(crate) store::AiSystem);

/// An AI system of the organisation, with what decides which rules of the AI Act apply to it.
#[Object]
impl AiSystem {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        NodeId::AiSystem(self.0.id).id()
    }

    /// What it is called.
    async fn name(&self) -> &str {
        &self.0.profile.name
    }

    /// As a subject of obligations: evidence covers it by this.
    async fn subject(&self) -> Subject {
        (&subject_of(&self.0)).into()
    }

    /// What the organisation is to it.
    async fn roles(&self) -> Vec<OperatorRole> {
        let is_held = |role: &app::OperatorRole| self.0.profile.roles.contains(role.word());
        app::OperatorRole::ALL.into_iter().filter(is_held).map(Into::into).collect()
    }

    /// Its class under the AI Act.
    async fn risk_class(&self) -> AiClass {
        self.0.profile.risk_class.into()
    }

    /// The day on which it was first made available on the Union market (AI Act Art. 3(9)); null before that.
    async fn placed_on_market_on(&self) -> Option<Date> {
        self.0.profile.lifecycle.placed_on_market_on.map(Date)
    }

    /// The day on which it was first supplied for use, or used by its maker (AI Act Art. 3(11)); null before that.
    async fn put_into_service_on(&self) -> Option<Date> {
        self.0.profile.lifecycle.put_into_service_on.map(Date)
    }

    /// The day of its last substantial modification (AI Act Art. 3(23)); null where there was none.
    async fn substantially_modified_on(&self) -> Option<Date> {
        self.0.profile.lifecycle.substantially_modified_on.map(Date)
    }

    /// The day since which it is out of use; null while it is in use or on its way there.
    async fn retired_on(&self) -> Option<Date> {
        self.0.profile.lifecycle.retired_on.map(Date)
    }

    /// When all that was last recorded.
    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }
}

impl From<store::AiSystem> for AiSystem {
    fn from(system: store::AiSystem) -> Self {
        Self(system)
    }
}
