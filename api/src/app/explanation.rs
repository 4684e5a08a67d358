use chrono::NaiveDate;
use obligraph_frameworks::{EvidenceType, NoCounterpart, TypeClaim};
use obligraph_mapping::{
    Claim, ClaimedCoverage, Evidence, MappingId, Options, RequirementId, ResolveFault, Subject, SubjectKind,
    Support, support,
};

use super::catalog::Content;
use super::resolution::{Answer, Question, resolve};

/// Everything that content says of one requirement, for a person who reviews it, and what follows from that.
#[derive(Debug)]
pub struct Explanation<'a> {
    /// The requirement.
    pub requirement: RequirementId,
    /// The requirements above it, the nearest first.
    pub ancestors: Vec<RequirementId>,
    /// The requirements below it, in document order.
    pub children: Vec<RequirementId>,
    /// The mappings that it stands in, on either side, in the order of the catalogue.
    pub mappings: Vec<MappingId>,
    /// The frameworks that have nothing like it.
    pub no_counterparts: Vec<&'a NoCounterpart>,
    /// The evidence types that claim it, in the order of their keys.
    pub claims: Vec<(&'a EvidenceType, &'a TypeClaim)>,
    /// What is satisfied or shown in part, in content, where all of it is shown: whatever the subject.
    pub supports: Answer,
    /// The requirements that satisfy or support it, in content.
    pub supported_by: Support,
}

/// Puts together all that there is to review about `requirement`.
///
/// # Errors
/// Every [`ResolveFault`] of the requirement.
pub fn explain(
    content: &Content,
    requirement: RequirementId,
    as_of: NaiveDate,
) -> Result<Explanation<'_>, Vec<ResolveFault>> {
    let (catalog, bundle) = (content.catalog(), content.bundle());
    let options = Options::on(as_of);
    let supported_by = support(content.graph(), requirement, &options)?;
    // Whom evidence is about is another question: it covers everybody here.
    let covers =
        SubjectKind::ALL.into_iter().filter(|kind| *kind != SubjectKind::Authority).map(Subject::from);
    let claims = vec![Claim::new(requirement, ClaimedCoverage::Full)];
    let evidence = vec![Evidence { claims, covers: covers.collect(), validity: None }];
    let supports = resolve(content, &Question { evidence, options })?;
    let stands_in = |id: &MappingId| {
        let mapping = catalog.mapping(*id);
        mapping
            .is_some_and(|mapping| mapping.from.contains(&requirement) || mapping.to.contains(&requirement))
    };
    let framework = catalog.framework_of(requirement);
    let siblings = framework.into_iter().flat_map(|framework| catalog.requirements_of(framework));
    Ok(Explanation {
        requirement,
        ancestors: std::iter::successors(catalog.parent(requirement), |&above| catalog.parent(above))
            .collect(),
        children: siblings.filter(|&other| catalog.parent(other) == Some(requirement)).collect(),
        mappings: catalog.mapping_ids().filter(stands_in).collect(),
        no_counterparts: bundle.no_counterparts().filter(|none| none.requirement == requirement).collect(),
        claims: (bundle.evidence_types().iter())
            .flat_map(|one| one.claims.iter().map(move |claim| (one, claim)))
            .filter(|(_, claim)| claim.requirement == requirement)
            .collect(),
        supports,
        supported_by,
    })
}
