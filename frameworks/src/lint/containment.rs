//! A part that is said to hold more than such a thing can: a heading, or a policy that would stand for a record.

use obligraph_mapping::{Relation, Requirement, RequirementId};

use super::words::stems;
use crate::bundle::{Linked, LinkedMapping};
use crate::report::Report;
use crate::rule::Rule;

pub(super) fn check(linked: &Linked, report: &mut Report) {
    for row in linked.live_mappings() {
        let (from, to) = (row.mapping.from.as_slice(), row.mapping.to.as_slice());
        let (holder, held) = match row.mapping.relation {
            Relation::Superset => (from, to),
            Relation::Subset => (to, from),
            Relation::Equal | Relation::Intersects | Relation::Disjoint => continue,
        };
        // Several together are meant as a whole.
        if let [holder] = holder {
            check_one(linked, row, *holder, held, report);
        }
    }
}

fn check_one(
    linked: &Linked,
    row: &LinkedMapping,
    holder: RequirementId,
    held: &[RequirementId],
    report: &mut Report,
) {
    let Some(requirement) = linked.catalog.requirement(holder) else { return };
    let (outer, inner) = (linked.show(holder), linked.show_side(held));
    if !requirement.assessable {
        let message =
            format!("`{outer}` is made to contain `{inner}`, and is a heading or roll-up: a broader topic");
        let help = "say which of its leaves contains the other, or list those that do so together";
        report.add(Rule::BroadSuperset, row.place, message, help);
    }
    let is_record =
        |id: &RequirementId| linked.catalog.requirement(*id).is_some_and(|one| is_of(one, &OF_RECORDS));
    if is_of(requirement, &OF_POLICIES) && !is_of(requirement, &OF_RECORDS) && held.iter().any(is_record) {
        let message = format!(
            "`{outer}` is made to contain `{inner}`: a policy says what is intended, not what is done"
        );
        report.add(
            Rule::PolicyOverRecord,
            row.place,
            message,
            "say at most `intersects`, or map the clause on operation",
        );
    }
}

const OF_POLICIES: [&str; 6] = ["commitment", "governance", "policies", "policy", "principles", "strategy"];

const OF_RECORDS: [&str; 9] =
    ["evidence", "logging", "logs", "measurement", "records", "register", "reports", "results", "tests"];

fn is_of(requirement: &Requirement, words: &[&str]) -> bool {
    let title = stems(requirement.title.as_deref().unwrap_or_default());
    words.iter().any(|word| stems(word).is_subset(&title))
}
