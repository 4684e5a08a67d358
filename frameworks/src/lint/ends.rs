//! What a mapping may end at: leaves, and law that is in force.

use obligraph_mapping::RequirementId;

use crate::bundle::{Linked, LinkedMapping};
use crate::report::Report;
use crate::rule::Rule;

/// Words by which a rationale owns that a roll-up is meant.
const OWNS_A_ROLL_UP: [&str; 4] = ["roll-up", "as a whole", "the whole", "taken together"];

pub(super) fn check(linked: &Linked, report: &mut Report) {
    for row in linked.live_mappings() {
        for &end in row.mapping.from.iter().chain(&row.mapping.to) {
            check_end(linked, row, end, report);
        }
    }
}

fn check_end(linked: &Linked, row: &LinkedMapping, end: RequirementId, report: &mut Report) {
    let Some(requirement) = linked.catalog.requirement(end) else { return };
    let rationale = row.mapping.rationale.to_lowercase();
    if !requirement.assessable && !OWNS_A_ROLL_UP.iter().any(|words| rationale.contains(words)) {
        let message = format!("`{}` is a roll-up, which evidence cannot be held against", linked.show(end));
        let help = "map its leaves, or say in the rationale why the roll-up is meant (`as a whole`)";
        report.add(Rule::RollUpEnd, row.place, message, help);
    }
    if let Some(day) = requirement.applicability.repealed_on {
        let message = format!("`{}` is repealed since {day}", linked.show(end));
        report.add(
            Rule::RepealedEnd,
            row.place,
            message,
            "map what took its place, or set `status: retired`",
        );
    }
}
