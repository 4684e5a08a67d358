//! What content says beyond what the engine reckons with.

use chrono::NaiveDate;
use obligraph_mapping::{FrameworkId, RequirementId, SubjectKind};

pub use crate::format::framework::TextStatus;
use crate::period::Period;

/// What a framework is, who publishes it, and how well its content is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameworkDetails {
    /// The framework in the catalogue.
    pub id: FrameworkId,
    /// Name and edition: `iso-42001:2023`.
    pub key: String,
    /// How people cite it: `ISO/IEC 42001:2023`.
    pub title: String,
    /// The full official name.
    pub name: Option<String>,
    /// Who publishes it.
    pub publisher: String,
    /// The edition.
    pub edition: String,
    /// Whose duties its requirements are unless they say otherwise; `None` for a hub.
    pub subject: Option<SubjectKind>,
    /// A shared reference, never an obligation of anyone.
    pub hub: bool,
    /// What may be said of the text, and on what ground.
    pub licence: String,
    /// The day of the last review.
    pub reviewed: NaiveDate,
    /// Amending acts or amendments that the content takes in.
    pub amended_by: Vec<String>,
    /// What should be checked in the licensed or official text.
    pub uncertain: Vec<String>,
}

/// What content says of a requirement for people to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequirementDetails {
    /// What amendments did to it.
    pub status: TextStatus,
    /// The provision that sets the fine for breaking it.
    pub fine_tier: Option<RequirementId>,
    /// A retention period or clock.
    pub timing: Option<Period>,
    /// A pitfall for authors.
    pub note: Option<String>,
    /// What is not known for certain about it.
    pub uncertain: Option<String>,
}

/// Between which editions a crosswalk stands, and who answers for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrosswalkDetails {
    /// What the mappings of the catalogue name as their source, unique among crosswalks.
    pub name: String,
    /// The left side.
    pub from: FrameworkId,
    /// The right side.
    pub to: FrameworkId,
    /// Its theme.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who read it with an auditor's eye.
    pub reviewers: Vec<String>,
}

/// The statement that a framework has nothing like a requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoCounterpart {
    /// The requirement.
    pub requirement: RequirementId,
    /// The framework that has nothing like it.
    pub within: FrameworkId,
    /// Why there is nothing.
    pub reason: String,
    /// The name of the crosswalk that says so.
    pub crosswalk: String,
}
