use std::collections::{BTreeMap, BTreeSet};

use obligraph_frameworks::{EvidenceType, FactValue};
use obligraph_mapping::{
    Claim, Coverage, Evidence, Obligation, Options, RequirementId, ResolveFault, Subject, SubjectKind,
    resolve,
};

use super::subject;
use crate::app::catalog::Content;

/// An evidence type at its best.
#[derive(Debug)]
pub struct BestOfType<'a> {
    /// The type.
    pub evidence_type: &'a EvidenceType,
    /// Items that show most; several where the claims of the type exclude each other.
    pub items: Vec<Item>,
    /// The leaves that all of its items close together, in the order of the catalogue.
    pub closes: BTreeSet<RequirementId>,
}

/// An item of evidence: no item of its type shows the same and more.
#[derive(Debug)]
pub struct Item {
    /// Its facts.
    pub facts: BTreeMap<String, FactValue>,
    /// The leaves that it closes by itself, in the order of the catalogue.
    pub closes: BTreeSet<RequirementId>,
    pub(super) evidence: Evidence,
}

/// The types that close anything, in the order of their keys.
pub(super) fn best_of_each_type<'a>(
    content: &'a Content,
    options: &Options,
) -> Result<Vec<BestOfType<'a>>, Vec<ResolveFault>> {
    let mut types = Vec::new();
    for evidence_type in content.bundle().evidence_types() {
        let mut items = Vec::new();
        for facts in evidence_type.fullest_items() {
            // INVARIANT: the facts are those of an item that can be.
            let Ok(evaluation) = evidence_type.evaluate(&facts) else { continue };
            let evidence = evidence_of(content, evaluation.claims);
            let closes = closed_by(content, options, [&evidence])?;
            items.push(Item { facts, closes, evidence });
        }
        let closes = closed_by(content, options, items.iter().map(|item| &item.evidence))?;
        if !closes.is_empty() {
            types.push(BestOfType { evidence_type, items, closes });
        }
    }
    Ok(types)
}

/// Evidence that makes these claims, about the subjects of what it claims, as it is where nothing else is said.
pub(super) fn evidence_of(content: &Content, claims: Vec<Claim>) -> Evidence {
    let of_claim = |claim: &Claim| {
        let requirement = content.catalog().requirement(claim.requirement)?;
        match requirement.per_ai_system && !claim.all_ai_systems {
            true => Some(SubjectKind::AiSystem),
            false => requirement.subject,
        }
    };
    let kinds: BTreeSet<SubjectKind> = claims.iter().filter_map(of_claim).collect();
    let covers: Vec<Subject> = kinds.into_iter().map(subject).collect();
    Evidence { claims, covers, validity: None }
}

/// The leaves that this evidence closes together.
pub(super) fn closed_by<'e>(
    content: &Content,
    options: &Options,
    evidence: impl IntoIterator<Item = &'e Evidence>,
) -> Result<BTreeSet<RequirementId>, Vec<ResolveFault>> {
    let evidence: Vec<Evidence> = evidence.into_iter().cloned().collect();
    let resolution = resolve(content.graph(), &evidence, options)?;
    let full = resolution.obligations().iter().filter(|one| one.coverage() == Coverage::Full);
    let is_leaf = |id: &RequirementId| content.catalog().requirement(*id).is_some_and(|one| one.assessable);
    Ok(full.map(Obligation::requirement).filter(is_leaf).collect())
}
