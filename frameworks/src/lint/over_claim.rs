//! Content that says, or lets follow, what no auditor would sign. The table says what; here is how it is found.

use std::collections::{BTreeMap, BTreeSet};

use obligraph_mapping::{ClaimedCoverage, Relation, RequirementId, SubjectKind};

use super::over_claim_table::{OVER_CLAIMS, OverClaim, Reach};
use super::{is_within, name};
use crate::bundle::{Linked, LinkedEvidenceType, LinkedMapping};
use crate::report::{Place, Report};
use crate::rule::Rule;

pub(super) fn check(linked: &Linked, report: &mut Report) {
    let held_by = held_by(linked);
    // An overlay answers for the chains that start with a mapping of its own.
    let provisions: Vec<RequirementId> = match linked.base {
        Some(_) => held_by.keys().copied().collect(),
        None => linked.catalog.requirement_ids().collect(),
    };
    for over_claim in &OVER_CLAIMS {
        // What may not even overlap is looked for row by row.
        for &provision in provisions.iter().filter(|_| over_claim.reach != Reach::Related) {
            if over_claim.is_provision(linked, provision) {
                check_containment(linked, over_claim, provision, &held_by, report);
            }
        }
        for row in linked.live_mappings() {
            check_row(linked, over_claim, row, report);
        }
        for evidence_type in &linked.evidence_types {
            check_evidence(linked, over_claim, evidence_type, report);
        }
    }
    for evidence_type in &linked.evidence_types {
        check_unconditional(linked, evidence_type, report);
    }
}

impl OverClaim {
    fn is_holder(&self, linked: &Linked, id: RequirementId) -> bool {
        let (of, own) = (name(linked.key_of(id)), linked.id(id));
        self.holders.iter().any(|(framework, root)| {
            let is_framework =
                if framework.ends_with('-') { of.starts_with(framework) } else { of == *framework };
            is_framework && (root.is_empty() || is_within(own, root))
        })
    }

    fn is_provision(&self, linked: &Linked, id: RequirementId) -> bool {
        name(linked.key_of(id)) == "eu-ai-act"
            && self.provisions.iter().any(|root| is_within(linked.id(id), root))
    }
}

/// For each requirement, what a mapping says to contain it.
type HeldBy = BTreeMap<RequirementId, Vec<(RequirementId, Place)>>;

fn held_by(linked: &Linked) -> HeldBy {
    let mut held_by = HeldBy::new();
    for row in linked.live_mappings() {
        for (side, other, relation) in directions(row) {
            let ([holder], Relation::Equal | Relation::Superset) = (side, relation) else { continue };
            for &held in other {
                held_by.entry(held).or_default().push((*holder, row.place));
            }
        }
    }
    held_by
}

fn directions(row: &LinkedMapping) -> [(&[RequirementId], &[RequirementId], Relation); 2] {
    let (from, to, relation) = (row.mapping.from.as_slice(), row.mapping.to.as_slice(), row.mapping.relation);
    [(from, to, relation), (to, from, relation.inverse())]
}

/// Looks for a chain of "contains" from one of `holders` down to `provision`, however long.
fn check_containment(
    linked: &Linked,
    over_claim: &OverClaim,
    provision: RequirementId,
    held_by: &HeldBy,
    report: &mut Report,
) {
    // The chains that start at the provision, each with the place of the mapping nearest to it.
    let mut seen = BTreeSet::from([provision]);
    let mut open: Vec<(RequirementId, Option<Place>)> = vec![(provision, None)];
    while let Some((at, nearest)) = open.pop() {
        let parent = linked.catalog.parent(at).map(|parent| (parent, None));
        let rows = held_by.get(&at).into_iter().flatten().map(|&(holder, place)| (holder, Some(place)));
        for (holder, place) in parent.into_iter().chain(rows) {
            let nearest = nearest.or(place);
            if !seen.insert(holder) {
                continue;
            }
            if let (true, Some(place)) = (over_claim.is_holder(linked, holder), nearest) {
                let message = format!(
                    "`{}` is made to contain `{}`; {}",
                    linked.show(holder),
                    linked.show(provision),
                    over_claim.reason
                );
                report.add(
                    Rule::OverClaim,
                    place,
                    message,
                    "say at most `intersects`, and in the rationale what is missing",
                );
                continue;
            }
            open.push((holder, nearest));
        }
    }
}

