//! Whose tokens are taken, and whose are not.

mod any_text;
mod issuer;
mod key_sets;
mod refusals;
