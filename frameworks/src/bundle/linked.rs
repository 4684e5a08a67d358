use std::collections::BTreeSet;
use std::sync::Arc;

use obligraph_mapping::{Catalog, ClaimedCoverage, Mapping, RequirementId, SubjectKind};

use super::{Bundle, Validated};
use crate::details::{CrosswalkDetails, FrameworkDetails, NoCounterpart, RequirementDetails};
use crate::diagnostic::Diagnostics;
use crate::evidence_type::{Condition, FactDeclaration};
use crate::lint;
use crate::report::{Place, Report};
use crate::revision::UnitDigest;

/// Every reference that is left in it resolves; the rest is reported.
#[derive(Debug)]
pub struct Linked {
    /// What it is laid over; all below is of this layer alone, but for the catalogue.
    pub(crate) base: Option<Arc<Bundle<Validated>>>,
    /// Frameworks only; the mappings join it when they are found to be sound.
    pub(crate) catalog: Catalog,
    /// In the order of the catalogue.
    pub(crate) frameworks: Vec<LinkedFramework>,
    /// Per requirement of the catalogue.
    pub(crate) requirements: Vec<RequirementDetails>,
    /// Per requirement of the layer.
    pub(crate) places: Vec<Place>,
    /// In the order of their names.
    pub(crate) crosswalks: Vec<CrosswalkDetails>,
    /// In the order of files and lines.
    pub(crate) mappings: Vec<LinkedMapping>,
    pub(crate) no_counterparts: Vec<LinkedNoCounterpart>,
    /// In the order of their keys.
    pub(crate) evidence_types: Vec<LinkedEvidenceType>,
    pub(crate) units: Vec<UnitDigest>,
    /// All of it is built in: what takes long to check was checked by the tests of this crate.
    pub(crate) is_builtin: bool,
    /// The files that are built in, by their place in the report.
    pub(crate) builtin_files: BTreeSet<usize>,
    pub(crate) report: Report,
}

#[derive(Debug)]
pub(crate) struct LinkedFramework {
    pub(crate) place: Place,
    pub(crate) details: FrameworkDetails,
}

#[derive(Debug)]
pub(crate) struct LinkedMapping {
    pub(crate) place: Place,
    pub(crate) mapping: Mapping,
}

#[derive(Debug)]
pub(crate) struct LinkedNoCounterpart {
    pub(crate) place: Place,
    pub(crate) statement: NoCounterpart,
}

#[derive(Debug)]
pub(crate) struct LinkedEvidenceType {
    pub(crate) place: Place,
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) contains: Vec<String>,
    pub(crate) held_by: Option<String>,
    pub(crate) subject: Option<SubjectKind>,
    pub(crate) fresh_for: Option<String>,
    pub(crate) facts: Vec<(Place, FactDeclaration)>,
    pub(crate) claims: Vec<LinkedClaim>,
    pub(crate) over_claim: Option<String>,
    /// Of the file.
    pub(crate) authors: Vec<String>,
    pub(crate) reviewers: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct LinkedClaim {
    pub(crate) place: Place,
    pub(crate) requirement: RequirementId,
    pub(crate) coverage: ClaimedCoverage,
    pub(crate) all_ai_systems: bool,
    pub(crate) condition: Option<Condition>,
    pub(crate) author: Option<String>,
    pub(crate) reviewer: Option<String>,
}

impl Bundle<Linked> {
    /// Checks every rule and builds the catalogue.
    ///
    /// # Errors
    /// All diagnostics, warnings among them, where one of them is an error.
    pub fn validate(self) -> Result<Bundle<Validated>, Diagnostics> {
        lint::validate(self.state).map(|state| Bundle { state })
    }
}
