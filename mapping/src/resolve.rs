use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::answer::{Answer, SlotsByCoverage, each_answer};
use crate::automaton::{COVERAGE, POSSIBLE};
use crate::catalog::{FrameworkId, RequirementId};
use crate::claim::{Claim, ClaimedCoverage, Evidence};
use crate::graph::Graph;
use crate::judge::Judge;
use crate::label::Labels;
use crate::lens::{Known, Plan};
use crate::resolution::{Resolution, StatedClaim};
use crate::search::{Reach, Seed};
use crate::statement::{covers, not_counted, stated_claims, targets};
use crate::subject::Subject;
use crate::workspace::{Outcome, Workspace};

/// What is asked of [`resolve()`]. Start from [`Options::on`].
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The day of the answer: evidence that does not count on it and provisions repealed by it play no part.
    pub as_of: NaiveDate,
    /// Answer for these frameworks only (paths may lead through others); `None` for all.
    pub frameworks: Option<BTreeSet<FrameworkId>>,
    /// Leave out what is less sure, 0 to 1.
    pub min_confidence: f32,
    /// At most so many mappings in a row; steps of the hierarchy are not counted. At most [`MOST_HOPS`].
    pub max_hops: u8,
    /// Answer POSSIBLE too, scope gaps among them.
    pub include_possible: bool,
    /// Use mappings of status DRAFT too.
    pub include_draft: bool,
    /// The organisation's subjects, among them every AI system in scope. Empty: one of each kind, and the AI systems
    /// that the evidence names.
    pub scope: Vec<Subject>,
}

/// The most that [`Options::max_hops`] may be.
pub const MOST_HOPS: u8 = 64;

/// The most subjects that one answer may speak of, those in scope and those that evidence names.
pub const MOST_SUBJECTS: usize = 10_000;

impl Options {
    /// All frameworks, at most four mappings in a row, FULL and PARTIAL, approved mappings.
    #[must_use]
    pub const fn on(as_of: NaiveDate) -> Self {
        Self {
            as_of,
            frameworks: None,
            min_confidence: 0.0,
            max_hops: 4,
            include_possible: false,
            include_draft: false,
            scope: Vec::new(),
        }
    }
}

/// Every obligation that the evidence satisfies, shows in part, or (where asked for) may reach.
///
/// Obligations come in the order of frameworks and documents, then of subjects. The order of evidence and of claims
/// plays no part in them. Proofs are built by [`Resolution::proof`], only for the obligations asked for.
///
/// # Errors
/// Every [`ResolveFault`] of claims and options at once; then nothing is answered.
///
/// # Complexity
/// Time grows with the arcs that lie within `max_hops` mappings of the claims and are useful for some coverage,
/// once for each distinct set of claims that reaches a subject; memory with the labels found.
pub fn resolve(
    graph: &Graph,
    evidence: &[Evidence],
    options: &Options,
) -> Result<Resolution, Vec<ResolveFault>> {
    let covers: Vec<Vec<Subject>> = evidence.iter().map(|one| covers(graph, one)).collect();
    let targets = targets(&options.scope, &covers);
    let claims = stated_claims(graph, evidence, options, targets.len())?;
    let not_counted = not_counted(evidence, options.as_of);
    let plan = Plan::new(&claims, &covers, &targets, &options.scope);

    let mut judge = Judge::new(graph, options, &plan);
    let slots = slots(options);
    let searches = match plan.claim_sets() {
        // The usual case needs no merging, and so no list of answers.
        [only] => {
            let (labels, ()) = search(graph, &claims, only, options, |outcome| {
                judge.obligations.reserve(outcome.labels.len());
                let hops = |_, label: u32| outcome.labels.get(label as usize).map_or(0, |label| label.hops);
                each_answer(graph, outcome, slots, |answer| judge.take_sole(answer, hops));
            });
            vec![labels]
        }
        several => {
            let mut known: Vec<Known> = Vec::new();
            let mut searches: Vec<Labels> = Vec::new();
            for (claim_set, id) in several.iter().zip(0u32..) {
                let (labels, ()) = search(graph, &claims, claim_set, options, |outcome| {
                    each_answer(graph, outcome, slots, |answer| known.push((id, answer)));
                });
                searches.push(labels);
            }
            known.sort_by_key(|(search, answer): &(u32, Answer)| (answer.requirement, *search));
            let hops = |search: u32, label: u32| {
                let labels = searches.get(search as usize).map(|search| &search.labels);
                labels.and_then(|labels| labels.get(label as usize)).map_or(0, |label| label.hops)
            };
            for known in known.chunk_by(|(_, a), (_, b)| a.requirement == b.requirement) {
                judge.take(known, &hops);
            }
            searches
        }
    };
    let Judge { obligations, population, scope_gaps, .. } = judge;
    Ok(Resolution { obligations, not_counted, scope_gaps, targets, population, searches, claims })
}

