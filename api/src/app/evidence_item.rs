use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use obligraph_frameworks::{Evaluation, EvidenceType, FactFault, FactValue, TypeClaim, Withheld};
use obligraph_mapping::{Claim, ClaimedCoverage, Evidence, RequirementId, Subject, Validity};

/// One item of evidence of a known type: its facts, and what they make it claim.
#[derive(Debug)]
pub struct EvidenceItem<'c> {
    evidence_type: &'c EvidenceType,
    facts: BTreeMap<String, FactValue>,
    evaluation: Evaluation,
}

impl<'c> EvidenceItem<'c> {
    /// Reads the facts, as `name=value`, and works out the claims.
    ///
    /// # Errors
    /// Every [`FactFault`]: those of the texts, in their order, then those of the item as a whole.
    pub fn read<T: AsRef<str>>(evidence_type: &'c EvidenceType, texts: &[T]) -> Result<Self, Vec<FactFault>> {
        let (facts, mut faults) = match evidence_type.read_facts(texts) {
            Ok(facts) => (facts, Vec::new()),
            Err(faults) => (readable(evidence_type, texts), faults),
        };
        let named: BTreeSet<String> = faults.iter().filter_map(FactFault::name).map(str::to_owned).collect();
        match evidence_type.evaluate(&facts) {
            Ok(evaluation) if faults.is_empty() => Ok(Self { evidence_type, facts, evaluation }),
            Ok(_) => Err(faults),
            Err(others) => {
                // A fact that cannot be read is not missing too.
                let is_new = |fault: &FactFault| fault.name().is_none_or(|name| !named.contains(name));
                faults.extend(others.into_iter().filter(is_new));
                Err(faults)
            }
        }
    }

    /// Its type.
    #[must_use]
    pub const fn evidence_type(&self) -> &'c EvidenceType {
        self.evidence_type
    }

    /// What it carries.
    #[must_use]
    pub const fn facts(&self) -> &BTreeMap<String, FactValue> {
        &self.facts
    }

    /// The claims that hold and those that do not.
    #[must_use]
    pub const fn evaluation(&self) -> &Evaluation {
        &self.evaluation
    }

    /// The item as the engine takes it, collected on a day, covering these subjects or, if none, those that it claims for.
    #[must_use]
    pub fn evidence(&self, covers: Vec<Subject>, collected: NaiveDate) -> Evidence {
        Evidence { claims: self.evaluation.claims.clone(), covers, validity: Some(self.validity(collected)) }
    }

    /// The days on which it counts, if collected on a day.
    #[must_use]
    pub fn validity(&self, collected: NaiveDate) -> Validity {
        self.evidence_type.validity(collected)
    }

    /// The claim of the type that holds for a requirement.
    #[must_use]
    pub fn claim(&self, requirement: RequirementId, coverage: ClaimedCoverage) -> Option<&'c TypeClaim> {
        self.evidence_type.claims.iter().find(|claim| {
            let is_withheld = |withheld: &Withheld| {
                withheld.requirement == claim.requirement
                    && withheld.coverage == claim.coverage
                    && Some(withheld.when.as_str()) == claim.when()
            };
            (claim.requirement, claim.coverage) == (requirement, coverage)
                && !self.evaluation.withheld.iter().any(is_withheld)
        })
    }

    /// The claims that the facts do not bear out and that would show more than those that hold: for each requirement
    /// the fullest of them.
    pub fn missed(&self) -> impl Iterator<Item = &Withheld> {
        let Evaluation { claims, withheld } = &self.evaluation;
        let is_full = |requirement| {
            let of_claims = claims.iter().map(|claim| (claim.requirement, claim.coverage));
            let of_withheld = withheld.iter().map(|withheld| (withheld.requirement, withheld.coverage));
            let mut all = of_claims.chain(of_withheld);
            all.any(|(of, coverage)| of == requirement && coverage == ClaimedCoverage::Full)
        };
        let holds = |withheld: &Withheld| {
            let same = |claim: &Claim| claim.requirement == withheld.requirement;
            claims.iter().any(|claim| same(claim) && claim.coverage <= withheld.coverage)
        };
        withheld.iter().filter(move |withheld| {
            !holds(withheld) && (withheld.coverage == ClaimedCoverage::Full || !is_full(withheld.requirement))
        })
    }

    /// The facts that a condition names, with their values here; `None` where the item lacks one.
    #[must_use]
    pub fn facts_named<'t>(&'t self, condition: &'t str) -> BTreeMap<&'t str, Option<&'t FactValue>> {
        let names = condition.split("facts.").skip(1).map(|rest| {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
            rest.get(..end).unwrap_or(rest)
        });
        names
            .filter(|name| self.evidence_type.facts.contains_key(*name))
            .map(|name| (name, self.facts.get(name)))
            .collect()
    }
}

/// What can be read of texts that hold faults, so that the rest can be checked all the same.
fn readable<T: AsRef<str>>(evidence_type: &EvidenceType, texts: &[T]) -> BTreeMap<String, FactValue> {
    texts.iter().filter_map(|text| evidence_type.read_facts([text.as_ref()]).ok()).flatten().collect()
}
