use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use obligraph_frameworks::FactValue;
use obligraph_mapping::{Claim, Evidence, Options, Subject, SubjectKind, Validity};
use serde_json::Value;

use super::catalog::Content;
use super::evidence_item::EvidenceItem;
use super::resolution::Question;
use crate::error::Fault;
use crate::store;

/// Evidence that is kept, read in the content of today.
#[derive(Clone, Debug)]
pub struct HeldEvidence {
    /// As the engine takes it.
    pub evidence: Evidence,
    /// What of it the content knows no more: it plays no part in answers.
    pub unknown: Vec<Fault>,
}

impl HeldEvidence {
    /// Reads what is kept: claims by hand, and those of the type that the facts bear out.
    #[must_use]
    pub fn read(content: &Content, held: &store::Evidence) -> Self {
        let said = &held.revision.content;
        let mut unknown = Vec::new();
        let mut claims = Vec::new();
        for (position, claim) in said.claims.iter().enumerate() {
            match content.requirement(&claim.requirement.to_string()) {
                Ok(requirement) => claims.push(Claim {
                    confidence: claim.confidence,
                    all_ai_systems: claim.all_ai_systems,
                    ..Claim::new(requirement, claim.coverage)
                }),
                Err(fault) => {
                    unknown.push(Fault::from(fault).of(&format!("claims[{position}].requirement")));
                }
            }
        }
        let collected = said.collected_on;
        let mut validity = Validity { from: collected, until: None };
        if let Some(key) = &said.evidence_type {
            match item(content, key, &said.facts) {
                Ok(item) => {
                    validity = item.validity(collected);
                    claims.extend(item.evidence(Vec::new(), collected).claims);
                }
                Err(faults) => unknown.extend(faults),
            }
        }
        if let Some(withdrawal) = &held.withdrawal {
            let last = withdrawal.at.date_naive().checked_sub_days(Days::new(1));
            validity.until = validity.until.min(last).or(last);
        }
        let evidence = Evidence { claims, covers: said.covers.clone(), validity: Some(validity) };
        Self { evidence, unknown }
    }

    /// What the organisation asks with it: its AI systems are in scope, beside one subject of each kind.
    #[must_use]
    pub fn question(self, mut options: Options, ai_systems: &BTreeSet<Subject>) -> Question {
        if !ai_systems.is_empty() {
            let kinds = SubjectKind::ALL.into_iter();
            let single =
                kinds.filter(|kind| *kind != SubjectKind::Authority && *kind != SubjectKind::AiSystem);
            let named = self.evidence.covers.iter().filter(|subject| subject.name().is_some());
            let scope: BTreeSet<Subject> = single
                .map(Subject::unnamed)
                .chain(ai_systems.iter().cloned())
                .chain(named.cloned())
                .collect();
            options.scope = scope.into_iter().collect();
        }
        Question { evidence: vec![self.evidence], options }
    }
}

/// An item of a type with facts as they are kept.
///
/// # Errors
/// Every fault, each of the argument that it is of.
pub(super) fn item<'c>(
    content: &'c Content,
    key: &str,
    facts: &BTreeMap<String, Value>,
) -> Result<EvidenceItem<'c>, Vec<Fault>> {
    let evidence_type = content.evidence_type(key).map_err(|fault| vec![Fault::from(fault).of("type")])?;
    let texts: Vec<String> = facts.iter().map(|(name, value)| format!("{name}={}", text(value))).collect();
    EvidenceItem::read(evidence_type, &texts)
        .map_err(|faults| faults.into_iter().map(|fault| Fault::from(fault).of("facts")).collect())
}

/// A fact as it is kept.
pub(super) fn value(fact: &FactValue) -> Value {
    match fact {
        FactValue::Integer(number) => (*number).into(),
        FactValue::Number(number) => (*number).into(),
        FactValue::Boolean(truth) => (*truth).into(),
        FactValue::String(text) => text.clone().into(),
        FactValue::Date(day) => day.to_string().into(),
        FactValue::StringList(members) => members.clone().into(),
    }
}

/// A fact that is kept, as it was given.
#[must_use]
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(members) => members.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// The day of a collection, which has come.
pub(super) fn collected(day: NaiveDate, today: NaiveDate, faults: &mut Vec<Fault>) -> NaiveDate {
    if day > today {
        let message = format!("{day} is still to come; register evidence once it is collected");
        faults.push(Fault::new("evidence-collected", message).of("collectedOn"));
    }
    day
}
