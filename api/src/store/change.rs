use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnAcquireErr, ConnectionTrait as _, DbErr, EntityTrait,
    FromQueryResult as _, IntoActiveModel, QueryFilter, QueryTrait as _, Set,
};
use serde_json::Value;

use super::audit_log;
use super::batch::Batch;
use super::change_feed::{Announcements, ChangeNotice};
use super::connection::Store;
use super::entity::{audit_head, idempotency_key};
use super::error::{StoreError, is_duplicate};
use super::id::OrganizationId;
use super::object::{Object, ObjectKind};
use super::scope::{Recorded, Scope, Scoped};
use super::write_transaction::WriteTransaction;

/// Who changes something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recording<'a> {
    /// When, by the clock of the program.
    pub at: DateTime<Utc>,
    /// Who: the subject of the token.
    pub actor: &'a str,
    /// What makes the change the same when it is sent again; `None` where it would be made again.
    pub idempotency: Option<IdempotencyKey<'a>>,
}

/// What makes two changes one, for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdempotencyKey<'a> {
    /// As the client chose it; unique with the actor.
    pub key: &'a str,
    /// A hash of all that was asked.
    pub request_hash: &'a str,
}

/// How long a key counts.
const KEY_COUNTS: TimeDelta = TimeDelta::hours(24);

/// A change of what one organisation has. It takes effect by [`Change::commit`], which demands the entry for the audit log.
pub(super) struct Change<'s> {
    pub(super) scope: Scope<'s>,
    pub(super) transaction: WriteTransaction,
    /// When it is recorded: later than any change of the organisation before it, whatever clocks say, in microseconds.
    ///
    /// INVARIANT (past stays past): what is recorded up to an instant does not change by what is recorded afterwards.
    pub(super) at: DateTime<Utc>,
    pub(super) actor: String,
    head: audit_head::Model,
    key: Option<(String, String)>,
    /// What is made together with the entry.
    batch: Batch,
}

impl<'s> Change<'s> {
    /// Begins a change, once changes of the same organisation that have begun before have ended.
    ///
    /// # Errors
    /// [`StoreError::UnknownOrganization`], [`StoreError::Repeated`], [`StoreError::KeyReused`], or what the database
    /// says.
    pub(super) async fn begin(scope: Scope<'s>, recording: Recording<'_>) -> Result<Self, StoreError> {
        let (transaction, head) = Self::head(scope).await?;
        let head = head.ok_or(StoreError::UnknownOrganization(scope.organization_id()))?;
        Self::after(scope, transaction, head, recording).new_only().await
    }

    /// Begins a transaction with the end of the audit log, if the organisation has one.
    async fn head(scope: Scope<'s>) -> Result<(WriteTransaction, Option<audit_head::Model>), StoreError> {
        let head = scope.lock_key::<audit_head::Entity>(scope.organization_id().uuid());
        let head = head.build(scope.store.connection.get_database_backend());
        let (transaction, head) = WriteTransaction::begin(&scope.store.writer, head).await?;
        let head = head.map(|row| audit_head::Model::from_query_result(&row, "")).transpose()?;
        Ok((transaction, head))
    }

    /// This change, where none was made with its key. Whoever is told that one was is told once that is durable.
    async fn new_only(self) -> Result<Self, StoreError> {
        match self.demand_new().await {
            Ok(()) => Ok(self),
            Err(known) => {
                self.transaction.give_up().await?;
                Err(known)
            }
        }
    }

    /// That no change was made with the key; one that is older than a day counts no more.
    async fn demand_new(&self) -> Result<(), StoreError> {
        let Some((key, request_hash)) = &self.key else { return Ok(()) };
        let same = idempotency_key::Column::Actor.eq(&*self.actor);
        let known = self.scope.select_key::<idempotency_key::Entity>(key.clone()).filter(same.clone());
        let Some(known) = known.one(&self.transaction).await? else { return Ok(()) };
        if known.recorded_at + KEY_COUNTS <= self.at {
            let outdated = self.scope.delete_key::<idempotency_key::Entity>(key.clone()).filter(same);
            outdated.exec(&self.transaction).await?;
            return Ok(());
        }
        if known.request_hash != *request_hash {
            return Err(StoreError::KeyReused);
        }
        let response = known.response.unwrap_or_default();
        let object = response
            .parse()
            .map_err(|()| StoreError::Unreadable("idempotency_keys", format!("response `{response}`")))?;
        Err(StoreError::Repeated(object))
    }

