use sea_orm::{IntoActiveModel, Set};

use super::change::Change;
use super::entity::overlay_version;
use super::error::StoreError;
use super::object::Object;
use super::scope::Scope;

impl Scope<'_> {
    /// A number that grows with each change of what counts of the organisation's own frameworks and mappings: whoever
    /// keeps them reads them anew where it is another. 0 where there never were any.
    ///
    /// # Errors
    /// What the database says.
    pub async fn overlay_version(&self) -> Result<i64, StoreError> {
        let key = self.organization_id().uuid();
        let row = self.select_key::<overlay_version::Entity>(key).one(&self.store.connection).await?;
        Ok(row.map_or(0, |row| row.version))
    }
}

impl Change<'_> {
    /// Counts a change of what the organisation lays over the shared content, unless that was another one than `expected`:
    /// what was found to fit then need not fit now.
    ///
    /// # Errors
    /// [`StoreError::Stale`], or what the database says.
    pub(super) async fn change_overlay(
        &self,
        expected: Option<i64>,
        object: Object,
    ) -> Result<(), StoreError> {
        let organization_id = self.scope.organization_id().uuid();
        let rows = self.scope.select_key::<overlay_version::Entity>(organization_id);
        let held = rows.one(&self.transaction).await?;
        let version = held.as_ref().map_or(0, |held| held.version);
        if expected.is_some_and(|expected| expected != version) {
            return Err(StoreError::Stale(object));
        }
        if let Some(held) = held {
            let row = overlay_version::ActiveModel { version: Set(held.version + 1), ..Default::default() };
            return self.update(organization_id, row, object).await;
        }
        let row = overlay_version::Model { organization_id, version: 1 };
        self.insert(row.into_active_model(), object.kind, &object.to_string()).await
    }
}
