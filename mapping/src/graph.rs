use std::sync::Arc;

use chrono::NaiveDate;

use crate::arcs::{self, Arcs, EdgeCode};
use crate::automaton::ArcClass;
use crate::catalog::{Catalog, RequirementId};
use crate::crosswalk::MappingStatus;
use crate::hierarchy::{Adjacency, Decomposition, Link};
use crate::requirement::Requirement;
use crate::subject::SubjectKind;

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

/// The nodes and edges that one catalogue adds. Its nodes are its requirements, then the groups of its joint mappings.
#[derive(Debug)]
pub(crate) struct Part {
    first_node: u32,
    first_requirement: u32,
    first_decomposition: u32,
    nodes: Vec<NodeInfo>,
    /// The members of each group, in ascending order; a group's node stands at its place after the requirements.
    groups: Vec<Box<[u32]>>,
    pub(crate) approved: Arcs,
    pub(crate) draft: Arcs,
    pub(crate) links: Adjacency<Link>,
    pub(crate) memberships: Adjacency<u32>,
    decompositions: Vec<Decomposition>,
}

/// What a search needs to know of a node without its catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeInfo {
    pub(crate) subject: Option<SubjectKind>,
    pub(crate) framework: u16,
    pub(crate) per_ai_system: bool,
    pub(crate) repealed_on: Option<NaiveDate>,
    /// Someone's obligation: it holds content, is no mere heading, and its framework is no hub.
    pub(crate) obligation: bool,
}

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind<'a> {
    Requirement(RequirementId),
    Group(&'a [u32]),
}

impl Graph {
    /// The graph of a catalogue without a base.
    #[must_use]
    pub fn new(catalog: Arc<Catalog>) -> Self {
        let parts = Vec::new();
        Self { catalog: Arc::clone(&catalog), parts, node_count: 0 }.with_part(&catalog)
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
        self.parts.last().map_or(0, |part| part.first_decomposition as usize + part.decompositions.len())
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

    fn part_of_node(&self, node: u32) -> Option<&Part> {
        self.parts.iter().rev().map(Arc::as_ref).find(|part| node >= part.first_node)
    }

    /// The node of a requirement; `None` for an id of another catalogue.
    pub(crate) fn node(&self, id: RequirementId) -> Option<u32> {
        let part = self.parts.iter().rev().find(|part| id.raw() >= part.first_requirement)?;
        let node = part.first_node + (id.raw() - part.first_requirement);
        (node < part.first_node + part.requirement_count()).then_some(node)
    }

    pub(crate) fn kind(&self, node: u32) -> Option<NodeKind<'_>> {
        let part = self.part_of_node(node)?;
        let place = node - part.first_node;
        if place < part.requirement_count() {
            return Some(NodeKind::Requirement(RequirementId::new(part.first_requirement + place)));
        }
        part.groups.get((place - part.requirement_count()) as usize).map(|members| NodeKind::Group(members))
    }

    /// The node that stands for several nodes together, if a joint mapping names exactly these.
    pub(crate) fn group(&self, members: &[u32]) -> Option<u32> {
        self.parts.iter().find_map(|part| part.group(members))
    }

    /// The node of one side of a mapping.
    pub(crate) fn side(&self, side: &[RequirementId]) -> Option<u32> {
        match side {
            [only] => self.node(*only),
            several => self.group(&several.iter().filter_map(|id| self.node(*id)).collect::<Vec<_>>()),
        }
    }

    /// The requirement that a node stands for; `None` for a group.
    pub(crate) fn requirement_of(&self, node: u32) -> Option<RequirementId> {
        match self.kind(node)? {
            NodeKind::Requirement(id) => Some(id),
            NodeKind::Group(_) => None,
        }
    }

    pub(crate) fn info(&self, node: u32) -> Option<NodeInfo> {
        let part = self.part_of_node(node)?;
        part.nodes.get((node - part.first_node) as usize).copied()
    }

