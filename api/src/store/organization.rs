use chrono::{DateTime, Utc};
use sea_orm::Set;
use serde_json::json;

use super::change::{Change, Recording};
use super::connection::Store;
use super::entity::organization;
use super::error::StoreError;
use super::id::OrganizationId;
use super::object::{Object, ObjectKind};
use super::scope::Scope;

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Which one.
    pub id: OrganizationId,
    /// What it is called.
    pub name: String,
    /// When its name was last recorded.
    pub recorded_at: DateTime<Utc>,
}

impl Store {
    /// Adds an organisation, and begins its audit log.
    ///
    /// # Errors
    /// [`StoreError::Exists`], or what the database says.
    pub async fn add_organization(
        &self,
        id: OrganizationId,
        name: &str,
        recording: Recording<'_>,
    ) -> Result<Organization, StoreError> {
        let row = |recorded_at| organization::ActiveModel {
            id: Set(id.uuid()),
            name: Set(name.to_owned()),
            recorded_at: Set(recorded_at),
        };
        let change = Change::begin_organization(self, id, row, recording).await?;
        let recorded_at = change.at;
        change.commit("add-organization", object(id), json!({ "name": name })).await?;
        Ok(Organization { id, name: name.to_owned(), recorded_at })
    }
}

impl Scope<'_> {
    /// The organisation itself.
    ///
    /// # Errors
    /// What the database says.
    pub async fn organization(&self) -> Result<Option<Organization>, StoreError> {
        let row = self.select::<organization::Entity>().one(&self.store.connection).await?;
        Ok(row.map(|organization::Model { id, name, recorded_at }| Organization {
            id: OrganizationId::new(id),
            name,
            recorded_at,
        }))
    }

    /// Gives the organisation another name.
    ///
    /// # Errors
    /// [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn rename_organization(
        &self,
        name: &str,
        recording: Recording<'_>,
    ) -> Result<Organization, StoreError> {
        let id = self.organization_id();
        let change = Change::begin(*self, recording).await?;
        let recorded_at = change.at;
        let row = organization::ActiveModel {
            name: Set(name.to_owned()),
            recorded_at: Set(recorded_at),
            ..Default::default()
        };
        change.update(id.uuid(), row, object(id)).await?;
        change.commit("rename-organization", object(id), json!({ "name": name })).await?;
        Ok(Organization { id, name: name.to_owned(), recorded_at })
    }
}

fn object(id: OrganizationId) -> Object {
    Object::new(ObjectKind::Organization, id)
}
