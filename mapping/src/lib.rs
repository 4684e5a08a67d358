//! The pure domain of Obligraph: how expectations of different frameworks relate, and what follows from that.
//!
//! Everything here is a function of its arguments: no I/O, no clock, no randomness, no async. Every requirement
//! stands for a non-empty set of expectations, every mapping states how two such sets relate (the five relations
//! of NIST IR 8477, which are the base relations of RCC-5), and every answer is what composition of those relations
//! proves, never more.
//!
//! | question | entry point |
//! |---|---|
//! | which obligations does this evidence satisfy? | [`resolve()`] |
//! | what would satisfy or support this requirement? | [`support()`] |
//! | what fails when this requirement is not met? | [`fail()`] |
//! | does the crosswalk contradict itself? | [`conflicts()`] |
//! | would these mappings contradict it? | [`conflicts_with()`] |
//! | does this proof hold? | [`verify()`] |
//! | which of these do all that can be done, and no more of them than needed? | [`least_cover()`] |

mod confidence;
mod reference;
mod relation;
mod subject;

mod catalog;
mod catalog_fault;
mod claim;
mod crosswalk;
mod requirement;

mod arcs;
mod automaton;
mod graph;
mod hierarchy;
mod part;

mod answer;
mod conflict;
mod coverage;
mod expansion;
mod failure;
mod judge;
mod kinship;
mod label;
mod lens;
mod meter;
mod network;
mod proof;
mod reach;
mod resolution;
mod resolve;
mod search;
mod set_cover;
mod statement;
mod support;
mod union;
mod verify;
mod workspace;

pub use catalog::{Catalog, Framework, FrameworkContent, FrameworkId, MappingId, RequirementId};
pub use catalog_fault::CatalogFault;
pub use claim::{Claim, ClaimedCoverage, Evidence, Validity};
pub use confidence::{Confidence, ConfidenceError, Strength, StrengthError};
pub use conflict::{Conflict, ConflictOptions, Conflicts, conflicts, conflicts_with};
pub use coverage::Coverage;
pub use crosswalk::{Mapping, MappingStatus, RationaleKind};
pub use failure::{Affected, Failure, FailureStatus, NotMet, fail};
pub use graph::{Graph, NotAnOverlay};
pub use proof::{MappingUse, Proof, ProofNode, Step, StepKind};
pub use reach::Limit;
pub use reference::{Reference, ReferenceError};
pub use relation::{Relation, RelationSet};
pub use requirement::{AiClass, Applicability, Kind, Requirement};
pub use resolution::{Lapse, NotCounted, Obligation, Resolution};
pub use resolve::{MOST_HOPS, MOST_SUBJECTS, Options, ResolveFault, resolve, resolve_each};
pub use set_cover::{Cover, least_cover};
pub use subject::{Subject, SubjectError, SubjectKind};
pub use support::{Support, Supporter, support};
pub use verify::{ProofFault, verify};
