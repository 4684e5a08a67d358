//! Synthetic crosswalks: the same seed gives the same graph.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "each bench uses a part of it, and a measurement stops at the first fault"
)]

use std::sync::Arc;

use obligraph_mapping::{
    Catalog, Confidence, Framework, FrameworkContent, Kind, Mapping, MappingStatus, RationaleKind, Relation,
    Requirement, RequirementId, SubjectKind,
};
use oorandom::Rand64;

/// A directed mapping between two requirements, by their numbers.
#[derive(Clone, Copy)]
pub struct Edge {
    pub from: u32,
    pub to: u32,
    pub relation: Relation,
    pub confidence: f32,
}

/// Requirements spread over 200 frameworks of very unlike sizes, and edges whose degrees follow a power law: 70 %
/// intersects and 10 % each of equal, superset and subset, the surer the more they say.
pub fn power_law(requirements: u32, edges: usize) -> (Vec<u16>, Vec<Edge>) {
    let mut random = Rand64::new(42);
    let sizes = Weighted::new((1..=200).map(|rank| f64::from(rank).powf(-0.8)));
    let frameworks: Vec<u16> = (0..requirements).map(|_| sizes.draw(&mut random) as u16).collect();
    // Pareto with exponent 1.5: few requirements draw most edges.
    let pull = Weighted::new((0..requirements).map(|_| (1.0 - random.rand_float()).powf(-1.0 / 1.5)));
    let end = |random: &mut Rand64| {
        if random.rand_float() < 0.5 {
            pull.draw(random) as u32
        } else {
            random.rand_range(0..u64::from(requirements)) as u32
        }
    };
    let mut pairs = Vec::with_capacity(edges * 2);
    while pairs.len() < edges {
        for _ in 0..edges {
            let (from, to) = (end(&mut random), end(&mut random));
            if frameworks[from as usize] != frameworks[to as usize] {
                pairs.push((from, to));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
    }
    while pairs.len() > edges {
        pairs.swap_remove(random.rand_range(0..pairs.len() as u64) as usize);
    }
    pairs.sort_unstable();
    let edges = pairs.into_iter().map(|(from, to)| {
        let (relation, weight) = match random.rand_range(0..10) {
            0 => (Relation::Equal, 1.0),
            1 => (Relation::Superset, 0.9),
            2 => (Relation::Subset, 0.6),
            _ => (Relation::Intersects, 0.5),
        };
        let confidence = (weight * (0.8 + 0.2 * random.rand_float()) * 100.0).round() / 100.0;
        Edge { from, to, relation, confidence: confidence as f32 }
    });
    (frameworks, edges.collect())
}

struct Weighted {
    cumulated: Vec<f64>,
}

impl Weighted {
    fn new(weights: impl Iterator<Item = f64>) -> Self {
        let mut sum = 0.0;
        let cumulated = weights.map(|weight| {
            sum += weight;
            sum
        });
        Self { cumulated: cumulated.collect() }
    }

    fn draw(&self, random: &mut Rand64) -> usize {
        let point = random.rand_float() * self.cumulated.last().unwrap();
        self.cumulated.partition_point(|&sum| sum <= point).min(self.cumulated.len() - 1)
    }
}

/// A catalogue of these edges. Requirement `i` is the `i`-th of the result, whatever its framework.
pub fn catalog(frameworks: &[u16], edges: &[Edge]) -> (Arc<Catalog>, Vec<RequirementId>) {
    let mut contents: Vec<FrameworkContent> = (0..200)
        .map(|number| FrameworkContent {
            framework: Framework { key: format!("f{number:03}:1"), title: format!("F{number}"), hub: false },
            requirements: Vec::new(),
        })
        .collect();
    let mut places = Vec::with_capacity(frameworks.len());
    for (number, &framework) in frameworks.iter().enumerate() {
        let mut requirement = Requirement::bare(&format!("r{number}"), None, Kind::Requirement);
        requirement.assessable = true;
        requirement.subject = Some(SubjectKind::Aims);
        let requirements = &mut contents[usize::from(framework)].requirements;
        places.push((framework, requirements.len()));
        requirements.push(requirement);
    }
    let catalog = Catalog::new(contents).unwrap();
    let ids: Vec<Vec<RequirementId>> =
        catalog.frameworks().map(|(id, _)| catalog.requirements_of(id).collect()).collect();
    let ids: Vec<RequirementId> = places.iter().map(|&(f, place)| ids[usize::from(f)][place]).collect();
    let mappings = edges.iter().map(|edge| Mapping {
        from: vec![ids[edge.from as usize]],
        to: vec![ids[edge.to as usize]],
        relation: edge.relation,
        confidence: Confidence::new(edge.confidence).unwrap(),
        strength: None,
        rationale_kind: RationaleKind::Semantic,
        rationale: String::new(),
        status: MappingStatus::Approved,
        crosswalk: String::new(),
        author: None,
        reviewer: None,
    });
    let mappings = mappings.collect();
    (Arc::new(catalog.with_mappings(mappings).unwrap()), ids)
}

/// Requirements with outgoing edges, spread evenly.
pub fn sources(requirements: usize, edges: &[Edge], count: usize) -> Vec<u32> {
    let mut outgoing = vec![false; requirements];
    edges.iter().for_each(|edge| outgoing[edge.from as usize] = true);
    let all: Vec<u32> = (0..requirements as u32).filter(|&place| outgoing[place as usize]).collect();
    (0..count).map(|place| all[place * all.len() / count]).collect()
}
