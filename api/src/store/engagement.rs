use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use obligraph_mapping::Subject;
use sea_orm::{ColumnTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};
use serde_json::{Value, json};
use uuid::Uuid;

use super::change::{Change, Recording};
use super::connection::Store;
use super::entity::engagement;
use super::error::StoreError;
use super::id::{EngagementId, OrganizationId};
use super::object::{Object, ObjectKind};
use super::page::{Page, Paged};
use super::scope::Scope;

/// A certification body that may read what the organisation, its client, has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engagement {
    /// Which one.
    pub id: EngagementId,
    /// To whom, what and until when.
    pub terms: EngagementTerms,
    /// Who granted it.
    pub granted_by: String,
    /// When.
    pub granted_at: DateTime<Utc>,
    /// Who revoked it, and when; `None` where nobody has.
    pub revoked: Option<(String, DateTime<Utc>)>,
}

/// What an engagement grants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngagementTerms {
    /// Who may read.
    pub body: OrganizationId,
    /// The subjects that may be seen; all where it is empty.
    pub subjects: BTreeSet<Subject>,
    /// What for.
    pub purpose: String,
    /// The last day, in UTC, on which it is in force.
    pub expires_on: NaiveDate,
}

/// An organisation that a certification body may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Which one.
    pub organization: OrganizationId,
    /// What it is called.
    pub name: String,
    /// What it has granted.
    pub engagement: Engagement,
}

impl Engagement {
    /// Whether it lets the body read on a day.
    #[must_use]
    pub fn is_in_force(&self, on: NaiveDate) -> bool {
        self.revoked.is_none() && on <= self.terms.expires_on
    }
}

impl Scope<'_> {
    /// Lets a certification body read what the organisation has.
    ///
    /// # Errors
    /// [`StoreError::Exists`], [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn grant_engagement(
        &self,
        id: EngagementId,
        terms: EngagementTerms,
        recording: Recording<'_>,
    ) -> Result<Engagement, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let content = content(&terms);
        let row = engagement::Model {
            organization_id: self.organization_id().uuid(),
            id: id.uuid(),
            body_id: terms.body.uuid(),
            subjects: json!(words(&terms.subjects)),
            purpose: terms.purpose.clone(),
            granted_by: change.actor.clone(),
            granted_at: change.at,
            expires_on: terms.expires_on,
            revoked_at: None,
            revoked_by: None,
        };
        let granted =
            Engagement { id, terms, granted_by: change.actor.clone(), granted_at: change.at, revoked: None };
        change.insert(row.into_active_model(), ObjectKind::Engagement, &id.to_string()).await?;
        change.commit("grant-engagement", object(id), content).await?;
        Ok(granted)
    }

    /// Ends an engagement before its time; one that was revoked before stays as it is.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::Withdrawn`], [`StoreError::UnknownOrganization`], or what the database
    /// says.
    pub async fn revoke_engagement(
        &self,
        id: EngagementId,
        recording: Recording<'_>,
    ) -> Result<Engagement, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let held = self.select_key::<engagement::Entity>(id.uuid()).one(&change.transaction).await?;
        let mut held = held.map(read).transpose()?.ok_or_else(|| StoreError::Unknown(object(id)))?;
        if held.revoked.is_some() {
            return Err(StoreError::Withdrawn(object(id)));
        }
        let row = engagement::ActiveModel {
            revoked_at: Set(Some(change.at)),
            revoked_by: Set(Some(change.actor.clone())),
            ..Default::default()
        };
        held.revoked = Some((change.actor.clone(), change.at));
        change.update(id.uuid(), row, object(id)).await?;
        change.commit("revoke-engagement", object(id), Value::Null).await?;
        Ok(held)
    }

    /// One engagement; `None` where the organisation has granted no such one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn engagement(&self, id: EngagementId) -> Result<Option<Engagement>, StoreError> {
        let row = self.select_key::<engagement::Entity>(id.uuid()).one(&self.store.connection).await?;
        row.map(read).transpose()
    }

    /// Those of these engagements that the organisation has, in any order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn engagements_by_id(&self, ids: &[EngagementId]) -> Result<Vec<Engagement>, StoreError> {
        let rows = self.with_keys::<engagement::Entity>(ids).await?;
        rows.into_iter().map(read).collect()
    }

    /// One page of the engagements that the organisation has granted, over or not, by identifier.
    ///
    /// # Errors
    /// What the database says.
    pub async fn engagements(&self, page: Page<EngagementId>) -> Result<Paged<Engagement>, StoreError> {
        let rows = self.select::<engagement::Entity>();
        self.page(rows, page.map(Uuid::from), &self.store.connection).await?.try_map(read)
    }

    /// How many engagements the organisation has granted, over or not.
    ///
    /// # Errors
    /// What the database says.
    pub async fn engagement_count(&self) -> Result<usize, StoreError> {
        self.count(self.select::<engagement::Entity>(), &self.store.connection).await
    }
}

