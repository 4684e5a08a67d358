use std::cmp::Reverse;
use std::collections::BTreeMap;

use obligraph_frameworks::TypeClaim;
use obligraph_mapping::{Confidence, Coverage, Options, RequirementId, ResolveFault, Support, support};

use super::catalog::Content;

/// The reverse question answered: what satisfies or supports one requirement, in content.
#[derive(Debug)]
pub struct SupportAnswer {
    /// The requirements whose full evidence does, in the order of frameworks and documents.
    pub requirements: Support,
    /// The evidence types that do, the best first, then in the order of their keys.
    pub evidence_types: Vec<SupportingType>,
}

/// An evidence type whose items satisfy or support a requirement.
#[derive(Clone, Debug, PartialEq)]
pub struct SupportingType {
    /// The key of the type.
    pub key: String,
    /// How much of the requirement an item shows, in content.
    pub coverage: Coverage,
    /// The confidence of the mappings on the way; 1 where the type claims the requirement itself.
    pub confidence: Confidence,
    /// The requirement that the type claims.
    pub through: RequirementId,
    /// The CEL condition that the facts of the item must meet; `None` where the claim always holds.
    pub condition: Option<String>,
}

/// Which requirements and evidence types satisfy or support `target`, in content: whether an item covers its subject is
/// for [`super::resolve`] to say.
///
/// # Errors
/// Every [`ResolveFault`] of the target and the options.
pub fn supported_by(
    content: &Content,
    target: RequirementId,
    options: &Options,
) -> Result<SupportAnswer, Vec<ResolveFault>> {
    let requirements = support(content.graph(), target, options)?;
    let through =
        |id: RequirementId| requirements.supporters().iter().find(|found| found.requirement() == id);
    let mut best: BTreeMap<&str, SupportingType> = BTreeMap::new();
    for evidence_type in content.bundle().evidence_types() {
        let shown = |claim: &TypeClaim| {
            let supporter = through(claim.requirement)?;
            // What the claim says of evidence and supporter, and the search of target and supporter.
            let relations = claim.coverage.relation_set().compose(supporter.relation_set().inverse());
            let coverage = Coverage::of(relations).filter(|coverage| *coverage > Coverage::Possible)?;
            Some(SupportingType {
                key: evidence_type.key.clone(),
                coverage,
                confidence: supporter.confidence(),
                through: claim.requirement,
                condition: claim.when().map(str::to_owned),
            })
        };
        for found in evidence_type.claims.iter().filter_map(shown) {
            match best.get(evidence_type.key.as_str()) {
                Some(known) if rank(known) >= rank(&found) => {}
                _ => {
                    best.insert(&evidence_type.key, found);
                }
            }
        }
    }
    let mut evidence_types: Vec<SupportingType> = best.into_values().collect();
    evidence_types.sort_by(|one, other| {
        let order = |found: &SupportingType| Reverse(found.coverage);
        let surer = other.confidence.value().total_cmp(&one.confidence.value());
        order(one).cmp(&order(other)).then(surer).then_with(|| one.key.cmp(&other.key))
    });
    Ok(SupportAnswer { requirements, evidence_types })
}

/// Best coverage, then the surest, then without a condition.
fn rank(found: &SupportingType) -> (Coverage, Confidence, bool) {
    (found.coverage, found.confidence, found.condition.is_none())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first fault")]
mod tests {
    use obligraph_mapping::{Claim, Evidence};

    use super::*;

    fn content() -> Content {
        Content::load::<&str>(&[]).unwrap()
    }

    /// Both directions tell one story: what supports a requirement reaches it when it is claimed.
    #[test]
    fn what_supports_a_requirement_reaches_it() {
        let content = content();
        let options = Options::on("2026-12-01".parse().unwrap());
        let mut looked_at = 0;
        for reference in ["eu-ai-act:2024/art-17.1.k", "iso-9001:2026/9.2.1.a", "eu-ai-act:2024/art-19.1"] {
            let target = content.requirement(reference).unwrap();
            let answer = supported_by(&content, target, &options).unwrap();
            for found in &answer.evidence_types {
                let types = content.evidence_type(&found.key).unwrap();
                let claim = types.claims.iter().find(|claim| {
                    claim.requirement == found.through && claim.when().map(str::to_owned) == found.condition
                });
                let claim = Claim::new(found.through, claim.unwrap().coverage);
                let kind = content.catalog().requirement(target).unwrap().subject.unwrap();
                let evidence = Evidence { claims: vec![claim], covers: vec![kind.into()], validity: None };
                let resolution = obligraph_mapping::resolve(content.graph(), &[evidence], &options).unwrap();
                let reached =
                    resolution.obligations().iter().find(|one| one.requirement() == target).unwrap();
                assert_eq!(reached.coverage(), found.coverage, "{reference} by {}", found.key);
                looked_at += 1;
            }
        }
        assert!(looked_at > 5, "{looked_at}");
    }

    #[test]
    fn the_best_come_first() {
        let content = content();
        let target = content.requirement("eu-ai-act:2024/art-19.1").unwrap();
        let answer = supported_by(&content, target, &Options::on("2026-12-01".parse().unwrap())).unwrap();
        assert!(answer.evidence_types.is_sorted_by(|one, other| one.coverage >= other.coverage));
        assert_eq!(answer.evidence_types.first().map(|found| found.coverage), Some(Coverage::Full));
    }
}
