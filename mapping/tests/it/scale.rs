//! What no content is: chains, hierarchies, groups and decompositions so large that recursion or a square would show.

use std::sync::Arc;

use obligraph_mapping::{
    Catalog, CatalogFault, Claim, ClaimedCoverage, Confidence, ConflictOptions, Coverage, Evidence,
    FailureStatus, Framework, FrameworkContent, Graph, Kind, MOST_HOPS, Mapping, MappingStatus, NotMet,
    Options, RationaleKind, Relation, Requirement, RequirementId, ResolveFault, SubjectKind, conflicts,
    conflicts_with, fail, resolve, support, verify,
};

const MILLION: usize = 1_000_000;
const MANY: usize = 100_000;

fn requirement(place: usize, parent: Option<usize>) -> Requirement {
    let parent = parent.map(|parent| format!("R{parent}"));
    let mut requirement = Requirement::bare(&format!("R{place}"), parent.as_deref(), Kind::Requirement);
    requirement.assessable = true;
    requirement.subject = Some(SubjectKind::Aims);
    requirement
}

fn content(requirements: Vec<Requirement>) -> Vec<FrameworkContent> {
    let framework = Framework { key: "f:1".to_owned(), title: "F".to_owned(), hub: false };
    vec![FrameworkContent { framework, requirements }]
}

/// `mappings` makes them from the ids of the requirements, in the order of the document.
fn graph(requirements: Vec<Requirement>, mappings: impl Fn(&[RequirementId]) -> Vec<Mapping>) -> Graph {
    let catalog = Catalog::new(content(requirements)).unwrap();
    let ids: Vec<RequirementId> = catalog.requirement_ids().collect();
    Graph::new(Arc::new(catalog.with_mappings(mappings(&ids)).unwrap()))
}

fn at(graph: &Graph, place: usize) -> RequirementId {
    graph.catalog().requirement_ids().nth(place).unwrap()
}

fn mapping(from: Vec<RequirementId>, relation: Relation, to: Vec<RequirementId>) -> Mapping {
    Mapping {
        from,
        to,
        relation,
        confidence: Confidence::CERTAIN,
        strength: None,
        rationale_kind: RationaleKind::Semantic,
        rationale: String::new(),
        status: MappingStatus::Approved,
        crosswalk: String::new(),
        author: None,
        reviewer: None,
    }
}

fn claiming(requirements: &[RequirementId]) -> Evidence {
    Evidence::of(requirements.iter().map(|&id| Claim::new(id, ClaimedCoverage::Full)).collect())
}

fn options(max_hops: u8) -> Options {
    Options { max_hops, ..Options::on("2027-01-01".parse().unwrap()) }
}

fn not_met(requirement: RequirementId) -> NotMet {
    NotMet { requirement, subjects: Vec::new() }
}

#[test]
fn a_chain_of_a_million_mappings_is_answered_within_the_hop_bound() {
    let requirements = (0..=MILLION).map(|place| requirement(place, None)).collect();
    let graph = graph(requirements, |ids| {
        ids.windows(2).map(|pair| mapping(vec![pair[0]], Relation::Equal, vec![pair[1]])).collect()
    });
    let middle = at(&graph, MILLION / 2);
    for hops in [0, 4, MOST_HOPS] {
        let reached = 1 + 2 * usize::from(hops);
        let resolution = resolve(&graph, &[claiming(&[middle])], &options(hops)).unwrap();
        assert_eq!(resolution.obligations().len(), reached);
        let farthest = resolution.obligations().last().unwrap();
        assert_eq!(resolution.hops(farthest), hops);
        assert_eq!(verify(&resolution.proof(&graph, farthest)).unwrap().1, Confidence::CERTAIN);
        assert_eq!(support(&graph, middle, &options(hops)).unwrap().supporters().len(), reached);
        assert_eq!(fail(&graph, &not_met(middle), &options(hops)).unwrap().affected().len(), reached);
    }
    let refused = resolve(&graph, &[claiming(&[middle])], &options(MOST_HOPS + 1)).unwrap_err();
    assert_eq!(refused, [ResolveFault::TooManyHops { max_hops: MOST_HOPS + 1 }]);
}