    /// Begins the first change of an organisation, with the row that it is.
    ///
    /// # Errors
    /// [`StoreError::Exists`], [`StoreError::Repeated`], [`StoreError::KeyReused`], or what the database says.
    pub(super) async fn begin_organization<A>(
        store: &'s Store,
        id: OrganizationId,
        row: impl FnOnce(DateTime<Utc>) -> A,
        recording: Recording<'_>,
    ) -> Result<Self, StoreError>
    where
        A: ActiveModelTrait + Send,
    {
        let scope = store.scope(id);
        let (transaction, head) = Self::head(scope).await?;
        if let Some(head) = head {
            // It is there: by this very change, or by another one.
            Self::after(scope, transaction, head, recording).new_only().await?.transaction.give_up().await?;
            return Err(StoreError::Exists { kind: ObjectKind::Organization, name: id.to_string() });
        }
        let head = audit_head::Model {
            organization_id: id.uuid(),
            sequence: 0,
            recorded_at: DateTime::UNIX_EPOCH,
            hash: audit_log::GENESIS.to_owned(),
        };
        let change = Self::after(scope, transaction, head.clone(), recording);
        change.insert(row(change.at), ObjectKind::Organization, &id.to_string()).await?;
        change.insert(head.into_active_model(), ObjectKind::Organization, &id.to_string()).await?;
        Ok(change)
    }

    fn after(
        scope: Scope<'s>,
        transaction: WriteTransaction,
        head: audit_head::Model,
        recording: Recording<'_>,
    ) -> Self {
        let next = head.recorded_at + TimeDelta::microseconds(1);
        let at = recording.at.trunc_subsecs(6).max(next);
        let key = recording.idempotency.map(|key| (key.key.to_owned(), key.request_hash.to_owned()));
        Self { scope, transaction, at, actor: recording.actor.to_owned(), head, key, batch: Batch::default() }
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

    /// Adds a row once the change is committed; nothing that is read before sees it.
    pub(super) fn insert_last<A: ActiveModelTrait>(&mut self, row: A, kind: ObjectKind, name: &str) {
        self.batch.insert(row, kind, name, &self.transaction);
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

    /// Changes the row of the organisation with a key, unless it was recorded at another instant than `expected`.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::Stale`], or what the database says.
    pub(super) async fn update_recorded<A>(
        &self,
        key: impl Into<sea_orm::Value>,
        row: A,
        expected: Option<DateTime<Utc>>,
        object: Object,
    ) -> Result<(), StoreError>
    where
        A: ActiveModelTrait,
        A::Entity: Recorded,
    {
        let key = key.into();
        if let Some(expected) = expected {
            let same = <A::Entity as Recorded>::RECORDED_AT.eq(expected);
            let held = self.scope.select_key::<A::Entity>(key.clone());
            let is_there = self.scope.count(held.clone(), &self.transaction).await? > 0;
            if is_there && self.scope.count(held.filter(same), &self.transaction).await? == 0 {
                return Err(StoreError::Stale(object));
            }
        }
        self.update(key, row, object).await
    }

    /// Removes the row of the organisation with a key, and makes that last.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], or what the database says.
    pub(super) async fn remove<E: Scoped>(
        self,
        key: impl Into<sea_orm::Value>,
        action: &'static str,
        object: Object,
    ) -> Result<(), StoreError> {
        let removed = self.scope.delete_key::<E>(key).exec(&self.transaction).await?;
        if removed.rows_affected == 0 {
            return Err(StoreError::Unknown(object));
        }
        self.commit(action, object, Value::Null).await
    }

    /// Makes the change last, together with its entry in the audit log.
    ///
    /// # Errors
    /// [`StoreError::Exists`], [`StoreError::NulCharacter`], or what the database says; then nothing has changed.
    pub(super) async fn commit(
        mut self,
        action: &'static str,
        object: Object,
        content: Value,
    ) -> Result<(), StoreError> {
        let entry = audit_log::next(&self.head, self.at, &self.actor, action, object, content)?;
        let organization = self.scope.organization_id();
        let head = audit_head::ActiveModel {
            sequence: Set(entry.sequence),
            recorded_at: Set(entry.recorded_at),
            hash: Set(entry.hash.clone()),
            ..Default::default()
        };
        let head = self.scope.update_key::<audit_head::Entity>(organization.uuid()).set(head);
        let notice = ChangeNotice::Changed {
            organization,
            sequence: entry.sequence,
            object,
            action: action.to_owned(),
        };
        let name = object.to_string();
        self.insert_last(entry.into_active_model(), object.kind, &name);
        self.batch.update(head, object.kind, &name, &self.transaction);
        if let Some((key, request_hash)) = self.key.take() {
            let made = idempotency_key::Model {
                organization_id: organization.uuid(),
                actor: self.actor.clone(),
                key: key.clone(),
                request_hash,
                response: Some(name),
                recorded_at: self.at,
            };
            self.insert_last(made.into_active_model(), object.kind, &key);
        }
        Announcements::within(&notice, &self.transaction).await?;
        let announcements = self.scope.store.announcements.clone();
        let Self { batch, transaction, .. } = self;
        // Whoever asks may go meanwhile; what has begun to be committed is committed, and told.
        let made = tokio::spawn(async move {
            let backend = transaction.get_database_backend();
            batch.commit(transaction).await?;
            announcements.after(notice, backend);
            Ok(())
        });
        made.await.unwrap_or_else(|_| Err(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed).into()))
    }
}
