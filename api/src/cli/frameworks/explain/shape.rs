//! What is said of a requirement, as programs read it; the table and the CSV are made from the same.

use obligraph_frameworks::{EvidenceType, FactDeclaration, TypeClaim};
use obligraph_mapping::{Mapping, Relation, RequirementId};
use serde::Serialize;

use crate::app::{Content, Explanation};
use crate::cli::frameworks::show;
use crate::cli::resolve::{claimed, rounded, why};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Explained<'a> {
    pub(super) catalog_revision: &'a str,
    pub(super) as_of: String,
    pub(super) framework: &'a str,
    pub(super) requirement: show::Row<'a>,
    pub(super) ancestors: Vec<Kin<'a>>,
    pub(super) children: Vec<Kin<'a>>,
    pub(super) mappings: Vec<Mapped<'a>>,
    pub(super) no_counterparts: Vec<Lacking<'a>>,
    pub(super) supports: Vec<Reached<'a>>,
    pub(super) supported_by: Vec<Reached<'a>>,
    pub(super) evidence_types: Vec<Claimed<'a>>,
    #[serde(skip)]
    pub(super) framework_title: &'a str,
}

/// A requirement above or below.
#[derive(Serialize)]
pub(super) struct Kin<'a> {
    #[serde(rename = "ref")]
    pub(super) reference: String,
    pub(super) label: &'a str,
    pub(super) assessable: bool,
    /// It says no more than its children together.
    pub(super) complete: bool,
}

/// A mapping, read from the requirement: "it RELATION others".
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Mapped<'a> {
    pub(super) direction: &'a str,
    pub(super) relation: &'a str,
    pub(super) others: Vec<String>,
    /// Those of its own side that are meant together with it.
    pub(super) together_with: Vec<String>,
    pub(super) confidence: f64,
    pub(super) strength: Option<u8>,
    pub(super) rationale_kind: &'a str,
    pub(super) status: &'a str,
    pub(super) rationale: &'a str,
    pub(super) authors: Vec<&'a str>,
    pub(super) reviewers: Vec<&'a str>,
    pub(super) crosswalk: &'a str,
}

/// A framework that has nothing like it.
#[derive(Serialize)]
pub(super) struct Lacking<'a> {
    pub(super) framework: &'a str,
    pub(super) reason: &'a str,
    pub(super) crosswalk: &'a str,
}

/// A requirement that follows from it, or from which it follows.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reached<'a> {
    #[serde(rename = "ref")]
    pub(super) reference: String,
    pub(super) label: &'a str,
    pub(super) subject: Option<&'a str>,
    pub(super) coverage: &'a str,
    pub(super) confidence: f64,
    pub(super) hops: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) why: Option<String>,
    #[serde(skip)]
    pub(super) of: obligraph_mapping::Coverage,
    #[serde(skip)]
    pub(super) shown_confidence: obligraph_mapping::Confidence,
}

/// What an evidence type claims of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Claimed<'a> {
    pub(super) key: &'a str,
    pub(super) title: &'a str,
    pub(super) subject: Option<&'a str>,
    pub(super) coverage: &'a str,
    pub(super) when: Option<&'a str>,
    pub(super) all_ai_systems: bool,
    pub(super) facts: Vec<Fact<'a>>,
    pub(super) over_claim: Option<&'a str>,
    pub(super) authors: Vec<&'a str>,
    pub(super) reviewers: Vec<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Fact<'a> {
    pub(super) name: &'a str,
    #[serde(rename = "type")]
    pub(super) fact_type: &'a str,
    pub(super) required: bool,
    pub(super) description: Option<&'a str>,
}

pub(super) fn explained<'a>(content: &'a Content, explanation: &'a Explanation<'a>) -> Option<Explained<'a>> {
    let (catalog, bundle) = (content.catalog(), content.bundle());
    let id = explanation.requirement;
    let details = bundle.framework(catalog.framework_of(id)?)?;
    let kin = |all: &[RequirementId]| all.iter().filter_map(|&id| kin(content, id)).collect();
    let mappings = explanation.mappings.iter().filter_map(|&mapping| catalog.mapping(mapping));
    Some(Explained {
        catalog_revision: bundle.revision(),
        as_of: explanation.supports.as_of().to_string(),
        framework: &details.key,
        requirement: show::row(content, id, catalog.requirement(id)?, bundle.requirement(id)?),
        ancestors: kin(&explanation.ancestors),
        children: kin(&explanation.children),
        mappings: mappings.map(|mapping| mapped(content, id, mapping)).collect(),
        no_counterparts: (explanation.no_counterparts.iter())
            .filter_map(|none| {
                let framework = &catalog.framework_by_id(none.within)?.key;
                Some(Lacking { framework, reason: &none.reason, crosswalk: &none.crosswalk })
            })
            .collect(),
        supports: supports(content, explanation),
        supported_by: supported_by(content, explanation),
        evidence_types: explanation.claims.iter().map(|(one, claim)| claimed_by(one, claim)).collect(),
        framework_title: &details.title,
    })
}

