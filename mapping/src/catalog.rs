use std::ops::Range;
use std::sync::Arc;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::catalog_fault::CatalogFault;
use crate::crosswalk::Mapping;
use crate::reference::Reference;
use crate::requirement::Requirement;

/// Frameworks with their requirements, and the mappings between them: resolved, checked, in a defined order.
///
/// Frameworks stand in the order of their keys, requirements in that of their document, mappings in that of their
/// ends; so neither the order of files nor that of loading can change an answer. An overlay is a catalogue on top of
/// another: its ids go on where those of its base end, and nothing of the base is copied.
#[derive(Debug)]
pub struct Catalog {
    base: Option<Arc<Catalog>>,
    first: Offsets,
    frameworks: Vec<Framework>,
    ranges: Vec<Range<u32>>,
    requirements: Vec<Requirement>,
    frameworks_of: Vec<FrameworkId>,
    parents: Vec<Option<RequirementId>>,
    /// Per framework, its requirements in the order of their ids.
    by_id: Vec<Vec<u32>>,
    mappings: Vec<Mapping>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Offsets {
    frameworks: u16,
    requirements: u32,
    mappings: u32,
}

/// A framework of a [`Catalog`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FrameworkId(u16);

/// A requirement of a [`Catalog`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequirementId(u32);

/// A mapping of a [`Catalog`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MappingId(u32);

impl FrameworkId {
    /// Its place in the order of the catalogue.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl RequirementId {
    pub(crate) const fn new(index: u32) -> Self {
        Self(index)
    }

    pub(crate) const fn raw(self) -> u32 {
        self.0
    }

    /// Its place in the order of the catalogue.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl MappingId {
    pub(crate) const fn new(index: u32) -> Self {
        Self(index)
    }

    pub(crate) const fn raw(self) -> u32 {
        self.0
    }

    /// Its place in the order of the catalogue.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One edition of one framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framework {
    /// Name and edition: `iso-42001:2023`.
    pub key: String,
    /// How people cite it: `ISO/IEC 42001:2023`.
    pub title: String,
    /// A shared reference such as the Harmonized Structure: never an obligation of anyone.
    pub hub: bool,
}

/// A framework with its requirements, in the order of the document.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameworkContent {
    /// The framework.
    pub framework: Framework,
    /// Its requirements.
    pub requirements: Vec<Requirement>,
}

impl Catalog {
    /// Frameworks without mappings; [`Catalog::with_mappings`] adds those.
    ///
    /// # Errors
    /// Every [`CatalogFault`] of the frameworks, in their order.
    pub fn new(frameworks: Vec<FrameworkContent>) -> Result<Self, Vec<CatalogFault>> {
        Self::assemble(None, frameworks)
    }

    /// An organisation's own frameworks and mappings on top of `base`.
    ///
    /// # Errors
    /// Every [`CatalogFault`] of the frameworks, in their order.
    pub fn overlay(base: Arc<Self>, frameworks: Vec<FrameworkContent>) -> Result<Self, Vec<CatalogFault>> {
        Self::assemble(Some(base), frameworks)
    }

    fn assemble(
        base: Option<Arc<Self>>,
        mut contents: Vec<FrameworkContent>,
    ) -> Result<Self, Vec<CatalogFault>> {
        contents.sort_by(|a, b| a.framework.key.cmp(&b.framework.key));
        let first = base.as_ref().map_or_else(Offsets::default, |base| base.end());
        let mut catalog = Self {
            base,
            first,
            frameworks: Vec::new(),
            ranges: Vec::new(),
            requirements: Vec::new(),
            frameworks_of: Vec::new(),
            parents: Vec::new(),
            by_id: Vec::new(),
            mappings: Vec::new(),
        };
        let mut faults = Vec::new();
        for content in contents {
            catalog.add(content, &mut faults);
        }
        if faults.is_empty() { Ok(catalog) } else { Err(faults) }
    }

