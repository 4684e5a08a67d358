//! Every leaf that evidence can be held against has a type of evidence that shows all of it, or a reason why not.

use std::collections::{BTreeMap, BTreeSet};

use obligraph_mapping::{ClaimedCoverage, RequirementId, SubjectKind};

/// Leaves for which no evidence can be typed that shows all of them, and why.
const REASONS: [(&str, &str); 18] = [
    ("eu-ai-act:2024/art-5.1.a", "that a practice is not in use is an absence, which no record proves"),
    ("eu-ai-act:2024/art-5.1.b", "that a practice is not in use is an absence, which no record proves"),
    ("eu-ai-act:2024/art-5.1.ba", "that a practice is not in use is an absence, which no record proves"),
    ("eu-ai-act:2024/art-5.1.bb", "that a practice is not in use is an absence, which no record proves"),
    ("eu-ai-act:2024/art-5.1.c.i", "that a practice is not in use is an absence, which no record proves"),
    ("eu-ai-act:2024/art-5.1.c.ii", "that a practice is not in use is an absence, which no record proves"),
    ("eu-ai-act:2024/art-5.1.d", "that a practice is not in use is an absence, which no record proves"),
    ("eu-ai-act:2024/art-5.1.e", "that a practice is not in use is an absence, which no record proves"),
    ("eu-ai-act:2024/art-5.1.f", "that a practice is not in use is an absence, which no record proves"),
    ("eu-ai-act:2024/art-5.1.g", "that a practice is not in use is an absence, which no record proves"),
    ("eu-ai-act:2024/art-5.1.h", "that a practice is not in use is an absence, which no record proves"),
    ("eu-ai-act:2024/art-5.1a.a", "a test of what falls under the prohibitions"),
    ("eu-ai-act:2024/art-5.1a.b", "it rests on what a deployer intends"),
    ("eu-ai-act:2024/art-60.9", "liability is a consequence in law, not a thing to do"),
    ("eu-ai-act:2024/art-60a", "an option of Member States"),
    ("eu-ai-act:2024/art-75a", "a power of the AI Office"),
    ("eu-ai-act:2024/art-80.7", "a fine"),
    ("eu-ai-act:2024/art-93", "a power of the Commission"),
];

#[test]
fn every_leaf_has_evidence_that_shows_all_of_it_or_a_reason() {
    let bundle = obligraph_frameworks::builtin().unwrap();
    let catalog = bundle.catalog();
    let shown: BTreeSet<RequirementId> = bundle
        .evidence_types()
        .iter()
        .flat_map(|evidence_type| &evidence_type.claims)
        .filter(|claim| claim.coverage == ClaimedCoverage::Full)
        .map(|claim| claim.requirement)
        .collect();
    // Of the hub there is no evidence, as it obliges nobody; the NIST outcomes are reached through mappings.
    let is_out = |id: RequirementId| {
        let framework = catalog.framework_of(id).and_then(|framework| catalog.framework_by_id(framework));
        framework.is_none_or(|framework| framework.hub || framework.key.starts_with("nist-"))
    };
    let open: BTreeSet<String> = catalog
        .requirement_ids()
        .filter(|&id| {
            let requirement = catalog.requirement(id).unwrap();
            requirement.assessable
                && requirement.subject != Some(SubjectKind::Authority)
                && !is_out(id)
                && !shown.contains(&id)
        })
        .map(|id| catalog.reference(id).unwrap().to_string())
        .collect();
    let reasons: BTreeMap<&str, &str> = REASONS.into();
    let unexplained: Vec<&String> = open.iter().filter(|leaf| !reasons.contains_key(leaf.as_str())).collect();
    assert!(unexplained.is_empty(), "no type of evidence shows all of these: {unexplained:#?}");
    let outdated: Vec<&&str> = reasons.keys().filter(|leaf| !open.contains(**leaf)).collect();
    assert!(outdated.is_empty(), "these have a type of evidence by now, or are gone: {outdated:#?}");
}
