//! What is said to have no counterpart must have none.

use std::collections::BTreeMap;

use obligraph_mapping::{FrameworkId, Relation, RequirementId};

use super::key;
use crate::bundle::Linked;
use crate::report::{Place, Report};
use crate::rule::Rule;

pub(super) fn check(linked: &Linked, report: &mut Report) {
    let mut mapped: BTreeMap<(RequirementId, FrameworkId), Place> = BTreeMap::new();
    for row in linked.live_mappings().filter(|row| row.mapping.relation != Relation::Disjoint) {
        for (side, other) in [(&row.mapping.from, &row.mapping.to), (&row.mapping.to, &row.mapping.from)] {
            let within = other.first().and_then(|&id| linked.catalog.framework_of(id));
            for &end in side {
                mapped.extend(within.map(|within| ((end, within), row.place)));
            }
        }
    }
    let mut said: BTreeMap<(RequirementId, FrameworkId), Place> = BTreeMap::new();
    for row in &linked.no_counterparts {
        let subject = (row.statement.requirement, row.statement.within);
        let what = format!(
            "`{}` has no counterpart in `{}`",
            linked.show(subject.0),
            key(&linked.catalog, subject.1)
        );
        if let Some(place) = mapped.get(&subject) {
            let message = format!("{what}, while {} maps it", report.show(*place));
            report.add(Rule::CounterpartAfterAll, row.place, message, "delete one of the two");
        }
        if let Some(place) = said.insert(subject, row.place) {
            let message = format!("{what}, which {} says already", report.show(place));
            report.add(Rule::DuplicateNoCounterpart, row.place, message, "delete one of the two");
        }
    }
}
