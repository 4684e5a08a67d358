//! Obligraph: one piece of evidence, every obligation it satisfies.
//!
//! ```text
//! cli (arguments, tables, JSON, CSV) -> http -> graphql -> app (use cases on plain values) -> frameworks (content), mapping (engine)
//!                                                                                          -> store (database)
//! ```
//!
//! Arrows go down only: a use case knows nothing of how it is asked or shown, and reads no clock.

pub mod app;
pub mod auth;
pub mod cli;
mod error;
pub mod files;
pub mod graphql;
pub mod http;
pub mod store;

pub use error::{ApiError, Fault};
