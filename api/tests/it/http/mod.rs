//! What the server does around GraphQL: names, limits and counts requests, and talks over sockets.

mod engagements;
mod requests;
mod server;
mod socket;
