//! Rules on requirements, one by one.

use std::collections::BTreeSet;

use obligraph_mapping::{Kind, Requirement, RequirementId, SubjectKind};

use crate::bundle::Linked;
use crate::details::{RequirementDetails, TextStatus};
use crate::report::{Place, Report};
use crate::rule::Rule;

/// A summary is a reminder, not a second text of the standard.
const MOST_WORDS: usize = 40;

pub(super) fn check(linked: &Linked, report: &mut Report) {
    let catalog = &linked.catalog;
    // Those with a child that is assessable, or complete itself.
    let with_content: BTreeSet<RequirementId> = (catalog.own_requirement_ids())
        .filter(|&id| catalog.requirement(id).is_some_and(|r| r.assessable || r.complete))
        .filter_map(|id| catalog.parent(id))
        .collect();
    let described = catalog.own_requirement_ids().zip(&linked.requirements).zip(&linked.places);
    for ((id, details), &place) in described {
        let Some(requirement) = catalog.requirement(id) else { continue };
        let has_content_below = with_content.contains(&id);
        check_one(&linked.show(id), requirement, details, has_content_below, place, report);
    }
}

fn check_one(
    reference: &str,
    requirement: &Requirement,
    details: &RequirementDetails,
    has_content_below: bool,
    place: Place,
    report: &mut Report,
) {
    let is_blank = |text: &Option<String>| text.as_deref().is_some_and(|text| text.trim().is_empty());
    if is_blank(&requirement.title) || is_blank(&requirement.summary) {
        let message = format!("`{reference}` has a blank title or summary");
        report.add(Rule::BlankText, place, message, "fill it in, or leave the field out");
    }
    if requirement.assessable && requirement.summary.is_none() {
        let message = format!("`{reference}` is assessable and has no summary");
        report.add(Rule::AssessableWithoutSummary, place, message, "say in our own words what it asks");
    }
    // Options and exceptions below a duty hold no content of their own and leave it a leaf.
    if requirement.assessable && (requirement.kind.is_structure() || has_content_below) {
        let what = if has_content_below { "has children that are too" } else { "is a heading" };
        let message = format!("`{reference}` is assessable and {what}");
        report.add(Rule::AssessableRollUp, place, message, "make its leaves assessable, and not itself");
    }
    let words = requirement.summary.as_deref().map_or(0, |summary| summary.split_whitespace().count());
    if words > MOST_WORDS {
        let message = format!("the summary of `{reference}` has {words} words");
        report.add(Rule::LongSummary, place, message, format!("say it in {MOST_WORDS} words"));
    }
    if requirement.per_ai_system && requirement.subject != Some(SubjectKind::Aims) {
        let subject = requirement.subject.map_or("nobody", SubjectKind::word);
        let message = format!("`{reference}` has a population and is a duty of {subject}");
        report.add(
            Rule::PopulationOutsideAims,
            place,
            message,
            "leave `population` out; only the AIMS has one",
        );
    }
    if requirement.excludable && requirement.kind != Kind::Control {
        let message = format!("`{reference}` is excludable and a {}", requirement.kind.word());
        report.add(
            Rule::ExcludableNotControl,
            place,
            message,
            "leave `excludable` out; only controls may be excluded",
        );
    }
    if requirement.complete && !has_content_below {
        let message = format!("`{reference}` is complete and no child of it holds content");
        let help = "leave `complete` out, or add the assessable children of which it consists";
        report.add(Rule::CompleteWithoutContent, place, message, help);
    }
    if (details.status == TextStatus::Deleted) != requirement.applicability.repealed_on.is_some() {
        let message = format!("`{reference}` has only one of `status: deleted` and `repealed_on`");
        report.add(Rule::DeletedWithoutDate, place, message, "give both, or none");
    }
}
