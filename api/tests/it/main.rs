//! Tests of the command line, of GraphQL, of tokens, of scenarios, of proofs, of files and of the store, in one binary.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod auth;
mod config;
mod contract;
mod demo;
mod documents;
mod errors;
mod explain;
mod files;
mod graphql;
mod http;
mod listings;
mod organizations;
mod proofs;
mod reach;
mod resolve;
mod run;
mod scenarios;
mod store;
mod terminal;
