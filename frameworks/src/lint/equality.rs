//! Mappings that make two leaves of one framework equal: one of them must be wrong, since an author split the leaves.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use obligraph_mapping::{FrameworkId, Relation, RequirementId};
use petgraph::unionfind::UnionFind;

use crate::bundle::{Linked, LinkedMapping};
use crate::report::Report;
use crate::rule::Rule;

pub(super) fn check(linked: &Linked, report: &mut Report) {
    let rows: Vec<(RequirementId, RequirementId, &LinkedMapping)> = linked
        .live_mappings()
        .filter(|row| row.mapping.relation == Relation::Equal)
        .filter_map(|row| match (row.mapping.from.as_slice(), row.mapping.to.as_slice()) {
            ([from], [to]) => Some((*from, *to, row)),
            _ => None,
        })
        .collect();
    let ends: BTreeSet<RequirementId> = rows.iter().flat_map(|(from, to, _)| [*from, *to]).collect();
    let numbers: BTreeMap<RequirementId, usize> = ends.iter().copied().zip(0..).collect();
    let number = |end: &RequirementId| numbers.get(end).copied().unwrap_or_default();
    let mut classes: UnionFind<usize> = UnionFind::new(numbers.len());
    for (from, to, _) in &rows {
        classes.union(number(from), number(to));
    }
    let mut members: BTreeMap<(usize, FrameworkId), Vec<RequirementId>> = BTreeMap::new();
    for end in ends {
        let is_leaf = linked.catalog.requirement(end).is_some_and(|requirement| requirement.assessable);
        if let Some(framework) = linked.catalog.framework_of(end).filter(|_| is_leaf) {
            members.entry((classes.find(number(&end)), framework)).or_default().push(end);
        }
    }
    for leaves in members.into_values() {
        for pair in leaves.windows(2) {
            let [one, other] = pair else { continue };
            report_merger(linked, &rows, *one, *other, report);
        }
    }
}

fn report_merger(
    linked: &Linked,
    rows: &[(RequirementId, RequirementId, &LinkedMapping)],
    one: RequirementId,
    other: RequirementId,
    report: &mut Report,
) {
    let path = path(rows, one, other);
    let Some(last) = path.iter().map(|row| row.place).max() else { return };
    let places: Vec<String> = path.iter().map(|row| report.show(row.place)).collect();
    let message = format!(
        "`{}` and `{}` become equal through {}",
        linked.show(one),
        linked.show(other),
        places.join(", ")
    );
    let help = "make the row of the narrower leaf a subset, or map both leaves together (a list)";
    report.add(Rule::MergedLeaves, last, message, help);
}

/// The fewest rows that join the two.
fn path<'a>(
    rows: &[(RequirementId, RequirementId, &'a LinkedMapping)],
    start: RequirementId,
    goal: RequirementId,
) -> Vec<&'a LinkedMapping> {
    let mut next: BTreeMap<RequirementId, Vec<(RequirementId, &LinkedMapping)>> = BTreeMap::new();
    for &(from, to, row) in rows {
        next.entry(from).or_default().push((to, row));
        next.entry(to).or_default().push((from, row));
    }
    let mut before: BTreeMap<RequirementId, (RequirementId, &LinkedMapping)> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for &(to, row) in next.get(&at).into_iter().flatten() {
            if to != start && !before.contains_key(&to) {
                before.insert(to, (at, row));
                queue.push_back(to);
            }
        }
    }
    let mut path = Vec::new();
    let mut at = goal;
    while let Some(&(previous, row)) = before.get(&at) {
        path.push(row);
        at = previous;
    }
    path.reverse();
    path
}
