mod condition;
mod condition_type;
mod condition_uses;
mod fact;
mod fact_fault;
mod fact_values;
mod fullest;
mod literal;

use std::cell::LazyCell;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use obligraph_mapping::{Claim, ClaimedCoverage, Evidence, RequirementId, SubjectKind, Validity};

pub(crate) use condition::{Condition, ConditionFacts, ConditionFault, MOST_CHARACTERS};
pub use fact::{FactDeclaration, FactType, FactValue};
pub use fact_fault::FactFault;

use crate::nearest::nearest;
use crate::period::Period;

/// A kind of item that organisations really hold: the facts that it carries, and what it shows.
#[derive(Debug)]
pub struct EvidenceType {
    /// Unique among all evidence types: `event-log-retention-setting`.
    pub key: String,
    /// What people call it.
    pub title: String,
    /// What an item of this type should contain.
    pub contains: Vec<String>,
    /// Who usually holds it.
    pub held_by: Option<String>,
    /// What one such item is about, where it is about one thing.
    pub subject: Option<SubjectKind>,
    /// How long an item counts from its collection; `None` where it does not lapse.
    pub fresh_for: Option<Period>,
    /// The facts that an item carries, by name.
    pub facts: BTreeMap<String, FactDeclaration>,
    /// What an item shows, if conditions hold.
    pub claims: Vec<TypeClaim>,
    /// What an item does not show, although it is often taken for it.
    pub over_claim: Option<String>,
    /// Who wrote the claims that name no author of their own.
    pub authors: Vec<String>,
    /// Who read the claims with an auditor's eye that name no reviewer of their own.
    pub reviewers: Vec<String>,
}

/// The statement that items of a type show a requirement.
#[derive(Debug)]
pub struct TypeClaim {
    /// The requirement that is shown.
    pub requirement: RequirementId,
    /// How much of it.
    pub coverage: ClaimedCoverage,
    /// It holds for every AI system in scope.
    pub all_ai_systems: bool,
    pub(crate) condition: Option<Condition>,
    /// Who wrote it, where it is not the authors of its file.
    pub author: Option<String>,
    /// Who read it with an auditor's eye, where it is not the reviewers of its file.
    pub reviewer: Option<String>,
}

impl TypeClaim {
    /// The CEL condition over the item's facts; `None` where the claim always holds.
    #[must_use]
    pub fn when(&self) -> Option<&str> {
        self.condition.as_ref().map(Condition::text)
    }
}

/// What one item of evidence shows by its type, and what it would show with other facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The claims that hold, in the order of the type; of FULL and PARTIAL for one requirement only FULL.
    pub claims: Vec<Claim>,
    /// The claims that do not hold.
    pub withheld: Vec<Withheld>,
}

/// A claim that an item's facts do not bear out.
#[derive(Clone, Debug, PartialEq)]
pub struct Withheld {
    /// The requirement that is not shown.
    pub requirement: RequirementId,
    /// How much of it would be shown.
    pub coverage: ClaimedCoverage,
    /// The condition.
    pub when: String,
    /// Why it does not hold.
    pub reason: WithheldReason,
}

/// Why a condition does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WithheldReason {
    /// It names facts that the item does not carry.
    AbsentFacts(Vec<String>),
    /// The facts say otherwise.
    False,
    /// It cannot be worked out for these values.
    Unusable(String),
}

impl EvidenceType {
    /// What an item with these facts shows.
    ///
    /// A condition that names an absent fact is false: absence proves nothing.
    ///
    /// # Errors
    /// Every [`FactFault`], in the order of the facts' names.
    pub fn evaluate(&self, facts: &BTreeMap<String, FactValue>) -> Result<Evaluation, Vec<FactFault>> {
        let faults = self.faults(facts);
        if !faults.is_empty() {
            return Err(faults);
        }
        let values = LazyCell::new(|| ConditionFacts::new(facts));
        let mut evaluation = Evaluation { claims: Vec::new(), withheld: Vec::new() };
        for claim in &self.claims {
            let withheld = claim.condition.as_ref().and_then(|condition| {
                let reason = reason_against(condition, facts, || &*values)?;
                let when = condition.text().to_owned();
                Some(Withheld { requirement: claim.requirement, coverage: claim.coverage, when, reason })
            });
            match withheld {
                Some(withheld) => evaluation.withheld.push(withheld),
                None => evaluation.claims.push(Claim {
                    all_ai_systems: claim.all_ai_systems,
                    ..Claim::new(claim.requirement, claim.coverage)
                }),
            }
        }
        let full: Vec<RequirementId> = (evaluation.claims.iter())
            .filter(|claim| claim.coverage == ClaimedCoverage::Full)
            .map(|claim| claim.requirement)
            .collect();
        evaluation
            .claims
            .retain(|claim| claim.coverage == ClaimedCoverage::Full || !full.contains(&claim.requirement));
        Ok(evaluation)
    }

