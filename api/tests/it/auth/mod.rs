//! Whose tokens are taken, and whose are not.

mod any_text;
pub(crate) mod issuer;
mod key_sets;
mod refusals;
