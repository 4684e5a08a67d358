use obligraph_frameworks::FrameworkDetails;
use obligraph_mapping::{FrameworkId, Mapping};
use serde::Serialize;

use crate::app::Content;
use crate::cli::format::{Format, csv, json};
use crate::cli::table::{Cell, Column, Table};
use crate::error::ApiError;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    key: &'a str,
    title: &'a str,
    edition: &'a str,
    publisher: &'a str,
    hub: bool,
    requirements: usize,
    leaves: usize,
    mappings: usize,
    reviewed: String,
    amended_by: &'a [String],
}

pub(super) fn list(content: &Content, format: Format, width: usize) -> Result<String, ApiError> {
    let rows: Vec<Row<'_>> = content.bundle().frameworks().map(|details| row(content, details)).collect();
    match format {
        Format::Json => json(&rows),
        Format::Csv => csv(
            ["key", "title", "edition", "requirements", "leaves", "mappings", "reviewed", "amended_by"],
            rows.iter().map(|row| {
                [
                    row.key.to_owned(),
                    row.title.to_owned(),
                    row.edition.to_owned(),
                    row.requirements.to_string(),
                    row.leaves.to_string(),
                    row.mappings.to_string(),
                    row.reviewed.clone(),
                    row.amended_by.join("|"),
                ]
            }),
        ),
        Format::Table => Ok(table(&rows).render(width)),
    }
}

fn row<'a>(content: &Content, details: &'a FrameworkDetails) -> Row<'a> {
    let catalog = content.catalog();
    let requirements = || catalog.requirements_of(details.id).filter_map(|id| catalog.requirement(id));
    let mappings = catalog.mapping_ids().filter_map(|id| catalog.mapping(id));
    Row {
        key: &details.key,
        title: &details.title,
        edition: &details.edition,
        publisher: &details.publisher,
        hub: details.hub,
        requirements: requirements().count(),
        leaves: requirements().filter(|requirement| requirement.assessable).count(),
        mappings: mappings.filter(|mapping| touches(content, mapping, details.id)).count(),
        reviewed: details.reviewed.to_string(),
        amended_by: &details.amended_by,
    }
}

fn touches(content: &Content, mapping: &Mapping, framework: FrameworkId) -> bool {
    let mut ends = mapping.from.iter().chain(&mapping.to);
    ends.any(|&end| content.catalog().framework_of(end) == Some(framework))
}

fn table(rows: &[Row<'_>]) -> Table {
    let mut table = Table::new([
        Column::narrow("key", 24),
        Column::wide("title", 1),
        Column::narrow("edition", 8),
        Column::narrow("requirements", 12),
        Column::narrow("leaves", 6),
        Column::narrow("mappings", 8),
    ]);
    for row in rows {
        table.row([
            Cell::plain(row.key),
            Cell::plain(row.title),
            Cell::plain(row.edition),
            Cell::plain(row.requirements.to_string()),
            Cell::plain(row.leaves.to_string()),
            Cell::plain(row.mappings.to_string()),
        ]);
        let amended = match row.amended_by {
            [] => String::new(),
            acts => format!("; as amended by {}", acts.join(", ")),
        };
        let hub = if row.hub { "a shared reference, nobody's obligation; " } else { "" };
        table.under(1, format!("{hub}reviewed {}{amended}", row.reviewed));
    }
    table
}