fn reference(content: &Content, id: RequirementId) -> String {
    content.catalog().reference(id).map_or(String::new(), |reference| reference.to_string())
}

fn kin(content: &Content, id: RequirementId) -> Option<Kin<'_>> {
    let requirement = content.catalog().requirement(id)?;
    Some(Kin {
        reference: reference(content, id),
        label: requirement.label(),
        assessable: requirement.assessable,
        complete: requirement.complete,
    })
}

fn mapped<'a>(content: &'a Content, id: RequirementId, mapping: &'a Mapping) -> Mapped<'a> {
    let is_out = mapping.from.contains(&id);
    let (own, others) = if is_out { (&mapping.from, &mapping.to) } else { (&mapping.to, &mapping.from) };
    let relation: Relation = if is_out { mapping.relation } else { mapping.relation.inverse() };
    let references = |side: &[RequirementId]| side.iter().map(|&other| reference(content, other)).collect();
    let together: Vec<RequirementId> = own.iter().copied().filter(|&other| other != id).collect();
    let crosswalk = content.bundle().crosswalk(&mapping.crosswalk);
    let of_crosswalk =
        |names: fn(&obligraph_frameworks::CrosswalkDetails) -> &[String]| crosswalk.map_or(&[][..], names);
    Mapped {
        direction: if is_out { "out" } else { "in" },
        relation: relation.word(),
        others: references(others),
        together_with: references(&together),
        confidence: rounded(mapping.confidence),
        strength: mapping.strength.map(|strength| strength.value()),
        rationale_kind: mapping.rationale_kind.word(),
        status: mapping.status.word(),
        rationale: &mapping.rationale,
        authors: named(mapping.author.as_deref(), of_crosswalk(|crosswalk| &crosswalk.authors)),
        reviewers: named(mapping.reviewer.as_deref(), of_crosswalk(|crosswalk| &crosswalk.reviewers)),
        crosswalk: &mapping.crosswalk,
    }
}

/// The row's own name, or else those of its file.
fn named<'a>(own: Option<&'a str>, of_file: &'a [String]) -> Vec<&'a str> {
    own.map_or_else(|| of_file.iter().map(String::as_str).collect(), |own| vec![own])
}

fn supports<'a>(content: &'a Content, explanation: &'a Explanation<'a>) -> Vec<Reached<'a>> {
    let rows = explanation.supports.rows(false).into_iter();
    let others = rows.filter(|row| row.obligation().requirement() != explanation.requirement);
    let reached = others.map(|row| Reached {
        reference: reference(content, row.obligation().requirement()),
        label: row.requirement().label(),
        subject: row.requirement().subject.map(|subject| subject.word()),
        coverage: row.obligation().coverage().word(),
        confidence: rounded(row.obligation().confidence()),
        hops: row.hops(),
        why: Some(why(content, None, &row)),
        of: row.obligation().coverage(),
        shown_confidence: row.obligation().confidence(),
    });
    reached.collect()
}

fn supported_by<'a>(content: &'a Content, explanation: &'a Explanation<'a>) -> Vec<Reached<'a>> {
    let supporters = explanation.supported_by.supporters().iter();
    let others = supporters.filter(|found| found.requirement() != explanation.requirement);
    let reached = others.filter_map(|found| {
        let requirement = content.catalog().requirement(found.requirement())?;
        requirement.assessable.then(|| Reached {
            reference: reference(content, found.requirement()),
            label: requirement.label(),
            subject: requirement.subject.map(|subject| subject.word()),
            coverage: found.coverage().word(),
            confidence: rounded(found.confidence()),
            hops: found.hops(),
            why: None,
            of: found.coverage(),
            shown_confidence: found.confidence(),
        })
    });
    reached.collect()
}

fn claimed_by<'a>(one: &'a EvidenceType, claim: &'a TypeClaim) -> Claimed<'a> {
    let fact = |fact: &'a FactDeclaration| Fact {
        name: &fact.name,
        fact_type: fact.fact_type.word(),
        required: fact.required,
        description: fact.description.as_deref(),
    };
    Claimed {
        key: &one.key,
        title: &one.title,
        subject: one.subject.map(|subject| subject.word()),
        coverage: claimed(claim.coverage),
        when: claim.when(),
        all_ai_systems: claim.all_ai_systems,
        facts: one.facts.values().map(fact).collect(),
        over_claim: one.over_claim.as_deref(),
        authors: named(claim.author.as_deref(), &one.authors),
        reviewers: named(claim.reviewer.as_deref(), &one.reviewers),
    }
}
