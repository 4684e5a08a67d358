use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use obligraph_mapping::AiClass;
use sea_orm::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use super::change::{Change, Recording};
use super::entity::ai_system;
use super::error::StoreError;
use super::id::AiSystemId;
use super::object::{Object, ObjectKind};
use super::page::{Page, Paged};
use super::scope::Scope;

/// An AI system of the organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AiSystem {
    /// Which one.
    pub id: AiSystemId,
    /// What is known of it.
    pub profile: AiSystemProfile,
    /// When that was last recorded.
    pub recorded_at: DateTime<Utc>,
}

/// What is known of an AI system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AiSystemProfile {
    /// What it is called.
    pub name: String,
    /// What the organisation is to it, as content calls addressees: `provider`, `deployer` (AI Act Art. 3(3)-(8)).
    pub roles: BTreeSet<String>,
    /// Its class under the AI Act.
    pub risk_class: AiClass,
    /// The days that decide which rules apply to it.
    pub lifecycle: Lifecycle,
}

/// The days in the life of an AI system; `None` where it has not come to that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lifecycle {
    /// First made available on the Union market (AI Act Art. 3(9)).
    pub placed_on_market_on: Option<NaiveDate>,
    /// First supplied for use, or used by its maker (AI Act Art. 3(11)).
    pub put_into_service_on: Option<NaiveDate>,
    /// Last changed substantially (AI Act Art. 3(23)).
    pub substantially_modified_on: Option<NaiveDate>,
    /// Out of use since.
    pub retired_on: Option<NaiveDate>,
}

impl Scope<'_> {
    /// Adds an AI system.
    ///
    /// # Errors
    /// [`StoreError::Exists`], [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn add_ai_system(
        &self,
        id: AiSystemId,
        profile: AiSystemProfile,
        recording: Recording<'_>,
    ) -> Result<AiSystem, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let system = AiSystem { id, profile, recorded_at: change.at };
        let row = ai_system::ActiveModel {
            organization_id: Set(self.organization_id().uuid()),
            id: Set(id.uuid()),
            ..columns(&system)
        };
        change.insert(row, ObjectKind::AiSystem, &system.profile.name).await?;
        change.commit("add-ai-system", object(id), content(&system.profile)).await?;
        Ok(system)
    }

    /// Replaces what is known of an AI system, unless it was recorded at another instant than `expected`.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::Stale`], [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn update_ai_system(
        &self,
        id: AiSystemId,
        profile: AiSystemProfile,
        expected: Option<DateTime<Utc>>,
        recording: Recording<'_>,
    ) -> Result<AiSystem, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let system = AiSystem { id, profile, recorded_at: change.at };
        change.update_recorded(id.uuid(), columns(&system), expected, object(id)).await?;
        change.commit("update-ai-system", object(id), content(&system.profile)).await?;
        Ok(system)
    }

    /// One AI system; `None` where the organisation has no such one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ai_system(&self, id: AiSystemId) -> Result<Option<AiSystem>, StoreError> {
        let row = self.select_key::<ai_system::Entity>(id.uuid()).one(&self.store.connection).await?;
        row.map(read).transpose()
    }

    /// Those of these AI systems that the organisation has, in any order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ai_systems_by_id(&self, ids: &[AiSystemId]) -> Result<Vec<AiSystem>, StoreError> {
        let rows = self.with_keys::<ai_system::Entity>(ids).await?;
        rows.into_iter().map(read).collect()
    }

    /// One page of the AI systems, by identifier.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ai_systems(&self, page: Page<AiSystemId>) -> Result<Paged<AiSystem>, StoreError> {
        let rows = self.select::<ai_system::Entity>();
        self.page(rows, page.map(Uuid::from), &self.store.connection).await?.try_map(read)
    }

    /// How many AI systems there are.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ai_system_count(&self) -> Result<usize, StoreError> {
        self.count(self.select::<ai_system::Entity>(), &self.store.connection).await
    }

    /// Removes an AI system. The audit log goes on telling of it.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn remove_ai_system(&self, id: AiSystemId, recording: Recording<'_>) -> Result<(), StoreError> {
        let change = Change::begin(*self, recording).await?;
        change.remove::<ai_system::Entity>(id.uuid(), "remove-ai-system", object(id)).await
    }
}

fn object(id: AiSystemId) -> Object {
    Object::new(ObjectKind::AiSystem, id)
}

fn columns(system: &AiSystem) -> ai_system::ActiveModel {
    let AiSystemProfile { name, roles, risk_class, lifecycle } = &system.profile;
    ai_system::ActiveModel {
        name: Set(name.clone()),
        roles: Set(json!(roles)),
        risk_class: Set(risk_class.word().to_owned()),
        placed_on_market_on: Set(lifecycle.placed_on_market_on),
        put_into_service_on: Set(lifecycle.put_into_service_on),
        substantially_modified_on: Set(lifecycle.substantially_modified_on),
        retired_on: Set(lifecycle.retired_on),
        recorded_at: Set(system.recorded_at),
        ..Default::default()
    }
}

fn content(profile: &AiSystemProfile) -> Value {
    let AiSystemProfile { name, roles, risk_class, lifecycle } = profile;
    json!({
        "name": name,
        "roles": roles,
        "riskClass": risk_class.word(),
        "placedOnMarketOn": lifecycle.placed_on_market_on,
        "putIntoServiceOn": lifecycle.put_into_service_on,
        "substantiallyModifiedOn": lifecycle.substantially_modified_on,
        "retiredOn": lifecycle.retired_on,
    })
}

fn read(row: ai_system::Model) -> Result<AiSystem, StoreError> {
    let ai_system::Model {
        organization_id: _,
        id,
        name,
        roles,
        risk_class,
        placed_on_market_on,
        put_into_service_on,
        substantially_modified_on,
        retired_on,
        recorded_at,
    } = row;
    let known = AiClass::ALL.into_iter().find(|known| known.word() == risk_class);
    let risk_class =
        known.ok_or_else(|| StoreError::Unreadable("ai_systems", format!("risk class `{risk_class}`")))?;
    let roles = serde_json::from_value(roles)
        .map_err(|error| StoreError::Unreadable("ai_systems", format!("roles: {error}")))?;
    let lifecycle =
        Lifecycle { placed_on_market_on, put_into_service_on, substantially_modified_on, retired_on };
    Ok(AiSystem {
        id: AiSystemId::new(id),
        profile: AiSystemProfile { name, roles, risk_class, lifecycle },
        recorded_at,
    })
}
