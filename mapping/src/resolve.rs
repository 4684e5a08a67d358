use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::answer::{NodeAnswer, SlotsByCoverage, answers};
use crate::automaton::{COVERAGE, POSSIBLE};
use crate::catalog::{FrameworkId, RequirementId};
use crate::claim::{Claim, ClaimedCoverage, Evidence};
use crate::coverage::Coverage;
use crate::graph::{Graph, NodeInfo};
use crate::kinship::is_wanted;
use crate::reach::{Cover, SubjectReach, reach};
use crate::resolution::{Basis, Lapse, NotCounted, Obligation, Population, Resolution, StatedClaim};
use crate::search::{Labels, Reach, Seed, Workspace};
use crate::subject::{Subject, SubjectKind};

/// What is asked of [`resolve`]. Start from [`Options::on`].
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
    let claims = stated_claims(graph, evidence, options)?;
    let not_counted = not_counted(evidence, options.as_of);
    let covers: Vec<Vec<Subject>> = evidence.iter().map(|one| covers(graph, one)).collect();
    let targets = targets(&options.scope, &covers);
    let mut searches =
        Searches { graph, claims: &claims, options, by_claims: BTreeMap::new(), done: Vec::new() };
    let lenses = Lenses::new(&mut searches, &covers, &targets, &options.scope);

    let likely = searches.done.iter().map(|search| search.answers.len()).max().unwrap_or(0);
    let mut obligations = Vec::with_capacity(likely);
    let mut population = Population::default();
    let mut scope_gaps = 0;
    let mut judge = |info: NodeInfo, requirement: RequirementId, known: &[Known<'_>]| {
        for lens in lenses.of(info) {
            let judged = lens.judge(requirement, known, &searches.done, &mut population);
            let Some(obligation) = judged else { continue };
            scope_gaps += usize::from(obligation.lacks_subject());
            if obligation.coverage > Coverage::Possible || options.include_possible {
                obligations.push(obligation);
            }
        }
    };
    match searches.done.as_slice() {
        [only] => {
            for answer in &only.answers {
                if let Some((info, requirement)) =
                    obliging(graph, answer.node).filter(|(info, _)| is_wanted(info, options))
                {
                    judge(info, requirement, &[(0, answer)]);
                }
            }
        }
        several => {
            let mut known: Vec<Known<'_>> = several
                .iter()
                .zip(0u32..)
                .flat_map(|(search, id)| search.answers.iter().map(move |answer| (id, answer)))
                .collect();
            known.sort_by_key(|(search, answer)| (answer.node, *search));
            for known in known.chunk_by(|(_, a), (_, b)| a.node == b.node) {
                let node = known.first().map(|(_, answer)| answer.node);
                if let Some((info, requirement)) =
                    node.and_then(|node| obliging(graph, node)).filter(|(info, _)| is_wanted(info, options))
                {
                    judge(info, requirement, known);
                }
            }
        }
    }
    let searches = searches.done.into_iter().map(|search| search.labels).collect();
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

/// What one search, by its number, knows of the node in question.
type Known<'a> = (u32, &'a NodeAnswer);

fn obliging(graph: &Graph, node: u32) -> Option<(NodeInfo, RequirementId)> {
    Some((graph.info(node)?, graph.requirement_of(node)?))
}

/// The claims of evidence that counts, in an order that does not depend on theirs.
fn stated_claims(
    graph: &Graph,
    evidence: &[Evidence],
    options: &Options,
) -> Result<Vec<StatedClaim>, Vec<ResolveFault>> {
    let mut faults = Vec::new();
    if options.max_hops > MOST_HOPS {
        faults.push(ResolveFault::TooManyHops { max_hops: options.max_hops });
    }
    if !(0.0..=1.0).contains(&options.min_confidence) {
        faults.push(ResolveFault::MinConfidence { min_confidence: options.min_confidence });
    }
    let mut claims = Vec::new();
    for (position, one) in evidence.iter().enumerate() {
        let counts = one.validity.is_none_or(|validity| validity.holds_on(options.as_of));
        for (claim, stated) in one.claims.iter().enumerate() {
            match graph.node(stated.requirement) {
                None => faults.push(ResolveFault::UnknownRequirement { evidence: position, claim }),
                Some(node) if counts => {
                    claims.push(StatedClaim { evidence: position, node, stated: *stated })
                }
                Some(_) => {}
            }
        }
    }
    claims.sort_by(|a, b| {
        let order = |claim: &StatedClaim| (claim.node, claim.stated.coverage, !claim.stated.all_ai_systems);
        let surer = b.stated.confidence.value().total_cmp(&a.stated.confidence.value());
        order(a).cmp(&order(b)).then(surer).then(a.evidence.cmp(&b.evidence))
    });
    if faults.is_empty() { Ok(claims) } else { Err(faults) }
}

