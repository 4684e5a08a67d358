//! One pair, one relation: also when it is written the other way round, and in another file.

use std::collections::BTreeMap;

use obligraph_mapping::{Relation, RequirementId};

use crate::bundle::Linked;
use crate::report::{Place, Report};
use crate::rule::Rule;

/// Both sides, the lower one first.
type Pair<'a> = (&'a [RequirementId], &'a [RequirementId]);

pub(super) fn check(linked: &Linked, report: &mut Report) {
    let mut first: BTreeMap<Pair, (Relation, Place)> = BTreeMap::new();
    for row in linked.live_mappings() {
        let (from, to, relation) =
            (row.mapping.from.as_slice(), row.mapping.to.as_slice(), row.mapping.relation);
        let (pair, relation) =
            if from <= to { ((from, to), relation) } else { ((to, from), relation.inverse()) };
        let Some(&(known, place)) = first.get(&pair) else {
            first.insert(pair, (relation, row.place));
            continue;
        };
        let sides =
            format!("`{}` {} `{}`", linked.show_side(pair.0), relation.word(), linked.show_side(pair.1));
        let earlier = report.show(place);
        if known == relation {
            let message = format!("{sides} is stated already at {earlier}");
            report.add(Rule::DuplicateMapping, row.place, message, "delete one of the two rows");
        } else {
            let message = format!("{sides}, while {earlier} says {}", known.word());
            report.add(
                Rule::TwoRelations,
                row.place,
                message,
                "decide for one relation and delete the other row",
            );
        }
    }
}
