//! The engine beside the floor on one graph, in one run; and what building that graph costs.
//!
//! `against_floor FLOOR FOLDER` writes the graph to FOLDER, runs the program FLOOR on it, and prints medians and,
//! last, their ratio. `tests/bench-engine` compiles the floor and calls this.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::disallowed_methods,
    missing_docs,
    unreachable_pub,
    reason = "a measurement stops at the first fault, and it reads the clock"
)]

mod synthetic;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use obligraph_mapping::{Claim, ClaimedCoverage, Evidence, Graph, Options, RequirementId, resolve};
use peak_alloc::PeakAlloc;

use synthetic::Edge;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const REQUIREMENTS: u32 = 100_000;
const MAPPINGS: usize = 1_000_000;
const SOURCES: usize = 2_000;
const HOPS: u8 = 4;
const RUNS: usize = 3;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let (Some(floor), Some(folder)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: against_floor FLOOR FOLDER; `tests/bench-engine` does it all");
        return;
    };
    let (frameworks, edges) = synthetic::power_law(REQUIREMENTS, MAPPINGS);
    let sources = synthetic::sources(REQUIREMENTS as usize, &edges, SOURCES);
    let file = Path::new(&folder).join("graph.bin");
    write(&file, &edges, &sources);
    let (catalog, ids) = synthetic::catalog(&frameworks, &edges);

    let before = MEMORY.current_usage();
    let start = Instant::now();
    let graph = Graph::new(catalog);
    let build = start.elapsed();
    let bytes = MEMORY.current_usage() - before;

    // In turn, and the better run of each: what else the machine does shows as a difference of two runs.
    let mut floors = Vec::new();
    let mut engines = Vec::new();
    for _ in 0..RUNS {
        floors.push(floor_median(&floor, &file));
        engines.push(engine_median(&graph, &ids, &sources));
    }
    let (floor, engine) = (least(&floors), least(&engines));
    println!("build_seconds: {:.3}", build.as_secs_f64());
    println!("bytes_a_mapping: {:.1}", bytes as f64 / MAPPINGS as f64);
    println!("floor_median_microseconds: {:.1} (runs: {})", floor / 1e3, in_microseconds(&floors));
    println!("engine_median_microseconds: {:.1} (runs: {})", engine / 1e3, in_microseconds(&engines));
    println!("engine_to_floor: {:.2}", engine / floor);
}

fn least(nanoseconds: &[f64]) -> f64 {
    nanoseconds.iter().copied().fold(f64::INFINITY, f64::min)
}

fn in_microseconds(nanoseconds: &[f64]) -> String {
    let runs: Vec<String> = nanoseconds.iter().map(|run| format!("{:.1}", run / 1e3)).collect();
    runs.join(", ")
}

fn write(file: &Path, edges: &[Edge], sources: &[u32]) {
    let mut out = BufWriter::new(File::create(file).unwrap());
    let mut put = |bytes: [u8; 4]| out.write_all(&bytes).unwrap();
    for number in [REQUIREMENTS, edges.len() as u32, sources.len() as u32] {
        put(number.to_le_bytes());
    }
    edges.iter().for_each(|edge| put(edge.from.to_le_bytes()));
    edges.iter().for_each(|edge| put(edge.to.to_le_bytes()));
    edges.iter().for_each(|edge| put(edge.confidence.to_le_bytes()));
    sources.iter().for_each(|source| put(source.to_le_bytes()));
    out.flush().unwrap();
}

fn floor_median(floor: &str, file: &Path) -> f64 {
    let run = Command::new(floor).arg(file).arg(HOPS.to_string()).stderr(Stdio::inherit()).output().unwrap();
    String::from_utf8(run.stdout).unwrap().trim().parse().unwrap()
}

/// Each source asked twice, as the floor does; the second time counts.
fn engine_median(graph: &Graph, ids: &[RequirementId], sources: &[u32]) -> f64 {
    let options = Options { max_hops: HOPS, ..Options::on("2027-01-01".parse().unwrap()) };
    let mut times = vec![0.0; sources.len()];
    for _ in 0..2 {
        let mut obligations = 0;
        for (time, &source) in times.iter_mut().zip(sources) {
            let claim = Claim::new(ids[source as usize], ClaimedCoverage::Full);
            let evidence = [Evidence::of(vec![claim])];
            let start = Instant::now();
            let resolution = resolve(graph, &evidence, &options).unwrap();
            *time = start.elapsed().as_nanos() as f64;
            obligations += resolution.obligations().len();
        }
        eprintln!("engine: {obligations} obligations");
    }
    times.sort_unstable_by(f64::total_cmp);
    times[times.len() / 2]
}
