//! Who asks, and what they may do.

mod actor;
mod policy;

pub use actor::Actor;
pub use policy::{Demand, Operation, Permission, demand, rules};
