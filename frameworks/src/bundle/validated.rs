use std::sync::Arc;

use obligraph_mapping::{Catalog, FrameworkId, Reference, RequirementId};

use super::Bundle;
use crate::details::{CrosswalkDetails, FrameworkDetails, NoCounterpart, RequirementDetails};
use crate::diagnostic::Diagnostics;
use crate::evidence_type::EvidenceType;
use crate::nearest::nearest;

/// It keeps every [`Rule`](crate::Rule) whose breach is an error.
#[derive(Debug)]
pub struct Validated {
    pub(crate) catalog: Arc<Catalog>,
    /// In the order of the catalogue.
    pub(crate) frameworks: Vec<FrameworkDetails>,
    /// Per requirement of the catalogue.
    pub(crate) requirements: Vec<RequirementDetails>,
    /// In the order of their names.
    pub(crate) crosswalks: Vec<CrosswalkDetails>,
    /// In the order of requirement and framework.
    pub(crate) no_counterparts: Vec<NoCounterpart>,
    /// In the order of their keys.
    pub(crate) evidence_types: Vec<EvidenceType>,
    pub(crate) revision: String,
    pub(crate) warnings: Diagnostics,
}

impl Bundle<Validated> {
    /// Frameworks and mappings as the engine takes them.
    #[must_use]
    pub fn catalog(&self) -> Arc<Catalog> {
        Arc::clone(&self.state.catalog)
    }

    /// What this set of content is named by: SHA-256, 64 lower-case hexadecimal digits.
    ///
    /// It hangs on what the content says, not on the order, names or layout of files.
    #[must_use]
    pub fn revision(&self) -> &str {
        &self.state.revision
    }

    /// What somebody should look at, although the content may be used.
    #[must_use]
    pub const fn warnings(&self) -> &Diagnostics {
        &self.state.warnings
    }

    pub(crate) fn into_warnings(self) -> Diagnostics {
        self.state.warnings
    }

    /// All frameworks, in the order of the catalogue.
    #[must_use]
    pub fn frameworks(&self) -> &[FrameworkDetails] {
        &self.state.frameworks
    }

    /// What a framework is; `None` for an id of another catalogue.
    #[must_use]
    pub fn framework(&self, id: FrameworkId) -> Option<&FrameworkDetails> {
        self.state.frameworks.get(id.index())
    }

    /// What content says of a requirement for people to read; `None` for an id of another catalogue.
    #[must_use]
    pub fn requirement(&self, id: RequirementId) -> Option<&RequirementDetails> {
        self.state.requirements.get(id.index())
    }

    /// All crosswalks, in the order of their names.
    #[must_use]
    pub fn crosswalks(&self) -> &[CrosswalkDetails] {
        &self.state.crosswalks
    }

    /// The crosswalk that mappings name as their source.
    #[must_use]
    pub fn crosswalk(&self, name: &str) -> Option<&CrosswalkDetails> {
        let crosswalks = &self.state.crosswalks;
        let at = crosswalks.binary_search_by(|crosswalk| crosswalk.name.as_str().cmp(name)).ok()?;
        crosswalks.get(at)
    }

    /// Requirements to which another framework has nothing, in the order of requirement and framework.
    #[must_use]
    pub fn no_counterparts(&self) -> &[NoCounterpart] {
        &self.state.no_counterparts
    }

    /// All evidence types, in the order of their keys.
    #[must_use]
    pub fn evidence_types(&self) -> &[EvidenceType] {
        &self.state.evidence_types
    }

    /// The evidence type with this key.
    #[must_use]
    pub fn evidence_type(&self, key: &str) -> Option<&EvidenceType> {
        let types = &self.state.evidence_types;
        let at = types.binary_search_by(|evidence_type| evidence_type.key.as_str().cmp(key)).ok()?;
        types.get(at)
    }

    /// Up to three requirements whose reference, or whose id where `text` has no slash, is most like `text`.
    #[must_use]
    pub fn nearest_requirements(&self, text: &str) -> Vec<Reference> {
        nearest_requirements(&self.state.catalog, text)
    }

    /// Up to three keys of evidence types that are most like `text`.
    #[must_use]
    pub fn nearest_evidence_types(&self, text: &str) -> Vec<&str> {
        nearest(text, self.state.evidence_types.iter().map(|evidence_type| evidence_type.key.as_str()))
    }
}

/// As [`Bundle::nearest_requirements`], while a catalogue is still being built.
///
/// Where the framework is known, only ids within it are compared: its key would make all of them look alike.
pub(crate) fn nearest_requirements(catalog: &Catalog, text: &str) -> Vec<Reference> {
    let references = || catalog.requirement_ids().filter_map(|id| catalog.reference(id));
    match text.split_once('/') {
        Some((key, id)) if catalog.framework(key).is_some() => {
            let of_framework = references().filter(|reference| reference.framework() == key).map(ById);
            nearest(id, of_framework).into_iter().map(|found| found.0).collect()
        }
        Some(_) => {
            let all = references().map(|reference| (reference.to_string(), reference)).map(ByText);
            nearest(text, all).into_iter().map(|found| found.0.1).collect()
        }
        None => nearest(text, references().map(ById)).into_iter().map(|found| found.0).collect(),
    }
}

struct ById(Reference);

impl AsRef<str> for ById {
    fn as_ref(&self) -> &str {
        self.0.id()
    }
}

struct ByText((String, Reference));

impl AsRef<str> for ByText {
    fn as_ref(&self) -> &str {
        &self.0.0
    }
}
