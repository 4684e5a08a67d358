use std::fmt;
use std::sync::Arc;

use crate::arcs::EdgeCode;
use crate::catalog::{Catalog, RequirementId};
use crate::hierarchy::Decomposition;
use crate::part::{NodeInfo, Part};

/// An immutable snapshot of a [`Catalog`], ready to answer.
///
/// A graph over an overlay shares the graph of its base: nothing of the base is copied. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Graph {
    catalog: Arc<Catalog>,
    /// The base first, then its overlays.
    parts: Vec<Arc<Part>>,
    node_count: u32,
}

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind<'a> {
    Requirement(RequirementId),
    /// Several requirements together, in ascending order.
    Group(&'a [RequirementId]),
}

impl Graph {
    /// The graph of a catalogue; where it is an overlay, [`Graph::with_overlay`] is cheaper.
    #[must_use]
    pub fn new(catalog: Arc<Catalog>) -> Self {
        let below = match catalog.base() {
            Some(base) => Self { catalog: Arc::clone(&catalog), ..Self::new(Arc::clone(base)) },
            None => Self { catalog: Arc::clone(&catalog), parts: Vec::new(), node_count: 0 },
        };
        below.with_part(&catalog)
    }

    /// The graph of an overlay on top of this one.
    ///
    /// # Errors
    /// [`NotAnOverlay`] unless the base of `overlay` is the very catalogue of this graph.
    pub fn with_overlay(&self, overlay: Arc<Catalog>) -> Result<Self, NotAnOverlay> {
        if !overlay.base().is_some_and(|base| Arc::ptr_eq(base, &self.catalog)) {
            return Err(NotAnOverlay);
        }
        let below = Self { catalog: Arc::clone(&overlay), ..self.clone() };
        Ok(below.with_part(&overlay))
    }

    fn with_part(mut self, catalog: &Catalog) -> Self {
        let part = Part::new(&self, catalog);
        self.node_count = part.end();
        self.parts.push(Arc::new(part));
        self
    }

    /// The catalogue that it was made from.
    #[must_use]
    pub const fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    pub(crate) const fn node_count(&self) -> usize {
        self.node_count as usize
    }

    pub(crate) fn decomposition_count(&self) -> usize {
        self.parts.last().map_or(0, |part| part.end_of_decompositions() as usize)
    }

    pub(crate) fn parts(&self) -> &[Arc<Part>] {
        &self.parts
    }

    /// The mapping and direction of an arc.
    pub(crate) fn edge(&self, arc: u32) -> Option<EdgeCode> {
        self.parts.iter().find_map(|part| part.approved.edge(arc).or_else(|| part.draft.edge(arc)))
    }

    pub(crate) fn has_links(&self) -> bool {
        self.parts.iter().any(|part| !part.links.is_empty())
    }

    pub(crate) fn has_decompositions(&self) -> bool {
        self.decomposition_count() > 0
    }

    #[inline]
    fn part_of_node(&self, node: u32) -> Option<&Part> {
        match self.parts.as_slice() {
            [only] => Some(only),
            several => several.iter().rev().map(Arc::as_ref).find(|part| node >= part.first_node()),
        }
    }

    #[inline]
    fn part_of_requirement(&self, id: RequirementId) -> Option<&Part> {
        match self.parts.as_slice() {
            [only] => Some(only),
            several => {
                several.iter().rev().map(Arc::as_ref).find(|part| id.raw() >= part.first_requirement())
            }
        }
    }

    /// The node of a requirement; `None` for an id of another catalogue.
    #[inline]
    pub(crate) fn node(&self, id: RequirementId) -> Option<u32> {
        self.part_of_requirement(id)?.node(id)
    }

    #[inline]
    pub(crate) fn kind(&self, node: u32) -> Option<NodeKind<'_>> {
        self.part_of_node(node)?.kind(node)
    }

    /// The node of one side of a mapping; `None` where no mapping puts exactly these together.
    pub(crate) fn side(&self, side: &[RequirementId]) -> Option<u32> {
        match side {
            [only] => self.node(*only),
            several => self.parts.iter().find_map(|part| part.group(several)),
        }
    }

    /// The requirement that a node stands for; `None` for a group.
    #[inline]
    pub(crate) fn requirement_of(&self, node: u32) -> Option<RequirementId> {
        match self.kind(node)? {
            NodeKind::Requirement(id) => Some(id),
            NodeKind::Group(_) => None,
        }
    }

    #[inline]
    pub(crate) fn info(&self, id: RequirementId) -> Option<&NodeInfo> {
        self.part_of_requirement(id)?.info(id)
    }

    pub(crate) fn decomposition(&self, id: u32) -> Option<&Decomposition> {
        self.parts.iter().rev().find_map(|part| part.decomposition(id))
    }
}

/// The catalogue given is no overlay of the graph's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnOverlay;

impl NotAnOverlay {
    /// A stable code for machines.
    pub const CODE: &'static str = "not-an-overlay";
}

impl fmt::Display for NotAnOverlay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the catalogue is not an overlay of the one that the graph was made from")
    }
}

impl std::error::Error for NotAnOverlay {}
