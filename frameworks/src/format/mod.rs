//! The three file shapes, exactly as the crate's README describes them. Unknown fields are refused.
//!
//! These types say what authors may write; what it means is decided when a bundle is linked. The build script compiles
//! the same files, so they depend on nothing else of the crate.

pub mod crosswalk;
pub mod evidence_types;
pub mod framework;
mod row;

pub use crosswalk::CrosswalkFile;
pub use evidence_types::EvidenceTypesFile;
pub use framework::FrameworkFile;
pub use row::Row;

use serde::{Deserialize, Serialize};

/// What one file holds.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub enum Content {
    /// One edition of one framework.
    Framework(FrameworkFile),
    /// Mappings between two editions.
    Crosswalk(CrosswalkFile),
    /// Evidence types of one theme.
    EvidenceTypes(EvidenceTypesFile),
}
