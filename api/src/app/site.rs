use super::instruction::Instruction;
use super::rejection::{Rejection, sound};
use super::text::{country, name, persons};
use crate::store::{Object, ObjectKind, Site, SiteId, SiteProfile, StoreError};

/// What is to change of a site; `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SitePatch {
    /// What it is called.
    pub name: Option<String>,
    /// Its country, as ISO 3166-1 alpha-2.
    pub country: Option<Option<String>>,
    /// How many persons work there.
    pub headcount: Option<i32>,
}

/// Adds a site.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn add_site(patch: SitePatch, instruction: &Instruction<'_>) -> Result<Site, Rejection> {
    let blank = SiteProfile { name: String::new(), country: None, headcount: 0 };
    let profile = patched(blank, SitePatch { name: Some(patch.name.unwrap_or_default()), ..patch })?;
    let id = instruction.new_id(SiteId::new);
    let added = instruction.scope()?.add_site(id, profile, instruction.recording()).await;
    instruction.answered(added, |object| read(SiteId::new(object.id), instruction)).await
}

/// Changes what is known of a site.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn update_site(
    id: SiteId,
    patch: SitePatch,
    instruction: &Instruction<'_>,
) -> Result<Site, Rejection> {
    let held = read(id, instruction).await?.ok_or(StoreError::Unknown(Object::new(ObjectKind::Site, id)))?;
    let profile = patched(held.profile, patch)?;
    let scope = instruction.scope()?;
    let updated = scope.update_site(id, profile, Some(held.recorded_at), instruction.recording()).await;
    instruction.answered(updated, |_| read(id, instruction)).await
}

/// Removes a site; the audit log goes on telling of it.
///
/// # Errors
/// [`Rejection`].
pub async fn remove_site(id: SiteId, instruction: &Instruction<'_>) -> Result<SiteId, Rejection> {
    let removed = instruction.scope()?.remove_site(id, instruction.recording()).await;
    instruction.answered(removed.map(|()| id), |_| async { Ok(Some(id)) }).await
}

async fn read(id: SiteId, instruction: &Instruction<'_>) -> Result<Option<Site>, StoreError> {
    instruction.scope()?.site(id).await
}

fn patched(mut profile: SiteProfile, patch: SitePatch) -> Result<SiteProfile, Rejection> {
    let mut faults = Vec::new();
    if let Some(text) = patch.name {
        profile.name = name("name", &text, &mut faults);
    }
    if let Some(code) = patch.country {
        profile.country = country("country", code.as_deref(), &mut faults);
    }
    if let Some(headcount) = patch.headcount {
        profile.headcount = persons("headcount", headcount, &mut faults);
    }
    sound(profile, faults)
}
