//! One number, different meanings: some clauses differ in every management system standard, and others may.

use obligraph_mapping::{Relation, RequirementId};

use super::words::stems;
use super::{is_iso, is_within, name};
use crate::bundle::{Linked, LinkedMapping};
use crate::report::Report;
use crate::rule::Rule;

/// Operational planning and risk, control and impact: each standard fills these numbers in its own way.
const NUMBERS: [&str; 7] = ["6.1.2", "6.1.3", "6.1.4", "8.2", "8.4", "10.1", "A.8.2"];

pub(super) fn check(linked: &Linked, report: &mut Report) {
    let makes_full = |relation| matches!(relation, Relation::Equal | Relation::Superset | Relation::Subset);
    for row in linked.live_mappings().filter(|row| makes_full(row.mapping.relation)) {
        let ([from], [to]) = (row.mapping.from.as_slice(), row.mapping.to.as_slice()) else { continue };
        let keys = (linked.key_of(*from), linked.key_of(*to));
        let is_hub = |key: &str| {
            linked
                .catalog
                .framework(key)
                .and_then(|id| linked.catalog.framework_by_id(id))
                .is_some_and(|f| f.hub)
        };
        let are_two_standards = is_iso(keys.0)
            && is_iso(keys.1)
            && name(keys.0) != name(keys.1)
            && !is_hub(keys.0)
            && !is_hub(keys.1);
        let number = NUMBERS
            .iter()
            .find(|number| is_within(linked.id(*from), number) && is_within(linked.id(*to), number));
        if let (true, Some(number)) = (are_two_standards, number) {
            let message = format!(
                "`{}` and `{}` share the number {number}, which means something else in each standard",
                linked.show(*from),
                linked.show(*to)
            );
            report.add(Rule::SameNumber, row.place, message, "compare what they ask; at best they intersect");
        } else if name(keys.0) != name(keys.1)
            && linked.id(*from) == linked.id(*to)
            && linked.id(*from).contains('.')
        {
            check_titles(linked, row, *from, *to, report);
        }
    }
}

/// One number of a clause or control in two texts is a coincidence where the titles have no word in common.
fn check_titles(
    linked: &Linked,
    row: &LinkedMapping,
    from: RequirementId,
    to: RequirementId,
    report: &mut Report,
) {
    let title = |id: RequirementId| linked.catalog.requirement(id).and_then(|one| one.title.as_deref());
    let (Some(one), Some(other)) = (title(from), title(to)) else { return };
    if one != other && stems(one).is_disjoint(&stems(other)) {
        let (from, to) = (linked.show(from), linked.show(to));
        let message = format!(
            "`{from}` {} `{to}`: the same number, and titles of which no word is the same: `{one}`, `{other}`",
            row.mapping.relation.word()
        );
        report.add(Rule::UnlikeTitles, row.place, message, "compare what they ask; a number says nothing");
    }
}
