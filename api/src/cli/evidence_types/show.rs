use obligraph_frameworks::{EvidenceType, FactDeclaration, FactType, TypeClaim};
use serde::Serialize;

use crate::app::Content;
use crate::cli::format::{Format, csv, json};
use crate::cli::resolve::{claimed, plainly};
use crate::cli::style::{BOLD, DIM};
use crate::cli::table::{Cell, Column, Table};
use crate::cli::wrap::{wrap, wrap_command};
use crate::error::ApiError;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown<'a> {
    key: &'a str,
    title: &'a str,
    contains: &'a [String],
    held_by: Option<&'a str>,
    subject: Option<&'a str>,
    fresh_for: Option<String>,
    facts: Vec<Fact<'a>>,
    claims: Vec<Claim<'a>>,
    over_claim: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fact<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    fact_type: &'a str,
    required: bool,
    unit: Option<&'a str>,
    minimum: Option<f64>,
    maximum: Option<f64>,
    one_of: &'a [String],
    description: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Claim<'a> {
    #[serde(rename = "ref")]
    reference: String,
    coverage: &'a str,
    all_ai_systems: bool,
    when: Option<&'a str>,
}

pub(super) fn show(
    content: &Content,
    evidence_type: &EvidenceType,
    format: Format,
    width: usize,
) -> Result<String, ApiError> {
    let shown = shown(content, evidence_type);
    match format {
        Format::Json => json(&shown),
        Format::Csv => csv(
            ["ref", "coverage", "all_ai_systems", "when"],
            shown.claims.iter().map(|claim| {
                [
                    claim.reference.clone(),
                    claim.coverage.to_owned(),
                    claim.all_ai_systems.to_string(),
                    claim.when.unwrap_or_default().to_owned(),
                ]
            }),
        ),
        Format::Table => Ok(text(evidence_type, &shown, width)),
    }
}

fn shown<'a>(content: &Content, evidence_type: &'a EvidenceType) -> Shown<'a> {
    let reference = |id| content.catalog().reference(id).map_or(String::new(), |found| found.to_string());
    Shown {
        key: &evidence_type.key,
        title: &evidence_type.title,
        contains: &evidence_type.contains,
        held_by: evidence_type.held_by.as_deref(),
        subject: evidence_type.subject.map(|subject| subject.word()),
        fresh_for: evidence_type.fresh_for.as_ref().map(ToString::to_string),
        facts: evidence_type.facts.values().map(fact).collect(),
        claims: (evidence_type.claims.iter())
            .map(|claim| Claim {
                reference: reference(claim.requirement),
                coverage: claimed(claim.coverage),
                all_ai_systems: claim.all_ai_systems,
                when: TypeClaim::when(claim),
            })
            .collect(),
        over_claim: evidence_type.over_claim.as_deref(),
    }
}

fn fact(fact: &FactDeclaration) -> Fact<'_> {
    Fact {
        name: &fact.name,
        fact_type: fact.fact_type.word(),
        required: fact.required,
        unit: fact.unit.as_deref(),
        minimum: fact.minimum,
        maximum: fact.maximum,
        one_of: &fact.one_of,
        description: fact.description.as_deref(),
    }
}

fn text(evidence_type: &EvidenceType, shown: &Shown<'_>, width: usize) -> String {
    let title = wrap(shown.title, width);
    let mut text: String = title.iter().map(|line| format!("{BOLD}{line}{BOLD:#}\n")).collect();
    let about = [
        Some(format!("Key: {}.", shown.key)),
        (!shown.contains.is_empty()).then(|| format!("Contains {}.", shown.contains.join("; "))),
        shown.held_by.map(|holder| format!("Usually held by: {holder}.")),
        shown.subject.map(|subject| format!("About: {subject}.")),
        shown.fresh_for.as_ref().map(|period| format!("Counts for {period} from its collection.")),
        shown.over_claim.map(|over_claim| format!("Not to be over-claimed: {over_claim}")),
    ];
    for line in about.into_iter().flatten().flat_map(|sentence| wrap(&sentence, width)) {
        text.push_str(&line);
        text.push('\n');
    }
    text.push('\n');
    text.push_str(&facts(shown).render(width));
    text.push('\n');
    text.push_str(&claims(shown).render(width));
    let mut words = vec!["obligraph resolve".to_owned(), format!("--type {}", shown.key)];
    words.extend(arguments(evidence_type));
    let command = wrap_command(words.iter().map(String::as_str), width);
    text.push_str(&format!("\n{BOLD}To resolve an item:{BOLD:#}\n{command}"));
    text
}

fn facts(shown: &Shown<'_>) -> Table {
    let mut table = Table::new([
        Column::narrow("fact", 32),
        Column::narrow("type", 12),
        Column::wide("what it tells", 1),
    ]);
    for fact in &shown.facts {
        let limits = [
            (!fact.required).then(|| "optional".to_owned()),
            fact.unit.map(|unit| format!("in {unit}")),
            fact.minimum.map(|minimum| format!("at least {minimum}")),
            fact.maximum.map(|maximum| format!("at most {maximum}")),
            (!fact.one_of.is_empty()).then(|| format!("of {}", fact.one_of.join(", "))),
        ];
        let limits = limits.into_iter().flatten().collect::<Vec<_>>().join("; ");
        table.row([
            Cell::plain(fact.name),
            Cell::plain(fact.fact_type),
            Cell::plain(fact.description.unwrap_or_default()).and(limits, DIM),
        ]);
    }
    table
}

fn claims(shown: &Shown<'_>) -> Table {
    let heading = Column::wide("where", 1);
    let mut table = Table::new([Column::narrow("claim", 40), Column::narrow("", 8), heading]);
    for claim in &shown.claims {
        let everywhere = if claim.all_ai_systems { "for every AI system in scope" } else { "" };
        table.row([
            Cell::plain(&claim.reference),
            Cell::plain(claim.coverage),
            Cell::plain(claim.when.map_or("always".to_owned(), plainly)).and(everywhere, DIM),
        ]);
    }
    table
}

/// The required facts, each with a value of its type to be replaced.
fn arguments(evidence_type: &EvidenceType) -> Vec<String> {
    let sample = |fact: &FactDeclaration| {
        let value = match fact.fact_type {
            FactType::Integer | FactType::Number => {
                fact.minimum.filter(|minimum| *minimum > 0.0).unwrap_or(1.0).to_string()
            }
            FactType::Boolean => "true".to_owned(),
            FactType::String => fact.one_of.first().cloned().unwrap_or("text".to_owned()),
            FactType::StringList => match fact.one_of.as_slice() {
                [] => "text".to_owned(),
                members => members.join(","),
            },
            FactType::Date => "2026-11-24".to_owned(),
        };
        format!("{}={value}", fact.name)
    };
    let mut samples: Vec<String> =
        evidence_type.facts.values().filter(|fact| fact.required).map(sample).collect();
    if let Some(first) = samples.first_mut() {
        *first = format!("--fact {first}");
    }
    samples
}
