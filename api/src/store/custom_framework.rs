use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::json;
use uuid::Uuid;

use super::change::{Change, Recording};
use super::entity::custom_framework;
use super::error::StoreError;
use super::id::CustomFrameworkId;
use super::object::{Object, ObjectKind};
use super::page::{Page, Paged};
use super::scope::Scope;

/// A framework of the organisation's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomFramework {
    /// Which one.
    pub id: CustomFrameworkId,
    /// Its key, with its edition: no two of an organisation have the same.
    pub key: String,
    /// The text of the framework, in the format of framework files.
    pub document: String,
    /// When that was last recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it.
    pub recorded_by: String,
    /// Since when it counts no more; `None` where it does.
    pub retired_at: Option<DateTime<Utc>>,
}

impl Scope<'_> {
    /// Adds a framework of the organisation's own. Where it has one with this key, retired or not, that one keeps its
    /// identifier, says `document` from now on and counts. Only onto the overlay version that it was held against, where one
    /// is given.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where the identifier is that of another, [`StoreError::Stale`],
    /// [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn put_custom_framework(
        &self,
        id: CustomFrameworkId,
        key: &str,
        document: &str,
        expected: Option<i64>,
        recording: Recording<'_>,
    ) -> Result<CustomFramework, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let same_key = custom_framework::Column::Key.eq(key);
        let rows = self.select::<custom_framework::Entity>().filter(same_key);
        let held = rows.one(&change.transaction).await?;
        let row = custom_framework::Model {
            organization_id: self.organization_id().uuid(),
            id: held.as_ref().map_or_else(|| id.uuid(), |held| held.id),
            key: key.to_owned(),
            document: document.to_owned(),
            recorded_at: change.at,
            recorded_by: change.actor.clone(),
            retired_at: None,
        };
        let put = read(row.clone());
        let object = object(put.id);
        if held.is_some() {
            let row = custom_framework::ActiveModel {
                document: Set(row.document),
                recorded_at: Set(row.recorded_at),
                recorded_by: Set(row.recorded_by),
                retired_at: Set(None),
                ..Default::default()
            };
            change.update(put.id.uuid(), row, object).await?;
        } else {
            change.insert(row.into_active_model(), object.kind, &id.to_string()).await?;
        }
        change.change_overlay(expected, object).await?;
        let content = json!({ "key": put.key, "document": put.document });
        change.commit("put-custom-framework", object, content).await?;
        Ok(put)
    }

    /// Ends a framework of the organisation's own: from now on it counts no more. Only onto the overlay version that this was
    /// held against, where one is given.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::Retired`], [`StoreError::Stale`], [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn retire_custom_framework(
        &self,
        id: CustomFrameworkId,
        expected: Option<i64>,
        recording: Recording<'_>,
    ) -> Result<CustomFramework, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let rows = self.select_key::<custom_framework::Entity>(id.uuid());
        let held = rows.one(&change.transaction).await?.ok_or(StoreError::Unknown(object(id)))?;
        if held.retired_at.is_some() {
            return Err(StoreError::Retired(object(id)));
        }
        let retired = CustomFramework { retired_at: Some(change.at), ..read(held) };
        let row = custom_framework::ActiveModel { retired_at: Set(retired.retired_at), ..Default::default() };
        change.update(id.uuid(), row, object(id)).await?;
        change.change_overlay(expected, object(id)).await?;
        change.commit("retire-custom-framework", object(id), json!(null)).await?;
        Ok(retired)
    }

    /// One framework of the organisation's own, retired or not; `None` where it has no such one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn custom_framework(
        &self,
        id: CustomFrameworkId,
    ) -> Result<Option<CustomFramework>, StoreError> {
        let row = self.select_key::<custom_framework::Entity>(id.uuid()).one(&self.store.connection).await?;
        Ok(row.map(read))
    }

    /// Those of these frameworks that the organisation has, in any order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn custom_frameworks_by_id(
        &self,
        ids: &[CustomFrameworkId],
    ) -> Result<Vec<CustomFramework>, StoreError> {
        let rows = self.with_keys::<custom_framework::Entity>(ids).await?;
        Ok(rows.into_iter().map(read).collect())
    }

    /// One page of the organisation's own frameworks, retired or not, by identifier.
    ///
    /// # Errors
    /// What the database says.
    pub async fn custom_frameworks(
        &self,
        page: Page<CustomFrameworkId>,
    ) -> Result<Paged<CustomFramework>, StoreError> {
        let rows = self.select::<custom_framework::Entity>();
        self.page(rows, page.map(Uuid::from), &self.store.connection).await?.try_map(|row| Ok(read(row)))
    }

    /// How many frameworks of its own the organisation has, retired or not.
    ///
    /// # Errors
    /// What the database says.
    pub async fn custom_framework_count(&self) -> Result<usize, StoreError> {
        self.count(self.select::<custom_framework::Entity>(), &self.store.connection).await
    }

    /// All of the organisation's own frameworks that count, by key.
    ///
    /// # Errors
    /// What the database says.
    pub async fn overlay_documents(&self) -> Result<Vec<CustomFramework>, StoreError> {
        let rows = self.select::<custom_framework::Entity>();
        let rows = rows.filter(custom_framework::Column::RetiredAt.is_null());
        let rows = rows.all(&self.store.connection).await?;
        let mut documents: Vec<CustomFramework> = rows.into_iter().map(read).collect();
        // Databases differ in how they order texts.
        documents.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        Ok(documents)
    }
}

fn object(id: CustomFrameworkId) -> Object {
    Object::new(ObjectKind::CustomFramework, id)
}

fn read(row: custom_framework::Model) -> CustomFramework {
    let custom_framework::Model {
        organization_id: _,
        id,
        key,
        document,
        recorded_at,
        recorded_by,
        retired_at,
    } = row;
    let id = CustomFrameworkId::new(id);
    CustomFramework { id, key, document, recorded_at, recorded_by, retired_at }
}
