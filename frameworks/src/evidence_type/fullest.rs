//! The items of a type that show most: what a type is worth at its best.

use std::collections::{BTreeMap, BTreeSet};

use obligraph_mapping::{ClaimedCoverage, RequirementId};

use super::fact::FactValue;
use super::literal::{Constant, Literal};
use super::{Condition, EvidenceType};

/// More combinations of values are not tried; conditions compare a few facts, of which most have one best value.
const MOST_COMBINATIONS: usize = 4096;

impl EvidenceType {
    /// Facts of items that show most: no item makes all that one of them claims in full hold, and more. The one with most
    /// claims comes first.
    ///
    /// Where conditions exclude each other (`role == 'provider'`, `role == 'importer'`), no item shows all that the type can
    /// show, and there are several. Each of them is an item that can be: its facts are within their limits, and its claims
    /// are worked out as those of any other. That there is no better one holds for conditions that compare facts with
    /// constants.
    #[must_use]
    pub fn fullest_items(&self) -> Vec<BTreeMap<String, FactValue>> {
        let literals = self.full_conditions().flat_map(Condition::literals).collect::<Vec<_>>();
        let values: Vec<(&str, Vec<FactValue>)> = (self.facts.values())
            .filter_map(|fact| {
                let values = telling(&literals, fact);
                let is_used = literals.iter().any(|literal| literal.facts.contains(&fact.name));
                let wanted = if is_used { values.len() } else { usize::from(fact.required) };
                (wanted > 0).then(|| (fact.name.as_str(), values.into_iter().take(wanted).collect()))
            })
            .collect();
        let mut fullest: Vec<(BTreeSet<RequirementId>, BTreeMap<String, FactValue>)> = Vec::new();
        for facts in combinations(&values) {
            let Ok(evaluation) = self.evaluate(&facts) else { continue };
            let full = evaluation.claims.iter().filter(|claim| claim.coverage == ClaimedCoverage::Full);
            let shown: BTreeSet<RequirementId> = full.map(|claim| claim.requirement).collect();
            if shown.is_empty() || fullest.iter().any(|(known, _)| shown.is_subset(known)) {
                continue;
            }
            fullest.retain(|(known, _)| !known.is_subset(&shown));
            fullest.push((shown, facts));
        }
        fullest.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        fullest.into_iter().map(|(_, facts)| facts).collect()
    }

    fn full_conditions(&self) -> impl Iterator<Item = &Condition> {
        let full = self.claims.iter().filter(|claim| claim.coverage == ClaimedCoverage::Full);
        full.filter_map(|claim| claim.condition.as_ref())
    }
}

/// The values of a fact of which none is as good as another for every condition.
fn telling(literals: &[Literal<'_>], fact: &super::FactDeclaration) -> Vec<FactValue> {
    let about = || literals.iter().filter(|literal| literal.facts.contains(&fact.name));
    let constants: Vec<Constant> = about().flat_map(|literal| literal.constants.iter().cloned()).collect();
    let values = fact.telling_values(&constants);
    // Whether a comparison of two facts holds hangs on both of them.
    if about().any(|literal| literal.facts.len() > 1) {
        return values;
    }
    let holding = |value: &FactValue| -> BTreeSet<usize> {
        let facts = BTreeMap::from([(fact.name.clone(), value.clone())]);
        about().enumerate().filter(|(_, literal)| literal.holds(&facts)).map(|(place, _)| place).collect()
    };
    let mut best: Vec<(BTreeSet<usize>, FactValue)> = Vec::new();
    for value in values {
        let held = holding(&value);
        if best.iter().any(|(known, _)| held.is_subset(known)) {
            continue;
        }
        best.retain(|(known, _)| !known.is_subset(&held));
        best.push((held, value));
    }
    best.into_iter().map(|(_, value)| value).collect()
}

/// Every choice of one value a fact, as long as there are not too many; the first values first.
fn combinations(values: &[(&str, Vec<FactValue>)]) -> Vec<BTreeMap<String, FactValue>> {
    let mut all = vec![BTreeMap::new()];
    for (name, values) in values {
        let room = (MOST_COMBINATIONS / all.len()).max(1);
        let with = |facts: &BTreeMap<String, FactValue>, value: &FactValue| {
            let mut facts = facts.clone();
            facts.insert((*name).to_owned(), value.clone());
            facts
        };
        all = all.iter().flat_map(|facts| values.iter().take(room).map(|value| with(facts, value))).collect();
    }
    all
}
