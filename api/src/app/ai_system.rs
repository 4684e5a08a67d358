use std::collections::BTreeSet;

use chrono::NaiveDate;
use obligraph_mapping::AiClass;

use super::instruction::Instruction;
use super::operator_role::OperatorRole;
use super::rejection::{Rejection, sound};
use super::text::name;
use crate::error::Fault;
use crate::store::{AiSystem, AiSystemId, AiSystemProfile, Lifecycle, Object, ObjectKind, StoreError};

/// What is to change of an AI system; `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AiSystemPatch {
    /// What it is called.
    pub name: Option<String>,
    /// What the organisation is to it.
    pub roles: Option<BTreeSet<OperatorRole>>,
    /// Its class under the AI Act.
    pub risk_class: Option<AiClass>,
    /// First made available on the Union market.
    pub placed_on_market_on: Option<Option<NaiveDate>>,
    /// First supplied for use.
    pub put_into_service_on: Option<Option<NaiveDate>>,
    /// Last changed substantially.
    pub substantially_modified_on: Option<Option<NaiveDate>>,
    /// Out of use since.
    pub retired_on: Option<Option<NaiveDate>>,
}

/// Adds an AI system.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn add_ai_system(
    risk_class: AiClass,
    patch: AiSystemPatch,
    instruction: &Instruction<'_>,
) -> Result<AiSystem, Rejection> {
    let blank = AiSystemProfile {
        name: String::new(),
        roles: BTreeSet::new(),
        risk_class,
        lifecycle: Lifecycle::default(),
    };
    let patch = AiSystemPatch { name: Some(patch.name.unwrap_or_default()), ..patch };
    let profile = patched(blank, patch)?;
    let id = instruction.new_id(AiSystemId::new);
    let added = instruction.scope()?.add_ai_system(id, profile, instruction.recording()).await;
    instruction.answered(added, |object| read(AiSystemId::new(object.id), instruction)).await
}

/// Changes what is known of an AI system.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn update_ai_system(
    id: AiSystemId,
    patch: AiSystemPatch,
    instruction: &Instruction<'_>,
) -> Result<AiSystem, Rejection> {
    let unknown = StoreError::Unknown(Object::new(ObjectKind::AiSystem, id));
    let held = read(id, instruction).await?.ok_or(unknown)?;
    let profile = patched(held.profile, patch)?;
    let scope = instruction.scope()?;
    let updated = scope.update_ai_system(id, profile, Some(held.recorded_at), instruction.recording()).await;
    instruction.answered(updated, |_| read(id, instruction)).await
}

/// Removes an AI system; the audit log goes on telling of it.
///
/// # Errors
/// [`Rejection`].
pub async fn remove_ai_system(
    id: AiSystemId,
    instruction: &Instruction<'_>,
) -> Result<AiSystemId, Rejection> {
    let removed = instruction.scope()?.remove_ai_system(id, instruction.recording()).await;
    instruction.answered(removed.map(|()| id), |_| async { Ok(Some(id)) }).await
}

async fn read(id: AiSystemId, instruction: &Instruction<'_>) -> Result<Option<AiSystem>, StoreError> {
    instruction.scope()?.ai_system(id).await
}

fn patched(mut profile: AiSystemProfile, patch: AiSystemPatch) -> Result<AiSystemProfile, Rejection> {
    let mut faults = Vec::new();
    if let Some(text) = patch.name {
        profile.name = name("name", &text, &mut faults);
    }
    if let Some(roles) = patch.roles {
        profile.roles = roles.into_iter().map(|role| role.word().to_owned()).collect();
    }
    if let Some(risk_class) = patch.risk_class {
        profile.risk_class = risk_class;
    }
    let Lifecycle { placed_on_market_on, put_into_service_on, substantially_modified_on, retired_on } =
        &mut profile.lifecycle;
    for (day, patch) in [
        (placed_on_market_on, patch.placed_on_market_on),
        (put_into_service_on, patch.put_into_service_on),
        (substantially_modified_on, patch.substantially_modified_on),
        (retired_on, patch.retired_on),
    ] {
        if let Some(patch) = patch {
            *day = patch;
        }
    }
    demand_order(&profile.lifecycle, &mut faults);
    sound(profile, faults)
}

/// A system is changed and retired only once it is on the market or in service.
fn demand_order(lifecycle: &Lifecycle, faults: &mut Vec<Fault>) {
    let Lifecycle { placed_on_market_on, put_into_service_on, substantially_modified_on, retired_on } =
        *lifecycle;
    let first = placed_on_market_on.into_iter().chain(put_into_service_on).min();
    let later = [("substantiallyModifiedOn", substantially_modified_on), ("retiredOn", retired_on)];
    for (field, day) in later {
        if let (Some(first), Some(day)) = (first, day)
            && day < first
        {
            let message =
                format!("{day} is before the system was placed on the market or in service, {first}");
            faults.push(Fault::new("ai-system-lifecycle", message).of(field));
        }
    }
}
