//! What the program does, on plain values: no command line, no wire format, no clock.
//!
//! | question | use case |
//! |---|---|
//! | what content is there, and what does this name mean? | [`Content`] |
//! | what does an item of evidence claim by its facts? | [`EvidenceItem`] |
//! | which obligations does evidence satisfy? | [`resolve`] |
//! | what satisfies or supports a requirement? | [`supported_by`] |
//! | which requirements are about this? | [`find_requirements`] |

mod catalog;
mod evidence_item;
mod resolution;
mod search;
mod support;

pub use catalog::{Content, LookupFault};
pub use evidence_item::EvidenceItem;
pub use resolution::{Answer, AnswerRow, Question, ScopeGap, Summary, resolve};
pub use search::{RequirementFilter, find_requirements};
pub use support::{SupportAnswer, SupportingType, supported_by};
