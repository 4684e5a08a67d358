use obligraph_mapping::SubjectKind;

use super::instruction::Instruction;
use super::rejection::{Rejection, sound};
use super::text::{name, prose};
use crate::error::Fault;
use crate::store::{
    ManagementSystem, ManagementSystemId, ManagementSystemProfile, Object, ObjectKind, StoreError,
};

/// What is to change of a management system; `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ManagementSystemPatch {
    /// What it is called.
    pub name: Option<String>,
    /// What it covers.
    pub scope: Option<Option<String>>,
}

/// Adds a management system.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn add_management_system(
    kind: SubjectKind,
    patch: ManagementSystemPatch,
    instruction: &Instruction<'_>,
) -> Result<ManagementSystem, Rejection> {
    let mut faults = Vec::new();
    if !kind.is_management_system() {
        let message = format!("`{kind}` is no management system; it is one of aims, isms, qms and ems");
        faults.push(Fault::new("management-system-kind", message).of("kind"));
    }
    let blank = ManagementSystemProfile { kind, name: String::new(), scope: None };
    let patch = ManagementSystemPatch { name: Some(patch.name.unwrap_or_default()), ..patch };
    let profile = patched(blank, patch, faults)?;
    let id = instruction.new_id(ManagementSystemId::new);
    let added = instruction.scope()?.add_management_system(id, profile, instruction.recording()).await;
    instruction.answered(added, |object| read(ManagementSystemId::new(object.id), instruction)).await
}

/// Changes what is known of a management system.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn update_management_system(
    id: ManagementSystemId,
    patch: ManagementSystemPatch,
    instruction: &Instruction<'_>,
) -> Result<ManagementSystem, Rejection> {
    let unknown = StoreError::Unknown(Object::new(ObjectKind::ManagementSystem, id));
    let held = read(id, instruction).await?.ok_or(unknown)?;
    let profile = patched(held.profile, patch, Vec::new())?;
    let scope = instruction.scope()?;
    let updated =
        scope.update_management_system(id, profile, Some(held.recorded_at), instruction.recording()).await;
    instruction.answered(updated, |_| read(id, instruction)).await
}

/// Removes a management system; the audit log goes on telling of it.
///
/// # Errors
/// [`Rejection`].
pub async fn remove_management_system(
    id: ManagementSystemId,
    instruction: &Instruction<'_>,
) -> Result<ManagementSystemId, Rejection> {
    let removed = instruction.scope()?.remove_management_system(id, instruction.recording()).await;
    instruction.answered(removed.map(|()| id), |_| async { Ok(Some(id)) }).await
}

async fn read(
    id: ManagementSystemId,
    instruction: &Instruction<'_>,
) -> Result<Option<ManagementSystem>, StoreError> {
    instruction.scope()?.management_system(id).await
}

fn patched(
    mut profile: ManagementSystemProfile,
    patch: ManagementSystemPatch,
    mut faults: Vec<Fault>,
) -> Result<ManagementSystemProfile, Rejection> {
    if let Some(text) = patch.name {
        profile.name = name("name", &text, &mut faults);
    }
    if let Some(text) = patch.scope {
        profile.scope = prose("scope", text.as_deref(), &mut faults);
    }
    sound(profile, faults)
}