    pub(crate) fn decomposition(&self, id: u32) -> Option<&Decomposition> {
        let part = self.parts.iter().rev().find(|part| id >= part.first_decomposition)?;
        part.decompositions.get((id - part.first_decomposition) as usize)
    }
}

impl Part {
    fn new(below: &Graph, catalog: &Catalog) -> Self {
        let first_node = below.node_count;
        let first_requirement = catalog.first_requirement();
        let own: Vec<(RequirementId, &Requirement)> = (first_requirement..)
            .map(RequirementId::new)
            .map_while(|id| catalog.requirement(id).map(|requirement| (id, requirement)))
            .collect();
        let node_of = |id: RequirementId| {
            if id.raw() >= first_requirement {
                Some(first_node + (id.raw() - first_requirement))
            } else {
                below.node(id)
            }
        };
        let parents: Vec<Option<u32>> = own
            .iter()
            .map(|(id, _)| catalog.parent(*id).map(|parent| parent.raw() - first_requirement))
            .collect();
        let content = holds_content(&own, &parents);
        let nodes = own
            .iter()
            .zip(&content)
            .map(|((id, requirement), &content)| NodeInfo::of(catalog, *id, requirement, content))
            .collect();

        let mut links = Vec::new();
        let mut decompositions = Vec::new();
        let mut children: Vec<Vec<u32>> = vec![Vec::new(); own.len()];
        for (child, parent) in parents.iter().enumerate() {
            if let Some(siblings) = parent.and_then(|parent| children.get_mut(parent as usize)) {
                siblings.push(child.try_into().unwrap_or(u32::MAX));
            }
        }
        for (((_, requirement), children), place) in own.iter().zip(&children).zip(0u32..) {
            let parent = first_node + place;
            let with_content = |child: &&u32| content.get(**child as usize).copied().unwrap_or(false);
            let members: Box<[u32]> =
                children.iter().filter(with_content).map(|child| first_node + child).collect();
            let sole = requirement.complete && members.len() == 1;
            for &child in children {
                let child = first_node + child;
                let (down, up) = if sole && members.contains(&child) {
                    (ArcClass::Equal, ArcClass::Equal)
                } else {
                    (ArcClass::Superset, ArcClass::Subset)
                };
                links.push((parent, Link { target: child, class: down }));
                links.push((child, Link { target: parent, class: up }));
            }
            if requirement.complete && members.len() > 1 {
                decompositions.push(Decomposition { whole: parent, members });
            }
        }

        let groups = new_groups(below, catalog, node_of);
        let first_group = first_node + u32::try_from(own.len()).unwrap_or(u32::MAX);
        let side = |side: &[RequirementId]| {
            let members: Vec<u32> = side.iter().filter_map(|id| node_of(*id)).collect();
            match *members {
                [only] => Some(only),
                _ => below.group(&members).or_else(|| position(&groups, first_group, &members)),
            }
        };
        let (mut approved, mut draft) = (Vec::new(), Vec::new());
        for ((_, mapping), index) in catalog.own_mappings().zip(catalog.first_mapping()..) {
            let arcs = match mapping.status {
                MappingStatus::Approved => &mut approved,
                MappingStatus::Draft => &mut draft,
                MappingStatus::Retired => continue,
            };
            let (Some(source), Some(target)) = (side(&mapping.from), side(&mapping.to)) else { continue };
            let (class, confidence) = (mapping.relation, mapping.confidence.value());
            arcs.push(arcs::Arc {
                source,
                target,
                class: ArcClass::of(class),
                confidence,
                edge: EdgeCode::forward(index),
            });
            arcs.push(arcs::Arc {
                source: target,
                target: source,
                class: ArcClass::of(class.inverse()),
                confidence,
                edge: EdgeCode::backward(index),
            });
        }
        for (members, group) in groups.iter().zip(first_group..) {
            for &member in members {
                links.push((group, Link { target: member, class: ArcClass::Member }));
                links.push((member, Link { target: group, class: ArcClass::Group }));
            }
            decompositions.push(Decomposition { whole: group, members: members.clone() });
        }
        let first_decomposition = u32::try_from(below.decomposition_count()).unwrap_or(u32::MAX);
        let memberships = decompositions
            .iter()
            .zip(first_decomposition..)
            .flat_map(|(decomposition, id)| decomposition.members.iter().map(move |&member| (member, id)))
            .collect();
        let dense = below.parts.is_empty().then_some(own.len() + groups.len());
        let first_arc = below.parts.last().map_or(0, |part| part.draft.end());
        let approved = Arcs::new(approved, dense, first_arc);
        Self {
            first_node,
            first_requirement,
            first_decomposition,
            nodes,
            groups,
            draft: Arcs::new(draft, dense, approved.end()),
            approved,
            links: Adjacency::new(links),
            memberships: Adjacency::new(memberships),
            decompositions,
        }
    }

