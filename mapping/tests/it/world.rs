//! Random worlds: every requirement is a set of elements, and every mapping tells the truth about two of them.

use std::sync::Arc;

use obligraph_mapping::{
    Catalog, Claim, ClaimedCoverage, Confidence, Evidence, Framework, FrameworkContent, Graph, Kind, Mapping,
    MappingStatus, Options, RationaleKind, Relation, Requirement, RequirementId, SubjectKind,
};
use proptest::prelude::*;

/// A stream of choices; proptest shrinks it towards fewer and smaller ones.
pub struct Choices<'a> {
    values: std::iter::Copied<std::slice::Iter<'a, u16>>,
}

impl Choices<'_> {
    pub fn below(&mut self, bound: usize) -> usize {
        usize::from(self.values.next().unwrap_or(0)) % bound
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

pub fn choices() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 20..320)
}

pub const ELEMENTS: usize = 7;
pub const CONFIDENCES: [f32; 5] = [1.0, 1.0, 0.9, 0.75, 0.5];

pub fn relation(a: u16, b: u16) -> Relation {
    match (a & b == 0, a & !b == 0, b & !a == 0) {
        (true, _, _) => Relation::Disjoint,
        (_, true, true) => Relation::Equal,
        (_, true, false) => Relation::Subset,
        (_, false, true) => Relation::Superset,
        _ => Relation::Intersects,
    }
}

/// Requirements as sets, and true mappings between them.
#[derive(Clone, Debug)]
pub struct World {
    pub contents: Vec<FrameworkContent>,
    /// The set of each requirement, by position in `contents`, as `(framework, requirement)`.
    pub sets: Vec<Vec<u16>>,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub from: Vec<(usize, usize)>,
    pub to: Vec<(usize, usize)>,
    pub relation: Relation,
    pub confidence: f32,
}

impl World {
    pub fn draw(choices: &[u16]) -> (Self, Choices<'_>) {
        let mut choices = Choices { values: choices.iter().copied() };
        let mut world = Self { contents: Vec::new(), sets: Vec::new(), rows: Vec::new() };
        for framework in 0..2 + choices.below(3) {
            world.add_framework(framework, &mut choices);
        }
        for _ in 0..4 + choices.below(16) {
            world.add_row(&mut choices);
        }
        (world, choices)
    }

    fn add_framework(&mut self, number: usize, choices: &mut Choices<'_>) {
        let mut requirements: Vec<Requirement> = Vec::new();
        let mut sets: Vec<u16> = Vec::new();
        for root in 0..1 + choices.below(3) {
            let shape = choices.below(6);
            let mut leaf = |id: String, parent: Option<&str>, set: u16| {
                let mut requirement = Requirement::bare(&id, parent, Kind::Requirement);
                requirement.assessable = true;
                requirement.subject = Some(SubjectKind::Aims);
                requirements.push(requirement);
                sets.push(set);
            };
            let id = format!("r{root}");
            if shape < 3 {
                leaf(id, None, any_set(&self.sets, choices));
                continue;
            }
            let children: Vec<u16> =
                (0..1 + choices.below(3)).map(|_| any_set(&self.sets, choices)).collect();
            let united = children.iter().fold(0, |all, set| all | set);
            let complete =
                choices.chance(60) && (children.len() == 1 || children.iter().all(|&set| set != united));
            // A parent with text of its own holds something that none of its children does.
            let own = (0..16).map(|element| 1u16 << element).find(|bit| united & bit == 0);
            let set = if complete { united } else { united | own.unwrap() };
            let mut parent = Requirement::bare(&id, None, Kind::Subclause);
            parent.complete = complete;
            parent.subject = Some(SubjectKind::Aims);
            for (child, &set) in children.iter().enumerate() {
                leaf(format!("{id}.{child}"), Some(&id), set);
            }
            requirements.push(parent);
            sets.push(set);
        }
        let framework = Framework { key: format!("f{number}:1"), title: format!("F{number}"), hub: false };
        self.contents.push(FrameworkContent { framework, requirements });
        self.sets.push(sets);
    }

    fn add_row(&mut self, choices: &mut Choices<'_>) {
        let first = choices.below(self.sets.len());
        let second = (first + 1 + choices.below(self.sets.len() - 1)) % self.sets.len();
        let mut side = |framework: usize| {
            let count = self.sets[framework].len();
            let members = if choices.chance(15) { 2.min(count) } else { 1 };
            let mut ends: Vec<(usize, usize)> =
                (0..members).map(|_| (framework, choices.below(count))).collect();
            ends.sort_unstable();
            ends.dedup();
            ends
        };
        let (from, to) = (side(first), side(second));
        if self
            .rows
            .iter()
            .any(|row| (row.from == from && row.to == to) || (row.from == to && row.to == from))
        {
            return;
        }
        let relation = relation(self.together(&from), self.together(&to));
        // Of the true relations most worlds have too few that prove anything, so those are kept more often.
        let telling = matches!(relation, Relation::Equal | Relation::Superset | Relation::Subset);
        if telling || choices.chance(70) {
            let confidence = CONFIDENCES[choices.below(CONFIDENCES.len())];
            self.rows.push(Row { from, to, relation, confidence });
        }
    }