    /// An item with these facts, collected on `collected`, as the engine takes it.
    ///
    /// # Errors
    /// Every [`FactFault`], in the order of the facts' names.
    pub fn evidence(
        &self,
        facts: &BTreeMap<String, FactValue>,
        collected: NaiveDate,
    ) -> Result<Evidence, Vec<FactFault>> {
        let Evaluation { claims, .. } = self.evaluate(facts)?;
        Ok(Evidence { claims, covers: Vec::new(), validity: Some(self.validity(collected)) })
    }

    /// The days on which an item counts that was collected on `collected`.
    #[must_use]
    pub fn validity(&self, collected: NaiveDate) -> Validity {
        let until = self.fresh_for.as_ref().and_then(|period| period.last_day(collected));
        Validity { from: collected, until }
    }

    /// Reads `name=value` texts by the declared types, as from a command line; members of a list stand between commas.
    ///
    /// # Errors
    /// Every [`FactFault`] of the texts, in their order. Limits are checked by [`EvidenceType::evaluate`].
    pub fn read_facts<T: AsRef<str>>(
        &self,
        texts: impl IntoIterator<Item = T>,
    ) -> Result<BTreeMap<String, FactValue>, Vec<FactFault>> {
        let mut facts = BTreeMap::new();
        let mut faults = Vec::new();
        for text in texts {
            match self.read_fact(text.as_ref()) {
                Ok((name, value)) => {
                    if facts.insert(name.clone(), value).is_some() {
                        faults.push(FactFault::Repeated { name });
                    }
                }
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(facts) } else { Err(faults) }
    }

    fn read_fact(&self, text: &str) -> Result<(String, FactValue), FactFault> {
        let (name, value) =
            text.split_once('=').ok_or_else(|| FactFault::NoName { text: text.to_owned() })?;
        let name = name.trim();
        let declaration = self.facts.get(name).ok_or_else(|| self.unknown(name))?;
        Ok((name.to_owned(), declaration.read(value)?))
    }

    fn unknown(&self, name: &str) -> FactFault {
        let near = nearest(name, self.facts.keys()).into_iter().cloned().collect();
        FactFault::Unknown { name: name.to_owned(), near }
    }

    fn faults(&self, facts: &BTreeMap<String, FactValue>) -> Vec<FactFault> {
        let missing = self.facts.values().filter(|fact| fact.required && !facts.contains_key(&fact.name));
        let mut faults: Vec<FactFault> = missing
            .map(|fact| FactFault::Missing { name: fact.name.clone(), fact_type: fact.fact_type })
            .collect();
        for (name, value) in facts {
            match self.facts.get(name) {
                Some(declaration) => faults.extend(declaration.faults(value)),
                None => faults.push(self.unknown(name)),
            }
        }
        faults.sort_by(|a, b| a.name().cmp(&b.name()));
        faults
    }
}

/// `None` where the condition holds.
fn reason_against<'f>(
    condition: &Condition,
    facts: &BTreeMap<String, FactValue>,
    values: impl FnOnce() -> &'f ConditionFacts,
) -> Option<WithheldReason> {
    let unusable = |fault: ConditionFault| Some(WithheldReason::Unusable(fault.to_string()));
    let named = match condition.facts() {
        Ok(named) => named,
        Err(fault) => return unusable(fault),
    };
    let absent: Vec<String> = named.iter().filter(|name| !facts.contains_key(*name)).cloned().collect();
    if !absent.is_empty() {
        return Some(WithheldReason::AbsentFacts(absent));
    }
    match condition.holds(values()) {
        Ok(true) => None,
        Ok(false) => Some(WithheldReason::False),
        Err(fault) => unusable(fault),
    }
}