fn not_counted(evidence: &[Evidence], as_of: NaiveDate) -> Vec<NotCounted> {
    let lapse = |one: &Evidence| {
        let validity = one.validity.filter(|validity| !validity.holds_on(as_of))?;
        Some(if as_of < validity.from { Lapse::NotYet } else { Lapse::Expired })
    };
    let lapsed = evidence.iter().enumerate().filter_map(|(evidence, one)| Some((evidence, lapse(one)?)));
    lapsed.map(|(evidence, lapse)| NotCounted { evidence, lapse }).collect()
}

/// The subjects that evidence covers: as it says, or those of the requirements that it claims. What is to be done for
/// every AI system is, where nothing else is said, shown for one.
fn covers(graph: &Graph, evidence: &Evidence) -> Vec<Subject> {
    let mut covers = evidence.covers.clone();
    if covers.is_empty() {
        covers.extend(evidence.claims.iter().filter_map(|claim| {
            let info = graph.info(graph.node(claim.requirement)?)?;
            let kind = if info.per_ai_system && !claim.all_ai_systems {
                Some(SubjectKind::AiSystem)
            } else {
                info.subject
            };
            kind.map(Subject::unnamed)
        }));
    }
    covers.sort_unstable();
    covers.dedup();
    covers
}

/// The subjects that have obligations, in the order of answers.
pub(crate) fn targets(scope: &[Subject], covers: &[Vec<Subject>]) -> Vec<Subject> {
    let mut targets = Vec::new();
    for kind in SubjectKind::ALL.into_iter().filter(|kind| *kind != SubjectKind::Authority) {
        let of_kind = |subject: &&Subject| subject.kind() == kind;
        let mut wanted: Vec<&Subject> = scope.iter().filter(of_kind).collect();
        if !scope.is_empty() && wanted.is_empty() {
            continue;
        }
        if wanted.iter().all(|subject| subject.name().is_none()) {
            wanted = covers.iter().flatten().filter(of_kind).collect();
        }
        wanted.retain(|subject| kind.is_single_item() || subject.name().is_some());
        if wanted.is_empty() {
            targets.push(Subject::unnamed(kind));
        }
        targets.extend(wanted.into_iter().cloned());
    }
    targets.sort_unstable();
    targets.dedup();
    targets
}

/// One search for each distinct set of claims.
struct Searches<'a> {
    graph: &'a Graph,
    claims: &'a [StatedClaim],
    options: &'a Options,
    by_claims: BTreeMap<Vec<u32>, u32>,
    done: Vec<Search>,
}

struct Search {
    labels: Labels,
    answers: Vec<NodeAnswer>,
}

thread_local! {
    // Tables as large as the graph are worth keeping; a search leaves them clean, so that no answer depends on them.
    static WORKSPACE: RefCell<Workspace<8>> = const { RefCell::new(Workspace::new()) };
}

