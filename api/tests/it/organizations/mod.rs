//! What an organisation keeps, over GraphQL: who may do what, and that nobody sees another's.

mod idempotency;
mod numbers;
mod roles;
mod subscriptions;
pub(crate) mod tenancy;
pub(crate) mod world;
