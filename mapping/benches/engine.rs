//! The engine on graphs of 1e3 to 1e6 mappings, on shapes that are hard for a search, and on many questions at once.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    missing_docs,
    unreachable_pub,
    reason = "a measurement stops at the first fault"
)]

mod synthetic;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use obligraph_mapping::{
    Claim, ClaimedCoverage, ConflictOptions, Evidence, Graph, MOST_HOPS, Options, Relation, RequirementId,
    conflicts, resolve, resolve_each, support,
};
use synthetic::Edge;

fn options() -> Options {
    Options::on("2027-01-01".parse().unwrap())
}

fn full(requirement: RequirementId) -> [Evidence; 1] {
    [Evidence::of(vec![Claim::new(requirement, ClaimedCoverage::Full)])]
}

/// Medians over sources spread evenly over a graph; requirements are a tenth of the mappings.
fn by_size(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("resolve");
    group.sample_size(20).measurement_time(Duration::from_secs(3));
    for mappings in [1_000usize, 10_000, 100_000, 1_000_000] {
        let (frameworks, edges) = synthetic::power_law(mappings as u32 / 10, mappings);
        let sources = synthetic::sources(mappings / 10, &edges, 50);
        let (catalog, ids) = synthetic::catalog(&frameworks, &edges);
        let graph = Graph::new(catalog);
        group.bench_with_input(BenchmarkId::new("50_sources_4_hops", mappings), &graph, |bencher, graph| {
            bencher.iter(|| {
                for &source in &sources {
                    black_box(resolve(graph, &full(ids[source as usize]), &options()).unwrap());
                }
            });
        });
        group.bench_with_input(BenchmarkId::new("with_possible", mappings), &graph, |bencher, graph| {
            let options = Options { include_possible: true, ..options() };
            bencher.iter(|| black_box(resolve(graph, &full(ids[sources[0] as usize]), &options).unwrap()));
        });
        group.bench_with_input(BenchmarkId::new("support", mappings), &graph, |bencher, graph| {
            bencher.iter(|| black_box(support(graph, ids[sources[0] as usize], &options()).unwrap()));
        });
    }
    group.finish();
}

fn edge(from: u32, to: u32, relation: Relation) -> Edge {
    Edge { from, to, relation, confidence: 0.99 }
}

/// A chain of equals, a fan from one requirement, and two frameworks in which everything maps to everything.
fn by_shape(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("shape");
    group.sample_size(20).measurement_time(Duration::from_secs(3));
    let two = |count: u32| (0..count).map(|place| (place % 2) as u16).collect::<Vec<u16>>();
    let shapes = [
        (
            "deep_chain_100k",
            100_001,
            (0..100_000).map(|n| edge(n, n + 1, Relation::Equal)).collect::<Vec<_>>(),
        ),
        ("wide_fan_50k", 100_000, (0..50_000).map(|n| edge(0, 2 * n + 1, Relation::Superset)).collect()),
        ("dense_300_by_300", 600, {
            let pairs = (0..300).flat_map(|a| (0..300).map(move |b| (2 * a, 2 * b + 1)));
            pairs.map(|(a, b)| edge(a, b, Relation::Intersects)).collect()
        }),
    ];
    for (name, requirements, edges) in shapes {
        let (catalog, ids) = synthetic::catalog(&two(requirements), &edges);
        let graph = Graph::new(catalog);
        let options = Options { max_hops: MOST_HOPS, ..options() };
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(resolve(&graph, &full(ids[0]), &options).unwrap()));
        });
    }
    group.finish();
}

/// Every requirement at once, on all cores; and whether the mappings contradict each other.
fn all_at_once(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("all_at_once");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    let (frameworks, edges) = synthetic::power_law(1_000, 3_000);
    let (catalog, ids) = synthetic::catalog(&frameworks, &edges);
    let graph = Graph::new(catalog);
    group.bench_function("resolve_each_1000", |bencher| {
        bencher.iter(|| black_box(resolve_each(&graph, &ids, &options()).unwrap()));
    });
    let truthful: Vec<Edge> =
        edges.iter().map(|edge| Edge { relation: Relation::Intersects, ..*edge }).collect();
    let (catalog, _) = synthetic::catalog(&frameworks, &truthful);
    let graph = Graph::new(catalog);
    group.bench_function("conflicts_3000_mappings", |bencher| {
        bencher.iter(|| assert!(conflicts(&graph, &ConflictOptions::new()).conflicts.is_empty()));
    });
    group.finish();
}

criterion_group!(benches, by_size, by_shape, all_at_once);
criterion_main!(benches);
