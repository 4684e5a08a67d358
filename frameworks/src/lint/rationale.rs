//! A rationale is written for its row, not pasted.

use std::collections::BTreeMap;

use crate::bundle::Linked;
use crate::report::{Place, Report};
use crate::rule::Rule;

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
