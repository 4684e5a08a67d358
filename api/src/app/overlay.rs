//! What each organisation adds to the content that all share: kept ready, and read anew when it changes.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use obligraph_frameworks::{Diagnostic, OverlayContent, OwnMapping, Severity, Source};
use obligraph_mapping::MappingStatus;

use super::catalog::Content;
use crate::store::{
    AsOf, ChangeNotice, CustomFramework, MappingProposal, ObjectKind, OrganizationId, Scope, StoreError,
};

/// More than these are read anew when they are asked for.
const MOST_KEPT: usize = 1_000;

/// The content of organisations, by organisation. `None` for one that adds nothing.
#[derive(Debug, Default)]
pub(super) struct Overlays {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    contents: HashMap<OrganizationId, Option<Content>>,
    /// Grows with each change, so that what was read before one is not kept after it.
    changes: u64,
}

impl Overlays {
    /// What an organisation adds to `base`; `None` where it adds nothing.
    ///
    /// # Errors
    /// What the store says.
    pub(super) async fn of(&self, base: &Content, scope: Scope<'_>) -> Result<Option<Content>, StoreError> {
        let organization = scope.organization_id();
        let before = {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(content) = kept.contents.get(&organization) {
                return Ok(content.clone());
            }
            kept.changes
        };
        let own = OwnContent::read(scope).await?;
        let content = if own.is_empty() { None } else { Some(own.over(base).0) };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.changes == before {
            if kept.contents.len() >= MOST_KEPT {
                kept.contents.clear();
            }
            kept.contents.insert(organization, content.clone());
        }
        Ok(content)
    }

    /// Forgets what a change has made out of date.
    pub(super) fn notice(&self, notice: &ChangeNotice) {
        match notice {
            ChangeNotice::Changed { organization, object, .. } => {
                if matches!(object.kind, ObjectKind::CustomFramework | ObjectKind::MappingProposal) {
                    self.forget(*organization);
                }
            }
            ChangeNotice::Missed => {
                let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.contents.clear();
                kept.changes += 1;
            }
        }
    }

    /// Forgets what is kept of one organisation.
    pub(super) fn forget(&self, organization: OrganizationId) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.contents.remove(&organization);
        kept.changes += 1;
    }
}

/// The frameworks and mappings of an organisation's own.
#[derive(Clone, Debug)]
pub struct OwnContent {
    /// Which state of them it is.
    version: i64,
    frameworks: Vec<CustomFramework>,
    mappings: Vec<MappingProposal>,
}

impl OwnContent {
    /// All that counts now.
    ///
    /// # Errors
    /// What the store says.
    pub async fn read(scope: Scope<'_>) -> Result<Self, StoreError> {
        // First, so that what is changed while the rest is read makes it out of date.
        let version = scope.overlay_version().await?;
        let frameworks = scope.overlay_documents().await?;
        let mappings = scope.approved_mappings(AsOf::Latest).await?;
        Ok(Self { version, frameworks, mappings })
    }

    /// All that counted at an instant, with these frameworks.
    ///
    /// # Errors
    /// What the store says.
    pub(super) async fn at(
        scope: Scope<'_>,
        instant: DateTime<Utc>,
        frameworks: Vec<CustomFramework>,
    ) -> Result<Self, StoreError> {
        let version = scope.overlay_version().await?;
        let mappings = scope.approved_mappings(AsOf::Instant(instant)).await?;
        Ok(Self { version, frameworks, mappings })
    }

    /// Which state of them it is.
    pub(super) const fn version(&self) -> i64 {
        self.version
    }

    fn is_empty(&self) -> bool {
        self.frameworks.is_empty() && self.mappings.is_empty()
    }

    /// With this framework, in the place of one with the same key.
    pub(super) fn with_framework(mut self, framework: CustomFramework) -> Self {
        self.frameworks.retain(|held| held.key != framework.key);
        self.frameworks.push(framework);
        self
    }

    /// Without this framework.
    pub(super) fn without_framework(mut self, key: &str) -> Self {
        self.frameworks.retain(|held| held.key != key);
        self
    }

    /// With this mapping.
    pub(super) fn with_mapping(mut self, mapping: MappingProposal) -> Self {
        self.mappings.retain(|held| held.id != mapping.id);
        self.mappings.push(mapping);
        self
    }

    /// As the content takes it.
    pub(super) fn written(&self) -> OverlayContent {
        let source = |framework: &CustomFramework| Source {
            name: framework.key.clone(),
            bytes: framework.document.clone().into_bytes(),
        };
        OverlayContent {
            documents: self.frameworks.iter().map(source).collect(),
            mappings: self.mappings.iter().map(own_mapping).collect(),
        }
    }

    /// Laid over `base`. What cannot be used with it, such as a mapping whose requirement is gone in a new edition, is
    /// left out and told of, and all else counts.
    pub(super) fn over(&self, base: &Content) -> (Content, Vec<Diagnostic>) {
        let mut written = self.written();
        let mut left_out = Vec::new();
        loop {
            let faults = match base.with_overlay(written.clone()) {
                Ok(content) => return (content, left_out),
                Err(faults) => faults,
            };
            let errors: Vec<Diagnostic> =
                faults.iter().filter(|fault| fault.severity == Severity::Error).cloned().collect();
            let named: BTreeSet<&str> = errors.iter().map(|fault| fault.file.as_str()).collect();
            let before = written.documents.len() + written.mappings.len();
            written.documents.retain(|document| !named.contains(document.name.as_str()));
            written.mappings.retain(|mapping| !named.contains(mapping.provenance.as_str()));
            let is_stuck = written.documents.len() + written.mappings.len() == before;
            left_out.extend(errors);
            if is_stuck {
                return (base.clone(), left_out);
            }
        }
    }
}

/// What proofs and diagnostics name a mapping of the organisation's own by.
pub(super) fn provenance(mapping: &MappingProposal) -> String {
    format!("own:{}", mapping.id)
}

fn own_mapping(mapping: &MappingProposal) -> OwnMapping {
    let side = |side: &[obligraph_mapping::Reference]| side.iter().map(ToString::to_string).collect();
    OwnMapping {
        provenance: provenance(mapping),
        from: side(&mapping.content.from),
        to: side(&mapping.content.to),
        relation: mapping.content.relation,
        confidence: f64::from(mapping.content.confidence.value()),
        strength: mapping.content.strength.map(|strength| i64::from(strength.value())),
        rationale_kind: mapping.content.rationale_kind,
        rationale: mapping.content.rationale.clone(),
        status: MappingStatus::Approved,
    }
}