    fn group(&self, members: &[u32]) -> Option<u32> {
        position(&self.groups, self.first_node + self.requirement_count(), members)
    }

    fn requirement_count(&self) -> u32 {
        self.nodes.len().try_into().unwrap_or(u32::MAX)
    }

    fn end(&self) -> u32 {
        self.first_node + self.requirement_count() + u32::try_from(self.groups.len()).unwrap_or(u32::MAX)
    }
}

/// The node of a group, by its place among `groups`.
fn position(groups: &[Box<[u32]>], first: u32, members: &[u32]) -> Option<u32> {
    let place = groups.binary_search_by(|group| group.as_ref().cmp(members)).ok()?;
    Some(first + u32::try_from(place).ok()?)
}

impl NodeInfo {
    fn of(catalog: &Catalog, id: RequirementId, requirement: &Requirement, content: bool) -> Self {
        let framework = catalog.framework_of(id);
        let hub = framework.and_then(|id| catalog.framework_by_id(id)).is_some_and(|framework| framework.hub);
        let whose = requirement.subject.is_some_and(|subject| subject != SubjectKind::Authority);
        Self {
            subject: requirement.subject,
            framework: framework.and_then(|id| u16::try_from(id.index()).ok()).unwrap_or(u16::MAX),
            per_ai_system: requirement.per_ai_system,
            repealed_on: requirement.applicability.repealed_on,
            obligation: content && whose && !hub && !requirement.kind.is_structure(),
        }
    }
}

/// Which requirements are assessable or stand above one that is.
fn holds_content(own: &[(RequirementId, &Requirement)], parents: &[Option<u32>]) -> Vec<bool> {
    let mut content = vec![false; own.len()];
    for ((_, requirement), place) in own.iter().zip(0u32..) {
        let mut above = requirement.assessable.then_some(place);
        while let Some(node) = above {
            match content.get_mut(node as usize) {
                Some(known) if !*known => *known = true,
                _ => break,
            }
            above = parents.get(node as usize).copied().flatten();
        }
    }
    content
}

/// The sides of joint mappings that no part below knows yet, in ascending order.
fn new_groups(
    below: &Graph,
    catalog: &Catalog,
    node_of: impl Fn(RequirementId) -> Option<u32>,
) -> Vec<Box<[u32]>> {
    let used = catalog.own_mappings().filter(|(_, mapping)| mapping.status != MappingStatus::Retired);
    let joint = used.flat_map(|(_, mapping)| [&mapping.from, &mapping.to]).filter(|side| side.len() > 1);
    let mut groups: Vec<Box<[u32]>> = joint
        .map(|side| side.iter().filter_map(|id| node_of(*id)).collect::<Box<[u32]>>())
        .filter(|members| below.group(members).is_none())
        .collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// The catalogue given is no overlay of the graph's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnOverlay;

impl NotAnOverlay {
    /// A stable code for machines.
    pub const CODE: &'static str = "not-an-overlay";
}

impl std::fmt::Display for NotAnOverlay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the catalogue is not an overlay of the one that the graph was made from")
    }
}

impl std::error::Error for NotAnOverlay {}
