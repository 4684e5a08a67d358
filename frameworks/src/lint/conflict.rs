//! Contradictions that only show when mappings of several crosswalks are composed (path consistency).

use std::collections::BTreeMap;
use std::sync::Arc;

use obligraph_mapping::{
    Catalog, ConflictOptions, Graph, Mapping, MappingId, Relation, RequirementId, conflicts,
};

use crate::bundle::LinkedMapping;
use crate::report::{Place, Report};
use crate::rule::Rule;

/// Where each mapping stands. A catalogue gives mappings its own order, so they are found by what they say.
pub(super) type Places = BTreeMap<(Vec<RequirementId>, Vec<RequirementId>, Relation), Place>;

pub(super) fn places(mappings: &[LinkedMapping]) -> Places {
    mappings.iter().map(|row| (identity(&row.mapping), row.place)).collect()
}

fn identity(mapping: &Mapping) -> (Vec<RequirementId>, Vec<RequirementId>, Relation) {
    (mapping.from.clone(), mapping.to.clone(), mapping.relation)
}

pub(super) fn check(catalog: &Arc<Catalog>, places: &Places, report: &mut Report) {
    let show = |side: &[RequirementId]| -> String {
        let references = side.iter().filter_map(|&id| catalog.reference(id)).map(|r| r.to_string());
        references.collect::<Vec<_>>().join("` and `")
    };
    // Authors check their own content and may wait for the whole answer.
    let all = ConflictOptions { include_draft: true, most: usize::MAX, budget: u64::MAX };
    for conflict in conflicts(&Graph::new(Arc::clone(catalog)), &all).conflicts {
        let place_of = |id: &MappingId| places.get(&identity(catalog.mapping(*id)?)).copied();
        let found: Vec<Place> = conflict.mappings.iter().filter_map(place_of).collect();
        let Some(&last) = found.iter().max() else { continue };
        if is_one_pair(catalog, &conflict.mappings) {
            continue;
        }
        let others: Vec<String> =
            found.iter().filter(|place| **place != last).map(|place| report.show(*place)).collect();
        let derived: Vec<&str> = conflict.derived.iter().map(Relation::word).collect();
        let message = format!(
            "`{}` {} `{}` contradicts {}, leaving only {}",
            show(&conflict.from),
            conflict.stated.word(),
            show(&conflict.to),
            if others.is_empty() { "the hierarchy".to_owned() } else { others.join(", ") },
            if derived.is_empty() { "nothing".to_owned() } else { derived.join(" or ") },
        );
        report.add(Rule::Conflict, last, message, "correct one of these rows: they cannot all hold");
    }
}

/// Two relations of one pair have a rule of their own, which says it in plainer words.
fn is_one_pair(catalog: &Catalog, mappings: &[MappingId]) -> bool {
    let [first, second] = mappings else { return false };
    match (catalog.mapping(*first), catalog.mapping(*second)) {
        (Some(a), Some(b)) => (&a.from, &a.to) == (&b.from, &b.to) || (&a.from, &a.to) == (&b.to, &b.from),
        _ => false,
    }
}
