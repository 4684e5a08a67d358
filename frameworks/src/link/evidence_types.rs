use obligraph_mapping::{Catalog, Reference};

use super::{framework, requirement, words};
use crate::bundle::{LinkedClaim, LinkedEvidenceType};
use crate::evidence_type::{Condition, FactDeclaration};
use crate::format::evidence_types::{Claim, EvidenceType, Fact};
use crate::format::{EvidenceTypesFile, Row};
use crate::report::{Place, Report};
use crate::rule::Rule;

/// The evidence types in the order of their keys, with the claims that resolve.
pub(super) fn link(
    files: Vec<(Place, EvidenceTypesFile)>,
    catalog: &Catalog,
    report: &mut Report,
) -> Vec<LinkedEvidenceType> {
    let mut linked = Vec::new();
    for (file, content) in files {
        let EvidenceTypesFile { authors, reviewers, evidence_types } = content;
        for Row { line, value } in evidence_types {
            let place = Place { line, ..file };
            let mut one = evidence_type(value, place, catalog, report);
            (one.authors, one.reviewers) = (authors.clone(), reviewers.clone());
            linked.push(one);
        }
    }
    // A stable order, so that the second of two equal keys is the one that is reported.
    linked.sort_by(|a, b| a.key.cmp(&b.key).then(a.place.cmp(&b.place)));
    linked
}

fn evidence_type(
    row: EvidenceType,
    place: Place,
    catalog: &Catalog,
    report: &mut Report,
) -> LinkedEvidenceType {
    // Asked here, since claims that do not resolve are reported and left out.
    if row.claims.is_empty() {
        let message = format!("`{}` claims nothing", row.key);
        report.add(Rule::EvidenceWithoutClaims, place, message, "say what an item of it shows, or delete it");
    }
    let claims = (row.claims.into_iter())
        .filter_map(|Row { line, value }| claim(value, Place { line, ..place }, catalog, report))
        .collect();
    let facts = (row.facts.into_iter())
        .map(|(name, Row { line, value })| (Place { line, ..place }, fact(name, value)))
        .collect();
    LinkedEvidenceType {
        place,
        key: row.key,
        title: row.title,
        contains: row.contains,
        held_by: row.held_by,
        subject: row.subject.and_then(words::subject),
        fresh_for: row.fresh_for,
        facts,
        claims,
        over_claim: row.over_claim,
        authors: Vec::new(),
        reviewers: Vec::new(),
    }
}

fn claim(row: Claim, place: Place, catalog: &Catalog, report: &mut Report) -> Option<LinkedClaim> {
    let reference: Reference = match row.requirement.parse() {
        Ok(reference) => reference,
        Err(error) => {
            let error: obligraph_mapping::ReferenceError = error;
            report.add(
                Rule::BadId,
                place,
                error.to_string(),
                "write framework and id: `eu-ai-act:2024/art-26.6`",
            );
            return None;
        }
    };
    framework(catalog, reference.framework(), place, report)?;
    let requirement = requirement(catalog, &reference, place, report)?;
    Some(LinkedClaim {
        place,
        requirement,
        coverage: words::coverage(row.coverage),
        all_ai_systems: row.all_ai_systems,
        condition: row.when.map(Condition::new),
        author: row.author,
        reviewer: row.reviewer,
    })
}

fn fact(name: String, row: Fact) -> FactDeclaration {
    FactDeclaration {
        name,
        fact_type: row.fact_type,
        unit: row.unit,
        minimum: row.minimum,
        maximum: row.maximum,
        required: row.required,
        one_of: row.one_of,
        description: row.description,
    }
}
