use std::cmp::Ordering;

use obligraph_mapping::{MappingStatus, RationaleKind, Relation};
use serde_json::json;

use crate::revision::{UnitDigest, canonical, digest};
use crate::source::Source;

/// What an organisation adds to the content that it shares with others. Its order says nothing.
///
/// See [`Bundle::overlay`](crate::Bundle::overlay).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OverlayContent {
    /// Frameworks and crosswalks in the format of content files, as YAML or JSON.
    pub documents: Vec<Source>,
    /// Mappings that stand in no document.
    pub mappings: Vec<OwnMapping>,
}

/// A mapping as a plain value. Unlike a row of a crosswalk, it names whole references, of any frameworks.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnMapping {
    /// What proofs and diagnostics name it by; several may share it.
    pub provenance: String,
    /// References of the left side, at least one: `acme-controls:1/C-1`. Several are meant together.
    pub from: Vec<String>,
    /// References of the right side, at least one. Several are meant together.
    pub to: Vec<String>,
    /// Read "`from` RELATION `to`".
    pub relation: Relation,
    /// How sure its author is of the relation: `0 < c <= 1`.
    pub confidence: f64,
    /// Degree of overlap, 1 to 10.
    pub strength: Option<i64>,
    /// On what its author rests it.
    pub rationale_kind: RationaleKind,
    /// One sentence: the shared duty, and what is missing on each side.
    pub rationale: String,
    /// Whether answers may rest on it.
    pub status: MappingStatus,
}

impl OwnMapping {
    /// The order within a side says nothing.
    pub(crate) fn sort_sides(&mut self) {
        self.from.sort_unstable();
        self.to.sort_unstable();
    }

    /// An order that hangs on nothing but content.
    pub(crate) fn by_content(&self, other: &Self) -> Ordering {
        let plain = |own: &Self| (own.relation, own.status, own.rationale_kind, own.strength);
        (&self.provenance, &self.from, &self.to, plain(self), &self.rationale)
            .cmp(&(&other.provenance, &other.from, &other.to, plain(other), &other.rationale))
            .then(self.confidence.total_cmp(&other.confidence))
    }
}

/// The digest of a mapping that stands in no file, with its sides in order.
///
/// # Errors
/// Where a value cannot be written as JSON.
pub(crate) fn own_mapping_digest(own: &OwnMapping) -> Result<UnitDigest, serde_json::Error> {
    let said = json!({
        "provenance": own.provenance,
        "from": own.from,
        "to": own.to,
        "relation": own.relation.word(),
        "confidence": own.confidence,
        "strength": own.strength,
        "rationale_kind": own.rationale_kind.word(),
        "rationale": own.rationale,
        "status": own.status.word(),
    });
    Ok(digest("mapping", &[canonical(&said)?]))
}
