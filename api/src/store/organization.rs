use chrono::{DateTime, Utc};
use sea_orm::Set;
use serde_json::{Value, json};

use super::change::{Change, Recording};
use super::connection::Store;
use super::entity::{membership, organization};
use super::error::StoreError;
use super::id::{MembershipId, OrganizationId};
use super::membership::Role;
use super::object::{Object, ObjectKind};
use super::scope::Scope;

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Which one.
    pub id: OrganizationId,
    /// What is known of it.
    pub profile: OrganizationProfile,
    /// When that was last recorded.
    pub recorded_at: DateTime<Utc>,
}

/// What is known of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationProfile {
    /// What it is called.
    pub name: String,
    /// Its name in law.
    pub legal_name: Option<String>,
    /// Its seat, as ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// How many persons work for it.
    pub headcount: Option<u32>,
    /// Whether it is a small or medium-sized enterprise (AI Act Art. 99(6)).
    pub is_sme: Option<bool>,
    /// Whether it audits others.
    pub is_certification_body: bool,
}

impl Store {
    /// Adds an organisation with its first owner, and begins its audit log.
    ///
    /// # Errors
    /// [`StoreError::Exists`], or what the database says.
    pub async fn add_organization(
        &self,
        id: OrganizationId,
        profile: OrganizationProfile,
        owner: Option<(MembershipId, &str)>,
        recording: Recording<'_>,
    ) -> Result<Organization, StoreError> {
        let row =
            |recorded_at| organization::ActiveModel { id: Set(id.uuid()), ..columns(&profile, recorded_at) };
        let change = Change::begin_organization(self, id, row, recording).await?;
        let recorded_at = change.at;
        if let Some((membership_id, subject)) = owner {
            let row = membership::ActiveModel {
                organization_id: Set(id.uuid()),
                id: Set(membership_id.uuid()),
                subject: Set(subject.to_owned()),
                role: Set(Role::Owner.word().to_owned()),
                recorded_at: Set(recorded_at),
            };
            change.insert(row, ObjectKind::Membership, subject).await?;
        }
        change.commit("add-organization", object(id), content(&profile, owner)).await?;
        Ok(Organization { id, profile, recorded_at })
    }
}

impl Scope<'_> {
    /// The organisation itself.
    ///
    /// # Errors
    /// What the database says.
    pub async fn organization(&self) -> Result<Option<Organization>, StoreError> {
        let row = self.select::<organization::Entity>().one(&self.store.connection).await?;
        row.map(read).transpose()
    }

    /// Replaces what is known of the organisation, unless it was recorded at another instant than `expected`.
    ///
    /// # Errors
    /// [`StoreError::UnknownOrganization`], [`StoreError::Stale`], or what the database says.
    pub async fn update_organization(
        &self,
        profile: OrganizationProfile,
        expected: Option<DateTime<Utc>>,
        recording: Recording<'_>,
    ) -> Result<Organization, StoreError> {
        let id = self.organization_id();
        let change = Change::begin(*self, recording).await?;
        let recorded_at = change.at;
        change.update_recorded(id.uuid(), columns(&profile, recorded_at), expected, object(id)).await?;
        change.commit("update-organization", object(id), content(&profile, None)).await?;
        Ok(Organization { id, profile, recorded_at })
    }
}

fn object(id: OrganizationId) -> Object {
    Object::new(ObjectKind::Organization, id)
}

fn columns(profile: &OrganizationProfile, recorded_at: DateTime<Utc>) -> organization::ActiveModel {
    let OrganizationProfile { name, legal_name, country, headcount, is_sme, is_certification_body } = profile;
    organization::ActiveModel {
        name: Set(name.clone()),
        legal_name: Set(legal_name.clone()),
        country: Set(country.clone()),
        headcount: Set(headcount.map(i64::from)),
        is_sme: Set(*is_sme),
        is_certification_body: Set(*is_certification_body),
        recorded_at: Set(recorded_at),
        ..Default::default()
    }
}

fn content(profile: &OrganizationProfile, owner: Option<(MembershipId, &str)>) -> Value {
    let OrganizationProfile { name, legal_name, country, headcount, is_sme, is_certification_body } = profile;
    let mut content = json!({
        "name": name,
        "legalName": legal_name,
        "country": country,
        "headcount": headcount,
        "isSme": is_sme,
        "isCertificationBody": is_certification_body,
    });
    if let (Value::Object(content), Some((id, subject))) = (&mut content, owner) {
        content.insert("owner".to_owned(), json!({ "id": id.to_string(), "subject": subject }));
    }
    content
}

fn read(row: organization::Model) -> Result<Organization, StoreError> {
    let organization::Model {
        id,
        name,
        legal_name,
        country,
        headcount,
        is_sme,
        is_certification_body,
        recorded_at,
    } = row;
    let headcount = headcount
        .map(|headcount| {
            u32::try_from(headcount)
                .map_err(|_| StoreError::Unreadable("organizations", format!("headcount {headcount}")))
        })
        .transpose()?;
    let profile = OrganizationProfile { name, legal_name, country, headcount, is_sme, is_certification_body };
    Ok(Organization { id: OrganizationId::new(id), profile, recorded_at })
}
