//! Rules on the claims of evidence types.

use std::collections::BTreeMap;

use obligraph_mapping::{ClaimedCoverage, RequirementId, SubjectKind};

use crate::bundle::{Linked, LinkedClaim, LinkedEvidenceType};
use crate::evidence_type::Condition;
use crate::report::Report;
use crate::rule::Rule;

pub(super) fn check(linked: &Linked, report: &mut Report) {
    for evidence_type in &linked.evidence_types {
        for claim in &evidence_type.claims {
            check_target(linked, claim, report);
        }
        check_repetition(linked, evidence_type, report);
    }
}

fn check_target(linked: &Linked, claim: &LinkedClaim, report: &mut Report) {
    let Some(requirement) = linked.catalog.requirement(claim.requirement) else { return };
    let reference = linked.show(claim.requirement);
    if !requirement.assessable {
        let message = format!("`{reference}` is a roll-up, which evidence cannot be held against");
        report.add(
            Rule::ClaimOnRollUp,
            claim.place,
            message,
            "claim those of its leaves that the item shows",
        );
    }
    if let Some(day) = requirement.applicability.repealed_on {
        let message = format!("`{reference}` is repealed since {day}");
        report.add(Rule::RepealedEnd, claim.place, message, "claim what took its place, or delete the claim");
    }
    let is_about_systems = requirement.subject == Some(SubjectKind::AiSystem) || requirement.per_ai_system;
    if claim.all_ai_systems && !is_about_systems {
        let message = format!("`{reference}` is about no AI system, so `all_ai_systems` says nothing");
        report.add(Rule::AllSystemsMisplaced, claim.place, message, "leave `all_ai_systems` out");
    }
}

/// Two claims on one requirement must differ in more than words: by condition, or FULL under a condition and else PARTIAL.
fn check_repetition(linked: &Linked, evidence_type: &LinkedEvidenceType, report: &mut Report) {
    let mut earlier: BTreeMap<RequirementId, Vec<&LinkedClaim>> = BTreeMap::new();
    for claim in &evidence_type.claims {
        let others = earlier.entry(claim.requirement).or_default();
        if let Some(other) = others.iter().find(|other| says_the_same(other, claim)) {
            let message = format!(
                "`{}` is claimed already in line {}",
                linked.show(claim.requirement),
                other.place.line
            );
            let help =
                "delete one claim, or give FULL a condition and leave PARTIAL for when it does not hold";
            report.add(Rule::DuplicateClaim, claim.place, message, help);
        }
        others.push(claim);
    }
}

fn says_the_same(a: &LinkedClaim, b: &LinkedClaim) -> bool {
    let always_full =
        |claim: &LinkedClaim| claim.coverage == ClaimedCoverage::Full && claim.condition.is_none();
    let same_condition =
        a.condition.as_ref().map(Condition::text) == b.condition.as_ref().map(Condition::text);
    same_condition || always_full(a) || always_full(b)
}
