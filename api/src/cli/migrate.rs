use clap::Args;

use super::database::{DatabaseArguments, refused, runtime};
use super::output::Report;
use crate::error::ApiError;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    database: DatabaseArguments,
}

/// Brings the tables of a database to the schema of this program.
pub(crate) fn run(arguments: &Arguments) -> Result<Report, ApiError> {
    runtime()?.block_on(async {
        let store = arguments.database.open().await?;
        store.migrate().await.map_err(|error| arguments.database.refused(error))?;
        store.close().await.map_err(refused)?;
        Ok(Report::text("The database has the schema of this program.\n".to_owned()))
    })
}
