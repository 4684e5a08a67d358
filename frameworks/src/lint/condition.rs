//! Rules on the conditions of claims: each one is compiled, compared with the declared facts, and tried.

use std::collections::BTreeMap;

use crate::bundle::{Linked, LinkedClaim};
use crate::evidence_type::{Condition, ConditionFault, FactDeclaration, FactType, MOST_CHARACTERS};
use crate::nearest::{did_you_mean, nearest};
use crate::report::Report;
use crate::rule::Rule;

pub(super) fn check(linked: &Linked, report: &mut Report) {
    for evidence_type in &linked.evidence_types {
        let facts: BTreeMap<String, FactDeclaration> =
            evidence_type.facts.iter().map(|(_, fact)| (fact.name.clone(), fact.clone())).collect();
        for claim in &evidence_type.claims {
            if let Some(condition) = &claim.condition {
                check_one(claim, condition, &facts, report);
            }
        }
    }
}

fn check_one(
    claim: &LinkedClaim,
    condition: &Condition,
    facts: &BTreeMap<String, FactDeclaration>,
    report: &mut Report,
) {
    let shown: String = condition.text().chars().take(60).collect();
    let (named, compared) = match condition.facts().and_then(|named| Ok((named, condition.comparisons()?))) {
        Ok(found) => found,
        Err(fault) => {
            let message = format!("the condition `{shown}` cannot be used: {fault}");
            report.add(Rule::BadCondition, claim.place, message, remedy(&fault));
            return;
        }
    };
    let mut is_declared = true;
    for name in named.iter().filter(|name| !facts.contains_key(*name)) {
        is_declared = false;
        let help = did_you_mean(&nearest(name, facts.keys()), "declare it under `facts`");
        report.add(
            Rule::UndeclaredFact,
            claim.place,
            format!("the condition names the fact `{name}`, which is not declared"),
            help,
        );
    }
    for (name, word) in compared {
        let Some(fact) = facts.get(name) else { continue };
        let fault = match fact.fact_type {
            FactType::String | FactType::StringList
                if !fact.one_of.is_empty() && !fact.one_of.contains(word) =>
            {
                let near = nearest(word, &fact.one_of);
                did_you_mean(&near, &format!("the fact allows `{}`", fact.one_of.join("`, `")))
            }
            FactType::Date if word.parse::<chrono::NaiveDate>().is_err() => {
                "write a day as in `2026-11-23`".to_owned()
            }
            _ => continue,
        };
        let message = format!("the condition compares the fact `{name}` with `{word}`, which it never is");
        report.add(Rule::ImpossibleValue, claim.place, message, fault);
    }
    if let Some(fault) = is_declared.then(|| condition.type_fault(facts)).flatten() {
        let message = format!("the condition `{shown}` does not fit its facts: {fault}");
        report.add(
            Rule::ConditionType,
            claim.place,
            message,
            "compare values of one type, as in `facts.retention_days >= 183` or `'isms' in facts.systems`",
        );
    }
}

fn remedy(fault: &ConditionFault) -> String {
    match fault {
        ConditionFault::TooLong { .. } => format!("say it in {MOST_CHARACTERS} characters, or as several claims"),
        ConditionFault::Refused { .. } => {
            "compare facts as in `facts.days >= 183`, `'isms' in facts.systems`; size, contains and startsWith may be called"
                .to_owned()
        }
        ConditionFault::NoFact => "name a fact, or leave `when` out".to_owned(),
        _ => "write CEL, as in `facts.days >= 183 && facts.approved == true`".to_owned(),
    }
}
