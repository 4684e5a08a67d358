//! Nobody is certain of more than an identity: whether one thing holds another is a judgement.

use obligraph_mapping::{Confidence, Relation};

use crate::bundle::Linked;
use crate::report::Report;
use crate::rule::Rule;

pub(super) fn check(linked: &Linked, report: &mut Report) {
    for row in linked.live_mappings() {
        let mapping = &row.mapping;
        if mapping.confidence == Confidence::CERTAIN && mapping.relation != Relation::Equal {
            let (from, to) = (linked.show_side(&mapping.from), linked.show_side(&mapping.to));
            let message = format!("`{from}` {} `{to}` is given as certain", mapping.relation.word());
            report.add(
                Rule::CertainJudgement,
                row.place,
                message,
                "only an identity is certain; say how sure you are",
            );
        }
    }
}
