use chrono::{DateTime, Utc};
use obligraph_mapping::SubjectKind;
use sea_orm::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use super::change::{Change, Recording};
use super::entity::management_system;
use super::error::StoreError;
use super::id::ManagementSystemId;
use super::object::{Object, ObjectKind};
use super::page::{Page, Paged};
use super::scope::Scope;

/// A management system of the organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManagementSystem {
    /// Which one.
    pub id: ManagementSystemId,
    /// What is known of it.
    pub profile: ManagementSystemProfile,
    /// When that was last recorded.
    pub recorded_at: DateTime<Utc>,
}

/// What is known of a management system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManagementSystemProfile {
    /// Which of the four it is.
    pub kind: SubjectKind,
    /// What it is called.
    pub name: String,
    /// What it covers, in the organisation's words (clause 4.3 of each of the standards).
    pub scope: Option<String>,
}

impl Scope<'_> {
    /// Adds a management system.
    ///
    /// # Errors
    /// [`StoreError::Exists`], [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn add_management_system(
        &self,
        id: ManagementSystemId,
        profile: ManagementSystemProfile,
        recording: Recording<'_>,
    ) -> Result<ManagementSystem, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let system = ManagementSystem { id, profile, recorded_at: change.at };
        let row = management_system::ActiveModel {
            organization_id: Set(self.organization_id().uuid()),
            id: Set(id.uuid()),
            ..columns(&system)
        };
        change.insert(row, ObjectKind::ManagementSystem, &id.to_string()).await?;
        change.commit("add-management-system", object(id), content(&system.profile)).await?;
        Ok(system)
    }

    /// Replaces what is known of a management system, unless it was recorded at another instant than `expected`.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::Stale`], [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn update_management_system(
        &self,
        id: ManagementSystemId,
        profile: ManagementSystemProfile,
        expected: Option<DateTime<Utc>>,
        recording: Recording<'_>,
    ) -> Result<ManagementSystem, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let system = ManagementSystem { id, profile, recorded_at: change.at };
        change.update_recorded(id.uuid(), columns(&system), expected, object(id)).await?;
        change.commit("update-management-system", object(id), content(&system.profile)).await?;
        Ok(system)
    }

    /// One management system; `None` where the organisation has no such one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn management_system(
        &self,
        id: ManagementSystemId,
    ) -> Result<Option<ManagementSystem>, StoreError> {
        let row = self.select_key::<management_system::Entity>(id.uuid()).one(&self.store.connection).await?;
        row.map(read).transpose()
    }

    /// Those of these management systems that the organisation has, in any order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn management_systems_by_id(
        &self,
        ids: &[ManagementSystemId],
    ) -> Result<Vec<ManagementSystem>, StoreError> {
        let rows = self.with_keys::<management_system::Entity>(ids).await?;
        rows.into_iter().map(read).collect()
    }

    /// One page of the management systems, by identifier.
    ///
    /// # Errors
    /// What the database says.
    pub async fn management_systems(
        &self,
        page: Page<ManagementSystemId>,
    ) -> Result<Paged<ManagementSystem>, StoreError> {
        let rows = self.select::<management_system::Entity>();
        self.page(rows, page.map(Uuid::from), &self.store.connection).await?.try_map(read)
    }

    /// How many management systems there are.
    ///
    /// # Errors
    /// What the database says.
    pub async fn management_system_count(&self) -> Result<usize, StoreError> {
        self.count(self.select::<management_system::Entity>(), &self.store.connection).await
    }

    /// Removes a management system. The audit log goes on telling of it.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn remove_management_system(
        &self,
        id: ManagementSystemId,
        recording: Recording<'_>,
    ) -> Result<(), StoreError> {
        let change = Change::begin(*self, recording).await?;
        change.remove::<management_system::Entity>(id.uuid(), "remove-management-system", object(id)).await
    }
}

fn object(id: ManagementSystemId) -> Object {
    Object::new(ObjectKind::ManagementSystem, id)
}

fn columns(system: &ManagementSystem) -> management_system::ActiveModel {
    let ManagementSystemProfile { kind, name, scope } = &system.profile;
    management_system::ActiveModel {
        kind: Set(kind.word().to_owned()),
        name: Set(name.clone()),
        scope: Set(scope.clone()),
        recorded_at: Set(system.recorded_at),
        ..Default::default()
    }
}

fn content(profile: &ManagementSystemProfile) -> Value {
    let ManagementSystemProfile { kind, name, scope } = profile;
    json!({ "kind": kind.word(), "name": name, "scope": scope })
}

fn read(row: management_system::Model) -> Result<ManagementSystem, StoreError> {
    let management_system::Model { organization_id: _, id, kind, name, scope, recorded_at } = row;
    let known =
        SubjectKind::ALL.into_iter().find(|known| known.is_management_system() && known.word() == kind);
    let kind = known.ok_or_else(|| StoreError::Unreadable("management_systems", format!("kind `{kind}`")))?;
    Ok(ManagementSystem {
        id: ManagementSystemId::new(id),
        profile: ManagementSystemProfile { kind, name, scope },
        recorded_at,
    })
}
