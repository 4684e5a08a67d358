//! What the server does around GraphQL: names, limits and counts requests, and talks over sockets.

mod requests;
mod server;
mod socket;
