use std::collections::BTreeMap;

use obligraph_frameworks::{FactValue, Withheld, WithheldReason};
use obligraph_mapping::{Catalog, ClaimedCoverage, RequirementId};

use super::asked::Asked;
use super::why::plainly;
use crate::app::{Answer, EvidenceItem};
use crate::cli::style::BOLD;
use crate::cli::table::{Cell, Column, Table};

/// The claims that an item of a type makes, and those that its facts do not bear out, by condition.
pub(crate) fn table(answer: &Answer, asked: &Asked<'_>, width: usize) -> String {
    let Some(item) = &asked.item else { return String::new() };
    let catalog = answer.content().catalog();
    let claims = |wanted| {
        let wanted = item.evaluation().claims.iter().filter(move |claim| claim.coverage == wanted);
        named(catalog, wanted.map(|claim| claim.requirement))
    };
    let mut text = format!("\n{BOLD}Claims that hold by the facts{BOLD:#}\n");
    let mut table = Table::new([Column::narrow("", 7), Column::wide("", 1)]);
    for (word, claims) in
        [("in full", claims(ClaimedCoverage::Full)), ("in part", claims(ClaimedCoverage::Partial))]
    {
        if !claims.is_empty() {
            table.row([Cell::plain(word), Cell::plain(claims)]);
        }
    }
    text.push_str(&table.render(width));
    let missed: Vec<&Withheld> = item.missed().collect();
    if missed.is_empty() {
        return text;
    }
    text.push_str(&format!("\n{BOLD}Claims that are withheld{BOLD:#}\n"));
    let mut table = Table::new([Column::narrow("", 7), Column::wide("", 1)]);
    for withheld in by_condition(&missed) {
        let Some(first) = withheld.first() else { continue };
        let word = if first.coverage == ClaimedCoverage::Full { "in full" } else { "in part" };
        let names = named(catalog, withheld.iter().map(|withheld| withheld.requirement));
        table.row([Cell::plain(word), Cell::plain(names)]);
        table.under(1, format!("needs {}; {}", plainly(&first.when), reason(item, first)));
    }
    text + &table.render(width)
}

/// References, those that follow one of the same framework by their id alone.
fn named(catalog: &Catalog, requirements: impl Iterator<Item = RequirementId>) -> String {
    let mut text = String::new();
    let mut last = String::new();
    for reference in requirements.filter_map(|id| catalog.reference(id)) {
        if reference.framework() == last {
            text.push_str(&format!(", {}", reference.id()));
        } else {
            text.push_str(if text.is_empty() { "" } else { "; " });
            text.push_str(&reference.to_string());
            reference.framework().clone_into(&mut last);
        }
    }
    text
}

/// Claims of one coverage under one condition stand together, in the order of the type.
fn by_condition<'a>(missed: &[&'a Withheld]) -> Vec<Vec<&'a Withheld>> {
    let mut groups: Vec<Vec<&Withheld>> = Vec::new();
    let is_same = |a: &Withheld, b: &Withheld| (a.coverage, &a.when) == (b.coverage, &b.when);
    for withheld in missed {
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| is_same(first, withheld))) {
            Some(group) => group.push(withheld),
            None => groups.push(vec![withheld]),
        }
    }
    groups
}

/// Why a condition does not hold: the facts that it names, as they are, without those that it asks for as they are.
pub(crate) fn reason(item: &EvidenceItem<'_>, withheld: &Withheld) -> String {
    let when = withheld.when.as_str();
    match &withheld.reason {
        WithheldReason::AbsentFacts(names) => format!("{} not given", names.join(", ")),
        WithheldReason::Unusable(message) => format!("cannot be worked out: {message}"),
        _ => {
            let is_list = !when.contains('!') && !when.contains("||");
            let parts = if is_list { when.split(" && ").collect() } else { vec![when] };
            let unmet = parts.into_iter().filter(|part| !is_met(item, part));
            let facts: BTreeMap<_, _> = unmet.flat_map(|part| item.facts_named(part)).collect();
            let shown = facts.into_iter().filter_map(|(name, value)| Some(format!("{name} is {}", value?)));
            format!("but {}", shown.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Whether a plain comparison asks for a fact as it is. Of any other it is not said, so that the fact is shown.
fn is_met(item: &EvidenceItem<'_>, comparison: &str) -> bool {
    item.facts_named(comparison).into_iter().any(|(name, value)| match value {
        Some(FactValue::Boolean(value)) => comparison == format!("facts.{name} == {value}"),
        Some(FactValue::String(value)) => comparison == format!("facts.{name} == '{value}'"),
        Some(FactValue::StringList(members)) => {
            members.iter().any(|member| comparison == format!("'{member}' in facts.{name}"))
        }
        _ => false,
    })
}
