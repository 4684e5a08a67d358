//! What evidence states: its claims, its subjects, and whether it counts on a day.

use chrono::NaiveDate;

use crate::claim::Evidence;
use crate::graph::Graph;
use crate::resolution::{Lapse, NotCounted, StatedClaim};
use crate::resolve::{MOST_HOPS, MOST_SUBJECTS, Options, ResolveFault};
use crate::subject::{Subject, SubjectKind};

/// The claims of evidence that counts, in an order that does not depend on theirs.
pub(crate) fn stated_claims(
    graph: &Graph,
    evidence: &[Evidence],
    options: &Options,
    subjects: usize,
) -> Result<Vec<StatedClaim>, Vec<ResolveFault>> {
    let mut faults = Vec::new();
    if subjects > MOST_SUBJECTS {
        faults.push(ResolveFault::TooManySubjects { subjects });
    }
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
        let order = |claim: &StatedClaim| {
            (claim.stated.requirement, claim.stated.coverage, !claim.stated.all_ai_systems)
        };
        let surer = b.stated.confidence.value().total_cmp(&a.stated.confidence.value());
        order(a).cmp(&order(b)).then(surer).then(a.evidence.cmp(&b.evidence))
    });
    if faults.is_empty() { Ok(claims) } else { Err(faults) }
}

pub(crate) fn not_counted(evidence: &[Evidence], as_of: NaiveDate) -> Vec<NotCounted> {
    let lapse = |one: &Evidence| {
        let validity = one.validity.filter(|validity| !validity.holds_on(as_of))?;
        Some(if as_of < validity.from { Lapse::NotYet } else { Lapse::Expired })
    };
    let lapsed = evidence.iter().enumerate().filter_map(|(evidence, one)| Some((evidence, lapse(one)?)));
    lapsed.map(|(evidence, lapse)| NotCounted { evidence, lapse }).collect()
}

/// The subjects that evidence covers: as it says, or those of the requirements that it claims. What is to be done for
/// every AI system is, where nothing else is said, shown for one.
pub(crate) fn covers(graph: &Graph, evidence: &Evidence) -> Vec<Subject> {
    let mut covers = evidence.covers.clone();
    if covers.is_empty() {
        covers.extend(evidence.claims.iter().filter_map(|claim| {
            let info = graph.info(claim.requirement)?;
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
