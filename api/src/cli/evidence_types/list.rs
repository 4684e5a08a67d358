use obligraph_frameworks::EvidenceType;
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
    subject: Option<&'a str>,
    held_by: Option<&'a str>,
    fresh_for: Option<String>,
    facts: usize,
    claims: usize,
}

pub(super) fn list(content: &Content, format: Format, width: usize) -> Result<String, ApiError> {
    let rows: Vec<Row<'_>> = content.bundle().evidence_types().iter().map(row).collect();
    match format {
        Format::Json => json(&rows),
        Format::Csv => csv(
            ["key", "title", "subject", "held_by", "fresh_for", "facts", "claims"],
            rows.iter().map(|row| {
                [
                    row.key.to_owned(),
                    row.title.to_owned(),
                    row.subject.unwrap_or_default().to_owned(),
                    row.held_by.unwrap_or_default().to_owned(),
                    row.fresh_for.clone().unwrap_or_default(),
                    row.facts.to_string(),
                    row.claims.to_string(),
                ]
            }),
        ),
        Format::Table => Ok(table(&rows).render(width)),
    }
}

fn row(evidence_type: &EvidenceType) -> Row<'_> {
    Row {
        key: &evidence_type.key,
        title: &evidence_type.title,
        subject: evidence_type.subject.map(|subject| subject.word()),
        held_by: evidence_type.held_by.as_deref(),
        fresh_for: evidence_type.fresh_for.as_ref().map(ToString::to_string),
        facts: evidence_type.facts.len(),
        claims: evidence_type.claims.len(),
    }
}

fn table(rows: &[Row<'_>]) -> Table {
    let columns = [Column::narrow("key", 48), Column::narrow("about", 12), Column::narrow("claims", 6)];
    let mut table = Table::new(columns);
    table.under(0, "  title");
    for row in rows {
        table.row([
            Cell::plain(row.key),
            Cell::plain(row.subject.unwrap_or_default()),
            Cell::plain(row.claims.to_string()),
        ]);
        table.under(0, format!("  {}", row.title));
    }
    table
}
