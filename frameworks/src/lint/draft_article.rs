//! Articles of the AI Act whose numbers meant something else in drafts: old crosswalks still carry them.

use obligraph_mapping::{Relation, RequirementId};

use super::{is_iso, is_within, name};
use crate::bundle::Linked;
use crate::report::Report;
use crate::rule::Rule;

/// The number in drafts, and that of the published Act.
const RENUMBERED: [(&str, &str, &str); 4] = [
    ("art-29", "art-26", "obligations of deployers"),
    ("art-52", "art-50", "transparency"),
    ("art-61", "art-72", "post-market monitoring"),
    ("art-62", "art-73", "serious incidents"),
];

pub(super) fn check(linked: &Linked, report: &mut Report) {
    for row in linked.live_mappings().filter(|row| row.mapping.relation != Relation::Disjoint) {
        for (side, other) in [(&row.mapping.from, &row.mapping.to), (&row.mapping.to, &row.mapping.from)] {
            let is_from_iso = side.iter().any(|&id| is_iso(linked.key_of(id)));
            for &end in other.iter().filter(|_| is_from_iso) {
                check_end(linked, end, row.place, report);
            }
        }
    }
}

fn check_end(linked: &Linked, end: RequirementId, place: crate::report::Place, report: &mut Report) {
    if name(linked.key_of(end)) != "eu-ai-act" {
        return;
    }
    if let Some((draft, published, theme)) =
        RENUMBERED.iter().find(|(draft, ..)| is_within(linked.id(end), draft))
    {
        let message = format!("`{}`: drafts had {theme} in {draft}", linked.show(end));
        let help =
            format!("if {theme} is meant, map {published}; if not, say `disjoint` or leave the row out");
        report.add(Rule::DraftArticle, place, message, help);
    }
}
