//! The engine on the built-in content: what one item of evidence costs, and every requirement of a framework at once.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a measurement stops at the first fault, and it reads the clock"
)]

use std::time::Instant;

use obligraph_frameworks::{OverlayContent, OwnMapping, builtin};
use obligraph_mapping::{
    Claim, ClaimedCoverage, Evidence, Graph, MappingStatus, Options, RationaleKind, Relation, RequirementId,
    resolve, resolve_each,
};

fn main() {
    let start = Instant::now();
    let bundle = builtin().unwrap();
    let graph = Graph::new(bundle.catalog());
    println!("content_ready_milliseconds: {:.1}", start.elapsed().as_secs_f64() * 1e3);
    let options = Options::on("2027-12-02".parse().unwrap());

    // Each evidence type with all its claims: the most that one item can say.
    let mut times = Vec::new();
    for evidence_type in bundle.evidence_types() {
        let claims = evidence_type.claims.iter();
        let claims = claims.map(|claim| Claim::new(claim.requirement, claim.coverage)).collect();
        let evidence = [Evidence::of(claims)];
        let mut best = f64::MAX;
        for _ in 0..50 {
            let start = Instant::now();
            let resolution = resolve(&graph, &evidence, &options).unwrap();
            let proofs = resolution.obligations().iter().take(25).map(|one| resolution.proof(&graph, one));
            let steps: usize = proofs.map(|proof| proof.steps.len()).sum();
            best =
                best.min(start.elapsed().as_secs_f64() * 1e6 + if steps == usize::MAX { 1.0 } else { 0.0 });
        }
        times.push(best);
    }
    times.sort_unstable_by(f64::total_cmp);
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    println!(
        "evidence_type_to_obligations_with_25_proofs_microseconds: median {:.1}, p90 {:.1}, most {:.1}",
        at(50),
        at(90),
        times.last().copied().unwrap_or_default()
    );

    // Ten mappings of an organisation's own, with the graph over them.
    let bundle = std::sync::Arc::new(bundle);
    let own = |(number, pair): (usize, &[RequirementId])| OwnMapping {
        provenance: format!("own:{number}"),
        from: pair.iter().take(1).map(|&id| graph.catalog().reference(id).unwrap().to_string()).collect(),
        to: pair.iter().skip(1).map(|&id| graph.catalog().reference(id).unwrap().to_string()).collect(),
        relation: Relation::Intersects,
        confidence: 0.5,
        strength: None,
        rationale_kind: RationaleKind::Semantic,
        rationale: format!("Row {number}."),
        status: MappingStatus::Approved,
    };
    let ids: Vec<RequirementId> = graph.catalog().requirement_ids().step_by(37).take(20).collect();
    let mappings: Vec<OwnMapping> = ids.chunks(2).enumerate().map(own).collect();
    let mut best = f64::MAX;
    for _ in 0..50 {
        let start = Instant::now();
        let added = OverlayContent { documents: Vec::new(), mappings: mappings.clone() };
        let overlay = bundle.overlay(added).unwrap();
        graph.with_overlay(overlay.catalog()).unwrap();
        best = best.min(start.elapsed().as_secs_f64() * 1e6);
    }
    println!("overlay_of_ten_mappings_microseconds: {best:.1}");

    let framework = graph.catalog().framework("iso-42001:2023").unwrap();
    let all: Vec<_> = graph.catalog().requirements_of(framework).collect();
    let start = Instant::now();
    let each = resolve_each(&graph, &all, &options).unwrap();
    println!(
        "all_of_iso_42001_milliseconds: {:.2} for {} requirements on all cores",
        start.elapsed().as_secs_f64() * 1e3,
        each.len()
    );
    let start = Instant::now();
    for &requirement in &all {
        let claim = Claim::new(requirement, ClaimedCoverage::Full);
        resolve(&graph, &[Evidence::of(vec![claim])], &options).unwrap();
    }
    println!("all_of_iso_42001_one_core_milliseconds: {:.2}", start.elapsed().as_secs_f64() * 1e3);
}
