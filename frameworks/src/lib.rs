//! The content of Obligraph: frameworks, crosswalks and evidence types, read, linked and checked.
//!
//! ```text
//! files --read--> Bundle<Parsed> --link--> Bundle<Linked> --validate--> Bundle<Validated> --> Arc<Catalog>
//! ```
//!
//! | question | entry point |
//! |---|---|
//! | what does the program start from? | [`builtin()`] |
//! | ... together with content of one's own? | [`load()`] |
//! | ... together with what one organisation adds? | [`Bundle::overlay`] |
//! | what is wrong with content, and where? | [`lint()`] |
//! | what does this item of evidence show? | [`EvidenceType::evaluate`] |
//! | how is a content file written? | [`schema()`], and the README of this crate |

mod builtin;
mod bundle;
mod details;
mod diagnostic;
mod evidence_type;
pub mod format;
mod link;
mod lint;
mod load;
mod nearest;
mod overlay;
mod period;
mod prepared;
mod report;
mod revision;
mod rule;
mod schema;
mod source;
mod yaml;
mod yaml_fault;

pub use builtin::builtin_sources;
pub use bundle::{Bundle, Linked, Parsed, Validated};
pub use details::{CrosswalkDetails, FrameworkDetails, NoCounterpart, RequirementDetails, TextStatus};
pub use diagnostic::{Diagnostic, Diagnostics};
pub use evidence_type::{
    Evaluation, EvidenceType, FactDeclaration, FactFault, FactType, FactValue, TypeClaim, Withheld,
    WithheldReason,
};
pub use load::{builtin, lint, load};
pub use overlay::{OverlayContent, OwnMapping};
pub use period::{Period, PeriodError};
pub use rule::{Rule, Severity};
pub use schema::{SchemaKind, schema};
pub use source::Source;
