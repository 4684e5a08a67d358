//! A rationale is written for its row, not pasted, and says more than the titles of both sides.

use std::collections::{BTreeMap, BTreeSet};

use super::words::stems;
use crate::bundle::{Linked, LinkedMapping};
use crate::report::{Place, Report};
use crate::rule::Rule;

/// A rationale says more than the titles do, which everybody sees.
pub(super) fn check_substance(linked: &Linked, report: &mut Report) {
    for row in linked.live_mappings() {
        check_row(linked, row, report);
    }
}

fn check_row(linked: &Linked, row: &LinkedMapping, report: &mut Report) {
    let ends = row.mapping.from.iter().chain(&row.mapping.to);
    let titles = ends.filter_map(|&id| linked.catalog.requirement(id)?.title.as_deref());
    let titles: BTreeSet<String> = titles.flat_map(stems).collect();
    let said = stems(&row.mapping.rationale);
    if !titles.is_empty() && !row.mapping.rationale.trim().is_empty() && said.is_subset(&titles) {
        let message = "the rationale only repeats the titles";
        let help = "name what these two requirements share, and what each of them lacks";
        report.add(Rule::EmptyRationale, row.place, message, help);
    }
}

pub(super) fn check(linked: &Linked, report: &mut Report) {
    let mut first: BTreeMap<(usize, &str), Place> = BTreeMap::new();
    for row in &linked.mappings {
        let rationale = row.mapping.rationale.trim();
        if rationale.is_empty() {
            continue;
        }
        if let Some(place) = first.get(&(row.place.file, rationale)) {
            let message = format!("the rationale is word for word that of line {}", place.line);
            let help = "name what these two requirements share, and what each of them lacks";
            report.add(Rule::RepeatedRationale, row.place, message, help);
        } else {
            first.insert((row.place.file, rationale), row.place);
        }
    }
}
