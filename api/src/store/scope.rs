use std::collections::BTreeMap;

use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DeleteMany, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select, UpdateMany, Value,
};
use uuid::Uuid;

use super::connection::Store;
use super::entity::{
    ai_system, audit_entry, audit_head, custom_framework, engagement, evidence, evidence_claim,
    evidence_file, evidence_revision, evidence_subject, file, idempotency_key, management_system,
    mapping_proposal, membership, organization, overlay_version, service_token, site, upload,
};
use super::error::StoreError;
use super::id::OrganizationId;
use super::page::{End, Page, Paged};

/// What one organisation has: every question to the database goes through one, so that no answer holds another's rows.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'s> {
    pub(super) store: &'s Store,
    organization: OrganizationId,
}

/// A table that holds data of organisations.
pub(super) trait Scoped: EntityTrait {
    /// Whose row it is.
    const ORGANIZATION: Self::Column;
    /// What tells rows of one organisation apart, and orders them.
    const KEY: Self::Column;
}

/// A table whose rows tell when they were last recorded.
pub(super) trait Recorded: Scoped<Model: Send + Sync> {
    /// When.
    const RECORDED_AT: Self::Column;
}

macro_rules! recorded {
    ($($table:ident),*) => {$(
        impl Recorded for $table::Entity {
            const RECORDED_AT: Self::Column = $table::Column::RecordedAt;
        }
    )*};
}

recorded!(ai_system, management_system, membership, organization, site);

macro_rules! scoped {
    ($($table:ident: $organization:ident, $key:ident;)*) => {$(
        impl Scoped for $table::Entity {
            const ORGANIZATION: Self::Column = $table::Column::$organization;
            const KEY: Self::Column = $table::Column::$key;
        }
    )*};
}

scoped! {
    organization: Id, Id;
    membership: OrganizationId, Id;
    management_system: OrganizationId, Id;
    ai_system: OrganizationId, Id;
    site: OrganizationId, Id;
    evidence: OrganizationId, Id;
    evidence_revision: OrganizationId, EvidenceId;
    evidence_claim: OrganizationId, EvidenceId;
    evidence_subject: OrganizationId, EvidenceId;
    engagement: OrganizationId, Id;
    service_token: OrganizationId, Id;
    idempotency_key: OrganizationId, Key;
    audit_entry: OrganizationId, Sequence;
    audit_head: OrganizationId, OrganizationId;
    custom_framework: OrganizationId, Id;
    mapping_proposal: OrganizationId, Id;
    overlay_version: OrganizationId, OrganizationId;
    file: OrganizationId, Sha256;
    upload: OrganizationId, Id;
    evidence_file: OrganizationId, EvidenceId;
}

impl Store {
    /// Every organisation, in the order of their identifiers: for whoever runs the program, and never for a request.
    ///
    /// # Errors
    /// What the database says.
    pub async fn organization_ids(&self) -> Result<Vec<OrganizationId>, StoreError> {
        let ids = organization::Entity::find().select_only().column(organization::Column::Id);
        let ids = ids.order_by_asc(organization::Column::Id).into_tuple::<Uuid>();
        Ok(ids.all(&self.connection).await?.into_iter().map(OrganizationId::new).collect())
    }

    /// What organisations are called, for those who have their ids.
    ///
    /// # Errors
    /// What the database says.
    pub async fn organization_names(
        &self,
        ids: &[OrganizationId],
    ) -> Result<BTreeMap<OrganizationId, String>, StoreError> {
        use organization::Column::{Id, Name};
        let names = organization::Entity::find().select_only().columns([Id, Name]);
        let names = names.filter(Id.is_in(ids.iter().map(|id| id.uuid()))).into_tuple::<(Uuid, String)>();
        let names = names.all(&self.connection).await?.into_iter();
        Ok(names.map(|(id, name)| (OrganizationId::new(id), name)).collect())
    }

