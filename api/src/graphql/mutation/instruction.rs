use async_graphql::{Context, Result};
use sha2::{Digest, Sha256};

use crate::app::{Instruction, Rejection, Repeatable};
use crate::graphql::session::Allowed;

/// The change that this field asks for. With a key, it is made once however often it is sent.
pub(crate) fn instruction<'a>(
    context: &Context<'_>,
    allowed: &Allowed<'a>,
    key: Option<String>,
) -> Result<Result<Instruction<'a>, Rejection>> {
    Ok(Instruction::now(allowed.service, allowed.access, repeatable(context, key)?))
}

/// What the change that this field asks for is known by when it is sent again.
pub(super) fn repeatable(context: &Context<'_>, key: Option<String>) -> Result<Option<Repeatable>> {
    key.map(|key| Ok(Repeatable { key, request_hash: request_hash(context)? })).transpose()
}

/// A hash of the field and all of its arguments, variables put in.
fn request_hash(context: &Context<'_>) -> Result<String> {
    let field = context.field();
    let mut arguments = field.arguments()?;
    arguments.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut hash = Sha256::new();
    hash.update(field.name());
    for (name, value) in arguments {
        hash.update([0]);
        hash.update(name.as_str());
        hash.update([0]);
        // Names within an input stand in the order in which they were written.
        hash.update(value.into_json()?.to_string());
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
