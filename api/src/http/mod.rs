//! HTTP: requests in, bytes out. GraphQL by the GraphQL-over-HTTP draft, health, and the schema as text.

mod caller;
mod graphql;
mod negotiation;
mod request;
mod security_headers;
mod server;

pub use server::{Listening, ServerOptions, bind};
