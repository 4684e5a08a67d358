use chrono::NaiveDate;

use crate::arcs::{Arc, Arcs, EdgeCode};
use crate::automaton::ArcClass;
use crate::catalog::{Catalog, RequirementId};
use crate::crosswalk::{Mapping, MappingStatus};
use crate::graph::{Graph, NodeKind};
use crate::hierarchy::{Adjacency, Decomposition, Link};
use crate::requirement::Requirement;
use crate::subject::SubjectKind;

/// The nodes and edges that one catalogue adds to a graph: its requirements, the groups of its joint mappings, and
/// what lies between them.
#[derive(Debug)]
pub(crate) struct Part {
    nodes: Nodes,
    infos: Vec<NodeInfo>,
    first_decomposition: u32,
    decompositions: Vec<Decomposition>,
    pub(crate) approved: Arcs,
    pub(crate) draft: Arcs,
    pub(crate) links: Adjacency<Link>,
    pub(crate) memberships: Adjacency<u32>,
}

/// Which node stands for what: the requirements in their order, so that answers are read off in it, then the groups.
#[derive(Debug)]
struct Nodes {
    first_node: u32,
    first_requirement: u32,
    requirement_count: u32,
    /// The members of each group, in ascending order.
    groups: Vec<Box<[RequirementId]>>,
}

/// What an answer needs to know of a requirement without its catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeInfo {
    pub(crate) subject: Option<SubjectKind>,
    pub(crate) framework: u16,
    pub(crate) per_ai_system: bool,
    pub(crate) repealed_on: Option<NaiveDate>,
    /// Someone's obligation: it holds content, is no mere heading, and its framework is no hub.
    pub(crate) obligation: bool,
}

/// Counts of nodes and edges stay below 2^30, as those of a catalogue do.
fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

impl Part {
    pub(crate) fn new(below: &Graph, catalog: &Catalog) -> Self {
        let own: Vec<&Requirement> = (catalog.first_requirement()..)
            .map_while(|id| catalog.requirement(RequirementId::new(id)))
            .collect();
        let nodes = Nodes::new(below, catalog, own.len());
        let parents: Vec<Option<u32>> = (catalog.first_requirement()..)
            .take(own.len())
            .map(|id| {
                catalog.parent(RequirementId::new(id)).map(|parent| parent.raw() - nodes.first_requirement)
            })
            .collect();
        let content = holds_content(&own, &parents);
        let ids = (nodes.first_requirement..).map(RequirementId::new);
        let infos = ids.zip(&own).zip(&content);
        let infos =
            infos.map(|((id, requirement), &content)| NodeInfo::of(catalog, id, requirement, content));

        let (mut links, mut decompositions) = hierarchy(&nodes, &own, &parents, &content);
        let node = |id: RequirementId| nodes.of_requirement(id).or_else(|| below.node(id));
        for (members, group) in nodes.groups.iter().zip(nodes.requirement_count..) {
            let group = nodes.at(group);
            let members: Box<[u32]> = members.iter().filter_map(|id| node(*id)).collect();
            for &member in &members {
                links.push((group, Link { target: member, class: ArcClass::Member }));
                links.push((member, Link { target: group, class: ArcClass::Group }));
            }
            decompositions.push(Decomposition { whole: group, members });
        }
        let first_decomposition = count(below.decomposition_count());
        let memberships = decompositions
            .iter()
            .zip(first_decomposition..)
            .flat_map(|(decomposition, id)| decomposition.members.iter().map(move |&member| (member, id)))
            .collect();

        let side = |ids: &[RequirementId]| match ids {
            [only] => node(*only),
            several => nodes.group(several).or_else(|| below.side(several)),
        };
        let (approved, draft) = arcs(catalog, side);
        let dense = below.parts().is_empty().then_some(nodes.len() as usize);
        let first_arc = below.parts().last().map_or(0, |part| part.draft.end());
        let approved = Arcs::new(approved, dense, first_arc);
        Self {
            infos: infos.collect(),
            first_decomposition,
            draft: Arcs::new(draft, dense, approved.end()),
            approved,
            links: Adjacency::new(links),
            memberships: Adjacency::new(memberships),
            decompositions,
            nodes,
        }
    }

    pub(crate) const fn first_node(&self) -> u32 {
        self.nodes.first_node
    }

    pub(crate) const fn first_requirement(&self) -> u32 {
        self.nodes.first_requirement
    }

    /// The node after the last.
    pub(crate) fn end(&self) -> u32 {
        self.nodes.first_node + self.nodes.len()
    }

    pub(crate) fn end_of_decompositions(&self) -> u32 {
        self.first_decomposition + count(self.decompositions.len())
    }

    #[inline]
    pub(crate) fn node(&self, id: RequirementId) -> Option<u32> {
        self.nodes.of_requirement(id)
    }

    pub(crate) fn group(&self, members: &[RequirementId]) -> Option<u32> {
        self.nodes.group(members)
    }

