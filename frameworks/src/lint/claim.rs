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
        check_management_systems(linked, evidence_type, report);
    }
}

/// An item about one management system shows nothing of another, unless its facts say that it is about both: an AI policy
/// is no quality policy.
fn check_management_systems(linked: &Linked, evidence_type: &LinkedEvidenceType, report: &mut Report) {
    let system = |claim: &LinkedClaim| {
        let subject = linked.catalog.requirement(claim.requirement)?.subject;
        subject.filter(|subject| subject.is_management_system())
    };
    let always: Vec<(&LinkedClaim, SubjectKind)> = (evidence_type.claims.iter())
        .filter(|claim| claim.coverage == ClaimedCoverage::Full && claim.condition.is_none())
        .filter_map(|claim| Some((claim, system(claim)?)))
        .collect();
    let own = evidence_type.subject.filter(|subject| subject.is_management_system());
    let Some(own) = own.or_else(|| always.first().map(|(_, first)| *first)) else { return };
    for (claim, other) in always.into_iter().filter(|(_, other)| *other != own) {
        let message = format!(
            "`{}` is about the {} and claims `{}` of the {} in full whatever its facts",
            evidence_type.key,
            own.word(),
            linked.show(claim.requirement),
            other.word()
        );
        let help = "let a fact say which management systems an item is about, and ask for it in `when`";
        report.add(Rule::OtherManagementSystem, claim.place, message, help);
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
