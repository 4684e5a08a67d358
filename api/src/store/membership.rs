use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, QueryFilter, Set};
use serde_json::json;
use uuid::Uuid;

use super::change::{Change, Recording};
use super::entity::membership;
use super::error::StoreError;
use super::id::MembershipId;
use super::object::{Object, ObjectKind};
use super::page::{Page, Paged};
use super::scope::Scope;

/// What someone may do in the organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Everything, memberships included.
    Owner,
    /// All content.
    Manager,
    /// Evidence.
    Contributor,
    /// Findings; reads the rest.
    Auditor,
    /// Reads.
    Viewer,
    /// A program.
    Service,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 6] =
        [Self::Owner, Self::Manager, Self::Contributor, Self::Auditor, Self::Viewer, Self::Service];

    /// The word in tokens and answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Owner => "OWNER",
            Self::Manager => "MANAGER",
            Self::Contributor => "CONTRIBUTOR",
            Self::Auditor => "AUDITOR",
            Self::Viewer => "VIEWER",
            Self::Service => "SERVICE",
        }
    }
}

/// Someone in the organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Which one.
    pub id: MembershipId,
    /// Who: the subject of the tokens.
    pub subject: String,
    /// What they may do.
    pub role: Role,
    /// When that was last recorded.
    pub recorded_at: DateTime<Utc>,
}

impl Scope<'_> {
    /// Adds someone to the organisation.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where they are in it, [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn add_membership(
        &self,
        id: MembershipId,
        subject: &str,
        role: Role,
        recording: Recording<'_>,
    ) -> Result<Membership, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let recorded_at = change.at;
        let row = membership::ActiveModel {
            organization_id: Set(self.organization_id().uuid()),
            id: Set(id.uuid()),
            subject: Set(subject.to_owned()),
            role: Set(role.word().to_owned()),
            recorded_at: Set(recorded_at),
        };
        change.insert(row, ObjectKind::Membership, subject).await?;
        let content = json!({ "subject": subject, "role": role.word() });
        change.commit("add-membership", object(id), content).await?;
        Ok(Membership { id, subject: subject.to_owned(), role, recorded_at })
    }

    /// Gives someone another role.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::LastOwner`], [`StoreError::UnknownOrganization`], or what the database
    /// says.
    pub async fn update_membership(
        &self,
        id: MembershipId,
        role: Role,
        recording: Recording<'_>,
    ) -> Result<Membership, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let subject = self.demand_replaceable(id, role == Role::Owner, &change).await?;
        let recorded_at = change.at;
        let row = membership::ActiveModel {
            role: Set(role.word().to_owned()),
            recorded_at: Set(recorded_at),
            ..Default::default()
        };
        change.update(id.uuid(), row, object(id)).await?;
        let content = json!({ "subject": subject, "role": role.word() });
        change.commit("update-membership", object(id), content).await?;
        Ok(Membership { id, subject, role, recorded_at })
    }

    /// Takes someone out of the organisation. The audit log goes on telling that they were in it.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::LastOwner`], [`StoreError::UnknownOrganization`], or what the database
    /// says.
    pub async fn remove_membership(
        &self,
        id: MembershipId,
        recording: Recording<'_>,
    ) -> Result<(), StoreError> {
        let change = Change::begin(*self, recording).await?;
        self.demand_replaceable(id, false, &change).await?;
        change.remove::<membership::Entity>(id.uuid(), "remove-membership", object(id)).await
    }

    /// The subject of a membership; that the organisation keeps an owner, whatever becomes of it.
    async fn demand_replaceable(
        &self,
        id: MembershipId,
        stays_owner: bool,
        change: &Change<'_>,
    ) -> Result<String, StoreError> {
        let held = self.select_key::<membership::Entity>(id.uuid()).one(&change.transaction).await?;
        let held = held.ok_or_else(|| StoreError::Unknown(object(id)))?;
        if held.role == Role::Owner.word() && !stays_owner {
            let owners =
                self.select::<membership::Entity>().filter(membership::Column::Role.eq(Role::Owner.word()));
            if self.count(owners, &change.transaction).await? <= 1 {
                return Err(StoreError::LastOwner);
            }
        }
        Ok(held.subject)
    }

    /// One membership; `None` where the organisation has no such one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn membership(&self, id: MembershipId) -> Result<Option<Membership>, StoreError> {
        let row = self.select_key::<membership::Entity>(id.uuid()).one(&self.store.connection).await?;
        row.map(read).transpose()
    }

    /// Those of these memberships that the organisation has, in any order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn memberships_by_id(&self, ids: &[MembershipId]) -> Result<Vec<Membership>, StoreError> {
        let rows = self.with_keys::<membership::Entity>(ids).await?;
        rows.into_iter().map(read).collect()
    }

    /// The membership of the subject of a token; `None` where they are not in the organisation.
    ///
    /// # Errors
    /// What the database says.
    pub async fn membership_of(&self, subject: &str) -> Result<Option<Membership>, StoreError> {
        let row = self.select::<membership::Entity>().filter(membership::Column::Subject.eq(subject));
        row.one(&self.store.connection).await?.map(read).transpose()
    }

    /// One page of the memberships, by identifier.
    ///
    /// # Errors
    /// What the database says.
    pub async fn memberships(&self, page: Page<MembershipId>) -> Result<Paged<Membership>, StoreError> {
        let rows = self.select::<membership::Entity>();
        self.page(rows, page.map(Uuid::from), &self.store.connection).await?.try_map(read)
    }

    /// How many memberships there are.
    ///
    /// # Errors
    /// What the database says.
    pub async fn membership_count(&self) -> Result<usize, StoreError> {
        self.count(self.select::<membership::Entity>(), &self.store.connection).await
    }
}

fn object(id: MembershipId) -> Object {
    Object::new(ObjectKind::Membership, id)
}

fn read(row: membership::Model) -> Result<Membership, StoreError> {
    let membership::Model { organization_id: _, id, subject, role, recorded_at } = row;
    let known = Role::ALL.into_iter().find(|known| known.word() == role);
    let role = known.ok_or_else(|| StoreError::Unreadable("memberships", format!("role `{role}`")))?;
    Ok(Membership { id: MembershipId::new(id), subject, role, recorded_at })
}
