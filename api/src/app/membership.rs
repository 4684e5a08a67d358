use super::instruction::Instruction;
use super::rejection::{Rejection, sound};
use crate::error::Fault;
use crate::store::{Membership, MembershipId, Object, ObjectKind, Role, StoreError};

/// The longest subject of a token.
const LONGEST_SUBJECT: usize = 255;

/// Adds someone to the organisation.
///
/// # Errors
/// [`Rejection`] with every fault.
pub async fn add_membership(
    subject: &str,
    role: Role,
    instruction: &Instruction<'_>,
) -> Result<Membership, Rejection> {
    let mut faults = Vec::new();
    if !(1..=LONGEST_SUBJECT).contains(&subject.chars().count()) || subject.chars().any(char::is_control) {
        let message = "must be the subject (`sub`) of a token: 1 to 255 characters of one line";
        faults.push(Fault::new("membership-subject", message).of("subject"));
    }
    sound((), faults)?;
    let id = instruction.new_id(MembershipId::new);
    let added = instruction.scope()?.add_membership(id, subject, role, instruction.recording()).await;
    instruction.answered(added, |object| read(object, instruction)).await
}

/// Gives someone another role.
///
/// # Errors
/// [`Rejection`].
pub async fn update_membership(
    id: MembershipId,
    role: Role,
    instruction: &Instruction<'_>,
) -> Result<Membership, Rejection> {
    let updated = instruction.scope()?.update_membership(id, role, instruction.recording()).await;
    instruction.answered(updated, |object| read(object, instruction)).await
}

/// Takes someone out of the organisation; tells who it was.
///
/// # Errors
/// [`Rejection`].
pub async fn remove_membership(
    id: MembershipId,
    instruction: &Instruction<'_>,
) -> Result<MembershipId, Rejection> {
    let removed = instruction.scope()?.remove_membership(id, instruction.recording()).await;
    instruction.answered(removed.map(|()| id), |_| async { Ok(Some(id)) }).await
}

async fn read(object: Object, instruction: &Instruction<'_>) -> Result<Option<Membership>, StoreError> {
    debug_assert_eq!(object.kind, ObjectKind::Membership);
    instruction.scope()?.membership(MembershipId::new(object.id)).await
}