#[test]
fn a_hierarchy_a_million_deep_is_answered() {
    let below = |place: usize| requirement(place, place.checked_sub(1));
    let graph = graph((0..MILLION).map(below).collect(), |_| Vec::new());
    let (top, bottom) = (at(&graph, 0), at(&graph, MILLION - 1));

    let down = resolve(&graph, &[claiming(&[top])], &options(0)).unwrap();
    assert_eq!(down.obligations().len(), MILLION);
    assert!(down.obligations().iter().all(|obligation| obligation.coverage() == Coverage::Full));
    let proof = down.proof(&graph, &down.obligations()[10_000]);
    assert_eq!(proof.steps.len(), 10_001);
    assert_eq!(verify(&proof).unwrap().0, Relation::Superset.into());

    let up = resolve(&graph, &[claiming(&[bottom])], &options(0)).unwrap();
    let full = up.obligations().iter().filter(|obligation| obligation.coverage() == Coverage::Full);
    assert_eq!((up.obligations().len(), full.count()), (MILLION, 1));

    let failure = fail(&graph, &not_met(bottom), &options(0)).unwrap();
    assert_eq!(failure.affected().len(), MILLION);
    assert!(failure.affected().iter().all(|affected| affected.status() == FailureStatus::Failed));
    assert_eq!(support(&graph, top, &options(0)).unwrap().supporters().len(), MILLION);
}

/// The order in which a document names children before their parents is the one that needs a search for rings.
#[test]
fn a_hierarchy_a_million_deep_may_be_written_from_below() {
    let above = |place: usize| requirement(place, (place + 1 < MILLION).then_some(place + 1));
    let graph = graph((0..MILLION).map(above).collect(), |_| Vec::new());
    let down = resolve(&graph, &[claiming(&[at(&graph, MILLION - 1)])], &options(0)).unwrap();
    assert_eq!(down.obligations().len(), MILLION);
}

#[test]
fn a_ring_of_a_million_is_refused() {
    let round = |place: usize| requirement(place, Some((place + 1) % MILLION));
    let faults = Catalog::new(content((0..MILLION).map(round).collect())).unwrap_err();
    let [CatalogFault::HierarchyCycle { references }] = &faults[..] else {
        panic!("{} faults", faults.len())
    };
    assert_eq!((references.len(), references[0].as_str()), (MILLION, "f:1/R0"));
}

#[test]
fn a_group_of_a_hundred_thousand_is_answered() {
    let requirements = (0..=MANY).map(|place| requirement(place, None)).collect();
    let graph =
        graph(requirements, |ids| vec![mapping(ids[..MANY].to_vec(), Relation::Equal, vec![ids[MANY]])]);
    let ids: Vec<RequirementId> = graph.catalog().requirement_ids().collect();
    let (members, target) = (&ids[..MANY], ids[MANY]);

    let together = resolve(&graph, &[claiming(members)], &options(1)).unwrap();
    let shown = together.obligations().iter().find(|one| one.requirement() == target).unwrap();
    assert_eq!(shown.coverage(), Coverage::Full);
    assert_eq!(together.proof(&graph, shown).steps.len(), MANY + 2);

    let all_but_one = resolve(&graph, &[claiming(&members[1..])], &options(1)).unwrap();
    let shown = all_but_one.obligations().iter().find(|one| one.requirement() == target).unwrap();
    assert_eq!(shown.coverage(), Coverage::Partial);

    let apart = resolve(&graph, &[claiming(&[target])], &options(1)).unwrap();
    let full = apart.obligations().iter().filter(|one| one.coverage() == Coverage::Full);
    assert_eq!(full.count(), MANY + 1);
}

#[test]
fn a_complete_parent_of_a_hundred_thousand_is_answered() {
    let mut requirements: Vec<Requirement> =
        (0..=MANY).map(|place| requirement(place, (place > 0).then_some(0))).collect();
    requirements[0].complete = true;
    let graph = graph(requirements, |_| Vec::new());
    let ids: Vec<RequirementId> = graph.catalog().requirement_ids().collect();

    let all = resolve(&graph, &[claiming(&ids[1..])], &options(0)).unwrap();
    let whole = &all.obligations()[0];
    assert_eq!((whole.requirement(), whole.coverage()), (ids[0], Coverage::Full));
    let proof = all.proof(&graph, whole);
    assert_eq!(proof.steps.len(), MANY + 1);
    assert_eq!(verify(&proof).unwrap().1, Confidence::CERTAIN);

    let all_but_one = resolve(&graph, &[claiming(&ids[2..])], &options(0)).unwrap();
    assert_eq!(all_but_one.obligations()[0].coverage(), Coverage::Partial);
    assert_eq!(all_but_one.obligations().len(), MANY);

    let down = resolve(&graph, &[claiming(&ids[..1])], &options(0)).unwrap();
    assert_eq!(down.obligations().len(), MANY + 1);
}