/// What each of these requirements gives on its own, where evidence shows all of it: one resolution each, in their
/// order, on all cores.
///
/// # Errors
/// Every [`ResolveFault`] of the first requirement that has any.
pub fn resolve_each(
    graph: &Graph,
    requirements: &[RequirementId],
    options: &Options,
) -> Result<Vec<Resolution>, Vec<ResolveFault>> {
    let alone = |&requirement: &RequirementId| {
        let claim = Claim::new(requirement, ClaimedCoverage::Full);
        resolve(graph, &[Evidence::of(vec![claim])], options)
    };
    requirements.par_iter().map(alone).collect()
}

const fn slots(options: &Options) -> SlotsByCoverage {
    if options.include_possible { SlotsByCoverage::WITH_POSSIBLE } else { SlotsByCoverage::WITHOUT_POSSIBLE }
}

thread_local! {
    // Tables as large as the graph are worth keeping; a search leaves them clean, so that no answer depends on them.
    static WORKSPACE: RefCell<Workspace<8>> = const { RefCell::new(Workspace::new()) };
}

/// The search over some of the claims.
fn search<T>(
    graph: &Graph,
    claims: &[StatedClaim],
    claim_set: &[u32],
    options: &Options,
    harvest: impl FnOnce(&Outcome<'_, 8>) -> T,
) -> (Labels, T) {
    let seeds: Vec<Seed> = claim_set
        .iter()
        .filter_map(|&claim| {
            let StatedClaim { node, stated, .. } = *claims.get(claim as usize)?;
            let state = COVERAGE.state_of(stated.coverage.relation_set())?;
            Some(Seed { node, state, confidence: stated.confidence.value(), claim })
        })
        .collect();
    let slots = slots(options);
    let reach = Reach {
        max_hops: options.max_hops,
        min_confidence: options.min_confidence,
        drafts: options.include_draft,
        states: if options.include_possible { POSSIBLE + 1 } else { POSSIBLE },
        full_slot: slots.full_slot(),
        unions: graph.has_decompositions(),
    };
    WORKSPACE
        .with_borrow_mut(|workspace| workspace.search(graph, &COVERAGE, slots.slots, &seeds, reach, harvest))
}

/// Why a question cannot be answered.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum ResolveFault {
    /// A claim names a requirement that the catalogue does not hold.
    UnknownRequirement {
        /// Position of the evidence as given.
        evidence: usize,
        /// Position of the claim within it.
        claim: usize,
    },
    /// The requirement asked about is none of the catalogue.
    UnknownTarget,
    /// More mappings in a row than are ever followed.
    TooManyHops {
        /// As asked for.
        max_hops: u8,
    },
    /// More subjects than one answer speaks of.
    TooManySubjects {
        /// In scope, or named by evidence.
        subjects: usize,
    },
    /// No confidence between 0 and 1.
    MinConfidence {
        /// As asked for.
        min_confidence: f32,
    },
}

impl ResolveFault {
    /// A stable code for machines.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownRequirement { .. } => "claim-unknown-requirement",
            Self::UnknownTarget => "unknown-requirement",
            Self::TooManyHops { .. } => "too-many-hops",
            Self::TooManySubjects { .. } => "too-many-subjects",
            Self::MinConfidence { .. } => "min-confidence-out-of-range",
        }
    }
}

impl fmt::Display for ResolveFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownTarget => {
                f.write_str("the requirement asked about is one that the catalogue does not hold")
            }
            Self::UnknownRequirement { evidence, claim } => {
                write!(
                    f,
                    "claim {claim} of evidence {evidence} names a requirement that the catalogue does not hold"
                )
            }
            Self::TooManyHops { max_hops } => {
                write!(f, "at most {MOST_HOPS} mappings in a row are followed, not `{max_hops}`")
            }
            Self::TooManySubjects { subjects } => {
                write!(
                    f,
                    "one answer speaks of at most {MOST_SUBJECTS} subjects, not `{subjects}`; ask in parts"
                )
            }
            Self::MinConfidence { min_confidence } => {
                write!(f, "the least confidence must be between 0 and 1, not `{min_confidence}`")
            }
        }
    }
}

impl std::error::Error for ResolveFault {}