impl Store {
    /// What a client lets a certification body read on a day: the engagements in force, by identifier.
    ///
    /// # Errors
    /// What the database says.
    pub async fn engagements_in_force(
        &self,
        client: OrganizationId,
        body: OrganizationId,
        on: NaiveDate,
    ) -> Result<Vec<Engagement>, StoreError> {
        use engagement::Column::{BodyId, ExpiresOn, Id, RevokedAt};
        let rows = self.scope(client).select::<engagement::Entity>().filter(BodyId.eq(body.uuid()));
        let rows = rows.filter(RevokedAt.is_null()).filter(ExpiresOn.gte(on)).order_by_asc(Id);
        rows.all(&self.connection).await?.into_iter().map(read).collect()
    }

    /// The clients that a certification body may read on a day, by client and identifier of the engagement.
    ///
    /// # Errors
    /// What the database says.
    pub async fn engagements_of_body(
        &self,
        body: OrganizationId,
        on: NaiveDate,
    ) -> Result<Vec<Client>, StoreError> {
        use engagement::Column::{BodyId, ExpiresOn, Id, OrganizationId as ClientId, RevokedAt};
        let rows = Self::select_naming::<engagement::Entity>(BodyId, body.uuid());
        let rows = rows.filter(RevokedAt.is_null()).filter(ExpiresOn.gte(on));
        let rows = rows.order_by_asc(ClientId).order_by_asc(Id).all(&self.connection).await?;
        let engagements: Vec<(OrganizationId, Engagement)> = rows
            .into_iter()
            .map(|row| Ok((OrganizationId::new(row.organization_id), read(row)?)))
            .collect::<Result<_, StoreError>>()?;
        let ids: Vec<OrganizationId> = engagements.iter().map(|(client, _)| *client).collect();
        let names = self.organization_names(&ids).await?;
        let named = |(client, engagement)| {
            let name = names.get(&client).cloned().ok_or(StoreError::UnknownOrganization(client))?;
            Ok(Client { organization: client, name, engagement })
        };
        engagements.into_iter().map(named).collect()
    }
}

fn object(id: EngagementId) -> Object {
    Object::new(ObjectKind::Engagement, id)
}

fn words(subjects: &BTreeSet<Subject>) -> Vec<String> {
    subjects.iter().map(ToString::to_string).collect()
}

fn content(terms: &EngagementTerms) -> Value {
    let EngagementTerms { body, subjects, purpose, expires_on } = terms;
    json!({ "body": body.to_string(), "subjects": words(subjects), "purpose": purpose, "expiresOn": expires_on })
}

fn read(row: engagement::Model) -> Result<Engagement, StoreError> {
    let unreadable = |fault: String| StoreError::Unreadable("engagements", format!("subjects: {fault}"));
    let subjects: Vec<String> =
        serde_json::from_value(row.subjects).map_err(|error| unreadable(error.to_string()))?;
    let subjects = subjects.iter().map(|word| word.parse::<Subject>());
    let subjects = subjects.collect::<Result<_, _>>().map_err(|error| unreadable(error.to_string()))?;
    Ok(Engagement {
        id: EngagementId::new(row.id),
        terms: EngagementTerms {
            body: OrganizationId::new(row.body_id),
            subjects,
            purpose: row.purpose,
            expires_on: row.expires_on,
        },
        granted_by: row.granted_by,
        granted_at: row.granted_at,
        revoked: row.revoked_by.zip(row.revoked_at),
    })
}