    fn add(&mut self, content: FrameworkContent, faults: &mut Vec<CatalogFault>) {
        let FrameworkContent { framework, requirements } = content;
        let key = framework.key.clone();
        if self.framework(&key).is_some() {
            faults.push(CatalogFault::DuplicateFramework { key });
            return;
        }
        let fits = |count: usize, more: usize, most: usize| count + more < most;
        if !fits(
            self.first.requirements as usize,
            self.requirements.len() + requirements.len(),
            MOST_REQUIREMENTS,
        ) || !fits(self.first.frameworks as usize, self.frameworks.len() + 1, usize::from(u16::MAX))
        {
            faults.push(CatalogFault::TooLarge);
            return;
        }
        let framework_id = FrameworkId(self.first.frameworks + truncated_u16(self.frameworks.len()));
        let start = self.first.requirements + truncated_u32(self.requirements.len());
        let mut by_id: Vec<u32> = (0..truncated_u32(requirements.len())).collect();
        let id_of = |position: u32| requirements.get(position as usize).map_or("", |r| r.id.as_str());
        by_id.sort_by(|&a, &b| id_of(a).cmp(id_of(b)).then(a.cmp(&b)));
        let mut repeated: Vec<u32> = by_id
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] if id_of(*a) == id_of(*b) => Some(*b),
                _ => None,
            })
            .collect();
        repeated.sort_unstable();
        faults.extend(repeated.into_iter().map(|position| CatalogFault::DuplicateRequirement {
            reference: format!("{key}/{}", id_of(position)),
        }));
        let mut parents = Vec::with_capacity(requirements.len());
        for requirement in &requirements {
            if let Err(error) = Reference::new(&key, &requirement.id) {
                faults.push(CatalogFault::Reference { message: error.to_string() });
            }
            let parent = requirement.parent.as_deref().and_then(|parent| {
                let found = by_id.binary_search_by(|&position| id_of(position).cmp(parent));
                let found = found.ok().and_then(|at| by_id.get(at)).copied();
                if found.is_none() {
                    faults.push(CatalogFault::UnknownParent {
                        reference: format!("{key}/{}", requirement.id),
                        parent: parent.to_owned(),
                    });
                }
                found
            });
            parents.push(parent);
        }
        faults.extend(cycles(&parents).into_iter().map(|members| CatalogFault::HierarchyCycle {
            references: members.into_iter().map(|member| format!("{key}/{}", id_of(member))).collect(),
        }));
        by_id.iter_mut().for_each(|position| *position += start);
        self.parents.extend(parents.into_iter().map(|parent| parent.map(|p| RequirementId(start + p))));
        self.frameworks_of.resize(self.frameworks_of.len() + requirements.len(), framework_id);
        self.requirements.extend(requirements);
        self.ranges.push(start..self.first.requirements + truncated_u32(self.requirements.len()));
        self.by_id.push(by_id);
        self.frameworks.push(framework);
    }

    /// Replaces this layer's mappings. Their order as given plays no part; a base's mappings stay as they are.
    ///
    /// # Errors
    /// Every [`CatalogFault`] of the mappings, by their position in `mappings`.
    pub fn with_mappings(mut self, mut mappings: Vec<Mapping>) -> Result<Self, Vec<CatalogFault>> {
        let mut faults = Vec::new();
        if self.first.mappings as usize + mappings.len() >= MOST_MAPPINGS {
            return Err(vec![CatalogFault::TooLarge]);
        }
        let count = self.first.requirements + truncated_u32(self.requirements.len());
        for (position, mapping) in mappings.iter_mut().enumerate() {
            for side in [&mut mapping.from, &mut mapping.to] {
                side.sort_unstable();
                side.dedup();
            }
            if mapping.from.is_empty() || mapping.to.is_empty() {
                faults.push(CatalogFault::EmptySide { position });
            }
            if mapping.from.iter().chain(&mapping.to).any(|id| id.0 >= count) {
                faults.push(CatalogFault::UnknownRequirement { position });
            }
            if mapping.from == mapping.to || mapping.from.iter().any(|id| mapping.to.contains(id)) {
                faults.push(CatalogFault::SameOnBothSides { position });
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        mappings.sort_by(|a, b| {
            (&a.from, &a.to, a.relation, a.status, &a.crosswalk, &a.rationale)
                .cmp(&(&b.from, &b.to, b.relation, b.status, &b.crosswalk, &b.rationale))
                .then(a.confidence.value().total_cmp(&b.confidence.value()))
                .then_with(|| (&a.author, &a.reviewer).cmp(&(&b.author, &b.reviewer)))
        });
        self.mappings = mappings;
        Ok(self)
    }

    /// The catalogue beneath, where this one is an overlay.
    #[must_use]
    pub const fn base(&self) -> Option<&Arc<Self>> {
        self.base.as_ref()
    }

    fn end(&self) -> Offsets {
        Offsets {
            frameworks: self.first.frameworks + truncated_u16(self.frameworks.len()),
            requirements: self.first.requirements + truncated_u32(self.requirements.len()),
            mappings: self.first.mappings + truncated_u32(self.mappings.len()),
        }
    }

    /// How many requirements there are, those of a base included.
    #[must_use]
    pub fn requirement_count(&self) -> usize {
        self.end().requirements as usize
    }

    /// How many mappings there are, those of a base included.
    #[must_use]
    pub fn mapping_count(&self) -> usize {
        self.end().mappings as usize
    }

    pub(crate) const fn first_requirement(&self) -> u32 {
        self.first.requirements
    }

    pub(crate) const fn first_mapping(&self) -> u32 {
        self.first.mappings
    }

    /// How many frameworks there are, those of a base included.
    #[must_use]
    pub fn framework_count(&self) -> usize {
        usize::from(self.end().frameworks)
    }

    /// This layer's own frameworks, by key; a base's are not among them.
    pub fn own_frameworks(&self) -> impl Iterator<Item = (FrameworkId, &Framework)> {
        (self.first.frameworks..).map(FrameworkId).zip(&self.frameworks)
    }

    /// All frameworks: those of a base first, then by key.
    pub fn frameworks(&self) -> impl Iterator<Item = (FrameworkId, &Framework)> {
        (0..self.end().frameworks).map(FrameworkId).filter_map(|id| Some((id, self.framework_by_id(id)?)))
    }

    /// The framework with this key.
    #[must_use]
    pub fn framework(&self, key: &str) -> Option<FrameworkId> {
        let here = self.frameworks.binary_search_by(|framework| framework.key.as_str().cmp(key)).ok();
        here.map(|position| FrameworkId(self.first.frameworks + truncated_u16(position)))
            .or_else(|| self.base.as_ref().and_then(|base| base.framework(key)))
    }

    /// The layer that holds an id, by the first id of each layer.
    fn layer(&self, is_here: impl Fn(&Self) -> bool) -> &Self {
        let mut layer = self;
        while !is_here(layer) {
            match layer.base.as_deref() {
                Some(base) => layer = base,
                None => break,
            }
        }
        layer
    }

    /// The framework of this id; `None` for an id of another catalogue.
    #[must_use]
    pub fn framework_by_id(&self, id: FrameworkId) -> Option<&Framework> {
        let layer = self.layer(|layer| id.0 >= layer.first.frameworks);
        layer.frameworks.get((id.0 - layer.first.frameworks) as usize)
    }

    /// The ids of a framework's requirements, in the order of its document.
    pub fn requirements_of(&self, id: FrameworkId) -> impl Iterator<Item = RequirementId> + use<> {
        let layer = self.layer(|layer| id.0 >= layer.first.frameworks);
        let range = layer.ranges.get((id.0 - layer.first.frameworks) as usize).cloned();
        range.unwrap_or_default().map(RequirementId)
    }

    /// The ids of this layer's own requirements, in order; a base's are not among them.
    pub fn own_requirement_ids(&self) -> impl Iterator<Item = RequirementId> + use<> {
        (self.first.requirements..self.end().requirements).map(RequirementId)
    }

    /// All requirement ids, in order, those of a base included.
    pub fn requirement_ids(&self) -> impl Iterator<Item = RequirementId> + use<> {
        (0..self.end().requirements).map(RequirementId)
    }

    /// The requirement of this id; `None` for an id of another catalogue.
    #[must_use]
    pub fn requirement(&self, id: RequirementId) -> Option<&Requirement> {
        let layer = self.layer(|layer| id.0 >= layer.first.requirements);
        layer.requirements.get((id.0 - layer.first.requirements) as usize)
    }

    /// The requirement above this one.
    #[must_use]
    pub fn parent(&self, id: RequirementId) -> Option<RequirementId> {
        let layer = self.layer(|layer| id.0 >= layer.first.requirements);
        layer.parents.get((id.0 - layer.first.requirements) as usize).copied().flatten()
    }

    /// The framework that holds this requirement.
    #[must_use]
    pub fn framework_of(&self, id: RequirementId) -> Option<FrameworkId> {
        let layer = self.layer(|layer| id.0 >= layer.first.requirements);
        layer.frameworks_of.get((id.0 - layer.first.requirements) as usize).copied()
    }

    /// The human reference of this requirement.
    #[must_use]
    pub fn reference(&self, id: RequirementId) -> Option<Reference> {
        let framework = self.framework_by_id(self.framework_of(id)?)?;
        Reference::new(&framework.key, &self.requirement(id)?.id).ok()
    }

    /// The requirement that a reference names.
    #[must_use]
    pub fn find(&self, reference: &Reference) -> Option<RequirementId> {
        let framework = self.framework(reference.framework())?;
        let layer = self.layer(|layer| framework.0 >= layer.first.frameworks);
        let by_id = layer.by_id.get((framework.0 - layer.first.frameworks) as usize)?;
        let id_of = |at: u32| {
            let requirement = layer.requirements.get((at - layer.first.requirements) as usize);
            requirement.map_or("", |requirement| requirement.id.as_str())
        };
        let at = by_id.binary_search_by(|&at| id_of(at).cmp(reference.id())).ok()?;
        by_id.get(at).copied().map(RequirementId)
    }

    /// The mapping of this id; `None` for an id of another catalogue.
    #[must_use]
    pub fn mapping(&self, id: MappingId) -> Option<&Mapping> {
        let layer = self.layer(|layer| id.0 >= layer.first.mappings);
        layer.mappings.get((id.0 - layer.first.mappings) as usize)
    }

    /// This layer's own mappings with their ids, in order; a base's are not among them.
    pub fn own_mappings(&self) -> impl Iterator<Item = (MappingId, &Mapping)> {
        (self.first.mappings..).map(MappingId).zip(&self.mappings)
    }

    /// All mapping ids, in order, those of a base included.
    pub fn mapping_ids(&self) -> impl Iterator<Item = MappingId> + use<> {
        (0..self.end().mappings).map(MappingId)
    }
}

/// Ids are 32 bits, and joint mappings need some of them for their groups.
const MOST_REQUIREMENTS: usize = 1 << 30;
const MOST_MAPPINGS: usize = 1 << 29;

#[expect(
    clippy::cast_possible_truncation,
    reason = "INVARIANT: `add` refuses more frameworks than u16 holds"
)]
const fn truncated_u16(count: usize) -> u16 {
    count as u16
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "INVARIANT: `add` and `with_mappings` refuse more than MOST_REQUIREMENTS and MOST_MAPPINGS"
)]
const fn truncated_u32(count: usize) -> u32 {
    count as u32
}

/// The rings among `parents`, each in ascending order.
fn cycles(parents: &[Option<u32>]) -> Vec<Vec<u32>> {
    let forward =
        parents.iter().zip(0u32..).all(|(parent, child)| parent.is_none_or(|parent| parent < child));
    if forward {
        return Vec::new();
    }
    let edges = parents.iter().zip(0u32..).filter_map(|(parent, child)| parent.map(|parent| (child, parent)));
    let graph: DiGraph<(), (), u32> = DiGraph::from_edges(edges);
    let itself = |node: NodeIndex<u32>| graph.contains_edge(node, node);
    let mut rings: Vec<Vec<u32>> = kosaraju_scc(&graph)
        .into_iter()
        .filter(|component| component.len() > 1 || component.iter().any(|&node| itself(node)))
        .map(|component| component.into_iter().map(|node| truncated_u32(node.index())).collect())
        .collect();
    rings.iter_mut().for_each(|ring| ring.sort_unstable());
    rings.sort_unstable();
    rings
}
