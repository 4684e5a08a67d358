use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, Set};
use serde_json::Value;

use super::audit_log;
use super::connection::Store;
use super::entity::audit_head;
use super::error::{StoreError, is_duplicate};
use super::id::OrganizationId;
use super::object::{Object, ObjectKind};
use super::scope::{Scope, Scoped};

/// Who changes something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recording<'a> {
    /// When, by the clock of the program.
    pub at: DateTime<Utc>,
    /// Who: the subject of the token.
    pub actor: &'a str,
}

/// A change of what one organisation has. It takes effect by [`Change::commit`], which demands the entry for the audit log.
pub(super) struct Change<'s> {
    pub(super) scope: Scope<'s>,
    pub(super) transaction: DatabaseTransaction,
    /// When it is recorded: later than any change of the organisation before it, whatever clocks say, in microseconds.
    ///
    /// INVARIANT (past stays past): what is recorded up to an instant does not change by what is recorded afterwards.
    pub(super) at: DateTime<Utc>,
    pub(super) actor: String,
    head: audit_head::Model,
}

impl<'s> Change<'s> {
    /// Begins a change, once changes of the same organisation that have begun before have ended.
    ///
    /// # Errors
    /// [`StoreError::UnknownOrganization`], or what the database says.
    pub(super) async fn begin(scope: Scope<'s>, recording: Recording<'_>) -> Result<Self, StoreError> {
        let transaction = scope.store.begin_write().await?;
        let organization = scope.organization_id();
        let head = scope.lock_key::<audit_head::Entity>(organization.uuid()).one(&transaction).await?;
        let head = head.ok_or(StoreError::UnknownOrganization(organization))?;
        Ok(Self::after(scope, transaction, head, recording))
    }

    /// Begins the first change of an organisation, with the row that it is.
    ///
    /// # Errors
    /// [`StoreError::Exists`], or what the database says.
    pub(super) async fn begin_organization<A>(
        store: &'s Store,
        id: OrganizationId,
        row: impl FnOnce(DateTime<Utc>) -> A,
        recording: Recording<'_>,
    ) -> Result<Self, StoreError>
    where
        A: ActiveModelTrait + Send,
    {
        let transaction = store.begin_write().await?;
        let head = audit_head::Model {
            organization_id: id.uuid(),
            sequence: 0,
            recorded_at: DateTime::UNIX_EPOCH,
            hash: audit_log::GENESIS.to_owned(),
        };
        let change = Self::after(store.scope(id), transaction, head.clone(), recording);
        change.insert(row(change.at), ObjectKind::Organization, &id.to_string()).await?;
        change.insert(head.into_active_model(), ObjectKind::Organization, &id.to_string()).await?;
        Ok(change)
    }

    fn after(
        scope: Scope<'s>,
        transaction: DatabaseTransaction,
        head: audit_head::Model,
        recording: Recording<'_>,
    ) -> Self {
        let next = head.recorded_at + TimeDelta::microseconds(1);
        let at = recording.at.trunc_subsecs(6).max(next);
        Self { scope, transaction, at, actor: recording.actor.to_owned(), head }
    }

    /// Adds a row. `name` is what the message calls it where it is there already.
    ///
    /// # Errors
    /// [`StoreError::Exists`], or what the database says.
    pub(super) async fn insert<A>(&self, row: A, kind: ObjectKind, name: &str) -> Result<(), StoreError>
    where
        A: ActiveModelTrait + Send,
    {
        match A::Entity::insert(row).exec_without_returning(&self.transaction).await {
            Ok(_) => Ok(()),
            Err(error) if is_duplicate(&error) => Err(StoreError::Exists { kind, name: name.to_owned() }),
            Err(error) => Err(error.into()),
        }
    }

    /// Changes the row of the organisation with a key.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], or what the database says.
    pub(super) async fn update<A>(
        &self,
        key: impl Into<sea_orm::Value>,
        row: A,
        object: Object,
    ) -> Result<(), StoreError>
    where
        A: ActiveModelTrait,
        A::Entity: Scoped,
    {
        let update = self.scope.update_key::<A::Entity>(key).set(row);
        match update.exec(&self.transaction).await?.rows_affected {
            0 => Err(StoreError::Unknown(object)),
            _ => Ok(()),
        }
    }

    /// Makes the change last, together with its entry in the audit log.
    ///
    /// # Errors
    /// [`StoreError::NulCharacter`], or what the database says; then nothing has changed.
    pub(super) async fn commit(
        self,
        action: &'static str,
        object: Object,
        content: Value,
    ) -> Result<(), StoreError> {
        let entry = audit_log::next(&self.head, self.at, &self.actor, action, object, content)?;
        let head = audit_head::ActiveModel {
            sequence: Set(entry.sequence),
            recorded_at: Set(entry.recorded_at),
            hash: Set(entry.hash.clone()),
            ..Default::default()
        };
        self.insert(entry.into_active_model(), object.kind, &object.to_string()).await?;
        let organization = self.scope.organization_id().uuid();
        self.update(organization, head, object).await?;
        Ok(self.transaction.commit().await?)
    }
}
