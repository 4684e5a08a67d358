use chrono::{DateTime, Utc};
use sea_orm::Set;
use serde_json::{Value, json};
use uuid::Uuid;

use super::change::{Change, Recording};
use super::entity::site;
use super::error::StoreError;
use super::id::SiteId;
use super::object::{Object, ObjectKind};
use super::page::{Page, Paged};
use super::scope::Scope;

/// A site of the organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Which one.
    pub id: SiteId,
    /// What is known of it.
    pub profile: SiteProfile,
    /// When that was last recorded.
    pub recorded_at: DateTime<Utc>,
}

/// What is known of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteProfile {
    /// What it is called.
    pub name: String,
    /// Its country, as ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// How many persons work there.
    pub headcount: u32,
}

impl Scope<'_> {
    /// Adds a site.
    ///
    /// # Errors
    /// [`StoreError::Exists`], [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn add_site(
        &self,
        id: SiteId,
        profile: SiteProfile,
        recording: Recording<'_>,
    ) -> Result<Site, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let site = Site { id, profile, recorded_at: change.at };
        let row = site::ActiveModel {
            organization_id: Set(self.organization_id().uuid()),
            id: Set(id.uuid()),
            ..columns(&site)
        };
        change.insert(row, ObjectKind::Site, &id.to_string()).await?;
        change.commit("add-site", object(id), content(&site.profile)).await?;
        Ok(site)
    }

    /// Replaces what is known of a site, unless it was recorded at another instant than `expected`.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::Stale`], [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn update_site(
        &self,
        id: SiteId,
        profile: SiteProfile,
        expected: Option<DateTime<Utc>>,
        recording: Recording<'_>,
    ) -> Result<Site, StoreError> {
        let change = Change::begin(*self, recording).await?;
        let site = Site { id, profile, recorded_at: change.at };
        change.update_recorded(id.uuid(), columns(&site), expected, object(id)).await?;
        change.commit("update-site", object(id), content(&site.profile)).await?;
        Ok(site)
    }

    /// One site; `None` where the organisation has no such one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn site(&self, id: SiteId) -> Result<Option<Site>, StoreError> {
        let row = self.select_key::<site::Entity>(id.uuid()).one(&self.store.connection).await?;
        row.map(read).transpose()
    }

    /// Those of these sites that the organisation has, in any order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sites_by_id(&self, ids: &[SiteId]) -> Result<Vec<Site>, StoreError> {
        let rows = self.with_keys::<site::Entity>(ids).await?;
        rows.into_iter().map(read).collect()
    }

    /// One page of the sites, by identifier.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sites(&self, page: Page<SiteId>) -> Result<Paged<Site>, StoreError> {
        let rows = self.select::<site::Entity>();
        self.page(rows, page.map(Uuid::from), &self.store.connection).await?.try_map(read)
    }

    /// How many sites there are.
    ///
    /// # Errors
    /// What the database says.
    pub async fn site_count(&self) -> Result<usize, StoreError> {
        self.count(self.select::<site::Entity>(), &self.store.connection).await
    }

    /// Removes a site. The audit log goes on telling of it.
    ///
    /// # Errors
    /// [`StoreError::Unknown`], [`StoreError::UnknownOrganization`], or what the database says.
    pub async fn remove_site(&self, id: SiteId, recording: Recording<'_>) -> Result<(), StoreError> {
        let change = Change::begin(*self, recording).await?;
        change.remove::<site::Entity>(id.uuid(), "remove-site", object(id)).await
    }
}

fn object(id: SiteId) -> Object {
    Object::new(ObjectKind::Site, id)
}

fn columns(site: &Site) -> site::ActiveModel {
    let SiteProfile { name, country, headcount } = &site.profile;
    site::ActiveModel {
        name: Set(name.clone()),
        country: Set(country.clone()),
        headcount: Set(i64::from(*headcount)),
        recorded_at: Set(site.recorded_at),
        ..Default::default()
    }
}

fn content(profile: &SiteProfile) -> Value {
    let SiteProfile { name, country, headcount } = profile;
    json!({ "name": name, "country": country, "headcount": headcount })
}

fn read(row: site::Model) -> Result<Site, StoreError> {
    let site::Model { organization_id: _, id, name, country, headcount, recorded_at } = row;
    let headcount = u32::try_from(headcount)
        .map_err(|_| StoreError::Unreadable("sites", format!("headcount {headcount}")))?;
    Ok(Site { id: SiteId::new(id), profile: SiteProfile { name, country, headcount }, recorded_at })
}
