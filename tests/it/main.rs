//! Obligraph from the outside: what the built program prints, what the README says, and what the sources keep apart.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod database;
mod demo;
mod faults;
mod http;
mod journeys;
mod layers;
mod layout;
mod logs;
mod names;
mod outages;
#[path = "../../api/tests/it/store/postgres.rs"]
mod postgres;
mod program;
mod public_api;
mod readme;
mod readme_graphql;
mod replicas;
mod server;
mod shortened;
mod sources;
mod statements;
mod stopping;
mod wait;
