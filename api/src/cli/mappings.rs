use clap::{Args, ValueEnum};
use obligraph_mapping::{FrameworkId, Mapping, MappingStatus, Relation, RequirementId};
use serde::Serialize;

use super::content::ContentArguments;
use super::format::{Format, FormatArgument, csv, json};
use super::lookup::unknown;
use super::output::{Report, width};
use super::resolve::rounded;
use super::style::DIM;
use super::table::{Cell, Column, Table};
use super::wording::counted;
use crate::app::Content;
use crate::error::ApiError;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Only mappings whose left side is of this framework
    #[arg(long, value_name = "KEY")]
    from: Option<String>,
    /// Only mappings whose right side is of this framework
    #[arg(long, value_name = "KEY")]
    to: Option<String>,
    /// Only mappings of this relation, read "from RELATION to"
    #[arg(long, value_enum)]
    relation: Option<RelationWord>,
    /// Only mappings of this status
    #[arg(long, value_enum)]
    status: Option<StatusWord>,
    #[command(flatten)]
    format: FormatArgument,
    #[command(flatten)]
    content: ContentArguments,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RelationWord {
    Equal,
    Subset,
    Superset,
    Intersects,
    Disjoint,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum StatusWord {
    Approved,
    Draft,
    Retired,
}

impl From<RelationWord> for Relation {
    fn from(word: RelationWord) -> Self {
        match word {
            RelationWord::Equal => Self::Equal,
            RelationWord::Subset => Self::Subset,
            RelationWord::Superset => Self::Superset,
            RelationWord::Intersects => Self::Intersects,
            RelationWord::Disjoint => Self::Disjoint,
        }
    }
}

impl From<StatusWord> for MappingStatus {
    fn from(word: StatusWord) -> Self {
        match word {
            StatusWord::Approved => Self::Approved,
            StatusWord::Draft => Self::Draft,
            StatusWord::Retired => Self::Retired,
        }
    }
}

/// A mapping as programs read it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    from: Vec<String>,
    to: Vec<String>,
    relation: &'a str,
    confidence: f64,
    strength: Option<u8>,
    rationale_kind: &'a str,
    rationale: &'a str,
    status: &'a str,
    crosswalk: &'a str,
}

pub(crate) fn run(arguments: Arguments, content: ContentArguments) -> Result<Report, ApiError> {
    let Arguments { from, to, relation, status, format, content: more } = arguments;
    let content = content.and(more).load()?;
    let mut faults = Vec::new();
    let mut framework = |key: Option<String>| match content.framework(&key?) {
        Ok(framework) => Some(framework),
        Err(fault) => {
            faults.push(unknown(fault));
            None
        }
    };
    let (from, to) = (framework(from), framework(to));
    if !faults.is_empty() {
        return Err(ApiError::refused(faults));
    }
    let wanted = |mapping: &&Mapping, from, to| {
        is_of(&content, &mapping.from, from)
            && is_of(&content, &mapping.to, to)
            && relation.is_none_or(|relation| mapping.relation == relation.into())
            && status.is_none_or(|status| mapping.status == status.into())
    };
    let catalog = content.catalog();
    let all = || catalog.mapping_ids().filter_map(|id| catalog.mapping(id));
    let rows: Vec<Row<'_>> =
        all().filter(|mapping| wanted(mapping, from, to)).map(|mapping| row(&content, mapping)).collect();
    let turned = if rows.is_empty() { all().filter(|mapping| wanted(mapping, to, from)).count() } else { 0 };
    let notes = (turned > 0)
        .then(|| format!("{} the other way round; exchange --from and --to", counted(turned, "mapping")));
    let text = match format.format {
        Format::Json => json(&rows)?,
        Format::Csv => as_csv(&rows)?,
        Format::Table if rows.is_empty() => "no mapping\n".to_owned(),
        Format::Table => table(&rows).render(width()),
    };
    Ok(Report { text, notes: notes.into_iter().collect(), refused: false })
}

fn is_of(content: &Content, side: &[RequirementId], framework: Option<FrameworkId>) -> bool {
    framework.is_none() || side.iter().any(|&end| content.catalog().framework_of(end) == framework)
}

fn row<'a>(content: &Content, mapping: &'a Mapping) -> Row<'a> {
    let references = |side: &[RequirementId]| {
        side.iter().filter_map(|&id| Some(content.catalog().reference(id)?.to_string())).collect()
    };
    Row {
        from: references(&mapping.from),
        to: references(&mapping.to),
        relation: mapping.relation.word(),
        confidence: rounded(mapping.confidence),
        strength: mapping.strength.map(|strength| strength.value()),
        rationale_kind: mapping.rationale_kind.word(),
        rationale: &mapping.rationale,
        status: mapping.status.word(),
        crosswalk: &mapping.crosswalk,
    }
}

/// The columns are part of the public contract.
fn as_csv(rows: &[Row<'_>]) -> Result<String, ApiError> {
    let header = [
        "from",
        "to",
        "relation",
        "confidence",
        "strength",
        "rationale_kind",
        "rationale",
        "status",
        "crosswalk",
    ];
    csv(
        header,
        rows.iter().map(|row| {
            [
                row.from.join("+"),
                row.to.join("+"),
                row.relation.to_owned(),
                row.confidence.to_string(),
                row.strength.map_or(String::new(), |strength| strength.to_string()),
                row.rationale_kind.to_owned(),
                row.rationale.to_owned(),
                row.status.to_owned(),
                row.crosswalk.to_owned(),
            ]
        }),
    )
}

/// By crosswalk, in the order in which crosswalks first turn up; its name tells the frameworks, so that ids suffice.
fn table(rows: &[Row<'_>]) -> Table {
    let mut table = Table::new([
        Column::narrow("from", 30),
        Column::narrow("relation", 10),
        Column::narrow("to", 30),
        Column::narrow("confidence", 10),
    ]);
    let mut crosswalks: Vec<&str> = Vec::new();
    for row in rows {
        if !crosswalks.contains(&row.crosswalk) {
            crosswalks.push(row.crosswalk);
        }
    }
    for crosswalk in crosswalks {
        let rows: Vec<&Row<'_>> = rows.iter().filter(|row| row.crosswalk == crosswalk).collect();
        table.group(crosswalk, counted(rows.len(), "mapping"));
        for row in rows {
            let status = if row.status == "approved" { "" } else { row.status };
            table.row([
                Cell::plain(ids(&row.from)),
                Cell::plain(row.relation).and(status, DIM),
                Cell::plain(ids(&row.to)),
                Cell::plain(row.confidence.to_string()),
            ]);
            table.under(0, format!("  {}", row.rationale));
        }
    }
    table
}

fn ids(references: &[String]) -> String {
    let id =
        |reference: &String| reference.split_once('/').map_or(reference.as_str(), |(_, id)| id).to_owned();
    references.iter().map(id).collect::<Vec<_>>().join(" + ")
}