    #[inline]
    pub(crate) fn kind(&self, node: u32) -> Option<NodeKind<'_>> {
        let place = node - self.nodes.first_node;
        match place.checked_sub(self.nodes.requirement_count) {
            None => Some(NodeKind::Requirement(RequirementId::new(self.nodes.first_requirement + place))),
            Some(group) => self.nodes.groups.get(group as usize).map(|members| NodeKind::Group(members)),
        }
    }

    #[inline]
    pub(crate) fn info(&self, id: RequirementId) -> Option<&NodeInfo> {
        self.infos.get((id.raw() - self.nodes.first_requirement) as usize)
    }

    pub(crate) fn decomposition(&self, id: u32) -> Option<&Decomposition> {
        self.decompositions.get(id.checked_sub(self.first_decomposition)? as usize)
    }
}

impl Nodes {
    fn new(below: &Graph, catalog: &Catalog, requirements: usize) -> Self {
        let used = || catalog.own_mappings().map(|(_, mapping)| mapping).filter(|mapping| is_used(mapping));
        let sides = || used().flat_map(|mapping| [&mapping.from, &mapping.to]);
        let mut groups: Vec<Box<[RequirementId]>> = sides()
            .filter(|side| side.len() > 1 && below.side(side).is_none())
            .map(|side| side.clone().into_boxed_slice())
            .collect();
        groups.sort_unstable();
        groups.dedup();
        Self {
            first_node: count(below.node_count()),
            first_requirement: catalog.first_requirement(),
            requirement_count: count(requirements),
            groups,
        }
    }

    fn len(&self) -> u32 {
        self.requirement_count + count(self.groups.len())
    }

    /// The node at a place among this part's requirements and groups.
    const fn at(&self, place: u32) -> u32 {
        self.first_node + place
    }

    #[inline]
    fn of_requirement(&self, id: RequirementId) -> Option<u32> {
        let place = id.raw().checked_sub(self.first_requirement)?;
        (place < self.requirement_count).then_some(self.at(place))
    }

    fn group(&self, members: &[RequirementId]) -> Option<u32> {
        let group = self.groups.binary_search_by(|group| group.as_ref().cmp(members)).ok()?;
        Some(self.at(self.requirement_count + count(group)))
    }
}

fn is_used(mapping: &Mapping) -> bool {
    mapping.status != MappingStatus::Retired
}

type Links = Vec<(u32, Link)>;

/// The steps between parents and children, and the complete decompositions.
fn hierarchy(
    nodes: &Nodes,
    own: &[&Requirement],
    parents: &[Option<u32>],
    content: &[bool],
) -> (Links, Vec<Decomposition>) {
    let mut links = Vec::new();
    let mut decompositions = Vec::new();
    let mut children: Vec<Vec<u32>> = vec![Vec::new(); own.len()];
    for (parent, child) in parents.iter().zip(0u32..) {
        if let Some(siblings) = parent.and_then(|parent| children.get_mut(parent as usize)) {
            siblings.push(child);
        }
    }
    for ((requirement, children), parent) in own.iter().zip(&children).zip(0u32..) {
        let parent = nodes.at(parent);
        let with_content = |child: &&u32| content.get(**child as usize).copied().unwrap_or(false);
        let members: Box<[u32]> =
            children.iter().filter(with_content).map(|child| nodes.at(*child)).collect();
        let sole = requirement.complete && members.len() == 1;
        for child in children.iter().map(|child| nodes.at(*child)) {
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
    (links, decompositions)
}

/// The arcs of approved mappings and of drafts, in both directions each.
fn arcs(catalog: &Catalog, side: impl Fn(&[RequirementId]) -> Option<u32>) -> (Vec<Arc>, Vec<Arc>) {
    let (mut approved, mut draft) = (Vec::with_capacity(2 * catalog.own_mappings().count()), Vec::new());
    for ((_, mapping), index) in catalog.own_mappings().zip(catalog.first_mapping()..) {
        let arcs = match mapping.status {
            MappingStatus::Approved => &mut approved,
            MappingStatus::Draft => &mut draft,
            MappingStatus::Retired => continue,
        };
        let (Some(source), Some(target)) = (side(&mapping.from), side(&mapping.to)) else { continue };
        let (relation, confidence) = (mapping.relation, mapping.confidence.value());
        let (forward, backward) = (EdgeCode::forward(index), EdgeCode::backward(index));
        let class = ArcClass::of(relation);
        arcs.push(Arc { source, target, class, confidence, edge: forward });
        let class = ArcClass::of(relation.inverse());
        arcs.push(Arc { source: target, target: source, class, confidence, edge: backward });
    }
    (approved, draft)
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
fn holds_content(own: &[&Requirement], parents: &[Option<u32>]) -> Vec<bool> {
    let mut content = vec![false; own.len()];
    for (requirement, place) in own.iter().zip(0u32..) {
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
