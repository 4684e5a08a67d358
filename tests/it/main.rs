//! Obligraph from the outside: what the built program prints, what the README says, and what the sources keep apart.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod http;
mod layers;
mod layout;
mod names;
mod program;
mod public_api;
mod readme;
mod readme_graphql;
mod server;
mod shortened;
mod sources;
