use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{IntoActiveModel, Set};
use serde_json::{Value, json};
use uuid::Uuid;

use super::change::{Change, Recording};
use super::connection::Store;
use super::entity::service_token;
use super::error::StoreError;
use super::id::{OrganizationId, ServiceTokenId};
use super::object::{Object, ObjectKind};
use super::page::{Page, Paged};
use super::scope::Scope;

/// A secret by which a program of the organisation is known. The secret itself is never kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceToken {
    /// Which one.
    pub id: ServiceTokenId,
    /// What it is for.
    pub name: String,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// The last day, in UTC, on which it holds; `None` where it holds until it is revoked.
    pub expires_on: Option<NaiveDate>,
    /// Who revoked it, and when; `None` where nobody has.
    pub revoked: Option<(String, DateTime<Utc>)>,
}

impl ServiceToken {
    /// Whether it holds on a day.
    #[must_use]
    pub fn is_in_force(&self, on: NaiveDate) -> bool {
        self.revoked.is_none() && self.expires_on.is_none_or(|last| on <= last)
    }
}

impl Scope<'_> {
    /// Adds a service token, by the SHA-256 of its secret.
    ///
    /// # Errors
    /// [`StoreError::Exists`], [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn add_service_token(
        &self,
        id: ServiceTokenId,
        name: &str,
        secret_sha256: &[u8; 32],
        expires_on: Option<NaiveDate>,
        recording: Recording<'_>,
    ) -> Result<ServiceToken, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let added = ServiceToken {
            id,
            name: name.to_owned(),
            created_by: change.actor.clone(),
            created_at: change.at,
            expires_on,
            revoked: None,
        };
        let row = service_token::Model {
            organization_id: self.organization_id().uuid(),
            id: id.uuid(),
            name: added.name.clone(),
            secret_sha256: hexadecimal(secret_sha256),
            created_by: added.created_by.clone(),
            created_at: added.created_at,
            expires_on,
            revoked_at: None,
            revoked_by: None,
        };
        change.insert(row.into_active_model(), ObjectKind::ServiceToken, name).await?;
        let content = json!({ "name": name, "expiresOn": expires_on });
        change.commit("create-service-token", object(id), content).await?;
        Ok(added)
    }

    /// Ends a service token; one that was revoked before stays as it is.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::Withdrawn`], [`StoreError::UnknownOrganization`], or what the database
    /// says.
    pub async fn revoke_service_token(
        &self,
        id: ServiceTokenId,
        recording: Recording<'_>,
    ) -> Result<ServiceToken, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let held = self.select_key::<service_token::Entity>(id.uuid()).one(&change.transaction).await?;
        let mut held = held.map(read).ok_or_else(|| StoreError::Unknown(object(id)))?;
        if held.revoked.is_some() {
            return Err(StoreError::Withdrawn(object(id)));
        }
        let row = service_token::ActiveModel {
            revoked_at: Set(Some(change.at)),
            revoked_by: Set(Some(change.actor.clone())),
            ..Default::default()
        };
        held.revoked = Some((change.actor.clone(), change.at));
        change.update(id.uuid(), row, object(id)).await?;
        change.commit("revoke-service-token", object(id), Value::Null).await?;
        Ok(held)
    }

    /// One service token; `None` where the organisation has no such one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn service_token(&self, id: ServiceTokenId) -> Result<Option<ServiceToken>, StoreError> {
        let row = self.select_key::<service_token::Entity>(id.uuid()).one(&self.store.connection).await?;
        Ok(row.map(read))
    }

    /// Those of these service tokens that the organisation has, in any order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn service_tokens_by_id(
        &self,
        ids: &[ServiceTokenId],
    ) -> Result<Vec<ServiceToken>, StoreError> {
        let rows = self.with_keys::<service_token::Entity>(ids).await?;
        Ok(rows.into_iter().map(read).collect())
    }

    /// One page of the service tokens, revoked or not, by identifier.
    ///
    /// # Errors
    /// What the database says.
    pub async fn service_tokens(
        &self,
        page: Page<ServiceTokenId>,
    ) -> Result<Paged<ServiceToken>, StoreError> {
        let rows = self.select::<service_token::Entity>();
        let found = self.page(rows, page.map(Uuid::from), &self.store.connection).await?;
        found.try_map(|row| Ok(read(row)))
    }

    /// How many service tokens there are, revoked or not.
    ///
    /// # Errors
    /// What the database says.
    pub async fn service_token_count(&self) -> Result<usize, StoreError> {
        self.count(self.select::<service_token::Entity>(), &self.store.connection).await
    }
}

impl Store {
    /// The service token with a secret, by the SHA-256 of it, and whose it is; `None` where there is none. Whether it still
    /// holds is for the caller to tell.
    ///
    /// # Errors
    /// What the database says.
    pub async fn service_token_by_secret(
        &self,
        secret_sha256: &[u8; 32],
    ) -> Result<Option<(OrganizationId, ServiceToken)>, StoreError> {
        use service_token::Column::SecretSha256;
        let rows = Self::select_naming::<service_token::Entity>(SecretSha256, hexadecimal(secret_sha256));
        let found = rows.one(&self.connection).await?;
        Ok(found.map(|row| (OrganizationId::new(row.organization_id), read(row))))
    }
}

fn object(id: ServiceTokenId) -> Object {
    Object::new(ObjectKind::ServiceToken, id)
}

fn hexadecimal(bytes: &[u8; 32]) -> String {
    let mut text = String::with_capacity(64);
    for byte in bytes {
        // INVARIANT: writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn read(row: service_token::Model) -> ServiceToken {
    ServiceToken {
        id: ServiceTokenId::new(row.id),
        name: row.name,
        created_by: row.created_by,
        created_at: row.created_at,
        expires_on: row.expires_on,
        revoked: row.revoked_by.zip(row.revoked_at),
    }
}
