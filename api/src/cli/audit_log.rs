use clap::{Args, Subcommand};
use serde::Serialize;
use uuid::Uuid;

use super::database::{DatabaseArguments, refused, runtime};
use super::format::{Format, FormatArgument, csv, json};
use super::output::{Report, width};
use super::table::{Cell, Column, Table};
use super::wording::counted;
use crate::error::{ApiError, Fault};
use crate::store::{OrganizationId, Store, StoreError, Verification};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check that no entry was edited, removed or moved since it was recorded; status 1 where one was
    Verify(VerifyArguments),
}

#[derive(Args, Debug)]
struct VerifyArguments {
    /// Only the log of this organisation, by its UUID; of all if absent
    #[arg(long, value_name = "UUID")]
    organization: Option<Uuid>,
    #[command(flatten)]
    format: FormatArgument,
    #[command(flatten)]
    database: DatabaseArguments,
}

/// What was found of the log of one organisation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    organization: String,
    entries: u64,
    head: String,
    faults: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Report, ApiError> {
    let Command::Verify(arguments) = &arguments.command;
    let rows = runtime()?.block_on(verify(arguments))?;
    let is_whole = rows.iter().all(|row| row.faults.is_empty());
    let text = match arguments.format.format {
        Format::Json => json(&rows)?,
        Format::Csv => csv(
            ["organization", "entries", "head", "faults"],
            rows.iter().map(|row| {
                [row.organization.clone(), row.entries.to_string(), row.head.clone(), row.faults.join("|")]
            }),
        )?,
        Format::Table => table(&rows),
    };
    Ok(Report { text, notes: Vec::new(), refused: !is_whole })
}

async fn verify(arguments: &VerifyArguments) -> Result<Vec<Row>, ApiError> {
    let store = arguments.database.open().await?;
    let organizations = match arguments.organization {
        Some(organization) => vec![OrganizationId::new(organization)],
        None => store.organization_ids().await.map_err(refused)?,
    };
    let mut rows = Vec::new();
    for organization in organizations {
        rows.push(row(&store, organization).await?);
    }
    store.close().await.map_err(refused)?;
    Ok(rows)
}

async fn row(store: &Store, organization: OrganizationId) -> Result<Row, ApiError> {
    let found = store.scope(organization).verify_audit_log().await;
    let Verification { entries, head, faults } = found.map_err(|error| match error {
        StoreError::UnknownOrganization(_) => {
            ApiError::refused([Fault::new(error.code(), error.to_string()).of("--organization")])
        }
        other => refused(other),
    })?;
    let faults = faults.iter().map(ToString::to_string).collect();
    Ok(Row { organization: organization.to_string(), entries, head: head.hash, faults })
}

fn table(rows: &[Row]) -> String {
    let mut table = Table::new([
        Column::narrow("organisation", 36),
        Column::narrow("entries", 12),
        Column::narrow("hash of the last", 64),
        Column::wide("faults", 1),
    ]);
    for row in rows {
        let faults = if row.faults.is_empty() { "none".to_owned() } else { row.faults.join("; ") };
        table.row([
            Cell::plain(row.organization.clone()),
            Cell::plain(row.entries.to_string()),
            Cell::plain(row.head.clone()),
            Cell::plain(faults),
        ]);
    }
    let faults: usize = rows.iter().map(|row| row.faults.len()).sum();
    let verdict = match faults {
        0 => "nothing was edited, removed or moved".to_owned(),
        _ => counted(faults, "fault"),
    };
    let shown = if rows.is_empty() { String::new() } else { table.render(width()) };
    format!("{shown}{}: {verdict}\n", counted(rows.len(), "audit log"))
}
