use std::collections::{BTreeMap, BTreeSet};

use obligraph_mapping::Reference;

use crate::format::Row;
use crate::format::framework::Requirement;
use crate::nearest::{did_you_mean, nearest};
use crate::report::{Place, Report};
use crate::rule::Rule;

/// Leaves the rows of which a tree can be built: ids are unique and well-formed, parents are there, nothing is its own
/// ancestor. All else is reported and dropped or cut.
pub(super) fn mend(
    key: &str,
    file: Place,
    rows: Vec<Row<Requirement>>,
    report: &mut Report,
) -> Vec<Row<Requirement>> {
    let mut rows = with_unique_ids(key, file, rows, report);
    let parents = parents(key, file, &rows, report);
    let rings = rings(&parents);
    for ring in &rings {
        let ids: Vec<&str> = ring.iter().filter_map(|&row| Some(rows.get(row)?.value.id.as_str())).collect();
        let line = ring.first().and_then(|&row| rows.get(row)).map_or(0, |row| row.line);
        let message = format!("`{}` are each other's ancestors in `{key}`", ids.join("`, `"));
        let help = "give one of them a parent outside this ring, or none";
        report.add(Rule::HierarchyCycle, Place { line, ..file }, message, help);
    }
    let ringed: BTreeSet<usize> = rings.into_iter().flatten().collect();
    for ((position, row), parent) in rows.iter_mut().enumerate().zip(&parents) {
        if parent.is_none() || ringed.contains(&position) {
            row.value.parent = None;
        } else if parent.is_some_and(|parent| parent > position) {
            let message = format!("`{}` stands above its parent `{}`", row.value.id, shown(&row.value));
            report.add(
                Rule::ParentAfterChild,
                Place { line: row.line, ..file },
                message,
                "move the parent up",
            );
        }
    }
    rows
}

fn shown(requirement: &Requirement) -> &str {
    requirement.parent.as_deref().unwrap_or_default()
}

fn with_unique_ids(
    key: &str,
    file: Place,
    rows: Vec<Row<Requirement>>,
    report: &mut Report,
) -> Vec<Row<Requirement>> {
    let mut lines: BTreeMap<String, u32> = BTreeMap::new();
    rows.into_iter()
        .filter(|row| {
            let (id, place) = (&row.value.id, Place { line: row.line, ..file });
            let is_plain = id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
            if !is_plain || Reference::new(key, id).is_err() {
                let message = format!("`{id}` is no requirement id");
                report.add(
                    Rule::BadId,
                    place,
                    message,
                    "use letters, digits, `.`, `-` and `_`, without blanks",
                );
                return false;
            }
            if let Some(line) = lines.get(id) {
                let message = format!("`{key}` holds `{id}` a second time; the first is in line {line}");
                report.add(Rule::DuplicateId, place, message, "give it another id, or delete one of them");
                return false;
            }
            lines.insert(id.clone(), row.line);
            true
        })
        .collect()
}

fn parents(key: &str, file: Place, rows: &[Row<Requirement>], report: &mut Report) -> Vec<Option<usize>> {
    let positions: BTreeMap<&str, usize> =
        rows.iter().enumerate().map(|(position, row)| (row.value.id.as_str(), position)).collect();
    rows.iter()
        .map(|row| {
            let parent = row.value.parent.as_deref()?;
            let found = positions.get(parent).copied();
            if found.is_none() {
                let message =
                    format!("`{}` has the parent `{parent}`, which `{key}` does not hold", row.value.id);
                let near = if report.may_suggest() { nearest(parent, positions.keys()) } else { Vec::new() };
                let help = did_you_mean(&near, "add the parent, or leave `parent` out");
                report.add(Rule::UnknownParent, Place { line: row.line, ..file }, message, help);
            }
            found
        })
        .collect()
}

/// The rings of a graph in which every node has one way on at most, each in ascending order.
fn rings(parents: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut seen_from: Vec<Option<usize>> = vec![None; parents.len()];
    let mut rings = Vec::new();
    for start in 0..parents.len() {
        let mut path = Vec::new();
        let mut at = Some(start);
        while let Some(node) = at {
            match seen_from.get_mut(node) {
                Some(seen @ None) => *seen = Some(start),
                Some(Some(from)) if *from == start => {
                    let mut ring: Vec<usize> =
                        path.iter().copied().skip_while(|&other| other != node).collect();
                    ring.sort_unstable();
                    rings.push(ring);
                    break;
                }
                _ => break,
            }
            path.push(node);
            at = parents.get(node).copied().flatten();
        }
    }
    rings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_ring_is_found_once_and_its_tails_are_no_part_of_it() {
        let parents = [Some(1), Some(2), Some(1), None, Some(3), Some(5), Some(0)];
        assert_eq!(rings(&parents), [vec![1, 2], vec![5]]);
    }
}