    /// The rows, of whichever organisation, that name someone else who may know of them: the certification body that is let
    /// in, or the bearer of a secret.
    pub(super) fn select_naming<E: Scoped>(column: E::Column, someone: impl Into<Value>) -> Select<E> {
        E::find().filter(column.eq(someone.into()))
    }
}

impl<'s> Scope<'s> {
    pub(super) const fn new(store: &'s Store, organization: OrganizationId) -> Self {
        Self { store, organization }
    }

    /// Whose it is.
    #[must_use]
    pub const fn organization_id(&self) -> OrganizationId {
        self.organization
    }

    /// The rows of the organisation.
    pub(super) fn select<E: Scoped>(&self) -> Select<E> {
        E::find().filter(E::ORGANIZATION.eq(self.organization.uuid()))
    }

    /// The rows of the organisation with a key.
    pub(super) fn select_key<E: Scoped>(&self, key: impl Into<Value>) -> Select<E> {
        self.select::<E>().filter(E::KEY.eq(key.into()))
    }

    /// The rows of the organisation with one of these keys, in any order.
    ///
    /// # Errors
    /// What the database says.
    pub(super) async fn with_keys<E: Scoped>(
        &self,
        keys: &[impl Copy + Into<Value>],
    ) -> Result<Vec<E::Model>, StoreError> {
        let keys = keys.iter().map(|&key| key.into());
        Ok(self.select::<E>().filter(E::KEY.is_in(keys)).all(&self.store.connection).await?)
    }

    /// The rows of the organisation with a key, kept from other writers until the transaction ends.
    ///
    /// SQLite knows no such lock and needs none: see [`super::change::Change::begin`].
    pub(super) fn lock_key<E: Scoped>(&self, key: impl Into<Value>) -> Select<E> {
        self.select_key::<E>(key).lock(LockType::Update)
    }

    /// A change of the row of the organisation with a key.
    pub(super) fn update_key<E: Scoped>(&self, key: impl Into<Value>) -> UpdateMany<E> {
        E::update_many().filter(E::ORGANIZATION.eq(self.organization.uuid())).filter(E::KEY.eq(key.into()))
    }

    /// The removal of the row of the organisation with a key.
    pub(super) fn delete_key<E: Scoped>(&self, key: impl Into<Value>) -> DeleteMany<E> {
        E::delete_many().filter(E::ORGANIZATION.eq(self.organization.uuid())).filter(E::KEY.eq(key.into()))
    }

    /// How many of these rows of the organisation there are.
    pub(super) async fn count<E, C>(&self, rows: Select<E>, on: &C) -> Result<usize, StoreError>
    where
        E: Scoped,
        E::Model: Send + Sync,
        C: ConnectionTrait,
    {
        let count = rows.count(on).await?;
        usize::try_from(count).map_err(|_| StoreError::Unreadable("count", count.to_string()))
    }

    /// One page of these rows of the organisation, in ascending order of their key.
    pub(super) async fn page<E, K, C>(
        &self,
        rows: Select<E>,
        page: Page<K>,
        on: &C,
    ) -> Result<Paged<E::Model>, StoreError>
    where
        E: Scoped,
        K: Into<Value>,
        C: ConnectionTrait,
    {
        let (rows, order) = match page.end {
            End::First { after } => {
                (after.into_iter().fold(rows, |rows, key| rows.filter(E::KEY.gt(key.into()))), Order::Asc)
            }
            End::Last { before } => {
                (before.into_iter().fold(rows, |rows, key| rows.filter(E::KEY.lt(key.into()))), Order::Desc)
            }
        };
        let is_backward = order == Order::Desc;
        let limit = usize::from(page.limit);
        // One more than asked for tells whether there are more.
        let rows = rows.order_by(E::KEY, order).limit(u64::from(page.limit) + 1);
        let mut items = rows.all(on).await?;
        let has_more = items.len() > limit;
        items.truncate(limit);
        if is_backward {
            items.reverse();
        }
        Ok(Paged { items, has_more })
    }
}
