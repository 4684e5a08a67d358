use chrono::NaiveDate;

use crate::catalog::RequirementId;
use crate::confidence::Confidence;
use crate::relation::RelationSet;
use crate::subject::Subject;

/// One thing held: what it shows, for whom, and while it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What it shows. Their order plays no part.
    pub claims: Vec<Claim>,
    /// The subjects that it covers; empty means those of the requirements that it claims.
    pub covers: Vec<Subject>,
    /// While it counts; `None` means always.
    pub validity: Option<Validity>,
}

impl Evidence {
    /// Evidence that makes these claims, covers their subjects, and does not lapse.
    #[must_use]
    pub const fn of(claims: Vec<Claim>) -> Self {
        Self { claims, covers: Vec::new(), validity: None }
    }
}

/// The statement that evidence shows a requirement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claim {
    /// The requirement that is shown.
    pub requirement: RequirementId,
    /// How much of it.
    pub coverage: ClaimedCoverage,
    /// How sure that is; certain unless stated.
    pub confidence: Confidence,
    /// It holds for every AI system in scope, not only for one.
    pub all_ai_systems: bool,
}

impl Claim {
    /// A certain claim about the subjects that the evidence covers.
    #[must_use]
    pub const fn new(requirement: RequirementId, coverage: ClaimedCoverage) -> Self {
        Self { requirement, coverage, confidence: Confidence::CERTAIN, all_ai_systems: false }
    }
}

/// How much of a requirement a claim says to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClaimedCoverage {
    /// The whole requirement lies inside the evidence.
    Full,
    /// They overlap, and the requirement is not inside the evidence.
    Partial,
}

impl ClaimedCoverage {
    /// What the claim says of evidence and requirement, as relations.
    #[must_use]
    pub const fn relation_set(self) -> RelationSet {
        match self {
            Self::Full => RelationSet::HOLDS,
            Self::Partial => RelationSet::OVERLAPS,
        }
    }
}

/// The days on which evidence counts, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The day of its collection.
    pub from: NaiveDate,
    /// Its last day; `None` where it does not lapse.
    pub until: Option<NaiveDate>,
}

impl Validity {
    /// Whether evidence counts on `day`.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}
