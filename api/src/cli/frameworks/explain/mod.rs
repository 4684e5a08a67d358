//! One requirement with everything that a reviewer has to hold together.

mod shape;
mod table;

use chrono::NaiveDate;
use obligraph_mapping::RequirementId;

use crate::app::{self, Content};
use crate::cli::format::{Format, csv, json};
use crate::error::{ApiError, Fault};

use shape::{Explained, explained};

pub(super) fn explain(
    content: &Content,
    requirement: RequirementId,
    as_of: NaiveDate,
    format: Format,
    width: usize,
) -> Result<String, ApiError> {
    let explanation = app::explain(content, requirement, as_of)
        .map_err(|faults| ApiError::refused(faults.into_iter().map(Fault::from)))?;
    let Some(explained) = explained(content, &explanation) else { return Ok(String::new()) };
    match format {
        Format::Json => json(&explained),
        Format::Csv => as_csv(&explained),
        Format::Table => Ok(table::text(&explained, width)),
    }
}

const HEADER: [&str; 11] = [
    "aspect",
    "ref",
    "relation",
    "coverage",
    "confidence",
    "status",
    "condition",
    "text",
    "author",
    "reviewer",
    "source",
];

/// One line for each thing that is said; `aspect` tells what it is.
fn as_csv(explained: &Explained<'_>) -> Result<String, ApiError> {
    let own = &explained.requirement;
    let mut records: Vec<[String; HEADER.len()]> = Vec::new();
    let mut add = |aspect: &str, cells: [&str; 10]| {
        let mut record = [const { String::new() }; HEADER.len()];
        let cells = std::iter::once(aspect).chain(cells);
        record.iter_mut().zip(cells).for_each(|(field, cell)| cell.clone_into(field));
        records.push(record);
    };
    add("requirement", [own.reference.as_str(), "", "", "", own.status, "", own.text(), "", "", ""]);
    for (aspect, kin) in [("ancestor", &explained.ancestors), ("child", &explained.children)] {
        for kin in kin {
            let complete = if kin.complete { "complete" } else { "" };
            add(aspect, [&kin.reference, "", "", "", complete, "", kin.label, "", "", ""]);
        }
    }
    for row in &explained.mappings {
        let (others, confidence) = (row.others.join("+"), row.confidence.to_string());
        let (authors, reviewers) = (row.authors.join("|"), row.reviewers.join("|"));
        let cells = [
            row.relation,
            "",
            &confidence,
            row.status,
            "",
            row.rationale,
            &authors,
            &reviewers,
            row.crosswalk,
        ];
        let [relation, rest @ ..] = cells;
        let mut all = [""; 10];
        all.iter_mut()
            .zip([others.as_str(), relation].into_iter().chain(rest))
            .for_each(|(to, from)| *to = from);
        add("mapping", all);
    }
    for none in &explained.no_counterparts {
        add("no-counterpart", [none.framework, "", "", "", "", "", none.reason, "", "", none.crosswalk]);
    }
    for (aspect, reached) in [("supports", &explained.supports), ("supported-by", &explained.supported_by)] {
        for row in reached {
            let confidence = row.confidence.to_string();
            add(aspect, [&row.reference, "", row.coverage, &confidence, "", "", row.label, "", "", ""]);
        }
    }
    for claim in &explained.evidence_types {
        let (authors, reviewers) = (claim.authors.join("|"), claim.reviewers.join("|"));
        let when = claim.when.unwrap_or_default();
        add(
            "evidence-type",
            [claim.key, "", claim.coverage, "", "", when, claim.title, &authors, &reviewers, ""],
        );
    }
    csv(HEADER, records)
}