impl Searches<'_> {
    /// The number of the search over these claims; `None` where there are none.
    fn over(&mut self, claims: Vec<u32>) -> Option<u32> {
        if claims.is_empty() {
            return None;
        }
        if let Some(&done) = self.by_claims.get(&claims) {
            return Some(done);
        }
        let seeds: Vec<Seed> = claims
            .iter()
            .filter_map(|&claim| {
                let StatedClaim { node, stated, .. } = *self.claims.get(claim as usize)?;
                let state = COVERAGE.state_of(stated.coverage.relation_set())?;
                Some(Seed { node, state, confidence: stated.confidence.value(), claim })
            })
            .collect();
        let slots = match self.options.include_possible {
            true => SlotsByCoverage::WITH_POSSIBLE,
            false => SlotsByCoverage::WITHOUT_POSSIBLE,
        };
        let reach = Reach {
            max_hops: self.options.max_hops,
            min_confidence: self.options.min_confidence,
            drafts: self.options.include_draft,
            states: if self.options.include_possible { POSSIBLE + 1 } else { POSSIBLE },
            full_slot: slots.full_slot(),
            unions: true,
        };
        let (labels, answers) = WORKSPACE.with_borrow_mut(|workspace| {
            workspace.search(self.graph, &COVERAGE, slots.slots, &seeds, reach, |outcome| {
                answers(self.graph, outcome, slots)
            })
        });
        let id = u32::try_from(self.done.len()).unwrap_or(u32::MAX);
        self.done.push(Search { labels, answers });
        self.by_claims.insert(claims, id);
        Some(id)
    }

    /// The claims that get to a subject, by how far they get.
    fn tiers(
        &mut self,
        covers: &[Vec<Subject>],
        target: &Subject,
        per_ai_system: bool,
    ) -> Vec<(SubjectReach, u32)> {
        let mut tiers: BTreeMap<SubjectReach, Vec<u32>> = BTreeMap::new();
        for (claim, id) in self.claims.iter().zip(0u32..) {
            let subjects = covers.get(claim.evidence).map_or(&[][..], Vec::as_slice);
            let cover = Cover { subjects, all_ai_systems: claim.stated.all_ai_systems };
            tiers.entry(reach(cover, target, per_ai_system)).or_default().push(id);
        }
        tiers.remove(&SubjectReach::Never);
        tiers.into_iter().rev().filter_map(|(tier, claims)| Some((tier, self.over(claims)?))).collect()
    }
}

/// What the evidence says to each subject, by kind of subject and by whether the duty is to be met per AI system.
struct Lenses {
    by_kind: [[Vec<Lens>; 2]; SubjectKind::ALL.len()],
}

struct Lens {
    target: u16,
    /// The searches that count, those that get farthest first.
    tiers: Vec<(SubjectReach, u32)>,
    /// For duties per AI system: each AI system in scope, with the search over what covers it.
    population: Vec<(u16, Option<u32>)>,
}

impl Lenses {
    fn new(
        searches: &mut Searches<'_>,
        covers: &[Vec<Subject>],
        targets: &[Subject],
        scope: &[Subject],
    ) -> Self {
        let mut by_kind: [[Vec<Lens>; 2]; SubjectKind::ALL.len()] = Default::default();
        let mut population = Vec::new();
        for (target, id) in targets.iter().zip(0u16..) {
            if target.kind() == SubjectKind::AiSystem && scope.contains(target) && target.name().is_some() {
                let tiers = searches.tiers(covers, target, false);
                let covered = tiers.into_iter().find(|(tier, _)| *tier == SubjectReach::Covered);
                population.push((id, covered.map(|(_, search)| search)));
            }
        }
        for (target, id) in targets.iter().zip(0u16..) {
            let Some(lenses) = by_kind.get_mut(target.kind() as usize) else { continue };
            for (per_ai_system, lenses) in [false, true].into_iter().zip(lenses) {
                let tiers = searches.tiers(covers, target, per_ai_system);
                let counts = per_ai_system && !target.kind().is_single_item();
                let population = if counts { population.clone() } else { Vec::new() };
                lenses.push(Lens { target: id, tiers, population });
            }
        }
        Self { by_kind }
    }

    fn of(&self, info: NodeInfo) -> &[Lens] {
        let of_kind = info.subject.and_then(|kind| self.by_kind.get(kind as usize));
        of_kind.and_then(|lenses| lenses.get(usize::from(info.per_ai_system))).map_or(&[], Vec::as_slice)
    }
}

