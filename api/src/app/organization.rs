use std::collections::BTreeSet;

use obligraph_mapping::{Subject, SubjectKind};

use super::access::Access;
use super::instruction::{Instruction, Repeatable};
use super::rejection::{Rejection, sound};
use super::service::Service;
use super::text::{country, name, persons};
use crate::auth::Actor;
use crate::store::{
    AiSystem, ManagementSystem, MembershipId, Organization, OrganizationProfile, Page, Recording, Scope,
    StoreError,
};

/// What is to change of an organisation's profile; `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganizationPatch {
    /// What it is called.
    pub name: Option<String>,
    /// Its name in law.
    pub legal_name: Option<Option<String>>,
    /// Its seat, as ISO 3166-1 alpha-2.
    pub country: Option<Option<String>>,
    /// How many persons work for it.
    pub headcount: Option<Option<i32>>,
    /// Whether it is a small or medium-sized enterprise (AI Act Art. 99(6)).
    pub is_sme: Option<Option<bool>>,
    /// Whether it audits others.
    pub is_certification_body: Option<bool>,
}

/// Creates the organisation that a token is made out for; its bearer is the first owner.
///
/// # Errors
/// [`Rejection`] with every fault; [`StoreError::Exists`] where it is there, unless this very change has made it.
pub async fn create_organization(
    service: &Service,
    actor: &Actor,
    patch: OrganizationPatch,
    repeatable: Option<&Repeatable>,
) -> Result<Organization, Rejection> {
    if let Some(repeatable) = repeatable {
        repeatable.demand_sound()?;
    }
    let blank = OrganizationProfile {
        name: String::new(),
        legal_name: None,
        country: None,
        headcount: None,
        is_sme: None,
        is_certification_body: false,
    };
    let patch = OrganizationPatch { name: Some(patch.name.unwrap_or_default()), ..patch };
    let profile = patched(blank, patch)?;
    let at = service.clock().now();
    let owner = MembershipId::new(service.randomness().uuid(at));
    let recording = Recording { at, actor: &actor.subject, idempotency: repeatable.map(Repeatable::key) };
    let owner = Some((owner, actor.subject.as_str()));
    let store = service.store()?;
    match store.add_organization(actor.organization, profile, owner, recording).await {
        Err(StoreError::Repeated(object)) => {
            let made = store.scope(actor.organization).organization().await?;
            made.ok_or(Rejection::Store(StoreError::Unknown(object)))
        }
        added => Ok(added?),
    }
}

/// Changes the organisation's profile.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn update_organization(
    patch: OrganizationPatch,
    instruction: &Instruction<'_>,
) -> Result<Organization, Rejection> {
    let scope = instruction.scope()?;
    let held = scope.organization().await?;
    let held = held.ok_or(StoreError::UnknownOrganization(scope.organization_id()))?;
    let profile = patched(held.profile, patch)?;
    let updated = scope.update_organization(profile, Some(held.recorded_at), instruction.recording()).await;
    instruction.answered(updated, |_| async { instruction.scope()?.organization().await }).await
}

fn patched(
    mut profile: OrganizationProfile,
    patch: OrganizationPatch,
) -> Result<OrganizationProfile, Rejection> {
    let mut faults = Vec::new();
    if let Some(text) = patch.name {
        profile.name = name("name", &text, &mut faults);
    }
    if let Some(text) = patch.legal_name {
        profile.legal_name = text.map(|text| name("legalName", &text, &mut faults));
    }
    if let Some(code) = patch.country {
        profile.country = country("country", code.as_deref(), &mut faults);
    }
    if let Some(headcount) = patch.headcount {
        profile.headcount = headcount.map(|headcount| persons("headcount", headcount, &mut faults));
    }
    if let Some(is_sme) = patch.is_sme {
        profile.is_sme = is_sme;
    }
    if let Some(is_certification_body) = patch.is_certification_body {
        profile.is_certification_body = is_certification_body;
    }
    sound(profile, faults)
}

/// How evidence names an AI system.
#[must_use]
pub fn subject_of(system: &AiSystem) -> Subject {
    Subject::named(SubjectKind::AiSystem, &system.profile.name)
}

/// How evidence names a management system.
#[must_use]
pub fn managed_subject(system: &ManagementSystem) -> Subject {
    Subject::named(system.profile.kind, &system.profile.name)
}

/// The AI systems of an organisation, as subjects of obligations.
///
/// # Errors
/// What the store says.
pub async fn ai_system_subjects(scope: Scope<'_>) -> Result<BTreeSet<Subject>, StoreError> {
    Ok(all_ai_systems(scope).await?.iter().map(subject_of).collect())
}

/// The AI systems of an organisation that someone may see, in the order in which they were added.
///
/// # Errors
/// What the store says.
pub async fn visible_ai_systems(scope: Scope<'_>, access: &Access) -> Result<Vec<AiSystem>, StoreError> {
    let mut systems = all_ai_systems(scope).await?;
    systems.retain(|system| access.sees(&subject_of(system)));
    Ok(systems)
}

/// The management systems of an organisation that someone may see, in the order in which they were added.
///
/// # Errors
/// What the store says.
pub async fn visible_management_systems(
    scope: Scope<'_>,
    access: &Access,
) -> Result<Vec<ManagementSystem>, StoreError> {
    let mut systems = Vec::new();
    let mut after = None;
    loop {
        let page = scope.management_systems(Page::first(SYSTEMS_AT_ONCE, after)).await?;
        after = page.items.last().map(|system| system.id);
        systems.extend(page.items.into_iter().filter(|system| access.sees(&managed_subject(system))));
        if !page.has_more {
            return Ok(systems);
        }
    }
}

async fn all_ai_systems(scope: Scope<'_>) -> Result<Vec<AiSystem>, StoreError> {
    let mut systems = Vec::new();
    let mut after = None;
    loop {
        let page = scope.ai_systems(Page::first(SYSTEMS_AT_ONCE, after)).await?;
        after = page.items.last().map(|system| system.id);
        systems.extend(page.items);
        if !page.has_more {
            return Ok(systems);
        }
    }
}

const SYSTEMS_AT_ONCE: u16 = 1_000;
