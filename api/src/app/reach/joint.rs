//! What several types of evidence close together although none of them does.

use std::collections::{BTreeMap, BTreeSet};

use obligraph_mapping::{
    Claim, ClaimedCoverage, Evidence, MappingStatus, Options, RequirementId, ResolveFault,
};

use super::item::{BestOfType, closed_by};
use super::subjects;
use crate::app::catalog::Content;

/// Leaves that are closed even without the types that close them by themselves.
pub(super) fn jointly_closable(
    content: &Content,
    options: &Options,
    types: &[BestOfType<'_>],
) -> Result<BTreeSet<RequirementId>, Vec<ResolveFault>> {
    let mut joint = candidates(content, options)?;
    let mut refuted = Vec::new();
    for &leaf in &joint {
        let others = types.iter().filter(|one| !one.closes.contains(&leaf));
        let evidence = others.flat_map(|one| one.items.iter().map(|item| &item.evidence));
        if !closed_by(content, options, evidence)?.contains(&leaf) {
            refuted.push(leaf);
        }
    }
    refuted.iter().for_each(|leaf| {
        joint.remove(leaf);
    });
    Ok(joint)
}

/// Leaves that follow from several requirements and from none of them alone: through a joint mapping, or through a
/// requirement that says no more than its children.
fn candidates(content: &Content, options: &Options) -> Result<BTreeSet<RequirementId>, Vec<ResolveFault>> {
    let mut joint = BTreeSet::new();
    for members in unions(content) {
        let shown = |members: &[RequirementId]| {
            let claims = members.iter().map(|&member| Claim::new(member, ClaimedCoverage::Full)).collect();
            // Whom it is about plays no part: what follows for nobody is no obligation of anybody.
            closed_by(content, options, [&Evidence { claims, covers: subjects(), validity: None }])
        };
        let mut together = shown(&members)?;
        for member in &members {
            let alone = shown(std::slice::from_ref(member))?;
            together.retain(|leaf| !alone.contains(leaf));
        }
        joint.append(&mut together);
    }
    Ok(joint)
}

/// The sides of joint mappings, and the children of what they make up.
fn unions(content: &Content) -> BTreeSet<Vec<RequirementId>> {
    let catalog = content.catalog();
    let mappings = catalog.mapping_ids().filter_map(|id| catalog.mapping(id));
    let approved = mappings.filter(|mapping| mapping.status == MappingStatus::Approved);
    let mut unions: BTreeSet<Vec<RequirementId>> =
        approved.flat_map(|mapping| [mapping.from.clone(), mapping.to.clone()]).collect();
    let mut children: BTreeMap<RequirementId, Vec<RequirementId>> = BTreeMap::new();
    for id in catalog.requirement_ids() {
        if let Some(parent) = catalog.parent(id) {
            children.entry(parent).or_default().push(id);
        }
    }
    let is_complete = |id: &RequirementId| catalog.requirement(*id).is_some_and(|one| one.complete);
    unions
        .extend(children.into_iter().filter(|(parent, _)| is_complete(parent)).map(|(_, children)| children));
    unions.retain(|members| members.len() > 1);
    unions
}
