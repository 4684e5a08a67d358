use obligraph_mapping::{ClaimedCoverage, Confidence, Step};
use serde::Serialize;

use super::asked::Asked;
use super::proof::{node, relation};
use super::withheld::reason;
use crate::app::{Answer, AnswerRow, Content, EvidenceItem};
use crate::cli::format;
use crate::error::ApiError;

/// The answer as programs read it; shape and words are part of the public contract.
pub(crate) fn json(answer: &Answer, asked: &Asked<'_>, with_roll_ups: bool) -> Result<String, ApiError> {
    let content = answer.content();
    let shape = Shape {
        catalog_revision: content.bundle().revision(),
        engine_version: env!("CARGO_PKG_VERSION"),
        as_of: answer.as_of().to_string(),
        evidence: asked.item.as_ref().map(|item| evidence(content, asked, item)),
        obligations: answer.rows(with_roll_ups).iter().map(|row| obligation(content, row)).collect(),
    };
    format::json(&shape)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shape<'a> {
    catalog_revision: &'a str,
    engine_version: &'a str,
    as_of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Item<'a>>,
    obligations: Vec<Shown<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown<'a> {
    #[serde(rename = "ref")]
    reference: String,
    framework: &'a str,
    title: &'a str,
    subject: String,
    assessable: bool,
    coverage: &'a str,
    confidence: f64,
    strength: Option<u8>,
    relation_set: Vec<&'a str>,
    hops: u8,
    limit: Option<&'a str>,
    scope_gap: Vec<String>,
    applies_from: Option<String>,
    proof: Vec<ProofStep<'a>>,
}

fn obligation<'a>(content: &'a Content, row: &AnswerRow<'a>) -> Shown<'a> {
    Shown {
        reference: row.reference().map_or(String::new(), |reference| reference.to_string()),
        framework: &row.framework().key,
        title: row.requirement().label(),
        subject: row.subject().to_string(),
        assessable: row.requirement().assessable,
        coverage: row.obligation().coverage().word(),
        confidence: rounded(row.obligation().confidence()),
        strength: row.strength().map(|strength| strength.value()),
        relation_set: row.relation_set().iter().map(|relation| relation.word()).collect(),
        hops: row.hops(),
        limit: row.obligation().limit().map(|limit| limit.word()),
        scope_gap: row.scope_gap().iter().map(ToString::to_string).collect(),
        applies_from: row.applies_from().map(|day| day.to_string()),
        proof: row.proof().steps.iter().map(|step| proof_step(content, step)).collect(),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProofStep<'a> {
    kind: &'a str,
    from: String,
    to: String,
    /// One word, or several joined by `|` where the step leaves several relations open.
    relation: String,
    relation_set: Vec<&'a str>,
    confidence: f64,
    premises: Vec<usize>,
    rationale: Option<&'a str>,
    mapping: Option<UsedMapping<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UsedMapping<'a> {
    from: Vec<String>,
    to: Vec<String>,
    relation: &'a str,
    confidence: f64,
    strength: Option<u8>,
    rationale_kind: &'a str,
    status: &'a str,
    crosswalk: &'a str,
    forward: bool,
}

fn proof_step<'a>(content: &'a Content, step: &Step) -> ProofStep<'a> {
    let catalog = content.catalog();
    let used = step.mapping.and_then(|used| Some((catalog.mapping(used.id)?, used.forward)));
    let references = |ids: &[obligraph_mapping::RequirementId]| {
        ids.iter().filter_map(|&id| Some(catalog.reference(id)?.to_string())).collect()
    };
    ProofStep {
        kind: step.kind.word(),
        from: node(content, &step.from),
        to: node(content, &step.to),
        relation: relation(step.relation),
        relation_set: step.relation_set.iter().map(|relation| relation.word()).collect(),
        confidence: rounded(step.confidence),
        premises: step.premises.clone(),
        rationale: used.map(|(mapping, _)| mapping.rationale.as_str()),
        mapping: used.map(|(mapping, forward)| UsedMapping {
            from: references(&mapping.from),
            to: references(&mapping.to),
            relation: mapping.relation.word(),
            confidence: rounded(mapping.confidence),
            strength: mapping.strength.map(|strength| strength.value()),
            rationale_kind: mapping.rationale_kind.word(),
            status: mapping.status.word(),
            crosswalk: &mapping.crosswalk,
            forward,
        }),
    }
}

/// To four decimals, as a decimal fraction and not as the binary one beside it.
pub(crate) fn rounded(confidence: Confidence) -> f64 {
    (f64::from(confidence.value()) * 10_000.0).round() / 10_000.0
}

/// The item that made the claims, where its type did.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    #[serde(rename = "type")]
    key: &'a str,
    title: &'a str,
    counts_from: Option<String>,
    counts_until: Option<String>,
    claims: Vec<Claimed>,
    withheld: Vec<Withheld<'a>>,
}

#[derive(Serialize)]
struct Claimed {
    #[serde(rename = "ref")]
    reference: String,
    coverage: &'static str,
}

#[derive(Serialize)]
struct Withheld<'a> {
    #[serde(rename = "ref")]
    reference: String,
    coverage: &'static str,
    when: &'a str,
    reason: String,
}

fn evidence<'a>(content: &Content, asked: &Asked<'_>, item: &'a EvidenceItem<'_>) -> Item<'a> {
    let reference = |id| content.catalog().reference(id).map_or(String::new(), |found| found.to_string());
    let validity = asked.question.evidence.first().and_then(|evidence| evidence.validity);
    let evaluation = item.evaluation();
    Item {
        key: &item.evidence_type().key,
        title: &item.evidence_type().title,
        counts_from: validity.map(|validity| validity.from.to_string()),
        counts_until: validity.and_then(|validity| validity.until).map(|day| day.to_string()),
        claims: (evaluation.claims.iter())
            .map(|claim| Claimed {
                reference: reference(claim.requirement),
                coverage: claimed(claim.coverage),
            })
            .collect(),
        withheld: (evaluation.withheld.iter())
            .map(|withheld| Withheld {
                reference: reference(withheld.requirement),
                coverage: claimed(withheld.coverage),
                when: &withheld.when,
                reason: reason(item, withheld),
            })
            .collect(),
    }
}

pub(crate) const fn claimed(coverage: ClaimedCoverage) -> &'static str {
    match coverage {
        ClaimedCoverage::Full => "FULL",
        ClaimedCoverage::Partial => "PARTIAL",
    }
}
