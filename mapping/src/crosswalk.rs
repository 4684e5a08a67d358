use crate::catalog::RequirementId;
use crate::confidence::{Confidence, Strength};
use crate::relation::Relation;

/// One row of a crosswalk: how the expectations of `from` relate to those of `to`.
///
/// With more than one requirement on a side, that side means all of them together (a joint mapping).
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// The requirements on the left, in ascending order, at least one.
    pub from: Vec<RequirementId>,
    /// The requirements on the right, in ascending order, at least one.
    pub to: Vec<RequirementId>,
    /// Read "`from` RELATION `to`".
    pub relation: Relation,
    /// How sure the author is of the relation.
    pub confidence: Confidence,
    /// Degree of overlap, where stated.
    pub strength: Option<Strength>,
    /// On what the author rests it.
    pub rationale_kind: RationaleKind,
    /// One sentence: the shared duty, and what is missing on each side.
    pub rationale: String,
    /// Whether answers may rest on it.
    pub status: MappingStatus,
    /// The crosswalk that states it, for provenance.
    pub crosswalk: String,
    /// Who wrote it, where it is not the authors of the crosswalk.
    pub author: Option<String>,
    /// Who read it with an auditor's eye, where it is not the reviewers of the crosswalk.
    pub reviewer: Option<String>,
}

/// Whether answers may rest on a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MappingStatus {
    /// Reviewed: always used.
    Approved,
    /// Proposed: used only where asked for.
    Draft,
    /// Kept for the record: never used.
    Retired,
}

impl MappingStatus {
    /// All, in the order of their life.
    pub const ALL: [Self; 3] = [Self::Approved, Self::Draft, Self::Retired];

    /// The word used in content files and answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Draft => "draft",
            Self::Retired => "retired",
        }
    }
}

/// On what a mapping rests (OSCAL control mapping model).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RationaleKind {
    /// The same words.
    Syntactic,
    /// The same meaning.
    Semantic,
    /// The same effect.
    Functional,
}

impl RationaleKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Syntactic, Self::Semantic, Self::Functional];

    /// The word used in content files and answers.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Syntactic => "syntactic",
            Self::Semantic => "semantic",
            Self::Functional => "functional",
        }
    }
}
