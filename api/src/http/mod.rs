//! HTTP: requests in, bytes out. GraphQL by the GraphQL-over-HTTP draft, health, metrics, and the schema as text.

mod caller;
mod cors;
mod files;
mod graphql;
mod health;
mod metrics;
mod negotiation;
mod observe;
mod rate;
mod request;
mod request_id;
mod security_headers;
mod server;
mod socket;
mod socket_message;

pub use rate::Rate;
pub use server::{Listening, ServerOptions, bind};
