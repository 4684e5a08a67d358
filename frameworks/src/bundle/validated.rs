use std::sync::Arc;

use obligraph_mapping::{Catalog, FrameworkId, Reference, RequirementId};

use super::Bundle;
use crate::details::{CrosswalkDetails, FrameworkDetails, NoCounterpart, RequirementDetails};
use crate::diagnostic::Diagnostics;
use crate::evidence_type::EvidenceType;
use crate::nearest::nearest;
use crate::overlay::OverlayContent;

/// It keeps every [`Rule`](crate::Rule) whose breach is an error.
#[derive(Debug)]
pub struct Validated {
    /// What this content is laid over; all below is of this layer alone, but for the catalogue.
    pub(crate) base: Option<Arc<Bundle<Self>>>,
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

impl Validated {
    /// How many frameworks and requirements there are below this layer.
    fn first(&self) -> (usize, usize) {
        let below = self.base.as_ref().map(|base| &base.state.catalog);
        below.map_or((0, 0), |catalog| (catalog.framework_count(), catalog.requirement_count()))
    }
}

impl Bundle<Validated> {
    /// An organisation's own frameworks and mappings on top of this content, of which nothing is copied.
    ///
    /// All questions to the result are answered from both. It takes time and memory for what is added alone. What is
    /// added may name every framework and requirement below; it keeps the rules of content as far as they make sense for
    /// an organisation's own ([`Rule::severity_in_overlay`](crate::Rule::severity_in_overlay)). Contradictions are no
    /// fault here: [`obligraph_mapping::conflicts_with`] finds them.
    ///
    /// # Errors
    /// All diagnostics, warnings among them, where one of them is an error. Their `file` is the name of a document or the
    /// provenance of a mapping.
    pub fn overlay(self: &Arc<Self>, content: OverlayContent) -> Result<Self, Diagnostics> {
        let OverlayContent { documents, mappings } = content;
        let parsed = documents.iter().fold(Bundle::empty(), Bundle::with_source);
        parsed.link_over(Arc::clone(self), mappings)?.validate()
    }

    /// The content beneath, where this is an overlay.
    #[must_use]
    pub const fn base(&self) -> Option<&Arc<Self>> {
        self.state.base.as_ref()
    }

    /// This layer, then those beneath it.
    fn layers(&self) -> impl Iterator<Item = &Validated> {
        std::iter::successors(Some(&self.state), |layer| Some(&layer.base.as_deref()?.state))
    }

    /// Those beneath this layer, the lowest first, then this layer.
    fn layers_upwards(&self) -> impl Iterator<Item = &Validated> {
        self.layers().collect::<Vec<_>>().into_iter().rev()
    }

    /// Frameworks and mappings as the engine takes them.
    #[must_use]
    pub fn catalog(&self) -> Arc<Catalog> {
        Arc::clone(&self.state.catalog)
    }

    /// What this set of content is named by: SHA-256, 64 lower-case hexadecimal digits.
    ///
    /// It hangs on what the content says, not on the order, names or layout of files. That of an overlay hangs on its
    /// base too; one that adds nothing has the revision of its base.
    #[must_use]
    pub fn revision(&self) -> &str {
        &self.state.revision
    }

    /// What somebody should look at, although the content may be used; of an overlay, in what it adds.
    #[must_use]
    pub const fn warnings(&self) -> &Diagnostics {
        &self.state.warnings
    }

    pub(crate) fn into_warnings(self) -> Diagnostics {
        self.state.warnings
    }

    /// All frameworks, in the order of the catalogue.
    pub fn frameworks(&self) -> impl Iterator<Item = &FrameworkDetails> {
        self.layers_upwards().flat_map(|layer| &layer.frameworks)
    }

    /// What a framework is; `None` for an id of another catalogue.
    #[must_use]
    pub fn framework(&self, id: FrameworkId) -> Option<&FrameworkDetails> {
        let layer = self.layers().find(|layer| id.index() >= layer.first().0)?;
        layer.frameworks.get(id.index() - layer.first().0)
    }

    /// What content says of a requirement for people to read; `None` for an id of another catalogue.
    #[must_use]
    pub fn requirement(&self, id: RequirementId) -> Option<&RequirementDetails> {
        let layer = self.layers().find(|layer| id.index() >= layer.first().1)?;
        layer.requirements.get(id.index() - layer.first().1)
    }

    /// All crosswalks: those of a base first, then in the order of their names.
    pub fn crosswalks(&self) -> impl Iterator<Item = &CrosswalkDetails> {
        self.layers_upwards().flat_map(|layer| &layer.crosswalks)
    }

    /// The crosswalk that mappings name as their source; `None` for an [`OwnMapping`](crate::OwnMapping), which stands in none.
    #[must_use]
    pub fn crosswalk(&self, name: &str) -> Option<&CrosswalkDetails> {
        self.layers().find_map(|layer| {
            let by_name = |crosswalk: &CrosswalkDetails| crosswalk.name.as_str().cmp(name);
            layer.crosswalks.get(layer.crosswalks.binary_search_by(by_name).ok()?)
        })
    }

    /// Requirements to which another framework has nothing: those of a base first, then in the order of requirement and
    /// framework.
    pub fn no_counterparts(&self) -> impl Iterator<Item = &NoCounterpart> {
        self.layers_upwards().flat_map(|layer| &layer.no_counterparts)
    }

    /// All evidence types, in the order of their keys. An overlay has those of its base.
    #[must_use]
    pub fn evidence_types(&self) -> &[EvidenceType] {
        self.layers().last().map_or(&[], |lowest| &lowest.evidence_types)
    }

    /// The evidence type with this key.
    #[must_use]
    pub fn evidence_type(&self, key: &str) -> Option<&EvidenceType> {
        let types = self.evidence_types();
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
        nearest(text, self.evidence_types().iter().map(|evidence_type| evidence_type.key.as_str()))
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
