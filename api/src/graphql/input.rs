//! Inputs that several fields take.

use async_graphql::InputObject;

use super::scalar::Confidence;
use super::types::words::ClaimedCoverage;
use crate::error::Fault;

/// The statement that evidence shows a requirement.
#[derive(InputObject)]
pub(crate) struct ClaimInput {
    /// The requirement, by its reference.
    pub(crate) requirement: String,
    /// How much of it.
    pub(crate) coverage: ClaimedCoverage,
    /// How sure the claim is; 1 if absent.
    pub(crate) confidence: Option<Confidence>,
    /// Whether it holds for every AI system in scope.
    #[graphql(default = false)]
    pub(crate) all_ai_systems: bool,
}

/// How many mappings in a row are followed; how many there may be, the engine says.
pub(crate) fn max_hops(given: Option<i32>, otherwise: u8, faults: &mut Vec<Fault>) -> u8 {
    let Some(given) = given else { return otherwise };
    u8::try_from(given).unwrap_or_else(|_| {
        let message = format!("must be from 0 to {}, not `{given}`", obligraph_mapping::MOST_HOPS);
        faults.push(Fault::new("too-many-hops", message).of("maxHops"));
        otherwise
    })
}

/// One fact of an item.
#[derive(InputObject)]
pub(crate) struct FactInput {
    /// As the type declares it: `retention_days`.
    pub(crate) name: String,
    /// In words or figures: `200`, `true`, `2027-12-02`; members of a list are separated by commas.
    pub(crate) value: String,
}