impl Lens {
    fn judge(
        &self,
        requirement: RequirementId,
        known: &[Known<'_>],
        searches: &[Search],
        population: &mut Population,
    ) -> Option<Obligation> {
        let of_search = |search: u32| known.iter().find(|(id, _)| *id == search).map(|(_, answer)| *answer);
        let mut best: Option<Obligation> = None;
        for &(tier, search) in &self.tiers {
            let Some(answer) = of_search(search) else { continue };
            let (coverage, limit, lacking) = match tier {
                SubjectReach::Covered => (answer.coverage, None, false),
                SubjectReach::Limited(limit) if answer.coverage == Coverage::Full => {
                    (Coverage::Partial, Some(limit), false)
                }
                SubjectReach::Limited(_) => (answer.coverage, None, false),
                SubjectReach::Missing if answer.coverage > Coverage::Possible => {
                    (Coverage::Possible, None, true)
                }
                SubjectReach::Missing | SubjectReach::Never => continue,
            };
            let found = Obligation {
                requirement,
                basis: Basis { search, label: answer.label },
                confidence: answer.confidence,
                target: self.target,
                coverage,
                limit,
                lacking,
            };
            if best.as_ref().is_none_or(|best| is_better(&found, best, searches)) {
                best = Some(found);
            }
        }
        if best.as_ref().is_some_and(|best| best.coverage == Coverage::Full) || self.population.is_empty() {
            return best;
        }
        self.judge_population(requirement, &of_search, population).or(best)
    }

    /// FULL, where every AI system in scope has evidence that is; else notes those that lack it.
    fn judge_population<'k>(
        &self,
        requirement: RequirementId,
        of_search: &impl Fn(u32) -> Option<&'k NodeAnswer>,
        population: &mut Population,
    ) -> Option<Obligation> {
        let (mut whole, mut missing, mut confidence) = (Vec::new(), Vec::new(), 1.0);
        for &(target, search) in &self.population {
            let answer = search.and_then(|search| Some((search, of_search(search)?)));
            match answer.filter(|(_, answer)| answer.coverage == Coverage::Full) {
                Some((search, answer)) => {
                    whole.push((search, answer.label));
                    confidence *= answer.confidence;
                }
                None => missing.push(target),
            }
        }
        if !missing.is_empty() {
            population.missing.push(((requirement, self.target), missing));
            return None;
        }
        let label = u32::try_from(population.whole.len()).unwrap_or(u32::MAX);
        population.whole.push(whole);
        Some(Obligation {
            requirement,
            basis: Basis { search: Basis::POPULATION, label },
            confidence,
            target: self.target,
            coverage: Coverage::Full,
            limit: None,
            lacking: false,
        })
    }
}

/// Best coverage, then the highest confidence, then the fewest mappings.
fn is_better(one: &Obligation, other: &Obligation, searches: &[Search]) -> bool {
    let rank = |obligation: &Obligation| (obligation.coverage, obligation.confidence);
    let hops = |Basis { search, label }: Basis| {
        let labels = &searches.get(search as usize)?.labels.labels;
        labels.get(label as usize).map(|label| label.hops)
    };
    rank(one) > rank(other) || (rank(one) == rank(other) && hops(one.basis) < hops(other.basis))
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
    /// More mappings in a row than are ever followed.
    TooManyHops {
        /// As asked for.
        max_hops: u8,
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
            Self::TooManyHops { .. } => "too-many-hops",
            Self::MinConfidence { .. } => "min-confidence-out-of-range",
        }
    }
}

impl fmt::Display for ResolveFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownRequirement { evidence, claim } => {
                write!(
                    f,
                    "claim {claim} of evidence {evidence} names a requirement that the catalogue does not hold"
                )
            }
            Self::TooManyHops { max_hops } => {
                write!(f, "at most {MOST_HOPS} mappings in a row are followed, not `{max_hops}`")
            }
            Self::MinConfidence { min_confidence } => {
                write!(f, "the least confidence must be between 0 and 1, not `{min_confidence}`")
            }
        }
    }
}

impl std::error::Error for ResolveFault {}