/// Joint mappings, which no chain goes through, and rows that may not be there at all.
fn check_row(linked: &Linked, over_claim: &OverClaim, row: &LinkedMapping, report: &mut Report) {
    for (side, other, relation) in directions(row) {
        let is_meant = match over_claim.reach {
            Reach::Related => relation != Relation::Disjoint,
            Reach::Contained | Reach::ContainedWithoutCondition => {
                side.len() > 1 && matches!(relation, Relation::Equal | Relation::Superset)
            }
        };
        let holder = side.iter().find(|&&id| over_claim.is_holder(linked, id));
        let provision = other.iter().find(|&&id| over_claim.is_provision(linked, id));
        if let (true, Some(&holder), Some(&provision)) = (is_meant, holder, provision) {
            let message = format!(
                "`{}` {} `{}` is an over-claim; {}",
                linked.show(holder),
                relation.word(),
                linked.show(provision),
                over_claim.reason
            );
            let help = match over_claim.reach {
                Reach::Related => "say `disjoint`, or leave the row out",
                _ => "say at most `intersects`, and in the rationale what is missing",
            };
            report.add(Rule::OverClaim, row.place, message, help);
        }
    }
}

/// An item that shows a requirement of a standard in full shows by that nothing of these provisions in full.
fn check_evidence(
    linked: &Linked,
    over_claim: &OverClaim,
    evidence_type: &LinkedEvidenceType,
    report: &mut Report,
) {
    if over_claim.reach == Reach::Related {
        return;
    }
    let full = || evidence_type.claims.iter().filter(|claim| claim.coverage == ClaimedCoverage::Full);
    let holder = full().find(|claim| over_claim.is_holder(linked, claim.requirement));
    let is_of_a_system = evidence_type.subject.is_some_and(SubjectKind::is_management_system)
        && over_claim.reach == Reach::Contained;
    let Some(whose) = holder
        .map(|claim| format!("shows `{}` in full", linked.show(claim.requirement)))
        .or_else(|| is_of_a_system.then(|| "is about a management system".to_owned()))
    else {
        return;
    };
    for claim in full().filter(|claim| over_claim.is_provision(linked, claim.requirement)) {
        if over_claim.reach == Reach::ContainedWithoutCondition && claim.condition.is_some() {
            continue;
        }
        let message = format!(
            "`{}` {whose} and claims `{}` in full too; {}",
            evidence_type.key,
            linked.show(claim.requirement),
            over_claim.reason
        );
        let help = match over_claim.reach {
            Reach::ContainedWithoutCondition => {
                "claim it `partial`, or `when` the facts show what is missing"
            }
            _ => "claim it `partial`, or make an evidence type of its own for it",
        };
        report.add(Rule::OverClaim, claim.place, message, help);
    }
}

/// What is so often over-claimed is shown by facts, and not by the mere presence of an item.
fn check_unconditional(linked: &Linked, evidence_type: &LinkedEvidenceType, report: &mut Report) {
    let full = evidence_type.claims.iter().filter(|claim| claim.coverage == ClaimedCoverage::Full);
    for claim in full.filter(|claim| claim.condition.is_none()) {
        let is_of = |known: &&OverClaim| known.is_provision(linked, claim.requirement);
        if let Some(known) = OVER_CLAIMS.iter().find(is_of) {
            let message = format!(
                "`{}` claims `{}` in full whatever its facts; {}",
                evidence_type.key,
                linked.show(claim.requirement),
                known.reason
            );
            let help = "give the claim a `when` over the facts that show it, or claim it `partial`";
            report.add(Rule::UnconditionalFull, claim.place, message, help);
        }
    }
}
