//! Who asks: bearer tokens, and the keys that vouch for them.
//!
//! ```text
//! authorization header -> bearer -> Verifier (signature, issuer, audience, time) -> TokenClaims
//!                                      ^ a secret, a file or a URL with a key set
//! ```
//!
//! - A token says which organisation its subject asks for, and may narrow what they may do; it never widens it.
//! - Nothing of a token is believed before its signature holds, and an algorithm only with the key that it belongs to.
//! - Neither a token nor a secret is ever part of a message.

mod actor;
mod bearer;
mod claims;
mod fault;
mod key_cache;
mod key_file;
mod key_set;
mod key_url;
mod policy;
mod sign;
mod verifier;

pub use actor::Actor;
pub use bearer::bearer;
pub use claims::TokenClaims;
pub use fault::{KeySourceFault, TokenFault};
pub use policy::{Demand, Operation, Permission, demand, rules};
pub use sign::sign;
pub use verifier::{KeySource, SECRET_BYTES, Verifier, VerifierOptions};
