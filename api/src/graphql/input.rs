//! Inputs that several fields take.

use async_graphql::InputObject;

use super::scalar::Confidence;
use super::types::words::ClaimedCoverage;

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

/// One fact of an item.
#[derive(InputObject)]
pub(crate) struct FactInput {
    /// As the type declares it: `retention_days`.
    pub(crate) name: String,
    /// In words or figures: `200`, `true`, `2027-12-02`; members of a list are separated by commas.
    pub(crate) value: String,
}