    /// What is true of its two sides.
    pub fn relation_of(&self, row: &Row) -> Relation {
        relation(self.together(&row.from), self.together(&row.to))
    }

    pub fn together(&self, ends: &[(usize, usize)]) -> u16 {
        ends.iter().fold(0, |all, &(framework, requirement)| all | self.sets[framework][requirement])
    }

    /// Evidence as a set, and what it can truly claim.
    pub fn draw_evidence(&self, graph: &Graph, choices: &mut Choices<'_>) -> (u16, Evidence) {
        let set = (0..1 + choices.below(3)).fold(0, |set, _| set | any_set(&self.sets, choices));
        let mut claims = Vec::new();
        for _ in 0..1 + choices.below(3) {
            let framework = choices.below(self.sets.len());
            let requirement = choices.below(self.sets[framework].len());
            let coverage = match relation(set, self.sets[framework][requirement]) {
                Relation::Equal | Relation::Superset => ClaimedCoverage::Full,
                Relation::Subset | Relation::Intersects => ClaimedCoverage::Partial,
                Relation::Disjoint => continue,
            };
            let confidence = Confidence::new(CONFIDENCES[choices.below(CONFIDENCES.len())]).unwrap();
            let id = self.id(graph.catalog(), framework, requirement);
            claims.push(Claim { confidence, ..Claim::new(id, coverage) });
        }
        (set, Evidence { claims, covers: vec![SubjectKind::Aims.into()], validity: None })
    }

    pub fn id(&self, catalog: &Catalog, framework: usize, requirement: usize) -> RequirementId {
        let content = &self.contents[framework];
        let reference = format!("{}/{}", content.framework.key, content.requirements[requirement].id);
        catalog.find(&reference.parse().unwrap()).unwrap()
    }

    /// The set of a requirement of `catalog`.
    pub fn set_of(&self, catalog: &Catalog, id: RequirementId) -> u16 {
        for (framework, sets) in self.sets.iter().enumerate() {
            for (requirement, &set) in sets.iter().enumerate() {
                if self.id(catalog, framework, requirement) == id {
                    return set;
                }
            }
        }
        panic!("a requirement of another world")
    }

    pub fn mapping(&self, catalog: &Catalog, row: &Row) -> Mapping {
        let ids = |ends: &[(usize, usize)]| ends.iter().map(|&(f, r)| self.id(catalog, f, r)).collect();
        Mapping {
            from: ids(&row.from),
            to: ids(&row.to),
            relation: row.relation,
            confidence: Confidence::new(row.confidence).unwrap(),
            strength: None,
            rationale_kind: RationaleKind::Semantic,
            rationale: String::new(),
            status: MappingStatus::Approved,
            crosswalk: "drawn".to_owned(),
            author: None,
            reviewer: None,
        }
    }

    pub fn graph(&self) -> Graph {
        self.graph_of(self.contents.clone(), &self.rows)
    }

    pub fn graph_of(&self, contents: Vec<FrameworkContent>, rows: &[Row]) -> Graph {
        let catalog = Catalog::new(contents).unwrap();
        let mappings = rows.iter().map(|row| self.mapping(&catalog, row)).collect();
        Graph::new(Arc::new(catalog.with_mappings(mappings).unwrap()))
    }
}

/// Often a set that is there already, or a part or an extension of one: unrelated sets prove nothing.
fn any_set(known: &[Vec<u16>], choices: &mut Choices<'_>) -> u16 {
    let fresh = 1 + choices.below((1 << ELEMENTS) - 1) as u16;
    let known: Vec<u16> = known.iter().flatten().copied().collect();
    if known.is_empty() {
        return fresh;
    }
    let like = known[choices.below(known.len())];
    match choices.below(8) {
        0..=2 => like,
        3 | 4 if like & fresh != 0 => like & fresh,
        5 => like | fresh,
        _ => fresh,
    }
}

pub fn options() -> Options {
    Options { include_possible: true, ..Options::on("2027-01-01".parse().unwrap()) }
}

/// With POSSIBLE and without, after few mappings and many.
pub fn some_options(choices: &mut Choices<'_>) -> Options {
    Options { include_possible: choices.chance(50), max_hops: choices.below(5) as u8, ..options() }
}
