//! The rules of authoring, checked over a whole set of content. Each file holds the rules of one concern.

mod certainty;
mod claim;
mod condition;
mod conflict;
mod containment;
mod counts;
mod draft_article;
mod ends;
mod equality;
mod evidence;
mod fact;
mod no_counterpart;
mod over_claim;
mod over_claim_table;
mod pairs;
mod rationale;
mod requirement;
mod review;
mod same_number;
mod words;

use std::sync::Arc;

use obligraph_mapping::{Catalog, FrameworkId, MappingStatus, RequirementId};

use crate::bundle::{Linked, LinkedEvidenceType, LinkedMapping, Validated};
use crate::diagnostic::Diagnostics;
use crate::evidence_type::{EvidenceType, TypeClaim};
use crate::report::{Place, Report};
use crate::revision::{revision, revision_over};
use crate::rule::Rule;

/// Checks every rule and, where no error is found, builds the catalogue.
///
/// # Errors
/// All diagnostics, where one of them is an error.
pub(crate) fn validate(mut linked: Linked) -> Result<Validated, Diagnostics> {
    let mut report = std::mem::take(&mut linked.report);
    check(&linked, &mut report);
    // Contradictions of built-in content are looked for by the tests of this crate, those of an overlay on demand.
    let seeks_conflicts = !linked.is_builtin && linked.base.is_none();
    let places =
        if seeks_conflicts { conflict::places(&linked.mappings) } else { conflict::Places::default() };
    let mappings = linked.mappings.into_iter().map(|linked| linked.mapping).collect();
    let catalog = match linked.catalog.with_mappings(mappings) {
        Ok(catalog) => Arc::new(catalog),
        Err(faults) => {
            for fault in faults {
                let nowhere = Place { file: usize::MAX, line: 0 };
                report.add(Rule::TooLarge, nowhere, fault.to_string(), "remove mappings");
            }
            return Err(report.finish());
        }
    };
    if seeks_conflicts {
        conflict::check(&catalog, &places, &mut report);
    }
    let diagnostics = report.finish();
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let mut no_counterparts: Vec<_> =
        linked.no_counterparts.into_iter().map(|linked| linked.statement).collect();
    no_counterparts.sort_by_key(|statement| (statement.requirement, statement.within));
    let revision = match &linked.base {
        Some(base) => revision_over(base.revision(), linked.units),
        None => revision(linked.units),
    };
    Ok(Validated {
        base: linked.base,
        catalog,
        frameworks: linked.frameworks.into_iter().map(|linked| linked.details).collect(),
        requirements: linked.requirements,
        crosswalks: linked.crosswalks,
        no_counterparts,
        evidence_types: linked.evidence_types.into_iter().map(finished).collect(),
        revision,
        warnings: diagnostics,
    })
}

/// All rules but that on conflicts, which needs the finished catalogue.
fn check(linked: &Linked, report: &mut Report) {
    requirement::check(linked, report);
    counts::check(linked, report);
    ends::check(linked, report);
    rationale::check(linked, report);
    review::check(linked, report);
    certainty::check(linked, report);
    pairs::check(linked, report);
    equality::check(linked, report);
    no_counterpart::check(linked, report);
    over_claim::check(linked, report);
    same_number::check(linked, report);
    draft_article::check(linked, report);
    evidence::check(linked, report);
    claim::check(linked, report);
    fact::check(linked, report);
    // Trying conditions takes longer than all else together, and reading texts takes time too; for what is built in, the
    // tests of this crate do both.
    if !linked.is_builtin {
        rationale::check_substance(linked, report);
        containment::check(linked, report);
        condition::check(linked, report);
    }
}

fn finished(linked: LinkedEvidenceType) -> EvidenceType {
    EvidenceType {
        key: linked.key,
        title: linked.title,
        contains: linked.contains,
        held_by: linked.held_by,
        subject: linked.subject,
        fresh_for: linked.fresh_for.and_then(|period| period.parse().ok()),
        facts: linked.facts.into_iter().map(|(_, fact)| (fact.name.clone(), fact)).collect(),
        claims: (linked.claims.into_iter())
            .map(|claim| TypeClaim {
                requirement: claim.requirement,
                coverage: claim.coverage,
                all_ai_systems: claim.all_ai_systems,
                condition: claim.condition,
                author: claim.author,
                reviewer: claim.reviewer,
            })
            .collect(),
        over_claim: linked.over_claim,
        authors: linked.authors,
        reviewers: linked.reviewers,
    }
}

impl Linked {
    /// The reference of a requirement, for messages.
    fn show(&self, id: RequirementId) -> String {
        self.catalog.reference(id).map_or_else(String::new, |reference| reference.to_string())
    }

    /// The references of one side of a mapping, for messages.
    fn show_side(&self, side: &[RequirementId]) -> String {
        side.iter().map(|&id| self.show(id)).collect::<Vec<_>>().join("` and `")
    }

    fn id(&self, id: RequirementId) -> &str {
        self.catalog.requirement(id).map_or("", |requirement| &requirement.id)
    }

    fn key_of(&self, id: RequirementId) -> &str {
        self.catalog.framework_of(id).map_or("", |framework| key(&self.catalog, framework))
    }

    /// The mappings on which answers may rest, drafts among them.
    fn live_mappings(&self) -> impl Iterator<Item = &LinkedMapping> {
        self.mappings.iter().filter(|linked| linked.mapping.status != MappingStatus::Retired)
    }
}

fn key(catalog: &Catalog, framework: FrameworkId) -> &str {
    catalog.framework_by_id(framework).map_or("", |framework| &framework.key)
}

/// The name of a framework key without its edition: rules hold for every edition.
fn name(key: &str) -> &str {
    key.split_once(':').map_or(key, |(name, _)| name)
}

/// Whether `id` is `root` or stands below it: `art-43.1` and `art-43`, not `art-4`.
fn is_within(id: &str, root: &str) -> bool {
    id.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether it is a standard of ISO or the Harmonized Structure that they share.
fn is_iso(key: &str) -> bool {
    key.starts_with("iso-")
}
