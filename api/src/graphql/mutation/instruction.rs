use async_graphql::Context;

use crate::app::{Instruction, Rejection, Repeatable};
use crate::error::Fault;
use crate::graphql::session::Allowed;
use crate::store::ContentHash;

/// The change that this field asks for. With a key, it is made once however often it is sent.
///
/// # Errors
/// The fault of the key.
pub(crate) fn instruction<'a>(
    context: &Context<'_>,
    allowed: &Allowed<'a>,
    key: Option<String>,
) -> Result<Instruction<'a>, Rejection> {
    Instruction::now(allowed.service, allowed.access, repeatable(context, key)?)
}

/// What the change that this field asks for is known by when it is sent again.
///
/// # Errors
/// The fault of the key.
pub(super) fn repeatable(
    context: &Context<'_>,
    key: Option<String>,
) -> Result<Option<Repeatable>, Rejection> {
    let Some(key) = key else { return Ok(None) };
    let unreadable =
        |_| Fault::new("idempotency-request", "the arguments cannot be read").of("idempotencyKey");
    Ok(Some(Repeatable { key, request_hash: request_hash(context).map_err(unreadable)? }))
}

/// A hash of the field and all of its arguments, variables put in.
fn request_hash(context: &Context<'_>) -> async_graphql::Result<String> {
    let field = context.field();
    let mut asked = field.name().to_owned();
    let mut arguments = field.arguments()?;
    arguments.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (name, value) in arguments {
        // Names within an input stand in the order in which they were written.
        asked.push_str(&format!("\0{name}\0{}", value.into_json()?));
    }
    Ok(ContentHash::of(asked.as_bytes()).to_string())
}