/// Of each pair of children one is a leaf and the other the next whole.
#[test]
fn unions_nested_a_hundred_thousand_deep_are_answered() {
    let mut requirements = vec![requirement(0, None)];
    for depth in 0..MANY {
        let whole = 2 * depth;
        requirements[whole].complete = true;
        requirements.extend([requirement(whole + 1, Some(whole)), requirement(whole + 2, Some(whole))]);
    }
    let graph = graph(requirements, |_| Vec::new());
    let ids: Vec<RequirementId> = graph.catalog().requirement_ids().collect();
    let mut leaves: Vec<RequirementId> = ids.iter().copied().skip(1).step_by(2).collect();
    leaves.extend(ids.last());
    let resolution = resolve(&graph, &[claiming(&leaves)], &options(0)).unwrap();
    assert_eq!(resolution.obligations().len(), ids.len());
    assert!(resolution.obligations().iter().all(|obligation| obligation.coverage() == Coverage::Full));
}

#[test]
fn a_crosswalk_of_a_thousand_in_a_row_is_checked() {
    let requirements = (0..1000).map(|place| requirement(place, None)).collect();
    let graph = graph(requirements, |ids| {
        ids.windows(2).map(|pair| mapping(vec![pair[0]], Relation::Superset, vec![pair[1]])).collect()
    });
    let found = conflicts(&graph, &ConflictOptions::new());
    assert!(found.complete && found.conflicts.is_empty());
}

/// A ring of equals of which one says otherwise: without any one of its mappings there is no contradiction.
fn ring(ids: &[RequirementId]) -> Vec<Mapping> {
    let next = ids.iter().skip(1).chain(ids.first());
    let relation = |place: usize| if place == 0 { Relation::Disjoint } else { Relation::Equal };
    let pairs = ids.iter().zip(next).enumerate();
    pairs.map(|(place, (&one, &other))| mapping(vec![one], relation(place), vec![other])).collect()
}

/// On their own, and below one parent.
#[test]
fn one_contradictory_ring_of_hundreds_is_named_as_a_whole() {
    let mut below_one = vec![requirement(0, None)];
    below_one.extend((1..=640).map(|place| requirement(place, Some(0))));
    let apart = (0..=640).map(|place| requirement(place, None)).collect();
    for requirements in [apart, below_one] {
        let graph = graph(requirements, |ids| ring(&ids[1..]));
        let found = conflicts(&graph, &ConflictOptions::new());
        assert!(found.complete);
        let [conflict] = found.conflicts.as_slice() else { panic!("{}", found.conflicts.len()) };
        assert!(conflict.minimal && conflict.mappings.len() == 640);
        let last = conflict.mappings.last().copied();
        assert_eq!(conflicts_with(&graph, last, &ConflictOptions::new()), found);
    }
}

#[test]
fn a_ring_that_takes_too_long_is_named_without_having_been_made_minimal() {
    let graph = graph((0..640).map(|place| requirement(place, None)).collect(), ring);
    let little = ConflictOptions { budget: 100_000, ..ConflictOptions::new() };
    let found = conflicts(&graph, &little);
    assert!(!found.complete);
    let [conflict] = found.conflicts.as_slice() else { panic!("{}", found.conflicts.len()) };
    assert!(!conflict.minimal && conflict.mappings.len() == 640);
}

#[test]
fn contradictions_without_end_come_in_bounded_numbers() {
    // Each pair of thousands is stated twice, and differently.
    let graph = graph((0..4000).map(|place| requirement(place, None)).collect(), |ids| {
        let pairs = ids.chunks(2).flat_map(|pair| {
            [Relation::Equal, Relation::Disjoint].map(|said| mapping(vec![pair[0]], said, vec![pair[1]]))
        });
        pairs.collect()
    });
    let most = ConflictOptions { most: 25, ..ConflictOptions::new() };
    let found = conflicts(&graph, &most);
    assert!(!found.complete && found.conflicts.len() == 25);
    assert!(found.conflicts.iter().all(|conflict| conflict.minimal && conflict.mappings.len() == 2));
}
