use async_graphql::{Context, ID, Object, Result};
use obligraph_mapping::{Catalog, MappingId, RequirementId};

use super::requirement::Requirement;
use super::words::{MappingStatus, RationaleKind, Relation};
use super::{content, of_other_content};
use crate::graphql::at_hand::{AtHand, Place};
use crate::graphql::id::NodeId;
use crate::graphql::scalar::Confidence;

/// One mapping.
pub(crate) struct Mapping(pub(crate) MappingId);

impl Mapping {
    fn read<'a>(&self, context: &Context<'a>) -> Result<&'a obligraph_mapping::Mapping> {
        let found = content(context).catalog().mapping(self.0);
        found.ok_or_else(of_other_content)
    }
}

/// What tells a mapping apart from all others: its sides, and the crosswalk that states it.
pub(crate) fn mapping_key(catalog: &Catalog, id: MappingId) -> String {
    let Some(mapping) = catalog.mapping(id) else { return String::new() };
    let side = |side: &[RequirementId]| -> String {
        let references = side.iter().filter_map(|&id| Some(catalog.reference(id)?.to_string()));
        references.collect::<Vec<_>>().join("+")
    };
    format!("{} {} {} {}", mapping.crosswalk, side(&mapping.from), mapping.relation.word(), side(&mapping.to))
}

/// One row of a crosswalk: how the expectations of the requirements on the left relate to those on the right. With more
/// than one requirement on a side, that side means all of them together (a joint mapping).
#[Object]
impl Mapping {
    /// Opaque and globally unique; the same in every revision of the content.
    pub(crate) async fn id(&self, context: &Context<'_>) -> Result<ID> {
        Ok(NodeId::Mapping(mapping_key(content(context).catalog(), self.0)).id())
    }

    /// The left side, in document order, at least one.
    async fn from(&self, context: &Context<'_>) -> Result<Vec<Requirement>> {
        Ok(self.read(context)?.from.iter().copied().map(Requirement).collect())
    }

    /// The right side, in document order, at least one.
    async fn to(&self, context: &Context<'_>) -> Result<Vec<Requirement>> {
        Ok(self.read(context)?.to.iter().copied().map(Requirement).collect())
    }

    /// Read "`from` RELATION `to`".
    async fn relation(&self, context: &Context<'_>) -> Result<Relation> {
        Ok(self.read(context)?.relation.into())
    }

    /// How sure the author is of the relation.
    async fn confidence(&self, context: &Context<'_>) -> Result<Confidence> {
        Ok(self.read(context)?.confidence.into())
    }

    /// The degree of overlap, 1 to 10; null where the author states none.
    async fn strength(&self, context: &Context<'_>) -> Result<Option<u8>> {
        Ok(self.read(context)?.strength.map(|strength| strength.value()))
    }

    /// On what it rests.
    async fn rationale_kind(&self, context: &Context<'_>) -> Result<RationaleKind> {
        Ok(self.read(context)?.rationale_kind.into())
    }

    /// One sentence: the shared duty, and what is missing on each side.
    async fn rationale<'a>(&self, context: &Context<'a>) -> Result<&'a str> {
        Ok(self.read(context)?.rationale.as_str())
    }

    /// Whether answers may rest on it.
    async fn status(&self, context: &Context<'_>) -> Result<MappingStatus> {
        Ok(self.read(context)?.status.into())
    }

    /// The crosswalk that states it, for provenance.
    async fn crosswalk<'a>(&self, context: &Context<'a>) -> Result<&'a str> {
        Ok(self.read(context)?.crosswalk.as_str())
    }
}

impl AtHand for Mapping {
    const TYPE: &'static str = "Mapping";

    fn field(&self, name: &str, place: Place<'_>) -> Option<()> {
        let catalog = place.content().catalog();
        let mapping = catalog.mapping(self.0)?;
        match name {
            "id" => place.text(&NodeId::Mapping(mapping_key(catalog, self.0)).id()),
            "from" => place.list(mapping.from.iter().copied().map(Requirement)),
            "to" => place.list(mapping.to.iter().copied().map(Requirement)),
            "relation" => place.word(Relation::from(mapping.relation)),
            "confidence" => place.scalar(Confidence::from(mapping.confidence)),
            "strength" => place.scalar(mapping.strength.map(|strength| strength.value())),
            "rationaleKind" => place.word(RationaleKind::from(mapping.rationale_kind)),
            "rationale" => place.text(&mapping.rationale),
            "status" => place.word(MappingStatus::from(mapping.status)),
            "crosswalk" => place.text(&mapping.crosswalk),
            _ => None,
        }
    }
}
